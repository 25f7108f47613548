package rules

// sound reports whether a node that was read, not built, is one that the builder
// could have made: its arguments exist and are of a kind that it can work on. A
// checksum is no proof of that, and an unsound node could divide by zero.
func (g *graph) sound(n *node) bool {
	for _, a := range n.args() {
		if a < 0 || int(a) >= len(g.nodes) {
			return false
		}
	}
	if shape[n.kind].condition && n.kind != kNull && n.den < 1 {
		return false
	}
	switch n.kind {
	case 0:
		return false
	case kConst, kAddK, kMulK:
		return n.k >= -maxWhole
	case kFact, kNull:
		return n.k >= 0 && n.k < int64(len(g.facts))
	case kValue:
		a := &g.nodes[n.a]
		return a.kind == kFact && a.k == n.k
	case kOutput:
		return g.boolean(n.a) && n.k >= 0
	case kNot:
		return g.boolean(n.a)
	case kAnd, kOr:
		return g.boolean(n.a) && g.boolean(n.b)
	case kIf:
		return g.boolean(n.a)
	case kQuo:
		return n.k > 0 && rounds(n.way)
	case kDiv:
		return g.apartFromZero(n.b) && rounds(n.way)
	case kIn:
		return n.k >= -maxWhole && n.k <= maxWhole-63
	case kAge, kMonths:
		return g.days(n.a) && g.days(n.b)
	case kAgeLeast:
		return g.days(n.a) && g.days(n.b) && n.k >= 1 && n.k <= maxYears
	case kWeekday:
		return g.days(n.a)
	}
	return true
}

// maxYears bounds the ages that a law asks for.
const maxYears = 200

func rounds(way Op) bool { return way == truncate || way >= Round && way <= Floor }

func (g *graph) boolean(n ref) bool {
	r := g.rng[n]
	return r.lo >= 0 && r.hi <= 1
}

func (g *graph) days(n ref) bool {
	r := g.rng[n]
	return r.lo >= int64(firstDay) && r.hi <= int64(lastDay)
}

// apartFromZero reports whether a node is never 0.
func (g *graph) apartFromZero(n ref) bool {
	if r := g.rng[n]; r.lo > 0 || r.hi < 0 {
		return true
	}
	switch nd := &g.nodes[n]; nd.kind {
	case kNonZero:
		return true
	case kMulK:
		return nd.k != 0 && g.apartFromZero(nd.a)
	case kMul:
		return g.apartFromZero(nd.a) && g.apartFromZero(nd.b)
	}
	return false
}
