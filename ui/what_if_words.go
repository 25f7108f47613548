package ui

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"zeker/offers"
	"zeker/offers/rules"
)

// What what-if.js says of figures is said here too, for who has no script: lines and
// total here are lines and total there, and a test reads both on a page.

// lines are the sentences about the money of one scheme that depend on figures, by
// the name of their place on the page; what is not said is not there.
func lines(f *Frame, c *offers.Course, p *WhatIfPage) map[string]string {
	said := map[string]string{"lead": f.L.T("what_if.lead." + leadOf(c, p))}
	if len(c.Missing) > 0 || c.Scheme.Per != offers.PerMonth {
		return said
	}
	m := c.Months[p.at(c)]
	said["amounts"] = f.L.W(same("what_if.amounts", m.Now, m.Then), "Now", f.L.Money(m.Now), "Then", f.L.Money(m.Then))
	add(said, "part", partLine(f, c))
	add(said, "edge", edgeLine(f, c, p))
	missing(f, said, c, p)
	var when, aside []string
	for _, y := range c.Years {
		known := span(f, c, y.Year)
		add(said, "told.back", back(f, c, known, &y.Told, p.toldAnswer(c)))
		add(said, "silent.back", back(f, c, known, &y.Silent, certainty(c.Scheme, "silence")))
		add(said, "told.kept", kept(f, known, &y.Told))
		add(said, "silent.kept", kept(f, known, &y.Silent))
		if y.Silent.Back+y.Silent.Small+y.Told.Back+y.Told.Small > 0 {
			when = append(when, f.L.W(whenOf(c), "Year", year(y.Year), "Who", deciderOf(f, c.Scheme)))
		}
		if y.Told.Small+y.Silent.Small > 0 {
			said["small"] = smallLine(f, c.Scheme)
		}
		if y.Told.Back > 0 {
			aside = append(aside, asideLine(f, &y))
		}
		if y.Silent.Back > 0 {
			said["parts"] = f.L.W("what_if.parts", "Who", deciderOf(f, c.Scheme))
		}
		if advance(c) && y.Silent.Back+y.Silent.Small > 0 {
			said["lower"] = f.L.W("what_if.lower", "Who", deciderOf(f, c.Scheme))
		}
	}
	add(said, "when", strings.Join(when, " "))
	add(said, "aside", strings.Join(aside, " "))
	return said
}

// same is the id of a sentence about two amounts: its own when nothing changes.
func same(id string, now, then int64) string {
	if now == then {
		return id + ".same"
	}
	return id
}

// span is a year as people say it, or the months of it that a course knows.
func span(f *Frame, c *offers.Course, of int) string {
	first, last, whole := c.Known(of)
	if whole {
		return year(of)
	}
	return months(f, first, last)
}

// months are those from a first to a last one of the same year.
func months(f *Frame, first, last rules.Day) string {
	if first == last {
		return f.L.Month(last)
	}
	_, month, _ := first.Civil()
	return f.L.W("what_if.span", "From", f.L.Months()[month-1], "Until", f.L.Month(last))
}

// partial reports whether a course lacks months of a year, because their law is not known.
func partial(c *offers.Course) bool {
	return slices.ContainsFunc(c.Years, func(y offers.Year) bool { _, _, whole := c.Known(y.Year); return !whole })
}

// partLine is of which months the law is known, where a part of a year lacks it.
func partLine(f *Frame, c *offers.Course) string {
	if !partial(c) {
		return ""
	}
	return f.L.W("what_if.part", "From", f.L.Month(c.Months[0].On), "Until", f.L.Month(c.Months[len(c.Months)-1].On))
}

// kept says what of a year stays one's own; nothing where that is nothing.
func kept(f *Frame, of string, s *offers.Settlement) string {
	if s.Paid == s.Back {
		return ""
	}
	return f.L.W("what_if.kept", "Year", of, "Amount", f.L.Money(s.Paid-s.Back))
}

// missed is what one does without each month while nobody knows of a change that brings
// more, of money that is not made up for after the year.
func (p *WhatIfPage) missed(c *offers.Course) int64 {
	m := c.Months[p.at(c)]
	if advance(c) || m.Now == 0 {
		return 0
	}
	return max(m.Then-m.Now, 0)
}

// missing says what is missed by who says nothing, or says it late.
func missing(f *Frame, said map[string]string, c *offers.Course, p *WhatIfPage) {
	amount := p.missed(c)
	if amount == 0 {
		return
	}
	words := []string{"Amount", f.L.Money(amount), "Who", deciderOf(f, c.Scheme), "Month", f.L.Month(p.Life.Month)}
	said["silent.missed"] = f.L.W("what_if.missed", words...)
	if p.Life.Late() {
		said["told.missed"] = f.L.W("what_if.missed.late", words...)
	}
}

