package store_test

import (
	"errors"
	"sync"
	"testing"

	"zeker/offers"
	"zeker/offers/rules"
	"zeker/server/store"
)

// lastDay is the last one to sign.
const lastDay = 365

// waiting files an application that waits for the partner until lastDay, with a code, and returns the
// receipt's number.
func waiting(t *testing.T, s *store.Store, o store.OfferRow, sequence int, code string) (number string) {
	t.Helper()
	f := filing(o.Subject, o.ID, sequence, offers.Accept, 100)
	f.SignBy, f.Outbox = lastDay, []byte("payload")
	if code != "" {
		f.PartnerCode = []byte(code)
	}
	mustFile(t, s, f)
	return f.Receipt.Number
}

// taken is the signature of a code that emma took.
func taken(t *testing.T, s *store.Store, code string) store.Signature {
	t.Helper()
	id, err := s.TakeSignature(t.Context(), []byte(code), "emma", 100, lastDay)
	if err != nil {
		t.Fatal(err)
	}
	g, err := s.SignatureFor(t.Context(), "emma", id)
	if err != nil || string(g.Payload) != "payload" || g.Partner != "emma" {
		t.Fatalf("got %+v, %v", g, err)
	}
	g.SignedAt, g.Door = 200, store.BySignIn
	return g
}

func TestAnApplicationIsDeliveredOnceItsPartnerSigned(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		rows, raw := withOffers(t, s, 2), db.raw(t)
		number := waiting(t, s, rows[0], 1, "code")
		waiting(t, s, rows[1], 1, "") // two without a code are no conflict
		other := waiting(t, s, rows[1], 2, "")
		inOutbox := func(want int) {
			t.Helper()
			if n := count(t, raw, `SELECT COUNT(*) FROM outbox b JOIN answers a ON a.outbox = b.id AND a.offer = b.offer AND a.sequence = b.sequence`); n != want {
				t.Errorf("%d applications are to be delivered, want %d", n, want)
			}
		}
		inOutbox(0)
		g := taken(t, s, "code")
		if g.Offer != rows[0].ID || g.Sequence != 1 || g.Subject != rows[0].Subject || g.Scheme != "alleenverdieners" {
			t.Errorf("got %+v, want the application", g)
		}
		if list, err := s.SignaturesFor(t.Context(), "emma", lastDay); err != nil || len(list) != 1 || list[0].ID != g.ID {
			t.Errorf("got %+v, %v; want the one that waits for emma", list, err)
		}
		var won sync.Map
		var wg sync.WaitGroup
		for i := range 4 {
			wg.Go(func() {
				if err := s.Sign(t.Context(), g, []byte("signed"), lastDay); err == nil {
					won.Store(i, true)
				} else if !errors.Is(err, store.ErrNotFound) {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		n := 0
		won.Range(func(any, any) bool { n++; return true })
		if n != 1 {
			t.Errorf("it was signed %d times, want once", n)
		}
		inOutbox(1)
		at, err := s.Standing(t.Context(), rows[0].Subject, number)
		if got := at.Signature; err != nil || got.SignedAt != 200 || got.Door != store.BySignIn || got.Payload != nil || got.Waits(lastDay) {
			t.Errorf("got %+v, %v; want one that was signed", at, err)
		}
		if list, err := s.SignaturesFor(t.Context(), "emma", lastDay); err != nil || len(list) != 0 {
			t.Errorf("got %+v, %v; want nothing that waits", list, err)
		}
		if err := s.RefuseSignature(t.Context(), "emma", g.ID, 300, lastDay); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a no after it: got %v, want ErrNotFound", err)
		}
		if at, err := s.Standing(t.Context(), rows[1].Subject, other); err != nil || !at.Signature.Waits(lastDay) {
			t.Errorf("the other: got %+v, %v; want one that waits", at, err)
		}
	})
}

func TestARefusedSignatureDeliversNothing(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		o, raw := withOffers(t, s, 1)[0], db.raw(t)
		number := waiting(t, s, o, 1, "code")
		g := taken(t, s, "code")
		if err := s.RefuseSignature(t.Context(), "another", g.ID, 300, lastDay); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("by another: got %v, want ErrNotFound", err)
		}
		if err := s.RefuseSignature(t.Context(), "emma", g.ID, 300, lastDay); err != nil {
			t.Fatal(err)
		}
		at, err := s.Standing(t.Context(), o.Subject, number)
		if got := at.Signature; err != nil || got.RefusedAt != 300 || got.Payload != nil || got.Waits(lastDay) {
			t.Errorf("got %+v, %v; want one that was refused", at, err)
		}
		if err := s.Sign(t.Context(), g, []byte("signed"), lastDay); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("signing after it: got %v, want ErrNotFound", err)
		}
		if err := s.RenewPartnerCode(t.Context(), o.Subject, number, []byte("new"), 300, lastDay); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a new code after it: got %v, want ErrNotFound", err)
		}
		if n := count(t, raw, `SELECT COUNT(*) FROM outbox`); n != 0 {
			t.Errorf("%d applications are to be delivered, want none", n)
		}
	})
}

