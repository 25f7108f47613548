package store_test

import (
	"bytes"
	"sync"
	"testing"

	"zeker/server/store"
)

// Several portals start on one new database, and sign with the same key.
func TestOneOfManyFirstKeysIsKept(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		k := keys(t, key(1))
		s := db.open(t, k)
		var wg sync.WaitGroup
		added := make(chan bool, 8)
		for i := range 8 {
			wg.Go(func() {
				ok, err := s.AddSigningKey(t.Context(), nil, store.SigningKey{Public: string(rune('a' + i)), Secret: "geheim", MadeAt: int64(i)})
				if err != nil {
					t.Error(err)
				}
				added <- ok
			})
		}
		wg.Wait()
		close(added)
		first := 0
		for ok := range added {
			if ok {
				first++
			}
		}
		kept, err := s.SigningKeys(t.Context())
		if err != nil || first != 1 || len(kept) != 1 || kept[0].Secret != "geheim" {
			t.Errorf("%d were told that theirs was kept; kept are %+v, %v", first, kept, err)
		}
		if bytes.Contains(dump(t, db), []byte("geheim")) {
			t.Error("the secret lies in the clear")
		}
	})
}

func TestANewSigningKeyTakesOver(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		one, two := store.SigningKey{Public: "1", Secret: "a", MadeAt: 1}, store.SigningKey{Public: "2", Secret: "b", MadeAt: 2}
		for i, step := range []struct {
			known []store.SigningKey
			made  store.SigningKey
			want  bool
		}{{nil, one, true}, {nil, two, false}, {[]store.SigningKey{one}, two, true}, {[]store.SigningKey{one}, two, false}} {
			if added, err := s.AddSigningKey(t.Context(), step.known, step.made); err != nil || added != step.want {
				t.Errorf("step %d: got %v, %v", i+1, added, err)
			}
		}
		one.Secret = ""
		kept, err := s.SigningKeys(t.Context())
		if err != nil || len(kept) != 2 || kept[0] != two || kept[1] != one {
			t.Errorf("got %+v, %v", kept, err)
		}
	})
}

// E5: whoever reads the keys of receipts with a new master key needs the old one no more.
func TestE5SigningKeysAreSealedAnew(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		want := store.SigningKey{Public: "1", Secret: "a", MadeAt: 1}
		if _, err := db.open(t, keys(t, key(1))).AddSigningKey(t.Context(), nil, want); err != nil {
			t.Fatal(err)
		}
		for step, k := range []store.Keys{keys(t, key(2), key(1)), keys(t, key(2))} {
			if got, err := db.open(t, k).SigningKeys(t.Context()); err != nil || len(got) != 1 || got[0] != want {
				t.Errorf("step %d: got %+v, %v; want %+v", step+1, got, err, want)
			}
		}
	})
}
