package store_test

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"zeker/server/store"
)

func TestStaffAccounts(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		id, other := s.StaffID("https://idp.example", "f3a9"), s.StaffID("https://idp.example", "77c0")
		if got, ok := store.ParseStaffID(" " + strings.ToUpper(string(id[:4])) + " " + string(id[4:]) + "\n"); !ok || got != id || id == other {
			t.Fatalf("got ids %q and %q, want two that can be copied", id, other)
		}
		if s.StaffID("https://idp.exampl", "ef3a9") == id || s.StaffID("https://other.example", "f3a9") == id {
			t.Error("the same person at another provider has the same id")
		}
		for _, none := range []string{"", "f3a9", string(id) + "00", "zz" + string(id)[2:]} {
			if got, ok := store.ParseStaffID(none); ok {
				t.Errorf("%q: got id %q, want none", none, got)
			}
		}
		if got, err := s.StaffAccount(t.Context(), id); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("before it was made: got %+v, %v; want ErrNotFound", got, err)
		}
		want := store.StaffAccount{ID: id, Name: "Cora Loket", Roles: []store.Role{store.CounterWorker, store.Auditor}, MadeAt: 7}
		save := func(a store.StaffAccount) {
			t.Helper()
			if err := s.SaveStaff(t.Context(), a); err != nil {
				t.Fatal(err)
			}
		}
		save(want)
		save(store.StaffAccount{ID: other, Name: "Olaf", MadeAt: 8})
		got, err := s.StaffAccount(t.Context(), id)
		if err != nil || !reflect.DeepEqual(got, want) || !got.Has(store.Auditor) || got.Has(store.Operator, store.Releaser) || got.Has() {
			t.Errorf("got %+v, %v; want %+v", got, err, want)
		}
		want.Name, want.Roles = "Cora van het Loket", []store.Role{store.Operator}
		changed := want
		changed.MadeAt = 9
		save(changed)
		list, err := s.Staff(t.Context())
		if err != nil || len(list) != 2 || !reflect.DeepEqual(list[0], want) || list[1].Has(store.Roles...) {
			t.Errorf("got %+v, %v; want the changed account, made when it was, and one without roles", list, err)
		}
	})
}

// B16: one call disables an account and ends its sessions, and nobody else's.
func TestB16DisablingStaffEndsTheirSessions(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		id, other := s.StaffID("i", "a"), s.StaffID("i", "b")
		for _, account := range []store.StaffID{id, other} {
			if err := s.SaveStaff(t.Context(), store.StaffAccount{ID: account, Name: "N", Roles: []store.Role{store.Auditor}, MadeAt: 1}); err != nil {
				t.Fatal(err)
			}
		}
		for name, row := range map[string]store.Session{
			"here": {Staff: id}, "elsewhere": {Staff: id}, "of another": {Staff: other}, "of a resident": {Subject: "anna", Door: store.BySignIn},
		} {
			row.IDHash, row.Expires = []byte(name), 100
			if err := s.SaveSession(t.Context(), row); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := s.LoadSession(t.Context(), []byte("here"), 1); err != nil || got.Staff != id || got.Subject != "" {
			t.Errorf("got %+v, %v; want a session of staff", got, err)
		}
		if err := s.DisableStaff(t.Context(), id, 50); err != nil {
			t.Fatal(err)
		}
		var left []string
		for _, name := range []string{"here", "elsewhere", "of another", "of a resident"} {
			if _, err := s.LoadSession(t.Context(), []byte(name), 1); err == nil {
				left = append(left, name)
			}
		}
		if !slices.Equal(left, []string{"of another", "of a resident"}) {
			t.Errorf("left are the sessions %q", left)
		}
		if got, err := s.StaffAccount(t.Context(), id); err != nil || got.DisabledAt != 50 || got.Has(store.Auditor) {
			t.Errorf("got %+v, %v; want it disabled and without rights", got, err)
		}
		if err := s.DisableStaff(t.Context(), s.StaffID("i", "nobody"), 50); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("who has no account: got %v, want ErrNotFound", err)
		}
		if err := s.SaveStaff(t.Context(), store.StaffAccount{ID: id, Name: "N", Roles: []store.Role{store.Auditor}}); err != nil {
			t.Fatal(err)
		}
		if got, err := s.StaffAccount(t.Context(), id); err != nil || !got.Has(store.Auditor) {
			t.Errorf("given again: got %+v, %v; want it in use", got, err)
		}
	})
}

func TestASessionIsOfAResidentOrOfStaff(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		if err := s.SaveSession(t.Context(), store.Session{IDHash: []byte("x"), Subject: "anna", Staff: "cora", Expires: 100}); err == nil {
			t.Error("a session of both was stored")
		}
	})
}
