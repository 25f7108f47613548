package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zeker/offers/catalogue"
)

func TestLawExplainNamesLawAndFacts(t *testing.T) {
	w, code := zeker(t.Context(), nil, "law", "explain", "-on", "2026-11-16", "-municipality", "lindewaard",
		"participatiewet", "hoogte_individuele_inkomenstoeslag")
	want := `hoogte_individuele_inkomenstoeslag of participatiewet on 2026-11-16 in Gemeente Lindewaard rests on
  Participatiewet, version of 2026-07-01 (https://wetten.overheid.nl/BWBR0015703/2026-07-01)
  Verordening individuele inkomenstoeslag Lindewaard 2026, version of 2026-01-01 (https://lindewaard.example/verordeningen/individuele-inkomenstoeslag-2026)
and reads
  heeft_partner: yes or no
  heeft_kinderen_ten_laste: yes or no
`
	if code != exitDone || w.out.String() != want {
		t.Errorf("got exit code %d and\n%s%s\nwant\n%s", code, w.out.String(), w.err.String(), want)
	}
}

func TestLawRefusesWhatCannotBe(t *testing.T) {
	for _, c := range []struct {
		situation string
		args      []string
		want      string
	}{
		{"nothing", nil, "say explain, lint, coverage, bundle or test"},
		{"a word that it does not know", []string{"read"}, "say explain, lint, coverage, bundle or test"},
		{"explain without a day", []string{"explain", "participatiewet", "woont_hier"}, "is no date"},
		{"explain without an output", []string{"explain", "-on", "2026-11-16", "participatiewet"}, "explain takes"},
		{"an output that is misspelt", []string{"explain", "-on", "2026-11-16", "participatiewet", "woont_heir"}, "Output 'woont_heir' not found in law 'participatiewet' of 2026-07-01; did you mean \"woont_hier\"?"},
		{"a law that is misspelt", []string{"explain", "-on", "2026-11-16", "participatiewt", "woont_hier"}, "Law not found: participatiewt; did you mean \"participatiewet\"?"},
		{"facts and no scheme", []string{"explain", "-on", "2026-11-16", "-facts", "-"}, "-facts FILE and a scheme"},
		{"facts of a scheme that is not there", []string{"explain", "-on", "2026-11-16", "-facts", "-", "y"}, "\"y\" is none of the schemes; there are "},
		{"a law that is not there", []string{"explain", "-on", "2026-11-16", "wet_x", "y"}, "Law not found: wet_x"},
		{"a day without law", []string{"explain", "-on", "2027-01-01", "participatiewet", "woont_hier"}, "last in force until 2026-12-31"},
		{"a town that is not there", []string{"explain", "-on", "2026-11-16", "-municipality", "urk", "participatiewet", "woont_hier"}, `no municipality "urk"`},
		{"test without a folder", []string{"test"}, "test takes one folder"},
		{"lint without a folder", []string{"lint"}, "lint takes one folder"},
		{"lint of a folder without law", []string{"lint", "."}, "corpus"},
	} {
		t.Run(c.situation, func(t *testing.T) {
			w, code := zeker(t.Context(), nil, append([]string{"law"}, c.args...)...)
			if code != exitMistake || !strings.Contains(w.err.String(), c.want) {
				t.Errorf("got exit code %d and %q, want 2 and %q", code, w.err.String(), c.want)
			}
		})
	}
}

// ourData is the folder that the built-in law, schemes and municipalities are made of.
const ourData = "../../../offers"

// copied is a copy of our data that a test may change.
func copied(t *testing.T) (folder string) {
	t.Helper()
	folder = t.TempDir()
	for _, part := range []string{"corpus", "schemes", "municipalities"} {
		if err := os.CopyFS(filepath.Join(folder, part), os.DirFS(filepath.Join(ourData, part))); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// change replaces a text that must be there, once, in a file.
func change(t *testing.T, path, old, replacement string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(string(text), old, replacement, 1)
	if changed == string(text) {
		t.Fatalf("%s does not say %q", path, old)
	}
	if err := os.WriteFile(path, []byte(changed), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestLawLintNamesTheBundles(t *testing.T) {
	library, err := catalogue.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	want := ""
	for _, id := range library.Municipalities() {
		town, err := library.Catalogue(id)
		if err != nil {
			t.Fatal(err)
		}
		want += id + ": bundle " + town.Hash + "\n"
	}
	if w, code := zeker(t.Context(), nil, "law", "lint", ourData); code != exitDone || w.out.String() != want {
		t.Errorf("got exit code %d and\n%s%s\nwant\n%s", code, w.out.String(), w.err.String(), want)
	}
}

func TestLawLintPointsAtTheMistake(t *testing.T) {
	for _, c := range []struct{ situation, file, old, wrong, want string }{
		{"in a law", "corpus/nl/wet/participatiewet/2026-07-01.yaml", "subject: $vermogen\n", "subject: $vermogn\n",
			"corpus/nl/wet/participatiewet/2026-07-01.yaml:"},
		{"in a scheme", "schemes/alleenverdieners/scheme.yaml", "per: year", "per: decade",
			"schemes/alleenverdieners/scheme.yaml:8:6"},
	} {
		t.Run(c.situation, func(t *testing.T) {
			folder := copied(t)
			change(t, filepath.Join(folder, c.file), c.old, c.wrong)
			w, code := zeker(t.Context(), nil, "law", "lint", folder)
			if code != exitMistake || !strings.Contains(w.err.String(), c.want) || !strings.Contains(w.err.String(), ".^") {
				t.Errorf("got exit code %d and %s\nwant 2, %s and a caret", code, w.err.String(), c.want)
			}
			if w.out.Len() > 0 {
				t.Errorf("a bundle is named all the same: %s", w.out.String())
			}
		})
	}
}

// openReference is the folder of the format's own examples beside the project.
const openReference = "../../../../shared/law/reference"

func TestLawTestRunsTheFormatsExamples(t *testing.T) {
	if _, err := os.Stat(openReference); err != nil {
		t.Skip("the examples of the law format are not beside this checkout")
	}
	w, code := zeker(t.Context(), nil, "law", "test", openReference)
	if code != exitDone || !strings.HasSuffix(w.out.String(), " passed, 0 failed, 0 skipped\n") {
		t.Errorf("got exit code %d and\n%s%s", code, w.out.String(), w.err.String())
	}
}
