package store

import (
	"context"
)

// OptOut remembers that a resident does not want to be approached. From then on
// no fact of theirs is read for an offer, and offers that they were not told of
// are gone, and what they saved to go on with later, and nobody helps them any more.
// Opting out again changes nothing.
func (s *Store) OptOut(ctx context.Context, subject Subject, at int64) error {
	return failed("opt out", s.write.transact(ctx, func(ctx context.Context, q queries) error {
		if err := takeTurn(ctx, q); err != nil {
			return err
		}
		if _, err := q.ExecContext(ctx, `INSERT INTO opt_outs (subject, at) VALUES ($1, $2)
			ON CONFLICT (subject) DO NOTHING`, subject, at); err != nil {
			return err
		}
		if _, err := q.ExecContext(ctx, `DELETE FROM drafts
			WHERE offer IN (SELECT id FROM offers WHERE subject = $1)`, subject); err != nil {
			return err
		}
		if _, err := q.ExecContext(ctx, `UPDATE mandates SET ended_at = $2 WHERE subject = $1 AND ended_at = 0`, subject, at); err != nil {
			return err
		}
		_, err := q.ExecContext(ctx, `DELETE FROM offers
			WHERE subject = $1 AND offered_at = 0 AND opened_at = 0 AND `+unanswered, subject)
		return err
	}))
}

// OptIn takes an opt-out back.
func (s *Store) OptIn(ctx context.Context, subject Subject) error {
	return failed("opt in", s.write.transact(ctx, func(ctx context.Context, q queries) error {
		if err := takeTurn(ctx, q); err != nil {
			return err
		}
		_, err := q.ExecContext(ctx, `DELETE FROM opt_outs WHERE subject = $1`, subject)
		return err
	}))
}

// OptedOut reports whether a resident does not want to be approached.
func (s *Store) OptedOut(ctx context.Context, subject Subject) (bool, error) {
	var n int64
	err := s.read.QueryRowContext(ctx, `SELECT COUNT(*) FROM opt_outs WHERE subject = $1`, subject).Scan(&n)
	return n > 0, failed("opted out", err)
}

// takeTurn makes opting out and writing offers wait for each other, where the
// database would let them run side by side and miss each other's rows.
func takeTurn(ctx context.Context, q queries) error {
	_, err := q.ExecContext(ctx, `UPDATE turns SET taken = taken + 1 WHERE name = 'approach'`)
	return err
}
