package server_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// What cannot be is refused in the reader's language, with the name of the field, and
// what was typed stays in it.
func TestWhatCannotBeIsRefusedByTheNameOfItsField(t *testing.T) {
	p := openPortal(t, nil)
	b := bram()
	p.invite(b)
	signedIn := p.browser().signIn(b)
	const born, income = "fact.geboortedatum", "fact.gemiddeld_maandinkomen"
	impossible := func(button string) url.Values {
		return url.Values{"answer": {button}, born + ".day": {"17"}, born + ".month": {"11"}, born + ".year": {"2026"}, income: {"-190"}}
	}
	mine := impossible("accept")
	mine.Set("whose", signedIn.get("/nl/offers/"+b.offer).whose(t))
	for language, says := range map[string][2]string{
		"nl": {"Wanneer bent u geboren?: Deze dag moet nog komen.", "Uw inkomen per maand: Vul een bedrag van 0 of hoger in."},
		"en": {"When were you born?: This day is yet to come.", "Your income per month: Fill in an amount of 0 or more."},
	} {
		for page, got := range map[string]*reply{
			"check": p.browser().post("/"+language+"/check/"+b.scheme, impossible("check")),
			"offer": signedIn.post("/"+language+"/offers/"+b.offer+"/answer", mine),
		} {
			if got.status != http.StatusBadRequest {
				t.Errorf("%s, %s: got status %d, want 400", page, language, got.status)
			}
			text := strings.Join(strings.Fields(got.body), " ")
			for _, want := range []string{says[0], says[1], born + `.day" value="17"`, born + `.month" value="11"`, born + `.year" value="2026"`, income + `" value="-190"`} {
				if !strings.Contains(text, want) {
					t.Errorf("%s, %s: the page lacks %q", page, language, want)
				}
			}
		}
	}
}

// Without script a what-if knows as well as with it who is too young for a child.
func TestAWhatIfNamesTheFieldOfAChildThatCannotBe(t *testing.T) {
	form := url.Values{
		"change": {"birth"}, "month": {"2026-12-01"}, "gets.kindgebonden_budget": {"1"}, "gets.zorgtoeslag": {"1"}, "fact.aantal_kinderen_16_en_17": {"1"},
		"fact.geboortedatum.day": {"1"}, "fact.geboortedatum.month": {"1"}, "fact.geboortedatum.year": {"2011"},
	}
	b := openPortal(t, nil).browser()
	for language, want := range map[string]string{"nl": "Dit kan niet op deze leeftijd.", "en": "This cannot be at this age."} {
		got := b.post("/"+language+"/what-if", form)
		text := strings.Join(strings.Fields(got.body), " ")
		if got.status != http.StatusBadRequest || !strings.Contains(text, `<li data-error="fact.aantal_kinderen_16_en_17"><a`) || !strings.Contains(text, want) {
			t.Errorf("%s: got status %d, want 400 and %q at the number of children", language, got.status, want)
		}
	}
	form.Set("fact.geboortedatum.year", "1985")
	if got := b.post("/nl/what-if", form); got.status != http.StatusOK {
		t.Errorf("at 41: got status %d, want 200", got.status)
	}
}
