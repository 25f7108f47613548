package catalogue_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"zeker/offers/catalogue"
	"zeker/offers/corpus"
	"zeker/offers/municipalities"
	"zeker/offers/schemes"
)

// embedded is a copy of the built-in files that a test may change.
func embedded(t *testing.T, files fs.FS) fstest.MapFS {
	t.Helper()
	all := fstest.MapFS{}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(files, name)
		all[name] = &fstest.MapFile{Data: b}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// change replaces a text that must be there, once, in one file.
func change(t *testing.T, files fstest.MapFS, name, old, replacement string) {
	t.Helper()
	f := files[name]
	if f == nil || strings.Count(string(f.Data), old) == 0 {
		t.Fatalf("%s does not hold %q", name, old)
	}
	files[name] = &fstest.MapFile{Data: []byte(strings.Replace(string(f.Data), old, replacement, 1))}
}

const (
	iit  = "individuele_inkomenstoeslag/"
	list = "alleenverdieners/"
	zt   = "zorgtoeslag/"
	kgb  = "kindgebonden_budget/"
)

// refusals are files with one mistake each, and the whole text of the error.
var refusals = []struct {
	situation, file, old, replacement, want string
}{
	{
		"a key that nobody knows", list + "scheme.yaml", "per: year", "per: year\ncolour: red",
		"schemes/alleenverdieners/scheme.yaml:9:1: the file has no key \"colour\"; it has id, status, law, right, amount, per, criteria, why, figures, mode, decided_by, accept, account, approach, apply, basis, repayment, legitimacy\n" +
			" | colour: red\n | ^",
	},
	{
		"a key that stands twice", list + "scheme.yaml", "per: year", "per: year\nper: month",
		"schemes/alleenverdieners/scheme.yaml:9:1: key \"per\" stands twice\n | per: month\n | ^",
	},
	{
		"a reason to see the scheme that is none of its criteria", list + "scheme.yaml", "why: staat_op_de_lijst", "why: heeft_geluk",
		"schemes/alleenverdieners/scheme.yaml:11:6: why is one of the criteria: the one that says shortest why somebody sees the scheme\n | why: heeft_geluk\n | .....^",
	},
	{
		"a word that is none of the words", list + "scheme.yaml", "per: year", "per: decade",
		"schemes/alleenverdieners/scheme.yaml:8:6: per is \"decade\"; it must be one of: year month once off_bill\n | per: decade\n | .....^",
	},
	{
		"a scheme without a repayment card", list + "scheme.yaml", "repayment:", "repaid:",
		"schemes/alleenverdieners/scheme.yaml:3:1: the file lacks the key \"repayment\"\n | id: alleenverdieners\n | ^",
	},
	{
		"a may that is printed as a will not", iit + "scheme.yaml", "verdict: only_if", "verdict: never",
		"schemes/individuele_inkomenstoeslag/scheme.yaml:30:12: category fixed_at_reference_date has the verdict \"only_if\", not \"never\"\n |   verdict: never\n | ...........^",
	},
	{
		"a final grant with a condition", list + "scheme.yaml", "{topic: report,", "{topic: condition,",
		"schemes/alleenverdieners/scheme.yaml:29:7: a card that says never has no condition: what may be reclaimed is never printed as what will not",
	},
	{
		"a debt that disappears and is paid out", list + "scheme.yaml", "category: final", "category: remission",
		"category remission does not go with per year: remission, and nothing else, is off_bill",
	},
	{
		"an account for money that nobody gets", list + "scheme.yaml", "per: year", "per: off_bill",
		"the municipality decides on this scheme: it has accept, an account unless it is off_bill, and no apply",
	},
	{
		"a figure that no law has", zt + "scheme.yaml", "- normpremie\n", "- normpremies\n",
		"schemes/zorgtoeslag/scheme.yaml:18:5: no law that the right rests on has an output \"normpremies\"",
	},
	{
		"a line that rests on no article", zt + "scheme.yaml", "number: '8', section: '1'", "number: '', section: '1'",
		"a card line rests on an article: law, number, year of the text that was read, https address",
	},
	{
		"a line without the year of the text", zt + "scheme.yaml", "number: '8', section: '1', year: 2026", "number: '8', section: '1', year: 0",
		"a card line rests on an article: law, number, year of the text that was read, https address",
	},
	{
		"a card without answers", zt + "scheme.yaml", "\n  answers:", "\n  answer:",
		"repayment lacks the key \"answers\"\n |   category: advance_yearly",
	},
	{
		"an answer that is missing", zt + "scheme.yaml", "    savings: {certainty", "    # {certainty",
		"answers lacks the key \"savings\"\n |     job: {certainty: settled_later, ",
	},
	{
		"an answer without its article", iit + "scheme.yaml", "job: {certainty: in_principle_not, article: {law: Participatiewet, number: '36', section: '1', year: 2026, url: 'https://wetten.overheid.nl/BWBR0015703/2026-07-01#Artikel36'}}", "job: {certainty: in_principle_not}",
		"schemes/individuele_inkomenstoeslag/scheme.yaml:52:10: job lacks the key \"article\"\n |     job: {certainty: in_principle_not}\n | .........^",
	},
	{
		"an answer without the year of the text", zt + "scheme.yaml", "number: '7', section: '3', year: 2026", "number: '7', section: '3', year: 0",
		"a card line rests on an article: law, number, year of the text that was read, https address\n |     savings: {certainty",
	},
	{
		"an answer that is none of the answers", zt + "scheme.yaml", "savings: {certainty: next_year", "savings: {certainty: no_worries",
		"certainty is \"no_worries\"; it must be one of: certainly_not in_principle_not next_year",
	},
	{
		"an answer that is surer than its card", iit + "scheme.yaml", "job: {certainty: in_principle_not", "job: {certainty: certainly_not",
		"schemes/individuele_inkomenstoeslag/scheme.yaml:52:22: only a card that says never may answer certainly_not: what may be reclaimed is never printed as what will not\n",
	},
	{
		"a card that says never and then may", list + "scheme.yaml", "silence: {certainty: certainly_not", "silence: {certainty: may_reclaim",
		"the card says never, so the answer is certainly_not, not \"may_reclaim\"\n |     silence:",
	},
	{
		"a card that does not say how to object", iit + "scheme.yaml", "- topic: object", "- topic: our_mistake",
		"schemes/individuele_inkomenstoeslag/scheme.yaml:29:3: the card has no line about object",
	},
	{
		"a figure that is not known for a year of the law", zt + "scheme.yaml", "- {year: 2025, amount: 118.00}", "- {year: 2023, amount: 118.00}",
		"the figure Threshold of 2025 is not known, and the law of zorgtoeslag is in force in that year",
	},
	{
		"an advance that does not say which difference is not collected", zt + "scheme.yaml", "- name: Threshold", "- name: Small",
		"schemes/zorgtoeslag/scheme.yaml:31:3: an advance that is settled by year has a line with the figure Threshold, in amounts by year: up to it nothing is collected\n |   category: advance_yearly\n | ..^",
	},
	{
		"an amount without cents", zt + "scheme.yaml", "amount: 118.00", "amount: 118",
		"amount must be euros with two decimals, as in 121.00",
	},
	{
		"a published scheme whose legitimacy nobody signed", list + "scheme.yaml", "signed: {by: Demo (fictief), role: jurist, on: '2026-01-15'}", "signed: open",
		"the scheme is published, but nobody signed the legal dimension of its legitimacy",
	},
	{
		"an experiment without an end", iit + "register.yaml", "    until: '2026-12-31'\n", "",
		"an experiment has an end date, a cap, and says what happens afterwards to what was given",
	},
	{
		"an experiment that is silent on money already given", iit + "register.yaml", "    afterwards: Wat in de proef is toegekend blijft toegekend; er wordt niemand meer benaderd.\n", "",
		"an experiment has an end date, a cap, and says what happens afterwards to what was given",
	},
	{
		"a bill with a day on which it holds", iit + "register.yaml", "kind: pending", "kind: pending\n    from: '2026-01-01'",
		"ground wet_proactieve_dienstverlening is pending, so it has no days; make it a statute when it is one",
	},
	{
		"a source that is asked on no ground", iit + "register.yaml", "ground: pw_53a_opvragen", "ground: pw_99",
		"question geboortedatum has no ground \"pw_99\" in this register",
	},
	{
		"a lane of sign-off that is forgotten", iit + "register.yaml", "      semantisch: open\n", "",
		"signoff lacks the key \"semantisch\"",
	},
	{
		"a fact of the law that no question covers", list + "register.yaml", "- name: staat_op_lijst_alleenverdieners", "- name: staat_op_lijst",
		"the law of alleenverdieners reads the fact \"staat_op_lijst_alleenverdieners\", and the register has no question for it",
	},
	{
		"a least age of no years", kgb + "register.yaml", "{of: geboortedatum, years: 12}", "{of: geboortedatum, years: 0}",
		"schemes/kindgebonden_budget/register.yaml:35:16: a least age is 1 to 120 years\n |     least_age: {of: geboortedatum, years: 0} # a child",
	},
	{
		"a least age by a day that no law reads", kgb + "register.yaml", "{of: geboortedatum, years: 16}", "{of: heeft_partner, years: 16}",
		"schemes/kindgebonden_budget/register.yaml:54:16: no law reads a day \"heeft_partner\"; a least age names the fact that is the day of birth\n |     least_age: {of: heeft_partner, years: 16}\n | ...............^",
	},
	{
		"a least age for a yes", kgb + "register.yaml", "      - {on: partner_out, how: no, from: next_month}\n", "      - {on: partner_out, how: no, from: next_month}\n    least_age: {of: geboortedatum, years: 16}\n",
		"heeft_toeslagpartner is no number that a law reads, so no age goes with more than nothing of it\n |     least_age: {of: geboortedatum, years: 16}\n | ...............^",
	},
	{
		"an order that forgets a question", zt + "register.yaml", "order: [heeft_toeslagpartner, ", "order: [",
		"\"heeft_toeslagpartner\" is missing from the order of this register",
	},
	{
		"an order with a question twice", zt + "register.yaml", "order: [", "order: [is_verzekerd, ",
		"\"is_verzekerd\" stands twice in the order",
	},
	{
		"an order with what a person judges", iit + "register.yaml", "order: [", "order: [geen_uitzicht_op_inkomensverbetering, ",
		"\"geen_uitzicht_op_inkomensverbetering\" has no place in the order: it is no question of this register that is asked for the law",
	},
	{
		"a question that no law needs", list + "register.yaml", "- name: staat_op_lijst_alleenverdieners", "- name: schoenmaat",
		"the law of alleenverdieners has no input \"schoenmaat\" in any period",
	},
	{
		"a right that the law does not give", list + "scheme.yaml", "right: heeft_recht_op_tegemoetkoming_alleenverdieners", "right: heeft_recht",
		"the law of alleenverdieners, participatiewet, has no version with output \"heeft_recht\"",
	},
	{
		"a scheme of another office that we would accept", zt + "scheme.yaml", "decided_by: dienst_toeslagen", "decided_by: dienst_toeslagen\naccept: letter",
		"dienst_toeslagen decides on this scheme: it has apply, and no accept, account or approach",
	},
	{
		"a scheme of another office that asks a source", zt + "register.yaml", "source: resident\n    ground: ''", "source: uwv\n    ground: ''",
		"the scheme is not ours, so geboortedatum is asked of nobody but the resident",
	},
	{
		"a case about a fact that nobody asks for", list + "cases.yaml", "{staat_op_lijst_alleenverdieners: false}", "{staat_op_lijst: false}",
		"schemes/alleenverdieners/cases.yaml:26:13: the register of alleenverdieners asks for no fact \"staat_op_lijst\"",
	},
	{
		"a case with euros where the cents are left out", iit + "cases.yaml", "gemiddeld_maandinkomen: 1561.40", "gemiddeld_maandinkomen: 1561",
		"gemiddeld_maandinkomen must be an amount in euros with two decimals, as in 1561.40, from 0 to 100000",
	},
	{
		"a file that is no YAML", list + "cases.yaml", "cases:", "cases: [",
		"schemes/alleenverdieners/cases.yaml:2:1: this is neither YAML nor JSON:",
	},
}

func TestSchemesWithAMistakeAreRefused(t *testing.T) {
	for _, r := range refusals {
		t.Run(r.situation, func(t *testing.T) {
			files := embedded(t, schemes.Files)
			change(t, files, r.file, r.old, r.replacement)
			_, err := catalogue.Load(corpus.Files, files, municipalities.Files)
			if err == nil || !strings.Contains(err.Error(), r.want) {
				t.Errorf("got %v\nwant %s", err, r.want)
			}
		})
	}
}

func TestMunicipalitiesWithAMistakeAreRefused(t *testing.T) {
	for _, r := range []struct{ situation, old, replacement, want string }{
		{"a scheme that is not there", "zorgtoeslag]", "kinderopvangtoeslag]", "there is no scheme \"kinderopvangtoeslag\""},
		{"a code that is none", "GM9901", "9901", "the code must be GM and four digits"},
		{"text that cannot be read on its colour", "'#154273'", "'#77aadd'", "has a contrast below 4.5 to 1 (WCAG 1.4.3)"},
		{"a code whose council decided nothing", "GM9901", "GM9999", "is filled by no regulation in force on 2026-01-01 in municipality GM9999"},
		{"a day that is none", "days: [thursday]", "days: [donderdag]", "municipality.yaml:12:15: each of days is \"donderdag\"; it must be one of: monday tuesday"},
		{"a day that stands twice", "days: [thursday]", "days: [thursday, thursday]", "12:25: days stand in the order of the week, each once"},
		{"hours on no day", "days: [thursday]", "days: []", "12:7: hours are on at least one day"},
		{"a time that is none", "'17:00', until: '20:00'", "'17:00', until: '24:00'", "12:48: a time is hours and minutes, as in 09:00"},
		{"a counter that closes before it opens", "'17:00', until: '20:00'", "'17:00', until: '08:00'", "12:48: the counter closes before it opens"},
		{"a way out that anybody can read along", "https://www.knmi.nl/", "http://www.knmi.nl/", "municipality.yaml:17:7: \"http://www.knmi.nl/\" is no address of a site, as in https://www.example.nl/"},
		{"a way out that leads nowhere", "https://www.knmi.nl/", "https:///weer", "is no address of a site"},
		{"a way out that is a script", "https://www.knmi.nl/", "'javascript:alert(1)'", "is no address of a site"},
		{"no way out", "exit:", "exits:", "the file lacks the key \"exit\""},
		{
			"a signature for a scheme that is not there", "scheme: algemene_bijstand", "scheme: kinderopvangtoeslag",
			"municipality.yaml:26:14: this municipality has no scheme \"kinderopvangtoeslag\" that a partner could sign for\n |   - {scheme: kinderopvangtoeslag, partner: heeft_partner, days: 14} # for the partner, from the application: our own choice, which no law gives\n | .............^",
		},
		{"a signature for what others decide", "scheme: algemene_bijstand", "scheme: zorgtoeslag", "26:14: dienst_toeslagen decides on zorgtoeslag, so nobody signs for it here"},
		{"a partner that no fact tells of", "partner: heeft_partner", "partner: heeft_hond", "26:42: the law of algemene_bijstand asks no yes or no that is called \"heeft_hond\""},
		{"a partner by a fact that is no yes or no", "partner: heeft_partner", "partner: inkomen_partner_per_maand", "26:42: the law of algemene_bijstand asks no yes or no"},
		{"a signature for which there is no time", "days: 14", "days: 0", "26:5: a partner has at least one day to sign, not 0"},
		{"a signature without a time", ", days: 14", "", "26:5: each of partner_signs lacks the key \"days\""},
		{
			"two signatures for one scheme", "days: 14}", "days: 14}\n  - {scheme: algemene_bijstand, partner: heeft_partner, days: 14}",
			"27:14: scheme algemene_bijstand stands twice",
		},
		{"an id that is not its folder", "id: zonnedijk", "id: zondijk", "the id is \"zondijk\", but the folder is \"zonnedijk\""},
	} {
		t.Run(r.situation, func(t *testing.T) {
			files := embedded(t, municipalities.Files)
			change(t, files, "zonnedijk/municipality.yaml", r.old, r.replacement)
			_, err := catalogue.Load(corpus.Files, schemes.Files, files)
			if err == nil || !strings.Contains(err.Error(), r.want) {
				t.Errorf("got %v\nwant %s", err, r.want)
			}
		})
	}
}

func TestADraftIsNotOffered(t *testing.T) {
	files := embedded(t, schemes.Files)
	change(t, files, zt+"scheme.yaml", "status: published", "status: draft")
	_, err := catalogue.Load(corpus.Files, files, municipalities.Files)
	for _, want := range []string{
		"municipalities/zonnedijk/municipality.yaml:6:", ": scheme zorgtoeslag is a draft and cannot be offered; publish it in its scheme.yaml\n",
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v\nwant %s", err, want)
		}
	}
}

