package store

import (
	"context"
	"crypto/hmac"
	"database/sql"
	"errors"

	"zeker/offers/rules"
)

// CodeLife is how long a letter's code opens offers, in seconds: 20 days.
const CodeLife = 20 * 24 * 60 * 60

// codeTries is how many wrong birthdays a letter's code takes in its whole life.
const codeTries = 5

// Letter is a letter to a resident with a code. Of the code only a hash is kept.
type Letter struct {
	Subject  Subject
	CodeHash []byte    // identity.Code.Hash with CodePepper
	Born     rules.Day // the day and month that open the letter's offers, with the code
	BornYear int       // the year that does, of whom nobody knows the day; 0 of all others
	// BornUnknown is of whom nobody knows the year either: then nothing opens the offers with
	// the code, and the letter does not tell it.
	BornUnknown bool
	At          int64
	Offers      []string // ids of the offers that the letter tells of
	// Replaces says that the letter comes in the place of the resident's earlier
	// ones: their codes open nothing from then on, and what they opened is closed.
	Replaces bool
}

// AddLetter stores a letter and marks its offers as offered. ErrOptedOut when the
// resident opted out in the meantime: then nothing is stored, and no code ends.
func (s *Store) AddLetter(ctx context.Context, l Letter) error {
	birthday := s.birthdayOf(&l)
	return failed("add letter", s.write.transact(ctx, func(ctx context.Context, q queries) error {
		if err := takeTurn(ctx, q); err != nil {
			return err
		}
		var out int
		if err := q.QueryRowContext(ctx, `SELECT COUNT(*) FROM opt_outs WHERE subject = $1`, l.Subject).Scan(&out); err != nil {
			return err
		}
		if out > 0 {
			return ErrOptedOut
		}
		if l.Replaces {
			if err := endCodes(ctx, q, l.Subject, l.At); err != nil {
				return err
			}
		}
		if _, err := q.ExecContext(ctx, `INSERT INTO letters (code_hash, subject, birthday, made_at, expires_at)
			VALUES ($1, $2, $3, $4, $5)`, l.CodeHash, l.Subject, birthday, l.At, l.At+CodeLife); err != nil {
			return err
		}
		for _, id := range l.Offers {
			if _, err := q.ExecContext(ctx, `UPDATE offers SET offered_at = $1
				WHERE id = $2 AND subject = $3 AND offered_at = 0`, l.At, id, l.Subject); err != nil {
				return err
			}
		}
		return nil
	}))
}

// endCodes makes a resident's codes open nothing from a second on, and closes the
// sessions that they opened: who found a lost letter is out.
func endCodes(ctx context.Context, q queries, subject Subject, at int64) error {
	if _, err := q.ExecContext(ctx, `UPDATE letters SET expires_at = $1 WHERE subject = $2 AND expires_at > $1`, at, subject); err != nil {
		return err
	}
	_, err := q.ExecContext(ctx, `DELETE FROM sessions WHERE subject = $1`, subject)
	return err
}

// Lapsed returns the residents who were told of an offer that still stands on a
// day and did not answer it, while no code of theirs opens it any more: its time
// or its tries are over. Who opted out is left out.
func (s *Store) Lapsed(ctx context.Context, on rules.Day, now int64) ([]Subject, error) {
	list, err := s.subjects(ctx, `SELECT DISTINCT subject FROM offers
		WHERE offered_at > 0 AND expires_on >= $1 AND `+unanswered+`
		AND NOT EXISTS (SELECT 1 FROM opt_outs o WHERE o.subject = offers.subject)
		AND NOT EXISTS (SELECT 1 FROM letters l WHERE l.subject = offers.subject AND l.expires_at > $2 AND l.wrong < $3)
		ORDER BY subject`, on, now, codeTries)
	return list, failed("lapsed", err)
}

// TryCode opens a letter with the hash of its code and the day and month of
// birth, or the year in the place of the day and month 0 when nobody knows the day, and
// says whose it is. It fails with ErrCode, whether the code is unknown,
// malformed (try the hash of identity's zero Code), expired or used up, or the
// birthday is wrong: each runs the same two statements and the same hashing, and each
// writes one row to disk, which is what takes time.
//
// Five wrong birthdays use a code up; a right one does not give them back. In its
// 20 days a code opens as often as the resident likes: people come back to think,
// and a code that worked once would send them to the counter. "Once" in B12 is
// read as: a code is given out once, to one resident, and is never valid again
// after its time or its tries are over.
func (s *Store) TryCode(ctx context.Context, codeHash []byte, day, month int, now int64) (Subject, error) {
	birthday := s.birthday(codeHash, month, day)
	var subject Subject
	var kept []byte
	var wrong, expires int64
	err := s.write.transact(ctx, func(ctx context.Context, q queries) error {
		err := q.QueryRowContext(ctx, `UPDATE letters SET
			wrong   = CASE WHEN birthday = $2 THEN wrong ELSE wrong + 1 END,
			used_at = CASE WHEN birthday = $2 AND wrong < $3 AND expires_at > $4 THEN $4 ELSE used_at END
			WHERE code_hash = $1 RETURNING subject, birthday, wrong, expires_at`,
			codeHash, birthday, codeTries, now).Scan(&subject, &kept, &wrong, &expires)
		missed := 0
		if errors.Is(err, sql.ErrNoRows) {
			subject, kept, wrong, expires, missed, err = "", make([]byte, len(birthday)), 0, 0, 1, nil
		}
		if err != nil {
			return err
		}
		_, err = q.ExecContext(ctx, `UPDATE turns SET taken = taken + 1 WHERE name = 'code' AND $1 = 1`, missed)
		return err
	})
	if err != nil {
		return "", failed("try code", err)
	}
	if right := hmac.Equal(kept, birthday); right && wrong < codeTries && expires > now {
		return subject, nil
	}
	return "", ErrCode
}
