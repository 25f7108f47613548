package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/playwright-community/playwright-go"

	"zeker/locales"
)

// The words of going on later.
const (
	saidBack  = "Wat u had ingevuld, staat er weer."
	saidHeld  = "staat nog op dit apparaat, op slot"
	labelWish = "Wanneer kunnen wij u bellen, en hoe?"
	typedWish = "Na 14 uur — \"bel\" & fluister"
)

// typeMuch fills in a field, a choice behind a fold and a text.
func (r reader) typeMuch() {
	r.t.Helper()
	r.typeOwned("veel, 1.500")
	r.press(r.Locator("summary").Filter(playwright.LocatorFilterOptions{HasText: r.l.T("offer.contest")}).First())
	check(r.t, r.Locator(`input[name^="contest."]`).First().Check())
	r.write(r.l.T("answers.wish"), typedWish)
}

// holdsMuch checks that all of it is there.
func (r reader) holdsMuch() {
	r.t.Helper()
	owned, err := r.Locator(`input[name="fact.vermogen"]`).InputValue()
	check(r.t, err)
	contested, err := r.Locator(`input[name^="contest."]`).First().IsChecked()
	check(r.t, err)
	wish, err := r.field(r.l.T("answers.wish")).InputValue()
	check(r.t, err)
	if owned != "veel, 1.500" || !contested || wish != typedWish {
		r.t.Errorf("the form holds %q, contested %v, %q; want 0 lost fields", owned, contested, wish)
	}
}

// B11, B9, I7: the time is over in the middle of filling in. With script it stays on the
// device, and who comes next can read nothing of it.
func TestB11WhatWasTypedIsThereAgainAfterTheTime(t *testing.T) {
	inEach(t, func(t *testing.T, l *locales.Language) {
		t.Parallel()
		of := bram()
		w := openTown(t, of)
		r := w.open(t).reads(l)
		r.brief = l.Code() == "en"
		r.mayAnswer(403) // when it is over
		r.beginClock()
		r.openLetter(of)
		r.openOffer(inkomenstoeslag)
		r.typeMuch()
		w.later(r.page, 16*time.Minute)
		r.comesTo("session.over.title")
		r.shows(r.GetByText(l.T("session.over.held"))) // it stands in the page all the time, hidden
		r.holdsNothingOf(of, l.T(inkomenstoeslag+".title"))
		r.look("session over with something typed " + l.Code())
		left, err := r.Evaluate(`() => JSON.stringify(sessionStorage) + JSON.stringify(localStorage) + document.cookie`)
		check(t, err)
		if text, _ := left.(string); !strings.Contains(text, "zeker-kept-") || strings.Contains(text, "1.500") || strings.Contains(text, "fluister") {
			t.Errorf("on the device lies %v; want it, and locked", left)
		}
		r.follow("signin.letter")
		r.openLetter(of)
		r.openOffer(inkomenstoeslag)
		r.shows(r.GetByText(l.T("draft.back")))
		r.holdsMuch()
		r.look("offer with what was typed before " + l.Code())
	})
}

// B11: who filled in alone comes back to the page for that.
func TestB11FilledInAloneIsThereAgain(t *testing.T) {
	l, r := dutch(t), bram()
	w := openTown(t, r)
	p := w.open(t)
	p.mayAnswer(403)
	p.beginClock()
	p.openLetter(r).openOffer(titleInkomenstoeslag)
	p.press(p.button(l.T("offer.alone")))
	p.says(l.T("offer.alone.now"))
	p.typeOwned("1.500")
	w.later(p, 16*time.Minute)
	p.shows(p.heading(headingOver))
	p.shows(p.GetByText(saidHeld))
	p.press(p.link(linkByCode))
	p.openLetter(r).openOffer(titleInkomenstoeslag)
	p.shows(p.GetByText(saidBack))
	p.says(l.T("offer.alone.now"))
	p.lacks(l.T("source.uwv"))
	if owned, err := p.Locator(`input[name="fact.vermogen"]`).InputValue(); err != nil || owned != "1.500" {
		t.Errorf("the form holds %q (%v), want what was typed", owned, err)
	}
}

