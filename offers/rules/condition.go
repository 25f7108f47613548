package rules

// condition returns the condition to split on, if there is one worth it. It never
// brings forward what can fail: errors come in the order of the law.
func (c *compiler) condition(rest []result) (ref, bool) {
	if len(rest) == 0 {
		return 0, false
	}
	if on, ok := c.shared(rest); ok {
		return on, true
	}
	first := rest[0].node
	if c.g.isTruth(first) {
		if !c.depends(rest[1:], first) {
			return 0, false
		}
		first = c.leftmost(first)
	} else if n := &c.g.nodes[first]; len(rest) == 1 && n.kind == kIf && c.choice(n) {
		return 0, false
	}
	if on, ok := c.inner(first); ok {
		return on, true
	}
	return first, c.g.isTruth(first)
}

// choice reports whether an IF is between constants by a fact: one step.
func (c *compiler) choice(n *node) bool {
	_, yes := c.g.isConst(n.b)
	_, no := c.g.isConst(n.c)
	return yes && no && c.g.nodes[n.a].kind == kFact
}

// leftmost returns the part of a condition that is evaluated first.
func (c *compiler) leftmost(n ref) ref {
	for {
		switch nd := &c.g.nodes[n]; nd.kind {
		case kAnd, kOr, kNot, kIf:
			n = nd.a
		default:
			return n
		}
	}
}

// inner returns the condition of the first IF inside a value, when testing it
// early cannot fail.
func (c *compiler) inner(n ref) (ref, bool) {
	nd := c.g.nodes[n]
	if nd.kind == kIf {
		on := c.leftmost(nd.a)
		if deeper, ok := c.inner(on); ok {
			return deeper, true
		}
		return on, c.g.idle(on)
	}
	for _, a := range nd.args() {
		if on, ok := c.inner(a); ok {
			return on, true
		}
	}
	return 0, false
}

// shared returns the fact, or whether one is null, that most IFs of the rest ask;
// two at least.
func (c *compiler) shared(rest []result) (best ref, ok bool) {
	uses := map[ref]int{}
	seen := map[ref]bool{}
	var walk func(n ref)
	walk = func(n ref) {
		if seen[n] {
			return
		}
		seen[n] = true
		nd := c.g.nodes[n]
		if k := c.g.nodes[nd.a].kind; nd.kind == kIf && (k == kFact || k == kNull) {
			uses[nd.a]++
		}
		for _, a := range nd.args() {
			walk(a)
		}
	}
	for _, r := range rest {
		walk(r.node)
	}
	most := 1
	for n, many := range uses {
		// Between equals the first made, so that code is always the same.
		if many > most || many == most && ok && n < best {
			best, most, ok = n, many, true
		}
	}
	return best, ok
}

// depends reports whether knowing a condition, or having a value, helps the rest.
func (c *compiler) depends(rest []result, n ref) bool {
	parts := map[ref]bool{}
	c.parts(n, parts)
	seen := map[ref]bool{}
	var walk func(r ref) bool
	walk = func(r ref) bool {
		if parts[r] {
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

// parts gathers a condition and the conditions that it is made of.
func (c *compiler) parts(n ref, all map[ref]bool) {
	nd := &c.g.nodes[n]
	if nd.kind == kConst {
		return
	}
	all[n] = true
	if nd.kind == kAnd || nd.kind == kOr || nd.kind == kNot {
		for _, a := range nd.args() {
			c.parts(a, all)
		}
	}
}
