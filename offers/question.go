package offers

import "zeker/offers/rules"

// Question is one entry of a scheme's register: one thing the scheme has to
// know, and everything a resident or a lawyer may ask about that.
type Question struct {
	Name        string      // the law's input, or its boolean output for a criterion
	Criterion   bool        // the source answers yes, no or unknown; no value travels
	Source      string      // who knows it: "brp", "own_file", "inlichtingenbureau", "resident", "person"
	Ground      string      // id of the Ground that allows asking the source
	Reliability Reliability // of the source's answer
	Ask         bool        // the resident may give or correct it
	Retention   int         // days that a stored answer is kept after the decision
	Moves       []Move      // what changes it, for a what-if
	OfPartner   bool        // it is about the partner: a source's answer is not shown, only that it counts
	LeastAge    LeastAge    // of who answers with more than nothing
}

// LeastAge is how old somebody must be for an answer: who has a child of sixteen is
// no younger than that. The zero value asks no age.
type LeastAge struct {
	Of    string // the fact that is the day of birth; "" when no age matters
	Years int
}

// TooYoung reports whether the facts, as they are on a day, answer the question with
// more than nothing for somebody who is too young for that. What is not known is not
// too young.
//
//go:noinline
func (q *Question) TooYoung(facts []Fact, on rules.Day) bool {
	if q.LeastAge.Of == "" || valueOf(facts, q.Name).N <= 0 {
		return false
	}
	born := valueOf(facts, q.LeastAge.Of)
	return born.Knowledge == Known && rules.Day(born.N).AddMonths(monthsInYear*q.LeastAge.Years) > on
}

// age makes the answers unknown that somebody so young cannot give, and appends them to
// the troubles.
//
//go:noinline
func (s *Scheme) age(facts []Fact, on rules.Day, troubles []trouble) []trouble {
	for i := range s.Register {
		q := &s.Register[i]
		for at := 0; q.TooYoung(facts, on); at++ {
			if facts[at].Name == q.Name {
				facts[at].Value = Value{}
				troubles = append(troubles, trouble{q.Name, TroubleAge})
			}
		}
	}
	return troubles
}

// Reliability says how far a source's answer may carry an offer.
type Reliability string

// High carries an offer; Medium an invitation to check; Low no approach at all.
const (
	High   Reliability = "high"
	Medium Reliability = "medium"
	Low    Reliability = "low"
)

// Ground is a legal ground for approaching people or for asking a source.
type Ground struct {
	ID      string
	Kind    GroundKind
	Article Article
	From    rules.Day // first day in force; 0 when not known
	Until   rules.Day // last day in force; 0 when it has no end
	// Cap is how many households may be approached on an experiment's ground, all
	// together; 0 for any other ground, which has no such ceiling.
	Cap int
}

// GroundKind is the standing of a ground.
type GroundKind string

// The kinds of ground. A pending ground is a bill: it is never in force until
// somebody who knows makes it a statute in the register.
const (
	Statute    GroundKind = "statute"
	Experiment GroundKind = "experiment"
	Pending    GroundKind = "pending"
)

// InForce reports whether the ground carries anything on a day.
func (g *Ground) InForce(on rules.Day) bool {
	return g != nil && g.Kind != Pending && on >= g.From && (g.Until == 0 || on <= g.Until)
}
