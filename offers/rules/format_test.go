package rules_test

import (
	"strconv"
	"strings"
	"testing"

	"zeker/offers/rules"
)

// worth evaluates one expression without facts, in all ways.
func worth(t *testing.T, build func(l *law) rules.Node) (v int64, o rules.Output, err error) {
	t.Helper()
	l := newLaw(t)
	n := build(l)
	l.output("x", n)
	p := l.program(rules.Entry{Name: "x", Outputs: []string{"x"}})
	f := p.NewFrame()
	for _, evaluate := range []func(int) error{f.Evaluate, f.EvaluateStrictly, f.Decide} {
		if err = evaluate(0); err == nil {
			var status rules.Status
			if v, _, status = f.Output(0); status != rules.Decided {
				t.Errorf("status is %d", status)
			}
		}
	}
	return v, p.Outputs()[0], err
}

// decimal writes a value with its decimals.
func decimal(v int64, scale uint8) string {
	sign := ""
	if v < 0 {
		sign, v = "-", -v
	}
	digits := strconv.FormatInt(v, 10)
	if scale == 0 {
		return sign + digits
	}
	digits = strings.Repeat("0", max(0, int(scale)+1-len(digits))) + digits
	whole := len(digits) - int(scale)
	return sign + digits[:whole] + "." + digits[whole:]
}

