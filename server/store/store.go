// Package store keeps what the portal must remember: the residents of the last
// import, who does not want to be approached, which offers were made, letters,
// answers with their receipts, what is still to be delivered, who of the staff may do
// what, and sessions.
//
// It runs on SQLite, in one file, and on PostgreSQL by URL; the SQL is written
// once, in the dialect that both understand. What the database says is done is
// done: a call returns after its transaction is on disk. On SQLite one goroutine
// writes, and commits the requests that wait together as one transaction, of which
// a request that fails takes back only itself; that makes full durability several
// times faster than a transaction for each.
//
// Whoever takes the database without the key learns no name and no number: a
// resident is a [Subject], a keyed hash of the BSN, and people, facts, answers,
// receipts, deliveries and the names of staff are sealed ([Keys]). In the clear stand what is needed to
// count and to find: schemes, classes, amounts, kinds of answers, names of facts,
// and moments.
//
// Moments are seconds since 1970, UTC, and 0 means never; the store never asks
// what time it is.
package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"sync/atomic"

	"zeker/offers"
)

// The errors that callers branch on. Not yours looks like not found.
const (
	// ErrNotFound: there is no such thing, or it belongs to somebody else.
	ErrNotFound = offers.Error("not found")
	// ErrOptedOut: the resident does not want to be approached; no fact was read.
	ErrOptedOut = offers.Error("the resident opted out")
	// ErrCode: the code or the birthday does not open anything. Why is not told.
	ErrCode = offers.Error("the letter code or the birthday is not right")
	// ErrSequence: an answer skips a sequence number.
	ErrSequence = offers.Error("the answer is not the next one of its offer")
	// ErrTaken: delivery has taken the answer before; it can no longer be changed here.
	ErrTaken = offers.Error("the answer was delivered before and cannot change")
	// ErrKey: the master key is not the one that the database was written with.
	ErrKey = offers.Error("the key does not fit this database")
	// ErrMunicipality: the database was begun for another municipality.
	ErrMunicipality = offers.Error("the database belongs to another municipality")
)

// Store is an open database. It is for use by many goroutines.
type Store struct {
	read  queries
	write writer
	keys  Keys
	names pseudonyms
	filed atomic.Uint32 // answers, to give their outbox rows an order

	together int // rows that it is fastest to insert with one statement
	close    func() error
}

// queries runs SQL: a database, a transaction, or either with its statements
// prepared once.
type queries interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// writer runs do inside a transaction and returns when that is on disk. When do
// returns an error nothing of it stays. It may run do more than once, so do sets
// results and adds to nothing.
type writer interface {
	transact(ctx context.Context, do func(ctx context.Context, q queries) error) error
}

// Open opens the database at a place and brings its tables up to date. The place
// is the path of an SQLite file, "file:...", or "postgres://...". ErrKey when the
// keys do not fit.
func Open(ctx context.Context, place string, keys Keys) (*Store, error) {
	if len(keys.sealing) == 0 {
		return nil, fmt.Errorf("store: no key given; make one with NewKeys")
	}
	open := openSQLite
	if strings.HasPrefix(place, "postgres://") || strings.HasPrefix(place, "postgresql://") {
		open = openPostgres
	}
	s, err := open(ctx, place)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	s.keys = keys
	if s.names, err = s.openPseudonyms(ctx); err != nil {
		s.close()
		return nil, fmt.Errorf("store: %w", err)
	}
	return s, nil
}

// Close waits for the writes under way and closes the database.
func (s *Store) Close() error { return s.close() }

// Ready reports whether the database answers.
func (s *Store) Ready(ctx context.Context) error {
	var one int
	if err := s.read.QueryRowContext(ctx, `SELECT 1`).Scan(&one); err != nil {
		return fmt.Errorf("store: database does not answer: %w", err)
	}
	return nil
}

// each calls scan for every row.
func each(rows *sql.Rows, err error, scan func(*sql.Rows) error) error {
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
