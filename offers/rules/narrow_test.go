package rules_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"zeker/offers/rules"
)

// TestACriterionNarrows the facts under it: a second output over the same facts
// is then decided, or lies in a narrower range.
func TestACriterionNarrows(t *testing.T) {
	type build func(l *law) (answered, asked rules.Node)
	on := "2026-11-16"
	for name, c := range map[string]struct {
		build  build
		answer bool
		lo, hi int64
	}{
		"income at most": {func(l *law) (rules.Node, rules.Node) {
			return l.op(rules.LessOrEqual, l.euros("x"), l.number(500)), l.euros("x")
		}, true, 0, 500},
		"income over": {func(l *law) (rules.Node, rules.Node) {
			return l.op(rules.LessOrEqual, l.euros("x"), l.number(500)), l.euros("x")
		}, false, 501, 10_000_000_00},
		"income below a part": {func(l *law) (rules.Node, rules.Node) {
			return l.op(rules.LessThan, l.op(rules.Multiply, l.euros("x"), l.b.Number(95, 2)), l.number(500)), l.euros("x")
		}, true, 0, 526},
		"the contrary of a sum": {func(l *law) (rules.Node, rules.Node) {
			return l.op(rules.LessThan, l.op(rules.Subtract, l.number(0), l.euros("x")), l.number(-500)), l.euros("x")
		}, false, 0, 500},
		"a sum": {func(l *law) (rules.Node, rules.Node) {
			return l.op(rules.LessThan, l.op(rules.Add, l.euros("x"), l.euros("y")), l.number(500)), l.euros("x")
		}, true, 0, 499},
		"a difference": {func(l *law) (rules.Node, rules.Node) {
			return l.op(rules.GreaterThan, l.op(rules.Subtract, l.euros("x"), l.euros("y")), l.number(9_999_999_00)), l.euros("y")
		}, true, 0, 99},
		"the lesser": {func(l *law) (rules.Node, rules.Node) {
			return l.op(rules.GreaterThan, l.op(rules.Min, l.euros("x"), l.euros("y")), l.number(500)), l.euros("y")
		}, true, 501, 10_000_000_00},
		"the greater": {func(l *law) (rules.Node, rules.Node) {
			return l.op(rules.LessThan, l.op(rules.Max, l.euros("x"), l.euros("y")), l.number(500)), l.euros("y")
		}, true, 0, 499},
		"the lesser is little, and one of two is much": {func(l *law) (rules.Node, rules.Node) {
			return l.op(rules.LessThan, l.op(rules.Min, l.euros("x"), l.between("y", 500, 900)), l.number(500)), l.euros("x")
		}, true, 0, 499},
		"the lesser is little, and the other is much": {func(l *law) (rules.Node, rules.Node) {
			return l.op(rules.LessThan, l.op(rules.Min, l.between("y", 500, 900), l.euros("x")), l.number(500)), l.euros("x")
		}, true, 0, 499},
		"the lesser is little, and either may be": {func(l *law) (rules.Node, rules.Node) {
			return l.op(rules.LessThan, l.op(rules.Min, l.euros("x"), l.between("y", 499, 900)), l.number(500)), l.euros("x")
		}, true, 0, 10_000_000_00},
		"the lesser lies above both": {func(l *law) (rules.Node, rules.Node) {
			return l.op(rules.LessThan, l.number(-500), l.op(rules.Min, l.between("x", -900, 900), l.between("y", -900, -400))), l.between("x", -900, 900)
		}, true, -499, 900},
		"the greater is much, and one of two is little": {func(l *law) (rules.Node, rules.Node) {
			return l.op(rules.GreaterThan, l.op(rules.Max, l.euros("x"), l.between("y", 0, 500)), l.number(500)), l.euros("x")
		}, true, 501, 10_000_000_00},
		"the greater is much, and the other is little": {func(l *law) (rules.Node, rules.Node) {
			return l.op(rules.GreaterThan, l.op(rules.Max, l.between("y", 0, 500), l.euros("x")), l.number(500)), l.euros("x")
		}, true, 501, 10_000_000_00},
		"the greater is much, and either may be": {func(l *law) (rules.Node, rules.Node) {
			return l.op(rules.GreaterThan, l.op(rules.Max, l.euros("x"), l.between("y", 0, 501)), l.number(500)), l.euros("x")
		}, true, 0, 10_000_000_00},
		"the greater is much, and the first may be too": {func(l *law) (rules.Node, rules.Node) {
			return l.op(rules.GreaterThan, l.op(rules.Max, l.between("y", 0, 501), l.euros("x")), l.number(500)), l.euros("x")
		}, true, 0, 10_000_000_00},
		"the lesser is little, and the first may be too": {func(l *law) (rules.Node, rules.Node) {
			return l.op(rules.LessThan, l.op(rules.Min, l.between("y", 499, 900), l.euros("x")), l.number(500)), l.euros("x")
		}, true, 0, 10_000_000_00},
		"both, of which one has a name": {func(l *law) (rules.Node, rules.Node) {
			low := l.output("low", l.op(rules.LessOrEqual, l.euros("x"), l.number(500)))
			return l.op(rules.And, low, l.boolean("y")), l.euros("x")
		}, true, 0, 500},
		"with a hundred more at most": {func(l *law) (rules.Node, rules.Node) {
			return l.op(rules.LessOrEqual, l.op(rules.Add, l.euros("x"), l.number(100)), l.number(500)), l.euros("x")
		}, true, 0, 400},
		"with a hundred more over": {func(l *law) (rules.Node, rules.Node) {
			return l.op(rules.LessOrEqual, l.op(rules.Add, l.euros("x"), l.number(100)), l.number(500)), l.euros("x")
		}, false, 401, 10_000_000_00},
		"a debt of some times": {func(l *law) (rules.Node, rules.Node) {
			return l.op(rules.LessThan, l.op(rules.Multiply, l.euros("x"), l.number(-3)), l.number(-31)), l.euros("x")
		}, true, 11, 10_000_000_00},
		"a debt of no more times": {func(l *law) (rules.Node, rules.Node) {
			return l.op(rules.LessThan, l.op(rules.Multiply, l.euros("x"), l.number(-3)), l.number(-31)), l.euros("x")
		}, false, 0, 10},
		"what a difference is taken from": {func(l *law) (rules.Node, rules.Node) {
			return l.op(rules.GreaterThan, l.op(rules.Subtract, l.euros("x"), l.between("y", 20, 90)), l.number(500)), l.euros("x")
		}, true, 521, 10_000_000_00},
		"what a small difference is taken from": {func(l *law) (rules.Node, rules.Node) {
			return l.op(rules.GreaterThan, l.op(rules.Subtract, l.euros("x"), l.between("y", 20, 90)), l.number(500)), l.euros("x")
		}, false, 0, 590},
		"an age reached": {func(l *law) (rules.Node, rules.Node) {
			return l.op(rules.GreaterOrEqual, l.op(rules.AgeOn, l.date("x"), l.b.Date(day(on))), l.number(21)), l.date("x")
		}, true, int64(day("1900-01-01")), int64(day("2005-11-16"))},
		"an age not reached": {func(l *law) (rules.Node, rules.Node) {
			return l.op(rules.GreaterOrEqual, l.op(rules.AgeOn, l.date("x"), l.b.Date(day(on))), l.number(21)), l.date("x")
		}, false, int64(day("2005-11-17")), int64(day("2199-12-31"))},
		"a day before": {func(l *law) (rules.Node, rules.Node) {
			return l.op(rules.LessThan, l.date("x"), l.b.Date(day(on))), l.date("x")
		}, true, int64(day("1900-01-01")), int64(day("2026-11-15"))},
		"equal": {func(l *law) (rules.Node, rules.Node) {
			return l.op(rules.Equals, l.euros("x"), l.number(500)), l.euros("x")
		}, true, 500, 500},
		"not equal to the end": {func(l *law) (rules.Node, rules.Node) {
			return l.op(rules.Equals, l.euros("x"), l.number(0)), l.euros("x")
		}, false, 1, 10_000_000_00},
		"not equal to the other end": {func(l *law) (rules.Node, rules.Node) {
			return l.op(rules.NotEquals, l.euros("x"), l.number(10_000_000_00)), l.euros("x")
		}, true, 0, 9_999_999_99},
		"among": {func(l *law) (rules.Node, rules.Node) {
			return l.op(rules.In, l.euros("x"), l.number(7), l.number(9)), l.op(rules.Max, l.euros("x"), l.number(5))
		}, true, 7, 10_000_000_00},
		"among what is far apart": {func(l *law) (rules.Node, rules.Node) {
			return l.op(rules.In, l.between("x", 1, 900), l.number(0), l.number(63)), l.between("x", 1, 900)
		}, true, 63, 900},
		"not among the first": {func(l *law) (rules.Node, rules.Node) {
			return l.op(rules.In, l.euros("x"), l.number(0), l.number(1)), l.euros("x")
		}, false, 2, 10_000_000_00},
		"both": {func(l *law) (rules.Node, rules.Node) {
			return l.op(rules.And, l.boolean("x"), l.boolean("y")), l.boolean("y")
		}, true, 1, 1},
		"neither": {func(l *law) (rules.Node, rules.Node) {
			return l.op(rules.Or, l.boolean("x"), l.boolean("y")), l.boolean("y")
		}, false, 0, 0},
		"one of two says nothing": {func(l *law) (rules.Node, rules.Node) {
			return l.op(rules.Or, l.boolean("x"), l.boolean("y")), l.boolean("y")
		}, true, 0, 1},
		"one of two, and the other is known": {func(l *law) (rules.Node, rules.Node) {
			x := l.output("first", l.op(rules.Not, l.boolean("known")))
			return l.op(rules.Or, x, l.boolean("y")), l.boolean("y")
		}, true, 1, 1},
		"not both, and one is known": {func(l *law) (rules.Node, rules.Node) {
			return l.op(rules.And, l.boolean("y"), l.boolean("known")), l.boolean("y")
		}, false, 0, 0},
		"a choice that can only be one": {func(l *law) (rules.Node, rules.Node) {
			limit := l.op(rules.If, l.boolean("x"), l.number(100), l.number(200))
			return l.op(rules.Equals, limit, l.number(200)), l.boolean("x")
		}, true, 0, 0},
		"a choice that is the first": {func(l *law) (rules.Node, rules.Node) {
			limit := l.op(rules.If, l.boolean("x"), l.number(100), l.number(200))
			return l.op(rules.Equals, limit, l.number(100)), l.boolean("x")
		}, true, 1, 1},
		"a choice that can be either": {func(l *law) (rules.Node, rules.Node) {
			limit := l.op(rules.If, l.boolean("x"), l.number(100), l.number(200))
			return l.op(rules.LessOrEqual, limit, l.number(200)), l.boolean("x")
		}, true, 0, 1},
		"a choice that can only be the other": {func(l *law) (rules.Node, rules.Node) {
			limit := l.op(rules.If, l.boolean("x"), l.number(100), l.number(200))
			return l.op(rules.LessThan, limit, l.number(150)), l.boolean("x")
		}, true, 1, 1},
		"null": {func(l *law) (rules.Node, rules.Node) {
			return l.op(rules.IsNull, l.date("x")), l.op(rules.IsNull, l.date("x"))
		}, true, 1, 1},
		"a product": {func(l *law) (rules.Node, rules.Node) {
			times := l.op(rules.If, l.boolean("y"), l.number(2), l.number(3))
			return l.op(rules.LessThan, l.op(rules.Multiply, l.euros("x"), times), l.number(500)), l.euros("x")
		}, true, 0, 249},
		"a product of more": {func(l *law) (rules.Node, rules.Node) {
			times := l.op(rules.If, l.boolean("y"), l.number(2), l.number(3))
			return l.op(rules.LessThan, l.op(rules.Multiply, times, l.euros("x")), l.number(500)), l.euros("x")
		}, false, 167, 10_000_000_00},
		"a product below zero": {func(l *law) (rules.Node, rules.Node) {
			times := l.op(rules.If, l.boolean("y"), l.number(2), l.number(3))
			less := l.op(rules.Subtract, l.euros("x"), l.number(1000))
			return l.op(rules.LessThan, l.op(rules.Multiply, less, times), l.number(-500)), l.euros("x")
		}, true, 0, 833},
		"a factor that may be zero says nothing": {func(l *law) (rules.Node, rules.Node) {
			times := l.op(rules.If, l.boolean("y"), l.number(0), l.number(3))
			return l.op(rules.LessThan, l.op(rules.Multiply, l.euros("x"), times), l.number(500)), l.euros("x")
		}, true, 0, 10_000_000_00},
		"a third, rounded down": {func(l *law) (rules.Node, rules.Node) {
			share := l.must(l.b.Round(rules.Floor, 0, article("2"), l.op(rules.Divide, l.euros("x"), l.number(3))))
			return l.op(rules.LessThan, share, l.number(5)), l.euros("x")
		}, true, 0, 14},
		"a third, rounded up, and more": {func(l *law) (rules.Node, rules.Node) {
			share := l.must(l.b.Round(rules.Ceil, 0, article("2"), l.op(rules.Divide, l.euros("x"), l.number(3))))
			return l.op(rules.LessThan, share, l.number(5)), l.euros("x")
		}, false, 13, 10_000_000_00},
		"whole euros, half up": {func(l *law) (rules.Node, rules.Node) {
			return l.op(rules.GreaterOrEqual, l.must(l.b.Round(rules.Round, -2, article("2"), l.euros("x"))), l.number(24_00)), l.euros("x")
		}, true, 23_50, 10_000_000_00},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLaw(t)
			l.boolean("known")
			answered, asked := c.build(l)
			l.output("answered", answered)
			l.output("asked", asked)
			p := l.program(rules.Entry{Name: "x", Outputs: []string{"answered", "asked"}})
			f := p.NewFrame()
			if err := f.Know(p.FactIndex("known"), 1); err != nil {
				t.Fatal(err)
			}
			if err := f.Criterion(p.OutputIndex("answered"), c.answer); err != nil {
				t.Fatal(err)
			}
			if err := f.Decide(0); err != nil {
				t.Fatal(err)
			}
			lo, hi, status := f.Output(p.OutputIndex("asked"))
			if lo != c.lo || hi != c.hi || (status == rules.Decided) != (lo == hi) {
				t.Errorf("got %d to %d (%d), want %d to %d", lo, hi, status, c.lo, c.hi)
			}
		})
	}
}

