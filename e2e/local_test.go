package e2e

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"sync"
	"testing"

	"github.com/playwright-community/playwright-go"

	"zeker/locales"
	"zeker/offers"
	"zeker/offers/rules"
)

// Schemes that another authority decides: anybody can check them here.
const (
	zorgtoeslag        = "zorgtoeslag"
	huurtoeslag        = "huurtoeslag"
	kindgebondenBudget = "kindgebonden_budget"
)

// spoken are the languages of the pages, to compare their words with.
var spoken = sync.OnceValues(locales.Load)

// inBoth runs a test in Dutch and in a language that is written from right to left.
func inBoth(t *testing.T, test func(t *testing.T, l *locales.Language)) {
	in(t, []string{"nl", "ar"}, test)
}

// in runs a test in some languages.
func in(t *testing.T, codes []string, test func(t *testing.T, l *locales.Language)) {
	for _, code := range codes {
		l := speaking(t, code)
		t.Run(code, func(t *testing.T) { test(t, l) })
	}
}

// speaking is a language of the pages.
func speaking(t *testing.T, code string) *locales.Language {
	t.Helper()
	words, err := spoken()
	check(t, err)
	l, ok := words.Language(code)
	if !ok {
		t.Fatalf("there is no language %q", code)
	}
	return l
}

// dutch is the language of tests in which the language does not matter.
func dutch(t *testing.T) *locales.Language {
	t.Helper()
	return speaking(t, locales.Leading)
}

// visitCheck goes to the page on which anybody checks a scheme.
func (p *page) visitCheck(l *locales.Language, scheme string) {
	p.t.Helper()
	p.visit("/" + l.Code() + "/check/" + scheme)
}

// settle waits until the check has answered what was typed last.
func (p *page) settle() {
	p.t.Helper()
	check(p.t, p.Locator("[data-check=result][aria-busy=false]").WaitFor(playwright.LocatorWaitForOptions{
		State: playwright.WaitForSelectorStateAttached,
	}))
}

// outcome is what a check says, as a person reads it.
type outcome struct {
	State, Amount, Next string
	Reasons             []string
}

// outcome reads the page.
func (p *page) outcome() outcome {
	p.t.Helper()
	words := p.texts(`() => {
		const seen = e => e.checkVisibility() ? e.textContent.trim().replace(/[ \n\t]+/g, " ") : ""
		return [...["state", "amount", "next"].map(name => seen(document.querySelector("[data-check=" + name + "]"))),
			...[...document.querySelectorAll("[data-check=reasons] .zeker-reason__text")].map(seen)]
	}`)
	if len(words) < 3 {
		p.t.Fatalf("the page says %q, want a state, an amount, a question and reasons", words)
	}
	return outcome{words[0], words[1], words[2], words[3:]}
}

// texts evaluates a script that gives a list of texts.
func (p *page) texts(script string) []string {
	p.t.Helper()
	got, err := p.Evaluate(script)
	check(p.t, err)
	list, ok := got.([]any)
	if !ok {
		p.t.Fatalf("the page gave %v, want a list", got)
	}
	words := make([]string, len(list))
	for i := range list {
		words[i], _ = list[i].(string)
	}
	return words
}

// wanted is what a page has to say of an offer in a language.
func wanted(l *locales.Language, o *offers.Offer) outcome {
	w := outcome{State: l.T("check.state." + string(o.State))}
	if o.Amount > 0 {
		w.Amount = l.W("offer.amount."+string(o.Scheme.Per), "Amount", l.Money(o.Amount))
	}
	if len(o.Missing) > 0 {
		w.Next = l.W("check.next", "Question", l.T("fact."+o.Missing[0]+".question"))
	}
	for _, r := range o.Reasons {
		w.Reasons = append(w.Reasons, l.T("outcome."+string(r.Outcome))+": "+l.T(r.Key))
	}
	return w
}

// same fails the test when two outcomes differ, and says in what.
func same(t *testing.T, where string, got, want outcome) {
	t.Helper()
	if got.State != want.State || got.Amount != want.Amount || got.Next != want.Next {
		t.Errorf("%s: the page says\n%q, %q, %q; want\n%q, %q, %q", where, got.State, got.Amount, got.Next, want.State, want.Amount, want.Next)
	}
	if !slices.Equal(got.Reasons, want.Reasons) {
		t.Errorf("%s: the page gives the reasons\n%q, want\n%q", where, got.Reasons, want.Reasons)
	}
}

// typed is what somebody fills in, by form field: text, or the value of a choice.
type typed map[string]string

// fill fills fields in, in the order of their names, and leaves them.
func (p *page) fill(values typed) {
	p.t.Helper()
	for _, name := range slices.Sorted(maps.Keys(values)) {
		field := p.Locator(fmt.Sprintf("[name=%q]", name))
		kind, err := field.First().GetAttribute("type")
		check(p.t, err)
		switch kind {
		case "radio":
			check(p.t, p.Locator(fmt.Sprintf("[name=%q][value=%q]", name, values[name])).Check())
		case "checkbox":
			check(p.t, field.SetChecked(values[name] != ""))
		default:
			check(p.t, field.Fill(values[name]))
		}
	}
	_, err := p.Evaluate(`() => document.activeElement.blur()`)
	check(p.t, err)
}

// typing is how somebody fills in a fact.
func (w *town) typing(t *testing.T, f *offers.Fact) typed {
	t.Helper()
	field, input := "fact."+f.Name, w.input(t, f.Name)
	switch {
	case f.Value.Knowledge == offers.Null:
		return typed{field + ".none": "1"}
	case input.Type == rules.Bool && f.Value == offers.Yes:
		return typed{field: offers.TypedYes}
	case input.Type == rules.Bool:
		return typed{field: offers.TypedNo}
	case input.Type == rules.Date:
		year, month, date := rules.Day(f.Value.N).Civil()
		return typed{field + ".day": strconv.Itoa(date), field + ".month": strconv.Itoa(month), field + ".year": strconv.Itoa(year)}
	case input.Unit != "eurocent":
		return typed{field: strconv.FormatInt(f.Value.N, 10)}
	}
	return typed{field: fmt.Sprintf("%d,%02d", f.Value.N/100, f.Value.N%100)}
}

// input is how the law reads a fact.
func (w *town) input(t *testing.T, name string) *rules.Fact {
	t.Helper()
	period, err := w.law.On(w.day)
	check(t, err)
	i := period.Program.FactIndex(name)
	if i < 0 {
		t.Fatalf("the law of %s reads no fact %s", w.day, name)
	}
	return &period.Program.Facts()[i]
}

// make works a record out as the server does.
func (w *town) make(t *testing.T, scheme string, facts []offers.Fact) *offers.Offer {
	t.Helper()
	offer, err := offers.Make(w.law, scheme, &offers.Record{Facts: facts}, w.day)
	check(t, err)
	return &offer
}
