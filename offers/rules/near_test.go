package rules_test

import (
	"testing"

	"zeker/offers/rules"
)

// months is a right from the first day of the month after the eighteenth birthday, as
// the law format says it: by the months that are complete since a fixed day.
func months(t testing.TB, fixed rules.Day) *rules.Program {
	l := newLaw(t)
	on, born, zero := l.date(rules.ReferenceDate), l.date("born"), l.number(0)
	since := l.b.Date(fixed)
	first := l.op(rules.DateAdd, since, zero, l.op(rules.DiffMonths, since, on), zero, zero)
	adult := l.op(rules.LessThan, l.op(rules.DateAdd, born, l.number(18), zero, zero, zero), first)
	old := l.op(rules.GreaterOrEqual, l.op(rules.AgeOn, born, l.op(rules.DateAdd, first, zero, zero, zero, l.number(-1))), l.number(67))
	l.output("adult", adult)
	l.output("amount", l.op(rules.If, adult, l.op(rules.If, old, l.number(1), l.number(2)), l.number(0)))
	return l.program(rules.Entry{Name: "months", Outputs: []string{"adult", "amount"}})
}

// TestNearBirthdaysAreLookedUp: what settles an age by the days alone says what the
// calendar says, on every day around the birthdays that count, also where the fixed
// day that months are counted from is later or is the last of its month.
func TestNearBirthdaysAreLookedUp(t *testing.T) {
	for _, fixed := range []string{"2000-01-01", "2000-01-31", "2030-02-28"} {
		p := months(t, day(fixed))
		f := p.NewFrame()
		for on := day("2023-12-28"); on <= day("2024-04-02"); on++ {
			give(t, f, p.FactIndex(rules.ReferenceDate), int64(on))
			for _, years := range []int{18, 67} {
				for born := on.AddMonths(-12*years) - 75; born < on.AddMonths(-12*years)+75; born++ {
					give(t, f, p.FactIndex("born"), int64(born))
					if err := f.Evaluate(0); err != nil {
						t.Fatal(err)
					}
					adult, _, _ := f.Output(0)
					amount, _, _ := f.Output(1)
					if err := f.EvaluateStrictly(0); err != nil {
						t.Fatal(err)
					}
					wantAdult, _, _ := f.Output(0)
					want, _, _ := f.Output(1)
					if adult != wantAdult || amount != want {
						t.Fatalf("born on %v, on %v, months from %s: got %d %d, want %d %d", born, on, fixed, adult, amount, wantAdult, want)
					}
				}
			}
		}
	}
}