func TestAllMistakesAreReportedTogether(t *testing.T) {
	files := embedded(t, schemes.Files)
	change(t, files, list+"scheme.yaml", "per: year", "per: decade")
	change(t, files, iit+"register.yaml", "reliability: high", "reliability: perfect")
	laws := embedded(t, corpus.Files)
	change(t, laws, "nl/wet/participatiewet/2026-07-01.yaml", "subject: $vermogen\n", "subject: $vermogn\n")
	_, err := catalogue.Load(laws, files, municipalities.Files)
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{
		"corpus/nl/wet/participatiewet/2026-07-01.yaml:", "alleenverdieners/scheme.yaml:8:6", "individuele_inkomenstoeslag/register.yaml:",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in:\n%v", want, err)
		}
	}
}

// TestAVersionForTwoYearsIsSplit: the law may stay, the last day to apply moves
// on (Awir 15(1)).
func TestAVersionForTwoYearsIsSplit(t *testing.T) {
	const wet, premium = "nl/wet/wet_op_de_zorgtoeslag/", "nl/ministeriele_regeling/regeling_standaardpremie/"
	laws := embedded(t, corpus.Files)
	delete(laws, wet+"2025-01-01.yaml")
	delete(laws, premium+"2025-01-01.yaml")
	change(t, laws, premium+"2024-01-01.yaml", "valid_to: '2024-12-31'", "valid_to: '2025-12-31'")
	cases := embedded(t, schemes.Files)
	l, err := catalogue.Load(laws, cases, municipalities.Files)
	if err != nil {
		t.Fatal(err)
	}
	c := town(t, l, "zonnedijk")
	for on, want := range map[string]string{"2024-12-31": "2025-12-31", "2025-01-01": "2026-12-31"} {
		p, err := c.On(date(t, on))
		if err != nil {
			t.Fatal(err)
		}
		if s, err := p.Scheme("zorgtoeslag"); err != nil || s.ApplyBy != date(t, want) {
			t.Errorf("on %s: got %s, %v; want %s", on, s.ApplyBy, err, want)
		}
	}
}

