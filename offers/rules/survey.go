package rules

import "unsafe"

// survey is an exploration that finds which facts the results hang on. A fact
// that is only read where both ways come to the same is none of them; ways come
// to the same when their tests, sums and results are equal, step by step.
type survey struct {
	explorer
	slots  []slot // of the outputs asked for
	gate   bool   // the first is a condition, and the others matter where it is true
	code   *compiled
	entry  *entry   // whose code it is, where sources answered outputs of it; else nil
	of     []origin // of each slot
	acc    origin   // of the last value
	points []int64  // households on the ways gone: see mark
	rest   int      // surveys left to find whether a fact matters
}

// origin is where a value comes from.
type origin struct {
	hangs factSet // the facts not known that it hangs on
	id    uint64  // equal for values that are computed alike: see constant
	grid  grid
}

// mix makes one id of several. It is a hash: that two ids are equal by accident
// is as likely as a bit of the computer's memory turning over.
func mix(parts ...uint64) uint64 {
	h := uint64(idOfOne)
	for _, p := range parts {
		h = (h ^ p) * 0xff51afd7ed558ccd
		h ^= h >> 32
		h *= 0xc4ceb9fe1a85ec53
		h ^= h >> 29
	}
	return h
}

// noWay is the id of a way that contradicts what a source answered.
const noWay = ^uint64(0)

// survey returns the facts that outputs hang on, by the code of the entry e that
// holds them; e is nil where no source answered. When that is none, the outputs are
// decided. ok is false when the code does not say.
func (f *Frame) survey(outputs []int, c *compiled, e *entry) (hangs factSet, ok bool) {
	if len(c.code) == 0 || len(f.p.facts) > setLimit {
		return hangs, false
	}
	if f.origins == nil {
		f.origins, f.trial = make([]origin, slotLimit), new(trial)
	}
	v := survey{
		explorer: explorer{f: f, s: f.room, first: &c.code[0]}, gate: f.p.outputs[outputs[0]].Type == Bool,
		of: f.origins, slots: f.asked[:0], points: f.points, code: c, entry: e,
	}
	for _, o := range outputs {
		v.slots = append(v.slots, c.found[o])
	}
	found, ok := v.whole()
	if ok = ok && found.id != noWay; ok {
		hangs = v.matter(found.hangs, outputs)
	}
	f.asked, f.points = v.slots, v.points
	return hangs, ok
}

// whole surveys all of the code, on what the frame knows.
func (v *survey) whole() (found origin, ok bool) {
	f := v.f
	v.forks, v.budget, v.points = f.forks[:0], forkCount, v.points[:0]
	for i := range f.limit {
		null, open := f.null[i], factSet{}
		open.add(i)
		if v.of[i] = constant(f.lo[i]); f.lo[i] < f.hi[i] {
			v.of[i] = origin{open, mix(uint64(i)), grid{unit: 1}}
		}
		if v.of[null] = constant(f.lo[null]); f.lo[null] < f.hi[null] {
			v.of[null] = origin{open, mix(^uint64(i)), grid{unit: 1}}
		}
	}
	v.of[len(f.limit)] = origin{} // nothing hangs on what can never be null
	return v.from(v.first)
}

// from surveys the code from a step on; ok is false when something might fail or
// there are too many ways.
func (v *survey) from(in *instr) (found origin, ok bool) {
	for {
		switch {
		case in.op < iFail:
			v.finish(in)
			v.note(in)
			return v.end(), true
		case in.op >= iJump && in.op <= iJumpYoung:
			next := v.jump(in)
			if v.budget <= 0 {
				return found, false
			}
			if len(v.forks) > 0 {
				return v.part(in, next)
			}
			in = next
		default:
			if !v.do(in) {
				return found, false
			}
			if len(v.forks) > 0 {
				return v.part(in, in)
			}
			v.note(in)
			in = step(in, int32(unsafe.Sizeof(*in)))
		}
	}
}

