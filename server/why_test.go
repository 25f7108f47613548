package server_test

import (
	"database/sql"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestWhyIsToldAfterANoAndTakenAway(t *testing.T) {
	p := openPortal(t, nil)
	a := anna()
	p.invite(a)
	b := p.browser().signIn(a)
	number, _ := b.answer(a, "decline", nil).receipt(t)
	tell := func(form url.Values) *reply {
		t.Helper()
		got := b.post("/nl/receipts/"+number+"/why", form)
		if got.status != http.StatusSeeOther {
			t.Fatalf("got status %d, want 303\n%s", got.status, got.body)
		}
		return b.get(got.header.Get("Location"))
	}
	words := "Vorig jaar ging het mis, met mijn Kanarie."
	if got := tell(url.Values{"why": {"fear"}, "why.words": {words}}).body; !strings.Contains(got, "Wij schreven het op") ||
		!strings.Contains(got, words) || !strings.Contains(got, `value="fear" checked`) {
		t.Errorf("the receipt does not show what was told:\n%s", got)
	}
	if got := tell(url.Values{"why": {"fear"}, "why.words": {words}, "why.clear": {"1"}}).body; !strings.Contains(got, "Uw reden is weg") || strings.Contains(got, words) {
		t.Errorf("the receipt still shows what was taken away:\n%s", got)
	}
	for name, form := range map[string]url.Values{"no choice of ours": {"why": {"fraude"}}, "too long": {"why.words": {strings.Repeat("a", 2001)}}} {
		if got := b.post("/nl/receipts/"+number+"/why", form); got.status != http.StatusBadRequest {
			t.Errorf("%s: got status %d, want 400", name, got.status)
		}
	}
	if applied, _ := b.answer(a, "accept", nil).receipt(t); b.post("/nl/receipts/"+applied+"/why", url.Values{"why": {"fear"}}).status != http.StatusBadRequest {
		t.Error("a reason is taken for what is no no")
	}
}

// Why somebody said no is sealed, and stands in no answer, which is what is delivered.
func TestWhyReachesNobodyWhoDecides(t *testing.T) {
	p := openPortal(t, nil)
	a := anna()
	p.invite(a)
	b := p.browser().signIn(a)
	number, _ := b.answer(a, "decline", nil).receipt(t)
	words := "Kanarie"
	b.post("/nl/receipts/"+number+"/why", url.Values{"why": {"privacy"}, "why.words": {words}})
	b.answer(a, "accept", nil).receipt(t)
	raw := p.database()
	defer raw.Close()
	for table, column := range map[string]string{"outbox": "payload", "answers": "sealed", "reasons": "sealed"} {
		var all []byte
		if err := raw.QueryRow(`SELECT ` + column + ` FROM ` + table + ` LIMIT 1`).Scan(&all); err != nil && err != sql.ErrNoRows {
			t.Fatal(err)
		}
		if strings.Contains(string(all), words) || strings.Contains(string(all), "privacy") {
			t.Errorf("%s holds the reason in the open", table)
		}
	}
	kept, err := p.store.LatestAnswer(t.Context(), a.subject, a.offer)
	if told := fmt.Sprintf("%+v", kept); err != nil || strings.Contains(told, words) || strings.Contains(told, "privacy") {
		t.Errorf("got %s, %v; want an application without the reason", told, err)
	}
}
