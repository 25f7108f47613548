package e2e

import (
	"slices"
	"strings"
	"testing"

	"zeker/locales"
	"zeker/offers"
)

// household is somebody with a partner, for whom zorgtoeslag is 246 a month.
var household = typed{
	"fact.geboortedatum.day": "2", "fact.geboortedatum.month": "3", "fact.geboortedatum.year": "1984",
	"fact.is_verzekerd": offers.TypedYes, "fact.verblijft_rechtmatig": offers.TypedYes,
	"fact.heeft_toeslagpartner": offers.TypedYes, "fact.partner_is_verzekerd": offers.TypedYes,
	"fact.toetsingsinkomen": "29.487,00", "fact.toetsingsinkomen_partner": "13", "fact.vermogen_op_1_januari": "4.321",
}

// A10: from the opening of the check until a button is pressed neither the
// browser's record, nor whatever stands before the server, nor the server's own
// log holds a request: with a network, without one, and when the server was
// stopped. Nothing is kept either. Then the button posts the form, and the server
// says what the check said.
func TestA10SilentUntilAButtonIsPressed(t *testing.T) {
	for situation, cut := range map[string]func(p *page, d *door, l *locales.Language) (mend func()){
		"as it is": func(*page, *door, *locales.Language) func() { return func() {} },
		"network switched off": func(p *page, _ *door, l *locales.Language) func() {
			check(p.t, p.context.SetOffline(true))
			return func() {
				// Without a network the button leaves the page, and what was typed, alone.
				before := p.outcome()
				check(p.t, p.button(l.T("offer.check")).Click())
				same(p.t, "pressed without a network", p.outcome(), before)
				check(p.t, p.context.SetOffline(false))
			}
		},
		"server stopped": func(_ *page, d *door, _ *locales.Language) func() {
			d.shut()
			return d.reopen
		},
	} {
		t.Run(situation, func(t *testing.T) {
			inBoth(t, func(t *testing.T, l *locales.Language) {
				w := openTown(t)
				d := w.door(t)
				p := open(t, d.origin)
				p.visitCheck(l, zorgtoeslag)
				p.openCheck(l)
				p.settle()
				before := w.heard(p, d)
				mend := cut(p, d, l)
				p.fill(household)
				p.settle()
				told := p.outcome()
				if want := l.W("offer.amount.month", "Amount", l.Money(246_00)); told.Amount != want {
					t.Errorf("the check says %q, want %q", told.Amount, want)
				}
				if after := w.heard(p, d); after != before {
					t.Errorf("requests by the browser, at the door and in the log went from %v to %v", before, after)
				}
				p.keepsNothing()

				mend()
				p.compute(l)
				if came := d.requests()[before.atTheDoor]; !strings.HasPrefix(came, "POST /"+l.Code()+"/check/"+zorgtoeslag+"\n") {
					t.Errorf("the button sent\n%s", came)
				}
				same(t, "the server's answer", p.outcome(), told)
			})
		})
	}
}

// heard counts requests where they can be seen.
type heard struct{ byTheBrowser, atTheDoor, inTheLog int }

func (w *town) heard(p *page, d *door) heard {
	return heard{p.asked(), len(d.requests()), strings.Count(w.log.String(), "\n")}
}

// keepsNothing checks that the page put nothing where a later page could find it.
func (p *page) keepsNothing() {
	p.t.Helper()
	kept := p.texts(`async () => [document.cookie, location.search, location.hash, window.name,
		...Object.keys(localStorage), ...Object.keys(sessionStorage),
		...(await indexedDB.databases()).map(d => d.name), ...await caches.keys()]`)
	if kept = slices.DeleteFunc(kept, func(s string) bool { return s == "" }); len(kept) > 0 {
		p.t.Errorf("the page kept %q", kept)
	}
}

// Before the check is opened it is the form of a page like any other: what was
// typed already counts when it opens.
func TestCheckTakesWhatWasTypedBefore(t *testing.T) {
	l := dutch(t)
	p := openTown(t).open(t)
	p.visitCheck(l, zorgtoeslag)
	p.fill(household)
	if n, err := p.Locator("[data-check=result]:visible").Count(); err != nil || n > 0 {
		t.Errorf("%d results before the check is opened, %v", n, err)
	}
	p.openCheck(l)
	p.settle()
	if got, want := p.outcome().Amount, l.W("offer.amount.month", "Amount", l.Money(246_00)); got != want {
		t.Errorf("the check says %q, want %q", got, want)
	}
}
