package rules

// Frame holds the facts of one household and, after an evaluation, what follows
// from them. It is used again for the next household; it is not for use by two
// goroutines.
type Frame struct {
	p *Program

	// What is known of facts, and then what code computes: lo and hi of a slot
	// differ while a value is only known to lie in a range.
	room     *room
	lo, hi   []int64    // all slots: those of room, unless the program has more
	limit    []bounds   // of each fact: its range
	blank    [2][]int64 // lo and hi when nothing is known
	null     []slot     // of each fact: see Program.null
	known    []uint64   // a bit for each fact: it has one value, or is null
	answers  []int8     // of each output: the answer as a criterion, or none
	answered int        // how many there are

	// What Output reads: after Evaluate the slots where code left its results,
	// after Decide the results below.
	shown     results
	evaluated int       // entry whose code ran last, or none; none under criteria
	running   *compiled // its code
	decided   results

	forks   []fork
	origins []origin // for surveys, made when first needed
	trial   *trial   // so too
	asked   []slot
	points  []int64
	now     *binding
}

// results are the outputs: the bounds of each are at its place in lo and hi.
type results struct {
	at     []slot
	lo, hi []int64
	status []Status
}

// room is the slots that code works on.
type room struct{ lo, hi [slotLimit]int64 }

// NewFrame returns room to evaluate in, with every fact unknown.
func (p *Program) NewFrame() *Frame {
	f := &Frame{
		p: p, room: new(room), null: p.null, limit: make([]bounds, len(p.facts)), known: make([]uint64, p.words()),
		answers: make([]int8, len(p.outputs)),
		forks:   make([]fork, 0, forkDepth), now: p.newBinding(),
	}
	f.lo, f.hi = f.room.lo[:], f.room.hi[:]
	if p.slots > slotLimit {
		f.lo, f.hi = make([]int64, p.slots), make([]int64, p.slots)
	}
	f.blank = [2][]int64{make([]int64, p.slots), make([]int64, p.slots)}
	for i := range p.facts {
		f.limit[i] = bounds{p.facts[i].Min, p.facts[i].Max}
		f.blank[0][i], f.blank[1][i] = p.facts[i].Min, p.facts[i].Max
	}
	for _, null := range p.nulls {
		f.blank[1][null] = 1
	}
	for i := range f.answers {
		f.answers[i] = none
	}
	many := len(p.outputs)
	f.decided = results{make([]slot, many), make([]int64, many), make([]int64, many), make([]Status, many)}
	for i := range f.decided.at {
		f.decided.at[i] = slot(i)
	}
	f.Reset()
	return f
}

// Reset makes every fact unknown and forgets every criterion.
func (f *Frame) Reset() {
	clear(f.known)
	copy(f.lo, f.blank[0])
	copy(f.hi, f.blank[1])
	if f.answered > 0 {
		f.answered = 0
		for i := range f.answers {
			f.answers[i] = none
		}
	}
	f.forgetResults()
}

// forgetResults makes every output undecided.
func (f *Frame) forgetResults() {
	f.evaluated, f.shown = none, f.decided
	clear(f.decided.status)
}

// keepResults moves what Evaluate found away from the slots, before other code
// uses those.
func (f *Frame) keepResults() {
	if f.evaluated == none {
		return
	}
	e, from := f.p.entries[f.evaluated], f.shown
	f.forgetResults()
	for _, o := range e.outputs {
		f.show(o, point(from.lo[from.at[o]]))
	}
}

// Know sets a fact. A value outside the fact's range is an error.
func (f *Frame) Know(fact int, v int64) error {
	if l := f.limit[fact]; v < l.lo || v > l.hi {
		return f.outside(fact)
	}
	f.known[fact>>6] |= 1 << (fact & 63)
	f.lo[fact], f.hi[fact] = v, v
	null := f.null[fact]
	f.lo[null], f.hi[null] = 0, 0
	return nil
}

