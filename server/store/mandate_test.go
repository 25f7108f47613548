package store_test

import (
	"errors"
	"reflect"
	"sync"
	"sync/atomic"
	"testing"

	"zeker/offers/rules"
	"zeker/server/store"
)

// appoint stores a mandate of anna with a code.
func appoint(t *testing.T, s *store.Store, code string) {
	t.Helper()
	if _, err := s.Appoint(t.Context(), store.Mandate{
		Subject: "anna", Name: "mijn zus", Schemes: []string{"a", "b"}, Answers: true, MadeAt: 1000, Until: 20,
	}, []byte(code)); err != nil {
		t.Fatal(err)
	}
}

func TestAMandateIsTakenOnceByAnother(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		appoint(t, s, "code")
		for name, try := range map[string]struct {
			code   string
			helper store.Subject
			now    int64
			day    rules.Day
		}{
			"another code":        {"cod", "fatma", 1000, 10},
			"by the resident":     {"code", "anna", 1000, 10},
			"after its week":      {"code", "fatma", 1000 + store.MandateCodeLife, 10},
			"after its last day":  {"code", "fatma", 1000, 21},
			"with no code at all": {"", "fatma", 1000, 10},
		} {
			if id, err := s.TakeMandate(t.Context(), []byte(try.code), try.helper, try.now, try.day); !errors.Is(err, store.ErrCode) || id != "" {
				t.Errorf("%s: got %q, %v; want ErrCode", name, id, err)
			}
		}
		var taken atomic.Int32
		var wg sync.WaitGroup
		for _, helper := range []store.Subject{"fatma", "bram", "carla", "dirk"} {
			wg.Go(func() {
				if _, err := s.TakeMandate(t.Context(), []byte("code"), helper, 1000, 20); err == nil {
					taken.Add(1)
				} else if !errors.Is(err, store.ErrCode) {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if taken.Load() != 1 {
			t.Errorf("the code was taken %d times, want once", taken.Load())
		}
	})
}

func TestMandatesEndAtOnce(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		appoint(t, s, "one")
		appoint(t, s, "two")
		id, err := s.TakeMandate(t.Context(), []byte("one"), "fatma", 1000, 20)
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.Mandate(t.Context(), id)
		want := store.Mandate{ID: id, Subject: "anna", Helper: "fatma", Name: "mijn zus", Schemes: []string{"a", "b"}, Answers: true, MadeAt: 1000, Until: 20}
		if err != nil || !reflect.DeepEqual(got, want) || !got.Live(20) || got.Live(21) || !got.Covers("b") || got.Covers("c") || got.Covers("") {
			t.Errorf("got %+v, %v; want %+v", got, err, want)
		}
		if err := s.SaveSession(t.Context(), store.Session{IDHash: []byte("helper"), Subject: "anna", Mandate: id, Expires: 100}); err != nil {
			t.Fatal(err)
		}
		if row, err := s.LoadSession(t.Context(), []byte("helper"), 1); err != nil || row.Mandate != id {
			t.Errorf("got %+v, %v; want a session that rests on the mandate", row, err)
		}
		lists := func(on rules.Day, given, held int) {
			t.Helper()
			of, err := s.MandatesOf(t.Context(), "anna", on)
			held2, err2 := s.MandatesFor(t.Context(), "fatma", on)
			none, err3 := s.MandatesFor(t.Context(), "", on)
			if err != nil || err2 != nil || err3 != nil || len(of) != given || len(held2) != held || len(none) != 0 {
				t.Errorf("day %d: got %d given, %d held, %d of nobody, %v, %v, %v; want %d, %d and 0", on, len(of), len(held2), len(none), err, err2, err3, given, held)
			}
		}
		lists(20, 2, 1)
		lists(21, 0, 0)
		if err := s.EndMandate(t.Context(), "fatma", id, 5); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("ended by another: got %v, want ErrNotFound", err)
		}
		if err := s.EndMandate(t.Context(), "anna", id, 5); err != nil {
			t.Fatal(err)
		}
		lists(20, 1, 0)
		if got, err := s.Mandate(t.Context(), id); err != nil || got.Live(1) {
			t.Errorf("got %+v, %v; want it ended", got, err)
		}
		if err := s.OptOut(t.Context(), "anna", 7); err != nil {
			t.Fatal(err)
		}
		lists(20, 0, 0)
		if err := s.EndMandate(t.Context(), "anna", id, 6); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("ended again: got %v, want ErrNotFound", err)
		}
		if _, err := s.Appoint(t.Context(), store.Mandate{Subject: "anna", Until: 20}, []byte("three")); !errors.Is(err, store.ErrOptedOut) {
			t.Errorf("appointed after the opt-out: got %v, want ErrOptedOut", err)
		}
		if err := s.OptIn(t.Context(), "anna"); err != nil {
			t.Fatal(err)
		}
		lists(20, 0, 0)
	})
}

func TestMandatesArePurgedLongAfterTheirEnd(t *testing.T) {
	const on, day = 1000, 24 * 60 * 60
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		tests := map[string]struct {
			until   rules.Day
			endedAt int64
			kept    bool
		}{
			"lives":                        {on, 0, true},
			"ended 30 days ago":            {on, (on - 30) * day, true},
			"ended longer ago":             {on, (on-30)*day - 1, false},
			"its last day was 30 days ago": {on - 30, 0, true},
			"its last day was longer ago":  {on - 31, 0, false},
		}
		ids := map[string]string{}
		for name, m := range tests {
			id, err := s.Appoint(t.Context(), store.Mandate{Subject: "anna", Name: name, Schemes: []string{"a"}, MadeAt: 1, Until: m.until}, []byte(name))
			if err == nil && m.endedAt != 0 {
				err = s.EndMandate(t.Context(), "anna", id, m.endedAt)
			}
			if err != nil {
				t.Fatal(err)
			}
			ids[name] = id
		}
		if _, err := s.Purge(t.Context(), on); err != nil {
			t.Fatal(err)
		}
		for name, m := range tests {
			if _, err := s.Mandate(t.Context(), ids[name]); (err == nil) != m.kept || err != nil && !errors.Is(err, store.ErrNotFound) {
				t.Errorf("%s: got %v; want it kept %v", name, err, m.kept)
			}
		}
	})
}
