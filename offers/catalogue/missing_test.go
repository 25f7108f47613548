package catalogue_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"zeker/offers"
	"zeker/offers/catalogue"
	"zeker/offers/rules"
)

// null stands among values for a fact that is null.
const null = -1 << 50

// span is the values that a fact may have: from lo to hi, or null.
type span struct {
	lo, hi int64
	null   int // 1 when it is null, 0 when it may be, -1 when it is not
}

func (s span) has(v int64) bool {
	if v == null {
		return s.null >= 0
	}
	return s.null < 1 && v >= s.lo && v <= s.hi
}

// partial is what is known of one household, and a frame for every household
// that it can turn out to be.
type partial struct {
	testing.TB
	p             *rules.Program
	on            rules.Day
	entry, asked  int // of all outputs, and of the right and the amount
	right, amount int
	outputs       []int // those two, and the criteria
	facts         []int
	spans         map[int]span // of each fact
	answers       map[int]bool // of outputs that sources answered
	open          []int        // the facts that may have more than one value
	found         outcome      // what is decided, when nothing is missing
	whole         *rules.Frame
}

// newPartial draws one: of most facts the value is known, of some a range, or
// whether it is null, and of up to four nothing. Sources may have answered what
// is true of the household that it is drawn from.
func newPartial(t testing.TB, r *rand.Rand, p *rules.Program, s *offers.Scheme, on rules.Day) *partial {
	c := &partial{TB: t, p: p, on: on, entry: p.EntryIndex(s.ID), asked: p.EntryIndex(s.ID + offers.MissingSuffix), right: p.OutputIndex(s.Right), amount: p.OutputIndex(s.Amount),
		spans: map[int]span{}, answers: map[int]bool{}, whole: p.NewFrame()}
	if day := p.FactIndex(rules.ReferenceDate); day >= 0 {
		c.tell(c.whole, day, int64(on))
		c.spans[day] = span{int64(on), int64(on), -1}
	}
	c.outputs = []int{c.right, c.amount}
	for _, name := range s.Criteria {
		c.outputs = append(c.outputs, p.OutputIndex(name))
	}
	truth := household(r, p, on)
	for i := range s.Register {
		fact := p.FactIndex(s.Register[i].Name)
		if fact < 0 {
			continue
		}
		c.facts = append(c.facts, fact)
		f, v := &p.Facts()[fact], truth[s.Register[i].Name]
		all, at := span{f.Min, f.Max, -1}, span{v.N, v.N, -1}
		if f.Null {
			all.null = 0
		}
		if v.Knowledge == offers.Null {
			at = span{f.Min, f.Min, 1}
			c.tell(c.whole, fact, null)
		} else {
			c.tell(c.whole, fact, v.N)
		}
		if c.spans[fact] = at; r.IntN(5) < 2 && len(c.open) < 4 {
			if all.null = -1; at.null < 1 && f.Type != rules.Bool && r.IntN(2) == 0 {
				c.spans[fact] = around(r, all, v.N)
			} else {
				all.null = choose(f.Null, 0, -1)
				c.spans[fact] = all
			}
			c.open = append(c.open, fact)
		}
	}
	return c
}

func choose(yes bool, a, b int) int {
	if yes {
		return a
	}
	return b
}

// around is a range with a value in it, often one that begins or ends there.
func around(r *rand.Rand, all span, v int64) span {
	width := []int64{0, 1, 100, 5_000_00, 50_000_00}
	all.lo = max(all.lo, v-width[r.IntN(len(width))])
	all.hi = min(all.hi, v+width[r.IntN(len(width))])
	return all
}

// tell gives a frame one value of a fact.
func (c *partial) tell(f *rules.Frame, fact int, v int64) {
	c.Helper()
	err := error(nil)
	if v == null {
		err = f.KnowNull(fact)
	} else {
		err = f.Know(fact, v)
	}
	if err != nil {
		c.Fatal(err)
	}
}

// ask has sources answer criteria as they are of the household.
func (c *partial) ask(r *rand.Rand, s *offers.Scheme) {
	if err := c.whole.Evaluate(c.entry); err != nil {
		c.Fatal(err)
	}
	for _, name := range s.Criteria {
		if o := c.p.OutputIndex(name); r.IntN(4) == 0 {
			v, _, _ := c.whole.Output(o)
			c.answers[o] = v != 0
		}
	}
}

