package rules

// Missing appends the facts that can still change one of the outputs, the best
// question first, and never leaves out one that can. Facts that only a person
// can judge are left out. When the first output is a condition, such as having a
// right, the others matter only where it can still be true.
//
// The best question is the one after which, in the mean over its answers, the
// fewest are left to ask. The answers tried are those in Fact.Likely; without
// them, both of a boolean and both ends of the range of anything else, and null
// where that means something. Between equals the first fact of the program goes
// first.
func (f *Frame) Missing(dst []int, outputs ...int) []int {
	start := len(dst)
	dst = f.open(dst, false, outputs)
	f.order(dst[start:], outputs)
	return dst
}

// Judged appends the facts that only a person can judge and that can still
// change one of the outputs.
func (f *Frame) Judged(dst []int, outputs ...int) []int { return f.open(dst, true, outputs) }

// open appends the facts that outputs still hang on, in slot order.
func (f *Frame) open(dst []int, judged bool, outputs []int) []int {
	if len(outputs) == 0 {
		return dst
	}
	hangs, surveyed := f.survey(outputs)
	if !surveyed {
		f.hang(f.now, outputs)
	}
	for i := range f.p.facts {
		hung := surveyed && hangs.has(i) || !surveyed && f.now.hangs[i]
		if hung && f.p.facts[i].Judged == judged {
			dst = append(dst, i)
		}
	}
	return dst
}

// left returns how many questions outputs still hang on.
func (f *Frame) left(outputs []int) int {
	if hangs, ok := f.survey(outputs); ok {
		return hangs.without(&f.p.judged)
	}
	return f.hang(f.trial, outputs)
}

// hang marks the facts that outputs still hang on, and returns how many of them
// can be asked.
func (f *Frame) hang(b *binding, outputs []int) int {
	clear(b.hangs)
	questions := 0
	joint := f.p.jointCone(outputs)
	if joint != nil {
		f.bind(b, joint)
	}
	for _, o := range outputs {
		if joint == nil {
			f.bind(b, &f.p.cones[o])
		}
		f.walk(b, f.p.nodes[o], func(n *node) {
			if (n.kind == kFact || n.kind == kNull) && !b.hangs[n.k] {
				b.hangs[n.k] = true
				if !f.p.facts[n.k].Judged {
					questions++
				}
			}
		})
	}
	return questions
}

// jointCone returns the cone of an entry that holds all of some outputs, or nil.
// Bound together they know most: a criterion of one narrows facts of another.
func (p *Program) jointCone(outputs []int) *cone {
entries:
	for i := range p.entries {
		for _, o := range outputs {
			if !p.entries[i].holds[o] {
				continue entries
			}
		}
		return &p.entries[i].cone
	}
	return nil
}

// order sorts questions, the best first.
func (f *Frame) order(questions []int, outputs []int) {
	for i, q := range questions {
		f.trial.after[q] = f.after(q, outputs)
		for j := i; j > 0 && f.trial.after[questions[j-1]] > f.trial.after[q]; j-- {
			questions[j-1], questions[j] = questions[j], questions[j-1]
		}
	}
}

// after returns how many questions are left after one, a thousand times the mean
// over its possible answers.
func (f *Frame) after(question int, outputs []int) int {
	lies, nullness := f.lies(int64(question)), f.nullness(int64(question))
	ends := lies
	if f.answered > 0 {
		ends = f.now.lies[question]
	}
	t := trial{f: f, question: question, outputs: outputs}
	likely := f.p.facts[question].Likely
	for i := 0; i < len(likely); {
		many := 1
		for i+many < len(likely) && likely[i+many] == likely[i] {
			many++
		}
		if v := likely[i]; v >= ends.lo && v <= ends.hi {
			t.answer(v, many)
		}
		i += many
	}
	if t.tries == 0 {
		t.answer(ends.lo, 1)
		t.answer(ends.hi, 1)
	}
	if nullness.hi > 0 && f.KnowNull(question) == nil {
		many := max(t.tries/2, 1)
		t.left += many * f.left(outputs)
		t.tries += many
	}
	f.Forget(question)
	f.lo[question], f.hi[question] = lies.lo, lies.hi
	f.lo[f.null[question]], f.hi[f.null[question]] = nullness.lo, nullness.hi
	return 1000 * t.left / max(t.tries, 1)
}

// trial adds up how many questions are left after several answers to one.
type trial struct {
	f        *Frame
	question int
	outputs  []int
	left     int
	tries    int
}

// answer tries an answer that so many of the people give.
func (t *trial) answer(v int64, many int) {
	if t.f.Know(t.question, v) == nil {
		t.left += many * t.f.left(t.outputs)
		t.tries += many
	}
}
