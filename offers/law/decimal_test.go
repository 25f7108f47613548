package law

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func TestParseDecimal(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"0.01896", "0.01896"},
		{"-1.50", "-1.5"},
		{"+100.0", "100"},
		{".5", "0.5"},
		{"5.", "5"},
		{"1.5e3", "1500"},
		{"12e-3", "0.012"},
		{"-0", "0"},
		{"79228162514264337593543950335", "79228162514264337593543950335"}, // 2^96 - 1
		{"79228162514264337593543950336", ""},
		{"0.0000000000000000000000000001", "0.0000000000000000000000000001"},
		{"0.00000000000000000000000000001", ""},
		{"1e-28", "0.0000000000000000000000000001"},
		{"1e99999", ""}, {"1e", ""}, {"1e1.5", ""}, {"", ""}, {".", ""}, {"-", ""}, {"1.-5", ""}, {"1_000", ""}, {"0x10", ""}, {"1.5.5", ""},
	} {
		d, ok := ParseDecimal(c.text)
		if got := d.String(); ok != (c.want != "") || ok && got != c.want {
			t.Errorf("ParseDecimal(%q) = %s, %v, want %q", c.text, got, ok, c.want)
		}
	}
}

func TestScaled(t *testing.T) {
	for _, c := range []struct {
		text  string
		scale int
		want  int64
		ok    bool
	}{
		{"1.25", 2, 125, true}, {"1.25", 1, 0, false}, {"-3", 3, -3000, true}, {"0", 0, 0, true},
		{"9223372036854775807", 0, 9223372036854775807, true}, {"9223372036854775807", 1, 0, false},
	} {
		d, _ := ParseDecimal(c.text)
		if got, ok := d.Scaled(c.scale); ok != c.ok || ok && got != c.want {
			t.Errorf("%s at %d decimals = %d, %v, want %d, %v", c.text, c.scale, got, ok, c.want, c.ok)
		}
	}
}

// TestZeroDecimal: the zero value is the number 0.
func TestZeroDecimal(t *testing.T) {
	var zero Decimal
	one := decimalOf(1)
	sum, ok := zero.add(one)
	if zero.String() != "0" || zero.sign() != 0 || !ok || sum.compare(one) != 0 || zero.compare(zero.negate()) != 0 {
		t.Errorf("zero is %s, zero plus one is %s", zero, sum)
	}
}

func (d Decimal) rat() *big.Rat { return new(big.Rat).SetFrac(d.big(), power(d.scale)) }

// TestArithmeticAgainstRationals: what fits is exact; what does not is off by at
// most half a unit in the last place, and only with a full mantissa or 28 decimals.
func TestArithmeticAgainstRationals(t *testing.T) {
	decimals := rapid.Custom(func(t *rapid.T) Decimal {
		m := new(big.Int).SetBytes(rapid.SliceOfN(rapid.Byte(), 0, 12).Draw(t, "mantissa"))
		if rapid.Bool().Draw(t, "negative") {
			m.Neg(m)
		}
		return Decimal{m, rapid.IntRange(0, maxScale).Draw(t, "scale")}
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := decimals.Draw(t, "a"), decimals.Draw(t, "b")
		check := func(op string, got Decimal, ok bool, want *big.Rat) {
			t.Helper()
			whole := new(big.Int).Quo(want.Num(), want.Denom())
			if !ok {
				if whole.CmpAbs(new(big.Int).Sub(mantissaLimit, big.NewInt(1))) < 0 {
					t.Fatalf("%s of %s and %s overflows, but is only %s", op, a, b, whole)
				}
				return
			}
			if got.scale < 0 || got.scale > maxScale || got.big().CmpAbs(mantissaLimit) >= 0 {
				t.Fatalf("%s does not fit the format", got)
			}
			off := new(big.Rat).Sub(got.rat(), want)
			if off.Sign() == 0 {
				return
			}
			more := new(big.Int).Mul(got.big(), ten)
			if got.scale < maxScale && more.CmpAbs(mantissaLimit) < 0 {
				t.Fatalf("%s of %s and %s = %s lost digits that fit", op, a, b, got)
			}
			half := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Mul(big.NewInt(2), power(got.scale)))
			if off.Abs(off).Cmp(half) > 0 || off.Cmp(half) == 0 && got.big().Bit(0) == 1 {
				t.Fatalf("%s of %s and %s = %s is not rounded half to even", op, a, b, got)
			}
		}
		sum, ok := a.add(b)
		check("sum", sum, ok, new(big.Rat).Add(a.rat(), b.rat()))
		product, ok := a.multiply(b)
		check("product", product, ok, new(big.Rat).Mul(a.rat(), b.rat()))
		if b.sign() != 0 {
			quotient, ok := a.divide(b)
			if ok && quotient.scale < maxScale {
				// A quotient drops zeros at its end; give them back before looking
				// for lost digits.
				if padded, fits := fit(new(big.Int).Mul(quotient.big(), power(maxScale-quotient.scale)), maxScale); fits {
					quotient = padded
				}
			}
			check("quotient", quotient, ok, new(big.Rat).Quo(a.rat(), b.rat()))
		}
		if got, want := a.compare(b), a.rat().Cmp(b.rat()); got != want {
			t.Fatalf("comparing %s with %s gives %d, want %d", a, b, got, want)
		}
	})
}

// TestRounding against a slow and plain definition.
func TestRounding(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := Decimal{big.NewInt(rapid.Int64Range(-100_000, 100_000).Draw(t, "mantissa")), rapid.IntRange(0, 6).Draw(t, "scale")}
		precision := rapid.IntRange(-4, 6).Draw(t, "precision")
		unit := new(big.Rat).SetInt(power(max(-precision, 0)))
		unit.Quo(unit, new(big.Rat).SetInt(power(max(precision, 0))))
		for _, op := range []string{"ROUND", "CEIL", "FLOOR"} {
			got, ok := d.rounded(op, precision)
			if !ok {
				t.Fatalf("%s of %s overflows", op, d)
			}
			steps := new(big.Rat).Quo(got.rat(), unit)
			off := new(big.Rat).Quo(new(big.Rat).Sub(got.rat(), d.rat()), unit)
			half := big.NewRat(1, 2)
			good := steps.IsInt()
			switch op {
			case "ROUND":
				size := new(big.Rat).Abs(off)
				good = good && (size.Cmp(half) < 0 || size.Cmp(half) == 0 && off.Sign() == d.sign())
			case "CEIL":
				good = good && off.Sign() >= 0 && off.Cmp(big.NewRat(1, 1)) < 0
			case "FLOOR":
				good = good && off.Sign() <= 0 && off.Cmp(big.NewRat(-1, 1)) > 0
			}
			if !good {
				t.Fatalf("%s of %s to %d decimals = %s", op, d, precision, got)
			}
		}
	})
}
