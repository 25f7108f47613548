package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// checked runs zeker check on a file that holds the facts.
func checked(t *testing.T, facts string, args ...string) (*world, int, string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "facts.json")
	if err := os.WriteFile(file, []byte(facts), 0o600); err != nil {
		t.Fatal(err)
	}
	w, code := zeker(t.Context(), nil, append([]string{"check", "-facts", file}, args...)...)
	return w, code, file
}

func TestCheckAnswersForCompleteAndIncompleteFacts(t *testing.T) {
	const iit = "individuele_inkomenstoeslag"
	for _, c := range []struct {
		situation, scheme, facts string
		want                     []string
	}{
		{"on the list", "alleenverdieners", `{"staat_op_lijst_alleenverdieners": true}`,
			[]string{`"state":"entitled"`, `"amount_eurocent":110000`, `"per":"year"`, `"missing":[]`, `"article":"78gg"`, `.met"`}},
		{"not on the list", "alleenverdieners", `{"facts": {"staat_op_lijst_alleenverdieners": false}}`,
			[]string{`"state":"not_entitled"`, `"amount_eurocent":0`, `.unmet"`}},
		{"nothing known", "alleenverdieners", `{}`,
			[]string{`"state":"open"`, `"missing":["staat_op_lijst_alleenverdieners"]`, `.unknown"`}},
		{"all known but the judgement", iit,
			`{"geboortedatum": "1984-03-02", "woont_in_gemeente": true, "heeft_partner": false, "heeft_kinderen_ten_laste": false,
			  "gemiddeld_maandinkomen": 156140, "vermogen": 800000, "datum_vorige_toekenning": null, "uitgesloten_artikel_13": false}`,
			[]string{`"state":"possible"`, `"amount_eurocent":47500`, `"judged":["geen_uitzicht_op_inkomensverbetering"]`}},
		{"a cent too much income, the rest unknown", iit,
			`{"heeft_partner": false, "gemiddeld_maandinkomen": 156141}`,
			[]string{`"state":"not_entitled"`, `"key":"individuele_inkomenstoeslag.reason.inkomen_was_laag.unmet"`}},
		{"a yes of a source in place of the income", iit,
			`{"facts": {"geboortedatum": "1984-03-02", "woont_in_gemeente": true, "heeft_partner": true, "datum_vorige_toekenning": null},
			  "criteria": {"inkomen_was_laag": true}}`,
			[]string{`"state":"open"`, `"vermogen"`, `"uitgesloten_artikel_13"`}},
		{"a scheme of another office", "zorgtoeslag",
			`{"geboortedatum": "1984-03-02", "is_verzekerd": true, "heeft_toeslagpartner": false, "toetsingsinkomen": 1900000,
			  "vermogen_op_1_januari": 0, "verblijft_rechtmatig": true}`,
			[]string{`"state":"entitled"`, `"amount_eurocent":12900`, `"per":"month"`}},
	} {
		t.Run(c.situation, func(t *testing.T) {
			w, code, _ := checked(t, c.facts, "-scheme", c.scheme, "-on", "2026-11-16")
			if code != exitDone {
				t.Fatalf("got exit code %d: %s", code, w.err.String())
			}
			for _, want := range c.want {
				if !strings.Contains(w.out.String(), want) {
					t.Errorf("%s is not in %s", want, w.out.String())
				}
			}
		})
	}
}

