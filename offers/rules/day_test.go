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

// Comparing a day some years later with another gives the same with code, which
// does not look at the calendar, as node by node, which does.
func TestYearsLaterAreComparedToTheDay(t *testing.T) {
	for _, op := range []rules.Op{rules.LessThan, rules.LessOrEqual, rules.GreaterThan, rules.GreaterOrEqual} {
		l := newLaw(t)
		born, on := l.date("geboren"), l.date("peildatum")
		none := l.number(0)
		l.output("later", l.op(op, l.op(rules.DateAdd, born, l.number(18), none, none, none), on))
		p := l.program(rules.Entry{Name: "e", Outputs: []string{"later"}})
		f := p.NewFrame()
		for _, date := range []string{"2000-02-29", "2001-03-01", "1999-12-31"} {
			from, _ := rules.ParseDay(date)
			for days := rules.Day(18*365 - 3); days < 18*366+3; days++ {
				for i, v := range []rules.Day{from, from + days} {
					if err := f.Know(i, int64(v)); err != nil {
						t.Fatal(err)
					}
				}
				if err := f.Evaluate(0); err != nil {
					t.Fatal(err)
				}
				got, _, _ := f.Output(0)
				if err := f.EvaluateStrictly(0); err != nil {
					t.Fatal(err)
				}
				if want, _, _ := f.Output(0); got != want {
					t.Fatalf("op %d, %s and %s: got %d, want %d", op, from, from+days, got, want)
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
