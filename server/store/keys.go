package store

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"
)

// KeyLength is the length of a master key in bytes.
const KeyLength = 32

// Keys seal what lies at rest. The first key writes; all of them read, so that a
// new key can be put in front while the old one is still needed.
type Keys struct {
	sealing []sealingKey
}

type sealingKey struct {
	id   [keyIDLength]byte
	aead cipher.AEAD // with a random nonce in front of each text
}

// A sealed text is: format, key id, nonce, AES-256-GCM of the text.
const (
	sealFormat  = 1
	keyIDLength = 8
	sealPrefix  = 1 + keyIDLength
)

// NewKeys makes keys from the master key of the portal and older ones that may
// still be needed to read. Each is 32 random bytes.
func NewKeys(master []byte, older ...[]byte) (Keys, error) {
	var k Keys
	for i, m := range append([][]byte{master}, older...) {
		if len(m) != KeyLength {
			return Keys{}, fmt.Errorf("store: key %d has %d bytes, not %d", i+1, len(m), KeyLength)
		}
		key, err := newSealingKey(m)
		if err != nil {
			return Keys{}, fmt.Errorf("store: key %d: %w", i+1, err)
		}
		k.sealing = append(k.sealing, key)
	}
	return k, nil
}

func newSealingKey(master []byte) (k sealingKey, err error) {
	secret, err := hkdf.Key(sha256.New, master, nil, "zeker store sealing", 32)
	if err != nil {
		return k, err
	}
	id, err := hkdf.Key(sha256.New, master, nil, "zeker store key id", keyIDLength)
	if err != nil {
		return k, err
	}
	copy(k.id[:], id)
	block, err := aes.NewCipher(secret)
	if err != nil {
		return k, err
	}
	k.aead, err = cipher.NewGCMWithRandomNonce(block)
	return k, err
}

// seal encrypts a text for one place, "table.column/row": moved to another row
// it does not open.
func (k Keys) seal(place string, text []byte) []byte {
	key := k.sealing[0]
	sealed := make([]byte, 0, sealPrefix+len(text)+key.aead.Overhead())
	sealed = append(sealed, sealFormat)
	sealed = append(sealed, key.id[:]...)
	return key.aead.Seal(sealed, nil, text, []byte(place))
}

func (k Keys) open(place string, sealed []byte) ([]byte, error) {
	return k.openInto(nil, []byte(place), sealed)
}

// openInto is open that appends to dst.
func (k Keys) openInto(dst, place, sealed []byte) ([]byte, error) {
	if len(sealed) < sealPrefix || sealed[0] != sealFormat {
		return nil, fmt.Errorf("%s: not a sealed text", table(place))
	}
	for _, key := range k.sealing {
		if string(key.id[:]) == string(sealed[1:sealPrefix]) {
			text, err := key.aead.Open(dst, nil, sealed[sealPrefix:], place)
			if err != nil {
				return nil, fmt.Errorf("%s: sealed text was changed or moved", table(place))
			}
			return text, nil
		}
	}
	return nil, fmt.Errorf("%s: %w", table(place), ErrKey)
}

// current reports whether a sealed text was written with the key that writes now.
func (k Keys) current(sealed []byte) bool {
	return len(sealed) >= sealPrefix && string(sealed[1:sealPrefix]) == string(k.sealing[0].id[:])
}

func (k Keys) sealJSON(place string, v any) ([]byte, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", table(place), err)
	}
	return k.seal(place, press(text)), nil
}

func (k Keys) openJSON(place string, sealed []byte, v any) error {
	pressed, err := k.open(place, sealed)
	if err != nil {
		return err
	}
	if err := readPressed(pressed, v); err != nil {
		return fmt.Errorf("%s: %w", table(place), err)
	}
	return nil
}

func readPressed(pressed []byte, v any) error {
	text, err := unpress(pressed)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, v); err != nil {
		// The text of a JSON error can quote what it read; only its type may be told.
		return fmt.Errorf("sealed text has another shape (%T)", err)
	}
	return nil
}

// table is the part of a place that an error may name: no row.
func table[T string | []byte](place T) string {
	before, _, _ := strings.Cut(string(place), "/")
	return before
}
