package rules

import "math/bits"

// slot is a place in a frame.
type slot uint16

// slotLimit bounds a frame to 8 kB. Indexing an array of this length with a
// masked slot needs no check, and the check is a tenth of an evaluation.
const slotLimit = 1024

const noSlot slot = 1<<16 - 1

// instr is one step of a compiled entry.
type instr struct {
	op    opcode
	d     slot // where the result goes
	a, b  slot
	to    int32 // where a jump goes, or a small constant
	k, k2 int64
}

// opcode says what a step does. Steps that take a constant, comparisons that
// jump, and two steps that often follow each other are steps of their own: each
// step saved is a nanosecond or more.
type opcode uint16

const (
	iReturn         opcode = iota
	iReturnSet             // d = k, and return
	iReturnSets            // d = k and b = k2, and return
	iReturnMove            // d = k and b = a, and return
	iFail                  // with failure k
	iFailIf                // a is 1, with failure k
	iFailZero              // a is 0, with failure k
	iJump                  // always
	iJumpIf                // a is 1
	iJumpUnless            // a is 0
	iJumpEither            // a or b is 1
	iJumpUnlessBoth        // a or b is 0
	iJumpLt                // a < b
	iJumpLe                // a <= b
	iJumpEq                // a == b
	iJumpNe                // a != b
	iJumpLtK               // a < k
	iJumpGtK               // a > k
	iJumpEqK               // a == k
	iJumpNeK               // a != k
	iJumpIn                // a is in the set k, k2
	iJumpOut               // a is not in the set k, k2
	iJumpOld               // who was born on a is k or older on b; k2 is 365*k
	iJumpYoung             // is not
	iSet                   // d = k
	iMove                  // d = a
	iAdd                   // d = a + b
	iSub                   // d = a - b
	iMul                   // d = a * b
	iMin                   // d = the lesser
	iMax                   // d = the greater
	iLine                  // d = a*k + k2
	iMinLine               // d = the lesser of a*to + k and k2
	iMaxLine               // d = the greater of a*to + k and k2
	iShare                 // d = (a+k2) / n * to, where k and b divide by n: see reciprocal
	iQuo                   // d = a / k in the way k2
	iDiv                   // d = a / b in the way k2
	iChoose                // d = k when a is 1, else k2
	iLt                    // d = a < b
	iLe                    // d = a <= b
	iEq                    // d = a == b
	iLtK                   // d = a < k
	iGtK                   // d = a > k
	iEqK                   // d = a == k
	iIn                    // d = a is in the set k, k2
	iAnd                   // d = a and b
	iOr                    // d = a or b
	iNot                   // d = not a
	iAge                   // d = complete years from a to b
	iAgeLeast              // d = who was born on a is k or older on b
	iMonths                // d = complete months from a to b
	iAddMonths             // d = day a moved by b months
	iDate                  // d = the day of a, b and slot k; fails with failure k2
	iWeekday               // d = 0 for Monday ...
)

// reciprocal returns a multiplier and a shift that divide any n of 0 to 2^63-1
// by d > 1: with l the bits of d-1, m = ceil(2^(63+l)/d) is too much by less
// than d/2^(63+l) a unit, which is too little to reach the next whole number.
func reciprocal(d int64) (m uint64, shift int) {
	l := bits.Len64(uint64(d - 1))
	m, _ = bits.Div64(1<<(l-1)-1, 1<<64-1, uint64(d))
	return m + 1, l - 1
}

