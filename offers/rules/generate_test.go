package rules_test

import (
	"errors"
	"math/big"

	"pgregory.net/rapid"

	"zeker/offers/rules"
)

// value is what an expression means, on exact numbers: the oracle.
type value struct {
	yes bool
	n   *big.Rat
	day rules.Day
	s   string
}

// Reasons for which an expression has no value.
var (
	errNull = errors.New("null")
	errZero = errors.New("division by zero")
	errDay  = errors.New("no such day")
)

// given is a fact's value; null when n is nil and it is a number.
type given map[string]value

// expression is a node and, beside it, what it means.
type expression struct {
	node rules.Node
	mean func(given) (value, error)
}

// generator makes random laws.
type generator struct {
	t     *rapid.T
	b     *rules.Builder
	facts []rules.Fact
}

// factPool are the facts that generated laws use: small ranges, so that limits
// are hit often.
func factPool() []rules.Fact {
	from, to := int64(day("1999-12-01")), int64(day("2004-03-31"))
	return []rules.Fact{
		{Name: "a", Type: rules.Bool}, {Name: "b", Type: rules.Bool}, {Name: "c", Type: rules.Bool, Judged: true},
		{Name: "i", Type: rules.Number, Max: 20}, {Name: "j", Type: rules.Number, Min: -9, Max: 9},
		{Name: "p", Type: rules.Number, Scale: 2, Min: -150, Max: 350},
		{Name: "n", Type: rules.Number, Min: 0, Max: 30, Null: true}, {Name: "m", Type: rules.Date, Min: from, Max: to, Null: true},
		{Name: "d", Type: rules.Date, Min: from, Max: to}, {Name: "e", Type: rules.Date, Min: from, Max: to},
		{Name: "s", Type: rules.Text, Symbols: []string{"x", "y", "z"}},
	}
}

func (g *generator) fact(name string) expression {
	for _, f := range g.facts {
		if f.Name == name {
			n, err := g.b.Fact(f)
			if err != nil {
				g.t.Fatal(err)
			}
			return expression{n, func(in given) (value, error) {
				v := in[name]
				if f.Type == rules.Number && v.n == nil || f.Type == rules.Date && v.s == "null" {
					return v, errNull
				}
				return v, nil
			}}
		}
	}
	panic(name)
}

// op applies an operation; when the builder refuses it, otherwise is taken.
func (g *generator) op(otherwise expression, mean func(given) (value, error), op rules.Op, args ...expression) expression {
	nodes := make([]rules.Node, len(args))
	for i, a := range args {
		nodes[i] = a.node
	}
	n, err := g.b.Op(op, article("2"), nodes...)
	if err != nil {
		return otherwise
	}
	return expression{n, mean}
}

func (g *generator) pick(label string, many int) int {
	return rapid.IntRange(0, many-1).Draw(g.t, label)
}

// constant draws a number of the law: few decimals, often near the facts.
func (g *generator) constant() expression {
	n, scale := rapid.Int64Range(-25, 400).Draw(g.t, "n"), uint8(g.pick("scale", 3))
	return expression{g.b.Number(n, scale), func(given) (value, error) {
		return value{n: new(big.Rat).SetFrac(big.NewInt(n), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale)), nil))}, nil
	}}
}

// both evaluates two arguments, left to right.
func both(x, y expression, f func(x, y value) (value, error)) func(given) (value, error) {
	return func(in given) (value, error) {
		a, err := x.mean(in)
		if err != nil {
			return a, err
		}
		b, err := y.mean(in)
		if err != nil {
			return b, err
		}
		return f(a, b)
	}
}

func (g *generator) number(depth int) expression {
	if depth == 0 {
		if g.pick("leaf", 3) == 0 {
			return g.constant()
		}
		return g.fact([]string{"i", "j", "p", "n"}[g.pick("fact", 4)])
	}
	kind := g.pick("number", 11)
	switch kind {
	case 0:
		return g.number(0)
	case 1, 2, 3, 4, 5:
		x, y := g.number(depth-1), g.number(depth-1)
		return g.op(x, both(x, y, func(x, y value) (value, error) {
			var z big.Rat
			switch kind {
			case 1:
				z.Add(x.n, y.n)
			case 2:
				z.Sub(x.n, y.n)
			case 3:
				z.Mul(x.n, y.n)
			case 4:
				z = *lesser(x.n, y.n, 1)
			default:
				z = *lesser(x.n, y.n, -1)
			}
			return value{n: &z}, nil
		}), []rules.Op{rules.Add, rules.Subtract, rules.Multiply, rules.Min, rules.Max}[kind-1], x, y)
	case 6:
		x, y := g.number(depth-1), g.constant()
		return g.op(x, quotientOf(x, y), rules.Divide, x, y)
	case 7:
		return g.rounded(depth)
	case 8:
		when, x, y := g.boolean(depth-1), g.number(depth-1), g.number(depth-1)
		return g.op(x, chosen(when, x, y), rules.If, when, x, y)
	case 9:
		return g.dateNumber(depth)
	}
	x := g.date(depth - 1)
	return g.op(g.constant(), func(in given) (value, error) {
		v, err := x.mean(in)
		return whole(((int64(v.day)+3)%7 + 7) % 7), err
	}, rules.DayOfWeek, x)
}

