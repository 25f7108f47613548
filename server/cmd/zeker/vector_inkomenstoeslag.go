package main

import (
	"encoding/json"
	"fmt"

	"zeker/offers"
	"zeker/offers/rules"
)

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
	aliases(in, kindOfHousehold, "household")
	return in
}

// kindOfHousehold reads a kind of household in a word.
func kindOfHousehold(h *household, value any) error {
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
