package rules

import "fmt"

// EvaluateStrictly evaluates node by node, also when there is code.
func (f *Frame) EvaluateStrictly(entry int) error { return f.evaluateStrictly(entry) }

// HasCode reports whether an entry was compiled to code.
func (p *Program) HasCode(entry int) bool { return len(p.compiled(entry).code) > 0 }

// Steps counts the steps of an entry's code.
func (p *Program) Steps(entry int) int { return len(p.compiled(entry).code) }

func (p *Program) Dump(e int) string {
	s := ""
	names := [...]string{"", "Const", "Fact", "Null", "Value", "Output", "Add", "Sub", "Mul", "AddK", "MulK", "Min", "Max", "Quo", "Div", "NonZero", "Eq", "Lt", "Le", "In", "And", "Or", "Not", "If", "Age", "AgeLeast", "Months", "AddMonths", "DateOf", "Weekday"}
	for i, n := range p.graph.nodes {
		s += fmt.Sprintf("n%d = %s %v k=%d k2=%d way=%d %v t=%d\n", i, names[n.kind], n.args(), n.k, n.k2, n.way, p.graph.rng[i], p.graph.traits[i])
	}
	for i, in := range p.compiled(e).code {
		s += fmt.Sprintf("%3d op%-3d d%-4d a%-4d b%-4d to%-4d %d %d\n", i, in.op, in.d, in.a, in.b, in.to/32, in.k, in.k2)
	}
	return s + fmt.Sprint(p.nodes, p.null, p.compiled(e).found)
}

// FirstDay and LastDay are the first and last day that a program can hold.
const (
	FirstDay = firstDay
	LastDay  = lastDay
)

// Entries counts the entries of a program.
func (p *Program) Entries() int { return len(p.entries) }

// Sealed gives bytes that look like a program the length and checksum that they
// should have.
func Sealed(src []byte) []byte {
	const head = len(formName) + 1
	if len(src) < head+10 {
		return src
	}
	r := reader{src: src, at: head}
	r.count()
	body := src[r.at:]
	if len(body) >= 8 {
		body = body[:len(body)-8]
	}
	sealed := append(append([]byte(formName), formVersion), appendCount(nil, uint64(len(body)))...)
	sealed = append(sealed, body...)
	sum := checksum(sealed)
	for range 8 {
		sealed, sum = append(sealed, byte(sum)), sum>>8
	}
	return sealed
}

// Lies returns what a frame knows of a fact.
func (f *Frame) Lies(fact int) (lo, hi int64) { return f.lo[fact], f.hi[fact] }

// Run counts the steps that the code of an entry takes on what a frame knows,
// which must be all.
func (f *Frame) Run(entry int) (steps int) {
	x := explorer{f: f, s: f.room, first: &f.p.compiled(entry).code[0], budget: forkCount}
	for in := x.first; ; steps++ {
		switch {
		case in.op < iFail:
			return steps + 1
		case in.jumps():
			in = x.jump(in)
		default:
			x.do(in)
			in = step(in, stepSize)
		}
	}
}
