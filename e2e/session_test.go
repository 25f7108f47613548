package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/playwright-community/playwright-go"
)

// The words of the end of a session.
const (
	titleSession  = "Bent u er nog?"
	buttonStay    = "Ja, ik ga verder"
	buttonGoOn    = "Dat is goed"
	headingOver   = "Uw tijd is om"
	headingClosed = "Deze pagina is dicht"
	labelOwned    = "Hoeveel geld en spullen van waarde heeft u?"
)

// beginClock lets a test move the browser's clock; call it before the page that counts.
func (p *page) beginClock() {
	p.t.Helper()
	check(p.t, p.context.Clock().Install())
}

// later lets time go by, at the portal and in the browser, once the page's script counts
// it: that takes away what tells the time without script.
func (w *town) later(p *page, d time.Duration) {
	w.t.Helper()
	p.whole()
	p.gone(p.Locator("[data-session=until]"))
	p.keeps()
	w.pass(d)
	check(w.t, p.context.Clock().FastForward(int(d/time.Millisecond)))
}

// keeps waits for the script that keeps what is typed, when the page asked for it: who
// fills in a form takes longer than that comes.
func (p *page) keeps() {
	p.t.Helper()
	p.mu.Lock()
	asked := slices.DeleteFunc(slices.Clone(p.requests), func(address string) bool { return !strings.Contains(address, "/keep.") })
	p.mu.Unlock()
	if len(asked) > 0 {
		_, err := p.Evaluate(`address => import(address).then(() => null, () => null)`, asked[0])
		check(p.t, err)
	}
}

func (p *page) dialog() playwright.Locator {
	return p.GetByRole("dialog", playwright.PageGetByRoleOptions{Name: titleSession})
}

// quiet checks that no dialog is open.
func (p *page) quiet(when string) {
	p.t.Helper()
	if open, err := p.dialog().IsVisible(); err != nil || open {
		p.t.Errorf("%s: a dialog is open (%v)", when, err)
	}
}

// gone waits until something is no longer to be seen.
func (p *page) gone(what playwright.Locator) {
	p.t.Helper()
	check(p.t, playwright.NewPlaywrightAssertions(patience).Locator(what).ToBeHidden())
}

// holdsNothingOf checks that no word of a resident is left in the page.
func (p *page) holdsNothingOf(r *resident, scheme string) {
	p.t.Helper()
	text, err := p.Content()
	check(p.t, err)
	title, err := p.Title()
	check(p.t, err)
	if strings.Contains(text, r.name) || strings.Contains(text, scheme) || strings.Contains(title, scheme) {
		p.t.Errorf("the page still shows something of %s:\n%s", r.name, text)
	}
}

// B9, I9: warned two minutes before, with the keyboard alone one press more, and what
// was typed stays. Nobody there: the page goes, and the back button brings nothing.
func TestB9WarnedExtendedAndClosed(t *testing.T) {
	for name, set := range map[string]setting{"phone": onPhone, "desktop": onDesktop} {
		t.Run(name, func(t *testing.T) {
			r := bram()
			w := openTown(t, r)
			p := w.open(t, set)
			p.mayAnswer(403) // when it is over
			p.beginClock()
			p.openLetter(r).openOffer(titleInkomenstoeslag)
			field := p.typeOwned("1500")

			w.later(p, 12*time.Minute)
			p.quiet("after 12 minutes")
			w.later(p, time.Minute)
			p.shows(p.dialog())
			if focus := p.focus(); focus.Name != buttonStay || focus.Hidden {
				t.Errorf("the focus is on %q, want the button that extends, in sight", focus.Name)
			}
			p.look("session warning")
			check(t, p.Keyboard().Press("Enter"))
			p.gone(p.dialog())
			if typed, err := field.InputValue(); err != nil || typed != "1500" {
				t.Errorf("after the press the field holds %q (%v), want what was typed", typed, err)
			}

			w.later(p, 12*time.Minute)
			p.quiet("12 minutes after the press")
			w.later(p, time.Minute)
			p.shows(p.dialog())
			w.later(p, 2*time.Minute)
			p.shows(p.heading(headingOver))
			p.quiet("when it is over")
			p.holdsNothingOf(r, titleInkomenstoeslag)
			if focus, err := p.Evaluate(`() => document.activeElement.textContent`); err != nil || focus != headingOver {
				t.Errorf("the focus is on %q (%v), want the heading", focus, err)
			}
			p.look("session over")
			_, err := p.GoBack()
			check(t, err)
			p.shows(p.heading(headingClosed))
			p.holdsNothingOf(r, titleInkomenstoeslag)
		})
	}
}

// hears does something of which the portal hears by a route, and waits until it answered:
// what it says depends on the time there, which the test moves on.
func (w *town) hears(route string, do func()) {
	w.t.Helper()
	answers := func() int { return strings.Count(w.log.String(), `"route":"`+route+`"`) }
	before := answers()
	do()
	until(w.t, func() bool { return answers() > before })
}

// typeOwned fills in the question what somebody owns, once the page's script sees it, and
// returns its field.
func (p *page) typeOwned(amount string) playwright.Locator {
	p.t.Helper()
	p.whole()
	field := p.Locator(`input[name="fact.vermogen"]`)
	check(p.t, field.Fill(amount))
	if p.script {
		until(p.t, func() bool { return p.askedFor("/keep.") })
	}
	return field
}