// B11, I3, I7: pressed too late, which the server finds; then saved, found again and
// thrown away.
func TestB11SavedAndFoundAgain(t *testing.T) {
	inEachWay(t, func(t *testing.T, l *locales.Language, open func(*town) *page) {
		of := bram()
		w := openTown(t, of)
		r := open(w).reads(l)
		r.mayAnswer(403)
		r.openLetter(of)
		r.openOffer(inkomenstoeslag)
		r.typeMuch()
		w.pass(16 * time.Minute)
		r.pressFor("draft.save")
		r.comesTo("problem.signed_out.title")
		r.says(l.T("draft.carried"))
		r.look("pressed too late " + l.Code())

		r.follow("signin.letter")
		r.openLetter(of)
		r.openOffer(inkomenstoeslag)
		r.says(l.T("draft.back"))
		r.holdsMuch()
		r.pressFor("draft.save")
		r.shows(r.button(l.T("draft.discard")))
		r.holdsMuch()
		r.look("offer saved " + l.Code())
		r.pressFor("frame.close")
		r.openLetter(of)
		r.openOffer(inkomenstoeslag)
		r.holdsMuch()

		r.pressFor("draft.discard")
		r.gone(r.button(l.T("draft.discard")))
		if owned, err := r.Locator(`input[name="fact.vermogen"]`).InputValue(); err != nil || owned != "" {
			t.Errorf("thrown away, and the field holds %q (%v)", owned, err)
		}
	})
}

// B11: the time is over on the page that shows what goes, where nobody types. What it
// carried is there again.
func TestB11WhatWasAboutToGoIsThereAgain(t *testing.T) {
	r := bram()
	w := openTown(t, r)
	p := w.open(t)
	p.mayAnswer(403)
	p.beginClock()
	p.openLetter(r).openOffer(titleInkomenstoeslag)
	p.typeOwned("1.500")
	p.write(labelWish, typedWish)
	p.press(p.button(buttonAccept))
	p.shows(p.heading(headingSending))
	w.later(p, 16*time.Minute)
	p.shows(p.heading(headingOver))
	p.shows(p.GetByText(saidHeld))
	p.holdsNothingOf(r, titleInkomenstoeslag)
	p.press(p.link(linkByCode))
	p.openLetter(r).openOffer(titleInkomenstoeslag)
	p.shows(p.GetByText(saidBack))
	owned, err := p.Locator(`input[name="fact.vermogen"]`).InputValue()
	check(t, err)
	wish, err := p.field(labelWish).InputValue()
	check(t, err)
	if owned != "1.500" || wish != typedWish {
		t.Errorf("the form holds %q and %q; want what was about to go", owned, wish)
	}
}

// B11: the form is kept with what was typed before the script came that keeps it.
func TestB11WhatWasTypedAtOnceIsKept(t *testing.T) {
	r := bram()
	w := openTown(t, r)
	p := w.open(t)
	p.mayAnswer(403)
	p.beginClock()
	p.openLetter(r)
	typed := make(chan bool)
	check(t, p.Route("**/keep.*.js", func(route playwright.Route) {
		<-typed
		if err := route.Continue(); err != nil {
			t.Error(err)
		}
	}))
	p.openOffer(titleInkomenstoeslag)
	p.typeOwned("1.500")
	close(typed)
	w.backAfterTime(p, r, "1.500")
}

// backAfterTime lets the time of a visit go by, and checks that what was typed is there
// when the resident comes again.
func (w *town) backAfterTime(p *page, r *resident, owned string) {
	p.t.Helper()
	w.later(p, 16*time.Minute)
	p.shows(p.heading(headingOver))
	p.shows(p.GetByText(saidHeld))
	p.press(p.link(linkByCode))
	p.openLetter(r).openOffer(titleInkomenstoeslag)
	p.shows(p.GetByText(saidBack))
	if got, err := p.Locator(`input[name="fact.vermogen"]`).InputValue(); err != nil || got != owned {
		p.t.Errorf("the form holds %q (%v), want what was typed", got, err)
	}
}

// B11: what came back because something was wrong is kept like what was typed anew.
func TestB11WhatCameBackIsKept(t *testing.T) {
	r := bram()
	w := openTown(t, r)
	p := w.open(t)
	p.mayAnswer(400)
	p.mayAnswer(403)
	p.beginClock()
	p.openLetter(r).openOffer(titleInkomenstoeslag)
	p.typeOwned("veel")
	p.press(p.button(buttonAccept))
	p.shows(p.GetByRole("alert"))
	w.backAfterTime(p, r, "veel")
}
