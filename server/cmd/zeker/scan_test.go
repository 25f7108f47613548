package main

import (
	"context"
	"database/sql"
	"regexp"
	"strings"
	"testing"
)

// raw opens the office's database as a thief does.
func (o *office) raw() *sql.DB {
	o.t.Helper()
	db, err := sql.Open("sqlite", "file:"+o.path("zeker.db")+"?_pragma=busy_timeout(10000)")
	if err != nil {
		o.t.Fatal(err)
	}
	o.t.Cleanup(func() { db.Close() })
	return db
}

// One resident's broken record is told of by the subject that stands for them, and
// everybody else is looked at.
func TestScanTellsOfWhomItCouldNotLookAt(t *testing.T) {
	o := newOffice(t)
	o.done("import", o.residents())
	raw := o.raw()
	var subject string
	if err := raw.QueryRow(`UPDATE residents SET facts = person WHERE subject = (SELECT MAX(subject) FROM residents) RETURNING subject`).Scan(&subject); err != nil {
		t.Fatal(err)
	}
	w, code := o.run("scan")
	want := subject + ": residents.facts: sealed text was changed or moved\n" +
		"zeker scan: 1 offer could not be made, for the residents listed: import them again. All others were looked at\n"
	if code != exitFailed || w.err.String() != want {
		t.Errorf("exit code %d: got %q, want %q", code, w.err.String(), want)
	}
	for _, line := range []string{"people +30", "failed +1", `individuele_inkomenstoeslag\.invitation +\d+`} {
		if !regexp.MustCompile(`(?m)^` + line + `$`).MatchString(w.out.String()) {
			t.Errorf("scan does not count %q:\n%s", line, w.out.String())
		}
	}

	// A key that opens nobody's facts is a mistake of who calls.
	if _, err := raw.Exec(`UPDATE residents SET facts = $1`, append([]byte{1}, make([]byte, 60)...)); err != nil {
		t.Fatal(err)
	}
	if w, code := o.run("scan"); code != exitMistake || !strings.Contains(w.err.String(), olderVariable) || w.out.Len() > 0 {
		t.Errorf("exit code %d: %s%s", code, w.out.String(), w.err.String())
	}
}

// onlooker stops what it looks at as soon as that says something.
type onlooker struct {
	strings.Builder
	stop func()
}

func (o *onlooker) Write(p []byte) (int, error) {
	o.stop()
	return o.Builder.Write(p)
}

func TestScanThatIsStoppedStoresNothing(t *testing.T) {
	o := newOffice(t)
	o.done("import", o.residents())
	ctx, stop := context.WithCancel(t.Context())
	said := &onlooker{stop: stop}
	w := &world{env: o.env}
	code := run(&process{
		ctx: ctx, args: []string{"scan", "-db", o.path("zeker.db"), "-on", demoDay, "-progress"}, stdin: strings.NewReader(""),
		stdout: &w.out, stderr: said, getenv: func(name string) string { return o.env[name] },
	})
	if code != exitFailed || !strings.HasSuffix(said.String(), "\nzeker scan: stopped: nothing was stored\n") || w.out.Len() > 0 {
		t.Errorf("exit code %d: %q, %q", code, w.out.String(), said.String())
	}
	var rows int
	if err := o.raw().QueryRow(`SELECT (SELECT COUNT(*) FROM scans) + (SELECT COUNT(*) FROM offers)`).Scan(&rows); err != nil || rows != 0 {
		t.Errorf("there are %d rows of a scan that was stopped, %v", rows, err)
	}
}
