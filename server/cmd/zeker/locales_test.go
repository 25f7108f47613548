package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// texts is a folder with two languages; the second lacks a text.
func texts(t *testing.T) (folder string, write func(name, content string)) {
	t.Helper()
	folder = t.TempDir()
	write = func(name, content string) {
		t.Helper()
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	const form = `dir = "ltr"
months = ["1","2","3","4","5","6","7","8","9","10","11","12"]
weekdays = ["1","2","3","4","5","6","7"]
date = "{{.Day}} {{.Month}} {{.Year}}"
money = "{{.Amount}}"
negative = "-{{.Amount}}"
time = "{{.Hour}}:{{.Minute}}"
thousands = "."
decimal = ","
`
	for code, text := range map[string]string{"nl": "een", "tr": "bir"} {
		write(code+"/language.toml", "name = \""+code+"\"\n"+form)
		write(code+"/review.toml", "default = \"draft\"\n")
		write(code+"/a.toml", "\"a.one\" = \""+text+"\"\n")
	}
	return folder, write
}

func TestLocalesListsWhatWantsWork(t *testing.T) {
	folder, write := texts(t)
	write("nl/b.toml", "\"a.two\" = \"twee\"\n")
	said := func(want string, args ...string) {
		t.Helper()
		if w, _ := zeker(t.Context(), nil, append([]string{"locales", "-texts", folder}, args...)...); w.out.String() != want {
			t.Errorf("locales %q says\n%s\nwant\n%s", args, w.out.String(), want)
		}
	}
	said("a.two: missing\na.one: the words that it translates were changed\n", "list", "tr")
	if w, code := zeker(t.Context(), nil, "locales", "-texts", folder); code != exitFailed || !strings.Contains(w.err.String(), "1 text is missing") {
		t.Errorf("got exit code %d and %q", code, w.err.String())
	}
	write("tr/b.toml", "\"a.two\" = \"iki\"\n")
	said("tr: 2 texts are translations of today's words\n", "translated", "tr")
	said("tr: 1 text was read by L. Ezer\n", "-by", "L. Ezer", "-role", "tolk", "-on", "2026-11-22", "review", "tr", "a.one")
	said("a.two: draft\n", "list", "tr")
	said("language  texts  missing  changed since  read by a person\nnl        2      0        0              0\ntr        2      0        0              1\n")

	write("nl/a.toml", "\"a.one\" = \"één\"\n")
	said("a.one: the words that it translates were changed\na.two: draft\n", "list", "tr")
	said("language  texts  missing  changed since  read by a person\nnl        2      0        0              0\ntr        2      0        1              0\n")
}

func TestLocalesMistakesAreExplained(t *testing.T) {
	folder, _ := texts(t)
	for want, args := range map[string][]string{
		"say list, translated or review":        {"read", "tr"},
		"no language \"xx\"":                    {"list", "xx"},
		"an argument too many":                  {"list", "tr", "a.one"},
		"nl is translated from no other":        {"translated", "nl"},
		"tr has no text \"a.three\"":            {"translated", "tr", "a.three"},
		"tr has no text \"a.one\" that was not": {"translated", "tr", "a.", "a.one"},
		"name in -by who read":                  {"review", "tr", "a.one"},
		"\"soon\" is no day":                    {"-by", "L", "-role", "tolk", "-on", "soon", "review", "tr", "a.one"},
		"name the texts that were read":         {"-by", "L", "-role", "tolk", "-on", "2026-11-22", "review", "tr"},
	} {
		w, code := zeker(t.Context(), nil, append([]string{"locales", "-texts", folder}, args...)...)
		if code != exitMistake || !strings.Contains(w.err.String(), want) {
			t.Errorf("locales %q: got exit code %d and %q, want 2 and %q", args, code, w.err.String(), want)
		}
	}
}
