package offers

import "zeker/offers/rules"

// AnswerKind is what a resident answers to an offer.
type AnswerKind string

// The answers. No is a good answer: it needs no reason.
const (
	Accept      AnswerKind = "accept"       // "ik vraag dit aan": an application
	Decline     AnswerKind = "decline"      //
	DeclineYear AnswerKind = "decline_year" // and do not offer it again for a year
	Talk        AnswerKind = "talk"         // talk first; the deadline pauses
	// Withdraw takes the answer before it back: an application, or a no. From then on
	// there is no answer, and the resident can choose anew. An application that delivery
	// took stays one until whoever has it lets it go; the wish is delivered to them.
	Withdraw AnswerKind = "withdraw"
)

// No reports whether the answer is a no.
func (k AnswerKind) No() bool { return k == Decline || k == DeclineYear }

// Revocable reports whether an answer can be taken back. A talk is not: who no longer wants
// it gives another answer.
func (k AnswerKind) Revocable() bool { return k == Accept || k.No() }

// Answer is one answer to one offer. The first of a sequence number wins; a
// changed mind is the next number, until delivery has taken the answer.
type Answer struct {
	OfferID     string
	Sequence    int // from 1
	Kind        AnswerKind
	At          int64  // seconds since 1970, UTC
	Corrections []Fact // what the resident corrected or added; only with Accept
	Wish        string // only with Talk: how and when to call, in the resident's words
	Talk        Conversation
}

// Conversation is how a resident wants to talk; "" leaves a thing to whoever talks to them.
type Conversation struct {
	Way      string // "call", "counter" or "home"
	Part     string // of the day: "morning" or "afternoon"
	Language string // code
	Company  bool   // somebody of theirs is there too
}

// Request is what a resident asks a source to put right. It goes along with the
// application to whoever decides; the source itself changes what it knows, or does not.
type Request struct {
	Fact   string
	Source string // as in Question.Source
	Value  Value  // what it should be, by the resident; unknown when they did not say
}

// Receipt is what a resident keeps of an answer: everything that was on the
// page, frozen.
type Receipt struct {
	Number       string
	OfferID      string
	Sequence     int
	Kind         AnswerKind
	At           int64
	On           rules.Day // the day that the offer was made for
	Municipality string    // id
	Scheme       string
	State        State
	Amount       int64 // eurocents
	Per          Per
	DecidedBy    Decider
	BundleHash   string
	Laws         []LawVersion
	Facts        []Fact
	Requests     []Request  // what they ask sources to put right
	Language     string     // of the page
	Card         []CardText // the repayment card as it was shown
	Wish         string
	Talk         Conversation // only with Talk
	Account      string       // that the resident gave for the money, now or with an answer before, masked; "" for none
	Helper       string       // who pressed for the resident, as they call them; "" for themselves
	Proof        string       // all of the above in its signed form, as it was when the answer was stored; "" for none
}

// CardText is one line of a card as it was shown, in the words of the page.
type CardText struct {
	Topic   Topic
	Text    string
	Article Article
}
