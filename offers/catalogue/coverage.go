package catalogue

import (
	"fmt"

	"zeker/offers"
	"zeker/offers/law"
	"zeker/offers/rules"
)

// Coverage evaluates the readable cases of all schemes with the plain meaning of
// the law, and tells which ways of its conditions they go. A case that answers a
// criterion, or leaves facts open, goes as far as the facts reach.
func (l *Library) Coverage() (*law.Coverage, error) {
	seen := new(law.Coverage)
	for _, s := range l.schemes {
		for i := range s.Cases {
			if err := l.cover(s, &s.Cases[i], seen); err != nil {
				return nil, err
			}
		}
	}
	return seen, nil
}

// cover evaluates the outputs of a scheme for one case.
func (l *Library) cover(s *Scheme, c *Case, seen *law.Coverage) error {
	if c.NoLaw {
		return nil
	}
	own, err := l.laws.InForce(s.Law, c.On)
	if err != nil {
		return err
	}
	facts := map[string]law.Value{}
	program := typesOf(l.compiled[c.Municipality].catalogue, s.ID, c.On)
	for _, f := range c.Record.Facts {
		if i := program.FactIndex(f.Name); i >= 0 && f.Value.Knowledge != offers.Unknown {
			facts[f.Name] = asLaw(&program.Facts()[i], f.Value)
		}
	}
	town, _ := l.Municipality(c.Municipality)
	for _, output := range s.words() {
		if !own.HasOutput(output.s) {
			continue // of another law, which the right reaches
		}
		q := law.Query{Law: s.Law, Output: output.s, On: c.On, Municipality: town.Code}
		if err := l.laws.Cover(q, facts, seen); err != nil {
			return fmt.Errorf("scheme %s, case %q: %w", s.ID, c.Situation, err)
		}
	}
	return nil
}

// asLaw is a value as the law's plain meaning takes it.
func asLaw(f *rules.Fact, v offers.Value) law.Value {
	switch {
	case v.Knowledge == offers.Null:
		return law.Value{}
	case f.Type == rules.Bool:
		return law.Bool(v.N != 0)
	case f.Type == rules.Date:
		return law.Date(rules.Day(v.N))
	case f.Type == rules.Text:
		return law.Text(v.Text)
	}
	return law.Int(v.N)
}
