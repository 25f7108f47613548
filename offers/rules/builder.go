package rules

import "slices"

// Node is a value inside a program under construction.
type Node int32

// Builder makes a program node by node. Equal nodes are made once, constants are
// folded, and every number gets a scale and a range, so that an overflow is an
// error while building and never while evaluating. Methods that can fail return
// an *[Error] that carries the source given.
//
// A number is exact: it is kept as a whole number over a constant denominator,
// so a division by a constant loses nothing. (Where the reference engine keeps
// 28 digits of a third, a program keeps the third.)
type Builder struct {
	graph   *graph
	terms   []term
	known   map[term]Node
	facts   map[string]int
	outputs []output
	texts   []string // constants of type Text; their place is their value
}

// term is a typed value: num / (den * by), where by is a divisor that is not
// constant, or none.
type term struct {
	num  ref
	by   ref
	den  int64
	typ  Type
	fact int // of a Text or of a bare fact: which one; else none
}

const none = -1

// output is a declared result: what it is called, and the node that has it.
type output struct {
	Output
	node ref
	fact int // of a Text: whose symbols it takes; else none
}

// NewBuilder returns an empty builder.
func NewBuilder() *Builder {
	b := &Builder{graph: newGraph(nil, []Source{{}}, false), known: map[term]Node{}, facts: map[string]int{}}
	b.graph.open = true
	return b
}

func (b *Builder) node(t term) Node {
	if n, ok := b.known[t]; ok {
		return n
	}
	b.terms = append(b.terms, t)
	n := Node(len(b.terms) - 1)
	b.known[t] = n
	return n
}

// plain is the term of a whole value of a type.
func plain(typ Type, num ref) term {
	return term{num: num, by: none, den: 1, typ: typ, fact: none}
}

// Fact declares an input, or returns the node of the fact declared before under
// that name; a different type or scale is an error. Symbols and ranges are joined.
func (b *Builder) Fact(f Fact) (Node, error) {
	if f.Type < Bool || f.Type > Text {
		return 0, &Error{Message: "fact " + f.Name + " has no type"}
	}
	f.Symbols = append([]string(nil), f.Symbols...)
	if f.Type == Bool {
		f.Min, f.Max = 0, 1
	}
	if f.Type == Text {
		// Symbols come as the law is read, so the range is left open.
		f.Min, f.Max = -1, maxWhole
	}
	if f.Min > f.Max || f.Min < -maxWhole || f.Scale > 18 ||
		f.Type == Date && (f.Min < int64(firstDay) || f.Max > int64(lastDay)) {
		return 0, &Error{Message: "fact " + f.Name + " has a range that holds no value, or one that is too wide"}
	}
	i, ok := b.facts[f.Name]
	if !ok {
		i = len(b.graph.facts)
		b.facts[f.Name] = i
		b.graph.facts = append(b.graph.facts, f)
	} else if err := b.join(&b.graph.facts[i], &f); err != nil {
		return 0, err
	}
	num := b.graph.make(node{kind: kFact, k: int64(i)})
	return b.node(term{num: num, by: none, den: powerOfTen(int(f.Scale)), typ: f.Type, fact: i}), nil
}

// join adds what a second declaration of a fact says to the first.
func (b *Builder) join(have, f *Fact) error {
	if have.Type != f.Type || have.Scale != f.Scale || have.Unit != f.Unit {
		return &Error{Message: "fact " + f.Name + " is declared twice, with different types, scales or units"}
	}
	have.Min, have.Max = min(have.Min, f.Min), max(have.Max, f.Max)
	have.Null = have.Null || f.Null
	have.Judged = have.Judged || f.Judged
	for _, s := range f.Symbols {
		symbol(&have.Symbols, s)
	}
	return nil
}

// symbol returns the place of a text in a list, adding it when it is new.
func symbol(list *[]string, s string) int64 {
	for i, have := range *list {
		if have == s {
			return int64(i)
		}
	}
	*list = append(*list, s)
	return int64(len(*list) - 1)
}

// Bool returns a constant.
func (b *Builder) Bool(v bool) Node { return b.node(plain(Bool, b.graph.truth(v))) }

// Number returns the constant n / 10^scale; scale is 18 at most.
func (b *Builder) Number(n int64, scale uint8) Node {
	t := plain(Number, b.graph.constant(n))
	t.den = powerOfTen(min(int(scale), 18))
	return b.node(b.reduced(t))
}

// Date returns a constant day.
func (b *Builder) Date(d Day) Node { return b.node(plain(Date, b.graph.constant(int64(d)))) }

