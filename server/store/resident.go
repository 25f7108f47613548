package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"

	"zeker/offers"
	"zeker/offers/rules"
)

// Import is one file of residents, as a source of the municipality gives it.
type Import struct {
	File   string // its name, without folder
	At     int64
	Purge  rules.Day // the last day that the rows are kept
	People []offers.Person
}

// person is a resident without facts: what stands on an envelope.
type person struct {
	BSN, Name   string
	Address     []string
	Born        rules.Day
	BornYear    int `json:",omitempty"`
	Reference   rules.Day
	BornUnknown bool `json:",omitempty"`
}

const (
	personPlace = "residents.person/"
	factsPlace  = "residents.facts/"
)

// approachable is a condition on a row of residents: of who opted out nothing is read.
const approachable = `NOT EXISTS (SELECT 1 FROM opt_outs o WHERE o.subject = residents.subject)`

// Import stores residents, all or none. A resident who is there already is
// replaced.
func (s *Store) Import(ctx context.Context, in Import) error {
	type row struct {
		subject       Subject
		person, facts []byte
	}
	rows := make([]row, len(in.People))
	var facts []byte
	for i := range in.People {
		p := &in.People[i]
		r := row{subject: s.Subject(p.BSN)}
		var err error
		r.person, err = s.keys.sealJSON(personPlace+string(r.subject), person{p.BSN, p.Name, p.Address, p.Born, p.BornYear, p.Reference, p.BornUnknown})
		if err != nil {
			return failed("import", err)
		}
		facts = appendFacts(facts[:0], p.Record.Facts)
		r.facts = s.keys.seal(factsPlace+string(r.subject), facts)
		rows[len(rows)-1-i] = r
	}
	// In the order in which a scan reads them: then it reads each page once. Of a
	// resident who is given twice the last row counts, which is the first here.
	slices.SortStableFunc(rows, func(a, b row) int { return cmp.Compare(a.subject, b.subject) })
	rows = slices.CompactFunc(rows, func(a, b row) bool { return a.subject == b.subject })
	return failed("import", s.write.transact(ctx, func(ctx context.Context, q queries) error {
		into := insertion{q: q, together: s.together, columns: 6, head: `INSERT INTO residents (subject, person, facts, purge_on, file, imported_at)`,
			tail: `ON CONFLICT (subject) DO UPDATE SET person = excluded.person, facts = excluded.facts,
				purge_on = excluded.purge_on, file = excluded.file, imported_at = excluded.imported_at`}
		for _, r := range rows {
			if err := into.add(ctx, r.subject, r.person, r.facts, in.Purge, in.File, in.At); err != nil {
				return err
			}
		}
		return into.end(ctx)
	}))
}

// Purge deletes the imported residents whose last day has passed, and returns
// how many those were; also the drafts whose last day has, the mandates that have long
// been over, why somebody said no to an offer that is over, and what waited for a signature
// until its last day.
func (s *Store) Purge(ctx context.Context, on rules.Day) (n int64, err error) {
	err = s.write.transact(ctx, func(ctx context.Context, q queries) error {
		if _, err := q.ExecContext(ctx, `DELETE FROM drafts WHERE purge_on < $1`, on); err != nil {
			return err
		}
		for _, purge := range []func(context.Context, queries, rules.Day) error{purgeMandates, purgeReasons, purgeSignatures} {
			if err := purge(ctx, q, on); err != nil {
				return err
			}
		}
		n, err = affected(q.ExecContext(ctx, `DELETE FROM residents WHERE purge_on < $1`, on))
		return err
	})
	return n, failed("purge", err)
}

// Resident returns what the last import says of a resident. ErrOptedOut before
// any fact is read: the query itself leaves those rows out; ErrNotFound.
func (s *Store) Resident(ctx context.Context, subject Subject) (offers.Person, error) {
	var sealedPerson, sealedFacts []byte
	err := s.read.QueryRowContext(ctx, `SELECT person, facts FROM residents
		WHERE subject = $1 AND `+approachable,
		subject).Scan(&sealedPerson, &sealedFacts)
	if err != nil {
		return offers.Person{}, failed("resident", s.absent(ctx, subject, err))
	}
	p, err := s.openResident(subject, sealedPerson, sealedFacts)
	return p, failed("resident", err)
}

func (s *Store) openResident(subject Subject, person, facts []byte) (offers.Person, error) {
	p, err := s.openPerson(subject, person)
	if err != nil {
		return p, err
	}
	opened, err := s.keys.open(factsPlace+string(subject), facts)
	if err == nil {
		err = new(factReader).record(opened, &p.Record)
	}
	return p, err
}

// Addressee returns a resident without any fact, for an envelope or a greeting;
// the Record is empty. ErrOptedOut, ErrNotFound.
func (s *Store) Addressee(ctx context.Context, subject Subject) (offers.Person, error) {
	var sealed []byte
	err := s.read.QueryRowContext(ctx, `SELECT person FROM residents
		WHERE subject = $1 AND `+approachable,
		subject).Scan(&sealed)
	if err != nil {
		return offers.Person{}, failed("addressee", s.absent(ctx, subject, err))
	}
	p, err := s.openPerson(subject, sealed)
	return p, failed("addressee", err)
}

func (s *Store) openPerson(subject Subject, sealed []byte) (offers.Person, error) {
	var p person
	err := s.keys.openJSON(personPlace+string(subject), sealed, &p)
	return offers.Person{
		BSN: p.BSN, Name: p.Name, Address: p.Address, Born: p.Born, BornYear: p.BornYear, BornUnknown: p.BornUnknown, Reference: p.Reference,
	}, err
}

// absent says why a resident was not found.
func (s *Store) absent(ctx context.Context, subject Subject, err error) error {
	if !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	out, err := s.OptedOut(ctx, subject)
	if err == nil && out {
		return ErrOptedOut
	}
	return errors.Join(ErrNotFound, err)
}

// affected returns how many rows a statement changed.
func affected(r sql.Result, err error) (int64, error) {
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}
