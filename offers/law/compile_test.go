package law

import (
	"slices"
	"strings"
	"testing"

	"zeker/offers/rules"
)

// factsOf compiles one output and returns the facts of the program by name.
func factsOf(t *testing.T, c *Corpus, q Query) map[string]rules.Fact {
	t.Helper()
	b := rules.NewBuilder()
	if _, err := c.Compile(b, q); err != nil {
		t.Fatal(err)
	}
	p, err := b.Program(rules.Entry{Name: "all", Outputs: []string{q.Output}})
	if err != nil {
		t.Fatal(err)
	}
	facts := map[string]rules.Fact{}
	for _, f := range p.Facts() {
		facts[f.Name] = f
	}
	return facts
}

// TestFactBounds: what a fact may be comes from type_spec, or else from the
// bounds of this package.
func TestFactBounds(t *testing.T) {
	body := `      execution:
        input:
          - {name: bedrag, type: amount, type_spec: {unit: eurocent}, source: {}}
          - {name: schuld, type: amount, type_spec: {unit: eurocent, min: -500}, source: {}}
          - {name: groot, type: amount, type_spec: {unit: eurocent, min: 20000000000}, source: {}}
          - {name: kinderen, type: number, type_spec: {max: 12}, source: {}}
          - {name: uren, type: number, type_spec: {precision: 2, min: -0.25, max: 40.5}, source: {}}
          - {name: getal, type: number, type_spec: {precision: 3}, source: {}}
          - {name: koud, type: number, type_spec: {max: -5}, source: {}}
          - {name: dag, type: date, source: {}}
          - {name: kleur, type: string, source: {}}
        output: [{name: uit, type: boolean}]
        actions:
          - output: uit
            value:
              operation: OR
              conditions:
                - {operation: EQUALS, subject: $bedrag, value: $schuld}
                - {operation: EQUALS, subject: $groot, value: $bedrag}
                - {operation: EQUALS, subject: $kinderen, value: $uren}
                - {operation: EQUALS, subject: $getal, value: $koud}
                - {operation: GREATER_THAN, subject: $dag, value: $referencedate}
                - {operation: EQUALS, subject: $kleur, value: rood}
`
	got := factsOf(t, corpusOf(t, dated("wet", "2024-01-01", "", body)), Query{Law: "wet", Output: "uit", On: day("2024-06-01")})
	for name, want := range map[string]rules.Fact{
		"bedrag":            {Type: rules.Number, Max: 10_000_000_000, Unit: "eurocent"},
		"schuld":            {Type: rules.Number, Min: -500, Max: 10_000_000_000, Unit: "eurocent"},
		"groot":             {Type: rules.Number, Min: 20_000_000_000, Max: 20_000_000_000, Unit: "eurocent"},
		"kinderen":          {Type: rules.Number, Max: 12},
		"uren":              {Type: rules.Number, Scale: 2, Min: -25, Max: 4050},
		"getal":             {Type: rules.Number, Scale: 3, Max: 1_000_000_000},
		"koud":              {Type: rules.Number, Min: -5, Max: -5},
		"dag":               {Type: rules.Date, Min: int64(day("1900-01-01")), Max: int64(day("2199-12-31"))},
		rules.ReferenceDate: {Type: rules.Date, Min: int64(day("1900-01-01")), Max: int64(day("2199-12-31"))},
	} {
		f := got[name]
		if f.Type != want.Type || f.Scale != want.Scale || f.Min != want.Min || f.Max != want.Max || f.Unit != want.Unit || f.Null || f.Judged {
			t.Errorf("%s is %+v, want %+v", name, f, want)
		}
	}
	if f := got["kleur"]; f.Type != rules.Text || !slices.Equal(f.Symbols, []string{"rood"}) {
		t.Errorf("kleur is %+v", f)
	}
}

