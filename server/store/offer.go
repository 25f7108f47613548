package store

import (
	"context"
	"database/sql"
	"strings"

	"zeker/offers"
	"zeker/offers/rules"
)

// OfferRow is what is kept of an offer: what it came to, from which facts by
// name, made by which bundle. No value of a fact is in it.
type OfferRow struct {
	ID           string // 130 random bits, base32
	Subject      Subject
	Scheme       string
	Municipality string
	Class        offers.Class
	State        offers.State
	Amount       int64 // eurocents
	Facts        []string
	Bundle       string    // hash
	On           rules.Day // the day that it was made for
	Expires      rules.Day // the last day that it stands
	MadeAt       int64
	OfferedAt    int64 // a letter was made
	OpenedAt     int64 // the resident saw it, first
	AnsweredAt   int64 // the latest answer
	Taken        int   // sequence of the application that delivery took, 0 for none; it stays one
	Paused       int64 // seconds that the time to answer stood still, over by now
	Drafted      bool  // something may be saved to go on with: see [Store.Draft]
}

// LastDay is the last day that an offer can be answered, 0 when it has none. The time
// that it stood still comes after the day that it was made with, in whole days.
func (o *OfferRow) LastDay() rules.Day {
	const day = 24 * 60 * 60
	if o.Expires == 0 {
		return 0
	}
	return o.Expires + rules.Day((o.Paused+day-1)/day)
}

const offerColumns = `offers.id, offers.subject, scheme, municipality, class, state, amount, offers.facts, bundle, day, expires_on,
	made_at, offered_at, opened_at, (SELECT COALESCE(MAX(a.at), 0) FROM answers a WHERE a.offer = offers.id),
	(SELECT COALESCE(MAX(a.sequence), 0) FROM answers a JOIN outbox b ON b.id = a.outbox
		WHERE a.offer = offers.id AND a.kind = 'accept' AND b.taken_at > 0),
	(SELECT CAST(COALESCE(SUM(n.at - a.at), 0) AS BIGINT) FROM answers a
		JOIN answers n ON n.offer = a.offer AND n.sequence = a.sequence + 1
		WHERE a.offer = offers.id AND a.kind = 'talk'),
	EXISTS (SELECT 1 FROM drafts d WHERE d.offer = offers.id)`

// unanswered is a condition on a row of offers.
const unanswered = `NOT EXISTS (SELECT 1 FROM answers a WHERE a.offer = offers.id)`

// scanOffer reads the columns of an offer, and what was asked for besides them.
func scanOffer(row interface{ Scan(...any) error }, besides ...any) (o OfferRow, err error) {
	var facts string
	err = row.Scan(append([]any{&o.ID, &o.Subject, &o.Scheme, &o.Municipality, &o.Class, &o.State, &o.Amount, &facts, &o.Bundle,
		&o.On, &o.Expires, &o.MadeAt, &o.OfferedAt, &o.OpenedAt, &o.AnsweredAt, &o.Taken, &o.Paused, &o.Drafted}, besides...)...)
	if facts != "" {
		o.Facts = strings.Split(facts, ",")
	}
	return o, err
}

// OffersOf returns a resident's offers, the newest first.
func (s *Store) OffersOf(ctx context.Context, subject Subject) (list []OfferRow, err error) {
	rows, err := s.read.QueryContext(ctx, `SELECT `+offerColumns+` FROM offers WHERE subject = $1
		ORDER BY day DESC, scheme`, subject)
	err = each(rows, err, func(rows *sql.Rows) error {
		o, err := scanOffer(rows)
		list = append(list, o)
		return err
	})
	return list, failed("offers", err)
}

// Offer returns one offer of a resident; ErrNotFound, also for somebody else's.
func (s *Store) Offer(ctx context.Context, subject Subject, id string) (OfferRow, error) {
	o, err := scanOffer(s.read.QueryRowContext(ctx, `SELECT `+offerColumns+` FROM offers
		WHERE id = $1 AND subject = $2`, id, subject))
	return o, failed("offer", notFound(err))
}

// Dossier returns one offer of a resident with what the last import says of them. Errors:
// ErrNotFound, also for somebody else's, and ErrOptedOut before any fact is read.
func (s *Store) Dossier(ctx context.Context, subject Subject, id string) (o OfferRow, p offers.Person, err error) {
	var person, facts []byte
	o, err = scanOffer(s.read.QueryRowContext(ctx, `SELECT `+offerColumns+`, residents.person, residents.facts FROM offers
		LEFT JOIN residents ON residents.subject = offers.subject AND `+approachable+`
		WHERE offers.id = $1 AND offers.subject = $2`, id, subject), &person, &facts)
	switch {
	case err != nil:
		err = notFound(err)
	case person == nil:
		err = s.absent(ctx, subject, sql.ErrNoRows)
	default:
		p, err = s.openResident(subject, person, facts)
	}
	return o, p, failed("dossier", err)
}

// MarkOpened notes when a resident first saw an offer; ErrNotFound.
func (s *Store) MarkOpened(ctx context.Context, subject Subject, id string, at int64) error {
	return failed("mark opened", s.write.transact(ctx, func(ctx context.Context, q queries) error {
		n, err := affected(q.ExecContext(ctx, `UPDATE offers
			SET opened_at = CASE WHEN opened_at = 0 THEN $1 ELSE opened_at END
			WHERE id = $2 AND subject = $3`, at, id, subject))
		if err == nil && n == 0 {
			return ErrNotFound
		}
		return err
	}))
}

// Unlettered returns the residents who have an offer that still stands on a day
// and of which no letter was made, without those who opted out.
func (s *Store) Unlettered(ctx context.Context, on rules.Day) ([]Subject, error) {
	list, err := s.subjects(ctx, `SELECT DISTINCT subject FROM offers
		WHERE offered_at = 0 AND expires_on >= $1 AND `+unanswered+`
		AND NOT EXISTS (SELECT 1 FROM opt_outs o WHERE o.subject = offers.subject) ORDER BY subject`, on)
	return list, failed("unlettered", err)
}

// Approached returns how many residents were told of an offer of a scheme since a
// second.
func (s *Store) Approached(ctx context.Context, scheme string, since int64) (n int, err error) {
	err = s.read.QueryRowContext(ctx, `SELECT COUNT(DISTINCT subject) FROM offers
		WHERE scheme = $1 AND offered_at > 0 AND offered_at >= $2`, scheme, since).Scan(&n)
	return n, failed("approached", err)
}

// subjects runs a query that gives residents.
func (s *Store) subjects(ctx context.Context, query string, args ...any) (list []Subject, err error) {
	rows, err := s.read.QueryContext(ctx, query, args...)
	err = each(rows, err, func(rows *sql.Rows) error {
		var subject Subject
		err := rows.Scan(&subject)
		list = append(list, subject)
		return err
	})
	return list, err
}
