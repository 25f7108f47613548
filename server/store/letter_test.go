package store_test

import (
	"bytes"
	"errors"
	"testing"

	"zeker/offers/rules"
	"zeker/server/identity"
	"zeker/server/store"
)

// code is the nth made-up letter code.
func code(n byte) identity.Code {
	c, err := identity.NewCode(bytes.NewReader(bytes.Repeat([]byte{n + 1}, 15)))
	if err != nil {
		panic(err) // there is a byte for each symbol
	}
	return c
}

// letter tells a resident of one offer, with the nth code, at second 100; the
// resident was born on the resident's own day.
func letter(s *store.Store, o store.OfferRow, n byte) store.Letter {
	return store.Letter{Subject: o.Subject, CodeHash: code(n).Hash(s.CodePepper()), Born: born, At: 100, Offers: []string{o.ID}}
}

const born = rules.Day(5) // 6 January 1970

func TestLetterMarksItsOffers(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		rows := withOffers(t, s, 2)
		other := letter(s, rows[0], 1)
		other.Offers = append(other.Offers, rows[1].ID) // somebody else's
		if err := s.AddLetter(t.Context(), other); err != nil {
			t.Fatal(err)
		}
		for i, want := range []int64{100, 0} {
			if o, err := s.Offer(t.Context(), rows[i].Subject, rows[i].ID); err != nil || o.OfferedAt != want {
				t.Errorf("offer %d: offered at %d, %v; want %d", i, o.OfferedAt, err, want)
			}
		}
		again := letter(s, rows[0], 2)
		again.At = 200
		if err := s.AddLetter(t.Context(), again); err != nil {
			t.Fatal(err)
		}
		if o, err := s.Offer(t.Context(), rows[0].Subject, rows[0].ID); err != nil || o.OfferedAt != 100 {
			t.Errorf("after a second letter: offered at %d, %v; want 100", o.OfferedAt, err)
		}
		if err := s.AddLetter(t.Context(), again); err == nil {
			t.Error("one code was given out twice")
		}
	})
}

func TestB12CodeOpensWithTheBirthdayOnly(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		o := withOffers(t, s, 1)[0]
		if err := s.AddLetter(t.Context(), letter(s, o, 1)); err != nil {
			t.Fatal(err)
		}
		hash := code(1).Hash(s.CodePepper())
		last := int64(100 + store.CodeLife - 1)
		for _, c := range []struct {
			situation  string
			hash       []byte
			day, month int
			now        int64
			want       error
		}{
			{"right", hash, 6, 1, 100, nil},
			{"right, again, to come back", hash, 6, 1, 200, nil},
			{"another day", hash, 7, 1, 100, store.ErrCode},
			{"another month", hash, 6, 2, 100, store.ErrCode},
			{"day and month exchanged", hash, 1, 6, 100, store.ErrCode},
			{"another code", code(2).Hash(s.CodePepper()), 6, 1, 100, store.ErrCode},
			{"malformed, so the zero code", identity.Code{}.Hash(s.CodePepper()), 6, 1, 100, store.ErrCode},
			{"no hash at all", nil, 6, 1, 100, store.ErrCode},
			{"no date, though in a byte it is 6 January", hash, 262, 257, 100, store.ErrCode},
			{"in the last second of 20 days", hash, 6, 1, last, nil},
			{"after 20 days", hash, 6, 1, last + 1, store.ErrCode},
		} {
			t.Run(c.situation, func(t *testing.T) {
				got, err := s.TryCode(t.Context(), c.hash, c.day, c.month, c.now)
				if !errors.Is(err, c.want) || (err == nil) != (got == o.Subject) {
					t.Errorf("got %q, %v; want error %v", got, err, c.want)
				}
			})
		}
	})
}

func TestB12FiveWrongBirthdaysUseACodeUp(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		rows := withOffers(t, s, 2)
		for i, o := range rows {
			if err := s.AddLetter(t.Context(), letter(s, o, byte(i))); err != nil {
				t.Fatal(err)
			}
		}
		hash := code(0).Hash(s.CodePepper())
		for try := range 4 {
			if _, err := s.TryCode(t.Context(), hash, 31, 12, 100); !errors.Is(err, store.ErrCode) {
				t.Fatalf("wrong try %d: got %v", try+1, err)
			}
		}
		if _, err := s.TryCode(t.Context(), hash, 6, 1, 100); err != nil {
			t.Errorf("right after four wrong tries: %v", err)
		}
		if _, err := s.TryCode(t.Context(), hash, 31, 12, 100); !errors.Is(err, store.ErrCode) {
			t.Errorf("wrong try 5: got %v", err)
		}
		if _, err := s.TryCode(t.Context(), hash, 6, 1, 100); !errors.Is(err, store.ErrCode) {
			t.Errorf("right after five wrong tries: got %v, want ErrCode", err)
		}
		if _, err := s.TryCode(t.Context(), code(1).Hash(s.CodePepper()), 6, 1, 100); err != nil {
			t.Errorf("the neighbour's code: %v", err)
		}
	})
}

func TestB12ParallelGuessesAreCountedEach(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		o := withOffers(t, s, 1)[0]
		if err := s.AddLetter(t.Context(), letter(s, o, 0)); err != nil {
			t.Fatal(err)
		}
		hash := code(0).Hash(s.CodePepper())
		opened := make(chan bool, 366)
		for n := range cap(opened) {
			go func() {
				_, err := s.TryCode(t.Context(), hash, n%31+1, n/31+1, 100)
				opened <- err == nil
			}()
		}
		n := 0
		for range cap(opened) {
			if <-opened {
				n++
			}
		}
		if wrong := count(t, db.raw(t), `SELECT wrong FROM letters`); wrong < 365 || n > 1 {
			t.Errorf("%d of 366 guesses counted, %d opened", wrong, n)
		}
	})
}

func TestB12OnlyHashesAreKept(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		rows := withOffers(t, s, 2)
		for i, o := range rows {
			if err := s.AddLetter(t.Context(), letter(s, o, byte(i))); err != nil {
				t.Fatal(err)
			}
		}
		raw := db.raw(t)
		if n := count(t, raw, `SELECT COUNT(DISTINCT birthday) FROM letters`); n != 2 {
			t.Errorf("one birthday of two residents is kept as %d hashes, want 2", n)
		}
		dump := dump(t, db)
		for n := range byte(2) {
			c := code(n)
			for _, clear := range []string{c.String(), string(c[:])} {
				if bytes.Contains(dump, []byte(clear)) {
					t.Errorf("the code %q lies in the database", clear)
				}
			}
		}
	})
}
