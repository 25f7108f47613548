package store_test

import (
	"sync"
	"testing"

	"zeker/server/store"
)

// Several portals, or a portal and a command, start on a database that is new.
func TestManyOpenANewDatabaseAtOnce(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		k := keys(t, key(1))
		subjects := make([]store.Subject, 4)
		var wg sync.WaitGroup
		for i := range subjects {
			wg.Go(func() {
				s, err := store.Open(t.Context(), db.place, k)
				if err != nil {
					t.Error(err)
					return
				}
				subjects[i] = s.Subject("999990019")
				if err := s.OptOut(t.Context(), subjects[i], 1); err != nil {
					t.Error(err)
				}
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		for _, subject := range subjects {
			if subject != subjects[0] {
				t.Errorf("one resident is %q here and %q there", subject, subjects[0])
			}
		}
	})
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	k := keys(t, key(1))
	for situation, place := range map[string]string{
		"a folder that is not there": t.TempDir() + "/none/zeker.db",
		"no server":                  "postgres://nobody@127.0.0.1:1/none?connect_timeout=2&sslmode=disable",
		"no URL":                     "postgres://%zz",
	} {
		t.Run(situation, func(t *testing.T) {
			if s, err := store.Open(t.Context(), place, k); err == nil {
				s.Close()
				t.Error("got no error")
			}
		})
	}
}
