package e2e

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"testing"

	"github.com/playwright-community/playwright-go"

	"zeker/locales"
	"zeker/offers"
	"zeker/offers/rules"
)

// put fills a whole form in at once, as a browser does that remembers it; what is
// not named is empty.
func (p *page) put(values typed) {
	form := map[string]any{}
	for name, value := range values {
		form[name] = value
	}
	p.t.Helper()
	_, err := p.Evaluate(`values => {
		const form = document.querySelector("form[data-scheme], main form")
		for (const field of form.elements) {
			const value = values[field.name] ?? ""
			if (field.type === "radio") field.checked = field.value === value
			else if (field.type === "checkbox") field.checked = value !== ""
			else if (field.type === "text") field.value = value
		}
		form.dispatchEvent(new Event("input"))
	}`, form)
	check(p.t, err)
}

// compute has the server work out what is filled in, and waits for its page.
func (p *page) compute(l *locales.Language) {
	p.t.Helper()
	p.comesBack(func() error { return p.button(l.T("offer.check")).Click() })
}

// comesBack waits for the page that a form gives in place of itself. That page has
// the address of the one before it, which is marked to tell the two apart.
func (p *page) comesBack(press func() error) {
	p.t.Helper()
	_, err := p.Evaluate(`() => { document.documentElement.dataset.left = "" }`)
	check(p.t, err)
	check(p.t, press())
	check(p.t, p.Locator("html:not([data-left]) main").WaitFor())
	p.whole()
}

// whole waits until all of the page is there, and its scripts have begun.
func (p *page) whole() {
	p.t.Helper()
	root := playwright.NewPlaywrightAssertions(patience).Locator(p.Locator(":root"))
	check(p.t, root.ToHaveJSProperty("ownerDocument.readyState", "complete"))
}

// pair is a page with the check open, and the same page without script.
type pair struct{ here, there *page }

func (w *town) pair(t *testing.T, l *locales.Language, scheme string) pair {
	t.Helper()
	both := pair{w.open(t), w.open(t, withoutScript)}
	both.here.visitCheck(l, scheme)
	both.here.openCheck(l)
	both.there.visitCheck(l, scheme)
	both.there.mayAnswer(http.StatusBadRequest)
	return both
}

// put fills both forms in, and has both answer.
func (b pair) put(l *locales.Language, values typed) {
	b.here.t.Helper()
	b.here.put(values)
	b.here.settle()
	b.there.put(values)
	b.there.compute(l)
}

// A11: for every household of the schemes' cases that a visitor can fill in, the
// check on the page says what the server says to somebody without script.
func TestA11CheckSaysWhatTheServerSays(t *testing.T) {
	books, err := library()
	check(t, err)
	w, l := openTown(t), dutch(t)
	for _, scheme := range []string{zorgtoeslag, huurtoeslag, kindgebondenBudget, inkomenstoeslag, bijstand, bijzondere, aio, toeslagenwet, kwijtschelding} {
		t.Run(scheme, func(t *testing.T) {
			both, compared := w.pair(t, l, scheme), map[offers.State]int{}
			for _, c := range books.Cases(scheme) {
				values, ok := w.household(t, scheme, c.Record.Facts)
				if c.Municipality != w.law.Municipality || c.On != w.day || c.NoLaw || !ok {
					continue
				}
				both.put(l, values)
				told := both.here.outcome()
				same(t, c.Situation+": check and server", told, both.there.outcome())
				if want := l.T("check.state." + string(c.State)); told.State != want {
					t.Errorf("%s: the check says %q, the case %q", c.Situation, told.State, want)
				}
				compared[c.State]++
			}
			t.Logf("compared %v", compared)
			if compared[offers.NotEntitled] < 3 || compared[offers.Entitled]+compared[offers.Possible] < 3 {
				t.Errorf("only %v were compared", compared)
			}
		})
	}
}

// household is how a visitor fills in facts; not ok when there is one that no
// visitor is asked.
func (w *town) household(t *testing.T, scheme string, facts []offers.Fact) (values typed, ok bool) {
	t.Helper()
	s := w.make(t, scheme, nil).Scheme
	values = typed{}
	for i := range facts {
		if q := s.Question(facts[i].Name); q == nil || !q.Ask || q.Criterion {
			return nil, false
		}
		maps.Copy(values, w.typing(t, &facts[i]))
	}
	return values, true
}

// lines are what people type into a field of one line, right and wrong.
var lines = []string{
	"", " ", "0", "-0", "-1", "\u22125", "-99999999999999999999", "99999999999999999999", "1000000000000", "100000000,01",
	"7", " 7 ", "007", "€ 12", "12 euro", "12,-", "1.500,50", "1,500.50", "1.500.50", "1,5,0", "1,234", "1.234", "0,001", "1 500", "1e3", "0x10", "NaN",
	"veel", "12a", "<b>1</b>", "yes", "none", "~1", "=1", "-",
	"١٢٣", "١٬٢٣٤٫٥٠", "۱۲۳۴", "४५६", "１２３４", "-٥", "Ⅻ", "½",
}