// Whoever withdraws, or answers anew, ends the code; what is applied for anew waits anew.
func TestAnotherAnswerEndsTheSignature(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		o, raw := withOffers(t, s, 1)[0], db.raw(t)
		number := waiting(t, s, o, 1, "code")
		g := taken(t, s, "code")
		mustFile(t, s, corrected(o, 2, offers.Withdraw))
		if _, err := s.TakeSignature(t.Context(), []byte("code"), "emma", 100, lastDay); !errors.Is(err, store.ErrCode) {
			t.Errorf("the code of what was withdrawn: got %v, want ErrCode", err)
		}
		if _, err := s.SignatureFor(t.Context(), "emma", g.ID); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("got %v, want ErrNotFound", err)
		}
		if err := s.Sign(t.Context(), g, []byte("signed"), lastDay); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("signing what was withdrawn: got %v, want ErrNotFound", err)
		}
		if _, err := s.Standing(t.Context(), o.Subject, number); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("got %v, want ErrNotFound", err)
		}

		waiting(t, s, o, 3, "again")
		if err := s.Sign(t.Context(), taken(t, s, "again"), []byte("signed"), lastDay); err != nil {
			t.Fatal(err)
		}
		if n := count(t, raw, `SELECT COUNT(*) FROM outbox`); n != 1 {
			t.Fatalf("%d applications are to be delivered, want one", n)
		}
		mustFile(t, s, corrected(o, 4, offers.Withdraw))
		if n := count(t, raw, `SELECT COUNT(*) FROM outbox`); n != 0 {
			t.Errorf("%d applications are to be delivered after it was withdrawn, want none", n)
		}
	})
}

// Whoever signs at the moment at which the applicant withdraws: nothing is delivered.
func TestD11SigningAndWithdrawingAtOnceLeavesOneState(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		rows, raw := withOffers(t, s, rounds(1_000)), db.raw(t)
		for _, o := range rows {
			waiting(t, s, o, 1, "code of "+o.ID)
			g := taken(t, s, "code of "+o.ID)
			var wg sync.WaitGroup
			wg.Go(func() {
				if err := s.Sign(t.Context(), g, []byte("signed"), lastDay); err != nil && !errors.Is(err, store.ErrNotFound) {
					t.Error(err)
				}
			})
			wg.Go(func() {
				if _, _, err := s.File(t.Context(), corrected(o, 2, offers.Withdraw)); err != nil {
					t.Error(err)
				}
			})
			wg.Wait()
		}
		if n := count(t, raw, `SELECT COUNT(*) FROM outbox`); n != 0 {
			t.Errorf("%d applications that were withdrawn are to be delivered", n)
		}
	})
}

func TestANewCodeEndsTheOneBefore(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		rows := withOffers(t, s, 2)
		number := waiting(t, s, rows[0], 1, "code")
		g := taken(t, s, "code")
		for who, number := range map[store.Subject]string{rows[1].Subject: number, rows[0].Subject: "NONE"} {
			if err := s.RenewPartnerCode(t.Context(), who, number, []byte("new"), 150, lastDay); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("of another's or of none: got %v, want ErrNotFound", err)
			}
		}
		if err := s.RenewPartnerCode(t.Context(), rows[0].Subject, number, []byte("new"), 150, lastDay); err != nil {
			t.Fatal(err)
		}
		if err := s.Sign(t.Context(), g, []byte("signed"), lastDay); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("by who had the code before: got %v, want ErrNotFound", err)
		}
		if _, err := s.TakeSignature(t.Context(), []byte("code"), "emma", 160, lastDay); !errors.Is(err, store.ErrCode) {
			t.Errorf("the code before: got %v, want ErrCode", err)
		}
		if _, err := s.TakeSignature(t.Context(), []byte("new"), "finn", 160, lastDay); err != nil {
			t.Error(err)
		}
	})
}

