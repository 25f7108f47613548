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
// step saved is a nanosecond or more. Those with Acc take a from the step that
// computed a value last.
type opcode uint16

const (
	iReturn         opcode = iota
	iReturnSet             // d = k, and return
	iReturnSets            // d = k and b = k2, and return
	iReturnMove            // d = k and b = a, and return
	iReturnMoveAcc         // the same of the last value
	iReturnChoose          // d = k when a is 1, else k2, and return
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
	iJumpLtKAcc
	iJumpGtK // a > k
	iJumpGtKAcc
	iJumpSumLtK // a + b < k
	iJumpSumGtK // a + b > k
	iJumpEqK    // a == k
	iJumpNeK    // a != k
	iJumpIn     // a is in the set k, k2
	iJumpOut    // a is not in the set k, k2
	iJumpFar    // a - b < k: settles a test by the calendar that comes after it
	iJumpOld    // who was born on a is k or older on b; k2 is 365*k
	iJumpYoung  // is not
	iSet        // d = k
	iMove       // d = a
	iMoveAcc
	iAdd // d = a + b
	iAddAcc
	iSub  // d = a - b
	iMul  // d = a * b
	iMin  // d = the lesser
	iMax  // d = the greater
	iLine // d = a*k + k2
	iLineAcc
	iMinLine // d = the lesser of a*to + k and k2
	iMinLineAcc
	iMaxLine // d = the greater of a*to + k and k2
	iMaxLineAcc
	iMaxSum // d = the greater of (a+b)*to + k and k2
	iShare  // d = (a+k2) / n * to, where k and b divide by n: see reciprocal
	iShareAcc
	iQuo       // d = a / k in the way k2
	iDiv       // d = a / b in the way k2
	iChoose    // d = k when a is 1, else k2
	iLt        // d = a < b
	iLe        // d = a <= b
	iEq        // d = a == b
	iLtK       // d = a < k
	iGtK       // d = a > k
	iEqK       // d = a == k
	iIn        // d = a is in the set k, k2
	iAnd       // d = a and b
	iOr        // d = a or b
	iNot       // d = not a
	iAge       // d = complete years from a to b
	iAgeLeast  // d = who was born on a is k or older on b
	iMonths    // d = complete months from a to b
	iAddMonths // d = day a moved by b months
	iDate      // d = the day of a, b and slot k; fails with failure k2
	iWeekday   // d = 0 for Monday ...
)

// reciprocal returns a multiplier and a shift that divide any n of 0 to 2^63-1
// by d > 1: with l the bits of d-1, m = ceil(2^(63+l)/d) is too much by less
// than d/2^(63+l) a unit, which is too little to reach the next whole number.
func reciprocal(d int64) (m uint64, shift int) {
	l := bits.Len64(uint64(d - 1))
	m, _ = bits.Div64(1<<(l-1)-1, 1<<64-1, uint64(d))
	return m + 1, l - 1
}
