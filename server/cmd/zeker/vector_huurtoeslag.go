package main

import (
	"encoding/json"
	"fmt"
	"math/big"

	"zeker/offers"
	"zeker/offers/rules"
)

// huurtoeslagMapping reads rents and amounts by the month, in euros. Who else
// lives there comes as a number of persons, or one by one.
var huurtoeslagMapping = mapping{
	ordinary: func(on rules.Day) map[string]offers.Value {
		return map[string]offers.Value{
			"geboortedatum": ordinaryBirth(on), "minderjarige_met_kind_of_zonder_ouders": offers.No, "hogere_huurgrens_onder_21": offers.No,
			"huurt_zelfstandige_woning": offers.Yes, "kale_huur": offers.Number(0), "inschrijving_klopt": offers.Yes,
			"heeft_toeslagpartner": offers.No, "aantal_medebewoners": offers.Number(0),
			"toetsingsinkomen": offers.Number(0), "toetsingsinkomen_partner": offers.Number(0),
			"inkomen_medebewoners": offers.Number(0), "aantal_kinderen_met_inkomen": offers.Number(0),
			"vermogen_op_1_januari": offers.Number(0), "hoogste_vermogen_medebewoner": offers.Number(0),
			"verblijft_rechtmatig": offers.Yes, "medebewoners_verblijven_rechtmatig": offers.Yes,
		}
	},
	inputs:  huurtoeslagInputs(),
	finish:  huurtoeslagHousehold,
	answers: huurtoeslagAnswers,
}

func huurtoeslagInputs() map[string]setter {
	in := toeslagInputs()
	aliases(in, money("kale_huur"), "bare_rent", "basic_rent", "monthly_rent", "rent", "kale_huur", "rekenhuur")
	aliases(in, func(*household, any) error { return nil }, "service_costs") // since 2026 they do not count
	aliases(in, yes("huurt_zelfstandige_woning"), "independent_home", "is_independent_home", "huurt_zelfstandige_woning")
	aliases(in, yes("inschrijving_klopt"), "registered_at_address", "all_registered", "inschrijving_klopt")
	aliases(in, yes("hogere_huurgrens_onder_21"),
		"child_or_disability_exception", "has_child_or_disability_exception", "has_child_or_disability_exception_when_under_21",
		"under_21_exception", "has_disability", "hogere_huurgrens_onder_21")
	aliases(in, persons, "household_persons", "household_size", "number_of_persons", "persons", "personen")
	aliases(in, coResidents, "co_residents", "medebewoners")
	aliases(in, func(h *household, value any) error { h.note("partner told of", 1); return grownUp(h, value) }, "partner_age")
	return in
}

// grownUp raises the rent that counts when somebody of the home is 21 or older:
// Wet op de huurtoeslag 13(1)(a), 2026.
func grownUp(h *household, value any) error {
	number, _ := value.(json.Number)
	age, err := number.Int64()
	if err != nil || age < 0 {
		return fmt.Errorf("%v is no age", value)
	}
	if age >= 21 {
		h.facts["hogere_huurgrens_onder_21"] = offers.Yes
	}
	return nil
}

func persons(h *household, value any) error {
	number, _ := value.(json.Number)
	n, err := number.Int64()
	if err != nil || n < 1 || n > 99 {
		return fmt.Errorf("%v is no number of persons", value)
	}
	h.note("persons", n)
	return nil
}

// exemptPerChild is what a child under 23 may earn: Awir 7(6), 2026. The law
// counts only children who earn more.
const exemptPerChild = 6218_00

// coResidents reads people with age, is_child, income and assets.
func coResidents(h *household, value any) error {
	list, ok := value.([]any)
	if !ok {
		return fmt.Errorf("%v is no list of people", value)
	}
	h.note("co-residents told", 1)
	h.facts["aantal_medebewoners"] = offers.Number(int64(len(list)))
	for _, one := range list {
		if err := coResident(h, one); err != nil {
			return err
		}
	}
	return nil
}

// coResident adds one person to the household.
func coResident(h *household, one any) error {
	person, ok := one.(map[string]any)
	if !ok {
		return fmt.Errorf("%v is no person", one)
	}
	income, assets := int64(0), int64(0)
	for key, amount := range map[string]*int64{"income": &income, "assets": &assets} {
		if value, named := person[key]; named {
			var err error
			if *amount, err = toCents(value); err != nil {
				return err
			}
		}
	}
	if err := grownUp(h, person["age"]); err != nil {
		return err
	}
	child, _ := person["is_child"].(bool)
	if child {
		h.facts["hogere_huurgrens_onder_21"] = offers.Yes
	}
	if child && under23(person["age"]) {
		if income <= exemptPerChild {
			income = 0
		} else {
			h.facts["aantal_kinderen_met_inkomen"] = offers.Number(h.facts["aantal_kinderen_met_inkomen"].N + 1)
		}
	}
	h.facts["inkomen_medebewoners"] = offers.Number(h.facts["inkomen_medebewoners"].N + income)
	h.facts["hoogste_vermogen_medebewoner"] = offers.Number(max(h.facts["hoogste_vermogen_medebewoner"].N, assets))
	return nil
}

func under23(age any) bool {
	number, _ := age.(json.Number)
	n, err := number.Int64()
	return err == nil && n < 23
}

// huurtoeslagHousehold settles incomes and persons. A total income is that of
// everybody together.
func huurtoeslagHousehold(h *household) error {
	if err := toeslagIncome(h); err != nil {
		return err
	}
	if _, total := h.notes["total"]; total {
		h.facts["inkomen_medebewoners"], h.facts["aantal_kinderen_met_inkomen"] = offers.Number(0), offers.Number(0)
	}
	n, named := h.notes["persons"]
	if !named {
		return nil
	}
	others := n - 1 - h.facts["heeft_toeslagpartner"].N
	if others < 0 || h.notes["co-residents told"] == 1 && h.facts["aantal_medebewoners"].N != others {
		return skip("its number of persons is not the number of people it tells of")
	}
	h.facts["aantal_medebewoners"] = offers.Number(others)
	return nil
}

func huurtoeslagAnswers(_ *household, r *result) map[string]answer {
	month := r.offer.Amount
	all := map[string]answer{}
	for _, n := range []string{"eligible", "entitled", "recht", "heeft_recht"} {
		all[n] = yesNo(r.entitled())
	}
	for _, n := range []string{"monthly_amount", "amount_per_month", "monthly", "maandbedrag"} {
		all[n] = cents(month)
	}
	all["yearly_amount"], all["annual_amount"] = cents(12*month), cents(12*month)
	for n, figure := range map[string]string{
		"part_a": "huurtoeslag_deel_a", "part_b": "huurtoeslag_deel_b", "part_c": "huurtoeslag_deel_c",
		"household_income_used": "rekeninkomen", "rekeninkomen": "rekeninkomen",
		"own_part": "basishuur", "base_rent": "basishuur", "basishuur": "basishuur",
		"capped_rent": "huur_tot_huurgrens", "calculation_rent": "huur_tot_huurgrens", "counted_rent": "huur_tot_huurgrens",
	} {
		all[n] = cents(roundHalfUp(r.figures[figure]).Int64())
	}
	perMonth := new(big.Rat).Quo(r.figures["huurtoeslag_afbouw_per_jaar"], big.NewRat(12, 1))
	all["income_reduction"] = cents(roundHalfUp(perMonth).Int64())
	return all
}
