package main

import (
	"fmt"

	"zeker/offers"
)

// toeslagInputs are the inputs that every toeslag has, in euros a year. Incomes
// come as a total or apart, assets as a figure or as below the limit or not.
func toeslagInputs() map[string]setter {
	in := map[string]setter{}
	aliases(in, partnerSaid(yes("heeft_toeslagpartner")),
		"has_allowance_partner", "has_partner", "partner", "allowance_partner", "toeslagpartner", "heeft_toeslagpartner", "with_partner")
	aliases(in, partnerSaid(partnerInWords), "household", "household_type")
	aliases(in, moneyNote("total"),
		"assessment_income_total", "total_assessment_income", "assessment_income_joint", "joint_assessment_income",
		"household_income", "household_assessment_income", "income_total", "total_income", "joint_income", "gezamenlijk_toetsingsinkomen", "toetsingsinkomen_totaal")
	aliases(in, moneyNote("own"),
		"assessment_income_applicant", "applicant_assessment_income", "income_applicant", "applicant_income", "assessment_income",
		"income", "toetsingsinkomen", "toetsingsinkomen_aanvrager")
	aliases(in, moneyNote("partner"),
		"assessment_income_partner", "partner_assessment_income", "income_partner", "partner_income", "toetsingsinkomen_partner")
	aliases(in, belowLimit, "assets_below_limit", "assets_under_limit", "vermogen_onder_grens")
	aliases(in, money("vermogen_op_1_januari"),
		"assets", "assets_total", "total_assets", "assets_amount", "assets_on_1_january", "assets_1_january", "assets_january_1",
		"joint_assets", "vermogen", "vermogen_op_1_januari", "rendementsgrondslag")
	aliases(in, yes("verblijft_rechtmatig"), "lawful_residence", "legal_residence", "lawful_resident", "is_lawful_resident", "verblijft_rechtmatig")
	aliases(in, born, "age", "applicant_age", "leeftijd", "birth_date", "date_of_birth", "geboortedatum")
	return in
}

// partnerSaid notes that the example itself says whether there is a partner.
func partnerSaid(set setter) setter {
	return func(h *household, value any) error {
		h.note("partner said", 1)
		return set(h, value)
	}
}

func partnerInWords(h *household, value any) error {
	text, _ := value.(string)
	switch name(text) {
	case "single", "alleenstaande", "no_partner":
		h.facts["heeft_toeslagpartner"] = offers.No
	case "couple", "partners", "with_partner", "met_partner":
		h.facts["heeft_toeslagpartner"] = offers.Yes
	default:
		return fmt.Errorf("%v is no kind of household", value)
	}
	return nil
}

// belowLimit sets assets of nothing, or more than any limit.
func belowLimit(h *household, value any) error {
	below, ok := value.(bool)
	if !ok {
		return fmt.Errorf("%v is neither true nor false", value)
	}
	h.facts["vermogen_op_1_januari"] = offers.Number(0)
	if !below {
		const aboveEveryLimit = 100_000_000_00
		h.facts["vermogen_op_1_januari"] = offers.Number(aboveEveryLimit)
	}
	return nil
}

// toeslagIncome settles the incomes. A partner whose income or insurance is
// told of is there, unless the example says that there is none.
func toeslagIncome(h *household) error {
	total, hasTotal := h.notes["total"]
	own, hasOwn := h.notes["own"]
	partner, hasPartner := h.notes["partner"]
	if h.notes["partner said"] == 0 && (hasPartner || h.notes["partner told of"] == 1) {
		h.facts["heeft_toeslagpartner"] = offers.Yes
	}
	switch {
	case hasTotal && hasOwn && own+partner != total:
		return skip("its total income is not the sum of its incomes")
	case hasTotal && hasPartner && !hasOwn:
		own = total - partner
	case hasTotal && !hasOwn:
		own = total
	}
	h.facts["toetsingsinkomen"] = offers.Number(own)
	h.facts["toetsingsinkomen_partner"] = offers.Number(partner)
	return nil
}
