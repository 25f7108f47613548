package store_test

import (
	"errors"
	"fmt"
	"reflect"
	"sync"
	"testing"

	"zeker/offers"
	"zeker/server/store"
)

// filing is an answer with a receipt of its own; what applies or asks for a talk
// is to be delivered.
func filing(subject store.Subject, offer string, sequence int, kind offers.AnswerKind, at int64) store.Filing {
	number := fmt.Sprintf("%s/%d/%s/%d", offer, sequence, kind, at)
	f := store.Filing{
		Subject: subject,
		Answer:  offers.Answer{OfferID: offer, Sequence: sequence, Kind: kind, At: at},
		Receipt: offers.Receipt{Number: number, OfferID: offer, Sequence: sequence, Kind: kind, At: at},
	}
	if kind == offers.Accept || kind == offers.Talk {
		f.Outbox = []byte("payload of " + number)
	}
	return f
}

func mustFile(t testing.TB, s *store.Store, f store.Filing) {
	t.Helper()
	if _, first, err := s.File(t.Context(), f); err != nil || !first {
		t.Fatalf("filing %s: first %v, %v", f.Receipt.Number, first, err)
	}
}

func TestReceiptIsReadBackWhole(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		o := withOffers(t, s, 1)[0]
		f := filing(o.Subject, o.ID, 1, offers.Accept, 9)
		f.Answer.Corrections = []offers.Fact{{Name: "vermogen", Value: offers.Number(7), Source: offers.Resident}}
		f.Receipt.Facts = f.Answer.Corrections
		f.Receipt.Laws = []offers.LawVersion{{ID: "participatiewet", Version: "2026-01-01", SHA256: "ff"}}
		f.Receipt.Card = []offers.CardText{{Topic: offers.TopicVerdict, Text: "Nooit — behalve als …", Article: offers.Article{Law: "Pw", Number: "58"}}}
		f.Receipt.Wish = "'s middags, na 14 uur"
		mustFile(t, s, f)
		got, err := s.Receipt(t.Context(), o.Subject, f.Receipt.Number)
		if err != nil || !reflect.DeepEqual(got, f.Receipt) {
			t.Errorf("got %+v, %v; want %+v", got, err, f.Receipt)
		}
		got, err = s.LatestAnswer(t.Context(), o.Subject, o.ID)
		if err != nil || !reflect.DeepEqual(got, f.Receipt) {
			t.Errorf("latest: got %+v, %v; want %+v", got, err, f.Receipt)
		}
		if row, err := s.Offer(t.Context(), o.Subject, o.ID); err != nil || row.AnsweredAt != 9 {
			t.Errorf("offer answered at %d, %v; want 9", row.AnsweredAt, err)
		}
		second := filing(o.Subject, o.ID, 1, offers.Decline, 10)
		kept, first, err := s.File(t.Context(), second)
		if err != nil || first || !reflect.DeepEqual(kept, f.Receipt) {
			t.Errorf("a second press: got %+v, first %v, %v; want the first receipt", kept, first, err)
		}
	})
}

func TestAnswersOfOthersAreNotFound(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		rows := withOffers(t, s, 2)
		f := filing(rows[0].Subject, rows[0].ID, 1, offers.Accept, 9)
		stranger := rows[1].Subject
		asStranger := f
		asStranger.Subject = stranger
		for range 2 { // before and after the offer was answered
			if _, _, err := s.File(t.Context(), asStranger); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("filing for somebody else: got %v, want ErrNotFound", err)
			}
			if _, err := s.Receipt(t.Context(), stranger, f.Receipt.Number); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("receipt of somebody else: got %v, want ErrNotFound", err)
			}
			if _, err := s.LatestAnswer(t.Context(), stranger, rows[0].ID); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("answer of somebody else: got %v, want ErrNotFound", err)
			}
			if _, _, err := s.File(t.Context(), f); err != nil {
				t.Fatal(err)
			}
		}
		if _, _, err := s.File(t.Context(), filing(stranger, "unknown", 1, offers.Accept, 9)); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("filing for an unknown offer: got %v, want ErrNotFound", err)
		}
	})
}

