package rules

import "strconv"

// apply makes the terms of an operation into the term of its result.
func (c *call) apply(args []term) (term, error) {
	switch c.op {
	case Add, Subtract, Multiply, Divide, Min, Max:
		return c.arithmetic(args)
	case Equals, NotEquals, GreaterThan, GreaterOrEqual, LessThan, LessOrEqual:
		if len(args) != 2 {
			return term{}, c.err("takes a subject and a value")
		}
		return c.compare(args[0], args[1])
	case And, Or, Not:
		return c.logic(args)
	case If:
		return c.choose(args)
	case In:
		if len(args) == 0 {
			return term{}, c.err("takes a subject and values")
		}
		return c.member(args[0], args[1:])
	case Round, Ceil, Floor:
		return term{}, c.err("takes its precision through Round")
	}
	return c.dates(args)
}

// arithmetic folds two or more numbers, left to right.
func (c *call) arithmetic(args []term) (term, error) {
	if len(args) == 0 {
		return term{}, c.err("takes at least one value")
	}
	for i, t := range args {
		if t.typ != Number {
			return term{}, c.err("value " + strconv.Itoa(i+1) + " is no number")
		}
	}
	result := args[0]
	for _, t := range args[1:] {
		var err error
		switch c.op {
		case Multiply:
			result, err = c.multiply(result, t)
		case Divide:
			result, err = c.divide(result, t)
		default:
			result, err = c.combine(result, t)
		}
		if err != nil {
			return term{}, err
		}
	}
	return result, nil
}

// combine brings two numbers to one denominator and adds, subtracts or takes
// the lesser or greater.
func (c *call) combine(x, y term) (term, error) {
	x, y, err := c.aligned(x, y)
	if err != nil {
		return term{}, err
	}
	k := map[Op]kind{Add: kAdd, Subtract: kSub, Min: kMin, Max: kMax}[c.op]
	x.num = c.b.graph.make(node{kind: k, a: x.num, b: y.num})
	return c.b.reduced(x), nil
}

// aligned brings two numbers to one denominator.
func (c *call) aligned(x, y term) (term, term, error) {
	if x.by != none || y.by != none {
		return x, y, c.err("a quotient by something that is not constant must be rounded first, or compared")
	}
	den, ok := multiple(x.den, y.den)
	if !ok {
		return x, y, c.err("the numbers have too many decimals together: round sooner")
	}
	return c.b.widened(x, den/x.den), c.b.widened(y, den/y.den), nil
}

// widened multiplies numerator and denominator.
func (b *Builder) widened(t term, by int64) term {
	t.num = b.graph.make(node{kind: kMulK, a: t.num, k: by})
	t.den *= by
	return t
}

// reduced takes out what a constant factor of the numerator and the denominator
// have in common, so that scales stay small.
func (b *Builder) reduced(t term) term {
	g := b.graph
	switch n := g.nodes[t.num]; n.kind {
	case kConst:
		d := divisor(n.k, t.den)
		t.num, t.den = g.constant(n.k/d), t.den/d
	case kMulK:
		d := divisor(n.k, t.den)
		t.num, t.den = g.make(node{kind: kMulK, a: n.a, k: n.k / d}), t.den/d
	case kAddK:
		if m := g.nodes[n.a]; m.kind == kMulK {
			d := divisor(n.k, divisor(m.k, t.den))
			product := g.make(node{kind: kMulK, a: m.a, k: m.k / d})
			t.num, t.den = g.make(node{kind: kAddK, a: product, k: n.k / d}), t.den/d
		}
	}
	return t
}

func (c *call) multiply(x, y term) (term, error) {
	g := c.b.graph
	// Cancel crosswise before multiplying: the product stays small.
	if k, ok := g.isConst(y.num); ok {
		d := divisor(k, x.den)
		y.num, x.den = g.constant(k/d), x.den/d
	} else if k, ok := g.isConst(x.num); ok {
		d := divisor(k, y.den)
		x.num, y.den = g.constant(k/d), y.den/d
	}
	den, ok := mulWhole(x.den, y.den)
	if !ok {
		return term{}, c.err("the factors have too many decimals together: round sooner")
	}
	by := x.by
	if by == none {
		by = y.by
	} else if y.by != none {
		by = g.make(node{kind: kMul, a: x.by, b: y.by})
	}
	return c.b.reduced(term{g.make(node{kind: kMul, a: x.num, b: y.num}), by, den, Number, none}), nil
}

// divide is exact: a constant divisor goes into the denominator, and any other
// stays beside it until the quotient is rounded or compared.
func (c *call) divide(x, y term) (term, error) {
	g := c.b.graph
	upside := term{num: g.constant(y.den), by: none, den: 1, typ: Number, fact: none}
	if y.by != none {
		upside.num = g.make(node{kind: kMulK, a: y.by, k: y.den})
	}
	if k, ok := g.isConst(y.num); ok {
		if k == 0 {
			return term{}, c.err("division by zero")
		}
		if k < 0 {
			upside.num, k = g.make(node{kind: kMulK, a: upside.num, k: -1}), -k
		}
		upside.den = k
	} else {
		upside.by = g.make(node{kind: kNonZero, way: c.op, a: y.num, at: c.source()})
	}
	return c.multiply(x, c.b.reduced(upside))
}

// whole makes a number whole in the given way.
func (c *call) whole(way Op, t term) ref {
	g := c.b.graph
	if t.by != none {
		by := g.make(node{kind: kMulK, a: t.by, k: t.den})
		return g.make(node{kind: kDiv, way: way, a: t.num, b: by})
	}
	return g.make(node{kind: kQuo, way: way, a: t.num, k: t.den})
}

// round keeps precision decimals.
func (c *call) round(t term, precision int) (term, error) {
	if t.typ != Number {
		return term{}, c.err("takes a number")
	}
	if precision < -18 || precision > 18 {
		return term{}, c.err("precision " + strconv.Itoa(precision) + " is not between -18 and 18")
	}
	unit := powerOfTen(max(precision, -precision))
	if precision < 0 {
		den, ok := mulWhole(t.den, unit)
		if !ok {
			return term{}, c.err("the number has too many decimals: round in two steps")
		}
		t.den = den
		tens := c.b.graph.make(node{kind: kMulK, a: c.whole(c.op, t), k: unit})
		return plain(Number, tens), nil
	}
	if t.by == none && unit%t.den == 0 {
		return t, nil // it has no more decimals than that
	}
	d := divisor(unit, t.den)
	t.num, t.den = c.b.graph.make(node{kind: kMulK, a: t.num, k: unit / d}), t.den/d
	rounded := plain(Number, c.whole(c.op, t))
	rounded.den = unit
	return c.b.reduced(rounded), nil
}

// decimal gives a number the least power of ten as its denominator.
func (c *call) decimal(name string, t term) (scale uint8, num ref, err error) {
	if t.by != none {
		return 0, 0, c.err("output " + name + " is a quotient by something that is not constant: round it in the law")
	}
	for ; scale <= 18; scale++ {
		if unit := powerOfTen(int(scale)); unit%t.den == 0 {
			return scale, c.b.widened(t, unit/t.den).num, nil
		}
	}
	return 0, 0, c.err("output " + name + " has no end of decimals: round it in the law")
}
