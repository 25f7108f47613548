package ui

import (
	"github.com/a-h/templ"

	"zeker/offers"
)

// exampleSending are the states of an application just before it goes.
func exampleSending() []Example {
	sending := func(name string, p SendingPage) Example {
		return Example{Name: name, SignedIn: true, Page: func(f *Frame) templ.Component { return Sending(f, p) }}
	}
	firm := SendingPage{OfferPage: exampleFirm()}
	firm.Told = firm.Offer.KeepFacts()
	open := SendingPage{OfferPage: exampleOpen(), Masked: "NL … 4300", SignUntil: exampleDay + 45}
	open.Values = map[string]string{FieldFact("heeft_partner"): offers.TypedYes, FieldAccount: "NL91 ABNA 0417 1643 00"}
	open.Told = open.Offer.KeepFacts()
	ours := open.Told[1]
	ours.Contested = true
	open.Replaced = []offers.Fact{ours}
	open.Told[1].Source, open.Told[1].Value = offers.Resident, offers.Yes
	change := firm
	change.Answered = exampleReceiptOf(firm.Offer, offers.Accept)
	return []Example{sending("sending", firm), sending("sending-open", open), sending("sending-change", change)}
}