// TestFormatValues has the values of the law format's appendix, as far as a
// program's types reach.
func TestFormatValues(t *testing.T) {
	n := func(l *law, whole int64) rules.Node { return l.number(whole) }
	tenth := func(l *law, v int64) rules.Node { return l.b.Number(v, 1) }
	date := func(l *law, s string) rules.Node { return l.b.Date(day(s)) }
	round := func(l *law, op rules.Op, precision int, v int64, scale uint8) rules.Node {
		return l.must(l.b.Round(op, precision, article("1"), l.b.Number(v, scale)))
	}
	dateAdd := func(l *law, s string, y, m, w int64, d rules.Node) rules.Node {
		return l.op(rules.DateAdd, date(l, s), n(l, y), n(l, m), n(l, w), d)
	}
	for name, c := range map[string]struct {
		build func(l *law) rules.Node
		want  string
	}{
		"ADD 2 3":                  {func(l *law) rules.Node { return l.op(rules.Add, n(l, 2), n(l, 3)) }, "5"},
		"ADD 2 0.5":                {func(l *law) rules.Node { return l.op(rules.Add, n(l, 2), tenth(l, 5)) }, "2.5"},
		"SUBTRACT 5":               {func(l *law) rules.Node { return l.op(rules.Subtract, n(l, 5)) }, "5"},
		"SUBTRACT 5 1 2":           {func(l *law) rules.Node { return l.op(rules.Subtract, n(l, 5), n(l, 1), n(l, 2)) }, "2"},
		"MIN 1 0.5":                {func(l *law) rules.Node { return l.op(rules.Min, n(l, 1), tenth(l, 5)) }, "0.5"},
		"MAX 1 0.5":                {func(l *law) rules.Node { return l.op(rules.Max, n(l, 1), tenth(l, 5)) }, "1"},
		"DIVIDE 100 4":             {func(l *law) rules.Node { return l.op(rules.Divide, n(l, 100), n(l, 4)) }, "25"},
		"DIVIDE 7":                 {func(l *law) rules.Node { return l.op(rules.Divide, n(l, 7)) }, "7"},
		"DIVIDE 7 -2":              {func(l *law) rules.Node { return l.op(rules.Divide, n(l, 7), n(l, -2)) }, "-3.5"},
		"ROUND 2.5":                {func(l *law) rules.Node { return round(l, rules.Round, 0, 25, 1) }, "3"},
		"ROUND -2.5":               {func(l *law) rules.Node { return round(l, rules.Round, 0, -25, 1) }, "-3"},
		"CEIL -2.3":                {func(l *law) rules.Node { return round(l, rules.Ceil, 0, -23, 1) }, "-2"},
		"FLOOR -2.3":               {func(l *law) rules.Node { return round(l, rules.Floor, 0, -23, 1) }, "-3"},
		"ROUND p-2":                {func(l *law) rules.Node { return round(l, rules.Round, -2, 20969178888, 5) }, "209700"},
		"ROUND p4":                 {func(l *law) rules.Node { return round(l, rules.Round, 4, 12345, 5) }, "0.1235"},
		"a cut of five percent":    {func(l *law) rules.Node { return l.op(rules.Multiply, n(l, 109171), l.b.Number(95, 2)) }, "103712.45"},
		"EQUALS 1 1.0":             {func(l *law) rules.Node { return l.op(rules.Equals, n(l, 1), tenth(l, 10)) }, "1"},
		"EQUALS 42 text":           {func(l *law) rules.Node { return l.op(rules.Equals, n(l, 42), l.b.Text("42")) }, "0"},
		"NOT_EQUALS 42 text":       {func(l *law) rules.Node { return l.op(rules.NotEquals, n(l, 42), l.b.Text("42")) }, "1"},
		"EQUALS text text":         {func(l *law) rules.Node { return l.op(rules.Equals, l.b.Text("a"), l.b.Text("a")) }, "1"},
		"EQUALS true false":        {func(l *law) rules.Node { return l.op(rules.Equals, l.b.Bool(true), l.b.Bool(false)) }, "0"},
		"AND of nothing":           {func(l *law) rules.Node { return l.op(rules.And) }, "1"},
		"OR of nothing":            {func(l *law) rules.Node { return l.op(rules.Or) }, "0"},
		"IN 1 [1.0 2]":             {func(l *law) rules.Node { return l.op(rules.In, n(l, 1), tenth(l, 10), n(l, 2)) }, "1"},
		"IN far apart":             {func(l *law) rules.Node { return l.op(rules.In, n(l, 5000), n(l, 1), n(l, 5000), n(l, -900)) }, "1"},
		"IN of another type":       {func(l *law) rules.Node { return l.op(rules.In, n(l, 1), l.b.Text("1")) }, "0"},
		"IS_NULL of a sum":         {func(l *law) rules.Node { return l.op(rules.IsNull, l.op(rules.Add, n(l, 1), n(l, 2))) }, "0"},
		"AGE on 28 February":       {func(l *law) rules.Node { return l.op(rules.AgeOn, date(l, "2000-02-29"), date(l, "2025-02-28")) }, "25"},
		"AGE the day before":       {func(l *law) rules.Node { return l.op(rules.AgeOn, date(l, "2000-02-29"), date(l, "2025-02-27")) }, "24"},
		"AGE before birth":         {func(l *law) rules.Node { return l.op(rules.AgeOn, date(l, "2030-01-01"), date(l, "2025-01-01")) }, "-5"},
		"DATE_ADD a month":         {func(l *law) rules.Node { return dateAdd(l, "2025-01-31", 0, 1, 0, n(l, 0)) }, "2025-02-28"},
		"DATE_ADD a leap year":     {func(l *law) rules.Node { return dateAdd(l, "2024-02-29", 1, 0, 0, n(l, 0)) }, "2025-02-28"},
		"DATE_ADD a month back":    {func(l *law) rules.Node { return dateAdd(l, "2025-03-31", 0, -1, 0, n(l, 0)) }, "2025-02-28"},
		"DATE_ADD keeps its clamp": {func(l *law) rules.Node { return dateAdd(l, "2024-02-29", 1, 36, 0, n(l, 0)) }, "2028-02-28"},
		"DATE_ADD 1.9 days":        {func(l *law) rules.Node { return dateAdd(l, "2025-01-01", 0, 0, 0, tenth(l, 19)) }, "2025-01-02"},
		"DATE_ADD -1.9 days":       {func(l *law) rules.Node { return dateAdd(l, "2025-01-02", 0, 0, 0, tenth(l, -19)) }, "2025-01-01"},
		"DATE_ADD two weeks":       {func(l *law) rules.Node { return dateAdd(l, "2025-01-01", 0, 0, 2, n(l, 0)) }, "2025-01-15"},
		"DATE_DIFF months":         {func(l *law) rules.Node { return l.op(rules.DiffMonths, date(l, "2025-01-31"), date(l, "2025-02-28")) }, "1"},
		"DATE_DIFF months back":    {func(l *law) rules.Node { return l.op(rules.DiffMonths, date(l, "2025-02-28"), date(l, "2025-01-31")) }, "-1"},
		"DATE_DIFF years":          {func(l *law) rules.Node { return l.op(rules.DiffYears, date(l, "2020-02-29"), date(l, "2021-02-28")) }, "1"},
		"DATE_DIFF days":           {func(l *law) rules.Node { return l.op(rules.DiffDays, date(l, "2020-02-28"), date(l, "2020-03-01")) }, "2"},
		"DAY_OF_WEEK":              {func(l *law) rules.Node { return l.op(rules.DayOfWeek, date(l, "2026-04-27")) }, "0"},
		"DAY_OF_WEEK before 1970":  {func(l *law) rules.Node { return l.op(rules.DayOfWeek, date(l, "1969-12-28")) }, "6"},
		"DATE":                     {func(l *law) rules.Node { return l.op(rules.DateOf, n(l, 2024), n(l, 2), n(l, 29)) }, "2024-02-29"},
		"GREATER_THAN of dates":    {func(l *law) rules.Node { return l.op(rules.GreaterThan, date(l, "2024-02-29"), date(l, "2024-02-28")) }, "1"},
		"a third of three": {func(l *law) rules.Node {
			return l.op(rules.Multiply, l.op(rules.Divide, n(l, 1), n(l, 3)), n(l, 3))
		}, "1"},
		"IF takes the first case": {func(l *law) rules.Node {
			return l.op(rules.If, l.b.Bool(true), n(l, 1), l.b.Bool(true), n(l, 2), tenth(l, 5))
		}, "1"},
	} {
		t.Run(name, func(t *testing.T) {
			v, o, err := worth(t, c.build)
			got := decimal(v, o.Scale)
			if o.Type == rules.Date {
				got = rules.Day(v).String()
			}
			if err != nil || got != c.want {
				t.Errorf("got %s, %v, want %s", got, err, c.want)
			}
		})
	}
}

