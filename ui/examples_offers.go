package ui

import (
	"zeker/offers"
	"zeker/offers/rules"
)

// The examples' day: the fixed day of the demo.
var exampleDay, _ = rules.DayOf(2026, 11, 16)

var exampleDue = offers.Article{
	Law: "Algemene wet bestuursrecht", Number: "4:13", Section: "2", Year: 2026,
	URL: "https://wetten.overheid.nl/BWBR0005537/2026-01-01#Artikel4:13",
}

func day(year, month, day int) rules.Day {
	d, _ := rules.DayOf(year, month, day)
	return d
}

// The laws that the examples rest on.
var (
	lawAOW             = offers.LawVersion{ID: "algemene_ouderdomswet", Version: "2025-01-01", Name: "Algemene Ouderdomswet", URL: "https://wetten.overheid.nl/BWBR0002221/2025-01-01"}
	lawAwir            = offers.LawVersion{ID: "algemene_wet_inkomensafhankelijke_regelingen", Version: "2026-01-01", Name: "Algemene wet inkomensafhankelijke regelingen", URL: "https://wetten.overheid.nl/BWBR0018472/2026-01-01"}
	lawParticipatiewet = offers.LawVersion{ID: "participatiewet", Version: "2026-07-01", Name: "Participatiewet", URL: "https://wetten.overheid.nl/BWBR0015703/2026-07-01"}
	lawRegeling        = offers.LawVersion{ID: "regeling_participatiewet_ioaw_en_ioaz", Version: "2026-01-01", Name: "Regeling Participatiewet, IOAW en IOAZ", URL: "https://wetten.overheid.nl/BWBR0015738/2026-01-01"}
	lawStandaardpremie = offers.LawVersion{ID: "regeling_standaardpremie", Version: "2026-01-01", Name: "Regeling vaststelling standaardpremie en bestuursrechtelijke premies 2026", URL: "https://zoek.officielebekendmakingen.nl/stcrt-2025-40022.html"}
	lawToeslagenwet    = offers.LawVersion{ID: "toeslagenwet", Version: "2026-07-01", Name: "Toeslagenwet", URL: "https://wetten.overheid.nl/BWBR0004043/2026-07-01"}
	lawVerordening     = offers.LawVersion{ID: "verordening_individuele_inkomenstoeslag_zonnedijk", Version: "2026-01-01", Name: "Verordening individuele inkomenstoeslag Zonnedijk 2026", URL: "https://zonnedijk.example/verordeningen/individuele-inkomenstoeslag-2026"}
	lawZorgtoeslag     = offers.LawVersion{ID: "wet_op_de_zorgtoeslag", Version: "2026-01-01", Name: "Wet op de zorgtoeslag", URL: "https://wetten.overheid.nl/BWBR0018451/2026-01-01"}
)

// article is a place in the text of 2026 of a law.
func article(law offers.LawVersion, number, section string) offers.Article {
	return offers.Article{Law: law.Name, Number: number, Section: section, Year: 2026, URL: law.URL + "#Artikel" + number}
}

func participatiewet(number, section string) offers.Article {
	return article(lawParticipatiewet, number, section)
}

// What is asked for a scheme rests on these.
var (
	groundsAlleenverdieners = []offers.Ground{
		{ID: "pw_78gg_lijst", Kind: offers.Statute, Article: participatiewet("78gg", "5"), From: day(2025, 1, 1)},
		{ID: "pw_7_uitvoering", Kind: offers.Statute, Article: participatiewet("7", "1"), From: day(2025, 1, 1)},
	}
	groundsIIT = []offers.Ground{{ID: "pw_53a", Kind: offers.Statute, Article: participatiewet("53a", "1"), From: day(2026, 1, 1)}}
)

var exampleInputs = []rules.Fact{
	{Name: "geboortedatum", Type: rules.Date},
	{Name: "heeft_partner", Type: rules.Bool, Max: 1},
	{Name: "gemiddeld_maandinkomen", Type: rules.Number, Unit: "eurocent", Max: 100_000_000_00},
	{Name: "vermogen", Type: rules.Number, Unit: "eurocent", Max: 100_000_000_00},
	{Name: "datum_vorige_toekenning", Type: rules.Date, Null: true},
	{Name: "uitgesloten_artikel_13", Type: rules.Bool, Max: 1},
	{Name: "geen_uitzicht_op_inkomensverbetering", Type: rules.Bool, Max: 1, Judged: true},
}

