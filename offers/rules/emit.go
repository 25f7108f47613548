package rules

import "maps"

// label is a place in the code that jumps go to.
type label struct {
	from []int // the jumps
	path *path // what holds on every way there
}

func (c *compiler) label() *label { return &label{} }

// take returns a free slot.
func (c *compiler) take() slot {
	s := c.next
	if s >= slotLimit {
		c.tooBig = true
		return 0
	}
	c.next++
	return s
}

func (c *compiler) emit(in instr) {
	if c.dead || c.tooBig {
		return
	}
	if acc, ok := withAcc[in.op]; ok && c.path.acc != noSlot {
		if in.op == iAdd && in.b == c.path.acc {
			in.a, in.b = in.b, in.a
		}
		if in.a == c.path.acc {
			in.op = acc
		}
	}
	switch {
	case in.op > iSet && in.op < iQuo:
		c.path.acc = in.d
	case in.op >= iQuo || in.op == iSet && in.d == c.path.acc:
		c.path.acc = noSlot // run comes back without it
	}
	c.code = append(c.code, in)
	c.dead = in.op == iReturn || in.op == iFail || in.op == iJump
	c.fuse()
}

var withAcc = map[opcode]opcode{
	iJumpLtK: iJumpLtKAcc, iJumpGtK: iJumpGtKAcc, iMove: iMoveAcc, iAdd: iAddAcc, iLine: iLineAcc,
	iMinLine: iMinLineAcc, iMaxLine: iMaxLineAcc, iShare: iShareAcc,
}

// fuse makes the last two steps one, where there is a step for both and no jump
// leads to between them.
func (c *compiler) fuse() {
	last := len(c.code) - 1
	if last <= c.landing {
		return
	}
	in, before := &c.code[last], &c.code[last-1]
	switch {
	case in.op == iReturn && before.op == iSet:
		before.op = iReturnSet
	case in.op == iReturn && before.op == iChoose:
		before.op = iReturnChoose
	case in.op == iReturnSet && before.op == iSet:
		*before = instr{op: iReturnSets, d: before.d, k: before.k, b: in.d, k2: in.k}
	case in.op == iReturn && (before.op == iMove || before.op == iMoveAcc) && last-1 > c.landing && c.code[last-2].op == iSet:
		move := *before
		before = &c.code[last-2]
		*before = instr{op: choose(move.op == iMove, iReturnMove, iReturnMoveAcc), d: before.d, k: before.k, b: move.d, a: move.a}
		c.code = c.code[:last-1]
		return
	default:
		return
	}
	c.code = c.code[:last]
	c.fuse()
}

// leap emits a jump to a label.
func (c *compiler) leap(in instr, to *label) {
	if c.dead || c.tooBig {
		return
	}
	if in.op == iJumpOld || in.op == iJumpYoung {
		c.path.acc = noSlot
	}
	to.path = to.path.meet(&c.path)
	last := len(c.code) - 1
	if last >= c.landing && len(to.from) > 0 && to.from[len(to.from)-1] == last {
		// Two tests of facts in a row that lead to the same place are one.
		if before := &c.code[last]; before.op == in.op && in.op == iJumpUnless {
			before.op, before.b = iJumpUnlessBoth, in.a
			return
		} else if before.op == in.op && in.op == iJumpIf {
			before.op, before.b = iJumpEither, in.a
			return
		}
	}
	to.from = append(to.from, len(c.code))
	c.emit(in)
}

// place puts a label here. When no way leads here, the code that follows is dead.
func (c *compiler) place(l *label) {
	for _, i := range l.from {
		c.code[i].to = int32(len(c.code))
		c.landing = len(c.code)
	}
	if l.path == nil {
		return
	}
	if !c.dead {
		l.path = l.path.meet(&c.path)
	}
	c.path, c.dead = *l.path, false
}

