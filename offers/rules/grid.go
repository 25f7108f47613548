package rules

import "math/bits"

// grid is where the values lie that a slot can have: a fixed value, and from there in
// steps of a unit; 0 when there is one value. Of an amount that goes in steps of 480
// and is divided by 120,000, a fixed 470 changes nothing. So some cents of an income
// turn out to be none, whatever the rent is.
type grid struct{ fixed, unit int64 }

// gridOf returns the grid that a step computes of others, by its limit if that binds.
func (in *instr) gridOf(like opcode, binds bool, of [2]grid) grid {
	a, b := of[0], of[1]
	switch like {
	case iMove:
		return a
	case iSub:
		return a.plus(b.times(-1, 0))
	case iAdd:
		return a.plus(b)
	case iLine:
		return a.times(in.k, in.k2)
	case iShare:
		return grid{unit: int64(magnitude(int64(in.to)))}
	case iMin, iMax:
		if !binds {
			return a
		}
	case iMinLine, iMaxLine, iMaxSum:
		if !binds {
			return a.plus(b).times(int64(in.to), in.k)
		}
	}
	return grid{unit: 1}
}

func (a grid) plus(b grid) grid {
	fixed, ok := addWhole(a.fixed, b.fixed)
	if !ok {
		return grid{unit: 1}
	}
	if b.unit > 0 {
		a.unit = divisor(a.unit, b.unit)
	}
	return grid{fixed, a.unit}
}

func (a grid) times(m, k int64) grid {
	fixed, ok := mulWhole(a.fixed, m)
	unit, fits := mulWhole(a.unit, int64(magnitude(m)))
	total, fine := addWhole(fixed, k)
	if !ok || !fits || !fine {
		return grid{unit: 1}
	}
	return grid{total, unit}
}

// spare is how much of what is fixed a division leaves out, whatever the rest is.
func (a grid) spare(in *instr) int64 {
	below := uint64(1)<<(in.b&63) - 1
	fixed, ok := addWhole(a.fixed, in.k2)
	if !ok || a.unit < 2 || uint64(in.k) <= below {
		return 0 // the last when somebody forged the code
	}
	// The divisor is what its reciprocal was rounded up from.
	if less, _ := bits.Div64(below, 1<<64-1, uint64(in.k)); (less+1)%uint64(a.unit) != 0 {
		return 0
	}
	return fixed - quotient(Floor, fixed, a.unit)*a.unit
}