// missing is what the rules say is still to be known. Nothing is, when and only
// when the rules have decided.
func (c *partial) missing() []int {
	f := c.p.NewFrame()
	for fact, s := range c.spans {
		err := error(nil)
		switch spec := &c.p.Facts()[fact]; {
		case s.null == 1:
			err = f.KnowNull(fact)
		case s.null == -1 && (spec.Null || s.lo > spec.Min || s.hi < spec.Max):
			err = f.KnowRange(fact, s.lo, s.hi)
		}
		if err != nil {
			c.Fatal(err)
		}
	}
	for output, yes := range c.answers {
		if err := f.Criterion(output, yes); err != nil {
			c.Fatal(err)
		}
	}
	outputs := []int{c.right, c.amount}
	list := f.Judged(f.Missing(nil, outputs...), outputs...)
	if c.found = c.read(f); len(list) == 0 && c.found.none {
		c.Errorf("nothing is missing, and nothing is decided\n%s", c)
	}
	if again := f.Judged(f.Missing(nil, outputs...), outputs...); !slices.Equal(list, again) {
		c.Errorf("asked again %v are missing, and before %v\n%s", named(c.p, again), named(c.p, list), c)
	}
	slices.Sort(list)
	if len(list) == 0 || len(c.answers) > 0 {
		return list
	}
	if err := f.Decide(c.entry); err != nil {
		c.Fatal(err)
	}
	if !c.read(f).none {
		c.Errorf("what is decided is missing: %v\n%s", named(c.p, list), c)
	}
	return list
}

// read returns what a frame decided; none when it did not.
func (c *partial) read(f *rules.Frame) (o outcome) {
	known, amount := rules.Undecided, rules.Undecided
	if o.right, _, known = f.Output(c.right); o.right != 0 {
		o.amount, _, amount = f.Output(c.amount)
	}
	o.none = known != rules.Decided || o.right != 0 && amount != rules.Decided
	return o
}

// values returns what is worth trying for each open fact: the ends of its range,
// and both sides of each place where an output changes along it, the others having
// some of theirs.
func (c *partial) values(r *rand.Rand) [][]int64 {
	const most = 20
	lists := make([][]int64, len(c.open))
	add := func(i int, v int64) {
		if c.spans[c.open[i]].has(v) && !slices.Contains(lists[i], v) && len(lists[i]) < most {
			lists[i] = append(lists[i], v)
		}
	}
	for i, fact := range c.open {
		for _, v := range []int64{c.spans[fact].lo, c.spans[fact].hi, null} {
			add(i, v)
		}
	}
	for range 12 {
		c.complete(r, lists)
		for i, fact := range c.open {
			if c.p.Facts()[fact].Type == rules.Bool {
				continue
			}
			for _, o := range c.outputs {
				pieces, err := c.whole.Pieces(o, fact)
				if err != nil && strings.HasSuffix(err.Error(), "has too many pieces") {
					continue // two parallel lines a cent apart: what they come to is in the other lists
				}
				if err != nil {
					c.Fatal(err)
				}
				for _, piece := range pieces {
					add(i, piece.From)
					add(i, piece.To)
				}
			}
			c.steps(fact, func(v int64) { add(i, v) })
		}
	}
	return lists
}

// steps calls add with both sides of the nearest places where the amount changes
// along a fact that is not null: where it is rounded, no piece ends there.
func (c *partial) steps(fact int, add func(v int64)) {
	from, to, err := c.whole.Margin(c.amount, fact)
	if err != nil {
		return // null
	}
	for _, v := range []int64{from - 1, from, to, to + 1} {
		add(v)
	}
}

// complete gives each open fact a value: one of a list, or that of an ordinary
// household.
func (c *partial) complete(r *rand.Rand, lists [][]int64) {
	other := household(r, c.p, c.on)
	for i, fact := range c.open {
		v := lists[i][r.IntN(len(lists[i]))]
		ordinary := other[c.p.Facts()[fact].Name]
		switch s := c.spans[fact]; {
		case r.IntN(2) == 0:
		case ordinary.Knowledge != offers.Null && s.has(ordinary.N):
			v = ordinary.N
		case s.null < 1:
			v = s.lo + r.Int64N(s.hi-s.lo+1)
		}
		c.tell(c.whole, fact, v)
	}
}

// witnessed searches for two households that differ in one fact and in what they
// get: where an amount is rounded, many values of the others show no difference.
func (c *partial) witnessed(r *rand.Rand, lists [][]int64, fact int) bool {
	i := slices.Index(c.open, fact)
	for range 3000 {
		c.complete(r, lists)
		for _, other := range c.open {
			if other != fact && r.IntN(2) == 0 {
				// To the edge of a step of the amount.
				c.steps(other, func(v int64) {
					if c.spans[other].has(v) && r.IntN(4) == 0 {
						c.tell(c.whole, other, v)
					}
				})
			}
		}
		first := c.outcome()
		for _, v := range lists[i] {
			c.tell(c.whole, fact, v)
			if next := c.outcome(); first.none {
				first = next
			} else if !next.none && next != first {
				return true
			}
		}
	}
	return false
}

