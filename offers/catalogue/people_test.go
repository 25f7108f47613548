package catalogue_test

import (
	"maps"
	"math/rand/v2"

	"zeker/offers/rules"
)

// person draws the facts of one of the people that questions are put in order
// for; a fact that is absent is null. They are made up, in about the proportions
// of the town of the demo: adults of every age, three in ten with long little
// income, one in three with more savings than most.
func person(r *rand.Rand, on rules.Day) map[string]int64 {
	outOf100 := func(n int) int64 { return bit(r.IntN(100) < n) }
	partner, little := outOf100(43), outOf100(30) != 0
	month := 2300_00 + 5*r.Int64N(600_00)
	switch {
	case little && partner != 0:
		month = 1550_00 + r.Int64N(600_00)
	case little:
		month = 920_00 + r.Int64N(600_00)
	}
	savings := r.Int64N(8000_00)
	if r.IntN(100) < 35 {
		savings = r.Int64N(200_000_00)
	}
	partners := r.Int64N(40_000_00)
	if r.IntN(3) == 0 {
		partners = 0
	}
	all := map[string]int64{
		"geboortedatum": int64(on) - 18*365 - r.Int64N(72*365), "woont_in_gemeente": outOf100(97), "heeft_partner": partner,
		"heeft_kinderen_ten_laste": outOf100(30), "gemiddeld_maandinkomen": month, "vermogen": savings, "uitgesloten_artikel_13": outOf100(2),
		"is_verzekerd": outOf100(98), "verblijft_rechtmatig": outOf100(98), "heeft_toeslagpartner": partner, "partner_is_verzekerd": outOf100(98),
		"toetsingsinkomen": 14 * month, "toetsingsinkomen_partner": partners, "vermogen_op_1_januari": savings, "staat_op_lijst_alleenverdieners": outOf100(5),
	}
	if r.IntN(100) < 15 {
		all["datum_vorige_toekenning"] = int64(on) - 20 - r.Int64N(900)
	}
	return all
}

// home draws what the same people tell of their home and children: two in three
// rent one of their own, half of them live alone or with a partner only.
func home(r *rand.Rand) map[string]int64 {
	outOf100 := func(n int) int64 { return bit(r.IntN(100) < n) }
	others, earning := r.Int64N(7)-3, int64(0)
	others = max(0, others)
	if others > 0 && r.IntN(3) == 0 {
		earning = 1
	}
	return map[string]int64{
		"huurt_zelfstandige_woning": outOf100(65), "inschrijving_klopt": outOf100(97), "kale_huur": 350_00 + r.Int64N(700_00),
		"minderjarige_met_kind_of_zonder_ouders": 0, "hogere_huurgrens_onder_21": outOf100(30),
		"aantal_medebewoners": others, "inkomen_medebewoners": earning * r.Int64N(30_000_00), "aantal_kinderen_met_inkomen": earning * outOf100(50),
		"hoogste_vermogen_medebewoner": r.Int64N(42_000_00), "medebewoners_verblijven_rechtmatig": outOf100(98),
		"aantal_kinderen_onder_12": min(others, r.Int64N(3)), "aantal_kinderen_12_tot_16": outOf100(10), "aantal_kinderen_16_en_17": outOf100(5),
	}
}

// living draws what the same people live of, and with whom: three in four share
// their dwelling with nobody else who counts.
func living(r *rand.Rand, all map[string]int64, on rules.Day) map[string]int64 {
	outOf100 := func(n int) int64 { return bit(r.IntN(100) < n) }
	sharing := int64(0)
	if r.IntN(4) == 0 {
		sharing = 1 + r.Int64N(3)
	}
	return map[string]int64{
		"nederlander_of_gelijkgesteld": outOf100(98), "geboortedatum_partner": int64(on) - 18*365 - r.Int64N(72*365),
		"partner_heeft_recht_op_bijstand": outOf100(96), "aantal_kostendelende_medebewoners": sharing,
		"verblijft_in_inrichting": outOf100(2), "partner_verblijft_in_inrichting": outOf100(2),
		"ouders_kunnen_niet_bijdragen": outOf100(50), "ouders_partner_kunnen_niet_bijdragen": outOf100(50),
		"inkomen_per_maand": all["gemiddeld_maandinkomen"], "inkomen_partner_per_maand": all["toetsingsinkomen_partner"] / 14,
		"heeft_onbetaald_verlof": outOf100(2), "woont_in_nederland": outOf100(98), "particulier_pensioen_per_maand": r.Int64N(400_00),
		"heeft_loondervingsuitkering": outOf100(20), "loondervingsuitkering_per_maand": all["gemiddeld_maandinkomen"], "heeft_kind_jonger_dan_12": outOf100(20),
		"loon_waarnaar_uitkering_is_berekend": all["gemiddeld_maandinkomen"] * 10 / 7, "woont_bij_ouders": outOf100(10), "vrijlating_nog_niet_voorbij": outOf100(50),
		"inkomen_uit_arbeid_per_maand": outOf100(20) * r.Int64N(900_00), "overig_inkomen_per_maand": all["toetsingsinkomen_partner"] / 14,
		"minimumjeugdloon_per_maand": 1100_00 + r.Int64N(800_00),
	}
}

