package store

import (
	"context"
	"encoding/hex"

	"zeker/offers/rules"
)

// Draft is what a resident filled in for an offer and pressed Save for, to go on with
// later: what was typed, by form field, right or wrong.
type Draft struct {
	Values map[string]string
	Door   Door // by which they came in when they saved it
	At     int64
	Purge  rules.Day // the last day that it is kept
}

const (
	draftPlace   = "drafts.sealed/"
	carriedPlace = "carried/"
)

// SaveDraft keeps a draft, in the place of the one that was saved by that door
// before; ErrNotFound for somebody else's offer.
func (s *Store) SaveDraft(ctx context.Context, subject Subject, offerID string, d Draft) error {
	sealed, err := s.keys.sealJSON(draftAt(offerID, d.Door), d.Values)
	if err != nil {
		return failed("save draft", err)
	}
	return failed("save draft", s.write.transact(ctx, func(ctx context.Context, q queries) error {
		n, err := affected(q.ExecContext(ctx, `INSERT INTO drafts (offer, door, sealed, saved_at, purge_on)
			SELECT id, $1, $2, $3, $4 FROM offers WHERE id = $5 AND subject = $6
			ON CONFLICT (offer, door) DO UPDATE SET sealed = excluded.sealed,
				saved_at = excluded.saved_at, purge_on = excluded.purge_on`,
			d.Door, sealed, d.At, d.Purge, offerID, subject))
		if err == nil && n == 0 {
			return ErrNotFound
		}
		return err
	}))
}

// Draft returns what was last saved for an offer, as far as who came in by a door may
// see it: who signed in sees all, and with a letter one sees what was saved with a
// letter. ErrNotFound when there is none, or its last day has passed on a day.
func (s *Store) Draft(ctx context.Context, subject Subject, offerID string, door Door, on rules.Day) (d Draft, err error) {
	var sealed []byte
	err = s.read.QueryRowContext(ctx, `SELECT d.door, d.sealed, d.saved_at, d.purge_on
		FROM drafts d JOIN offers o ON o.id = d.offer
		WHERE d.offer = $1 AND o.subject = $2 AND (d.door = $3 OR $3 = 'sign_in') AND d.purge_on >= $4
		ORDER BY d.saved_at DESC, d.door DESC LIMIT 1`, offerID, subject, door, on).Scan(&d.Door, &sealed, &d.At, &d.Purge)
	if err != nil {
		return Draft{}, failed("draft", notFound(err))
	}
	err = s.keys.openJSON(draftAt(offerID, d.Door), sealed, &d.Values)
	return d, failed("draft", err)
}

// DeleteDraft throws away what was saved for an offer and may be seen by a door; one
// that is not there is no error.
func (s *Store) DeleteDraft(ctx context.Context, subject Subject, offerID string, door Door) error {
	return failed("delete draft", s.write.transact(ctx, func(ctx context.Context, q queries) error {
		_, err := q.ExecContext(ctx, `DELETE FROM drafts WHERE offer = $1 AND (door = $3 OR $3 = 'sign_in')
			AND EXISTS (SELECT 1 FROM offers o WHERE o.id = drafts.offer AND o.subject = $2)`, offerID, subject, door)
		return err
	}))
}

// Visitor is who looks at an offer: whose it is, by which door they came in, and the
// mandate that a helper acts on. What one of them typed another does not see: who holds a
// letter is not always who signed in, and a helper is never the resident.
type Visitor struct {
	Subject Subject
	Door    Door
	Mandate string // "" for who acts for themselves
}

// of is a text for the offer that belongs to a visitor alone.
func (v Visitor) of(offerID string) string {
	return string(v.Subject) + "/" + string(v.Door) + "/" + v.Mandate + "/" + offerID
}

// formTagBytes are 128 bits, which nobody guesses: each form of an offer carries them.
const formTagBytes = 16

// FormTag is what the form of an offer carries, so that it can be told whose it was when
// it comes after the session is over. Nobody else can make it, and it says nothing.
func (s *Store) FormTag(v Visitor, offerID string) []byte {
	return keyed(s.names.device, []byte("form/"+v.of(offerID)))[:formTagBytes]
}

// Carry seals what was typed in the form with a tag by somebody whose session was over,
// so that their own browser can carry it until they are back. Only [Store.Carried] opens
// it, for that offer and the visitor of that tag. With a tag that was made up it opens
// for nobody.
func (s *Store) Carry(offerID string, tag []byte, values map[string]string) ([]byte, error) {
	sealed, err := s.keys.sealJSON(carriedAt(offerID, tag), values)
	return sealed, failed("carry", err)
}

// Carried opens what Carry sealed.
func (s *Store) Carried(v Visitor, offerID string, sealed []byte) (values map[string]string, err error) {
	err = s.keys.openJSON(carriedAt(offerID, s.FormTag(v, offerID)), sealed, &values)
	return values, failed("carried", err)
}

// DeviceKey is the key with which a browser locks up what a visitor typed for an offer
// when the time is over. It comes with each page of that offer, and with no other: so
// what lies on the device opens again for the same visitor only.
func (s *Store) DeviceKey(v Visitor, offerID string) []byte {
	return keyed(s.names.device, []byte(v.of(offerID)))
}

func carriedAt(offer string, tag []byte) string {
	return carriedPlace + offer + "/" + hex.EncodeToString(tag)
}

func draftAt(offer string, door Door) string { return draftPlace + offer + "/" + string(door) }
