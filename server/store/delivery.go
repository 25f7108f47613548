package store

import (
	"context"
	"database/sql"

	"zeker/offers"
)

// Standing is where an application is.
type Standing struct {
	TakenAt   int64            // when it was taken to who decides, in seconds since 1970; 0 while it was not
	Signature Signature        // of the partner; the zero one when none is needed
	Decision  *offers.Decision // nil while there is none
}

// Standing returns where the application with a receipt's number is. ErrNotFound when there
// is nothing to take: it is no application of this resident, or another answer came after it.
func (s *Store) Standing(ctx context.Context, subject Subject, number string) (at Standing, err error) {
	var taken sql.NullInt64
	var decided []byte
	at.Signature, err = s.scanSignature(s.read.QueryRowContext(ctx, `SELECT `+signatureColumns+`, d.taken_at, c.sealed
		FROM offers o JOIN answers a ON a.offer = o.id
		LEFT JOIN outbox d ON d.id = a.outbox LEFT JOIN signatures g ON g.offer = a.offer AND g.sequence = a.sequence
		LEFT JOIN decisions c ON c.offer = a.offer AND c.sequence = a.sequence
		WHERE o.subject = $1 AND a.number = $2 AND a.kind = $3 AND (d.id IS NOT NULL OR g.signed_at = 0)`,
		subject, number, offers.Accept), &taken, &decided)
	if err != nil {
		return at, failed("standing", err)
	}
	at.TakenAt = taken.Int64
	at.Decision, err = s.openDecision(at.Signature.Offer, at.Signature.Sequence, decided)
	if at.Signature.ID == "" {
		at.Signature = Signature{}
	}
	return at, failed("standing", err)
}
