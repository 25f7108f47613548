package rules

import "math/bits"

// Why is the reason for how a condition came out, part by part. Met is 1 and 1,
// not met 0 and 0, and not known yet 0 and 1.
type Why struct {
	Op     Op     // And, Or, Not, If, IsNull, In or one of the comparisons; 0 for a fact or an answer as it is
	Source Source // the article; of the law that asks, where a part has none of its own
	Output int    // which output this is, or -1
	Fact   int    // which boolean fact this is, or -1
	Lo, Hi int64
	Left   Side    // what is compared, or looked up, or tested for null
	Right  Side    // what it is compared with; the limit, where one side is fixed
	Among  []int64 // of In: the values looked up, over Left.Den
	Parts  []Why
}

// Side is one side of a comparison: what is known of its value, lo/den to
// hi/den. A text is a place among the symbols of its fact.
type Side struct {
	Fact        int // which fact this is, or -1 when it is computed or fixed
	From        int // of a computed one: the only fact that it comes from beside the day asked about, or -1
	Type        Type
	Unit        string // of the facts that it is computed from, or else of what it is compared with
	Lo, Hi, Den int64
}

// Distance is how far the left side is below the right one (negative: above), in
// parts of Left.Den. For a limit that may be reached it is what is left before
// the condition turns. ok is false while a side is not known, and when the
// condition compares no numbers or dates.
func (w *Why) Distance() (d int64, ok bool) {
	if w.Op < Equals || w.Op > LessOrEqual || w.Left.Type == Text || w.Left.Lo != w.Left.Hi || w.Right.Lo != w.Right.Hi {
		return 0, false
	}
	return addWhole(w.Right.Lo, -w.Left.Lo)
}

// Why explains a boolean output from what the frame knows. The outputs that it
// rests on are parts with their own names and articles.
func (f *Frame) Why(output int) (Why, error) {
	o := &f.p.outputs[output]
	if o.Type != Bool {
		return Why{}, &Error{o.Source, "output " + o.Name + " is no condition: ask for its sum"}
	}
	f.bind(f.now, &f.p.cones[output])
	n := f.p.nodes[output]
	if v := f.now.values[n]; v.failed() {
		return Why{}, f.errorOf(ref(v.hi))
	}
	return f.why(n, false, o.Source), nil
}

// why explains a node, or its contrary when not.
func (f *Frame) why(n ref, not bool, from Source) Why {
	nd := &f.p.graph.nodes[n]
	v := f.now.values[n]
	if v.failed() {
		v = anyBool // behind something that is not known yet
	}
	if not {
		v = bounds{1 - v.hi, 1 - v.lo}
	}
	w := Why{Source: from, Output: none, Fact: none, Lo: v.lo, Hi: v.hi, Left: noSide, Right: noSide}
	if shape[nd.kind].condition {
		w.Source = f.p.graph.sources[nd.at]
	}
	switch nd.kind {
	case kNot:
		return f.why(nd.a, !not, from)
	case kFact, kValue:
		w.Fact = int(nd.k)
		if not {
			w.negate()
		}
	case kOutput:
		w.Output, w.Source = int(nd.k), f.p.outputs[nd.k].Source
		if f.answers[nd.k] == none {
			w.Parts = []Why{f.why(nd.a, false, w.Source)}
		}
		if not {
			w.negate()
		}
	case kAnd, kOr:
		// "Not all" is explained as "one not", and the other way round.
		w.Op = choose((nd.kind == kAnd) != not, And, Or)
		for ; f.p.graph.nodes[n].kind == nd.kind; n = f.p.graph.nodes[n].b {
			w.Parts = append(w.Parts, f.why(f.p.graph.nodes[n].a, not, from))
		}
		w.Parts = append(w.Parts, f.why(n, not, from))
	case kIf:
		w.Op = If
		w.Parts = []Why{f.why(nd.a, false, from), f.why(nd.b, not, from), f.why(nd.c, not, from)}
	case kNull:
		w.Op, w.Left = IsNull, Side{Fact: int(nd.k), From: none, Type: f.p.facts[nd.k].Type}
		if not {
			w.negate()
		}
	case kIn:
		w.Op, w.Left = In, f.side(nd, nd.a)
		for set := uint64(nd.k2); set != 0; set &= set - 1 {
			w.Among = append(w.Among, nd.k+int64(bits.TrailingZeros64(set)))
		}
		if not {
			w.negate()
		}
	default:
		f.compare(&w, nd, not)
	}
	return w
}

// negate makes a reason that is told as it stands the reason of its contrary.
func (w *Why) negate() {
	positive := *w
	positive.Lo, positive.Hi = 1-w.Hi, 1-w.Lo
	*w = Why{Op: Not, Source: w.Source, Output: none, Fact: none, Lo: w.Lo, Hi: w.Hi,
		Left: noSide, Right: noSide, Parts: []Why{positive}}
}

