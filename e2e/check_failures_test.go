package e2e

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/playwright-community/playwright-go"

	"zeker/locales"
	"zeker/offers"
)

// What the check is made of, as the browser asks for it.
const (
	moduleFile = "**/check.*.wasm"
	bundleFile = "**/*.bundle"
	wordsFile  = "**/words-*.json"
	workerFile = "**/check-worker.*.js"
)

// altered passes on what the server sends under a pattern, changed.
func (p *page) altered(pattern string, change func(body []byte) []byte) {
	p.t.Helper()
	check(p.t, p.Route(pattern, func(r playwright.Route) {
		body, contentType, err := fetch(r.Request().URL())
		if err == nil {
			err = r.Fulfill(playwright.RouteFulfillOptions{
				Status: playwright.Int(http.StatusOK), ContentType: playwright.String(contentType), Body: change(body),
			})
		}
		if err != nil {
			p.t.Errorf("alter %s: %v", pattern, err)
		}
	}))
}

// fetch asks a server for a file outside the browser.
func fetch(address string) (body []byte, contentType string, err error) {
	response, err := http.Get(address)
	if err != nil {
		return nil, "", err
	}
	defer response.Body.Close()
	body, err = io.ReadAll(response.Body)
	return body, response.Header.Get("Content-Type"), err
}

func half(body []byte) []byte { return body[:len(body)/2] }

func oneBit(body []byte) []byte {
	body[len(body)/2] ^= 1
	return body
}

// failures are the ways in which a check can fail to open.
var failures = map[string]func(p *page){
	"no WebAssembly": func(p *page) { p.before(`delete globalThis.WebAssembly`) },
	"no digests": func(p *page) {
		p.before(`Object.defineProperty(crypto, "subtle", { value: undefined })`) // as on a page without https
	},
	"module that is not there": func(p *page) { p.answers(moduleFile, 404, "text/plain", "not found") },
	"module that is cut":       func(p *page) { p.altered(moduleFile, half) },
	"module of one other bit":  func(p *page) { p.altered(moduleFile, oneBit) },
	"bundle that is not there": func(p *page) { p.answers(bundleFile, 500, "text/plain", "broken") },
	"bundle of one other bit":  func(p *page) { p.altered(bundleFile, oneBit) },
	"bundle that is empty":     func(p *page) { p.answers(bundleFile, 200, "application/octet-stream", "") },
	"words that are not there": func(p *page) { p.answers(wordsFile, 404, "text/plain", "not found") },
	"words of one other bit":   func(p *page) { p.altered(wordsFile, oneBit) },
	"worker that is not there": func(p *page) { p.answers(workerFile, 404, "text/plain", "not found") },
	"worker that throws":       func(p *page) { p.answers(workerFile, 200, "text/javascript", `throw new Error("broken")`) },
	"worker that throws when it is asked": func(p *page) {
		p.answers(workerFile, 200, "text/javascript", `addEventListener("message", () => { throw new Error("broken") })`)
	},
	"worker that says that it broke": func(p *page) {
		p.answers(workerFile, 200, "text/javascript", `addEventListener("message", () => postMessage({ broken: "out of memory" }))`)
	},
	"no network any more": func(p *page) {
		for _, file := range []string{moduleFile, bundleFile, wordsFile} {
			check(p.t, p.Route(file, func(r playwright.Route) {
				if err := r.Abort("internetdisconnected"); err != nil {
					p.t.Error(err)
				}
			}))
		}
	},
}

// before runs a script before those of the page.
func (p *page) before(script string) {
	p.t.Helper()
	check(p.t, p.AddInitScript(playwright.Script{Content: playwright.String(script)}))
}

// Where the check cannot open, the page says so in one line, and what was filled
// in goes with the form to the server, which answers.
func TestFailedCheckLeavesTheForm(t *testing.T) {
	w := openTown(t)
	for situation, breakIt := range failures {
		t.Run(situation, func(t *testing.T) {
			inBoth(t, func(t *testing.T, l *locales.Language) {
				p := w.open(t)
				for _, status := range []int{http.StatusNotFound, http.StatusInternalServerError} {
					p.mayAnswer(status)
				}
				breakIt(p)
				p.visitCheck(l, zorgtoeslag)
				p.fill(household)
				p.press(p.button(l.T("check.open")))
				p.failed(l)
				p.answersFromTheServer(l)
				p.forgive("console: ", "script: ") // of what the test broke
			})
		})
	}
}

