package server

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"zeker/offers"
)

// mark is what an offer's page carries and its answer brings back: which answer
// of the offer it would be, a digest of what was known when the page was made, and
// one of what it showed. By the number a second press is known from a changed mind;
// by the last digest nobody applies for something else than was on the page; and by
// the first, when that differs, whether the resident's own answers did it.
type mark struct {
	sequence     int
	known, shown string
}

// String writes the mark for a form.
func (m mark) String() string { return strconv.Itoa(m.sequence) + "." + m.known + "." + m.shown }

// parseMark reads a mark back. Anything that no page of ours carries is the zero
// mark, which is the mark of no page.
func parseMark(s string) mark {
	parts := strings.Split(s, ".")
	if len(parts) != 3 {
		return mark{}
	}
	sequence, err := strconv.Atoi(parts[0])
	if err != nil || sequence < 1 {
		return mark{}
	}
	return mark{sequence, parts[1], parts[2]}
}

// mark makes the mark of a page that shows an offer, which differs from the
// dossier's own when the resident filled something in.
func (d *dossier) mark(shown *offers.Offer) mark {
	known := digestOf(&d.offer)
	if shown == &d.offer {
		return mark{nextSequence(d.latest), known, known}
	}
	return mark{nextSequence(d.latest), known, digestOf(shown)}
}

// stale reports whether a form was made before the answer that counts was given.
func (d *dossier) stale(shown string) bool {
	sequence := parseMark(shown).sequence
	return d.latest != nil && sequence > 0 && sequence <= d.latest.Sequence
}

// digestOf is the digest of an offer as it stands now, with what sources say. What
// the resident typed is not in it: that comes back with the form.
func digestOf(o *offers.Offer) string {
	d := make(digest, 0, 1024) // room for most
	d.text("zeker offer 2", o.Hash, o.Scheme.ID, string(o.State), string(o.Class), string(o.Scheme.Per), string(o.Scheme.DecidedBy))
	d.number(o.Amount)
	for i := range o.Scheme.Repayment.Lines {
		d.text(o.Scheme.Repayment.Lines[i].Key)
	}
	for i, e := range offers.Events {
		d.text(o.Scheme.Repayment.Answers[i].TextID(e))
	}
	for _, f := range o.Facts {
		if f.Source != offers.Resident {
			d.text(f.Name, f.Source, f.Value.Text)
			d.number(int64(f.Value.Knowledge), f.Value.N)
			if f.Doubt {
				d.text("doubt")
			}
		}
	}
	sum := sha256.Sum256(d)
	return hex.EncodeToString(sum[:])
}

// nextSequence is the number of the answer that comes after the latest one.
func nextSequence(latest *offers.Receipt) int {
	if latest == nil {
		return 1
	}
	return latest.Sequence + 1
}

// digest is a text of values in which no two lists of values look the same: each has its
// length in front.
type digest []byte

func (d *digest) text(values ...string) {
	for _, v := range values {
		*d = append(append(strconv.AppendInt(*d, int64(len(v)), 10), ':'), v...)
	}
}

func (d *digest) number(values ...int64) {
	for _, v := range values {
		d.text(strconv.FormatInt(v, 10))
	}
}
