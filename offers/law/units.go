package law

// checkUnits types every expression of an article by unit, all branches
// included. Unknown units ("") never clash.
func (r *reader) checkUnits(a *Article) {
	if !a.usesUnits() {
		return
	}
	for i, act := range a.actions {
		got := r.unit(a, i, act.value)
		want := a.outputUnit(act.output)
		if got == "" || want == "" || got == want || isShare(got) && isShare(want) {
			continue
		}
		r.refuse(act.at, "output %q is declared in %s, but its value is in %s", act.output, want, got)
	}
}

// usesUnits is the format's switch: articles without any unit are not checked.
func (a *Article) usesUnits() bool {
	for _, d := range a.definitions {
		if d.unit != "" {
			return true
		}
	}
	for _, in := range a.inputs {
		if in.unit != "" {
			return true
		}
	}
	for _, o := range a.outputs {
		if o.unit != "" {
			return true
		}
	}
	return false
}

func (a *Article) outputUnit(name string) string {
	for _, o := range a.outputs {
		if o.name == name {
			return o.unit
		}
	}
	return ""
}

// unit returns the unit of an expression in the action with index before, ""
// when it is not known, and reports what cannot be combined.
func (r *reader) unit(a *Article, before int, e *expr) string {
	switch {
	case e == nil:
		return ""
	case e.variable != "":
		return a.variableUnit(e, before)
	case e.op == "":
		return ""
	}
	of := make([]string, len(e.args))
	for i, arg := range e.args {
		of[i] = r.unit(a, before, arg)
	}
	switch e.op {
	case "ADD", "SUBTRACT", "MIN", "MAX":
		return r.foldUnits(e, of, sameUnit)
	case "MULTIPLY":
		return r.foldUnits(e, of, timesUnit)
	case "DIVIDE":
		return r.foldUnits(e, of, divideUnit)
	case "EQUALS", "NOT_EQUALS", "GREATER_THAN", "LESS_THAN", "GREATER_THAN_OR_EQUAL", "LESS_THAN_OR_EQUAL":
		r.foldUnits(e, of, sameUnit)
	case "IN", "NOT_IN":
		for i := 1; i < len(of); i++ {
			r.foldUnits(e, []string{of[0], of[i]}, sameUnit)
		}
	case "IF":
		return r.foldUnits(e, branches(of), sameUnit)
	case "ROUND", "CEIL", "FLOOR":
		return of[0]
	case "AGE":
		return "years"
	}
	return ""
}

// branches are the results of IF: every then, and the default.
func branches[T any](args []T) []T {
	var all []T
	for i := 1; i < len(args)-1; i += 2 {
		all = append(all, args[i])
	}
	return append(all, args[len(args)-1])
}

func (a *Article) variableUnit(e *expr, before int) string {
	if len(e.path) > 0 {
		return ""
	}
	switch b := a.lookup(e.variable, before); b.origin {
	case fromOutput:
		return a.outputUnit(e.variable)
	case fromDefinition:
		return a.definitions[b.index].unit
	case fromInput:
		return a.inputs[b.index].unit
	case fromParameter:
		return a.parameters[b.index].unit
	}
	return ""
}

// foldUnits combines known units from left to right; the text of a mismatch is
// the format's own.
func (r *reader) foldUnits(e *expr, of []string, combine func(a, b string) (string, bool)) string {
	result := ""
	for _, unit := range of {
		switch {
		case unit == "":
		case result == "":
			result = unit
		default:
			combined, ok := combine(result, unit)
			if !ok {
				r.failAt(e.at, UnitMismatch, "Unit mismatch in %s: cannot combine %s and %s", e.op, result, unit)
				return ""
			}
			result = combined
		}
	}
	return result
}

func isShare(unit string) bool { return unit == "ratio" || unit == "percentage" }

func sameUnit(a, b string) (string, bool) { return a, a == b }

func timesUnit(a, b string) (string, bool) {
	switch {
	case isShare(b):
		return a, true
	case isShare(a):
		return b, true
	}
	return "", false
}

func divideUnit(a, b string) (string, bool) {
	switch {
	case isShare(b):
		return a, true
	case a == b:
		return "ratio", true
	}
	return "", false
}
