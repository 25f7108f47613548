package rules

// The ways in which a compact form is refused.
var (
	errNoProgram  = &Error{Message: "these bytes are no program"}
	errOldProgram = &Error{Message: "this program is in a form that this version does not read: compile it again"}
	errCut        = &Error{Message: "the program is cut off"}
	errAltered    = &Error{Message: "the program was altered: its checksum is not right"}
	errBroken     = &Error{Message: "the program holds something that no law compiles to"}
)

// Decode reads what AppendBinary wrote and returns the rest of the bytes. Bytes
// that are cut, altered or of another version are an error in words; they never
// make a program.
func Decode(src []byte) (p *Program, rest []byte, err error) {
	const head = len(formName) + 1
	if len(src) < head {
		return nil, nil, errCut
	}
	if string(src[:len(formName)]) != formName {
		return nil, nil, errNoProgram
	}
	if src[head-1] != formVersion {
		return nil, nil, errOldProgram
	}
	r := reader{src: src, at: head}
	size := r.count()
	end := uint64(r.at) + size + 8
	if r.broken || size > uint64(len(src)) || end > uint64(len(src)) {
		return nil, nil, errCut
	}
	sum := uint64(0)
	for i := range 8 {
		sum |= uint64(src[end-8+uint64(i)]) << (8 * i)
	}
	if checksum(src[:end-8]) != sum {
		return nil, nil, errAltered
	}
	r.src = src[:end-8]
	p, err = r.program()
	if err != nil {
		return nil, nil, err
	}
	return p, src[end:], nil
}

// reader takes the parts of the compact form. What cannot be sets broken, and
// from then on everything reads as zero.
type reader struct {
	src     []byte
	at      int
	broken  bool
	texts   []string
	sources []Source
}

func (r *reader) count() uint64 {
	v := uint64(0)
	for shift := 0; shift < 64 && r.at < len(r.src); shift += 7 {
		c := r.src[r.at]
		r.at++
		v |= uint64(c&0x7f) << shift
		if c < 0x80 {
			return v
		}
	}
	r.broken = true
	return 0
}

func (r *reader) whole() int64 {
	v := r.count()
	return int64(v>>1) ^ -int64(v&1)
}

// below reads a number that must be less than a limit.
func (r *reader) below(limit int) int {
	v := r.count()
	if v >= uint64(limit) {
		r.broken = true
		return 0
	}
	return int(v)
}

// many reads how many things follow; each takes a byte at least.
func (r *reader) many() int { return r.below(len(r.src) - r.at + 1) }

func (r *reader) text() string {
	i := r.below(len(r.texts))
	if r.broken {
		return ""
	}
	return r.texts[i]
}

func (r *reader) textList() []string {
	var list []string
	for range r.many() {
		list = append(list, r.text())
	}
	return list
}

func (r *reader) source() int {
	return r.below(len(r.sources))
}

// program reads the whole body.
func (r *reader) program() (*Program, error) {
	for range r.many() {
		n := r.many()
		if r.broken || r.at+n > len(r.src) {
			return nil, errBroken
		}
		r.texts = append(r.texts, string(r.src[r.at:r.at+n]))
		r.at += n
	}
	for range r.many() {
		r.sources = append(r.sources, Source{r.text(), r.text(), r.text(), r.text(), int(r.count())})
	}
	if len(r.sources) == 0 {
		return nil, errBroken
	}
	g := &graph{facts: r.facts(), sources: r.sources}
	refs := r.nodes(g)
	outputs := r.outputs(g, refs)
	entries := r.entries(len(outputs), len(g.facts))
	if r.broken || g.fault.set {
		return nil, errBroken
	}
	p, err := newProgram(g, outputs, entries)
	if err != nil {
		return nil, err
	}
	for _, e := range p.entries {
		r.code(p, e)
	}
	if r.broken || r.at != len(r.src) {
		return nil, errBroken
	}
	return p, nil
}

func (r *reader) facts() []Fact {
	facts := make([]Fact, r.many())
	for i := range facts {
		f := Fact{Name: r.text(), Type: Type(r.below(int(Text) + 1)), Scale: uint8(r.below(19)), Min: r.whole(), Max: r.whole(), Symbols: r.textList()}
		flags := r.below(4)
		f.Null, f.Judged, f.Unit = flags&1 != 0, flags&2 != 0, r.text()
		if f.Type == 0 || f.Min < -maxWhole || f.Min > f.Max ||
			f.Type == Bool && (f.Min != 0 || f.Max != 1) ||
			f.Type == Date && (f.Min < int64(firstDay) || f.Max > int64(lastDay)) {
			r.broken = true
		}
		facts[i] = f
	}
	return facts
}

// nodes makes the nodes again, in order.
func (r *reader) nodes(g *graph) []ref {
	refs := make([]ref, 0, r.many())
	for range cap(refs) {
		n := node{kind: kind(r.below(int(kinds)))}
		use := shape[n.kind]
		var args [3]ref
		for i := range use.args {
			if back := r.below(len(refs) + 1); back > 0 {
				args[i] = refs[len(refs)-back]
			} else {
				r.broken = true
			}
		}
		n.a, n.b, n.c = args[0], args[1], args[2]
		if use.way {
			n.way = Op(r.below(int(Floor) + 1))
		}
		if use.k {
			n.k = r.whole()
		}
		if use.k2 {
			n.k2 = int64(r.count())
		}
		if use.condition || use.fails {
			n.at = int32(r.source())
		}
		if use.condition {
			n.den = int64(r.count())
		}
		if r.broken || !g.sound(&n) {
			r.broken = true
			return nil
		}
		refs = append(refs, g.place(n))
	}
	return refs
}

func (r *reader) outputs(g *graph, refs []ref) []output {
	outputs := make([]output, r.many())
	for i := range outputs {
		o := output{fact: none}
		o.Name, o.Type, o.Scale = r.text(), Type(r.below(int(Text)+1)), uint8(r.below(19))
		at := r.source()
		o.Symbols = r.textList()
		place := r.below(len(refs))
		if r.broken || o.Type == 0 {
			r.broken = true
			return nil
		}
		o.Source, o.node = r.sources[at], refs[place]
		// The answer to a criterion stands in a node of its own.
		n := &g.nodes[o.node]
		if o.Type == Bool && (n.kind != kOutput || n.k != int64(i)) {
			r.broken = true
		}
		outputs[i] = o
	}
	for i := range g.nodes {
		if n := &g.nodes[i]; n.kind == kOutput && n.k >= int64(len(outputs)) {
			r.broken = true
		}
	}
	return outputs
}

func (r *reader) entries(outputs, facts int) []*entry {
	entries := make([]*entry, r.many())
	for i := range entries {
		entries[i] = &entry{name: r.text(), outputs: r.places(outputs), ask: r.places(facts)}
	}
	return entries
}

// places reads a list of places below a limit.
func (r *reader) places(limit int) []int {
	list := make([]int, r.many())
	for i := range list {
		list[i] = r.below(limit)
	}
	return list
}
