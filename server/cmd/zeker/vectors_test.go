package main

import (
	"cmp"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// openVectors is the file of examples that is kept beside the project.
const openVectors = "../../../../shared/facts/vectors.json"

func TestVectorsOfTheOpenFile(t *testing.T) {
	source, err := os.ReadFile(openVectors)
	if err != nil {
		t.Skip("the open file of examples is not beside this checkout")
	}
	w, code := zeker(t.Context(), nil, "vectors", "-v", openVectors)
	if code != exitDone {
		t.Errorf("got exit code %d: %s%s", code, w.out.String(), w.err.String())
	}
	var examples []vector
	if err := json.Unmarshal(source, &examples); err != nil {
		t.Fatal(err)
	}
	lines := map[string]string{}
	for line := range strings.SplitSeq(strings.TrimSpace(w.out.String()), "\n") {
		word, rest, _ := strings.Cut(line, " ")
		id, _, _ := strings.Cut(rest, ":")
		lines[id] = word
	}
	for _, e := range examples {
		switch e.Scheme {
		case "alleenverdieners", "alleenverdieners_clawback", "zorgtoeslag", "individuele_inkomenstoeslag":
			if lines[e.ID] != "PASS" {
				t.Errorf("%s: got %q, want PASS", e.ID, lines[e.ID])
			}
		case "aio", "algemene_bijstand", "kwijtschelding", "participatiewet_clawback", "toeslagenwet":
			if want := cmp.Or(skippedExamples[e.ID], "PASS"); lines[e.ID] != want {
				t.Errorf("%s: got %q, want %s", e.ID, lines[e.ID], want)
			}
		case "huurtoeslag", "kindgebonden_budget":
			if _, isYear := e.Year.(float64); isYear && lines[e.ID] != "PASS" {
				t.Errorf("%s: got %q, want PASS", e.ID, lines[e.ID])
			}
		default:
			if lines[e.ID] == "" {
				t.Errorf("%s is not accounted for", e.ID)
			}
		}
	}
}

// skippedExamples cannot be compared: their year has no law here, what they tell
// has no fact of its own, or they expect a sentence.
var skippedExamples = map[string]string{
	"aio-002":                      "SKIP", // how much a full AOW is
	"algemene-bijstand-022":        "SKIP", // norms of 2025
	"algemene-bijstand-023":        "SKIP", // a year's profit of a business
	"participatiewet-clawback-002": "SKIP", // a sentence
	"participatiewet-clawback-003": "SKIP", // a sentence
	"participatiewet-clawback-008": "SKIP", // case law of 2019
	"participatiewet-clawback-009": "SKIP", // case law of 2024
}

func TestVectorsReadOtherWords(t *testing.T) {
	w, code := zeker(t.Context(), nil, "vectors", "-v", filepath.Join("testdata", "vectors.json"))
	want, err := os.ReadFile(filepath.Join("testdata", "vectors.txt"))
	if err != nil {
		t.Fatal(err)
	}
	if got := w.out.String(); code != exitFailed || got != string(want) {
		t.Errorf("got exit code %d and\n%s\nwant 1 and\n%s", code, got, want)
	}
}

func TestVectorsRefuseWhatIsNoListOfExamples(t *testing.T) {
	for situation, c := range map[string]struct{ text, want string }{
		"no list":             {`{"id": 1}`, ":1:1: this is no list of examples"},
		"an id that is none":  {"[\n  {\"id\": 7}\n]", ":2:"},
		"cut in the middle":   {"[\n  {\"id\": \"a\"", "this is no list of examples"},
		"an empty file":       {"", "this is no list of examples"},
		"inputs that are not": {`[{"id": "a", "inputs": [1]}]`, "this is no list of examples"},
	} {
		t.Run(situation, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "vectors.json")
			if err := os.WriteFile(file, []byte(c.text), 0o600); err != nil {
				t.Fatal(err)
			}
			w, code := zeker(t.Context(), nil, "vectors", file)
			if code != exitMistake || !strings.Contains(w.err.String(), file+":") || !strings.Contains(w.err.String(), c.want) {
				t.Errorf("got exit code %d and %q, want 2 and %q", code, w.err.String(), c.want)
			}
		})
	}
}
