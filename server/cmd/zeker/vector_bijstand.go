package main

import (
	"encoding/json"
	"fmt"

	"zeker/offers"
	"zeker/offers/rules"
)

// bijstandMapping reads households and their norm. A norm is asked for whoever
// decides, so it is a figure and not the amount.
var bijstandMapping = mapping{
	ordinary: ordinaryBijstand,
	inputs:   bijstandInputs(),
	finish:   finishBijstand,
	answers: func(_ *household, r *result) map[string]answer {
		all := map[string]answer{}
		for _, n := range []string{"eligible", "entitled", "recht", "heeft_recht"} {
			all[n] = yesNo(r.entitled())
		}
		for _, n := range []string{"monthly_norm", "monthly_norm_incl_holiday_pay", "norm", "bijstandsnorm"} {
			all[n] = cents(roundHalfUp(r.figures["bijstandsnorm"]).Int64())
		}
		for _, n := range []string{"amount", "monthly_amount", "monthly_benefit", "bedrag"} {
			all[n] = cents(r.offer.Amount)
		}
		return all
	},
}

func ordinaryBijstand(on rules.Day) map[string]offers.Value {
	return map[string]offers.Value{
		"geboortedatum": ordinaryBirth(on), "woont_in_gemeente": offers.Yes, "nederlander_of_gelijkgesteld": offers.Yes,
		"heeft_partner": offers.No, "geboortedatum_partner": ordinaryBirth(on), "partner_heeft_recht_op_bijstand": offers.Yes,
		"heeft_kinderen_ten_laste": offers.No, "aantal_kostendelende_medebewoners": offers.Number(0),
		"verblijft_in_inrichting": offers.No, "partner_verblijft_in_inrichting": offers.No,
		"ouders_kunnen_niet_bijdragen": offers.No, "ouders_partner_kunnen_niet_bijdragen": offers.No,
		"inkomen_per_maand": offers.Number(0), "inkomen_partner_per_maand": offers.Number(0), "vermogen": offers.Number(0),
		"uitgesloten_artikel_13": offers.No, "heeft_onbetaald_verlof": offers.No, "jongere_uitgesloten_artikel_13": offers.No,
	}
}

func bijstandInputs() map[string]setter {
	in := map[string]setter{}
	aliases(in, born, "age", "age_min", "leeftijd", "birth_date", "date_of_birth", "geboortedatum")
	aliases(in, partnerBorn, "partner_age", "other_age", "other_age_min", "geboortedatum_partner")
	aliases(in, spouseAges, "ages")
	aliases(in, pensioners(1), "aow_age", "aow_age_one")
	aliases(in, pensioners(2), "aow_age_both")
	aliases(in, kindOfHousehold, "household")
	aliases(in, children, "children", "number_of_children")
	aliases(in, count("aantal_kostendelende_medebewoners"), "cost_sharers", "kostendelers", "aantal_kostendelende_medebewoners")
	aliases(in, countNote("persons"), "persons_counting_for_cost_sharing")
	aliases(in, moneyNote("married norm"), "married_norm") // the law has it
	aliases(in, money("inkomen_per_maand"), "income", "monthly_income", "net_monthly_income", "inkomen_per_maand")
	aliases(in, money("inkomen_partner_per_maand"), "partner_income", "inkomen_partner_per_maand")
	aliases(in, money("vermogen"), "assets", "vermogen")
	aliases(in, yes("verblijft_in_inrichting"), "institution", "in_institution", "verblijft_in_inrichting")
	aliases(in, yes("partner_verblijft_in_inrichting"), "partner_in_institution", "partner_verblijft_in_inrichting")
	aliases(in, yes("ouders_kunnen_niet_bijdragen"), "parents_cannot_support", "ouders_kunnen_niet_bijdragen")
	aliases(in, yes("partner_heeft_recht_op_bijstand"), "spouse_entitled", "partner_entitled", "partner_heeft_recht_op_bijstand")
	return in
}

// finishBijstand turns the persons of the rule for sharers into the others in the
// dwelling.
func finishBijstand(h *household) error {
	persons, told := h.notes["persons"]
	if !told {
		return nil
	}
	if persons--; h.facts["heeft_partner"] == offers.Yes {
		persons--
	}
	if persons < 0 {
		return skip("it counts fewer persons than the household has")
	}
	h.facts["aantal_kostendelende_medebewoners"] = offers.Number(persons)
	return nil
}

// pensioner is an age that is past the pension age of every year of the corpus.
const pensioner = 70

// pensioners sets the age of one or of both to that of a pensioner.
func pensioners(many int) setter {
	return func(h *household, value any) error {
		old, ok := value.(bool)
		if !ok {
			return fmt.Errorf("%v is neither true nor false", value)
		}
		if !old {
			return nil
		}
		h.facts["geboortedatum"] = aged(h.on, pensioner)
		if many == 2 {
			h.facts["geboortedatum_partner"] = aged(h.on, pensioner)
		}
		return nil
	}
}

// partnerBorn sets the partner's date of birth, as born does.
func partnerBorn(h *household, value any) error {
	other := household{on: h.on, facts: map[string]offers.Value{}}
	err := born(&other, value)
	if err == nil {
		h.facts["geboortedatum_partner"] = other.facts["geboortedatum"]
	}
	return err
}

// spouseAges reads the ages of two spouses.
func spouseAges(h *household, value any) error {
	both, ok := value.([]any)
	if !ok || len(both) != 2 {
		return fmt.Errorf("%v are no two ages", value)
	}
	if err := born(h, both[0]); err != nil {
		return err
	}
	return partnerBorn(h, both[1])
}

// children reads whether there are any from how many.
func children(h *household, value any) error {
	n, err := whole(value)
	if err == nil && n > 0 {
		h.facts["heeft_kinderen_ten_laste"] = offers.Yes
	}
	return err
}

// count sets a number.
func count(fact string) setter {
	return func(h *household, value any) error {
		n, err := whole(value)
		if err == nil {
			h.facts[fact] = offers.Number(n)
		}
		return err
	}
}

// countNote keeps a number for finish.
func countNote(key string) setter {
	return func(h *household, value any) error {
		n, err := whole(value)
		if err == nil {
			h.note(key, n)
		}
		return err
	}
}

// whole reads a count of people or things.
func whole(value any) (int64, error) {
	number, _ := value.(json.Number)
	n, err := number.Int64()
	if err != nil || n < 0 || n > 100 {
		return 0, fmt.Errorf("%v is no number of people or things", value)
	}
	return n, nil
}
