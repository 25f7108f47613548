package rules

import "math/bits"

// maxWhole bounds every value of a program: the least int64 is left out, so
// that changing a sign never overflows.
const maxWhole = 1<<63 - 1

// addWhole adds; ok is false when the sum does not fit.
func addWhole(a, b int64) (sum int64, ok bool) {
	sum = a + b
	return sum, (a^sum)&(b^sum) >= 0 && sum != -maxWhole-1
}

// mulWhole multiplies; ok is false when the product does not fit.
func mulWhole(a, b int64) (product int64, ok bool) {
	high, low := bits.Mul64(magnitude(a), magnitude(b))
	if high != 0 || low > maxWhole {
		return 0, false
	}
	if (a < 0) != (b < 0) {
		return -int64(low), true
	}
	return int64(low), true
}

func magnitude(a int64) uint64 {
	if a < 0 {
		return uint64(-a)
	}
	return uint64(a)
}

// divisor returns the greatest common divisor of a (of either sign) and b > 0.
func divisor(a, b int64) int64 {
	if a < 0 {
		a = -a
	}
	for a != 0 {
		a, b = b%a, a
	}
	return b
}

// multiple returns the least common multiple of two denominators.
func multiple(a, b int64) (int64, bool) { return mulWhole(a/divisor(a, b), b) }

// powerOfTen returns 10^n for 0 <= n <= 18.
func powerOfTen(n int) int64 {
	p := int64(1)
	for range n {
		p *= 10
	}
	return p
}

// The ways to make a quotient whole. They are operations of the law, but for
// truncate, which the law format asks of the amounts of a DATE_ADD.
const truncate Op = 0

// quotient divides a by b, which is not 0, and makes the result whole.
func quotient(way Op, a, b int64) int64 {
	q, r := a/b, a%b
	if r == 0 {
		return q
	}
	step := int64(1)
	if (a < 0) != (b < 0) {
		step = -1
	}
	switch way {
	case Floor:
		if step < 0 {
			q--
		}
	case Ceil:
		if step > 0 {
			q++
		}
	case Round:
		// Half away from zero; written so that doubling cannot overflow.
		if rest, whole := magnitude(r), magnitude(b); rest >= whole-rest {
			q += step
		}
	}
	return q
}

// bounds is the range that a value lies in, both ends included. In an
// evaluation, lo > hi stands for a value that cannot be had: see failed.
type bounds struct{ lo, hi int64 }

var (
	anyBool   = bounds{0, 1}
	anyNumber = bounds{-maxWhole, maxWhole}
)

func point(v int64) bounds { return bounds{v, v} }

func truth(v bool) bounds {
	if v {
		return bounds{1, 1}
	}
	return bounds{}
}

// failed is what a node has when it cannot be computed: division by zero, a
// null where a value is needed, a day that does not exist. cause is that node.
func failed(cause ref) bounds { return bounds{maxWhole, int64(cause)} }

func (b bounds) failed() bool  { return b.lo > b.hi }
func (b bounds) decided() bool { return b.lo == b.hi }

func (b bounds) hull(c bounds) bounds { return bounds{min(b.lo, c.lo), max(b.hi, c.hi)} }
func (b bounds) meet(c bounds) bounds { return bounds{max(b.lo, c.lo), min(b.hi, c.hi)} }

// spans widens b to hold v.
func (b bounds) spans(v int64) bounds { return bounds{min(b.lo, v), max(b.hi, v)} }
