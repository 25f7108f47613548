package rules

// Term is one part of an amount. The parts add up to the amount exactly: each is
// Amount/Den in the unit of the output.
type Term struct {
	Kind        TermKind
	Fact        int // of OfFact; else -1
	Amount, Den int64
	// Factor is, of OfFact, what one unit of the fact's slot adds: Factor/Den in
	// the unit of the output.
	Factor int64
}

// TermKind is where a part of an amount comes from.
type TermKind uint8

// The kinds of part.
const (
	Fixed    TermKind = iota + 1 // the law's own figures
	OfFact                       // a fact times a factor
	Computed                     // something that is no multiple of one fact
	Rounding                     // what rounding added or took
)

// Sum takes a decided number apart, on the way through the law that the facts
// take: conditions are passed, and of a lesser or a greater only the one that
// counts is left. ok is false when the output is not decided or no number.
func (f *Frame) Sum(output int) (terms []Term, ok bool) {
	f.bind(f.now, &f.p.cones[output])
	n := f.p.nodes[output]
	v := f.now.values[n]
	if f.p.outputs[output].Type != Number || !v.decided() {
		return nil, false
	}
	s := sum{f: f, den: 1}
	s.add(n, 1, 1)
	exact := s.fixed
	for i := range s.terms {
		s.terms[i].Den = s.den
		exact += s.terms[i].Amount
	}
	terms = append([]Term{{Fixed, none, s.fixed, s.den, 0}}, s.terms...)
	if whole := v.lo * s.den; exact != whole {
		terms = append(terms, Term{Rounding, none, whole - exact, s.den, 0})
	}
	reduce(terms)
	return terms, true
}

// reduce takes out what the denominator and every part have in common.
func reduce(terms []Term) {
	common := terms[0].Den
	for _, t := range terms {
		common = divisor(t.Factor, divisor(t.Amount, common))
	}
	for i := range terms {
		terms[i].Amount, terms[i].Factor, terms[i].Den = terms[i].Amount/common, terms[i].Factor/common, terms[i].Den/common
	}
}

// sum gathers the parts of an amount over one denominator.
type sum struct {
	f     *Frame
	den   int64
	fixed int64
	terms []Term
	nodes []ref // of each term: what was computed, 0 for a fact
}

// mostDen bounds the denominator, so that amounts of a thousand million euros
// can still be counted with.
const mostDen = 40_000_000

// add takes times/den of a node apart.
func (s *sum) add(n ref, times, den int64) {
	values := s.f.now.values
	switch nd := &s.f.p.graph.nodes[n]; nd.kind {
	case kConst:
		s.fixed += nd.k * s.over(times, den)
	case kFact, kValue:
		s.fact(int(nd.k), values[n].lo, s.over(times, den))
	case kAdd, kSub:
		s.add(nd.a, times, den)
		s.add(nd.b, choose(nd.kind == kAdd, times, -times), den)
	case kAddK:
		s.add(nd.a, times, den)
		s.fixed += nd.k * s.over(times, den)
	case kMulK:
		if nd.k != 0 {
			d := divisor(nd.k, den)
			s.add(nd.a, times*(nd.k/d), den/d)
		}
	case kMul:
		if k, ok := s.figure(nd.b); ok {
			s.add(nd.a, times*k, den)
		} else if k, ok := s.figure(nd.a); ok {
			s.add(nd.b, times*k, den)
		} else {
			s.computed(n, s.over(times, den))
		}
	case kIf:
		s.add(choose(values[nd.a].lo != 0, nd.b, nd.c), times, den)
	case kMin, kMax:
		first := values[nd.a].lo <= values[nd.b].lo
		s.add(choose(first == (nd.kind == kMin), nd.a, nd.b), times, den)
	case kQuo:
		d := divisor(times, nd.k)
		if !values[nd.a].decided() || !s.widen(den, nd.k/d) {
			s.computed(n, s.over(times, den))
			return
		}
		s.add(nd.a, times/d, den*(nd.k/d))
	default:
		s.computed(n, s.over(times, den))
	}
}

// figure returns the constant that a node chooses, if that is what it does.
func (s *sum) figure(n ref) (k int64, ok bool) {
	nd := &s.f.p.graph.nodes[n]
	for nd.kind == kIf {
		nd = &s.f.p.graph.nodes[choose(s.f.now.values[nd.a].lo != 0, nd.b, nd.c)]
	}
	return nd.k, nd.kind == kConst
}

// over returns times/den in parts of the common denominator, which is a multiple
// of den.
func (s *sum) over(times, den int64) int64 { return times * (s.den / den) }

// widen makes the common denominator a multiple of den*by; false when it would
// become too large to count with.
func (s *sum) widen(den, by int64) bool {
	if by > mostDen/den {
		return false
	}
	more := den * by / divisor(den*by, s.den)
	if more > mostDen/s.den {
		return false
	}
	s.den *= more
	s.fixed *= more
	for i := range s.terms {
		s.terms[i].Amount *= more
		s.terms[i].Factor *= more
	}
	return true
}

func (s *sum) fact(fact int, value, times int64) {
	for i := range s.terms {
		if t := &s.terms[i]; t.Kind == OfFact && t.Fact == fact {
			t.Factor += times
			t.Amount += times * value
			return
		}
	}
	s.terms = append(s.terms, Term{Kind: OfFact, Fact: fact, Factor: times, Amount: times * value})
	s.nodes = append(s.nodes, 0)
}

// computed adds a node that is no multiple of one fact; what is there already
// counts more often.
func (s *sum) computed(n ref, times int64) {
	amount := s.f.now.values[n].lo * times
	for i, have := range s.nodes {
		if have == n {
			s.terms[i].Amount += amount
			return
		}
	}
	s.terms = append(s.terms, Term{Kind: Computed, Fact: none, Amount: amount})
	s.nodes = append(s.nodes, n)
}
