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

// times are the processor times of functions, round by round.
type times [][]time.Duration

// sideBySide times functions one after the other, in each round again.
func sideBySide(rounds int, work ...func()) times {
	took := make(times, rounds)
	for round := range took {
		for _, w := range work {
			start := cpu()
			w()
			took[round] = append(took[round], cpu()-start)
		}
	}
	return took
}

// one is the median time of one of so many calls of a function, in nanoseconds.
func (t times) one(function, calls int) float64 {
	return t.median(func(round []time.Duration) float64 { return float64(round[function]) / float64(calls) })
}

// ratio is the median of the ratios of a function to another in the same round.
func (t times) ratio(function, to int) float64 {
	return t.median(func(round []time.Duration) float64 { return float64(round[function]) / float64(round[to]) })
}

func (t times) median(of func(round []time.Duration) float64) float64 {
	list := make([]float64, len(t))
	for i, round := range t {
		list[i] = of(round)
	}
	slices.Sort(list)
	return list[len(list)/2]
}

var (
	sinkRight  bool
	sinkAmount int64
)

// frames gives each of some households a frame of its own, so that evaluating
// can be timed apart from setting facts.
func frames(b *testing.B, p *rules.Program, all []household) []*rules.Frame {
	list := make([]*rules.Frame, len(all))
	for i := range all {
		list[i] = p.NewFrame()
		if err := list[i].KnowAll(all[i].row(nil)); err != nil {
			b.Fatal(err)
		}
	}
	return list
}

// BenchmarkRatioZorgtoeslag prints what an evaluation of a law of ordinary size
// costs against the same by hand: with the facts in place, as they are for the
// function by hand, and with setting them.
func BenchmarkRatioZorgtoeslag(b *testing.B) {
	p := zorgtoeslag(b)
	e := p.EntryIndex("zorgtoeslag")
	right, amount := p.OutputIndex("heeft_recht"), p.OutputIndex("hoogte")
	// More frames than this push each other out of the first-level cache.
	all := households(32)
	in, open := frames(b, p, all), frames(b, p, all)
	for _, f := range open {
		f.Forget(p.FactIndex("inkomen_partner"))
		f.Forget(p.FactIndex("vermogen_partner"))
	}
	rows := make([][]int64, len(all))
	for i := range all {
		rows[i] = all[i].row(nil)
	}
	const again = 40_000
	answer := func(f *rules.Frame, err error) {
		if err != nil {
			b.Fatal(err)
		}
		r, _, _ := f.Output(right)
		sinkRight = r != 0
		sinkAmount, _, _ = f.Output(amount)
	}
	each := func(work func(i int)) func() {
		return func() {
			for range again {
				for i := range all {
					work(i)
				}
			}
		}
	}
	for range b.N {
		show(b, "zorgtoeslag", again*len(all), []timed{
			{"by hand", func() {
				for range again {
					for i := range all {
						sinkRight, sinkAmount = byHand(&all[i])
					}
				}
			}},
			{"Evaluate", each(func(i int) { answer(in[i], in[i].Evaluate(e)) })},
			{"KnowAll, Evaluate", each(func(i int) {
				if err := in[0].KnowAll(rows[i]); err != nil {
					b.Fatal(err)
				}
				answer(in[0], in[0].Evaluate(e))
			})},
			{"Decide, two unknown", each(func(i int) { answer(open[i], open[i].Decide(e)) })},
		})
	}
}

// timed is one way to do the same work.
type timed struct {
	name string
	work func()
}

// show prints processor times side by side, and reports the second against the
// first.
func show(b *testing.B, what string, calls int, ways []timed) {
	work := make([]func(), len(ways))
	for i := range ways {
		work[i] = ways[i].work
	}
	took := sideBySide(9, work...)
	for i, w := range ways {
		fmt.Printf("%-20s %-24s %8.2f ns %7.2f x\n", what, w.name, took.one(i, calls), took.ratio(i, 0))
	}
	b.ReportMetric(took.ratio(1, 0), "x_hand")
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
	e := p.EntryIndex("alleenverdieners")
	right, amount := p.OutputIndex("heeft_recht"), p.OutputIndex("hoogte")
	all, in := make([]bool, 32), make([]*rules.Frame, 32)
	for i, h := range households(len(all)) {
		all[i], in[i] = h.partner, p.NewFrame()
		if err := in[i].Know(0, bit(h.partner)); err != nil {
			b.Fatal(err)
		}
	}
	const again = 80_000
	answer := func(f *rules.Frame, err error) {
		if err != nil {
			b.Fatal(err)
		}
		r, _, _ := f.Output(right)
		sinkRight = r != 0
		sinkAmount, _, _ = f.Output(amount)
	}
	for range b.N {
		show(b, "alleenverdieners", again*len(all), []timed{
			{"by hand", func() {
				for range again {
					for i := range all {
						sinkRight, sinkAmount = alleenverdienersByHand(all[i])
					}
				}
			}},
			{"Evaluate", func() {
				for range again {
					for _, f := range in {
						answer(f, f.Evaluate(e))
					}
				}
			}},
			{"Evaluate, no Output", func() {
				for range again {
					for _, f := range in {
						if err := f.Evaluate(e); err != nil {
							b.Fatal(err)
						}
					}
				}
			}},
			{"Know, Evaluate", func() {
				f := in[0]
				for range again {
					for _, v := range all {
						if err := f.Know(0, bit(v)); err != nil {
							b.Fatal(err)
						}
						answer(f, f.Evaluate(e))
					}
				}
			}},
		})
	}
}