// Text returns a constant text.
func (b *Builder) Text(s string) Node {
	return b.node(plain(Text, b.graph.constant(symbol(&b.texts, s))))
}

// Type returns the type of a node.
func (b *Builder) Type(n Node) Type { return b.terms[n].typ }

// Output declares a result and returns a node that stands for it: a boolean
// output may be answered by a source as a criterion, and then that answer counts
// wherever the output is used. Use the returned node from then on. The same
// value declared again gives the same node; another value is an error.
func (b *Builder) Output(name string, at Source, n Node) (Node, error) {
	call := call{b: b, op: 0, at: at}
	t, err := call.value(n)
	if err != nil {
		return 0, err
	}
	o := output{Output: Output{Name: name, Type: t.typ, Source: at}, fact: none}
	switch t.typ {
	case Number:
		if o.Scale, o.node, err = call.decimal(name, t); err != nil {
			return 0, err
		}
	case Bool:
		o.node = t.num
	default:
		o.node, o.fact = t.num, t.fact
	}
	t.fact = textFact(t)
	for i := range b.outputs {
		if have := &b.outputs[i]; have.Name == name {
			if !b.sameOutput(have, &o) {
				return 0, &Error{at, "output " + name + " is declared twice, with different values"}
			}
			if t.typ == Bool {
				t.num = have.node
			}
			return b.node(t), nil
		}
	}
	if t.typ == Bool {
		t.num = b.graph.make(node{kind: kOutput, a: t.num, k: int64(len(b.outputs))})
		o.node = t.num
	}
	b.outputs = append(b.outputs, o)
	return b.node(t), call.fault()
}

// sameOutput reports whether a declaration says again what one said before: law
// reaches the same output by several ways, and may pass it on under its name.
func (b *Builder) sameOutput(have, again *output) bool {
	if have.Type != again.Type || have.Scale != again.Scale {
		return false
	}
	if have.node == again.node {
		return true
	}
	n := b.graph.nodes[have.node]
	return have.Type == Bool && n.kind == kOutput && n.a == again.node
}

// textFact keeps the fact of a text: its symbols are needed to compare it.
func textFact(t term) int {
	if t.typ == Text {
		return t.fact
	}
	return none
}

// Entry names outputs that are evaluated together, as those of one scheme.
type Entry struct {
	Name    string
	Outputs []string
	// Ask names the facts in the order in which [Frame.Missing] puts them, as
	// [Program.Order] finds it. Facts that it leaves out come last, in the order of
	// the program; names of no fact are passed over: another version of the law may
	// read more.
	Ask []string
}

// Program compiles what was built. The outputs of each entry are compiled
// together, so that one call of [Frame.Evaluate] gives them all.
func (b *Builder) Program(entries ...Entry) (*Program, error) {
	// Facts have their final ranges only now: make every node again with those.
	g := newGraph(append([]Fact(nil), b.graph.facts...), b.graph.sources, false)
	known := map[ref]ref{}
	outputs := make([]output, len(b.outputs))
	for i, o := range b.outputs {
		o.node = g.copy(b.graph, o.node, known)
		if o.Type == Text {
			o.Symbols = b.texts
			if o.fact != none {
				o.Symbols = b.graph.facts[o.fact].Symbols
			}
		}
		outputs[i] = o
	}
	if g.fault.set {
		return nil, &Error{Message: "a value may not fit in 64 bits, now that the ranges of all facts are joined: make them narrower"}
	}
	compiled, err := b.entries(entries)
	if err != nil {
		return nil, err
	}
	return newProgram(g, outputs, compiled)
}

// entries looks up what entries name.
func (b *Builder) entries(entries []Entry) (list []*entry, err error) {
	for _, e := range entries {
		made := &entry{name: e.Name}
		for _, name := range e.Outputs {
			o := slices.IndexFunc(b.outputs, func(o output) bool { return o.Name == name })
			if o < 0 {
				return nil, &Error{Message: "entry " + e.Name + " names an output that is not declared: " + name}
			}
			made.outputs = append(made.outputs, o)
		}
		for _, name := range e.Ask {
			if fact, ok := b.facts[name]; ok {
				made.ask = append(made.ask, fact)
			}
		}
		if slices.ContainsFunc(list, func(made *entry) bool { return made.name == e.Name }) {
			return nil, &Error{Message: "entry " + e.Name + " is declared twice"}
		}
		list = append(list, made)
	}
	return list, nil
}
