// Package sources reads what is known of residents where it is known: today
// from a file that a municipality makes of its own records, one file of this
// package a source.
package sources

import (
	"fmt"
	"io"

	"zeker/offers"
	"zeker/offers/rules"
)

// ReadResidents reads a file of residents for a municipality and a day: JSON, an
// object on each line,
//
//	{"bsn": "999990019", "name": "...", "address": ["...", "..."],
//	 "born": "1984-03-02", "reference_date": "2026-11-01",
//	 "facts": {"vermogen": 150000, "datum_vorige_toekenning": null},
//	 "criteria": {"inkomen_was_laag": true},
//	 "periods": {"vermogen": {"from": "2026-11-01", "until": "2026-11-01"}},
//	 "in_doubt": ["vermogen"]}
//
// The facts and criteria are those that the registers of the municipality's own
// schemes ask for on that day, amounts in eurocents; which are left out are
// unknown, and null says that there is none. "1984-00-00" is born in 1984, on a day that
// nobody knows, and "0000-00-00" in a year that nobody knows either. What the source itself
// doubts stands in in_doubt: nothing is decided by it. All mistakes are returned together,
// as Errors, and then no resident is. Other errors are those of reading, and
// offers.ErrNoLaw.
func ReadResidents(name string, r io.Reader, c *offers.Catalogue, on rules.Day) ([]offers.Person, error) {
	period, err := c.On(on)
	if err != nil {
		return nil, fmt.Errorf("%s: %w: %s", name, err, on)
	}
	f := file{name: name, on: on}
	all := residents{questions: questionsOf(period), seen: map[string]int{}}
	err = f.each(r, func(line record, root *node) {
		r := resident{record: line, residents: &all}
		fill(line, root, "resident", columns, &r)
		all.people = append(all.people, r.person)
	})
	if err != nil {
		return nil, err
	}
	return all.people, nil
}

// residents are those of a file, as far as it was read.
type residents struct {
	questions map[string]question
	seen      map[string]int // BSN -> line
	people    []offers.Person
}
