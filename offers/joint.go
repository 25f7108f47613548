package offers

import (
	"slices"

	"zeker/offers/rules"
)

// horizon is how many months a what-if looks at, from January of the year of the
// change: the money of one year is settled in the next.
const horizon = 2 * monthsInYear

// Months are the first days of the months of a calendar year and the next of which the
// law is known.
func (c *Catalogue) Months(year int) (known []rules.Day) {
	january, _ := rules.DayOf(year, 1, 1)
	for i := range horizon {
		month := january.AddMonths(i)
		if _, err := c.On(month); err == nil {
			known = append(known, month)
		}
	}
	return known
}

// Courses works out what a change does to the money of all schemes together, in an
// order in which each scheme comes after those that move its facts. Each month goes
// by the law in force on its first day; a year's income is the sum of its months. Months
// of which the law is not known are left out. Errors: ErrNoLaw when that goes for
// all, and an *rules.Error for a value that cannot be.
func (c *Catalogue) Courses(l *Life) ([]Course, error) {
	year, _, _ := l.Month.Civil()
	j := joint{catalogue: c, life: l, changed: l.Change != "" && len(l.Asked()) == 0, months: c.Months(year)}
	if len(j.months) == 0 {
		return nil, ErrNoLaw
	}
	for _, month := range j.months {
		period, err := c.On(month)
		if err != nil {
			return nil, err
		}
		for i := range period.Schemes {
			j.plan(&period.Schemes[i])
		}
	}
	for len(j.planned) > 0 {
		if err := j.course(j.take()); err != nil {
			return nil, err
		}
	}
	return j.done, nil
}

// joint is the outcome of all schemes together, under way.
type joint struct {
	catalogue *Catalogue
	life      *Life
	changed   bool
	months    []rules.Day
	planned   []*Scheme // as in the first month that has them
	done      []Course
}

// plan adds a scheme that was not planned yet.
func (j *joint) plan(s *Scheme) {
	for _, have := range j.planned {
		if have.ID == s.ID {
			return
		}
	}
	j.planned = append(j.planned, s)
}

// take takes the first scheme whose facts none of the other planned ones moves. Package
// catalogue refuses schemes that move each other in a circle.
func (j *joint) take() *Scheme {
	at := 0
	for i := range j.planned {
		if !j.waits(j.planned[i]) {
			at = i
			break
		}
	}
	s := j.planned[at]
	j.planned = append(j.planned[:at], j.planned[at+1:]...)
	return s
}

// waits reports whether a scheme that is still planned moves a fact of another.
func (j *joint) waits(s *Scheme) bool {
	for _, other := range j.planned {
		if other != s && s.movedBy(other.ID) {
			return true
		}
	}
	return false
}

// course works out one scheme.
func (j *joint) course(s *Scheme) error {
	c := Course{Scheme: s, State: Open, Gets: slices.Contains(j.life.Gets, s.ID)}
	var m *Maker
	for _, month := range j.months {
		var err error
		if m, err = m.next(j.catalogue, s.ID, month); err == ErrNoScheme {
			continue // its law began later, or ended
		}
		paid := int64(0)
		for _, then := range [2]bool{false, true} {
			if err == nil {
				j.give(m, month, then)
				err = m.find()
			}
			if err != nil {
				return err
			}
			if len(m.offer.Missing) > 0 {
				c.Missing = m.offer.Missing
			}
			if !then {
				paid = m.offer.Amount
			}
		}
		if month <= j.life.Month || len(c.Months) == 0 {
			c.State, c.Scheme = m.offer.State, m.scheme
		}
		if len(c.Missing) == 0 && (month == j.life.Month || month == m.scheme.counts(j.life.Change, j.life.Month)) {
			c.Edge = m.edge(j.life)
		}
		if len(c.Missing) > 0 {
			c.Months = nil
			break
		}
		c.Months = append(c.Months, Month{month, paid, m.offer.Amount, m.scheme.Repayment.Threshold()})
	}
	if n := len(c.Months); n > 0 && j.changed {
		c.Beyond = c.Scheme.counts(j.life.Change, j.life.Month) > c.Months[n-1].On
	}
	c.settle(j.life)
	j.done = append(j.done, c)
	return nil
}

