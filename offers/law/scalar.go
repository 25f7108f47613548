package law

import (
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Numbers of the YAML 1.2 core schema, read from the text as it is written: a
// 64-bit float on the way would change amounts.
var (
	integerText = regexp.MustCompile(`^[-+]?[0-9]+$`)
	decimalText = regexp.MustCompile(`^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$`)
	leadingZero = regexp.MustCompile(`^[-+]?0[0-9]`)
	otherBase   = regexp.MustCompile(`^[-+]?0[xo][0-9a-fA-F]+$`)
	noNumber    = regexp.MustCompile(`^([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$`)
)

// quoted are the styles in which a scalar is a text whatever it looks like.
const quoted = yaml.DoubleQuotedStyle | yaml.SingleQuotedStyle | yaml.LiteralStyle | yaml.FoldedStyle

func isNull(n *yaml.Node) bool {
	if n.Kind != yaml.ScalarNode || n.Style&quoted != 0 {
		return false
	}
	switch n.Value {
	case "", "~", "null", "Null", "NULL":
		return true
	}
	return false
}

// scalar reads a scalar: true and false, null, numbers; yes, no, on, off and
// dates are texts.
func (r *reader) scalar(n *yaml.Node) (Value, bool) {
	if n.Kind != yaml.ScalarNode {
		r.fail(n, "a single value is expected here")
		return Value{}, false
	}
	if n.Style&quoted != 0 {
		return Text(n.Value), true
	}
	if isNull(n) {
		return Value{}, true
	}
	switch n.Value {
	case "true", "True", "TRUE":
		return Bool(true), true
	case "false", "False", "FALSE":
		return Bool(false), true
	}
	if integerText.MatchString(n.Value) || decimalText.MatchString(n.Value) ||
		otherBase.MatchString(n.Value) || noNumber.MatchString(n.Value) {
		return r.number(n)
	}
	return Text(n.Value), true
}

// number reads a number from its text; a whole one is an integer.
func (r *reader) number(n *yaml.Node) (Value, bool) {
	if v, ok := numberOf(n.Value); ok {
		return v, true
	}
	switch {
	case noNumber.MatchString(n.Value):
		r.fail(n, "%s is no number that law can reckon with", n.Value)
	case otherBase.MatchString(n.Value), leadingZero.MatchString(n.Value):
		r.fail(n, "%s may be read as a number or as a text; quote it, or write it in plain decimals", n.Value)
	case integerText.MatchString(n.Value):
		r.fail(n, "%s is more than an integer of the format can hold (2^63-1)", n.Value)
	default:
		r.fail(n, "%s has more digits than a decimal of the format can hold (28 decimals, 96 bits)", n.Value)
	}
	return Value{}, false
}

// numberOf reads a number that is written in plain decimals.
func numberOf(s string) (Value, bool) {
	switch {
	case leadingZero.MatchString(s):
		return Value{}, false
	case integerText.MatchString(s):
		i, err := strconv.ParseInt(strings.TrimPrefix(s, "+"), 10, 64)
		return Int(i), err == nil
	case !decimalText.MatchString(s):
		return Value{}, false
	}
	d, ok := ParseDecimal(s)
	if !ok {
		return Value{}, false
	}
	if i, whole := d.Int64(); whole {
		return Int(i), true
	}
	return Exact(d), true
}

// literal reads a constant of any shape: a scalar, a list or an object.
func (r *reader) literal(n *yaml.Node) (Value, bool) {
	switch n.Kind {
	case yaml.SequenceNode:
		items := make([]Value, 0, len(n.Content))
		good := true
		for _, child := range n.Content {
			v, ok := r.literal(child)
			items, good = append(items, v), good && ok
		}
		return List(items...), good
	case yaml.MappingNode:
		fields := map[string]Value{}
		good := true
		for i := 0; i+1 < len(n.Content); i += 2 {
			v, ok := r.literal(n.Content[i+1])
			fields[n.Content[i].Value], good = v, good && ok
		}
		return Object(fields), good
	}
	return r.scalar(n)
}