// TestRefusedWhileBuilding has what no program is made of; the error names the
// article and the operation.
func TestRefusedWhileBuilding(t *testing.T) {
	l := newLaw(t)
	n, yes, text, date := l.number(1), l.b.Bool(true), l.b.Text("a"), l.date("d")
	income := l.euros("income")
	status := l.fact(rules.Fact{Name: "status", Type: rules.Text, Symbols: []string{"a"}})
	other := l.fact(rules.Fact{Name: "other", Type: rules.Text})
	wide := l.fact(rules.Fact{Name: "wide", Type: rules.Number, Min: -1 << 62, Max: 1 << 62})
	fine := l.fact(rules.Fact{Name: "fine", Type: rules.Number, Scale: 18, Max: 9})
	quotient := l.op(rules.Divide, n, income)
	apply := func(op rules.Op, args ...rules.Node) func() (rules.Node, error) {
		return func() (rules.Node, error) { return l.b.Op(op, article("7"), args...) }
	}
	round := func(op rules.Op, precision int, v rules.Node) func() (rules.Node, error) {
		return func() (rules.Node, error) { return l.b.Round(op, precision, article("7"), v) }
	}
	for name, c := range map[string]struct {
		try  func() (rules.Node, error)
		want string
	}{
		"a text added":              {apply(rules.Add, n, text), "ADD: value 2 is no number"},
		"nothing added":             {apply(rules.Add), "ADD: takes at least one value"},
		"a condition that is none":  {apply(rules.And, yes, n), "AND: condition 2 is no boolean"},
		"NOT of two":                {apply(rules.Not, yes, yes), "NOT: takes one value"},
		"IF without default":        {apply(rules.If, yes, n), "IF: takes cases and a default"},
		"IF with two defaults":      {apply(rules.If, yes, n, yes, n), "IF: takes cases and a default"},
		"IF on a number":            {apply(rules.If, n, n, n), "IF: case 1 has a condition that is no boolean"},
		"IF of two types":           {apply(rules.If, yes, n, text), "IF: the cases and the default are of different types"},
		"IF between texts":          {apply(rules.If, yes, status, text), "IF: the texts come from different facts"},
		"an order of texts":         {apply(rules.LessThan, text, text), "LESS_THAN: only numbers and dates have an order"},
		"a number before a date":    {apply(rules.LessThan, n, date), "LESS_THAN: compares values of different types"},
		"a comparison of three":     {apply(rules.Equals, n, n, n), "EQUALS: takes a subject and a value"},
		"two texts of the facts":    {apply(rules.Equals, status, other), "EQUALS: compares two texts of which none is written in the law"},
		"IN of nothing":             {apply(rules.In), "IN: takes a subject and values"},
		"IS_NULL of two":            {apply(rules.IsNull, n, n), "IS_NULL: takes one argument"},
		"AGE of a number":           {apply(rules.AgeOn, n, date), "AGE: takes dates"},
		"AGE of one":                {apply(rules.AgeOn, date), "AGE: has the wrong number of arguments"},
		"an overflow":               {apply(rules.Multiply, wide, n, l.number(4)), "MULTIPLY: a value may not fit in 64 bits"},
		"a sum that overflows":      {apply(rules.Add, wide, wide, wide), "ADD: a value may not fit in 64 bits"},
		"a difference too large":    {apply(rules.Subtract, l.op(rules.Subtract, n, wide), wide, wide), "SUBTRACT: a value may not fit in 64 bits"},
		"division by zero":          {apply(rules.Divide, n, l.number(0)), "DIVIDE: division by zero"},
		"a quotient left as it is":  {apply(rules.Add, quotient, n), "ADD: a quotient by something that is not constant"},
		"too many decimals":         {apply(rules.Multiply, fine, fine), "MULTIPLY: the factors have too many decimals together"},
		"decimals without a common": {apply(rules.Add, fine, l.op(rules.Divide, income, l.number(7), l.number(1_000_003))), "ADD: the numbers have too many decimals together"},
		"a day after the year 9999": {apply(rules.DateAdd, date, l.number(9000), n, n, n), "DATE_ADD: a day may lie outside the years 1 to 9999"},
		"days past the year 9999":   {apply(rules.DateAdd, date, n, n, n, l.number(4_000_000)), "DATE_ADD: a day may lie outside the years 1 to 9999"},
		"ROUND without precision":   {apply(rules.Round, n), "ROUND: takes its precision through Round"},
		"FLOOR without precision":   {apply(rules.Floor, n), "FLOOR: takes its precision through Round"},
		"ROUND of a boolean":        {round(rules.Round, 0, yes), "ROUND: takes a number"},
		"ROUND p29":                 {round(rules.Round, 29, n), "ROUND: precision 29 is not between -18 and 18"},
		"ROUND by adding":           {round(rules.Add, 0, n), "ADD: does not round"},
		"ROUND of too fine a part":  {round(rules.Round, -18, fine), "ROUND: the number has too many decimals: round in two steps"},
		"a node of nobody":          {apply(rules.Add, n, 9999), "ADD: an argument is no node of this builder"},
		"IS_NULL of nobody":         {apply(rules.IsNull, -1), "IS_NULL: takes one argument"},
		"ROUND of nobody":           {round(rules.Round, 0, -1), "ROUND: an argument is no node of this builder"},
		"the node after the last":   {func() (rules.Node, error) { return l.b.Op(rules.Add, article("7"), n, l.number(4711)+1) }, "ADD: an argument is no node of this builder"},
		"IS_NULL of the next node":  {func() (rules.Node, error) { return l.b.Op(rules.IsNull, article("7"), l.number(4712)+1) }, "IS_NULL: takes one argument"},
		"no such operation":         {apply(200, n), "no such operation"},
		"an output twice":           {func() (rules.Node, error) { l.output("twice", n); return l.b.Output("twice", article("7"), yes) }, "output twice is declared twice, with different values"},
		"an output of nobody":       {func() (rules.Node, error) { return l.b.Output("none", article("7"), 9999) }, "output: an argument is no node of this builder"},
		"a third as an output": {func() (rules.Node, error) {
			return l.b.Output("third", article("7"), l.op(rules.Divide, income, l.number(3)))
		}, "output third has no end of decimals: round it in the law"},
		"a quotient as an output": {func() (rules.Node, error) { return l.b.Output("share", article("7"), quotient) }, "output share is a quotient by something that is not constant: round it"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := c.try()
			if err == nil || !strings.HasPrefix(err.Error(), "wet 2026-01-01: article 7: "+strings.TrimPrefix(c.want, "output: ")) && !strings.HasPrefix(err.Error(), "wet 2026-01-01: article 7: "+c.want) {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

// TestFactsRefused has facts that cannot be declared, and values they cannot have.
func TestFactsRefused(t *testing.T) {
	l := newLaw(t)
	l.euros("income")
	for name, f := range map[string]rules.Fact{
		"no type":             {Name: "a"},
		"an empty range":      {Name: "b", Type: rules.Number, Min: 2, Max: 1},
		"the least number":    {Name: "c", Type: rules.Number, Min: -1 << 63},
		"too many decimals":   {Name: "d", Type: rules.Number, Scale: 19},
		"a day before year 1": {Name: "e", Type: rules.Date, Min: -900_000},
		"another type":        {Name: "income", Type: rules.Bool},
		"another unit":        {Name: "income", Type: rules.Number, Max: 1, Unit: "euro"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := l.b.Fact(f); err == nil || !strings.Contains(err.Error(), "fact "+f.Name) {
				t.Errorf("got %v", err)
			}
		})
	}
	l.output("poor", l.op(rules.LessThan, l.euros("income"), l.number(100)))
	l.output("sum", l.euros("income"))
	p := l.program(rules.Entry{Name: "x", Outputs: []string{"poor"}})
	f := p.NewFrame()
	for name, err := range map[string]error{
		"below the range":        f.Know(0, -1),
		"above the range":        f.Know(0, 10_000_000_01),
		"a range outside":        f.KnowRange(0, -5, -1),
		"null without a meaning": f.KnowNull(0),
		"too few values":         f.KnowAll(nil),
		"one of all":             f.KnowAll([]int64{-1}),
		"an amount as criterion": f.Criterion(1, true),
	} {
		t.Run(name, func(t *testing.T) {
			if err == nil {
				t.Error("taken")
			}
		})
	}
	// Of all values at once, the first that is outside is named; those at the ends are not.
	l.output("more", l.op(rules.Add, l.between("debt", -50, 0), l.between("savings", 3, 90)))
	many := l.program(rules.Entry{Name: "x", Outputs: []string{"more"}})
	for values, want := range map[[3]int64]string{
		{0, -50, 3}: "", {10_000_000_00, 0, 90}: "", {0, -51, 2}: "debt", {0, 1, 91}: "debt", {0, -50, 2}: "savings", {10_000_000_00, 0, 91}: "savings", {-1, 0, 91}: "income",
	} {
		g := many.NewFrame()
		err := g.KnowAll(values[:])
		if want == "" && err != nil || want != "" && (err == nil || err.Error() != "fact "+want+" has a value outside its range") {
			t.Errorf("%v: %v, want one about %q", values, err, want)
		}
		if missing := g.Missing(nil, many.OutputIndex("more")); (len(missing) == 0) != (err == nil) {
			t.Errorf("%v: %d facts are missing after %v", values, len(missing), err)
		}
	}
	for name, entries := range map[string][]rules.Entry{
		"names an output that is not declared": {{Name: "y", Outputs: []string{"rich"}}},
		"declared twice":                       {{Name: "z"}, {Name: "z"}},
	} {
		if _, err := l.b.Program(entries...); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("got %v, want one that is %s", err, name)
		}
	}
}
