package rules

import "maps"

// compiler makes the branchy code of one entry. Only what a path needs is
// computed on it: AND, OR and IF become jumps, and a condition that several
// others share splits the code, so that each half is compiled knowing it.
type compiler struct {
	p       *Program
	g       *graph // folds; grows with every split
	code    []instr
	path    path
	next    slot         // first slot that is free
	top     slot         // the most that next has been
	slots   map[ref]slot // of each node that ever got one
	out     []slot       // of each output of the program
	depth   int          // of splits
	landing int          // place of the last label: steps before it stay apart from those after
	dead    bool         // nothing reaches this point
	tooBig  bool
}

// path is what holds at a point of the code.
type path struct {
	have map[ref]bool  // nodes whose slot is filled
	know map[ref]int64 // conditions that were tested on the way
}

// The code of an entry stays below these, and so is compiled in well under a
// millisecond.
const (
	splitDepth = 5
	splitCode  = 300
)

// layOut places everything in slots and compiles every entry.
func (p *Program) layOut() {
	n := len(p.facts)
	for i := range p.facts {
		at := noSlot
		if p.facts[i].Null {
			at, n = slot(n), n+1
			p.nulls = append(p.nulls, at)
		}
		p.null = append(p.null, at)
	}
	p.start = slot(n)
	var all []*compiler
	for i := range p.entries {
		all = append(all, p.prepare(&p.entries[i]))
	}
	n += len(p.consts)
	p.slots = n
	for range p.outputs {
		p.found = append(p.found, noSlot)
	}
	for i, c := range all {
		e := &p.entries[i]
		c.next = slot(n)
		if n < slotLimit {
			c.compile(e)
		}
		if c.tooBig || n >= slotLimit {
			e.code = nil
			continue // evaluated node by node
		}
		p.slots = max(p.slots, int(c.top))
		e.found = len(p.found)
		p.found = append(p.found, c.out...)
	}
}

// prepare finds the outputs of an entry that need no code: a fact as it is, or
// a constant.
func (p *Program) prepare(e *entry) *compiler {
	c := &compiler{p: p, g: newGraph(p.facts, p.graph.sources, true), slots: map[ref]slot{}}
	c.path = path{have: map[ref]bool{}, know: map[ref]int64{}}
	c.out = make([]slot, len(p.outputs))
	for i := range c.out {
		c.out[i] = noSlot
	}
	known := map[ref]ref{}
	for _, o := range e.outputs {
		n := c.g.copy(p.graph, p.nodes[o], known)
		switch f := &c.g.nodes[n]; f.kind {
		case kFact:
			c.out[o] = slot(f.k)
		case kConst:
			c.out[o] = p.start + slot(len(p.consts))
			p.consts = append(p.consts, f.k)
		}
	}
	return c
}

// compile makes the code of an entry.
func (c *compiler) compile(e *entry) {
	var rest []result
	known := map[ref]ref{}
	for _, o := range e.outputs {
		n := c.g.copy(c.p.graph, c.p.nodes[o], known)
		if c.out[o] == noSlot {
			c.out[o] = c.take()
			rest = append(rest, result{n, c.out[o]})
		}
	}
	c.results(rest)
	if c.tooBig = c.tooBig || c.g.fault.set; !c.tooBig {
		e.code = c.code
	}
}

// result is an output that is still to be computed, and where it goes.
type result struct {
	node ref
	to   slot
}

// results computes outputs in order, and ends.
func (c *compiler) results(rest []result) {
	for len(rest) > 0 {
		if shared, ok := c.shared(rest); ok {
			c.split(shared, rest, noSlot)
			return
		}
		first := rest[0]
		rest = rest[1:]
		if c.g.isTruth(first.node) && c.maySplit() && c.uses(rest, first.node) {
			c.split(first.node, rest, first.to)
			return
		}
		if c.uses(rest, first.node) {
			c.emit(instr{op: iMove, d: first.to, a: c.value(first.node)})
			continue
		}
		c.into(first.node, first.to)
	}
	c.emit(instr{op: iReturn})
}

func (c *compiler) maySplit() bool { return c.depth < splitDepth && len(c.code) < splitCode }

// split tests a condition and compiles the rest twice: once knowing that it is
// true and once that it is false. When the condition is itself an output, its
// value goes to a slot.
func (c *compiler) split(on ref, rest []result, to slot) {
	c.depth++
	no := c.label()
	c.jump(on, false, no)
	for _, yes := range [2]bool{true, false} {
		if !yes {
			c.place(no)
		}
		if c.dead {
			continue // never so
		}
		if to != noSlot {
			c.emit(instr{op: iSet, d: to, k: truth(yes).lo})
		}
		first := c.next
		c.results(c.assuming(on, yes, rest))
		c.release(first)
	}
	c.depth--
}

// release gives back the slots that one half of a split took: the other half
// never sees them.
func (c *compiler) release(first slot) {
	maps.DeleteFunc(c.slots, func(_ ref, s slot) bool { return s >= first })
	c.next = first
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

// shared returns the cheapest condition worth splitting on: a fact that is yes
// or no and that two or more branches of the rest depend on.
func (c *compiler) shared(rest []result) (ref, bool) {
	if !c.maySplit() {
		return 0, false
	}
	uses := map[ref]int{}
	seen := map[ref]bool{}
	var walk func(n ref)
	walk = func(n ref) {
		if seen[n] {
			return
		}
		seen[n] = true
		nd := c.g.nodes[n]
		if nd.kind == kIf {
			uses[nd.a]++
		}
		for _, a := range nd.args() {
			walk(a)
		}
	}
	for _, r := range rest {
		walk(r.node)
	}
	best, most := ref(0), 1
	for n := range ref(len(c.g.nodes)) { // in order, so that the code is always the same
		if k := c.g.nodes[n].kind; uses[n] > most && (k == kFact || k == kNull) {
			best, most = n, uses[n]
		}
	}
	return best, most > 1
}

// uses reports whether the rest depends on a node.
func (c *compiler) uses(rest []result, n ref) bool {
	parts := map[ref]ref{}
	c.assume(n, true, parts)
	c.assume(n, false, parts)
	seen := map[ref]bool{}
	var walk func(r ref) bool
	walk = func(r ref) bool {
		if _, ok := parts[r]; ok && c.g.nodes[r].kind != kConst {
			return true
		}
		if seen[r] {
			return false
		}
		seen[r] = true
		for _, a := range c.g.nodes[r].args() {
			if walk(a) {
				return true
			}
		}
		return false
	}
	for _, r := range rest {
		if walk(r.node) {
			return true
		}
	}
	return false
}
