package law

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// actions reads the actions of an article or of a default.
func (r *reader) actions(m mapping) []*action {
	var all []*action
	for _, n := range m.list("actions") {
		if a := r.action(n); a != nil {
			all = append(all, a)
		}
	}
	return all
}

// action reads an output with its value, or with an operation written on the
// action itself.
func (r *reader) action(n *yaml.Node) *action {
	m, ok := r.mapping(n, "an action")
	if !ok {
		return nil
	}
	a := &action{output: m.must("output"), at: m.at("output")}
	if m.get("resolve") != nil {
		r.refuse(m.keyAt("resolve"), "resolve is not supported; declare an open term instead")
	}
	r.legalBasis(m)
	if m.get("operation") == nil {
		m, _ = r.mapping(n, "an action", "output", "value", "resolve", "legal_basis")
		value := m.values["value"]
		if value == nil {
			r.refuse(place(n), "the action for %q has neither value nor operation", a.output)
			a.value = &expr{at: place(n)}
			return a
		}
		a.value = r.expr(value, 0)
		return a
	}
	r.inline(m)
	a.value = r.operation(n, 0, "output", "resolve")
	return a
}

// inline refuses operations that the format does not allow on the action itself.
func (r *reader) inline(m mapping) {
	name := m.text("operation")
	op, known := operations[name]
	switch {
	case !known || op.inline:
	case !op.lenient:
		r.failAt(m.at("operation"), InvalidOperation, "%s cannot stand on the action itself; put it under value:", name)
	default:
		r.refuse(m.at("operation"), "%s cannot stand on the action itself in schema v0.5.6; put it under value:", name)
	}
}

// maxNesting is the format's limit for operations within operations.
const maxNesting = 100

// expr reads a literal, a variable or an operation.
func (r *reader) expr(n *yaml.Node, depth int) *expr {
	at := place(n)
	if depth > maxNesting {
		r.fail(n, "operations are nested more than %d deep", maxNesting)
		return &expr{at: at}
	}
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == "operation" {
				return r.operation(n, depth)
			}
		}
		r.refuse(at, "an object cannot stand here; an operation needs the key operation")
	case yaml.SequenceNode:
		r.refuse(at, "a list cannot stand here; use operation LIST, or a definition")
	}
	v, _ := r.literal(n)
	if s, ok := v.Text(); ok && strings.HasPrefix(s, "$") {
		return r.variable(n, s)
	}
	return &expr{at: at, literal: v}
}

// maxParts is the format's limit for a dotted name.
const maxParts = 32

func (r *reader) variable(n *yaml.Node, s string) *expr {
	parts := strings.Split(s[1:], ".")
	if !variableName.MatchString(s) || len(parts) > maxParts {
		r.fail(n, "%q is no name of a variable; a text cannot begin with $", s)
		return &expr{at: place(n)}
	}
	return &expr{at: place(n), variable: parts[0], path: parts[1:]}
}

// operation reads an operation; everything that is not exactly one is refused,
// where the reference takes it as a literal, which counts as true.
func (r *reader) operation(n *yaml.Node, depth int, more ...string) *expr {
	m, _ := r.mapping(n, "an operation")
	name := m.text("operation")
	op, known := operations[name]
	e := &expr{at: m.at("operation"), op: name}
	switch {
	case m.values["operation"].Kind != yaml.ScalarNode:
		return e // reported as no text
	case !known:
		r.failAt(e.at, InvalidOperation, "unknown operation %q%s", name, DidYouMean(name, operationNames()))
		return e
	case op.alias:
		r.refuse(e.at, "%s is not in schema v0.5.6; %s", name, instead[name])
	}
	keys := append([]string{"operation", "legal_basis"}, more...)
	for _, o := range op.operands {
		keys = append(keys, o.name)
	}
	if op.precision {
		keys = append(keys, "precision")
	}
	if op.cases {
		keys = append(keys, "cases", "default")
	}
	m = r.operationKeys(n, name, keys)
	r.legalBasis(m)
	if op.cases {
		e.op = "IF"
		r.cases(m, e, depth)
		return e
	}
	for _, o := range op.operands {
		r.operand(m, e, o, depth)
	}
	if op.precision {
		r.precision(m, e)
	}
	switch {
	case name == "IN" || name == "NOT_IN":
		r.members(m, e)
	case name == "DATE_DIFF" && len(e.args) == 3 && e.args[2].variable == "":
		if _, known := differences[e.args[2].literal.text]; !known {
			r.failAt(e.args[2].at, InvalidOperation, "DATE_DIFF counts in days, months or years")
		}
	}
	return e
}

