package rules

// narrow carries what a node must be down to the facts. It is sound: it leaves
// out no value that a fact can have. It is not complete: where arithmetic makes
// it hard, it stops. false means that some fact has no value left.
func (f *Frame) narrow(b *binding, n ref, want bounds) bool {
	nd := &f.p.graph.nodes[n]
	have := b.values[n]
	if have.failed() {
		return true
	}
	want = want.meet(have)
	if want.lo > want.hi {
		return false
	}
	if want == have && want.decided() {
		return true
	}
	switch nd.kind {
	case kFact:
		return b.narrowFact(&b.lies[nd.k], want)
	case kNull:
		return b.narrowFact(&b.nulls[nd.k], want)
	case kValue, kNonZero:
		return f.narrow(b, nd.a, want)
	case kOutput:
		if f.answers[nd.k] != none {
			return true
		}
		return f.narrow(b, nd.a, want)
	case kNot:
		return f.narrow(b, nd.a, bounds{1 - want.hi, 1 - want.lo})
	case kAnd, kOr:
		return f.narrowLogic(b, nd, want)
	case kIf:
		return f.narrowIf(b, nd, want)
	case kEq, kLt, kLe, kIn, kAgeLeast:
		return !want.decided() || f.narrowComparison(b, nd, want.lo != 0)
	}
	return f.narrowNumber(b, nd, want)
}

// narrowFact takes a narrower range for a fact.
func (b *binding) narrowFact(lies *bounds, want bounds) bool {
	want = lies.meet(want)
	if want.lo > want.hi {
		return false
	}
	if want != *lies {
		*lies = want
		b.narrowed++
	}
	return true
}

func (f *Frame) narrowLogic(b *binding, nd *node, want bounds) bool {
	if !want.decided() {
		return true
	}
	all := truth(nd.kind == kAnd) // what both parts are when the whole is
	if want == all {
		return f.narrow(b, nd.a, all) && f.narrow(b, nd.b, all)
	}
	switch all {
	case b.values[nd.a]:
		return f.narrow(b, nd.b, want)
	case b.values[nd.b]:
		return f.narrow(b, nd.a, want)
	}
	return true
}

func (f *Frame) narrowIf(b *binding, nd *node, want bounds) bool {
	when, yes, no := b.values[nd.a], b.values[nd.b], b.values[nd.c]
	if yes.failed() || no.failed() {
		return true
	}
	canYes := when.hi == 1 && yes.hi >= want.lo && yes.lo <= want.hi
	canNo := when.lo == 0 && no.hi >= want.lo && no.lo <= want.hi
	switch {
	case canYes && canNo:
		return true
	case canYes:
		return f.narrow(b, nd.a, point(1)) && f.narrow(b, nd.b, want)
	case canNo:
		return f.narrow(b, nd.a, point(0)) && f.narrow(b, nd.c, want)
	}
	return false
}

func (f *Frame) narrowComparison(b *binding, nd *node, yes bool) bool {
	x, y := b.values[nd.a], b.values[nd.b]
	switch nd.kind {
	case kLt, kLe:
		step := truth(nd.kind == kLt).lo
		if yes { // x + step <= y
			return f.narrow(b, nd.a, bounds{-maxWhole, y.hi - step}) && f.narrow(b, nd.b, bounds{x.lo + step, maxWhole})
		}
		step = 1 - step // y + step <= x
		return f.narrow(b, nd.b, bounds{-maxWhole, x.hi - step}) && f.narrow(b, nd.a, bounds{y.lo + step, maxWhole})
	case kEq:
		if yes {
			return f.narrow(b, nd.a, y) && f.narrow(b, nd.b, x)
		}
		return f.narrowApart(b, nd.a, x, y) && f.narrowApart(b, nd.b, y, x)
	case kIn:
		for x.lo <= x.hi && contains(nd.k, nd.k2, x.lo) != yes && x.lo < nd.k+63 {
			if x.lo < nd.k {
				if !yes {
					break
				}
				x.lo = nd.k - 1
			}
			x.lo++
		}
		return f.narrow(b, nd.a, x)
	}
	// The day on which somebody was born who has the age on the first or on the
	// last possible day.
	if yes {
		return f.narrow(b, nd.a, bounds{-maxWhole, bornBy(y.hi, nd.k)})
	}
	return f.narrow(b, nd.a, bounds{bornBy(y.lo, nd.k) + 1, maxWhole})
}

