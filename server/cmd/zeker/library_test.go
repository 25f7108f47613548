package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	ordinance = "corpus/nl/gemeentelijke_verordening/zonnedijk/verordening_individuele_inkomenstoeslag_zonnedijk/2026-01-01.yaml"
	townFile  = "municipalities/zonnedijk/municipality.yaml"
	longPoor  = `{"geboortedatum": "1984-03-02", "woont_in_gemeente": true, "heeft_partner": false, "heeft_kinderen_ten_laste": false,
	"gemiddeld_maandinkomen": 100000, "vermogen": 0, "datum_vorige_toekenning": null, "uitgesloten_artikel_13": false}`
)

// A municipality changes its ordinance, and no binary is built for it.
func TestAFolderTakesThePlaceOfWhatIsBuiltIn(t *testing.T) {
	folder := copied(t)
	change(t, filepath.Join(folder, ordinance), "47500", "49900")
	change(t, filepath.Join(folder, townFile), "name: Gemeente Zonnedijk", "name: Gemeente Duinzicht")
	for data, want := range map[string]string{"": `"amount_eurocent":47500`, folder: `"amount_eurocent":49900`} {
		w, code, _ := checked(t, longPoor, "-scheme", "individuele_inkomenstoeslag", "-on", demoDay, "-data", data)
		if code != exitDone || !strings.Contains(w.out.String(), want) {
			t.Errorf("check -data %q: exit code %d: %s%s; want %s", data, code, w.out.String(), w.err.String(), want)
		}
	}
	w, code := zeker(t.Context(), nil, "law", "explain", "-on", demoDay, "-data", folder, "participatiewet", "hoogte_individuele_inkomenstoeslag")
	if code != exitDone || !strings.Contains(w.out.String(), "in Gemeente Duinzicht rests on") {
		t.Errorf("law explain: exit code %d: %s%s", code, w.out.String(), w.err.String())
	}
	url, stop := start(t, nil, "-demo", "-data", folder)
	defer stop()
	if text := page(t, url+"/nl/"); !strings.Contains(text, "Gemeente Duinzicht") || strings.Contains(text, "Gemeente Zonnedijk") {
		t.Errorf("the start page is not of the municipality in the folder:\n%s", text)
	}
}

// Who writes law sees what no readable case tries, with its place in the file.
func TestLawCoverageShowsWhatNoCaseTries(t *testing.T) {
	w, code := zeker(t.Context(), nil, "law", "coverage")
	if code != exitDone || !strings.Contains(w.out.String(), "ways of the law are gone by some case\n") || !strings.Contains(w.out.String(), ".yaml:") {
		t.Errorf("law coverage: exit code %d: %s%s", code, w.out.String(), w.err.String())
	}
	if w, code := zeker(t.Context(), nil, "law", "coverage", "zorgtoeslag"); code != exitMistake {
		t.Errorf("with an argument: exit code %d: %s", code, w.err.String())
	}
}

// All work on a town goes by the folder: here on a town that is in no binary.
func TestAllCommandsOfATownTakeAFolder(t *testing.T) {
	o, folder := newOffice(t), copied(t)
	if err := os.CopyFS(filepath.Join(folder, "municipalities/duinzicht"), os.DirFS(filepath.Join(folder, "municipalities/zonnedijk"))); err != nil {
		t.Fatal(err)
	}
	change(t, filepath.Join(folder, "municipalities/duinzicht/municipality.yaml"), "id: zonnedijk", "id: duinzicht")
	file := o.residents()
	for _, c := range []struct {
		command string
		args    []string
	}{
		{"import", []string{file}}, {"scan", nil}, {"letters", []string{"-site", "x", "-out", o.path("letters")}},
	} {
		args := append([]string{"-municipality", "duinzicht"}, c.args...)
		if w, code := o.run(c.command, args...); code != exitMistake || !strings.Contains(w.err.String(), `"duinzicht"`) {
			t.Errorf("%s without the folder: exit code %d: %s", c.command, code, w.err.String())
		}
		o.done(c.command, append([]string{"-data", folder}, args...)...)
	}
	if files, err := filepath.Glob(filepath.Join(o.path("letters"), "*.html")); err != nil || len(files) == 0 {
		t.Errorf("%d letters were written, %v", len(files), err)
	}
}

func TestAFolderWithAMistakeStopsTheStart(t *testing.T) {
	folder := copied(t)
	change(t, filepath.Join(folder, townFile), "code: GM9901", "code: 9901")
	change(t, filepath.Join(folder, "schemes/alleenverdieners/scheme.yaml"), "per: year", "per: decade")
	o := newOffice(t)
	for _, args := range [][]string{
		{"serve", "-demo"}, {"scan", "-demo"}, {"letters", "-demo", "-site", "x", "-out", o.path("letters")}, {"import", "-demo", "-"},
		{"check", "-scheme", "alleenverdieners", "-on", demoDay, "-facts", "-"},
	} {
		w, code := zeker(t.Context(), nil, append(args, "-data", folder)...)
		if args[0] == "import" { // flags come before the file
			w, code = zeker(t.Context(), nil, "import", "-demo", "-data", folder, "-")
		}
		for _, want := range []string{"schemes/alleenverdieners/scheme.yaml:8:6: ", townFile + ":4:", ".^"} {
			if code != exitMistake || !strings.Contains(w.err.String(), want) {
				t.Errorf("%s: exit code %d: %s; want 2 and %q", args[0], code, w.err.String(), want)
			}
		}
	}
	for name, data := range map[string]string{"corpus": t.TempDir(), "nowhere": o.path("nowhere")} {
		if w, code := zeker(t.Context(), nil, "serve", "-demo", "-data", data); code != exitMistake || !strings.Contains(w.err.String(), name) {
			t.Errorf("a folder without data: exit code %d: %s", code, w.err.String())
		}
	}
}
