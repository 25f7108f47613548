package law

import (
	"zeker/offers/rules"
)

// site is where an expression stands: an action of an article in a scope, or an
// action of the default of one of its open terms.
type site struct {
	s      *scope
	a      *Article
	action int
	term   int // index of the open term, -1 outside defaults
}

// lookup finds what a name stands for at the site.
func (w site) lookup(name string) binding {
	if w.term >= 0 {
		return w.a.lookupFallback(w.term, name, w.action)
	}
	return w.a.lookup(name, w.action)
}

// variable compiles a reference to a value.
func (p *compiler) variable(w site, e *expr) (rules.Node, error) {
	b := w.lookup(e.variable)
	if len(e.path) > 0 && b.origin != fromDefinition && b.origin != fromDay {
		return 0, w.a.errorAt(e.at, Unsupported, "$%s is not known when the law is compiled, so it has no parts", e.variable)
	}
	switch b.origin {
	case fromDay:
		if len(e.path) == 1 && e.path[0] != "iso" {
			return 0, w.a.errorAt(e.at, Unsupported,
				"$referencedate.%s is not supported yet; compare dates, or use AGE, DATE_ADD and DATE_DIFF", e.path[0])
		}
		return p.fact(w.a, e.at, &field{name: rules.ReferenceDate, kind: "date"})
	case fromDefinition:
		v, why := part(w.a.definitions[b.index].value, e)
		if why != "" {
			return 0, w.a.errorAt(e.at, VariableNotFound, "%s", why)
		}
		return p.constant(w.a, e.at, v)
	}
	return p.bound(w, e, b)
}

// bound compiles what a name stands for, once per scope.
func (p *compiler) bound(w site, e *expr, b binding) (rules.Node, error) {
	switch b.origin {
	case fromOutput:
		if w.term >= 0 {
			return p.expr(site{w.s, w.a, b.index, w.term}, w.a.openTerms[w.term].fallback[b.index].value)
		}
		return p.output(w.s, w.a, b.index)
	case fromTerm:
		return p.once(w.s, w.a, b, func() (rules.Node, error) { return p.term(w.s, w.a, b.index) })
	case fromInput:
		return p.once(w.s, w.a, b, func() (rules.Node, error) { return p.input(w.s, w.a, b.index) })
	case fromParameter:
		return p.once(w.s, w.a, b, func() (rules.Node, error) { return p.parameter(w.s, w.a, b.index) })
	}
	return 0, w.a.errorAt(e.at, VariableNotFound, "Variable not found: %s", e.variable)
}

// input compiles an input: a fact, or an output of this law or another.
func (p *compiler) input(s *scope, a *Article, i int) (rules.Node, error) {
	in := a.inputs[i]
	if by, ok := s.bound[in.name]; ok {
		return p.argument(by)
	}
	if in.fact() {
		return p.fact(a, in.at, &in.field)
	}
	if in.regulation == "" {
		target, _ := a.law.answering(in.output, false)
		if target == nil {
			return 0, a.errorAt(in.sourceAt, OutputNotFound, "Output '%s' not found in law '%s'", in.output, a.law.ID)
		}
		return p.reference(s, a, in, target)
	}
	target, err := p.answering(in.regulation, in.output)
	if err != nil {
		return 0, a.reach(in.sourceAt, err)
	}
	return p.reference(passed(a, i, s), a, in, target)
}

// reach gives an error that has no place in a file the place of the reference.
func (a *Article) reach(at pos, err error) error {
	if e, ok := err.(*Error); ok && e.Line == 0 {
		return a.errorAt(at, e.Kind, "%s", e.Message)
	}
	return err
}

// reference compiles the output of another article.
func (p *compiler) reference(s *scope, a *Article, in *input, target *Article) (rules.Node, error) {
	if err := p.enter(target); err != nil {
		return 0, err
	}
	return p.follow(a, in.sourceAt, target.law.ID+"#"+in.output, func() (rules.Node, error) {
		return p.output(s, target, target.setting(in.output, len(target.actions)))
	})
}

// parameter compiles a parameter: what another law passes, the municipality, or
// a fact.
func (p *compiler) parameter(s *scope, a *Article, i int) (rules.Node, error) {
	f := a.parameters[i]
	if by, ok := s.bound[f.name]; ok {
		return p.argument(by)
	}
	if f.name == municipalityParameter && p.q.Municipality != "" {
		return p.b.Text(p.q.Municipality), nil
	}
	return p.fact(a, f.at, f)
}

// argument compiles what another article passes for a parameter.
func (p *compiler) argument(by bound) (rules.Node, error) {
	e := by.value
	if e.variable == "" {
		return p.constant(by.of, e.at, e.literal)
	}
	b := by.of.lookupArgument(e.variable, by.input)
	switch {
	case b.origin == fromDay || b.origin == fromDefinition:
		w := site{by.in, by.of, 0, -1}
		if b.origin == fromDefinition {
			v, why := part(by.of.definitions[b.index].value, e)
			if why != "" {
				return 0, by.of.errorAt(e.at, VariableNotFound, "%s", why)
			}
			return p.constant(by.of, e.at, v)
		}
		return p.variable(w, e)
	case len(e.path) > 0:
		return 0, by.of.errorAt(e.at, Unsupported, "$%s is not known when the law is compiled, so it has no parts", e.variable)
	}
	return p.bound(site{by.in, by.of, 0, -1}, e, b)
}

// term compiles an open term: the article that fills it, or its default.
func (p *compiler) term(s *scope, a *Article, i int) (rules.Node, error) {
	t := a.openTerms[i]
	filling, err := p.corpus.fill(a, t, p.q.On, p.q.Municipality)
	if err != nil {
		return 0, err
	}
	key := a.law.ID + " article " + a.Number + " open term " + t.name
	if filling != nil {
		if err := p.enter(filling); err != nil {
			return 0, err
		}
		set := filling.setting(t.name, len(filling.actions))
		if set < 0 {
			return 0, filling.errorAt(filling.at, OutputNotFound, "Output '%s' not found in law '%s'", t.name, filling.law.ID)
		}
		return p.follow(a, t.at, key, func() (rules.Node, error) {
			return p.output(s.declared(filling), filling, set)
		})
	}
	for j := len(t.fallback) - 1; j >= 0; j-- {
		if t.fallback[j].output == t.name {
			return p.follow(a, t.at, key, func() (rules.Node, error) {
				return p.expr(site{s, a, j, i}, t.fallback[j].value)
			})
		}
	}
	return 0, a.errorAt(t.at, Unsupported, "open term %q is filled by nothing and has no default, so it is null; give it a default", t.name)
}
