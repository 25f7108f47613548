package ui_test

import (
	"bytes"
	"context"
	"slices"
	"testing"

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

func written(t *testing.T, e ui.Example, f *ui.Frame) string {
	t.Helper()
	var b bytes.Buffer
	if err := e.Page(f).Render(context.Background(), &b); err != nil {
		t.Fatalf("%s: %v", e.Name, err)
	}
	return b.String()
}
