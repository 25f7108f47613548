package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"testing"

	"zeker/offers"
	"zeker/offers/rules"
)

// recorder notes the statements that run.
type recorder struct {
	queries
	ran []string
}

func (r *recorder) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	r.ran = append(r.ran, query)
	return r.queries.ExecContext(ctx, query, args...)
}

func (r *recorder) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	r.ran = append(r.ran, query)
	return r.queries.QueryContext(ctx, query, args...)
}

func (r *recorder) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	r.ran = append(r.ran, query)
	return r.queries.QueryRowContext(ctx, query, args...)
}

// B12: why a code fails cannot be told from what the database does. With a right
// one it does the same, too.
func TestB12EveryTryRunsTheSameStatements(t *testing.T) {
	s, w := openGroup(t)
	if err := s.SaveScan(t.Context(), Scan{Municipality: "zonnedijk", Offers: []OfferRow{{Subject: "anna", Scheme: "x", Class: offers.ClassOffer, State: offers.Entitled}}}); err != nil {
		t.Fatal(err)
	}
	for _, hash := range []string{"right", "used up", "expired"} {
		l := Letter{Subject: "anna", CodeHash: []byte(hash), Born: 0, At: 100}
		if hash == "expired" {
			l.At = 100 - CodeLife
		}
		if err := s.AddLetter(t.Context(), l); err != nil {
			t.Fatal(err)
		}
	}
	for range codeTries {
		s.TryCode(t.Context(), []byte("used up"), 2, 2, 100)
	}
	written, read := &recorder{queries: w.q}, &recorder{queries: s.read}
	w.stop()
	group := newGroupWriter(written)
	s.write, s.read = group, read
	defer group.stop()

	changes := func() (n int) {
		if err := w.q.QueryRowContext(t.Context(), `SELECT total_changes()`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	var first []string
	for _, try := range []struct {
		situation  string
		hash       string
		day, month int
		opens      bool
	}{
		{"right", "right", 1, 1, true},
		{"wrong birthday", "right", 2, 1, false},
		{"unknown code", "unknown", 1, 1, false},
		{"malformed code", "", 1, 1, false},
		{"used up", "used up", 1, 1, false},
		{"expired", "expired", 1, 1, false},
	} {
		written.ran, read.ran = nil, nil
		before := changes()
		who, err := s.TryCode(t.Context(), []byte(try.hash), try.day, try.month, 100)
		if opened := err == nil && who == "anna"; opened != try.opens || err != nil && err != ErrCode {
			t.Errorf("%s: got %q, %v", try.situation, who, err)
		}
		ran := append(written.ran, read.ran...)
		if first == nil {
			first = ran
		}
		// What changes nothing need not go to disk, and is done sooner.
		if n := changes() - before; n != 1 {
			t.Errorf("%s: changed %d rows, want 1", try.situation, n)
		}
		if !slices.Equal(ran, first) || len(ran) != 4 {
			t.Errorf("%s: ran %s\nand the first ran %s", try.situation, fmt.Sprint(ran), fmt.Sprint(first))
		}
	}
}

// C2: what is another's and what never was cannot be told apart by what the database
// does either.
func TestC2AnothersRunsTheSameStatements(t *testing.T) {
	s, w := openGroup(t)
	if err := s.SaveScan(t.Context(), Scan{Municipality: "zonnedijk", Offers: []OfferRow{{Subject: "bram", Scheme: "x", Class: offers.ClassOffer, State: offers.Entitled}}}); err != nil {
		t.Fatal(err)
	}
	rows, err := s.OffersOf(t.Context(), "bram")
	if err != nil || len(rows) != 1 {
		t.Fatalf("got %d offers, %v; want one", len(rows), err)
	}
	offer := rows[0].ID
	answer := func(who Subject, id string) error {
		_, _, err := s.File(t.Context(), Filing{Subject: who, Receipt: offers.Receipt{Number: "N"},
			Answer: offers.Answer{OfferID: id, Sequence: 1, Kind: offers.Decline, At: 1}})
		return err
	}
	if err := answer("bram", offer); err != nil {
		t.Fatal(err)
	}
	if err := s.SaveDraft(t.Context(), "bram", offer, Draft{Door: BySignIn, Purge: 100}); err != nil {
		t.Fatal(err)
	}
	mandate, err := s.Appoint(t.Context(), Mandate{Subject: "bram", Until: 100}, []byte("code"))
	if err != nil {
		t.Fatal(err)
	}
	signature := waitsFor(t, s, "dirk")
	if _, err := s.TakeSignature(t.Context(), []byte("partner"), "emma", 1, 1); err != nil {
		t.Fatal(err)
	}
	written, read := &recorder{queries: w.q}, &recorder{queries: s.read}
	w.stop()
	group := newGroupWriter(written)
	s.write, s.read = group, read
	defer group.stop()

	for call, do := range map[string]func(id string) error{
		"offer":        func(id string) error { _, err := s.Offer(t.Context(), "anna", id); return err },
		"dossier":      func(id string) error { _, _, err := s.Dossier(t.Context(), "anna", id); return err },
		"answer":       func(id string) error { return answer("anna", id) },
		"latest":       func(id string) error { _, err := s.LatestAnswer(t.Context(), "anna", id); return err },
		"answer at":    func(id string) error { _, err := s.AnswerAt(t.Context(), "anna", id, 1); return err },
		"draft":        func(id string) error { _, err := s.Draft(t.Context(), "anna", id, BySignIn, 1); return err },
		"save draft":   func(id string) error { return s.SaveDraft(t.Context(), "anna", id, Draft{Door: BySignIn}) },
		"delete draft": func(id string) error { return s.DeleteDraft(t.Context(), "anna", id, BySignIn) },
		"end mandate":  func(id string) error { return s.EndMandate(t.Context(), "anna", id, 1) },
		"new code":     func(id string) error { return s.RenewPartnerCode(t.Context(), "anna", id, []byte("other"), 1, 1) },
		"signature":    func(id string) error { _, err := s.SignatureFor(t.Context(), "anna", id); return err },
		"sign": func(id string) error {
			return s.Sign(t.Context(), Signature{ID: id, Partner: "anna", SignedAt: 1}, []byte("x"), 1)
		},
		"refuse": func(id string) error { return s.RefuseSignature(t.Context(), "anna", id, 1, 1) },
	} {
		theirs := offer
		switch call {
		case "end mandate":
			theirs = mandate
		case "new code":
			theirs = "D"
		case "signature", "sign", "refuse":
			theirs = signature
		}
		ran := func(id string) (what string, err error) {
			written.ran, read.ran = nil, nil
			err = do(id)
			return fmt.Sprint(written.ran, read.ran), err
		}
		got, errGot := ran(theirs)
		want, errWant := ran("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
		if got != want || fmt.Sprint(errGot) != fmt.Sprint(errWant) {
			t.Errorf("%s: of another ran %s, %v\nand of what never was %s, %v", call, got, errGot, want, errWant)
		}
	}
	if d, err := s.Draft(t.Context(), "bram", offer, BySignIn, 1); err != nil || d.Purge != 100 {
		t.Errorf("the other's draft: got %+v, %v; want it as it was", d, err)
	}
}

// waitsFor files an application of somebody that waits for the partner, whose code is
// "partner", and returns the id of the signature.
func waitsFor(t *testing.T, s *Store, who Subject) (id string) {
	t.Helper()
	if err := s.SaveScan(t.Context(), Scan{Municipality: "zonnedijk", Offers: []OfferRow{{Subject: who, Scheme: "x", Class: offers.ClassOffer, State: offers.Entitled}}}); err != nil {
		t.Fatal(err)
	}
	rows, err := s.OffersOf(t.Context(), who)
	if err != nil || len(rows) != 1 {
		t.Fatalf("got %d offers, %v; want one", len(rows), err)
	}
	if _, _, err := s.File(t.Context(), Filing{Subject: who, Receipt: offers.Receipt{Number: "D"}, Outbox: []byte("payload"), SignBy: 1,
		PartnerCode: []byte("partner"), Answer: offers.Answer{OfferID: rows[0].ID, Sequence: 1, Kind: offers.Accept, At: 1}}); err != nil {
		t.Fatal(err)
	}
	at, err := s.Standing(t.Context(), who, "D")
	if err != nil || !at.Signature.Waits(1) {
		t.Fatalf("got %+v, %v; want one that waits", at, err)
	}
	return at.Signature.ID
}

// B12: why the code of a partner fails cannot be told from what the database does.
func TestB12EveryTryOfAPartnersCodeRunsTheSameStatements(t *testing.T) {
	s, w := openGroup(t)
	waitsFor(t, s, "dirk")
	written, read := &recorder{queries: w.q}, &recorder{queries: s.read}
	w.stop()
	group := newGroupWriter(written)
	s.write, s.read = group, read
	defer group.stop()
	var first []string
	for _, try := range []struct {
		situation, hash string
		who             Subject
		now             int64
		on              rules.Day
	}{
		{"unknown", "unknown", "emma", 1, 1},
		{"malformed", "", "emma", 1, 1},
		{"the applicant's own", "partner", "dirk", 1, 1},
		{"expired", "partner", "emma", 1 + MandateCodeLife, 1},
		{"after the last day", "partner", "emma", 1, 2},
	} {
		written.ran, read.ran = nil, nil
		if id, err := s.TakeSignature(t.Context(), []byte(try.hash), try.who, try.now, try.on); err != ErrCode || id != "" {
			t.Errorf("%s: got %q, %v; want ErrCode", try.situation, id, err)
		}
		ran := append(written.ran, read.ran...)
		if first == nil {
			first = ran
		}
		if !slices.Equal(ran, first) {
			t.Errorf("%s: ran %v\nand the first ran %v", try.situation, ran, first)
		}
	}
	if id, err := s.TakeSignature(t.Context(), []byte("partner"), "emma", MandateCodeLife, 1); err != nil || id == "" {
		t.Errorf("the right one: got %q, %v", id, err)
	}
	if _, err := s.TakeSignature(t.Context(), []byte("partner"), "finn", 1, 1); err != ErrCode {
		t.Errorf("one that somebody else took: got %v, want ErrCode", err)
	}
}
