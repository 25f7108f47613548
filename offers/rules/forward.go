package rules

// The first and last day that a program can hold: 1 January of the year 1 and 31
// December 9999.
const (
	firstDay = Day(-719162)
	lastDay  = Day(2932896)
)

// forward returns the bounds of a node from those of its arguments, and the
// value when they are decided: it is the meaning of every kind but those that
// read the frame (kFact, kNull, kValue, kOutput). None of the arguments has
// failed; see logic for those that short-circuit. It cannot overflow, since the
// graph refused what could.
func forward(n *node, a, b, c bounds) bounds {
	switch n.kind {
	case kConst:
		return point(n.k)
	case kAddK:
		return bounds{a.lo + n.k, a.hi + n.k}
	case kMulK:
		if n.k < 0 {
			return bounds{a.hi * n.k, a.lo * n.k}
		}
		return bounds{a.lo * n.k, a.hi * n.k}
	case kAdd:
		return bounds{a.lo + b.lo, a.hi + b.hi}
	case kSub:
		return bounds{a.lo - b.hi, a.hi - b.lo}
	case kMin:
		return bounds{min(a.lo, b.lo), min(a.hi, b.hi)}
	case kMax:
		return bounds{max(a.lo, b.lo), max(a.hi, b.hi)}
	case kQuo:
		return bounds{quotient(n.way, a.lo, n.k), quotient(n.way, a.hi, n.k)}
	case kLt:
		return comparison(a.hi < b.lo, a.lo >= b.hi)
	case kLe:
		return comparison(a.hi <= b.lo, a.lo > b.hi)
	case kEq:
		return comparison(a.decided() && a == b, a.hi < b.lo || b.hi < a.lo)
	case kIn:
		return within(n.k, n.k2, a)
	case kAnd:
		return bounds{a.lo & b.lo, a.hi & b.hi}
	case kOr:
		return bounds{a.lo | b.lo, a.hi | b.hi}
	case kNot:
		return bounds{1 - a.hi, 1 - a.lo}
	case kIf:
		if a.decided() {
			if a.lo != 0 {
				return b
			}
			return c
		}
		return b.hull(c)
	}
	return forwardRare(n, a, b, c)
}

// forwardRare is the part of forward that few laws need, kept apart so that the
// other is quick.
func forwardRare(n *node, a, b, c bounds) bounds {
	switch n.kind {
	case kMul:
		p := point(a.lo * b.lo)
		return p.spans(a.lo * b.hi).spans(a.hi * b.lo).spans(a.hi * b.hi)
	case kDiv:
		return divided(n.way, a, b)
	case kAge:
		return bounds{int64(Age(Day(a.hi), Day(b.lo))), int64(Age(Day(a.lo), Day(b.hi)))}
	case kAgeLeast:
		return bounds{atLeastAge(a.hi, b.lo, n.k), atLeastAge(a.lo, b.hi, n.k)}
	case kMonths:
		return bounds{int64(Months(Day(a.hi), Day(b.lo))), int64(Months(Day(a.lo), Day(b.hi)))}
	case kAddMonths:
		return bounds{int64(Day(a.lo).AddMonths(int(b.lo))), int64(Day(a.hi).AddMonths(int(b.hi)))}
	case kWeekday:
		if a.decided() {
			return point(((a.lo+3)%7 + 7) % 7)
		}
		return bounds{0, 6}
	case kDateOf:
		if !a.decided() || !b.decided() || !c.decided() {
			return bounds{yearStart(a.lo), yearStart(a.hi) + 365}
		}
		day, _ := DayOf(int(a.lo), int(b.lo), int(c.lo))
		return point(int64(day))
	case kNonZero:
		if a.lo == 0 && a.hi > 0 {
			a.lo = 1
		} else if a.hi == 0 && a.lo < 0 {
			a.hi = -1
		}
		return a
	}
	return anyNumber
}

// fails reports whether a node that can fail does so on these arguments, which
// have not failed themselves. kValue is not asked: see frame.
func fails(n *node, a, b, c bounds) bool {
	switch n.kind {
	case kNonZero:
		return a == bounds{}
	case kDateOf:
		if a.decided() && b.decided() && c.decided() {
			_, ok := DayOf(int(a.lo), int(b.lo), int(c.lo))
			return !ok
		}
	}
	return false
}

func comparison(yes, no bool) bounds {
	if yes {
		return bounds{1, 1}
	}
	if no {
		return bounds{}
	}
	return anyBool
}

// within decides whether a value is in the set of kIn, which reaches from k to
// k+63 at most.
func within(k, k2 int64, a bounds) bounds {
	if a.hi < k || a.lo > k+63 {
		return bounds{}
	}
	lo, hi := uint64(max(a.lo, k)-k), uint64(min(a.hi, k+63)-k)
	window := ^uint64(0) >> (63 - hi + lo) << lo
	hit := uint64(k2) & window
	inside := a.lo >= k && a.hi <= k+63
	return comparison(inside && hit == window, hit == 0)
}

// contains reports whether v is in the set of kIn.
func contains(k, k2, v int64) bool {
	return uint64(k2)>>uint64(v-k)&1 != 0 // nothing is left of 64 and more
}

// divided returns the bounds of a quotient; 0 is left out of the divisor. For
// a divisor of one sign a quotient is monotone in both, so the corners tell.
func divided(way Op, a, b bounds) bounds {
	result := bounds{maxWhole, -maxWhole}
	for _, d := range [4]int64{b.lo, min(b.hi, -1), max(b.lo, 1), b.hi} {
		if d == 0 || d < b.lo || d > b.hi {
			continue
		}
		result = result.spans(quotient(way, a.lo, d)).spans(quotient(way, a.hi, d))
	}
	return result
}

func yearStart(year int64) int64 {
	day, ok := DayOf(int(min(max(year, 1), 9999)), 1, 1)
	if !ok {
		return int64(firstDay)
	}
	return int64(day)
}

// atLeastAge answers 1 when who was born on birth is years or more old on the
// day on. Most people are years away from a birthday that counts, and then two
// comparisons settle it.
func atLeastAge(birth, on, years int64) int64 {
	switch days := on - birth; {
	case days >= 366*years:
		return 1
	case days < 365*years:
		return 0
	}
	if int64(Day(birth).AddMonths(int(12*years))) <= on {
		return 1
	}
	return 0
}
