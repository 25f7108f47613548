package store_test

import (
	"errors"
	"testing"

	"zeker/offers"
	"zeker/offers/rules"
	"zeker/server/store"
)

// corrected is an answer that is delivered only to whoever took one before it.
func corrected(o store.OfferRow, sequence int, kind offers.AnswerKind) store.Filing {
	f := filing(o.Subject, o.ID, sequence, kind, int64(sequence))
	f.Correction = f.Outbox == nil
	f.Outbox = []byte("payload of " + f.Receipt.Number)
	return f
}

// D14: what delivery took is corrected, not unsaid; an application that it took is only
// withdrawn, once.
func TestD14AnswersAfterDelivery(t *testing.T) {
	const take = offers.AnswerKind("take")
	for _, test := range []struct {
		situation string
		done      []offers.AnswerKind
		last      error
		waits     int // rows that are to be delivered
		taken     int // OfferRow.Taken
	}{
		{"a no by itself", []offers.AnswerKind{offers.Decline}, nil, 0, 0},
		{"a no instead of an application", []offers.AnswerKind{offers.Accept, offers.Decline}, nil, 0, 0},
		{"an application withdrawn", []offers.AnswerKind{offers.Accept, offers.Withdraw}, nil, 0, 0},
		{"and made again", []offers.AnswerKind{offers.Accept, offers.Withdraw, offers.Accept}, nil, 1, 0},
		{"a no to a talk that was taken", []offers.AnswerKind{offers.Talk, take, offers.Decline}, nil, 1, 0},
		{"and to that another", []offers.AnswerKind{offers.Talk, take, offers.Decline, offers.DeclineYear}, nil, 1, 0},
		{"an application after a talk that was taken", []offers.AnswerKind{offers.Talk, take, offers.Accept}, nil, 1, 0},
		{"a no to an application that was taken", []offers.AnswerKind{offers.Accept, take, offers.Decline}, store.ErrTaken, 0, 1},
		{"its withdrawal", []offers.AnswerKind{offers.Decline, offers.Accept, take, offers.Withdraw}, nil, 1, 2},
		{"a no after that", []offers.AnswerKind{offers.Accept, take, offers.Withdraw, offers.Decline}, store.ErrTaken, 1, 1},
		{"a second application after that was taken too", []offers.AnswerKind{offers.Accept, take, offers.Withdraw, take, offers.Accept}, store.ErrTaken, 0, 1},
	} {
		t.Run(test.situation, func(t *testing.T) {
			onEach(t, func(t *testing.T, db database) {
				s := db.open(t, keys(t, key(1)))
				o := withOffers(t, s, 1)[0]
				raw := db.raw(t)
				sequence := 0
				var err error
				for i, kind := range test.done {
					if kind == take {
						if _, err := raw.Exec(`UPDATE outbox SET taken_at = 50 WHERE taken_at = 0`); err != nil {
							t.Fatal(err)
						}
						continue
					}
					sequence++
					if _, _, err = s.File(t.Context(), corrected(o, sequence, kind)); err != nil && i+1 < len(test.done) {
						t.Fatal(err)
					}
				}
				if !errors.Is(err, test.last) {
					t.Errorf("got %v, want %v", err, test.last)
				}
				if n := count(t, raw, `SELECT COUNT(*) FROM outbox WHERE taken_at = 0`); n != test.waits {
					t.Errorf("%d rows are to be delivered, want %d", n, test.waits)
				}
				if row, err := s.Offer(t.Context(), o.Subject, o.ID); err != nil || row.Taken != test.taken {
					t.Errorf("delivery took answer %d, %v; want %d", row.Taken, err, test.taken)
				}
			})
		})
	}
}

// The time between a talk and the answer after it comes after the last day.
func TestATalkPausesTheTime(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		o := withOffers(t, s, 1)[0]
		const day = 86_400
		for i, f := range []struct {
			kind offers.AnswerKind
			at   int64
		}{{offers.Talk, 0}, {offers.Decline, 3 * day}, {offers.Talk, 10 * day}, {offers.Withdraw, 11*day + 1}, {offers.Accept, 90 * day}} {
			mustFile(t, s, filing(o.Subject, o.ID, i+1, f.kind, f.at))
		}
		row, err := s.Offer(t.Context(), o.Subject, o.ID)
		if err != nil || row.Paused != 4*day+1 {
			t.Errorf("the time stood still for %d seconds, %v; want %d", row.Paused, err, 4*day+1)
		}
		row.Expires = 100
		if row.LastDay() != 105 {
			t.Errorf("got the last day %d, want 105: a day that began counts", row.LastDay())
		}
		if row.Expires = 0; row.LastDay() != 0 {
			t.Errorf("got the last day %d of an offer without one", row.LastDay())
		}
	})
}

