package store

import (
	"context"
	"fmt"
)

const keyringPlace = "keyring.sealed/"

// BelongTo says whose database this is: the first municipality that asks owns it for
// good, by its id. For any other it is ErrMunicipality, of which the text names the
// owner: residents, offers and letters of two municipalities never lie together.
func (s *Store) BelongTo(ctx context.Context, municipality string) error {
	owner, err := s.keepOnce(ctx, "municipality", []byte(municipality))
	if err == nil && string(owner) != municipality {
		err = fmt.Errorf("%w: %s", ErrMunicipality, owner)
	}
	return failed("belong to", err)
}

// keepOnce keeps a text in the keyring when it has none of that name yet, and returns
// the one that is there. It is sealed anew when an older key wrote it. ErrKey when no
// key opens it.
func (s *Store) keepOnce(ctx context.Context, name string, first []byte) (kept []byte, err error) {
	place := keyringPlace + name
	made := s.keys.seal(place, first)
	var sealed []byte
	err = s.write.transact(ctx, func(ctx context.Context, q queries) error {
		if _, err := q.ExecContext(ctx, `INSERT INTO keyring (name, sealed) VALUES ($1, $2)
			ON CONFLICT (name) DO NOTHING`, name, made); err != nil {
			return err
		}
		err := q.QueryRowContext(ctx, `SELECT sealed FROM keyring WHERE name = $1`, name).Scan(&sealed)
		if err != nil || s.keys.current(sealed) {
			return err
		}
		opened, err := s.keys.open(place, sealed)
		if err != nil {
			return err
		}
		sealed = s.keys.seal(place, opened)
		_, err = q.ExecContext(ctx, `UPDATE keyring SET sealed = $1 WHERE name = $2`, sealed, name)
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.keys.open(place, sealed)
}
