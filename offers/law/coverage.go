package law

import (
	"errors"
	"slices"
	"strings"
)

// Coverage notes which way the conditions of the law went: the parts of AND and
// OR, and what decides between the branches of IF. The zero value has seen none.
type Coverage struct {
	seen map[*expr]ways
}

// ways are the ways that a condition went.
type ways uint8

const (
	held ways = 1 << iota
	failed
)

// Cover evaluates as [Corpus.Evaluate] does, and notes the ways that conditions
// went. What needs a fact that is not known is left out, and all else goes on.
func (c *Corpus) Cover(q Query, parameters map[string]Value, into *Coverage) error {
	e := c.evaluator(q, parameters)
	e.cover = into
	if _, err := e.top(q.Law, q.Output, e.facts); !unknown(err) {
		return err
	}
	return nil
}

// unknown reports whether an error says that a fact is not known.
func unknown(err error) bool {
	found, ok := errors.AsType[*Error](err)
	return ok && found.Kind == VariableNotFound
}

// leavesOut reports whether what met an error is left out, and all else goes on.
func (v *evaluator) leavesOut(err error) bool { return v.cover != nil && unknown(err) }

// absent is what it means that an article did not give an output: that it has
// none, or in an evaluation for coverage that it needs what is not known.
func (v *evaluator) absent() Kind {
	if v.cover != nil {
		return VariableNotFound
	}
	return OutputNotFound
}

// note notes the way that a condition went.
func (c *Coverage) note(condition *expr, yes bool) {
	if c == nil {
		return
	}
	if c.seen == nil {
		c.seen = map[*expr]ways{}
	}
	if yes {
		c.seen[condition] |= held
	} else {
		c.seen[condition] |= failed
	}
}

// Missed returns the ways of the laws of a corpus that nothing noted went, in the
// order of the files, how many ways something went, and how many there are.
func (c *Coverage) Missed(corpus *Corpus) (missed Errors, gone, all int) {
	for _, versions := range corpus.laws {
		for _, l := range versions {
			for _, a := range l.Articles {
				for _, condition := range a.conditions() {
					all += 2
					switch c.seen[condition] {
					case held | failed:
						gone += 2
						continue
					case 0:
						missed = append(missed, a.errorAt(condition.at, Uncovered, "no case comes to this condition"))
					case held:
						gone++
						missed = append(missed, a.errorAt(condition.at, Uncovered, "no case in which this is not so"))
					case failed:
						gone++
						missed = append(missed, a.errorAt(condition.at, Uncovered, "no case in which this is so"))
					}
				}
			}
		}
	}
	slices.SortFunc(missed, func(x, y *Error) int {
		if x.File != y.File {
			return strings.Compare(x.File, y.File)
		}
		return x.Line - y.Line
	})
	return missed, gone, all
}

// conditions are the conditions of an article that can go two ways: a literal
// cannot.
func (a *Article) conditions() []*expr {
	var all []*expr
	visit := func(e *expr) {
		var decide []*expr
		switch e.op {
		case "AND", "OR":
			decide = e.args
		case "IF":
			for i := 0; i < len(e.args)-1; i += 2 {
				decide = append(decide, e.args[i])
			}
		}
		for _, condition := range decide {
			if condition.op != "" || condition.variable != "" {
				all = append(all, condition)
			}
		}
	}
	for _, act := range a.actions {
		act.value.walk(visit)
	}
	for _, t := range a.openTerms {
		for _, act := range t.fallback {
			act.value.walk(visit)
		}
	}
	for _, in := range a.inputs {
		for _, arg := range in.arguments {
			arg.value.walk(visit)
		}
	}
	return all
}