func TestTakeUpCountsWhatWasTakenBack(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		rows := withOffers(t, s, 2)
		raw := db.raw(t)
		if _, err := raw.Exec(`UPDATE offers SET offered_at = 1`); err != nil {
			t.Fatal(err)
		}
		for i, kind := range []offers.AnswerKind{offers.Accept, offers.Decline} {
			mustFile(t, s, filing(rows[i].Subject, rows[i].ID, 1, kind, 2))
			mustFile(t, s, filing(rows[i].Subject, rows[i].ID, 2, offers.Withdraw, 3))
		}
		lines, err := s.TakeUp(t.Context(), 9)
		if err != nil || len(lines) != 1 || lines[0].Declined != 1 || lines[0].Silent != 1 || lines[0].Accepted != 0 {
			t.Errorf("got %+v, %v; want one who no longer wants it and one without an answer", lines, err)
		}
	})
}

func TestReasonsAreKeptSealedAndTakenAway(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		rows := withOffers(t, s, 2)
		f := filing(rows[0].Subject, rows[0].ID, 1, offers.Decline, 9)
		mustFile(t, s, f)
		number := f.Receipt.Number
		for _, want := range []store.Reason{{Choice: "fear", At: 10}, {Choice: "other", Words: "Kanarie", At: 11}} {
			if err := s.SaveReason(t.Context(), f.Subject, number, want); err != nil {
				t.Fatal(err)
			}
			if got, err := s.Reason(t.Context(), f.Subject, number); err != nil || got != want {
				t.Errorf("got %+v, %v; want %+v", got, err, want)
			}
		}
		if err := s.SaveReason(t.Context(), rows[1].Subject, number, store.Reason{Choice: "fear"}); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("for somebody else's receipt: got %v, want ErrNotFound", err)
		}
		if _, err := s.Reason(t.Context(), rows[1].Subject, number); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("of somebody else's receipt: got %v, want ErrNotFound", err)
		}
		if n := count(t, db.raw(t), `SELECT COUNT(*) FROM reasons`); n != 1 {
			t.Errorf("%d reasons are kept, want 1", n)
		}
		if err := s.SaveReason(t.Context(), f.Subject, number, store.Reason{At: 12}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Reason(t.Context(), f.Subject, number); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("after it was taken away: got %v, want ErrNotFound", err)
		}
	})
}

// The offers' last day is day 20833.
func TestReasonsArePurgedWhenTheirOfferIsOver(t *testing.T) {
	const day = 24 * 60 * 60
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		rows := withOffers(t, s, 3)
		told := map[int64]int{20780 * day: 0, 20810 * day: 1, 20840 * day: 2} // offer by moment of the answer
		for at, i := range told {
			f := filing(rows[i].Subject, rows[i].ID, 1, offers.Decline, at)
			mustFile(t, s, f)
			if err := s.SaveReason(t.Context(), f.Subject, f.Receipt.Number, store.Reason{Choice: "fear", At: at}); err != nil {
				t.Fatal(err)
			}
		}
		for _, step := range []struct {
			on   rules.Day
			kept int
		}{
			{20833, 3}, // the last day
			{20834, 2},
			{20840, 2}, // 30 days after the second
			{20841, 1},
			{20870, 1},
			{20871, 0},
		} {
			if _, err := s.Purge(t.Context(), step.on); err != nil {
				t.Fatal(err)
			}
			if n := count(t, db.raw(t), `SELECT COUNT(*) FROM reasons`); n != step.kept {
				t.Errorf("after the purge of day %d: %d reasons are kept, want %d", step.on, n, step.kept)
			}
			if n := count(t, db.raw(t), `SELECT COUNT(*) FROM answers`); n != 3 {
				t.Errorf("day %d: %d answers are kept, want 3", step.on, n)
			}
		}
	})
}
