package offers

import "zeker/offers/rules"

// State is what can be said of a right.
type State string

// The states. Open has facts missing, and they are named; Possible misses
// nothing but a person's judgement.
const (
	Entitled    State = "entitled"
	NotEntitled State = "not_entitled"
	Open        State = "open"
	Possible    State = "possible"
)

// Class is how sure the approach may sound, by the reliability of its facts.
type Class string

// The classes of approach.
const (
	ClassOffer      Class = "offer"      // "this is for you"
	ClassInvitation Class = "invitation" // "come and check"
	ClassNone       Class = "none"       // do not approach
)

// Offer is what a scheme comes to for one household on one day.
type Offer struct {
	Scheme  *Scheme
	On      rules.Day
	Hash    string // of the bundle that made it
	Class   Class
	State   State
	Amount  int64     // eurocents per Scheme.Per; 0 unless Entitled or Possible
	Reasons []*Reason // one per criterion, in the scheme's order
	Missing []string  // facts that can still matter, best question first; only when Open
	Judged  []string  // what a person has yet to judge; only when Possible
	Facts   []*Fact   // the facts of the record that were used, in the register's order
	Laws    []LawVersion
}

// KeepFacts returns a copy of the facts that outlives the record, and says which are the
// partner's.
func (o *Offer) KeepFacts() []Fact {
	var list []Fact
	for _, f := range o.Facts {
		kept := *f
		q := o.Scheme.Question(f.Name)
		kept.OfPartner = q != nil && q.OfPartner && f.Source != Resident
		list = append(list, kept)
	}
	return list
}

// Outcome is what is known of a criterion.
type Outcome string

// The outcomes, as they stand in message keys.
const (
	Met      Outcome = "met"
	Unmet    Outcome = "unmet"
	NotKnown Outcome = "unknown"
)

// Reason says of one criterion whether it is met, and by which article.
type Reason struct {
	Key     string // "<scheme>.reason.<output>.<met|unmet|unknown>"
	Output  string
	Outcome Outcome
	Source  rules.Source
	member  []byte // of the reasons that a check answers with, and a comma
}
