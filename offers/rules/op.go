package rules

// Op is an operation of the law format, on nodes.
type Op uint8

// The operations. The arguments of If are when, then, when, then, ..., default.
// The arguments of DateAdd are date, years, months, weeks, days; of the
// differences from, to; of AgeOn birth, on. Round, Ceil and Floor take their
// precision through [Builder.Round].
const (
	Add Op = iota + 1
	Subtract
	Multiply
	Divide
	Min
	Max
	Equals
	NotEquals
	GreaterThan
	GreaterOrEqual
	LessThan
	LessOrEqual
	And
	Or
	Not
	If
	In // subject, then the values
	AgeOn
	DateAdd
	DateOf
	DayOfWeek
	DiffDays
	DiffMonths
	DiffYears
	IsNull
	Round // half away from zero
	Ceil
	Floor
)

// String returns the name of the operation in the law format.
func (op Op) String() string {
	return [...]string{
		"output", "ADD", "SUBTRACT", "MULTIPLY", "DIVIDE", "MIN", "MAX", "EQUALS", "NOT_EQUALS",
		"GREATER_THAN", "GREATER_THAN_OR_EQUAL", "LESS_THAN", "LESS_THAN_OR_EQUAL", "AND", "OR", "NOT",
		"IF", "IN", "AGE", "DATE_ADD", "DATE", "DAY_OF_WEEK", "DATE_DIFF", "DATE_DIFF", "DATE_DIFF",
		"IS_NULL", "ROUND", "CEIL", "FLOOR",
	}[op]
}

// Op applies an operation. Wrong types, wrong numbers of arguments, a condition
// that is no boolean, a possible overflow and a division that cannot be exact
// are errors.
func (b *Builder) Op(op Op, at Source, args ...Node) (Node, error) {
	c := call{b: b, op: op, at: at}
	if op < Add || op > Floor {
		return 0, &Error{at, "no such operation"}
	}
	if op == IsNull {
		return c.isNull(args)
	}
	terms := make([]term, len(args))
	for i, n := range args {
		t, err := c.value(n)
		if err != nil {
			return 0, err
		}
		terms[i] = t
	}
	t, err := c.apply(terms)
	if err == nil {
		err = c.fault()
	}
	if err != nil {
		return 0, err
	}
	return b.node(t), nil
}

// Round applies Round, Ceil or Floor, to precision decimals (negative: tens,
// hundreds, ...).
func (b *Builder) Round(op Op, precision int, at Source, n Node) (Node, error) {
	c := call{b: b, op: op, at: at}
	t, err := c.value(n)
	if err != nil {
		return 0, err
	}
	if op < Round || op > Floor {
		return 0, c.err("does not round")
	}
	if t, err = c.round(t, precision); err == nil {
		err = c.fault()
	}
	if err != nil {
		return 0, err
	}
	return b.node(t), nil
}

// call is one application of an operation, with what its errors name.
type call struct {
	b  *Builder
	op Op
	at Source
}

func (c *call) err(message string) error {
	if c.op != 0 {
		message = c.op.String() + ": " + message
	}
	return &Error{c.at, message}
}

// fault returns the overflow that making the nodes met, if any.
func (c *call) fault() error {
	g := c.b.graph
	if !g.fault.set {
		return nil
	}
	f := g.fault
	g.fault = fault{}
	if f.kind == kAddMonths || f.kind == kAgeLeast {
		return c.err("a day may lie outside the years 1 to 9999: give the facts narrower ranges")
	}
	return c.err("a value may not fit in 64 bits: give the facts narrower ranges, or round sooner")
}

// source returns the number of the call's source in the graph.
func (c *call) source() int32 {
	g := c.b.graph
	for i := range g.sources {
		if g.sources[i] == c.at {
			return int32(i)
		}
	}
	g.sources = append(g.sources, c.at)
	return int32(len(g.sources) - 1)
}

// value returns the term of an argument; a fact is from here on a value that
// must not be null.
func (c *call) value(n Node) (term, error) {
	if n < 0 || int(n) >= len(c.b.terms) {
		return term{}, c.err("an argument is no node of this builder")
	}
	t := c.b.terms[n]
	if t.fact != none && c.b.graph.nodes[t.num].kind == kFact {
		t.num = c.b.graph.make(node{kind: kValue, way: c.op, a: t.num, k: int64(t.fact), at: c.source()})
		t.fact = textFact(t)
	}
	return t, nil
}

// isNull is the only use of a fact that may be null. What is computed never is.
func (c *call) isNull(args []Node) (Node, error) {
	if len(args) != 1 || args[0] < 0 || int(args[0]) >= len(c.b.terms) {
		return 0, c.err("takes one argument")
	}
	t := c.b.terms[args[0]]
	if t.fact == none || c.b.graph.nodes[t.num].kind != kFact {
		return c.b.Bool(false), nil
	}
	c.b.graph.facts[t.fact].Null = true
	return c.b.node(plain(Bool, c.b.graph.make(node{kind: kNull, k: int64(t.fact), at: c.source()}))), nil
}
