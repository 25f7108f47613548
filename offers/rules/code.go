package rules

import "unsafe"

const stepSize = int32(unsafe.Sizeof(instr{}))

// code writes the code of an entry, and where it leaves the entry's outputs.
func (w *writer) code(c *compiled, e *entry) {
	w.count(uint64(len(c.code)))
	if len(c.code) == 0 {
		return
	}
	for _, o := range e.outputs {
		w.count(uint64(c.found[o]))
	}
	for i := range c.code {
		in := unlinked(c.code[i])
		w.count(uint64(in.op))
		for _, s := range [3]slot{in.d, in.a, in.b} {
			w.count(uint64(s))
		}
		w.whole(int64(in.to))
		w.whole(in.k)
		w.whole(in.k2)
	}
}

// unlinked is a step as the compiler made it; see link.
func unlinked(in instr) instr {
	in.d, in.a = in.d/8, in.a/8
	if !in.shares() {
		in.b /= 8
	}
	if in.jumps() {
		in.to /= stepSize
	}
	if in.op == iDate {
		in.k /= 8
	}
	return in
}

func (in *instr) shares() bool { return in.op == iShare || in.op == iShareAcc }
func (in *instr) jumps() bool  { return in.op >= iJump && in.op <= iJumpYoung }

// code reads what writer.code wrote. Code is executed without bounds checks, so
// each step is checked here: its slots lie in the frame, it overwrites no fact, its jumps go forward to
// a step, its failures exist, and nothing runs past the end.
func (r *reader) code(p *Program, e *entry) {
	n := r.many()
	if n == 0 || r.broken {
		return
	}
	c := &compiled{found: make([]slot, len(p.outputs)), status: make([]Status, len(p.outputs))}
	for _, o := range e.outputs {
		c.found[o], c.status[o] = slot(r.below(slotLimit)), Decided
	}
	steps := make([]instr, n)
	for i := range steps {
		in := instr{op: opcode(r.below(int(iWeekday) + 1)), d: slot(r.below(slotLimit)), a: slot(r.below(slotLimit)), b: slot(r.below(slotLimit))}
		in.to, in.k, in.k2 = int32(r.whole()), r.whole(), r.whole()
		if r.broken || !in.fits(i, n, len(p.failures)) || !in.spares(slot(p.slots)) {
			r.broken = true
			return
		}
		steps[i] = in
	}
	if steps[n-1].op > iFail {
		r.broken = true
		return
	}
	c.code = link(steps)
	c.reads(p, e)
	e.made.Store(c)
}

// fits reports whether a step that was read may be executed as the ith of n.
func (in *instr) fits(i, n, failures int) bool {
	switch {
	case in.jumps():
		return int(in.to) > i && int(in.to) < n
	case in.op == iFail || in.op == iFailIf || in.op == iFailZero:
		return in.k >= 0 && in.k < int64(failures)
	case in.op == iDate:
		return in.k >= 0 && in.k < slotLimit && in.k2 >= 0 && in.k2 < int64(failures)
	case in.shares():
		return in.b < 64
	case in.op == iQuo:
		return in.k != 0
	}
	return true
}

// spares reports whether a step leaves the slots of the facts, those below first,
// as they are.
func (in *instr) spares(first slot) bool {
	switch in.op {
	case iReturnSets, iReturnMove, iReturnMoveAcc:
		return in.d >= first && in.b >= first
	case iReturnSet, iReturnChoose:
		return in.d >= first
	}
	return in.op < iSet || in.d >= first
}
