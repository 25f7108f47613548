package law

import "zeker/offers/rules"

// origin is what a name in a law stands for.
type origin uint8

const (
	noOrigin origin = iota
	fromDay         // $referencedate
	fromOutput
	fromDefinition
	fromTerm
	fromInput
	fromParameter
)

// binding says what a name stands for at one place of an article.
type binding struct {
	origin origin
	index  int // in the article's outputs by action, definitions, open terms, inputs or parameters
}

// lookup finds a name in the action with index before: outputs of earlier
// actions, then definitions, which shadow all that is below them, then open
// terms, inputs and parameters. The calculation date cannot be shadowed.
func (a *Article) lookup(name string, before int) binding {
	if name == rules.ReferenceDate {
		return binding{origin: fromDay}
	}
	for i := min(before, len(a.actions)) - 1; i >= 0; i-- {
		if a.actions[i].output == name {
			return binding{fromOutput, i}
		}
	}
	if i := a.definitionIndex(name); i >= 0 {
		return binding{fromDefinition, i}
	}
	for i, t := range a.openTerms {
		if t.name == name {
			return binding{fromTerm, i}
		}
	}
	if i := a.inputIndex(name); i >= 0 {
		return binding{fromInput, i}
	}
	return a.lookupParameter(name)
}

// lookupArgument finds a name in the parameters that the input with index before
// passes on: there, inputs go before definitions.
func (a *Article) lookupArgument(name string, before int) binding {
	if name == rules.ReferenceDate {
		return binding{origin: fromDay}
	}
	if i := a.inputIndex(name); i >= 0 && i < before {
		return binding{fromInput, i}
	}
	if i := a.definitionIndex(name); i >= 0 {
		return binding{fromDefinition, i}
	}
	return a.lookupParameter(name)
}

// lookupFallback finds a name in action number before of the default of an open
// term: outputs of that default, earlier terms and parameters, nothing else.
func (a *Article) lookupFallback(term int, name string, before int) binding {
	if name == rules.ReferenceDate {
		return binding{origin: fromDay}
	}
	t := a.openTerms[term]
	for i := min(before, len(t.fallback)) - 1; i >= 0; i-- {
		if t.fallback[i].output == name {
			return binding{fromOutput, i}
		}
	}
	for i := term - 1; i >= 0; i-- {
		if a.openTerms[i].name == name {
			return binding{fromTerm, i}
		}
	}
	return a.lookupParameter(name)
}

func (a *Article) lookupParameter(name string) binding {
	for i, p := range a.parameters {
		if p.name == name {
			return binding{fromParameter, i}
		}
	}
	return binding{}
}

func (a *Article) definitionIndex(name string) int {
	for i := range a.definitions {
		if a.definitions[i].name == name {
			return i
		}
	}
	return -1
}

func (a *Article) inputIndex(name string) int {
	for i, in := range a.inputs {
		if in.name == name {
			return i
		}
	}
	return -1
}

// names are all names that an article knows, for proposals in messages.
func (a *Article) names() []string {
	all := []string{rules.ReferenceDate}
	for _, o := range a.outputs {
		all = append(all, o.name)
	}
	for _, d := range a.definitions {
		all = append(all, d.name)
	}
	for _, t := range a.openTerms {
		all = append(all, t.name)
	}
	for _, in := range a.inputs {
		all = append(all, in.name)
	}
	for _, p := range a.parameters {
		all = append(all, p.name)
	}
	return all
}
