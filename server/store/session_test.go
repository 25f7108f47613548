package store_test

import (
	"errors"
	"testing"

	"zeker/server/store"
)

func TestSessionsEndAtOnce(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		save := func(id string, who store.Subject, expires int64) []byte {
			t.Helper()
			hash := []byte(id)
			if err := s.SaveSession(t.Context(), store.Session{IDHash: hash, Subject: who, Door: store.BySignIn, Created: 1, Seen: 2, Expires: expires}); err != nil {
				t.Fatal(err)
			}
			return hash
		}
		gone := func(situation string, hash []byte, now int64) {
			t.Helper()
			if got, err := s.LoadSession(t.Context(), hash, now); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("%s: got %+v, %v; want ErrNotFound", situation, got, err)
			}
		}
		a, b, other := save("\x00a", "anna", 100), save("b", "anna", 100), save("c", "bram", 50)
		if got, err := s.LoadSession(t.Context(), a, 99); err != nil || got.Subject != "anna" || got.Door != store.BySignIn || got.Created != 1 || got.Seen != 2 || got.Expires != 100 {
			t.Errorf("got %+v, %v", got, err)
		}
		gone("in the second in which it expires", a, 100)
		gone("unknown", []byte("x"), 1)
		if err := s.TouchSession(t.Context(), a, 90, 190); err != nil {
			t.Errorf("touch: %v", err)
		}
		if got, err := s.LoadSession(t.Context(), a, 189); err != nil || got.Seen != 90 {
			t.Errorf("touched: got %+v, %v", got, err)
		}
		if err := s.TouchSession(t.Context(), other, 60, 160); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("touching one that expired: got %v, want ErrNotFound", err)
		}
		if err := s.DeleteSession(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		gone("deleted", a, 1)
		if err := s.DeleteSession(t.Context(), a); err != nil {
			t.Errorf("deleted again: %v", err)
		}
		if err := s.TouchSession(t.Context(), a, 10, 100); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("touching one that was deleted: got %v, want ErrNotFound", err)
		}
		if err := s.DeleteSessionsOf(t.Context(), "anna"); err != nil {
			t.Fatal(err)
		}
		gone("deleted with all of its resident", b, 1)
		if _, err := s.LoadSession(t.Context(), other, 49); err != nil {
			t.Errorf("somebody else's: %v", err)
		}
		if err := s.DeleteExpiredSessions(t.Context(), 50); err != nil {
			t.Fatal(err)
		}
		if n := count(t, db.raw(t), `SELECT COUNT(*) FROM sessions`); n != 0 {
			t.Errorf("%d sessions are left, want 0", n)
		}
	})
}
