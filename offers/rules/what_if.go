package rules

import "slices"

// Piece is a stretch of values of a fact on which an output goes one way: it
// stays the same, or it follows a straight line but for rounding. (Where the law
// multiplies or divides two values that both change, the line is curved.)
type Piece struct {
	From, To   int64 // of the fact, both included
	Start, End int64 // the output at From and at To
}

// Pieces returns an output as a function of one fact, over the whole range of the
// fact, everything else as the frame knows it. Where one of some conditions is
// false the output counts as 0: of an amount, where there is no right. It is an
// error when that leaves the output open: then the facts that are missing are
// named.
func (f *Frame) Pieces(output, fact int, where ...int) ([]Piece, error) {
	p, err := f.newProbe(output, fact, where)
	if err != nil {
		return nil, err
	}
	defer p.close()
	if err := p.cut(f.limit[fact].lo, f.limit[fact].hi); err != nil {
		return nil, err
	}
	return joined(p.pieces), nil
}

// joined makes one piece of neighbours that are level and equal: the law came to
// the same by different ways.
func joined(pieces []Piece) []Piece {
	list := pieces[:1]
	for _, next := range pieces[1:] {
		last := &list[len(list)-1]
		if last.Start == last.End && last.End == next.Start && next.Start == next.End {
			last.To = next.To
			continue
		}
		list = append(list, next)
	}
	return list
}

// Margin returns the least and the greatest value of a known fact between which
// an output stays what it is: one less, or one more, and it comes out otherwise,
// unless that is the end of the fact's range. Conditions are as for Pieces.
func (f *Frame) Margin(output, fact int, where ...int) (from, to int64, err error) {
	if !f.isKnown(int64(fact)) || f.isNull(int64(fact)) {
		return 0, 0, &Error{Message: "fact " + f.p.facts[fact].Name + " has no value to start from"}
	}
	v := f.lo[fact]
	p, err := f.newProbe(output, fact, where)
	if err != nil {
		return 0, 0, err
	}
	defer p.close()
	now, ok := p.at(v, v)
	if !ok || !now.decided() {
		return 0, 0, p.open()
	}
	from, to = f.limit[fact].lo, f.limit[fact].hi
	if at, found := p.first(v, to, now, 1); found {
		to = at - 1
	}
	if at, found := p.first(from, v, now, -1); found {
		from = at + 1
	}
	return from, to, p.err
}

// Cliff is a place where one unit more of a fact costs more than that unit.
type Cliff struct {
	At   int64 // the last value of the fact before it
	Drop int64 // by how much the output is less one unit further
}

// Cliffs returns the cliffs of an output along a fact of the same unit, such as
// a benefit along an income. What rounding takes is no cliff: a cliff lies where
// one piece ends, and costs more than any one step within the pieces beside it.
// Conditions are as for Pieces.
func (f *Frame) Cliffs(output, fact int, where ...int) ([]Cliff, error) {
	pieces, err := f.Pieces(output, fact, where...)
	if err != nil {
		return nil, err
	}
	var cliffs []Cliff
	for i := 1; i < len(pieces); i++ {
		before, after := pieces[i-1], pieces[i]
		drop := before.End - after.Start
		if drop > 1 && drop > f.step(output, fact, where, before) && drop > f.step(output, fact, where, after) {
			cliffs = append(cliffs, Cliff{before.To, drop})
		}
	}
	return cliffs, nil
}

// step returns by how much an output changes within a piece when it changes: the
// unit to which it is rounded.
func (f *Frame) step(output, fact int, where []int, piece Piece) int64 {
	if piece.Start == piece.End {
		return 0
	}
	p, err := f.newProbe(output, fact, where)
	if err != nil {
		return 0
	}
	defer p.close()
	at, found := p.first(piece.From, piece.To, point(piece.Start), 1)
	if !found {
		return 0
	}
	v, _ := p.at(at, at)
	return int64(magnitude(v.lo - piece.Start))
}

// probe evaluates one output for ranges of one fact.
type probe struct {
	f            *Frame
	output, fact int
	where        []int // conditions outside which the output is 0
	c            *compiled
	lo, hi       []int64 // what the frame knew of the facts
	wasKnown     uint64
	pieces       []Piece
	trail        uint64 // of the last piece
	kinks        bool   // of the last range
	last         uint64 // trail of the last range
	budget       int
	err          error
}

// probeBudget bounds how often an output is evaluated for one answer. A kink is
// found in some sixty steps; a law has a handful.
const probeBudget = 200_000

