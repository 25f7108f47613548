package ui

import (
	"github.com/a-h/templ"

	"zeker/offers"
)

// examplePartner are the states of the pages on which a partner signs, and of the receipt
// of an application that waits for that.
func examplePartner() []Example {
	signedIn := func(name string, page func(f *Frame) templ.Component) Example {
		return Example{Name: name, SignedIn: true, Page: func(f *Frame) templ.Component {
			f.Identified = true
			return page(f)
		}}
	}
	list := []Example{
		signedIn("partner", func(f *Frame) templ.Component {
			return Partner(f, PartnerPage{Lines: []PartnerLine{{"A", "S. Yılmaz", exampleIIT.ID}}})
		}),
		signedIn("partner-wrong", func(f *Frame) templ.Component {
			return Partner(f, PartnerPage{Errors: []FieldError{{FieldCode, "partner.code_closed"}}})
		}),
	}
	for _, state := range []SignatureState{Waits, Signed, Refused, NotSigned} {
		page := SignaturePage{ID: "A", State: state, Scheme: &exampleIIT, Until: exampleDay + 45, On: exampleDay}
		status := Status{Asked: exampleDay - 7, Signature: state, SignUntil: exampleDay + 45}
		switch state {
		case Waits:
			page.Name = "S. Yılmaz"
		case Signed:
			status.SignedOn = exampleDay - 2
		}
		asked := exampleReceiptOf(exampleAsked(exampleJoint(examplePossible()).Offer, status.Asked), offers.Accept)
		receipt := ReceiptPage{Receipt: *asked, Inputs: exampleInputs, Status: &status, Day: status.Asked, Hour: 14, Minute: 5, Counts: true}
		list = append(list,
			signedIn("partner-"+string(state), func(f *Frame) templ.Component { return Signature(f, page) }),
			signedIn("receipt-partner-"+string(state), func(f *Frame) templ.Component { return Receipt(f, receipt) }))
		if state == Waits {
			made := receipt
			made.PartnerCode = "7K2M-9QXC-44DT-8W31"
			list = append(list, signedIn("receipt-partner-code", func(f *Frame) templ.Component { return Receipt(f, made) }))
		}
	}
	return list
}
