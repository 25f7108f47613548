package ui_test

import (
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"zeker/locales"
	"zeker/ui"
)

// eachPage runs a check on every page, in every state and language.
func eachPage(t *testing.T, check func(t *testing.T, l *locales.Language, root *html.Node)) {
	w := words(t)
	for _, code := range w.Codes() {
		l, _ := w.Language(code)
		for _, e := range ui.Examples() {
			t.Run(e.Name+" in "+code, func(t *testing.T) { check(t, l, parse(t, render(t, w, code, e))) })
		}
	}
}

func TestHeadingsAreInOrder(t *testing.T) {
	eachPage(t, func(t *testing.T, _ *locales.Language, root *html.Node) {
		if n := len(all(all(root, "main")[0], "h1")); n != 1 {
			t.Errorf("%d main headings", n)
		}
		last := 0
		for _, h := range all(all(root, "main")[0], "h1", "h2", "h3", "h4") {
			level, _ := strconv.Atoi(h.Data[1:])
			// The summary of errors comes before the title of the page.
			if level > last+1 && attr(h, "id") != "errors-title" {
				t.Errorf("heading %q of level %d follows level %d", text(h), level, last)
			}
			last = level
			if attr(h, "id") == "errors-title" {
				last = 0
			}
		}
	})
}

func TestI7PagesNameTheirLanguageAndDirection(t *testing.T) {
	eachPage(t, func(t *testing.T, l *locales.Language, root *html.Node) {
		page := all(root, "html")[0]
		if attr(page, "lang") != l.Code() || attr(page, "dir") != l.Dir() {
			t.Errorf("lang %q and dir %q, want %q and %q", attr(page, "lang"), attr(page, "dir"), l.Code(), l.Dir())
		}
		for _, n := range all(root, "main", "header", "footer", "nav") {
			if n.Data == "nav" && attr(n, "aria-label") == "" {
				t.Error("a navigation has no name")
			}
		}
	})
}

// Who works here is not told to call, nor how to get no letters; whoever is told to call
// finds the number below.
func TestTheFooterIsForWhoReadsIt(t *testing.T) {
	w := words(t)
	l, _ := w.Language("nl")
	for _, e := range ui.Examples() {
		t.Run(e.Name, func(t *testing.T) {
			root := parse(t, render(t, w, "nl", e))
			footers := all(root, "footer")
			if len(footers) == 0 {
				t.Fatal("the page has no footer")
			}
			footer := text(footers[len(footers)-1])
			staff := strings.HasPrefix(e.Name, "staff-")
			for _, id := range []string{"frame.contact", "frame.optout"} {
				if got := strings.Contains(footer, l.T(id)); got == staff {
					t.Errorf("%q stands in the footer: %t", l.T(id), got)
				}
			}
			if !strings.Contains(footer, l.T("frame.accessibility")) {
				t.Error("the footer does not lead to how accessible the pages are")
			}
			for _, id := range []string{"problem.call", "signin.counter"} {
				if staff && strings.Contains(text(root), l.T(id)) {
					t.Errorf("%q is said to staff", l.T(id))
				}
			}
		})
	}
}

func TestEveryFieldHasALabelAndEveryIDIsThere(t *testing.T) {
	eachPage(t, func(t *testing.T, _ *locales.Language, root *html.Node) {
		ids, labels := map[string]bool{}, map[string]bool{}
		each(root, func(n *html.Node) {
			if id := attr(n, "id"); id != "" {
				if ids[id] {
					t.Errorf("two elements have the id %q", id)
				}
				ids[id] = true
			}
			if n.Data == "label" {
				labels[attr(n, "for")] = true
			}
		})
		each(root, func(n *html.Node) {
			for _, name := range []string{"for", "aria-labelledby", "aria-describedby"} {
				for _, id := range strings.Fields(attr(n, name)) {
					if !ids[id] {
						t.Errorf("%s of a %s names %q, which is not there", name, n.Data, id)
					}
				}
			}
			if target, ok := strings.CutPrefix(attr(n, "href"), "#"); ok && n.Data == "a" && !ids[target] {
				t.Errorf("a link leads to %q, which is not there", target)
			}
			if n.Data == "textarea" || n.Data == "input" && attr(n, "type") != "hidden" {
				if !labels[attr(n, "id")] {
					t.Errorf("the field %q has no label", attr(n, "name"))
				}
			}
			if n.Data == "fieldset" && (first(n) == nil || first(n).Data != "legend") {
				t.Error("a group of fields has no legend")
			}
		})
	})
}

