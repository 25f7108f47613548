package store

import (
	"context"

	"zeker/offers"
)

// TakenAt returns when the application with a receipt's number was taken to who decides,
// in seconds since 1970; 0 while it was not. ErrNotFound when there is nothing to take:
// it is no application of this resident, or another answer came after it.
func (s *Store) TakenAt(ctx context.Context, subject Subject, number string) (at int64, err error) {
	err = s.read.QueryRowContext(ctx, `SELECT d.taken_at FROM offers o JOIN answers a ON a.offer = o.id
		JOIN outbox d ON d.id = a.outbox WHERE o.subject = $1 AND a.number = $2 AND a.kind = $3`,
		subject, number, offers.Accept).Scan(&at)
	return at, failed("taken at", notFound(err))
}