// edgeLine is what limits the change goes over, up to how much the right stays, and the
// next amount above which a part is lost at once, in whole euros; "" where that is no
// amount of money.
func edgeLine(f *Frame, c *offers.Course, p *WhatIfPage) string {
	e := &c.Edge
	questions := p.questions()
	at := slices.IndexFunc(questions, func(q *offers.Question) bool { return q.Name == e.Fact })
	if at < 0 || !isMoney(inputOf(p.Inputs, questions[at])) {
		return ""
	}
	said, fact := map[string]string{}, f.L.T("fact."+e.Fact+".label")
	if e.Until < e.Value {
		add(said, "edge", f.L.W("what_if.over", "Fact", fact, "At", euros(f, e.Until)))
	}
	next := ""
	for _, cliff := range e.Cliffs {
		if sentence := f.L.W("what_if.cliff", "At", euros(f, cliff.At), "Amount", f.L.Money(cliff.Drop)); cliff.At >= e.Value && next == "" {
			next = sentence
		}
		if cliff.At < min(e.Value, e.Until) {
			add(said, "edge", f.L.W("what_if.crossed", "Fact", fact, "At", euros(f, cliff.At), "Amount", f.L.Money(cliff.Drop)))
		}
	}
	if !e.Always && e.Until > e.Value {
		add(said, "edge", f.L.W("what_if.edge", "Fact", fact, "Until", euros(f, e.Until)))
	}
	add(said, "edge", next)
	return said["edge"]
}

// euros is an amount in whole euros, rounded down.
func euros(f *Frame, amount int64) string { return f.L.Money(amount / 100 * 100) }

// add says a sentence at a place, after what is said there already.
func add(said map[string]string, place, sentence string) {
	if said[place] = strings.TrimSpace(said[place] + " " + sentence); said[place] == "" {
		delete(said, place)
	}
}

// leadOf is what happens to the money of a scheme, in one word.
func leadOf(c *offers.Course, p *WhatIfPage) string {
	if c.Scheme.Per != offers.PerMonth {
		return "granted"
	}
	if len(c.Missing) > 0 {
		if slices.ContainsFunc(p.questions(), func(q *offers.Question) bool { return slices.Contains(c.Missing, q.Name) }) {
			return "open"
		}
		return "unknown"
	}
	switch m := c.Months[p.at(c)]; {
	case m.Now == 0:
		return "not_now"
	case m.Then == m.Now && c.Beyond:
		return "beyond"
	case m.Then == m.Now:
		return "same"
	case m.Then == 0:
		return "stops"
	case m.Then < m.Now:
		return "less"
	}
	return "more"
}

// back says what of a year has to go back, may have to, or comes yet. The sure
// words go with the answer of the card alone: what it does not say to be reclaimed is
// put as what the silent would hear.
func back(f *Frame, c *offers.Course, of string, s *offers.Settlement, a offers.Certainty) string {
	words := []string{"Year", of, "Who", deciderOf(f, c.Scheme)}
	switch {
	case s.Back > 0:
		return f.L.W(backID(a), append(words, "Amount", f.L.Money(s.Back))...)
	case s.Small > 0:
		return f.L.W("what_if.small", append(words, "Amount", f.L.Money(s.Small))...)
	case s.More > 0:
		return f.L.W("what_if.extra", append(words, "Amount", f.L.Money(s.More))...)
	}
	return f.L.W("what_if.none", words...)
}

// backID is the sentence for what goes back: who must, who may, or that nobody knows.
func backID(a offers.Certainty) string {
	switch a {
	case offers.SettledLater, offers.MayReclaim, offers.MustReclaim:
		return "what_if.back." + string(a)
	}
	return "what_if.back.other"
}

// toldAnswer is how surely a card says that what was too much goes back, of money that
// came before the change was told. Where it has no answer to that, what the silent
// hear counts.
func (p *WhatIfPage) toldAnswer(c *offers.Course) offers.Certainty {
	event, _ := onCard(p.Life.Change)
	switch a := certainty(c.Scheme, event); a {
	case offers.SettledLater, offers.MayReclaim, offers.MustReclaim:
		return a
	}
	return certainty(c.Scheme, "silence")
}

// overdue reports whether the change had to be told before, of money that follows it
// at once: then the card's answer to the change promises what is past.
func (p *WhatIfPage) overdue(c *offers.Course) bool {
	return c != nil && p.Life.Late() && !advance(c) && slices.ContainsFunc(c.Years, func(y offers.Year) bool { return y.Told.Back > 0 })
}

// certainty is how surely a card answers an event; "" for what is none.
func certainty(s *offers.Scheme, event offers.Event) offers.Certainty {
	if i := slices.Index(offers.Events[:], event); i >= 0 {
		return s.Repayment.Answers[i].Certainty
	}
	return ""
}

func advance(c *offers.Course) bool { return c.Scheme.Repayment.Category == offers.AdvanceYearly }