// dateNumber draws a difference between two dates.
func (g *generator) dateNumber(depth int) expression {
	x, y := g.date(depth-1), g.date(depth-1)
	op := []rules.Op{rules.AgeOn, rules.DiffDays, rules.DiffMonths, rules.DiffYears}[g.pick("difference", 4)]
	return g.op(g.constant(), both(x, y, func(x, y value) (value, error) {
		switch op {
		case rules.DiffDays:
			return whole(int64(y.day - x.day)), nil
		case rules.DiffMonths:
			return whole(countMonths(x.day, y.day, 1)), nil
		}
		return whole(countMonths(x.day, y.day, 12)), nil
	}), op, x, y)
}

// countMonths counts steps of some months one by one.
func countMonths(from, to rules.Day, step int) int64 {
	if to < from {
		return -countMonths(to, from, step)
	}
	n := 0
	for from.AddMonths((n+1)*step) <= to {
		n++
	}
	return int64(n)
}

func whole(n int64) value { return value{n: new(big.Rat).SetInt64(n)} }

func lesser(x, y *big.Rat, sign int) *big.Rat {
	if x.Cmp(y)*sign <= 0 {
		return x
	}
	return y
}

func quotientOf(x, y expression) func(given) (value, error) {
	return both(x, y, func(x, y value) (value, error) {
		if y.n.Sign() == 0 {
			return x, errZero
		}
		return value{n: new(big.Rat).Quo(x.n, y.n)}, nil
	})
}

func chosen(when, x, y expression) func(given) (value, error) {
	return func(in given) (value, error) {
		w, err := when.mean(in)
		if err != nil {
			return w, err
		}
		if w.yes {
			return x.mean(in)
		}
		return y.mean(in)
	}
}

// rounded draws a rounding of a number, or of a quotient by a fact.
func (g *generator) rounded(depth int) expression {
	x := g.number(depth - 1)
	if g.pick("by a fact", 2) == 0 {
		y := g.number(depth - 1)
		x = g.op(x, quotientOf(x, y), rules.Divide, x, y)
	}
	way, precision := []rules.Op{rules.Round, rules.Ceil, rules.Floor}[g.pick("way", 3)], g.pick("precision", 5)-2
	n, err := g.b.Round(way, precision, article("2"), x.node)
	if err != nil {
		return g.constant()
	}
	return expression{n, func(in given) (value, error) {
		v, err := x.mean(in)
		if err != nil {
			return v, err
		}
		return value{n: roundRat(v.n, way, precision)}, nil
	}}
}

// roundRat rounds an exact number.
func roundRat(x *big.Rat, way rules.Op, precision int) *big.Rat {
	unit := new(big.Rat).SetInt64(1)
	ten := big.NewRat(10, 1)
	for range max(precision, -precision) {
		unit.Mul(unit, ten)
	}
	if precision < 0 {
		unit.Inv(unit)
	}
	y := new(big.Rat).Mul(x, unit)
	double := new(big.Int).Mul(y.Num(), big.NewInt(2))
	var n big.Int
	switch way {
	case rules.Floor:
		n.Div(y.Num(), y.Denom()) // Euclidean: downwards for a positive divisor
	case rules.Ceil:
		n.Neg(n.Div(new(big.Int).Neg(y.Num()), y.Denom()))
	default: // half away from zero: (2|n| + d) / 2d
		n.Abs(double)
		n.Add(&n, y.Denom())
		n.Quo(&n, new(big.Int).Mul(y.Denom(), big.NewInt(2)))
		if y.Sign() < 0 {
			n.Neg(&n)
		}
	}
	z := new(big.Rat).SetInt(&n)
	return z.Quo(z, unit)
}

func (g *generator) date(depth int) expression {
	if depth <= 0 {
		return g.fact([]string{"d", "e", "m"}[g.pick("fact", 3)])
	}
	switch g.pick("date", 4) {
	case 0:
		d := day("2001-02-28") + rules.Day(g.pick("day", 400))
		return expression{g.b.Date(d), func(given) (value, error) { return value{day: d}, nil }}
	case 1:
		return g.moved(depth)
	case 2:
		return g.composed(depth)
	}
	return g.date(0)
}

