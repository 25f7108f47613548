package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"testing"

	"zeker/offers"
)

// recorder notes the statements that run.
type recorder struct {
	queries
	ran []string
}

func (r *recorder) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	r.ran = append(r.ran, query)
	return r.queries.ExecContext(ctx, query, args...)
}

func (r *recorder) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	r.ran = append(r.ran, query)
	return r.queries.QueryContext(ctx, query, args...)
}

func (r *recorder) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	r.ran = append(r.ran, query)
	return r.queries.QueryRowContext(ctx, query, args...)
}

// B12: why a code fails cannot be told from what the database does. With a right
// one it does the same, too.
func TestB12EveryTryRunsTheSameStatements(t *testing.T) {
	s, w := openGroup(t)
	if err := s.SaveScan(t.Context(), Scan{Municipality: "zonnedijk", Offers: []OfferRow{{Subject: "anna", Scheme: "x", Class: offers.ClassOffer, State: offers.Entitled}}}); err != nil {
		t.Fatal(err)
	}
	for _, hash := range []string{"right", "used up", "expired"} {
		l := Letter{Subject: "anna", CodeHash: []byte(hash), Born: 0, At: 100}
		if hash == "expired" {
			l.At = 100 - CodeLife
		}
		if err := s.AddLetter(t.Context(), l); err != nil {
			t.Fatal(err)
		}
	}
	for range codeTries {
		s.TryCode(t.Context(), []byte("used up"), 2, 2, 100)
	}
	written, read := &recorder{queries: w.q}, &recorder{queries: s.read}
	w.stop()
	group := newGroupWriter(written)
	s.write, s.read = group, read
	defer group.stop()

	var first []string
	for _, try := range []struct {
		situation  string
		hash       string
		day, month int
		opens      bool
	}{
		{"right", "right", 1, 1, true},
		{"wrong birthday", "right", 2, 1, false},
		{"unknown code", "unknown", 1, 1, false},
		{"malformed code", "", 1, 1, false},
		{"used up", "used up", 1, 1, false},
		{"expired", "expired", 1, 1, false},
	} {
		written.ran, read.ran = nil, nil
		who, err := s.TryCode(t.Context(), []byte(try.hash), try.day, try.month, 100)
		if opened := err == nil && who == "anna"; opened != try.opens || err != nil && err != ErrCode {
			t.Errorf("%s: got %q, %v", try.situation, who, err)
		}
		ran := append(written.ran, read.ran...)
		if first == nil {
			first = ran
		}
		if !slices.Equal(ran, first) || len(ran) != 3 {
			t.Errorf("%s: ran %s\nand the first ran %s", try.situation, fmt.Sprint(ran), fmt.Sprint(first))
		}
	}
}
