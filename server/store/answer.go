package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"strconv"

	"zeker/offers"
	"zeker/offers/rules"
)

// Filing is an answer with everything that must be stored together with it.
type Filing struct {
	Subject Subject
	Door    Door // by which who answers came in: what was saved behind another stays
	Answer  offers.Answer
	Receipt offers.Receipt
	// Outbox is what package delivery wrote for the system that carries the answer
	// out; nil when there is nothing to deliver. That system knows it by the
	// receipt's number.
	Outbox []byte
	// Correction says that Outbox is for nobody but a system that took an earlier answer
	// to the offer: then it must hear of this one.
	Correction bool
	// SignBy is the last day for the partner to sign: until they did Outbox waits. 0 when it
	// waits for nobody. Of the code for it PartnerCode is the hash; nil while the resident
	// was given none.
	SignBy      rules.Day
	PartnerCode []byte
}

const (
	answerPlace  = "answers.sealed/"
	payloadPlace = "outbox.payload/"
)

// answered is what is sealed of an answer.
type answered struct {
	Answer  offers.Answer
	Receipt offers.Receipt
}

// File stores an answer, its receipt and what is to be delivered in one
// transaction. The first answer of an offer's sequence number wins: first is
// false for the others, and the receipt is the winner's. A higher number replaces
// the answer before it, and its delivery, until that was taken. An application that
// was taken can only be withdrawn, once. Errors: ErrNotFound, ErrSequence, ErrTaken.
func (s *Store) File(ctx context.Context, f Filing) (receipt offers.Receipt, first bool, err error) {
	sealed, err := s.sealFiling(f)
	if err != nil {
		return receipt, false, failed("file", err)
	}
	var winner []byte
	err = s.write.transact(ctx, func(ctx context.Context, q queries) (err error) {
		winner, first, err = sealed.insert(ctx, q)
		return err
	})
	if err != nil {
		return receipt, false, failed("file", err)
	}
	if first {
		return f.Receipt, true, nil
	}
	kept, err := s.openAnswer(f.Answer.OfferID, f.Answer.Sequence, winner)
	return kept.Receipt, false, failed("file", err)
}

// filing is a Filing, sealed.
type filing struct {
	Filing
	answer, payload []byte
	outbox          string // id of the row, "" when there is none
	signature       string // id of the row that the outbox waits for, "" for none
}

func (s *Store) sealFiling(f Filing) (*filing, error) {
	r := &filing{Filing: f}
	var err error
	r.answer, err = s.keys.sealJSON(row(answerPlace, f.Answer.OfferID, f.Answer.Sequence), answered{f.Answer, f.Receipt})
	if f.SignBy != 0 {
		r.signature = rand.Text()
		r.payload = s.keys.seal(signaturePlace+r.signature, f.Outbox)
	} else if f.Outbox != nil && !(f.Correction && f.Answer.Sequence == 1) { // before the first nobody took any
		r.outbox = s.outboxID(f.Answer.At)
		r.payload = s.keys.seal(payloadPlace+r.outbox, f.Outbox)
	}
	return r, err
}

// outboxID makes an id that sorts by time and is nobody else's. Rows that come
// together lie together, so that a group of them touches few pages.
func (s *Store) outboxID(at int64) string {
	return fmt.Sprintf("%010x-%08x-%s", at, s.filed.Add(1), rand.Text())
}

// insert stores the filing, or returns the answer that was first. The key (offer,
// sequence) decides: who comes second waits for the first, and then inserts
// nothing.
func (f *filing) insert(ctx context.Context, q queries) (winner []byte, first bool, err error) {
	offer, sequence := f.Answer.OfferID, f.Answer.Sequence
	n, err := affected(q.ExecContext(ctx, `INSERT INTO answers (offer, sequence, kind, at, number, sealed, outbox)
		SELECT id, $1, $2, $3, $4, $5, $6 FROM offers WHERE id = $7 AND subject = $8
		ON CONFLICT (offer, sequence) DO NOTHING`,
		sequence, f.Answer.Kind, f.Answer.At, f.Receipt.Number, f.answer, f.outbox, offer, f.Subject))
	if err != nil {
		return nil, false, err
	}
	if n == 0 {
		err = q.QueryRowContext(ctx, `SELECT a.sealed FROM answers a JOIN offers o ON o.id = a.offer
			WHERE a.offer = $1 AND a.sequence = $2 AND o.subject = $3`, offer, sequence, f.Subject).Scan(&winner)
		return winner, false, notFound(err)
	}
	if sequence != 1 {
		if err := f.endSignature(ctx, q); err != nil {
			return nil, false, err
		}
		if err := f.replace(ctx, q); err != nil {
			return nil, false, err
		}
		if err := f.address(ctx, q); err != nil {
			return nil, false, err
		}
	}
	// What was saved to go on with later has been said now.
	if _, err := q.ExecContext(ctx, `DELETE FROM drafts WHERE offer = $1 AND (door = $2 OR $2 = 'sign_in')`, offer, f.Door); err != nil {
		return nil, false, err
	}
	if f.signature != "" {
		return nil, true, f.askPartner(ctx, q)
	}
	if f.outbox != "" {
		_, err = q.ExecContext(ctx, `INSERT INTO outbox (id, offer, sequence, payload, made_at)
			VALUES ($1, $2, $3, $4, $5)`, f.outbox, offer, sequence, f.payload, f.Answer.At)
	}
	return nil, true, err
}

