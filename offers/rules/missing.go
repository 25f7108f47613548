package rules

import "slices"

// Missing appends the facts that can still change one of the outputs, the best
// question first, and never leaves out one that can. Facts that only a person
// can judge are left out. When the first output is a condition, such as having a
// right, the others matter only where it can still be true. When nothing is missing,
// and nothing to be judged, [Frame.Output] says what the outputs are: also where
// [Frame.Decide], which goes by ranges alone, could not.
//
// The order is that of [Entry.Ask] of the entry with these outputs, and of the
// program for facts that it does not name. [Program.Order] finds it, once: of all
// orders it tried it needs the fewest questions in the mean over a population.
// One order for everybody does, since what no longer matters is left out after
// each answer: on our schemes the best choice of every next question by the
// answers before it would need less than one in a hundred fewer, and choosing by
// looking one answer ahead needs more.
func (f *Frame) Missing(dst []int, outputs ...int) []int {
	start := len(dst)
	dst = f.open(dst, false, outputs)
	f.p.sortAsked(dst[start:], outputs)
	return dst
}

// Judged appends the facts that only a person can judge and that can still
// change one of the outputs.
func (f *Frame) Judged(dst []int, outputs ...int) []int { return f.open(dst, true, outputs) }

// sortAsked puts questions in the order in which they are asked.
func (p *Program) sortAsked(questions, outputs []int) {
	for _, e := range p.entries {
		if !slices.Equal(e.outputs, outputs) {
			continue
		}
		next := 0
		for _, fact := range e.ask {
			for i := next; i < len(questions); i++ {
				if questions[i] == fact {
					copy(questions[next+1:i+1], questions[next:i])
					questions[next] = fact
					next++
					break
				}
			}
		}
		return
	}
}

// open appends the facts that outputs still hang on, in slot order.
func (f *Frame) open(dst []int, judged bool, outputs []int) []int {
	if len(outputs) == 0 {
		return dst
	}
	f.hang(outputs)
	for i, hung := range f.now.hangs {
		if hung && f.p.facts[i].Judged == judged {
			dst = append(dst, i)
		}
	}
	return dst
}

// hang marks the facts that outputs still hang on.
func (f *Frame) hang(outputs []int) {
	f.keepResults()
	if f.answered == 0 {
		if found, ok := f.survey(outputs, f.p.asked(outputs), nil); ok {
			f.mark(found)
			return
		}
	}
	joint := f.p.jointEntry(outputs)
	if f.hangByNodes(outputs, joint) && f.answered > 0 && joint != nil {
		f.hangAnswered(outputs, joint)
	}
}

// hangByNodes marks the facts that outputs hang on node by node; false when there
// are none, and then what is decided is shown.
func (f *Frame) hangByNodes(outputs []int, joint *entry) (some bool) {
	b := f.now
	clear(b.hangs)
	if joint != nil {
		f.bind(b, &joint.cone)
	}
	for i, o := range outputs {
		if joint == nil {
			f.bind(b, &f.p.cones[o])
		}
		if v := b.values[f.p.nodes[o]]; v.decided() {
			f.show(o, v)
			if i == 0 && f.p.outputs[o].Type == Bool && v.lo == 0 {
				return false // no right: how much it would have been does not matter
			}
		}
		f.walk(b, f.p.nodes[o], func(n *node) {
			if n.kind == kFact || n.kind == kNull {
				b.hangs[n.k], some = true, true
			}
		})
	}
	return some
}

// jointEntry returns an entry that holds all of some outputs, or nil. Bound
// together they know most: a criterion of one narrows facts of another.
func (p *Program) jointEntry(outputs []int) *entry {
entries:
	for _, e := range p.entries {
		for _, o := range outputs {
			if !e.holds[o] {
				continue entries
			}
		}
		return e
	}
	return nil
}
