package law

import (
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

// referenceFolder holds the public examples of the format. They are not part of
// this repository.
const referenceFolder = "../../../shared/law/reference"

// TestPublicExamples runs golden cases, features and conformance files of the
// reference engine.
func TestPublicExamples(t *testing.T) {
	if _, err := os.Stat(referenceFolder); err != nil {
		t.Skipf("the public examples of the format are not here: %v", err)
	}
	results, err := RunExamples(os.DirFS(referenceFolder))
	if err != nil {
		t.Fatal(err)
	}
	var count [3]int
	for _, r := range results {
		count[r.Status]++
		if r.Status != Passed {
			t.Errorf("%s: %s: %s", r.Status, r.Name, r.Why)
		}
	}
	t.Logf("%d passed, %d failed, %d skipped", count[Passed], count[Failed], count[Skipped])
}

// TestReferenceRunner: the runner can tell right from wrong, and says why.
func TestReferenceRunner(t *testing.T) {
	dir := os.DirFS("testdata/reference")
	results, err := RunExamples(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for _, r := range results {
		fmt.Fprintf(&got, "%s: %s", r.Status, r.Name)
		if r.Why != "" {
			fmt.Fprintf(&got, ": %s", r.Why)
		}
		got.WriteByte('\n')
	}
	const golden = "testdata/reference/want.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := fs.ReadFile(dir, "want.txt")
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != string(want) {
		t.Errorf("got:\n%s\nwant:\n%s", got.String(), want)
	}
}

// TestReferenceFolders: a folder without examples, or with files that cannot be
// read at all, is an error.
func TestReferenceFolders(t *testing.T) {
	for name, dir := range map[string]fstest.MapFS{
		"no examples":        {"readme.txt": {Data: []byte("nothing")}},
		"golden is no JSON":  {"fixtures/a.json": {Data: []byte("{")}},
		"grammar is no YAML": {"a.feature": {Data: []byte("Feature: a")}, "grammar.yaml": {Data: []byte("steps: [")}},
	} {
		if _, err := RunExamples(dir); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	results, err := RunExamples(fstest.MapFS{"a.feature": {Data: []byte("Feature: a\nScenario: b\n")}})
	if err != nil || len(results) != 1 || results[0].Status != Skipped {
		t.Errorf("a feature without vocabulary gives %v, %v", results, err)
	}
}

// TestInferred: in features the content decides what a value is, not the quotes.
func TestInferred(t *testing.T) {
	for text, want := range map[string]Value{
		"": {}, "null": {}, "true": Bool(true), "false": Bool(false), "0363": Int(363), "-12": Int(-12), "GM0363": Text("GM0363"),
		"0.5": Exact(mustDecimal("0.5")), "2025-01-01": Text("2025-01-01"), "99999999999999999999": Text("99999999999999999999"),
	} {
		if got := inferred(text); !got.same(want) {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
	}
}