// I5: a summary that has the focus, a link to each field, and words at the field.
func TestI5ErrorsAreSummedUpAndStandAtTheirField(t *testing.T) {
	w := words(t)
	for name, fields := range map[string]int{"start-empty": 2, "offer-wrong": 3, "start-closed": 0, "receipt-why-wrong": 1} {
		t.Run(name, func(t *testing.T) {
			root := parse(t, render(t, w, "nl", example(t, name)))
			var summary *html.Node
			each(root, func(n *html.Node) {
				if attr(n, "role") == "alert" {
					summary = n
				}
			})
			if summary == nil || !has(summary, "autofocus") || attr(summary, "tabindex") != "-1" {
				t.Fatal("no summary that takes the focus")
			}
			if got := len(all(summary, "a")); got != fields {
				t.Errorf("%d links to fields, want %d", got, fields)
			}
			shown := 0
			each(root, func(n *html.Node) {
				if strings.HasSuffix(attr(n, "id"), "-error") {
					shown++
				}
			})
			if shown != fields {
				t.Errorf("%d fields say what is wrong, want %d", shown, fields)
			}
			if title := text(all(root, "title")[0]); !strings.HasPrefix(title, "Let op: ") {
				t.Errorf("the title %q does not say it", title)
			}
		})
	}
}

// "I don't know" stands in the field of its question, beside the bar of what is wrong
// with it, and not outside as if it were of the next one.
func TestI5NotKnowingIsAnAnswerInTheField(t *testing.T) {
	found := 0
	for _, field := range all(parse(t, render(t, words(t), "nl", example(t, "offer-wrong"))), "div", "fieldset") {
		if attr(field, "class") != "zeker-field" {
			continue
		}
		wrong := ""
		for _, p := range all(field, "p") {
			if name, ok := strings.CutSuffix(attr(p, "id"), "-error"); ok {
				wrong = name
			}
		}
		for _, input := range all(field, "input") {
			if wrong != "" && attr(input, "name") == wrong+".unsure" {
				found++
			}
		}
	}
	if found != 2 {
		t.Errorf("of the fields that are wrong %d have it, want 2", found)
	}
}

// F1, F3: nothing inline that a content policy would have to allow, nothing from
// elsewhere that a page fetches by itself.
func TestF3PagesFetchNothingFromElsewhere(t *testing.T) {
	eachPage(t, func(t *testing.T, _ *locales.Language, root *html.Node) {
		each(root, func(n *html.Node) {
			for _, a := range n.Attr {
				if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
					t.Errorf("a %s carries %s", n.Data, a.Key)
				}
			}
			if n.Data == "style" || n.Data == "iframe" || n.Data == "script" && attr(n, "src") == "" {
				t.Errorf("a page carries a %s of its own", n.Data)
			}
			address := attr(n, "src")
			if n.Data == "link" || n.Data == "form" {
				address += attr(n, "href") + attr(n, "action")
			}
			if address != "" && !strings.HasPrefix(address, "/") {
				t.Errorf("a %s reaches for %s", n.Data, address)
			}
			if u, err := url.Parse(attr(n, "href")); n.Data == "a" && (err != nil || u.Host != "" && !strings.Contains(attr(n, "rel"), "noreferrer")) {
				t.Errorf("the link %q tells another site where it came from", attr(n, "href"))
			}
		})
	})
}

var leftOver = regexp.MustCompile(`\{\{|<no value>|%!|\b(start|offers?|receipt|optout|problem|about|frame|field|fact|card|answers?|source|decider|per|law|outcome)\.[a-z_]+`)

func TestNoTextIsMissing(t *testing.T) {
	eachPage(t, func(t *testing.T, _ *locales.Language, root *html.Node) {
		if found := leftOver.FindString(text(all(root, "body")[0])); found != "" {
			t.Errorf("the page shows %q", found)
		}
	})
}

func TestPagesThatNobodyReadSaySo(t *testing.T) {
	w := words(t)
	for code, want := range map[string]string{"nl": "nog niet door een tweede lezer nagekeken", "en": "The Dutch text is the one that counts"} {
		page := render(t, w, code, example(t, "offer-firm"))
		if !strings.Contains(page, want) {
			t.Errorf("%s: the page does not say that nobody has read it", code)
		}
		if link := strings.Contains(page, `href="/nl/offers">Lees dit in het Nederlands`); link != (code != "nl") {
			t.Errorf("%s: a link to the Dutch page: %v", code, link)
		}
	}
}

// The outlines are the pages as someone hears them. `make golden` writes them
// anew; the difference is for people to read.
func TestPagesAsTheyAreHeard(t *testing.T) {
	w := words(t)
	for _, e := range ui.Examples() {
		t.Run(e.Name, func(t *testing.T) {
			got := outline(t, render(t, w, "nl", e))
			file := filepath.Join("testdata", "outlines", e.Name+".txt")
			if os.Getenv("GOLDEN") == "write" {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("differs from %s at line %d; if that is meant, run GOLDEN=write go test ./ui\n%s", file, differs(got, string(want)), got)
			}
		})
	}
}

// differs is the first line in which two texts differ.
func differs(a, b string) int {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range x {
		if i >= len(y) || x[i] != y[i] {
			return i + 1
		}
	}
	return len(x) + 1
}

func example(t testing.TB, name string) ui.Example {
	t.Helper()
	for _, e := range ui.Examples() {
		if e.Name == name {
			return e
		}
	}
	t.Fatalf("no example %s", name)
	return ui.Example{}
}
