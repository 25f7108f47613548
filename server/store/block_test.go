package store_test

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"testing"

	"zeker/offers"
	"zeker/server/store"
)

// readAll reads everyone in blocks of a size.
func readAll(t *testing.T, s *store.Store, size int) (records map[store.Subject]offers.Record, unread []store.Unread, optedOut int) {
	t.Helper()
	records = map[store.Subject]offers.Record{}
	b := s.Block(size)
	for after := store.Subject(""); ; {
		last, err := b.Read(t.Context(), after)
		if err != nil {
			t.Fatal(err)
		}
		if last == "" {
			return records, unread, optedOut
		}
		if after = last; len(b.Subjects)+b.OptedOut > size {
			t.Fatalf("a block of %d holds %d residents", size, len(b.Subjects)+b.OptedOut)
		}
		b.Open()
		b.Decode()
		optedOut += b.OptedOut
		unread = append(unread, b.Unread...)
		for i, subject := range b.Subjects {
			records[subject] = offers.Record{Facts: append([]offers.Fact(nil), b.Records[i].Facts...)}
		}
	}
}

func TestBlocksHoldEveryoneOnce(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		in := store.Import{File: "f", At: 1, Purge: 100}
		want := map[store.Subject]offers.Record{}
		for n := range 23 {
			p := resident(t, n)
			p.Record.Facts = append(p.Record.Facts, offers.Fact{Name: "vermogen", Value: offers.Number(int64(n)), Source: "brp"})
			if n == 7 {
				p.Record.Facts = nil
			}
			in.People = append(in.People, p)
			want[s.Subject(p.BSN)] = p.Record
		}
		if err := s.Import(t.Context(), in); err != nil {
			t.Fatal(err)
		}
		for _, size := range []int{1, 5, 23, 24} {
			if got, unread, out := readAll(t, s, size); !reflect.DeepEqual(got, want) || len(unread) != 0 || out != 0 {
				t.Errorf("blocks of %d: got %d residents, %v unread, %d opted out", size, len(got), unread, out)
			}
		}
		if all, out, err := s.Population(t.Context()); all != 23 || out != 0 || err != nil {
			t.Errorf("population %d, %d, %v; want 23, 0", all, out, err)
		}
	})
}

// More rows than go into one statement, and somebody twice: the last one counts.
func TestImportOfManyResidents(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		in := store.Import{File: "f", At: 1, Purge: 100}
		for n := range 123 {
			in.People = append(in.People, resident(t, n))
		}
		again := resident(t, 5)
		again.Record.Facts[0].Value = offers.Number(99)
		in.People = append(in.People, again)
		if err := s.Import(t.Context(), in); err != nil {
			t.Fatal(err)
		}
		got, unread, _ := readAll(t, s, 50)
		if len(got) != 123 || len(unread) != 0 || got[s.Subject(again.BSN)].Facts[0].Value.N != 99 {
			t.Errorf("got %d residents, %v; the one who is given twice has %v", len(got), unread, got[s.Subject(again.BSN)])
		}
		scan := scanned(t, "2026-11-16", 100)
		for n := range 123 {
			scan.Offers = append(scan.Offers, scanned(t, "2026-11-16", int64(n), s.Subject(bsn(t, n))).Offers...)
		}
		save(t, s, scan)
		for n := range 123 {
			if _, got := amounts(t, s, s.Subject(bsn(t, n))); !slices.Equal(got, []int64{int64(n)}) {
				t.Errorf("resident %d has offers of %v", n, got)
			}
		}
	})
}

// A9: whose opt-out comes between two blocks is passed over in the second.
func TestA9OptedOutBetweenBlocks(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		withOffers(t, s, 6)
		everyone := s.Block(7)
		if _, err := everyone.Read(t.Context(), ""); err != nil {
			t.Fatal(err)
		}
		subjects := everyone.Subjects
		b := s.Block(3)
		last, err := b.Read(t.Context(), "")
		if err != nil || last != subjects[2] {
			t.Fatalf("got %q, %v; want the third resident", last, err)
		}
		if err := s.OptOut(t.Context(), subjects[4], 7); err != nil {
			t.Fatal(err)
		}
		// Whoever reads their facts from now on fails to open them.
		if _, err := db.raw(t).Exec(`UPDATE residents SET facts = person WHERE subject = $1`, subjects[4]); err != nil {
			t.Fatal(err)
		}
		if last, err = b.Read(t.Context(), last); err != nil || last != subjects[5] {
			t.Fatalf("got %q, %v; want the last resident", last, err)
		}
		b.Open()
		b.Decode()
		if want := []store.Subject{subjects[3], subjects[5]}; !slices.Equal(b.Subjects, want) || b.OptedOut != 1 || len(b.Unread) != 0 {
			t.Errorf("got %v, %d opted out, %v unread; want %v, 1, none", b.Subjects, b.OptedOut, b.Unread, want)
		}
		if all, out, err := s.Population(t.Context()); all != 6 || out != 1 || err != nil {
			t.Errorf("population %d, %d, %v; want 6, 1", all, out, err)
		}
	})
}

func TestFactsThatCannotBeReadAreSaid(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		first := db.open(t, keys(t, key(1)))
		withOffers(t, first, 2)
		s := db.open(t, keys(t, key(2), key(1)))
		in := store.Import{File: "f", At: 1, Purge: 100}
		for n := range 6 {
			in.People = append(in.People, resident(t, 2+n))
		}
		if err := s.Import(t.Context(), in); err != nil {
			t.Fatal(err)
		}
		subject := func(n int) store.Subject { return s.Subject(bsn(t, n)) }
		raw := db.raw(t)
		for n, facts := range map[int][]byte{3: nil, 4: {1, 2, 3}} {
			if _, err := raw.Exec(`UPDATE residents SET facts = $1 WHERE subject = $2`, append([]byte{}, facts...), subject(n)); err != nil {
				t.Fatal(err)
			}
		}
		for to, from := range map[int]int{5: 6} { // the facts of somebody else
			if _, err := raw.Exec(`UPDATE residents SET facts = (SELECT facts FROM residents WHERE subject = $1) WHERE subject = $2`, subject(from), subject(to)); err != nil {
				t.Fatal(err)
			}
		}
		third := db.open(t, keys(t, key(2))) // the older key is missing
		records, unread, _ := readAll(t, third, 4)
		got := map[store.Subject]string{}
		for _, u := range unread {
			got[u.Subject] = u.Err.Error()
		}
		const lost = "residents.facts: the key does not fit this database"
		want := map[store.Subject]string{
			subject(0): lost, subject(1): lost,
			subject(3): "residents.facts: not a sealed text", subject(4): "residents.facts: not a sealed text",
			subject(5): "residents.facts: sealed text was changed or moved",
		}
		if !reflect.DeepEqual(got, want) || len(records) != 3 {
			t.Errorf("got %d records, unread %v; want 3, %v", len(records), got, want)
		}
		if i := slices.IndexFunc(unread, func(u store.Unread) bool { return u.Subject == subject(0) }); !errors.Is(unread[i].Err, store.ErrKey) {
			t.Errorf("got %v, want ErrKey", unread[i].Err)
		}
	})
}

func TestBlockIsNotReadForWhoGaveUp(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		withOffers(t, s, 2)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := s.Block(5).Read(ctx, ""); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want that it was cancelled", err)
		}
	})
}
