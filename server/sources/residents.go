// Package sources reads what is known of residents where it is known: today
// from a file that a municipality makes of its own records, one file of this
// package a source.
package sources

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"unicode/utf8"

	"zeker/offers"
	"zeker/offers/rules"
)

const (
	mostErrors  = 100     // then reading stops: the mistakes are of one kind by then
	longestLine = 1 << 20 // bytes; a resident takes about one thousand
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
// nobody knows. What the source itself doubts stands in
// in_doubt: nothing is decided by it. All mistakes are returned together,
// as Errors, and then no resident is. Other errors are those of reading, and
// offers.ErrNoLaw.
func ReadResidents(name string, r io.Reader, c *offers.Catalogue, on rules.Day) ([]offers.Person, error) {
	period, err := c.On(on)
	if err != nil {
		return nil, fmt.Errorf("%s: %w: %s", name, err, on)
	}
	f := file{name: name, questions: questionsOf(period), on: on, seen: map[string]int{}}
	lines := bufio.NewReaderSize(r, longestLine)
	for len(f.errs) < mostErrors {
		line, err := lines.ReadSlice('\n')
		f.line++
		if errors.Is(err, bufio.ErrBufferFull) {
			f.refuse(line, longestLine-1, "the line is longer than %d bytes: end each resident's line", longestLine)
			break
		}
		if err != nil && err != io.EOF {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		f.read(line)
		if err == io.EOF {
			break
		}
	}
	if len(f.errs) > 0 {
		slices.SortStableFunc(f.errs, func(a, b *Error) int { return cmp.Or(a.Line-b.Line, a.Column-b.Column) })
		return nil, f.errs
	}
	return f.people, nil
}

// file is a file being read.
type file struct {
	name      string
	questions map[string]question
	on        rules.Day
	line      int            // being read
	seen      map[string]int // BSN -> line
	people    []offers.Person
	errs      Errors
}

// refuse adds a mistake at an offset of the line.
func (f *file) refuse(line []byte, at int, format string, args ...any) {
	column := 1 + utf8.RuneCount(line[:min(at, len(line))])
	f.errs = append(f.errs, &Error{f.name, f.line, column, fmt.Sprintf(format, args...)})
}

// read reads one line. An empty one is none; a byte order mark is skipped.
func (f *file) read(line []byte) {
	if f.line == 1 {
		line = bytes.TrimPrefix(line, []byte("\ufeff"))
	}
	line = bytes.TrimRight(line, "\r\n")
	if len(bytes.TrimSpace(line)) == 0 {
		return
	}
	root, err := parse(line)
	if mistake := (*fault)(nil); errors.As(err, &mistake) {
		f.refuse(line, mistake.at, "%s", mistake.message)
		return
	}
	before := len(f.errs)
	p := (&resident{file: f, line: line}).read(root)
	if len(f.errs) == before {
		f.people = append(f.people, p)
	}
}
