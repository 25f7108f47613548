package store_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"

	"zeker/server/store"
)

// patience is a context that ends when it was asked a number of times.
type patience struct {
	context.Context
	left atomic.Int64 // database/sql asks too, from a goroutine of its own
}

func (p *patience) Err() error {
	if p.left.Add(-1) < 0 {
		return context.Canceled
	}
	return nil
}

func TestScanThatIsGivenUpStoresNothing(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		before, kept := s.Subject("before"), s.Subject("kept")
		save(t, s, scanned(t, "2026-11-16", 100, before, kept))
		subjects := []store.Subject{kept}
		for _, name := range []string{"a", "b", "c", "d", "e", "f", "g"} {
			subjects = append(subjects, s.Subject(name))
		}
		patient := &patience{Context: t.Context()}
		patient.left.Store(5)
		err := s.SaveScan(patient, scanned(t, "2026-11-17", 200, subjects...))
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want that it was given up", err)
		}
		raw := db.raw(t)
		if n := count(t, raw, `SELECT COUNT(*) FROM scans`); n != 1 {
			t.Errorf("there are %d scans, want the first", n)
		}
		for _, subject := range []store.Subject{before, kept} {
			if _, got := amounts(t, s, subject); len(got) != 1 || got[0] != 100 {
				t.Errorf("offers of the first scan come to %v, want 100", got)
			}
		}
		if n := count(t, raw, `SELECT COUNT(*) FROM offers`); n != 2 {
			t.Errorf("there are %d offers, want 2", n)
		}
		save(t, s, scanned(t, "2026-11-17", 200, subjects...))
		if n := count(t, raw, `SELECT COUNT(*) FROM offers`); n != 8 {
			t.Errorf("there are %d offers afterwards, want 8", n)
		}
	})
}
