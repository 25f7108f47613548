package rules

// Evaluate computes the outputs of an entry with the plain meaning of the law
// format: a fact that is used and not known is an error, and names the fact. It
// does not allocate, unless to name such a fact.
func (f *Frame) Evaluate(entry int) error {
	if entry != f.evaluated {
		return f.evaluateOther(entry)
	}
	c := f.running
	if c.need&^f.known[0] != 0 || c.more && !f.knowsAll(f.p.entries[entry]) {
		return f.evaluateStrictly(entry)
	}
	first := &c.code[0]
	if in := runCommon(first, first, &f.room.lo[0]); in != nil {
		return f.finish(c, in)
	}
	return nil
}

// evaluateOther is Evaluate for another entry than the last time, or with
// criteria.
func (f *Frame) evaluateOther(entry int) error {
	c := f.p.compiled(entry)
	if f.answered != 0 || len(c.code) == 0 || !f.knowsAll(f.p.entries[entry]) {
		return f.evaluateStrictly(entry)
	}
	return f.evaluateCode(entry, c)
}

// evaluateCode executes the code of an entry of which all facts are known.
func (f *Frame) evaluateCode(entry int, c *compiled) error {
	f.evaluated, f.running, f.shown = entry, c, results{c.found, f.lo, f.lo, c.status}
	return f.finish(c, &c.code[0])
}

// finish executes code from a step on.
func (f *Frame) finish(c *compiled, in *instr) error {
	if failed := run(c.code, in, &f.room.lo[0]); failed != none {
		f.forgetResults()
		return &f.p.failures[failed]
	}
	return nil
}

// knowsAll reports whether all facts of an entry are known.
func (f *Frame) knowsAll(e *entry) bool {
	for i, need := range e.cone.facts {
		if need&^f.known[i] != 0 {
			return false
		}
	}
	return true
}

// evaluateStrictly evaluates node by node, each when it is asked for: so a fact
// that is not known is missed only where the law comes to it.
func (f *Frame) evaluateStrictly(entry int) error {
	e := f.p.entries[entry]
	f.forgetResults()
	s := strict{f: f, values: f.now.values, done: f.now.done}
	clear(s.done)
	for _, o := range e.outputs {
		v := s.value(f.p.nodes[o])
		if v.failed() {
			clear(f.decided.status)
			return f.errorOf(ref(v.hi))
		}
		f.show(o, v)
	}
	return nil
}

func (f *Frame) errorOf(n ref) error {
	if nd := &f.p.graph.nodes[n]; nd.kind == kFact || nd.kind == kNull {
		return &Error{Message: "fact " + f.p.facts[nd.k].Name + " is not known"}
	}
	return f.p.failureOf(n)
}

// strict is an evaluation on demand.
type strict struct {
	f      *Frame
	values []bounds
	done   []bool
}

// value returns the value of a node, or that it failed.
func (s *strict) value(n ref) bounds {
	nd := &s.f.p.graph.nodes[n]
	if nd.kind == kConst {
		return point(nd.k)
	}
	if !s.done[n] {
		s.done[n] = true
		s.values[n] = s.compute(nd, n)
	}
	return s.values[n]
}

func (s *strict) compute(nd *node, n ref) bounds {
	switch nd.kind {
	case kFact, kNull:
		if !s.f.isKnown(nd.k) {
			return failed(n)
		}
		if nd.kind == kNull {
			return truth(s.f.isNull(nd.k))
		}
		return point(s.f.lo[nd.k])
	case kValue:
		a := s.value(nd.a)
		if !a.failed() && s.f.isNull(nd.k) {
			return failed(n)
		}
		return a
	case kOutput:
		if answer := s.f.answers[nd.k]; answer != none {
			return point(int64(answer))
		}
		return s.value(nd.a)
	case kAnd, kOr:
		a := s.value(nd.a)
		if a.failed() || a == truth(nd.kind == kOr) {
			return a
		}
		return s.value(nd.b)
	case kIf:
		switch a := s.value(nd.a); {
		case a.failed():
			return a
		case a.lo != 0:
			return s.value(nd.b)
		}
		return s.value(nd.c)
	}
	var in [3]bounds
	for i, a := range nd.args() {
		if in[i] = s.value(a); in[i].failed() {
			return in[i]
		}
	}
	if fails(nd, in[0], in[1], in[2]) {
		return failed(n)
	}
	return forward(nd, in[0], in[1], in[2])
}
