package law

import (
	"maps"
	"slices"
)

// check does what needs the whole file: names, outputs, units. It leaves out
// what an earlier problem would make untrue.
func (r *reader) check(l *Law) {
	r.declaredOnce(l)
	whole := len(r.errs) == 0
	for _, a := range l.Articles {
		r.article = a.Number
		if a.broken {
			continue
		}
		r.unique(a)
		r.outputsSet(a)
		if whole {
			r.sameLaw(a)
		}
		r.checkNames(a)
		r.checkUnits(a)
	}
	r.article = ""
}

// declaredOnce refuses an output that two articles answer for: the reference
// takes the last one for other laws and the first one within the law.
func (r *reader) declaredOnce(l *Law) {
	type place struct {
		article string
		line    int
	}
	seen := map[string]place{}
	for _, a := range l.Articles {
		r.article = a.Number
		for _, o := range a.outputs {
			if first, twice := seen[o.name]; twice {
				r.refuse(o.at, "output %q is declared twice; first in article %s on line %d", o.name, first.article, first.line)
				continue
			}
			seen[o.name] = place{a.Number, o.at.line}
		}
	}
}

// unique refuses names that stand twice in one list of an article.
func (r *reader) unique(a *Article) {
	once := func(what string, n int, name func(int) (string, pos)) {
		seen := map[string]bool{}
		for i := range n {
			s, at := name(i)
			if seen[s] {
				r.refuse(at, "%s %q stands twice", what, s)
			}
			seen[s] = true
		}
	}
	once("parameter", len(a.parameters), func(i int) (string, pos) { return a.parameters[i].name, a.parameters[i].at })
	once("input", len(a.inputs), func(i int) (string, pos) { return a.inputs[i].name, a.inputs[i].at })
	once("open term", len(a.openTerms), func(i int) (string, pos) { return a.openTerms[i].name, a.openTerms[i].at })
}

// outputsSet compares what an article declares with what its actions set.
func (r *reader) outputsSet(a *Article) {
	declared := map[string]bool{}
	for _, o := range a.outputs {
		declared[o.name] = true
	}
	set := map[string]int{}
	for _, act := range a.actions {
		if !declared[act.output] {
			r.refuse(act.at, "output %q is set but not declared%s", act.output, DidYouMean(act.output, slices.Sorted(maps.Keys(declared))))
		}
		if line, twice := set[act.output]; twice {
			r.refuse(act.at, "output %q is set twice; first on line %d", act.output, line)
		}
		set[act.output] = act.at.line
	}
	for _, o := range a.outputs {
		if _, ok := set[o.name]; !ok {
			r.refuse(o.at, "output %q is declared, but no action sets it", o.name)
		}
	}
	for _, t := range a.openTerms {
		r.fallbackSet(t)
	}
}

func (r *reader) fallbackSet(t *openTerm) {
	if !t.hasDefault {
		return
	}
	for _, act := range t.fallback {
		if act.output == t.name {
			return
		}
	}
	r.refuse(t.at, "the default of open term %q sets no output of that name", t.name)
}

// sameLaw checks inputs that come from another article of this law.
func (r *reader) sameLaw(a *Article) {
	for _, in := range a.inputs {
		if in.fact() || in.regulation != "" {
			continue
		}
		_, o := a.law.answering(in.output, false)
		if o == nil {
			r.refuse(in.sourceAt, "input %q: no article of this law has output %q%s", in.name, in.output,
				DidYouMean(in.output, a.law.outputNames()))
			continue
		}
		if why := in.differs(o); why != "" {
			r.refuse(in.at, "%s", why)
		}
	}
}

// differs says how an input and the output that it reads disagree.
func (i *input) differs(o *field) string {
	switch {
	case i.kind != o.kind && i.kind != "" && o.kind != "":
		return "input \"" + i.name + "\" is declared as " + i.kind + ", but output \"" + o.name + "\" is a " + o.kind
	case i.unit != o.unit && i.unit != "" && o.unit != "":
		return "input \"" + i.name + "\" is declared in " + i.unit + ", but output \"" + o.name + "\" is in " + o.unit
	}
	return ""
}

// checkNames resolves every $name of an article.
func (r *reader) checkNames(a *Article) {
	for i, in := range a.inputs {
		for _, arg := range in.arguments {
			if arg.value.variable != "" && a.lookupArgument(arg.value.variable, i).origin == noOrigin {
				r.unresolved(a, arg.value, -1)
			}
		}
	}
	for t, term := range a.openTerms {
		for i, act := range term.fallback {
			act.value.walk(func(e *expr) {
				if e.variable != "" && a.lookupFallback(t, e.variable, i).origin == noOrigin {
					r.refuse(e.at, "the default of open term %q cannot see %q; it sees parameters and earlier open terms",
						term.name, e.variable)
				}
			})
		}
	}
	for i, act := range a.actions {
		act.value.walk(func(e *expr) {
			if e.variable == "" {
				return
			}
			b := a.lookup(e.variable, i)
			if b.origin == noOrigin {
				r.unresolved(a, e, i)
				return
			}
			r.checkPath(a, e, b)
		})
	}
}

// unresolved reports a name that means nothing at its place.
func (r *reader) unresolved(a *Article, e *expr, before int) {
	for i, act := range a.actions {
		if before >= 0 && i >= before && act.output == e.variable {
			r.refuse(e.at, "output %q is set later, on line %d; move that action up", e.variable, act.at.line)
			return
		}
	}
	r.refuse(e.at, "no parameter, input, open term, definition or earlier output named %q%s", e.variable,
		DidYouMean(e.variable, a.names()))
}

// dayParts are the parts of $referencedate.
var dayParts = []string{"iso", "year", "month", "day"}

// checkPath checks the parts behind a dot where the value is known.
func (r *reader) checkPath(a *Article, e *expr, b binding) {
	if len(e.path) == 0 {
		return
	}
	switch b.origin {
	case fromDay:
		if len(e.path) > 1 || !slices.Contains(dayParts, e.path[0]) {
			r.refuse(e.at, "$referencedate has no part %q; it has iso, year, month and day", e.path[0])
		}
	case fromDefinition:
		if _, err := part(a.definitions[b.index].value, e); err != "" {
			r.refuse(e.at, "%s", err)
		}
	}
}

// outputNames are the outputs that the law answers for.
func (l *Law) outputNames() []string {
	var all []string
	for _, a := range l.Articles {
		for _, o := range a.outputs {
			all = append(all, o.name)
		}
	}
	return all
}
