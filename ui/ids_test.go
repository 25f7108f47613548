package ui_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"zeker/locales"
	"zeker/offers/catalogue"
	"zeker/ui"
)

// schemeIDs are the ids of the texts that the schemes of all municipalities need.
func schemeIDs(t *testing.T) []string {
	t.Helper()
	library, err := catalogue.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, m := range library.Municipalities() {
		c, err := library.Catalogue(m)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, ui.IDs(c)...)
	}
	if len(ids) == 0 {
		t.Fatal("no scheme needs a text")
	}
	return ids
}

func TestI7SchemesHaveTheirTextsInEveryLanguage(t *testing.T) {
	w := words(t)
	for _, id := range schemeIDs(t) {
		for _, code := range w.Codes() {
			if l, _ := w.Language(code); !l.Has(id) {
				t.Errorf("%s: %s is missing", code, id)
			}
		}
	}
}

// An id in the source is a string with a point, of lower-case parts; one that
// ends in a point is put together with what follows.
var idLiteral = regexp.MustCompile("[\"'`]([a-z_]+(?:\\.[a-z0-9_]+)+\\.?|[a-z_]+\\.)(?:[\"'`]|\\$\\{)")

// fileName is what looks like an id and names a file.
var fileName = regexp.MustCompile(`\.(css|go|html|js|json|svg|toml|txt|wasm)$`)

// literals are the ids that the pages, the server and the scripts name.
func literals(t *testing.T) (whole, begun map[string]bool) {
	t.Helper()
	whole, begun = map[string]bool{}, map[string]bool{}
	for _, pattern := range []string{"*.templ", "*.go", "static/*.js", "../offers/field.go", "../server/*.go", "../server/*/*.go", "../server/cmd/zeker/*.go"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_templ.go") || strings.HasSuffix(name, "_test.go") || strings.HasPrefix(name, "examples") {
				continue // what the templates say already, and the names of form fields
			}
			source, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range idLiteral.FindAllStringSubmatch(string(source), -1) {
				if fileName.MatchString(m[1]) {
					continue
				}
				if strings.HasSuffix(m[1], ".") {
					begun[m[1]] = true
				} else {
					whole[m[1]] = true
				}
			}
		}
	}
	return whole, begun
}

func TestEveryTextOfAPageExists(t *testing.T) {
	nl, _ := words(t).Language(locales.Leading)
	groups := map[string]bool{}
	for _, id := range nl.IDs() {
		group, _, _ := strings.Cut(id, ".")
		groups[group] = true
	}
	whole, _ := literals(t)
	for id := range whole {
		group, _, _ := strings.Cut(id, ".")
		if groups[group] && !nl.Has(id) {
			t.Errorf("%s is named and stands in no file of words", id)
		}
	}
}

func TestEveryTextIsUsed(t *testing.T) {
	nl, _ := words(t).Language(locales.Leading)
	needed := schemeIDs(t)
	whole, begun := literals(t)
	for _, id := range nl.IDs() {
		used := whole[id] || slices.Contains(needed, id) ||
			strings.HasSuffix(id, ".paper") && slices.Contains(needed, strings.TrimSuffix(id, "paper")+"label")
		for prefix := range begun {
			used = used || prefix != "fact." && strings.HasPrefix(id, prefix)
		}
		if !used {
			t.Errorf("%s is written and never shown", id)
		}
	}
}