// part goes both ways of a test. A step that is gone back to tested whether its
// first value is true, or is done again when that is known.
func (v *survey) part(in, next *instr) (found origin, ok bool) {
	fork := v.forks[0]
	v.forks = v.forks[:0]
	if fork.to == in && in.jumps() {
		in = &instr{op: iJumpIf, a: in.a}
	}
	tested, acc := v.computed(in), v.acc
	was := v.narrow(fork.narrowed)
	no, ok := v.from(next)
	v.widen(fork.narrowed, was)
	if !ok {
		v.set(fork.narrowed, fork.was)
		return found, false
	}
	v.set(fork.narrowed, fork.then)
	v.narrow(fork.narrowed)
	v.explorer.acc, v.acc = fork.acc, acc
	yes, ok := v.from(fork.to)
	v.set(fork.narrowed, fork.was)
	v.widen(fork.narrowed, was)
	if !ok {
		return found, false
	}
	switch {
	case yes.id == no.id, yes.id == noWay:
		return no, true
	case no.id == noWay:
		return yes, true
	}
	tested.hangs.join(&no.hangs)
	tested.hangs.join(&yes.hangs)
	switch in.op {
	case iJumpUnless, iJumpUnlessBoth, iJumpNe, iJumpNeK, iJumpOut, iJumpYoung:
		yes, no = no, yes // told by the test that it turns
	}
	return origin{hangs: tested.hangs, id: mix(tested.id, yes.id, no.id)}, true
}

// narrow notes that nothing hangs on a slot that a test made one value; widen
// takes that back.
func (v *survey) narrow(s slot) (was origin) {
	if s == noSlot {
		return was
	}
	if was = v.of[s/8]; v.get(s).decided() {
		v.of[s/8] = constant(*v.s.at(s))
	}
	return was
}

func (v *survey) widen(s slot, was origin) {
	if s != noSlot {
		v.of[s/8] = was
	}
}

// constant is the origin of a value that is known. The id of a sum is the sum of its
// terms' ids, and that of a multiple the multiple of the id, so that sums are alike in
// whatever order a way adds them up.
func constant(v int64) origin { return origin{id: idOfOne * uint64(v), grid: grid{fixed: v}} }

// idOfOne is the id of the value 1.
const idOfOne = 0x9e3779b97f4a7c15

// end notes the results where the code ends.
func (v *survey) end() (found origin) {
	if v.entry != nil && v.f.contradicts(v.entry, v.code) {
		return origin{id: noWay}
	}
	v.mark()
	for i, s := range v.slots {
		lo, hi := v.f.lo[s], v.f.hi[s]
		if lo == hi {
			v.f.trial[s] = lo
			found.id = mix(found.id, uint64(lo))
		} else {
			found.hangs.join(&v.of[s].hangs)
			found.id = mix(found.id, v.of[s].id, 1)
		}
		if i == 0 && v.gate && lo == 0 && hi == 0 {
			break // no right: how much it would have been does not matter
		}
	}
	return found
}

// note carries to the slot that a step fills where its value comes from.
func (v *survey) note(in *instr) {
	switch in.op {
	case iReturn, iFail, iFailIf, iFailZero:
		return // they fill none
	case iReturnMove, iReturnMoveAcc:
		v.of[in.b/8] = v.computed(in)
		v.of[in.d/8] = origin{}
		return
	case iReturnSets:
		v.of[in.b/8] = origin{}
	}
	from := constant(*v.s.at(in.d))
	if !v.get(in.d).decided() {
		from = v.computed(in)
	}
	v.of[in.d/8] = from
	if in.op > iSet {
		v.acc = from
	}
}

// computed returns where the value of a step, or of its test, comes from.
func (v *survey) computed(in *instr) (from origin) {
	use, ids, grids := &operands[in.op], [3]uint64{}, [2]grid{}
	binds := v.binds(in, use.like)
	if use.acc {
		from.hangs, ids[0], grids[0] = v.acc.hangs, v.acc.id, v.acc.grid
	}
	if use.a {
		a := &v.of[in.a/8]
		from.hangs.join(&a.hangs)
		ids[0], grids[0] = a.id, a.grid
	}
	if use.b && (binds || in.op == iMaxSum) {
		b := &v.of[in.b/8]
		from.hangs.join(&b.hangs)
		ids[1], grids[1] = b.id, b.grid
	}
	if in.op == iDate {
		c := &v.of[in.k/8]
		from.hangs.join(&c.hangs)
		ids[2] = c.id
	}
	from.grid = in.gridOf(use.like, binds, grids)
	if use.like == iShare {
		ids[0] -= idOfOne * uint64(grids[0].spare(in))
	}
	from.id = in.idOf(use.like, binds, ids)
	return from
}

