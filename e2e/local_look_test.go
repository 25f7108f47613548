package e2e

import (
	"net/http"
	"testing"

	"github.com/playwright-community/playwright-go"

	"zeker/locales"
	"zeker/offers"
)

// I1, I4: the check before it is opened, opened, with a result, with mistakes on
// the device and from the server, on a phone and on a desktop.
func TestI1CheckInEveryState(t *testing.T) {
	w := openTown(t)
	for name, screen := range map[string]setting{"phone": onPhone, "desktop": onDesktop} {
		t.Run(name, func(t *testing.T) {
			inBoth(t, func(t *testing.T, l *locales.Language) {
				for _, scheme := range []string{zorgtoeslag, inkomenstoeslag} {
					p := w.open(t, screen)
					state := func(name string) { p.look("local " + scheme + " " + name + " " + l.Code()) }
					p.visitCheck(l, scheme)
					state("before")
					p.openCheck(l)
					p.settle()
					state("opened")
					p.fill(w.everywhere(t, scheme, "veel", [3]string{"31", "2", "1984"}))
					p.settle()
					state("mistakes")
					p.mayAnswer(http.StatusBadRequest)
					p.compute(l)
					state("mistakes from the server")
					p.openCheck(l)
					p.settle()
					p.fill(w.everywhere(t, scheme, "1.234,56", [3]string{"2", "3", "1984"}))
					p.settle()
					state("mended")
				}
			})
		})
	}
}

// The list of mistakes at the top shrinks with each that is mended.
func TestMendedMistakesLeaveTheList(t *testing.T) {
	inBoth(t, func(t *testing.T, l *locales.Language) {
		p := openTown(t).open(t)
		p.visitCheck(l, zorgtoeslag)
		p.fill(typed{"fact.toetsingsinkomen": "veel", "fact.vermogen_op_1_januari": "weinig"})
		p.mayAnswer(http.StatusBadRequest)
		p.compute(l)
		mistakes := p.GetByRole("alert").GetByRole("listitem")
		expect := playwright.NewPlaywrightAssertions(patience).Locator(mistakes)
		check(t, expect.ToHaveCount(2))
		p.openCheck(l)
		p.fill(typed{"fact.toetsingsinkomen": "100"})
		check(t, expect.ToHaveCount(1))
		p.fill(typed{"fact.vermogen_op_1_januari": "0"})
		check(t, expect.ToHaveCount(0))
		check(t, playwright.NewPlaywrightAssertions(patience).Locator(p.GetByRole("alert")).ToHaveCount(0))
	})
}

// I2: the check is opened, filled in and posted with the keyboard alone. When the
// button goes, the focus goes to the words that say what is open now; the result,
// which stays in sight, never covers what has the focus.
func TestI2CheckByKeyboard(t *testing.T) {
	for name, screen := range map[string]setting{"phone": onPhone, "desktop": onDesktop} {
		t.Run(name, func(t *testing.T) {
			inBoth(t, func(t *testing.T, l *locales.Language) {
				p := openTown(t).open(t, screen)
				p.visitCheck(l, zorgtoeslag)
				p.tabTo(l.T("check.open"))
				check(t, p.Keyboard().Press("Enter"))
				p.shows(p.GetByText(l.T("check.local")))
				if focus := p.focus(); focus.Name != l.T("check.local") || focus.Hidden {
					t.Errorf("after the opening the focus is on %+v", focus)
				}
				p.settle()
				p.typeHousehold(l)
				p.settle()
				told := p.outcome()
				if want := l.W("offer.amount.month", "Amount", l.Money(246_00)); told.Amount != want {
					t.Errorf("the check says %q, want %q", told.Amount, want)
				}
				p.tabTo(l.T("offer.check"))
				p.uncovered()
				p.comesBack(func() error { return p.Keyboard().Press("Enter") })
				same(t, "the server's answer", p.outcome(), told)
			})
		})
	}
}

