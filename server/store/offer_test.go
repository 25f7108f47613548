package store_test

import (
	"errors"
	"reflect"
	"slices"
	"testing"

	"zeker/offers"
	"zeker/offers/rules"
	"zeker/server/store"
)

func TestOffersAreTheResidentsOwn(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		rows := withOffers(t, s, 2)
		want := store.OfferRow{
			ID: rows[0].ID, Subject: s.Subject(bsn(t, 0)), Scheme: "alleenverdieners", Municipality: "zonnedijk",
			Class: offers.ClassOffer, State: offers.Entitled, Amount: 1_100_00, Facts: []string{"staat_op_lijst_alleenverdieners"},
			Bundle: "hash", On: 20773, Expires: 20833, MadeAt: 2,
		}
		got, err := s.Offer(t.Context(), rows[0].Subject, rows[0].ID)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v, %v; want %+v", got, err, want)
		}
		if len(got.ID) < 26 {
			t.Errorf("id %q is short of 128 random bits", got.ID)
		}
		for situation, id := range map[string]string{"somebody else's": rows[1].ID, "unknown": "x", "none": ""} {
			if _, err := s.Offer(t.Context(), rows[0].Subject, id); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("%s: got %v, want ErrNotFound", situation, err)
			}
			if err := s.MarkOpened(t.Context(), rows[0].Subject, id, 9); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("opening %s: got %v, want ErrNotFound", situation, err)
			}
		}
		for _, at := range []int64{50, 60} {
			if err := s.MarkOpened(t.Context(), rows[0].Subject, rows[0].ID, at); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := s.Offer(t.Context(), rows[0].Subject, rows[0].ID); err != nil || got.OpenedAt != 50 {
			t.Errorf("opened at %d, %v; want the first moment, 50", got.OpenedAt, err)
		}
	})
}

// scanned is a scan of one scheme with an offer for each subject.
func scanned(t *testing.T, on string, amount int64, subjects ...store.Subject) store.Scan {
	scan := store.Scan{Municipality: "zonnedijk", On: day(t, on), Bundle: "b", At: int64(day(t, on)) * 86400, Counters: map[string]int64{"people": 7}}
	for _, subject := range subjects {
		scan.Offers = append(scan.Offers, store.OfferRow{Subject: subject, Scheme: "x", Class: offers.ClassOffer,
			State: offers.Entitled, Amount: amount, Expires: day(t, on) + 60})
	}
	return scan
}

func save(t *testing.T, s *store.Store, scan store.Scan) {
	t.Helper()
	if err := s.SaveScan(t.Context(), scan); err != nil {
		t.Fatal(err)
	}
}

// amounts are the ids of a resident's offers, with their amounts.
func amounts(t *testing.T, s *store.Store, subject store.Subject) (ids []string, amounts []int64) {
	t.Helper()
	list, err := s.OffersOf(t.Context(), subject)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range list {
		ids, amounts = append(ids, o.ID), append(amounts, o.Amount)
	}
	return ids, amounts
}

func TestADossierIsTheOfferWithItsResident(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		rows := withOffers(t, s, 2)
		o := rows[0]
		o.Drafted = true
		mustSave(t, s, o, store.Draft{Door: store.ByLetter, Purge: 100})
		want, err := s.Resident(t.Context(), o.Subject)
		if err != nil {
			t.Fatal(err)
		}
		if offer, person, err := s.Dossier(t.Context(), o.Subject, o.ID); err != nil || !reflect.DeepEqual(offer, o) || !reflect.DeepEqual(person, want) {
			t.Errorf("got %+v of %+v, %v; want %+v of %+v", offer, person, err, o, want)
		}
		if offer, person, err := s.Dossier(t.Context(), rows[1].Subject, o.ID); !errors.Is(err, store.ErrNotFound) || offer.ID != "" || person.Name != "" {
			t.Errorf("somebody else's: got %+v of %+v, %v; want ErrNotFound", offer, person, err)
		}
		if _, err := s.Purge(t.Context(), 40000); err != nil {
			t.Fatal(err)
		}
		if _, person, err := s.Dossier(t.Context(), o.Subject, o.ID); !errors.Is(err, store.ErrNotFound) || person.Name != "" {
			t.Errorf("of a resident whose last day has passed: got %+v, %v; want ErrNotFound", person, err)
		}
	})
}

func TestScanAgainKeepsTheOffer(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		a, b, c := s.Subject("a"), s.Subject("b"), s.Subject("c")
		save(t, s, scanned(t, "2026-11-16", 100, a, b, c))
		before, _ := amounts(t, s, a)
		told, _ := amounts(t, s, b)
		if err := s.AddLetter(t.Context(), store.Letter{Subject: b, CodeHash: []byte("b"), At: 5, Offers: told}); err != nil {
			t.Fatal(err)
		}
		save(t, s, scanned(t, "2026-11-17", 200, a))

		if ids, got := amounts(t, s, a); !slices.Equal(ids, before) || !slices.Equal(got, []int64{200}) {
			t.Errorf("found again: got %v %v; want %v with the new amount", ids, got, before)
		}
		if ids, _ := amounts(t, s, b); !slices.Equal(ids, told) {
			t.Errorf("not found again, but told of: got %v, want it kept", ids)
		}
		if ids, _ := amounts(t, s, c); len(ids) != 0 {
			t.Errorf("not found again, and not told of: got %v, want it gone", ids)
		}
		save(t, s, scanned(t, "2027-01-02", 300, a))
		if ids, got := amounts(t, s, a); !slices.Equal(got, []int64{300}) || slices.Equal(ids, before) {
			t.Errorf("in the next year: got %v %v; want a new offer in place of one nobody was told of", ids, got)
		}
		if n := count(t, db.raw(t), `SELECT SUM(count) FROM scan_counters WHERE name = 'people'`); n != 21 {
			t.Errorf("counters of three scans add up to %d, want 21", n)
		}
	})
}

