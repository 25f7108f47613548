package store

import (
	"context"
	"database/sql"
	"errors"

	"zeker/offers/rules"
)

// Signature is the signature of a partner that an application needs, given or not. Until
// it is given nothing of the application is in the outbox.
type Signature struct {
	ID       string // 130 random bits, base32
	Offer    string // of the applicant
	Sequence int    // of the application
	Scheme   string
	Subject  Subject // the applicant
	Partner  Subject // who took the code, signed in as themselves; "" until then
	CodeAt   int64   // when its last code was made, or the application when there is none
	SignedAt int64   // 0 for not
	Door     Door    // by which the partner came in who signed
	// RefusedAt is when the partner said no; why is never asked. 0 for not.
	RefusedAt int64
	LastDay   rules.Day // on which it can be given
	// Payload is what is delivered once it is signed; nil when it was, or never will be.
	Payload []byte
}

// Waits reports whether it can still be given on a day.
func (g *Signature) Waits(on rules.Day) bool {
	return g.SignedAt == 0 && g.RefusedAt == 0 && g.Payload != nil && on <= g.LastDay
}

const signaturePlace = "signatures.payload/"

// Of no column of a row that is not there anything is read: its id says so.
const signatureColumns = `COALESCE(g.id, ''), COALESCE(g.partner, ''), COALESCE(g.made_at, 0), COALESCE(g.signed_at, 0),
	COALESCE(g.door, ''), COALESCE(g.refused_at, 0), COALESCE(g.last_day, 0), g.payload, o.id, a.sequence, o.scheme, o.subject`

// waiting is a condition on a row of signatures: it can be given on the day $1.
const waiting = `signed_at = 0 AND refused_at = 0 AND payload IS NOT NULL AND last_day >= $1`

func (s *Store) scanSignature(row interface{ Scan(...any) error }, more ...any) (g Signature, err error) {
	var sealed []byte
	err = row.Scan(append([]any{&g.ID, &g.Partner, &g.CodeAt, &g.SignedAt, &g.Door, &g.RefusedAt, &g.LastDay, &sealed,
		&g.Offer, &g.Sequence, &g.Scheme, &g.Subject}, more...)...)
	if err == nil && sealed != nil {
		g.Payload, err = s.keys.open(signaturePlace+g.ID, sealed)
	}
	return g, notFound(err)
}

