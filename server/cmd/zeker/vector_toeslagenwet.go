package main

import (
	"fmt"

	"zeker/offers"
	"zeker/offers/rules"
)

// toeslagenwetMapping reads who has a benefit of UWV, and compares the minimum
// level and the supplement of a month.
var toeslagenwetMapping = mapping{
	ordinary: func(on rules.Day) map[string]offers.Value {
		return map[string]offers.Value{
			"heeft_loondervingsuitkering": offers.Yes, "loondervingsuitkering_per_maand": offers.Number(0),
			"loon_waarnaar_uitkering_is_berekend": offers.Number(10_000_00), // high: it limits nothing
			"geboortedatum":                       ordinaryBirth(on), "heeft_partner": offers.No, "geboortedatum_partner": aged(on, 60),
			"heeft_kind_jonger_dan_12": offers.No, "aantal_kostendelende_medebewoners": offers.Number(0), "woont_bij_ouders": offers.No,
			"inkomen_uit_arbeid_per_maand": offers.Number(0), "overig_inkomen_per_maand": offers.Number(0),
			"vrijlating_nog_niet_voorbij": offers.No, "woont_in_nederland": offers.Yes,
		}
	},
	untold: []string{"minimumjeugdloon_per_maand"},
	inputs: toeslagenwetInputs(),
	answers: func(_ *household, r *result) map[string]answer {
		all := map[string]answer{}
		for _, n := range []string{"eligible", "entitled", "recht", "heeft_recht"} {
			all[n] = yesNo(r.entitled())
		}
		for _, n := range []string{"minimum_level_gross_per_day", "minimum_level_per_day", "level_per_day", "minimumniveau_per_dag"} {
			all[n] = cents(roundHalfUp(r.figures["minimumniveau_per_dag"]).Int64())
		}
		for _, n := range []string{"monthly_amount", "amount_per_month", "maandbedrag"} {
			all[n] = cents(r.offer.Amount)
		}
		return all
	},
}

func toeslagenwetInputs() map[string]setter {
	in := map[string]setter{}
	aliases(in, kindOfHousehold, "household")
	aliases(in, born, "age", "age_min", "leeftijd", "birth_date", "date_of_birth", "geboortedatum")
	aliases(in, partnerBorn, "partner_age", "partner_birth_date", "spouse_birth_date", "geboortedatum_partner")
	aliases(in, func(h *household, value any) error {
		shares, ok := value.(bool)
		if !ok {
			return fmt.Errorf("%v is neither true nor false", value)
		}
		h.facts["aantal_kostendelende_medebewoners"] = offers.No
		if shares {
			h.facts["aantal_kostendelende_medebewoners"] = offers.Number(1)
		}
		return nil
	}, "shares_home_with_adults", "shares_home", "shares_dwelling")
	aliases(in, yes("woont_bij_ouders"), "lives_with_parents", "woont_bij_ouders")
	aliases(in, yes("heeft_kind_jonger_dan_12"), "child_under_12", "has_child_under_12", "heeft_kind_jonger_dan_12")
	aliases(in, yes("heeft_loondervingsuitkering"), "has_uwv_benefit", "has_benefit", "heeft_loondervingsuitkering")
	aliases(in, yes("woont_in_nederland"), "lives_in_netherlands", "woont_in_nederland")
	aliases(in, money("loondervingsuitkering_per_maand"), "benefit_per_month", "monthly_benefit", "loondervingsuitkering_per_maand")
	aliases(in, money("overig_inkomen_per_maand"), "other_income_per_month", "overig_inkomen_per_maand")
	return in
}
