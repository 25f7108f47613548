package store_test

import (
	"errors"
	"strings"
	"testing"

	"zeker/offers"
	"zeker/server/store"
)

func TestKeysAreChecked(t *testing.T) {
	for situation, masters := range map[string][][]byte{
		"none":            {nil},
		"too short":       {key(1)[:31]},
		"too long":        {append(key(1), 1)},
		"older too short": {key(1), key(2)[:16]},
	} {
		t.Run(situation, func(t *testing.T) {
			if _, err := store.NewKeys(masters[0], masters[1:]...); err == nil {
				t.Error("got no error")
			}
		})
	}
	if _, err := store.Open(t.Context(), t.TempDir()+"/x.db", store.Keys{}); err == nil {
		t.Error("a database was opened without a key")
	}
}

func TestE5KeyRotation(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		first := db.open(t, keys(t, key(1)))
		rows := withOffers(t, first, 2)
		subject := rows[0].Subject

		second := db.open(t, keys(t, key(2), key(1)))
		if got := second.Subject(bsn(t, 0)); got != subject {
			t.Errorf("after the new key a resident is %q, was %q", got, subject)
		}
		p, err := second.Resident(t.Context(), subject)
		if err != nil || p.BSN != bsn(t, 0) {
			t.Errorf("what the old key wrote reads as %v, %v", p.BSN, err)
		}
		if err := second.Import(t.Context(), store.Import{File: "new", At: 3, Purge: 30000, People: []offers.Person{resident(t, 0)}}); err != nil {
			t.Fatal(err)
		}

		third := db.open(t, keys(t, key(2)))
		if p, err := third.Resident(t.Context(), subject); err != nil || p.BSN != bsn(t, 0) {
			t.Errorf("what the new key wrote reads as %v, %v", p.BSN, err)
		}
		if _, err := third.Resident(t.Context(), rows[1].Subject); !errors.Is(err, store.ErrKey) {
			t.Errorf("what only the old key opens: got %v, want ErrKey", err)
		}
		if s, err := store.Open(t.Context(), db.place, keys(t, key(1))); !errors.Is(err, store.ErrKey) {
			s.Close()
			t.Errorf("with the old key only: got %v, want ErrKey", err)
		}
		if s, err := store.Open(t.Context(), db.place, keys(t, key(9))); !errors.Is(err, store.ErrKey) {
			s.Close()
			t.Errorf("with another key: got %v, want ErrKey", err)
		}
	})
}

func TestE5SealedTextsOpenInTheirOwnRowOnly(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		rows := withOffers(t, s, 2)
		raw := db.raw(t)
		if _, err := raw.Exec(`UPDATE residents SET facts = (SELECT r.facts FROM residents r WHERE r.subject = $1)
			WHERE subject = $2`, rows[0].Subject, rows[1].Subject); err != nil {
			t.Fatal(err)
		}
		_, err := s.Resident(t.Context(), rows[1].Subject)
		if err == nil || !strings.Contains(err.Error(), "residents.facts") || strings.Contains(err.Error(), string(rows[1].Subject)) {
			t.Errorf("facts of another resident: got %v; want an error that names the column and no resident", err)
		}
		if _, err := s.Resident(t.Context(), rows[0].Subject); err != nil {
			t.Errorf("the row that was copied from: %v", err)
		}
		for situation, broken := range map[string][]byte{"empty": {}, "short": {1, 2}, "another format": make([]byte, 200)} {
			if _, err := raw.Exec(`UPDATE residents SET facts = $1 WHERE subject = $2`, broken, rows[1].Subject); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Resident(t.Context(), rows[1].Subject); err == nil {
				t.Errorf("%s: got no error", situation)
			}
		}
	})
}
