package ui

import (
	"zeker/offers"
	"zeker/offers/rules"
)

// OffersPage lists what there is for one resident.
type OffersPage struct {
	Name     string
	Lines    []OfferLine
	Total    Total    // of what can be answered
	OptedOut bool     // do not approach me: no fact was read, not even the name
	Unknown  bool     // who signed in is nobody that the municipality asked about
	Checks   []string // ids of the schemes that anybody may check; for who is unknown
	Marks    Marks    // of their letters; none for a helper
}

// OfferLine is one offer in the list.
type OfferLine struct {
	ID        string
	Offer     offers.Offer
	Accept    AcceptState
	Account   AccountAsk
	Answered  *offers.Receipt // the answer that counts, nil when there is none
	Revocable bool            // that answer can be taken back
	Until     rules.Day       // last day to answer, 0 for none or while the time stands still
	Over      bool            // the time to answer is over
	Status    *Status         // of an application; nil for another answer, and for none
	Whose     string          // as in Draft
}

// OfferGroup is where in the list an offer stands.
type OfferGroup string

// The groups, in the order of the page.
const (
	ToAnswer  OfferGroup = "open"     // the resident can say yes or no
	Applied   OfferGroup = "done"     // the resident said yes
	Elsewhere OfferGroup = "not_ours" // another authority decides
	SaidNo    OfferGroup = "declined" //
	TooLate   OfferGroup = "over"     // the time to answer is over
)

var offerGroups = [...]OfferGroup{ToAnswer, Applied, Elsewhere, SaidNo, TooLate}

// title is the id of the heading over the group.
func (g OfferGroup) title() string {
	if g == Elsewhere {
		return "offer.kicker.not_ours"
	}
	return "offers.group." + string(g)
}

// Group is where the offer stands.
func (l *OfferLine) Group() OfferGroup {
	switch {
	case !l.Offer.Scheme.Ours():
		return Elsewhere
	case l.Answered != nil && (l.Answered.Kind == offers.Accept || l.Accept == Delivered):
		return Applied
	case l.Answered != nil && l.Answered.Kind.No():
		return SaidNo
	case l.Over:
		return TooLate
	}
	return ToAnswer
}

// group returns the lines of a group.
func (p *OffersPage) group(g OfferGroup) (lines []*OfferLine) {
	for i := range p.Lines {
		if p.Lines[i].Group() == g {
			lines = append(lines, &p.Lines[i])
		}
	}
	return lines
}

// why is the key of the reason that says shortest why the resident sees the offer: the
// one that the scheme names when it is met, or else the first that is. "" for none.
func (l *OfferLine) why() string {
	first := ""
	for _, r := range l.Offer.Reasons {
		switch {
		case r.Outcome != offers.Met:
		case r.Output == l.Offer.Scheme.Why:
			return r.Key
		case first == "":
			first = r.Key
		}
	}
	return first
}

// questions is how many questions the offer asks.
func (l *OfferLine) questions() int64 { return int64(len(asked(&OfferPage{Offer: l.Offer}))) }

// asks are the ids of what else is asked of the resident.
func (l *OfferLine) asks(signIn SignInWay) (ids []string) {
	switch {
	case l.Accept != NeedsSignIn && l.Accept != NeedsAccount:
	case signIn == "":
		return append(ids, "offers.asks.come")
	default:
		ids = append(ids, "offers.asks.sign_in")
	}
	if l.Accept == NeedsAccount || l.Account == MustGiveAccount {
		ids = append(ids, "offers.asks.account")
	}
	return ids
}

// money is the offer as its amount is told: of an application that of its receipt.
func (l *OfferLine) money() offers.Offer {
	o := l.Offer
	if l.Answered != nil && l.Answered.Kind == offers.Accept {
		o.State, o.Amount = l.Answered.State, l.Answered.Amount
	}
	return o
}

// state is the id of what became of an offer that waits for no answer; "" for what the
// answer itself says.
func (l *OfferLine) state() string {
	switch g := l.Group(); {
	case g == Applied && l.Answered.Kind == offers.Withdraw:
		return "offer.answered." + said(offers.Withdraw, true)
	case l.Accept == Delivered:
		return "answers.blocked.delivered"
	case l.Status != nil && l.Status.unsent():
		return "receipt.lead.partner." + string(l.Status.Signature)
	case g == Applied:
		return "offer.answered.accept"
	case g == TooLate:
		return "answers.blocked.expired"
	}
	return ""
}

// Total is what offers come to in a month, about.
type Total struct {
	offers    int
	year      int64 // eurocents
	converted bool  // some of it is paid by the year
}

const monthsInYear = 12

// Add adds an offer that pays by the month or by the year; what is paid once is no
// money a month.
func (t *Total) Add(o *offers.Offer) {
	switch o.Scheme.Per {
	case offers.PerMonth:
		t.year += monthsInYear * o.Amount
	case offers.PerYear:
		t.year += o.Amount
		t.converted = true
	default:
		return
	}
	t.offers++
}

// PerMonth is the total in eurocents, down to whole euros.
func (t *Total) PerMonth() int64 { return t.year / monthsInYear / 100 * 100 }

// told reports whether the total says more than the one amount that it is of.
func (t *Total) told() bool { return t.PerMonth() > 0 && (t.offers > 1 || t.converted) }