// meet returns what holds on both paths; a nil path is no path at all.
func (p *path) meet(q *path) *path {
	if p == nil {
		return &path{maps.Clone(q.have), maps.Clone(q.know), q.acc}
	}
	both := path{map[ref]bool{}, map[ref]int64{}, choose(p.acc == q.acc, p.acc, noSlot)}
	for n := range p.have {
		if q.have[n] {
			both.have[n] = true
		}
	}
	for n, v := range p.know {
		if w, ok := q.know[n]; ok && v == w {
			both.know[n] = v
		}
	}
	return &both
}

// known returns the value of a constant or of a condition tested on this path.
func (c *compiler) known(n ref) (k int64, ok bool) {
	if k, ok = c.g.isConst(n); ok {
		return k, true
	}
	k, ok = c.path.know[n]
	return k, ok
}

// jump goes to a label when a condition is as wanted, and on otherwise.
func (c *compiler) jump(n ref, when bool, to *label) {
	if k, ok := c.known(n); ok {
		if (k != 0) == when {
			c.leap(instr{op: iJump}, to)
		}
		return
	}
	switch nd := c.g.nodes[n]; {
	case c.path.have[n]:
		c.test(n, when, instr{op: choose(when, iJumpIf, iJumpUnless), a: c.slots[n]}, to)
	case nd.kind == kNot:
		c.jump(nd.a, !when, to)
	case nd.kind == kAnd || nd.kind == kOr:
		if when == (nd.kind == kOr) { // either part settles it
			c.jump(nd.a, when, to)
			c.jump(nd.b, when, to)
			break
		}
		over := c.label()
		c.jump(nd.a, !when, over)
		c.jump(nd.b, when, to)
		c.place(over)
	case nd.kind == kIf:
		other, end := c.label(), c.label()
		c.jump(nd.a, false, other)
		c.jump(nd.b, when, to)
		c.leap(instr{op: iJump}, end)
		c.place(other)
		c.jump(nd.c, when, to)
		c.place(end)
	case nd.kind == kAgeLeast && !c.atHand(nd.b):
		over := c.label()
		c.hurry(&nd, n, choose(when, to, over), choose(when, over, to))
		c.test(n, when, c.comparison(&nd, n, when), to)
		c.place(over)
	default:
		c.test(n, when, c.comparison(&nd, n, when), to)
	}
}

// hurry goes to a label when an age is certainly reached, or certainly not, by the
// days alone. Few birthdays are so near that the calendar has to be looked at.
func (c *compiler) hurry(nd *node, n ref, old, young *label) {
	on, least, most, ok := c.near(nd.b)
	if !ok {
		return
	}
	born, day := c.value(nd.a), c.value(on)
	c.path.know[n] = 1
	c.leap(instr{op: iJumpFar, a: born, b: day, k: least - 366*nd.k + 1}, old)
	c.path.know[n] = 0
	c.leap(instr{op: iJumpFar, a: day, b: born, k: 365*nd.k - most}, young)
	delete(c.path.know, n)
}

// near returns a fact that a day is so many days from, at least and at most; false
// where nothing is known. Some months after a fixed day, as many as are complete on
// another, it is at most 31 days from that.
func (c *compiler) near(n ref) (fact ref, least, most int64, ok bool) {
	switch nd := c.g.nodes[n]; nd.kind {
	case kFact:
		return n, 0, 0, true
	case kAddK:
		fact, least, most, ok = c.near(nd.a)
		return fact, least + nd.k, most + nd.k, ok
	case kAddMonths:
		months := c.g.nodes[nd.b]
		if _, fixed := c.g.isConst(nd.a); fixed && months.kind == kMonths && months.a == nd.a {
			fact, least, most, ok = c.near(months.b)
			return fact, least - 31, most + 31, ok
		}
	}
	return 0, 0, 0, false
}

// test emits a jump on a condition, and notes what is known on both ways.
func (c *compiler) test(n ref, when bool, in instr, to *label) {
	c.path.know[n] = truth(when).lo
	c.leap(in, to)
	c.path.know[n] = truth(!when).lo
}

func choose[T any](yes bool, a, b T) T {
	if yes {
		return a
	}
	return b
}