// run executes a compiled entry on the slots of a frame. It returns the failure
// that it met, or none.
func run(code []instr, s *[slotLimit]int64) int {
	const mask = slotLimit - 1
	for pc := 0; pc < len(code); pc++ {
		in := &code[pc]
		a := s[in.a&mask]
		d := &s[in.d&mask]
		switch in.op {
		case iReturn:
			return none
		case iReturnSet:
			*d = in.k
			return none
		case iReturnSets:
			*d, s[in.b&mask] = in.k, in.k2
			return none
		case iReturnMove:
			*d, s[in.b&mask] = in.k, a
			return none
		case iFail:
			return int(in.k)
		case iFailIf:
			if a != 0 {
				return int(in.k)
			}
		case iFailZero:
			if a == 0 {
				return int(in.k)
			}
		case iJump:
			pc = int(in.to) - 1
		case iJumpIf:
			if a != 0 {
				pc = int(in.to) - 1
			}
		case iJumpUnless:
			if a == 0 {
				pc = int(in.to) - 1
			}
		case iJumpEither:
			if a|s[in.b&mask] != 0 {
				pc = int(in.to) - 1
			}
		case iJumpUnlessBoth:
			if a&s[in.b&mask] == 0 {
				pc = int(in.to) - 1
			}
		case iJumpLt:
			if a < s[in.b&mask] {
				pc = int(in.to) - 1
			}
		case iJumpLe:
			if a <= s[in.b&mask] {
				pc = int(in.to) - 1
			}
		case iJumpEq:
			if a == s[in.b&mask] {
				pc = int(in.to) - 1
			}
		case iJumpNe:
			if a != s[in.b&mask] {
				pc = int(in.to) - 1
			}
		case iJumpLtK:
			if a < in.k {
				pc = int(in.to) - 1
			}
		case iJumpGtK:
			if a > in.k {
				pc = int(in.to) - 1
			}
		case iJumpEqK:
			if a == in.k {
				pc = int(in.to) - 1
			}
		case iJumpNeK:
			if a != in.k {
				pc = int(in.to) - 1
			}
		case iJumpIn:
			if contains(in.k, in.k2, a) {
				pc = int(in.to) - 1
			}
		case iJumpOut:
			if !contains(in.k, in.k2, a) {
				pc = int(in.to) - 1
			}
		case iJumpOld:
			days := s[in.b&mask] - a - in.k2
			if days >= in.k || days >= 0 && atLeastAge(a, s[in.b&mask], in.k) != 0 {
				pc = int(in.to) - 1
			}
		case iJumpYoung:
			days := s[in.b&mask] - a - in.k2
			if days < 0 || days < in.k && atLeastAge(a, s[in.b&mask], in.k) == 0 {
				pc = int(in.to) - 1
			}
		case iSet:
			*d = in.k
		case iMove:
			*d = a
		case iAdd:
			*d = a + s[in.b&mask]
		case iSub:
			*d = a - s[in.b&mask]
		case iMul:
			*d = a * s[in.b&mask]
		case iMin:
			*d = min(a, s[in.b&mask])
		case iMax:
			*d = max(a, s[in.b&mask])
		case iLine:
			*d = a*in.k + in.k2
		case iMinLine:
			*d = min(a*int64(in.to)+in.k, in.k2)
		case iMaxLine:
			*d = max(a*int64(in.to)+in.k, in.k2)
		case iShare:
			high, _ := bits.Mul64(uint64(a+in.k2), uint64(in.k))
			*d = int64(high>>(in.b&63)) * int64(in.to)
		case iChoose:
			v := in.k2
			if a != 0 {
				v = in.k
			}
			*d = v
		case iLt:
			*d = truth(a < s[in.b&mask]).lo
		case iLe:
			*d = truth(a <= s[in.b&mask]).lo
		case iEq:
			*d = truth(a == s[in.b&mask]).lo
		case iLtK:
			*d = truth(a < in.k).lo
		case iGtK:
			*d = truth(a > in.k).lo
		case iEqK:
			*d = truth(a == in.k).lo
		case iIn:
			*d = truth(contains(in.k, in.k2, a)).lo
		case iAnd:
			*d = a & s[in.b&mask]
		case iOr:
			*d = a | s[in.b&mask]
		case iNot:
			*d = 1 - a
		default:
			if failed := runRare(in, s); failed != none {
				return failed
			}
		}
	}
	return none
}

// runRare does the steps that few laws need.
func runRare(in *instr, s *[slotLimit]int64) int {
	const mask = slotLimit - 1
	a, b := s[in.a&mask], s[in.b&mask]
	d := &s[in.d&mask]
	switch in.op {
	case iQuo:
		*d = quotient(Op(in.k2), a, in.k)
	case iDiv:
		*d = quotient(Op(in.k2), a, b)
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
		day, ok := DayOf(int(a), int(b), int(s[in.k&mask]))
		if !ok {
			return int(in.k2)
		}
		*d = int64(day)
	}
	return none
}
