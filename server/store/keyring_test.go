package store_test

import (
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"zeker/server/store"
)

// C3: a database has one municipality, whatever is asked later and whoever asks first.
func TestC3ADatabaseBelongsToOneMunicipality(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		var owns atomic.Int32
		var owner atomic.Value
		var wg sync.WaitGroup
		for _, id := range []string{"zonnedijk", "lindewaard", "duinzicht", "waterland"} {
			wg.Go(func() {
				err := s.BelongTo(t.Context(), id)
				if err == nil {
					owns.Add(1)
					owner.Store(id)
				} else if !errors.Is(err, store.ErrMunicipality) {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if owns.Load() != 1 {
			t.Fatalf("%d municipalities own the database, want one", owns.Load())
		}
		first := owner.Load().(string)

		again := db.open(t, keys(t, key(2), key(1)))
		if err := again.BelongTo(t.Context(), first); err != nil {
			t.Errorf("opened again, with a new key in front: %v", err)
		}
		later := db.open(t, keys(t, key(2)))
		if err := later.BelongTo(t.Context(), first); err != nil {
			t.Errorf("opened with the new key only: %v", err)
		}
		if err := later.BelongTo(t.Context(), "elders"); !errors.Is(err, store.ErrMunicipality) || !strings.Contains(err.Error(), first) {
			t.Errorf("another municipality: got %v, want ErrMunicipality that names %s", err, first)
		}
	})
}
