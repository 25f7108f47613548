package rules_test

import (
	"testing"
	"time"

	"zeker/offers/rules"
)

// Every day of the years 1 to 9999, against the calendar of package time.
func TestEveryDayIsThatOfTheCalendar(t *testing.T) {
	at := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)
	first := rules.Day(at.Unix() / 86400)
	for d := first; at.Year() < 10_000; d, at = d+1, at.AddDate(0, 0, 1) {
		y, m, day := d.Civil()
		if y != at.Year() || m != int(at.Month()) || day != at.Day() {
			t.Fatalf("day %d: got %d-%d-%d, want %s", d, y, m, day, at.Format(time.DateOnly))
		}
		if back, ok := rules.DayOf(y, m, day); !ok || back != d {
			t.Fatalf("%d-%d-%d: got %d, %v, want %d", y, m, day, back, ok, d)
		}
	}
}

func TestDaysThatAreNotThere(t *testing.T) {
	for _, d := range [][3]int{{2025, 2, 29}, {2026, 4, 31}, {2026, 13, 1}, {2026, 0, 1}, {2026, 1, 0}, {0, 1, 1}, {10_000, 1, 1}, {1900, 2, 29}} {
		if _, ok := rules.DayOf(d[0], d[1], d[2]); ok {
			t.Errorf("%v: there is such a day, want none", d)
		}
	}
	for _, s := range []string{"", "2026-1-1", "2026-02-30", "26-01-01", "2026/01/01", "2026-01-0a", "2026-01-011"} {
		if _, ok := rules.ParseDay(s); ok {
			t.Errorf("%q: read as a day, want none", s)
		}
	}
}

func TestMonthsAreClamped(t *testing.T) {
	for _, c := range []struct {
		from   string
		months int
		want   string
	}{
		{"2025-01-31", 1, "2025-02-28"}, {"2024-01-31", 1, "2024-02-29"}, {"2024-02-29", 12, "2025-02-28"},
		{"0001-02-28", -1, "0001-01-28"}, {"9999-11-30", 1, "9999-12-30"}, {"0001-01-31", 12*9999 - 1, "9999-12-31"},
		// Outside the years 1 to 9999: day 0.
		{"0001-01-31", -1, "1970-01-01"}, {"0001-12-31", -12, "1970-01-01"}, {"2026-05-05", -12 * 5000, "1970-01-01"}, {"9999-12-01", 1, "1970-01-01"},
		{"2025-03-31", -1, "2025-02-28"}, {"2025-12-15", 1, "2026-01-15"}, {"2025-01-15", -1, "2024-12-15"}, {"2026-05-05", 0, "2026-05-05"},
	} {
		from, _ := rules.ParseDay(c.from)
		if got := from.AddMonths(c.months).String(); got != c.want {
			t.Errorf("%s and %d months: got %s, want %s", c.from, c.months, got, c.want)
		}
	}
}

// codeAndNodes evaluates a condition by code, which looks at the calendar only
// when it must, and node by node, which always does; they must say the same.
func codeAndNodes(t *testing.T, f *rules.Frame, facts ...rules.Day) {
	t.Helper()
	for i, d := range facts {
		if err := f.Know(i, int64(d)); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Evaluate(0); err != nil {
		t.Fatal(err)
	}
	chosen, _, _ := f.Output(0)
	condition, _, _ := f.Output(1)
	if err := f.EvaluateStrictly(0); err != nil {
		t.Fatal(err)
	}
	want, _, _ := f.Output(1)
	if condition != want || chosen != choose[int64](want != 0, 5, 8) {
		t.Fatalf("%v: got %d and %d, want %d", facts, condition, chosen, want)
	}
}

// chosenBy is a law of a condition, and of a choice by it: 5 or 8.
func chosenBy(l *law, condition rules.Node) *rules.Frame {
	l.output("choice", l.op(rules.If, condition, l.number(5), l.number(8)))
	l.output("condition", condition)
	return l.program(rules.Entry{Name: "e", Outputs: []string{"choice", "condition"}}).NewFrame()
}

// TestYearsLaterAreComparedToTheDay, around the day itself and far from it.
func TestYearsLaterAreComparedToTheDay(t *testing.T) {
	for _, months := range []int{1, 11, 12, 13, 18 * 12, 18*12 + 6, 200 * 12, 201 * 12} {
		for _, op := range []rules.Op{rules.LessThan, rules.LessOrEqual, rules.GreaterThan, rules.GreaterOrEqual} {
			l := newLaw(t)
			born := l.date("geboren")
			on := l.fact(rules.Fact{Name: "peildatum", Type: rules.Date, Min: int64(rules.FirstDay), Max: int64(rules.LastDay)})
			none := l.number(0)
			f := chosenBy(l, l.op(op, l.op(rules.DateAdd, born, none, l.number(int64(months)), none, none), on))
			for _, from := range []rules.Day{day("2000-02-29"), day("2001-03-01"), day("1999-12-31")} {
				for days := rules.Day(-3); days <= 3; days++ {
					codeAndNodes(t, f, from, from.AddMonths(months)+days)
				}
			}
			codeAndNodes(t, f, day("2000-02-29"), rules.FirstDay)
			codeAndNodes(t, f, day("2000-02-29"), rules.LastDay)
		}
	}
}

// TestAnyAgeCanBeAskedFor: no years at all, more than anybody has, and so many
// that they end after the calendar does.
func TestAnyAgeCanBeAskedFor(t *testing.T) {
	last := func(years int) rules.Day { return rules.LastDay - rules.Day(366*years) }
	for _, years := range []int{-1, 0, 1, 2, 3, 18, 199, 200, 201, 202} {
		for _, most := range []rules.Day{day("2199-12-31"), last(years + 1), last(years), last(years) + 1, rules.LastDay} {
			most = min(most, rules.LastDay)
			for _, op := range []rules.Op{rules.GreaterOrEqual, rules.GreaterThan, rules.LessThan, rules.LessOrEqual, rules.Equals} {
				l := newLaw(t)
				born := l.fact(rules.Fact{Name: "geboren", Type: rules.Date, Min: int64(rules.FirstDay), Max: int64(most)})
				on := l.fact(rules.Fact{Name: "peildatum", Type: rules.Date, Min: int64(rules.FirstDay), Max: int64(rules.LastDay)})
				f := chosenBy(l, l.op(op, l.op(rules.AgeOn, born, on), l.number(int64(years))))
				for _, from := range []rules.Day{day("2000-02-29"), day("2001-03-01"), day("1999-12-31"), rules.FirstDay, most} {
					for days := rules.Day(-2); days <= 2; days++ {
						if on := from.AddMonths(12*years) + days; on >= rules.FirstDay && on <= rules.LastDay {
							codeAndNodes(t, f, from, on)
						}
					}
				}
			}
		}
	}
}

func TestAProgramHoldsTheYears1To9999(t *testing.T) {
	if first, _ := rules.DayOf(1, 1, 1); first != rules.FirstDay {
		t.Errorf("the first day is %d, want %d", rules.FirstDay, first)
	}
	if last, _ := rules.DayOf(9999, 12, 31); last != rules.LastDay {
		t.Errorf("the last day is %d, want %d", rules.LastDay, last)
	}
}
