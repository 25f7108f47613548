package rules

import "unsafe"

// jump executes a step that may jump, and returns the step to go on with.
func (x *explorer) jump(in *instr) *instr {
	next := step(in, int32(unsafe.Sizeof(*in)))
	a := bounds{*x.s.at(in.a), *x.s.top(in.a)}
	about := in.a
	var yes, no bounds // what a is when the test is true, and when it is false
	switch in.op {
	case iJump:
		return step(x.first, in.to)
	case iJumpFar:
		return next // the test that it spares says the same, and more
	case iJumpIf:
		yes, no = a.meet(point(1)), a.meet(point(0))
	case iJumpUnless:
		yes, no = a.meet(point(0)), a.meet(point(1))
	case iJumpLtKAcc, iJumpGtKAcc:
		a = x.acc
		yes, no = a.parted(in.op == iJumpLtKAcc, in.k)
	case iJumpSumLtK, iJumpSumGtK:
		a, about = bounds{a.lo + *x.s.at(in.b), a.hi + *x.s.top(in.b)}, noSlot
		yes, no = a.parted(in.op == iJumpSumLtK, in.k)
	case iJumpLtK, iJumpGtK:
		yes, no = a.parted(in.op == iJumpLtK, in.k)
	case iJumpLt, iJumpLe:
		apart, b := truth(in.op == iJumpLt).lo, x.get(in.b)
		if a.decided() { // then it says something of the other
			about = in.b
			yes, no = b.parted(false, a.lo+apart-1)
			break
		}
		yes, no = a.meet(bounds{-maxWhole, b.hi - apart}), a.meet(bounds{b.lo + 1 - apart, maxWhole})
	default:
		return x.jumpRare(in, next, a)
	}
	switch {
	case yes.lo > yes.hi:
		x.went(in, false)
		return next
	case no.lo > no.hi:
		x.went(in, true)
		return step(x.first, in.to)
	}
	if x.fork(step(x.first, in.to), about, yes, no) && (in.op == iJumpLtKAcc || in.op == iJumpGtKAcc) {
		x.forks[len(x.forks)-1].acc, x.acc = yes, no
	}
	return next
}

// parted returns the parts of a range below k and from k on, or above k and up to
// k.
func (b bounds) parted(below bool, k int64) (yes, no bounds) {
	if below {
		return bounds{b.lo, min(b.hi, k-1)}, bounds{max(b.lo, k), b.hi}
	}
	return bounds{max(b.lo, k+1), b.hi}, bounds{b.lo, min(b.hi, k)}
}

// jumpRare executes the tests that say little of the value tested.
func (x *explorer) jumpRare(in, next *instr, a bounds) *instr {
	b := bounds{*x.s.at(in.b), *x.s.top(in.b)}
	about, yes, no := noSlot, a, a
	var holds bounds // whether the test is true
	switch in.op {
	case iJumpEither, iJumpUnlessBoth:
		either := in.op == iJumpEither
		if !a.decided() {
			// One at a time: this step comes again with the first known.
			x.fork(in, in.a, point(1), point(0))
			return in
		}
		about, yes, no = in.b, truth(either), truth(!either)
		holds = b
		if !either {
			holds = bounds{1 - b.hi, 1 - b.lo}
		}
		if a == yes {
			holds = truth(true)
		}
	case iJumpOld, iJumpYoung:
		holds = bounds{atLeastAge(a.hi, b.lo, in.k), atLeastAge(a.lo, b.hi, in.k)}
		if b.decided() && !holds.decided() {
			about = in.a
			yes, no = a.born(b.lo, in.k)
		}
	case iJumpEq, iJumpNe:
		holds = comparison(a.decided() && a == b, a.hi < b.lo || b.hi < a.lo)
	case iJumpEqK, iJumpNeK:
		holds = comparison(a == point(in.k), in.k < a.lo || in.k > a.hi)
		about, yes, no = in.a, point(in.k), a.without(in.k)
	case iJumpIn, iJumpOut:
		holds = within(in.k, in.k2, a)
	}
	switch in.op {
	case iJumpNe, iJumpNeK, iJumpOut, iJumpYoung:
		holds, yes, no = bounds{1 - holds.hi, 1 - holds.lo}, no, yes
	}
	if holds.decided() {
		x.went(in, holds.lo != 0)
		if holds.lo != 0 {
			return step(x.first, in.to)
		}
		return next
	}
	x.fork(step(x.first, in.to), about, yes, no)
	return next
}

// born returns the days of birth of who has an age on a day, and of who has not. It
// stays a call: a resident pays for bytes.
//
//go:noinline
func (b bounds) born(on, years int64) (yes, no bounds) { return b.parted(true, bornBy(on, years)+1) }

// without takes one value off the ends of a range.
func (b bounds) without(v int64) bounds {
	if b.lo == v {
		b.lo++
	}
	if b.hi == v {
		b.hi--
	}
	return b
}