func (f *Frame) newProbe(output, fact int, where []int) (*probe, error) {
	o := &f.p.outputs[output]
	if f.answered > 0 {
		return nil, &Error{o.Source, "what if needs values, not answers to criteria"}
	}
	outputs := append(slices.Clone(where), output)
	p := &probe{f: f, output: output, fact: fact, where: where, budget: probeBudget, c: f.p.asked(outputs)}
	if len(p.c.code) == 0 {
		return nil, &Error{o.Source, "output " + o.Name + " rests on too much to ask what if"}
	}
	f.keepResults()
	many := f.p.slots
	p.lo, p.hi, p.wasKnown = slices.Clone(f.lo[:many]), slices.Clone(f.hi[:many]), f.known[fact>>6]
	f.Forget(fact)
	f.hi[f.null[fact]] = 0
	for _, judged := range [2]bool{false, true} {
		for _, other := range f.open(nil, judged, outputs) {
			if other != fact {
				p.close()
				return nil, &Error{o.Source, "output " + o.Name + " also hangs on fact " + f.p.facts[other].Name + ", which is not known"}
			}
		}
	}
	// The output hangs on none of the others, so any value of theirs will do.
	copy(f.hi[:many], f.lo[:many])
	return p, nil
}

// close gives the frame back what it knew.
func (p *probe) close() {
	copy(p.f.lo, p.lo)
	copy(p.f.hi, p.hi)
	p.f.known[p.fact>>6] = p.wasKnown
}

// open is the error for an output that stays undecided.
func (p *probe) open() error {
	o := &p.f.p.outputs[p.output]
	return &Error{o.Source, "output " + o.Name + " cannot be computed for every value of fact " + p.f.p.facts[p.fact].Name}
}

// at returns the bounds of the output for a range of the fact; ok is false when
// the law cannot compute it there.
func (p *probe) at(lo, hi int64) (out bounds, ok bool) {
	f := p.f
	if p.budget--; p.budget < 0 {
		p.err = &Error{f.p.outputs[p.output].Source, "output " + f.p.outputs[p.output].Name + " has too many pieces"}
		return out, false
	}
	f.lo[p.fact], f.hi[p.fact] = lo, hi
	out = bounds{maxWhole, -maxWhole}
	x := explorer{f: f, s: f.room, first: &p.c.code[0], forks: f.forks[:0], budget: forkCount}
	for in := x.first; ; {
		if in = x.way(in); in != nil {
			x.unwind()
			return anyNumber, false
		}
		out = out.hull(p.value(&x))
		if in = x.back(); in == nil {
			p.kinks, p.last = x.kinks, x.trail
			return out, true
		}
	}
}

// value returns the output where a way through the code ended.
func (p *probe) value(x *explorer) bounds {
	s := p.c.found[p.output]
	v := bounds{p.f.lo[s], p.f.hi[s]}
	for _, o := range p.where {
		switch w := p.c.found[o]; {
		case p.f.hi[w] == 0:
			return point(0)
		case p.f.lo[w] == 0:
			x.kinks, v = true, v.spans(0)
		}
	}
	return v
}

// cut appends the pieces of a range, in order.
func (p *probe) cut(lo, hi int64) error {
	_, ok := p.at(lo, hi)
	if p.err != nil {
		return p.err
	}
	if lo == hi && (!ok || p.kinks) {
		return p.open()
	}
	if ok && !p.kinks {
		return p.piece(lo, hi, p.last)
	}
	middle := lo + (hi-lo)/2
	if err := p.cut(lo, middle); err != nil {
		return err
	}
	return p.cut(middle+1, hi)
}

// piece appends a piece, or makes the last one longer when nothing changed.
func (p *probe) piece(lo, hi int64, trail uint64) error {
	start, _ := p.at(lo, lo)
	end, _ := p.at(hi, hi)
	if !start.decided() || !end.decided() {
		return p.open()
	}
	if last := len(p.pieces) - 1; last >= 0 && p.trail == trail {
		p.pieces[last].To, p.pieces[last].End = hi, end.lo
		return nil
	}
	p.pieces = append(p.pieces, Piece{lo, hi, start.lo, end.lo})
	p.trail = trail
	return nil
}

// first returns the first value from lo up (or with a negative way, from hi down)
// for which the output is not what it is now.
func (p *probe) first(lo, hi int64, now bounds, way int) (at int64, found bool) {
	out, ok := p.at(lo, hi)
	switch {
	case p.err != nil:
		return 0, false
	case ok && out == now:
		return 0, false
	case lo == hi || ok && (out.hi < now.lo || out.lo > now.lo):
		return choose(way > 0, lo, hi), true
	}
	middle := lo + (hi-lo)/2
	near, far := bounds{lo, middle}, bounds{middle + 1, hi}
	if way < 0 {
		near, far = far, near
	}
	if at, found = p.first(near.lo, near.hi, now, way); found {
		return at, true
	}
	return p.first(far.lo, far.hi, now, way)
}