// replace takes the answer before this one out of the outbox, unless delivery took it.
// It stays as an answer: what was said is not unsaid.
func (f *filing) replace(ctx context.Context, q queries) error {
	var kind offers.AnswerKind
	var outbox string
	err := q.QueryRowContext(ctx, `SELECT kind, outbox FROM answers WHERE offer = $1 AND sequence = $2`,
		f.Answer.OfferID, f.Answer.Sequence-1).Scan(&kind, &outbox)
	if errors.Is(err, sql.ErrNoRows) {
		return ErrSequence
	}
	if err != nil || outbox == "" {
		return err
	}
	n, err := affected(q.ExecContext(ctx, `DELETE FROM outbox WHERE id = $1 AND taken_at = 0`, outbox))
	switch {
	case err != nil:
		return err
	case n == 0 && kind == offers.Accept && f.Answer.Kind != offers.Withdraw:
		return ErrTaken
	}
	return f.final(ctx, q, kind)
}

// final refuses what comes after a withdrawal that is delivered, because the application
// before it was taken: only whoever has that can say what becomes of it.
func (f *filing) final(ctx context.Context, q queries, before offers.AnswerKind) error {
	if before != offers.Withdraw {
		return nil
	}
	var n int64
	err := q.QueryRowContext(ctx, `SELECT COUNT(*) FROM answers a JOIN outbox b ON b.id = a.outbox
		WHERE a.offer = $1 AND a.kind = $2 AND b.taken_at > 0`, f.Answer.OfferID, offers.Accept).Scan(&n)
	if err == nil && n > 0 {
		return ErrTaken
	}
	return err
}

// address keeps a correction out of the outbox when nothing was taken that it corrects.
func (f *filing) address(ctx context.Context, q queries) error {
	if !f.Correction || f.outbox == "" {
		return nil
	}
	var n int64
	err := q.QueryRowContext(ctx, `SELECT COUNT(*) FROM answers a JOIN outbox b ON b.id = a.outbox
		WHERE a.offer = $1 AND b.taken_at > 0`, f.Answer.OfferID).Scan(&n)
	if err != nil || n > 0 {
		return err
	}
	f.outbox = ""
	_, err = q.ExecContext(ctx, `UPDATE answers SET outbox = '' WHERE offer = $1 AND sequence = $2`, f.Answer.OfferID, f.Answer.Sequence)
	return err
}

// answersOf selects the answers of the resident $1, for openReceipt.
const answersOf = `SELECT a.offer, a.sequence, a.sealed FROM offers o JOIN answers a ON a.offer = o.id WHERE o.subject = $1`

// Receipt returns a resident's receipt by its number; ErrNotFound, also for
// somebody else's.
func (s *Store) Receipt(ctx context.Context, subject Subject, number string) (offers.Receipt, error) {
	r, err := s.openReceipt(s.read.QueryRowContext(ctx, answersOf+` AND a.number = $2`, subject, number))
	return r, failed("receipt", err)
}

// LatestAnswer returns the receipt of the answer that counts for an offer;
// ErrNotFound when there is none.
func (s *Store) LatestAnswer(ctx context.Context, subject Subject, offerID string) (offers.Receipt, error) {
	r, err := s.openReceipt(s.read.QueryRowContext(ctx, answersOf+` AND o.id = $2
		ORDER BY a.sequence DESC LIMIT 1`, subject, offerID))
	return r, failed("latest answer", err)
}

// AnswerAt returns the receipt of an answer to an offer by its sequence; ErrNotFound.
func (s *Store) AnswerAt(ctx context.Context, subject Subject, offerID string, sequence int) (offers.Receipt, error) {
	r, err := s.openReceipt(s.read.QueryRowContext(ctx, answersOf+` AND o.id = $2 AND a.sequence = $3`,
		subject, offerID, sequence))
	return r, failed("answer", err)
}

func (s *Store) openReceipt(found *sql.Row) (r offers.Receipt, err error) {
	var offer string
	var sequence int
	var sealed []byte
	if err := found.Scan(&offer, &sequence, &sealed); err != nil {
		return r, notFound(err)
	}
	kept, err := s.openAnswer(offer, sequence, sealed)
	return kept.Receipt, err
}

func (s *Store) openAnswer(offer string, sequence int, sealed []byte) (a answered, err error) {
	err = s.keys.openJSON(row(answerPlace, offer, sequence), sealed, &a)
	return a, err
}

func row(place, offer string, sequence int) string {
	return place + offer + "/" + strconv.Itoa(sequence)
}