func (g *generator) moved(depth int) expression {
	x := g.date(depth - 1)
	args, parts := []expression{x}, [4]int{}
	for i := range parts {
		parts[i] = g.pick("part", 7) - 3
		n := int64(parts[i])
		args = append(args, expression{g.b.Number(n, 0), func(given) (value, error) { return whole(n), nil }})
	}
	months := g.number(0)
	args[2] = months
	return g.op(x, func(in given) (value, error) {
		v, err := x.mean(in)
		if err != nil {
			return v, err
		}
		by, err := months.mean(in)
		if err != nil {
			return by, err
		}
		cut := new(big.Int).Quo(by.n.Num(), by.n.Denom())
		return value{day: v.day.AddMonths(12*parts[0]).AddMonths(int(cut.Int64())) + rules.Day(7*parts[2]+parts[3])}, nil
	}, rules.DateAdd, args...)
}

func (g *generator) composed(depth int) expression {
	y, m, d := g.number(0), g.number(0), g.number(0)
	return g.op(g.date(0), func(in given) (value, error) {
		var parts [3]int
		for i, x := range []expression{y, m, d} {
			v, err := x.mean(in)
			if err != nil {
				return v, err
			}
			parts[i] = int(new(big.Int).Quo(v.n.Num(), v.n.Denom()).Int64())
		}
		made, ok := rules.DayOf(parts[0], parts[1], parts[2])
		if !ok {
			return value{}, errDay
		}
		return value{day: made}, nil
	}, rules.DateOf, y, m, d)
}

func (g *generator) boolean(depth int) expression {
	if depth <= 0 {
		return g.fact([]string{"a", "b", "c"}[g.pick("fact", 3)])
	}
	switch kind := g.pick("boolean", 9); kind {
	case 0:
		return g.boolean(0)
	case 1, 2:
		return g.connected(depth, kind == 1)
	case 3:
		x := g.boolean(depth - 1)
		return g.op(x, func(in given) (value, error) {
			v, err := x.mean(in)
			return value{yes: !v.yes}, err
		}, rules.Not, x)
	case 4:
		when, x, y := g.boolean(depth-1), g.boolean(depth-1), g.boolean(depth-1)
		return g.op(x, chosen(when, x, y), rules.If, when, x, y)
	case 5:
		return g.textTest()
	case 6:
		name := []string{"n", "m", "i"}[g.pick("null", 3)]
		x := g.fact(name)
		return g.op(x, func(in given) (value, error) {
			_, err := x.mean(in)
			return value{yes: err != nil}, nil
		}, rules.IsNull, x)
	case 7:
		return g.member(depth)
	}
	return g.compared(depth)
}

func (g *generator) connected(depth int, and bool) expression {
	x, y := g.boolean(depth-1), g.boolean(depth-1)
	op := rules.Or
	if and {
		op = rules.And
	}
	return g.op(x, func(in given) (value, error) {
		v, err := x.mean(in)
		if err != nil || v.yes != and {
			return v, err
		}
		return y.mean(in)
	}, op, x, y)
}

func (g *generator) textTest() expression {
	x := g.fact("s")
	symbol := []string{"x", "z", "new"}[g.pick("symbol", 3)]
	op := []rules.Op{rules.Equals, rules.NotEquals}[g.pick("equal", 2)]
	return g.op(x, func(in given) (value, error) {
		v, err := x.mean(in)
		return value{yes: (v.s == symbol) == (op == rules.Equals)}, err
	}, op, x, expression{node: g.b.Text(symbol)})
}

func (g *generator) member(depth int) expression {
	x := g.number(depth - 1)
	args, values := []expression{x}, []expression(nil)
	for range g.pick("values", 4) {
		v := g.constant()
		args, values = append(args, v), append(values, v)
	}
	return g.op(g.boolean(0), func(in given) (value, error) {
		v, err := x.mean(in)
		if err != nil {
			return v, err
		}
		for _, y := range values {
			if w, _ := y.mean(in); w.n.Cmp(v.n) == 0 {
				return value{yes: true}, nil
			}
		}
		return value{}, nil
	}, rules.In, args...)
}

// compared draws a comparison of numbers, quotients or dates.
func (g *generator) compared(depth int) expression {
	kind := g.pick("comparison", 6)
	op := []rules.Op{rules.Equals, rules.NotEquals, rules.GreaterThan, rules.GreaterOrEqual, rules.LessThan, rules.LessOrEqual}[kind]
	holds := func(sign int) value {
		return value{yes: [...]bool{sign == 0, sign != 0, sign > 0, sign >= 0, sign < 0, sign <= 0}[kind]}
	}
	if g.pick("dates", 3) == 0 {
		x, y := g.date(depth-1), g.date(depth-1)
		return g.op(g.boolean(0), both(x, y, func(x, y value) (value, error) { return holds(int(x.day - y.day)), nil }), op, x, y)
	}
	x, y := g.number(depth-1), g.number(depth-1)
	if g.pick("quotient", 4) == 0 {
		z := g.number(depth - 1)
		x = g.op(x, quotientOf(x, z), rules.Divide, x, z)
	}
	if g.pick("turned", 2) == 0 {
		x, y = y, x
	}
	return g.op(g.boolean(0), both(x, y, func(x, y value) (value, error) { return holds(x.n.Cmp(y.n)), nil }), op, x, y)
}
