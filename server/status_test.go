package server_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"zeker/offers"
	"zeker/server/store"
)

// An application says when it was asked, by when there is a decision, and whom to call;
// other answers wait for nothing.
func TestReceiptSaysWhenThereIsADecision(t *testing.T) {
	p := openPortal(t, nil)
	a := anna()
	p.invite(a)
	b := p.browser().signIn(a)
	number, _ := b.answer(a, "accept", nil).receipt(t)
	receipt := b.get("/nl/receipts/" + number)
	for _, want := range []string{
		"U vroeg dit aan op 16\u00a0november\u00a02026.", "De brief komt uiterlijk op 11\u00a0januari\u00a02027.", "Artikel4:13", "Hoort u niets?", "tel:0880009901",
	} {
		if !strings.Contains(receipt.body, want) {
			t.Errorf("the receipt does not say %q:\n%s", want, receipt.body)
		}
	}
	if list := b.get("/nl/offers"); !strings.Contains(list.body, "Besluit uiterlijk op 11\u00a0januari\u00a02027") {
		t.Errorf("the list does not say when:\n%s", list.body)
	}
	b.answer(a, "decline", nil)
	for _, path := range []string{"/nl/receipts/" + number, "/nl/offers"} {
		if got := b.get(path); strings.Contains(got.body, "uiterlijk op 11 januari") {
			t.Errorf("%s still waits for a decision after a decline:\n%s", path, got.body)
		}
	}
}

const mayNotHold = "Misschien klopt dit niet meer."

