package catalogue

import (
	"slices"

	"go.yaml.in/yaml/v3"

	"zeker/offers"
	"zeker/offers/rules"
)

// moveFile is one line of a question's moves: what changes the fact.
type moveFile struct {
	Node *yaml.Node `key:"@"`
	On   string     `key:"on"` // one of offers.Changes, or another scheme
	How  string     `key:"how" of:"add less set more fewer yes no"`
	Of   string     `key:"of,optional"`
	From string     `key:"from" of:"month next_month year whole_year new_year"`
}

func moves(files []moveFile) (list []offers.Move) {
	for i := range files {
		m := &files[i]
		list = append(list, offers.Move{On: m.On, How: offers.How(m.How), Of: m.Of, From: offers.From(m.From)})
	}
	return list
}

// checkMoves: a move takes what its change asks, and what it does goes with that.
func (s *Scheme) checkMoves() {
	for i := range s.Register {
		q := &s.Register[i]
		for j := range q.moves {
			m := &q.moves[j]
			s.checkMove(m)
			if !s.inOrder(&q.Question) {
				s.reg.refuse(m.Node, "%s is no value that the law reads, so nothing moves it", q.Name)
			}
			if slices.ContainsFunc(q.moves[:j], func(o moveFile) bool { return o.On == m.On }) {
				s.reg.refuse(m.Node, "%s moves %s twice", m.On, q.Name)
			}
		}
	}
}

func (s *Scheme) checkMove(m *moveFile) {
	how, from := offers.How(m.How), offers.From(m.From)
	takes := how == offers.Add || how == offers.Less || how == offers.Set
	asks := offers.Change(m.On).Asks()
	switch {
	case m.On == s.ID:
		s.reg.refuse(m.Node, "a scheme does not move its own facts")
	case !slices.Contains(offers.Changes[:], offers.Change(m.On)):
		if how != offers.Add || m.Of != offers.AmountOf || from != offers.FromMonth && from != offers.OverYear {
			s.reg.refuse(m.Node, "of another scheme the %s is added, from the month or over the year", offers.AmountOf)
		}
	case takes != (m.Of != ""):
		s.reg.refuse(m.Node, "add, less and set take something of the change, and the others take nothing")
	case takes && !slices.ContainsFunc(asks, func(f rules.Fact) bool { return f.Name == m.Of }):
		s.reg.refuse(m.Node, "nothing asks for %q of %s", m.Of, m.On)
	case !takes && (from == offers.OverYear || from == offers.WholeYear):
		s.reg.refuse(m.Node, "only what is added or set can be the sum of a year")
	}
}

// lintMoves: the schemes that move a fact exist, and do not wait for each other.
func (l *Library) lintMoves(s *Scheme) {
	for i := range s.Register {
		for j := range s.Register[i].moves {
			m := &s.Register[i].moves[j]
			if slices.Contains(offers.Changes[:], offers.Change(m.On)) {
				continue
			}
			other, ok := l.Scheme(m.On)
			switch {
			case !ok:
				s.reg.refuse(m.Node, "there is no change and no scheme %q; changes are %v", m.On, offers.Changes)
			case l.movedBy(other, s.ID, nil):
				s.reg.refuse(m.Node, "%s moves %s and is moved by it, so neither can be worked out first", m.On, s.ID)
			}
		}
	}
}

// movedBy reports whether a scheme moves a fact of another, by way of any number of
// schemes that were not seen yet.
func (l *Library) movedBy(s *Scheme, by string, seen []string) bool {
	if slices.Contains(seen, s.ID) {
		return false
	}
	for i := range s.base.Register {
		for _, m := range s.base.Register[i].Moves {
			if m.On == by {
				return true
			}
			if next, ok := l.Scheme(m.On); ok && l.movedBy(next, by, append(seen, s.ID)) {
				return true
			}
		}
	}
	return false
}
