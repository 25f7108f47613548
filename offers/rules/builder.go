package rules

// Node is a value inside a program under construction.
type Node int32

// Op is an operation of the law format, on nodes.
type Op uint8

// The operations. The arguments of If are when, then, when, then, ..., default.
// The arguments of DateAdd are date, years, months, weeks, days. Round, Ceil and
// Floor take their precision through [Builder.Round].
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

// Error says what is wrong with a program or with facts, and where in the law.
type Error struct {
	Source  Source
	Message string // lower case, what was wrong with what
}

func (e *Error) Error() string {
	if e.Source.Law == "" {
		return e.Message
	}
	return e.Source.Law + " " + e.Source.Version + ": article " + e.Source.Article + ": " + e.Message
}

// Builder makes a program node by node. Equal nodes are made once, constants are
// folded, and every number gets a scale and a range, so that an overflow is an
// error while building and never while evaluating. Methods that can fail return
// an *[Error] that carries the source given.
type Builder struct{}

// NewBuilder returns an empty builder.
func NewBuilder() *Builder { panic("not built yet") }

// Fact declares an input, or returns the node of the fact declared before under
// that name; a different type is an error. Symbols and ranges are joined.
func (b *Builder) Fact(f Fact) (Node, error) { panic("not built yet") }

// Bool returns a constant.
func (b *Builder) Bool(v bool) Node { panic("not built yet") }

// Number returns the constant n / 10^scale.
func (b *Builder) Number(n int64, scale uint8) Node { panic("not built yet") }

// Date returns a constant day.
func (b *Builder) Date(d Day) Node { panic("not built yet") }

// Text returns a constant text.
func (b *Builder) Text(s string) Node { panic("not built yet") }

// Type returns the type of a node.
func (b *Builder) Type(n Node) Type { panic("not built yet") }

// Op applies an operation. Wrong types, wrong numbers of arguments, a condition
// that is no boolean, a possible overflow and a division that cannot be exact
// are errors.
func (b *Builder) Op(op Op, at Source, args ...Node) (Node, error) { panic("not built yet") }

// Round applies Round, Ceil or Floor, to precision decimals (negative: tens,
// hundreds, ...).
func (b *Builder) Round(op Op, precision int, at Source, n Node) (Node, error) {
	panic("not built yet")
}

// Output declares a result and returns a node that stands for it: a boolean
// output may be answered by a source as a criterion, and then that answer counts
// wherever the output is used. Use the returned node from then on.
func (b *Builder) Output(name string, at Source, n Node) (Node, error) { panic("not built yet") }

// Program compiles what was built. The outputs of each entry are compiled
// together, so that one call of [Frame.Evaluate] gives them all.
func (b *Builder) Program(entries ...Entry) (*Program, error) { panic("not built yet") }

// Entry names outputs that are evaluated together, as those of one scheme.
type Entry struct {
	Name    string
	Outputs []string
}
