package law

import (
	"zeker/offers/rules"
)

// compiled are the operations that package rules has under one name.
var compiled = map[string]rules.Op{
	"ADD": rules.Add, "SUBTRACT": rules.Subtract, "MULTIPLY": rules.Multiply, "DIVIDE": rules.Divide,
	"MIN": rules.Min, "MAX": rules.Max,
	"EQUALS": rules.Equals, "NOT_EQUALS": rules.NotEquals,
	"GREATER_THAN": rules.GreaterThan, "GREATER_THAN_OR_EQUAL": rules.GreaterOrEqual,
	"LESS_THAN": rules.LessThan, "LESS_THAN_OR_EQUAL": rules.LessOrEqual,
	"AND": rules.And, "OR": rules.Or, "NOT": rules.Not, "IF": rules.If, "IS_NULL": rules.IsNull,
	"ROUND": rules.Round, "CEIL": rules.Ceil, "FLOOR": rules.Floor,
	"AGE": rules.AgeOn, "DATE_ADD": rules.DateAdd, "DATE": rules.DateOf, "DAY_OF_WEEK": rules.DayOfWeek,
}

// expr compiles an expression at its site.
func (p *compiler) expr(w site, e *expr) (rules.Node, error) {
	switch {
	case e.variable != "":
		return p.variable(w, e)
	case e.op == "":
		return p.constant(w.a, e.at, e.literal)
	}
	switch e.op {
	case "EQUALS", "NOT_EQUALS":
		if e.args[0].isNull() || e.args[1].isNull() {
			return p.nullTest(w, e)
		}
		return p.equality(w, e)
	case "NOT_NULL":
		return p.nullTest(w, e)
	case "IN", "NOT_IN":
		return p.in(w, e)
	case "IF":
		if e.args[len(e.args)-1] == nil {
			return 0, w.a.errorAt(e.at, Unsupported, "IF without default is null when no case matches; add a default")
		}
	case "DATE_DIFF":
		return p.difference(w, e)
	case "LIST":
		return 0, w.a.errorAt(e.at, Unsupported, "a list can only stand in IN")
	}
	args, err := p.arguments(w, e)
	if err != nil {
		return 0, err
	}
	return p.apply(w, e, args)
}

// apply compiles an operation on compiled operands.
func (p *compiler) apply(w site, e *expr, args []rules.Node) (rules.Node, error) {
	op := compiled[e.op]
	switch {
	case op == rules.Round || op == rules.Ceil || op == rules.Floor:
		n, err := p.b.Round(op, e.precision, w.a.source(e.at), args[0])
		return n, w.a.refused(e.at, err)
	case len(args) == 0: // AND and OR of nothing
		return p.b.Bool(op == rules.And), nil
	case len(args) == 1 && singleMeansItself(op):
		// The operand must still be of the right type: SUBTRACT of one text is wrong.
		if t := p.b.Type(args[0]); (op == rules.And || op == rules.Or) == (t == rules.Bool) {
			return args[0], nil
		}
	}
	return p.op(w, e, op, args...)
}

func singleMeansItself(op rules.Op) bool {
	switch op {
	case rules.Add, rules.Subtract, rules.Multiply, rules.Divide, rules.Min, rules.Max, rules.And, rules.Or:
		return true
	}
	return false
}

func (p *compiler) op(w site, e *expr, op rules.Op, args ...rules.Node) (rules.Node, error) {
	n, err := p.b.Op(op, w.a.source(e.at), args...)
	for _, a := range args {
		if op == rules.DateOf || op == rules.Divide || p.mayFail[a] || p.mayBeNull[a] && op != rules.IsNull {
			p.mayFail[n] = true
		}
	}
	return n, w.a.refused(e.at, err)
}

// arguments compiles the operands; an absent amount of DATE_ADD is 0.
func (p *compiler) arguments(w site, e *expr) ([]rules.Node, error) {
	args := make([]rules.Node, len(e.args))
	for i, arg := range e.args {
		if arg == nil {
			args[i] = p.b.Number(0, 0)
			continue
		}
		n, err := p.expr(w, arg)
		if err != nil {
			return nil, err
		}
		args[i] = n
	}
	return args, nil
}

// differences are the units of DATE_DIFF.
var differences = map[string]rules.Op{"days": rules.DiffDays, "months": rules.DiffMonths, "years": rules.DiffYears}

// difference compiles DATE_DIFF; its unit must be known when the law is compiled.
func (p *compiler) difference(w site, e *expr) (rules.Node, error) {
	from, err := p.expr(w, e.args[0])
	if err != nil {
		return 0, err
	}
	to, err := p.expr(w, e.args[1])
	if err != nil {
		return 0, err
	}
	unit := e.args[2].literal
	if v := e.args[2].variable; v != "" {
		if b := w.lookup(v); b.origin == fromDefinition {
			unit, _ = part(w.a.definitions[b.index].value, e.args[2])
		}
	}
	op, known := differences[unit.text]
	if !known {
		return 0, w.a.errorAt(e.args[2].at, InvalidOperation, "DATE_DIFF counts in days, months or years")
	}
	return p.op(w, e, op, from, to)
}
