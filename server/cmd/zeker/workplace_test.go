package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// oneResident writes a file for an import, with one resident of whom no fact is known.
func oneResident(t *testing.T, folder string) (file string) {
	t.Helper()
	file = filepath.Join(folder, "residents.jsonl")
	resident := `{"bsn": "999990019", "name": "A. Voorbeeld", "address": ["Dijk 1", "9901 ZD Zonnedijk"], "born": "1984-03-02", "reference_date": "2026-11-01", "facts": {}}`
	if err := os.WriteFile(file, []byte(resident+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// C3: no command of one municipality opens the database of another.
func TestC3EveryCommandRefusesTheDatabaseOfAnotherMunicipality(t *testing.T) {
	folder := t.TempDir()
	db, file := filepath.Join(folder, "zeker.db"), oneResident(t, folder)
	env := map[string]string{keyVariable: goodKey(1)}
	run := func(municipality string, command ...string) (*world, int) {
		t.Helper()
		return zeker(t.Context(), env, append([]string{command[0], "-db", db, "-on", "2026-11-16", "-municipality", municipality}, command[1:]...)...)
	}
	if w, code := run("zonnedijk", "import", file); code != exitDone {
		t.Fatalf("its own import: got exit code %d and %q", code, w.err.String())
	}
	for _, command := range [][]string{
		{"serve", "-addr", "127.0.0.1:0"},
		{"import", file},
		{"scan"},
		{"letters", "-site", "x.example", "-out", filepath.Join(folder, "letters")},
	} {
		w, code := run("lindewaard", command...)
		if code != exitMistake || !strings.Contains(w.err.String(), "belongs to another municipality: zonnedijk, and not lindewaard: name that with -municipality") {
			t.Errorf("%s: got exit code %d and %q; want 2, whose it is and what to do", command[0], code, w.err.String())
		}
	}
	if w, code := run("zonnedijk", "scan"); code != exitDone {
		t.Errorf("its own scan, after all that: got exit code %d and %q", code, w.err.String())
	}
}
