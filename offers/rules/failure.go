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
	if i, ok := p.failureAt[what]; ok {
		return i
	}
	p.failures = append(p.failures, Error{p.graph.sources[n.at], n.way.String() + ": " + message})
	i := int64(len(p.failures) - 1)
	p.failureAt[what] = i
	return i
}

// failureOf returns the error of a node that failed.
func (p *Program) failureOf(n ref) *Error {
	nd := &p.graph.nodes[n]
	what := node{kind: nd.kind, way: nd.way, at: nd.at}
	if nd.kind == kValue {
		what.k = nd.k
	}
	return &p.failures[p.failureAt[what]]
}