func TestChangedMindUntilDelivered(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		o := withOffers(t, s, 1)[0]
		raw := db.raw(t)
		for _, wrong := range []int{-1, 0, 2, 3} {
			if _, _, err := s.File(t.Context(), filing(o.Subject, o.ID, wrong, offers.Accept, 1)); !errors.Is(err, store.ErrSequence) {
				t.Errorf("sequence %d first: got %v, want ErrSequence", wrong, err)
			}
		}
		for i, kind := range []offers.AnswerKind{offers.Accept, offers.Decline, offers.Talk, offers.Accept} {
			mustFile(t, s, filing(o.Subject, o.ID, i+1, kind, int64(i+1)))
			want := 1
			if kind == offers.Decline {
				want = 0
			}
			if n := count(t, raw, `SELECT COUNT(*) FROM outbox`); n != want {
				t.Errorf("after %s there are %d rows in the outbox, want %d", kind, n, want)
			}
		}
		if n := count(t, raw, `SELECT COUNT(*) FROM outbox WHERE sequence = 4`); n != 1 {
			t.Errorf("the row in the outbox is not that of the last answer")
		}
		if n := count(t, raw, `SELECT COUNT(*) FROM answers`); n != 4 {
			t.Errorf("%d answers are kept, want 4", n)
		}
		last := filing(o.Subject, o.ID, 4, offers.Accept, 4).Receipt.Number
		if at, err := s.Standing(t.Context(), o.Subject, last); err != nil || at.TakenAt != 0 || at.Signature.ID != "" {
			t.Errorf("before delivery took it: got %+v, %v", at, err)
		}
		if _, err := raw.Exec(`UPDATE outbox SET taken_at = 50`); err != nil {
			t.Fatal(err)
		}
		if at, err := s.Standing(t.Context(), o.Subject, last); err != nil || at.TakenAt != 50 {
			t.Errorf("when delivery took it: got %+v, %v", at, err)
		}
		for sequence, kind := range map[int]offers.AnswerKind{1: offers.Accept, 2: offers.Decline, 3: offers.Talk} {
			number := filing(o.Subject, o.ID, sequence, kind, int64(sequence)).Receipt.Number
			if _, err := s.Standing(t.Context(), o.Subject, number); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("%s that another answer came after: got %v, want ErrNotFound", kind, err)
			}
		}
		if _, err := s.Standing(t.Context(), "somebody else", last); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("delivery of somebody else's: got %v, want ErrNotFound", err)
		}
		if _, _, err := s.File(t.Context(), filing(o.Subject, o.ID, 5, offers.Decline, 60)); !errors.Is(err, store.ErrTaken) {
			t.Errorf("after delivery took it: got %v, want ErrTaken", err)
		}
		if got, err := s.LatestAnswer(t.Context(), o.Subject, o.ID); err != nil || got.Sequence != 4 {
			t.Errorf("the answer that counts is %d, %v; want 4", got.Sequence, err)
		}
	})
}

func TestD10HundredAnswersGiveOne(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		o := withOffers(t, s, 1)[0]
		const n = 100
		type outcome struct {
			receipt offers.Receipt
			first   bool
			err     error
		}
		outcomes := make([]outcome, n)
		var wg sync.WaitGroup
		for i := range outcomes {
			wg.Go(func() {
				out := &outcomes[i]
				out.receipt, out.first, out.err = s.File(t.Context(), filing(o.Subject, o.ID, 1, offers.Accept, int64(i+1)))
			})
		}
		wg.Wait()
		first := 0
		for _, out := range outcomes {
			if out.err != nil || out.receipt.Number != outcomes[0].receipt.Number {
				t.Errorf("got receipt %q, %v; want %q", out.receipt.Number, out.err, outcomes[0].receipt.Number)
			}
			if out.first {
				first++
			}
		}
		raw := db.raw(t)
		if answers, outbox := count(t, raw, `SELECT COUNT(*) FROM answers`), count(t, raw, `SELECT COUNT(*) FROM outbox`); first != 1 || answers != 1 || outbox != 1 {
			t.Errorf("%d were first, %d answers, %d to deliver; want 1 of each", first, answers, outbox)
		}
	})
}

func TestD11AcceptAndDeclineAtTheSameMoment(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		n := rounds(10_000)
		won := map[offers.AnswerKind]int{}
		for i, o := range withOffers(t, s, n) {
			kinds := [2]offers.AnswerKind{offers.Accept, offers.Decline}
			var told [2]offers.Receipt
			var wg sync.WaitGroup
			for at := range kinds {
				at := (at + i) % 2 // they take turns in being started first
				wg.Go(func() {
					var err error
					if told[at], _, err = s.File(t.Context(), filing(o.Subject, o.ID, 1, kinds[at], 5)); err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			final, err := s.LatestAnswer(t.Context(), o.Subject, o.ID)
			if err != nil || !reflect.DeepEqual(told[0], final) || !reflect.DeepEqual(told[1], final) {
				t.Fatalf("told %s and %s; final is %s, %v", told[0].Kind, told[1].Kind, final.Kind, err)
			}
			won[final.Kind]++
		}
		raw := db.raw(t)
		if answers, outbox := count(t, raw, `SELECT COUNT(*) FROM answers`), count(t, raw, `SELECT COUNT(*) FROM outbox`); answers != n || outbox != won[offers.Accept] {
			t.Errorf("%d answers, %d to deliver; want %d and %d", answers, outbox, n, won[offers.Accept])
		}
		t.Logf("%d pairs: %v", n, won)
	})
}
