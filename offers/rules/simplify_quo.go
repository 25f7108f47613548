package rules

// What is whole passes a rounding: a count of children times whole euros, rounded
// together with a share of an income, is what rounding that share alone gives, and
// the euros. So ranges see that some cents of income do not matter, for whatever
// number of children. Rounding down, for a whole number n and divisors d, e > 0:
//
//	floor((n*d + x) / d)       = n + floor(x/d)
//	floor((n*d + x) / (d*e))   = floor((n + floor(x/d)) / e)
//	floor(x*(p*m+q) / (r*m+s)) = floor((x*p + floor(x*(q*r-p*s) / (r*m+s))) / r)
//
// The last leaves one m where there were two: the cost sharers of article 22a of
// the Participatiewet stand above and below a line. To round half away from zero
// what is not negative is to add a half and round down.

// simplifyQuo cancels a factor that is multiplied and divided by, and takes out of
// the rounding what is whole.
func (g *graph) simplifyQuo(n node) (ref, bool) {
	if n.k == 1 {
		return n.a, true
	}
	a := g.nodes[n.a]
	if a.kind == kMulK && a.k != 0 {
		if d := divisor(a.k, n.k); d > 1 {
			product := g.make(node{kind: kMulK, a: a.a, k: a.k / d})
			return g.make(node{kind: kQuo, way: n.way, a: product, k: n.k / d}), true
		}
	}
	if !g.folds || n.way == Ceil {
		return 0, false
	}
	if a.kind == kMax {
		// Rounding keeps an order, and what is below 0 is not above the limit in
		// whichever way it is rounded.
		if limit, ok := g.isConst(a.b); ok && limit >= 0 {
			if whole, ok := g.spread(n.way, a.a, n.k); ok {
				return g.make(node{kind: kMax, a: whole, b: g.constant(quotient(n.way, limit, n.k))}), true
			}
		}
	}
	if n.way != Floor && g.rng[n.a].lo < 0 {
		return 0, false
	}
	return g.spread(n.way, n.a, n.k)
}

// gathered is a sum: a constant and nodes with factors.
type gathered struct {
	parts []weighed
	fixed int64
}

type weighed struct {
	node   ref
	factor int64
}

// gather adds a node with a factor to a sum, as what it is itself a sum of; false
// when it does not fit.
func (g *graph) gather(s *gathered, n ref, factor int64) bool {
	switch nd := g.nodes[n]; nd.kind {
	case kConst, kAddK:
		product, ok := mulWhole(nd.k, factor)
		if total, fits := addWhole(s.fixed, product); ok && fits {
			s.fixed = total
			return nd.kind == kConst || g.gather(s, nd.a, factor)
		}
		return false
	case kMulK:
		product, ok := mulWhole(nd.k, factor)
		return ok && g.gather(s, nd.a, product)
	case kAdd:
		return g.gather(s, nd.a, factor) && g.gather(s, nd.b, factor)
	case kSub:
		return g.gather(s, nd.a, factor) && g.gather(s, nd.b, -factor)
	}
	for i := range s.parts {
		if p := &s.parts[i]; p.node == n {
			total, ok := addWhole(p.factor, factor)
			p.factor = total
			return ok
		}
	}
	s.parts = append(s.parts, weighed{n, factor})
	return true
}

// isRoomy reports whether twice a sum fits, however its parts are added up.
func (g *graph) isRoomy(s *gathered) bool {
	total := magnitude(s.fixed)
	for _, p := range s.parts {
		r := g.rng[p.node]
		product, ok := mulWhole(p.factor, max(r.hi, -r.lo))
		if total += magnitude(product); !ok || total > maxWhole/4 {
			return false
		}
	}
	return true
}

// total makes the node of a sum.
func (g *graph) total(s gathered) ref {
	n := g.constant(s.fixed)
	for _, p := range s.parts {
		n = g.make(node{kind: kAdd, a: n, b: g.make(node{kind: kMulK, a: p.node, k: p.factor})})
	}
	return n
}