// After the last day nobody takes its code, signs, refuses or makes another code.
func TestASignatureIsGivenUntilItsLastDay(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		rows, raw := withOffers(t, s, 2), db.raw(t)
		number := waiting(t, s, rows[0], 1, "code")
		waiting(t, s, rows[1], 1, "untaken")
		g := taken(t, s, "code")
		if g.LastDay != lastDay {
			t.Errorf("the last day is %d, want %d", g.LastDay, lastDay)
		}
		const over = lastDay + 1
		if at, err := s.Standing(t.Context(), rows[0].Subject, number); err != nil || at.Signature.Waits(over) || !at.Signature.Waits(lastDay) {
			t.Errorf("got %+v, %v; want one that waits until its last day", at, err)
		}
		if _, err := s.TakeSignature(t.Context(), []byte("untaken"), "emma", 100, over); !errors.Is(err, store.ErrCode) {
			t.Errorf("the code: got %v, want ErrCode", err)
		}
		if list, err := s.SignaturesFor(t.Context(), "emma", over); err != nil || len(list) != 0 {
			t.Errorf("got %+v, %v; want nothing that waits", list, err)
		}
		for name, err := range map[string]error{
			"signing": s.Sign(t.Context(), g, []byte("signed"), over), "refusing": s.RefuseSignature(t.Context(), "emma", g.ID, 300, over),
			"another code": s.RenewPartnerCode(t.Context(), rows[0].Subject, number, []byte("new"), 300, over),
		} {
			if !errors.Is(err, store.ErrNotFound) {
				t.Errorf("%s: got %v, want ErrNotFound", name, err)
			}
		}
		if err := s.Sign(t.Context(), g, []byte("signed"), lastDay); err != nil {
			t.Errorf("on the last day: %v", err)
		}
		if n := count(t, raw, `SELECT COUNT(*) FROM outbox`); n != 1 {
			t.Errorf("%d applications are to be delivered, want one", n)
		}
	})
}

// What nobody can sign any more is forgotten the day after; that it was not signed is not.
func TestPurgeForgetsWhatCanNoLongerBeSigned(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		o, raw := withOffers(t, s, 1)[0], db.raw(t)
		number := waiting(t, s, o, 1, "code")
		taken(t, s, "code")
		for _, test := range []struct {
			on   rules.Day
			kept int
		}{{lastDay, 1}, {lastDay + 1, 0}} {
			if _, err := s.Purge(t.Context(), test.on); err != nil {
				t.Fatal(err)
			}
			if n := count(t, raw, `SELECT COUNT(*) FROM signatures WHERE payload IS NOT NULL AND code_hash IS NOT NULL`); n != test.kept {
				t.Errorf("on day %d: %d are kept, want %d", test.on, n, test.kept)
			}
			at, err := s.Standing(t.Context(), o.Subject, number)
			if g := at.Signature; err != nil || g.ID == "" || g.SignedAt != 0 || g.LastDay != lastDay || g.Waits(lastDay) != (test.kept == 1) {
				t.Errorf("on day %d: got %+v, %v; want one that was not signed", test.on, at, err)
			}
		}
	})
}

// An application that waits for the partner, or that the partner will not sign, is not one
// that went; on the day before it was signed it was not either.
func TestTakeUpCountsAnApplicationOnceItWent(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		rows := withOffers(t, s, 5)
		if _, err := db.raw(t).Exec(`UPDATE offers SET offered_at = 1`); err != nil {
			t.Fatal(err)
		}
		for i, code := range []string{"signs", "refuses", "waits", ""} {
			waiting(t, s, rows[i], 1, code)
		}
		mustFile(t, s, filing(rows[4].Subject, rows[4].ID, 1, offers.Accept, 100)) // of somebody alone
		if err := s.Sign(t.Context(), taken(t, s, "signs"), []byte("signed"), lastDay); err != nil {
			t.Fatal(err)
		}
		if err := s.RefuseSignature(t.Context(), "emma", taken(t, s, "refuses").ID, 210, lastDay); err != nil {
			t.Fatal(err)
		}
		mustFile(t, s, filing(rows[3].Subject, rows[3].ID, 2, offers.Decline, 300)) // who did not wait for it
		for until, want := range map[int64]store.TakeUpLine{
			200: {Offered: 5, Accepted: 1, Unsigned: 4},
			201: {Offered: 5, Accepted: 2, Unsigned: 3},
			400: {Offered: 5, Accepted: 2, Unsigned: 2, Declined: 1},
		} {
			want.Scheme = "alleenverdieners"
			if got, err := s.TakeUp(t.Context(), until); err != nil || len(got) != 1 || got[0] != want {
				t.Errorf("until %d: got %+v, %v; want %+v", until, got, err, want)
			}
		}
	})
}
