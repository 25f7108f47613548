// Package locales holds the languages of Zeker and every word that a resident
// reads.
//
// A language is a folder: language.toml says how it writes money and dates,
// review.toml says which texts a person has read and approved, and the other
// files hold the texts under flat ids ("offer.title"). Placeholders are named,
// {{.Amount}}, so that a translator may move them. Adding a language is adding a
// folder; the tests say what it lacks.
//
// Everything is read and checked once, by [Load]. After that a text costs a
// look-up in a table, and a [Language] may be used by many goroutines.
package locales

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
)

//go:embed */*.toml
var files embed.FS

// Leading is the language that the others are translations of. Its texts count
// when two languages differ.
const Leading = "nl"

// Words are all languages.
type Words struct {
	languages map[string]*Language
	codes     []string
}

// Load reads the languages of the program. An error names the file and what is
// wrong with it.
func Load() (*Words, error) { return Read(files) }

// Read reads languages from a folder with one folder for each.
func Read(folder fs.FS) (*Words, error) {
	entries, err := fs.ReadDir(folder, ".")
	if err != nil {
		return nil, fmt.Errorf("languages: %w", err)
	}
	w := &Words{languages: map[string]*Language{}}
	for _, e := range entries {
		if !e.IsDir() {
			continue
		}
		sub, err := fs.Sub(folder, e.Name())
		if err != nil {
			return nil, fmt.Errorf("language %s: %w", e.Name(), err)
		}
		l, err := readLanguage(e.Name(), sub)
		if err != nil {
			return nil, fmt.Errorf("language %s: %w", e.Name(), err)
		}
		w.languages[l.code] = l
		w.codes = append(w.codes, l.code)
	}
	leading := w.languages[Leading]
	if leading == nil {
		return nil, fmt.Errorf("languages: the leading language %s is missing", Leading)
	}
	for _, l := range w.languages {
		l.leads = leading
		l.sortReviews()
	}
	slices.SortFunc(w.codes, func(a, b string) int { // the leading language first
		switch {
		case a == Leading:
			return -1
		case b == Leading:
			return 1
		case a < b:
			return -1
		}
		return 1
	})
	return w, nil
}

// Language returns a language by the exact code that stands in the address of a
// page. There is no nearest language: "ps" is not English.
func (w *Words) Language(code string) (*Language, bool) {
	l, ok := w.languages[code]
	return l, ok
}

// Codes returns the codes of all languages, the leading one first.
func (w *Words) Codes() []string { return slices.Clone(w.codes) }