// askPartner keeps an application until the partner signed it.
func (f *filing) askPartner(ctx context.Context, q queries) error {
	var code any // a hash of nothing would be one that nobody else could have
	if f.PartnerCode != nil {
		code = f.PartnerCode
	}
	_, err := q.ExecContext(ctx, `INSERT INTO signatures (id, offer, sequence, code_hash, made_at, last_day, payload)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, f.signature, f.Answer.OfferID, f.Answer.Sequence, code, f.Answer.At, f.SignBy, f.payload)
	return err
}

// endSignature ends what the answer before this one waits for: its code opens nothing any
// more. It comes before the outbox is read, so that whoever signs at that moment was
// either first, and what they signed is taken back too, or finds nothing to sign.
func (f *filing) endSignature(ctx context.Context, q queries) error {
	_, err := q.ExecContext(ctx, `DELETE FROM signatures WHERE offer = $1 AND sequence = $2 AND signed_at = 0`,
		f.Answer.OfferID, f.Answer.Sequence-1)
	return err
}

// RenewPartnerCode gives the application with a receipt's number another code for the
// partner; who took the one before is nobody to it any more. ErrNotFound when it waits for
// no signature on that day, also for somebody else's.
func (s *Store) RenewPartnerCode(ctx context.Context, subject Subject, number string, codeHash []byte, at int64, on rules.Day) error {
	return failed("renew partner code", s.write.transact(ctx, func(ctx context.Context, q queries) error {
		n, err := affected(q.ExecContext(ctx, `UPDATE signatures SET code_hash = $4, made_at = $5, partner = ''
			WHERE `+waiting+` AND (offer, sequence) IN (SELECT a.offer, a.sequence FROM offers o
				JOIN answers a ON a.offer = o.id WHERE o.subject = $2 AND a.number = $3)`, on, subject, number, codeHash, at))
		if err == nil && n == 0 {
			return ErrNotFound
		}
		return err
	}))
}

// TakeSignature lets who signed in as themselves see what a code is for, and sign it. They
// must be another than the applicant. A code is taken by one person, within as long as that
// of a mandate; ErrCode otherwise, and why is not told.
func (s *Store) TakeSignature(ctx context.Context, codeHash []byte, partner Subject, now int64, on rules.Day) (id string, err error) {
	err = s.write.transact(ctx, func(ctx context.Context, q queries) error {
		err := q.QueryRowContext(ctx, `UPDATE signatures SET partner = $3
			WHERE code_hash = $2 AND partner IN ('', $3) AND made_at > $4 AND `+waiting+`
			AND NOT EXISTS (SELECT 1 FROM offers o WHERE o.id = signatures.offer AND o.subject = $3)
			RETURNING id`, on, codeHash, partner, now-MandateCodeLife).Scan(&id)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrCode
		}
		return err
	})
	if err == ErrCode {
		return "", err
	}
	return id, failed("take signature", err)
}

// SignatureFor returns one that a partner took the code of; ErrNotFound.
func (s *Store) SignatureFor(ctx context.Context, partner Subject, id string) (Signature, error) {
	g, err := s.scanSignature(s.read.QueryRowContext(ctx, `SELECT `+signatureColumns+` FROM signatures g
		JOIN offers o ON o.id = g.offer JOIN answers a ON a.offer = g.offer AND a.sequence = g.sequence
		WHERE g.id = $1 AND g.partner = $2`, id, partner))
	return g, failed("signature", err)
}

// SignaturesFor returns those that wait on a day for a partner who took the code, the newest
// first.
func (s *Store) SignaturesFor(ctx context.Context, partner Subject, on rules.Day) (list []Signature, err error) {
	rows, err := s.read.QueryContext(ctx, `SELECT `+signatureColumns+` FROM signatures g
		JOIN offers o ON o.id = g.offer JOIN answers a ON a.offer = g.offer AND a.sequence = g.sequence
		WHERE g.partner = $2 AND g.partner <> '' AND `+waiting+` ORDER BY g.made_at DESC, g.id`, on, partner)
	err = each(rows, err, func(rows *sql.Rows) error {
		g, err := s.scanSignature(rows)
		list = append(list, g)
		return err
	})
	return list, failed("signatures", err)
}

// Sign notes that a partner signed, and puts the application in the outbox, as payload,
// which says so. ErrNotFound when it no longer waits for them on that day: it was withdrawn,
// signed or refused before, or its last day is over.
func (s *Store) Sign(ctx context.Context, g Signature, payload []byte, on rules.Day) error {
	outbox := s.outboxID(g.SignedAt)
	sealed := s.keys.seal(payloadPlace+outbox, payload)
	return failed("sign", s.write.transact(ctx, func(ctx context.Context, q queries) error {
		n, err := affected(q.ExecContext(ctx, `UPDATE signatures SET signed_at = $4, door = $5, payload = NULL, code_hash = NULL
			WHERE id = $2 AND partner = $3 AND `+waiting, on, g.ID, g.Partner, g.SignedAt, g.Door))
		if err == nil && n == 0 {
			return ErrNotFound
		}
		if err != nil {
			return err
		}
		if _, err := q.ExecContext(ctx, `INSERT INTO outbox (id, offer, sequence, payload, made_at)
			VALUES ($1, $2, $3, $4, $5)`, outbox, g.Offer, g.Sequence, sealed, g.SignedAt); err != nil {
			return err
		}
		_, err = q.ExecContext(ctx, `UPDATE answers SET outbox = $1 WHERE offer = $2 AND sequence = $3`, outbox, g.Offer, g.Sequence)
		return err
	}))
}

// RefuseSignature notes that a partner does not sign, and forgets what would have been
// delivered. ErrNotFound as [Store.Sign].
func (s *Store) RefuseSignature(ctx context.Context, partner Subject, id string, at int64, on rules.Day) error {
	return failed("refuse signature", s.write.transact(ctx, func(ctx context.Context, q queries) error {
		n, err := affected(q.ExecContext(ctx, `UPDATE signatures SET refused_at = $4, payload = NULL, code_hash = NULL
			WHERE id = $2 AND partner = $3 AND `+waiting, on, id, partner, at))
		if err == nil && n == 0 {
			return ErrNotFound
		}
		return err
	}))
}

// purgeSignatures forgets what nobody can sign any more on a day. That it was not signed stays
// known, so that the applicant is told.
func purgeSignatures(ctx context.Context, q queries, on rules.Day) error {
	_, err := q.ExecContext(ctx, `UPDATE signatures SET payload = NULL, code_hash = NULL WHERE payload IS NOT NULL AND last_day < $1`, on)
	return err
}
