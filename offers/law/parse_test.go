package law

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"zeker/offers/rules"
)

// everything reads the law that uses every key of the format that is accepted.
func everything(t *testing.T) *Law {
	t.Helper()
	source, err := os.ReadFile("testdata/valid/everything.yaml")
	if err != nil {
		t.Fatal(err)
	}
	l, err := Parse(File{"everything.yaml", source})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestParseEverything(t *testing.T) {
	l := everything(t)
	if l.ID != "alles_wet" || l.Name != "Wet met alles" || l.Layer != "WET" || l.Version != "2026-01-01" || l.Municipality != "" ||
		l.URL != "https://example.test/alles_wet" || len(l.SHA256) != 64 {
		t.Errorf("the header is %+v", l)
	}
	a := l.Article("2.75")
	if a == nil || a.URL != "https://example.test/alles_wet#2.75" || a.Line != 26 {
		t.Fatalf("article 2.75 is %+v", a)
	}
	if l.Article("3") != nil || !l.HasOutput("som") || l.HasOutput("tussen") {
		t.Error("the law answers for what it does not have, or not for what it has")
	}
	for name, want := range map[string]string{
		"kaal": "12", "met_type": "0.5", "lijst": "[1, 2, 3]", "boom": "{a: {b: [10, 20]}}", "leeg": "null", "ja": `"yes"`, "dag": `"2026-02-01"`,
	} {
		if got := a.definitions[a.definitionIndex(name)].value.String(); got != want {
			t.Errorf("definition %s is %s, want %s", name, got, want)
		}
	}
	in := a.inputs[a.inputIndex("inkomen")]
	if !in.fact() || in.unit != "eurocent" || in.max.String() != "100000" {
		t.Errorf("the input is %+v", in)
	}
}

// TestEverythingBothWays: every output of that law, compiled and plain.
func TestEverythingBothWays(t *testing.T) {
	l := everything(t)
	c, err := NewCorpus([]*Law{l})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"som": "1052", "in_lijst": "false", "in_rij": "true", "diep": "20", "verschil": "3", "helft": "501", "jawel": "false",
		"niet": "false", "keuze": `"rood"`, "weekdag": "0", "datum": `"2026-02-09"`,
	}
	facts := map[string]Value{"aantal": Int(12), "inkomen": Int(1001), "hier": Bool(true)}
	// som: 1001 and toeslag, by default 5 + 12 = 17, and dubbel, twice that.
	q := Query{Law: "alles_wet", Output: "som", On: day("2026-05-01"), Municipality: "GM9901"}
	got, err := c.Evaluate(q, facts)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range want {
		if got[name].String() != text {
			t.Errorf("%s is %s, want %s", name, got[name], text)
		}
	}
	// A text that comes from the law itself cannot be compiled to an output with
	// a fact's symbols; all others agree.
	if !compare(t, c, q, l.outputNames(), facts, true) {
		for _, name := range l.outputNames() {
			q.Output = name
			if _, err := c.Compile(rules.NewBuilder(), q); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

// TestScalars reads the values of YAML as the format wants them.
func TestScalars(t *testing.T) {
	for text, want := range map[string]Value{
		"true": Bool(true), "True": Bool(true), "TRUE": Bool(true), "false": Bool(false), "FALSE": Bool(false),
		"yes": Text("yes"), "no": Text("no"), "on": Text("on"), "off": Text("off"), "y": Text("y"), "tRue": Text("tRue"),
		"null": {}, "Null": {}, "NULL": {}, "~": {}, "''": Text(""), "'null'": Text("null"), "'12'": Text("12"), `"true"`: Text("true"),
		"2025-01-01": Text("2025-01-01"), "12:30": Text("12:30"), "1 euro": Text("1 euro"), "GM0363": Text("GM0363"),
		"0": Int(0), "-7": Int(-7), "+7": Int(7), "100.0": Int(100), "1e3": Int(1000), "9223372036854775807": Int(9223372036854775807),
		"0.137": Exact(mustDecimal("0.137")), "-.5": Exact(mustDecimal("-0.5")), "1.": Int(1), "-0.0": Int(0),
		"1_000": Text("1_000"), "1,5": Text("1,5"), "1e": Text("1e"), ".": Text("."),
	} {
		var doc yaml.Node
		if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
			t.Fatal(err)
		}
		r := &reader{strict: true}
		got, ok := r.scalar(doc.Content[0])
		if !ok || !got.same(want) {
			t.Errorf("%s is %s %s, want %s %s", text, got.Kind(), got, want.Kind(), want)
		}
	}
}

// TestParseLimits: files beyond the limits of the format are refused, without
// exhausting anything.
func TestParseLimits(t *testing.T) {
	deep := func(n int) string {
		return strings.Replace(personLaw, "{operation: LESS_THAN, subject: $inkomen, value: 100}",
			strings.Repeat("{operation: NOT, value: ", n)+"true"+strings.Repeat("}", n), 1)
	}
	if _, err := Parse(File{"deep.yaml", []byte(deep(100))}); err != nil {
		t.Errorf("100 operations deep: %v", err)
	}
	for name, c := range map[string]struct{ source, want string }{
		"operations nested too deep": {deep(101), "operations are nested more than 100 deep"},
		"lists nested too deep":      {strings.Repeat("[", 500) + strings.Repeat("]", 500), "nested more than 400 levels deep"},
		"too many bytes":             {strings.Repeat("#", maxBytes+1), "the file has 1000001 bytes; the format allows 1000000"},
		"too many articles": {
			strings.Replace(personLaw, "articles:\n", "articles:\n"+strings.Repeat("  - {number: a, text: b, url: c}\n", 1001), 1),
			"articles of the law has 1002 items; the format allows 1000",
		},
		"a dotted name that is too long": {
			strings.Replace(personLaw, "subject: $inkomen,", "subject: $inkomen"+strings.Repeat(".a", 32)+",", 1), "is no name of a variable",
		},
	} {
		_, err := Parse(File{"law.yaml", []byte(c.source)})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %.200v, want %q", name, err, c.want)
		}
	}
}

// TestErrorsAreTyped: callers can ask for the kind and the place of a problem.
func TestErrorsAreTyped(t *testing.T) {
	_, err := Parse(File{"law.yaml", []byte(strings.Replace(personLaw, "LESS_THAN", "LESSER_THAN", 1))})
	var all Errors
	if !errors.As(err, &all) || len(all) != 1 {
		t.Fatalf("got %v", err)
	}
	one, ok := errors.AsType[*Error](err)
	if !ok || one.Kind != InvalidOperation || one.Line != 20 || one.Column != 32 || one.Article != "1" || one.File != "law.yaml" ||
		!strings.Contains(one.Text, "LESSER_THAN") {
		t.Errorf("got %+v", one)
	}
}

// TestErrorShowsAnyLine: the line of a problem is shown whatever is in it.
func TestErrorShowsAnyLine(t *testing.T) {
	f := File{"law.yaml", []byte("één: 1\r\nkapot: \xff\xfe\nlaatste")}
	for _, c := range []struct {
		at   pos
		want string
	}{
		{pos{1, 6}, "law.yaml:1:6: oei\n | één: 1\n | .....^"},
		{pos{2, 1}, "law.yaml:2:1: oei\n | kapot: \uFFFD\n | ^"},
		{pos{3, 3}, "law.yaml:3:3: oei\n | laatste\n | ..^"},
		{pos{9, 1}, "law.yaml:9:1: oei"},
	} {
		if got := f.errorAt(c.at, Malformed, "oei").Error(); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

// TestParseReference: what strict law refuses, mode reference reports.
func TestParseReference(t *testing.T) {
	source := []byte(`$id: losse_wet
regulatory_layer: WET
valid_from: '#later'
extra: 1
articles:
  - number: '1'
    text: t
    ref: https://example.test
    machine_readable:
      hooks: []
      execution:
        output: [{name: a, type: number}, {name: a, type: number}]
        actions:
          - {output: a, operation: SWITCH, cases: []}
          - {output: b, value: {operation: NOT_EQUALS, subject: $onbekend, value: [1]}}
`)
	if _, err := Parse(File{"law.yaml", source}); err == nil {
		t.Error("strict reading accepts it")
	}
	source = bytes.Replace(source, []byte("{output: a, operation: SWITCH, cases: []}"),
		[]byte("{output: a, value: {operation: SWITCH, cases: [{when: {x: 1}, then: 2}]}}"), 1)
	l, warnings, err := ParseReference(File{"law.yaml", source})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, w := range warnings {
		got = append(got, w.Message)
	}
	for _, want := range []string{
		"$schema names no version", `unknown key "extra"`, "hooks are not supported", "declared twice", "is set but not declared",
		"NOT_EQUALS is not in schema", "SWITCH is not in schema", `named "onbekend"`, "an object cannot stand here", "a list cannot stand here",
	} {
		if !strings.Contains(strings.Join(got, "\n"), want) {
			t.Errorf("no warning says %q; the warnings are:\n%s", want, strings.Join(got, "\n"))
		}
	}
	outputs, numbers, err := ReferenceCorpus([]*Law{l}).request("losse_wet", []string{"a"}, Text("2020-01-01"),
		map[string]Value{"onbekend": List(Int(1))}, nil)
	if err != nil || outputs["a"].String() != "2" || outputs["b"].String() != "false" || len(numbers) != 1 {
		t.Errorf("got %v, %v, %v", outputs, numbers, err)
	}
}
