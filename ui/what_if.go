package ui

import (
	"slices"

	"zeker/offers"
	"zeker/offers/rules"
)

// The form fields of a what-if, besides those of facts: what happens, the month in
// which it does as YYYY-MM-DD, and in "gets.<scheme>" and "change.<name>" what is
// got now and what the change asks.
const (
	FieldChange = "change"
	FieldWhen   = "month"
	FieldGets   = "gets"
)

// FieldGet is the form field that says that a scheme pays now.
func FieldGet(scheme string) string { return FieldGets + "." + scheme }

// FieldAsk is the form field of what a change asks.
func FieldAsk(name string) string { return FieldChange + "." + name }

// WhatIfPage is a what-if over all schemes together, as far as it was told.
type WhatIfPage struct {
	Schemes  []*offers.Scheme // of the municipality
	Inputs   []rules.Fact
	Months   []rules.Day // in which the change may happen: first days, of which the law is known
	Life     offers.Life // what was told
	Errors   []FieldError
	Values   map[string]string // what was typed, by form field
	Computed bool              // the visitor asked for the result
	Courses  []offers.Course   // what comes of it, when nothing was wrong
}

// ReadLife reads a what-if's form into the page's Life and Errors. What is left open
// is no error, but for what happens and what is got: without those there is nothing
// to work out. The page's Schemes, Inputs, Months and Life.On have to be there.
func (p *WhatIfPage) ReadLife(form func(field string) string) {
	l := &p.Life
	l.Change, l.Month = offers.Change(form(FieldChange)), p.Month(form(FieldWhen))
	if !slices.Contains(offers.Changes[:], l.Change) {
		l.Change = ""
		p.Errors = append(p.Errors, FieldError{FieldChange, "what_if.error.change"})
	}
	asks := l.Change.Asks()
	for i := range asks {
		p.Errors = append(p.Errors, readFact(&l.Told, &asks[i], FieldAsk(asks[i].Name), form, l.On)...)
	}
	for _, s := range p.Schemes {
		if form(FieldGet(s.ID)) != "" {
			l.Gets = append(l.Gets, s.ID)
		}
	}
	if len(l.Gets) == 0 {
		p.Errors = append(p.Errors, FieldError{FieldGets, "what_if.error.gets"})
	}
	for _, q := range p.questions() {
		p.Errors = append(p.Errors, readFact(&l.Facts, inputOf(p.Inputs, q), FieldFact(q.Name), form, l.On)...)
	}
	for _, s := range p.Schemes {
		p.Errors = append(p.Errors, refuseYoung(s, &l.Facts, nil, l.On)...)
	}
}

// Month reads the month of the change. What is none of the page's is the one that
// comes next, or the last one known.
func (p *WhatIfPage) Month(typed string) rules.Day {
	month, _ := rules.ParseDay(typed)
	for _, m := range p.Months {
		if m == month || m > p.Life.On && !slices.Contains(p.Months, month) {
			return m
		}
	}
	return p.Months[len(p.Months)-1]
}

// questions are what visitors may be asked for any scheme, each once.
func (p *WhatIfPage) questions() (list []*offers.Question) {
	seen := map[string]bool{}
	for _, s := range p.Schemes {
		for _, q := range asking(s) {
			if !seen[q.Name] && s.Per == offers.PerMonth {
				list = append(list, q)
			}
			seen[q.Name] = seen[q.Name] || s.Per == offers.PerMonth
		}
	}
	return list
}

// monthly are the courses of what is got by the month: what those miss is asked,
// and they are added up. Money that came once is not worked out again.
func (p *WhatIfPage) monthly() (list []*offers.Course) {
	for i := range p.Courses {
		if c := &p.Courses[i]; c.Gets && c.Scheme.Per == offers.PerMonth {
			list = append(list, c)
		}
	}
	return list
}

// shows reports whether a question stands on the page: it matters, or something
// was filled in.
func (p *WhatIfPage) shows(q *offers.Question) bool {
	input := inputOf(p.Inputs, q)
	if typed(FieldFact(q.Name), input, func(field string) string { return p.Values[field] }) != "" {
		return true
	}
	return slices.ContainsFunc(p.monthly(), func(c *offers.Course) bool { return slices.Contains(c.Missing, q.Name) })
}

// asks reports whether the change asks something.
func (p *WhatIfPage) asks(name string) bool {
	return slices.ContainsFunc(p.Life.Change.Asks(), func(ask rules.Fact) bool { return ask.Name == name })
}

// result reports whether there is something to say: the change is told, and for some
// money enough is known.
func (p *WhatIfPage) result() bool {
	if p.Life.Change == "" || len(p.Life.Asked()) > 0 {
		return false
	}
	return slices.ContainsFunc(p.Courses, func(c offers.Course) bool { return c.Gets && leadOf(&c, p) != "open" })
}

// course is what comes of a scheme that is got now; nil when there is nothing to say
// of it.
func (p *WhatIfPage) course(s *offers.Scheme) *offers.Course {
	at := slices.IndexFunc(p.Courses, func(c offers.Course) bool { return c.Gets && c.Scheme.ID == s.ID })
	if at < 0 || !p.result() {
		return nil
	}
	return &p.Courses[at]
}

// ofChange is one thing that changes ask, with the first change that does.
type ofChange struct {
	rules.Fact
	first offers.Change
}

// allAsks is everything that changes ask, each once.
func allAsks() (list []ofChange) {
	for _, change := range offers.Changes {
		for _, ask := range change.Asks() {
			if !slices.ContainsFunc(list, func(a ofChange) bool { return a.Name == ask.Name }) {
				list = append(list, ofChange{ask, change})
			}
		}
	}
	return list
}

// eventsOfChanges are the events on a card that onCard gives.
var eventsOfChanges = []offers.Event{"job", "partner", "savings"}

// onCard is the event on a repayment card that a change is, "" for none; exact when the
// card's sentence about the event is also true, word for word, of the change.
func onCard(c offers.Change) (event offers.Event, exact bool) {
	switch c {
	case "work", "more_hours":
		return "job", true
	case "partner_work":
		return "job", false
	case "partner_in":
		return "partner", true
	case "partner_out":
		return "partner", false
	case "savings", "inheritance":
		return "savings", true
	}
	return "", false
}

// kindOf is what a change is about, for what the page says of it itself: "income" of
// whoever, or "other"; "" when the card has a sentence of its own.
func kindOf(c offers.Change) string {
	if _, exact := onCard(c); exact || c == "" {
		return ""
	}
	if c == "partner_work" || c == "less_work" {
		return "income"
	}
	return "other"
}

// general is the id of what the page says of a kind of change that the card has no
// sentence about, as the law has it for all money of a category; "" where it has nothing.
func general(category offers.Category, kind string) string {
	switch {
	case kind == "":
		return ""
	case category == offers.AdvanceYearly && kind == "income":
		return "what_if.told.whole_year"
	case category == offers.AdvanceYearly:
		return "what_if.told.next_month"
	case category == offers.RunningPw, category == offers.MustRecover:
		return "what_if.told.from_change"
	case category == offers.FixedAtReferenceDate:
		return "what_if.told.granted"
	}
	return ""
}

// kinds are those that general says the same of, apart where it does not.
func kinds(category offers.Category) []string {
	if category == offers.AdvanceYearly {
		return []string{"income", "other"}
	}
	return []string{"income other"}
}
