package ui

import (
	"zeker/locales"
	"zeker/offers"
	"zeker/offers/rules"
)

// The examples' day: the fixed day of the demo.
var exampleDay, _ = rules.DayOf(2026, 11, 16)

func day(year, month, day int) rules.Day {
	d, _ := rules.DayOf(year, month, day)
	return d
}

func participatiewet(number, section string) offers.Article {
	return offers.Article{
		Law: "Participatiewet", Number: number, Section: section, Year: 2026,
		URL: "https://wetten.overheid.nl/BWBR0015703/2026-07-01#Artikel" + number,
	}
}

var exampleLaws = []offers.LawVersion{
	{ID: "participatiewet", Version: "2026-07-01", Name: "Participatiewet", URL: "https://wetten.overheid.nl/BWBR0015703/2026-07-01"},
	{ID: "verordening", Version: "2026-01-01", Name: "Verordening individuele inkomenstoeslag Zonnedijk 2026"},
}

var exampleGrounds = []offers.Ground{{ID: "pw_53a", Kind: offers.Statute, Article: participatiewet("53a", "1"), From: day(2026, 1, 1)}}

var exampleInputs = []rules.Fact{
	{Name: "geboortedatum", Type: rules.Date},
	{Name: "heeft_partner", Type: rules.Bool, Max: 1},
	{Name: "gemiddeld_maandinkomen", Type: rules.Number, Unit: "eurocent", Max: 100_000_000_00},
	{Name: "vermogen", Type: rules.Number, Unit: "eurocent", Max: 100_000_000_00},
	{Name: "datum_vorige_toekenning", Type: rules.Date, Null: true},
	{Name: "uitgesloten_artikel_13", Type: rules.Bool, Max: 1},
	{Name: "geen_uitzicht_op_inkomensverbetering", Type: rules.Bool, Max: 1, Judged: true},
}

// exampleLines makes the lines of a card from topics and names in turn.
func exampleLines(scheme string, article offers.Article, topicsAndKeys ...string) []offers.CardLine {
	var lines []offers.CardLine
	for i := 0; i+1 < len(topicsAndKeys); i += 2 {
		lines = append(lines, offers.CardLine{
			Topic: offers.Topic(topicsAndKeys[i]), Key: scheme + ".card." + topicsAndKeys[i+1], Article: article,
			Args: []offers.Arg{{Name: "Weeks", Amount: 6}, {Name: "Years", Amount: 2}},
		})
	}
	return lines
}

var exampleAlleenverdieners = offers.Scheme{
	ID: "alleenverdieners", Per: offers.PerYear, Mode: offers.Automated, DecidedBy: offers.Municipality,
	Accept: offers.AcceptByLetter, Account: "rekening_bekend", Grounds: exampleGrounds,
	Register: []offers.Question{
		{Name: "staat_op_lijst_alleenverdieners", Source: "inlichtingenbureau", Ground: "pw_53a"},
		{Name: "rekening_bekend", Source: "own_file", Ground: "pw_53a"},
	},
	Repayment: offers.Repayment{
		Category: offers.Final, Verdict: offers.Never,
		Lines: exampleLines("alleenverdieners", participatiewet("78gg", "6"),
			"verdict", "keep", "verdict", "not_income", "verdict", "not_seizable",
			"report", "report", "our_mistake", "our_mistake", "object", "object"),
	},
}

var exampleIIT = offers.Scheme{
	ID: "individuele_inkomenstoeslag", Per: offers.Once, Mode: offers.Prefilled, DecidedBy: offers.Municipality,
	Accept: offers.AcceptByLetter, Account: "rekening_bekend", Grounds: exampleGrounds,
	Register: []offers.Question{
		{Name: "geboortedatum", Source: "brp", Ground: "pw_53a", Ask: true},
		{Name: "heeft_partner", Source: "brp", Ground: "pw_53a", Ask: true},
		{Name: "gemiddeld_maandinkomen", Source: "uwv", Ground: "pw_53a", Ask: true},
		{Name: "inkomen_was_laag", Criterion: true, Source: "uwv", Ground: "pw_53a"},
		{Name: "vermogen", Source: "resident", Ask: true},
		{Name: "datum_vorige_toekenning", Source: "own_file", Ground: "pw_53a", Ask: true},
		{Name: "uitgesloten_artikel_13", Source: "resident", Ask: true},
	},
	Repayment: offers.Repayment{
		Category: offers.FixedAtReferenceDate, Verdict: offers.OnlyIf,
		Lines: exampleLines("individuele_inkomenstoeslag", participatiewet("58", "1"),
			"verdict", "verdict", "verdict", "later_work", "condition", "must_not_told", "condition", "fine",
			"condition", "may_wrong", "condition", "may_understood", "report", "report",
			"our_mistake", "our_mistake", "our_mistake", "urgent_reasons", "object", "object"),
	},
}