// compare tells a comparison with what is fixed on the right.
func (f *Frame) compare(w *Why, nd *node, not bool) {
	g := f.p.graph
	if nd.kind == kAgeLeast {
		age := forward(&node{kind: kAge}, f.now.values[nd.a], f.now.values[nd.b], bounds{})
		w.Op = choose(not, LessThan, GreaterOrEqual)
		w.Left = Side{none, f.comesFrom(nd.a), Number, "years", age.lo, age.hi, 1}
		w.Right = Side{none, none, Number, "years", nd.k, nd.k, 1}
		return
	}
	w.Op = map[kind]Op{kEq: Equals, kLt: LessThan, kLe: LessOrEqual}[nd.kind]
	if not {
		w.Op = map[Op]Op{Equals: NotEquals, LessThan: GreaterOrEqual, LessOrEqual: GreaterThan}[w.Op]
	}
	w.Left, w.Right = f.side(nd, nd.a), f.side(nd, nd.b)
	if w.Left.Unit == "" {
		w.Left.Unit = w.Right.Unit
	}
	if w.Right.Unit == "" {
		w.Right.Unit = w.Left.Unit
	}
	if _, fixed := g.isConst(nd.a); fixed {
		w.Left, w.Right = w.Right, w.Left
		w.Op = turned(w.Op)
	}
}

// side describes one side of a comparison.
func (f *Frame) side(in *node, n ref) Side {
	v := f.now.values[n]
	if v.failed() {
		v = f.p.graph.rng[n]
	}
	s := Side{Fact: none, From: none, Type: f.p.typeOf(n), Unit: f.p.unitOf(n), Lo: v.lo, Hi: v.hi, Den: in.den}
	nd := &f.p.graph.nodes[n]
	if scaled := f.p.graph.nodes[nd.a]; nd.kind == kMulK && nd.k == in.den && (scaled.kind == kFact || scaled.kind == kValue) {
		nd = &scaled // both sides have the decimals of the finer one
	}
	switch nd.kind {
	case kFact, kValue:
		s.Fact = int(nd.k)
	case kConst:
		// A constant is of the type that it is compared with.
		s.Type = f.p.typeOf(choose(n == in.a, in.b, in.a))
	default:
		s.From = max(none, f.comesFrom(n))
	}
	return s
}

// noSide is a side of what compares nothing.
var noSide = Side{Fact: none, From: none}

// several facts are what a value comes from.
const several = none - 1

// comesFrom returns the one fact that a value comes from beside the day asked
// about, on the way that the frame knows it takes; none, or several.
func (f *Frame) comesFrom(n ref) (fact int) {
	nd := &f.p.graph.nodes[n]
	switch when := f.now.values[nd.a]; {
	case (nd.kind == kFact || nd.kind == kNull) && f.p.facts[nd.k].Name == ReferenceDate:
		return none
	case nd.kind == kFact || nd.kind == kNull:
		return int(nd.k)
	case nd.kind == kIf && when.decided():
		return f.comesFrom(choose(when.lo != 0, nd.b, nd.c))
	}
	fact = none
	for _, a := range nd.args() {
		switch other := f.comesFrom(a); {
		case fact == none:
			fact = other
		case other != none && other != fact:
			return several
		}
	}
	return fact
}

// unitOf returns the unit of the facts that a number is computed from, "" when
// they have none or when it is no longer in that unit, as an age is not.
func (p *Program) unitOf(n ref) string {
	nd := &p.graph.nodes[n]
	switch nd.kind {
	case kFact, kValue:
		return p.facts[nd.k].Unit
	case kAdd, kSub, kMul, kAddK, kMulK, kMin, kMax, kQuo, kNonZero:
	case kIf:
		if unit := p.unitOf(nd.b); unit != "" {
			return unit
		}
		return p.unitOf(nd.c)
	default:
		return ""
	}
	for _, a := range nd.args() {
		if unit := p.unitOf(a); unit != "" {
			return unit
		}
	}
	return ""
}

// typeOf returns the type of a node, which the graph does not need to know.
func (p *Program) typeOf(n ref) Type {
	switch nd := &p.graph.nodes[n]; nd.kind {
	case kFact, kValue:
		return p.facts[nd.k].Type
	case kAddMonths, kDateOf:
		return Date
	case kAddK:
		return p.typeOf(nd.a)
	case kIf:
		return p.typeOf(nd.b)
	case kAdd:
		if p.typeOf(nd.a) == Date {
			return Date
		}
	}
	return Number
}
