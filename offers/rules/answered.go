package rules

// Where sources answered outputs, nodes carry the answers back to the facts, one
// fact at a time. Code then knows more: it is gone through with the facts so
// narrowed, and a way that ends with another result than a source answered is no
// way. Both are sound, so what remains is what both leave open.

// exploreAnswered explores the code of an entry; false when that says nothing.
func (f *Frame) exploreAnswered(e *entry) bool {
	c := f.p.compiledEntry(e)
	if len(c.code) == 0 || f.now.conflicts > 0 {
		return false
	}
	f.swapNarrowed(&e.cone)
	explored := f.explore(e, c)
	f.swapNarrowed(&e.cone)
	return explored
}

// hangAnswered unmarks the facts that outputs hang on node by node and on no way
// through the code. When that leaves none, each found another way to ask the same.
func (f *Frame) hangAnswered(outputs []int, e *entry) {
	if f.now.conflicts > 0 {
		return
	}
	f.swapNarrowed(&e.cone)
	found, ok := f.survey(outputs, f.p.compiledEntry(e), e)
	f.swapNarrowed(&e.cone)
	both := factSet{}
	for i, hung := range f.now.hangs[:min(setLimit, len(f.now.hangs))] {
		if hung && found.has(i) {
			both.add(i)
		}
	}
	if ok && (both != factSet{} || found == factSet{}) {
		f.mark(both)
	}
}

// mark marks the facts of a set.
func (f *Frame) mark(found factSet) {
	for i := range f.now.hangs {
		f.now.hangs[i] = found.has(i)
	}
}

// swapNarrowed exchanges what is known of the facts of a cone and what follows
// from the answers of sources.
func (f *Frame) swapNarrowed(c *cone) {
	for i := range f.p.facts {
		if c.facts[i>>6]>>(i&63)&1 != 0 {
			f.swap(slot(i), &f.now.lies[i])
			f.swap(f.null[i], &f.now.nulls[i])
		}
	}
}

// swap exchanges the bounds of a slot. It stays a call: a resident pays for bytes.
//
//go:noinline
func (f *Frame) swap(s slot, v *bounds) {
	was := bounds{f.lo[s], f.hi[s]}
	f.lo[s], f.hi[s], *v = v.lo, v.hi, was
}

// contradicts reports whether a way through the code of an entry ended with
// another result than a source answered. It stays a call as well.
//
//go:noinline
func (f *Frame) contradicts(e *entry, c *compiled) bool {
	for _, o := range e.outputs {
		at, answer := c.found[o], int64(f.answers[o])
		if answer != none && (f.lo[at] > answer || f.hi[at] < answer) {
			return true
		}
	}
	return false
}
