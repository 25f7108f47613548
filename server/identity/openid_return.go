package identity

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"zeker/offers"
)

// Return is what the browser brings back from the provider, as it stands in the
// address. Whoever has the browser wrote it: nothing of it is believed.
type Return struct {
	State, Code, Issuer, Error string
}

// signingAlgorithms are those that NL GOV allows and the library knows: all with a
// key that only the provider has. "none", and a hash with a secret that both have,
// are not among them.
var signingAlgorithms = []string{oidc.RS256, oidc.PS256, oidc.ES256, oidc.EdDSA}

// Finish ends a sign-in and returns who signed in, a BSN or the sub of staff; redirect
// is what Begin was given. All the errors of this package that say why nobody was signed in.
func (o *OpenID) Finish(ctx context.Context, a Attempt, redirect string, r Return) (who string, err error) {
	ctx, cancel := o.patient(ctx)
	defer cancel()
	if subtle.ConstantTimeCompare([]byte(r.State), []byte(a.State())) != 1 {
		return "", stale("the state is of another sign-in")
	}
	if !a.fresh(o.cfg.Now()) {
		return "", stale("it began too long ago")
	}
	p, err := o.provider(ctx)
	if err != nil {
		return "", err
	}
	if err := o.checkIssuer(p, r.Issuer); err != nil {
		return "", err
	}
	switch {
	case r.Error == "access_denied":
		return "", ErrCancelled
	case r.Error != "":
		return "", fmt.Errorf("%w: it came back with an error", ErrProvider)
	case r.Code == "":
		return "", wrong("it came back without a code")
	}
	token, err := o.exchange(ctx, p, a, redirect, r.Code)
	if err != nil {
		return "", err
	}
	return o.read(token, a)
}

// checkIssuer refuses an answer of another provider than was asked (RFC 9207): one
// that says in its description to name itself must do so.
func (o *OpenID) checkIssuer(p *oidc.Provider, issuer string) error {
	var says struct {
		Named bool `json:"authorization_response_iss_parameter_supported"`
	}
	if err := p.Claims(&says); err != nil {
		return fmt.Errorf("%w: its description cannot be read", ErrProvider)
	}
	if issuer != o.cfg.Issuer && (issuer != "" || says.Named) {
		return wrong("the answer is of another issuer")
	}
	return nil
}

// exchange gives the code for an id token, and returns that when its signature,
// issuer, audience and end are right.
func (o *OpenID) exchange(ctx context.Context, p *oidc.Provider, a Attempt, redirect, code string) (*oidc.IDToken, error) {
	given, err := o.flow(p, redirect).Exchange(ctx, code, oauth2.VerifierOption(a.verifier()))
	if refused := (*oauth2.RetrieveError)(nil); errors.As(err, &refused) && refused.ErrorCode == "invalid_grant" {
		return nil, stale("the code was used before, is too old, or is of another sign-in")
	}
	if err != nil {
		return nil, fmt.Errorf("%w: the token: %s", ErrProvider, cause(err))
	}
	raw, ok := given.Extra("id_token").(string)
	if !ok {
		return nil, wrong("there is no id token")
	}
	verifier := p.Verifier(&oidc.Config{ClientID: o.cfg.ClientID, SupportedSigningAlgs: signingAlgorithms, Now: o.cfg.Now})
	token, err := verifier.Verify(ctx, raw)
	if err != nil { // its words may quote the token
		return nil, wrong("the id token has a wrong signature, issuer, audience or end")
	}
	return token, nil
}

// read returns whom a verified id token names, when it was made for this attempt, for
// us, now, at a level that will do, and for nobody else's file.
func (o *OpenID) read(token *oidc.IDToken, a Attempt) (string, error) {
	var c claims
	if err := token.Claims(&c); err != nil {
		return "", wrong("the claims are no object")
	}
	now := o.cfg.Now()
	azp, authorised, err := c.text(ClaimPath{"azp"})
	switch {
	case err != nil:
		return "", err
	case subtle.ConstantTimeCompare([]byte(token.Nonce), []byte(a.nonce())) != 1:
		return "", wrong("the nonce is of another sign-in")
	case authorised && azp != o.cfg.ClientID:
		return "", wrong("the id token was made for another party")
	case !authorised && len(token.Audience) != 1:
		return "", wrong("the id token is for several, and says not for whom it was made")
	case token.IssuedAt.After(now.Add(skew)) || token.IssuedAt.Before(a.Began.Add(-skew)):
		return "", wrong("the id token was not made during the sign-in, or the clocks differ by more than a minute")
	}
	if err := o.checkLevel(c); err != nil {
		return "", err
	}
	for _, path := range o.cfg.Mandates {
		if c.has(path) {
			return "", ErrMandate
		}
	}
	if err := o.checkRole(c); err != nil {
		return "", err
	}
	if o.cfg.Staff {
		return staffOf(token.Subject)
	}
	return o.bsn(c)
}

// checkRole refuses who has not the role at the provider that is needed.
func (o *OpenID) checkRole(c claims) error {
	if o.cfg.Roles == nil {
		return nil
	}
	roles, err := c.list(o.cfg.Roles)
	if err != nil {
		return err
	}
	if !slices.Contains(roles, o.cfg.Role) {
		return ErrRole
	}
	return nil
}

// staffOf returns the sub of staff. Who is known by a BSN is a resident, and no number
// of theirs may become the name of an account.
func staffOf(sub string) (string, error) {
	if sub == "" {
		return "", wrong("the id token does not say who it is")
	}
	number := strings.TrimPrefix(sub, sectorOfBSN)
	if offers.ValidBSN(number) {
		return "", wrong("the sub of staff is a BSN: the provider must give pairwise names")
	}
	return sub, nil
}

// checkLevel refuses a level that is lower than was asked, and one that we do not
// know: a provider may give less than it was asked for.
func (o *OpenID) checkLevel(c claims) error {
	level, ok, err := c.text(ClaimPath{"acr"})
	if err != nil {
		return err
	}
	if !ok {
		return fmt.Errorf("%w: the id token names no level", ErrLevel)
	}
	if slices.Index(o.cfg.Levels, level) < slices.Index(o.cfg.Levels, o.cfg.Least) {
		return ErrLevel
	}
	return nil
}

// What NL GOV and a broker write around a BSN.
const (
	typeOfBSN   = "urn:nl-eid-gdi:1.0:id:BSN" // the value of sub_id_type
	sectorOfBSN = "s00000000:"                // of SAML; another sector's number is no BSN
)

func (o *OpenID) bsn(c claims) (string, error) {
	kind, ok, err := c.text(ClaimPath{"sub_id_type"})
	if err != nil {
		return "", err
	}
	if ok && kind != typeOfBSN {
		return "", wrong("who signed in has no BSN")
	}
	number, ok, err := c.text(o.cfg.BSN)
	if err != nil {
		return "", err
	}
	if len(number) == len(sectorOfBSN)+bsnDigits && number[:len(sectorOfBSN)] == sectorOfBSN {
		number = number[len(sectorOfBSN):]
	}
	if !ok || !offers.ValidBSN(number) {
		return "", wrong("the claim that should hold a BSN holds none")
	}
	return number, nil
}

const bsnDigits = 9
