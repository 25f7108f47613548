package rules

// Frame holds the facts of one household and, after an evaluation, what follows
// from them. It is used again for the next household; it is not for use by two
// goroutines.
type Frame struct {
	p         *Program
	slots     []int64           // as Program lays them out; slotLimit or more
	facts     []factRoom        // of each fact
	limit     []bounds          // of each fact
	known     []uint64          // a bit for each fact: its value, or that it is null, is in its slot
	room      *[slotLimit]int64 // the first of the slots
	last      int               // entry decided last, or none
	evaluated int               // entry evaluated last, or none
	found     []slot            // of each output, after Evaluate: the slot of its value, or noSlot

	ranged   []uint64 // a bit for each fact: it lies in the range of its room
	answers  []int8   // of each output: the answer as a criterion, or none
	answered int      // how many there are

	now   *binding
	trial *binding // for looking ahead
}

// factRoom is what a frame keeps of a fact beside its slot.
type factRoom struct {
	null slot   // where it is kept that the fact is null, or noSlot
	lies bounds // when ranged
}

// NewFrame returns room to evaluate in, with every fact unknown.
func (p *Program) NewFrame() *Frame {
	words := p.words()
	f := &Frame{
		p: p, slots: make([]int64, max(p.slots, slotLimit)), facts: make([]factRoom, len(p.facts)),
		known: make([]uint64, words), ranged: make([]uint64, words), answers: make([]int8, len(p.outputs)),
		now: p.newBinding(), trial: p.newBinding(),
	}
	for i := range p.facts {
		f.facts[i] = factRoom{null: p.null[i]}
		f.limit = append(f.limit, bounds{p.facts[i].Min, p.facts[i].Max})
	}
	for i := range f.answers {
		f.answers[i] = none
	}
	f.room = (*[slotLimit]int64)(f.slots)
	f.Reset()
	return f
}

// Reset makes every fact unknown and forgets every criterion.
func (f *Frame) Reset() {
	clear(f.known)
	clear(f.ranged)
	if f.answered > 0 {
		f.answered = 0
		for i := range f.answers {
			f.answers[i] = none
		}
	}
	f.forgetResults()
}

// forgetResults makes every output undecided.
func (f *Frame) forgetResults() { f.last, f.evaluated, f.found = none, none, f.p.found }

// Know sets a fact. A value outside the fact's range is an error.
func (f *Frame) Know(fact int, v int64) error {
	if l := &f.limit[fact]; v < l.lo || v > l.hi {
		return f.outside(fact)
	}
	f.known[fact>>6] |= 1 << (fact & 63)
	f.slots[fact] = v
	if f.facts[fact].null != noSlot {
		f.slots[f.facts[fact].null] = 0
	}
	return nil
}

// KnowAll sets every fact, in slot order. A value outside its fact's range is an
// error, and then every fact is unknown. There must be as many values as facts.
func (f *Frame) KnowAll(values []int64) error {
	if len(values) != len(f.limit) {
		return &Error{Message: "as many values as the program has facts are needed"}
	}
	slots := f.slots[:len(values)]
	bad := false
	for i, l := range f.limit {
		v := values[i]
		slots[i] = v
		bad = bad || v < l.lo || v > l.hi
	}
	if bad {
		return f.refuse(values)
	}
	for _, null := range f.p.nulls {
		f.slots[null] = 0
	}
	for i := range f.known {
		f.known[i] = ^uint64(0)
	}
	return nil
}

// refuse forgets every fact and names the first that is outside its range.
func (f *Frame) refuse(values []int64) error {
	clear(f.known)
	for i, l := range f.limit {
		if values[i] < l.lo || values[i] > l.hi {
			return f.outside(i)
		}
	}
	return nil
}

// KnowRange says that a fact lies between lo and hi, both included. A range
// that holds no possible value is an error.
func (f *Frame) KnowRange(fact int, lo, hi int64) error {
	room := &f.facts[fact]
	lies := bounds{lo, hi}.meet(f.limit[fact])
	if lies.lo > lies.hi {
		return f.outside(fact)
	}
	if lies.decided() {
		return f.Know(fact, lies.lo)
	}
	f.Forget(fact)
	f.ranged[fact>>6] |= 1 << (fact & 63)
	room.lies = lies
	return nil
}

// KnowNull says that a fact is null; an error where the law gives null no meaning.
func (f *Frame) KnowNull(fact int) error {
	null := f.facts[fact].null
	if null == noSlot {
		return &Error{Message: "fact " + f.p.facts[fact].Name + " cannot be null: the law gives that no meaning"}
	}
	f.known[fact>>6] |= 1 << (fact & 63)
	f.slots[fact], f.slots[null] = f.limit[fact].lo, 1
	return nil
}

// Forget makes a fact unknown.
func (f *Frame) Forget(fact int) {
	f.known[fact>>6] &^= 1 << (fact & 63)
	f.ranged[fact>>6] &^= 1 << (fact & 63)
}

// Criterion says that a boolean output is true or false, as answered by a
// source. It replaces what the law would compute and bounds the facts under it.
func (f *Frame) Criterion(output int, yes bool) error {
	if f.p.outputs[output].Type != Bool {
		return &Error{f.p.outputs[output].Source, "output " + f.p.outputs[output].Name + " is no boolean, so no source can answer it with yes or no"}
	}
	if f.answers[output] == none {
		f.answered++
	}
	f.answers[output] = int8(truth(yes).lo)
	return nil
}

func (f *Frame) outside(fact int) error {
	return &Error{Message: "fact " + f.p.facts[fact].Name + " has a value outside its range"}
}

func (f *Frame) isKnown(fact int64) bool { return f.known[fact>>6]>>(fact&63)&1 != 0 }

func (f *Frame) isNull(fact int64) bool {
	null := f.facts[fact].null
	return null != noSlot && f.slots[null] != 0
}

// lies returns what is known of a fact's value.
func (f *Frame) lies(fact int64) bounds {
	if f.isKnown(fact) {
		return point(f.slots[fact])
	}
	room := &f.facts[fact]
	if f.ranged[fact>>6]>>(fact&63)&1 != 0 {
		return room.lies
	}
	return f.limit[fact]
}

// nullness returns what is known of whether a fact is null.
func (f *Frame) nullness(fact int64) bounds {
	switch {
	case f.isKnown(fact):
		return truth(f.isNull(fact))
	case f.ranged[fact>>6]>>(fact&63)&1 != 0:
		return bounds{}
	}
	return anyBool
}