// TestOnlyNeededFacts: nothing is asked for that cannot change the answer, a bsn
// that is only passed on least of all.
func TestOnlyNeededFacts(t *testing.T) {
	caller := `      execution:
        parameters: [{name: bsn, type: string}]
        input:
          - {name: arm, type: boolean, source: {regulation: ander, output: arm, parameters: {bsn: $bsn, grens: '100'}}}
          - {name: nooit, type: number, source: {}}
        output:
          - {name: uit, type: boolean}
          - {name: los, type: number}
        actions:
          - {output: uit, value: {operation: NOT, value: $arm}}
          - {output: los, value: $nooit}
`
	callee := `      execution:
        parameters: [{name: bsn, type: string}, {name: grens, type: string}]
        input: [{name: inkomen, type: number, source: {}}]
        output:
          - {name: arm, type: boolean}
        actions:
          - {output: arm, value: {operation: AND, conditions: [{operation: LESS_THAN, subject: $inkomen, value: 5}, {operation: EQUALS, subject: $grens, value: '100'}]}}
`
	c := corpusOf(t, dated("wet", "2024-01-01", "", caller), dated("ander", "2024-01-01", "", callee))
	q := Query{Law: "wet", Output: "uit", On: day("2024-06-01")}
	got := factsOf(t, c, q)
	if len(got) != 1 || got["inkomen"].Name == "" {
		t.Errorf("the facts are %v, want inkomen alone", got)
	}
	compare(t, c, q, []string{"uit"}, map[string]Value{"inkomen": Int(4), "bsn": Text("x"), "nooit": Int(1)}, true)
}

// TestArguments: the forms in which a law passes something on.
func TestArguments(t *testing.T) {
	caller := `      definitions:
        norm: 100
        tabel: {value: {laag: 7}}
        inkomen: 55
      execution:
        input:
          - {name: eigen, type: number, source: {}}
          - {name: inkomen, type: number, source: {}}
          - {name: a, type: number, source: {regulation: ander, output: dubbel, parameters: {wat: $norm}}}
          - {name: b, type: number, source: {regulation: ander, output: dubbel, parameters: {wat: $tabel.laag}}}
          - {name: c, type: number, source: {regulation: ander, output: dubbel, parameters: {wat: $eigen}}}
          - {name: d, type: number, source: {regulation: ander, output: dubbel, parameters: {wat: $c}}}
          - {name: e, type: number, source: {regulation: ander, output: jaren, parameters: {sinds: 2000-02-29}}}
          - {name: f, type: number, source: {regulation: ander, output: jaren, parameters: {sinds: $referencedate.iso}}}
          - {name: g, type: number, source: {regulation: ander, output: dubbel, parameters: {wat: $inkomen}}}
        output: [{name: uit, type: number}, {name: eigen_inkomen, type: number}]
        actions:
          - {output: uit, operation: ADD, values: [$a, $b, $c, $d, $e, $f, $g]}
          - {output: eigen_inkomen, value: $inkomen}
`
	callee := `      execution:
        parameters: [{name: wat, type: number}]
        output: [{name: dubbel, type: number}]
        actions: [{output: dubbel, operation: MULTIPLY, values: [$wat, 2]}]
  - number: '2'
    text: Tekst.
    url: https://example.test/ander#2
    machine_readable:
      execution:
        parameters: [{name: sinds, type: date}]
        output: [{name: jaren, type: number}]
        actions: [{output: jaren, value: {operation: AGE, date_of_birth: $sinds, reference_date: $referencedate}}]
`
	c := corpusOf(t, dated("wet", "2024-01-01", "", caller), dated("ander", "2024-01-01", "", callee))
	q := Query{Law: "wet", Output: "uit", On: day("2024-06-01")}
	facts := map[string]Value{"eigen": Int(3), "inkomen": Int(1000)}
	outputs, err := c.Evaluate(q, facts)
	if err != nil {
		t.Fatal(err)
	}
	// 200 + 14 + 6 + 12 + 24 + 0, and what is passed on as $inkomen is the input:
	// there inputs go before definitions, in actions it is the other way round.
	if got, _ := outputs["uit"].Int(); got != 200+14+6+12+24+0+2000 {
		t.Errorf("uit is %d", got)
	}
	if got, _ := outputs["eigen_inkomen"].Int(); got != 55 {
		t.Errorf("eigen_inkomen is %d: a definition shadows an input", got)
	}
	if !compare(t, c, q, []string{"uit", "eigen_inkomen"}, facts, true) {
		t.Error("it does not compile")
	}
}

