package store_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"zeker/offers"
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

// Of whom nobody knows the day of birth, the year opens the letter, and nothing else does.
func TestB12CodeOpensWithTheYearOfWhomNobodyKnowsTheDay(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		o := withOffers(t, s, 1)[0]
		l := letter(s, o, 1)
		l.Born, l.BornYear = 0, 1984
		if err := s.AddLetter(t.Context(), l); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			day, month int
			want       error
		}{{1984, 0, nil}, {1985, 0, store.ErrCode}, {1, 1, store.ErrCode}, {0, 0, store.ErrCode}} {
			got, err := s.TryCode(t.Context(), l.CodeHash, c.day, c.month, 100)
			if !errors.Is(err, c.want) || (err == nil) != (got == o.Subject) {
				t.Errorf("%d, month %d: got %q, %v; want error %v", c.day, c.month, got, err, c.want)
			}
		}
		if err := s.AddLetter(t.Context(), letter(s, o, 2)); err != nil {
			t.Fatal(err)
		}
		if _, err := s.TryCode(t.Context(), code(2).Hash(s.CodePepper()), 1970, 0, 100); !errors.Is(err, store.ErrCode) {
			t.Errorf("the year opens a letter that goes with a birthday: %v", err)
		}
	})
}

// Of whom nobody knows the year either, nothing opens the letter; it counts as sent.
func TestB12NoBirthdayOpensTheLetterOfWhomNobodyKnowsTheYear(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		o := withOffers(t, s, 1)[0]
		l := letter(s, o, 1)
		l.Born, l.BornUnknown = 0, true
		if err := s.AddLetter(t.Context(), l); err != nil {
			t.Fatal(err)
		}
		for _, try := range [][2]int{{0, 0}, {1, 1}, {1970, 0}} {
			if got, err := s.TryCode(t.Context(), l.CodeHash, try[0], try[1], 100); !errors.Is(err, store.ErrCode) || got != "" {
				t.Errorf("%v: got %q, %v; want ErrCode", try, got, err)
			}
		}
		if list, err := s.Lapsed(t.Context(), 0, 100); err != nil || len(list) != 0 {
			t.Errorf("got %v, %v; want nobody to write to again", list, err)
		}
		if row, err := s.Offer(t.Context(), o.Subject, o.ID); err != nil || row.OfferedAt != l.At {
			t.Errorf("got %+v, %v; want an offer that was told of", row, err)
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

func TestB12ALetterThatReplacesEndsTheCodesBeforeIt(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		rows := withOffers(t, s, 2)
		for i, l := range []store.Letter{letter(s, rows[0], 1), letter(s, rows[0], 2), letter(s, rows[1], 3)} {
			if err := s.AddLetter(t.Context(), l); err != nil {
				t.Fatal(err)
			}
			if err := s.SaveSession(t.Context(), store.Session{IDHash: []byte{byte(i)}, Subject: l.Subject, Expires: 1000}); err != nil {
				t.Fatal(err)
			}
		}
		opens := func(n byte, now int64) bool {
			t.Helper()
			_, err := s.TryCode(t.Context(), code(n).Hash(s.CodePepper()), 6, 1, now)
			if err != nil && !errors.Is(err, store.ErrCode) {
				t.Fatal(err)
			}
			return err == nil
		}
		if !opens(1, 200) || !opens(2, 200) || !opens(3, 200) {
			t.Fatal("a letter that replaces nothing ended a code")
		}
		again := letter(s, rows[0], 4)
		again.At, again.Replaces = 200, true
		if err := s.AddLetter(t.Context(), again); err != nil {
			t.Fatal(err)
		}
		for n, want := range map[byte]bool{1: false, 2: false, 3: true, 4: true} {
			if got := opens(n, 200); got != want {
				t.Errorf("in the second of the new letter, code %d opens: %v, want %v", n, got, want)
			}
		}
		for i, want := range []error{store.ErrNotFound, store.ErrNotFound, nil} {
			if _, err := s.LoadSession(t.Context(), []byte{byte(i)}, 200); !errors.Is(err, want) {
				t.Errorf("session %d: got %v, want %v", i, err, want)
			}
		}
		// A code that was over stays over: it does not get the time of the new letter.
		if n := count(t, db.raw(t), `SELECT COUNT(*) FROM letters WHERE expires_at > 200`); n != 2 {
			t.Errorf("%d codes are in time, want the new one and the neighbour's", n)
		}
	})
}

