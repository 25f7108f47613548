package catalogue

import (
	"go.yaml.in/yaml/v3"

	"zeker/offers/rules"
)

// ageFile says how old somebody must be to answer with more than nothing.
type ageFile struct {
	Node  *yaml.Node `key:"@"`
	Of    string     `key:"of"` // the fact that is the day of birth
	Years int        `key:"years"`
}

// oldest is the highest age that a register may ask for.
const oldest = 120

// lintAges: a least age is of a number that the law reads, by a day that a law reads;
// of another scheme if need be, because a what-if knows them all.
func (l *Library) lintAges(s *Scheme) {
	for i := range s.Register {
		q := &s.Register[i]
		switch {
		case q.age == nil:
		case q.LeastAge.Years < 1 || q.LeastAge.Years > oldest:
			s.reg.refuse(q.age, "a least age is 1 to %d years", oldest)
		case !l.reads(q.LeastAge.Of, rules.Date):
			s.reg.refuse(q.age, "no law reads a day %q; a least age names the fact that is the day of birth", q.LeastAge.Of)
		case !l.reads(q.Name, rules.Number):
			s.reg.refuse(q.age, "%s is no number that a law reads, so no age goes with more than nothing of it", q.Name)
		}
	}
}

// reads reports whether the law of some municipality and period reads a fact of a type.
func (l *Library) reads(name string, t rules.Type) bool {
	for _, id := range l.Municipalities() {
		periods := l.compiled[id].catalogue.Periods
		for i := range periods {
			p := periods[i].Program
			if at := p.FactIndex(name); at >= 0 && p.Facts()[at].Type == t {
				return true
			}
		}
	}
	return false
}
