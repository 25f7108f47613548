package rules

// binding is what is known of every node, given what a frame knows of facts.
type binding struct {
	values []bounds // of each node
	done   []bool   // of each node, for walks

	// Under criteria: of each fact what follows from them, and of each output
	// whether its criterion contradicts what is known.
	lies, nulls []bounds
	conflict    []bool
	conflicts   int
	narrowed    int // counts what was narrowed

	hangs []bool // of each fact: some output hangs on it
}

func (p *Program) newBinding() *binding {
	b := &binding{
		values: make([]bounds, len(p.graph.nodes)), done: make([]bool, len(p.graph.nodes)),
		lies: make([]bounds, len(p.facts)), nulls: make([]bounds, len(p.facts)),
		conflict: make([]bool, len(p.outputs)), hangs: make([]bool, len(p.facts)),
	}
	for i := range p.graph.nodes {
		if n := &p.graph.nodes[i]; n.kind == kConst {
			b.values[i] = point(n.k)
		}
	}
	return b
}

// Decide computes what can be known of an entry's outputs from the facts that
// are known. With all facts known it agrees with Evaluate. It does not allocate.
//
// An AND of which one part is certainly false is false, whatever the others are;
// a sum of amounts lies between the sum of the least and of the greatest. What
// the law cannot compute, such as a division by a known zero, is an error when
// nothing unknown stands before it, and otherwise leaves the result undecided.
func (f *Frame) Decide(entry int) error {
	e := f.p.entries[entry]
	if f.answered == 0 {
		if done, err := f.decideByCode(entry, e); done {
			return err
		}
	}
	f.forgetResults()
	f.bind(f.now, &e.cone)
	met := f.answered > 0 && (f.exploreAnswered(e) || f.leftByFacts(e)) // by another way to know it
	for _, o := range e.outputs {
		n := f.p.nodes[o]
		v := f.now.values[n]
		if both := v.meet(bounds{f.decided.lo[o], f.decided.hi[o]}); met && !both.failed() {
			v = both
		}
		if v.failed() {
			clear(f.decided.status)
			return f.errorOf(ref(v.hi))
		}
		f.show(o, v)
		if f.now.conflicts > 0 && !v.decided() && f.doubted(n) {
			f.decided.status[o] = Contradicted
		}
	}
	return nil
}

// leftByFacts notes what the facts alone leave open of outputs, where code does not say:
// an answer can tell that something fails on one way, and of the other nodes then know
// less. false when the answers are in conflict, and are not believed.
func (f *Frame) leftByFacts(e *entry) bool {
	if f.now.conflicts > 0 {
		return false
	}
	answered := f.answered
	f.answered = 0
	f.bind(f.now, &e.cone)
	for _, o := range e.outputs {
		v := f.now.values[f.p.nodes[o]]
		f.decided.lo[o], f.decided.hi[o] = v.lo, v.hi
	}
	f.answered = answered
	f.bind(f.now, &e.cone)
	return true
}

// show notes the result of an output.
func (f *Frame) show(output int, v bounds) {
	f.decided.lo[output], f.decided.hi[output] = v.lo, v.hi
	f.decided.status[output] = Undecided
	if v.decided() {
		f.decided.status[output] = Decided
	}
}

// bind computes the bounds of a cone from what the frame knows.
func (f *Frame) bind(b *binding, c *cone) {
	if f.answered > 0 {
		f.bindCriteria(b, c)
		return
	}
	b.conflicts = 0
	nodes, values := f.p.graph.nodes, b.values
	for _, n := range c.nodes {
		switch nd := &nodes[n]; nd.kind {
		case kFact:
			values[n] = f.lies(nd.k)
		case kNull:
			values[n] = f.nullness(nd.k)
		case kOutput:
			values[n] = values[nd.a]
		default:
			if c.fallible {
				values[n] = f.guarded(n, values)
				continue
			}
			values[n] = forward(nd, values[nd.a], values[nd.b], values[nd.c])
		}
	}
}

// guarded is forward for a graph in which nodes can fail: a node fails when it
// certainly meets something that failed.
func (f *Frame) guarded(n ref, values []bounds) bounds {
	nd := &f.p.graph.nodes[n]
	a, b, c := values[nd.a], values[nd.b], values[nd.c]
	switch nd.kind {
	case kValue:
		if f.isKnown(nd.k) && f.isNull(nd.k) {
			return failed(n)
		}
		return a
	case kAnd, kOr:
		switch {
		case a.failed() || a == truth(nd.kind == kOr):
			return a
		case a.decided():
			return b
		case b.failed():
			return anyBool
		}
	case kIf:
		switch {
		case a.failed():
			return a
		case a.decided():
			return choose(a.lo != 0, b, c)
		case b.failed() && c.failed():
			return b
		case b.failed() || c.failed():
			return f.p.graph.rng[n]
		}
	default:
		for _, arg := range nd.args() {
			if values[arg].failed() {
				return values[arg]
			}
		}
		if fails(nd, a, b, c) {
			return failed(n)
		}
	}
	return forward(nd, a, b, c)
}

// decideByCode decides by the branchy code of an entry, when it has any.
func (f *Frame) decideByCode(entry int, e *entry) (done bool, err error) {
	c := f.p.compiled(entry)
	switch {
	case len(c.code) == 0:
		return false, nil
	case f.knowsAll(e):
		return true, f.evaluateCode(entry, c)
	}
	f.forgetResults()
	return f.explore(e, c), nil
}

// Status is what is known of an output after Decide or Evaluate.
type Status uint8

// The states of knowledge of an output.
const (
	Undecided    Status = iota // depends on facts that are not known
	Decided                    // lo and hi are its value
	Contradicted               // undecided, and a criterion contradicts a known fact
)

// Output returns what is known of an output after the last Evaluate or Decide:
// its least and greatest possible value, equal when it is decided. An output
// that was not computed is undecided, and its bounds mean nothing.
func (f *Frame) Output(output int) (lo, hi int64, status Status) {
	at := f.shown.at[output]
	return f.shown.lo[at], f.shown.hi[at], f.shown.status[output]
}

// doubted reports whether a node that is not decided rests on a contradiction.
func (f *Frame) doubted(root ref) bool {
	doubted := false
	f.walk(f.now, root, func(n *node) {
		doubted = doubted || n.kind == kOutput && f.now.conflict[n.k]
	})
	return doubted
}

// walk visits the nodes that a node's value still hangs on: those below it that
// are not decided, but not the branches that are not taken.
func (f *Frame) walk(b *binding, root ref, visit func(n *node)) {
	clear(b.done)
	f.visit(b, root, visit)
}

func (f *Frame) visit(b *binding, n ref, visit func(n *node)) {
	nd := &f.p.graph.nodes[n]
	if b.done[n] || nd.kind == kConst || b.values[n].decided() {
		return
	}
	b.done[n] = true
	visit(nd)
	if nd.kind == kIf && b.values[nd.a].decided() {
		f.visit(b, choose(b.values[nd.a].lo != 0, nd.b, nd.c), visit)
		return
	}
	for _, a := range nd.args() {
		f.visit(b, a, visit)
	}
}
