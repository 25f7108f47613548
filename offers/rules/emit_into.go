package rules

// into computes a node to a slot.
func (c *compiler) into(n ref, d slot) {
	if k, ok := c.known(n); ok {
		c.emit(instr{op: iSet, d: d, k: k})
		return
	}
	nd := c.g.nodes[n]
	if nd.kind == kFact || nd.kind == kNull || nd.kind == kValue || nd.kind == kNonZero || c.path.have[n] {
		c.emit(instr{op: iMove, d: d, a: c.value(n)})
		return
	}
	switch nd.kind {
	case kIf:
		c.intoIf(&nd, d)
	case kAnd, kOr, kNot, kLt, kLe, kEq, kIn, kAgeLeast:
		c.intoTruth(&nd, n, d)
	case kAddK, kMulK, kMin, kMax:
		c.intoLine(&nd, d)
	case kQuo:
		c.intoQuo(&nd, d)
	case kDateOf:
		in := instr{op: iDate, d: d, k2: c.p.failure(&nd)}
		in.a, in.b, in.k = c.value(nd.a), c.value(nd.b), int64(c.value(nd.c))
		c.emit(in)
	case kWeekday:
		c.emit(instr{op: iWeekday, d: d, a: c.value(nd.a)})
	default:
		op := map[kind]opcode{kAdd: iAdd, kSub: iSub, kMul: iMul, kDiv: iDiv,
			kAge: iAge, kMonths: iMonths, kAddMonths: iAddMonths}[nd.kind]
		in := instr{op: op, d: d, k2: int64(nd.way)}
		in.a, in.b = c.value(nd.a), c.value(nd.b)
		c.emit(in)
	}
}

// intoIf computes a choice. Two constants need no jump when the condition is at
// hand.
func (c *compiler) intoIf(nd *node, d slot) {
	yes, yesConst := c.g.isConst(nd.b)
	no, noConst := c.g.isConst(nd.c)
	if _, known := c.known(nd.a); !known && yesConst && noConst && c.atHand(nd.a) {
		c.emit(instr{op: iChoose, d: d, a: c.value(nd.a), k: yes, k2: no})
		return
	}
	other, end := c.label(), c.label()
	c.jump(nd.a, false, other)
	if !c.dead {
		c.into(nd.b, d)
	}
	c.leap(instr{op: iJump}, end)
	c.place(other)
	if !c.dead {
		c.into(nd.c, d)
	}
	c.place(end)
}

// atHand reports whether a condition is in a slot already.
func (c *compiler) atHand(n ref) bool {
	k := c.g.nodes[n].kind
	return k == kFact || k == kNull || c.path.have[n]
}

// intoTruth computes a condition as 0 or 1.
func (c *compiler) intoTruth(nd *node, n ref, d slot) {
	in := instr{d: d}
	switch nd.kind {
	case kNot:
		if c.atHand(nd.a) {
			c.emit(instr{op: iNot, d: d, a: c.value(nd.a)})
			return
		}
	case kAnd, kOr:
		if c.atHand(nd.a) && c.atHand(nd.b) {
			c.emit(instr{op: choose(nd.kind == kAnd, iAnd, iOr), d: d, a: c.value(nd.a), b: c.value(nd.b)})
			return
		}
	default:
		jump := c.comparison(nd, n, true)
		if jump.op == iJumpSumLtK || jump.op == iJumpSumGtK {
			break
		}
		in.op = map[opcode]opcode{iJumpLt: iLt, iJumpLe: iLe, iJumpEq: iEq, iJumpLtK: iLtK, iJumpGtK: iGtK,
			iJumpEqK: iEqK, iJumpIn: iIn, iJumpOld: iAgeLeast}[jump.op]
		in.a, in.b, in.k, in.k2 = jump.a, jump.b, jump.k, jump.k2
		c.emit(in)
		return
	}
	// Each way sets the slot, and none before the test: exploring goes both ways.
	no, end := c.label(), c.label()
	c.jump(n, false, no)
	c.emit(instr{op: iSet, d: d, k: 1})
	c.leap(instr{op: iJump}, end)
	c.place(no)
	c.emit(instr{op: iSet, d: d, k: 0})
	c.place(end)
}

// intoLine computes sums, products and extremes with constants. What stands on a
// line, a*m + k, is one step with the extreme that it is compared with.
func (c *compiler) intoLine(nd *node, d slot) {
	if nd.kind == kAddK || nd.kind == kMulK {
		if a := c.g.nodes[nd.a]; nd.kind == kMulK && a.kind == kQuo && !c.path.have[nd.a] && !c.isShared(nd.a) && isSmall(nd.k) && c.intoShare(&a, nd.k, d) {
			return
		}
		a, m, k := c.line(nd)
		c.emit(instr{op: iLine, d: d, a: c.value(a), k: m, k2: k})
		return
	}
	limit, ok := c.g.isConst(nd.b)
	if !ok {
		in := instr{op: choose(nd.kind == kMin, iMin, iMax), d: d}
		in.a, in.b = c.value(nd.a), c.value(nd.b)
		c.emit(in)
		return
	}
	in := instr{op: choose(nd.kind == kMin, iMinLine, iMaxLine), d: d, to: 1, k2: limit}
	a, m, k := nd.a, int64(1), int64(0)
	if inner := c.g.nodes[a]; !c.path.have[a] && (inner.kind == kAddK || inner.kind == kMulK) {
		a, m, k = c.line(&inner)
	}
	if !isSmall(m) {
		a, m, k = nd.a, 1, 0
	}
	in.to, in.k = int32(m), k
	if x, y, ok := c.sum(a); ok && in.op == iMaxLine {
		in.op, in.a, in.b = iMaxSum, c.value(x), c.value(y)
	} else {
		in.a = c.value(a)
	}
	c.emit(in)
}

// isShared reports whether several nodes use one: dividing once for all of them is
// quicker than a step that divides and multiplies.
func (c *compiler) isShared(n ref) bool {
	uses := 0
	for i := range c.g.nodes {
		for _, a := range c.g.nodes[i].args() {
			uses += int(truth(a == n).lo)
		}
	}
	return uses > 1
}

// line returns a sum or product with constants as a*m + k.
func (c *compiler) line(nd *node) (a ref, m, k int64) {
	if nd.kind == kMulK {
		return nd.a, nd.k, 0
	}
	if inner := c.g.nodes[nd.a]; inner.kind == kMulK && !c.path.have[nd.a] {
		return inner.a, inner.k, nd.k
	}
	return nd.a, 1, nd.k
}

func isSmall(k int64) bool { return int64(int32(k)) == k }

// intoQuo divides by a constant.
func (c *compiler) intoQuo(nd *node, d slot) {
	if !c.intoShare(nd, 1, d) {
		c.emit(instr{op: iQuo, d: d, a: c.value(nd.a), k: nd.k, k2: int64(nd.way)})
	}
}

// intoShare divides what is never negative, and multiplies: rounding is then
// adding before cutting off, and dividing is multiplying by a reciprocal.
func (c *compiler) intoShare(nd *node, by int64, d slot) bool {
	extra := map[Op]int64{Round: nd.k / 2, Ceil: nd.k - 1}[nd.way]
	if r := c.g.rng[nd.a]; r.lo < 0 || r.hi > maxWhole-extra || nd.k == 1 {
		return false
	}
	m, shift := reciprocal(nd.k)
	c.emit(instr{op: iShare, d: d, a: c.value(nd.a), b: slot(shift), to: int32(by), k: int64(m), k2: extra})
	return true
}
