package store

import (
	"encoding/binary"
	"errors"

	"zeker/offers"
	"zeker/offers/rules"
)

// The facts of a resident lie at rest as bytes of our own: a scan reads those of a
// whole city, and JSON would take most of its time. The first byte tells them from
// the pressed JSON of older imports, which cannot begin with 0, as no text of JSON
// is empty.
const (
	factsMark    = 0
	factsVersion = 1
)

// The first byte of a fact: what is known, and which parts follow.
const (
	factKnowledge = 0b11 // offers.Knowledge
	factCriterion = 1 << 2
	factContested = 1 << 3
	factPeriod    = 1 << 4 // from and until follow
	factText      = 1 << 5 // the value is a text
	factDoubt     = 1 << 6
)

func appendFacts(dst []byte, facts []offers.Fact) []byte {
	dst = append(dst, factsMark, factsVersion)
	dst = binary.AppendUvarint(dst, uint64(len(facts)))
	for i := range facts {
		dst = appendFact(dst, &facts[i])
	}
	return dst
}

func appendFact(dst []byte, f *offers.Fact) []byte {
	is := byte(f.Value.Knowledge)&factKnowledge | bit(f.Criterion, factCriterion) | bit(f.Contested, factContested) |
		bit(f.From != 0 || f.Until != 0, factPeriod) | bit(f.Value.Text != "", factText) | bit(f.Doubt, factDoubt)
	dst = append(dst, is)
	dst = appendText(dst, f.Name)
	dst = appendText(dst, f.Source)
	dst = appendText(dst, f.Ground)
	dst = binary.AppendVarint(dst, f.Value.N)
	dst = binary.AppendVarint(dst, int64(f.AsOf))
	if is&factPeriod != 0 {
		dst = binary.AppendVarint(dst, int64(f.From))
		dst = binary.AppendVarint(dst, int64(f.Until))
	}
	if is&factText != 0 {
		dst = appendText(dst, f.Value.Text)
	}
	return dst
}

func bit(set bool, mask byte) byte {
	if set {
		return mask
	}
	return 0
}

func appendText(dst []byte, s string) []byte {
	return append(binary.AppendUvarint(dst, uint64(len(s))), s...)
}

var errFacts = errors.New("sealed facts have another shape")

// factReader reads what appendFacts wrote. Names, sources and grounds are the same
// few words for everybody, so each is made once.
type factReader struct {
	text  []byte // what is still to be read
	words map[string]string
	bad   bool
}

// mostWords bounds the words that are kept: registers have some dozens.
const mostWords = 1 << 12

// facts appends the facts of a text to a list.
func (r *factReader) facts(text []byte, list []offers.Fact) ([]offers.Fact, error) {
	if len(text) < 2 || text[0] != factsMark || text[1] != factsVersion {
		return nil, errFacts
	}
	r.text, r.bad = text[2:], false
	for n := r.length(); n > 0 && !r.bad; n-- {
		list = append(list, offers.Fact{})
		r.fact(&list[len(list)-1])
	}
	if r.bad || len(r.text) > 0 {
		return nil, errFacts
	}
	return list, nil
}

func (r *factReader) fact(f *offers.Fact) {
	is := byte(0)
	if b := r.take(1); b != nil {
		is = b[0]
	}
	f.Criterion, f.Contested, f.Doubt = is&factCriterion != 0, is&factContested != 0, is&factDoubt != 0
	f.Value.Knowledge = offers.Knowledge(is & factKnowledge)
	f.Name, f.Source, f.Ground = r.word(), r.word(), r.word()
	f.Value.N = r.number()
	f.AsOf = rules.Day(r.number())
	if is&factPeriod != 0 {
		f.From, f.Until = rules.Day(r.number()), rules.Day(r.number())
	}
	if is&factText != 0 {
		f.Value.Text = string(r.take(r.length()))
	}
}

func (r *factReader) word() string {
	b := r.take(r.length())
	if word, ok := r.words[string(b)]; ok {
		return word
	}
	word := string(b)
	if len(r.words) < mostWords {
		if r.words == nil {
			r.words = map[string]string{}
		}
		r.words[word] = word
	}
	return word
}

// take returns the next n bytes, nil when there are not so many.
func (r *factReader) take(n int) []byte {
	if n > len(r.text) {
		r.bad, r.text = true, nil
		return nil
	}
	b := r.text[:n]
	r.text = r.text[n:]
	return b
}

// length reads how many facts or bytes follow: never more than there are bytes.
func (r *factReader) length() int {
	v, n := binary.Uvarint(r.text)
	if n <= 0 || v > uint64(len(r.text)) {
		r.bad, r.text = true, nil
		return 0
	}
	r.text = r.text[n:]
	return int(v)
}

func (r *factReader) number() int64 {
	v, n := binary.Varint(r.text)
	if n <= 0 {
		r.bad, r.text = true, nil
		return 0
	}
	r.text = r.text[n:]
	return v
}