// An application that today would be another one says so, wherever it is shown; one of
// which only the resident's own words are new does not.
func TestApplicationThatMayNotHoldSaysSo(t *testing.T) {
	a, b := anna(), bram()
	p := openPortalWith(t, posing(a, b))
	p.invite(a, b)
	hers, his := p.browser().signIn(a), p.browser()
	his.post("/nl/sign-in", url.Values{"who": {"1"}})
	number, _ := hers.answer(a, "accept", nil).receipt(t)
	said, _ := his.answer(b, "accept", url.Values{"fact.vermogen": {"1500"}}).receipt(t)
	pages := map[string]func() *reply{
		"her receipt": func() *reply { return hers.get("/nl/receipts/" + number) }, "her list": func() *reply { return hers.get("/nl/offers") },
		"his receipt": func() *reply { return his.get("/nl/receipts/" + said) }, "his list": func() *reply { return his.get("/nl/offers") },
	}
	for name, page := range pages {
		if got := page(); strings.Contains(got.body, mayNotHold) {
			t.Errorf("%s says that it may not hold, though nothing changed:\n%s", name, got.body)
		}
	}
	a.facts = []offers.Fact{{Name: "staat_op_lijst_alleenverdieners", Value: offers.No, Source: "inlichtingenbureau"}}
	in := store.Import{File: "later", At: p.clock.Now().Unix() + 1, Purge: p.day + 400}
	for _, r := range []*resident{a, b} {
		in.People = append(in.People, offers.Person{BSN: r.bsn, Name: r.name, Born: r.born, Reference: p.day, Record: offers.Record{Facts: r.facts}})
	}
	if err := p.store.Import(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	for name, page := range pages {
		if got := page(); strings.Contains(got.body, mayNotHold) != strings.HasPrefix(name, "her") {
			t.Errorf("%s, after only what is known of her changed:\n%s", name, got.body)
		}
	}
}

// What was decided is told first, with the day until which one can object, and with what
// we saw when less was given.
func TestReceiptSaysWhatWasDecided(t *testing.T) {
	p := openPortal(t, nil)
	a, other := anna(), bram()
	p.invite(a, other)
	b := p.browser().signIn(a)
	number, _ := b.answer(a, "accept", nil).receipt(t)
	const (
		object  = "U kunt bezwaar maken tot en met 12 januari 2027."
		late    = "U kon bezwaar maken tot en met 12 januari 2027."
		thought = "Waarom wij dachten dat u dit krijgt"
		awaited = "De brief komt uiterlijk op"
		title   = `level-1">Er is besloten: `
		first   = "In uw brief staat waarom. Bezwaar maken kan tot en met 12 januari 2027."
		arrived = "Uw aanvraag is binnen"
		asked   = "Bedrag bij uw aanvraag"
	)
	says := func(path string, said, not []string) {
		t.Helper()
		got := strings.ReplaceAll(b.get(path).body, "\u00a0", " ")
		for _, want := range said {
			if !strings.Contains(got, want) {
				t.Errorf("%s does not say %q:\n%s", path, want, got)
			}
		}
		for _, other := range not {
			if strings.Contains(got, other) {
				t.Errorf("%s says %q:\n%s", path, other, got)
			}
		}
	}
	page := "/nl/receipts/" + number
	sent := p.day + 15 // 1 December 2026; six weeks later is a working day
	for _, c := range []struct {
		outcome   offers.Award
		said, not []string
	}{
		{offers.Granted, []string{"Op 1 december 2026 is het besluit verstuurd: u krijgt dit.", object, "Artikel6:7", title + "u krijgt dit<", asked}, []string{thought, awaited, late, arrived, first}},
		{offers.Partly, []string{"Op 1 december 2026 is het besluit verstuurd: u krijgt een deel.", object, thought, title + "u krijgt een deel<", first}, []string{awaited, arrived}},
		{offers.Refused, []string{"Op 1 december 2026 is het besluit verstuurd: u krijgt dit niet.", object, thought, title + "u krijgt dit niet<", first, asked}, []string{awaited, arrived}},
	} {
		if strange, err := p.store.Decide(t.Context(), []offers.Decision{{Number: number, Sent: sent, Outcome: c.outcome}}); err != nil || strange != nil {
			t.Fatal(strange, err)
		}
		says(page, c.said, c.not)
		says("/nl/offers", c.said[:1], []string{"Besluit uiterlijk"})
	}
	if got := p.browser().signIn(other).get(page); got.status != 404 {
		t.Errorf("somebody else is shown it: %d", got.status)
	}
	p.day += 58
	b.signIn(a)
	says(page, []string{late, "Hieronder leest u wat u kunt doen."}, []string{object, first})
}

// Who wanted to stop once it was taken reads what was decided all the same, beside that they
// wanted to; before that, only that they did.
func TestADecisionAfterAWithdrawalIsTold(t *testing.T) {
	p := openPortal(t, nil)
	a := anna()
	p.invite(a)
	b := p.browser().signIn(a)
	applied, _ := b.answer(a, "accept", nil).receipt(t)
	p.take(t)
	number, _ := b.answer(a, "withdraw", nil).receipt(t)
	const (
		decided = "Op 1\u00a0december\u00a02026 is het besluit verstuurd: u krijgt dit niet."
		object  = "U kunt bezwaar maken tot en met 12\u00a0januari\u00a02027."
		stops   = "U wilt stoppen met uw aanvraag"
		ask     = "Bel ons om te horen of zij is gestopt."
		title   = `level-1">Er is besloten: u krijgt dit niet<`
	)
	said := func(path string, want ...string) {
		t.Helper()
		got := b.get(path)
		for _, text := range []string{decided, object, stops, ask, title, "U wilt stoppen met deze aanvraag."} {
			if strings.Contains(got.body, text) != slices.Contains(want, text) {
				t.Errorf("%s: %q is told: %v\n%s", path, text, !slices.Contains(want, text), got.body)
			}
		}
	}
	said("/nl/receipts/"+number, stops, ask)
	said("/nl/offers", "U wilt stoppen met deze aanvraag.")
	if strange, err := p.store.Decide(t.Context(), []offers.Decision{{Number: applied, Sent: p.day + 15, Outcome: offers.Refused}}); err != nil || strange != nil {
		t.Fatal(strange, err)
	}
	said("/nl/receipts/"+number, decided, object, stops, title)
	said("/nl/offers", "U wilt stoppen met deze aanvraag.", decided)
}
