package main

import (
	"strings"
	"testing"

	"zeker/offers"
	"zeker/server/store"
)

func TestDecisionsAreReadFromAFile(t *testing.T) {
	o := newOffice(t)
	rows := o.rows()
	subject := rows.Subject("999990019")
	if err := rows.SaveScan(t.Context(), store.Scan{Municipality: "zonnedijk", On: 20773, Bundle: "hash", At: 2, Offers: []store.OfferRow{
		{Subject: subject, Scheme: "alleenverdieners", Class: offers.ClassOffer, State: offers.Entitled, Expires: 20833},
	}}); err != nil {
		t.Fatal(err)
	}
	offer, err := rows.OffersOf(t.Context(), subject)
	if err != nil {
		t.Fatal(err)
	}
	receipt := offers.Receipt{Number: "8XTC-31VN-4F7K-9M2Q", OfferID: offer[0].ID, Sequence: 1, Kind: offers.Accept}
	if _, _, err := rows.File(t.Context(), store.Filing{
		Subject: subject, Answer: offers.Answer{OfferID: offer[0].ID, Sequence: 1, Kind: offers.Accept}, Receipt: receipt, Outbox: []byte("{}"),
	}); err != nil {
		t.Fatal(err)
	}
	line := `{"receipt": "8XTC-31VN-4F7K-9M2Q", "sent": "2026-11-10", "outcome": "partly"}` + "\n"
	for situation, test := range map[string]struct{ text, says string }{
		"nothing in it": {"\n", "holds no decisions"},
		"mistake":       {strings.Replace(line, "partly", "deels", 1), `decided.jsonl:1:69: outcome must be "granted", "partly" or "refused"`},
		"not of ours":   {line + strings.Replace(line, "8XTC", "9XTC", 1), "no application with receipt 9XTC-31VN-4F7K-9M2Q;"},
	} {
		if w, code := o.run("decisions", o.write("decided.jsonl", test.text)); code != exitMistake || !strings.Contains(w.err.String(), test.says) {
			t.Errorf("%s: got %d, %q; want that it says %q", situation, code, w.err.String(), test.says)
		}
	}
	if out := o.done("decisions", o.write("decided.jsonl", line)); out != "1 decision stored; the residents see it with their receipt\n" {
		t.Errorf("got %q", out)
	}
	at, err := rows.Standing(t.Context(), subject, receipt.Number)
	if err != nil || at.Decision == nil || at.Decision.Outcome != offers.Partly {
		t.Errorf("got %+v, %v; want a part", at.Decision, err)
	}
}
