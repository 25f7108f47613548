package ui_test

import (
	"os"
	"strings"
	"testing"

	"zeker/ui"
)

func TestALookIsTokens(t *testing.T) {
	tests := []struct {
		situation string
		look      ui.Look
		want      []string
	}{
		{"light words on a dark colour", ui.Look{Primary: "#154273", PrimaryDark: "#0d2b4b", OnPrimary: "#ffffff", Accent: "#f9b000"},
			[]string{"--basis-color-action-1-inverse-bg-default:#154273;", "--basis-color-action-1-color-default:#154273;",
				"--basis-color-action-1-bg-subtle:#eff2f6;", "--basis-color-accent-2-border-default:#f9b000;",
				"(prefers-color-scheme:dark){:root{--basis-color-action-1-inverse-bg-default:#8aa1b9;", "--basis-color-action-1-inverse-color-default:#161d23;",
				"--basis-color-action-1-color-default:#8aa1b9;"}},
		{"dark words on a light colour are dark on white too", ui.Look{Primary: "#ffd500", PrimaryDark: "#e6bf00", OnPrimary: "#1a1a1a", Accent: "#1a1a1a"},
			[]string{"--basis-color-action-1-inverse-bg-default:#ffd500;", "--basis-color-action-1-color-default:#1a1a1a;"}},
	}
	for _, test := range tests {
		t.Run(test.situation, func(t *testing.T) {
			css, err := test.look.CSS()
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range test.want {
				if !strings.Contains(string(css), want) {
					t.Errorf("no %s in %s", want, css)
				}
			}
		})
	}
}

func TestWhatIsNoColourIsRefused(t *testing.T) {
	for _, c := range []string{"", "red", "#fff", "#12345g", "#1234567", "154273f", "#fff;}body{display:none"} {
		look := ui.Look{Primary: "#154273", PrimaryDark: "#0d2b4b", OnPrimary: "#ffffff", Accent: c}
		if css, err := look.CSS(); err == nil {
			t.Errorf("%q became %s", c, css)
		}
	}
}

// A token that a look replaces and that the style sheet does not use would be a
// colour that nobody sees.
func TestALookReplacesTokensThatTheStyleSheetUses(t *testing.T) {
	sheet, err := os.ReadFile("static/zeker.css")
	if err != nil {
		t.Skip("the style sheet is not built: run make styles")
	}
	css, err := ui.Look{Primary: "#154273", PrimaryDark: "#0d2b4b", OnPrimary: "#ffffff", Accent: "#f9b000"}.CSS()
	if err != nil {
		t.Fatal(err)
	}
	for _, token := range strings.Split(strings.TrimPrefix(string(css), ":root{"), ";") {
		name, _, _ := strings.Cut(token, ":")
		if strings.HasPrefix(name, "--") && !strings.Contains(string(sheet), name+":") {
			t.Errorf("%s is in no rule of zeker.css", name)
		}
	}
}
