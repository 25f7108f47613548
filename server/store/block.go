package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"zeker/offers"
)

// Block is room for the facts of some residents, read together. [Block.Read],
// [Block.Open] and [Block.Decode] fill it in this order; they stand apart so that
// a caller can hold other readers off the database for no longer than a query, and
// can tell what takes how long. It is used again for the next residents, and is
// not for use by two goroutines.
type Block struct {
	Subjects []Subject       // whose facts were read, in order
	Records  []offers.Record // of each of them
	Unread   []Unread        // whose facts cannot be read, and why
	OptedOut int             // residents who were passed over: nothing of theirs was read

	store  *Store
	most   int
	sealed texts // of each subject
	opened texts
	place  []byte
	reader factReader
}

// Unread is a resident whose facts cannot be read.
type Unread struct {
	Subject Subject
	Err     error // without a value of anybody
}

// texts are texts one after another.
type texts struct {
	all  []byte
	ends []int
}

func (t *texts) reset() { t.all, t.ends = t.all[:0], t.ends[:0] }

func (t *texts) end() { t.ends = append(t.ends, len(t.all)) }

func (t *texts) at(i int) []byte {
	if i == 0 {
		return t.all[:t.ends[0]]
	}
	return t.all[t.ends[i-1]:t.ends[i]]
}

// Block returns room for the facts of so many residents.
func (s *Store) Block(most int) *Block { return &Block{store: s, most: most} }

// Read reads the sealed facts of the next residents after a subject; "" is before
// all. Of those who opted out the query itself leaves the facts out: one who opts
// out is passed over from then on. It returns the last subject that it came to, ""
// when there are no more.
func (b *Block) Read(ctx context.Context, after Subject) (last Subject, err error) {
	b.Subjects, b.Unread, b.OptedOut = b.Subjects[:0], b.Unread[:0], 0
	b.sealed.reset()
	rows, err := b.store.read.QueryContext(ctx, `SELECT r.subject, CASE WHEN o.subject IS NULL THEN r.facts END,
			CASE WHEN o.subject IS NULL THEN 0 ELSE 1 END
		FROM residents r LEFT JOIN opt_outs o ON o.subject = r.subject
		WHERE r.subject > $1 ORDER BY r.subject LIMIT $2`, after, b.most)
	err = each(rows, err, func(rows *sql.Rows) error {
		var subject string
		var sealed sql.RawBytes
		var out int
		if err := rows.Scan(&subject, &sealed, &out); err != nil {
			return err
		}
		if last = Subject(subject); out != 0 {
			b.OptedOut++
			return nil
		}
		b.Subjects = append(b.Subjects, last)
		b.sealed.all = append(b.sealed.all, sealed...)
		b.sealed.end()
		return nil
	})
	return last, failed("block", err)
}

// Open decrypts what was read.
func (b *Block) Open() {
	b.opened.reset()
	b.keep(func(i, kept int) error {
		b.place = append(append(b.place[:0], factsPlace...), b.Subjects[i]...)
		sealed := b.sealed.at(i)
		// An AEAD makes room for one text at a time.
		room := slices.Grow(b.opened.all, len(sealed))
		all, err := b.store.keys.openInto(room, b.place, sealed)
		if err == nil {
			b.opened.all = all
			b.opened.end()
		}
		return err
	})
}

// Decode makes facts of what was opened.
func (b *Block) Decode() {
	for len(b.Records) < len(b.Subjects) {
		b.Records = append(b.Records, offers.Record{})
	}
	b.keep(func(i, kept int) error { return b.reader.record(b.opened.at(i), &b.Records[kept]) })
	b.Records = b.Records[:len(b.Subjects)]
}

// keep does something for each subject and keeps those that it succeeds for.
func (b *Block) keep(do func(i, kept int) error) {
	kept := 0
	for i, subject := range b.Subjects {
		if err := do(i, kept); err != nil {
			b.Unread = append(b.Unread, Unread{subject, err})
			continue
		}
		b.Subjects[kept] = subject
		kept++
	}
	b.Subjects = b.Subjects[:kept]
}

// record reads a record from its opened text, in the room of an earlier one.
func (r *factReader) record(text []byte, into *offers.Record) (err error) {
	if len(text) > 0 && text[0] == factsMark {
		into.Facts, err = r.facts(text, into.Facts[:0])
	} else {
		*into = offers.Record{} // JSON leaves what it does not name as it was
		err = readPressed(text, into)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", table(factsPlace), err)
	}
	return nil
}

// Population returns how many residents were imported, and how many of them opted
// out. It reads no fact.
func (s *Store) Population(ctx context.Context) (all, optedOut int, err error) {
	err = s.read.QueryRowContext(ctx, `SELECT (SELECT COUNT(*) FROM residents),
		(SELECT COUNT(*) FROM opt_outs o JOIN residents r ON r.subject = o.subject)`).Scan(&all, &optedOut)
	return all, optedOut, failed("population", err)
}
