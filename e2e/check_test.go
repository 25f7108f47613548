package e2e

import (
	"strings"
	"testing"

	"github.com/playwright-community/playwright-go"

	"zeker/locales"
	"zeker/offers"
)

// openCheck presses the button of the check and waits until the rules are there.
func (p *page) openCheck(l *locales.Language) {
	p.t.Helper()
	p.press(p.button(l.T("check.open")))
	p.says(l.T("check.local"))
}

// result is the part of the page that the check fills in.
func (p *page) result(l *locales.Language) playwright.Locator {
	return p.GetByRole("region", playwright.PageGetByRoleOptions{Name: l.T("check.result")})
}

// comesTo waits until the check says words.
func (p *page) comesTo(l *locales.Language, words string) {
	p.t.Helper()
	check(p.t, playwright.NewPlaywrightAssertions(patience).Locator(p.result(l)).ToContainText(words))
}

// asked is how many requests the browser has made so far.
func (p *page) asked() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.requests)
}

// A10 on the page of an offer: from the opening of the check until a button is
// pressed the browser asks for nothing and the server hears of nothing, while
// state, amount and reasons follow what is filled in, in both languages. Then the
// resident applies for what the check said.
func TestA10TheCheckOfAnOfferSendsNothingOut(t *testing.T) {
	words, err := locales.Load()
	check(t, err)
	for _, code := range []string{"nl", "en"} {
		l, _ := words.Language(code)
		t.Run(code, func(t *testing.T) {
			r := bram()
			w := openTown(t, r)
			p := w.open(t).openLetter(r)
			p.visit("/" + code + "/offers/" + r.offers[inkomenstoeslag])
			p.openCheck(l)
			p.look("check opened " + code)
			asked, heard := p.asked(), w.log.String()
			p.walkCheck(l)
			p.look("check filled in " + code)
			if got := p.asked(); got != asked {
				t.Errorf("the browser asked for %q while the check was open", p.requests[asked:])
			}
			if got := w.log.String(); got != heard {
				t.Errorf("the server heard of %q while the check was open", strings.TrimPrefix(got, heard))
			}

			p.press(p.button(l.T("answers.accept")))
			p.says(l.Money(680_00)) // as the check said
			p.press(p.button(l.T("sending.confirm")))
			p.shows(p.heading(l.T("receipt.title.accept")))
			if got := w.answered(r, inkomenstoeslag, offers.Accept); got.Amount != 680_00 {
				t.Errorf("the receipt says %d, want 68000 as the check said", got.Amount)
			}
		})
	}
}

// walkCheck fills in what is asked and corrects a value, and reads after each
// what it comes to.
func (p *page) walkCheck(l *locales.Language) {
	p.t.Helper()
	p.comesTo(l, l.T("check.state.open"))
	p.write(l.T("fact.vermogen.question"), "20.000")
	p.comesTo(l, l.T("check.state.not_entitled"))
	p.says(l.T("individuele_inkomenstoeslag.reason.vermogen_onder_grens.unmet"))

	p.write(l.T("fact.vermogen.question"), "500")
	p.choose(l.T("fact.uitgesloten_artikel_13.question"), l.T("fact.no"))
	p.comesTo(l, l.T("check.state.possible"))
	p.comesTo(l, l.Money(475_00))
	p.says(l.T("individuele_inkomenstoeslag.reason.vermogen_onder_grens.met"))

	partner := p.Locator(`[data-fact="heeft_partner"]`)
	check(p.t, partner.GetByText(l.T("offer.contest")).Click())
	check(p.t, partner.GetByRole("radio", playwright.LocatorGetByRoleOptions{Name: l.T("fact.yes"), Exact: playwright.Bool(true)}).Check())
	p.comesTo(l, l.Money(680_00))
}

// Anybody may check a scheme, without a letter. One that others decide says who
// does and where to apply, and cannot be accepted here.
func TestCheckWithoutALetter(t *testing.T) {
	everyWay(t, func(t *testing.T, settings ...setting) {
		p := openTown(t, anna()).open(t, settings...)
		for _, scheme := range []string{inkomenstoeslag, bijstand, bijzondere, aio, toeslagenwet, kwijtschelding, zorgtoeslag, huurtoeslag} {
			p.visit("/nl/check/" + scheme)
			p.look("check " + scheme)
			p.press(p.button(buttonCheck))
			p.look("check " + scheme + " computed")
			if n, err := p.button(buttonAccept).Count(); err != nil || n > 0 {
				t.Errorf("%s: %d buttons to accept, %v; want none", scheme, n, err)
			}
		}
		p.says("Dienst Toeslagen")
	})
}
