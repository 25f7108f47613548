package locales_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"zeker/locales"
	"zeker/offers"
	"zeker/offers/rules"
)

func load(t testing.TB) *locales.Words {
	t.Helper()
	w, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func language(t testing.TB, code string) *locales.Language {
	t.Helper()
	l, ok := load(t).Language(code)
	if !ok {
		t.Fatalf("no language %s", code)
	}
	return l
}

func TestI7EveryLanguageHasTheSameTexts(t *testing.T) {
	w := load(t)
	leading := language(t, locales.Leading)
	for _, code := range w.Codes() {
		l, _ := w.Language(code)
		for _, id := range leading.IDs() {
			if !l.Has(id) {
				t.Errorf("%s: %s is missing", code, id)
			}
		}
		for _, id := range l.IDs() {
			if !leading.Has(id) {
				t.Errorf("%s: %s stands in no other language: take it out, or write it in %s", code, id, locales.Leading)
			}
		}
	}
}

func TestI7PlaceholdersAreTheSameInEveryLanguage(t *testing.T) {
	w := load(t)
	leading := language(t, locales.Leading)
	for _, code := range w.Codes() {
		l, _ := w.Language(code)
		for _, id := range leading.IDs() {
			if got, want := l.Placeholders(id), leading.Placeholders(id); !slices.Equal(got, want) {
				t.Errorf("%s: %s has placeholders %v, want %v", code, id, got, want)
			}
		}
	}
}

func TestI7PluralsHaveTheFormsOfTheirLanguage(t *testing.T) {
	w := load(t)
	numbers := []int64{0, 1, 2, 3, 5, 11, 21, 100, 1000000}
	for _, code := range w.Codes() {
		l, _ := w.Language(code)
		needed := map[string]bool{"other": true}
		for _, n := range numbers {
			needed[l.PluralForm(n)] = true
		}
		for _, id := range l.IDs() {
			forms := l.Forms(id)
			if forms == nil {
				continue
			}
			for form := range needed {
				if !slices.Contains(forms, form) {
					t.Errorf("%s: %s lacks the plural form %q", code, id, form)
				}
			}
			for _, form := range forms {
				if !needed[form] {
					t.Errorf("%s: %s has a form %q that the language never uses", code, id, form)
				}
			}
		}
	}
}

func TestI7LanguageAndDirection(t *testing.T) {
	for code, dir := range map[string]string{
		"nl": "ltr", "en": "ltr", "ar": "rtl", "es": "ltr", "fa": "rtl", "fr": "ltr", "pl": "ltr", "so": "ltr",
		"ti": "ltr", "tr": "ltr", "uk": "ltr",
	} {
		if got := language(t, code).Dir(); got != dir {
			t.Errorf("%s is written %s, want %s", code, got, dir)
		}
	}
	if _, ok := load(t).Language("ps"); ok {
		t.Error("Pashto was answered with a language that is near")
	}
}

// From right to left a telephone number would turn its groups around.
func TestI7WhatIsFilledInKeepsItsPlace(t *testing.T) {
	for code, want := range map[string]string{"nl": "088 - 1", "ar": "\u2068088 - 1\u2069"} {
		if got := language(t, code).W("frame.call", "Phone", "088 - 1"); !strings.Contains(got, want) || code == "nl" && strings.Contains(got, "\u2068") {
			t.Errorf("%s: got %q, want %q in it", code, got, want)
		}
		amount := offers.Arg{Name: "Amount", Amount: 100, Money: true}
		if got := language(t, code).F("offer.amount.month", amount); strings.Contains(got, "\u2068") != (code == "ar") {
			t.Errorf("%s: got %q", code, got)
		}
	}
}

func TestTextsAreFilledIn(t *testing.T) {
	nl := language(t, "nl")
	tests := []struct{ situation, got, want string }{
		{"a number", nl.F("alleenverdieners.card.object", offers.Arg{Name: "Weeks", Amount: 6}),
			"U kunt bezwaar maken tegen het besluit. U heeft daarvoor 6 weken na het besluit."},
		{"one of a thing", nl.N("offers.count", 1), "Er is 1 regeling voor u."},
		{"no thing", nl.N("offers.count", 0), "Er zijn 0 regelingen voor u."},
		{"words", nl.W("frame.call", "Phone", "088 - 1"), "Bel 088 - 1"},
		{"an argument too few stays visible", nl.W("frame.call"), "Bel {{.Phone}}"},
		{"a text that is not there", nl.T("no.such.text"), "no.such.text"},
	}
	for _, test := range tests {
		t.Run(test.situation, func(t *testing.T) {
			if test.got != test.want {
				t.Errorf("got %q, want %q", test.got, test.want)
			}
		})
	}
}

func TestMoneyDatesAndNumbers(t *testing.T) {
	nl, en := language(t, "nl"), language(t, "en")
	d, _ := rules.DayOf(2026, 11, 6)
	tests := []struct{ situation, got, want string }{
		{"whole euros", nl.Money(1_100_00), "€\u00a01.100"},
		{"cents", nl.Money(1_100_50), "€\u00a01.100,50"},
		{"five cents", nl.Money(5), "€\u00a00,05"},
		{"nothing", nl.Money(0), "€\u00a00"},
		{"under nothing", nl.Money(-1_234_567_89), "€\u00a0-1.234.567,89"},
		{"the least int64", nl.Money(-1 << 63), "€\u00a0-92.233.720.368.547.758,08"},
		{"English euros", en.Money(1_100_00), "€1,100"},
		{"English cents under nothing", en.Money(-50), "-€0.50"},
		{"a date", nl.Date(d), "6\u00a0november\u00a02026"},
		{"an English date", en.Date(d), "6\u00a0November\u00a02026"},
		{"a thousand", nl.Number(1000), "1.000"},
		{"a decimal", nl.Decimal(1050, 2), "10,5"},
		{"a decimal under one", nl.Decimal(-5, 3), "-0,005"},
		{"a time", nl.Clock(9, 5), "9.05\u00a0uur"},
	}
	for _, test := range tests {
		t.Run(test.situation, func(t *testing.T) {
			if test.got != test.want {
				t.Errorf("got %q, want %q", test.got, test.want)
			}
		})
	}
}

const goodForm = `name = "Taal"
dir = "ltr"
months = ["1","2","3","4","5","6","7","8","9","10","11","12"]
weekdays = ["1","2","3","4","5","6","7"]
date = "{{.Day}} {{.Month}} {{.Year}}"
money = "€ {{.Amount}}"
negative = "-€ {{.Amount}}"
time = "{{.Hour}}:{{.Minute}}"
thousands = "."
decimal = ","
`

func TestFaultyFilesAreRefused(t *testing.T) {
	tests := []struct{ situation, file, content, want string }{
		{"a text in two places", "nl/b.toml", `"a.b" = "twee"`, "a.b: this id stands in two places"},
		{"a misspelt plural form", "nl/b.toml", `"x" = {one = "een", ohter = "meer"}`, "reserved"},
		{"a placeholder without a point", "nl/b.toml", `"x" = "{{Amount}}"`, "a placeholder is written {{.Name}}"},
		{"a placeholder that does not end", "nl/b.toml", `"x" = "{{.Amount"`, "a placeholder is written {{.Name}}"},
		{"a program between braces", "nl/b.toml", `"x" = "{{range .A}}"`, "a placeholder is written {{.Name}}"},
		{"an empty text", "nl/b.toml", `"x" = ""`, "x: there is no text"},
		{"an unknown key of a language", "nl/language.toml", goodForm + "colour = 1\n", `unknown key "colour"`},
		{"eleven months", "nl/language.toml", strings.Replace(goodForm, `"12"`, "", 1), "11 names instead of 12"},
		{"a week of eight days", "nl/language.toml", strings.Replace(goodForm, `"7"]`, `"7","8"]`, 1), "8 names instead of 7"},
		{"a review of an unknown kind of key", "nl/review.toml", "default = \"draft\"\nall = true\n", `unknown key "all"`},
		{"a review without a name", "nl/review.toml", "default = \"draft\"\n[texts.\"a.b\"]\nrole = \"redacteur\"\n", "review of a.b"},
		{"a review of no text", "nl/review.toml", "default = \"draft\"\n[texts.\"a.c\"]\nby = \"M\"\nrole = \"r\"\non = \"2026-11-16\"\nhash = \"00\"\n", "review of a.c"},
		{"texts that count as read by default", "nl/review.toml", "default = \"human\"\n", "default"},
		{"a folder that is no language", "q1/language.toml", goodForm, "q1"},
		{"no leading language", "nl/language.toml", "\x00", "language nl"},
	}
	for _, test := range tests {
		t.Run(test.situation, func(t *testing.T) {
			folder := fstest.MapFS{
				"nl/a.toml":        {Data: []byte(`"a.b" = "een"`)},
				"nl/language.toml": {Data: []byte(goodForm)},
				"nl/review.toml":   {Data: []byte(`default = "draft"`)},
			}
			if strings.HasPrefix(test.file, "q1/") {
				folder["q1/review.toml"] = &fstest.MapFile{Data: []byte(`default = "draft"`)}
			}
			folder[test.file] = &fstest.MapFile{Data: []byte(test.content)}
			_, err := locales.Read(folder)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got error %v, want one with %q", err, test.want)
			}
		})
	}
}

