package main

import (
	"encoding/json"
	"fmt"
	"math/big"

	"zeker/offers"
	"zeker/offers/rules"
)

// kindgebondenBudgetMapping reads the ages of children, and figures by the year
// in euros.
var kindgebondenBudgetMapping = mapping{
	ordinary: func(rules.Day) map[string]offers.Value {
		return map[string]offers.Value{
			"aantal_kinderen_onder_12": offers.Number(0), "aantal_kinderen_12_tot_16": offers.Number(0),
			"aantal_kinderen_16_en_17": offers.Number(0), "heeft_toeslagpartner": offers.No,
			"toetsingsinkomen": offers.Number(0), "toetsingsinkomen_partner": offers.Number(0),
			"vermogen_op_1_januari": offers.Number(0),
		}
	},
	inputs:  kindgebondenBudgetInputs(),
	finish:  kindgebondenBudgetHousehold,
	answers: kindgebondenBudgetAnswers,
}

func kindgebondenBudgetInputs() map[string]setter {
	in := toeslagInputs()
	aliases(in, ages, "children_ages", "ages_of_children", "child_ages", "leeftijden_kinderen")
	aliases(in, childBenefit, "child_benefit", "receives_child_benefit", "has_child_benefit", "ontvangt_kinderbijslag")
	return in
}

// ages counts children by the age on the day: Wet op het kindgebonden budget
// 2(1), (4) and (5).
func ages(h *household, value any) error {
	list, ok := value.([]any)
	if !ok {
		return fmt.Errorf("%v is no list of ages", value)
	}
	for _, one := range list {
		number, _ := one.(json.Number)
		age, err := number.Int64()
		if err != nil || age < 0 {
			return fmt.Errorf("%v is no age", one)
		}
		fact := "aantal_kinderen_onder_12"
		switch {
		case age >= 18:
			continue
		case age >= 16:
			fact = "aantal_kinderen_16_en_17"
		case age >= 12:
			fact = "aantal_kinderen_12_tot_16"
		}
		h.facts[fact] = offers.Number(h.facts[fact].N + 1)
	}
	return nil
}

// childBenefit false leaves no child that counts.
func childBenefit(h *household, value any) error {
	paid, ok := value.(bool)
	if !ok {
		return fmt.Errorf("%v is neither true nor false", value)
	}
	if !paid {
		h.note("no child benefit", 1)
	}
	return nil
}

func kindgebondenBudgetHousehold(h *household) error {
	if h.notes["no child benefit"] == 1 {
		for _, fact := range []string{"aantal_kinderen_onder_12", "aantal_kinderen_12_tot_16", "aantal_kinderen_16_en_17"} {
			h.facts[fact] = offers.Number(0)
		}
	}
	return toeslagIncome(h)
}

func kindgebondenBudgetAnswers(_ *household, r *result) map[string]answer {
	all := map[string]answer{}
	for _, n := range []string{"eligible", "entitled", "recht", "heeft_recht"} {
		all[n] = yesNo(r.entitled())
	}
	for _, n := range []string{"monthly_amount", "amount_per_month", "monthly", "maandbedrag"} {
		all[n] = cents(r.offer.Amount)
	}
	// figure answers to names with an output that is decided.
	figure := func(output string, names ...string) int64 {
		value := r.figures[output]
		if value == nil {
			return 0
		}
		c := roundHalfUp(value).Int64()
		for _, n := range names {
			all[n] = cents(c)
		}
		return c
	}
	children := figure("basisbedrag_kinderen")
	older := figure("verhoging_oudere_kinderen", "older_child_supplements", "older_child_supplement", "age_supplements", "age_supplement")
	single := figure("alleenstaande_ouderkop", "single_parent_supplement", "single_parent_head", "alleenstaande_ouderkop")
	for _, n := range []string{"maximum_yearly_amount", "maximum_annual_amount"} {
		all[n] = cents(children+single, children+single+older)
	}
	figure("kindgebonden_budget_vermindering", "income_reduction")
	exact, granted := figure("kindgebonden_budget_per_jaar_onafgerond"), int64(0)
	if r.unmetBesides("kindgebonden_budget_blijft_over") {
		exact = 0
	}
	if r.entitled() {
		granted = 100 * roundHalfUp(big.NewRat(exact, 100)).Int64() // Awir 14(4): whole euros
	}
	all["annual_amount_unrounded"] = cents(exact)
	for _, n := range []string{"yearly_amount", "annual_amount", "jaarbedrag"} {
		all[n] = cents(exact, granted)
	}
	return all
}
