package rules

import (
	"math/big"
	"math/bits"
	"math/rand/v2"
	"testing"
)

// divisors are the numbers around every power of two and of ten, and some between.
func divisors() (list []int64) {
	r := rand.New(rand.NewPCG(7, 8))
	for shift := range 62 {
		d := int64(2) << shift
		list = append(list, d-1, d, d+1, d+r.Int64N(d))
	}
	for n := 1; n <= 18; n++ {
		list = append(list, powerOfTen(n)-1, powerOfTen(n), powerOfTen(n)+1)
	}
	return list
}

// TestAReciprocalDividesExactly, on both sides of every kind of multiple, up to
// the greatest number.
func TestAReciprocalDividesExactly(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	for _, d := range divisors() {
		if d < 2 {
			continue
		}
		m, shift := reciprocal(d)
		most := maxWhole / d * d
		for _, n := range []int64{0, 1, d - 1, d, most - 1, most, maxWhole, r.Int64N(maxWhole), max(maxWhole/2/d*d-1, 0)} {
			if high, _ := bits.Mul64(uint64(n), m); int64(high>>shift) != n/d {
				t.Fatalf("%d divided by %d is %d, want %d", n, d, high>>shift, n/d)
			}
		}
	}
}

// TestWhatFitsIsExact: sums, products and quotients at the ends of the numbers,
// against numbers that have none.
func TestWhatFitsIsExact(t *testing.T) {
	ends := []int64{-maxWhole, 1 - maxWhole, -1 << 32, -1<<31 - 1, -7, -3, -2, -1, 0, 1, 2, 3, 7, 1 << 31, 1<<32 - 1, maxWhole - 1, maxWhole}
	same := func(name string, a, b, got int64, ok bool, want *big.Int) {
		t.Helper()
		fits := want.IsInt64() && want.Int64() != -maxWhole-1
		if ok != fits || fits && got != want.Int64() {
			t.Errorf("%s of %d and %d: %d, %v, want %s", name, a, b, got, ok, want)
		}
	}
	for _, a := range ends {
		for _, b := range ends {
			x, y := big.NewInt(a), big.NewInt(b)
			sum, ok := addWhole(a, b)
			same("sum", a, b, sum, ok, new(big.Int).Add(x, y))
			product, ok := mulWhole(a, b)
			same("product", a, b, product, ok, new(big.Int).Mul(x, y))
			if b == 0 {
				continue
			}
			if got := divisor(a, int64(magnitude(b))); got != new(big.Int).GCD(nil, nil, new(big.Int).Abs(x), new(big.Int).Abs(y)).Int64() {
				t.Errorf("greatest divisor of %d and %d: %d", a, b, got)
			}
			for _, way := range []Op{truncate, Floor, Ceil, Round} {
				want := new(big.Int).Quo(x, y)
				same(way.String()+" quotient", a, b, quotient(way, a, b), true, want.Add(want, added(way, x, y)))
			}
		}
	}
}

// added is what a way of making whole adds to a quotient that is cut off.
func added(way Op, x, y *big.Int) *big.Int {
	rest := new(big.Int).Rem(x, y)
	sign := int64(x.Sign() * y.Sign())
	twice := new(big.Int).Abs(new(big.Int).Lsh(rest, 1))
	switch {
	case rest.Sign() == 0:
	case way == Floor && sign < 0, way == Ceil && sign > 0, way == Round && twice.CmpAbs(y) >= 0:
		return big.NewInt(sign)
	}
	return new(big.Int)
}
