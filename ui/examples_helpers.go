package ui

import (
	"github.com/a-h/templ"

	"zeker/offers"
	"zeker/offers/rules"
)

// exampleHelpers are the states of the pages of helpers, and of those that a helper sees.
func exampleHelpers() []Example {
	signedIn := func(name string, page func(f *Frame) templ.Component) Example {
		return Example{Name: name, SignedIn: true, Page: func(f *Frame) templ.Component {
			f.Identified = true
			return page(f)
		}}
	}
	helping := func(name string, page func(f *Frame) templ.Component) Example {
		return Example{Name: name, Page: func(f *Frame) templ.Component {
			f.Behalf = "S. Yılmaz"
			return page(f)
		}}
	}
	form := HelpersPage{
		Schemes: []string{"alleenverdieners", "individuele_inkomenstoeslag"},
		Untils:  []rules.Day{exampleDay + 7, exampleDay.AddMonths(1)},
	}
	full, made, wrong := form, form, form
	full.Lines = []HelperLine{
		{"A", "mijn zus", []string{"alleenverdieners"}, true, true, exampleDay + 7},
		{"B", "de buurvrouw", []string{"alleenverdieners", "individuele_inkomenstoeslag"}, false, false, exampleDay + 30},
	}
	full.Ended = true
	made.Code, made.CodeFor = "7K2M-9QXC-44DT-8W31", "mijn zus"
	wrong.Errors = []FieldError{{FieldHelper, "helpers.name_empty"}, {FieldSchemes, "helpers.schemes_empty"}}
	look, receipt := exampleFirm(), exampleReceipt(offers.Decline)
	look.Accept, receipt.Helper = LookOnly, "mijn zus"
	sending := SendingPage{OfferPage: exampleJoint(exampleOpen()), HelpedBy: "mijn zus", SignUntil: exampleDay + 45}
	sending.Told = sending.Offer.KeepFacts()
	asked := exampleReceiptOf(exampleJoint(examplePossible()).Offer, offers.Accept)
	asked.Helper = "mijn zus"
	waits := Status{Asked: exampleDay, Signature: Waits, SignUntil: sending.SignUntil}
	return []Example{
		signedIn("helpers", func(f *Frame) templ.Component { return Helpers(f, full) }),
		signedIn("helpers-made", func(f *Frame) templ.Component { return Helpers(f, made) }),
		signedIn("helpers-wrong", func(f *Frame) templ.Component { return Helpers(f, wrong) }),
		signedIn("helpers-nothing", func(f *Frame) templ.Component { return Helpers(f, HelpersPage{}) }),
		signedIn("helpers-opted-out", func(f *Frame) templ.Component { return Helpers(f, HelpersPage{OptedOut: true}) }),
		signedIn("helping", func(f *Frame) templ.Component {
			return Helping(f, HelpingPage{Lines: []HelpingLine{{"A", "S. Yılmaz", exampleDay + 7}}})
		}),
		signedIn("helping-wrong", func(f *Frame) templ.Component {
			return Helping(f, HelpingPage{Errors: []FieldError{{FieldCode, "helping.code_closed"}}})
		}),
		helping("behalf-offers", func(f *Frame) templ.Component { return Offers(f, exampleList()) }),
		helping("behalf-look", func(f *Frame) templ.Component { return Offer(f, &look) }),
		helping("behalf-receipt", func(f *Frame) templ.Component {
			return Receipt(f, ReceiptPage{Receipt: *receipt, Inputs: exampleInputs, Day: exampleDay, Hour: 14, Minute: 5})
		}),
		helping("behalf-sending", func(f *Frame) templ.Component { return Sending(f, sending) }),
		helping("behalf-partner", func(f *Frame) templ.Component {
			return Receipt(f, ReceiptPage{Receipt: *asked, Inputs: exampleInputs, Status: &waits, Day: exampleDay, Hour: 14, Minute: 5, Counts: true})
		}),
	}
}
