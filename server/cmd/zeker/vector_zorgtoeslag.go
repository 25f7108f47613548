package main

import (
	"encoding/json"
	"fmt"
	"math/big"

	"zeker/offers"
	"zeker/offers/rules"
)

// zorgtoeslagMapping reads yearly figures in euros.
var zorgtoeslagMapping = mapping{
	ordinary: func(on rules.Day) map[string]offers.Value {
		return map[string]offers.Value{
			"geboortedatum": ordinaryBirth(on), "is_verzekerd": offers.Yes, "heeft_toeslagpartner": offers.No,
			"partner_is_verzekerd": offers.Yes, "toetsingsinkomen": offers.Number(0),
			"toetsingsinkomen_partner": offers.Number(0), "vermogen_op_1_januari": offers.Number(0),
			"verblijft_rechtmatig": offers.Yes,
		}
	},
	inputs:  zorgtoeslagInputs(),
	finish:  toeslagIncome,
	answers: zorgtoeslagAnswers,
}

func zorgtoeslagInputs() map[string]setter {
	in := toeslagInputs()
	aliases(in, yes("is_verzekerd"),
		"insured", "is_insured", "applicant_is_insured", "applicant_insured", "has_health_insurance", "has_dutch_health_insurance", "is_verzekerd")
	aliases(in, partnerInsured, "partner_is_insured", "partner_insured", "partner_has_health_insurance", "partner_is_verzekerd")
	aliases(in, wholeYear, "whole_year", "entire_year", "full_year", "hele_jaar")
	aliases(in, months, "months", "months_entitled", "number_of_months", "months_in_year", "maanden")
	return in
}

func partnerInsured(h *household, value any) error {
	h.note("partner told of", 1)
	return yes("partner_is_verzekerd")(h, value)
}

// wholeYear false needs months beside it for figures of the year.
func wholeYear(h *household, value any) error {
	whole, ok := value.(bool)
	if !ok {
		return fmt.Errorf("%v is neither true nor false", value)
	}
	if !whole {
		h.note("part of the year", 1)
	}
	return nil
}

func months(h *household, value any) error {
	number, _ := value.(json.Number)
	n, err := number.Int64()
	if err != nil || n < 1 || n > 12 {
		return fmt.Errorf("%v is no number of months of a year", value)
	}
	h.months = n
	return nil
}

// minimumPerYear is 24 euros: below it nothing is granted, Awir 14(5). It is the
// law's for a whole year; here it is compared with the amount of some months.
const minimumPerYear = 24_00

func zorgtoeslagAnswers(h *household, r *result) map[string]answer {
	unrounded := r.figures["zorgtoeslag_per_jaar_onafgerond"]
	granted := int64(0)
	if r.entitled() {
		granted = roundHalfUp(r.figures["zorgtoeslag_per_jaar"]).Int64()
	}
	if r.unmetBesides("inkomen_niet_te_hoog") {
		unrounded = new(big.Rat)
	}
	all := map[string]answer{
		"norm_premium": cents(roundHalfUp(r.figures["normpremie"]).Int64()),
		"normpremie":   cents(roundHalfUp(r.figures["normpremie"]).Int64()),
	}
	eligible := r.entitled()
	if h.months > 0 && h.months < 12 {
		// Article 2(5): each calendar month has its own claim; the year is their sum.
		unrounded = new(big.Rat).Mul(unrounded, big.NewRat(h.months, 12))
		granted = 100 * roundHalfUp(new(big.Rat).Quo(unrounded, big.NewRat(100, 1))).Int64()
		if eligible = eligible && granted >= minimumPerYear; !eligible {
			granted = 0
		}
	}
	all["standard_premium"] = cents(roundHalfUp(r.figures["standaardpremie"]).Int64())
	all["threshold_income"] = cents(roundHalfUp(r.figures["drempelinkomen"]).Int64())
	for _, n := range []string{"eligible", "entitled", "recht", "heeft_recht"} {
		all[n] = yesNo(eligible)
	}
	for _, n := range []string{"monthly_amount", "amount_per_month", "monthly", "maandbedrag"} {
		all[n] = cents(r.offer.Amount)
	}
	if h.notes["part of the year"] == 1 && h.months == 0 {
		return all // how many months is not said
	}
	exact := roundHalfUp(unrounded).Int64()
	all["annual_amount_unrounded"] = cents(exact)
	for _, n := range []string{"annual_amount_granted", "annual_amount_rounded", "annual_granted", "jaarbedrag"} {
		all[n] = cents(granted)
	}
	all["annual_amount"] = cents(granted, exact)
	return all
}
