package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"slices"
	"strings"

	"zeker/offers/rules"
)

// MandateCodeLife is how long the code of a mandate can be taken, in seconds: a week.
const MandateCodeLife = 7 * 24 * 60 * 60

// mandateKept is how many days a mandate is kept that is over: so long a helper is told why
// they are out, and a resident who asks can be told whom they let in. What a helper did
// stays with the answer, by name.
const mandateKept = 30

// Mandate is what a resident lets a helper do for them. It lies here and not in a
// session, so that ending it acts at the next request.
type Mandate struct {
	ID      string // 130 random bits, base32
	Subject Subject
	Helper  Subject // who took the code, signed in as themselves; "" until then
	Name    string  // as the resident calls the helper
	Schemes []string
	Answers bool // the helper may answer, and not only look
	MadeAt  int64
	Until   rules.Day // the last day
	EndedAt int64     // by the resident, or because they opted out; 0 for not
}

// Live reports whether a mandate counts on a day.
func (m *Mandate) Live(on rules.Day) bool { return m.EndedAt == 0 && on <= m.Until }

// Covers reports whether a mandate is for a scheme.
func (m *Mandate) Covers(scheme string) bool { return slices.Contains(m.Schemes, scheme) }

const mandateNamePlace = "mandates.name/"

const mandateColumns = `id, subject, helper, name, schemes, answers, made_at, until_on, ended_at`

// Appoint stores a mandate that whoever takes the code will have, and returns its ID.
// ErrOptedOut when the resident does not want to be approached: there is nothing to help
// with, and to come back later must not let anybody in.
func (s *Store) Appoint(ctx context.Context, m Mandate, codeHash []byte) (id string, err error) {
	m.ID = rand.Text()
	name := s.keys.seal(mandateNamePlace+m.ID, []byte(m.Name))
	answers := 0
	if m.Answers {
		answers = 1
	}
	return m.ID, failed("appoint", s.write.transact(ctx, func(ctx context.Context, q queries) error {
		if err := takeTurn(ctx, q); err != nil {
			return err
		}
		n, err := affected(q.ExecContext(ctx, `INSERT INTO mandates (id, subject, name, schemes, answers, code_hash, made_at, until_on)
			SELECT $1, $2, $3, $4, $5, $6, $7, $8 WHERE NOT EXISTS (SELECT 1 FROM opt_outs WHERE subject = $2)`,
			m.ID, m.Subject, name, strings.Join(m.Schemes, ","), answers, codeHash, m.MadeAt, m.Until))
		if err == nil && n == 0 {
			return ErrOptedOut
		}
		return err
	}))
}

// TakeMandate gives the mandate of a code to a helper, who must be another than the
// resident. A code is taken once, within its time and while its mandate lives: ErrCode
// otherwise, and why is not told.
func (s *Store) TakeMandate(ctx context.Context, codeHash []byte, helper Subject, now int64, on rules.Day) (id string, err error) {
	err = s.write.transact(ctx, func(ctx context.Context, q queries) error {
		err := q.QueryRowContext(ctx, `UPDATE mandates SET helper = $2
			WHERE code_hash = $1 AND helper = '' AND subject <> $2 AND ended_at = 0 AND until_on >= $3 AND made_at > $4
			RETURNING id`, codeHash, helper, on, now-MandateCodeLife).Scan(&id)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrCode
		}
		return err
	})
	if err == ErrCode {
		return "", err
	}
	return id, failed("take mandate", err)
}

// EndMandate ends a mandate of a resident. The sessions that rest on it are left: who
// reads the mandate at each request can tell the helper why they are out. ErrNotFound,
// also for somebody else's and one that ended before.
func (s *Store) EndMandate(ctx context.Context, subject Subject, id string, at int64) error {
	return failed("end mandate", s.write.transact(ctx, func(ctx context.Context, q queries) error {
		n, err := affected(q.ExecContext(ctx, `UPDATE mandates SET ended_at = $3
			WHERE id = $1 AND subject = $2 AND ended_at = 0`, id, subject, at))
		if err == nil && n == 0 {
			return ErrNotFound
		}
		return err
	}))
}

// purgeMandates deletes the mandates that were over long before a day.
func purgeMandates(ctx context.Context, q queries, on rules.Day) error {
	before := on - mandateKept
	_, err := q.ExecContext(ctx, `DELETE FROM mandates WHERE until_on < $1 OR ended_at > 0 AND ended_at < $2`,
		before, secondsUntil(before))
	return err
}

// secondsUntil is when a day begins in UTC, in seconds since 1970.
func secondsUntil(day rules.Day) int64 { return int64(day) * 24 * 60 * 60 }

// Mandate returns a mandate, also one that ended; ErrNotFound.
func (s *Store) Mandate(ctx context.Context, id string) (Mandate, error) {
	m, err := s.scanMandate(s.read.QueryRowContext(ctx, `SELECT `+mandateColumns+` FROM mandates WHERE id = $1`, id))
	return m, failed("mandate", notFound(err))
}

// MandatesOf returns the mandates that a resident gave and that live on a day, the
// newest first.
func (s *Store) MandatesOf(ctx context.Context, subject Subject, on rules.Day) ([]Mandate, error) {
	list, err := s.mandates(ctx, `SELECT `+mandateColumns+` FROM mandates
		WHERE subject = $1 AND ended_at = 0 AND until_on >= $2 ORDER BY made_at DESC, id`, subject, on)
	return list, failed("mandates", err)
}

// MandatesFor returns those that a helper has and that live on a day, the newest first.
func (s *Store) MandatesFor(ctx context.Context, helper Subject, on rules.Day) ([]Mandate, error) {
	list, err := s.mandates(ctx, `SELECT `+mandateColumns+` FROM mandates
		WHERE helper = $1 AND helper <> '' AND ended_at = 0 AND until_on >= $2 ORDER BY made_at DESC, id`, helper, on)
	return list, failed("mandates for", err)
}

func (s *Store) mandates(ctx context.Context, query string, args ...any) (list []Mandate, err error) {
	rows, err := s.read.QueryContext(ctx, query, args...)
	err = each(rows, err, func(rows *sql.Rows) error {
		m, err := s.scanMandate(rows)
		list = append(list, m)
		return err
	})
	return list, err
}

func (s *Store) scanMandate(row interface{ Scan(...any) error }) (m Mandate, err error) {
	var name []byte
	var schemes string
	var answers int64
	if err := row.Scan(&m.ID, &m.Subject, &m.Helper, &name, &schemes, &answers, &m.MadeAt, &m.Until, &m.EndedAt); err != nil {
		return Mandate{}, err
	}
	text, err := s.keys.open(mandateNamePlace+m.ID, name)
	if err != nil {
		return Mandate{}, err
	}
	m.Name, m.Schemes, m.Answers = string(text), strings.Split(schemes, ","), answers == 1
	return m, nil
}
