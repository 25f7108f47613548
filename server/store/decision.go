package store

import (
	"context"
	"database/sql"
	"errors"

	"zeker/offers"
)

const decisionPlace = "decisions.sealed/"

// Decide stores what was decided on applications, all or none, each in the place of what
// was decided before. When some are of no application that was made by the day that they
// were sent, or of one that still waits for a signature, none is stored, and the numbers
// of those are returned.
func (s *Store) Decide(ctx context.Context, decisions []offers.Decision) (strange []string, err error) {
	err = s.write.transact(ctx, func(ctx context.Context, q queries) error {
		strange = nil // of a turn before that was lost
		for i := range decisions {
			known, err := s.decide(ctx, q, &decisions[i])
			if err != nil {
				return err
			}
			if !known {
				strange = append(strange, decisions[i].Number)
			}
		}
		if len(strange) > 0 {
			return ErrNotFound
		}
		return nil
	})
	if len(strange) > 0 && errors.Is(err, ErrNotFound) {
		return strange, nil
	}
	return nil, failed("decide", err)
}

func (s *Store) decide(ctx context.Context, q queries, d *offers.Decision) (known bool, err error) {
	var offer string
	var sequence int
	// The day ends here before it does in UTC: what was asked in between counts.
	err = q.QueryRowContext(ctx, `SELECT offer, sequence FROM answers WHERE number = $1 AND kind = $2 AND at < $3 AND outbox <> ''`,
		d.Number, offers.Accept, secondsUntil(d.Sent+1)).Scan(&offer, &sequence)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	sealed, err := s.keys.sealJSON(row(decisionPlace, offer, sequence), d)
	if err != nil {
		return false, err
	}
	_, err = q.ExecContext(ctx, `INSERT INTO decisions (offer, sequence, sealed) VALUES ($1, $2, $3)
		ON CONFLICT (offer, sequence) DO UPDATE SET sealed = excluded.sealed`, offer, sequence, sealed)
	return err == nil, err
}

// openDecision reads a decision; nil of nothing.
func (s *Store) openDecision(offer string, sequence int, sealed []byte) (*offers.Decision, error) {
	if sealed == nil {
		return nil, nil
	}
	d := new(offers.Decision)
	return d, s.keys.openJSON(row(decisionPlace, offer, sequence), sealed, d)
}