// byHandColumns is the law of 2026 over columns, as one writes it by hand.
func byHandColumns(in *rules.Columns, amounts []int64) {
	on := rules.Day(*in.Facts[0].Same)
	born, insured, lawful := in.Facts[1].Whole, in.Facts[2].Bytes, in.Facts[3].Bytes
	partner, partnerSafe := in.Facts[4].Bytes, in.Facts[5].Bytes
	incomes, partnerIncomes, wealths, partnerWealths := in.Facts[6].Whole, in.Facts[7].Whole, in.Facts[8].Whole, in.Facts[9].Whole
	for i := range amounts {
		h := household{on: on, born: rules.Day(born[i]), insured: insured[i] != 0, lawful: lawful[i] != 0}
		amounts[i] = 0
		if !h.insured || !h.lawful || !adult(h.born, on) {
			continue
		}
		income, wealth := incomes[i], wealths[i]
		limit, fixed := int64(146011_00), int64(2119_00*100000-1912*29736_00)
		if partner[i] != 0 {
			income += partnerIncomes[i]
			wealth += partnerWealths[i]
			limit, fixed = 184633_00, 2*2119_00*100000-4289*29736_00
		}
		if wealth > limit {
			continue
		}
		amount := fixed - 13730*max(0, income-29736_00)
		if amount <= 0 {
			continue
		}
		if partner[i] != 0 && partnerSafe[i] == 0 {
			amount /= 2
		}
		if amount = (amount + 50_00000) / 100_00000 * 100; amount >= 24_00 {
			amounts[i] = amount
		}
	}
}

// BenchmarkRatioColumns scans a population on one core, and on two (on one at most
// 3.3 times the loop by hand, 5 with unknown facts; two do 1.85 times as much).
func BenchmarkRatioColumns(b *testing.B) {
	p := zorgtoeslag(b)
	all := households(1 << 20)
	in, open := population(p, all, 0), population(p, all, 5)
	amounts := make([]int64, in.Rows)
	scan := func(in *rules.Columns, workers int) func() {
		var room *rules.Results
		return func() {
			got, err := p.Scan(0, in, rules.Scan{Workers: workers, Room: room})
			if err != nil || len(got.Errors) > 0 {
				b.Fatal(err)
			}
			if room == nil && in.Facts[1].Known == nil && !slices.Equal(got.Found[1].Lo, amounts) {
				b.Fatal("the scan differs from the loop by hand")
			}
			room = got
		}
	}
	byHandColumns(in, amounts)
	for range b.N {
		show(b, "columns", in.Rows, []timed{
			{"loop by hand", func() { byHandColumns(in, amounts) }},
			{"Scan", scan(in, 1)},
			{"Scan, 5 % unknown", scan(open, 1)},
		})
		showCores(scan(in, 1), scan(in, 2))
	}
}

// BenchmarkRatioAnswers prints what a page asks for beside the amount: what is missing
// and why take at most 20 µs of an open case.
func BenchmarkRatioAnswers(b *testing.B) {
	p := zorgtoeslag(b)
	right, amount, income := p.OutputIndex("heeft_recht"), p.OutputIndex("hoogte"), p.FactIndex("inkomen")
	three, nine := []int{income, p.FactIndex("heeft_partner"), p.FactIndex("vermogen")}, []int{1, 2, 3, 4, 5, 6, 7, 8, 9}
	list, h := make([]int, 0, 20), single(32_000_00, 1000_00)
	missing := func(f *rules.Frame) error { list = f.Missing(list[:0], right, amount); return nil }
	answers := []struct {
		name string
		but  []int // these facts are not known
		ask  func(f *rules.Frame) error
		most string
	}{
		{"missing, three unknown", three, missing, " (at most 20)"},
		{"missing, nine unknown", nine, missing, " (at most 20)"},
		{"why, three unknown", three, func(f *rules.Frame) error { _, err := f.Why(right); return err }, " (at most 20)"},
		{"sum", nil, func(f *rules.Frame) error { f.Sum(amount); return nil }, ""},
		{"margin", nil, func(f *rules.Frame) error { _, _, err := f.Margin(right, income); return err }, ""},
		{"pieces", nil, func(f *rules.Frame) error { _, err := f.Pieces(amount, income); return err }, ""},
	}
	const again = 2000
	var work []func()
	for _, a := range answers {
		f := p.NewFrame()
		if err := f.KnowAll(h.row(nil)); err != nil {
			b.Fatal(err)
		}
		for _, fact := range a.but {
			f.Forget(fact)
		}
		work = append(work, func() {
			for range again {
				if err := a.ask(f); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	for range b.N {
		took := sideBySide(9, work...)
		for i, a := range answers {
			fmt.Printf("%-20s %-24s %8.2f µs%s\n", "answers", a.name, took.one(i, again)/1000, a.most)
		}
		b.ReportMetric(took.one(0, again)/1000, "µs_missing")
	}
}
