package store

import (
	"context"
	"database/sql"
	"strconv"

	"zeker/offers"
)

// TakeUpLine counts what became of the offers of one scheme that residents were
// told of. Offered is the sum of Accepted, Unsigned, Declined, Talk and Silent. Who took an
// application back knows of the scheme and does not want it; who took a no back has not
// answered.
type TakeUpLine struct {
	Scheme   string
	Offered  int64
	Opened   int64
	Accepted int64 // and the application went
	Unsigned int64 // and it did not: the partner has not signed, or will not
	Declined int64
	Talk     int64
	Silent   int64 // told of, no answer
}

// TakeUp counts what was before a second, a line a scheme.
func (s *Store) TakeUp(ctx context.Context, until int64) (lines []TakeUpLine, err error) {
	rows, err := s.read.QueryContext(ctx, `SELECT o.scheme, COUNT(*),
			COUNT(CASE WHEN o.opened_at > 0 AND o.opened_at < $1 THEN 1 END),
			COUNT(CASE WHEN a.kind = $2 AND a.outbox <> '' AND COALESCE(g.signed_at, 0) < $1 THEN 1 END),
			COUNT(CASE WHEN a.kind = $2 AND (a.outbox = '' OR g.signed_at >= $1) THEN 1 END),
			COUNT(CASE WHEN a.kind IN ($3, $4) OR a.kind = $6 AND b.kind = $2 THEN 1 END),
			COUNT(CASE WHEN a.kind = $5 THEN 1 END),
			COUNT(CASE WHEN a.kind IS NULL OR a.kind = $6 AND b.kind <> $2 THEN 1 END)
		FROM offers o LEFT JOIN answers a ON a.offer = o.id AND a.sequence =
			(SELECT MAX(l.sequence) FROM answers l WHERE l.offer = o.id AND l.at < $1)
			LEFT JOIN answers b ON b.offer = a.offer AND b.sequence = a.sequence - 1
			LEFT JOIN signatures g ON g.offer = a.offer AND g.sequence = a.sequence
		WHERE o.offered_at > 0 AND o.offered_at < $1
		GROUP BY o.scheme ORDER BY o.scheme`, until, offers.Accept, offers.Decline, offers.DeclineYear, offers.Talk, offers.Withdraw)
	err = each(rows, err, func(rows *sql.Rows) error {
		var l TakeUpLine
		err := rows.Scan(&l.Scheme, &l.Offered, &l.Opened, &l.Accepted, &l.Unsigned, &l.Declined, &l.Talk, &l.Silent)
		lines = append(lines, l)
		return err
	})
	return lines, failed("take-up", err)
}

// Told returns the counts of a line, in their order, as anybody may read them: a small
// one as "<5", because in a village it is people.
func (l *TakeUpLine) Told() []string {
	opened := veiled([]int64{l.Opened, l.Offered - l.Opened})[0] // who did not open it may be few as well
	return append([]string{few(l.Offered), opened}, veiled([]int64{l.Accepted, l.Unsigned, l.Declined, l.Talk, l.Silent})...)
}

const (
	smallest = 5 // the least number of people that is told
	// NotTold stands in place of a number that would give a small one away.
	NotTold = "-"
)

// few writes a number of people, a small one as "<5".
func few(n int64) string {
	if n < smallest {
		return "<" + strconv.Itoa(smallest)
	}
	return strconv.FormatInt(n, 10)
}

// veiled writes the parts of a sum that is told too. A part that is small all
// by itself would follow from the others: then the least of those is left out.
func veiled(parts []int64) []string {
	words := make([]string, len(parts))
	small, least := 0, -1
	for i, n := range parts {
		words[i] = few(n)
		switch {
		case n < smallest:
			small++
		case least < 0 || n < parts[least]:
			least = i
		}
	}
	if small == 1 && least >= 0 {
		words[least] = NotTold
	}
	return words
}
