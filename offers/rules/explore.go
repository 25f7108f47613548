package rules

import "unsafe"

// fork is a test that was undecided: code goes on as if it were false, and comes
// back to go on as if it were true.
type fork struct {
	to       *instr // where it goes when true
	acc      bounds
	narrowed slot   // the slot that the test is about, or noSlot
	was      bounds // its bounds before the test
	then     bounds // and when the test is true
	back     bool   // the first way is done
}

// The bounds of an exploration. Code that is a tree has as many ways as it has
// ends; where ways come together again there could be many more, and then going
// node by node is quicker.
const (
	forkDepth = 64
	forkCount = 200
)

// explore executes the code of an entry on what is known of the facts. At a test
// that is not decided it goes both ways, each with what the test says of the
// value tested, and the results are all that come out and contradict no answer of
// a source. It gives up, and
// answers false, when something might fail or when there are too many ways.
func (f *Frame) explore(e *entry, c *compiled) bool {
	lo, hi := f.decided.lo, f.decided.hi
	for _, o := range e.outputs {
		lo[o], hi[o] = maxWhole, -maxWhole
	}
	x := explorer{f: f, s: f.room, first: &c.code[0], forks: f.forks[:0], budget: forkCount}
	for in := x.first; in != nil; in = x.back() {
		if x.way(in) != nil {
			x.unwind()
			return false // a step failed, or might
		}
		if f.answered > 0 && f.contradicts(e, c) {
			continue
		}
		for _, o := range e.outputs {
			at := c.found[o]
			lo[o], hi[o] = min(lo[o], f.lo[at]), max(hi[o], f.hi[at])
		}
	}
	for _, o := range e.outputs {
		if lo[o] == hi[o] {
			f.decided.status[o] = Decided
		}
	}
	return true
}

// explorer is one exploration.
type explorer struct {
	f      *Frame
	s      *room
	first  *instr
	acc    bounds
	forks  []fork
	budget int
	trail  uint64 // tells apart by which tests and which limits it went
	kinks  bool   // somewhere it went by more than one
}

// at and top are the lower and the upper bound at a place of the code.
func (s *room) at(offset slot) *int64  { return at(&s.lo[0], offset) }
func (s *room) top(offset slot) *int64 { return at(&s.hi[0], offset) }

// back goes back to the last fork with a way not gone yet; nil when all are done.
func (x *explorer) back() *instr {
	for len(x.forks) > 0 {
		last := &x.forks[len(x.forks)-1]
		if !last.back {
			last.back = true
			x.set(last.narrowed, last.then)
			x.acc = last.acc
			return last.to
		}
		x.set(last.narrowed, last.was)
		x.forks = x.forks[:len(x.forks)-1]
	}
	return nil
}

// unwind gives every slot its bounds back.
func (x *explorer) unwind() {
	for i := len(x.forks) - 1; i >= 0; i-- {
		x.set(x.forks[i].narrowed, x.forks[i].was)
	}
}

func (x *explorer) set(s slot, b bounds) {
	if s != noSlot {
		*x.s.at(s), *x.s.top(s) = b.lo, b.hi
	}
}

func (x *explorer) get(s slot) bounds { return bounds{*x.s.at(s), *x.s.top(s)} }

// fork notes that something is undecided: the code comes back to go on at a step,
// where the value it is about is as yes, after it went on with that as no. false
// when there are too many ways.
func (x *explorer) fork(to *instr, about slot, yes, no bounds) bool {
	x.kinks = true
	if x.budget--; len(x.forks) == forkDepth {
		x.budget = 0
	}
	if x.budget <= 0 {
		return false
	}
	last := fork{to: to, acc: x.acc, narrowed: about}
	if about != noSlot {
		last.was, last.then = x.get(about), yes
		x.set(about, no)
	}
	x.forks = append(x.forks, last)
	return true
}

// way executes to the end. When a step fails or might, or there are too many
// ways, it returns that step.
func (x *explorer) way(in *instr) *instr {
	for {
		switch {
		case in.op < iFail:
			x.finish(in)
			return nil
		case in.op >= iJump && in.op <= iJumpYoung:
			if in = x.jump(in); x.budget <= 0 {
				return in
			}
		default:
			if !x.do(in) {
				return in
			}
			in = step(in, int32(unsafe.Sizeof(*in)))
		}
	}
}

// finish executes a step that returns.
func (x *explorer) finish(in *instr) {
	switch in.op {
	case iReturnSet:
		x.set(in.d, point(in.k))
	case iReturnSets:
		x.set(in.d, point(in.k))
		x.set(in.b, point(in.k2))
	case iReturnMove:
		x.set(in.d, point(in.k))
		x.set(in.b, x.get(in.a))
	case iReturnMoveAcc:
		x.set(in.d, point(in.k))
		x.set(in.b, x.acc)
	case iReturnChoose:
		x.set(in.d, x.chosen(in, x.get(in.a)))
	}
}

