package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"zeker/offers/rules"
	"zeker/server/store"
)

// office is where the commands of one municipality are run one after another.
type office struct {
	t      *testing.T
	folder string
	env    map[string]string
}

func newOffice(t *testing.T) *office {
	return &office{t, t.TempDir(), map[string]string{keyVariable: goodKey(5)}}
}

func (o *office) path(name string) string { return filepath.Join(o.folder, name) }

// run runs a command on the office's database and the day of the demo.
func (o *office) run(command string, args ...string) (w *world, code int) {
	o.t.Helper()
	return zeker(o.t.Context(), o.env, append([]string{command, "-db", o.path("zeker.db"), "-on", demoDay}, args...)...)
}

// done runs a command that has to work and returns what it printed.
func (o *office) done(command string, args ...string) string {
	o.t.Helper()
	w, code := o.run(command, args...)
	if code != exitDone || w.err.Len() > 0 && !slices.Contains(args, "-progress") {
		o.t.Fatalf("zeker %s: exit code %d: %s%s", command, code, w.out.String(), w.err.String())
	}
	return w.out.String()
}

func (o *office) write(name, content string) string {
	o.t.Helper()
	if err := os.WriteFile(o.path(name), []byte(content), 0o600); err != nil {
		o.t.Fatal(err)
	}
	return o.path(name)
}

// residents writes the demo's town as a municipality's own file.
func (o *office) residents() string {
	o.t.Helper()
	on, _ := rules.ParseDay(demoDay)
	law, _, err := (&workplace{municipality: "zonnedijk"}).law()
	if err != nil {
		o.t.Fatal(err)
	}
	file, err := demoFile(demoResidents(demoPlaceOf(law), 30, on), law, on)
	if err != nil {
		o.t.Fatal(err)
	}
	return o.write("residents.jsonl", string(file))
}

func TestFromAFileOfResidentsToLetters(t *testing.T) {
	o := newOffice(t)
	if out := o.done("import", o.residents()); out != "30 residents imported, kept until 2027-02-14\n" {
		t.Errorf("import says %q", out)
	}
	counted := o.done("scan")
	for _, want := range []string{"people +30", "opted_out +0", `alleenverdieners\.offer +\d+`, `individuele_inkomenstoeslag\.invitation +\d+`} {
		if !regexp.MustCompile(`(?m)^` + want + `$`).MatchString(counted) {
			t.Errorf("scan does not count %q:\n%s", want, counted)
		}
	}
	took := regexp.MustCompile(`(?m)^30 residents in \d+\.\d\d s(, (query|decrypt|decode|columns|rules|offers|store) \d+\.\d\d s){7}$`)
	if !took.MatchString(counted) {
		t.Errorf("scan does not say what its parts took:\n%s", counted)
	}
	if again := o.done("scan"); took.ReplaceAllString(again, "") != took.ReplaceAllString(counted, "") {
		t.Errorf("a second scan counts\n%s and not\n%s", again, counted)
	}
	letters := o.path("letters")
	out := o.done("letters", "-out", letters, "-site", "zonnedijk.example/geld")
	files, err := filepath.Glob(filepath.Join(letters, "*.html"))
	if err != nil || len(files) < 7 || out != fmtLetters(len(files)) {
		t.Fatalf("%d files, %v; letters says %q", len(files), err, out)
	}
	for _, name := range files {
		info, err := os.Stat(name)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", filepath.Base(name), info.Mode(), err)
		}
		text, err := os.ReadFile(name)
		if err != nil || !regexp.MustCompile(`\b([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}\b`).Match(text) || regexp.MustCompile(`\b9999\d{5}\b`).Match(text) {
			t.Errorf("%v; a letter has no code, or a BSN:\n%s", err, text)
		}
	}
	if out := o.done("letters", "-out", letters, "-site", "zonnedijk.example/geld"); out != fmtLetters(0) {
		t.Errorf("a second time letters says %q", out)
	}
}

func fmtLetters(n int) string { return strconv.Itoa(n) + " letters written\n" }

func TestLettersOfWhoOptedOutAreNotWritten(t *testing.T) {
	o := newOffice(t)
	o.done("import", o.residents())
	o.done("scan")
	keys, err := (&workplace{}).keys(&process{getenv: func(name string) string { return o.env[name] }})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := store.Open(t.Context(), o.path("zeker.db"), keys)
	if err != nil {
		t.Fatal(err)
	}
	everyone := rows.Block(100)
	_, err = everyone.Read(t.Context(), "")
	for _, subject := range everyone.Subjects {
		if err := rows.OptOut(t.Context(), subject, 1); err != nil {
			t.Fatal(err)
		}
	}
	if err != nil || rows.Close() != nil {
		t.Fatal(err)
	}
	if out := o.done("letters", "-out", o.path("letters"), "-site", "x"); out != fmtLetters(0) {
		t.Errorf("letters says %q", out)
	}
	if out := o.done("scan"); !strings.Contains(out, "opted_out") || strings.Contains(out, "people") {
		t.Errorf("scan counts\n%s", out)
	}
}

