package rules

import (
	"math/bits"
	"unsafe"
)

// code is a compiled entry as it is executed: places in a frame are counted in
// bytes, jumps in bytes from the first step.
type code []instr

// link turns steps into code.
func link(steps []instr) code {
	linked := make(code, len(steps))
	for i, in := range steps {
		in.d, in.a = in.d*8, in.a*8
		if !in.shares() {
			in.b *= 8
		}
		if in.jumps() {
			in.to *= stepSize
		}
		if in.op == iDate {
			in.k *= 8
		}
		linked[i] = in
	}
	return linked
}

// spread returns code that finds each slot so many times as far from the first: the
// slots of as many frames then lie next to each other, slot by slot.
func (c code) spread(times slot) code {
	spread := make(code, len(c))
	for i, in := range c {
		in.d, in.a = in.d*times, in.a*times
		if !in.shares() {
			in.b *= times
		}
		if in.op == iDate {
			in.k *= int64(times)
		}
		spread[i] = in
	}
	return spread
}

// at is a place in a frame, and step a step of the code. Both are without bounds
// checks, which would be a third of an evaluation. They stay in bounds because
// compiler.take gives no slot from slotLimit on, and a scan makes room for as many as
// compiled.reads counted; labels are placed in the code, and every way through it ends
// at a return.
func at(s *int64, offset slot) *int64 {
	return (*int64)(unsafe.Add(unsafe.Pointer(s), offset))
}

func step(first *instr, offset int32) *instr {
	return (*instr)(unsafe.Add(unsafe.Pointer(first), offset))
}

// run executes code from a step on. It returns the failure that it met, or none.
func run(c code, in *instr, s *int64) int {
	first := &c[0]
	for {
		if in = runCommon(first, in, s); in == nil {
			return none
		}
		next := step(in, int32(unsafe.Sizeof(*in)))
		switch in.op {
		case iFail, iFailIf, iFailZero:
			return int(in.k)
		case iJumpOld, iJumpYoung:
			if old := atLeastAge(*at(s, in.a), *at(s, in.b), in.k) != 0; old == (in.op == iJumpOld) {
				next = step(first, in.to)
			}
		default:
			if failed := runRare(in, s); failed != none {
				return failed
			}
		}
		in = next
	}
}