// failed waits for the one line that says that the check does not work, and reads
// whether the page pretends anything else.
func (p *page) failed(l *locales.Language) {
	p.t.Helper()
	status := p.GetByRole("status").Filter(playwright.LocatorFilterOptions{HasText: l.T("check.failed")})
	p.shows(status)
	check(p.t, playwright.NewPlaywrightAssertions(patience).Locator(status).ToHaveText(l.T("check.failed")))
	if n, err := p.Locator("[data-check=result]:visible").Count(); err != nil || n > 0 {
		p.t.Errorf("%d results beside a check that does not work, %v", n, err)
	}
	for _, hidden := range p.texts(`() => [...document.querySelectorAll("[data-fact]")].filter(e => !e.checkVisibility()).map(e => e.dataset.fact)`) {
		p.t.Errorf("the question for %s is hidden", hidden)
	}
}

// answersFromTheServer presses the form's button with the household filled in.
func (p *page) answersFromTheServer(l *locales.Language) {
	p.t.Helper()
	p.compute(l)
	if got, want := p.outcome().Amount, l.W("offer.amount.month", "Amount", l.Money(246_00)); got != want {
		p.t.Errorf("the server's answer says %q, want %q", got, want)
	}
}

// What was not there may come: the button opens the check at the next press.
func TestFailedCheckCanBeTriedAgain(t *testing.T) {
	inBoth(t, func(t *testing.T, l *locales.Language) {
		p := openTown(t).open(t)
		p.mayAnswer(http.StatusNotFound)
		p.answers(bundleFile, 404, "text/plain", "not found")
		p.visitCheck(l, zorgtoeslag)
		p.press(p.button(l.T("check.open")))
		p.failed(l)
		check(t, p.Unroute(bundleFile))
		p.openCheck(l)
		p.fill(household)
		p.settle()
		if got, want := p.outcome().Amount, l.W("offer.amount.month", "Amount", l.Money(246_00)); got != want {
			t.Errorf("the check says %q, want %q", got, want)
		}
	})
}

// dying is a worker that answers that there is no right as long as there is no
// insurance, hides all other questions by that, and then ends in some way.
func dying(end string) string {
	return `addEventListener("message", ({ data }) => {
		if (data.module) return postMessage({ ready: true })
		if (/is_verzekerd\t~yes/.test(data.request)) { ` + end + ` }
		postMessage({ reply: JSON.stringify({ troubles: { toetsingsinkomen: "field.amount" }, state: "not_entitled",
			amount_eurocent: 0, per: "month", missing: ["is_verzekerd"], judged: [], reasons: { heeft_zorgverzekering: "unmet" } }) })
	})`
}

// A worker that ends while the check is open takes nothing along: the result goes,
// because it is no longer that of what is filled in, the questions come back, and
// the reasons and the fields are as the server wrote them.
func TestCheckThatEndsLeavesTheForm(t *testing.T) {
	w := openTown(t)
	for situation, end := range map[string]string{
		"throws": `throw new Error("broken")`, "says that it broke": `return postMessage({ broken: "unreachable" })`,
		"gives an error": `return postMessage({ reply: JSON.stringify({ error: "check: no such scheme" }) })`,
		"says nothing":   `return`,
	} {
		t.Run(situation, func(t *testing.T) {
			inBoth(t, func(t *testing.T, l *locales.Language) {
				p := w.open(t)
				check(t, p.Clock().Install())
				p.answers(workerFile, 200, "text/javascript", dying(end))
				p.visitCheck(l, zorgtoeslag)
				before := p.outcome().Reasons
				p.openCheck(l)
				p.settle()
				if told := p.troubles(); len(told) != 1 {
					t.Fatalf("the worker of the test makes the page say %q, want one mistake", told)
				}
				p.fill(typed{"fact.is_verzekerd": offers.TypedYes})
				check(t, p.Clock().FastForward(30_000))
				p.failed(l)
				if after := p.outcome().Reasons; strings.Join(after, "\n") != strings.Join(before, "\n") {
					t.Errorf("the reasons are %q, want those of the server %q", after, before)
				}
				if told := p.troubles(); len(told) > 0 {
					t.Errorf("the page says %q", told)
				}
				p.fill(household) // and nothing more is asked of who is gone
				p.answersFromTheServer(l)
				p.forgive("script: ", "console: ")
			})
		})
	}
}