func TestNoCodeEndsForWhoOptedOut(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		o := withOffers(t, s, 1)[0]
		if err := s.AddLetter(t.Context(), letter(s, o, 1)); err != nil {
			t.Fatal(err)
		}
		if err := s.OptOut(t.Context(), o.Subject, 150); err != nil {
			t.Fatal(err)
		}
		again := letter(s, o, 2)
		again.At, again.Replaces = 200, true
		if err := s.AddLetter(t.Context(), again); !errors.Is(err, store.ErrOptedOut) {
			t.Errorf("got %v, want ErrOptedOut", err)
		}
		if _, err := s.TryCode(t.Context(), code(1).Hash(s.CodePepper()), 6, 1, 200); err != nil {
			t.Errorf("the code with which to opt in again: %v", err)
		}
	})
}

func TestLapsedAreThoseWhoseOpenOfferNoCodeOpens(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		const over = 100 + store.CodeLife
		situations := []string{"code over", "code used up", "newer code works", "answered", "opted out", "not told", "told and told again, both over"}
		rows := withOffers(t, s, len(situations))
		add := func(i int, n byte, at int64) {
			t.Helper()
			l := letter(s, rows[i], n)
			l.At = at
			if err := s.AddLetter(t.Context(), l); err != nil {
				t.Fatal(err)
			}
		}
		add(0, 0, 100)
		add(1, 1, 150)
		for range 5 {
			if _, err := s.TryCode(t.Context(), code(1).Hash(s.CodePepper()), 31, 12, 150); !errors.Is(err, store.ErrCode) {
				t.Fatal(err)
			}
		}
		add(2, 2, 100)
		add(2, 12, 150)
		add(3, 3, 100)
		mustFile(t, s, filing(rows[3].Subject, rows[3].ID, 1, offers.Talk, 120))
		add(4, 4, 100)
		if err := s.OptOut(t.Context(), rows[4].Subject, 120); err != nil {
			t.Fatal(err)
		}
		add(6, 6, 90)
		add(6, 16, 100)
		for _, c := range []struct {
			situation string
			on        rules.Day
			now       int64
			want      []int
		}{
			{"in the last second of the code", 20833, over - 1, []int{1}},
			{"when it is over", 20833, over, []int{0, 1, 6}},
			{"when the offers no longer stand", 20834, over, nil},
		} {
			var want []store.Subject
			for _, i := range c.want {
				want = append(want, rows[i].Subject)
			}
			slices.Sort(want)
			got, err := s.Lapsed(t.Context(), c.on, c.now)
			if err != nil || !slices.Equal(got, want) {
				t.Errorf("%s: got %q, %v; want %q (%v)", c.situation, got, err, want, c.want)
			}
		}
	})
}

func TestApproachedCountsWhoWasTold(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		rows := withOffers(t, s, 4)
		const noon = 20773*86400 + 43200
		for i, at := range []int64{noon - 86400, noon, noon} {
			l := letter(s, rows[i], byte(i))
			l.At = at
			if err := s.AddLetter(t.Context(), l); err != nil {
				t.Fatal(err)
			}
		}
		again := letter(s, rows[1], 11) // a second letter is to the same resident
		again.At, again.Replaces = noon+1, true
		if err := s.AddLetter(t.Context(), again); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			scheme string
			since  int64
			want   int
		}{{"alleenverdieners", 0, 3}, {"alleenverdieners", noon, 2}, {"alleenverdieners", noon + 1, 0}, {"zorgtoeslag", 0, 0}} {
			if got, err := s.Approached(t.Context(), c.scheme, c.since); err != nil || got != c.want {
				t.Errorf("%s since %d: got %d, %v; want %d", c.scheme, c.since, got, err, c.want)
			}
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
