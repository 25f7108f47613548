package law

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// dated is a version of one law that yields its own date.
func dated(id, from, to, body string) File {
	end := ""
	if to != "" {
		end = "valid_to: '" + to + "'\n"
	}
	return File{id + "-" + from + ".yaml", []byte(fmt.Sprintf(`$schema: https://example.test/schema/v0.5.6/schema.json
$id: %s
regulatory_layer: WET
publication_date: '2020-01-01'
valid_from: '%s'
%sbwb_id: BWBR0000001
url: https://example.test/%s
articles:
  - number: '1'
    text: Tekst.
    url: https://example.test/%s#1
    machine_readable:
%s`, id, from, end, id, id, body))}
}

const plainBody = `      execution:
        output: [{name: uit, type: number}]
        actions: [{output: uit, value: 1}]
`

func TestInForce(t *testing.T) {
	c := corpusOf(t,
		dated("wet", "2022-01-01", "", plainBody),
		dated("wet", "2024-01-01", "2024-06-30", plainBody),
		dated("wet", "2025-01-01", "", plainBody),
		dated("oude_wet", "2020-01-01", "2020-12-31", plainBody))
	for _, v := range []struct{ id, on, want string }{
		{"wet", "2021-12-31", "No version of law 'wet' in force on 2021-12-31 (not yet in force)"},
		{"wet", "2022-01-01", "2022-01-01"},
		{"wet", "2023-12-31", "2022-01-01"},
		{"wet", "2024-06-30", "2024-01-01"},
		{"wet", "2024-07-01", "No version of law 'wet' in force on 2024-07-01; last in force until 2024-06-30"},
		{"wet", "2025-01-01", "2025-01-01"},
		{"wet", "2099-01-01", "2025-01-01"},
		{"oude_wet", "2021-01-01", "No version of law 'oude_wet' in force on 2021-01-01; last in force until 2020-12-31"},
		{"geen_wet", "2021-01-01", "Law not found: geen_wet"},
	} {
		got := ""
		if l, err := c.InForce(v.id, day(v.on)); err != nil {
			got = err.Error()
		} else {
			got = l.Version
		}
		if got != v.want {
			t.Errorf("%s on %s: got %s, want %s", v.id, v.on, got, v.want)
		}
	}
	kinds := map[string]Kind{"geen_wet": LawNotFound, "wet": LawEnded}
	for id, want := range kinds {
		_, err := c.InForce(id, day("2024-09-01"))
		if e, ok := errors.AsType[*Error](err); !ok || e.Kind != want {
			t.Errorf("%s: %v is not of kind %s", id, err, want)
		}
	}
	var versions []string
	for _, l := range c.Versions("wet") {
		versions = append(versions, l.Version)
	}
	if got := strings.Join(versions, " "); got != "2025-01-01 2024-01-01 2022-01-01" {
		t.Errorf("versions are %s", got)
	}
}

// TestUndatedReference: in mode reference a law without a day is in force when no
// dated version is, and the last of two equal versions counts.
func TestUndatedReference(t *testing.T) {
	parse := func(from string) *Law {
		source := "$id: wet\nregulatory_layer: WET\n" + from + "articles: []\n"
		l, _, err := ParseReference(File{"wet.yaml", []byte(source)})
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	undated, first, last := parse(""), parse("valid_from: '2024-01-01'\n"), parse("valid_from: 2024-01-01\n")
	c := ReferenceCorpus([]*Law{undated, first, last})
	for on, want := range map[string]*Law{"2020-01-01": undated, "2024-01-01": last} {
		if got, err := c.InForce("wet", day(on)); err != nil || got != want {
			t.Errorf("on %s: got %v, %v", on, got, err)
		}
	}
}

// TestLinksMeet: only versions that can be in force together have to fit.
func TestLinksMeet(t *testing.T) {
	reader := `      execution:
        input: [{name: x, type: number, source: {regulation: bron, output: nieuw}}]
        output: [{name: uit, type: number}]
        actions: [{output: uit, value: $x}]
`
	newer := strings.ReplaceAll(plainBody, "uit", "nieuw")
	corpusOf(t, // the reader begins when the old version has ended
		dated("bron", "2020-01-01", "", plainBody), dated("bron", "2024-01-01", "", newer), dated("lezer", "2024-01-01", "", reader))
	corpusOf(t, // and may end before the newest begins
		dated("bron", "2020-01-01", "", newer), dated("bron", "2024-01-01", "", plainBody), dated("lezer", "2021-01-01", "2023-12-31", reader))
	var laws []*Law
	for _, f := range []File{
		dated("bron", "2020-01-01", "", plainBody), dated("bron", "2024-01-01", "", newer), dated("lezer", "2023-12-31", "", reader),
	} {
		l, err := Parse(f)
		if err != nil {
			t.Fatal(err)
		}
		laws = append(laws, l)
	}
	if _, err := NewCorpus(laws); err == nil || !strings.Contains(err.Error(), "Output 'nieuw' not found in law 'bron' of 2020-01-01") {
		t.Errorf("one day together is enough, but the error is %v", err)
	}
}

// TestVersionOfTheDay: a query computes with the versions of its own day, in
// every law that it reaches.
func TestVersionOfTheDay(t *testing.T) {
	reader := `      execution:
        input: [{name: x, type: number, source: {regulation: bron, output: uit}}]
        output: [{name: som, type: number}]
        actions: [{output: som, operation: MULTIPLY, values: [$x, 10]}]
`
	c := corpusOf(t, dated("bron", "2020-01-01", "", plainBody),
		dated("bron", "2024-01-01", "", strings.Replace(plainBody, "value: 1", "value: 2", 1)), dated("lezer", "2020-01-01", "", reader))
	for on, want := range map[string]int64{"2023-12-31": 10, "2024-01-01": 20} {
		q := Query{Law: "lezer", Output: "som", On: day(on)}
		outputs, err := c.Evaluate(q, nil)
		if got, _ := outputs["som"].Int(); err != nil || got != want {
			t.Errorf("on %s: got %d, %v, want %d", on, got, err, want)
		}
		if !compare(t, c, q, []string{"som"}, nil, true) {
			t.Errorf("on %s it does not compile", on)
		}
	}
}
