package law

// expr is a literal, a variable or an operation.
type expr struct {
	at        pos
	op        string   // name of the operation; "" for a literal or a variable
	variable  string   // base name without $; "" for a literal
	path      []string // parts after the dots
	literal   Value
	args      []*expr // in order of evaluation; nil for an optional operand that is absent
	precision int     // of ROUND, CEIL and FLOOR
	single    bool    // IN with value: the one argument may itself be a list
}

// isNull reports whether the expression is the literal null.
func (e *expr) isNull() bool {
	return e != nil && e.op == "" && e.variable == "" && e.literal.Kind() == NullKind
}

// walk calls visit for the expression and everything under it.
func (e *expr) walk(visit func(*expr)) {
	if e == nil {
		return
	}
	visit(e)
	for _, arg := range e.args {
		arg.walk(visit)
	}
}

// operand is one key of an operation.
type operand struct {
	name     string
	optional bool
	list     bool
	least    int // operands that a list must have
}

// operation is the shape of an operation of the format.
type operation struct {
	operands  []operand
	precision bool // has a literal precision
	cases     bool // IF
	inline    bool // may stand on the action itself, by the schema
	lenient   bool // may stand on the action itself in mode reference only
	alias     bool // not in the schema; mode reference only
}

var (
	arithmetic = operation{operands: []operand{{name: "values", list: true, least: 1}}, inline: true}
	logic      = operation{operands: []operand{{name: "conditions", list: true}}, lenient: true}
	comparison = operation{operands: []operand{{name: "subject"}, {name: "value"}}, lenient: true}
	rounding   = operation{operands: []operand{{name: "value"}}, precision: true, inline: true}
	membership = operation{
		operands: []operand{{name: "subject"}, {name: "values", optional: true, list: true}, {name: "value", optional: true}},
		lenient:  true,
	}
	nullTest = operation{operands: []operand{{name: "subject"}}, lenient: true, alias: true}
)

// operations are those of schema v0.5.6 and the aliases of the reference engine.
var operations = map[string]operation{
	"ADD": arithmetic, "SUBTRACT": arithmetic, "MULTIPLY": arithmetic, "DIVIDE": arithmetic,
	"MIN": arithmetic, "MAX": arithmetic,
	"AND": logic, "OR": logic,
	"NOT":    {operands: []operand{{name: "value"}}, inline: true},
	"EQUALS": comparison, "GREATER_THAN": comparison, "LESS_THAN": comparison,
	"GREATER_THAN_OR_EQUAL": comparison, "LESS_THAN_OR_EQUAL": comparison,
	"NOT_EQUALS": aliasOf(comparison),
	"ROUND":      rounding, "CEIL": rounding, "FLOOR": rounding,
	"IF": {cases: true}, "SWITCH": {cases: true, alias: true},
	"IN": membership, "NOT_IN": aliasOf(membership),
	"IS_NULL": nullTest, "NOT_NULL": nullTest,
	"LIST": {operands: []operand{{name: "items", list: true}}},
	"AGE":  {operands: []operand{{name: "date_of_birth"}, {name: "reference_date"}}},
	"DATE_ADD": {operands: []operand{
		{name: "date"}, {name: "years", optional: true}, {name: "months", optional: true},
		{name: "weeks", optional: true}, {name: "days", optional: true},
	}},
	"DATE":        {operands: []operand{{name: "year"}, {name: "month"}, {name: "day"}}},
	"DAY_OF_WEEK": {operands: []operand{{name: "date"}}},
	"DATE_DIFF":   {operands: []operand{{name: "from"}, {name: "to"}, {name: "in"}}},
}

func aliasOf(o operation) operation {
	o.alias = true
	return o
}