// counting counts what the other tabs tell from now on, and returns what waits until they
// told something so often.
func (p *page) counting() (until func(times int)) {
	p.t.Helper()
	_, err := p.Evaluate(`() => {
		let times = 0
		new BroadcastChannel("zeker-session").addEventListener("message", () => document.documentElement.dataset.told = ++times)
	}`)
	check(p.t, err)
	return func(times int) {
		p.t.Helper()
		check(p.t, p.Locator(fmt.Sprintf("html[data-told='%d']", times)).WaitFor())
	}
}

// deaf makes a tab hear nothing of the others.
const deaf = `window.BroadcastChannel = class extends EventTarget { postMessage() {} }`

// B9: who goes on in one tab is not disturbed in another, and is not shut out.
func TestB9GoingOnInAnotherTabCounts(t *testing.T) {
	for name, script := range map[string]string{"asked at the server": deaf, "told by the tab": ""} {
		t.Run(name, func(t *testing.T) {
			r := bram()
			w := openTown(t, r)
			p := w.open(t)
			p.beginClock()
			p.before(script)
			p.openLetter(r).openOffer(titleInkomenstoeslag)
			wait := func() { w.hears("/:lang/session", func() { w.later(p, 2*time.Minute) }) }
			if script == "" {
				p.openCheck(dutch(t)) // which closes the page to the network
				told := p.counting()
				wait = func() { told(2); w.later(p, 2*time.Minute) }
			}
			other := p.anotherTab()
			w.later(p, 12*time.Minute)
			other.visit("/nl/offers")
			wait()
			p.quiet("two minutes after a press in the other tab")
			w.later(p, 11*time.Minute)
			p.shows(p.dialog())
			other.visit("/nl/offers")
			if script == "" {
				p.gone(p.dialog())
			}
			w.later(p, 2*time.Minute)
			p.gone(p.dialog())
			p.shows(p.heading(titleInkomenstoeslag))
		})
	}
}

// B9, A10: the local check closes the page to the network; the button still extends,
// and nothing typed is lost.
func TestB9ExtendsWhileTheCheckIsOpen(t *testing.T) {
	r := bram()
	w := openTown(t, r)
	p := w.open(t)
	p.beginClock()
	p.openLetter(r).openOffer(titleInkomenstoeslag)
	p.openCheck(dutch(t))
	field := p.typeOwned("1500")
	address := p.URL()
	w.later(p, 13*time.Minute)
	p.shows(p.dialog())
	p.look("session warning in the check")
	w.hears("/:lang/session", func() { check(t, p.Keyboard().Press("Enter")) })
	p.gone(p.dialog())
	w.later(p, 12*time.Minute)
	p.quiet("12 minutes after the press")
	if typed, err := field.InputValue(); err != nil || typed != "1500" || p.URL() != address {
		t.Errorf("the field holds %q (%v) at %s, want what was typed, on the same page", typed, err, p.URL())
	}
	p.anotherTab().shows(p.heading(titleInkomenstoeslag)) // the server agrees
}

// B9: the end that no press moves is told, too.
func TestB9EightHoursCannotBeExtended(t *testing.T) {
	r := bram()
	w := openTown(t, r)
	p := w.open(t)
	p.mayAnswer(403)
	p.beginClock()
	p.openLetter(r)
	for range 39 {
		w.pass(12 * time.Minute)
		p.visit("/nl/offers")
	}
	p.quiet("12 minutes before 8 hours")
	w.later(p, 2*time.Minute)
	p.shows(p.dialog())
	if extendable, err := p.button(buttonStay).IsVisible(); err != nil || extendable {
		t.Errorf("it seems that it can be extended (%v)", err)
	}
	p.look("session last call")
	check(t, p.Keyboard().Press("Enter"))
	p.gone(p.dialog())
	w.later(p, 9*time.Minute+50*time.Second)
	p.quiet("it was told before")
	w.later(p, 10*time.Second)
	p.shows(p.heading(headingOver))
	p.holdsNothingOf(r, titleInkomenstoeslag)
}

// B9 without script: the page says how long it stays, and goes by its styles.
func TestB9WithoutScript(t *testing.T) {
	r := bram()
	w := openTown(t, r)
	p := w.open(t, withoutScript)
	p.mayAnswer(403)
	p.openLetter(r).openOffer(titleInkomenstoeslag)
	p.shows(p.GetByText("Deze pagina blijft open tot 10.45 uur."))
	p.gone(p.heading(headingOver))
	delays, err := p.Evaluate(`() => document.getAnimations().map(a => a.effect.getTiming().delay)`)
	check(t, err)
	list, _ := delays.([]any)
	if len(list) != 4 {
		t.Errorf("%v waits for the end; want the page, its header, the way out and what takes their place", delays)
	}
	for _, d := range list {
		if d != 900_000 {
			t.Errorf("the page goes after %v milliseconds, want 900000", d)
		}
	}
	_, err = p.Evaluate(`() => document.getAnimations().forEach(a => a.finish())`)
	check(t, err)
	p.shows(p.heading(headingOver))
	p.gone(p.heading(titleInkomenstoeslag))
	p.gone(p.button("Brief sluiten"))
	p.look("session over without script")
}
