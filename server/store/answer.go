package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"strconv"

	"zeker/offers"
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
// the answer before it, and its delivery, until that was taken. Errors:
// ErrNotFound, ErrSequence, ErrTaken.
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
}

func (s *Store) sealFiling(f Filing) (*filing, error) {
	r := &filing{Filing: f}
	var err error
	r.answer, err = s.keys.sealJSON(row(answerPlace, f.Answer.OfferID, f.Answer.Sequence), answered{f.Answer, f.Receipt})
	if f.Outbox != nil {
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
		if err := f.replace(ctx, q); err != nil {
			return nil, false, err
		}
	}
	// What was saved to go on with later has been said now.
	if _, err := q.ExecContext(ctx, `DELETE FROM drafts WHERE offer = $1 AND (door = $2 OR $2 = 'sign_in')`, offer, f.Door); err != nil {
		return nil, false, err
	}
	if f.outbox != "" {
		_, err = q.ExecContext(ctx, `INSERT INTO outbox (id, offer, sequence, payload, made_at)
			VALUES ($1, $2, $3, $4, $5)`, f.outbox, offer, sequence, f.payload, f.Answer.At)
	}
	return nil, true, err
}

// replace takes the answer before this one out of the outbox. It stays as an
// answer: what was said is not unsaid.
func (f *filing) replace(ctx context.Context, q queries) error {
	var outbox string
	err := q.QueryRowContext(ctx, `SELECT outbox FROM answers WHERE offer = $1 AND sequence = $2`,
		f.Answer.OfferID, f.Answer.Sequence-1).Scan(&outbox)
	if errors.Is(err, sql.ErrNoRows) {
		return ErrSequence
	}
	if err != nil || outbox == "" {
		return err
	}
	n, err := affected(q.ExecContext(ctx, `DELETE FROM outbox WHERE id = $1 AND taken_at = 0`, outbox))
	if err == nil && n == 0 {
		return ErrTaken
	}
	return err
}

// Receipt returns a resident's receipt by its number; ErrNotFound, also for
// somebody else's.
func (s *Store) Receipt(ctx context.Context, subject Subject, number string) (offers.Receipt, error) {
	r, err := s.openReceipt(s.read.QueryRowContext(ctx, `SELECT a.offer, a.sequence, a.sealed
		FROM offers o JOIN answers a ON a.offer = o.id WHERE o.subject = $1 AND a.number = $2`, subject, number))
	return r, failed("receipt", err)
}

// LatestAnswer returns the receipt of the answer that counts for an offer;
// ErrNotFound when there is none.
func (s *Store) LatestAnswer(ctx context.Context, subject Subject, offerID string) (offers.Receipt, error) {
	r, err := s.openReceipt(s.read.QueryRowContext(ctx, `SELECT a.offer, a.sequence, a.sealed
		FROM offers o JOIN answers a ON a.offer = o.id WHERE o.subject = $1 AND o.id = $2
		ORDER BY a.sequence DESC LIMIT 1`, subject, offerID))
	return r, failed("latest answer", err)
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
