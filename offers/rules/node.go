package rules

// kind is what a node of the graph computes. Below the typed operations of the
// law there are only whole numbers: booleans are 0 and 1, dates are days, and
// the scale of a number is known to the builder, not to the graph.
type kind uint8

const (
	kConst     kind = iota + 1 // k
	kFact                      // the value of fact k
	kNull                      // whether fact k is null
	kValue                     // a, the node of fact k; fails when it is null
	kOutput                    // a, unless a source answered output k as a criterion
	kAdd                       // a + b
	kSub                       // a - b
	kMul                       // a * b
	kAddK                      // a + k
	kMulK                      // a * k
	kMin                       // the lesser of a and b
	kMax                       // the greater of a and b
	kQuo                       // a / k made whole in the given way; k > 0
	kDiv                       // a / b made whole in the given way; b is not 0
	kNonZero                   // a; fails when it is 0
	kEq                        // a == b
	kLt                        // a < b
	kLe                        // a <= b
	kIn                        // whether a-k is in the set of bits k2
	kAnd                       // a and, when that is true, b
	kOr                        // a and, when that is false, b
	kNot                       // not a
	kIf                        // b when a, else c
	kAge                       // complete years from a to b
	kAgeLeast                  // whether the age of a on day b is k or more; 1 <= k
	kMonths                    // complete months from a to b
	kAddMonths                 // day a moved by b months
	kDateOf                    // the day of year a, month b, day c; fails when there is none
	kWeekday                   // 0 for Monday to 6 for Sunday
	kinds                      // how many there are, plus one
)

// ref is the place of a node in its graph. Arguments come before what uses them.
type ref int32

// node is one value. Nodes that are equal are one node.
type node struct {
	kind    kind
	way     Op // of kQuo and kDiv; the operation to name when kValue, kNonZero or kDateOf fails
	a, b, c ref
	k, k2   int64
	// at is the source of a condition or of what can fail: those are told
	// apart by article, so that a reason names the right one.
	at int32
	// den is the denominator of both sides of a comparison: the values
	// compared are a/den and b/den.
	den int64
}

// shape says how a kind uses its fields.
var shape = [kinds]struct {
	args       uint8 // how many of a, b, c are arguments
	k, k2, way bool  // which of these it uses
	condition  bool  // keeps its source, and den
	fails      bool  // can fail by itself, and keeps its source
}{
	kConst:     {k: true},
	kFact:      {k: true},
	kNull:      {k: true, condition: true},
	kValue:     {args: 1, k: true, way: true, fails: true},
	kOutput:    {args: 1, k: true},
	kAdd:       {args: 2},
	kSub:       {args: 2},
	kMul:       {args: 2},
	kAddK:      {args: 1, k: true},
	kMulK:      {args: 1, k: true},
	kMin:       {args: 2},
	kMax:       {args: 2},
	kQuo:       {args: 1, k: true, way: true},
	kDiv:       {args: 2, way: true},
	kNonZero:   {args: 1, way: true, fails: true},
	kEq:        {args: 2, condition: true},
	kLt:        {args: 2, condition: true},
	kLe:        {args: 2, condition: true},
	kIn:        {args: 1, k: true, k2: true, condition: true},
	kAnd:       {args: 2},
	kOr:        {args: 2},
	kNot:       {args: 1},
	kIf:        {args: 3},
	kAge:       {args: 2},
	kAgeLeast:  {args: 2, k: true, condition: true},
	kMonths:    {args: 2},
	kAddMonths: {args: 2},
	kDateOf:    {args: 3, way: true, fails: true},
	kWeekday:   {args: 1},
}

// args returns the arguments of a node in the order they are evaluated.
func (n *node) args() []ref {
	all := [3]ref{n.a, n.b, n.c}
	return all[:shape[n.kind].args]
}
