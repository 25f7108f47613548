package law

import (
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"zeker/offers/rules"
)

// ownCorpus reads the law that Zeker ships.
func ownCorpus(t failer) *Corpus {
	t.Helper()
	var files []File
	dir := os.DirFS("../corpus")
	err := fs.WalkDir(dir, ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".yaml") {
			return err
		}
		source, err := fs.ReadFile(dir, name)
		files = append(files, File{"offers/corpus/" + name, source})
		return err
	})
	if err != nil {
		t.Fatalf("%v", err)
	}
	return corpusOf(t, files...)
}

// TestOwnLawCompiledEqualsPlain runs random households through the shipped law,
// for both towns.
func TestOwnLawCompiledEqualsPlain(t *testing.T) {
	c := ownCorpus(t)
	outputs := []string{"heeft_recht_op_individuele_inkomenstoeslag", "hoogte_individuele_inkomenstoeslag"}
	rapid.Check(t, func(t *rapid.T) {
		on := rules.Day(rapid.IntRange(int(day("2026-01-01")), int(day("2026-12-31"))).Draw(t, "on"))
		birth := rules.Day(rapid.IntRange(int(day("1950-01-01")), int(day("2010-12-31"))).Draw(t, "born"))
		flag := func(name string) Value { return Bool(rapid.Bool().Draw(t, name)) }
		facts := map[string]Value{
			"geboortedatum": Date(birth), "heeft_partner": flag("partner"), "heeft_kinderen_ten_laste": flag("children"),
			"gemiddeld_maandinkomen": Int(rapid.Int64Range(0, 300_000).Draw(t, "income")),
			"vermogen":               Int(rapid.Int64Range(-100_000, 2_000_000).Draw(t, "assets")),
			"uitgesloten_artikel_13": flag("excluded"), "woont_in_gemeente": flag("lives here"),
			"geen_uitzicht_op_inkomensverbetering": flag("no prospect"),
			"datum_vorige_toekenning":              Date(on - rules.Day(rapid.IntRange(0, 800).Draw(t, "days ago"))),
		}
		if rapid.Bool().Draw(t, "never before") {
			facts["datum_vorige_toekenning"] = Value{}
		}
		town := rapid.SampledFrom([]string{"GM9901", "GM9902"}).Draw(t, "town")
		if !compare(t, c, Query{Law: "participatiewet", On: on, Municipality: town}, outputs, facts, true) {
			t.Fatalf("the shipped law does not compile")
		}
	})
}

