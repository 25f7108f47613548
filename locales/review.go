package locales

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
)

// State is how far the review of a text has come.
type State string

// The states of review. Whoever builds a text never makes it Human: only who read
// it does, with a line in review.toml that holds name, role, day and the text's Hash.
const (
	Machine State = "machine" // translated by a program
	Draft   State = "draft"   // written, not yet read by a second person
	Human   State = "human"   // a named person who speaks the language approved it
)

// ReviewFile says who read which texts of a language, and found them good.
const ReviewFile = "review.toml"

// review is a language's ReviewFile.
type review struct {
	Default State             `toml:"default"` // of texts that nobody reviewed
	Texts   map[string]reader `toml:"texts"`
}

// reader is one review of one text.
type reader struct {
	By   string `toml:"by"`
	Role string `toml:"role"`
	On   string `toml:"on"`   // YYYY-MM-DD
	Hash string `toml:"hash"` // of the text that was read
}

// checkReview refuses a review that names no reader or no text of ours, and a
// language that counts as read without one.
func (l *Language) checkReview() error {
	if d := l.review.Default; d != Machine && d != Draft {
		return fmt.Errorf("default is %q: it must be %s or %s, only a person makes a text %s", d, Machine, Draft, Human)
	}
	for id, r := range l.review.Texts {
		if !l.Has(id) || r.By == "" || r.Role == "" || r.On == "" || r.Hash == "" {
			return fmt.Errorf("review of %s: it must name a text of this language, and have by, role, on and hash", id)
		}
	}
	return nil
}

// Hash is the fingerprint of a text that a review is bound to: the text and, of a
// translation, the text that it is one of.
func (l *Language) Hash(id string) string {
	text := l.Source(id)
	if l != l.leads {
		text += "\x00" + l.leads.Source(id)
	}
	return fingerprint(text)
}

func fingerprint(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}

// Review returns the state of a text. A review counts for the text that was read: a
// change after it, or of the text that it is a translation of, makes it a draft again.
func (l *Language) Review(id string) State {
	switch r, ok := l.review.Texts[id]; {
	case !ok:
		return l.review.Default
	case r.Hash != l.Hash(id):
		return Draft
	}
	return Human
}

// Reviewed reports whether a person who speaks the language approved the text.
func (l *Language) Reviewed(id string) bool { return l.read[id] }

// ReviewedAll reports whether that holds for every text under the given first
// parts of ids, as in "offer" and "frame".
func (l *Language) ReviewedAll(groups ...string) bool {
	return !slices.ContainsFunc(groups, func(group string) bool { return l.unread[group] })
}

// sortReviews finds once what every page asks for many times.
func (l *Language) sortReviews() {
	l.read, l.unread = map[string]bool{}, map[string]bool{}
	for _, id := range l.ids {
		group, _, _ := strings.Cut(id, ".")
		if l.Review(id) == Human {
			l.read[id] = true
		} else {
			l.unread[group] = true
		}
	}
}

// reviewHead stands above every review.
const reviewHead = `# Which texts a person has read and approved. Only that person writes here, never
# who builds. A text that changed after its review counts as draft again.
`

// ReviewedBy is the content of ReviewFile when a person has read the texts of the given
// ids as they are now, on a day (YYYY-MM-DD).
func (l *Language) ReviewedBy(name, role, on string, ids []string) ([]byte, error) {
	r := review{Default: l.review.Default, Texts: map[string]reader{}}
	maps.Copy(r.Texts, l.review.Texts)
	for _, id := range ids {
		r.Texts[id] = reader{By: name, Role: role, On: on, Hash: l.Hash(id)}
	}
	b := bytes.NewBufferString(reviewHead)
	err := toml.NewEncoder(b).Encode(r)
	return b.Bytes(), err
}
