package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"strings"

	"zeker/offers"
	"zeker/offers/rules"
)

// mappings are the schemes whose examples can be compared, by the names that the
// examples use.
var mappings = map[string]*mapping{
	"alleenverdieners":            &alleenverdienersMapping,
	"individuele_inkomenstoeslag": &inkomenstoeslagMapping,
	"zorgtoeslag":                 &zorgtoeslagMapping,
}

// setter puts the value of an input into a household.
type setter = func(*household, any) error

// aliases gives several names the same setter.
func aliases(into map[string]setter, set setter, names ...string) {
	for _, n := range names {
		into[n] = set
	}
}

// yes sets a boolean fact.
func yes(fact string) setter {
	return func(h *household, value any) error {
		b, ok := value.(bool)
		if !ok {
			return fmt.Errorf("%v is neither true nor false", value)
		}
		h.facts[fact] = offers.No
		if b {
			h.facts[fact] = offers.Yes
		}
		return nil
	}
}

// money sets an amount.
func money(fact string) setter {
	return func(h *household, value any) error {
		c, err := toCents(value)
		if err == nil {
			h.facts[fact] = offers.Number(c)
		}
		return err
	}
}

// moneyNote keeps an amount for finish.
func moneyNote(key string) setter {
	return func(h *household, value any) error {
		c, err := toCents(value)
		if err == nil {
			h.note(key, c)
		}
		return err
	}
}

// born sets the date of birth from a date, or from an age in whole years.
func born(h *household, value any) error {
	switch v := value.(type) {
	case string:
		if day, ok := rules.ParseDay(v); ok {
			h.facts["geboortedatum"] = offers.Number(int64(day))
			return nil
		}
	case json.Number:
		if age, err := v.Int64(); err == nil && age >= 0 && age < 130 {
			// Half a year past the birthday, so that no rule about the month of a
			// birthday plays a part.
			h.facts["geboortedatum"] = offers.Number(int64(h.on.AddMonths(-12*int(age) - 6)))
			return nil
		}
	}
	return fmt.Errorf("%v is neither a date nor an age", value)
}

func ordinaryBirth(on rules.Day) offers.Value { return offers.Number(int64(on.AddMonths(-40 * 12))) }

// alleenverdienersMapping: the list decides, the amount is flat.
var alleenverdienersMapping = mapping{
	ordinary: func(rules.Day) map[string]offers.Value {
		return map[string]offers.Value{"staat_op_lijst_alleenverdieners": offers.No}
	},
	inputs: alleenverdienersInputs(),
	answers: func(_ *household, r *result) map[string]answer {
		all := map[string]answer{}
		for _, n := range []string{"eligible", "entitled", "recht", "heeft_recht"} {
			all[n] = yesNo(r.entitled())
		}
		for _, n := range []string{"grant", "amount", "annual_amount", "annual_amount_granted", "yearly_amount", "bedrag"} {
			all[n] = cents(r.offer.Amount)
		}
		return all
	},
}

func alleenverdienersInputs() map[string]setter {
	in := map[string]setter{}
	aliases(in, yes("staat_op_lijst_alleenverdieners"),
		"on_list_from_inlichtingenbureau", "on_list", "on_list_inlichtingenbureau", "listed", "staat_op_lijst",
		"op_lijst", "staat_op_lijst_alleenverdieners")
	return in
}

// inkomenstoeslagMapping: law only; the municipality fills the open terms.
var inkomenstoeslagMapping = mapping{
	ordinary: func(on rules.Day) map[string]offers.Value {
		return map[string]offers.Value{
			"geboortedatum": ordinaryBirth(on), "woont_in_gemeente": offers.Yes, "heeft_partner": offers.No,
			"heeft_kinderen_ten_laste": offers.No, "gemiddeld_maandinkomen": offers.Number(0), "vermogen": offers.Number(0),
			"datum_vorige_toekenning": {Knowledge: offers.Null}, "uitgesloten_artikel_13": offers.No,
			"geen_uitzicht_op_inkomensverbetering": offers.Yes,
		}
	},
	inputs: inkomenstoeslagInputs(),
	answers: func(_ *household, r *result) map[string]answer {
		all := map[string]answer{}
		for _, n := range []string{"eligible", "entitled", "recht", "heeft_recht"} {
			all[n] = yesNo(r.entitled())
		}
		return all // amounts are local
	},
}

func inkomenstoeslagInputs() map[string]setter {
	in := map[string]setter{}
	aliases(in, func(h *household, value any) error {
		number, _ := value.(json.Number)
		months, err := number.Int64()
		if err != nil || months < 0 || months > 1200 {
			return fmt.Errorf("%v is no number of months", value)
		}
		h.facts["datum_vorige_toekenning"] = offers.Number(int64(h.on.AddMonths(-int(months))))
		return nil
	}, "granted_within_previous_months", "months_since_previous_grant", "previous_grant_months_ago")
	aliases(in, func(h *household, value any) error {
		text, _ := value.(string)
		day, ok := rules.ParseDay(text)
		if !ok {
			return fmt.Errorf("%v is no date YYYY-MM-DD", value)
		}
		h.facts["datum_vorige_toekenning"] = offers.Number(int64(day))
		return nil
	}, "previous_grant_date", "datum_vorige_toekenning")
	aliases(in, func(h *household, value any) error {
		if recent, ok := value.(bool); !ok {
			return fmt.Errorf("%v is neither true nor false", value)
		} else if recent {
			h.facts["datum_vorige_toekenning"] = offers.Number(int64(h.on.AddMonths(-6)))
		}
		return nil
	}, "prior_grant_last_12_months", "granted_last_12_months")
	aliases(in, born, "age", "leeftijd", "birth_date", "date_of_birth", "geboortedatum")
	aliases(in, money("vermogen"), "assets", "vermogen")
	aliases(in, yes("heeft_partner"), "has_partner", "heeft_partner")
	aliases(in, yes("heeft_kinderen_ten_laste"), "has_children", "heeft_kinderen_ten_laste")
	aliases(in, yes("uitgesloten_artikel_13"), "excluded_art_13", "uitgesloten_artikel_13")
	aliases(in, yes("geen_uitzicht_op_inkomensverbetering"), "no_prospect", "geen_uitzicht_op_inkomensverbetering")
	aliases(in, func(h *household, value any) error { return household2(h, value) }, "household")
	return in
}

// household2 reads a kind of household in a word.
func household2(h *household, value any) error {
	text, _ := value.(string)
	switch name(text) {
	case "single", "alleenstaande":
	case "single_parent", "alleenstaande_ouder":
		h.facts["heeft_kinderen_ten_laste"] = offers.Yes
	case "couple", "married", "gehuwden":
		h.facts["heeft_partner"] = offers.Yes
	default:
		return fmt.Errorf("%v is no kind of household", value)
	}
	return nil
}

// repayment answers an example about repayment, as far as the card of a scheme
// does: where the law forbids to revise a grant, and where it names a figure.
func (v *vectors) repayment(e *vector, base string, year int) (map[string]answer, error) {
	town, err := v.library.Catalogue(v.municipality)
	if err != nil {
		return nil, err
	}
	if base == "awir" {
		base = "zorgtoeslag" // the card of every toeslag rests on the same law
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

var errBothIncomes = errors.New("a total and separate incomes that differ")

// part is an amount for some months of the year.
func part(year *big.Rat, months int64) *big.Rat {
	return new(big.Rat).Mul(year, big.NewRat(months, 12))
}
