package server_test

import (
	"html"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// alone is somebody alone with an income, who gets zorgtoeslag.
func alone(income string) url.Values {
	return url.Values{
		"gets.zorgtoeslag": {"1"}, "fact.toetsingsinkomen": {income}, "fact.heeft_toeslagpartner": {"no"},
		"fact.geboortedatum.day": {"2"}, "fact.geboortedatum.month": {"3"}, "fact.geboortedatum.year": {"1984"},
		"fact.is_verzekerd": {"yes"}, "fact.verblijft_rechtmatig": {"yes"}, "fact.vermogen_op_1_januari": {"500"},
	}
}

// work is a form that also says that work begins in a month.
func work(form url.Values, month, gross, net string) url.Values {
	form = maps.Clone(form)
	for name, value := range map[string]string{"change": "work", "month": month, "change.gross": gross, "change.net": net} {
		form.Set(name, value)
	}
	return form
}

var (
	hiddenPart = regexp.MustCompile(`(?s)<(p|li|span)[^>]* hidden>.*?</(p|li|span)>`)
	anyTag     = regexp.MustCompile(`<[^>]*>`)
)

// comes is what the result of a what-if says.
func (r *reply) comes() string {
	_, result, _ := strings.Cut(r.body, `data-check="result"`)
	return html.UnescapeString(strings.Join(strings.Fields(anyTag.ReplaceAllString(hiddenPart.ReplaceAllString(result, " "), " ")), " "))
}

// I3: a what-if without script. The sums are by the Wet op de zorgtoeslag 2026, with a
// standard premium of 2,119 and a threshold income of 29,736:
//
//	26,000 a year: 2,119 - 1.912 % of 29,736           = 1,550.45, 129 a month
//	36,000 a year: 2,119 - 568.55 - 13.73 % of 6,264   =   690.40,  57 a month
//
// Five months of 2,000 make 36,000 of 26,000. It is November: who tells it today has
// 57 in December, so 11 x 129 + 57 = 1,476 is paid of 12 x 57 = 684.
func TestI3AWhatIfIsSettledWithoutScript(t *testing.T) {
	r := openPortal(t, nil).browser().post("/nl/what-if", work(alone("26.000"), "2026-08-01", "2.000", "1.750,50"))
	if r.status != http.StatusOK {
		t.Fatalf("got status %d", r.status)
	}
	for _, want := range []string{
		"Nu krijgt u samen € 129 per maand. Na de verandering is dat € 57 per maand.",
		"Er komt € 1.750,50 loon bij per maand. Samen heeft u dan € 1.678,50 meer per maand.",
		"Dan gaat er hooguit € 792 terug, als klopt wat u invulde.",
		"Zegt u niets? Dan kan het € 864 worden.",
		"november 2026 € 129 € 129 december 2026 € 129 € 57",
		"U geeft het vandaag door Ja, dat kan.",
		"Dan gaat er over 2026 in principe € 792 terug. Van het geld van 2026 mag u in principe € 684 houden.",
		"Dan gaat er over 2026 in principe € 864 terug.",
		"Geef het binnen 4 weken door aan Dienst Toeslagen.",
	} {
		if got := r.comes(); !strings.Contains(got, want) {
			t.Errorf("the page does not say %q; it says\n%s", want, got)
		}
	}
}

// 30,000 a year is 2,119 - 568.55 - 36.25 = 1,514.20, 126 a month; 100 more in December
// makes 1,500.47, 125 a month. The year differs 12, at most the € 121 of Awir 26a.
func TestASmallDifferenceDoesNotGoBack(t *testing.T) {
	got := openPortal(t, nil).browser().post("/nl/what-if", work(alone("30.000"), "2026-12-01", "100", "60")).comes()
	for _, want := range []string{
		"Geeft u het meteen door? Met deze getallen kreeg u dan niets dat terug moet.",
		"Over 2026 kreeg u dan € 12 te veel. Zo weinig hoeft niet terug.",
		"Is het verschil aan het eind € 121 of minder? Dan hoeft u het niet terug te betalen.",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the page does not say %q; it says\n%s", want, got)
		}
	}
}

// Nothing is asked that does not matter, what was typed stays, and what a change asks
// comes with the first page that the form gives back.
func TestAWhatIfAsksWhatMatters(t *testing.T) {
	b := openPortal(t, nil).browser()
	first := b.post("/nl/what-if", url.Values{"change": {"work"}, "month": {"2026-08-01"}, "gets.zorgtoeslag": {"1"}})
	if first.status != http.StatusOK || !strings.Contains(first.body, `data-check="result" hidden`) {
		t.Errorf("got status %d and a result before anything was answered", first.status)
	}
	for name, want := range map[string]bool{"change.gross": true, "change.net": true, "change.rent": false, "fact.toetsingsinkomen": true, "fact.kale_huur": false} {
		if got := visible(first.body, name); got != want {
			t.Errorf("%s: asked %v, want %v", name, got, want)
		}
	}
	partner := alone("26.000")
	partner.Set("fact.heeft_toeslagpartner", "yes")
	if r := b.post("/nl/what-if", work(partner, "2026-08-01", "2.000", "1.700")); !visible(r.body, "fact.partner_is_verzekerd") {
		t.Error("with a partner, nothing is asked of the partner")
	}
	wrong := b.post("/nl/what-if", work(alone("veel"), "2026-08-01", "-1", "1.700"))
	if wrong.status != http.StatusBadRequest {
		t.Errorf("got status %d for what is no amount", wrong.status)
	}
	for _, want := range []string{`value="veel"`, `href="#change.gross"`, `href="#fact.toetsingsinkomen"`, `value="work" checked`, `value="2026-08-01" selected`} {
		if !strings.Contains(wrong.body, want) {
			t.Errorf("the page that comes back lacks %s", want)
		}
	}
}

// visible tells whether a page shows a field: where the script may show it, all are there.
func visible(page, field string) bool {
	kind, name, _ := strings.Cut(field, ".")
	if kind == "change" {
		kind = "ask"
	}
	_, after, found := strings.Cut(page, `data-`+kind+`="`+name+`"`)
	return found && !strings.HasPrefix(after, " hidden")
}

// A month of which no law is known, and words that nobody can choose, are no way in.
func TestAWhatIfTakesNothingElse(t *testing.T) {
	b := openPortal(t, nil).browser()
	form := work(alone("26.000"), "2031-08-01", "2.000", "1.700")
	if r := b.post("/nl/what-if", form); !strings.Contains(r.body, `value="2026-12-01" selected`) {
		t.Error("a month without law is not put back to the last known one")
	}
	form.Set("change", "winning")
	if r := b.post("/nl/what-if", form); r.status != http.StatusBadRequest {
		t.Errorf("got status %d for a change that is none", r.status)
	}
}
