package store_test

import (
	"bytes"
	"errors"
	"maps"
	"testing"

	"zeker/offers"
	"zeker/offers/rules"
	"zeker/server/store"
)

// typed is what somebody filled in, right and wrong.
func typed() map[string]string {
	return map[string]string{"fact.vermogen": "veel", "contest.heeft_partner": "1", "wish": "'s middags — “na 14 uur”\nof later"}
}

func mustSave(t testing.TB, s *store.Store, o store.OfferRow, d store.Draft) {
	t.Helper()
	if err := s.SaveDraft(t.Context(), o.Subject, o.ID, d); err != nil {
		t.Fatal(err)
	}
}

func TestB11ADraftIsFoundAgainWhole(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		rows := withOffers(t, s, 2)
		o, stranger := rows[0], rows[1].Subject
		mustSave(t, s, o, store.Draft{Values: map[string]string{"wish": "first"}, Door: store.ByLetter, At: 5, Purge: 100})
		mustSave(t, s, o, store.Draft{Values: typed(), Door: store.ByLetter, At: 6, Purge: 100})
		got, err := s.Draft(t.Context(), o.Subject, o.ID, store.ByLetter, 100)
		if err != nil || !maps.Equal(got.Values, typed()) || got.At != 6 || got.Purge != 100 || got.Door != store.ByLetter {
			t.Errorf("got %+v, %v; want the last that was saved, to the letter", got, err)
		}
		if _, err := s.Draft(t.Context(), o.Subject, o.ID, store.ByLetter, 101); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("after its last day: got %v, want ErrNotFound", err)
		}
		if _, err := s.Draft(t.Context(), stranger, o.ID, store.BySignIn, 1); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("somebody else's: got %v, want ErrNotFound", err)
		}
		if err := s.SaveDraft(t.Context(), stranger, o.ID, store.Draft{Purge: 100}); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("for somebody else's offer: got %v, want ErrNotFound", err)
		}
		if err := s.DeleteDraft(t.Context(), stranger, o.ID, store.BySignIn); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Draft(t.Context(), o.Subject, o.ID, store.ByLetter, 1); err != nil {
			t.Errorf("somebody else threw it away: %v", err)
		}
	})
}

// Who holds the letter is not always who signed in.
func TestB11ALetterDoesNotOpenWhatWasSavedSignedIn(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		o := withOffers(t, s, 1)[0]
		by := func(door store.Door) string {
			d, err := s.Draft(t.Context(), o.Subject, o.ID, door, 1)
			if err != nil && !errors.Is(err, store.ErrNotFound) {
				t.Fatal(err)
			}
			return d.Values["wish"]
		}
		mustSave(t, s, o, store.Draft{Values: map[string]string{"wish": "signed in"}, Door: store.BySignIn, At: 5, Purge: 100})
		if by(store.BySignIn) != "signed in" || by(store.ByLetter) != "" {
			t.Errorf("got %q signed in and %q by letter, want it signed in only", by(store.BySignIn), by(store.ByLetter))
		}
		mustSave(t, s, o, store.Draft{Values: map[string]string{"wish": "by letter"}, Door: store.ByLetter, At: 6, Purge: 100})
		if by(store.BySignIn) != "by letter" || by(store.ByLetter) != "by letter" {
			t.Errorf("got %q signed in and %q by letter, want the last for both", by(store.BySignIn), by(store.ByLetter))
		}
		if err := s.DeleteDraft(t.Context(), o.Subject, o.ID, store.ByLetter); err != nil {
			t.Fatal(err)
		}
		if by(store.BySignIn) != "signed in" || by(store.ByLetter) != "" {
			t.Errorf("got %q signed in, want what a letter cannot throw away", by(store.BySignIn))
		}
	})
}

