package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// The tree of why, for a lawyer: each condition with what was compared and how far
// it is from the limit, the amount, and beside it the text of the article, once.
func TestLawExplainTellsWhyBesideTheLaw(t *testing.T) {
	facts := `{"facts": {"geboortedatum": "1980-02-03", "heeft_partner": false, "heeft_kinderen_ten_laste": false,
		"woont_in_gemeente": true, "datum_vorige_toekenning": "2026-02-01"}, "criteria": {"inkomen_was_laag": true}}`
	file := filepath.Join(t.TempDir(), "facts.json")
	if err := os.WriteFile(file, []byte(facts), 0o600); err != nil {
		t.Fatal(err)
	}
	w, code := zeker(t.Context(), nil, "law", "explain", "-on", "2026-11-16", "-facts", file, "individuele_inkomenstoeslag")
	if code != exitDone {
		t.Fatalf("exit code %d: %s", code, w.err.String())
	}
	var tree, law []string
	for _, line := range strings.Split(w.out.String(), "\n") {
		if n := utf8.RuneCountInString(line); n > treeWidth+3+lawWidth {
			t.Errorf("%d characters wide: %s", n, line)
		}
		left, right, _ := strings.Cut(line, " | ")
		if left = strings.TrimRight(left, " |"); left != "" {
			tree = append(tree, left)
		}
		law = append(law, right)
	}
	want := `individuele_inkomenstoeslag on 2026-11-16 in Gemeente Zonnedijk: not_entitled
no   heeft_recht_op_individuele_inkomenstoeslag
yes    leeftijd_binnen_grenzen
yes      46 years >= 21 years (25 years above)
yes      referencedate 2026-11-16 < 2047-02-03 (7384
             days before)
yes    woont_hier
yes      woont_in_gemeente
yes    inkomen_was_laag
 ?     vermogen_onder_grens
 ?       vermogen ? <= 8000.00
no     geen_toekenning_in_12_maanden
no       one of
no         datum_vorige_toekenning is none
no         2027-02-01 < referencedate 2026-11-16 (77
               days after)
 ?     niet_uitgesloten
 ?       not
 ?         uitgesloten_artikel_13
 ?     geen_uitzicht
 ?       geen_uitzicht_op_inkomensverbetering
     hoogte_individuele_inkomenstoeslag
             475.00  figures of the law
             475.00  in all`
	if got := strings.Join(tree, "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for _, head := range []string{"Participatiewet, article 34, text of 2026-07-01", "Participatiewet, article 36 (above)"} {
		if !slices.Contains(law, head) {
			t.Errorf("%q does not stand beside the tree", head)
		}
	}
	if once := strings.Count(w.out.String(), "1. Onder vermogen wordt verstaan"); once != 1 {
		t.Errorf("the text of article 34 stands there %d times", once)
	}
}
