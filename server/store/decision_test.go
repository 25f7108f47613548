package store_test

import (
	"errors"
	"slices"
	"testing"

	"zeker/offers"
	"zeker/server/store"
)

func TestDecisionsAreStoredAllOrNone(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		rows := withOffers(t, s, 3)
		const asked = 20_800 // the day
		accepted := filing(rows[0].Subject, rows[0].ID, 1, offers.Accept, asked*86_400+80_000)
		declined := filing(rows[1].Subject, rows[1].ID, 1, offers.Decline, asked*86_400)
		mustFile(t, s, accepted)
		mustFile(t, s, declined)
		waits := filing(rows[2].Subject, rows[2].ID, 1, offers.Accept, asked*86_400)
		waits.SignBy = asked + 14
		mustFile(t, s, waits)
		number := accepted.Receipt.Number
		standing := func() store.Standing {
			t.Helper()
			at, err := s.Standing(t.Context(), accepted.Subject, number)
			if err != nil {
				t.Fatal(err)
			}
			return at
		}
		good := offers.Decision{Number: number, Sent: asked, Outcome: offers.Refused}
		for _, strange := range []offers.Decision{
			{Number: "nobody's", Sent: asked}, {Number: declined.Receipt.Number, Sent: asked}, {Number: number, Sent: asked - 1}, {Number: waits.Receipt.Number, Sent: asked},
		} {
			got, err := s.Decide(t.Context(), []offers.Decision{good, strange})
			if err != nil || !slices.Equal(got, []string{strange.Number}) {
				t.Errorf("%+v: got %v, %v; want that it is strange", strange, got, err)
			}
			if at := standing(); at.Decision != nil {
				t.Fatalf("%+v: the other one was stored: %+v", strange, at.Decision)
			}
		}
		for _, outcome := range []offers.Award{offers.Refused, offers.Granted} {
			good.Outcome = outcome
			if got, err := s.Decide(t.Context(), []offers.Decision{good}); err != nil || got != nil {
				t.Fatalf("got %v, %v", got, err)
			}
			if at := standing(); at.Decision == nil || *at.Decision != good || at.TakenAt != 0 {
				t.Errorf("got %+v, want %+v", at, good)
			}
		}
		if _, err := s.Standing(t.Context(), rows[1].Subject, number); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("of somebody else: got %v, want ErrNotFound", err)
		}
	})
}
