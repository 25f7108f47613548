package e2e

import (
	"slices"
	"testing"

	"github.com/playwright-community/playwright-go"

	"zeker/locales"
	"zeker/offers"
)

// A value of ours is contested in each of the three ways. What that comes to is seen
// before anything goes, by the check on the own device or by asking us; the source is
// asked only when the resident does, and the application goes in any case.
func TestContestInThreeWays(t *testing.T) {
	for _, way := range []contestWay{
		{"mine", 680_00, false}, {"source", 475_00, true}, {"both", 680_00, true},
	} {
		t.Run(way.name, func(t *testing.T) { inEachWay(t, way.walk) })
	}
}

// contestWay is a way to contest that somebody has a partner, what the offer then comes
// to in eurocents, and whether the source is asked.
type contestWay struct {
	name   string
	amount int64
	asks   bool
}

func (c contestWay) walk(t *testing.T, l *locales.Language, open func(*town) *page) {
	r := bram()
	w := openTown(t, r)
	p := open(w).openLetter(r)
	p.visit("/" + l.Code() + "/offers/" + r.offers[inkomenstoeslag])
	p.write(l.T("fact.vermogen.question"), "500")
	p.choose(l.T("fact.uitgesloten_artikel_13.question"), l.T("fact.no"))
	if p.script {
		p.openCheck(l)
	}
	p.contest(l, "heeft_partner", l.T("fact.yes"), l.T("offer.contest."+c.name))
	if p.script {
		p.comesTo(l, l.Money(c.amount))
	} else {
		p.press(p.fact("heeft_partner").GetByRole("button", playwright.LocatorGetByRoleOptions{Name: l.T("offer.contest.effect")}))
		p.shows(p.fact("heeft_partner").GetByRole("status").Filter(playwright.LocatorFilterOptions{HasText: l.Money(c.amount)}))
	}
	p.look("contested, " + c.name + " " + l.Code())

	p.press(p.button(l.T("answers.accept")))
	p.shows(p.heading(l.T("sending.title")))
	p.says(l.Money(c.amount))
	p.says(l.T("receipt.contested"))
	asked := p.GetByText(l.T("correct.brp"))
	if n, err := asked.Count(); err != nil || n != count(c.asks) {
		t.Errorf("the page says %d times how the source is asked, %v; want %d", n, err, count(c.asks))
	}
	p.look("sending, contested " + c.name + " " + l.Code())
	p.press(p.button(l.T("sending.confirm")))
	p.shows(p.heading(l.T("receipt.title.accept")))
	if c.name == "source" {
		p.lacks(l.T("sending.had"))
	} else {
		p.says(l.T("sending.had"))
	}
	p.look("receipt, contested " + c.name + " " + l.Code())

	got := w.answered(r, inkomenstoeslag, offers.Accept)
	var want []offers.Request
	if c.asks {
		want = []offers.Request{{Fact: "heeft_partner", Source: "brp", Value: offers.Yes}}
	}
	contested := slices.ContainsFunc(got.Facts, func(f offers.Fact) bool { return f.Name == "heeft_partner" && f.Source == "brp" && f.Contested })
	if got.Amount != c.amount || !contested || !slices.Equal(got.Requests, want) {
		t.Errorf("kept %d, contested %v, requests %v; want %d, contested, %v", got.Amount, contested, got.Requests, c.amount, want)
	}
}

func count(is bool) int {
	if is {
		return 1
	}
	return 0
}

// fact is the place of a fact in the application.
func (p *page) fact(name string) playwright.Locator { return p.Locator(`[data-fact="` + name + `"]`) }

// contest says of a value of ours what it is, and what is to be done with that.
func (p *page) contest(l *locales.Language, name, value, way string) {
	p.t.Helper()
	fact := p.fact(name)
	check(p.t, fact.GetByText(l.T("offer.contest")).First().Click())
	for _, choice := range []string{value, way} {
		check(p.t, fact.GetByRole("radio", playwright.LocatorGetByRoleOptions{Name: choice, Exact: playwright.Bool(true)}).Check())
	}
}
