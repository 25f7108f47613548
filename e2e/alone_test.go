package e2e

import (
	"slices"
	"testing"

	"github.com/playwright-community/playwright-go"

	"zeker/locales"
	"zeker/offers"
)

// bothWays runs a test in two languages, with script and without.
func bothWays(t *testing.T, test func(t *testing.T, l *locales.Language, settings ...setting)) {
	inBoth(t, func(t *testing.T, l *locales.Language) {
		t.Run("with script", func(t *testing.T) { test(t, l, onPhone) })
		t.Run("without script", func(t *testing.T) { test(t, l, onPhone, withoutScript) })
	})
}

// Who fills in alone sees nothing of what we know of what they can say themselves, and
// nothing of that goes along with the application. One press brings it back.
func TestFillInAlone(t *testing.T) {
	bothWays(t, func(t *testing.T, l *locales.Language, settings ...setting) {
		r := bram()
		w := openTown(t, r)
		p := w.open(t, settings...).openLetter(r)
		p.visit("/" + l.Code() + "/offers/" + r.offers[inkomenstoeslag])
		p.says(l.T("source.uwv"))
		p.press(p.button(l.T("offer.alone")))
		p.says(l.T("offer.alone.now"))
		p.lacks(l.T("source.uwv"), l.T("source.brp"), l.Money(1_100_00))
		p.look("alone " + l.Code())
		p.press(p.button(l.T("offer.alone.end")))
		p.says(l.T("source.uwv"))
		p.press(p.button(l.T("offer.alone")))
		p.says(l.T("offer.alone.now"))

		values := typed{"fact.vermogen": "500", "fact.uitgesloten_artikel_13": offers.TypedNo}
		for i := range r.facts {
			f := r.facts[i]
			if !slices.Contains([]string{"geboortedatum", "woont_in_gemeente", "heeft_partner", "heeft_kinderen_ten_laste", "gemiddeld_maandinkomen", "datum_vorige_toekenning"}, f.Name) {
				continue
			}
			if f.Name == "gemiddeld_maandinkomen" {
				f.Value = offers.Number(1_050_00)
			}
			for field, value := range w.typing(t, &f) {
				values[field] = value
			}
		}
		p.fill(values)
		p.press(p.button(l.T("answers.accept")))
		p.shows(p.heading(l.T("sending.title")))
		p.says(l.Money(475_00))
		p.says(l.Money(1_050_00))
		p.lacks(l.T("source.uwv"), l.T("source.brp"), l.T("receipt.contested"))
		p.look("sending alone " + l.Code())
		p.press(p.button(l.T("sending.confirm")))
		p.shows(p.heading(l.T("receipt.title.accept")))
		for _, f := range w.answered(r, inkomenstoeslag, offers.Accept).Facts {
			if f.Source != offers.Resident && f.Name != "rekening_bekend" {
				t.Errorf("%s of %s went along", f.Name, f.Source)
			}
		}
	})
}

// lacks checks that the page's main part holds none of some words.
func (p *page) lacks(words ...string) {
	p.t.Helper()
	for _, w := range words {
		check(p.t, playwright.NewPlaywrightAssertions(patience).Locator(p.GetByRole("main")).Not().ToContainText(w))
	}
}

// Who does not know says so at each question. The page that shows what goes names what
// is left open, and the application goes.
func TestNotKnowingStopsNothing(t *testing.T) {
	bothWays(t, func(t *testing.T, l *locales.Language, settings ...setting) {
		r := bram()
		w := openTown(t, r)
		p := w.open(t, settings...).openLetter(r)
		p.visit("/" + l.Code() + "/offers/" + r.offers[inkomenstoeslag])
		p.fill(typed{"fact.vermogen": "500", "fact.uitgesloten_artikel_13": offers.TypedNo})
		check(t, p.fact("vermogen").GetByRole("checkbox", playwright.LocatorGetByRoleOptions{Name: l.T("fact.unsure")}).Check())
		check(t, p.fact("uitgesloten_artikel_13").GetByRole("radio", playwright.LocatorGetByRoleOptions{Name: l.T("fact.unsure")}).Check())
		p.press(p.button(l.T("answers.accept")))
		p.shows(p.heading(l.T("sending.title")))
		p.says(l.T("sending.open"))
		p.says(l.T("fact.vermogen.label"))
		p.lacks(l.Money(500_00))
		p.look("sending with questions open " + l.Code())

		p.press(p.button(l.T("sending.back")))
		check(t, playwright.NewPlaywrightAssertions(patience).Locator(p.Locator(`[name="fact.vermogen.unsure"]`)).ToBeChecked())
		p.press(p.button(l.T("answers.accept")))
		p.press(p.button(l.T("sending.confirm")))
		p.shows(p.heading(l.T("receipt.title.accept")))
		if got := w.answered(r, inkomenstoeslag, offers.Accept); got.State != offers.Open {
			t.Errorf("kept the state %s, want open", got.State)
		}
	})
}