// spread takes whole multiples out of a quotient of a sum; false when there are
// none. The sum is not negative, unless it is rounded down.
func (g *graph) spread(way Op, n ref, by int64) (ref, bool) {
	s := gathered{}
	if !g.gather(&s, n, 1) || len(s.parts) < 2 || !g.isRoomy(&s) || by > maxWhole/4 {
		return 0, false
	}
	if way == Round {
		if by%2 != 0 {
			by, s.fixed = 2*by, 2*s.fixed
			for i := range s.parts {
				s.parts[i].factor *= 2
			}
		}
		s.fixed += by / 2
	}
	d := int64(1)
	for _, p := range s.parts {
		d = max(d, divisor(p.factor, by))
	}
	whole, rest := gathered{}, gathered{fixed: s.fixed}
	for _, p := range s.parts {
		if p.factor%d == 0 {
			whole.parts = append(whole.parts, weighed{p.node, p.factor / d})
		} else {
			rest.parts = append(rest.parts, p)
		}
	}
	if by/d > maxRemainders || len(rest.parts) == 0 {
		return 0, false
	}
	down := g.make(node{kind: kQuo, way: Floor, a: g.total(rest), k: d})
	down = g.make(node{kind: kAdd, a: g.total(whole), b: down})
	return g.make(node{kind: kQuo, way: Floor, a: down, k: by / d}), true
}

// maxRemainders bounds the remainders that what is taken out of a rounding can
// leave: a year's amount by month leaves twelve. More than these no count of people
// goes through, and then it is as quick not to take it out.
const maxRemainders = 64

// apartFrom leaves one of two equal unknowns in min(x, max(x+y, k)), the part of a
// partner's income that counts in article 24 of the Participatiewet. It is
// max(x + min(y, 0), min(x, k)).
func (g *graph) apartFrom(n node) (ref, bool) {
	x, most := n.a, g.nodes[n.b]
	if g.nodes[x].kind == kMax {
		x, most = n.b, g.nodes[n.a]
	}
	k, ok := g.isConst(most.b)
	y := gathered{}
	if n.kind != kMin || most.kind != kMax || !ok || !g.gather(&y, most.a, 1) || !g.isRoomy(&y) {
		return 0, false
	}
	for i, p := range y.parts {
		if p.node == x && p.factor == 1 {
			y.parts = append(y.parts[:i], y.parts[i+1:]...)
			less := g.make(node{kind: kMin, a: g.total(y), b: g.constant(0)})
			less = g.make(node{kind: kAdd, a: x, b: less})
			return g.make(node{kind: kMax, a: less, b: g.make(node{kind: kMin, a: x, b: g.constant(k)})}), true
		}
	}
	return 0, false
}

// simplifyDiv divides by a constant where it is one, and leaves one of two equal
// unknowns on both sides of the line.
func (g *graph) simplifyDiv(n node) (ref, bool) {
	if k, ok := g.isConst(n.b); ok && k > 0 {
		return g.make(node{kind: kQuo, way: n.way, a: n.a, k: k}), true
	}
	if !g.folds || n.way == Ceil || g.rng[n.a].lo < 0 || g.rng[n.b].lo <= 0 {
		return 0, false
	}
	x, y := g.constant(1), n.a
	if a := g.nodes[n.a]; a.kind == kMul {
		x, y = a.a, a.b
	}
	m, r, s := g.linear(n.b)
	if above, _, _ := g.linear(y); above != m {
		x, y = y, x
	}
	above, p, q := g.linear(y)
	if above != m || r < 1 || !isSmall(p) || !isSmall(q) || !isSmall(r) || !isSmall(s) {
		return 0, false
	}
	half, rest := int64(0), q*r-p*s
	if n.way == Round {
		p, r, rest, half = 2*p, 2*r, 2*rest, r
	}
	if !g.isRoomy(&gathered{[]weighed{{x, p}, {x, rest}}, half}) {
		return 0, false
	}
	down := g.make(node{kind: kDiv, way: Floor, a: g.make(node{kind: kMulK, a: x, k: rest}), b: n.b})
	down = g.make(node{kind: kAdd, a: g.make(node{kind: kMulK, a: x, k: p}), b: down})
	return g.make(node{kind: kQuo, way: Floor, a: g.make(node{kind: kAddK, a: down, k: half}), k: r}), true
}

// linear returns a node as m*k + more.
func (g *graph) linear(n ref) (m ref, k, more int64) {
	nd := g.nodes[n]
	if nd.kind == kAddK {
		n, more = nd.a, nd.k
		nd = g.nodes[n]
	}
	if nd.kind == kMulK {
		return nd.a, nd.k, more
	}
	return n, 1, more
}