// binds reports whether the limit of a step can make its value another. One that
// cannot is none: so what is limited again on one way only is the same on both.
func (v *survey) binds(in *instr, like opcode) bool {
	switch r := v.get(in.d); like {
	case iMin:
		return r.hi >= *v.s.at(in.b)
	case iMax:
		return r.lo <= *v.s.top(in.b)
	case iMinLine:
		return r.hi == in.k2
	case iMaxLine, iMaxSum:
		return r.lo == in.k2
	}
	return true
}

// idOf is the id of what a step computes of values with these ids, by its limit if
// that binds.
func (in *instr) idOf(like opcode, binds bool, ids [3]uint64) uint64 {
	sum, apart := ids[0]+ids[1], ids[0]-ids[1]
	multiple, k, k2 := uint64(in.to), idOfOne*uint64(in.k), idOfOne*uint64(in.k2)
	line := sum*multiple + k
	switch like {
	case iMove:
		return ids[0]
	case iSet:
		return k
	case iAdd:
		return sum
	case iSub:
		return apart
	case iLine:
		return ids[0]*uint64(in.k) + k2
	case iShare:
		return mix(uint64(iShare), ids[0]+k2, uint64(in.k), uint64(in.b)) * multiple
	case iMin, iMax:
		if !binds {
			return ids[0]
		}
		return mix(uint64(like), min(ids[0], ids[1]), max(ids[0], ids[1]))
	case iMinLine, iMaxLine, iMaxSum:
		if !binds {
			return line
		}
		return mix(uint64(choose(like == iMinLine, iMin, iMax)), min(line, k2), max(line, k2))
	case iLt, iJumpLt:
		return mix(uint64(iLt), apart)
	case iLe, iJumpLe:
		return mix(uint64(iLt), apart-idOfOne)
	case iLtK, iJumpLtK, iJumpSumLtK:
		return mix(uint64(iLt), sum-k)
	case iGtK, iJumpGtK, iJumpSumGtK:
		return mix(uint64(iLt), k-sum)
	}
	return mix(uint64(like), ids[0], ids[1], ids[2], uint64(in.k), uint64(in.k2))
}

// operands tells what each kind of step reads, and which kind computes the same.
var operands = func() (use [iWeekday + 1]struct {
	a, b, acc bool
	like      opcode
}) {
	for op := range use {
		use[op].a, use[op].like = true, opcode(op)
	}
	for _, op := range [...]opcode{iReturn, iReturnSet, iReturnSets, iFail, iJump, iSet} {
		use[op].a = false
	}
	// Pairs, not maps: these are the only maps that a browser would have to carry.
	for _, pair := range [...][2]opcode{
		{iReturnMoveAcc, iMove}, {iJumpLtKAcc, iJumpLtK}, {iJumpGtKAcc, iJumpGtK}, {iMoveAcc, iMove}, {iAddAcc, iAdd},
		{iLineAcc, iLine}, {iMinLineAcc, iMinLine}, {iMaxLineAcc, iMaxLine}, {iShareAcc, iShare},
	} {
		use[pair[0]].a, use[pair[0]].acc, use[pair[0]].like = false, true, pair[1]
	}
	for _, pair := range [...][2]opcode{
		{iReturnMove, iMove}, {iReturnSet, iSet}, {iReturnSets, iSet}, {iReturnChoose, iChoose}, {iJumpUnless, iJumpIf}, {iJumpUnlessBoth, iAnd},
		{iJumpEither, iOr}, {iJumpNe, iJumpEq}, {iJumpNeK, iJumpEqK}, {iJumpOut, iJumpIn}, {iJumpYoung, iJumpOld},
	} {
		use[pair[0]].like = pair[1]
	}
	for _, op := range [...]opcode{iJumpEither, iJumpUnlessBoth, iJumpLt, iJumpLe, iJumpEq, iJumpNe, iJumpSumLtK, iJumpSumGtK, iJumpOld, iJumpYoung,
		iAdd, iAddAcc, iSub, iMul, iMin, iMax, iMaxSum, iDiv, iLt, iLe, iEq, iAnd, iOr, iAge, iAgeLeast, iMonths, iAddMonths, iDate} {
		use[op].b = true
	}
	return use
}()