// harmless reports whether silence costs nothing: what the card says of it then only
// frightens.
func harmless(c *offers.Course) bool {
	return len(c.Years) > 0 && !slices.ContainsFunc(c.Years, func(y offers.Year) bool { return y.Silent.Back+y.Silent.Small > 0 })
}

// whenOf is the sentence on when one hears of a difference.
func whenOf(c *offers.Course) string {
	if advance(c) {
		return "what_if.when.advance"
	}
	return "what_if.when.other"
}

// asideLine is what to put aside for what goes back: so much a month while there are
// months left to do that in, or what one can.
func asideLine(f *Frame, y *offers.Year) string {
	if y.Told.Aside == 0 || 2*y.Told.Aside > y.Told.Back {
		return f.L.W("what_if.aside.most", "Amount", f.L.Money(y.Told.Back))
	}
	return f.L.W("what_if.aside", "Year", year(y.Year), "Amount", f.L.Money(y.Told.Aside))
}

// smallLine is the line of the card with the difference that is not collected.
func smallLine(f *Frame, s *offers.Scheme) string {
	for _, line := range s.Repayment.Lines {
		if slices.ContainsFunc(line.Args, func(a offers.Arg) bool { return a.Name == offers.ThresholdArg }) {
			return f.L.F(line.Key, line.Args...)
		}
	}
	return ""
}

// linesOn are the lines of the card on a topic.
func linesOn(s *offers.Scheme, topic offers.Topic) (list []offers.CardLine) {
	for _, line := range s.Repayment.Lines {
		if line.Topic == topic {
			list = append(list, line)
		}
	}
	return list
}

func deciderOf(f *Frame, s *offers.Scheme) string {
	return f.L.T("decider." + string(s.DecidedBy) + ".name")
}

func year(n int) string { return strconv.Itoa(n) }

// at is the place of the month that a course is told by: the first in which every
// payment follows the change, or the last one known.
func (p *WhatIfPage) at(c *offers.Course) int {
	at := slices.IndexFunc(c.Months, func(m offers.Month) bool { return m.On >= p.Life.Follows(true) })
	if at < 0 {
		return len(c.Months) - 1
	}
	return at
}

// notes are the ids of what has to be known about the figures, by the name of their
// place.
func (p *WhatIfPage) notes() map[string]bool {
	event, _ := onCard(p.Life.Change)
	var running, advances, first bool
	for _, c := range p.monthly() {
		first = first || slices.Contains(nextMonth(c.Scheme), string(p.Life.Change))
		running = running || c.Scheme.Repayment.Category == offers.RunningPw
		advances = advances || advance(c)
	}
	return map[string]bool{"late": p.Life.Late(), "first": first, "gross": running && advances, "next_year": event == "job" && advances && p.lastYear()}
}

// nextMonth are the changes that count for a scheme from the month after.
func nextMonth(s *offers.Scheme) (changes []string) {
	for i := range s.Register {
		for _, m := range s.Register[i].Moves {
			if m.From == offers.FromNextMonth && !slices.Contains(changes, m.On) {
				changes = append(changes, m.On)
			}
		}
	}
	return changes
}

// lastYear reports whether the law of the year after the change is not known yet.
func (p *WhatIfPage) lastYear() bool {
	last, _, _ := p.Months[len(p.Months)-1].Civil()
	of, _, _ := p.Life.Month.Civil()
	return of >= last
}

// openings are what may be got besides after the change, and is not got now.
func (p *WhatIfPage) openings() (list []*offers.Scheme) {
	if !p.result() {
		return nil
	}
	for i := range p.Courses {
		c := &p.Courses[i]
		if !c.Gets && c.Scheme.Per == offers.PerMonth && len(c.Months) > 0 {
			if m := c.Months[p.at(c)]; m.Then > 0 && m.Now == 0 {
				list = append(list, c.Scheme)
			}
		}
	}
	return list
}

// whatIfForm are the attributes by which the script knows the form; none when the
// page has no local check.
func whatIfForm(f *Frame, p *WhatIfPage) templ.Attributes {
	if f.Check == nil {
		return nil
	}
	all := localForm(f, "what-if", p.Life.On)
	all["data-local"] = f.L.T("what_if.local")
	return all
}

// changeOption is what the script has to know of a change.
func changeOption(f *Frame, c offers.Change) templ.Attributes {
	if f.Check == nil {
		return nil
	}
	event, exact := onCard(c)
	var asks []string
	for _, ask := range c.Asks() {
		asks = append(asks, ask.Name)
	}
	all := templ.Attributes{"data-event": string(event), "data-kind": kindOf(c), "data-asks": strings.Join(asks, " ")}
	if exact {
		all["data-exact"] = ""
	}
	return all
}

// labelled is how the script names a fact that is an amount of money.
func labelled(f *Frame, p *WhatIfPage, q *offers.Question) templ.Attributes {
	if f.Check == nil || !isMoney(inputOf(p.Inputs, q)) {
		return nil
	}
	return templ.Attributes{"data-label": f.L.T("fact." + q.Name + ".label")}
}
