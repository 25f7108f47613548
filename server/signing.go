package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"golang.org/x/mod/sumdb/note"

	"zeker/server/store"
	"zeker/ui"
)

// receiptSigner returns what signs receipts: the newest key of the store, which is made
// when there is none yet.
func receiptSigner(ctx context.Context, rows *store.Store, municipality string, now time.Time, random io.Reader) (note.Signer, error) {
	keys, err := rows.SigningKeys(ctx)
	if err == nil && len(keys) == 0 {
		err = NewReceiptKey(ctx, rows, municipality, now, random)
		if errors.Is(err, ErrKeyRace) {
			err = nil // another portal on this database made the first
		}
		if err == nil {
			keys, err = rows.SigningKeys(ctx)
		}
	}
	if err != nil {
		return nil, err
	}
	signer, err := note.NewSigner(keys[0].Secret)
	if err != nil {
		return nil, fmt.Errorf("the key of receipts that the store holds cannot sign: %w", err)
	}
	return signer, nil
}

// ErrKeyRace: somebody else made a key of receipts at the same moment.
var ErrKeyRace = errors.New("another key of receipts was made at the same moment; nothing was done")

// NewReceiptKey makes a key for the receipts of a municipality. A portal signs with it
// from its next start; what older keys signed stays good. Errors: ErrKeyRace.
func NewReceiptKey(ctx context.Context, rows *store.Store, municipality string, now time.Time, random io.Reader) error {
	known, err := rows.SigningKeys(ctx)
	if err != nil {
		return err
	}
	secret, public, err := note.GenerateKey(random, municipality)
	if err != nil {
		return err
	}
	added, err := rows.AddSigningKey(ctx, known, store.SigningKey{Public: public, Secret: secret, MadeAt: now.Unix()})
	if err == nil && !added {
		err = ErrKeyRace
	}
	return err
}

// ReceiptKeys writes the public keys of receipts, one a line, each below a line that says
// since which day in a time zone it signs. The first signs now; those after it did before.
func ReceiptKeys(keys []store.SigningKey, zone *time.Location) string {
	var b strings.Builder
	b.WriteString("# The keys of our receipts, the newest first. zeker verify checks a receipt with them.\n")
	for _, k := range keys {
		fmt.Fprintf(&b, "# since %s\n%s\n", DayOf(time.Unix(k.MadeAt, 0).In(zone)), k.Public)
	}
	return b.String()
}

// ReadReceiptKeys reads what ReceiptKeys wrote, to open proofs with.
func ReadReceiptKeys(text string) (note.Verifiers, error) {
	var list []note.Verifier
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		v, err := note.NewVerifier(line)
		if err != nil {
			return nil, fmt.Errorf("%q is no key of receipts", line)
		}
		list = append(list, v)
	}
	if len(list) == 0 {
		return nil, errors.New("there is no key of receipts")
	}
	return note.VerifierList(list...), nil
}

// receiptKeys publishes the keys of receipts, old ones too.
func (s *Server) receiptKeys(v *visit) error {
	keys, err := s.cfg.Store.SigningKeys(v.UserContext())
	if err != nil {
		return err
	}
	v.Set(fiber.HeaderCacheControl, "public, max-age=3600")
	v.Set(fiber.HeaderContentType, "text/plain; charset=utf-8")
	return v.SendString(ReceiptKeys(keys, s.zone))
}

// codeOf is the code of a proof for print: that of its head. It is nil for a receipt of
// before receipts were signed.
func codeOf(proof string) (*ui.Code, error) {
	if proof == "" {
		return nil, nil
	}
	head, _ := splitProof([]byte(proof))
	return ui.NewCode(string(head))
}

// sendReceipt gives a resident the signed form of a receipt, as a file to keep.
func (s *Server) sendReceipt(v *visit) error {
	receipt, err := s.receipt(v)
	if err != nil {
		return err
	}
	if receipt.Proof == "" {
		return errNotFound // it is of before receipts were signed
	}
	v.Set(fiber.HeaderContentType, "text/plain; charset=utf-8")
	v.Set(fiber.HeaderContentDisposition, `attachment; filename="zeker-`+receipt.Number+`.txt"`)
	return v.SendString(receipt.Proof)
}