func TestAnsweredOfferStaysAsItWas(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		subjects := map[offers.AnswerKind]store.Subject{}
		for _, kind := range []offers.AnswerKind{offers.Accept, offers.Decline, offers.DeclineYear} {
			subject := s.Subject(string(kind))
			subjects[kind] = subject
			scan := scanned(t, "2026-11-16", 100, subject)
			scan.Municipality = string(kind) // one scan each, so that none withdraws another's offers
			save(t, s, scan)
			ids, _ := amounts(t, s, subject)
			mustFile(t, s, filing(subject, ids[0], 1, kind, int64(day(t, "2026-11-16"))*86400))
			scan.Offers[0].Amount = 200
			save(t, s, scan)
			if again, got := amounts(t, s, subject); !slices.Equal(again, ids) || !slices.Equal(got, []int64{100}) {
				t.Errorf("%s: after another scan got %v %v; want the offer that was answered", kind, again, got)
			}
		}
		// A changed mind counts: who asked for a year's rest and then applied.
		again := s.Subject("changed mind")
		scan := scanned(t, "2026-11-16", 100, again)
		scan.Municipality = "changed mind"
		save(t, s, scan)
		ids, _ := amounts(t, s, again)
		mustFile(t, s, filing(again, ids[0], 1, offers.DeclineYear, scan.At))
		mustFile(t, s, filing(again, ids[0], 2, offers.Accept, scan.At))
		subjects["changed mind"] = again

		for _, step := range []struct {
			on   string
			want map[offers.AnswerKind]int
		}{
			{"2027-11-15", map[offers.AnswerKind]int{offers.Accept: 2, offers.Decline: 2, offers.DeclineYear: 1, "changed mind": 2}},
			{"2027-11-18", map[offers.AnswerKind]int{offers.Accept: 2, offers.Decline: 2, offers.DeclineYear: 2, "changed mind": 2}},
		} {
			for kind, subject := range subjects {
				scan := scanned(t, step.on, 300, subject)
				scan.Municipality = string(kind)
				save(t, s, scan)
				if ids, _ := amounts(t, s, subject); len(ids) != step.want[kind] {
					t.Errorf("%s, %s: got %d offers, want %d", step.on, kind, len(ids), step.want[kind])
				}
			}
		}
	})
}

func TestUnletteredAreThoseNotToldOfAnOfferThatStands(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		a, b, c := s.Subject("a"), s.Subject("b"), s.Subject("c")
		save(t, s, scanned(t, "2026-11-16", 100, a, b, c))
		last := day(t, "2026-11-16") + 60
		ids, _ := amounts(t, s, b)
		if err := s.AddLetter(t.Context(), store.Letter{Subject: b, CodeHash: []byte("b"), At: 5, Offers: ids}); err != nil {
			t.Fatal(err)
		}
		ids, _ = amounts(t, s, c)
		mustFile(t, s, filing(c, ids[0], 1, offers.Decline, 1))
		if list, err := s.Unlettered(t.Context(), last); err != nil || !slices.Equal(list, []store.Subject{a}) {
			t.Errorf("on the last day: got %v, %v", list, err)
		}
		if list, err := s.Unlettered(t.Context(), last+1); err != nil || len(list) != 0 {
			t.Errorf("after the last day: got %v, %v", list, err)
		}
	})
}

func TestTakeUpCountsWhatBecameOfOffers(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		rows := withOffers(t, s, 7)
		const noon = 20773*86400 + 43200
		for i, kind := range []offers.AnswerKind{"", offers.Accept, offers.Decline, offers.DeclineYear, offers.Talk, ""} {
			l := letter(s, rows[i], byte(i))
			l.At = noon
			if err := s.AddLetter(t.Context(), l); err != nil {
				t.Fatal(err)
			}
			if i > 0 {
				if err := s.MarkOpened(t.Context(), rows[i].Subject, rows[i].ID, noon+1); err != nil {
					t.Fatal(err)
				}
			}
			if kind != "" {
				mustFile(t, s, filing(rows[i].Subject, rows[i].ID, 1, kind, noon+2))
			}
		}
		mustFile(t, s, filing(rows[1].Subject, rows[1].ID, 2, offers.Decline, noon+86400)) // a changed mind, the next day
		for _, c := range []struct {
			on   rules.Day
			want []store.TakeUpLine
		}{
			{20772, nil},
			{20773, []store.TakeUpLine{{Scheme: "alleenverdieners", Offered: 6, Opened: 5, Accepted: 1, Declined: 2, Talk: 1, Silent: 2}}},
			{20774, []store.TakeUpLine{{Scheme: "alleenverdieners", Offered: 6, Opened: 5, Accepted: 0, Declined: 3, Talk: 1, Silent: 2}}},
		} {
			got, err := s.TakeUp(t.Context(), (int64(c.on)+1)*86400)
			if err != nil || !reflect.DeepEqual(got, c.want) {
				t.Errorf("on day %d: got %+v, %v; want %+v", c.on, got, err, c.want)
			}
		}
	})
}