func TestCheckPointsAtBadFacts(t *testing.T) {
	for _, c := range []struct{ situation, facts, want string }{
		{"a fact of no register", `{"schoenmaat": 44}`,
			":1:2: the register of individuele_inkomenstoeslag asks for no fact \"schoenmaat\"\n | {\"schoenmaat\": 44}\n | .^"},
		{"euros where eurocents belong", "{\n  \"vermogen\": 1500.00\n}",
			":2:15: vermogen must be an amount in eurocents, a whole number from -100000000 to 10000000000\n |   \"vermogen\": 1500.00\n | ..............^"},
		{"a text where a number belongs", `{"vermogen": "1500"}`, ":1:14: vermogen must be an amount in eurocents, a whole number"},
		{"a day that does not exist", `{"geboortedatum": "1984-02-30"}`, ":1:19: geboortedatum must be a date YYYY-MM-DD from 1900-01-01 to 2199-12-31"},
		{"a birth after the day that is asked about", "{\n  \"geboortedatum\": \"2026-11-17\"\n}",
			":2:20: geboortedatum is after 2026-11-16, the day that is asked about: give a day that has been\n |   \"geboortedatum\": \"2026-11-17\"\n | ...................^"},
		{"a word for yes", `{"heeft_partner": "ja"}`, ":1:19: heeft_partner must be true or false"},
		{"null that means nothing", `{"vermogen": null}`, ":1:14: vermogen cannot be null; leave it out when it is not known"},
		{"a fact twice", `{"vermogen": 1, "vermogen": 2}`, ":1:17: \"vermogen\" stands twice"},
		{"a key beside facts and criteria", `{"facts": {}, "fax": {}}`, ":1:15: the file has no key \"fax\"; it has facts and criteria"},
		{"a criterion that no source answers", `{"criteria": {"woont_hier": true}}`, ":1:15: the register of individuele_inkomenstoeslag has no criterion \"woont_hier\""},
		{"no JSON", `{"vermogen"`, "this is neither YAML nor JSON"},
		{"a list", `[1]`, ":1:1: the file must be a mapping of names to values"},
		{"nothing at all", ``, ":1:1: the file is empty"},
	} {
		t.Run(c.situation, func(t *testing.T) {
			w, code, file := checked(t, c.facts, "-scheme", "individuele_inkomenstoeslag", "-on", "2026-11-16")
			if code != exitMistake || !strings.Contains(w.err.String(), c.want) || !strings.Contains(w.err.String(), file+":") {
				t.Errorf("got exit code %d and %s\nwant 2 and %s", code, w.err.String(), c.want)
			}
			if w.out.Len() > 0 {
				t.Errorf("an answer beside the error: %s", w.out.String())
			}
		})
	}
}

func TestCheckRefusesQuestionsThatCannotBe(t *testing.T) {
	for _, c := range []struct {
		situation string
		args      []string
		want      string
	}{
		{"no scheme", []string{"-on", "2026-11-16"}, "none of the schemes; there are aio, algemene_bijstand, alleenverdieners, "},
		{"a scheme that is not there", []string{"-scheme", "kinderopvangtoeslag", "-on", "2026-11-16"}, `"kinderopvangtoeslag" is none of the schemes`},
		{"no day", []string{"-scheme", "alleenverdieners"}, "is no date"},
		{"a day before the law", []string{"-scheme", "alleenverdieners", "-on", "2024-12-31"}, "no such scheme on that day"},
		{"a day after the law that is known", []string{"-scheme", "alleenverdieners", "-on", "2027-01-01"}, "no law of this catalogue is in force on that day"},
		{"a municipality that is not there", []string{"-scheme", "alleenverdieners", "-on", "2026-11-16", "-municipality", "urk"}, `no municipality "urk"`},
		{"a word behind the flags", []string{"-scheme", "alleenverdieners", "-on", "2026-11-16", "now"}, `"now"`},
	} {
		t.Run(c.situation, func(t *testing.T) {
			w, code, _ := checked(t, `{}`, c.args...)
			if code != exitMistake || !strings.Contains(w.err.String(), c.want) {
				t.Errorf("got exit code %d and %q, want 2 and %q", code, w.err.String(), c.want)
			}
		})
	}
	w, code := zeker(t.Context(), nil, "check", "-scheme", "alleenverdieners", "-on", "2026-11-16", "-facts", "nowhere.json")
	if code != exitMistake || !strings.Contains(w.err.String(), "nowhere.json") {
		t.Errorf("a file that is not there: got exit code %d and %q", code, w.err.String())
	}
}