func TestAReviewCountsForTheTextThatWasRead(t *testing.T) {
	folder := fstest.MapFS{
		"nl/a.toml":        {Data: []byte("\"a.one\" = \"een\"\n\"a.two\" = \"twee\"")},
		"nl/language.toml": {Data: []byte(goodForm)},
		"nl/review.toml":   {Data: []byte(`default = "machine"`)},
	}
	read := func() *locales.Language {
		w, err := locales.Read(folder)
		if err != nil {
			t.Fatal(err)
		}
		l, _ := w.Language("nl")
		return l
	}
	l := read()
	if got := l.Review("a.one"); got != locales.Machine {
		t.Errorf("nobody read the text, its state is %s", got)
	}
	folder["nl/review.toml"] = &fstest.MapFile{Data: []byte("default = \"machine\"\n[texts.\"a.one\"]\nby = \"M. Lezer\"\nrole = \"redacteur\"\non = \"2026-11-16\"\nhash = \"" + l.Hash("a.one") + "\"\n")}
	l = read()
	if !l.Reviewed("a.one") || l.Reviewed("a.two") || l.ReviewedAll("a") {
		t.Error("one text was read, and one was not")
	}
	folder["nl/a.toml"] = &fstest.MapFile{Data: []byte("\"a.one\" = \"eén\"\n\"a.two\" = \"twee\"")}
	if got := read().Review("a.one"); got != locales.Draft {
		t.Errorf("the text changed after its review, its state is %s", got)
	}
}
