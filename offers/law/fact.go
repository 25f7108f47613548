package law

import (
	"math"

	"zeker/offers/rules"
)

// Bounds of facts for which the law states none. They keep every sum within 64
// bits, and a typing error out of the computation.
const (
	mostAmount = 100_000_000_00 // eurocents: a hundred million euro
	mostNumber = 1_000_000      // counts, ages, percentages
)

// Days between which a fact that is a date must lie.
var (
	earliestDay, _ = rules.DayOf(1900, 1, 1)
	latestDay, _   = rules.DayOf(2199, 12, 31)
)

// programTypes are the types of a program for the types of the format.
var programTypes = map[string]rules.Type{
	"boolean": rules.Bool, "amount": rules.Number, "number": rules.Number, "date": rules.Date, "string": rules.Text,
}

// fact declares an input or parameter that nobody computes.
func (p *compiler) fact(a *Article, at pos, f *field) (rules.Node, error) {
	declared := rules.Fact{Name: f.name, Type: programTypes[f.kind], Unit: f.unit, Judged: p.corpus.judged[f.name], Null: p.corpus.nullable[f.name]}
	switch f.kind {
	case "boolean":
		declared.Max = 1
	case "amount":
		declared.Min, declared.Max = f.bounds(mostAmount)
	case "number":
		declared.Scale = uint8(f.precision)
		declared.Min, declared.Max = f.bounds(mostNumber * int64(math.Pow10(f.precision)))
	case "date":
		declared.Min, declared.Max = int64(earliestDay), int64(latestDay)
	case "string":
	default:
		return 0, a.errorAt(at, Unsupported, "%q is an %s; a fact must be a boolean, number, amount, date or string", f.name, f.kind)
	}
	n, err := p.b.Fact(declared)
	if err != nil {
		return 0, a.refused(at, err)
	}
	if declared.Null {
		p.mayBeNull[n] = true
	}
	return n, nil
}

// bounds are the least and greatest value in the fact's own unit.
func (f *field) bounds(most int64) (lo, hi int64) {
	hi = most
	if f.min != nil {
		d, _ := f.min.Decimal()
		lo, _ = d.Scaled(f.precision)
		hi = max(lo, hi)
	}
	if f.max != nil {
		d, _ := f.max.Decimal()
		hi, _ = d.Scaled(f.precision)
		lo = min(lo, hi)
	}
	return lo, hi
}

// constant compiles a literal of the law.
func (p *compiler) constant(a *Article, at pos, v Value) (rules.Node, error) {
	switch v.Kind() {
	case BoolKind:
		return p.b.Bool(v.yes), nil
	case IntKind:
		return p.b.Number(v.number, 0), nil
	case DecimalKind:
		if n, ok := v.exact.Scaled(v.exact.scale); ok {
			return p.b.Number(n, uint8(v.exact.scale)), nil
		}
		return 0, a.errorAt(at, Unsupported, "%s has more digits than a compiled program can hold", v)
	case TextKind:
		if d, ok := rules.ParseDay(v.text); ok {
			return p.b.Date(d), nil
		}
		return p.b.Text(v.text), nil
	case NullKind:
		return 0, a.errorAt(at, Unsupported, "null can only be compared with, by EQUALS")
	}
	return 0, a.errorAt(at, Unsupported, "a %s can only stand in IN", v.Kind())
}
