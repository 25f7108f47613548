package rules_test

import (
	"fmt"
	"testing"

	"zeker/offers/rules"
)

// sameEverywhere evaluates a law of the numbers a and b, and of yes or no, by code,
// node by node and with one of them unknown, and compares with what it should be.
func sameEverywhere(t *testing.T, p *rules.Program, want func(a, b, yes int64) int64) {
	t.Helper()
	f := p.NewFrame()
	for a := int64(-4); a <= 9; a++ {
		for b := int64(-4); b <= 9; b++ {
			for yes := range int64(2) {
				for i, fact := range p.Facts() {
					if err := f.Know(i, map[string]int64{"a": a, "b": b, "yes": yes}[fact.Name]); err != nil {
						t.Fatal(err)
					}
				}
				for name, evaluate := range map[string]func(int) error{"code": f.Evaluate, "nodes": f.EvaluateStrictly} {
					if err := evaluate(0); err != nil {
						t.Fatal(err)
					}
					if got, _, _ := f.Output(0); got != want(a, b, yes) {
						t.Fatalf("%s: a %d, b %d, yes %d gives %d, want %d", name, a, b, yes, got, want(a, b, yes))
					}
				}
				for i := range p.Facts() {
					v, _ := f.Lies(i)
					f.Forget(i)
					if err := f.Decide(0); err != nil {
						t.Fatal(err)
					}
					if lo, hi, _ := f.Output(0); want(a, b, yes) < lo || want(a, b, yes) > hi {
						t.Fatalf("a %d, b %d, yes %d, without fact %d: %d to %d, and it is %d", a, b, yes, i, lo, hi, want(a, b, yes))
					}
					if err := f.Know(i, v); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
	}
}

// orders are the comparisons, and when they hold.
var orders = map[rules.Op]func(x, y int64) bool{
	rules.LessThan:       func(x, y int64) bool { return x < y },
	rules.LessOrEqual:    func(x, y int64) bool { return x <= y },
	rules.GreaterThan:    func(x, y int64) bool { return x > y },
	rules.GreaterOrEqual: func(x, y int64) bool { return x >= y },
	rules.Equals:         func(x, y int64) bool { return x == y },
	rules.NotEquals:      func(x, y int64) bool { return x != y },
}

// sides are what is compared, as nodes and as numbers.
var sides = map[string]struct {
	nodes   func(l *law, a, b rules.Node) (x, y rules.Node)
	numbers func(a, b int64) (x, y int64)
}{
	"a and b": {func(_ *law, a, b rules.Node) (x, y rules.Node) { return a, b }, func(a, b int64) (x, y int64) { return a, b }},
	"a and 3": {func(l *law, a, _ rules.Node) (x, y rules.Node) { return a, l.number(3) }, func(a, _ int64) (x, y int64) { return a, 3 }},
	"3 and a": {func(l *law, a, _ rules.Node) (x, y rules.Node) { return l.number(3), a }, func(a, _ int64) (x, y int64) { return 3, a }},
	"a + b and 3": {func(l *law, a, b rules.Node) (x, y rules.Node) { return l.op(rules.Add, a, b), l.number(3) },
		func(a, b int64) (x, y int64) { return a + b, 3 }},
	"2a + 1 and 3": {func(l *law, a, _ rules.Node) (x, y rules.Node) {
		return l.op(rules.Add, l.op(rules.Multiply, a, l.number(2)), l.number(1)), l.number(3)
	}, func(a, _ int64) (x, y int64) { return 2*a + 1, 3 }},
	"3 and a + b": {func(l *law, a, b rules.Node) (x, y rules.Node) { return l.number(3), l.op(rules.Add, a, b) },
		func(a, b int64) (x, y int64) { return 3, a + b }},
}

// places are where a condition c can stand in a law.
var places = map[string]struct {
	build func(l *law, c, yes, a, b rules.Node) rules.Node
	want  func(c bool, yes, a, b int64) int64
}{
	"as it stands":     {func(_ *law, c, _, _, _ rules.Node) rules.Node { return c }, func(c bool, _, _, _ int64) int64 { return bit(c) }},
	"not":              {func(l *law, c, _, _, _ rules.Node) rules.Node { return l.op(rules.Not, c) }, func(c bool, _, _, _ int64) int64 { return bit(!c) }},
	"and yes":          {func(l *law, c, yes, _, _ rules.Node) rules.Node { return l.op(rules.And, c, yes) }, func(c bool, yes, _, _ int64) int64 { return bit(c) & yes }},
	"yes or":           {func(l *law, c, yes, _, _ rules.Node) rules.Node { return l.op(rules.Or, yes, c) }, func(c bool, yes, _, _ int64) int64 { return bit(c) | yes }},
	"or yes":           {func(l *law, c, yes, _, _ rules.Node) rules.Node { return l.op(rules.Or, c, yes) }, func(c bool, yes, _, _ int64) int64 { return bit(c) | yes }},
	"choosing figures": {func(l *law, c, _, _, _ rules.Node) rules.Node { return l.op(rules.If, c, l.number(5), l.number(8)) }, func(c bool, _, _, _ int64) int64 { return choose(c, int64(5), 8) }},
	"choosing facts":   {func(l *law, c, _, a, b rules.Node) rules.Node { return l.op(rules.If, c, a, b) }, func(c bool, _, a, b int64) int64 { return choose(c, a, b) }},
	"or yes, choosing": {func(l *law, c, yes, a, b rules.Node) rules.Node { return l.op(rules.If, l.op(rules.Or, c, yes), a, b) },
		func(c bool, yes, a, b int64) int64 { return choose(c || yes != 0, a, b) }},
	"added up twice": {func(l *law, c, yes, a, b rules.Node) rules.Node {
		one := l.op(rules.If, c, a, l.number(1))
		return l.op(rules.Add, one, l.op(rules.If, l.op(rules.And, yes, c), b, one))
	}, func(c bool, yes, a, b int64) int64 {
		one := choose(c, a, 1)
		return one + choose(c && yes != 0, b, one)
	}},
}

// TestConditionsInEveryPlace: each kind of comparison, at and around its limit, as
// it stands, negated, before and behind another condition, and choosing.
func TestConditionsInEveryPlace(t *testing.T) {
	for op, holds := range orders {
		for name, of := range sides {
			for place, in := range places {
				t.Run(fmt.Sprintf("%v of %s, %s", op, name, place), func(t *testing.T) {
					l := newLaw(t)
					a, b, yes := l.between("a", -4, 9), l.between("b", -4, 9), l.boolean("yes")
					x, y := of.nodes(l, a, b)
					l.output("it", in.build(l, l.op(op, x, y), yes, a, b))
					p := l.program(rules.Entry{Name: "x", Outputs: []string{"it"}})
					sameEverywhere(t, p, func(a, b, yes int64) int64 { return in.want(holds(of.numbers(a, b)), yes, a, b) })
				})
			}
		}
	}
}

// TestLinesInEveryPlace: what stands on a line, alone and against a least and a
// greatest, which code takes in one step.
func TestLinesInEveryPlace(t *testing.T) {
	for _, times := range []int64{-3, -1, 1, 2, 1 << 40} {
		for _, more := range []int64{-7, 0, 5} {
			for _, limit := range []int64{-6, 0, 11} {
				for name, in := range map[string]struct {
					ops  []rules.Op
					want func(v int64) int64
				}{
					"as it stands":    {nil, func(v int64) int64 { return v }},
					"at most":         {[]rules.Op{rules.Min}, func(v int64) int64 { return min(v, limit) }},
					"at least":        {[]rules.Op{rules.Max}, func(v int64) int64 { return max(v, limit) }},
					"no other than":   {[]rules.Op{rules.Max, rules.Min}, func(int64) int64 { return limit }},
					"halved at least": {[]rules.Op{rules.Max, rules.Divide}, func(v int64) int64 { return halved(max(v, limit)) }},
				} {
					t.Run(fmt.Sprintf("%d times and %d, %s %d", times, more, name, limit), func(t *testing.T) {
						one := lineOf(t, false, times, more, limit, in.ops)
						sameEverywhere(t, one, func(a, _, _ int64) int64 { return in.want(a*times + more) })
						sum := lineOf(t, true, times, more, limit, in.ops)
						sameEverywhere(t, sum, func(a, b, _ int64) int64 { return in.want((a+b)*times + more) })
					})
				}
			}
		}
	}
}

// lineOf is a law of a number, or of the sum of two, so many times and so much more;
// then each operation with the limit, but that dividing is by two.
func lineOf(t *testing.T, both bool, times, more, limit int64, ops []rules.Op) *rules.Program {
	l := newLaw(t)
	n := l.between("a", -4, 9)
	if both {
		n = l.op(rules.Add, n, l.between("b", -4, 9))
	}
	n = l.op(rules.Add, l.op(rules.Multiply, n, l.number(times)), l.number(more))
	for _, op := range ops {
		if op == rules.Divide {
			n = l.must(l.b.Round(rules.Floor, 0, article("2"), l.op(op, n, l.number(2))))
			continue
		}
		n = l.op(op, n, l.number(limit))
	}
	l.output("it", n)
	return l.program(rules.Entry{Name: "x", Outputs: []string{"it"}})
}

// halved is half of a number, rounded down.
func halved(v int64) int64 { return v >> 1 }
