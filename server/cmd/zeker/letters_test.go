package main

import (
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"zeker/offers/rules"
	"zeker/server/identity"
	"zeker/server/store"
)

// rows opens the office's database.
func (o *office) rows() *store.Store {
	o.t.Helper()
	keys, err := (&workplace{}).keys(&process{getenv: func(name string) string { return o.env[name] }})
	if err != nil {
		o.t.Fatal(err)
	}
	rows, err := store.Open(o.t.Context(), o.path("zeker.db"), keys)
	if err != nil {
		o.t.Fatal(err)
	}
	o.t.Cleanup(func() { rows.Close() })
	return rows
}

// opens reports whether the code of a resident's letter in a folder opens, the day
// after the demo.
func (o *office) opens(rows *store.Store, folder string, r *demoResident) bool {
	o.t.Helper()
	files, err := filepath.Glob(filepath.Join(o.path(folder), "*.html"))
	if err != nil {
		o.t.Fatal(err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			o.t.Fatal(err)
		}
		if !strings.Contains(html.UnescapeString(string(text)), "Beste "+r.Name+",") {
			continue
		}
		code, err := identity.ParseCode(regexp.MustCompile(`\b([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}\b`).FindString(string(text)))
		if err != nil {
			o.t.Fatal(err)
		}
		born, _ := rules.ParseDay(r.Born)
		_, month, day := born.Civil()
		on, _ := rules.ParseDay(demoDay)
		who, err := rows.TryCode(o.t.Context(), code.Hash(rows.CodePepper()), day, month, int64(on+2)*86400)
		return err == nil && who == rows.Subject(r.BSN)
	}
	o.t.Fatalf("there is no letter to %s in %s", r.Name, folder)
	return false
}

// readAs runs a command that reads standard input.
func (o *office) readAs(stdin string, args ...string) (w *world, code int) {
	w = &world{env: o.env}
	w.process = process{ctx: o.t.Context(), args: args, stdin: strings.NewReader(stdin), stdout: &w.out, stderr: &w.err,
		getenv: func(name string) string { return o.env[name] }}
	return w, run(&w.process)
}

// demoNumber is a BSN of the demo.
var demoNumber = regexp.MustCompile(`\b9999\d{5}\b`)

func TestLostLettersAreWrittenAgain(t *testing.T) {
	o := newOffice(t)
	o.done("import", o.residents())
	o.done("scan")
	o.done("letters", "-site", "x", "-out", o.path("first"))
	on, _ := rules.ParseDay(demoDay)
	town := demoPersonas(demoPlaces["zonnedijk"], on)
	lost, neighbour, out, none := &town[0], &town[1], &town[2], &town[7]
	rows := o.rows()
	if err := rows.OptOut(t.Context(), rows.Subject(out.BSN), 1); err != nil {
		t.Fatal(err)
	}
	list := "\uFEFF" + lost.BSN + "\r\n\n123456789\n" + out.BSN + "\n" + none.BSN + "\n" + demoBSN(99) + "\n " + lost.BSN + "\nAnnelies Verdonk"
	w, code := o.run("letters", "-site", "x", "-out", o.path("again"), "-again", o.write("lost.txt", list))
	want := `zeker letters: no letter for 6 lines:
lost.txt:3: this is no BSN, which is nine digits that pass the 11-test
lost.txt:4: this resident does not want letters from us
lost.txt:5: this resident has nothing to answer any more that a letter told of
lost.txt:6: this resident is not imported, or no longer; import them again
lost.txt:7: this is the BSN of lost.txt:1
lost.txt:8: this is no BSN, which is nine digits that pass the 11-test
`
	if code != exitFailed || w.out.String() != "1 letter written\n" || w.err.String() != want {
		t.Errorf("exit code %d: %s%s\nwant 1 and\n%s", code, w.out.String(), w.err.String(), want)
	}
	if said := w.out.String() + w.err.String(); demoNumber.MatchString(said) || strings.Contains(said, "Annelies") {
		t.Errorf("who it is about is told: %s", said)
	}
	for folder, r := range map[string]*demoResident{"again": lost, "first": neighbour} {
		if !o.opens(rows, folder, r) {
			t.Errorf("the letter to %s in %s does not open", r.Name, folder)
		}
	}
	if o.opens(rows, "first", lost) {
		t.Error("the lost letter still opens")
	}
	in, code := o.readAs(neighbour.BSN+"\n", "letters", "-db", o.path("zeker.db"), "-on", demoDay, "-site", "x", "-out", o.path("stdin"), "-again", "-")
	if code != exitDone || in.out.String() != "1 letter written\n" || o.opens(rows, "first", neighbour) || !o.opens(rows, "stdin", neighbour) {
		t.Errorf("from standard input: exit code %d: %s%s", code, in.out.String(), in.err.String())
	}
}

