package ui

import (
	"slices"

	"zeker/offers"
	"zeker/offers/rules"
)

// total is what all schemes that pay by the month come to.
type total struct {
	months       []offers.Month // paid as things are, and when the change is told at once
	now, then    int64          // a month
	told, silent int64          // to go back at most
	missed       int64          // a month, by who says nothing
	besides      bool           // silence may cost more than what goes back
	open         bool           // some are left out: too little is known
	part         bool           // months are left out: their law is not known
	beyond       bool           // something counts later than the law is known
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
		t.missed += p.missed(c)
		t.part, t.beyond = t.part || partial(c), t.beyond || c.Beyond
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
func totals(f *Frame, p *WhatIfPage, t total) map[string]string {
	said := map[string]string{}
	if len(t.months) > 0 {
		said["months"] = f.L.W(same("what_if.total.months", t.now, t.then), "Now", f.L.Money(t.now), "Then", f.L.Money(t.then))
		add(said, "wage", wage(f, &p.Life, t.then-t.now))
		said["told"] = f.L.T(p.soon()) + " " + f.L.W(p.toldTotal(t), "Amount", f.L.Money(t.told))
		if t.silent > t.told {
			said["silent"] = f.L.W("what_if.total.silent", "Amount", f.L.Money(t.silent))
		}
	}
	if t.missed > 0 {
		said["missed"] = f.L.W("what_if.total.missed", "Amount", f.L.Money(t.missed))
	}
	if t.besides {
		said["besides"] = f.L.T("what_if.total.besides")
	}
	for place, is := range map[string]bool{"open": t.open, "part": t.part, "beyond": t.beyond} {
		if is {
			said[place] = f.L.T("what_if.total." + place)
		}
	}
	return said
}

// soon is the id of the question whether one tells it now.
func (p *WhatIfPage) soon() string {
	if p.Life.Late() {
		return "what_if.total.today"
	}
	return "what_if.total.at_once"
}

// toldTotal is the id of the sentence about what goes back when it is told. It promises
// nothing where something that may come to more is not known.
func (p *WhatIfPage) toldTotal(t total) string {
	id, notes := "what_if.total.none", p.notes()
	if t.told > 0 {
		id = "what_if.total.back"
	}
	if t.open || t.part || t.beyond || notes["gross"] || notes["first"] {
		id += ".part"
	}
	return id
}

// wage weighs more or less wage against what the schemes pay more or less; "" where a
// change is about no wage.
func wage(f *Frame, l *offers.Life, difference int64) string {
	at := slices.IndexFunc(l.Told, func(fact offers.Fact) bool { return fact.Name == "net" })
	if at < 0 || l.Change == "partner_in" || l.Change == "partner_out" || l.Told[at].Value.N == 0 {
		return ""
	}
	net, id := l.Told[at].Value.N, "what_if.wage.more"
	if l.Change == "less_work" {
		net, id = -net, "what_if.wage.less"
	}
	sum := net + difference
	sentence := f.L.W(id, "Amount", f.L.Money(max(net, -net)))
	switch {
	case sum == 0:
		return sentence + " " + f.L.T("what_if.wage.same")
	case sum < 0:
		return sentence + " " + f.L.W("what_if.wage.down", "Amount", f.L.Money(-sum))
	}
	return sentence + " " + f.L.W("what_if.wage.up", "Amount", f.L.Money(sum))
}
