package rules

// simplifySum gathers constants: it brings them outside of sums and products,
// so that they meet and become one.
func (g *graph) simplifySum(n node) (ref, bool) {
	switch n.kind {
	case kAddK:
		return g.simplifyAddK(n)
	case kMulK:
		return g.simplifyMulK(n)
	case kAdd:
		return g.simplifyAdd(n)
	case kSub:
		return g.simplifySub(n)
	case kMul:
		if k, ok := g.isConst(n.a); ok {
			return g.make(node{kind: kMulK, a: n.b, k: k}), true
		}
		if k, ok := g.isConst(n.b); ok {
			return g.make(node{kind: kMulK, a: n.a, k: k}), true
		}
	case kQuo:
		return g.simplifyQuo(n)
	case kDiv:
		return g.simplifyDiv(n)
	}
	return 0, false
}

func (g *graph) simplifyAddK(n node) (ref, bool) {
	if n.k == 0 {
		return n.a, true
	}
	if a := g.nodes[n.a]; a.kind == kAddK {
		if k, ok := addWhole(a.k, n.k); ok {
			return g.make(node{kind: kAddK, a: a.a, k: k}), true
		}
	}
	return 0, false
}

func (g *graph) simplifyMulK(n node) (ref, bool) {
	switch a := g.nodes[n.a]; {
	case n.k == 1:
		return n.a, true
	case n.k == 0 && g.idle(n.a):
		return g.constant(0), true
	case a.kind == kMulK:
		if k, ok := mulWhole(a.k, n.k); ok {
			return g.make(node{kind: kMulK, a: a.a, k: k}), true
		}
	case a.kind == kAddK:
		if k, ok := mulWhole(a.k, n.k); ok {
			product := g.make(node{kind: kMulK, a: a.a, k: n.k})
			return g.make(node{kind: kAddK, a: product, k: k}), true
		}
	}
	return 0, false
}

func (g *graph) simplifyAdd(n node) (ref, bool) {
	if k, ok := g.isConst(n.a); ok {
		return g.make(node{kind: kAddK, a: n.b, k: k}), true
	}
	if k, ok := g.isConst(n.b); ok {
		return g.make(node{kind: kAddK, a: n.a, k: k}), true
	}
	if a := g.nodes[n.a]; a.kind == kAddK {
		return g.make(node{kind: kAddK, a: g.make(node{kind: kAdd, a: a.a, b: n.b}), k: a.k}), true
	}
	if b := g.nodes[n.b]; b.kind == kAddK {
		return g.make(node{kind: kAddK, a: g.make(node{kind: kAdd, a: n.a, b: b.a}), k: b.k}), true
	}
	return 0, false
}

func (g *graph) simplifySub(n node) (ref, bool) {
	if n.a == n.b && g.idle(n.a) {
		return g.constant(0), true
	}
	if k, ok := g.isConst(n.b); ok {
		return g.make(node{kind: kAddK, a: n.a, k: -k}), true
	}
	if k, ok := g.isConst(n.a); ok {
		return g.make(node{kind: kAddK, a: g.make(node{kind: kMulK, a: n.b, k: -1}), k: k}), true
	}
	if b := g.nodes[n.b]; b.kind == kAddK {
		return g.make(node{kind: kAddK, a: g.make(node{kind: kSub, a: n.a, b: b.a}), k: -b.k}), true
	}
	if a := g.nodes[n.a]; a.kind == kAddK {
		return g.make(node{kind: kAddK, a: g.make(node{kind: kSub, a: a.a, b: n.b}), k: a.k}), true
	}
	return 0, false
}
