// Package identity knows who is there: by the code of a letter, or by signing in at a
// provider of OpenID Connect.
//
// Who helps another signs in as themselves, and takes a code that the resident gave
// them: the mandate lies in our store, where it names schemes and an end, and ends at
// once. A provider's own mandate (represents) names neither, and brokers write it in ways
// of their own; taken for a plain sign-in it would show helpers their own file. So
// every claim of that kind is refused (ErrMandate).
//
// A letter code is 75 random bits in Crockford's base32, which has no letters
// that look like digits, and a check symbol, so that a slip of the pen is told
// apart from a wrong code before anything is looked up.
package identity

import (
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"io"
	"strings"

	"zeker/offers"
)

// ErrCode: these symbols are no letter code.
const ErrCode = offers.Error("this is not a letter code")

// Code is a letter code. The zero Code is never given out: whoever must look up
// something in place of a code that does not read, so that both take the same
// work, looks up the zero Code.
type Code [codeSymbols]byte // each 0 to 31

const (
	codeSymbols = 15 // of five bits
	codeGroup   = 4  // symbols a group on paper; the check symbol fills the last
	codeLongest = 64 // more typed text than this is not read at all
)

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// NewCode makes a code from a source of random bytes.
func NewCode(random io.Reader) (Code, error) {
	var code Code
	var bytes [codeSymbols]byte
	for code == (Code{}) {
		if _, err := io.ReadFull(random, bytes[:]); err != nil {
			return Code{}, fmt.Errorf("letter code: %w", err)
		}
		for i, b := range bytes {
			code[i] = b % 32 // 256 is a multiple of 32: every symbol is as likely
		}
	}
	return code, nil
}

// ParseCode reads a code as people type it: in any case, with or without spaces
// and dashes, O for 0 and I or L for 1. ErrCode, with the zero Code, when it is
// none; any one wrong symbol and any two that changed places are noticed.
func ParseCode(s string) (Code, error) {
	var symbols [codeSymbols + 1]byte
	n := 0
	if len(s) > codeLongest {
		return Code{}, ErrCode
	}
	for _, r := range s {
		switch r {
		case ' ', '-', '\t', '\u00a0', '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2212':
			continue // spaces and dashes, also those that a phone makes of them
		}
		v, ok := symbol(r)
		if !ok || n == len(symbols) {
			return Code{}, ErrCode
		}
		symbols[n] = v
		n++
	}
	code := Code(symbols[:codeSymbols])
	if n < len(symbols) || code.check() != symbols[codeSymbols] || code == (Code{}) {
		return Code{}, ErrCode
	}
	return code, nil
}

func symbol(r rune) (byte, bool) {
	if r >= 'a' && r <= 'z' {
		r -= 'a' - 'A'
	}
	switch r {
	case 'O':
		r = '0'
	case 'I', 'L':
		r = '1'
	}
	i := strings.IndexRune(alphabet, r)
	return byte(i), i >= 0
}

// String writes the code as on a letter: XXXX-XXXX-XXXX-XXXX.
func (c Code) String() string {
	var b strings.Builder
	for i, v := range append(c[:], c.check()) {
		if i > 0 && i%codeGroup == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(alphabet[v])
	}
	return b.String()
}

// Hash is what is kept of a code. A slow hash is for secrets that people choose;
// 75 random bits cannot be tried out, and the pepper, which is not in the
// database, makes a stolen table useless even so.
func (c Code) Hash(pepper []byte) []byte {
	h := hmac.New(sha256.New, pepper)
	h.Write(c[:])
	return h.Sum(nil)
}

// check is the symbol that makes the weighted sum in GF(32) zero, with a
// different weight, a power of the generator, for each place: one symbol changed
// or two exchanged changes the sum. The remainder by 37 that Crockford proposes
// needs five symbols more, which people cannot find on a phone.
func (c Code) check() byte {
	sum := byte(0)
	for _, v := range c {
		sum = double(sum ^ v)
	}
	return sum
}

// double multiplies by the generator of GF(32) over x^5 + x^2 + 1.
func double(v byte) byte {
	v <<= 1
	if v&32 != 0 {
		v ^= 0b100101
	}
	return v
}
