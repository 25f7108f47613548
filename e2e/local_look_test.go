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
// button goes, the focus goes to the words that say what is open now.
func TestI2CheckByKeyboard(t *testing.T) {
	inBoth(t, func(t *testing.T, l *locales.Language) {
		p := openTown(t).open(t, onDesktop)
		p.visitCheck(l, zorgtoeslag)
		p.tabTo(l.T("check.open"))
		check(t, p.Keyboard().Press("Enter"))
		p.shows(p.GetByText(l.T("check.local")))
		if focus := p.focus(); focus.Name != l.T("check.local") || focus.Hidden {
			t.Errorf("after the opening the focus is on %+v", focus)
		}
		write := func(label, text string) {
			p.tabTo(label)
			check(t, p.Keyboard().Type(text))
		}
		yes := func() { // the choices stand on "I am not sure"; the arrow goes round to yes
			p.tabTo(l.T("fact.unsure"))
			check(t, p.Keyboard().Press("ArrowDown"))
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
		p.settle()
		told := p.outcome()
		if want := l.W("offer.amount.month", "Amount", l.Money(246_00)); told.Amount != want {
			t.Errorf("the check says %q, want %q", told.Amount, want)
		}
		p.tabTo(l.T("offer.check"))
		_, err := p.ExpectNavigation(func() error { return p.Keyboard().Press("Enter") })
		check(t, err)
		same(t, "the server's answer", p.outcome(), told)
	})
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
