package main

import (
	"encoding/json"
	"fmt"
	"slices"

	"zeker/offers"
	"zeker/offers/rules"
)

// kwijtscheldingMapping reads one bill and what a household has. Which part of the
// norm counts is a choice of the council, so an example is put to a town that chose
// it. What an ordinance may say at most is answered too.
var kwijtscheldingMapping = mapping{
	scheme:   "kwijtschelding_gemeentelijke_belastingen",
	ordinary: ordinaryKwijtschelding,
	inputs:   kwijtscheldingInputs(),
	finish:   finishKwijtschelding,
	answers:  kwijtscheldingAnswers,
}

// townsByCostNorm are the towns by the part of the norm, in percents, that their
// council chose.
var townsByCostNorm = map[int64]string{90: "lindewaard", 100: "zonnedijk"}

func ordinaryKwijtschelding(on rules.Day) map[string]offers.Value {
	facts := map[string]offers.Value{"geboortedatum": ordinaryBirth(on), "geboortedatum_partner": ordinaryBirth(on)}
	for _, fact := range []string{
		"heeft_partner", "heeft_kinderen_ten_laste", "aanslag_is_voor_bedrijf", "auto_is_onmisbaar", "zeer_bijzondere_omstandigheden",
		"aanslag_afvalstoffenheffing", "aanslag_rioolheffing", "aanslag_hondenbelasting", "aflossing_andere_schulden_per_maand",
		"netto_besteedbaar_inkomen_per_maand", "uitgaven_die_meetellen_per_maand", "overige_bezittingen", "waarde_auto", "waarde_inboedel",
		"geld_op_rekeningen", "woonlasten_en_zorgpremie_per_maand",
	} {
		facts[fact] = offers.No // or nothing
	}
	return facts
}

func kwijtscheldingInputs() map[string]setter {
	in := map[string]setter{}
	aliases(in, kindOfHousehold, "household")
	aliases(in, born, "age", "birth_date", "date_of_birth", "geboortedatum")
	aliases(in, pensioners(2), "aow_age", "is_aow", "is_pensioner", "is_pensioengerechtigd")
	aliases(in, yes("auto_is_onmisbaar"), "car_indispensable", "auto_onmisbaar")
	aliases(in, yes("zeer_bijzondere_omstandigheden"), "very_special_circumstances", "zeer_bijzondere_omstandigheden")
	aliases(in, yes(entrepreneur), "is_entrepreneur", "is_ondernemer")
	aliases(in, yes("aanslag_is_voor_bedrijf"), "tax_is_business", "belasting_zakelijk")
	aliases(in, func(h *household, value any) error {
		part, err := whole(value)
		h.note(costNorm, part)
		h.municipality = townsByCostNorm[part]
		return err
	}, "cost_norm_pct", "cost_norm_percentage")
	for fact, names := range map[string][]string{
		"aanslag_afvalstoffenheffing":         {"assessment", "aanslagbedrag"},
		"geld_op_rekeningen":                  {"liquid_assets", "liquid_money", "bank_balance", "liquide_middelen"},
		"overige_bezittingen":                 {"assets", "other_assets", "andere_bezittingen", "vermogen"},
		"waarde_auto":                         {"car_value", "auto_waarde"},
		"waarde_inboedel":                     {"household_goods_value", "inboedel_waarde"},
		"aflossing_andere_schulden_per_maand": {"other_debt_repayment_month", "aflossingen_andere_schulden_maand"},
		"uitgaven_die_meetellen_per_maand":    {"extra_costs_month", "extra_costs"},
		"netto_besteedbaar_inkomen_per_maand": {"net_disposable_income_month", "netto_besteedbaar_inkomen_maand"},
		partnersIncome:                        {"partner_income", "partner_income_month", "netto_besteedbaar_inkomen_partner_maand"},
		uplift:                                {"ordinance_asset_uplift", "verhoging_verordening"},
	} {
		for _, n := range names {
			aliases(in, eurocents(fact), n, n+"_eurocent") // as its source has it
			in[n+"_eur"] = money(fact)
		}
	}
	return in
}

// What an example tells besides facts, by names that no fact has.
const (
	entrepreneur   = "is entrepreneur"
	partnersIncome = "income of the partner"
	uplift         = "uplift of the ordinance"
	costNorm       = "cost norm of the ordinance"
)

// eurocents sets an amount that is told in whole eurocents.
func eurocents(fact string) setter {
	return func(h *household, value any) error {
		number, _ := value.(json.Number)
		c, err := number.Int64()
		if err != nil {
			return fmt.Errorf("%v is no whole number of eurocents", value)
		}
		h.facts[fact] = offers.Number(c)
		return nil
	}
}

// finishKwijtschelding puts together what an example tells apart: the incomes, and
// that a tax on business is one only of an entrepreneur.
func finishKwijtschelding(h *household) error {
	income := h.facts["netto_besteedbaar_inkomen_per_maand"].N + h.facts[partnersIncome].N
	h.facts["netto_besteedbaar_inkomen_per_maand"] = offers.Number(income)
	if h.facts[entrepreneur] != offers.Yes {
		h.facts["aanslag_is_voor_bedrijf"] = offers.No
	}
	h.note(uplift, h.facts[uplift].N)
	for _, told := range []string{entrepreneur, partnersIncome, uplift} {
		delete(h.facts, told)
	}
	return nil
}

func kwijtscheldingAnswers(h *household, r *result) map[string]answer {
	figure := func(output string) int64 { return roundHalfUp(r.figures[output]).Int64() }
	part, told := h.notes[costNorm]
	valid := h.notes[uplift] <= figure("hoogste_verhoging_financiele_middelen")
	valid = valid && (!told || figure("laagste_percentage_kosten_van_bestaan") <= part && part <= figure("hoogste_percentage_kosten_van_bestaan"))
	all := map[string]answer{"valid": yesNo(valid)}
	if told && townsByCostNorm[part] == "" {
		return all // no town here counts like that
	}
	all["granted"], all["eligible"] = yesNo(r.entitled()), yesNo(r.entitled())
	all["blocks_remission"] = yesNo(slices.ContainsFunc(r.offer.Reasons, func(reason *offers.Reason) bool {
		return reason.Outcome == offers.Unmet && reason.Output == "schulden_staan_niet_in_de_weg"
	}))
	for name, c := range map[string]int64{
		"remission": r.offer.Amount, "usable_capacity": figure("aanwendbare_betalingscapaciteit"), "counts_as_assets": figure("vermogen_voor_kwijtschelding"),
	} {
		all[name+"_eur"], all[name+"_eurocent"] = cents(c), cents(100*c)
	}
	return all
}
