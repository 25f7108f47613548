package rules

// failure returns the number of the error that a node gives when it fails. The
// errors are made with the program, so that failing does not allocate either.
func (p *Program) failure(n *node) int64 {
	what := node{kind: n.kind, way: n.way, at: n.at}
	message := "division by zero"
	switch n.kind {
	case kValue:
		what.k = n.k
		message = "fact " + p.facts[n.k].Name + " is null"
	case kDateOf:
		message = "there is no such day"
	}
	if i := p.failsLike(what); i >= 0 {
		return i
	}
	p.failures = append(p.failures, Error{p.graph.sources[n.at], n.way.String() + ": " + message})
	p.failing = append(p.failing, what)
	return int64(len(p.failures) - 1)
}

// failsLike returns the number of the failure of a kind of node, -1 for none.
func (p *Program) failsLike(what node) int64 {
	for i := range p.failing {
		if p.failing[i] == what {
			return int64(i)
		}
	}
	return -1
}

// failureOf returns the error of a node that failed.
func (p *Program) failureOf(n ref) *Error {
	nd := &p.graph.nodes[n]
	what := node{kind: nd.kind, way: nd.way, at: nd.at}
	if nd.kind == kValue {
		what.k = nd.k
	}
	return &p.failures[p.failsLike(what)]
}
