package rules

import "sync/atomic"

// Program is compiled law. It does not change and may be shared by goroutines;
// each goroutine evaluates in a [Frame] of its own.
type Program struct {
	graph   *graph
	facts   []Fact
	outputs []Output
	nodes   []ref // of each output
	entries []*entry
	cones   []cone // of each output

	// The slots of a frame: the facts, whether facts that may be null are so,
	// and what an entry computes in between.
	null  []slot // of each fact: where its flag is; one place for all that cannot be null
	nulls []slot // of the facts that can be null
	slots int

	answers atomic.Pointer[[]*entry] // for sets of outputs that Missing was asked for

	failures []Error // what evaluations can meet, ready made
	failing  []node  // of each failure: what fails so
}

// entry is a set of outputs compiled together, when it is first evaluated: a
// browser loads many and uses one.
type entry struct {
	name    string
	outputs []int
	cone    cone
	holds   []bool // of each output of the program
	ask     []int  // the facts in the order of Missing, as far as it is given
	made    atomic.Pointer[compiled]
}

// Facts returns the inputs, in slot order. The caller must not change them.
func (p *Program) Facts() []Fact { return p.facts }

// Outputs returns the results in slot order. The caller must not change them.
func (p *Program) Outputs() []Output { return p.outputs }

// FactIndex returns the slot of a fact, or -1. Lists of a law are short, and a map
// would weigh on every browser.
func (p *Program) FactIndex(name string) int {
	for i := range p.facts {
		if p.facts[i].Name == name {
			return i
		}
	}
	return none
}

// OutputIndex returns the slot of an output, or -1.
func (p *Program) OutputIndex(name string) int {
	for i := range p.outputs {
		if p.outputs[i].Name == name {
			return i
		}
	}
	return none
}

// EntryIndex returns the index of an entry, or -1.
func (p *Program) EntryIndex(name string) int {
	for i, e := range p.entries {
		if e.name == name {
			return i
		}
	}
	return none
}

// maxFacts keeps every slot of a frame within 16 bits.
const maxFacts = 20_000

// newProgram lays out a finished graph and compiles its entries.
func newProgram(g *graph, outputs []output, entries []*entry) (*Program, error) {
	p := &Program{graph: g, facts: g.facts, entries: entries}
	if len(p.facts)+len(outputs) > maxFacts {
		return nil, &Error{Message: "more facts and outputs than a program can hold"}
	}
	for i := range p.facts {
		if f := &p.facts[i]; f.Type == Text {
			f.Min, f.Max = -1, int64(len(f.Symbols)-1)
		}
	}
	for _, o := range outputs {
		p.outputs = append(p.outputs, o.Output)
		p.nodes = append(p.nodes, o.node)
		p.cones = append(p.cones, p.coneOf(o.node))
	}
	for _, e := range entries {
		e.holds = make([]bool, len(outputs))
		var roots []ref
		for _, o := range e.outputs {
			e.holds[o] = true
			roots = append(roots, p.nodes[o])
		}
		e.cone = p.coneOf(roots...)
	}
	for i := range g.nodes {
		if n := &g.nodes[i]; shape[n.kind].fails {
			p.failure(n)
		}
	}
	p.layOut()
	return p, nil
}

// words is how many words hold a bit for each fact; one at least.
func (p *Program) words() int { return len(p.facts)/64 + 1 }

// cone is everything that some outputs rest on.
type cone struct {
	nodes    []ref    // in an order in which arguments come first; constants are left out
	facts    []uint64 // a bit for each fact
	outputs  []int    // whose kOutput is among the nodes
	fallible bool
}

func (p *Program) coneOf(roots ...ref) cone {
	c := cone{facts: make([]uint64, p.words())}
	in := make([]bool, len(p.graph.nodes))
	for _, r := range roots {
		in[r] = true
	}
	for r := len(in) - 1; r >= 0; r-- {
		if !in[r] {
			continue
		}
		n := &p.graph.nodes[r]
		for _, a := range n.args() {
			in[a] = true
		}
		if n.kind == kFact || n.kind == kNull {
			c.facts[n.k/64] |= 1 << (n.k % 64)
		}
		if n.kind == kOutput {
			c.outputs = append(c.outputs, int(n.k))
		}
		c.fallible = c.fallible || p.graph.traits[r]&mayFail != 0
	}
	for r := range in {
		if in[r] && p.graph.nodes[r].kind != kConst {
			c.nodes = append(c.nodes, ref(r))
		}
	}
	return c
}