// typeHousehold fills in a household with a partner by keyboard.
func (p *page) typeHousehold(l *locales.Language) {
	p.t.Helper()
	write := func(label, text string) {
		p.tabTo(label)
		p.uncovered()
		check(p.t, p.Keyboard().Type(text))
	}
	yes := func() { // the choices stand on "I am not sure"; the arrow goes round to yes
		p.tabTo(l.T("fact.unsure"))
		p.uncovered()
		check(p.t, p.Keyboard().Press("ArrowDown"))
		p.uncovered()
	}
	write(l.T("field.day"), "2")
	write(l.T("field.month"), "3")
	write(l.T("field.year"), "1984")
	yes() // insured
	yes() // a partner
	yes() // who is insured
	write(l.T("fact.toetsingsinkomen.question"), "29500")
	write(l.T("fact.toetsingsinkomen_partner.question"), "0")
	write(l.T("fact.vermogen_op_1_januari.question"), "0")
	yes() // may live here
}

// uncovered checks that all of what has the focus can be seen (WCAG 2.2, 2.4.12).
func (p *page) uncovered() {
	p.t.Helper()
	over := p.texts(`() => {
		const focus = document.activeElement, { left, right, top, bottom } = focus.getBoundingClientRect()
		return [[left + 2, top + 2], [right - 2, top + 2], [left + 2, bottom - 2], [right - 2, bottom - 2]]
			.map(([x, y]) => document.elementFromPoint(x, y))
			.filter(e => e !== focus && !focus.contains(e) && !focus.labels?.[0]?.contains(e))
			.map(e => focus.name + " is covered by " + (e?.outerHTML.slice(0, 100) ?? "the edge of the screen"))
	}`)
	for _, o := range over {
		p.t.Error(o)
	}
}

// What it comes to can be seen from every field, on a phone that stands upright;
// on a screen that is low it keeps its place.
func TestCheckStaysInSight(t *testing.T) {
	for name, c := range map[string]struct {
		screen setting
		seen   bool
	}{
		"phone": {onPhone, true}, "desktop": {onDesktop, true},
		"phone on its side": {func(o *playwright.BrowserNewContextOptions) {
			o.Viewport = &playwright.Size{Width: 740, Height: 360}
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			l := dutch(t)
			p := openTown(t).open(t, c.screen)
			p.visitCheck(l, zorgtoeslag)
			p.openCheck(l)
			p.settle()
			check(t, p.Locator(`[name="fact.geboortedatum.day"]`).Focus())
			in, err := p.Evaluate(`() => {
				const { top, bottom } = document.querySelector("[data-check=result]").getBoundingClientRect()
				return top >= 0 && bottom <= innerHeight && (bottom - top) < innerHeight / 2
			}`)
			check(t, err)
			if in != c.seen {
				t.Errorf("the result is in sight: %v, want %v", in, c.seen)
			}
		})
	}
}

// A question that no longer matters goes, and comes back when it does; never the
// one that somebody is at.
func TestQuestionsThatDoNotMatterGo(t *testing.T) {
	inBoth(t, func(t *testing.T, l *locales.Language) {
		p := openTown(t).open(t)
		p.visitCheck(l, zorgtoeslag)
		p.openCheck(l)
		p.settle()
		partners := p.Locator(`[data-fact="toetsingsinkomen_partner"]`)
		expect := playwright.NewPlaywrightAssertions(patience).Locator(partners)
		check(t, expect.ToBeVisible())
		p.fill(typed{"fact.heeft_toeslagpartner": offers.TypedNo})
		check(t, expect.ToBeHidden())
		p.fill(typed{"fact.heeft_toeslagpartner": offers.TypedYes})
		check(t, expect.ToBeVisible())

		check(t, partners.GetByRole("textbox").Focus())
		check(t, p.Locator(`[name="fact.heeft_toeslagpartner"][value=no]`).DispatchEvent("click", nil))
		p.settle()
		check(t, expect.ToBeVisible())
		check(t, partners.GetByRole("textbox").Blur())
		check(t, expect.ToBeHidden())
	})
}
