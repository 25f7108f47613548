package law

import (
	"zeker/offers/rules"
)

// calendar applies an operation on dates.
func (f *frame) calendar(e *expr, args []Value) (Value, error) {
	switch e.op {
	case "AGE":
		birth, err := f.day(e, args[0])
		if err != nil {
			return Value{}, err
		}
		on, err := f.day(e, args[1])
		return Int(int64(rules.Age(birth, on))), err
	case "DATE_ADD":
		return f.dateAdd(e, args)
	case "DATE":
		return f.date(e, args)
	case "DAY_OF_WEEK":
		d, err := f.day(e, args[0])
		// Day 0, 1 January 1970, was a Thursday: 3, counted from Monday.
		return Int(int64((d%7 + 7 + 3) % 7)), err
	case "DATE_DIFF":
		return f.dateDiff(e, args)
	}
	return Value{}, f.a.errorAt(e.at, InvalidOperation, "unknown operation %q", e.op)
}

func (f *frame) day(e *expr, v Value) (rules.Day, error) {
	d, ok := v.Day()
	if !ok {
		return 0, f.invalid(e, "%s is no date of the form YYYY-MM-DD", v)
	}
	return d, nil
}

func (f *frame) invalid(e *expr, format string, args ...any) error {
	return f.a.errorAt(e.at, InvalidOperation, e.op+": "+format, args...)
}

// dateAdd adds years, months, weeks and days, in this order.
func (f *frame) dateAdd(e *expr, args []Value) (Value, error) {
	d, err := f.day(e, args[0])
	if err != nil {
		return Value{}, err
	}
	var amount [4]int64
	for i := range amount {
		if e.args[i+1] == nil {
			continue
		}
		if amount[i], err = f.whole(e, args[i+1]); err != nil {
			return Value{}, err
		}
	}
	for i, days := range [4]int64{0, 0, 7, 1} {
		moved, ok := int64(0), true
		if i < 2 {
			d, ok = addMonths(d, amount[i]*int64(12-11*i))
		} else {
			moved = int64(d) + amount[i]*days
			ok = moved >= int64(firstDay) && moved <= int64(lastDay)
			d = rules.Day(moved)
		}
		if !ok {
			return Value{}, f.invalid(e, "the result lies outside the years 1 to 9999")
		}
	}
	return Date(d), nil
}

// mostSteps bounds amounts added to a date: more days than there are in 9999
// years.
const mostSteps = 4_000_000

// whole reads an amount; decimals are cut off.
func (f *frame) whole(e *expr, v Value) (int64, error) {
	d, ok := v.Decimal()
	if !ok {
		return 0, f.invalid(e, "%s is no number", v)
	}
	n := d.truncate()
	if !n.IsInt64() || n.Int64() > mostSteps || n.Int64() < -mostSteps {
		return 0, f.invalid(e, "%s is out of range", v)
	}
	return n.Int64(), nil
}

// addMonths keeps the day of the month, or takes the last day of a shorter one.
func addMonths(d rules.Day, months int64) (rules.Day, bool) {
	year, month, _ := d.Civil()
	total := int64(year)*12 + int64(month) - 1 + months
	if total < 12 || total >= 10000*12 {
		return 0, false
	}
	return d.AddMonths(int(months)), true
}

// date makes a date of its parts.
func (f *frame) date(e *expr, args []Value) (Value, error) {
	var parts [3]int64
	for i, arg := range args {
		n, err := f.whole(e, arg)
		if err != nil {
			return Value{}, err
		}
		parts[i] = n
	}
	d, ok := rules.DayOf(int(parts[0]), int(parts[1]), int(parts[2]))
	if !ok {
		return Value{}, f.invalid(e, "there is no day %d-%d-%d", parts[0], parts[1], parts[2])
	}
	return Date(d), nil
}

// dateDiff counts from one date to another.
func (f *frame) dateDiff(e *expr, args []Value) (Value, error) {
	from, err := f.day(e, args[0])
	if err != nil {
		return Value{}, err
	}
	to, err := f.day(e, args[1])
	if err != nil {
		return Value{}, err
	}
	switch args[2].text {
	case "days":
		return Int(int64(to) - int64(from)), nil
	case "months":
		return Int(months(from, to)), nil
	case "years":
		return Int(int64(rules.Age(from, to))), nil
	}
	return Value{}, f.invalid(e, "counts in days, months or years, not in %s", args[2])
}

// months counts complete months; the day of the start is capped to the length of
// the month that it is compared in.
func months(from, to rules.Day) int64 {
	if to < from {
		return -months(to, from)
	}
	y1, m1, _ := from.Civil()
	y2, m2, _ := to.Civil()
	n := (y2-y1)*12 + m2 - m1
	if from.AddMonths(n) > to {
		n--
	}
	return int64(n)
}
