package ui_test

import (
	"slices"
	"testing"

	"zeker/ui"
)

// People read when they can come in their own language, digits and all.
func TestHoursAreInTheLanguageOfTheReader(t *testing.T) {
	w := words(t)
	openings := []ui.Opening{{First: 1, Last: 5, From: 9 * 60, Until: 17*60 + 30}, {First: 7, Last: 7, From: 0, Until: 5}}
	for code, want := range map[string][]string{
		"nl": {"maandag tot en met vrijdag van 9.00\u00a0uur tot 17.30\u00a0uur", "zondag van 0.00\u00a0uur tot 0.05\u00a0uur"},
		"en": {"Monday to Friday from 9:00 to 17:30", "Sunday from 0:00 to 0:05"},
		"uk": {"понеділок – п’ятниця: 9:00–17:30", "неділя: 0:00–0:05"},
	} {
		l, _ := w.Language(code)
		if got := ui.Hours(l, openings); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", code, got, want)
		}
	}
}