// TestNullThroughLaws: a comparison with null marks the fact, also when the value
// comes from another article or another law.
func TestNullThroughLaws(t *testing.T) {
	caller := `      execution:
        input:
          - {name: vorige, type: date, source: {}}
          - {name: nooit, type: boolean, source: {regulation: ander, output: ontbreekt, parameters: {wanneer: $vorige}}}
          - {name: laatste, type: date, source: {regulation: ander, output: doorgegeven}}
        output: [{name: uit, type: boolean}, {name: ook, type: boolean}]
        actions:
          - {output: uit, value: {operation: OR, conditions: [$nooit, {operation: LESS_THAN, subject: $vorige, value: $referencedate}]}}
          - {output: ook, value: {operation: IN, subject: $laatste, values: [null, 2024-01-01]}}
`
	callee := `      execution:
        parameters: [{name: wanneer, type: date}]
        input: [{name: elders, type: date, source: {}}]
        output: [{name: ontbreekt, type: boolean}, {name: doorgegeven, type: date}]
        actions:
          - {output: ontbreekt, value: {operation: EQUALS, subject: null, value: $wanneer}}
          - {output: doorgegeven, value: $elders}
`
	c := corpusOf(t, dated("wet", "2024-01-01", "", caller), dated("ander", "2024-01-01", "", callee))
	q := Query{Law: "wet", Output: "uit", On: day("2024-06-01")}
	if f := factsOf(t, c, q)["vorige"]; !f.Null {
		t.Errorf("vorige is %+v", f)
	}
	q.Output = "ook"
	if f := factsOf(t, c, q)["elders"]; !f.Null {
		t.Errorf("elders is %+v", f)
	}
	for _, vorige := range []Value{{}, Text("2024-05-31"), Text("2024-06-01")} {
		for _, elders := range []Value{{}, Text("2024-01-01"), Text("2024-01-02")} {
			facts := map[string]Value{"vorige": vorige, "elders": elders, "wanneer": vorige}
			if !compare(t, c, q, []string{"uit", "ook"}, facts, true) {
				t.Fatal("it does not compile")
			}
		}
	}
}

// TestMunicipalityParameter: the municipality of the query is the parameter that
// the format scopes by, and not a fact to ask for.
func TestMunicipalityParameter(t *testing.T) {
	body := `      execution:
        parameters: [{name: gemeente_code, type: string}]
        output: [{name: uit, type: boolean}]
        actions: [{output: uit, value: {operation: EQUALS, subject: $gemeente_code, value: GM9901}}]
`
	c := corpusOf(t, dated("wet", "2024-01-01", "", body))
	for code, want := range map[string]bool{"GM9901": true, "GM9902": false} {
		q := Query{Law: "wet", Output: "uit", On: day("2024-06-01"), Municipality: code}
		if facts := factsOf(t, c, q); len(facts) != 0 {
			t.Errorf("%s: the facts are %v", code, facts)
		}
		outputs, err := c.Evaluate(q, nil)
		if got, _ := outputs["uit"].Bool(); err != nil || got != want {
			t.Errorf("%s: got %v, %v", code, got, err)
		}
		compare(t, c, q, []string{"uit"}, nil, true)
	}
	if facts := factsOf(t, c, Query{Law: "wet", Output: "uit", On: day("2024-06-01")}); facts["gemeente_code"].Type != rules.Text {
		t.Errorf("without a municipality it is a fact, but the facts are %v", facts)
	}
}

// TestSameNameTwoThings: an output name that two laws give different values
// cannot be one output of a program.
func TestSameNameTwoThings(t *testing.T) {
	caller := `      execution:
        input: [{name: x, type: boolean, source: {regulation: ander, output: recht}}]
        output: [{name: recht, type: boolean}]
        actions: [{output: recht, value: {operation: NOT, value: $x}}]
`
	callee := `      execution:
        input: [{name: b, type: boolean, source: {}}]
        output: [{name: recht, type: boolean}]
        actions: [{output: recht, value: $b}]
`
	c := corpusOf(t, dated("wet", "2024-01-01", "", caller), dated("ander", "2024-01-01", "", callee))
	_, err := c.Compile(rules.NewBuilder(), Query{Law: "wet", Output: "recht", On: day("2024-06-01")})
	if err == nil || !strings.Contains(err.Error(), "wet-2024-01-01.yaml:") || !strings.Contains(err.Error(), "recht is declared twice") {
		t.Errorf("got %v", err)
	}
	passing := strings.Replace(caller, "{operation: NOT, value: $x}", "$x", 1)
	c = corpusOf(t, dated("wet", "2024-01-01", "", passing), dated("ander", "2024-01-01", "", callee))
	q := Query{Law: "wet", Output: "recht", On: day("2024-06-01")}
	if !compare(t, c, q, []string{"recht"}, map[string]Value{"b": Bool(true)}, true) {
		t.Error("a law that passes an output on under its own name does not compile")
	}
}

