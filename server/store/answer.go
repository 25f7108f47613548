package store

import (
	"context"
	"database/sql"
	"errors"
	"strconv"

	"zeker/offers"
)

// Filing is an answer with everything that must be stored together with it.
type Filing struct {
	Subject Subject
	Answer  offers.Answer
	Receipt offers.Receipt
	Outbox  Delivery // no payload: nothing is to be delivered
}

// Delivery is a row of the outbox: what is to reach another system, once.
type Delivery struct {
	ID      string // the number that the other system knows it by
	Payload []byte // as package delivery wrote it
}

const (
	answerPlace  = "answers.answer/"
	receiptPlace = "answers.receipt/"
	payloadPlace = "outbox.payload/"
)

// File stores an answer, its receipt and what is to be delivered in one
// transaction. The first answer of an offer's sequence number wins: first is
// false for the others, and the receipt is the winner's. A higher number replaces
// the answer before it, and its delivery, until that was taken. Errors:
// ErrNotFound, ErrSequence, ErrTaken.
func (s *Store) File(ctx context.Context, f Filing) (receipt offers.Receipt, first bool, err error) {
	row, err := s.sealFiling(f)
	if err != nil {
		return receipt, false, failed("file", err)
	}
	var sealed []byte
	err = s.write.transact(ctx, func(ctx context.Context, q queries) (err error) {
		sealed, first, err = row.insert(ctx, q)
		return err
	})
	if err != nil {
		return receipt, false, failed("file", err)
	}
	if first {
		return f.Receipt, true, nil
	}
	err = s.keys.openJSON(row.place(receiptPlace), sealed, &receipt)
	return receipt, false, failed("file", err)
}

// filing is a Filing, sealed.
type filing struct {
	Filing
	answer, receipt, payload []byte
}

func (f *filing) place(prefix string) string {
	return answersRow(prefix, f.Answer.OfferID, f.Answer.Sequence)
}

func (s *Store) sealFiling(f Filing) (*filing, error) {
	r := &filing{Filing: f}
	var err, err2 error
	r.answer, err = s.keys.sealJSON(r.place(answerPlace), f.Answer)
	r.receipt, err2 = s.keys.sealJSON(r.place(receiptPlace), f.Receipt)
	if len(f.Outbox.Payload) > 0 {
		r.payload = s.keys.seal(payloadPlace+f.Outbox.ID, f.Outbox.Payload)
	}
	return r, errors.Join(err, err2)
}

// insert stores the filing, or returns the receipt of the answer that was first.
func (f *filing) insert(ctx context.Context, q queries) (receipt []byte, first bool, err error) {
	offer, sequence := f.Answer.OfferID, f.Answer.Sequence
	// Also the lock on the offer: whoever answers it at the same moment waits here.
	n, err := affected(q.ExecContext(ctx, `UPDATE offers SET answered_at = answered_at
		WHERE id = $1 AND subject = $2`, offer, f.Subject))
	if err != nil {
		return nil, false, err
	}
	if n == 0 {
		return nil, false, ErrNotFound
	}
	err = q.QueryRowContext(ctx, `SELECT receipt FROM answers WHERE offer = $1 AND sequence = $2`, offer, sequence).Scan(&receipt)
	if !errors.Is(err, sql.ErrNoRows) {
		return receipt, false, err
	}
	if err := f.replace(ctx, q); err != nil {
		return nil, false, err
	}
	if _, err := q.ExecContext(ctx, `INSERT INTO answers (offer, sequence, subject, kind, at, number, answer, receipt)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, offer, sequence, f.Subject, f.Answer.Kind, f.Answer.At,
		f.Receipt.Number, f.answer, f.receipt); err != nil {
		return nil, false, err
	}
	if f.payload != nil {
		if _, err := q.ExecContext(ctx, `INSERT INTO outbox (id, offer, sequence, payload, made_at)
			VALUES ($1, $2, $3, $4, $5)`, f.Outbox.ID, offer, sequence, f.payload, f.Answer.At); err != nil {
			return nil, false, err
		}
	}
	_, err = q.ExecContext(ctx, `UPDATE offers SET answered_at = $1 WHERE id = $2`, f.Answer.At, offer)
	return nil, true, err
}

// replace takes the answer before this one out of the outbox. It stays as an
// answer: what was said is not unsaid.
func (f *filing) replace(ctx context.Context, q queries) error {
	var last int
	if err := q.QueryRowContext(ctx, `SELECT COALESCE(MAX(sequence), 0) FROM answers WHERE offer = $1`,
		f.Answer.OfferID).Scan(&last); err != nil {
		return err
	}
	if f.Answer.Sequence != last+1 {
		return ErrSequence
	}
	if _, err := q.ExecContext(ctx, `DELETE FROM outbox WHERE offer = $1 AND taken_at = 0`, f.Answer.OfferID); err != nil {
		return err
	}
	var taken int
	if err := q.QueryRowContext(ctx, `SELECT COUNT(*) FROM outbox WHERE offer = $1`, f.Answer.OfferID).Scan(&taken); err != nil {
		return err
	}
	if taken > 0 {
		return ErrTaken
	}
	return nil
}

// Receipt returns a resident's receipt by its number; ErrNotFound, also for
// somebody else's.
func (s *Store) Receipt(ctx context.Context, subject Subject, number string) (offers.Receipt, error) {
	r, err := s.openReceipt(s.read.QueryRowContext(ctx, `SELECT offer, sequence, receipt FROM answers
		WHERE number = $1 AND subject = $2`, number, subject))
	return r, failed("receipt", err)
}

// LatestAnswer returns the receipt of the answer that counts for an offer;
// ErrNotFound when there is none.
func (s *Store) LatestAnswer(ctx context.Context, subject Subject, offerID string) (offers.Receipt, error) {
	r, err := s.openReceipt(s.read.QueryRowContext(ctx, `SELECT offer, sequence, receipt FROM answers
		WHERE offer = $1 AND subject = $2 ORDER BY sequence DESC LIMIT 1`, offerID, subject))
	return r, failed("latest answer", err)
}

func (s *Store) openReceipt(row *sql.Row) (r offers.Receipt, err error) {
	var offer string
	var sequence int
	var sealed []byte
	if err := row.Scan(&offer, &sequence, &sealed); err != nil {
		return r, notFound(err)
	}
	err = s.keys.openJSON(answersRow(receiptPlace, offer, sequence), sealed, &r)
	return r, err
}

func answersRow(prefix, offer string, sequence int) string {
	return prefix + offer + "/" + strconv.Itoa(sequence)
}
