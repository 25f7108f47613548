package ui_test

import (
	"testing"

	"zeker/ui"
)

func TestMarksAreTwoDifferentPicturesAndEveryPairComes(t *testing.T) {
	seen := map[ui.Marks]int{}
	for n := range uint64(12 * 11) {
		m := ui.MarksOf(n)
		if m[0] == m[1] {
			t.Errorf("the marks of %d are the same picture twice: %v", n, m)
		}
		seen[m]++
	}
	if len(seen) != 12*11 {
		t.Errorf("%d different pairs, want %d", len(seen), 12*11)
	}
}