// operationKeys refuses keys that an operation does not have, in mode reference
// too: an operand that is ignored changes what the law says.
func (r *reader) operationKeys(n *yaml.Node, name string, keys []string) mapping {
	m, _ := r.mapping(n, name)
	for i := 0; i+1 < len(n.Content); i += 2 {
		if key := n.Content[i]; !slices.Contains(keys, key.Value) {
			r.fail(key, "unknown key %q in %s%s", key.Value, name, DidYouMean(key.Value, keys))
		}
	}
	return m
}

// operand reads one operand into the arguments of an operation.
func (r *reader) operand(m mapping, e *expr, o operand, depth int) {
	n := m.values[o.name]
	switch {
	case n == nil && o.optional, n != nil && o.optional && isNull(n):
		if !o.list {
			e.args = append(e.args, nil)
		}
	case n == nil:
		r.failAt(e.at, InvalidOperation, "%s has no %s", e.op, o.name)
	case !o.list:
		e.args = append(e.args, r.expr(n, depth+1))
	case n.Kind != yaml.SequenceNode:
		r.fail(n, "%s of %s must be a list", o.name, e.op)
	default:
		if len(n.Content) < o.least {
			r.fail(n, "%s of %s must have at least %d", o.name, e.op, o.least)
		}
		for _, child := range nodes(n) {
			e.args = append(e.args, r.expr(child, depth+1))
		}
	}
}

// precision reads how many decimals a rounding keeps; -2 rounds eurocents to
// whole euros.
func (r *reader) precision(m mapping, e *expr) {
	n := m.get("precision")
	if n == nil {
		r.failAt(e.at, InvalidOperation, "%s has no precision", e.op)
		return
	}
	e.precision = r.small(n, "precision", -maxScale, maxScale)
}

// members settles the two forms of IN: values, or else value.
func (r *reader) members(m mapping, e *expr) {
	hasList, hasOne := m.get("values") != nil, m.get("value") != nil
	switch {
	case len(e.args) == 0:
	case hasList && hasOne:
		r.refuse(m.at("value"), "%s has both values and value; keep one", e.op)
		e.args = e.args[:len(e.args)-1]
	case hasList:
		e.args = e.args[:len(e.args)-1] // the absent value
	case hasOne:
		e.single = true
	default:
		r.failAt(e.at, InvalidOperation, "%s has neither values nor value", e.op)
	}
}

// cases reads the branches of IF, and its default as the last argument.
func (r *reader) cases(m mapping, e *expr, depth int) {
	if m.get("cases") == nil {
		r.failAt(e.at, InvalidOperation, "IF has no cases")
		return
	}
	for _, n := range m.list("cases") {
		c, ok := r.mapping(n, "a case of IF")
		if !ok {
			continue
		}
		r.operationKeys(n, "a case of IF", []string{"when", "then"})
		for _, key := range []string{"when", "then"} {
			child := c.values[key]
			if child == nil {
				r.fail(n, "a case of IF has no %s", key)
				child = &yaml.Node{Kind: yaml.ScalarNode, Line: n.Line, Column: n.Column}
			}
			e.args = append(e.args, r.expr(child, depth+1))
		}
	}
	// An explicit null reads as absent; both mean null.
	if n := m.get("default"); n != nil {
		e.args = append(e.args, r.expr(n, depth+1))
		return
	}
	e.args = append(e.args, nil)
}

// instead says how to write an alias in the schema's operations.
var instead = map[string]string{
	"NOT_EQUALS": "use NOT with EQUALS", "NOT_IN": "use NOT with IN", "IS_NULL": "use EQUALS with value: null",
	"NOT_NULL": "use NOT with EQUALS and value: null", "SWITCH": "use IF",
}

func operationNames() []string {
	names := make([]string, 0, len(operations))
	for name, op := range operations {
		if !op.alias {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
