package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"zeker/offers"
)

// lawCards are schemes whose card tells of a whole law: others rest on the same.
var lawCards = map[string]string{"awir": "zorgtoeslag", "participatiewet": "algemene_bijstand"}

// repayment answers an example about repayment, as far as the card of a scheme
// does: where the law forbids to revise a grant, and where it names a figure.
func (v *vectors) repayment(e *vector, base string, year int) (map[string]answer, error) {
	town, err := v.library.Catalogue(v.municipality)
	if err != nil {
		return nil, err
	}
	if card, ok := lawCards[base]; ok {
		base = card
	}
	on, err := dayOf(e, year)
	if err != nil {
		return nil, err
	}
	period, err := town.On(on)
	if err != nil {
		return nil, skip(fmt.Sprintf("on %s: %v", on, err))
	}
	scheme, err := period.Scheme(base)
	if err != nil {
		return nil, skip("there is no scheme " + base + " with a repayment card in that year")
	}
	switch scheme.Repayment.Category {
	case offers.Final:
		return finalAnswers(e)
	case offers.AdvanceYearly:
		return advanceAnswers(e, &scheme.Repayment)
	case offers.RunningPw:
		return runningAnswers(e, &scheme.Repayment)
	}
	return nil, skip("what happens depends on more than the card says")
}

// finalAnswers: nothing that comes after the grant leads to repayment.
func finalAnswers(e *vector) (map[string]answer, error) {
	if taken, named := e.Inputs["grant_decision_taken"].(bool); named && !taken {
		return nil, skip("without a grant there is nothing to revise")
	}
	no, none := yesNo(false), cents(0)
	return map[string]answer{
		"decision_revised_to_detriment": no, "revised": no, "recovered": no, "repay": no, "must_repay": no,
		"amount_to_repay": none, "recovery_decision_amount": none,
	}, nil
}

// advanceAnswers: the figures of the card, for the events that it speaks of.
func advanceAnswers(e *vector, card *offers.Repayment) (map[string]answer, error) {
	event, _ := e.Inputs["event"].(string)
	for key := range e.Inputs {
		switch key {
		case "event", "recoverable_amount", "years_since_end_of_calculation_year":
		default:
			return nil, skip(fmt.Sprintf("the card says nothing about %q", key))
		}
	}
	if amount, named := e.Inputs["recoverable_amount"]; named && strings.HasPrefix(event, "final award") {
		c, err := toCents(amount)
		threshold, ok := figureOf(card, "Threshold")
		if err != nil || !ok {
			return nil, skip("the card has no threshold for it")
		}
		if c <= threshold {
			c = 0
		}
		return map[string]answer{"recovered": yesNo(c > 0), "recovery_decision_amount": cents(c)}, nil
	}
	if years, named := e.Inputs["years_since_end_of_calculation_year"].(json.Number); named && event == "revision of advance to lower amount" {
		n, err := years.Int64()
		limit, ok := figureOf(card, "Years")
		if err != nil || !ok {
			return nil, skip("the card has no years for it")
		}
		return map[string]answer{"allowed": yesNo(n < limit)}, nil
	}
	return nil, skip("it is told in words")
}

// runningAnswers: the card's figures for when the municipality may stop, where it
// must recover.
func runningAnswers(e *vector, card *offers.Repayment) (map[string]answer, error) {
	if must, _ := e.Inputs["recovered_under_art_58_1"].(bool); !must || len(e.Inputs) != 2 {
		return nil, skip("it is told in words")
	}
	for input, figure := range map[string]string{"years_full_payment": "RelievedAfter", "lump_sum_offer_pct_of_rest": "Percent"} {
		number, named := e.Inputs[input].(json.Number)
		if !named {
			continue
		}
		n, err := number.Int64()
		limit, ok := figureOf(card, figure)
		if err != nil || !ok {
			return nil, skip("the card has no figure for it")
		}
		return map[string]answer{"rest_may_be_waived": yesNo(n >= limit)}, nil
	}
	return nil, skip("it is told in words")
}

func figureOf(card *offers.Repayment, name string) (int64, bool) {
	for _, line := range card.Lines {
		for _, arg := range line.Args {
			if arg.Name == name {
				return arg.Amount, true
			}
		}
	}
	return 0, false
}