// exampleLines makes the lines of a card from a topic, a name, an article and a
// section in turn.
func exampleLines(scheme string, lines ...[4]string) []offers.CardLine {
	var list []offers.CardLine
	for _, line := range lines {
		list = append(list, offers.CardLine{
			Topic: offers.Topic(line[0]), Key: scheme + ".card." + line[1], Article: participatiewet(line[2], line[3]),
			Args: []offers.Arg{{Name: "Weeks", Amount: 6}, {Name: "Years", Amount: 2}},
		})
	}
	return list
}

// exampleAnswers makes the answers of a card, all resting on one article.
func exampleAnswers(article offers.Article, certainties ...offers.Certainty) (all [len(offers.Events)]offers.CardAnswer) {
	for i, c := range certainties {
		all[i] = offers.CardAnswer{Certainty: c, Article: article}
	}
	return all
}

var objection = offers.CardLine{
	Topic: offers.TopicObject, Key: "alleenverdieners.card.object", Args: []offers.Arg{{Name: "Weeks", Amount: 6}},
	Article: offers.Article{Law: "Algemene wet bestuursrecht", Number: "6:7", Year: 2026, URL: "https://wetten.overheid.nl/BWBR0005537/2026-01-01#Artikel6:7"},
}

var exampleAlleenverdieners = offers.Scheme{
	ID: "alleenverdieners", Why: "staat_op_de_lijst", Per: offers.PerYear, Mode: offers.Automated, DecidedBy: offers.Municipality,
	Accept: offers.AcceptByLetter, Account: "rekening_bekend", Grounds: groundsAlleenverdieners,
	Register: []offers.Question{
		{Name: "staat_op_lijst_alleenverdieners", Source: "inlichtingenbureau", Ground: "pw_78gg_lijst"},
		{Name: "rekening_bekend", Source: "own_file", Ground: "pw_7_uitvoering"},
	},
	Repayment: offers.Repayment{
		Category: offers.Final, Verdict: offers.Never,
		Lines: append(exampleLines("alleenverdieners",
			[4]string{"verdict", "keep", "78gg", "6"}, [4]string{"verdict", "not_income", "31", "2"},
			[4]string{"verdict", "not_seizable", "78gg", "3"}, [4]string{"report", "report", "78gg", "2"},
			[4]string{"our_mistake", "our_mistake", "78gg", "6"}), objection),
		Answers: exampleAnswers(participatiewet("78gg", "6"), offers.CertainlyNot, offers.CertainlyNot, offers.CertainlyNot,
			offers.CertainlyNot, offers.CertainlyNot, offers.CertainlyNot),
	},
}

var exampleIIT = offers.Scheme{
	ID: "individuele_inkomenstoeslag", Why: "inkomen_was_laag", Per: offers.Once, Mode: offers.Prefilled, DecidedBy: offers.Municipality,
	Accept: offers.AcceptByLetter, Account: "rekening_bekend", Grounds: groundsIIT,
	Register: []offers.Question{
		{Name: "geboortedatum", Source: "brp", Ground: "pw_53a", Ask: true},
		{Name: "heeft_partner", Source: "brp", Ground: "pw_53a", Ask: true},
		{Name: "gemiddeld_maandinkomen", Source: "uwv", Ground: "pw_53a", Ask: true},
		{Name: "inkomen_was_laag", Criterion: true, Source: "uwv", Ground: "pw_53a"},
		{Name: "vermogen", Source: "resident", Ask: true},
		{Name: "datum_vorige_toekenning", Source: "own_file", Ground: "bill", Ask: true},
		{Name: "uitgesloten_artikel_13", Source: "resident", Ask: true},
	},
	Repayment: offers.Repayment{
		Category: offers.FixedAtReferenceDate, Verdict: offers.OnlyIf,
		Lines: append(exampleLines("individuele_inkomenstoeslag",
			[4]string{"verdict", "verdict", "58", ""}, [4]string{"verdict", "later_work", "36", "1"},
			[4]string{"condition", "must_not_told", "58", "1"}, [4]string{"condition", "fine", "18a", "1"},
			[4]string{"condition", "may_wrong", "58", "2"}, [4]string{"condition", "may_understood", "58", "6"},
			[4]string{"report", "report", "17", "1"}, [4]string{"our_mistake", "our_mistake", "54", "3"},
			[4]string{"our_mistake", "urgent_reasons", "58", "8"}), objection),
		Answers: exampleAnswers(participatiewet("58", ""), offers.InPrincipleNot, offers.MustReclaim, offers.MayReclaim,
			offers.InPrincipleNot, offers.InPrincipleNot, offers.MustReclaim),
	},
}

