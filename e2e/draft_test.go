package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/playwright-community/playwright-go"
)

// The words of going on later.
const (
	buttonSave    = "Bewaar en ga later verder"
	buttonDiscard = "Gooi weg wat ik bewaarde"
	saidBack      = "Wat u had ingevuld, staat er weer."
	saidHeld      = "staat nog op dit apparaat, op slot"
	saidCarried   = "Dit apparaat houdt het een uur vast"
	labelWish     = "Wanneer kunnen wij u bellen, en hoe?"
	typedWish     = "Na 14 uur — \"bel\" & fluister"
)

// typeMuch fills in a field, a choice behind a fold and a text.
func (p *page) typeMuch() {
	p.t.Helper()
	p.typeOwned("veel, 1.500")
	p.press(p.Locator("summary").Filter(playwright.LocatorFilterOptions{HasText: "Klopt dit niet?"}).First())
	check(p.t, p.Locator(`input[name^="contest."]`).First().Check())
	p.write(labelWish, typedWish)
}

// holdsMuch checks that all of it is there.
func (p *page) holdsMuch() {
	p.t.Helper()
	owned, err := p.Locator(`input[name="fact.vermogen"]`).InputValue()
	check(p.t, err)
	contested, err := p.Locator(`input[name^="contest."]`).First().IsChecked()
	check(p.t, err)
	wish, err := p.field(labelWish).InputValue()
	check(p.t, err)
	if owned != "veel, 1.500" || !contested || wish != typedWish {
		p.t.Errorf("the form holds %q, contested %v, %q; want 0 lost fields", owned, contested, wish)
	}
}

// B11, B9: the time is over in the middle of filling in. With script it stays on the
// device, and who comes next can read nothing of it.
func TestB11WhatWasTypedIsThereAgainAfterTheTime(t *testing.T) {
	r := bram()
	w := openTown(t, r)
	p := w.open(t)
	p.mayAnswer(403) // when it is over
	p.beginClock()
	p.openLetter(r).openOffer(titleInkomenstoeslag)
	p.typeMuch()
	w.later(p, 16*time.Minute)
	p.shows(p.heading(headingOver))
	p.says(saidHeld)
	p.holdsNothingOf(r, titleInkomenstoeslag)
	p.look("session over with something typed")
	left, err := p.Evaluate(`() => JSON.stringify(sessionStorage) + JSON.stringify(localStorage) + document.cookie`)
	check(t, err)
	if text, _ := left.(string); !strings.Contains(text, "zeker-kept-") || strings.Contains(text, "1.500") || strings.Contains(text, "fluister") {
		t.Errorf("on the device lies %v; want it, and locked", left)
	}
	p.press(p.link(linkByCode))
	p.openLetter(r).openOffer(titleInkomenstoeslag)
	p.says(saidBack)
	p.holdsMuch()
	p.look("offer with what was typed before")
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
	p.says(saidHeld)
	p.press(p.link(linkByCode))
	p.openLetter(r).openOffer(titleInkomenstoeslag)
	p.says(saidBack)
	p.says(l.T("offer.alone.now"))
	p.lacks(l.T("source.uwv"))
	if owned, err := p.Locator(`input[name="fact.vermogen"]`).InputValue(); err != nil || owned != "1.500" {
		t.Errorf("the form holds %q (%v), want what was typed", owned, err)
	}
}

// B11: pressed too late, which the server finds; then saved, found again and thrown away.
func TestB11SavedAndFoundAgain(t *testing.T) {
	for name, set := range map[string]setting{"phone": onPhone, "without script": withoutScript} {
		t.Run(name, func(t *testing.T) {
			r := bram()
			w := openTown(t, r)
			p := w.open(t, set)
			p.mayAnswer(403)
			p.openLetter(r).openOffer(titleInkomenstoeslag)
			p.typeMuch()
			w.pass(16 * time.Minute)
			p.press(p.button(buttonSave))
			p.shows(p.heading(headingClosed))
			p.says(saidCarried)
			p.look("pressed too late")

			p.press(p.link(linkByCode))
			p.openLetter(r).openOffer(titleInkomenstoeslag)
			p.says(saidBack)
			p.holdsMuch()
			p.press(p.button(buttonSave))
			p.says("U bewaarde wat u hier invulde.")
			p.holdsMuch()
			p.look("offer saved")
			p.press(p.button("Brief sluiten"))
			p.openLetter(r).openOffer(titleInkomenstoeslag)
			p.holdsMuch()

			p.press(p.button(buttonDiscard))
			p.gone(p.button(buttonDiscard))
			if owned, err := p.Locator(`input[name="fact.vermogen"]`).InputValue(); err != nil || owned != "" {
				t.Errorf("thrown away, and the field holds %q (%v)", owned, err)
			}
		})
	}
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
	p.says(saidHeld)
	p.holdsNothingOf(r, titleInkomenstoeslag)
	p.press(p.link(linkByCode))
	p.openLetter(r).openOffer(titleInkomenstoeslag)
	p.says(saidBack)
	owned, err := p.Locator(`input[name="fact.vermogen"]`).InputValue()
	check(t, err)
	wish, err := p.field(labelWish).InputValue()
	check(t, err)
	if owned != "1.500" || wish != typedWish {
		t.Errorf("the form holds %q and %q; want what was about to go", owned, wish)
	}
}