func TestImportReadsStandardInputToo(t *testing.T) {
	o := newOffice(t)
	file, err := os.ReadFile(o.residents())
	if err != nil {
		t.Fatal(err)
	}
	w := &world{env: o.env}
	w.process = process{ctx: t.Context(), args: []string{"import", "-db", o.path("zeker.db"), "-on", demoDay, "-purge", "2026-12-31", "-"},
		stdin: strings.NewReader(string(file)), stdout: &w.out, stderr: &w.err, getenv: func(name string) string { return o.env[name] }}
	if code := run(&w.process); code != exitDone || w.out.String() != "30 residents imported, kept until 2026-12-31\n" {
		t.Errorf("exit code %d: %s%s", code, w.out.String(), w.err.String())
	}
}

func TestMistakesInAFileImportNothing(t *testing.T) {
	o := newOffice(t)
	file, err := os.ReadFile(o.residents())
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(file), "\n")
	lines[7] = strings.Replace(lines[7], `"name"`, `"nmae"`, 1)
	w, code := o.run("import", o.write("wrong.jsonl", strings.Join(lines, "\n")))
	if code != exitMistake || !strings.Contains(w.err.String(), "nothing was imported:\nwrong.jsonl:8:1: the column \"name\" is missing") ||
		!strings.Contains(w.err.String(), `there is no column "nmae"`) {
		t.Errorf("exit code %d: %s", code, w.err.String())
	}
	if strings.Contains(w.err.String(), o.folder) || regexp.MustCompile(`9999\d{5}`).MatchString(w.err.String()) {
		t.Errorf("the error says too much: %s", w.err.String())
	}
	if w, code := o.run("import", o.write("empty.jsonl", "\n")); code != exitMistake || !strings.Contains(w.err.String(), "empty.jsonl holds no residents") {
		t.Errorf("an empty file: exit code %d: %s", code, w.err.String())
	}
	if _, err := os.Stat(o.path("zeker.db")); !os.IsNotExist(err) {
		t.Errorf("a database was made: %v", err)
	}
}

func TestCommandsOfTheTownRefuseWhatCannotBe(t *testing.T) {
	o := newOffice(t)
	file := o.residents()
	for situation, test := range map[string]struct {
		command string
		args    []string
		want    string
	}{
		"no file":                 {"import", nil, "name one file"},
		"two files":               {"import", []string{file, file}, "name one file"},
		"a file that is not":      {"import", []string{o.path("none.jsonl")}, "none.jsonl"},
		"purge is no date":        {"import", []string{"-purge", "soon", file}, "2026-12-31"},
		"purge in the past":       {"import", []string{"-purge", "2026-11-15", file}, "before the day"},
		"scan of what":            {"scan", []string{"everyone"}, `"everyone"`},
		"letters where":           {"letters", []string{"-site", "x"}, "-out"},
		"letters to where":        {"letters", []string{"-out", o.path("letters")}, "-site"},
		"letters of what":         {"letters", []string{"-site", "x", "-out", o.path("letters"), "all"}, "argument too many"},
		"letters in what":         {"letters", []string{"-site", "x", "-out", o.path("letters"), "-language", "nl"}, `"nl" is not one of its other languages`},
		"a folder that is a file": {"letters", []string{"-site", "x", "-out", file}, "residents.jsonl"},
		"import before all law":   {"import", []string{"-on", "1990-01-01", file}, "no law"},
		"other municipality":      {"scan", []string{"-municipality", "atlantis"}, "zonnedijk"},
		"a day before all law":    {"scan", []string{"-on", "1990-01-01"}, "no law"},
	} {
		t.Run(situation, func(t *testing.T) {
			w, code := o.run(test.command, test.args...)
			want := exitMistake
			if situation == "a folder that is a file" {
				want = exitFailed
			}
			if code != want || !strings.Contains(w.err.String(), test.want) {
				t.Errorf("exit code %d: %s; want %q in it", code, w.err.String(), test.want)
			}
		})
	}
	o.done("scan")
	o.env = map[string]string{keyVariable: goodKey(7)}
	if w, code := o.run("scan"); code != exitMistake || !strings.Contains(w.err.String(), "key") {
		t.Errorf("with another key: exit code %d: %s", code, w.err.String())
	}
}

func TestScanTellsHowFarItIs(t *testing.T) {
	o := newOffice(t)
	o.done("import", o.residents())
	w, code := o.run("scan", "-progress")
	if said := w.err.String(); code != exitDone || !regexp.MustCompile(`\r30 of 30 residents, \d+ a second\n$`).MatchString(said) {
		t.Errorf("exit code %d: %q", code, said)
	}
	if w, _ := o.run("scan"); w.err.Len() > 0 {
		t.Errorf("nobody looks on, and it says %q", w.err.String())
	}

	var out strings.Builder
	now := time.Unix(0, 0)
	told := progress(&out, func() time.Time { return now })
	for done := 1; done <= 100; done++ {
		now = now.Add(10 * time.Millisecond)
		told(done, 100)
	}
	if want := "\r1 of 100 residents, 100 a second\r21 of 100 residents, 100 a second\r41 of 100 residents, 100 a second" +
		"\r61 of 100 residents, 100 a second\r81 of 100 residents, 100 a second\r100 of 100 residents, 100 a second\n"; out.String() != want {
		t.Errorf("got %q, want %q", out.String(), want)
	}
}
