package ui

import (
	"slices"

	"github.com/a-h/templ"

	"zeker/locales"
	"zeker/offers"
)

// exampleHead is as long as the head of a receipt, and signed by nobody.
const exampleHead = `zeker-receipt/1
4F7K-9M2Q-8XTC-31VN
2026-11-16T13:05:00Z accept
zonnedijk individuele_inkomenstoeslag
possible 52700 once
bundle nyxOihC301Vm4fDCqbhNdxPF4vag2bjHTl8aKzxNXm8
receipt 0000000000000000000000000000000000000000000

— zonnedijk AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
`

func exampleReceipt(kind offers.AnswerKind) *offers.Receipt {
	return exampleReceiptOf(examplePossible().Offer, kind)
}

func exampleReceiptOf(o offers.Offer, kind offers.AnswerKind) *offers.Receipt {
	r := &offers.Receipt{
		Number: "4F7K-9M2Q-8XTC-31VN", OfferID: "c7", Sequence: 1, Kind: kind, On: o.On, Scheme: o.Scheme.ID,
		State: o.State, Amount: o.Amount, Per: o.Scheme.Per, DecidedBy: o.Scheme.DecidedBy, Laws: o.Laws, Facts: o.KeepFacts(), Language: locales.Leading,
		BundleHash: "9f2c4e8a10b7d35566e1f0c2a9b84d7713c5e2f6a0d9b8c74e5f1a2b3c4d5e6f",
	}
	if kind == offers.Accept {
		r.Account = "NL … 4300"
	}
	if kind == offers.Talk {
		r.Wish = "Bel mij na 17 uur. Mijn zus luistert mee."
		r.Talk = offers.Conversation{Way: "call", Part: "afternoon", Language: "tr", Company: true}
	}
	return r
}

// exampleReceipts are the states of a receipt.
func exampleReceipts() []Example {
	var list []Example
	receiptOf := func(o offers.Offer, name string, kind offers.AnswerKind, set func(*ReceiptPage)) {
		list = append(list, Example{Name: "receipt-" + name, SignedIn: true, Page: func(f *Frame) templ.Component {
			r := exampleReceiptOf(o, kind)
			r.Card = CardTexts(f.L, o.Scheme)
			code, _ := NewCode(exampleHead)
			page := ReceiptPage{Receipt: *r, Inputs: exampleInputs, Code: code, Day: o.On, Hour: 14, Minute: 5, Counts: true}
			page.Why.Asked = kind.No()
			set(&page)
			return Receipt(f, page)
		}})
	}
	receipt := func(name string, kind offers.AnswerKind, set func(*ReceiptPage)) {
		receiptOf(examplePossible().Offer, name, kind, set)
	}
	for _, kind := range []offers.AnswerKind{offers.Accept, offers.Decline, offers.DeclineYear, offers.Talk, offers.Withdraw} {
		receipt(string(kind), kind, func(p *ReceiptPage) { p.Again = kind == offers.Talk })
	}
	receipt("withdraw-delivered", offers.Withdraw, func(p *ReceiptPage) { p.Delivered = true })
	receipt("later", offers.Decline, func(p *ReceiptPage) { p.Latest, p.Counts, p.Why.Asked = "8XTC-31VN-4F7K-9M2Q", false, false })
	receipt("why", offers.Decline, func(p *ReceiptPage) {
		p.Why = Why{Asked: true, Told: true, Done: true, Choice: "fear", Words: "Vorig jaar moest ik ook al terugbetalen."}
	})
	receipt("why-gone", offers.Decline, func(p *ReceiptPage) { p.Why.Done = true })
	receipt("why-wrong", offers.Decline, func(p *ReceiptPage) {
		p.Why.Errors = []FieldError{{FieldWhyWords, "field.wish_too_long"}}
	})
	receipt("contested", offers.Accept, func(p *ReceiptPage) {
		i := slices.IndexFunc(p.Receipt.Facts, func(f offers.Fact) bool { return f.Name == "heeft_partner" })
		had := p.Receipt.Facts[i]
		had.Contested = true
		p.Receipt.Facts[i] = offers.Fact{Name: had.Name, Value: offers.Yes, Source: offers.Resident}
		p.Receipt.Facts = append(p.Receipt.Facts, had)
		p.Receipt.Requests = []offers.Request{{Fact: had.Name, Source: had.Source, Value: offers.Yes}}
	})
	sent := Status{Asked: exampleDay, Latest: exampleDay + 56, Article: exampleDue}
	changed := Status{Asked: exampleDay - 7, Taken: exampleDay - 6, Latest: exampleDay + 49, Article: exampleDue, Changed: true}
	receipt("sent", offers.Accept, func(p *ReceiptPage) { p.Status = &sent })
	receiptOf(exampleAsked(examplePossible().Offer, changed.Asked), "changed", offers.Accept, func(p *ReceiptPage) { p.Status = &changed })
	for _, award := range offers.Awards {
		status := exampleDecided(award)
		thought := exampleAsked(exampleFirm().Offer, status.Asked)
		if award != offers.Granted {
			status.Thought = &thought
		}
		receiptOf(thought, string(award), offers.Accept, func(p *ReceiptPage) {
			p.Delivered, p.Status = true, status
		})
	}
	for _, award := range []offers.Award{offers.Granted, offers.Refused} {
		receiptOf(exampleAsked(exampleFirm().Offer, exampleDay-40), "withdraw-"+string(award), offers.Withdraw, func(p *ReceiptPage) {
			p.Delivered, p.Status = true, exampleDecided(award)
		})
	}
	return list
}

// exampleDecided is where an application stands that was decided on; of one that was given
// in part so long ago that the time to object is over.
func exampleDecided(award offers.Award) *Status {
	s := &Status{
		Asked: exampleDay - 49, Taken: exampleDay - 48, Object: exampleDay + 38, Article: objection.Article,
		Decision: &offers.Decision{Sent: exampleDay - 4, Outcome: award},
	}
	if award == offers.Partly {
		s.Asked, s.Taken, s.Object, s.TooLate = s.Asked-63, s.Taken-63, s.Object-63, true
		s.Decision.Sent -= 63
	}
	return s
}
