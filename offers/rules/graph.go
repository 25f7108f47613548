package rules

// graph is a program as a directed graph without cycles, each node once.
//
// A graph that is being built keeps what the law says must be looked at: "and
// (x, no)" asks for x before it is no. A graph that folds is for evaluating when
// every fact is known and in its range; there what cannot change the result is
// left out, unless it can fail.
type graph struct {
	open    bool // facts may still get wider ranges, or turn out to be null
	folds   bool
	facts   []Fact
	nodes   []node
	rng     []bounds // of each node, over all facts that the program accepts
	traits  []trait
	at      map[node]ref
	sources []Source
	fault   fault
}

// trait is what a node depends on, itself included.
type trait uint8

const (
	asks trait = 1 << iota // a fact or a criterion
	mayFail
)

// fault is the first value that could not be shown to fit.
type fault struct {
	kind kind
	set  bool
}

func newGraph(facts []Fact, sources []Source, folds bool) *graph {
	return &graph{folds: folds, facts: facts, at: map[node]ref{}, sources: sources}
}

func (g *graph) constant(k int64) ref { return g.make(node{kind: kConst, k: k}) }
func (g *graph) truth(v bool) ref     { return g.constant(truth(v).lo) }

// isConst returns the value of a constant.
func (g *graph) isConst(n ref) (k int64, ok bool) {
	return g.nodes[n].k, g.nodes[n].kind == kConst
}

// idle reports whether a node need not be evaluated when its value is not used.
func (g *graph) idle(n ref) bool {
	t := g.traits[n]
	return t&mayFail == 0 && (g.folds || t&asks == 0)
}

// make returns the node that computes what n describes: one that exists, a
// simpler one, or a new one. When its value might not fit, it sets fault.
func (g *graph) make(n node) ref {
	s := shape[n.kind]
	if !s.condition && !s.fails {
		n.at = 0
	}
	if simple, ok := g.simplify(n); ok {
		return simple
	}
	if r, ok := g.at[n]; ok {
		return r
	}
	r, t := g.learn(&n)
	if r.decided() && n.kind != kConst && t&mayFail == 0 && (g.folds || t&asks == 0) {
		return g.constant(r.lo)
	}
	made := g.add(n, r, t)
	g.at[n] = made
	return made
}

// place adds a node as it is. Reading a program does so: what was written is as
// simple as it gets, and a browser need not carry how it became so.
func (g *graph) place(n node) ref {
	r, t := g.learn(&n)
	return g.add(n, r, t)
}

// learn returns the bounds and the traits of a new node. When its value might
// not fit, it sets fault.
func (g *graph) learn(n *node) (bounds, trait) {
	r, ok := g.rangeOf(n)
	if !ok {
		if !g.fault.set {
			g.fault = fault{n.kind, true}
		}
		r = bounds{}
	}
	return r, g.traitsOf(n)
}

func (g *graph) add(n node, r bounds, t trait) ref {
	g.nodes = append(g.nodes, n)
	g.rng = append(g.rng, r)
	g.traits = append(g.traits, t)
	return ref(len(g.nodes) - 1)
}

func (g *graph) traitsOf(n *node) trait {
	var t trait
	for _, a := range n.args() {
		t |= g.traits[a]
	}
	switch n.kind {
	case kFact, kNull, kOutput:
		t |= asks
	case kValue:
		t |= asks | mayFail
	case kNonZero:
		if r := g.rng[n.a]; r.lo <= 0 && r.hi >= 0 {
			t |= mayFail
		}
	case kDateOf:
		if y, m, d := g.rng[n.a], g.rng[n.b], g.rng[n.c]; y.lo < 1 || y.hi > 9999 || m.lo < 1 || m.hi > 12 || d.lo < 1 || d.hi > 28 {
			_, ok := DayOf(int(y.lo), int(m.lo), int(d.lo))
			if !ok || !y.decided() || !m.decided() || !d.decided() {
				t |= mayFail
			}
		}
	}
	return t
}

// rangeOf returns the bounds of a new node; ok is false when a value in them
// might not fit in 64 bits, or might be no day of the years 1 to 9999.
func (g *graph) rangeOf(n *node) (r bounds, ok bool) {
	var in [3]bounds
	for i, a := range n.args() {
		in[i] = g.rng[a]
	}
	a, b := in[0], in[1]
	switch n.kind {
	case kConst:
		return point(n.k), n.k != -maxWhole-1
	case kFact:
		f := &g.facts[n.k]
		return bounds{f.Min, f.Max}, true
	case kNull:
		return anyBool, true
	case kValue, kOutput:
		return a, true
	case kAdd, kSub, kAddK, kMul, kMulK:
		if !fits(n, a, b) {
			return r, false
		}
	case kAddMonths:
		return movedDays(a, b)
	case kIn:
		if n.k > maxWhole-63 {
			return r, false
		}
	case kAgeLeast:
		if a.hi+366*n.k > int64(lastDay) {
			return r, false
		}
	}
	r = forward(n, a, b, in[2])
	if r.failed() {
		// Only a divisor that is always 0: every evaluation fails first.
		r = bounds{}
	}
	return r, true
}

// fits reports whether a sum or a product stays in 64 bits at its extremes.
func fits(n *node, a, b bounds) bool {
	with := mulWhole
	switch n.kind {
	case kAdd, kAddK:
		with = addWhole
	case kSub:
		b, with = bounds{-b.hi, -b.lo}, addWhole
	}
	if n.kind == kAddK || n.kind == kMulK {
		b = point(n.k)
	}
	for _, x := range [2]int64{a.lo, a.hi} {
		for _, y := range [2]int64{b.lo, b.hi} {
			if _, ok := with(x, y); !ok {
				return false
			}
		}
	}
	return true
}

// movedDays returns the range of days moved by months.
func movedDays(a, b bounds) (r bounds, ok bool) {
	const years = 9999
	if b.lo < -12*years || b.hi > 12*years || a.lo < int64(firstDay) || a.hi > int64(lastDay) {
		return r, false
	}
	for i, d := range [2]bounds{{a.lo, b.lo}, {a.hi, b.hi}} {
		y, m, _ := Day(d.lo).Civil()
		if t := y*12 + m - 1 + int(d.hi); t < 12 || t >= 12*(years+1) {
			return r, false
		}
		moved := int64(Day(d.lo).AddMonths(int(d.hi)))
		if i == 0 {
			r.lo = moved
		} else {
			r.hi = moved
		}
	}
	return r, true
}

// copy makes a node of another graph, and what it needs, in this one. known maps
// nodes of the other graph that were made already, or that are taken to have a
// value; it is filled in.
func (g *graph) copy(from *graph, n ref, known map[ref]ref) ref {
	if r, ok := known[n]; ok {
		return r
	}
	c := from.nodes[n]
	switch shape[c.kind].args {
	case 3:
		c.a, c.b, c.c = g.copy(from, c.a, known), g.copy(from, c.b, known), g.copy(from, c.c, known)
	case 2:
		c.a, c.b = g.copy(from, c.a, known), g.copy(from, c.b, known)
	case 1:
		c.a = g.copy(from, c.a, known)
	}
	r := g.make(c)
	known[n] = r
	return r
}
