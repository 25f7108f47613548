package server_test

import (
	"net/url"
	"strings"
	"testing"

	"zeker/offers"
)

// What a source says of the partner is theirs: the resident sees that it counts, on every
// page, and what they give themselves.
func TestWhatASourceSaysOfThePartnerIsNotShown(t *testing.T) {
	p := openPortal(t, nil)
	r := &resident{name: "Dora van Lent", bsn: bsn(9), born: born, scheme: "algemene_bijstand", facts: []offers.Fact{
		{Name: "geboortedatum", Value: offers.Number(int64(born)), Source: "brp"},
		{Name: "heeft_partner", Value: offers.Yes, Source: "brp"},
		{Name: "inkomen_per_maand", Value: offers.Number(512_34), Source: "uwv"},
		{Name: "inkomen_partner_per_maand", Value: offers.Number(123_45), Source: "uwv"},
		{Name: "rekening_bekend", Value: offers.Yes, Source: "own_file"},
	}}
	p.invite(r)
	b := p.identified(r)
	const counts = "Het telt mee, maar wij laten het hier niet zien."
	hides := func(where string, page *reply) {
		t.Helper()
		if !strings.Contains(page.body, counts) || !strings.Contains(page.body, "512,34") {
			t.Errorf("%s: the page does not say what counts\n%s", where, page.body)
		}
		for _, theirs := range []string{"123,45", "12345"} {
			if strings.Contains(page.body, theirs) {
				t.Errorf("%s: the page shows what is the partner's", where)
			}
		}
	}
	hides("offer", b.get("/nl/offers/"+r.offer))
	hides("sending", b.press(r, "accept", b.open(r, nil)))
	number, _ := b.answer(r, "accept", url.Values{"contest.inkomen_partner_per_maand": {"source"}}).receipt(t)
	hides("receipt", b.get("/nl/receipts/"+number))
	if proof := p.latest(r).Proof; !strings.Contains(proof, "of_partner") || strings.Contains(proof, "12345") {
		t.Errorf("the proof tells what is the partner's, or not that it counts:\n%s", proof)
	}
	for _, f := range p.latest(r).Facts {
		if f.Name == "inkomen_partner_per_maand" && f.Value != offers.Number(123_45) {
			t.Errorf("kept %v, want what was counted with", f.Value)
		}
	}
	if got := b.answer(r, "check", url.Values{"fact.inkomen_partner_per_maand": {"99,87"}}); !strings.Contains(got.body, "99,87") {
		t.Errorf("the page does not show what the resident gave\n%s", got.body)
	}
}
