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
		"Dan gaat er hooguit € 792 terug, als het klopt wat u invulde.",
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

// supplement is somebody alone with € 900 a month of the WW, after a wage of € 2,000, who
// gets a supplement on it, and no wages.
func supplement() url.Values {
	form := alone("18.000")
	form.Del("gets.zorgtoeslag")
	for name, value := range map[string]string{
		"gets.toeslagenwet": "1", "fact.heeft_loondervingsuitkering": "yes", "fact.loondervingsuitkering_per_maand": "900",
		"fact.loon_waarnaar_uitkering_is_berekend": "2.000", "fact.heeft_partner": "no", "fact.heeft_kind_jonger_dan_12": "no",
		"fact.aantal_kostendelende_medebewoners": "0", "fact.woont_bij_ouders": "no", "fact.inkomen_uit_arbeid_per_maand": "0",
		"fact.overig_inkomen_per_maand": "0", "fact.vrijlating_nog_niet_voorbij": "no", "fact.minimumjeugdloon_per_maand": "2.337",
		"fact.woont_in_nederland": "yes",
	} {
		form.Set(name, value)
	}
	return form
}

// assistance is somebody alone on social assistance, with wages of € 500 a month.
func assistance() url.Values {
	form := alone("18.000")
	form.Del("gets.zorgtoeslag")
	for name, value := range map[string]string{
		"gets.algemene_bijstand": "1", "fact.woont_in_gemeente": "yes", "fact.nederlander_of_gelijkgesteld": "yes", "fact.heeft_partner": "no",
		"fact.heeft_kinderen_ten_laste": "no", "fact.aantal_kostendelende_medebewoners": "0", "fact.verblijft_in_inrichting": "no",
		"fact.inkomen_per_maand": "500", "fact.vermogen": "0", "fact.uitgesloten_artikel_13": "no", "fact.heeft_onbetaald_verlof": "no",
	} {
		form.Set(name, value)
	}
	return form
}

// What the page may promise hangs on what is known. The Toeslagenwet is known from July
// 2026; savings of November count for zorgtoeslag on a 1 January of which no law is known.
// Bijstand of somebody alone is 1,419.46 in the second half of 2026.
func TestAWhatIfPromisesNoMoreThanItKnows(t *testing.T) {
	b := openPortal(t, nil).browser()
	less, savings := work(assistance(), "2026-10-01", "350", "300"), work(alone("18.000"), "2026-11-01", "", "")
	less.Set("change", "less_work")
	savings.Set("change", "savings")
	savings.Set("change.amount", "200.000")
	partner, gross, open := work(alone("26.000"), "2026-08-01", "3.000", "2.400"), assistance(), work(alone("26.000"), "2026-08-01", "2.000", "1.750")
	for name, value := range map[string]string{
		"change": "partner_in", "change.born.day": "1", "change.born.month": "2", "change.born.year": "1980", "fact.partner_is_verzekerd": "yes",
	} {
		partner.Set(name, value)
	}
	gross.Set("gets.zorgtoeslag", "1")
	gross.Set("fact.toetsingsinkomen", "26.000")
	open.Set("gets.huurtoeslag", "1")
	for name, test := range map[string]struct {
		form     url.Values
		says     []string
		saysNone []string
	}{
		"months without law": {work(supplement(), "2026-03-01", "500", "400"), []string{
			"Voor dit geld kennen wij de regels van juli 2026 tot en met december 2026. Andere maanden tellen hier niet mee.",
			"Voor zover wij het weten, kan er dan", "Van een deel van de tijd kennen wij de regels niet.",
			"over juli tot en met december 2026",
		}, []string{"hooguit", "over 2026"}},
		"later than the known law": {savings, []string{
			"Geeft u het meteen door? Voor zover wij het weten, kreeg u dan niet te veel.",
			"Een deel telt pas na de laatste maand die wij kennen.", "Nu krijgt u samen € 129 per maand. Dat blijft hetzelfde.",
		}, []string{"niets dat terug moet"}},
		"less pay that nobody knows of": {less, []string{
			"Er gaat € 300 loon af per maand. Samen heeft u dan evenveel per maand.",
			"Vertelt u het niet? Dan loopt u € 300 per maand mis.",
			"U mist dan € 300 per maand, omdat de gemeente het niet weet.",
			"Misschien had u vanaf oktober 2026 al recht op meer. Vraag de gemeente of u dat nog kunt krijgen.",
			"Telt dit mee? Dan is dat vanaf de verandering.",
		}, []string{"€ 0 meer", "€ 0 minder"}},
		"a month that may be one earlier": {partner, []string{
			"Voor zover wij het weten, kan er dan", "Gebeurt het op de eerste dag van een maand? Dan telt het misschien al een maand eerder.",
		}, []string{"hooguit"}},
		"assistance that counts gross": {work(gross, "2026-08-01", "2.000", "1.750"), []string{
			"Voor zover wij het weten, kan er dan", "Bijstand telt bruto mee voor uw toeslag.",
		}, []string{"hooguit"}},
		"money of which too little is told": {open, []string{
			"Voor zover wij het weten, kan er dan", "Soms weten wij nog niet genoeg.",
		}, []string{"hooguit"}},
		"a limit that the change goes over": {work(assistance(), "2026-12-01", "1.200", "1.000"), []string{
			"Uw inkomen per maand: met deze verandering gaat u over de grens van € 1.419. Daarboven krijgt u hier niets.",
		}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			got := b.post("/nl/what-if", test.form).comes()
			for _, want := range test.says {
				if !strings.Contains(got, want) {
					t.Errorf("the page does not say %q; it says\n%s", want, got)
				}
			}
			for _, wrong := range test.saysNone {
				if strings.Contains(got, wrong) {
					t.Errorf("the page says %q; it says\n%s", wrong, got)
				}
			}
		})
	}
}
