package main

import (
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"time"

	"zeker/offers"
	"zeker/offers/rules"
	"zeker/server"
	"zeker/server/identity"
)

// secretVariable names the file of the secret where no flag does.
const secretVariable = "ZEKER_SIGN_IN_SECRET"

// signIn is where residents sign in: at no place when there is no issuer.
type signIn struct {
	issuer, client, secret, site string
	levels, least                string
	bsn, mandates                string
}

func (s *signIn) declare(flags *flag.FlagSet) {
	flags.StringVar(&s.issuer, "sign-in", "", "the `issuer` where residents sign in by OpenID Connect; without it, they cannot")
	flags.StringVar(&s.client, "sign-in-client", "", "the client `id` of the portal there")
	flags.StringVar(&s.secret, "sign-in-secret", "", "the `file` with the client's secret; without it, the file that "+secretVariable+" names")
	flags.StringVar(&s.site, "site", "", "the `address` of the portal, as https://zonnedijk.example; it sends residents back to /nl/sign-in/return there, and so for each language")
	flags.StringVar(&s.levels, "sign-in-levels", "http://eidas.europa.eu/LoA/low,http://eidas.europa.eu/LoA/substantial,http://eidas.europa.eu/LoA/high", "the `levels` of assurance as acr names them, the lowest first, with commas")
	flags.StringVar(&s.least, "sign-in-level", "http://eidas.europa.eu/LoA/substantial", "the lowest `level` that will do")
	flags.StringVar(&s.bsn, "sign-in-bsn", "/bsn", "the `claim` of the BSN, as /bsn or /aanvrager/bsn")
	flags.StringVar(&s.mandates, "sign-in-mandates", "/represents,/gemachtigde,/acting_nin,/actingSubjectID", "the `claims` that say that somebody acts for another, with commas; such a sign-in is refused")
}

// open returns where residents sign in, nil for nowhere.
func (s *signIn) open(p *process) (*identity.OpenID, error) {
	if s.issuer == "" {
		if s.client != "" || s.secret != "" || s.site != "" {
			return nil, mistaken(errors.New("name with -sign-in the issuer that the rest is about"))
		}
		return nil, nil
	}
	file := s.secret
	if file == "" {
		file = p.getenv(secretVariable)
	}
	if file == "" {
		return nil, mistaken(fmt.Errorf("name the file with the client's secret in -sign-in-secret or in %s", secretVariable))
	}
	secret, err := os.ReadFile(file)
	if err != nil {
		return nil, mistaken(fmt.Errorf("the client's secret: %w", err))
	}
	bsn, err := identity.ParseClaimPath(s.bsn)
	if err != nil {
		return nil, mistaken(fmt.Errorf("-sign-in-bsn: %w", err))
	}
	var mandates []identity.ClaimPath
	for part := range strings.SplitSeq(s.mandates, ",") {
		path, err := identity.ParseClaimPath(strings.TrimSpace(part))
		if err != nil {
			return nil, mistaken(fmt.Errorf("-sign-in-mandates: %w", err))
		}
		mandates = append(mandates, path)
	}
	o, err := identity.NewOpenID(identity.OpenIDConfig{
		Issuer: s.issuer, ClientID: s.client, Secret: strings.TrimSpace(string(secret)),
		Levels: strings.Split(s.levels, ","), Least: s.least, BSN: bsn, Mandates: mandates,
		Now:    time.Now, // whatever day -on says: the provider lives today
		Random: rand.Reader,
	})
	return o, mistaken(err)
}

// posers are the residents of a demo whom anybody may sign in as: those who show
// something.
func posers(law *offers.Catalogue, on rules.Day) []server.Poser {
	var list []server.Poser
	for _, r := range demoPersonas(demoPlaceOf(law), on) {
		list = append(list, server.Poser{BSN: r.BSN, Name: r.Name})
	}
	return list
}
