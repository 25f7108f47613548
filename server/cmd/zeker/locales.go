package main

import (
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"zeker/locales"
)

var localesCommand = command{
	name:    "locales",
	summary: "say which texts are missing, changed or unread in which language",
	usage:   "[list LANGUAGE | translated LANGUAGE [ID...] | review LANGUAGE ID...]",
	examples: []string{
		"zeker locales                                   # a line for each language",
		"zeker locales list ar                           # every text of Arabic that wants work, and why",
		"zeker locales translated ar offer.title         # that translation fits the Dutch of today",
		`zeker locales -by "L. Ezer" -role "tolk Arabisch" -on 2026-11-22 review ar card.   # all that begin so`,
	},
	flags: func(flags *flag.FlagSet) func(*process) error {
		var w wording
		flags.StringVar(&w.folder, "texts", "locales", "the `folder` with a folder for each language")
		flags.StringVar(&w.by, "by", "", "of review: the `name` of the person who read the texts")
		flags.StringVar(&w.role, "role", "", "of review: what makes that person fit to, as \"tolk Arabisch\"")
		flags.StringVar(&w.on, "on", "", "of review: the `day` on which they were read, as 2026-11-22")
		return w.run
	},
}

// wording is zeker locales.
type wording struct {
	folder, by, role, on string
}

func (w *wording) run(p *process) error {
	words, err := locales.Read(os.DirFS(w.folder))
	if err != nil {
		return mistaken(err)
	}
	if len(p.args) == 0 {
		return overviewOf(p, words)
	}
	do, ok := map[string]func(*process, *locales.Language, []string) error{
		"list": w.list, "translated": w.translated, "review": w.review,
	}[p.args[0]]
	if !ok || len(p.args) < 2 {
		return mistaken(errors.New("say list, translated or review, and a language; zeker locales -h shows how"))
	}
	l, ok := words.Language(p.args[1])
	if !ok {
		return mistaken(fmt.Errorf("there is no language %q in %s; there are: %s", p.args[1], w.folder, strings.Join(words.Codes(), ", ")))
	}
	return do(p, l, p.args[2:])
}

// overviewOf prints a line for each language. It is an error when a text is missing.
func overviewOf(p *process, words *locales.Words) error {
	table, missing := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0), 0
	fmt.Fprintln(table, "language\ttexts\tmissing\tchanged since\tread by a person")
	for _, code := range words.Codes() {
		l, _ := words.Language(code)
		read := 0
		for _, id := range l.IDs() {
			if l.Reviewed(id) {
				read++
			}
		}
		missing += len(l.Missing())
		fmt.Fprintf(table, "%s\t%d\t%d\t%d\t%d\n", code, len(l.IDs()), len(l.Missing()), len(l.Stale()), read)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	if missing > 0 {
		return fmt.Errorf("%s missing; zeker locales list LANGUAGE names them", counted(missing, "text is", "texts are"))
	}
	return nil
}

// list prints what wants work in a language, a text a line.
func (w *wording) list(p *process, l *locales.Language, rest []string) error {
	if len(rest) > 0 {
		return mistaken(fmt.Errorf("there is an argument too many: %q", rest[0]))
	}
	stale := l.Stale()
	for _, id := range l.Missing() {
		fmt.Fprintf(p.stdout, "%s: missing\n", id)
	}
	for _, id := range l.IDs() {
		switch {
		case slices.Contains(stale, id):
			fmt.Fprintf(p.stdout, "%s: the words that it translates were changed\n", id)
		case !l.Reviewed(id):
			fmt.Fprintf(p.stdout, "%s: %s\n", id, l.Review(id))
		}
	}
	return nil
}

// translated writes down that translations fit the leading language as it is now: those
// named, or all.
func (w *wording) translated(p *process, l *locales.Language, named []string) error {
	if l == l.Leading() {
		return mistaken(fmt.Errorf("%s is translated from no other language", l.Code()))
	}
	ids := l.IDs()
	if len(named) > 0 {
		var err error
		if ids, err = chosen(l, named); err != nil {
			return err
		}
	}
	if err := os.WriteFile(filepath.Join(w.folder, l.Code(), locales.TranslatedFile), l.Translated(ids), 0o644); err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "%s: %s of today's words\n", l.Code(), counted(len(ids), "text is a translation", "texts are translations"))
	return nil
}

// review writes down who read which texts, as they are now.
func (w *wording) review(p *process, l *locales.Language, named []string) error {
	if strings.TrimSpace(w.by) == "" || strings.TrimSpace(w.role) == "" {
		return mistaken(errors.New("name in -by who read the texts, and in -role what makes them fit to"))
	}
	if _, err := time.Parse(time.DateOnly, w.on); err != nil {
		return mistaken(fmt.Errorf("%q is no day; write in -on when they were read, as 2026-11-22", w.on))
	}
	if len(named) == 0 {
		return mistaken(errors.New("name the texts that were read: their ids, or how those begin, as in \"card.\""))
	}
	ids, err := chosen(l, named)
	if err != nil {
		return err
	}
	content, err := l.ReviewedBy(w.by, w.role, w.on, ids)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(w.folder, l.Code(), locales.ReviewFile), content, 0o644); err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "%s: %s by %s\n", l.Code(), counted(len(ids), "text was read", "texts were read"), w.by)
	return nil
}

// chosen are the ids of a language that are named: whole, or by how they begin when that
// ends with a point.
func chosen(l *locales.Language, named []string) ([]string, error) {
	found := map[string]bool{}
	for _, name := range named {
		before := len(found)
		for _, id := range l.IDs() {
			if id == name || strings.HasSuffix(name, ".") && strings.HasPrefix(id, name) {
				found[id] = true
			}
		}
		if len(found) == before {
			return nil, mistaken(fmt.Errorf("%s has no text %q that was not named before", l.Code(), name))
		}
	}
	return slices.Sorted(maps.Keys(found)), nil
}