// traced searches the same along every value of another fact where the amount
// follows it: rounded up or down, the cents of one show at a few values of the other.
func (c *partial) traced(r *rand.Rand, lists [][]int64, fact int) bool {
	i := slices.Index(c.open, fact)
	for range 100 {
		c.complete(r, lists)
		one, two := lists[i][r.IntN(len(lists[i]))], lists[i][r.IntN(len(lists[i]))]
		for _, other := range c.open {
			if other == fact || one == two || c.p.Facts()[other].Type == rules.Bool {
				continue
			}
			c.tell(c.whole, fact, one)
			pieces, err := c.whole.Pieces(c.amount, other, c.right)
			if err != nil {
				continue // null
			}
			for _, piece := range pieces {
				from, to := max(piece.From, c.spans[other].lo), min(piece.To, c.spans[other].hi)
				for v := from; v <= to && v < from+200_000 && piece.Start != piece.End; v++ {
					c.tell(c.whole, other, v)
					c.tell(c.whole, fact, one)
					first := c.outcome()
					c.tell(c.whole, fact, two)
					if next := c.outcome(); !first.none && !next.none && first != next {
						return true
					}
				}
			}
			c.tell(c.whole, other, max(c.spans[other].lo, c.p.Facts()[other].Min))
		}
	}
	return false
}

// outcome is what a whole household gets. Households that sources answered
// otherwise are none.
type outcome struct {
	none          bool
	right, amount int64
}

func (c *partial) outcome() (o outcome) {
	if err := c.whole.Evaluate(c.entry); err != nil {
		c.Fatal(err)
	}
	for output, yes := range c.answers {
		if v, _, _ := c.whole.Output(output); v != 0 != yes {
			return outcome{none: true}
		}
	}
	if o.right, _, _ = c.whole.Output(c.right); o.right != 0 {
		o.amount, _, _ = c.whole.Output(c.amount)
	}
	return o
}

// matter returns the facts of which two values make a difference, the rest being
// equal: all combinations are tried.
func (c *partial) matter(lists [][]int64) (found []int) {
	total := 1
	for _, list := range lists {
		total *= len(list)
	}
	outcomes := make([]outcome, total)
	for n := range outcomes {
		rest := n
		for i, fact := range c.open {
			c.tell(c.whole, fact, lists[i][rest%len(lists[i])])
			rest /= len(lists[i])
		}
		outcomes[n] = c.outcome()
		if !outcomes[n].none && !c.found.none && outcomes[n] != c.found {
			c.Errorf("%+v is decided, and %+v can come out\n%s", c.found, outcomes[n], c)
		}
	}
	stride := 1
	for i, fact := range c.open {
		if differs(outcomes, stride, len(lists[i])) {
			found = append(found, fact)
		}
		stride *= len(lists[i])
	}
	slices.Sort(found)
	return found
}

// differs reports whether two outcomes differ of which only the place of one list
// differs: those are stride apart.
func differs(outcomes []outcome, stride, length int) bool {
	for n := range outcomes {
		if n/stride%length > 0 {
			continue
		}
		first := outcome{none: true}
		for k := range length {
			next := outcomes[n+k*stride]
			if first.none {
				first = next
			} else if !next.none && next != first {
				return true
			}
		}
	}
	return false
}

// TestMissingIsExactlyWhatCanMatter: on every law that we have a fact is missing
// if and only if two households exist that differ in that fact alone and in what
// they get; and where none is missing, what is decided is what every household gets.
func TestMissingIsExactlyWhatCanMatter(t *testing.T) {
	entries(t, func(t *testing.T, l *catalogue.Library, m *catalogue.Municipality, p *offers.Period, s *offers.Scheme) {
		r := rand.New(rand.NewPCG(uint64(p.From), 4))
		for n := range rounds(2_000) {
			on := p.From + rules.Day(r.IntN(int(p.Until-p.From)+1))
			c := newPartial(t, r, p.Program, s, on)
			if n%3 == 0 {
				c.ask(r, s)
			}
			got, want := c.compare(r)
			for _, fact := range want {
				if !slices.Contains(got, fact) {
					t.Errorf("of %v missing are %v, and %v can matter\n%s", named(p.Program, c.open), named(p.Program, got), named(p.Program, want), c)
					break
				}
			}
			if len(got) > len(want) {
				t.Errorf("of %v missing are %v, and only %v can matter\n%s", named(p.Program, c.open), named(p.Program, got), named(p.Program, want), c)
			}
		}
	})
}

// compare returns what is missing, and what can matter.
func (c *partial) compare(r *rand.Rand) (got, want []int) {
	lists := c.values(r)
	got = c.missing()
	want = c.matter(lists)
	for _, fact := range got {
		if !slices.Contains(want, fact) && (c.witnessed(r, lists, fact) || c.traced(r, lists, fact)) {
			want = append(want, fact)
		}
	}
	slices.Sort(want)
	return got, want
}

// String tells what is known.
func (c *partial) String() (text string) {
	text = fmt.Sprintf("on %v\n", c.on)
	for _, fact := range c.facts {
		text += fmt.Sprintf("%s %v\n", c.p.Facts()[fact].Name, c.spans[fact])
	}
	for o, yes := range c.answers {
		text += fmt.Sprintf("%s answered %v\n", c.p.Outputs()[o].Name, yes)
	}
	return text
}
