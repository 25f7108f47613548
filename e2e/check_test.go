package e2e

import (
	"net/http"
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

// A10: from the opening of the check until a button is pressed the browser asks
// for nothing and the server hears of nothing, while state, amount and reasons
// follow what is filled in, in both languages.
func TestA10TheCheckSendsNothingOut(t *testing.T) {
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

			p.mayAnswer(http.StatusConflict) // the amount differs from the one that the server showed
			p.press(p.button(l.T("answers.accept")))
			p.says(l.T("offer.changed"))
			p.press(p.button(l.T("answers.accept")))
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

// The check goes on when there is no network and no server any more.
func TestA10TheCheckOutlivesTheServer(t *testing.T) {
	words, err := locales.Load()
	check(t, err)
	l, _ := words.Language("nl")
	for situation, cut := range map[string]func(*town, *page){
		"network switched off": func(_ *town, p *page) { check(p.t, p.context.SetOffline(true)) },
		"server gone":          func(w *town, _ *page) { w.stop() },
	} {
		t.Run(situation, func(t *testing.T) {
			r := bram()
			w := openTown(t, r)
			p := w.open(t).openLetter(r).openOffer(titleInkomenstoeslag)
			p.openCheck(l)
			cut(w, p)
			p.walkCheck(l)
		})
	}
}

// Where the check cannot work the page says so in one line, and the form does
// what it did before.
func TestCheckThatDoesNotWork(t *testing.T) {
	words, err := locales.Load()
	check(t, err)
	l, _ := words.Language("nl")
	broken := func(pattern string, answer func(playwright.Route) error) func(*page) {
		return func(p *page) {
			check(p.t, p.Route(pattern, func(r playwright.Route) {
				if err := answer(r); err != nil {
					p.t.Error(err)
				}
			}))
		}
	}
	gone := func(r playwright.Route) error { return r.Abort() }
	other := func(r playwright.Route) error {
		return r.Fulfill(playwright.RouteFulfillOptions{Status: playwright.Int(200), Body: "something else"})
	}
	for situation, breakIt := range map[string]func(*page){
		"no WebAssembly": func(p *page) {
			check(p.t, p.AddInitScript(playwright.Script{Content: playwright.String("delete globalThis.WebAssembly")}))
		},
		"module that does not arrive":        broken("**/*.wasm", gone),
		"module that is another":             broken("**/*.wasm", other),
		"bundle that does not arrive":        broken("**/*.bundle", gone),
		"bundle that is another":             broken("**/*.bundle", other),
		"words that are others":              broken("**/words-*.json", other),
		"worker that does not arrive":        broken("**/check-worker.*", gone),
		"worker that is nonsense and throws": broken("**/check-worker.*", other),
	} {
		t.Run(situation, func(t *testing.T) {
			r := bram()
			w := openTown(t, r)
			p := w.open(t).openLetter(r)
			breakIt(p)
			p.openOffer(titleInkomenstoeslag)
			p.press(p.button(l.T("check.open")))
			p.says(l.T("check.failed"))
			p.forgive("script: ", "console: ") // of the broken thing itself
			p.look("check failed")

			p.write(l.T("fact.vermogen.question"), "500")
			p.choose(l.T("fact.uitgesloten_artikel_13.question"), l.T("fact.no"))
			p.press(p.button(buttonCheck))
			p.says("€ 475 één keer")
		})
	}
}

// What is wrong with a field is said in the same words by the check and by the
// server, whatever is typed.
func TestFieldsSayTheSameHereAndThere(t *testing.T) {
	words, err := locales.Load()
	check(t, err)
	l, _ := words.Language("nl")
	r := bram()
	w := openTown(t, r)
	here := w.open(t).openLetter(r).openOffer(titleInkomenstoeslag)
	here.openCheck(l)
	there := w.open(t, withoutScript).openLetter(r).openOffer(titleInkomenstoeslag)
	there.mayAnswer(http.StatusBadRequest)
	question, address := l.T("fact.vermogen.question"), "/nl/offers/"+r.offers[inkomenstoeslag]
	for _, typed := range []string{"", "0", "-5", "veel", "1.500,50", "1.500.50", "1,5,0", "99999999999999999999", "١٢٣", "1e3", "€ 12", " 7 "} {
		there.visit(address)
		there.write(question, typed)
		there.press(there.button(buttonCheck))
		want, err := there.troubleWithSavings().AllInnerTexts()
		check(t, err)
		here.write(question, typed)
		check(t, here.field(question).Blur())
		// The check answers a moment later; wait for the words, and for none.
		assert := playwright.NewPlaywrightAssertions(patience).Locator(here.troubleWithSavings())
		if len(want) == 0 {
			err = assert.ToHaveCount(0)
		} else {
			err = assert.ToHaveText(want)
		}
		if err != nil {
			t.Errorf("%q: the server says %q, and the check: %v", typed, want, err)
		}
	}
}

// troubleWithSavings is what is said at that field, while it is to be seen.
func (p *page) troubleWithSavings() playwright.Locator {
	return p.Locator(`[id="fact.vermogen-error"]:visible`)
}

// Anybody may check a scheme, without a letter. One that others decide says who
// does and where to apply, and cannot be accepted here.
func TestCheckWithoutALetter(t *testing.T) {
	everyWay(t, func(t *testing.T, settings ...setting) {
		p := openTown(t, anna()).open(t, settings...)
		for _, scheme := range []string{inkomenstoeslag, "zorgtoeslag"} {
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