// counts is the last of the months from which on a change counts for some fact of a
// scheme; 0 when it moves none.
func (s *Scheme) counts(change Change, month rules.Day) (last rules.Day) {
	for i := range s.Register {
		for _, m := range s.Register[i].Moves {
			if m.On == string(change) {
				last = max(last, m.From.first(month))
			}
		}
	}
	return last
}

// next is a maker of a scheme for another day: the same one while the law is.
func (m *Maker) next(c *Catalogue, scheme string, on rules.Day) (*Maker, error) {
	if m != nil && (m.period.Until == 0 || on <= m.period.Until) {
		m.on, m.offer.On = on, on
		return m, nil
	}
	return NewMaker(c, scheme, on)
}

// give gives a maker the facts of a month, as things are now or after the change, within
// what the law lets them be: an income of which more falls away than there was is nothing.
func (j *joint) give(m *Maker, month rules.Day, then bool) {
	facts, specs := make([]Fact, len(m.given)), m.period.Program.Facts()
	for i := range facts {
		q, f := &m.scheme.Register[i], &facts[i]
		f.Name, f.Criterion, f.Source = q.Name, q.Criterion, Resident
		f.Value = valueOf(j.life.Facts, q.Name)
		for k := range q.Moves {
			if then && j.changed {
				f.Value = j.move(&q.Moves[k], f.Value, month)
				f.Value.N = max(min(f.Value.N, specs[m.slots[i]].Max), specs[m.slots[i]].Min)
			}
		}
		m.given[i] = f
	}
}

// move moves a value as a move says, if it counts in a month.
func (j *joint) move(m *Move, v Value, month rules.Day) Value {
	if m.On == string(j.life.Change) {
		return m.apply(v, j.life.told(m.Of), m.From.times(month, j.life.Month))
	}
	for i := range j.done {
		if c := &j.done[i]; c.Scheme.ID == m.On && c.Gets {
			return m.apply(v, Number(c.more(month, m.From)), 1)
		}
	}
	return v
}

// more is how much more a scheme pays after the change, in a month or over its year.
func (c *Course) more(month rules.Day, from From) (sum int64) {
	year, _, _ := month.Civil()
	for i := range c.Months {
		m := &c.Months[i]
		of, _, _ := m.On.Civil()
		if m.On == month || from == OverYear && of == year {
			sum += m.Then - m.Now
		}
	}
	return sum
}

// edge finds how far the fact that a change moves can rise, or the fact that work
// moves when the change moves none, and what the change itself crosses. When there is
// no right, and the fact did not end it, it has no Fact.
func (m *Maker) edge(l *Life) (e Edge) {
	at := m.moved(l.Change)
	if at < 0 {
		at = m.moved(Changes[0])
	}
	if at < 0 || m.given[at].Value.Knowledge != Known {
		return e
	}
	slot, f := m.slots[at], m.given[at]
	from, until, err := m.frame.Margin(m.right, slot)
	if err != nil {
		return e // it hangs on what a person has yet to judge
	}
	before := valueOf(l.Facts, f.Name).N // nothing, of a partner who was not there
	if m.offer.State == NotEntitled {
		if until = from - 1; until < before {
			return e
		}
	}
	cliffs, err := m.frame.Cliffs(m.amount, slot, m.right)
	if err != nil {
		return e
	}
	e = Edge{Fact: f.Name, Value: f.Value.N, Until: until}
	e.Always = until == m.period.Program.Facts()[slot].Max
	for _, cliff := range cliffs {
		if cliff.At >= min(e.Value, before) {
			e.Cliffs = append(e.Cliffs, cliff)
		}
	}
	return e
}

// moved returns the first question of the register whose fact a change raises, -1 when
// there is none.
func (m *Maker) moved(change Change) int {
	for i := range m.scheme.Register {
		for _, move := range m.scheme.Register[i].Moves {
			if move.On == string(change) && move.Of != "" && move.Of != "born" && move.Of != "others" {
				return i
			}
		}
	}
	return -1
}
