package rules

// dates applies the operations that take days.
func (c *call) dates(args []term) (term, error) {
	want := map[Op][]Type{
		AgeOn: {Date, Date}, DiffDays: {Date, Date}, DiffMonths: {Date, Date}, DiffYears: {Date, Date},
		DayOfWeek: {Date}, DateAdd: {Date, Number, Number, Number, Number}, DateOf: {Number, Number, Number},
	}[c.op]
	if len(args) != len(want) {
		return term{}, c.err("has the wrong number of arguments")
	}
	parts := [5]ref{}
	for i, t := range args {
		if t.typ != want[i] {
			return term{}, c.err("takes dates as days of the calendar and amounts as numbers")
		}
		parts[i] = t.num
		if t.typ == Number {
			parts[i] = c.whole(truncate, t)
		}
	}
	g := c.b.graph
	switch c.op {
	case AgeOn, DiffYears:
		return plain(Number, g.make(node{kind: kAge, a: parts[0], b: parts[1]})), nil
	case DiffDays:
		return plain(Number, g.make(node{kind: kSub, a: parts[1], b: parts[0]})), nil
	case DiffMonths:
		return plain(Number, g.make(node{kind: kMonths, a: parts[0], b: parts[1]})), nil
	case DayOfWeek:
		return plain(Number, g.make(node{kind: kWeekday, a: parts[0]})), nil
	case DateOf:
		return plain(Date, g.make(node{kind: kDateOf, way: c.op, a: parts[0], b: parts[1], c: parts[2], at: c.source()})), nil
	}
	return c.moved(parts)
}

// moved is DATE_ADD: years, then months, each to the last day of a shorter
// month, then weeks and days.
func (c *call) moved(parts [5]ref) (term, error) {
	g := c.b.graph
	day := parts[0]
	for _, months := range [2]ref{g.make(node{kind: kMulK, a: parts[1], k: 12}), parts[2]} {
		if k, ok := g.isConst(months); !ok || k != 0 {
			day = g.make(node{kind: kAddMonths, a: day, b: months})
		}
	}
	day = g.make(node{kind: kAdd, a: day, b: g.make(node{kind: kMulK, a: parts[3], k: 7})})
	day = g.make(node{kind: kAdd, a: day, b: parts[4]})
	if r := g.rng[day]; r.lo < int64(firstDay) || r.hi > int64(lastDay) {
		return term{}, c.err("a day may lie outside the years 1 to 9999: give the facts narrower ranges")
	}
	return plain(Date, day), nil
}
