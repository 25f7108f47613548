package rules

import "strconv"

// logic joins conditions; they are looked at from left to right.
func (c *call) logic(args []term) (term, error) {
	for i, t := range args {
		if t.typ != Bool {
			return term{}, c.err("condition " + strconv.Itoa(i+1) + " is no boolean")
		}
	}
	g := c.b.graph
	if c.op == Not {
		if len(args) != 1 {
			return term{}, c.err("takes one value")
		}
		return plain(Bool, g.make(node{kind: kNot, a: args[0].num})), nil
	}
	k := kAnd
	if c.op == Or {
		k = kOr
	}
	result := g.truth(k == kAnd)
	for i := len(args) - 1; i >= 0; i-- {
		result = g.make(node{kind: k, a: args[i].num, b: result})
	}
	return plain(Bool, result), nil
}

// choose is IF: when, then, when, then, ..., default.
func (c *call) choose(args []term) (term, error) {
	if len(args) < 3 || len(args)%2 == 0 {
		return term{}, c.err("takes cases and a default: without a default it could be null")
	}
	result := args[len(args)-1]
	for i := len(args) - 3; i >= 0; i -= 2 {
		when, then := args[i], args[i+1]
		if when.typ != Bool {
			return term{}, c.err("case " + strconv.Itoa(i/2+1) + " has a condition that is no boolean")
		}
		if then.typ != result.typ {
			return term{}, c.err("the cases and the default are of different types")
		}
		switch result.typ {
		case Number:
			var err error
			if then, result, err = c.aligned(then, result); err != nil {
				return term{}, err
			}
		case Text:
			if then.fact != result.fact {
				return term{}, c.err("the texts come from different facts, or from a fact and the law: compare them first")
			}
		}
		result.num = c.b.graph.make(node{kind: kIf, a: when.num, b: then.num, c: result.num})
	}
	if result.typ == Number {
		result = c.b.reduced(result)
	}
	return result, nil
}

// compare gives the condition of two values. Values of different types are
// unequal, and have no order.
func (c *call) compare(x, y term) (term, error) {
	switch {
	case x.typ != y.typ:
		if c.op != Equals && c.op != NotEquals {
			return term{}, c.err("compares values of different types")
		}
		return plain(Bool, c.b.graph.truth(c.op == NotEquals)), nil
	case c.op == Equals || c.op == NotEquals:
		r, err := c.equal(x, y)
		if err == nil && c.op == NotEquals {
			r = c.b.graph.make(node{kind: kNot, a: r})
		}
		return plain(Bool, r), err
	case x.typ != Number && x.typ != Date:
		return term{}, c.err("only numbers and dates have an order")
	}
	if x.by != none || y.by != none {
		return c.compareQuotients(x, y)
	}
	r, err := c.less(x, y)
	return plain(Bool, r), err
}

// less gives the four orderings of two numbers or dates.
func (c *call) less(x, y term) (ref, error) {
	k := kLe
	if c.op == LessThan || c.op == GreaterThan {
		k = kLt
	}
	turned := c.op == GreaterThan || c.op == GreaterOrEqual
	if turned {
		x, y = y, x
	}
	// Against a constant the other side keeps its own denominator: x/d < c/e is
	// x < c*d/e made whole upwards, and so on.
	g := c.b.graph
	if limit, ok := g.isConst(y.num); ok {
		way := Floor
		if k == kLt {
			way = Ceil
		}
		if y, ok = c.rescaled(y, limit, x.den, way); !ok {
			return 0, c.err("the numbers have too many decimals together: round sooner")
		}
	} else if limit, ok := g.isConst(x.num); ok {
		way := Ceil
		if k == kLt {
			way = Floor
		}
		if x, ok = c.rescaled(x, limit, y.den, way); !ok {
			return 0, c.err("the numbers have too many decimals together: round sooner")
		}
	} else {
		var err error
		if x, y, err = c.aligned(x, y); err != nil {
			return 0, err
		}
	}
	return g.make(node{kind: k, a: x.num, b: y.num, at: c.source(), den: x.den}), nil
}

// rescaled expresses the constant k/t.den over another denominator.
func (c *call) rescaled(t term, k, den int64, way Op) (term, bool) {
	product, ok := mulWhole(k, den/divisor(t.den, den))
	if !ok {
		return t, false
	}
	t.num, t.den = c.b.graph.constant(quotient(way, product, t.den/divisor(t.den, den))), den
	return t, true
}

// turned is the comparison with its sides exchanged.
func turned(op Op) Op {
	switch op {
	case LessThan:
		return GreaterThan
	case LessOrEqual:
		return GreaterOrEqual
	case GreaterThan:
		return LessThan
	case GreaterOrEqual:
		return LessOrEqual
	}
	return op
}

