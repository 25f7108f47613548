package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"slices"

	"zeker/offers"
	"zeker/server"
)

// recomputing makes the offer of a receipt again.
type recomputing struct {
	// catalogue is the law and the schemes of a municipality; the hash is that of its bundle.
	catalogue func(municipality string) (*offers.Catalogue, error)
}

// rules are the ones to work a receipt out with again: of a bundle, or those of today.
func (v *verifying) rules() (recomputing, error) {
	if v.bundle == "" {
		library, err := openLibrary(v.data)
		if err != nil {
			return recomputing{}, err
		}
		return recomputing{library.Catalogue}, nil
	}
	text, err := os.ReadFile(v.bundle)
	if err != nil {
		return recomputing{}, mistaken(err)
	}
	c, err := offers.Decode(text)
	if err != nil {
		return recomputing{}, mistaken(fmt.Errorf("%s: %w", v.bundle, err))
	}
	sum := sha256.Sum256(text)
	c.Hash = hex.EncodeToString(sum[:])
	return recomputing{func(string) (*offers.Catalogue, error) { return c, nil }}, nil
}

// again works out what a proven receipt came to, and says whether that is the same.
func (r recomputing) again(proof *server.Proof) (same bool, said string) {
	if proof.Receipt == nil {
		return false, "not possible, because the facts stand in the whole receipt and not in its head"
	}
	if slices.ContainsFunc(proof.Receipt.Facts, func(f offers.Fact) bool { return f.OfPartner }) {
		return false, "not possible, because it was computed with what is the partner's, and that is not in the receipt of somebody else"
	}
	c, err := r.catalogue(proof.Municipality)
	if err != nil {
		return false, "not possible: " + err.Error()
	}
	if want := hex.EncodeToString(proof.Bundle[:]); c.Hash != want {
		return false, fmt.Sprintf("not possible with these rules: they are bundle %s, and the receipt was computed with %s; give that one with -bundle", c.Hash, want)
	}
	offer, err := offers.Make(c, proof.Scheme, &offers.Record{Facts: proof.Receipt.Facts}, proof.Receipt.On)
	if errors.Is(err, offers.ErrNoLaw) || errors.Is(err, offers.ErrNoScheme) {
		return false, "not equal: " + err.Error()
	}
	if err != nil {
		return false, "not equal: the facts cannot be: " + err.Error()
	}
	if offer.State != proof.State || offer.Amount != proof.Amount {
		return false, fmt.Sprintf("NOT EQUAL: now it comes to %s, EUR %s", offer.State, euros(offer.Amount, 1))
	}
	return true, "equal, with the same law and the same facts"
}