// TestSmallForms: operations of one operand, or of none, mean what the format
// says.
func TestSmallForms(t *testing.T) {
	body := `      execution:
        input: [{name: n, type: number, source: {}}, {name: b, type: boolean, source: {}}, {name: vorige, type: date, source: {}}, {name: eerste, type: date, source: {}}]
        output:
          - {name: som, type: number}
          - {name: verschil, type: number}
          - {name: kleinste, type: number}
          - {name: deel, type: number}
          - {name: en, type: boolean}
          - {name: of, type: boolean}
          - {name: niets, type: boolean}
          - {name: geen, type: boolean}
          - {name: leeg, type: boolean}
          - {name: nul, type: boolean}
          - {name: gelijk, type: boolean}
        actions:
          - {output: som, operation: ADD, values: [$n]}
          - {output: verschil, operation: SUBTRACT, values: [$n]}
          - {output: kleinste, operation: MIN, values: [$n]}
          - {output: deel, operation: DIVIDE, values: [$n]}
          - {output: en, value: {operation: AND, conditions: [$b]}}
          - {output: of, value: {operation: OR, conditions: [$b]}}
          - {output: niets, value: {operation: AND, conditions: []}}
          - {output: geen, value: {operation: OR, conditions: []}}
          - {output: leeg, value: {operation: IN, subject: $n, values: []}}
          - {output: nul, value: {operation: EQUALS, subject: null, value: null}}
          - output: gelijk
            value:
              operation: AND
              conditions:
                - operation: OR
                  conditions: [{operation: EQUALS, subject: $vorige, value: null}, {operation: EQUALS, subject: $eerste, value: null}, true]
                - {operation: EQUALS, subject: $vorige, value: $eerste}
`
	l, err := Parse(dated("wet", "2024-01-01", "", body))
	if err != nil {
		t.Fatal(err)
	}
	c, err := NewCorpus([]*Law{l})
	if err != nil {
		t.Fatal(err)
	}
	q := Query{Law: "wet", Output: "som", On: day("2024-06-01")}
	dates := []Value{{}, Text("2024-01-01"), Text("2024-01-02")}
	for _, vorige := range dates {
		for _, eerste := range dates {
			facts := map[string]Value{"n": Int(7), "b": Bool(true), "vorige": vorige, "eerste": eerste}
			if !compare(t, c, q, l.outputNames(), facts, true) {
				t.Fatal("it does not compile")
			}
		}
	}
	for _, wrong := range []string{"operation: ADD, values: [$b]", "operation: MIN, values: [$vorige]", "value: {operation: AND, conditions: [$n]}"} {
		kind := map[bool]string{true: "boolean", false: "number"}[strings.Contains(wrong, "AND")]
		wrongBody := strings.Split(body, "        output:\n")[0] +
			"        output: [{name: uit, type: " + kind + "}]\n        actions: [{output: uit, " + wrong + "}]\n"
		c := corpusOf(t, dated("wet", "2024-01-01", "", wrongBody))
		q.Output = "uit"
		if _, err := c.Compile(rules.NewBuilder(), q); err == nil {
			t.Errorf("%s compiles", wrong)
		}
	}
}

// TestTermBehindAnotherLaw: an article that fills a term sees, of what the caller
// passed, only the parameters that it declares.
func TestTermBehindAnotherLaw(t *testing.T) {
	caller := `      execution:
        input:
          - {name: eigen, type: number, source: {}}
          - {name: x, type: number, source: {regulation: kader, output: bedrag, parameters: {aantal: $eigen, soort: '3'}}}
        output: [{name: uit, type: number}]
        actions: [{output: uit, value: $x}]
`
	frame := `      open_terms: [{id: per_stuk, type: number}]
      execution:
        parameters: [{name: aantal, type: number}, {name: soort, type: string}]
        output: [{name: bedrag, type: number}]
        actions: [{output: bedrag, operation: MULTIPLY, values: [$per_stuk, $aantal]}]
`
	filling := `      implements: [{law: kader, article: '1', open_term: per_stuk}]
      execution:
        parameters: [{name: aantal, type: number}]
        output: [{name: per_stuk, type: number}]
        actions: [{output: per_stuk, operation: ADD, values: [$aantal, 1]}]
`
	c := corpusOf(t, dated("wet", "2024-01-01", "", caller), dated("kader", "2024-01-01", "", frame), dated("vulling", "2024-01-01", "", filling))
	q := Query{Law: "wet", Output: "uit", On: day("2024-06-01")}
	outputs, err := c.Evaluate(q, map[string]Value{"eigen": Int(6)})
	if got, _ := outputs["uit"].Int(); err != nil || got != 42 {
		t.Errorf("got %d, %v", got, err)
	}
	if !compare(t, c, q, []string{"uit"}, map[string]Value{"eigen": Int(6)}, true) {
		t.Error("it does not compile")
	}
}