// days are what people type into the three fields of a date.
var days = [][3]string{
	{"", "", ""}, {"2", "3", "1984"}, {" 2", "3 ", "1984"}, {"02", "03", "1984"}, {"2", "", ""}, {"", "3", "1984"}, {"2", "3", ""},
	{"0", "0", "0"}, {"-2", "3", "1984"}, {"31", "2", "1984"}, {"29", "2", "2023"}, {"29", "2", "2024"}, {"32", "1", "1984"}, {"1", "13", "1984"},
	{"2", "3", "84"}, {"2", "3", "19840"}, {"2", "3", "0000"}, {"2", "3", "1899"}, {"2", "3", "2200"}, {"2", "3", "9999"},
	{"16", "11", "2026"}, {"17", "11", "2026"}, {"1", "1", "2150"},
	{"twee", "maart", "x"}, {"2.", "3", "1984"}, {"1984", "3", "2"}, {"٢", "٣", "١٩٨٤"}, {"۲", "۳", "۱۹۸۴"}, {"２", "３", "１９８４"},
}

// Every field: the check says of what is typed what the server says, at the
// field, and both go on with what is left. Each scheme in another language.
func TestEveryFieldSaysTheSameHereAndThere(t *testing.T) {
	w := openTown(t)
	schemes := map[string]string{"nl": zorgtoeslag, "ar": inkomenstoeslag}
	inBoth(t, func(t *testing.T, l *locales.Language) {
		scheme := schemes[l.Code()]
		both, said := w.pair(t, l, scheme), map[string]bool{}
		for i := range max(len(lines), len(days)) {
			line, day := lines[i%len(lines)], days[i%len(days)]
			both.put(l, w.everywhere(t, scheme, line, day))
			where := fmt.Sprintf("%q and %q", line, day)
			here, there := both.here.troubles(), both.there.troubles()
			if !slices.Equal(here, there) {
				t.Errorf("%s: the check says\n%q, the server\n%q", where, here, there)
			}
			same(t, where, both.here.outcome(), both.there.outcome())
			for _, s := range there {
				said[s] = true
			}
		}
		if len(said) < 6 {
			t.Errorf("only %d different messages came by: %v", len(said), said)
		}
	})
}

// everywhere fills a line or a date into every field of a scheme.
func (w *town) everywhere(t *testing.T, scheme, line string, date [3]string) typed {
	t.Helper()
	values := typed{}
	for _, q := range w.make(t, scheme, nil).Scheme.Register {
		if !q.Ask || q.Criterion {
			continue
		}
		field := "fact." + q.Name
		switch w.input(t, q.Name).Type {
		case rules.Bool:
		case rules.Date:
			values[field+".day"], values[field+".month"], values[field+".year"] = date[0], date[1], date[2]
		default:
			values[field] = line
		}
	}
	return values
}

// troubles are what is said to be wrong, with the field that it is said at and
// how many of its inputs are marked.
func (p *page) troubles() []string {
	p.t.Helper()
	return p.texts(`() => [...document.querySelectorAll("[data-fact]")].flatMap(fact => {
		const said = [...fact.querySelectorAll("[id$=-error]")].filter(e => e.checkVisibility()).map(e => e.id + ": " + e.textContent)
		const marked = fact.querySelectorAll("input[aria-invalid=true]").length
		return said.length + marked === 0 ? [] : [said + " (" + marked + " marked)"]
	})`)
}

// Somebody who is typing is left in peace; a mistake is told when the field is
// left, at the field and to who cannot see it, and goes when it is mended.
func TestMistakesAreToldWhenAFieldIsLeft(t *testing.T) {
	inBoth(t, func(t *testing.T, l *locales.Language) {
		p := openTown(t).open(t)
		p.visitCheck(l, zorgtoeslag)
		p.openCheck(l)
		born := p.GetByRole("group", playwright.PageGetByRoleOptions{Name: l.T("fact.geboortedatum.question")})
		part := func(key string) playwright.Locator { return born.GetByLabel(l.T(key)) }
		check(t, part("field.day").PressSequentially("31"))
		p.settle()
		check(t, part("field.month").PressSequentially("2"))
		check(t, part("field.year").PressSequentially("1984"))
		p.settle()
		if told := p.troubles(); len(told) > 0 {
			t.Errorf("while somebody types, the page says %q", told)
		}
		check(t, part("field.year").Blur())
		p.shows(born.GetByText(l.T("field.date")))
		described := playwright.NewPlaywrightAssertions(patience).Locator(born)
		check(t, described.ToHaveAccessibleDescription(l.T("fact.geboortedatum.meaning")+" "+l.T("field.date")))

		check(t, part("field.month").Fill("3"))
		p.settle()
		if told := p.troubles(); len(told) > 0 {
			t.Errorf("when it is mended, the page still says %q", told)
		}
	})
}