func TestB11ADraftGoesWhen(t *testing.T) {
	gone := []struct {
		situation string
		purge     rules.Day
		end       func(t *testing.T, s *store.Store, o store.OfferRow) error
	}{
		{"the offer is answered", 101, func(t *testing.T, s *store.Store, o store.OfferRow) error {
			f := filing(o.Subject, o.ID, 1, offers.Decline, 9)
			f.Door = store.BySignIn
			_, _, err := s.File(t.Context(), f)
			return err
		}},
		{"the resident opts out", 101, func(t *testing.T, s *store.Store, o store.OfferRow) error {
			return s.OptOut(t.Context(), o.Subject, 9)
		}},
		{"the resident throws it away", 101, func(t *testing.T, s *store.Store, o store.OfferRow) error {
			return s.DeleteDraft(t.Context(), o.Subject, o.ID, store.BySignIn)
		}},
		{"its last day has passed", 100, func(t *testing.T, s *store.Store, _ store.OfferRow) error {
			_, err := s.Purge(t.Context(), 101)
			return err
		}},
		{"nothing happens", 101, nil},
	}
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		rows, raw := withOffers(t, s, len(gone)), db.raw(t)
		for i, o := range rows {
			for _, door := range []store.Door{store.ByLetter, store.BySignIn} {
				mustSave(t, s, o, store.Draft{Values: typed(), Door: door, At: 5, Purge: gone[i].purge})
			}
			if err := s.MarkOpened(t.Context(), o.Subject, o.ID, 4); err != nil { // so that the offer stays
				t.Fatal(err)
			}
		}
		for i, g := range gone {
			want := 2
			if g.end != nil {
				want = 0
				if err := g.end(t, s, rows[i]); err != nil {
					t.Fatalf("%s: %v", g.situation, err)
				}
			}
			if n := count(t, raw, `SELECT COUNT(*) FROM drafts WHERE offer = $1`, rows[i].ID); n != want {
				t.Errorf("%s: %d drafts are left, want %d", g.situation, n, want)
			}
		}
		last := rows[len(rows)-1] // nothing has happened to it yet
		byLetter := filing(last.Subject, last.ID, 1, offers.Decline, 9)
		byLetter.Door = store.ByLetter
		if _, _, err := s.File(t.Context(), byLetter); err != nil {
			t.Fatal(err)
		}
		if n := count(t, raw, `SELECT COUNT(*) FROM drafts WHERE offer = $1 AND door = 'sign_in'`, last.ID); n != 1 {
			t.Errorf("answered by letter: %d drafts of who signed in are left, want 1", n)
		}
		if n := count(t, raw, `SELECT COUNT(*) FROM drafts WHERE offer = $1`, last.ID); n != 1 {
			t.Errorf("answered by letter: %d drafts are left, want 1", n)
		}
	})
}

// Held by a browser or locked up on a device: what one visitor typed opens for the same
// one only, at the same offer.
func TestB11WhatABrowserCarriesOpensForTheSameVisitorOnly(t *testing.T) {
	s := database{place: t.TempDir() + "/zeker.db", driver: "sqlite"}.open(t, keys(t, key(1)))
	anna := store.Visitor{Subject: "anna", Door: store.BySignIn}
	sealed, err := s.Carry("offer", s.FormTag(anna, "offer"), typed())
	if err != nil || bytes.Contains(sealed, []byte("middags")) {
		t.Fatalf("got %q, %v; want it sealed", sealed, err)
	}
	if got, err := s.Carried(anna, "offer", sealed); err != nil || !maps.Equal(got, typed()) {
		t.Errorf("got %v, %v; want what was typed", got, err)
	}
	if got, err := s.Carried(anna, "another", sealed); err == nil {
		t.Errorf("another offer opens %v", got)
	}
	device := s.DeviceKey(anna, "offer")
	if len(device) != 32 || !bytes.Equal(device, s.DeviceKey(anna, "offer")) || bytes.Equal(device, s.FormTag(anna, "offer")) {
		t.Errorf("got key %x; want 32 bytes, each time the same, and not what is in the form", device)
	}
	for name, other := range map[string]store.Visitor{
		"another resident": {Subject: "bram", Door: store.BySignIn},
		"with the letter":  {Subject: "anna", Door: store.ByLetter},
		"a helper":         {Subject: "anna", Door: store.ByHelper, Mandate: "one"},
		"another helper":   {Subject: "anna", Door: store.ByHelper, Mandate: "two"},
		"with a mandate":   {Subject: "anna", Door: store.BySignIn, Mandate: "one"},
	} {
		if got, err := s.Carried(other, "offer", sealed); err == nil {
			t.Errorf("%s: opens %v", name, got)
		}
		if bytes.Equal(device, s.DeviceKey(other, "offer")) {
			t.Errorf("%s: has the same key", name)
		}
	}
	sealed[len(sealed)-1]++
	if got, err := s.Carried(anna, "offer", sealed); err == nil {
		t.Errorf("changed on the way it opens %v", got)
	}
}
