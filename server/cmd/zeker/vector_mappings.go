package main

import (
	"encoding/json"
	"fmt"

	"zeker/offers"
	"zeker/offers/rules"
)

// mappings are the schemes whose examples can be compared, by the names that the
// examples use.
var mappings = map[string]*mapping{
	"aio":                         &aioMapping,
	"algemene_bijstand":           &bijstandMapping,
	"alleenverdieners":            &alleenverdienersMapping,
	"huurtoeslag":                 &huurtoeslagMapping,
	"individuele_inkomenstoeslag": &inkomenstoeslagMapping,
	"kindgebonden_budget":         &kindgebondenBudgetMapping,
	"kwijtschelding":              &kwijtscheldingMapping,
	"toeslagenwet":                &toeslagenwetMapping,
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
			h.facts["geboortedatum"] = aged(h.on, int(age))
			return nil
		}
	}
	return fmt.Errorf("%v is neither a date nor an age", value)
}

// aged is the birth of somebody of an age: half a year past the birthday, so that
// no rule about the month of a birthday plays a part.
func aged(on rules.Day, years int) offers.Value {
	return offers.Number(int64(on.AddMonths(-12*years - 6)))
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
