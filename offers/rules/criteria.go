package rules

// bindCriteria is bind where sources answered outputs. An answer stands for the
// output wherever it is used, and bounds the facts under it: who is known to
// have an income below a limit has at most that limit.
func (f *Frame) bindCriteria(b *binding, c *cone) {
	for _, o := range c.outputs {
		b.conflict[o] = false
	}
	b.conflicts = 0
	f.startFacts(b, c)
	f.forwardUnder(b, c)
	// An answer against the facts alone first, so that the others are not blamed.
	for _, o := range c.outputs {
		if f.answers[o] != none && !b.conflict[o] {
			if !f.narrowOutput(b, o) {
				b.blame(o)
			}
			f.startFacts(b, c)
		}
	}
	for !f.narrowAll(b, c) {
		f.startFacts(b, c)
	}
}

// narrowAll narrows until nothing changes; false when answers contradict each
// other, which are then noted and not used.
func (f *Frame) narrowAll(b *binding, c *cone) bool {
	// Each round narrows a fact; eight are plenty for answers that reach each
	// other, and stopping early only leaves something undecided.
	for range 8 {
		f.forwardUnder(b, c)
		before := b.narrowed
		for _, o := range c.outputs {
			if f.answers[o] == none || b.conflict[o] || f.narrowOutput(b, o) {
				continue
			}
			f.blameAll(b, c, o)
			return false
		}
		if b.narrowed == before {
			return true
		}
	}
	f.forwardUnder(b, c)
	return true
}

// blameAll notes an answer that does not go with others, and those that speak of
// the same facts: none of them can be told to be the right one.
func (f *Frame) blameAll(b *binding, c *cone, output int) {
	for _, o := range c.outputs {
		if f.answers[o] == none || b.conflict[o] {
			continue
		}
		for i, facts := range f.p.cones[o].facts {
			if facts&f.p.cones[output].facts[i]&^f.known[i] != 0 {
				b.blame(o)
				break
			}
		}
	}
	b.blame(output)
}

func (b *binding) blame(output int) {
	if !b.conflict[output] {
		b.conflict[output] = true
		b.conflicts++
	}
}

// startFacts takes from the frame what is known of the facts of a cone.
func (f *Frame) startFacts(b *binding, c *cone) {
	for i := range b.lies {
		if c.facts[i>>6]>>(i&63)&1 != 0 {
			b.lies[i], b.nulls[i] = f.lies(int64(i)), f.nullness(int64(i))
		}
	}
}

// forwardUnder computes a cone from narrowed facts and answered outputs.
func (f *Frame) forwardUnder(b *binding, c *cone) {
	values := b.values
	for _, n := range c.nodes {
		switch nd := &f.p.graph.nodes[n]; nd.kind {
		case kFact:
			values[n] = b.lies[nd.k]
		case kNull:
			values[n] = b.nulls[nd.k]
		case kOutput:
			values[n] = f.answeredValue(b, int(nd.k), values[nd.a])
		default:
			values[n] = f.guarded(n, values)
		}
	}
}

// answeredValue returns the value of an output: as answered, or as computed
// when no source answered. An answer that the facts contradict is not believed,
// and neither are they.
func (f *Frame) answeredValue(b *binding, output int, computed bounds) bounds {
	if f.answers[output] == none {
		return computed
	}
	answer := point(int64(f.answers[output]))
	if computed.decided() && computed != answer {
		b.blame(output)
	}
	if b.conflict[output] {
		return anyBool
	}
	return answer
}

// narrowOutput bounds what is under an answered output; false when nothing is
// left for some fact.
func (f *Frame) narrowOutput(b *binding, output int) bool {
	return f.narrow(b, f.p.graph.nodes[f.p.nodes[output]].a, point(int64(f.answers[output])))
}
