package ui_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"unicode"

	"zeker/ui"
)

// What a page keeps of the pages before it is what it would write itself: nothing of one
// resident's page stands on another's.
func TestKeptPartsAreAsIfWrittenAnew(t *testing.T) {
	w := words(t)
	there, back := ui.Examples(), ui.Examples()
	slices.Reverse(back)
	for _, code := range w.Codes() {
		for _, order := range [][]ui.Example{there, back} {
			kept := new(ui.Kept)
			for _, e := range order {
				anew := e.Frame(w, code)
				anew.Path = "/" + e.Name
				anew.Languages = ui.Languages(w, w.Codes(), code, anew.Path)
				after := *anew
				after.Kept = kept
				if written(t, e, &after) != written(t, e, anew) {
					t.Errorf("%s in %s is another page after the ones before it", e.Name, code)
				}
			}
		}
	}
}

// A hole has a letter of its own: where a text had it too, words of a page would stand there.
func TestNoTextHasTheLetterOfAHole(t *testing.T) {
	files, err := filepath.Glob("../locales/*/*.toml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no texts: %v", err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if i := bytes.IndexFunc(text, func(r rune) bool { return unicode.Is(unicode.Co, r) }); i >= 0 {
			t.Errorf("%s has a letter of private use at byte %d: leave it out", name, i)
		}
	}
}

func written(t *testing.T, e ui.Example, f *ui.Frame) string {
	t.Helper()
	var b bytes.Buffer
	if err := e.Page(f).Render(context.Background(), &b); err != nil {
		t.Fatalf("%s: %v", e.Name, err)
	}
	return b.String()
}
