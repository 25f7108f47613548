package locales

import (
	"fmt"
	"slices"
	"strings"
)

// TranslatedFile holds of which words of the leading language the texts of another are
// translations: a fingerprint for each id. A program writes it, see [Language.Translated].
const TranslatedFile = "translated.toml"

// Missing returns the ids of texts that the leading language has and this one lacks.
func (l *Language) Missing() (ids []string) {
	for _, id := range l.leads.ids {
		if !l.Has(id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// Stale returns the ids of texts that are translations of words that the leading
// language no longer has: those were changed later.
func (l *Language) Stale() (ids []string) {
	if l == l.leads {
		return nil
	}
	for _, id := range l.ids {
		if l.translated[id] != fingerprint(l.leads.Source(id)) {
			ids = append(ids, id)
		}
	}
	return ids
}

// Translated is the content of TranslatedFile when the texts of the given ids were
// translated from the leading language as it is now, and the others are what they were.
func (l *Language) Translated(ids []string) []byte {
	var b strings.Builder
	b.WriteString("# Of which words of the leading language these are translations. Written by\n# zeker locales translated, when a translation was made or looked at again.\n")
	for _, id := range l.ids {
		of := l.translated[id]
		if slices.Contains(ids, id) {
			of = fingerprint(l.leads.Source(id))
		}
		if of != "" {
			fmt.Fprintf(&b, "%q = %q\n", id, of)
		}
	}
	return []byte(b.String())
}