// TestCompileDeclaresCriteria: every boolean output on the way can be answered
// by a source, and a second query on the same builder says the same things again.
func TestCompileDeclaresCriteria(t *testing.T) {
	c := ownCorpus(t)
	c.Judged("geen_uitzicht_op_inkomensverbetering")
	b := rules.NewBuilder()
	q := Query{Law: "participatiewet", On: day("2026-11-16"), Municipality: "GM9901"}
	for _, q.Output = range []string{"heeft_recht_op_individuele_inkomenstoeslag", "inkomen_was_laag", "hoogte_individuele_inkomenstoeslag"} {
		if _, err := c.Compile(b, q); err != nil {
			t.Fatal(err)
		}
	}
	p, err := b.Program(rules.Entry{Name: "all", Outputs: []string{"heeft_recht_op_individuele_inkomenstoeslag"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{
		"leeftijd_binnen_grenzen", "woont_hier", "inkomen_was_laag", "vermogen_onder_grens", "geen_toekenning_in_12_maanden",
		"niet_uitgesloten", "geen_uitzicht", "hoogte_individuele_inkomenstoeslag",
	} {
		if p.OutputIndex(name) < 0 {
			t.Errorf("%s is no output of the program", name)
		}
	}
	source := p.Outputs()[p.OutputIndex("inkomen_was_laag")].Source
	if source.Law != "participatiewet" || source.Article != "36" || source.Version != "2026-07-01" || source.Line == 0 || source.URL == "" {
		t.Errorf("the place in the law is %+v", source)
	}
	judged := p.Facts()[p.FactIndex("geen_uitzicht_op_inkomensverbetering")]
	if !judged.Judged {
		t.Error("the judged fact is not marked")
	}
	if f := p.Facts()[p.FactIndex("datum_vorige_toekenning")]; !f.Null || f.Type != rules.Date {
		t.Errorf("the fact that may be null is %+v", f)
	}
	if f := p.Facts()[p.FactIndex("vermogen")]; f.Unit != "eurocent" || f.Min >= 0 {
		t.Errorf("the assets, which debts can make negative, are %+v", f)
	}
}

// TestLaws names every version that an amount rests on.
func TestLaws(t *testing.T) {
	laws, err := ownCorpus(t).Laws(Query{
		Law: "participatiewet", Output: "hoogte_individuele_inkomenstoeslag", On: day("2026-11-16"), Municipality: "GM9901",
	})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range laws {
		got = append(got, l.ID+" "+l.Version)
		if len(l.SHA256) != 64 || l.Name == "" || l.URL == "" {
			t.Errorf("%s lacks a hash, a name or an address", l.ID)
		}
	}
	want := []string{"participatiewet 2026-07-01", "verordening_individuele_inkomenstoeslag_zonnedijk 2026-01-01"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestBoundaries reaches from a law to the laws it reads and to the ordinances
// that fill its terms.
func TestBoundaries(t *testing.T) {
	c := corpusOf(t,
		File{"a.yaml", []byte(strings.Replace(oracleLaw[:strings.Index(oracleLaw, "        output:\n%s")], "valid_from: '2024-01-01'",
			"valid_from: '2024-02-01'\nvalid_to: '2027-12-31'", 1))},
		File{"b.yaml", []byte(strings.Replace(oracleOther, "valid_from: '2024-01-01'", "valid_from: '2023-03-01'", 1))},
		File{"c.yaml", []byte(strings.Replace(oracleOrdinance, "valid_from: '2024-01-01'", "valid_from: '2025-04-01'", 1))})
	var got []string
	for _, d := range c.Boundaries("toetswet") {
		got = append(got, d.String())
	}
	want := []string{"2023-03-01", "2024-02-01", "2025-04-01", "2028-01-01"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if days := c.Boundaries("andere_wet"); len(days) != 1 {
		t.Errorf("andere_wet reaches no other law, but has %v", days)
	}
	if days := c.Boundaries("geen_wet"); len(days) != 0 {
		t.Errorf("a law that is not there has %v", days)
	}
}

// TestAnotherPerson: a parameter that another law maps is not the resident's own
// fact, and its outputs are no criteria of the resident.
func TestAnotherPerson(t *testing.T) {

	c := corpusOf(t, File{"a.yaml", []byte(personLaw)}, File{"b.yaml", []byte(householdLaw)})
	b := rules.NewBuilder()
	q := Query{Law: "huishoudwet", Output: "samen_arm", On: day("2024-06-01")}
	if _, err := c.Compile(b, q); err != nil {
		t.Fatal(err)
	}
	p, err := b.Program(rules.Entry{Name: "all", Outputs: []string{"samen_arm"}})
	if err != nil {
		t.Fatal(err)
	}
	// A source that answers for the resident answers nothing for the partner.
	f := p.NewFrame()
	if err := f.Criterion(p.OutputIndex("is_arm"), true); err != nil {
		t.Fatal(err)
	}
	for income, want := range map[int64]int64{99: 1, 100: 0} {
		if err := f.Know(p.FactIndex("inkomen_partner"), income); err != nil {
			t.Fatal(err)
		}
		if err := f.Decide(0); err != nil {
			t.Fatal(err)
		}
		if got, _, status := f.Output(p.OutputIndex("samen_arm")); got != want || status != rules.Decided {
			t.Errorf("partner earns %d: got %d (status %d), want %d", income, got, status, want)
		}
	}
	for _, name := range []string{"inkomen", "inkomen_partner"} {
		if p.FactIndex(name) < 0 {
			t.Errorf("there is no fact %s", name)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		facts := map[string]Value{
			"inkomen":         Int(rapid.Int64Range(0, 200).Draw(t, "own")),
			"inkomen_partner": Int(rapid.Int64Range(0, 200).Draw(t, "partner's")),
		}
		if !compare(t, c, q, []string{"samen_arm"}, facts, true) {
			t.Fatalf("not compiled")
		}
	})
}

const personLaw = `$schema: https://example.test/schema/v0.5.6/schema.json
$id: persoonswet
regulatory_layer: WET
publication_date: '2024-01-01'
valid_from: '2024-01-01'
bwb_id: BWBR0000001
url: https://example.test/persoonswet
articles:
  - number: '1'
    text: Tekst.
    url: https://example.test/persoonswet#1
    machine_readable:
      execution:
        parameters:
          - {name: inkomen, type: number}
        output:
          - {name: is_arm, type: boolean}
        actions:
          - output: is_arm
            value: {operation: LESS_THAN, subject: $inkomen, value: 100}
`

const householdLaw = `$schema: https://example.test/schema/v0.5.6/schema.json
$id: huishoudwet
regulatory_layer: WET
publication_date: '2024-01-01'
valid_from: '2024-01-01'
bwb_id: BWBR0000001
url: https://example.test/huishoudwet
articles:
  - number: '1'
    text: Tekst.
    url: https://example.test/huishoudwet#1
    machine_readable:
      execution:
        input:
          - {name: inkomen, type: number, source: {}}
          - {name: inkomen_partner, type: number, source: {}}
          - name: zelf_arm
            type: boolean
            source: {regulation: persoonswet, output: is_arm, parameters: {inkomen: $inkomen}}
          - name: partner_arm
            type: boolean
            source: {regulation: persoonswet, output: is_arm, parameters: {inkomen: $inkomen_partner}}
        output:
          - {name: samen_arm, type: boolean}
        actions:
          - output: samen_arm
            value: {operation: AND, conditions: [$zelf_arm, $partner_arm]}
`