func exampleFirm() OfferPage {
	const id = "alleenverdieners"
	return OfferPage{
		ID: "b3", Name: "S. Yılmaz", Shown: "0", Inputs: exampleInputs, Until: day(2026, 12, 31),
		Offer: offers.Offer{
			Scheme: &exampleAlleenverdieners, On: exampleDay, Class: offers.ClassOffer, State: offers.Entitled, Amount: 1_100_00,
			Laws: exampleLaws, Reasons: []offers.Reason{reason(id, "staat_op_de_lijst", offers.Met, "78gg")},
			Facts: []offers.Fact{
				{Name: "staat_op_lijst_alleenverdieners", Value: offers.Yes, Source: "inlichtingenbureau", AsOf: day(2026, 9, 1), Ground: "pw_53a"},
				{Name: "rekening_bekend", Value: offers.Yes, Source: "own_file", AsOf: day(2026, 11, 1), Ground: "pw_53a"},
			},
		},
	}
}

func examplePossible() OfferPage {
	const id = "individuele_inkomenstoeslag"
	return OfferPage{
		ID: "c7", Name: "S. Yılmaz", Shown: "0", Inputs: exampleInputs, Until: day(2026, 12, 31),
		Offer: offers.Offer{
			Scheme: &exampleIIT, On: exampleDay, Class: offers.ClassOffer, State: offers.Possible, Amount: 475_00, Laws: exampleLaws,
			Judged: []string{"geen_uitzicht_op_inkomensverbetering"},
			Reasons: []offers.Reason{
				reason(id, "leeftijd_binnen_grenzen", offers.Met, "36"), reason(id, "woont_hier", offers.Met, "40"),
				reason(id, "inkomen_was_laag", offers.Met, "36"), reason(id, "vermogen_onder_grens", offers.Met, "34"),
				reason(id, "geen_toekenning_in_12_maanden", offers.Met, "36"), reason(id, "niet_uitgesloten", offers.Met, "13"),
				reason(id, "geen_uitzicht", offers.NotKnown, "36"),
			},
			Facts: []offers.Fact{
				{Name: "geboortedatum", Value: offers.Number(int64(day(1986, 3, 31))), Source: "brp", AsOf: day(2026, 11, 1), Ground: "pw_53a"},
				{Name: "heeft_partner", Value: offers.No, Source: "brp", AsOf: day(2026, 11, 1), Ground: "pw_53a"},
				{Name: "gemiddeld_maandinkomen", Value: offers.Number(1_298_40), Source: "uwv", AsOf: day(2026, 11, 1), From: day(2023, 11, 16), Until: day(2026, 11, 15), Ground: "pw_53a"},
				{Name: "vermogen", Value: offers.Number(350_00), Source: offers.Resident, AsOf: exampleDay},
				{Name: "datum_vorige_toekenning", Value: offers.Value{Knowledge: offers.Null}, Source: "own_file", AsOf: day(2026, 11, 1), Ground: "pw_53a"},
				{Name: "uitgesloten_artikel_13", Value: offers.No, Source: offers.Resident, AsOf: exampleDay},
			},
		},
	}
}

// exampleOpen lacks what only the resident knows, and has a criterion instead of
// an income.
func exampleOpen() OfferPage {
	p := examplePossible()
	facts := p.Offer.Facts
	p.Offer.State, p.Offer.Amount, p.Offer.Judged, p.Offer.Class = offers.Open, 0, nil, offers.ClassInvitation
	p.Offer.Missing = []string{"vermogen", "datum_vorige_toekenning", "uitgesloten_artikel_13"}
	p.Offer.Facts = []offers.Fact{facts[0], facts[1],
		{Name: "inkomen_was_laag", Criterion: true, Value: offers.Yes, Source: "uwv", From: day(2023, 11, 16), Until: day(2026, 11, 15), Ground: "pw_53a"}}
	p.Offer.Reasons = withOutcome(p.Offer.Reasons, "vermogen_onder_grens", offers.NotKnown)
	return p
}

func exampleReceipt(kind offers.AnswerKind) *offers.Receipt {
	o := examplePossible().Offer
	r := &offers.Receipt{
		Number: "4F7K-9M2Q-8XTC-31VN", OfferID: "c7", Sequence: 1, Kind: kind, On: exampleDay, Scheme: o.Scheme.ID,
		State: o.State, Amount: o.Amount, Per: o.Scheme.Per, DecidedBy: o.Scheme.DecidedBy, Laws: o.Laws, Facts: o.Facts, Language: locales.Leading,
		BundleHash: "9f2c4e8a10b7d35566e1f0c2a9b84d7713c5e2f6a0d9b8c74e5f1a2b3c4d5e6f",
	}
	if kind == offers.Talk {
		r.Wish = "Bel mij na 17 uur. Mijn zus luistert mee."
	}
	return r
}