// comparison returns the jump for a comparison or for a value that is 0 or 1.
func (c *compiler) comparison(nd *node, n ref, when bool) instr {
	left, leftConst := c.known(nd.a)
	right, rightConst := int64(0), false
	if shape[nd.kind].args > 1 {
		right, rightConst = c.known(nd.b)
	}
	switch nd.kind {
	case kLt, kLe:
		// In whole numbers a <= k is a < k+1, and k <= a is a > k-1.
		more := truth(nd.kind == kLe).lo
		switch {
		case rightConst && when:
			return c.limit(nd.a, iJumpLtK, right+more)
		case rightConst:
			return c.limit(nd.a, iJumpGtK, right+more-1)
		case leftConst && when:
			return c.limit(nd.b, iJumpGtK, left-more)
		case leftConst:
			return c.limit(nd.b, iJumpLtK, left-more+1)
		}
		a, b := c.value(nd.a), c.value(nd.b)
		if when {
			return instr{op: choose(nd.kind == kLt, iJumpLt, iJumpLe), a: a, b: b}
		}
		return instr{op: choose(nd.kind == kLt, iJumpLe, iJumpLt), a: b, b: a}
	case kEq:
		if rightConst {
			return instr{op: choose(when, iJumpEqK, iJumpNeK), a: c.value(nd.a), k: right}
		}
		return instr{op: choose(when, iJumpEq, iJumpNe), a: c.value(nd.a), b: c.value(nd.b)}
	case kIn:
		return instr{op: choose(when, iJumpIn, iJumpOut), a: c.value(nd.a), k: nd.k, k2: nd.k2}
	case kAgeLeast:
		return instr{op: choose(when, iJumpOld, iJumpYoung), a: c.value(nd.a), b: c.value(nd.b), k: nd.k, k2: 365 * nd.k}
	}
	return instr{op: choose(when, iJumpIf, iJumpUnless), a: c.value(n)}
}

// limit returns the jump for a comparison with a constant.
func (c *compiler) limit(n ref, op opcode, k int64) instr {
	if x, y, ok := c.sum(n); ok {
		return instr{op: choose(op == iJumpLtK, iJumpSumLtK, iJumpSumGtK), a: c.value(x), b: c.value(y), k: k}
	}
	return instr{op: op, a: c.value(n), k: k}
}

// sum returns the parts of a sum that has not been computed: some steps take
// those. Should the sum be needed again, adding it up then costs what was saved.
func (c *compiler) sum(n ref) (a, b ref, ok bool) {
	nd := &c.g.nodes[n]
	return nd.a, nd.b, nd.kind == kAdd && !c.path.have[n]
}

// value returns a slot that holds a node, computing it when this path has not.
func (c *compiler) value(n ref) slot {
	switch nd := &c.g.nodes[n]; nd.kind {
	case kFact:
		return slot(nd.k)
	case kNull:
		return c.p.null[nd.k]
	case kValue:
		fact := slot(nd.k)
		if !c.path.have[n] && !c.notNull(nd.k) {
			c.emit(instr{op: iFailIf, a: c.p.null[nd.k], k: c.p.failure(nd)})
		}
		c.path.have[n], c.slots[n] = true, fact
		return fact
	case kNonZero:
		a := c.value(c.g.nodes[n].a)
		if !c.path.have[n] {
			c.emit(instr{op: iFailZero, a: a, k: c.p.failure(&c.g.nodes[n])})
		}
		c.path.have[n], c.slots[n] = true, a
		return a
	}
	if c.path.have[n] {
		return c.slots[n]
	}
	s, ok := c.slots[n]
	if !ok {
		s = c.take()
		c.slots[n] = s
	}
	c.into(n, s)
	c.path.have[n] = true
	return s
}

// notNull reports whether this path tested that a fact is not null.
func (c *compiler) notNull(fact int64) bool {
	for n, v := range c.path.know {
		if nd := &c.g.nodes[n]; nd.kind == kNull && nd.k == fact && v == 0 {
			return true
		}
	}
	return false
}
