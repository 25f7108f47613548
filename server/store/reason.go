package store

import (
	"context"

	"zeker/offers/rules"
)

// Reason is why a resident said no, as far as they told: a choice, words of their own,
// or both. It lies apart from the answer, so that nothing that is delivered or decided on
// holds it.
type Reason struct {
	Choice string
	Words  string
	At     int64
}

const reasonPlace = "reasons.sealed/"

// reasonKept is how many days a reason is kept at least: so long its resident finds it
// with their receipt, also when they answered on the last day.
const reasonKept = 30

// SaveReason keeps why a resident gave an answer, in the place of what was kept before; a
// reason without choice and words takes that away. ErrNotFound when the number is of no
// receipt of theirs.
func (s *Store) SaveReason(ctx context.Context, subject Subject, number string, r Reason) error {
	return failed("save reason", s.write.transact(ctx, func(ctx context.Context, q queries) error {
		var offer string
		var sequence int
		if err := q.QueryRowContext(ctx, `SELECT a.offer, a.sequence FROM offers o JOIN answers a ON a.offer = o.id
			WHERE o.subject = $1 AND a.number = $2`, subject, number).Scan(&offer, &sequence); err != nil {
			return notFound(err)
		}
		if r.Choice == "" && r.Words == "" {
			_, err := q.ExecContext(ctx, `DELETE FROM reasons WHERE offer = $1 AND sequence = $2`, offer, sequence)
			return err
		}
		sealed, err := s.keys.sealJSON(row(reasonPlace, offer, sequence), r)
		if err != nil {
			return err
		}
		_, err = q.ExecContext(ctx, `INSERT INTO reasons (offer, sequence, sealed) VALUES ($1, $2, $3)
			ON CONFLICT (offer, sequence) DO UPDATE SET sealed = excluded.sealed`, offer, sequence, sealed)
		return err
	}))
}

// Reason returns why a resident gave an answer; ErrNotFound when they told nothing, and
// for somebody else's receipt.
func (s *Store) Reason(ctx context.Context, subject Subject, number string) (r Reason, err error) {
	var offer string
	var sequence int
	var sealed []byte
	err = s.read.QueryRowContext(ctx, `SELECT r.offer, r.sequence, r.sealed FROM offers o
		JOIN answers a ON a.offer = o.id JOIN reasons r ON r.offer = a.offer AND r.sequence = a.sequence
		WHERE o.subject = $1 AND a.number = $2`, subject, number).Scan(&offer, &sequence, &sealed)
	if err != nil {
		return r, failed("reason", notFound(err))
	}
	err = s.keys.openJSON(row(reasonPlace, offer, sequence), sealed, &r)
	return r, failed("reason", err)
}

// purgeReasons deletes the reasons of answers to offers whose last day is over. What was
// said no to is then past, and why is no longer needed.
func purgeReasons(ctx context.Context, q queries, on rules.Day) error {
	_, err := q.ExecContext(ctx, `DELETE FROM reasons WHERE EXISTS (SELECT 1 FROM offers o JOIN answers a ON a.offer = o.id
		WHERE o.id = reasons.offer AND a.sequence = reasons.sequence AND o.expires_on < $1 AND a.at < $2)`,
		on, secondsUntil(on-reasonKept))
	return err
}