// KnowAll sets every fact, in slot order. A value outside its fact's range is an
// error, and then every fact is unknown. There must be as many values as facts.
func (f *Frame) KnowAll(values []int64) error {
	limit := f.limit
	if len(values) != len(limit) {
		return &Error{Message: "as many values as the program has facts are needed"}
	}
	lo, hi := f.lo[:len(values)], f.hi[:len(values)]
	outside := int64(0)
	for i, v := range values {
		// Below zero when v is outside, also when a difference wraps around:
		// then the other one is.
		outside |= (v - limit[i].lo) | (limit[i].hi - v)
		lo[i], hi[i] = v, v
	}
	if outside < 0 {
		return f.refuse(values)
	}
	for _, null := range f.p.nulls {
		f.lo[null], f.hi[null] = 0, 0
	}
	for i := range f.known {
		f.known[i] = ^uint64(0)
	}
	return nil
}

// refuse forgets every fact and names the first that is outside its range.
func (f *Frame) refuse(values []int64) (err error) {
	for i, l := range f.limit {
		f.Forget(i)
		if v := values[i]; err == nil && (v < l.lo || v > l.hi) {
			err = f.outside(i)
		}
	}
	return err
}

// KnowRange says that a fact is not null and lies between lo and hi, both
// included. A range that holds no possible value is an error.
func (f *Frame) KnowRange(fact int, lo, hi int64) error {
	lies := bounds{lo, hi}.meet(f.limit[fact])
	if lies.lo > lies.hi {
		return f.outside(fact)
	}
	if lies.decided() {
		return f.Know(fact, lies.lo)
	}
	f.known[fact>>6] &^= 1 << (fact & 63)
	f.lo[fact], f.hi[fact] = lies.lo, lies.hi
	f.lo[f.null[fact]], f.hi[f.null[fact]] = 0, 0
	return nil
}

// KnowNull says that a fact is null; an error where the law gives null no meaning.
//
//go:noinline
func (f *Frame) KnowNull(fact int) error {
	null := f.null[fact]
	if !f.p.facts[fact].Null {
		return &Error{Message: "fact " + f.p.facts[fact].Name + " cannot be null: the law gives that no meaning"}
	}
	f.known[fact>>6] |= 1 << (fact & 63)
	f.lo[fact], f.hi[fact] = f.limit[fact].lo, f.limit[fact].lo
	f.lo[null], f.hi[null] = 1, 1
	return nil
}

// Forget makes a fact unknown.
func (f *Frame) Forget(fact int) {
	f.known[fact>>6] &^= 1 << (fact & 63)
	f.lo[fact], f.hi[fact] = f.limit[fact].lo, f.limit[fact].hi
	if f.p.facts[fact].Null {
		f.hi[f.null[fact]] = 1
	}
	f.lo[f.null[fact]] = 0
}

// Criterion says that a boolean output is true or false, as answered by a
// source. It replaces what the law would compute and bounds the facts under it.
//
//go:noinline
func (f *Frame) Criterion(output int, yes bool) error {
	if o := &f.p.outputs[output]; o.Type != Bool {
		return &Error{o.Source, "output " + o.Name + " is no boolean, so no source can answer it with yes or no"}
	}
	if f.answers[output] == none {
		f.answered++
	}
	f.forgetResults()
	f.answers[output] = int8(truth(yes).lo)
	return nil
}

func (f *Frame) outside(fact int) error {
	return &Error{Message: "fact " + f.p.facts[fact].Name + " has a value outside its range"}
}

func (f *Frame) isKnown(fact int64) bool { return f.known[fact>>6]>>(fact&63)&1 != 0 }

// lies returns what is known of a fact's value.
func (f *Frame) lies(fact int64) bounds { return bounds{f.lo[fact], f.hi[fact]} }

// nullness returns what is known of whether a fact is null.
func (f *Frame) nullness(fact int64) bounds {
	null := f.null[fact]
	return bounds{f.lo[null], f.hi[null]}
}

// isNull reports whether a fact is known to be null.
func (f *Frame) isNull(fact int64) bool { return f.nullness(fact).lo != 0 }
