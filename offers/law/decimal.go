package law

import (
	"math/big"
	"strings"
)

// maxScale is the largest number of decimals of the format.
const maxScale = 28

var (
	ten = big.NewInt(10)
	// mantissaLimit is the first mantissa that does not fit in 96 bits.
	mantissaLimit = new(big.Int).Lsh(big.NewInt(1), 96)
)

// Decimal is an exact decimal of the format: a mantissa of 96 bits, a sign and 0
// to 28 decimals. The zero Decimal is 0.
type Decimal struct {
	mantissa *big.Int // nil for 0
	scale    int
}

func decimalOf(n int64) Decimal { return Decimal{mantissa: big.NewInt(n)} }

// ParseDecimal reads a literal such as -0.01896 or 1.5e3; ok is false when it is
// no number or does not fit exactly. Trailing zeros are dropped.
func ParseDecimal(s string) (d Decimal, ok bool) {
	digits, exponent, found := strings.Cut(strings.ToLower(s), "e")
	shift := 0
	if found {
		if len(exponent) > 4 {
			return Decimal{}, false
		}
		n, isInt := new(big.Int).SetString(strings.TrimPrefix(exponent, "+"), 10)
		if !isInt {
			return Decimal{}, false
		}
		shift = int(n.Int64())
	}
	whole, fraction, _ := strings.Cut(digits, ".")
	if strings.Trim(whole, "+-")+fraction == "" || len(digits) > 200 {
		return Decimal{}, false
	}
	m, isInt := new(big.Int).SetString(whole+fraction, 10)
	if !isInt || strings.ContainsAny(fraction, "+-_") || strings.Contains(whole, "_") {
		return Decimal{}, false
	}
	scale := len(fraction) - shift
	if scale < 0 {
		m.Mul(m, power(-scale))
		scale = 0
	}
	m, scale = trim(m, scale)
	if scale > maxScale || m.CmpAbs(mantissaLimit) >= 0 {
		return Decimal{}, false
	}
	return Decimal{m, scale}, true
}

// Int64 returns the decimal as an integer; ok is false when it is not whole or
// does not fit.
func (d Decimal) Int64() (n int64, ok bool) {
	m, scale := trim(new(big.Int).Set(d.big()), d.scale)
	return m.Int64(), scale == 0 && m.IsInt64()
}

// Scaled returns the decimal times 10^scale; ok is false when that is not a
// whole number of 64 bits.
func (d Decimal) Scaled(scale int) (n int64, ok bool) {
	m := new(big.Int).Mul(d.big(), power(scale))
	m, rest := m.QuoRem(m, power(d.scale), new(big.Int))
	return m.Int64(), rest.Sign() == 0 && m.IsInt64()
}

// String writes the decimal with all its decimals.
func (d Decimal) String() string {
	s := new(big.Int).Abs(d.big()).String()
	if d.scale > 0 {
		if missing := d.scale + 1 - len(s); missing > 0 {
			s = strings.Repeat("0", missing) + s
		}
		s = s[:len(s)-d.scale] + "." + s[len(s)-d.scale:]
	}
	if d.sign() < 0 {
		return "-" + s
	}
	return s
}

func (d Decimal) sign() int { return d.big().Sign() }

func (d Decimal) compare(e Decimal) int {
	a, b, _ := align(d, e)
	return a.Cmp(b)
}

func (d Decimal) add(e Decimal) (Decimal, bool) {
	a, b, scale := align(d, e)
	return fit(a.Add(a, b), scale)
}

func (d Decimal) negate() Decimal {
	return Decimal{new(big.Int).Neg(d.big()), d.scale}
}

func (d Decimal) multiply(e Decimal) (Decimal, bool) {
	return fit(new(big.Int).Mul(d.big(), e.big()), d.scale+e.scale)
}

// divide keeps as many decimals as fit, the last one rounded half to even. The
// divisor is not zero.
func (d Decimal) divide(e Decimal) (Decimal, bool) {
	for scale := maxScale; scale >= 0; scale-- {
		numerator := new(big.Int).Mul(d.big(), power(scale+e.scale))
		divisor := new(big.Int).Mul(e.big(), power(d.scale))
		q := halfEven(numerator, divisor)
		if q.CmpAbs(mantissaLimit) < 0 {
			q, scale = trim(q, scale)
			return Decimal{q, scale}, true
		}
	}
	return Decimal{}, false
}

// truncate drops the decimals.
func (d Decimal) truncate() *big.Int { return new(big.Int).Quo(d.big(), power(d.scale)) }

// rounded rounds to a number of decimals, negative for tens and hundreds, by
// ROUND (half away from zero), CEIL or FLOOR.
func (d Decimal) rounded(op string, precision int) (Decimal, bool) {
	if d.scale <= precision {
		return d, true
	}
	unit := power(d.scale - precision)
	q, rest := new(big.Int).QuoRem(d.big(), unit, new(big.Int))
	away := false
	switch op {
	case "ROUND":
		away = rest.Lsh(rest, 1).CmpAbs(unit) >= 0
	case "CEIL":
		away = rest.Sign() > 0
	case "FLOOR":
		away = rest.Sign() < 0
	}
	if away {
		q.Add(q, big.NewInt(int64(d.sign())))
	}
	if precision < 0 {
		return fit(q.Mul(q, power(-precision)), 0)
	}
	return fit(q, precision)
}

func (d Decimal) big() *big.Int {
	if d.mantissa == nil {
		return new(big.Int)
	}
	return d.mantissa
}

// fit makes a decimal of a mantissa that may be too long: digits are lost from
// the end, rounded half to even. Not ok is an overflow.
func fit(m *big.Int, scale int) (Decimal, bool) {
	for lost := max(0, scale-maxScale); lost <= scale; lost++ {
		q := m
		if lost > 0 {
			q = halfEven(m, power(lost))
		}
		if q.CmpAbs(mantissaLimit) < 0 {
			return Decimal{q, scale - lost}, true
		}
	}
	return Decimal{}, false
}

// halfEven divides and rounds to the nearest whole number, ties to even.
func halfEven(m, divisor *big.Int) *big.Int {
	q, rest := new(big.Int).QuoRem(m, divisor, new(big.Int))
	twice := rest.Lsh(rest, 1).CmpAbs(divisor)
	if twice > 0 || twice == 0 && q.Bit(0) == 1 {
		q.Add(q, big.NewInt(int64(m.Sign()*divisor.Sign())))
	}
	return q
}

// align returns both mantissas at the larger scale; they may be changed.
func align(d, e Decimal) (a, b *big.Int, scale int) {
	scale = max(d.scale, e.scale)
	a = new(big.Int).Mul(d.big(), power(scale-d.scale))
	b = new(big.Int).Mul(e.big(), power(scale-e.scale))
	return a, b, scale
}

// trim drops trailing zeros behind the point; it changes m.
func trim(m *big.Int, scale int) (*big.Int, int) {
	for scale > 0 {
		q, rest := new(big.Int).QuoRem(m, ten, new(big.Int))
		if rest.Sign() != 0 {
			break
		}
		m, scale = q, scale-1
	}
	return m, scale
}

func power(n int) *big.Int { return new(big.Int).Exp(ten, big.NewInt(int64(n)), nil) }