// TestLargePrograms: more facts than a word, a set or a frame's code can hold
// change nothing but the time.
func TestLargePrograms(t *testing.T) {
	for _, many := range []int{70, 300, 1100} {
		t.Run(fmt.Sprint(many), func(t *testing.T) {
			l := newLaw(t)
			var all []rules.Node
			sum := l.number(0)
			for i := range many {
				yes := l.boolean(fmt.Sprintf("b%d", i))
				all = append(all, yes)
				if i%10 == 0 {
					sum = l.op(rules.Add, sum, l.op(rules.If, yes, l.number(int64(i)), l.number(1)))
				}
			}
			l.output("all", l.op(rules.And, all...))
			l.output("sum", sum)
			p := l.program(rules.Entry{Name: "x", Outputs: []string{"all", "sum"}}, rules.Entry{Name: "y", Outputs: []string{"all"}})
			f := p.NewFrame()
			for i := range many {
				if err := f.Know(i, 1); err != nil {
					t.Fatal(err)
				}
			}
			for range 2 {
				for _, entry := range []int{0, 1} {
					for _, evaluate := range []func(int) error{f.Evaluate, f.Evaluate, f.Decide} {
						if err := evaluate(entry); err != nil {
							t.Fatal(err)
						}
						if v, _, s := f.Output(0); v != 1 || s != rules.Decided {
							t.Errorf("entry %d: got %d (%d)", entry, v, s)
						}
					}
				}
			}
			f.Forget(many - 1)
			if err := f.Decide(1); err != nil {
				t.Fatal(err)
			}
			if _, _, s := f.Output(0); s != rules.Undecided {
				t.Errorf("status %d with a fact unknown", s)
			}
			if got := f.Missing(nil, 0); len(got) != 1 || got[0] != many-1 {
				t.Errorf("missing %v", got)
			}
			if err := f.Evaluate(1); err == nil {
				t.Error("a fact that is not known is not missed")
			}
			if _, err := f.Pieces(1, 0); (err != nil) != (many > 1000) {
				t.Errorf("what if: %v", err)
			}
			in := &rules.Columns{Rows: 3, Facts: make([]rules.Column, many)}
			for i := range in.Facts {
				in.Facts[i].Bytes = []uint8{1, 0, 1}
			}
			got, err := p.Scan(0, in, rules.Scan{})
			if err != nil || got.Found[0].Lo[0] != 1 || got.Found[0].Lo[1] != 0 || got.Found[0].Hi[2] != 1 {
				t.Errorf("scan: %v, %v", got, err)
			}
			q, _, err := rules.Decode(p.AppendBinary(nil))
			if err != nil || len(q.Facts()) != many {
				t.Errorf("read back: %v", err)
			}
		})
	}
	l := newLaw(t)
	for i := range 20_000 {
		l.boolean(fmt.Sprint(i))
	}
	if _, err := l.b.Program(); err != nil {
		t.Errorf("a program of 20,000 facts: %v", err)
	}
	l.output("one more", l.b.Bool(true))
	if _, err := l.b.Program(); err == nil {
		t.Error("a program of 20,000 facts and an output is taken")
	}
}

