package rules

// The compact form of a program is two letters, a version, the length of the
// body, the body, and a checksum of all before it. The body holds texts, each
// once, then sources, facts, nodes, outputs and entries. What can be computed
// is not there: decoding makes every node again, and so proves again that no
// value overflows. Last comes the branchy code of each entry, because a browser
// has no room for the compiler.
const (
	formName    = "ZR"
	formVersion = 4
)

// AppendBinary appends the compact form that [Decode] reads: versioned, with a
// checksum.
func (p *Program) AppendBinary(dst []byte) []byte {
	// Code counts nodes as the reader will: the program is read back, and compiled
	// as it was read.
	read, _, err := Decode(p.append(nil, false))
	if err != nil {
		panic("rules: a program that was built cannot be read back: " + err.Error())
	}
	return read.append(dst, true)
}

func (p *Program) append(dst []byte, withCode bool) []byte {
	w := writer{textAt: map[string]uint64{}, sourceAt: map[Source]uint64{}}
	w.source(Source{})
	w.facts(p.facts)
	w.nodes(p)
	w.outputs(p)
	w.entries(p.entries)
	for _, e := range p.entries {
		if withCode {
			w.code(p.compiledEntry(e), e)
		} else {
			w.count(0)
		}
	}
	var head []byte
	head = appendCount(head, uint64(len(w.texts)))
	for _, s := range w.texts {
		head = append(appendCount(head, uint64(len(s))), s...)
	}
	head = append(appendCount(head, uint64(len(w.sourceAt))), w.sources...)

	start := len(dst)
	dst = append(append(dst, formName...), formVersion)
	dst = appendCount(dst, uint64(len(head)+len(w.body)))
	dst = append(append(dst, head...), w.body...)
	sum := checksum(dst[start:])
	for range 8 {
		dst, sum = append(dst, byte(sum)), sum>>8
	}
	return dst
}

// checksum is FNV-1a. Every step is a bijection, so a change of one byte is
// always seen; who means harm is stopped by the signature of the bundle.
func checksum(b []byte) uint64 {
	sum := uint64(14695981039346656037)
	for _, c := range b {
		sum = (sum ^ uint64(c)) * 1099511628211
	}
	return sum
}

// appendCount appends a number in groups of seven bits, the lowest first.
func appendCount(dst []byte, v uint64) []byte {
	for v >= 0x80 {
		dst, v = append(dst, byte(v)|0x80), v>>7
	}
	return append(dst, byte(v))
}

// writer gathers the parts of the compact form.
type writer struct {
	body, sources []byte
	texts         []string
	textAt        map[string]uint64
	sourceAt      map[Source]uint64
	nodeAt        []uint64
}

func (w *writer) count(v uint64) { w.body = appendCount(w.body, v) }

// whole writes a number of either sign, small ones short.
func (w *writer) whole(v int64) { w.count(uint64(v)<<1 ^ uint64(v>>63)) }

func (w *writer) textNumber(s string) uint64 {
	i, ok := w.textAt[s]
	if !ok {
		i = uint64(len(w.texts))
		w.textAt[s] = i
		w.texts = append(w.texts, s)
	}
	return i
}

func (w *writer) text(s string) { w.count(w.textNumber(s)) }

func (w *writer) textList(list []string) {
	w.count(uint64(len(list)))
	for _, s := range list {
		w.text(s)
	}
}

func (w *writer) source(s Source) uint64 {
	i, ok := w.sourceAt[s]
	if !ok {
		i = uint64(len(w.sourceAt))
		w.sourceAt[s] = i
		for _, text := range [4]string{s.Law, s.Version, s.Article, s.URL} {
			w.sources = appendCount(w.sources, w.textNumber(text))
		}
		w.sources = appendCount(w.sources, uint64(max(s.Line, 0)))
	}
	return i
}

func (w *writer) facts(facts []Fact) {
	w.count(uint64(len(facts)))
	for i := range facts {
		f := &facts[i]
		w.text(f.Name)
		w.count(uint64(f.Type))
		w.count(uint64(f.Scale))
		w.whole(f.Min)
		w.whole(f.Max)
		w.textList(f.Symbols)
		w.count(uint64(truth(f.Null).lo | truth(f.Judged).lo<<1))
		w.text(f.Unit)
	}
}

// nodes writes what the outputs rest on, arguments before what uses them.
func (w *writer) nodes(p *Program) {
	used := make([]bool, len(p.graph.nodes))
	for _, n := range p.nodes {
		used[n] = true
	}
	many := 0
	for i := len(used) - 1; i >= 0; i-- {
		if used[i] {
			many++
			for _, a := range p.graph.nodes[i].args() {
				used[a] = true
			}
		}
	}
	w.count(uint64(many))
	w.nodeAt = make([]uint64, len(used))
	next := uint64(0)
	for i := range used {
		if used[i] {
			w.nodeAt[i] = next
			w.node(&p.graph.nodes[i], p.graph.sources, next)
			next++
		}
	}
}

func (w *writer) node(n *node, sources []Source, at uint64) {
	w.count(uint64(n.kind))
	for _, a := range n.args() {
		w.count(at - w.nodeAt[a]) // arguments are near
	}
	use := shape[n.kind]
	if use.way {
		w.count(uint64(n.way))
	}
	if use.k {
		w.whole(n.k)
	}
	if use.k2 {
		w.count(uint64(n.k2))
	}
	if use.condition || use.fails {
		w.count(w.source(sources[n.at]))
	}
	if use.condition {
		w.count(uint64(n.den))
	}
}

func (w *writer) outputs(p *Program) {
	w.count(uint64(len(p.outputs)))
	for i := range p.outputs {
		o := &p.outputs[i]
		w.text(o.Name)
		w.count(uint64(o.Type))
		w.count(uint64(o.Scale))
		w.count(w.source(o.Source))
		w.textList(o.Symbols)
		w.count(w.nodeAt[p.nodes[i]])
	}
}

func (w *writer) entries(entries []*entry) {
	w.count(uint64(len(entries)))
	for _, e := range entries {
		w.text(e.name)
		for _, list := range [2][]int{e.outputs, e.ask} {
			w.count(uint64(len(list)))
			for _, i := range list {
				w.count(uint64(i))
			}
		}
	}
}
