package rules

// simplify returns a node that means the same as n and is there already or is
// simpler. The rules hold for every value; those that leave out an argument ask
// idle first.
func (g *graph) simplify(n node) (ref, bool) {
	switch n.kind {
	case kValue:
		if !g.open && !g.facts[n.k].Null {
			return n.a, true
		}
	case kNull:
		if !g.open && !g.facts[n.k].Null {
			return g.truth(false), true
		}
	case kOutput:
		if g.folds {
			return n.a, true
		}
	case kNonZero:
		if r := g.rng[n.a]; g.folds && (r.lo > 0 || r.hi < 0) {
			return n.a, true
		}
	case kNot:
		return g.simplifyNot(n)
	case kAnd, kOr:
		return g.simplifyLogic(n)
	case kIf:
		return g.simplifyIf(n)
	case kEq, kLt, kLe:
		return g.simplifyComparison(n)
	case kMin, kMax:
		return g.simplifyExtreme(n)
	}
	return g.simplifySum(n)
}

func (g *graph) simplifyNot(n node) (ref, bool) {
	if a := &g.nodes[n.a]; a.kind == kNot {
		return a.a, true
	}
	return 0, false
}

func (g *graph) simplifyLogic(n node) (ref, bool) {
	// The value that leaves the other argument to decide.
	neutral := truth(n.kind == kAnd).lo
	if k, ok := g.isConst(n.a); ok {
		if k == neutral {
			return n.b, true
		}
		return n.a, true
	}
	if k, ok := g.isConst(n.b); ok {
		if k == neutral {
			return n.a, true
		}
		if g.idle(n.a) {
			return n.b, true
		}
	}
	if n.a == n.b {
		return n.a, true
	}
	// Chains lean to the right, so that equal ones are found equal.
	if a := g.nodes[n.a]; a.kind == n.kind {
		return g.make(node{kind: n.kind, a: a.a, b: g.make(node{kind: n.kind, a: a.b, b: n.b})}), true
	}
	return 0, false
}

func (g *graph) simplifyIf(n node) (ref, bool) {
	if k, ok := g.isConst(n.a); ok {
		if k != 0 {
			return n.b, true
		}
		return n.c, true
	}
	if n.b == n.c && g.idle(n.a) {
		return n.b, true
	}
	if a := g.nodes[n.a]; a.kind == kNot {
		return g.make(node{kind: kIf, a: a.a, b: n.c, c: n.b}), true
	}
	yes, isYes := g.isConst(n.b)
	no, isNo := g.isConst(n.c)
	if !(g.isTruth(n.b) || isYes && truth(yes == 1) == point(yes)) || !(g.isTruth(n.c) || isNo && truth(no == 1) == point(no)) {
		return 0, false
	}
	switch {
	case isYes && isNo && yes > no:
		return n.a, true
	case isYes && isNo && yes < no:
		return g.make(node{kind: kNot, a: n.a}), true
	case isNo && no == 0:
		return g.make(node{kind: kAnd, a: n.a, b: n.b}), true
	case isYes && yes == 1:
		return g.make(node{kind: kOr, a: n.a, b: n.c}), true
	case isYes:
		return g.make(node{kind: kAnd, a: g.make(node{kind: kNot, a: n.a}), b: n.c}), true
	case isNo:
		return g.make(node{kind: kOr, a: g.make(node{kind: kNot, a: n.a}), b: n.b}), true
	}
	return 0, false
}

func (g *graph) simplifyComparison(n node) (ref, bool) {
	if n.a == n.b && g.idle(n.a) {
		return g.truth(n.kind != kLt), true
	}
	left, leftConst := g.isConst(n.a)
	right, rightConst := g.isConst(n.b)
	if n.kind == kEq {
		return g.simplifyEqual(n, leftConst, right, rightConst)
	}
	// "18 or older" needs no age, only two days.
	if a := g.nodes[n.b]; leftConst && a.kind == kAge {
		return g.ageLeast(n, a, left, n.kind == kLt, false)
	}
	if a := g.nodes[n.a]; rightConst && a.kind == kAge {
		return g.ageLeast(n, a, right, n.kind == kLe, true)
	}
	if r, ok := g.years(n, n.a, n.b, n.kind == kLt, false); ok {
		return r, true
	}
	return g.years(n, n.b, n.a, n.kind == kLe, true)
}

// years turns a comparison of a day some years later with another day into one
// that looks at the calendar only when it is close. It asks whether the later day
// is at most the other, or before it; the answer is turned when not. Only folding
// does so: to say why, the day itself must be there.
func (g *graph) years(n node, later, other ref, before, not bool) (ref, bool) {
	moved := g.nodes[later]
	if !g.folds || moved.kind != kAddMonths {
		return 0, false
	}
	months, ok := g.isConst(moved.b)
	if !ok || months < 12 || months%12 != 0 {
		return 0, false
	}
	day := node{a: moved.a, b: other}
	if before {
		if g.rng[other].lo <= int64(firstDay) {
			return 0, false
		}
		day.b = g.make(node{kind: kAddK, a: other, k: -1})
	}
	return g.ageLeast(n, day, months/12, false, not)
}

// ageLeast turns a comparison of an age with years into a node that compares
// days; years counts one more when next, and the answer is turned when not.
func (g *graph) ageLeast(n, age node, years int64, next, not bool) (ref, bool) {
	if next {
		years++
	}
	if years < 1 || years > maxYears || g.rng[age.a].hi+366*years > int64(lastDay) {
		return 0, false
	}
	r := g.make(node{kind: kAgeLeast, a: age.a, b: age.b, k: years, at: n.at, den: 1})
	if not {
		r = g.make(node{kind: kNot, a: r})
	}
	return r, true
}

func (g *graph) simplifyEqual(n node, leftConst bool, right int64, rightConst bool) (ref, bool) {
	if leftConst && !rightConst { // constants stand right
		n.a, n.b = n.b, n.a
		return g.make(n), true
	}
	if rightConst && g.isTruth(n.a) {
		switch right {
		case 1:
			return n.a, true
		case 0:
			return g.make(node{kind: kNot, a: n.a}), true
		}
	}
	return 0, false
}

// isTruth reports whether a node is a condition: a comparison, a connective, or
// a boolean fact.
func (g *graph) isTruth(r ref) bool {
	switch n := &g.nodes[r]; n.kind {
	case kEq, kLt, kLe, kIn, kAnd, kOr, kNot, kAgeLeast, kNull, kOutput:
		return true
	case kFact, kValue:
		return g.facts[n.k].Type == Bool
	}
	return false
}

func (g *graph) simplifyExtreme(n node) (ref, bool) {
	if n.a == n.b {
		return n.a, true
	}
	if _, ok := g.isConst(n.a); ok { // constants stand right
		if _, both := g.isConst(n.b); !both {
			return g.make(node{kind: n.kind, a: n.b, b: n.a}), true
		}
	}
	if !g.folds {
		// The ranges of facts may still grow while a program is built.
		return 0, false
	}
	if r, ok := g.apartFrom(n); ok {
		return r, true
	}
	a, b := g.rng[n.a], g.rng[n.b]
	if n.kind == kMin {
		a, b = bounds{-a.hi, -a.lo}, bounds{-b.hi, -b.lo}
	}
	switch {
	case a.lo >= b.hi && g.idle(n.b):
		return n.a, true
	case b.lo >= a.hi && g.idle(n.a):
		return n.b, true
	}
	return 0, false
}
