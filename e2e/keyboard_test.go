package e2e

import (
	"testing"

	"github.com/playwright-community/playwright-go"

	"zeker/locales"
	"zeker/offers"
)

// I2: from the start page to the receipt with the keyboard alone. Tab comes by
// what is pressed, in the order of reading, and always shows where it is.
func TestI2ApplyByKeyboard(t *testing.T) {
	inEach(t, func(t *testing.T, l *locales.Language) {
		of := anna()
		r := openTown(t, of).open(t, onDesktop).reads(l)
		date, month := of.birthday()
		r.tabTo(l.T("frame.skip"))
		r.tabTo(l.T("start.code"))
		check(t, r.Keyboard().Type(of.code))
		r.tabTo(l.T("field.day"))
		check(t, r.Keyboard().Type(date))
		r.tabTo(l.T("field.month"))
		check(t, r.Keyboard().Type(month))
		r.tabTo(l.T("start.open"))
		check(t, r.Keyboard().Press("Enter"))

		r.shows(r.heading(l.W("offers.hello", "Name", of.name)))
		r.tabTo(l.T(alleenverdieners + ".title"))
		check(t, r.Keyboard().Press("Enter"))

		r.atOffer(l.T(alleenverdieners + ".title"))
		r.tabTo(l.T("card.law"))
		check(t, r.Keyboard().Press("Enter"))
		r.shows(r.GetByText("78gg").First())
		r.tabTo(l.T("answers.accept"))
		check(t, r.Keyboard().Press("Space"))
		r.comesTo("sending.title")
		r.tabTo(l.T("sending.confirm"))
		check(t, r.Keyboard().Press("Enter"))
		r.comesTo("receipt.title.accept")
	})
}

// I2: with the keyboard alone a no and back, a talk first, an application with a value
// contested, and that taken back.
func TestI2AnswerByKeyboard(t *testing.T) {
	inEach(t, func(t *testing.T, l *locales.Language) {
		t.Parallel()
		of := bram()
		w := openTown(t, of)
		r := w.open(t, onDesktop).reads(l)
		r.openLetter(of)
		title := l.T(inkomenstoeslag + ".title")
		r.goes(title)
		r.atOffer(title)
		r.goes(l.T("answers.decline"))
		r.comesTo("receipt.title.decline")
		r.goes(l.T("receipt.back"))
		r.comesTo("offers.group.declined")
		r.goes(l.T("answers.decline.back") + " " + title)
		r.says(l.T("offer.answered.withdraw"))

		r.goes(l.T("answers.talk"))
		r.comesTo("receipt.title.talk")
		r.tabTo(l.T("talk.company"))
		check(t, r.Keyboard().Press("Space"))
		r.goes(l.T("talk.send"))
		r.says(l.T("receipt.talk"))
		r.goes(l.T("receipt.back"))
		r.says(l.T("offers.paused"))
		r.goes(title)
		r.atOffer(title)

		r.goes(l.T("offer.contest") + " " + l.T("fact.heeft_partner.label"))
		r.tabTo(l.T("offer.contest.mine"))
		check(t, r.Keyboard().Press("Space"))
		r.goes(l.T("answers.accept"))
		r.comesTo("sending.title")
		r.says(l.T("receipt.contested"))
		r.goes(l.T("sending.confirm"))
		r.comesTo("receipt.title.accept")
		w.answered(of, inkomenstoeslag, offers.Accept)
		r.goes(l.T("receipt.back"))
		r.says(l.T("answer.accept"))
		r.goes(title)
		r.atOffer(title)
		r.goes(l.T("answers.withdraw"))
		r.comesTo("receipt.title.withdraw")
	})
}

// goes tabs to what has a name, and presses Enter.
func (p *page) goes(name string) {
	p.t.Helper()
	p.tabTo(name)
	check(p.t, p.Keyboard().Press("Enter"))
}

// mostTabs is more than there are places on any page.
const mostTabs = 120

// tabTo presses Tab until the focus is on what has that name, and checks that
// each place on the way shows the focus and is on the screen.
func (p *page) tabTo(name string) {
	p.t.Helper()
	var passed []string
	for range mostTabs {
		check(p.t, p.Keyboard().Press("Tab"))
		focus := p.focus()
		if focus.Hidden {
			p.t.Errorf("the focus on %q is not to be seen", focus.Name)
		}
		if focus.Name == name {
			return
		}
		passed = append(passed, focus.Name)
	}
	p.t.Fatalf("Tab does not come to %q; it comes by %q", name, passed)
}

// focused is where the focus is.
type focused struct {
	Name   string
	Hidden bool // no outline, or outside the screen
}

func (p *page) focus() focused {
	p.t.Helper()
	got, err := p.Evaluate(`() => {
		const e = document.activeElement
		const label = e.labels?.[0] ?? e
		const outlined = e => { const s = getComputedStyle(e); return s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2 }
		const r = e.getBoundingClientRect()
		const seen = r.bottom > 0 && r.top < innerHeight && r.width > 0
		return {name: (e.ariaLabel ?? label.innerText).trim().replace(/[ \n]+/g, " "), hidden: e === document.body || !seen || !outlined(e)}
	}`)
	check(p.t, err)
	where, ok := got.(map[string]any)
	if !ok {
		p.t.Fatalf("the page gave %v for where the focus is", got)
	}
	name, _ := where["name"].(string)
	hidden, _ := where["hidden"].(bool)
	return focused{name, hidden}
}

// The page is also used with letters twice as large, in the user's own colours,
// and on paper.
func TestOtherWaysOfLooking(t *testing.T) {
	for situation, set := range map[string]setting{
		"reflow at 320 pixels": func(o *playwright.BrowserNewContextOptions) {
			o.Viewport = &playwright.Size{Width: 320, Height: 640} // 1280 pixels at 400 % (WCAG 1.4.10)
		},
		"forced colours": func(o *playwright.BrowserNewContextOptions) { o.ForcedColors = playwright.ForcedColorsActive },
	} {
		t.Run(situation, func(t *testing.T) {
			r := bram()
			p := openTown(t, r).open(t, set)
			p.look(situation + " start")
			p.openLetter(r).look(situation + " offers")
			p.openOffer(titleInkomenstoeslag).look(situation + " offer")
		})
	}
}