// narrowApart takes the end off a range that one value is not.
func (f *Frame) narrowApart(b *binding, n ref, x, not bounds) bool {
	if !not.decided() {
		return true
	}
	if x.lo == not.lo {
		x.lo++
	}
	if x.hi == not.lo {
		x.hi--
	}
	return f.narrow(b, n, x)
}

// bornBy returns the last day of birth of who has an age on a day.
func bornBy(on, years int64) int64 {
	day := on - 365*years
	for atLeastAge(day, on, years) == 0 {
		day--
	}
	return day
}

func (f *Frame) narrowNumber(b *binding, nd *node, want bounds) bool {
	x, y := b.values[nd.a], b.values[nd.b]
	switch nd.kind {
	case kAddK:
		return f.narrow(b, nd.a, bounds{want.lo - nd.k, want.hi - nd.k})
	case kMulK:
		if nd.k == 0 {
			return true
		}
		if nd.k < 0 {
			want = bounds{-want.hi, -want.lo}
		}
		k := int64(magnitude(nd.k))
		return f.narrow(b, nd.a, bounds{quotient(Ceil, want.lo, k), quotient(Floor, want.hi, k)})
	case kMul:
		return f.narrow(b, nd.a, factor(want, y)) && f.narrow(b, nd.b, factor(want, x))
	case kQuo:
		return f.narrow(b, nd.a, dividends(x, nd.k, nd.way, want))
	case kAdd:
		return f.narrow(b, nd.a, apart(want, y)) && f.narrow(b, nd.b, apart(want, x))
	case kSub:
		return f.narrow(b, nd.a, apart(want, bounds{-y.hi, -y.lo})) && f.narrow(b, nd.b, apart(x, want))
	case kMin: // the lesser is what the greater is of the contraries
		left, right := extremes(-x.lo, -y.lo, bounds{-want.hi, -want.lo})
		return f.narrow(b, nd.a, bounds{-left.hi, -left.lo}) && f.narrow(b, nd.b, bounds{-right.hi, -right.lo})
	case kMax:
		left, right := extremes(x.hi, y.hi, want)
		return f.narrow(b, nd.a, left) && f.narrow(b, nd.b, right)
	}
	return true
}

// factor returns the range of one factor of a product that lies in want, when the
// other factor is above zero.
func factor(want, other bounds) bounds {
	if other.lo <= 0 {
		return anyNumber
	}
	return bounds{
		quotient(Ceil, want.lo, choose(want.lo > 0, other.hi, other.lo)),
		quotient(Floor, want.hi, choose(want.hi > 0, other.lo, other.hi)),
	}
}

// dividends returns the part of a range whose quotients lie in want, of which
// some do.
func dividends(x bounds, by int64, way Op, want bounds) bounds {
	least, greatest := x, x
	for least.lo < least.hi {
		middle := least.lo + int64(uint64(least.hi-least.lo)/2)
		if quotient(way, middle, by) < want.lo {
			least.lo = middle + 1
		} else {
			least.hi = middle
		}
	}
	for greatest.lo < greatest.hi {
		middle := greatest.hi - int64(uint64(greatest.hi-greatest.lo)/2)
		if quotient(way, middle, by) > want.hi {
			greatest.hi = middle - 1
		} else {
			greatest.lo = middle
		}
	}
	return bounds{least.lo, greatest.lo}
}

// extremes returns the ranges of two values, x and y at most, of which the greater
// lies in want: where the other cannot reach it, a value must.
func extremes(x, y int64, want bounds) (left, right bounds) {
	left, right = bounds{-maxWhole, want.hi}, bounds{-maxWhole, want.hi}
	if y < want.lo {
		left.lo = want.lo
	}
	if x < want.lo {
		right.lo = want.lo
	}
	return left, right
}

// apart returns the range of a difference, cut off where it does not fit.
func apart(x, y bounds) bounds {
	lo, ok := addWhole(x.lo, -y.hi)
	if !ok {
		lo = -maxWhole
	}
	hi, ok := addWhole(x.hi, -y.lo)
	if !ok {
		hi = maxWhole
	}
	return bounds{lo, hi}
}
