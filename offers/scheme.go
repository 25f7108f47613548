package offers

import "zeker/offers/rules"

// Mode says who does what between an offer and an award.
type Mode string

// The three modes of the motion Zeedijk/Mohandis.
const (
	Prefilled Mode = "prefilled" // the resident applies, a person decides
	Automated Mode = "automated" // the resident applies, the rules decide
	Automatic Mode = "automatic" // the grant is announced, with time to decline
)

// Decider is the authority that decides on a scheme.
type Decider string

// The authorities. A scheme that the municipality does not decide is "not ours":
// checked and explained, never scanned, sent or accepted here.
const (
	Municipality    Decider = "municipality"
	SVB             Decider = "svb"
	UWV             Decider = "uwv"
	DienstToeslagen Decider = "dienst_toeslagen"
)

// Per is how often an amount is paid, if it is.
type Per string

// The periods that a scheme may pay by.
const (
	PerYear  Per = "year"
	PerMonth Per = "month"
	Once     Per = "once"
	OffBill  Per = "off_bill" // nothing is paid: so much less of a bill is owed
)

// Article points to a place in a law, for people.
type Article struct {
	Law     string // name as people cite it: "Participatiewet"
	Number  string // "78gg"
	Section string // lid, "" when the whole article
	Year    int    // year of the text that was read
	URL     string
}

// Scheme is one scheme of a municipality: what is offered, on which law, in
// which way, and what could be reclaimed.
type Scheme struct {
	ID        string
	Right     string   // boolean output: whether there is a right
	Amount    string   // output in eurocents, per Per; meaningful when there is a right
	Per       Per      //
	Criteria  []string // boolean outputs shown to the resident, in this order
	Why       string   // the one of Criteria that says shortest why somebody sees the scheme
	Mode      Mode
	DecidedBy Decider
	Accept    AcceptBy
	// Account is the boolean fact that says that the municipality knows an
	// account to pay to; "" when nothing is paid. Without one only a resident who
	// signed in can apply, and gives theirs.
	Account   string
	Basis     Article      // the article that gives the right
	Laws      []LawVersion // that the right, the amount and the criteria rest on
	Approach  string       // id of the Ground that allows approaching people
	Register  []Question
	Grounds   []Ground
	Repayment Repayment
	ApplyAt   string    // address of the authority's own form, for a scheme that is not ours
	ApplyBy   rules.Day // last day to apply there, 0 when the law names none
}

// AcceptBy says how sure the portal must be of who accepts.
type AcceptBy string

// The ways to accept.
const (
	AcceptByLetter AcceptBy = "letter"  // the letter code is enough; money only to a known account
	AcceptBySignIn AcceptBy = "sign_in" // DigiD or the counter
)

// Ours reports whether the municipality itself decides, and so may offer.
func (s *Scheme) Ours() bool { return s.DecidedBy == Municipality }

// movedBy reports whether a change, or the money of another scheme, moves a fact of the register.
func (s *Scheme) movedBy(on string) bool {
	for i := range s.Register {
		for j := range s.Register[i].Moves {
			if s.Register[i].Moves[j].On == on {
				return true
			}
		}
	}
	return false
}

// Question returns the register's entry for a fact or a criterion, nil when the
// scheme does not ask for it.
func (s *Scheme) Question(name string) *Question {
	if i := s.question(name, 0); i >= 0 {
		return &s.Register[i]
	}
	return nil
}

// question returns where in the register a name stands, -1 when it does not. It
// looks from a place on, and then before it.
func (s *Scheme) question(name string, from int) int {
	for i := from; i < len(s.Register); i++ {
		if s.Register[i].Name == name {
			return i
		}
	}
	for i := range min(from, len(s.Register)) {
		if s.Register[i].Name == name {
			return i
		}
	}
	return -1
}

// Ground returns a legal ground by its id, nil when the scheme has none of that id.
func (s *Scheme) Ground(id string) *Ground {
	for i := range s.Grounds {
		if s.Grounds[i].ID == id {
			return &s.Grounds[i]
		}
	}
	return nil
}
