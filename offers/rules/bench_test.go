package rules_test

import (
	"fmt"
	"slices"
	"syscall"
	"testing"
	"time"

	"zeker/offers/rules"
)

// cpu is the processor time that this process took so far.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// ratios times functions side by side, round by round, and returns the median
// processor time of one call of each and the median of the ratios to the first.
func ratios(rounds int, calls int, work ...func()) (each []time.Duration, ratio []float64) {
	times := make([][]time.Duration, len(work))
	parts := make([][]float64, len(work))
	for range rounds {
		for i, w := range work {
			start := cpu()
			w()
			times[i] = append(times[i], cpu()-start)
		}
		for i := range work {
			last := len(times[i]) - 1
			parts[i] = append(parts[i], float64(times[i][last])/float64(times[0][last]))
		}
	}
	for i := range work {
		slices.Sort(times[i])
		slices.Sort(parts[i])
		each = append(each, times[i][rounds/2])
		ratio = append(ratio, parts[i][rounds/2])
	}
	for i := range each {
		each[i] = each[i] * 1000 / time.Duration(calls) // in thousandths, to keep the digits
	}
	return each, ratio
}

var (
	sinkRight  bool
	sinkAmount int64
)

// BenchmarkRatioZorgtoeslag prints what an evaluation of a law of ordinary size
// costs against the same by hand.
func BenchmarkRatioZorgtoeslag(b *testing.B) {
	p := zorgtoeslag(b)
	f, e := p.NewFrame(), p.EntryIndex("zorgtoeslag")
	right, amount := p.OutputIndex("heeft_recht"), p.OutputIndex("hoogte")
	all := households(8192)
	rows := make([][]int64, len(all))
	for i := range all {
		rows[i] = all[i].row(nil)
	}
	const again = 200
	hand := func() {
		for range again {
			for i := range all {
				sinkRight, sinkAmount = byHand(&all[i])
			}
		}
	}
	evaluate := func(facts func(row []int64) error, decide func(int) error) func() {
		return func() {
			for range again {
				for _, row := range rows {
					if err := facts(row); err != nil {
						b.Fatal(err)
					}
					if err := decide(e); err != nil {
						b.Fatal(err)
					}
					r, _, _ := f.Output(right)
					sinkRight = r != 0
					sinkAmount, _, _ = f.Output(amount)
				}
			}
		}
	}
	one := func(row []int64) error {
		f.Reset()
		for i, v := range row {
			if err := f.Know(i, v); err != nil {
				return err
			}
		}
		return nil
	}
	incomplete := func(row []int64) error {
		err := f.KnowAll(row)
		f.Forget(7)
		f.Forget(9)
		return err
	}
	b.ReportAllocs()
	for range b.N {
		each, x := ratios(9, again*len(all), hand,
			evaluate(f.KnowAll, f.Evaluate), evaluate(one, f.Evaluate), evaluate(incomplete, f.Decide), evaluate(f.KnowAll, func(int) error { return nil }))
		names := []string{"hand", "KnowAll+Evaluate", "Know+Evaluate", "two unknown, Decide", "KnowAll alone"}
		for i := range each {
			fmt.Printf("zorgtoeslag %-20s %7.2f ns %6.2f x\n", names[i], float64(each[i])/1000, x[i])
		}
		b.ReportMetric(x[1], "x_hand")
	}
}

// alleenverdieners is the allowance for single earners of 2026 (Participatiewet
// art. 78gg): whoever is on the list of the Inlichtingenbureau has a right.
func alleenverdieners(t testing.TB) *rules.Program {
	l := newLaw(t)
	right := l.output("heeft_recht", l.boolean("staat_op_lijst"))
	l.output("hoogte", l.op(rules.If, right, l.number(1100_00), l.number(0)))
	return l.program(rules.Entry{Name: "alleenverdieners", Outputs: []string{"heeft_recht", "hoogte"}})
}

//go:noinline
func alleenverdienersByHand(listed bool) (right bool, amount int64) {
	if listed {
		return true, 1100_00
	}
	return false, 0
}

// BenchmarkRatioAlleenverdieners is the same for the smallest law that there is.
func BenchmarkRatioAlleenverdieners(b *testing.B) {
	p := alleenverdieners(b)
	f, e := p.NewFrame(), p.EntryIndex("alleenverdieners")
	right, amount := p.OutputIndex("heeft_recht"), p.OutputIndex("hoogte")
	all := make([]bool, 8192)
	for i, h := range households(len(all)) {
		all[i] = h.partner
	}
	const again = 500
	hand := func() {
		for range again {
			for _, v := range all {
				sinkRight, sinkAmount = alleenverdienersByHand(v)
			}
		}
	}
	rules := func() {
		for range again {
			for _, v := range all {
				if f.Know(0, bit(v)) != nil || f.Evaluate(e) != nil {
					b.Fatal("refused")
				}
				r, _, _ := f.Output(right)
				sinkRight = r != 0
				sinkAmount, _, _ = f.Output(amount)
			}
		}
	}
	only := func() {
		for range again {
			for range all {
				if f.Evaluate(e) != nil {
					b.Fatal("refused")
				}
			}
		}
	}
	for range b.N {
		each, x := ratios(9, again*len(all), hand, rules, only)
		names := []string{"hand", "Know+Evaluate+Output", "Evaluate alone"}
		for i := range each {
			fmt.Printf("alleenverdieners %-20s %7.2f ns %6.2f x\n", names[i], float64(each[i])/1000, x[i])
		}
		b.ReportMetric(x[1], "x_hand")
	}
}