func exampleFirm() OfferPage {
	const id = "alleenverdieners"
	return OfferPage{
		ID: "b3", Name: "S. Yılmaz", Shown: "0", Inputs: exampleInputs, Until: day(2026, 12, 31),
		Offer: offers.Offer{
			Scheme: &exampleAlleenverdieners, On: exampleDay, Class: offers.ClassOffer, State: offers.Entitled, Amount: 1_100_00,
			Laws: []offers.LawVersion{lawParticipatiewet, lawRegeling}, Reasons: []*offers.Reason{reason(id, "staat_op_de_lijst", offers.Met, lawParticipatiewet, "78gg")},
			Facts: []*offers.Fact{
				{Name: "staat_op_lijst_alleenverdieners", Value: offers.Yes, Source: "inlichtingenbureau", AsOf: day(2026, 9, 1), Ground: "pw_78gg_lijst"},
				{Name: "rekening_bekend", Value: offers.Yes, Source: "own_file", AsOf: day(2026, 11, 1), Ground: "pw_7_uitvoering"},
			},
		},
	}
}

func examplePossible() OfferPage {
	const id = "individuele_inkomenstoeslag"
	return OfferPage{
		ID: "c7", Name: "S. Yılmaz", Shown: "0", Inputs: exampleInputs, Until: day(2026, 12, 31),
		Offer: offers.Offer{
			Scheme: &exampleIIT, On: exampleDay, Class: offers.ClassOffer, State: offers.Possible, Amount: 475_00,
			Laws:   []offers.LawVersion{lawAOW, lawParticipatiewet, lawVerordening},
			Judged: []string{"geen_uitzicht_op_inkomensverbetering"},
			Reasons: []*offers.Reason{
				reason(id, "leeftijd_binnen_grenzen", offers.Met, lawParticipatiewet, "36"), reason(id, "woont_hier", offers.Met, lawParticipatiewet, "40"),
				reason(id, "inkomen_was_laag", offers.Met, lawParticipatiewet, "36"), reason(id, "vermogen_onder_grens", offers.Met, lawParticipatiewet, "34"),
				reason(id, "geen_toekenning_in_12_maanden", offers.Met, lawParticipatiewet, "36"), reason(id, "niet_uitgesloten", offers.Met, lawParticipatiewet, "13"),
				reason(id, "geen_uitzicht", offers.NotKnown, lawParticipatiewet, "36"),
			},
			Facts: []*offers.Fact{
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
	p.Offer.Facts = []*offers.Fact{facts[0], facts[1],
		{Name: "inkomen_was_laag", Criterion: true, Value: offers.Yes, Source: "uwv", From: day(2023, 11, 16), Until: day(2026, 11, 15), Ground: "pw_53a"}}
	p.Offer.Reasons = withOutcome(p.Offer.Reasons, "vermogen_onder_grens", offers.NotKnown)
	return p
}

// exampleJoint is an offer to somebody with a partner, who signs too.
func exampleJoint(p OfferPage) OfferPage {
	for _, fact := range p.Offer.Facts {
		if fact.Name == "heeft_partner" {
			fact.Value = offers.Yes
		}
	}
	return p
}

// exampleAsked is an offer as it was on an earlier day, made of what was known then.
func exampleAsked(o offers.Offer, on rules.Day) offers.Offer {
	earlier := o.On - on
	o.On = on
	for _, fact := range o.Facts {
		if fact.AsOf -= earlier; fact.From != 0 {
			fact.From, fact.Until = fact.From-earlier, fact.Until-earlier
		}
	}
	return o
}

var exampleZorgtoeslag = offers.Scheme{
	ID: "zorgtoeslag", Per: offers.PerMonth, Mode: offers.Prefilled, DecidedBy: offers.DienstToeslagen,
	ApplyAt: "https://www.toeslagen.nl", ApplyBy: day(2027, 12, 31),
	Register: []offers.Question{
		{Name: "toetsingsinkomen", Source: "resident", Ask: true},
		{Name: "heeft_toeslagpartner", Source: "resident", Ask: true},
	},
	Repayment: offers.Repayment{
		Category: offers.AdvanceYearly, Verdict: offers.When, Confirmed: true,
		Lines: []offers.CardLine{
			{Topic: offers.TopicVerdict, Key: "zorgtoeslag.card.advance", Article: article(lawAwir, "24", "2")},
			{Topic: offers.TopicCondition, Key: "zorgtoeslag.card.small_amount", Article: article(lawAwir, "26a", "1"), Args: []offers.Arg{{Name: "Threshold", Amount: 121_00, Money: true}}},
		},
		Answers: exampleAnswers(article(lawAwir, "26", "1"),
			offers.SettledLater, offers.SettledLater, offers.SettledLater, offers.SettledLater, offers.NextYear, offers.SettledLater),
	},
}

// exampleToeslagenwet is a scheme whose money counts for others.
var exampleToeslagenwet = offers.Scheme{
	ID: "toeslagenwet", Per: offers.PerMonth, Mode: offers.Prefilled, DecidedBy: offers.UWV, ApplyAt: "https://www.uwv.nl",
	Register: []offers.Question{{Name: "heeft_partner", Source: "resident", Ask: true}},
	Repayment: offers.Repayment{
		Category: offers.MustRecover, Verdict: offers.When,
		Lines: []offers.CardLine{
			{Topic: offers.TopicVerdict, Key: "toeslagenwet.card.must", Article: article(lawToeslagenwet, "20", "1")},
			{Topic: offers.TopicCondition, Key: "toeslagenwet.card.fine", Article: article(lawToeslagenwet, "14a", "1")},
		},
		Answers: exampleAnswers(article(lawToeslagenwet, "20", "1"),
			offers.FromTheChange, offers.MustReclaim, offers.MustReclaim, offers.FromTheChange, offers.InPrincipleNot, offers.MustReclaim),
	},
}

// exampleTogether is an offer of money that counts for other money.
func exampleTogether() OfferPage {
	p, s := exampleElsewhere(), exampleToeslagenwet
	for i, own := range map[int]string{0: "job", 2: "their_mistake", 4: "savings"} {
		s.Repayment.Answers[i].Key = s.ID + ".card." + own
	}
	p.Inputs, p.CountsIn = exampleInputs, []string{"huurtoeslag", "zorgtoeslag"}
	p.Offer = offers.Offer{Scheme: &s, On: exampleDay, Class: offers.ClassNone, State: offers.Entitled, Amount: 212_00, Laws: []offers.LawVersion{lawAOW, lawToeslagenwet}}
	return p
}

// exampleElsewhere is a scheme that another authority decides on.
func exampleElsewhere() OfferPage {
	return OfferPage{
		ID: "d9", Name: "S. Yılmaz", Shown: "0", Accept: NotOurs,
		Inputs: []rules.Fact{
			{Name: "toetsingsinkomen", Type: rules.Number, Unit: "eurocent", Max: 100_000_000_00},
			{Name: "heeft_toeslagpartner", Type: rules.Bool, Max: 1},
		},
		Offer: offers.Offer{
			Scheme: &exampleZorgtoeslag, On: exampleDay, Class: offers.ClassNone, State: offers.Entitled, Amount: 129_00,
			Laws:    []offers.LawVersion{lawAwir, lawZorgtoeslag, lawStandaardpremie},
			Reasons: []*offers.Reason{reason("zorgtoeslag", "inkomen_niet_te_hoog", offers.Met, lawAwir, "14")},
			Facts:   []*offers.Fact{{Name: "toetsingsinkomen", Value: offers.Number(21_500_00), Source: offers.Resident, AsOf: exampleDay}},
		},
	}
}
