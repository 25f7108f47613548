package offers

import "zeker/offers/rules"

// Course is what a change does to the money of one scheme, month by month.
type Course struct {
	Scheme  *Scheme
	Gets    bool     // it pays now
	State   State    // in the month of the change
	Missing []string // facts that matter and are not known, best first; then there are no months
	Months  []Month
	Years   []Year // of a scheme that pays by the month, and pays now
	Edge    Edge   // of the fact that the change moves, or that work would, in the month from which that counts
	Beyond  bool   // a part of the change counts only after the last month, of which the law is not known
}

// Edge is how far a fact can rise from what the change makes it, all else as it is then,
// and what it rose over. It has no Fact when nothing can be said.
type Edge struct {
	Fact   string
	Value  int64         // eurocents, or what the fact counts
	Until  int64         // the right stays up to here; below Value, the change went over it
	Always bool          // the right stays however far the fact rises
	Cliffs []rules.Cliff // where one more of it costs more than one of the amount; those below Value the change went over
}

// Month is what there is a right to in one month, in eurocents: as things are now, and
// with the change. A scheme that pays by the year or once has the amount of a grant
// in that month.
type Month struct {
	On        rules.Day // the first of the month
	Now, Then int64
	small     int64 // Repayment.Threshold of the law of the month
}

// Year settles a calendar year, or what is known of it.
type Year struct {
	Year   int
	Told   Settlement // the resident reports the change at once, or today if it was before
	Silent Settlement // the resident says nothing
	small  int64
}

// Settlement sets what was paid against what there was a right to, in eurocents.
type Settlement struct {
	Paid  int64
	Right int64
	Back  int64 // too much, which the card says must or may be reclaimed
	Small int64 // too much, but so little that it is not collected (Awir 26a)
	More  int64 // too little, which comes at the final award (Awir 24)
	Aside int64 // to be put aside each month up to December, to have Back together
}

// Known returns the first and the last month of a calendar year that a course knows, and
// whether they are the whole year: what it says of the year is of those months alone.
func (c *Course) Known(year int) (first, last rules.Day, whole bool) {
	known := 0
	for i := range c.Months {
		of, _, _ := c.Months[i].On.Civil()
		if of != year {
			continue
		}
		if last = c.Months[i].On; known == 0 {
			first = last
		}
		known++
	}
	return first, last, known == monthsInYear
}

// settle fills the years of a course: how money that was paid is settled is what
// the category of repayment law says.
func (c *Course) settle(l *Life) {
	if !c.Gets || c.Scheme.Per != PerMonth {
		return
	}
	advance := c.Scheme.Repayment.Category == AdvanceYearly
	for i := range c.Months {
		m := &c.Months[i]
		year, _, _ := m.On.Civil()
		if n := len(c.Years); n == 0 || c.Years[n-1].Year != year {
			c.Years = append(c.Years, Year{Year: year, small: m.small})
		}
		y := &c.Years[len(c.Years)-1]
		told := m.Now
		if m.On >= l.Follows(advance) {
			told = m.Then
		}
		y.Told.add(told, m.Then, advance)
		y.Silent.add(m.Now, m.Then, advance)
	}
	for i := range c.Years {
		y := &c.Years[i]
		if advance {
			y.Told.close(y.small)
			y.Silent.close(y.small)
		}
		if left := l.left(y.Year, advance); left > 0 {
			y.Told.Aside = (y.Told.Back + left - 1) / left
		}
	}
}

// Follows is the first month in which payment follows a change that is reported at
// once: an advance from the next month on (Awir 5), other money from the month itself.
// What happened before today is reported today.
func (l *Life) Follows(advance bool) rules.Day {
	if advance || l.Late() {
		return max(l.Month, firstOfMonth(l.On)).AddMonths(1)
	}
	return l.Month
}

// Late reports whether the change was before this month: it is then reported today.
func (l *Life) Late() bool { return l.Month < firstOfMonth(l.On) }

// left is how many months of a year are left for putting money aside.
func (l *Life) left(year int, advance bool) int64 {
	from, month, _ := l.Follows(advance).Civil()
	switch {
	case from < year:
		return monthsInYear
	case from > year:
		return 0
	}
	return int64(monthsInYear + 1 - month)
}

// add adds a month. Of money that is no advance each month stands by itself: too little
// in one makes up for nothing in another.
func (s *Settlement) add(paid, right int64, advance bool) {
	s.Paid += paid
	s.Right += right
	if !advance {
		s.Back += max(paid-right, 0)
	}
}

// close settles a year of advances; a difference of at most small is not collected.
func (s *Settlement) close(small int64) {
	switch difference := s.Paid - s.Right; {
	case difference > small:
		s.Back = difference
	case difference > 0:
		s.Small = difference
	default:
		s.More = -difference
	}
}

func firstOfMonth(d rules.Day) rules.Day {
	_, _, day := d.Civil()
	return d - rules.Day(day-1)
}
