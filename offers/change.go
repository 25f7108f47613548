package offers

import "zeker/offers/rules"

// Change is something that can happen in a life, and that a what-if is asked about.
type Change string

// Changes are those that a what-if knows, in the order in which a page offers them.
var Changes = [...]Change{
	"work", "more_hours", "less_work", "partner_in", "partner_out", "partner_work", "birth", "child_18", "rent", "savings", "inheritance",
}

// most is the most that a what-if is asked about, in eurocents.
const most = 100_000_000

// Asks is what has to be known of a change, as facts of its own: "gross" and "net"
// are what income is more, or less, in eurocents a month; "besides" is what else than
// wages a partner who leaves takes along, gross; "born" is the partner's day of birth;
// "others" is whether there are younger children; "rent" is the new one, in eurocents
// a month; "amount" is what comes in, in eurocents.
func (c Change) Asks() []rules.Fact {
	for i := range asked {
		if asked[i].of == c {
			return asked[i].asks
		}
	}
	return nil
}

var asked = [...]struct {
	of   Change
	asks []rules.Fact
}{
	{"work", wage},
	{"more_hours", wage},
	{"less_work", wage},
	{"partner_work", wage},
	{"partner_in", []rules.Fact{
		{Name: "born", Type: rules.Date, Min: firstBirth, Max: lastBirth},
		{Name: "gross", Type: rules.Number, Unit: "eurocent", Max: most},
		{Name: "net", Type: rules.Number, Unit: "eurocent", Max: most},
	}},
	{"partner_out", []rules.Fact{
		{Name: "gross", Type: rules.Number, Unit: "eurocent", Max: most},
		{Name: "besides", Type: rules.Number, Unit: "eurocent", Max: most},
		{Name: "net", Type: rules.Number, Unit: "eurocent", Max: most},
	}},
	{"child_18", []rules.Fact{{Name: "others", Type: rules.Bool, Max: 1}}},
	{"rent", []rules.Fact{{Name: "rent", Type: rules.Number, Unit: "eurocent", Max: most}}},
	{"savings", []rules.Fact{{Name: "amount", Type: rules.Number, Unit: "eurocent", Max: most}}},
	{"inheritance", []rules.Fact{{Name: "amount", Type: rules.Number, Unit: "eurocent", Max: most}}},
}

var wage = []rules.Fact{
	{Name: "gross", Type: rules.Number, Unit: "eurocent", Max: most},
	{Name: "net", Type: rules.Number, Unit: "eurocent", Max: most},
}

// The days of birth that a date of a fact may be: 1900 to 2199, as the law's.
const (
	firstBirth = -25567
	lastBirth  = 84005
)

// Move says how a change moves a fact of a register. What moves nothing has none.
type Move struct {
	On   string // a Change, or the id of a scheme that pays more or less because of one
	How  How
	Of   string // what of it: one of Change.Asks, or AmountOf a scheme; "" where How needs nothing
	From From
}

// AmountOf is what of a scheme moves a fact: the eurocents that it pays a month.
const AmountOf = "amount"

// How is what a move does to the value of a fact.
type How string

// What a move can do.
const (
	Add   How = "add"
	Less  How = "less" // down to nothing
	Set   How = "set"
	More  How = "more"  // one more
	Fewer How = "fewer" // one fewer, down to none
	BeYes How = "yes"
	BeNo  How = "no"
)

// From is from when on a change counts for a fact.
type From string

// When a change counts.
const (
	FromMonth     From = "month"      // the month in which it happens
	FromNextMonth From = "next_month" // the first of the next month, as Awir 5 has it
	// OverYear is for what is the sum of a calendar year, as the income of Awir 8:
	// each month from the change on adds to it, and it counts for the whole year.
	OverYear From = "year"
	// WholeYear is for such a sum of a person who comes from the next month on: twelve
	// times what comes in a month.
	WholeYear From = "whole_year"
	NewYear   From = "new_year" // the next 1 January, as assets of Awir 7(3)
)

// times is how many times a change in one month counts in another: 0 when it does not.
//
//go:noinline
func (f From) times(month, change rules.Day) int64 {
	year, _, _ := month.Civil()
	changed, at, _ := change.Civil()
	switch {
	case f == OverYear && year == changed:
		return int64(monthsInYear + 1 - at)
	case month < f.first(change):
		return 0
	case f == OverYear, f == WholeYear:
		return monthsInYear
	}
	return 1
}

// first is the first month in which a change in another counts.
func (f From) first(change rules.Day) rules.Day {
	_, month, _ := change.Civil()
	switch f {
	case FromNextMonth, WholeYear:
		return change.AddMonths(1)
	case NewYear:
		return change.AddMonths(monthsInYear + 1 - month)
	}
	return change
}

const monthsInYear = 12

// apply returns a value that a move moves, by what was told: times over, so not at all
// when that is 0.
//
//go:noinline
func (m *Move) apply(v, told Value, times int64) Value {
	if times == 0 {
		return v
	}
	switch m.How {
	case BeYes:
		return Yes
	case BeNo:
		return No
	case Set:
		told.N *= times
		return told
	}
	if v.Knowledge != Known {
		return v
	}
	switch m.How {
	case Add:
		v.N += told.N * times
	case Less:
		v.N = max(v.N-told.N*times, 0)
	case More:
		v.N++
	case Fewer:
		v.N = max(v.N-1, 0)
	}
	return v
}
