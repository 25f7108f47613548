package sources

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"zeker/offers"
	"zeker/offers/rules"
)

// resident is one line being read.
type resident struct {
	record
	*residents
	person offers.Person
}

const (
	longestText  = 300 // characters of a name or of a line of an address
	addressLines = 7   // what fits the window of an envelope
)

// columns are those of a resident; in this order, because the facts are as of the
// reference date.
var columns = []column[*resident]{
	{"bsn", true, (*resident).bsn},
	{"name", true, func(r *resident, n *node) { r.person.Name, _ = r.words(n, "a name") }},
	{"address", true, (*resident).address},
	{"reference_date", true, (*resident).reference},
	{"born", true, (*resident).born},
	{"facts", false, (*resident).facts},
	{"criteria", false, (*resident).criteria},
	{"periods", false, (*resident).periods},
	{"in_doubt", false, (*resident).doubts},
}

func (r *resident) bsn(n *node) {
	switch {
	case n.kind != '"':
		r.bad(n, "a bsn must be a text, because it can begin with a zero: put it between quotes")
	case !offers.ValidBSN(n.text):
		r.bad(n, "this is no bsn: it must have nine digits that pass the 11-test")
	case r.seen[n.text] > 0:
		r.bad(n, "this bsn stands on line %d too: keep one line a resident", r.seen[n.text])
	default:
		r.seen[n.text] = r.file.line
		r.person.BSN = n.text
	}
}

func (r *resident) address(n *node) {
	if n.kind != '[' || len(n.items) == 0 || len(n.items) > addressLines {
		r.bad(n, "an address must be a list of 1 to %d lines, as on an envelope: [\"street 1\", \"9901 AA place\"]", addressLines)
		return
	}
	for _, item := range n.items {
		line, _ := r.words(item, "a line of an address")
		r.person.Address = append(r.person.Address, line)
	}
}

// words reads a text that is printed on a letter.
func (r *resident) words(n *node, what string) (string, bool) {
	switch {
	case n.kind != '"':
		r.bad(n, "%s must be a text: put it between quotes", what)
	case strings.TrimSpace(n.text) == "":
		r.bad(n, "%s must not be empty", what)
	case utf8.RuneCountInString(n.text) > longestText:
		r.bad(n, "%s must not be longer than %d characters", what, longestText)
	case strings.ContainsFunc(n.text, unprintable):
		r.bad(n, "%s must not hold line ends or other control characters", what)
	default:
		return n.text, true
	}
	return "", false
}

// unprintable holds for what could break up a letter or turn its text around.
func unprintable(c rune) bool {
	return unicode.IsControl(c) || unicode.In(c, unicode.Zl, unicode.Zp, unicode.Bidi_Control)
}

func (r *resident) reference(n *node) {
	day, ok := r.day(n, "reference_date")
	if ok && day > r.on {
		r.bad(n, "reference_date is after the day of the import, %s: give the day that the records describe", r.on)
		return
	}
	r.person.Reference = day
}

// unknownBirth is how the BRP writes a date of birth of which nobody knows even the year.
const unknownBirth = "0000-00-00"

func (r *resident) born(n *node) {
	if r.person.BornUnknown = n.kind == '"' && n.text == unknownBirth; r.person.BornUnknown {
		return
	}
	if year, ok := bornIn(n); ok {
		if of, _, _ := r.person.Reference.Civil(); r.person.Reference != 0 && year > of {
			r.bad(n, "born is after reference_date: one of the two is not right")
		}
		r.person.BornYear = year
		return
	}
	day, ok := rules.ParseDay(n.text)
	if n.kind != '"' || !ok {
		r.bad(n, `born must be a date that exists: "YYYY-MM-DD", "YYYY-00-00" when nobody knows the day, or "0000-00-00" when nobody knows the year`)
		return
	}
	if r.person.Reference != 0 && day > r.person.Reference {
		r.bad(n, "born is after reference_date: one of the two is not right")
		return
	}
	r.person.Born = day
	if q, asked := r.questions[birthDate]; asked && !q.Criterion {
		r.know(q, offers.Number(int64(day)))
	}
}

// bornIn reads a date of birth of which no day is known, as the BRP writes it: with 00 for
// the day, or for the month too.
func bornIn(n *node) (year int, ok bool) {
	date, cut := strings.CutSuffix(n.text, "-00")
	if n.kind != '"' || !cut {
		return 0, false
	}
	month, _ := strings.CutSuffix(date, "-00")
	if len(month) == len("1984") {
		month += "-01"
	}
	first, ok := rules.ParseDay(month + "-01")
	year, _, _ = first.Civil()
	return year, ok
}

// birthDate is the fact that the column born gives too.
const birthDate = "geboortedatum"
