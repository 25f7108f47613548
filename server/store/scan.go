package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"strings"

	"zeker/offers"
	"zeker/offers/rules"
)

// Scan is the outcome of one look at everyone, for one municipality and day. Of
// residents without an offer it holds counters only.
type Scan struct {
	Municipality string
	On           rules.Day
	Bundle       string // hash
	At           int64
	Counters     map[string]int64
	Offers       []OfferRow // ID, Municipality, On, Bundle and MadeAt are filled in
}

// SaveScan stores the offers of a scan. An offer that is there for the same
// resident, scheme and year keeps its id and its story; one that was answered
// stays as it was. Offers that this scan did not find again and that nobody was
// told of are deleted. Whoever opted out by now, or asked not to be offered the
// scheme for a year, gets none. When the context ends before all is written,
// nothing is.
func (s *Store) SaveScan(caller context.Context, scan Scan) error {
	return failed("save scan", s.write.transact(caller, func(ctx context.Context, q queries) error {
		if err := takeTurn(ctx, q); err != nil {
			return err
		}
		refused, err := refusals(ctx, q, scan.At)
		if err != nil {
			return err
		}
		id := rand.Text()
		if err := saveCounters(ctx, q, id, scan); err != nil {
			return err
		}
		rows := s.newOffers(q)
		for i := range scan.Offers {
			o := &scan.Offers[i]
			if err := caller.Err(); err != nil {
				return err // who waits for so many rows can still change their mind
			}
			if refused[refusal{o.Subject, ""}] || refused[refusal{o.Subject, o.Scheme}] {
				continue
			}
			if err := rows.add(ctx, id, &scan, o); err != nil {
				return err
			}
		}
		if err := rows.end(ctx); err != nil {
			return err
		}
		_, err = q.ExecContext(ctx, `DELETE FROM offers WHERE municipality = $1 AND scan <> $2
			AND offered_at = 0 AND opened_at = 0 AND `+unanswered, scan.Municipality, id)
		return err
	}))
}

// refusal says who does not want which scheme; "" is any.
type refusal struct {
	subject Subject
	scheme  string
}

// quietYear is how long "do not offer it again for a year" lasts, in seconds.
const quietYear = 365 * 24 * 60 * 60

func refusals(ctx context.Context, q queries, at int64) (map[refusal]bool, error) {
	refused := map[refusal]bool{}
	rows, err := q.QueryContext(ctx, `SELECT subject, '' FROM opt_outs
		UNION SELECT o.subject, o.scheme FROM offers o JOIN answers a ON a.offer = o.id
		WHERE a.kind = $1 AND a.at > $2
		AND a.sequence = (SELECT MAX(sequence) FROM answers l WHERE l.offer = o.id)`, offers.DeclineYear, at-quietYear)
	err = each(rows, err, func(rows *sql.Rows) error {
		var r refusal
		err := rows.Scan(&r.subject, &r.scheme)
		refused[r] = true
		return err
	})
	return refused, err
}

func saveCounters(ctx context.Context, q queries, id string, scan Scan) error {
	if _, err := q.ExecContext(ctx, `INSERT INTO scans (id, municipality, day, bundle, at) VALUES ($1, $2, $3, $4, $5)`,
		id, scan.Municipality, scan.On, scan.Bundle, scan.At); err != nil {
		return err
	}
	for name, count := range scan.Counters {
		if _, err := q.ExecContext(ctx, `INSERT INTO scan_counters (scan, name, count) VALUES ($1, $2, $3)`,
			id, name, count); err != nil {
			return err
		}
	}
	return nil
}

// offerInsertion writes the offers of a scan.
type offerInsertion struct{ insertion }

func (s *Store) newOffers(q queries) *offerInsertion {
	return &offerInsertion{insertion{q: q, together: s.together, columns: 14, head: `INSERT INTO offers (id, subject, scheme, year, municipality, class, state, amount,
			facts, bundle, day, expires_on, scan, made_at)`,
		tail: `ON CONFLICT (subject, scheme, year) DO UPDATE SET class = excluded.class, state = excluded.state,
			amount = excluded.amount, facts = excluded.facts, bundle = excluded.bundle, day = excluded.day,
			expires_on = excluded.expires_on, scan = excluded.scan
		WHERE ` + unanswered}}
}

func (i *offerInsertion) add(ctx context.Context, id string, scan *Scan, o *OfferRow) error {
	year, _, _ := scan.On.Civil()
	return i.insertion.add(ctx, rand.Text(), o.Subject, o.Scheme, year, scan.Municipality, o.Class, o.State, o.Amount,
		strings.Join(o.Facts, ","), scan.Bundle, scan.On, o.Expires, id, scan.At)
}
