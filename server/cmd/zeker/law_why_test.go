package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// explained runs zeker law explain on facts, and returns what it prints: the tree,
// and the articles below it, by their heads.
func explained(t *testing.T, scheme, facts string) (tree string, articles []string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "facts.json")
	if err := os.WriteFile(file, []byte(facts), 0o600); err != nil {
		t.Fatal(err)
	}
	w, code := zeker(t.Context(), nil, "law", "explain", "-on", "2026-11-16", "-facts", file, scheme)
	if code != exitDone {
		t.Fatalf("exit code %d: %s", code, w.err.String())
	}
	for _, line := range strings.Split(w.out.String(), "\n") {
		if n := utf8.RuneCountInString(line); n > pageWidth || strings.TrimRight(line, " ") != line {
			t.Errorf("%d characters wide, or blanks at its end: %q", n, line)
		}
	}
	parts := strings.Split(w.out.String(), "\n\n[")
	return parts[0], parts[1:]
}

// The tree of why, for a lawyer: each condition with what was compared and how far
// it is from the limit, the amount, and the number of the article it rests on.
func TestLawExplainTellsWhy(t *testing.T) {
	for _, c := range []struct{ situation, scheme, facts, want string }{
		{"no right, some of it unknown, and a criterion", "individuele_inkomenstoeslag",
			`{"facts": {"geboortedatum": "1980-02-03", "heeft_partner": false, "heeft_kinderen_ten_laste": false,
			"woont_in_gemeente": true, "datum_vorige_toekenning": "2026-02-01"}, "criteria": {"inkomen_was_laag": true}}`, `
individuele_inkomenstoeslag on 2026-11-16 in Gemeente Zonnedijk: not entitled

no   heeft_recht_op_individuele_inkomenstoeslag                                       article 36 [1]
yes    leeftijd_binnen_grenzen
yes      46 years by geboortedatum >= 21 years (25 years above)
yes      2026-11-16 < 2047-02-03 by geboortedatum (20 years 2 months 18 days before)
yes    woont_hier: woont_in_gemeente                                                  article 40 [2]
yes    inkomen_was_laag: as a source answered                                         article 36 [1]
 ?     vermogen_onder_grens: vermogen ? <= 8000.00                                    article 34 [3]
no     geen_toekenning_in_12_maanden: one of                                          article 36 [1]
no       datum_vorige_toekenning is none
no       2027-02-01 by datum_vorige_toekenning < 2026-11-16 (2 months 16 days after)
 ?     niet_uitgesloten: not uitgesloten_artikel_13                                   article 13 [4]
 ?     geen_uitzicht: geen_uitzicht_op_inkomensverbetering                            article 36 [1]

     hoogte_individuele_inkomenstoeslag: 475.00                                       article 36 [1]`},
		{"a right, and how far it reaches", "zorgtoeslag",
			`{"geboortedatum": "1984-03-02", "is_verzekerd": true, "heeft_toeslagpartner": false, "toetsingsinkomen": 3200000,
			"vermogen_op_1_januari": 0, "verblijft_rechtmatig": true}`, `
zorgtoeslag on 2026-11-16 in Gemeente Zonnedijk: entitled, 103.00 a month

yes  heeft_recht_op_zorgtoeslag                                                        article 5 [1]
yes    heeft_zorgverzekering: is_verzekerd                                             article 1 [2]
yes    leeftijd_vanaf_achttien: 2002-03-02 by geboortedatum < 2026-11-01 (24 years 7 months 30
           days before)
yes    rechtmatig_verblijf: verblijft_rechtmatig                                       article 9 [3]
yes    vermogen_onder_toeslaggrens: vermogen_op_1_januari 0.00 <= 146011.00            article 3 [4]
           (146011.00 below)
yes    inkomen_niet_te_hoog: 1240.00 by toetsingsinkomen >= 24.00 (1216.00 above)     article 14 [5]

     the right stays as it is with
       geboortedatum up to 2008-10-31
       toetsingsinkomen up to 40857.25
       vermogen_op_1_januari up to 146011.00

     hoogte_zorgtoeslag: 103.00                                                        article 5 [1]
         469.433373  figures of the law
        -366.133333  toetsingsinkomen 32000.00 x -0.011442
          -0.300040  rounding`},
		{"all but what a person judges", "individuele_inkomenstoeslag",
			`{"geboortedatum": "1980-02-03", "heeft_partner": true, "heeft_kinderen_ten_laste": false, "woont_in_gemeente": true,
			"gemiddeld_maandinkomen": 223056, "vermogen": 0, "datum_vorige_toekenning": null, "uitgesloten_artikel_13": false}`, `
individuele_inkomenstoeslag on 2026-11-16 in Gemeente Zonnedijk: possible, 680.00 once
  a person judges: geen_uitzicht_op_inkomensverbetering

 ?   heeft_recht_op_individuele_inkomenstoeslag                                       article 36 [1]
yes    leeftijd_binnen_grenzen
yes      46 years by geboortedatum >= 21 years (25 years above)
yes      2026-11-16 < 2047-02-03 by geboortedatum (20 years 2 months 18 days before)
yes    woont_hier: woont_in_gemeente                                                  article 40 [2]
yes    inkomen_was_laag: gemiddeld_maandinkomen 2230.56 <= 2230.569 (0.009 below)     article 36 [1]
yes    vermogen_onder_grens: vermogen 0.00 <= 16000.00 (16000.00 below)               article 34 [3]
yes    geen_toekenning_in_12_maanden: one of                                          article 36 [1]
yes      datum_vorige_toekenning is none
 ?       ? by datum_vorige_toekenning < 2026-11-16
yes    niet_uitgesloten: not uitgesloten_artikel_13                                   article 13 [4]
 ?     geen_uitzicht: geen_uitzicht_op_inkomensverbetering                            article 36 [1]

     hoogte_individuele_inkomenstoeslag: 680.00                                       article 36 [1]`},
		{"nothing known", "alleenverdieners", `{}`, `
alleenverdieners on 2026-11-16 in Gemeente Zonnedijk: open
  still to ask: staat_op_lijst_alleenverdieners

 ?   heeft_recht_op_tegemoetkoming_alleenverdieners                                 article 78gg [1]
 ?     staat_op_de_lijst: staat_op_lijst_alleenverdieners

     hoogte_tegemoetkoming_alleenverdieners: 1100.00                                article 78gg [1]`},
	} {
		t.Run(c.situation, func(t *testing.T) {
			tree, _ := explained(t, c.scheme, c.facts)
			if want := strings.TrimPrefix(c.want, "\n"); tree != want {
				t.Errorf("got\n%s\nwant\n%s", tree, want)
			}
		})
	}
}

