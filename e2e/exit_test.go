package e2e

import (
	"strings"
	"testing"

	"github.com/playwright-community/playwright-go"

	"zeker/locales"
)

// weather is where the town sends who must not be seen.
const weather = "https://weather.example/"

// forecast lets the other site be there for this browser.
func (p *page) forecast() {
	p.t.Helper()
	check(p.t, p.context.Route(weather, func(r playwright.Route) {
		_ = r.Fulfill(playwright.RouteFulfillOptions{ContentType: playwright.String("text/html"), Body: "<title>Weather</title><h1>Sun</h1>"})
	}))
}

// exits presses the way out and checks that the other site is there.
func (p *page) exits(l *locales.Language) {
	p.t.Helper()
	p.press(p.button(l.T("frame.exit")))
	p.shows(p.heading("Sun"))
	if p.URL() != weather {
		p.t.Errorf("the way out leads to %s, want %s", p.URL(), weather)
	}
	p.forgive("request to another origin: " + weather)
}

// The way out of a resident's pages: nobody is asked before the press, the session is over
// at the server, and the back button shows nothing of the resident.
func TestQuickExitEndsTheSessionAndShowsNothingBack(t *testing.T) {
	for name, set := range map[string]setting{"with script": onPhone, "without script": withoutScript} {
		t.Run(name, func(t *testing.T) {
			inBoth(t, func(t *testing.T, l *locales.Language) {
				r := bram()
				w := openTown(t, r)
				p := w.open(t, set)
				p.mayAnswer(403) // when it is over
				p.forecast()
				p.openLetter(r)
				p.visit("/" + l.Code() + "/offers/" + r.offers[inkomenstoeslag])
				field := p.typeOwned("1500")
				check(t, field.Blur())
				p.look("quick exit")
				p.exits(l)
				until(t, func() bool { return strings.Contains(w.log.String(), `"route":"/:lang/exit"`) })
				for _, err := p.GoBack(); p.URL() != p.origin+"/nl/"; _, err = p.GoBack() {
					check(t, err)
					p.holdsNothingOf(r, l.T(inkomenstoeslag+".title"))
					if n, err := p.Locator("input[name^=fact]").Count(); err != nil || n > 0 {
						t.Errorf("%s: %d fields of an application (%v)", p.URL(), n, err)
					}
				}
				p.visit("/" + l.Code() + "/offers")
				p.shows(p.heading(l.T("problem.signed_out.title")))
			})
		})
	}
}

// A10: a page that the local check closed to the network is left the same way, with a
// session and without one.
func TestQuickExitWhileTheCheckIsOpen(t *testing.T) {
	inBoth(t, func(t *testing.T, l *locales.Language) {
		r := bram()
		w := openTown(t, r)
		p := w.open(t)
		p.mayAnswer(403)
		p.forecast()
		p.visitCheck(l, zorgtoeslag)
		p.openCheck(l)
		p.fill(household)
		p.settle()
		p.exits(l)
		_, err := p.GoBack()
		check(t, err)
		if strings.Contains(p.URL(), "/check/") {
			t.Errorf("the history still holds %s", p.URL())
		}

		p.visit("/nl/")
		p.openLetter(r)
		p.visit("/" + l.Code() + "/offers/" + r.offers[inkomenstoeslag])
		p.openCheck(l)
		p.typeOwned("1500")
		p.exits(l)
		_, err = p.GoBack()
		check(t, err)
		p.shows(p.heading(l.T("problem.signed_out.title")))
		p.holdsNothingOf(r, l.T(inkomenstoeslag+".title"))
	})
}