// do executes a step that computes a value or might fail; false when it fails
// or might.
func (x *explorer) do(in *instr) bool {
	s := x.s
	switch in.op {
	case iFail:
		return false
	case iFailIf:
		return *s.top(in.a) == 0
	case iFailZero:
		return *s.at(in.a) > 0 || *s.top(in.a) < 0
	case iSet:
		x.set(in.d, point(in.k))
	case iMoveAcc:
		x.set(in.d, x.acc)
	default:
		r, ok := x.compute(in)
		if !ok {
			return false
		}
		x.acc = r
		*s.at(in.d), *s.top(in.d) = r.lo, r.hi
	}
	return true
}

// chosen is one constant or the other.
func (x *explorer) chosen(in *instr, when bounds) bounds {
	if when.decided() {
		x.went(in, when.lo != 0)
		return point(choose(when.lo != 0, in.k, in.k2))
	}
	x.kinks = true
	return point(in.k).spans(in.k2)
}

// went notes the outcome of a test or a limit.
func (x *explorer) went(in *instr, yes bool) {
	place := uint64(uintptr(unsafe.Pointer(in)) - uintptr(unsafe.Pointer(x.first)))
	x.trail = (x.trail ^ place ^ uint64(truth(yes).lo)) * 1099511628211
}

// limited notes on which side of a limit a value lies.
func (x *explorer) limited(in *instr, v, limit bounds) {
	if v.hi > limit.lo && v.lo < limit.hi {
		x.kinks = true
	}
	x.went(in, v.lo >= limit.hi)
}

// compute returns the bounds of what a step computes; ok is false when it might
// fail.
func (x *explorer) compute(in *instr) (r bounds, ok bool) {
	s := x.s
	a := bounds{*s.at(in.a), *s.top(in.a)}
	switch in.op {
	case iAddAcc, iLineAcc, iMinLineAcc, iMaxLineAcc, iShareAcc:
		a = x.acc
	}
	switch in.op {
	case iMove:
		return a, true
	case iAdd, iAddAcc:
		return bounds{a.lo + *s.at(in.b), a.hi + *s.top(in.b)}, true
	case iSub:
		return bounds{a.lo - *s.top(in.b), a.hi - *s.at(in.b)}, true
	case iLine, iLineAcc:
		return a.line(in.k, in.k2), true
	case iMaxSum:
		a = bounds{a.lo + *s.at(in.b), a.hi + *s.top(in.b)}
		fallthrough
	case iMaxLine, iMaxLineAcc:
		a = a.line(int64(in.to), in.k)
		x.limited(in, a, point(in.k2))
		return bounds{max(a.lo, in.k2), max(a.hi, in.k2)}, true
	case iMinLine, iMinLineAcc:
		a = a.line(int64(in.to), in.k)
		x.limited(in, a, point(in.k2))
		return bounds{min(a.lo, in.k2), min(a.hi, in.k2)}, true
	case iShare, iShareAcc:
		r = bounds{share(in, a.lo), share(in, a.hi)}
		if in.to < 0 {
			r.lo, r.hi = r.hi, r.lo
		}
		return r, true
	case iChoose:
		if !a.decided() && x.fork(in, in.a, point(1), point(0)) {
			a = point(0) // and the first, when it comes back to this step
		}
		return x.chosen(in, a), true
	case iAgeLeast:
		if on := x.get(in.b); on.decided() {
			if yes, no := a.born(on.lo, in.k); yes.lo <= yes.hi && no.lo <= no.hi && x.fork(in, in.a, yes, no) {
				a = no
			}
		}
	}
	return x.computeRare(in, a, x.get(in.b))
}

// computeRare computes by the meaning of nodes.
func (x *explorer) computeRare(in *instr, a, b bounds) (r bounds, ok bool) {
	n := node{k: in.k, k2: in.k2}
	c := bounds{}
	switch in.op {
	case iLtK:
		n.kind, b = kLt, point(in.k)
	case iGtK:
		n.kind, a, b = kLt, point(in.k), a
	case iEqK:
		n.kind, b = kEq, point(in.k)
	case iQuo, iDiv:
		n.kind, n.way = choose(in.op == iQuo, kQuo, kDiv), Op(in.k2)
	case iDate:
		n.kind, c = kDateOf, x.get(slot(in.k))
		if !a.decided() || !b.decided() || !c.decided() || fails(&n, a, b, c) {
			return r, false
		}
	default:
		n.kind = [...]kind{iMul: kMul, iMin: kMin, iMax: kMax, iLt: kLt, iLe: kLe, iEq: kEq, iIn: kIn, iAnd: kAnd, iOr: kOr, iNot: kNot,
			iAge: kAge, iAgeLeast: kAgeLeast, iMonths: kMonths, iAddMonths: kAddMonths, iWeekday: kWeekday}[in.op]
	}
	r = forward(&n, a, b, c)
	switch n.kind {
	case kMin, kMax:
		x.limited(in, a, b)
	case kMul, kQuo, kDiv:
	default:
		// Dates and conditions go in steps.
		x.kinks = x.kinks || !r.decided()
		x.trail = (x.trail ^ uint64(r.lo)) * 1099511628211
	}
	return r, true
}

// line returns the bounds of v*m + k.
func (b bounds) line(m, k int64) bounds {
	if m < 0 {
		return bounds{b.hi*m + k, b.lo*m + k}
	}
	return bounds{b.lo*m + k, b.hi*m + k}
}