// Below the tree each article stands once, what rests on it beside its text.
func TestLawExplainSetsTheLawBeside(t *testing.T) {
	_, articles := explained(t, "individuele_inkomenstoeslag", `{"vermogen": 900000, "heeft_partner": false}`)
	want := []string{"1] Participatiewet, article 36, text of 2026-07-01", "2] Participatiewet, article 40, text of 2026-07-01",
		"3] Participatiewet, article 34, text of 2026-07-01", "4] Participatiewet, article 13, text of 2026-07-01"}
	if len(articles) != len(want) {
		t.Fatalf("%d articles, want %d", len(articles), len(want))
	}
	for i, head := range want {
		if !strings.HasPrefix(articles[i], head+"\n    https://wetten.overheid.nl/") {
			t.Errorf("article %d begins with %.90q, want %s and its address", i+1, articles[i], head)
		}
	}
	for i, beside := range []string{
		"\n ?   heeft_recht_op_individuele_inkomenstoeslag | 1. Op aanvraag van een persoon van 21 jaar of\n" +
			" ?   leeftijd_binnen_grenzen                    | ouder doch jonger dan de pensioengerechtigde\n",
		"\n ?   woont_hier                                 | 1. Het recht op bijstand bestaat jegens het\n",
		"\n ?   vermogen_onder_grens                       | 1. Onder vermogen wordt verstaan:\n" +
			"                                                | a. de waarde van de bezittingen waarover de\n",
	} {
		if !strings.Contains(articles[i], beside) {
			t.Errorf("article %d is\n[%s\nwithout\n%s", i+1, articles[i], beside)
		}
	}
}

// What is misspelt, or has no law, is told with what is near.
func TestLawExplainTellsWhatIsNear(t *testing.T) {
	file := filepath.Join(t.TempDir(), "facts.json")
	for _, c := range []struct{ situation, facts, on, scheme, want string }{
		{"a scheme", `{}`, "2026-11-16", "zorgtoslag", `"zorgtoslag" is none of the schemes; there are aio, `},
		{"a fact", `{"vermogn": 100}`, "2026-11-16", "individuele_inkomenstoeslag", `asks for no fact "vermogn"; did you mean "vermogen"?`},
		{"a part of a fact", `{"inkomen": 100}`, "2026-11-16", "zorgtoeslag", `asks for no fact "inkomen"; there is "toetsingsinkomen", "toetsingsinkomen_partner"`},
		{"a criterion", `{"criteria": {"inkomen_is_laag": true}}`, "2026-11-16", "individuele_inkomenstoeslag", `has no criterion "inkomen_is_laag"; did you mean "inkomen_was_laag"?`},
		{"a day without its law", `{}`, "2025-11-16", "individuele_inkomenstoeslag", "; Gemeente Zonnedijk has its law from 2026-01-01 to 2026-12-31"},
		{"a day without any law", `{}`, "2031-11-16", "individuele_inkomenstoeslag", "; Gemeente Zonnedijk has its law from 2026-01-01 to 2026-12-31"},
		{"a day that does not exist", `{}`, "2026-02-30", "zorgtoeslag", `-on "2026-02-30" is no date`},
	} {
		t.Run(c.situation, func(t *testing.T) {
			if err := os.WriteFile(file, []byte(c.facts), 0o600); err != nil {
				t.Fatal(err)
			}
			w, code := zeker(t.Context(), nil, "law", "explain", "-on", c.on, "-facts", file, c.scheme)
			if code != exitMistake || !strings.Contains(w.err.String(), c.want) || w.out.Len() > 0 {
				t.Errorf("got exit code %d, %s%s\nwant 2 and %s", code, w.out.String(), w.err.String(), c.want)
			}
		})
	}
}