func TestLettersAreWrittenInALanguageBesideTheDutch(t *testing.T) {
	o := newOffice(t)
	o.done("import", o.residents())
	o.done("scan")
	o.done("letters", "-site", "x", "-out", o.path("letters"), "-language", "ar")
	letters, err := filepath.Glob(filepath.Join(o.path("letters"), "*.html"))
	if err != nil || len(letters) == 0 {
		t.Fatalf("%d letters, %v", len(letters), err)
	}
	for _, name := range letters {
		page, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for want, times := range map[string]int{`<section lang="nl"`: 1, `<section lang="ar"`: 1, `<p lang="ar"`: 0, `<p lang="ti"`: 1} {
			if n := strings.Count(string(page), want); n != times {
				t.Errorf("%s: %q stands there %d times, want %d", filepath.Base(name), want, n, times)
			}
		}
		for _, font := range regexp.MustCompile(`url\("\./([^"]+)"\)`).FindAllStringSubmatch(string(page), -1) {
			if _, err := os.Stat(filepath.Join(o.path("letters"), font[1])); err != nil {
				t.Errorf("a font does not lie beside the letters: %v", err)
			}
		}
	}
}

func TestLettersOfCodesThatAreOverAreWrittenAgain(t *testing.T) {
	o := newOffice(t)
	o.done("import", o.residents())
	o.done("scan")
	first := o.done("letters", "-site", "x", "-out", o.path("first"))
	if out := o.done("letters", "-site", "x", "-out", o.path("again"), "-expired"); out != fmtLetters(0) {
		t.Errorf("while the codes work, letters -expired says %q", out)
	}
	if out := o.done("letters", "-on", "2026-12-07", "-site", "x", "-out", o.path("again"), "-expired"); out != first {
		t.Errorf("when the codes are over, letters -expired says %q, want %q", out, first)
	}
}

func TestLettersAgainRefusesWhatCannotBe(t *testing.T) {
	o := newOffice(t)
	for situation, c := range map[string]struct {
		args []string
		want string
	}{
		"a file that is not":       {[]string{"-again", o.path("none.txt")}, "none.txt"},
		"a file that names nobody": {[]string{"-again", o.write("empty.txt", "\n\n")}, "empty.txt names nobody: write one BSN a line"},
		"both ways at once":        {[]string{"-again", "-", "-expired"}, "use one at a time"},
		"a BSN on the line":        {[]string{"-again", "-", demoBSN(0)}, "an argument too many"},
		"a BSN for a file":         {[]string{"-again", demoBSN(0)}, "-again takes a file"},
		"a line without end":       {[]string{"-again", o.write("long.txt", strings.Repeat("9", 1<<17))}, "long.txt: "},
	} {
		w, code := o.run("letters", append([]string{"-site", "x", "-out", o.path("letters")}, c.args...)...)
		if code != exitMistake || !strings.Contains(w.err.String(), c.want) {
			t.Errorf("%s: exit code %d: %s; want %q in it", situation, code, w.err.String(), c.want)
		}
		if demoNumber.MatchString(w.err.String()) {
			t.Errorf("%s: a BSN is told: %s", situation, w.err.String())
		}
	}
	if _, err := os.Stat(o.path("zeker.db")); !os.IsNotExist(err) {
		t.Errorf("a database was made: %v", err)
	}
}

func TestOneIsCountedAsOne(t *testing.T) {
	for n, want := range []string{"0 letters", "1 letter", "2 letters"} {
		if got := counted(n, "letter", "letters"); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	o := newOffice(t)
	all, err := os.ReadFile(o.residents())
	if err != nil {
		t.Fatal(err)
	}
	one, _, _ := strings.Cut(string(all), "\n")
	if out := o.done("import", o.write("one.jsonl", one)); out != "1 resident imported, kept until 2027-02-14\n" {
		t.Errorf("import says %q", out)
	}
	o.done("scan")
	if out := o.done("letters", "-site", "x", "-out", o.path("letters")); out != "1 letter written\n" {
		t.Errorf("letters says %q", out)
	}
}
