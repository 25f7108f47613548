package store

import (
	"context"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
)

// Subject stands for a resident: a keyed hash of the BSN, in base64url. Without
// the key nobody can make it or find the BSN by trying them all.
type Subject string

// pseudonyms are the keys of the hashes. They come from a secret that is made
// with the database and lies in it, sealed: so the master key can change without
// changing who is who.
type pseudonyms struct {
	subject, birthday, code, device, staff, mark []byte
}

// openPseudonyms reads the secret behind all pseudonyms, and makes it in a new database.
func (s *Store) openPseudonyms(ctx context.Context) (p pseudonyms, err error) {
	secret := make([]byte, 32)
	rand.Read(secret)
	if secret, err = s.keepOnce(ctx, "pseudonyms", secret); err != nil {
		return p, err
	}
	for name, key := range map[string]*[]byte{"subject": &p.subject, "birthday": &p.birthday, "letter code": &p.code, "device": &p.device, "staff": &p.staff, "mark": &p.mark} {
		if *key, err = hkdf.Key(sha256.New, secret, nil, "zeker store "+name, 32); err != nil {
			return p, err
		}
	}
	return p, nil
}

// Subject returns who a BSN stands for in this database.
func (s *Store) Subject(bsn string) Subject {
	return Subject(base64.RawURLEncoding.EncodeToString(keyed(s.names.subject, []byte(bsn))))
}

// CodePepper is the secret that letter codes are hashed with in this database.
func (s *Store) CodePepper() []byte { return s.names.code }

// Mark is a number by which a resident's letters and pages look alike. It is the same
// each time, and nobody can make it without the key.
func (s *Store) Mark(subject Subject) uint64 {
	return binary.BigEndian.Uint64(keyed(s.names.mark, []byte(subject)))
}

// birthday hashes a day and month for one letter: equal birthdays look different.
func (s *Store) birthday(codeHash []byte, month, day int) []byte {
	text := binary.BigEndian.AppendUint64(nil, uint64(month))
	text = binary.BigEndian.AppendUint64(text, uint64(day))
	return keyed(s.names.birthday, append(text, codeHash...))
}

func (s *Store) birthdayOf(l *Letter) []byte {
	if l.BornUnknown { // no birthday has this hash
		none := make([]byte, sha256.Size)
		rand.Read(none)
		return none
	}
	if l.BornYear != 0 {
		return s.birthday(l.CodeHash, 0, l.BornYear)
	}
	_, month, day := l.Born.Civil()
	return s.birthday(l.CodeHash, month, day)
}

func keyed(key, text []byte) []byte {
	h := hmac.New(sha256.New, key)
	h.Write(text)
	return h.Sum(nil)
}

// notFound makes ErrNotFound of a query that found no row.
func notFound(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	return err
}

// failed says which call failed; the errors that callers branch on stay as they are.
func failed(call string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("store: %s: %w", call, err)
}
