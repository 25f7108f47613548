package rules

import (
	"maps"
	"slices"
)

// compiler makes the branchy code of one entry. Only what a path needs is
// computed on it. Where a condition is tested, the code splits and the rest of
// the outputs is compiled twice, each time simpler for knowing the condition; so
// code is a tree of tests with a little arithmetic at its leaves. When it gets
// large, what is left is compiled with jumps that come together again.
type compiler struct {
	p       *Program
	g       *graph // folds; grows with every split
	code    []instr
	path    path
	next    slot              // first slot that is free
	slots   map[ref]slot      // of each node that has one
	ends    map[string]*label // by the constants that they give
	endings []ending
	landing int  // place of the last label: steps before it stay apart from those after
	dead    bool // nothing reaches this point
	tooBig  bool
	splits  int // the number of steps from which code no longer splits
}

// path is what holds at a point of the code.
type path struct {
	have map[ref]bool  // nodes whose slot is filled
	know map[ref]int64 // conditions that were tested on the way
	acc  slot          // where the value computed last is, or noSlot
}

// result is an output that is still to be computed, and where it goes.
type result struct {
	node ref
	to   slot
}

// ending is a place where all results are constants.
type ending struct {
	at   *label
	rest []result
}

// splitCode is the number of steps from which code no longer splits; an entry is
// so compiled in well under a millisecond.
const splitCode = 250

// mostCode is the number of steps from which code is tried without any split: a
// tree that large weighs more on a resident's bundle than it saves.
const mostCode = 400

// compiled is the code of an entry and where it leaves the results.
type compiled struct {
	code   code     // nil when the entry is too large for it
	found  []slot   // of each output of the program
	status []Status // of each output of the program
	slots  int      // how many it works on
	need   uint64   // the facts that it reads among the first 64 of the program
	more   bool     // it reads others too
}

// layOut places facts in slots.
func (p *Program) layOut() {
	n := len(p.facts) + 1
	for i := range p.facts {
		at := slot(len(p.facts)) // always 0
		if p.facts[i].Null {
			at, n = slot(n), n+1
			p.nulls = append(p.nulls, at)
		}
		p.null = append(p.null, at)
	}
	p.slots = n
}

// compiled returns the code of an entry, made now when it is used for the first
// time. Two goroutines may both make it; they make the same.
func (p *Program) compiled(entry int) *compiled {
	return p.compiledEntry(p.entries[entry])
}

func (p *Program) compiledEntry(e *entry) *compiled {
	if made := e.made.Load(); made != nil {
		return made
	}
	if !compiles {
		return &compiled{}
	}
	made := p.compile(e)
	made.reads(p, e)
	e.made.CompareAndSwap(nil, &made)
	return e.made.Load()
}

// reads notes which facts the code of an entry reads, and how many slots it
// works on.
func (c *compiled) reads(p *Program, e *entry) {
	c.slots = p.slots
	for i := range c.code {
		in := unlinked(c.code[i])
		c.slots = max(c.slots, int(in.d)+1, int(in.a)+1)
		if !in.shares() {
			c.slots = max(c.slots, int(in.b)+1)
		}
		if in.op == iDate {
			c.slots = max(c.slots, int(in.k)+1)
		}
	}
	for _, at := range c.found {
		c.slots = max(c.slots, int(at)+1)
	}
	c.need = e.cone.facts[0]
	for _, word := range e.cone.facts[1:] {
		c.more = c.more || word != 0
	}
}

// asked returns the code of some outputs. They need be no entry, but for a
// browser; without one, code is made when first asked for.
func (p *Program) asked(outputs []int) *compiled {
	for _, e := range p.entries {
		if slices.Equal(e.outputs, outputs) {
			return p.compiledEntry(e)
		}
	}
	if !compiles {
		return &compiled{}
	}
	for {
		have := p.answers.Load()
		if have != nil {
			for _, e := range *have {
				if slices.Equal(e.outputs, outputs) {
					return p.compiledEntry(e)
				}
			}
		}
		var roots []ref
		for _, o := range outputs {
			roots = append(roots, p.nodes[o])
		}
		more := []*entry{{outputs: slices.Clone(outputs), cone: p.coneOf(roots...)}}
		if have != nil {
			more = append(more, *have...)
		}
		p.answers.CompareAndSwap(have, &more)
	}
}

// compile makes the code of an entry. An entry too large for it has none, and is
// evaluated node by node.
func (p *Program) compile(e *entry) compiled {
	if p.slots >= slotLimit {
		return compiled{}
	}
	made := p.compileSplit(e, splitCode)
	if len(made.code) > mostCode {
		if flat := p.compileSplit(e, 0); len(flat.code) > 0 && len(flat.code) < len(made.code) {
			return flat
		}
	}
	return made
}

