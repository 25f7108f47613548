package law

import "strings"

// eval evaluates an expression.
func (f *frame) eval(e *expr) (Value, error) {
	switch {
	case e.variable != "":
		return f.variable(e)
	case e.op == "":
		return e.literal, nil
	}
	switch e.op {
	case "AND", "OR":
		return f.logic(e)
	case "IF":
		return f.choose(e)
	}
	args := make([]Value, len(e.args))
	for i, arg := range e.args {
		if arg == nil {
			continue // an absent amount of DATE_ADD; see dateAdd
		}
		value, err := f.eval(arg)
		if err != nil {
			return Value{}, err
		}
		args[i] = value
	}
	return f.apply(e, args)
}

// logic stops at the first operand that decides.
func (f *frame) logic(e *expr) (Value, error) {
	decides := e.op == "OR"
	for _, arg := range e.args {
		value, err := f.eval(arg)
		if err != nil {
			return Value{}, err
		}
		f.v.cover.note(arg, value.truthy())
		if value.truthy() == decides {
			return Bool(decides), nil
		}
	}
	return Bool(!decides), nil
}

// choose evaluates the first branch whose condition holds; no branch and no
// default give null.
func (f *frame) choose(e *expr) (Value, error) {
	last := len(e.args) - 1
	for i := 0; i < last; i += 2 {
		when, err := f.eval(e.args[i])
		if err != nil {
			return Value{}, err
		}
		f.v.cover.note(e.args[i], when.truthy())
		if when.truthy() {
			return f.eval(e.args[i+1])
		}
	}
	if e.args[last] == nil {
		return Value{}, nil
	}
	return f.eval(e.args[last])
}

// apply applies an operation to its evaluated operands.
func (f *frame) apply(e *expr, args []Value) (Value, error) {
	switch e.op {
	case "EQUALS":
		return Bool(args[0].equal(args[1])), nil
	case "NOT_EQUALS":
		return Bool(!args[0].equal(args[1])), nil
	case "GREATER_THAN", "LESS_THAN", "GREATER_THAN_OR_EQUAL", "LESS_THAN_OR_EQUAL":
		return f.order(e, args[0], args[1])
	case "ADD":
		return f.add(e, args)
	case "SUBTRACT", "MULTIPLY", "DIVIDE":
		return f.arithmetic(e, args)
	case "MIN", "MAX":
		return f.extreme(e, args)
	case "ROUND", "CEIL", "FLOOR":
		return f.round(e, args[0])
	case "NOT":
		return Bool(!args[0].truthy()), nil
	case "IN", "NOT_IN":
		return Bool(contains(e, args) == (e.op == "IN")), nil
	case "IS_NULL", "NOT_NULL":
		return Bool((args[0].Kind() == NullKind) == (e.op == "IS_NULL")), nil
	case "LIST":
		return List(args...), nil
	}
	return f.calendar(e, args)
}

func (f *frame) mismatch(e *expr, v Value) error {
	return f.a.errorAt(e.at, TypeMismatch, "%s cannot take %s %s", e.op, article(v.Kind()), v)
}

// article puts the name of a type in front of a value, as in "the text "a"".
func article(k ValueKind) string {
	if k == NullKind || k == BoolKind {
		return "the value"
	}
	return "the " + k.String()
}

// order compares two numbers or two dates.
func (f *frame) order(e *expr, x, y Value) (Value, error) {
	var sign int
	a, aNumber := x.Decimal()
	b, bNumber := y.Decimal()
	if aNumber && bNumber {
		sign = a.compare(b)
	} else {
		d, dDate := x.Day()
		if !dDate {
			return Value{}, f.mismatch(e, x)
		}
		day, isDate := y.Day()
		if !isDate {
			return Value{}, f.mismatch(e, y)
		}
		sign = int(d) - int(day)
	}
	switch e.op {
	case "GREATER_THAN":
		return Bool(sign > 0), nil
	case "LESS_THAN":
		return Bool(sign < 0), nil
	case "GREATER_THAN_OR_EQUAL":
		return Bool(sign >= 0), nil
	}
	return Bool(sign <= 0), nil
}

// contains is IN: the one value of the short form may be a list.
func contains(e *expr, args []Value) bool {
	members := args[1:]
	if e.single && members[0].Kind() == ListKind {
		members = members[0].list
	}
	for _, member := range members {
		a, aNumber := args[0].Decimal()
		b, bNumber := member.Decimal()
		if aNumber && bNumber && a.compare(b) == 0 || args[0].same(member) {
			return true
		}
	}
	return false
}

// add lets the first operand decide: numbers, texts or lists.
func (f *frame) add(e *expr, args []Value) (Value, error) {
	kind := args[0].Kind()
	if kind != TextKind && kind != ListKind {
		return f.arithmetic(e, args)
	}
	var text strings.Builder
	var list []Value
	for _, arg := range args {
		if arg.Kind() != kind {
			return Value{}, f.mismatch(e, arg)
		}
		text.WriteString(arg.text)
		list = append(list, arg.list...)
	}
	if kind == TextKind {
		return Text(text.String()), nil
	}
	return List(list...), nil
}

// arithmetic folds numbers from left to right. All integers give an integer,
// but DIVIDE always gives a decimal.
func (f *frame) arithmetic(e *expr, args []Value) (Value, error) {
	whole := e.op != "DIVIDE"
	var result Decimal
	for i, arg := range args {
		d, ok := arg.Decimal()
		if !ok {
			return Value{}, f.mismatch(e, arg)
		}
		whole = whole && arg.Kind() == IntKind
		if i == 0 {
			result = d
			continue
		}
		if e.op == "DIVIDE" && d.sign() == 0 {
			return Value{}, f.a.errorAt(e.at, DivisionByZero, "Division by zero")
		}
		if result, ok = combine(e.op, result, d); !ok {
			return Value{}, f.overflow(e)
		}
	}
	if !whole {
		return Exact(result), nil
	}
	n, ok := result.Int64()
	if !ok {
		return Value{}, f.overflow(e)
	}
	return Int(n), nil
}

func combine(op string, a, b Decimal) (Decimal, bool) {
	switch op {
	case "ADD":
		return a.add(b)
	case "SUBTRACT":
		return a.add(b.negate())
	case "MULTIPLY":
		return a.multiply(b)
	}
	return a.divide(b)
}

func (f *frame) overflow(e *expr) error {
	return f.a.errorAt(e.at, ArithmeticOverflow, "Arithmetic overflow in %s", e.op)
}

// extreme is MIN and MAX: numbers only.
func (f *frame) extreme(e *expr, args []Value) (Value, error) {
	whole := true
	var best Decimal
	for i, arg := range args {
		d, ok := arg.Decimal()
		if !ok {
			return Value{}, f.mismatch(e, arg)
		}
		whole = whole && arg.Kind() == IntKind
		if i == 0 || (d.compare(best) < 0) == (e.op == "MIN") {
			best = d
		}
	}
	if n, ok := best.Int64(); ok && whole {
		return Int(n), nil
	}
	return Exact(best), nil
}

// round gives an integer when the result is whole and fits.
func (f *frame) round(e *expr, v Value) (Value, error) {
	d, ok := v.Decimal()
	if !ok {
		return Value{}, f.mismatch(e, v)
	}
	d, ok = d.rounded(e.op, e.precision)
	if !ok {
		return Value{}, f.overflow(e)
	}
	if n, whole := d.Int64(); whole {
		return Int(n), nil
	}
	return Exact(d), nil
}
