package law

import "zeker/offers/rules"

// nullTest compiles a comparison with the literal null.
func (p *compiler) nullTest(w site, e *expr) (rules.Node, error) {
	subject := e.args[0]
	if subject.isNull() && len(e.args) > 1 {
		subject = e.args[1]
	}
	n := p.b.Bool(true) // null equals null
	if !subject.isNull() {
		tested, err := p.expr(w, subject)
		if err != nil {
			return 0, err
		}
		if n, err = p.op(w, e, rules.IsNull, tested); err != nil {
			return 0, err
		}
	}
	return p.negated(w, e, n, e.op != "EQUALS")
}

// negated turns a condition round for NOT_EQUALS, NOT_IN and NOT_NULL.
func (p *compiler) negated(w site, e *expr, n rules.Node, turn bool) (rules.Node, error) {
	if !turn {
		return n, nil
	}
	return p.op(w, e, rules.Not, n)
}

// equality compiles EQUALS of two values, either of which may be a fact that can
// be null: null equals only null, and is no error here.
func (p *compiler) equality(w site, e *expr) (rules.Node, error) {
	args, err := p.arguments(w, e)
	if err != nil {
		return 0, err
	}
	n, err := p.equals(w, e, args[0], args[1])
	if err != nil {
		return 0, err
	}
	return p.negated(w, e, n, e.op == "NOT_EQUALS")
}

// typeNames are the types of a program as the law names them.
var typeNames = map[rules.Type]string{
	rules.Bool: "boolean", rules.Number: "number", rules.Date: "date", rules.Text: "text",
}

// equals compiles EQUALS of two nodes. Values of different types are never
// equal; whoever writes that into a law means something else.
func (p *compiler) equals(w site, e *expr, x, y rules.Node) (rules.Node, error) {
	if a, b := p.b.Type(x), p.b.Type(y); a != b {
		return 0, w.a.errorAt(e.at, TypeMismatch, "%s compares a %s with a %s, which are never equal", e.op, typeNames[a], typeNames[b])
	}
	n, err := p.op(w, e, rules.Equals, x, y)
	if err != nil {
		return 0, err
	}
	otherwise, err := p.falseAfter(w, e, y)
	if err != nil {
		return 0, err
	}
	if p.mayBeNull[y] {
		isNull, err := p.op(w, e, rules.IsNull, y)
		if err != nil {
			return 0, err
		}
		unequal, err := p.falseAfter(w, e, x)
		if err != nil {
			return 0, err
		}
		if n, err = p.op(w, e, rules.If, isNull, unequal, n); err != nil {
			return 0, err
		}
		otherwise = isNull
	}
	if !p.mayBeNull[x] {
		return n, nil
	}
	isNull, err := p.op(w, e, rules.IsNull, x)
	if err != nil {
		return 0, err
	}
	return p.op(w, e, rules.If, isNull, otherwise, n)
}

// falseAfter is false, once a value is there: where it cannot be computed that is an
// error, though null is equal to no value.
func (p *compiler) falseAfter(w site, e *expr, n rules.Node) (rules.Node, error) {
	no := p.b.Bool(false)
	if !p.mayFail[n] {
		return no, nil
	}
	itself, err := p.op(w, e, rules.Equals, n, n)
	if err != nil {
		return 0, err
	}
	return p.op(w, e, rules.And, itself, no)
}

// in compiles IN: the values may be a list of the definitions, and null may be
// one of them.
func (p *compiler) in(w site, e *expr) (rules.Node, error) {
	subject, err := p.expr(w, e.args[0])
	if err != nil {
		return 0, err
	}
	var found []rules.Node
	for _, value := range e.args[1:] {
		for _, one := range p.items(w, e, value) {
			n, err := p.member(w, e, subject, one)
			if err != nil {
				return 0, err
			}
			found = append(found, n)
		}
	}
	n := p.b.Bool(false)
	if len(found) > 0 {
		if n, err = p.op(w, e, rules.Or, found...); err != nil {
			return 0, err
		}
	}
	return p.negated(w, e, n, e.op == "NOT_IN")
}

// member compiles whether the subject of IN equals one value.
func (p *compiler) member(w site, e *expr, subject rules.Node, one *expr) (rules.Node, error) {
	if one.isNull() {
		return p.op(w, e, rules.IsNull, subject)
	}
	n, err := p.expr(w, one)
	if err != nil {
		return 0, err
	}
	return p.equals(w, e, subject, n)
}

// items opens the one value of IN when it is a list: a LIST operation or a
// definition.
func (p *compiler) items(w site, e, value *expr) []*expr {
	if !e.single {
		return []*expr{value}
	}
	if value.op == "LIST" {
		return value.args
	}
	if value.variable == "" {
		return []*expr{value}
	}
	b := w.lookup(value.variable)
	if b.origin != fromDefinition {
		return []*expr{value}
	}
	v, why := part(w.a.definitions[b.index].value, value)
	if why != "" || v.Kind() != ListKind {
		return []*expr{value}
	}
	all := make([]*expr, len(v.list))
	for i, item := range v.list {
		all[i] = &expr{at: value.at, literal: item}
	}
	return all
}
