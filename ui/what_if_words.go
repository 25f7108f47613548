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
func lines(f Frame, c *offers.Course, p *WhatIfPage) map[string]string {
	said := map[string]string{"lead": f.L.T("what_if.lead." + leadOf(c, p))}
	if len(c.Missing) > 0 || c.Scheme.Per != offers.PerMonth {
		return said
	}
	m := c.Months[p.at(c)]
	said["amounts"] = f.L.W(amounts(m), "Now", f.L.Money(m.Now), "Then", f.L.Money(m.Then))
	add(said, "edge", edgeLine(f, c, p))
	var when, aside []string
	for _, y := range c.Years {
		add(said, "told.back", back(f, c, y.Year, &y.Told, p.toldAnswer(c)))
		add(said, "silent.back", back(f, c, y.Year, &y.Silent, certainty(c.Scheme, "silence")))
		add(said, "told.kept", f.L.W("what_if.kept", "Year", year(y.Year), "Amount", f.L.Money(y.Told.Paid-y.Told.Back)))
		add(said, "silent.kept", f.L.W("what_if.kept", "Year", year(y.Year), "Amount", f.L.Money(y.Silent.Paid-y.Silent.Back)))
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

func amounts(m offers.Month) string {
	if m.Now == m.Then {
		return "what_if.amounts.same"
	}
	return "what_if.amounts"
}

// edgeLine is up to how much the right stays, and the first amount above which a part is
// lost at once, in whole euros; "" where that is no amount of money.
func edgeLine(f Frame, c *offers.Course, p *WhatIfPage) string {
	e := &c.Edge
	questions := p.questions()
	at := slices.IndexFunc(questions, func(q *offers.Question) bool { return q.Name == e.Fact })
	if at < 0 || !isMoney(inputOf(p.Inputs, questions[at])) {
		return ""
	}
	said := ""
	if !e.Always && e.Until > e.Value {
		said = f.L.W("what_if.edge", "Fact", f.L.T("fact."+e.Fact+".label"), "Until", f.L.Money(e.Until/100*100))
	}
	if len(e.Cliffs) > 0 {
		said += " " + f.L.W("what_if.cliff", "At", f.L.Money(e.Cliffs[0].At/100*100), "Amount", f.L.Money(e.Cliffs[0].Drop))
	}
	return strings.TrimSpace(said)
}

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

// back says what of one year has to go back, may have to, or comes yet. The sure
// words go with the answer of the card alone: what it does not say to be reclaimed is
// put as what the silent would hear.
func back(f Frame, c *offers.Course, of int, s *offers.Settlement, a offers.Certainty) string {
	words := []string{"Year", year(of), "Who", deciderOf(f, c.Scheme)}
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
func asideLine(f Frame, y *offers.Year) string {
	if y.Told.Aside == 0 || 2*y.Told.Aside > y.Told.Back {
		return f.L.W("what_if.aside.most", "Amount", f.L.Money(y.Told.Back))
	}
	return f.L.W("what_if.aside", "Year", year(y.Year), "Amount", f.L.Money(y.Told.Aside))
}

// smallLine is the line of the card with the difference that is not collected.
func smallLine(f Frame, s *offers.Scheme) string {
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

func deciderOf(f Frame, s *offers.Scheme) string {
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

// total is what all schemes that pay by the month come to.
type total struct {
	months       []offers.Month // paid as things are, and when the change is told at once
	now, then    int64          // a month
	told, silent int64          // to go back at most
	besides      bool           // silence may cost more than what goes back
	open         bool           // some are left out: too little is known
}

// total adds up what is known.
func (p *WhatIfPage) total() (t total) {
	known := slices.DeleteFunc(p.monthly(), func(c *offers.Course) bool {
		t.open = t.open || len(c.Missing) > 0
		return len(c.Months) == 0
	})
	for _, c := range known {
		m := c.Months[p.at(c)]
		t.now, t.then = t.now+m.Now, t.then+m.Then
		for _, y := range c.Years {
			t.told, t.silent = t.told+y.Told.Back, t.silent+y.Silent.Back
			t.besides = t.besides || y.Silent.Back > 0 && certainty(c.Scheme, "silence") == offers.MustReclaim
		}
	}
	for _, c := range known {
		for _, m := range c.Months {
			if !slices.ContainsFunc(t.months, func(have offers.Month) bool { return have.On == m.On }) && everywhere(known, m.On) {
				t.months = append(t.months, p.paid(known, m.On))
			}
		}
	}
	return t
}

// everywhere reports whether all courses have a month.
func everywhere(courses []*offers.Course, on rules.Day) bool {
	return !slices.ContainsFunc(courses, func(c *offers.Course) bool { return monthOf(c, on) == nil })
}

func monthOf(c *offers.Course, on rules.Day) *offers.Month {
	for i := range c.Months {
		if c.Months[i].On == on {
			return &c.Months[i]
		}
	}
	return nil
}

// paid adds up what is paid in a month: as things are, and when the change is told.
func (p *WhatIfPage) paid(courses []*offers.Course, on rules.Day) offers.Month {
	sum := offers.Month{On: on}
	for _, c := range courses {
		m := monthOf(c, on)
		sum.Now += m.Now
		if on >= p.Life.Follows(advance(c)) {
			sum.Then += m.Then
		} else {
			sum.Then += m.Now
		}
	}
	return sum
}

// totals are the sentences about all schemes together, as lines are about one.
func totals(f Frame, p *WhatIfPage, t total) map[string]string {
	said := map[string]string{}
	if len(t.months) > 0 {
		said["months"] = f.L.W("what_if.total.months", "Now", f.L.Money(t.now), "Then", f.L.Money(t.then))
		add(said, "wage", wage(f, &p.Life, t.then-t.now))
		said["told"] = f.L.W(p.toldTotal(t.told), "Amount", f.L.Money(t.told))
		if t.silent > t.told {
			said["silent"] = f.L.W("what_if.total.silent", "Amount", f.L.Money(t.silent))
		}
	}
	if t.besides {
		said["besides"] = f.L.T("what_if.total.besides")
	}
	if t.open {
		said["open"] = f.L.T("what_if.total.open")
	}
	return said
}

func (p *WhatIfPage) toldTotal(told int64) string {
	switch {
	case told > 0 && p.Life.Late():
		return "what_if.total.back.late"
	case told > 0:
		return "what_if.total.back"
	case p.Life.Late():
		return "what_if.total.none.late"
	}
	return "what_if.total.none"
}

// wage weighs more or less wage against what the schemes pay more or less; "" where a
// change is about no wage.
func wage(f Frame, l *offers.Life, difference int64) string {
	at := slices.IndexFunc(l.Told, func(fact offers.Fact) bool { return fact.Name == "net" })
	if at < 0 || l.Change == "partner_in" {
		return ""
	}
	net, id := l.Told[at].Value.N, "what_if.wage.more"
	if l.Change == "less_work" {
		net, id = -net, "what_if.wage.less"
	}
	sum := net + difference
	sentence := f.L.W(id, "Amount", f.L.Money(max(net, -net)))
	if sum < 0 {
		return sentence + " " + f.L.W("what_if.wage.down", "Amount", f.L.Money(-sum))
	}
	return sentence + " " + f.L.W("what_if.wage.up", "Amount", f.L.Money(sum))
}

// notes are the ids of what has to be known about the figures, by the name of their
// place.
func (p *WhatIfPage) notes() map[string]bool {
	event, _ := onCard(p.Life.Change)
	var running, advances bool
	for _, c := range p.monthly() {
		running = running || c.Scheme.Repayment.Category == offers.RunningPw
		advances = advances || advance(c)
	}
	return map[string]bool{"late": p.Life.Late(), "gross": running && advances, "next_year": event == "job" && advances && p.lastYear()}
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
func whatIfForm(f Frame, p *WhatIfPage) templ.Attributes {
	if f.Check == nil {
		return nil
	}
	all := localForm(f, "what-if", p.Life.On)
	all["data-local"] = f.L.T("what_if.local")
	return all
}

// changeOption is what the script has to know of a change.
func changeOption(f Frame, c offers.Change) templ.Attributes {
	if f.Check == nil {
		return nil
	}
	event, exact := onCard(c)
	var asks []string
	for _, ask := range c.Asks() {
		asks = append(asks, ask.Name)
	}
	all := templ.Attributes{"data-event": string(event), "data-asks": strings.Join(asks, " ")}
	if exact {
		all["data-exact"] = ""
	}
	return all
}

// labelled is how the script names a fact that is an amount of money.
func labelled(f Frame, p *WhatIfPage, q *offers.Question) templ.Attributes {
	if f.Check == nil || !isMoney(inputOf(p.Inputs, q)) {
		return nil
	}
	return templ.Attributes{"data-label": f.L.T("fact." + q.Name + ".label")}
}