// taxed draws what the same people own, and what the town asks of them: most have a
// bill that is not paid yet, and about one in twenty pays off much on other debts.
func taxed(r *rand.Rand, all map[string]int64) map[string]int64 {
	outOf100 := func(n int) int64 { return bit(r.IntN(100) < n) }
	income := all["gemiddeld_maandinkomen"] + all["toetsingsinkomen_partner"]/14
	return map[string]int64{
		"aanslag_afvalstoffenheffing": outOf100(90) * (200_00 + r.Int64N(250_00)), "aanslag_rioolheffing": outOf100(70) * (50_00 + r.Int64N(200_00)),
		"aanslag_hondenbelasting": outOf100(20) * (60_00 + r.Int64N(100_00)), "aanslag_is_voor_bedrijf": outOf100(5),
		"aflossing_andere_schulden_per_maand": outOf100(20) * r.Int64N(200_00), "netto_besteedbaar_inkomen_per_maand": income,
		"uitgaven_die_meetellen_per_maand": outOf100(50) * r.Int64N(300_00), "woonlasten_en_zorgpremie_per_maand": r.Int64N(600_00),
		"geld_op_rekeningen":  all["vermogen"],
		"overige_bezittingen": outOf100(30) * r.Int64N(90_000_00), "waarde_auto": outOf100(60) * r.Int64N(9000_00), "auto_is_onmisbaar": outOf100(15),
		"waarde_inboedel": r.Int64N(2500_00),
	}
}

// owing draws one cost that the same people cannot pay at once: a pair of glasses, or
// the furniture of a home. For about one in seven something else pays it.
func owing(r *rand.Rand) map[string]int64 {
	return map[string]int64{"kosten_bijzondere_bijstand": 80_00 + r.Int64N(2500_00), "andere_voorziening_betaalt": bit(r.IntN(100) < 15)}
}

// people puts many of them in columns. What a person judges nobody knows, and
// what the people above do not have is drawn evenly.
func people(p *rules.Program, seed uint64, rows int, on rules.Day) *rules.Columns {
	in := &rules.Columns{Rows: rows, Facts: make([]rules.Column, len(p.Facts()))}
	r, homes, lives, taxes, costs := rand.New(rand.NewPCG(seed, 36)), rand.New(rand.NewPCG(seed, 8)), rand.New(rand.NewPCG(seed, 19)), rand.New(rand.NewPCG(seed, 26)), rand.New(rand.NewPCG(seed, 35))
	for row := range rows {
		all := person(r, on)
		maps.Copy(all, home(homes))
		maps.Copy(all, living(lives, all, on))
		maps.Copy(all, taxed(taxes, all))
		maps.Copy(all, owing(costs))
		for i := range p.Facts() {
			f, c := &p.Facts()[i], &in.Facts[i]
			v, known := all[f.Name]
			switch {
			case f.Name == rules.ReferenceDate:
				same := int64(on)
				c.Same = &same
				continue
			case f.Judged:
				continue
			case f.Null && c.Null == nil:
				c.Null = make([]uint64, rows/64+1)
			}
			if c.Whole == nil {
				c.Whole = make([]int64, rows)
			}
			switch {
			case !known && f.Null:
				c.Null[row>>6] |= 1 << (row & 63)
			case !known:
				v = f.Min + r.Int64N(min(f.Max-f.Min, 60_000_00)+1)
			}
			c.Whole[row] = v
		}
	}
	return in
}
