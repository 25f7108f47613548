package main

import (
	"fmt"

	"zeker/offers"
	"zeker/offers/rules"
)

// aioMapping reads pensioners. Years of AOW and a "full" AOW are not told in euros,
// so what hangs on them is not compared.
var aioMapping = mapping{
	ordinary: func(on rules.Day) map[string]offers.Value {
		facts := ordinaryBijstand(on)
		for _, fact := range []string{
			"woont_in_gemeente", "ouders_kunnen_niet_bijdragen", "ouders_partner_kunnen_niet_bijdragen", "heeft_onbetaald_verlof", "jongere_uitgesloten_artikel_13",
		} {
			delete(facts, fact)
		}
		facts["geboortedatum"], facts["geboortedatum_partner"] = aged(on, pensioner), aged(on, pensioner)
		facts["woont_in_nederland"], facts["particulier_pensioen_per_maand"] = offers.Yes, offers.Number(0)
		return facts
	},
	untold: []string{"inkomen_per_maand"},
	inputs: aioInputs(),
	finish: finishAIO,
	answers: func(_ *household, r *result) map[string]answer {
		all := map[string]answer{}
		for _, n := range []string{"eligible", "entitled", "recht", "heeft_recht"} {
			all[n] = yesNo(r.entitled())
		}
		for _, n := range []string{"social_minimum", "monthly_norm", "monthly_norm_incl_holiday_pay", "norm"} {
			all[n] = cents(roundHalfUp(r.figures["norm_aio"]).Int64())
		}
		for _, n := range []string{"aio_monthly", "amount", "monthly_amount", "bedrag"} {
			all[n] = cents(r.offer.Amount)
		}
		return all
	},
}

func aioInputs() map[string]setter {
	in := bijstandInputs()
	aliases(in, ofPensionAge, "aow_age")
	aliases(in, func(h *household, _ any) error { h.note("AOW not in euros", 1); return nil }, "aow_full", "aow_years")
	aliases(in, moneyNote("aow"), "aow_monthly", "aow", "aow_income")
	aliases(in, moneyNote("pension"), "private_pension", "private_pension_monthly", "pension", "particulier_pensioen_per_maand")
	aliases(in, moneyNote("other"), "other_income", "income", "monthly_income", "net_monthly_income")
	return in
}

// ofPensionAge reads whether somebody is a pensioner; who is not named otherwise is.
func ofPensionAge(h *household, value any) error {
	old, ok := value.(bool)
	if !ok {
		return fmt.Errorf("%v is neither true nor false", value)
	}
	if !old {
		h.facts["geboortedatum"] = ordinaryBirth(h.on)
	}
	return nil
}

// finishAIO adds up the income: AOW, pension and the rest.
func finishAIO(h *household) error {
	h.facts["inkomen_per_maand"] = offers.Number(h.notes["aow"] + h.notes["pension"] + h.notes["other"])
	h.facts["particulier_pensioen_per_maand"] = offers.Number(h.notes["pension"])
	if h.notes["AOW not in euros"] == 1 {
		delete(h.facts, "inkomen_per_maand")
	}
	return finishBijstand(h)
}