// compareQuotients multiplies both sides by the divisor; when that may be
// negative, the order turns with it.
func (c *call) compareQuotients(x, y term) (term, error) {
	if x.by == none {
		return (&call{c.b, turned(c.op), c.at}).compareQuotients(y, x)
	}
	g, by := c.b.graph, x.by
	x, y, err := c.withoutDivisor(x, y)
	if err != nil {
		return term{}, err
	}
	up, err := c.compare(x, y)
	if err != nil || g.rng[by].lo >= 0 {
		return up, err
	}
	down, err := (&call{c.b, turned(c.op), c.at}).compare(x, y)
	if err != nil {
		return term{}, err
	}
	positive := g.make(node{kind: kLt, a: g.constant(0), b: by, at: c.source(), den: 1})
	return plain(Bool, g.make(node{kind: kIf, a: positive, b: up.num, c: down.num})), nil
}

// withoutDivisor multiplies both sides by the divisor of the first.
func (c *call) withoutDivisor(x, y term) (term, term, error) {
	by := plain(Number, x.by)
	x.by = none
	y, err := c.multiply(y, by)
	return x, y, err
}

// equal compares two values of one type.
func (c *call) equal(x, y term) (ref, error) {
	g := c.b.graph
	switch x.typ {
	case Number:
		if x.by == none {
			x, y = y, x
		}
		if x.by != none {
			x, y, err := c.withoutDivisor(x, y)
			if err != nil {
				return 0, err
			}
			return c.equal(x, y)
		}
		var err error
		if x, y, err = c.aligned(x, y); err != nil {
			return 0, err
		}
	case Text:
		var err error
		if x, y, err = c.texts(x, y); err != nil {
			return 0, err
		}
	case Bool:
		// Two conditions: equal when one says what the other says.
		unlike := g.make(node{kind: kNot, a: y.num})
		return g.make(node{kind: kIf, a: x.num, b: y.num, c: unlike}), nil
	}
	return g.make(node{kind: kEq, a: x.num, b: y.num, at: c.source(), den: x.den}), nil
}

// texts makes two texts comparable: a text of the law becomes a symbol of the
// fact that it is compared with.
func (c *call) texts(x, y term) (term, term, error) {
	if x.fact == y.fact && x.fact == none {
		return x, y, nil
	}
	if x.fact == none {
		x, y = y, x
	}
	k, ok := c.b.graph.isConst(y.num)
	if y.fact != none || !ok {
		// "Some other text" is one symbol, so two of them cannot be told apart.
		return x, y, c.err("compares two texts of which none is written in the law")
	}
	y.num = c.b.graph.constant(symbol(&c.b.graph.facts[x.fact].Symbols, c.b.texts[k]))
	return x, y, nil
}

// member is IN: constants close together become one set, others a chain of
// comparisons. A value of another type is never equal.
func (c *call) member(x term, values []term) (term, error) {
	g := c.b.graph
	var set []int64
	rest := g.truth(false)
	for i := len(values) - 1; i >= 0; i-- {
		v := values[i]
		if v.typ != x.typ {
			continue
		}
		if k, ok, err := c.constantLike(x, v); err != nil {
			return term{}, err
		} else if ok {
			set = append(set, k)
			continue
		}
		r, err := c.equal(x, v)
		if err != nil {
			return term{}, err
		}
		rest = g.make(node{kind: kOr, a: r, b: rest})
	}
	if len(set) == 0 && !g.idle(x.num) {
		// Nothing to be equal to, but the subject may still be null.
		none := g.make(node{kind: kIn, a: x.num, at: c.source(), den: x.den})
		rest = g.make(node{kind: kOr, a: none, b: rest})
	}
	for len(set) > 0 {
		low, bits, others := set[0], uint64(0), []int64(nil)
		for _, k := range set {
			low = min(low, k)
		}
		for _, k := range set {
			if d := uint64(k) - uint64(low); d < 64 {
				bits |= 1 << d
			} else {
				others = append(others, k)
			}
		}
		r := g.make(node{kind: kIn, a: x.num, k: low, k2: int64(bits), at: c.source(), den: x.den})
		rest, set = g.make(node{kind: kOr, a: r, b: rest}), others
	}
	return plain(Bool, rest), nil
}

// constantLike returns a constant in the unit of x, when v is one that x can equal.
func (c *call) constantLike(x, v term) (k int64, ok bool, err error) {
	g := c.b.graph
	if k, ok = g.isConst(v.num); !ok || x.by != none || v.by != none || x.typ == Bool {
		return 0, false, nil
	}
	switch x.typ {
	case Text:
		if x.fact == none || v.fact != none {
			return k, x.fact == v.fact, nil
		}
		return symbol(&g.facts[x.fact].Symbols, c.b.texts[k]), true, nil
	case Number:
		product, fine := mulWhole(k, x.den)
		return product / v.den, fine && product%v.den == 0, nil
	}
	return k, true, nil
}
