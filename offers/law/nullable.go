package law

// findNullable notes the facts that some article compares with null: only for
// these does a compiled program give null a meaning.
func (c *Corpus) findNullable() {
	for _, id := range c.ids() {
		for _, l := range c.laws[id] {
			for _, a := range l.Articles {
				for i, act := range a.actions {
					act.value.walk(func(e *expr) {
						if v := e.comparedWithNull(); v != nil && len(v.path) == 0 {
							c.markNullable(a, a.lookup(v.variable, i), v.variable, 0)
						}
					})
				}
			}
		}
	}
}

// comparedWithNull returns the variable that an operation tests for null, or nil.
func (e *expr) comparedWithNull() *expr {
	switch e.op {
	case "IS_NULL", "NOT_NULL":
		if e.args[0] != nil && e.args[0].variable != "" {
			return e.args[0]
		}
	case "EQUALS", "NOT_EQUALS":
		for i := range e.args {
			if e.args[1-i].isNull() && e.args[i] != nil && e.args[i].variable != "" {
				return e.args[i]
			}
		}
	case "IN", "NOT_IN":
		for _, value := range e.args[1:] {
			if value.isNull() && e.args[0].variable != "" {
				return e.args[0]
			}
		}
	}
	return nil
}

// markNullable follows a name to the fact that it stands for: through inputs,
// outputs that only pass a value on, and parameters given by other laws.
func (c *Corpus) markNullable(a *Article, b binding, name string, depth int) {
	if depth > maxDepth {
		return
	}
	switch b.origin {
	case fromParameter:
		c.nullable[name] = true
		c.markArguments(a, name, depth)
	case fromOutput:
		if e := a.actions[b.index].value; e.variable != "" && len(e.path) == 0 {
			c.markNullable(a, a.lookup(e.variable, b.index), e.variable, depth+1)
		}
	case fromInput:
		in := a.inputs[b.index]
		if in.fact() {
			c.nullable[name] = true
			return
		}
		targets := []*Law{a.law}
		if in.regulation != "" {
			targets = c.laws[in.regulation]
		}
		for _, l := range targets {
			if target, _ := l.answering(in.output, in.regulation != ""); target != nil {
				c.markNullable(target, target.lookup(in.output, len(target.actions)), in.output, depth+1)
			}
		}
	}
}

// markArguments follows a parameter to what other laws pass for it.
func (c *Corpus) markArguments(target *Article, name string, depth int) {
	for _, id := range c.ids() {
		for _, l := range c.laws[id] {
			for _, a := range l.Articles {
				for i, in := range a.inputs {
					if in.regulation != target.law.ID {
						continue
					}
					for _, arg := range in.arguments {
						if arg.name == name && arg.value.variable != "" {
							c.markNullable(a, a.lookupArgument(arg.value.variable, i), arg.value.variable, depth+1)
						}
					}
				}
			}
		}
	}
}
