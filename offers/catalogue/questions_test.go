package catalogue_test

import (
	"fmt"
	"math/bits"
	"slices"
	"testing"

	"zeker/offers"
	"zeker/offers/catalogue"
	"zeker/offers/rules"
)

// TestQuestionsAreAskedInTheBestOrder: in every period the order of a register is
// as good as the one that is found for these few people alone, but for two in a
// hundred questions. What rests on the same law is tried once.
func TestQuestionsAreAskedInTheBestOrder(t *testing.T) {
	tried := map[string]bool{}
	entries(t, func(t *testing.T, l *catalogue.Library, m *catalogue.Municipality, p *offers.Period, s *offers.Scheme) {
		scheme, _ := l.Scheme(s.ID)
		law := fmt.Sprint(s.ID, s.Laws)
		if tried[law] {
			return
		}
		tried[law] = true
		entry := p.Program.EntryIndex(s.ID + offers.MissingSuffix)
		all := people(p.Program, 1, rounds(10_000), p.From)
		found, err := p.Program.Order(entry, all)
		if err != nil {
			t.Fatal(err)
		}
		best, used := asked(t, p.Program, entry, all, found), asked(t, p.Program, entry, all, ordered(p.Program, scheme, found))
		if used*50 > best*51 {
			t.Errorf("the order of the register takes %d questions; these take %d: %v", used, best, named(p.Program, found))
		}
	})
}

// ordered is the order of a scheme's register, as far as the program reads it.
func ordered(p *rules.Program, s *catalogue.Scheme, questions []int) (facts []int) {
	if len(s.Order) == 0 {
		return questions
	}
	for _, name := range s.Order {
		if i := p.FactIndex(name); slices.Contains(questions, i) {
			facts = append(facts, i)
		}
	}
	return facts
}

func named(p *rules.Program, facts []int) (list []string) {
	for _, fact := range facts {
		list = append(list, p.Facts()[fact].Name)
	}
	return list
}

func asked(t testing.TB, p *rules.Program, entry int, all *rules.Columns, order []int) int {
	t.Helper()
	n, err := p.Questions(entry, all, order)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestMissingAsksWhatQuestionsCounts: who answers the first of what is missing,
// again and again, is asked as many questions as the order promises.
func TestMissingAsksWhatQuestionsCounts(t *testing.T) {
	entries(t, func(t *testing.T, l *catalogue.Library, m *catalogue.Municipality, p *offers.Period, s *offers.Scheme) {
		scheme, _ := l.Scheme(s.ID)
		all := people(p.Program, 3, rounds(20_000), p.From)
		questions := facts(p.Program, s)
		want := asked(t, p.Program, p.Program.EntryIndex(s.ID+offers.MissingSuffix), all, ordered(p.Program, scheme, questions))
		f, got := p.Program.NewFrame(), 0
		for row := range all.Rows {
			f.Reset()
			for {
				answer(t, f, p.Program.FactIndex(rules.ReferenceDate), all, row)
				missing := f.Missing(nil, p.Program.OutputIndex(s.Right), p.Program.OutputIndex(s.Amount))
				if len(missing) == 0 {
					break
				}
				answer(t, f, missing[0], all, row)
				got++
			}
		}
		if got != want {
			t.Errorf("%d questions asked, want %d", got, want)
		}
	})
}

// facts are the facts of a scheme that can be asked for, in the order of its
// register.
func facts(p *rules.Program, s *offers.Scheme) (list []int) {
	for i := range s.Register {
		if fact := p.FactIndex(s.Register[i].Name); fact >= 0 && !p.Facts()[fact].Judged {
			list = append(list, fact)
		}
	}
	return list
}

// answer tells a frame what a row knows of a fact.
func answer(t testing.TB, f *rules.Frame, fact int, all *rules.Columns, row int) {
	t.Helper()
	if fact < 0 {
		return // a law that does not look at the day
	}
	var err error
	switch c := &all.Facts[fact]; {
	case c.Same != nil:
		err = f.Know(fact, *c.Same)
	case c.Null != nil && c.Null[row>>6]>>(row&63)&1 != 0:
		err = f.KnowNull(fact)
	default:
		err = f.Know(fact, c.Whole[row])
	}
	if err != nil {
		t.Fatal(err)
	}
}

// BenchmarkRatioQuestions prints how many questions people are asked in the mean:
// in the order of Missing, in that of the register, at least (every next question
// the best one after the answers before it), and when all are asked. The people
// are others than the order was found for. The least is looked for up to
// mostTried questions.
func BenchmarkRatioQuestions(b *testing.B) {
	on := date(b, "2026-11-16")
	l := library(b)
	period, err := town(b, l, "zonnedijk").On(on)
	if err != nil {
		b.Fatal(err)
	}
	p := period.Program
	const rows = 400
	all := people(p, 4, rows, on)
	for i := range period.Schemes {
		s := &period.Schemes[i]
		scheme, _ := l.Scheme(s.ID)
		entry, questions := p.EntryIndex(s.ID+offers.MissingSuffix), facts(p, s)
		mean := func(n int) float64 { return float64(n) / rows }
		best := mean(asked(b, p, entry, all, ordered(p, scheme, questions)))
		register := mean(asked(b, p, entry, all, questions))
		least := "?"
		if len(questions) <= mostTried {
			least = fmt.Sprintf("%.2f", mean(newTree(b, p, s, all).least()))
		}
		fmt.Printf("%-28s questions in the mean: %.2f best first, %s at least, %.2f by register, %d when all are asked (%.2f x)\n",
			s.ID, best, least, register, len(questions), register/best)
		b.ReportMetric(register/best, "x_"+s.ID)
	}
}

// mostTried questions have few enough sets to try them all: each one more takes
// twice as long.
const mostTried = 10

// tree searches the best way of asking: which question next may hang on what the
// answers so far left open.
type tree struct {
	left [][]uint32 // of each row, for each set of questions that it answered
	best map[string]int
}

func newTree(t testing.TB, p *rules.Program, s *offers.Scheme, all *rules.Columns) *tree {
	questions := facts(p, s)
	f := p.NewFrame()
	tree := &tree{best: map[string]int{}}
	for row := range all.Rows {
		left := make([]uint32, 1<<len(questions))
		for set := range left {
			f.Reset()
			answer(t, f, p.FactIndex(rules.ReferenceDate), all, row)
			for i, fact := range questions {
				if set>>i&1 != 0 {
					answer(t, f, fact, all, row)
				}
			}
			for _, fact := range f.Missing(nil, p.OutputIndex(s.Right), p.OutputIndex(s.Amount)) {
				left[set] |= 1 << slices.Index(questions, fact)
			}
		}
		tree.left = append(tree.left, left)
	}
	return tree
}

// least returns the fewest questions for everybody together.
func (t *tree) least() int {
	rows := make([]int, len(t.left))
	for i := range rows {
		rows[i] = i
	}
	return t.after(0, rows)
}

// after returns the fewest questions to rows that answered a set of questions.
func (t *tree) after(set int, rows []int) (total int) {
	groups := map[uint32][]int{}
	for _, row := range rows {
		left := t.left[row][set]
		groups[left] = append(groups[left], row)
	}
	for left, group := range groups {
		if left == 0 {
			continue
		}
		key := fmt.Sprint(set, group)
		best, ok := t.best[key]
		if !ok {
			best = len(group) * (len(t.left[0]) + 1)
			for rest := left; rest != 0; rest &= rest - 1 {
				best = min(best, len(group)+t.after(set|1<<bits.TrailingZeros32(rest), group))
			}
			t.best[key] = best
		}
		total += best
	}
	return total
}
