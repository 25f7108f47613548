package law

import (
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"zeker/offers/rules"
)

// FuzzParse: whatever stands in a file, reading it ends, an error has a place and
// a text, and law that was accepted can be linked, compiled and evaluated without
// a panic.
func FuzzParse(f *testing.F) {
	for _, pattern := range []string{"testdata/errors/*.txtar", "testdata/deviations/*.txtar"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			f.Fatal(err)
		}
		for _, name := range names {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				f.Fatal(err)
			}
			for _, file := range archive.Files {
				if strings.HasSuffix(file.Name, ".yaml") {
					f.Add(file.Data)
				}
			}
		}
	}
	f.Add([]byte(personLaw))
	f.Add([]byte(oracleOrdinance))
	f.Fuzz(func(t *testing.T, source []byte) {
		file := File{"law.yaml", source}
		l, err := Parse(file)
		if err != nil {
			for _, e := range err.(Errors) {
				if e.Line < 1 || e.Column < 1 || e.Message == "" || !strings.HasPrefix(e.Error(), "law.yaml:") {
					t.Errorf("an error without a place: %q", e.Error())
				}
			}
		} else {
			exercise(t, l)
		}
		if l, _, err := ParseReference(file); err == nil {
			c := ReferenceCorpus([]*Law{l})
			for _, name := range l.outputNames() {
				_, _, _ = c.request(l.ID, []string{name}, Text("2026-06-01"), nil, nil)
			}
		}
	})
}

// exercise uses accepted law; errors are allowed, panics are not.
func exercise(t *testing.T, l *Law) {
	t.Helper()
	c, err := NewCorpus([]*Law{l})
	if err != nil {
		return
	}
	b := rules.NewBuilder()
	var entry rules.Entry
	for _, name := range l.outputNames() {
		q := Query{Law: l.ID, Output: name, On: l.from, Municipality: "GM9901"}
		if _, err := c.Compile(b, q); err == nil {
			entry.Outputs = append(entry.Outputs, name)
		}
		_, _ = c.Evaluate(q, map[string]Value{"n": Int(1)})
	}
	_, _ = b.Program(entry)
	c.Boundaries(l.ID)
}
