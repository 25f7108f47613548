package rules

import "fmt"

// EvaluateStrictly evaluates node by node, also when there is code.
func (f *Frame) EvaluateStrictly(entry int) error { return f.evaluateStrictly(entry) }

// HasCode reports whether an entry was compiled to code.
func (p *Program) HasCode(entry int) bool { return len(p.entries[entry].code) > 0 }

func (p *Program) Dump(e int) string {
	s := ""
	names := [...]string{"", "Const", "Fact", "Null", "Value", "Output", "Add", "Sub", "Mul", "AddK", "MulK", "Min", "Max", "Quo", "Div", "NonZero", "Eq", "Lt", "Le", "In", "And", "Or", "Not", "If", "Age", "AgeLeast", "Months", "AddMonths", "DateOf", "Weekday"}
	for i, n := range p.graph.nodes {
		s += fmt.Sprintf("n%d = %s %v k=%d k2=%d way=%d %v t=%d\n", i, names[n.kind], n.args(), n.k, n.k2, n.way, p.graph.rng[i], p.graph.traits[i])
	}
	for i, in := range p.entries[e].code {
		s += fmt.Sprintf("%3d op%-3d d%-4d a%-4d b%-4d to%-4d %d %d\n", i, in.op, in.d, in.a, in.b, in.to/32, in.k, in.k2)
	}
	return s + fmt.Sprint(p.nodes, p.null, p.entries[e].found)
}
