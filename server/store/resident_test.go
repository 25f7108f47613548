package store_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"zeker/offers"
	"zeker/offers/rules"
	"zeker/server/store"
)

func TestImportIsReadBackWhole(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		p := offers.Person{
			BSN: bsn(t, 0), Name: strings.Repeat("Þórunn-Željka ", 20), Address: []string{"a", "", "c"}, Born: -9000, Reference: 20700,
			Record: offers.Record{Facts: []offers.Fact{
				{Name: "vermogen", Value: offers.Number(-5), Source: "brp", AsOf: 1, From: 2, Until: 3, Ground: "g", Contested: true},
				{Name: "inkomen_was_laag", Criterion: true, Value: offers.Yes},
				{Name: "datum_vorige_toekenning", Value: offers.Value{Knowledge: offers.Null}},
				{Name: "woonplaats", Value: offers.Text("Zonnedijk")},
			}},
		}
		in := store.Import{File: "f", At: 1, Purge: 100, People: []offers.Person{p, resident(t, 1)}}
		if err := s.Import(t.Context(), in); err != nil {
			t.Fatal(err)
		}
		got, err := s.Resident(t.Context(), s.Subject(p.BSN))
		if err != nil || !reflect.DeepEqual(got, p) {
			t.Errorf("got %+v, %v; want %+v", got, err, p)
		}
		envelope, err := s.Addressee(t.Context(), s.Subject(p.BSN))
		want := p
		want.Record = offers.Record{}
		if err != nil || !reflect.DeepEqual(envelope, want) {
			t.Errorf("addressee: got %+v, %v; want %+v", envelope, err, want)
		}
		in.People = []offers.Person{p}
		in.People[0].Name = "another"
		if err := s.Import(t.Context(), in); err != nil {
			t.Fatal(err)
		}
		if got, err := s.Resident(t.Context(), s.Subject(p.BSN)); err != nil || got.Name != "another" {
			t.Errorf("imported again: got %q, %v", got.Name, err)
		}
		if all, out, err := s.Population(t.Context()); err != nil || all != 2 || out != 0 {
			t.Errorf("got %d residents, %d opted out, %v; want 2, 0", all, out, err)
		}
	})
}

func TestUnknownResidentIsNotFound(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		if _, err := s.Resident(t.Context(), "nobody"); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("resident: got %v", err)
		}
		if _, err := s.Addressee(t.Context(), "nobody"); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("addressee: got %v", err)
		}
	})
}

func TestPurgeDeletesAfterTheLastDay(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		for i, last := range []rules.Day{99, 100} {
			in := store.Import{File: "f", At: 1, Purge: last, People: []offers.Person{resident(t, i)}}
			if err := s.Import(t.Context(), in); err != nil {
				t.Fatal(err)
			}
		}
		if n, err := s.Purge(t.Context(), 100); err != nil || n != 1 {
			t.Errorf("purged %d, %v; want 1", n, err)
		}
		if _, err := s.Resident(t.Context(), s.Subject(bsn(t, 0))); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("after its last day: got %v, want ErrNotFound", err)
		}
		if _, err := s.Resident(t.Context(), s.Subject(bsn(t, 1))); err != nil {
			t.Errorf("on its last day: %v", err)
		}
	})
}

func TestA9OptedOutBeforeAnyFactIsRead(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		rows := withOffers(t, s, 3)
		out, told := rows[0].Subject, rows[1].Subject
		if err := s.AddLetter(t.Context(), letter(s, rows[1], 1)); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			for _, subject := range []store.Subject{out, told} {
				if err := s.OptOut(t.Context(), subject, 7); err != nil {
					t.Fatal(err)
				}
			}
		}
		// Whoever reads their facts from now on fails to open them.
		if _, err := db.raw(t).Exec(`UPDATE residents SET facts = person WHERE subject IN ($1, $2)`, out, told); err != nil {
			t.Fatal(err)
		}
		for _, subject := range []store.Subject{out, told} {
			if _, err := s.Resident(t.Context(), subject); !errors.Is(err, store.ErrOptedOut) {
				t.Errorf("resident: got %v, want ErrOptedOut", err)
			}
			if _, err := s.Addressee(t.Context(), subject); !errors.Is(err, store.ErrOptedOut) {
				t.Errorf("addressee: got %v, want ErrOptedOut", err)
			}
			if is, err := s.OptedOut(t.Context(), subject); err != nil || !is {
				t.Errorf("opted out: got %v, %v", is, err)
			}
		}
		b := s.Block(5)
		if _, err := b.Read(t.Context(), ""); err != nil || b.OptedOut != 2 || !reflect.DeepEqual(b.Subjects, []store.Subject{rows[2].Subject}) {
			t.Errorf("block: got %v, %d opted out, %v", b.Subjects, b.OptedOut, err)
		}
		if list, err := s.Unlettered(t.Context(), 20773); err != nil || !reflect.DeepEqual(list, []store.Subject{rows[2].Subject}) {
			t.Errorf("unlettered: got %v, %v", list, err)
		}
		if list, err := s.OffersOf(t.Context(), out); err != nil || len(list) != 0 {
			t.Errorf("an offer that nobody was told of is still there: %v, %v", list, err)
		}
		if list, err := s.OffersOf(t.Context(), told); err != nil || len(list) != 1 {
			t.Errorf("an offer that was told of: got %d, %v; want 1", len(list), err)
		} else if o, p, err := s.Dossier(t.Context(), told, list[0].ID); o.ID != list[0].ID || p.Name != "" || !errors.Is(err, store.ErrOptedOut) {
			t.Errorf("dossier: got %q of %q, %v; want ErrOptedOut", o.ID, p.Name, err)
		}
		if err := s.AddLetter(t.Context(), letter(s, rows[0], 2)); !errors.Is(err, store.ErrOptedOut) {
			t.Errorf("letter: got %v, want ErrOptedOut", err)
		}
		if err := s.OptIn(t.Context(), out); err != nil {
			t.Fatal(err)
		}
		if is, err := s.OptedOut(t.Context(), out); err != nil || is {
			t.Errorf("after opting in: got %v, %v", is, err)
		}
	})
}