// TestManyWaysAreGivenUp: so many open conditions in a row that going every way
// would take for ever; the answer is the same, node by node.
func TestManyWaysAreGivenUp(t *testing.T) {
	l := newLaw(t)
	sum := l.number(0)
	for i := range 40 {
		sum = l.op(rules.Add, sum, l.op(rules.If, l.boolean(fmt.Sprintf("b%d", i)), l.number(int64(i)), l.number(0)))
	}
	l.output("sum", sum)
	p := l.program(rules.Entry{Name: "x", Outputs: []string{"sum"}})
	f := p.NewFrame()
	if err := f.Decide(0); err != nil {
		t.Fatal(err)
	}
	if lo, hi, s := f.Output(0); lo != 0 || hi != 780 || s != rules.Undecided {
		t.Errorf("got %d to %d (%d)", lo, hi, s)
	}
	if got := f.Missing(nil, 0); len(got) != 39 { // whether the first is true adds nothing
		t.Errorf("%d are missing", len(got))
	}
}

// TestJoinedFacts: a fact declared again has the wider range, and what was built
// before holds for that too.
func TestJoinedFacts(t *testing.T) {
	l := newLaw(t)
	narrow := l.fact(rules.Fact{Name: "n", Type: rules.Number, Max: 10})
	l.output("capped", l.op(rules.Max, narrow, l.number(-5)))
	l.fact(rules.Fact{Name: "n", Type: rules.Number, Min: -100, Max: 5})
	text := l.fact(rules.Fact{Name: "s", Type: rules.Text, Symbols: []string{"b"}})
	l.fact(rules.Fact{Name: "s", Type: rules.Text, Symbols: []string{"a", "b"}, Judged: true})
	l.output("same", text)
	l.output("word", l.op(rules.If, l.op(rules.Equals, text, l.b.Text("a")), l.b.Text("yes"), l.b.Text("no")))
	again := l.output("again", l.op(rules.GreaterThan, narrow, l.number(3)))
	if l.output("again", l.op(rules.GreaterThan, narrow, l.number(3))) != again || l.b.Type(again) != rules.Bool {
		t.Error("an output declared again with the same value is another")
	}
	p := l.program(rules.Entry{Name: "x", Outputs: []string{"capped", "same", "word", "again"}})
	f := p.NewFrame()
	for fact, v := range map[string]int64{"n": -50, "s": 1} {
		if err := f.Know(p.FactIndex(fact), v); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Evaluate(0); err != nil {
		t.Fatal(err)
	}
	for output, want := range map[string]int64{"capped": -5, "same": 1, "again": 0} {
		if v, _, _ := f.Output(p.OutputIndex(output)); v != want {
			t.Errorf("%s is %d, want %d", output, v, want)
		}
	}
	word := p.OutputIndex("word")
	if v, _, _ := f.Output(word); p.Outputs()[word].Symbols[v] != "yes" {
		t.Errorf("the word is number %d of %v", v, p.Outputs()[word].Symbols)
	}
	if got := p.Outputs()[p.OutputIndex("same")].Symbols; len(got) != 2 || got[1] != "a" {
		t.Errorf("symbols %v", got)
	}
	// What fits in the first range may not fit in the joined one.
	big := l.fact(rules.Fact{Name: "big", Type: rules.Number, Max: 9})
	l.output("product", l.op(rules.Multiply, big, l.number(1<<50)))
	l.fact(rules.Fact{Name: "big", Type: rules.Number, Max: 1 << 40})
	if _, err := l.b.Program(); err == nil {
		t.Error("an overflow of joined ranges is not seen")
	}
}

// TestCodeOfManyChoicesStaysSmall: where a tree of tests would have an end for
// every way of answering, code goes on behind each choice, computes once what
// several share, and says what the law says node by node.
func TestCodeOfManyChoicesStaysSmall(t *testing.T) {
	l := newLaw(t)
	const many = 12
	wage := l.euros("wage")
	norm := l.number(1000_00)
	for i := range many {
		yes := l.boolean(fmt.Sprintf("b%d", i))
		share := l.op(rules.Max, norm, l.op(rules.Divide, wage, l.number(int64(i+2))))
		norm = l.must(l.b.Round(rules.Floor, 0, article("2"), l.op(rules.If, yes, l.op(rules.Add, share, l.number(int64(i))), norm)))
	}
	l.output("norm", norm)
	l.output("low", l.op(rules.LessThan, wage, norm))
	p := l.program(rules.Entry{Name: "x", Outputs: []string{"low", "norm"}})
	if got := p.Steps(0); got == 0 || got > 20*many {
		t.Fatalf("%d steps for %d choices, want some, and at most %d", got, many, 20*many)
	}
	f, strict := p.NewFrame(), p.NewFrame()
	r := rand.New(rand.NewPCG(22, 1))
	for range 5000 {
		for i := range p.Facts() {
			v := r.Int64N(min(p.Facts()[i].Max, 5000_00) + 1)
			if err := errors.Join(f.Know(i, v), strict.Know(i, v)); err != nil {
				t.Fatal(err)
			}
		}
		if err := errors.Join(f.Evaluate(0), strict.EvaluateStrictly(0)); err != nil {
			t.Fatal(err)
		}
		for i := range p.Outputs() {
			got, _, _ := f.Output(i)
			if want, _, _ := strict.Output(i); got != want {
				t.Fatalf("%s: got %d, node by node %d", p.Outputs()[i].Name, got, want)
			}
		}
	}
}