// compileSplit makes code that splits until it has so many steps.
func (p *Program) compileSplit(e *entry, splits int) (made compiled) {
	c := &compiler{
		splits: splits,
		p:      p, g: newGraph(p.facts, p.graph.sources, true), next: slot(p.slots),
		slots: map[ref]slot{}, ends: map[string]*label{},
		path: path{map[ref]bool{}, map[ref]int64{}, noSlot},
	}
	found, status := make([]slot, len(p.outputs)), make([]Status, len(p.outputs))
	var rest []result
	known := map[ref]ref{}
	for _, o := range e.outputs {
		n := c.g.copy(p.graph, p.nodes[o], known)
		status[o] = Decided
		if f := &c.g.nodes[n]; f.kind == kFact {
			found[o] = slot(f.k) // stands there already
			continue
		}
		found[o] = c.take()
		rest = append(rest, result{n, found[o]})
	}
	if splits == 0 {
		c.share(rest)
	}
	c.results(rest)
	for i := 0; i < len(c.endings); i++ {
		c.place(c.endings[i].at)
		c.emitAll(c.endings[i].rest)
	}
	if c.tooBig || c.g.fault.set {
		return made
	}
	return compiled{code: link(append(c.code, instr{op: iReturn})), found: found, status: status}
}

// share computes what several nodes use, before any test: code without splits
// would compute it again behind each. What may fail waits for who needs it.
func (c *compiler) share(rest []result) {
	uses := make([]int, len(c.g.nodes))
	for _, r := range rest {
		uses[r.node]++
	}
	for n := len(uses) - 1; n >= 0; n-- {
		if uses[n] > 0 {
			for _, a := range c.g.nodes[n].args() {
				uses[a]++
			}
		}
	}
	for n, many := range uses {
		if many > 1 && c.g.traits[n]&mayFail == 0 && shape[c.g.nodes[n].kind].args > 0 {
			c.value(ref(n))
		}
	}
}

// results computes outputs, and ends.
func (c *compiler) results(rest []result) {
	if c.dead || c.tooBig {
		return
	}
	if len(c.code) < c.splits {
		if on, ok := c.condition(rest); ok {
			c.split(on, rest)
			return
		}
	}
	if len(rest) == 0 {
		c.emit(instr{op: iReturn})
		return
	}
	first := rest[0]
	if c.depends(rest[1:], first.node) {
		c.emit(instr{op: iMove, d: first.to, a: c.value(first.node)})
	} else {
		c.into(first.node, first.to)
	}
	c.results(rest[1:])
}

// emitAll stores constants, and ends.
func (c *compiler) emitAll(rest []result) {
	for _, r := range rest {
		c.into(r.node, r.to)
	}
	c.emit(instr{op: iReturn})
}

// split tests a condition, and compiles the rest for when it is true and for
// when it is false.
func (c *compiler) split(on ref, rest []result) {
	yes, no := c.assuming(on, true, rest), c.assuming(on, false, rest)
	if end := c.end(no); end != nil {
		c.jump(on, false, end)
		c.results(yes)
		return
	}
	if end := c.end(yes); end != nil {
		c.jump(on, true, end)
		c.results(no)
		return
	}
	other := c.label()
	c.jump(on, false, other)
	first := c.next
	c.results(yes)
	c.release(first)
	c.place(other)
	c.results(no)
}

// release gives back the slots that one half of a split took: the other half
// never sees them.
func (c *compiler) release(first slot) {
	maps.DeleteFunc(c.slots, func(_ ref, s slot) bool { return s >= first })
	c.next = first
}

// end returns the label of the place that stores constants; nil when some
// result is not constant.
func (c *compiler) end(rest []result) *label {
	var key []byte
	for _, r := range rest {
		k, ok := c.g.isConst(r.node)
		if !ok {
			return nil
		}
		key = appendCount(appendCount(key, uint64(r.to)), uint64(k))
	}
	at := c.ends[string(key)]
	if at == nil {
		at = c.label()
		c.ends[string(key)] = at
		c.endings = append(c.endings, ending{at, rest})
	}
	return at
}

// assuming returns the rest as it is when a condition is known.
func (c *compiler) assuming(on ref, yes bool, rest []result) []result {
	known := map[ref]ref{}
	c.assume(on, yes, known)
	simpler := make([]result, len(rest))
	for i, r := range rest {
		simpler[i] = result{c.g.copy(c.g, r.node, known), r.to}
	}
	return simpler
}

// assume notes what follows from a condition: all parts of an AND that is true,
// all parts of an OR that is false.
func (c *compiler) assume(on ref, yes bool, known map[ref]ref) {
	known[on] = c.g.truth(yes)
	switch n := c.g.nodes[on]; {
	case n.kind == kNot:
		c.assume(n.a, !yes, known)
	case n.kind == kAnd && yes, n.kind == kOr && !yes:
		c.assume(n.a, yes, known)
		c.assume(n.b, yes, known)
	}
}
