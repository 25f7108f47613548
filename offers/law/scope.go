package law

import (
	"fmt"
	"slices"
	"strings"
)

// scope holds what the parameters of one article stand for. A parameter that is
// not bound is a fact of its own name.
type scope struct {
	key   string // equal keys, equal scopes
	bound map[string]bound
}

// bound is the value that another article passes: an expression in its scope.
type bound struct {
	value *expr
	of    *Article // article that passes it
	input int      // inputs of that article before this one are visible
	in    *scope
}

// free is the scope of the article that was asked for: nothing is bound.
var free = &scope{key: "free"}

// passed is the scope of an article of another law: only what is mapped.
func passed(a *Article, input int, in *scope) *scope {
	s := &scope{bound: map[string]bound{}}
	for _, arg := range a.inputs[input].arguments {
		b := bound{arg.value, a, input, in}
		// A fact that is handed on under its own name all the way from the top is
		// the fact itself.
		if v := arg.value; v.variable == arg.name && len(v.path) == 0 && a.isFact(a.lookupArgument(v.variable, input)) {
			outer, isBound := in.bound[v.variable]
			if !isBound {
				continue
			}
			b = outer
		}
		s.bound[arg.name] = b
	}
	return s.named()
}

// isFact reports whether a name stands for a parameter, or for an input that
// nobody computes.
func (a *Article) isFact(b binding) bool {
	return b.origin == fromParameter || b.origin == fromInput && a.inputs[b.index].fact()
}

// declared is the scope of an article that fills an open term: of the parameters
// only those that it declares.
func (s *scope) declared(a *Article) *scope {
	t := &scope{bound: map[string]bound{}}
	for _, p := range a.parameters {
		if b, ok := s.bound[p.name]; ok {
			t.bound[p.name] = b
		}
	}
	return t.named()
}

// named gives a scope its key, by which a value is compiled once per scope.
func (s *scope) named() *scope {
	if len(s.bound) == 0 {
		return free
	}
	parts := make([]string, 0, len(s.bound))
	for name, b := range s.bound {
		parts = append(parts, fmt.Sprintf("%s=%s %s %s %v:%v(%s)", name, b.of.law.ID, b.of.law.Version, b.of.Number,
			b.value.at.line, b.value.at.column, b.in.key))
	}
	slices.Sort(parts)
	s.key = strings.Join(parts, ",")
	return s
}
