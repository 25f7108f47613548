package ui_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zeker/locales"
	"zeker/offers"
	"zeker/offers/catalogue"
	"zeker/offers/rules"
	"zeker/ui"
)

func words(t testing.TB) *locales.Words {
	t.Helper()
	w, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func render(t testing.TB, w *locales.Words, code string, e ui.Example) string {
	t.Helper()
	var b bytes.Buffer
	if err := e.Page(e.Frame(w, code)).Render(context.Background(), &b); err != nil {
		t.Fatalf("%s in %s: %v", e.Name, code, err)
	}
	return b.String()
}

// A criterion of an example stands where the law of its scheme has it.
func TestExamplesNameTheLawOfTheirScheme(t *testing.T) {
	want := articles(t)
	w, seen := words(t), map[string]bool{}
	for _, e := range ui.Examples() {
		for _, criterion := range all(parse(t, render(t, w, "nl", e)), "li") {
			name := attr(criterion, "data-criterion")
			if name == "" {
				continue
			}
			seen[name] = true
			if link := all(criterion, "a")[0]; attr(link, "href") != want[name] {
				t.Errorf("%s: %s stands at %s, want %s", e.Name, name, attr(link, "href"), want[name])
			}
		}
	}
	if len(seen) < 9 {
		t.Errorf("the examples show the criteria %v, want those of three schemes", seen)
	}
}

// articles are the addresses of what each criterion of the built-in schemes rests on.
func articles(t *testing.T) map[string]string {
	library, err := catalogue.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	town, err := library.Catalogue("zonnedijk")
	if err != nil {
		t.Fatal(err)
	}
	on, _ := rules.DayOf(2026, 11, 16)
	found := map[string]string{}
	for _, scheme := range library.Schemes() {
		offer, err := offers.Make(town, scheme, new(offers.Record), on)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range offer.Reasons {
			found[r.Output] = r.Source.URL
		}
	}
	return found
}

// With SHOW=folder every example is written there, to look at.
func TestShowExamples(t *testing.T) {
	folder := os.Getenv("SHOW")
	if folder == "" {
		t.Skip("set SHOW to a folder to write the pages to")
	}
	css, err := os.ReadFile("static/zeker.css")
	if err != nil {
		t.Fatal(err)
	}
	w := words(t)
	for _, code := range w.Codes() {
		for _, e := range ui.Examples() {
			page := strings.Replace(render(t, w, code, e), `<link rel="stylesheet" href="/static/zeker.css">`, "<style>"+string(css)+"</style>", 1)
			if err := os.WriteFile(filepath.Join(folder, e.Name+"."+code+".html"), []byte(page), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}
