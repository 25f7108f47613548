package rules

// Frame holds the facts of one household and, after an evaluation, what follows
// from them. It is used again for the next household; it is not for use by two
// goroutines.
type Frame struct{}

// Reset makes every fact unknown and forgets every criterion.
func (f *Frame) Reset() { panic("not built yet") }

// Know sets a fact. A value outside the fact's range is an error.
func (f *Frame) Know(fact int, v int64) error { panic("not built yet") }

// KnowRange says that a fact lies between lo and hi, both included.
func (f *Frame) KnowRange(fact int, lo, hi int64) error { panic("not built yet") }

// KnowNull says that a fact is null; an error where the law gives null no meaning.
func (f *Frame) KnowNull(fact int) error { panic("not built yet") }

// Forget makes a fact unknown.
func (f *Frame) Forget(fact int) { panic("not built yet") }

// Criterion says that a boolean output is true or false, as answered by a
// source. It replaces what the law would compute and bounds the facts under it.
func (f *Frame) Criterion(output int, yes bool) error { panic("not built yet") }

// Evaluate computes the outputs of an entry with the plain meaning of the law
// format: a fact that is used and not known is an error, and names the fact. It
// does not allocate.
func (f *Frame) Evaluate(entry int) error { panic("not built yet") }

// Decide computes what can be known of an entry's outputs from the facts that
// are known. With all facts known it agrees with Evaluate.
func (f *Frame) Decide(entry int) error { panic("not built yet") }

// Status is what is known of an output after Decide or Evaluate.
type Status uint8

// The states of knowledge of an output.
const (
	Undecided    Status = iota // depends on facts that are not known
	Decided                    // Value holds it
	Contradicted               // a criterion contradicts a known fact
)

// Output returns what is known of an output: its least and greatest possible
// value, equal when it is decided.
func (f *Frame) Output(output int) (lo, hi int64, status Status) { panic("not built yet") }

// Missing appends the facts that can still change one of the outputs, the best
// question first, and never leaves out one that can. Facts that only a person
// can judge are left out.
func (f *Frame) Missing(dst []int, outputs ...int) []int { panic("not built yet") }

// Judged appends the facts that only a person can judge and that can still
// change one of the outputs.
func (f *Frame) Judged(dst []int, outputs ...int) []int { panic("not built yet") }