// runCommon executes from a step on, until one that it leaves to run, and returns
// that, or nil at the end. It calls nothing, so that all it needs stays in
// registers. acc is the last value computed: a step that takes it from there
// need not wait for it to come back from memory.
func runCommon(first, in *instr, s *int64) *instr {
	acc := int64(0)
	for {
		switch in.op {
		case iReturn:
			return nil
		case iReturnSet:
			*at(s, in.d) = in.k
			return nil
		case iReturnSets:
			*at(s, in.d), *at(s, in.b) = in.k, in.k2
			return nil
		case iReturnMove:
			*at(s, in.d), *at(s, in.b) = in.k, *at(s, in.a)
			return nil
		case iReturnMoveAcc:
			*at(s, in.d), *at(s, in.b) = in.k, acc
			return nil
		case iReturnChoose:
			chosen := in.k2
			if *at(s, in.a) != 0 {
				chosen = in.k
			}
			*at(s, in.d) = chosen
			return nil
		case iFailIf:
			if *at(s, in.a) != 0 {
				return in
			}
		case iFailZero:
			if *at(s, in.a) == 0 {
				return in
			}
		case iJump:
			in = step(first, in.to)
			continue
		case iJumpIf:
			if *at(s, in.a) != 0 {
				in = step(first, in.to)
				continue
			}
		case iJumpUnless:
			if *at(s, in.a) == 0 {
				in = step(first, in.to)
				continue
			}
		case iJumpEither:
			if *at(s, in.a)|*at(s, in.b) != 0 {
				in = step(first, in.to)
				continue
			}
		case iJumpUnlessBoth:
			if *at(s, in.a)&*at(s, in.b) == 0 {
				in = step(first, in.to)
				continue
			}
		case iJumpLt:
			if *at(s, in.a) < *at(s, in.b) {
				in = step(first, in.to)
				continue
			}
		case iJumpLe:
			if *at(s, in.a) <= *at(s, in.b) {
				in = step(first, in.to)
				continue
			}
		case iJumpEq:
			if *at(s, in.a) == *at(s, in.b) {
				in = step(first, in.to)
				continue
			}
		case iJumpNe:
			if *at(s, in.a) != *at(s, in.b) {
				in = step(first, in.to)
				continue
			}
		case iJumpLtK:
			if *at(s, in.a) < in.k {
				in = step(first, in.to)
				continue
			}
		case iJumpGtK:
			if *at(s, in.a) > in.k {
				in = step(first, in.to)
				continue
			}
		case iJumpLtKAcc:
			if acc < in.k {
				in = step(first, in.to)
				continue
			}
		case iJumpGtKAcc:
			if acc > in.k {
				in = step(first, in.to)
				continue
			}
		case iJumpSumLtK:
			if *at(s, in.a)+*at(s, in.b) < in.k {
				in = step(first, in.to)
				continue
			}
		case iJumpSumGtK:
			if *at(s, in.a)+*at(s, in.b) > in.k {
				in = step(first, in.to)
				continue
			}
		case iJumpEqK:
			if *at(s, in.a) == in.k {
				in = step(first, in.to)
				continue
			}
		case iJumpNeK:
			if *at(s, in.a) != in.k {
				in = step(first, in.to)
				continue
			}
		case iJumpIn:
			if contains(in.k, in.k2, *at(s, in.a)) {
				in = step(first, in.to)
				continue
			}
		case iJumpOut:
			if !contains(in.k, in.k2, *at(s, in.a)) {
				in = step(first, in.to)
				continue
			}
		case iJumpFar:
			if *at(s, in.a)-*at(s, in.b) < in.k {
				in = step(first, in.to)
				continue
			}
		case iJumpOld:
			days := *at(s, in.b) - *at(s, in.a) - in.k2
			if days >= in.k {
				in = step(first, in.to)
				continue
			}
			if days >= 0 {
				return in
			}
		case iJumpYoung:
			days := *at(s, in.b) - *at(s, in.a) - in.k2
			if days < 0 {
				in = step(first, in.to)
				continue
			}
			if days < in.k {
				return in
			}
		case iSet:
			*at(s, in.d) = in.k
		case iMove:
			acc = *at(s, in.a)
			*at(s, in.d) = acc
		case iMoveAcc:
			*at(s, in.d) = acc
		case iAdd:
			acc = *at(s, in.a) + *at(s, in.b)
			*at(s, in.d) = acc
		case iAddAcc:
			acc = acc + *at(s, in.b)
			*at(s, in.d) = acc
		case iSub:
			acc = *at(s, in.a) - *at(s, in.b)
			*at(s, in.d) = acc
		case iMul:
			acc = *at(s, in.a) * *at(s, in.b)
			*at(s, in.d) = acc
		case iMin:
			acc = min(*at(s, in.a), *at(s, in.b))
			*at(s, in.d) = acc
		case iMax:
			acc = max(*at(s, in.a), *at(s, in.b))
			*at(s, in.d) = acc
		case iLine:
			acc = *at(s, in.a)*in.k + in.k2
			*at(s, in.d) = acc
		case iLineAcc:
			acc = acc*in.k + in.k2
			*at(s, in.d) = acc
		case iMinLine:
			acc = min(*at(s, in.a)*int64(in.to)+in.k, in.k2)
			*at(s, in.d) = acc
		case iMinLineAcc:
			acc = min(acc*int64(in.to)+in.k, in.k2)
			*at(s, in.d) = acc
		case iMaxLine:
			acc = max(*at(s, in.a)*int64(in.to)+in.k, in.k2)
			*at(s, in.d) = acc
		case iMaxLineAcc:
			acc = max(acc*int64(in.to)+in.k, in.k2)
			*at(s, in.d) = acc
		case iMaxSum:
			acc = max((*at(s, in.a)+*at(s, in.b))*int64(in.to)+in.k, in.k2)
			*at(s, in.d) = acc
		case iShare:
			acc = share(in, *at(s, in.a))
			*at(s, in.d) = acc
		case iShareAcc:
			acc = share(in, acc)
			*at(s, in.d) = acc
		case iChoose:
			acc = in.k2
			if *at(s, in.a) != 0 {
				acc = in.k
			}
			*at(s, in.d) = acc
		case iLt:
			acc = truth(*at(s, in.a) < *at(s, in.b)).lo
			*at(s, in.d) = acc
		case iLe:
			acc = truth(*at(s, in.a) <= *at(s, in.b)).lo
			*at(s, in.d) = acc
		case iEq:
			acc = truth(*at(s, in.a) == *at(s, in.b)).lo
			*at(s, in.d) = acc
		case iLtK:
			acc = truth(*at(s, in.a) < in.k).lo
			*at(s, in.d) = acc
		case iGtK:
			acc = truth(*at(s, in.a) > in.k).lo
			*at(s, in.d) = acc
		case iEqK:
			acc = truth(*at(s, in.a) == in.k).lo
			*at(s, in.d) = acc
		case iIn:
			acc = truth(contains(in.k, in.k2, *at(s, in.a))).lo
			*at(s, in.d) = acc
		case iAnd:
			acc = *at(s, in.a) & *at(s, in.b)
			*at(s, in.d) = acc
		case iOr:
			acc = *at(s, in.a) | *at(s, in.b)
			*at(s, in.d) = acc
		case iNot:
			acc = 1 - *at(s, in.a)
			*at(s, in.d) = acc
		default:
			return in
		}
		in = step(in, int32(unsafe.Sizeof(*in)))
	}
}

// share is iShare of a value.
func share(in *instr, v int64) int64 {
	high, _ := bits.Mul64(uint64(v+in.k2), uint64(in.k))
	return int64(high>>(in.b&63)) * int64(in.to)
}

// runRare does the steps that few laws need.
func runRare(in *instr, s *int64) int {
	a, b := *at(s, in.a), *at(s, in.b)
	d := at(s, in.d)
	switch in.op {
	case iQuo:
		*d = quotient(Op(in.k2), a, in.k)
	case iDiv:
		if b != 0 { // a step before it failed otherwise, unless somebody forged the code
			*d = quotient(Op(in.k2), a, b)
		}
	case iAge:
		*d = int64(Age(Day(a), Day(b)))
	case iAgeLeast:
		*d = atLeastAge(a, b, in.k)
	case iMonths:
		*d = int64(Months(Day(a), Day(b)))
	case iAddMonths:
		*d = int64(Day(a).AddMonths(int(b)))
	case iWeekday:
		*d = ((a+3)%7 + 7) % 7
	case iDate:
		day, ok := DayOf(int(a), int(b), int(*at(s, slot(in.k))))
		if !ok {
			return int(in.k2)
		}
		*d = int64(day)
	}
	return none
}
