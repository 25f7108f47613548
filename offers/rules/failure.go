package rules

// failure returns the number of the error that a node gives when it fails. The
// errors are made with the program, so that failing does not allocate either.
func (p *Program) failure(n *node) int64 {
	what := failing(n)
	number := p.failsLike(what)
	if number != none {
		return number
	}
	message := "division by zero"
	switch n.kind {
	case kValue:
		message = "fact " + p.facts[n.k].Name + " is null"
	case kDateOf:
		message = "there is no such day"
	}
	number = int64(len(p.failures))
	p.failures = append(p.failures, Error{p.graph.sources[n.at], n.way.String() + ": " + message})
	p.failing = append(p.failing, what)
	return number
}

// failing is what the failures of nodes are told apart by.
func failing(n *node) node {
	what := node{kind: n.kind, way: n.way, at: n.at}
	if n.kind == kValue {
		what.k = n.k
	}
	return what
}

// failsLike returns the number of the failure of a kind of node, or none.
func (p *Program) failsLike(what node) int64 {
	for i := range p.failing {
		if p.failing[i] == what {
			return int64(i)
		}
	}
	return none
}

// failureOf returns the error of a node that failed.
func (p *Program) failureOf(n ref) *Error {
	return &p.failures[p.failsLike(failing(&p.graph.nodes[n]))]
}
