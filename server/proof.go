package server

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"zeker/offers"
)

// Proof is a receipt in the form that the municipality signed, or the head of one. As a
// text it is:
//
//	zeker-receipt/1                          the form, and its version
//	4F7K-9M2Q-8XTC-31VN                      the number of the receipt
//	2026-11-16T09:30:00Z accept              when, and what was answered
//	zonnedijk individuele_inkomenstoeslag    to which municipality, about which scheme
//	possible 52700 once                      what it came to: state, eurocents, per what
//	bundle <SHA-256 in base64url>            of the law and the schemes that it was made with
//	receipt <SHA-256 in base64url>           of everything below the signature
//
//	— zonnedijk <key id and Ed25519 signature in base64>
//	{"number": ...}
//
// The head, up to the signature, is a signed note (c2sp.org/signed-note) that anybody can
// check without software of ours. It names nobody, and is short enough for a QR code. The
// last line is the whole receipt, see [proofBody]. Both forms are canonical: what reads as
// this receipt is written in one way only, so that no byte can differ.
type Proof struct {
	Key          string // name and id of the key that signed it
	Number       string
	At           int64
	Kind         offers.AnswerKind
	Municipality string
	Scheme       string
	State        offers.State
	Amount       int64 // eurocents
	Per          offers.Per
	Bundle       [sha256.Size]byte
	Body         [sha256.Size]byte // of the last line
	Receipt      *offers.Receipt   // nil when only the head was read
}

// proofForm is the first line of a proof: its form with the version.
const proofForm = "zeker-receipt/1"

// The reasons for which a text proves nothing. A caller tells them apart to say it in words.
var (
	ErrNoProof  = errors.New("this is not a receipt, or only a part of one")
	ErrForged   = errors.New("the receipt was changed after it was signed, or the municipality never signed it")
	ErrUnsigned = errors.New("the receipt is signed with a key that is not among the keys")
)

// sign writes a receipt in its signed form.
func sign(r *offers.Receipt, with note.Signer) (string, error) {
	body, err := appendBody(nil, r)
	if err != nil {
		return "", err
	}
	bundle, err := hex.DecodeString(r.BundleHash)
	if err != nil || len(bundle) != sha256.Size {
		return "", fmt.Errorf("receipt: the hash of its bundle is %q, no SHA-256", r.BundleHash)
	}
	p := Proof{
		Number: r.Number, At: r.At, Kind: r.Kind, Municipality: r.Municipality, Scheme: r.Scheme,
		State: r.State, Amount: r.Amount, Per: r.Per, Bundle: [sha256.Size]byte(bundle), Body: sha256.Sum256(body),
	}
	head, err := note.Sign(&note.Note{Text: p.head()}, with)
	return string(head) + string(body), err
}

// head is the text that is signed.
func (p *Proof) head() string {
	return fmt.Sprintf("%s\n%s\n%s %s\n%s %s\n%s %d %s\nbundle %s\nreceipt %s\n", proofForm,
		p.Number, time.Unix(p.At, 0).UTC().Format(time.RFC3339), p.Kind, p.Municipality, p.Scheme,
		p.State, p.Amount, p.Per, hash64.EncodeToString(p.Bundle[:]), hash64.EncodeToString(p.Body[:]))
}

var hash64 = base64.RawURLEncoding.Strict()

// OpenProof reads a receipt in its signed form, or its head alone, and checks every byte
// of it. Errors: ErrNoProof, ErrForged, ErrUnsigned.
func OpenProof(text []byte, keys note.Verifiers) (Proof, error) {
	signed, body := splitProof(text)
	opened, err := note.Open(signed, keys)
	switch {
	case errors.As(err, new(*note.InvalidSignatureError)):
		return Proof{}, ErrForged
	case errors.As(err, new(*note.UnverifiedNoteError)):
		return Proof{}, ErrUnsigned
	case err != nil:
		return Proof{}, ErrNoProof
	}
	var p Proof
	if err := p.read(opened.Text); err != nil || p.head() != opened.Text {
		return Proof{}, ErrNoProof
	}
	if len(opened.Sigs) != 1 || len(opened.UnverifiedSigs) > 0 || !exactly(opened.Sigs[0], signed) || opened.Sigs[0].Name != p.Municipality {
		return Proof{}, ErrForged
	}
	p.Key = fmt.Sprintf("%s+%08x", opened.Sigs[0].Name, opened.Sigs[0].Hash)
	if len(body) == 0 {
		return p, nil
	}
	if sha256.Sum256(body) != p.Body {
		return Proof{}, ErrForged
	}
	p.Receipt, err = readBody(body)
	return p, err
}

// exactly reports whether a note ends in a signature as it is written: base64 has spare
// bits that say nothing, and somebody could play with them.
func exactly(s note.Signature, signed []byte) bool {
	_, err := base64.StdEncoding.Strict().DecodeString(s.Base64)
	return err == nil && bytes.HasSuffix(signed, []byte("\n\n— "+s.Name+" "+s.Base64+"\n"))
}

// splitProof parts a text into the signed head and the body. Who scans or pastes a head
// may lose its last line end.
func splitProof(text []byte) (signed, body []byte) {
	at := bytes.Index(text, []byte("\n\n"))
	if at < 0 {
		return nil, nil
	}
	end := bytes.IndexByte(text[at+2:], '\n')
	if end < 0 {
		return append(bytes.Clone(text), '\n'), nil
	}
	return text[:at+2+end+1], text[at+2+end+1:]
}

// read reads a head. What it cannot read is left out, so that writing it again shows it.
func (p *Proof) read(head string) error {
	var at, bundle, body string
	lines := strings.NewReplacer("\n", " ").Replace(head)
	if _, err := fmt.Sscanf(lines, proofForm+" %s %s %s %s %s %s %d %s bundle %s receipt %s ",
		&p.Number, &at, &p.Kind, &p.Municipality, &p.Scheme, &p.State, &p.Amount, &p.Per, &bundle, &body); err != nil {
		return err
	}
	moment, err := time.Parse(time.RFC3339, at)
	p.At = moment.Unix()
	for text, sum := range map[string]*[sha256.Size]byte{bundle: &p.Bundle, body: &p.Body} {
		read, failed := hash64.DecodeString(text)
		copy(sum[:], read)
		err = errors.Join(err, failed)
	}
	return err
}
