package identity

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// AttemptLife is how long somebody may take at the provider: as long as a provider
// keeps its own page open, and short enough that a computer that was left does not
// sign in the next person.
const AttemptLife = 10 * time.Minute

// attemptLongest is longer than any attempt of ours is as text.
const attemptLongest = 1024

// Attempt is a sign-in that began and did not end yet. It lives in a cookie of the
// browser that began it and nowhere else: another browser cannot end it, and an
// attempt that is given up leaves nothing behind. State, nonce and verifier are
// derived from its secret, so that the provider, which sees the first two, can make
// neither the third nor the cookie.
type Attempt struct {
	secret [32]byte
	Began  time.Time // in whole seconds
	Back   string    // where the resident came from: what the caller gave to Begin
}

func newAttempt(random io.Reader, now time.Time, back string) (Attempt, error) {
	a := Attempt{Began: now.Truncate(time.Second), Back: back}
	if _, err := io.ReadFull(random, a.secret[:]); err != nil {
		return Attempt{}, fmt.Errorf("sign-in: no randomness: %w", err)
	}
	return a, nil
}

// String writes an attempt for its cookie.
func (a Attempt) String() string {
	encode := base64.RawURLEncoding.EncodeToString
	return encode(a.secret[:]) + "." + strconv.FormatInt(a.Began.Unix(), 10) + "." + encode([]byte(a.Back))
}

// ParseAttempt reads the cookie of an attempt; ErrStale when it is none of ours.
func ParseAttempt(s string) (Attempt, error) {
	var a Attempt
	parts := strings.Split(s, ".")
	if len(parts) != 3 || len(s) > attemptLongest {
		return Attempt{}, stale("the browser has no sign-in under way")
	}
	secret, err := base64.RawURLEncoding.DecodeString(parts[0])
	began, wrong := strconv.ParseInt(parts[1], 10, 64)
	back, bad := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil || wrong != nil || bad != nil || len(secret) != len(a.secret) {
		return Attempt{}, stale("the cookie of the sign-in is not one of ours")
	}
	copy(a.secret[:], secret)
	a.Began, a.Back = time.Unix(began, 0), string(back)
	return a, nil
}

// State returns the value by which a return from the provider is known to belong to
// this attempt: 256 bits.
func (a Attempt) State() string { return a.derive("state") }

// nonce returns what the id token must repeat: 256 bits.
func (a Attempt) nonce() string { return a.derive("nonce") }

// verifier returns the secret of PKCE (RFC 7636): 43 characters.
func (a Attempt) verifier() string { return a.derive("verifier") }

func (a Attempt) derive(purpose string) string {
	h := hmac.New(sha256.New, a.secret[:])
	h.Write([]byte("zeker sign-in " + purpose))
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}

// fresh reports whether an attempt may still end.
func (a Attempt) fresh(now time.Time) bool {
	age := now.Sub(a.Began)
	return age >= 0 && age < AttemptLife
}