func TestALawWithoutEndCannotCarryFiguresByYear(t *testing.T) {
	laws := embedded(t, corpus.Files)
	for _, name := range []string{
		"nl/wet/wet_op_de_zorgtoeslag/2026-01-01.yaml", "nl/wet/algemene_wet_inkomensafhankelijke_regelingen/2026-01-01.yaml",
		"nl/ministeriele_regeling/regeling_standaardpremie/2026-01-01.yaml", "nl/wet/participatiewet/2026-07-01.yaml",
		"nl/wet/wet_op_de_huurtoeslag/2026-01-01.yaml", "nl/wet/wet_op_het_kindgebonden_budget/2026-01-01.yaml",
		"nl/wet/algemene_ouderdomswet/2025-01-01.yaml", "nl/wet/toeslagenwet/2026-07-01.yaml", "nl/wet/gemeentewet/2026-01-01.yaml",
		"nl/beleidsregel/leidraad_invordering_2008/2026-01-01.yaml", "nl/ministeriele_regeling/uitvoeringsregeling_invorderingswet_1990/2026-01-01.yaml",
		"nl/ministeriele_regeling/regeling_kwijtschelding_belastingen_medeoverheden/2026-07-01.yaml",
		"nl/ministeriele_regeling/regeling_participatiewet_ioaw_en_ioaz/2026-01-01.yaml",
	} {
		change(t, laws, name, "valid_to: '2026-12-31'\n", "")
	}
	_, err := catalogue.Load(laws, schemes.Files, municipalities.Files)
	want := " has no last day from 2026-07-01 on, and figures of the scheme go by year; give its last version a valid_to"
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v\nwant %s", err, want)
	}
}
