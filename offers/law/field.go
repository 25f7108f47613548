package law

import (
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

// types are the types of the format.
var types = []string{"string", "number", "boolean", "amount", "object", "array", "date"}

// units are the units of the format; amounts in this portal are in eurocent.
var units = []string{"euro", "eurocent", "ratio", "percentage", "years", "months", "weeks", "days"}

// variableName is a reference to a value, with the parts of an object behind
// dots.
var variableName = regexp.MustCompile(`^\$[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)*$`)

// field reads what parameters, inputs and outputs have in common.
func (r *reader) field(n *yaml.Node, what string, more ...string) (*field, mapping, bool) {
	keys := append([]string{"name", "description", "type", "type_spec", "temporal", "legal_basis"}, more...)
	m, ok := r.mapping(n, what, keys...)
	if !ok {
		return nil, m, false
	}
	f := &field{name: m.must("name"), at: m.at("name")}
	if f.name != "" && !variableName.MatchString("$"+f.name) {
		r.refuse(f.at, "%q is no name: letters, digits and underscores", f.name)
	}
	if r.strict {
		m.must("type")
	}
	f.kind = m.choice("type", types)
	r.typeSpec(m, f)
	r.amountUnit(m, *f, what)
	if t := m.get("temporal"); t != nil {
		r.mapping(t, "temporal", "type", "period_type", "reference")
	}
	r.legalBasis(m)
	return f, m, true
}

// amountUnit refuses amounts that do not say what one is, and amounts in euro:
// money is counted in eurocents, and nothing in the format converts.
func (r *reader) amountUnit(m mapping, f field, what string) {
	what = strings.TrimPrefix(strings.TrimPrefix(what, "an "), "a ")
	switch {
	case f.kind != "amount":
	case f.unit == "":
		r.refuse(m.at("type"), "%s %q is an amount without unit; add type_spec: {unit: eurocent}", what, f.name)
	case f.unit != "eurocent":
		r.refuse(m.at("type_spec"), "%s %q is an amount in %s; state amounts in eurocent", what, f.name, f.unit)
	}
}

// typeSpec reads unit, precision and bounds.
func (r *reader) typeSpec(m mapping, f *field) {
	n := m.get("type_spec")
	if n == nil {
		return
	}
	s, ok := r.mapping(n, "type_spec", "unit", "precision", "min", "max")
	if !ok {
		return
	}
	f.unit = s.choice("unit", units)
	if p := s.get("precision"); p != nil {
		f.precision = r.small(p, "precision", 0, maxPrecision)
	}
	f.min, f.max = r.bound(s, "min", f), r.bound(s, "max", f)
	if f.min != nil && f.max != nil && f.max.less(*f.min) {
		r.fail(n, "max %s is less than min %s", f.max, f.min)
	}
}

// maxPrecision keeps every fact within 64 bits.
const maxPrecision = 9

// bound reads min or max; it must be a number that the field can hold.
func (r *reader) bound(s mapping, key string, f *field) *Value {
	n := s.get(key)
	if n == nil {
		return nil
	}
	v, ok := r.scalar(n)
	if !ok {
		return nil
	}
	d, number := v.Decimal()
	if !number {
		r.fail(n, "%s must be a number", key)
		return nil
	}
	if _, fits := d.Scaled(f.precision); !fits {
		r.fail(n, "%s %s does not fit in a number with %d decimals", key, v, f.precision)
		return nil
	}
	return &v
}

// small reads an integer between two bounds.
func (r *reader) small(n *yaml.Node, what string, least, most int) int {
	v, ok := r.scalar(n)
	if !ok {
		return 0
	}
	i, isInt := v.Int()
	if !isInt || i < int64(least) || i > int64(most) {
		r.fail(n, "%s must be a whole number from %d to %d", what, least, most)
		return 0
	}
	return int(i)
}

// legalBasis checks the keys of a legal basis; it carries no computation.
func (r *reader) legalBasis(m mapping) {
	if n := m.get("legal_basis"); n != nil && n.Kind == yaml.MappingNode {
		r.mapping(n, "legal_basis", "law", "bwb_id", "article", "paragraph", "sentence", "url", "juriconnect", "explanation")
	}
}

// input reads an input and where it comes from.
func (r *reader) input(n *yaml.Node) *input {
	f, m, ok := r.field(n, "an input", "source")
	if !ok {
		return nil
	}
	in := &input{field: *f}
	node := m.values["source"]
	if node == nil {
		r.refuse(m.at("name"), "input %q has no source; write source: {} when a register or the resident knows it", f.name)
		return in
	}
	if isNull(node) {
		return in
	}
	s, ok := r.mapping(node, "a source", "regulation", "output", "parameters", "description", "endpoint")
	if !ok {
		return in
	}
	if s.get("endpoint") != nil {
		r.refuse(s.keyAt("endpoint"), "endpoints are not supported yet; name the output instead")
	}
	in.regulation, in.output = s.text("regulation"), s.text("output")
	in.sourceAt = s.at("output")
	if in.output == "" {
		in.sourceAt = s.at("regulation")
	}
	if in.regulation != "" && in.output == "" {
		in.output = in.name
	}
	r.arguments(s, in)
	return in
}

// arguments reads the parameters that are passed to another law.
func (r *reader) arguments(s mapping, in *input) {
	n := s.get("parameters")
	if n == nil {
		return
	}
	if in.regulation == "" {
		r.refuse(s.keyAt("parameters"), "parameters have no effect without regulation; within one law all parameters are passed")
		return
	}
	if _, ok := r.mapping(n, "parameters"); !ok {
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, node := n.Content[i], n.Content[i+1]
		if node.Kind != yaml.ScalarNode {
			r.fail(node, "parameter %q must be a variable or a text", key.Value)
			continue
		}
		// A literal is a text here whatever it looks like: the format passes 2025 as "2025".
		value := &expr{at: place(node), literal: Text(node.Value)}
		if node.Value != "" && node.Value[0] == '$' {
			value = r.expr(node, 0)
		}
		in.arguments = append(in.arguments, argument{name: key.Value, value: value})
	}
}
