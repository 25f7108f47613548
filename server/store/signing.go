package store

import (
	"context"
	"errors"
)

// SigningKey is a key that receipts are signed with, in the form of package note: a
// name, an id and the key itself.
type SigningKey struct {
	Public string
	Secret string // "" once a newer key took over: it signs no more, and its receipts stay good
	MadeAt int64
}

const (
	signingName  = "receipts"
	signingPlace = "keyring.sealed/" + signingName
)

// SigningKeys returns the keys of receipts, the newest first: that one signs. There are
// none before the first was added. They are sealed anew when an older key wrote them.
func (s *Store) SigningKeys(ctx context.Context) ([]SigningKey, error) {
	sealed, keys, err := s.signingKeys(ctx, s.read)
	if err == nil && len(keys) > 0 && !s.keys.current(sealed) {
		err = s.sealSigningKeys(ctx, sealed, keys)
	}
	return keys, failed("signing keys", err)
}

// sealSigningKeys seals the keys of receipts anew, in the place of what was read; when
// that is no longer there somebody else wrote them.
func (s *Store) sealSigningKeys(ctx context.Context, read []byte, keys []SigningKey) error {
	sealed, err := s.keys.sealJSON(signingPlace, keys)
	if err != nil {
		return err
	}
	return s.write.transact(ctx, func(ctx context.Context, q queries) error {
		_, err := q.ExecContext(ctx, `UPDATE keyring SET sealed = $1 WHERE name = $2 AND sealed = $3`, sealed, signingName, read)
		return err
	})
}

// AddSigningKey lets receipts be signed with a new key from now on; the secrets of the
// older ones are forgotten. known are the keys as they were read: when there are others by
// now, somebody else added one, nothing is done, and added is false.
func (s *Store) AddSigningKey(ctx context.Context, known []SigningKey, made SigningKey) (added bool, err error) {
	keys := []SigningKey{made}
	for _, k := range known {
		keys = append(keys, SigningKey{Public: k.Public, MadeAt: k.MadeAt})
	}
	sealed, err := s.keys.sealJSON(signingPlace, keys)
	if err != nil {
		return false, failed("add signing key", err)
	}
	err = s.write.transact(ctx, func(ctx context.Context, q queries) error {
		added = false
		had, now, err := s.signingKeys(ctx, q)
		if err != nil || len(now) != len(known) {
			return err
		}
		n, err := affected(q.ExecContext(ctx, `INSERT INTO keyring (name, sealed) VALUES ($1, $2)
			ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed WHERE keyring.sealed = $3`, signingName, sealed, had))
		added = n > 0
		return err
	})
	return added, failed("add signing key", err)
}

// signingKeys reads the row of the keys, sealed and opened.
func (s *Store) signingKeys(ctx context.Context, q queries) (sealed []byte, keys []SigningKey, err error) {
	err = notFound(q.QueryRowContext(ctx, `SELECT sealed FROM keyring WHERE name = $1`, signingName).Scan(&sealed))
	if errors.Is(err, ErrNotFound) {
		return []byte{}, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	return sealed, keys, s.keys.openJSON(signingPlace, sealed, &keys)
}
