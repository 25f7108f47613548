package main

import (
	"cmp"
	"crypto/rand"
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

// signIn is where people sign in, residents or staff: at no place when there is no issuer.
type signIn struct {
	flag        string // that names the issuer; the others begin with it
	staff       bool
	issuer      string
	client      string
	secret      string
	levels      string
	least       string
	bsn         string // of residents
	mandates    string
	roles, role string // of staff
}

const levelsOfEIDAS = "http://eidas.europa.eu/LoA/low,http://eidas.europa.eu/LoA/substantial,http://eidas.europa.eu/LoA/high"

func (s *signIn) declare(flags *flag.FlagSet) {
	who := "residents"
	s.flag = "sign-in"
	if s.staff {
		s.flag, who = "staff-sign-in", "staff"
	}
	flags.StringVar(&s.issuer, s.flag, "", "the `issuer` where "+who+" sign in by OpenID Connect; without it, they cannot")
	flags.StringVar(&s.client, s.flag+"-client", "", "the client `id` of the portal there")
	flags.StringVar(&s.secret, s.flag+"-secret", "", "the `file` with the client's secret; without it, the file that "+s.variable()+" names")
	flags.StringVar(&s.levels, s.flag+"-levels", levelsOfEIDAS, "the `levels` of assurance as acr names them, the lowest first, with commas")
	flags.StringVar(&s.least, s.flag+"-level", "http://eidas.europa.eu/LoA/substantial", "the lowest `level` that will do")
	flags.StringVar(&s.mandates, s.flag+"-mandates", "/represents,/gemachtigde,/acting_nin,/actingSubjectID", "the `claims` that say that somebody acts for another, with commas; such a sign-in is refused")
	if s.staff {
		flags.StringVar(&s.roles, s.flag+"-roles", "", "the `claim` that lists roles, as /roles; it opens the door and gives no right")
		flags.StringVar(&s.role, s.flag+"-role", "", "the `role` that must be listed there")
		return
	}
	flags.StringVar(&s.bsn, s.flag+"-bsn", "/bsn", "the `claim` of the BSN, as /bsn or /aanvrager/bsn")
}

// variable names the file of the secret where no flag does.
func (s *signIn) variable() string {
	return "ZEKER_" + strings.ToUpper(strings.ReplaceAll(s.flag, "-", "_")) + "_SECRET"
}

// open returns where they sign in, nil for nowhere.
func (s *signIn) open(p *process) (*identity.OpenID, error) {
	if s.issuer == "" {
		if s.client != "" || s.secret != "" {
			return nil, mistaken(fmt.Errorf("name with -%s the issuer that the rest is about", s.flag))
		}
		return nil, nil
	}
	secret, err := s.readSecret(p)
	if err != nil {
		return nil, err
	}
	cfg := identity.OpenIDConfig{
		Issuer: s.issuer, ClientID: s.client, Secret: secret, Staff: s.staff, Role: s.role,
		Levels: strings.Split(s.levels, ","), Least: s.least,
		Now:    time.Now, // whatever day -on says: the provider lives today
		Random: rand.Reader,
	}
	for part := range strings.SplitSeq(s.mandates, ",") {
		path, err := s.claim("mandates", strings.TrimSpace(part))
		if err != nil {
			return nil, err
		}
		cfg.Mandates = append(cfg.Mandates, path)
	}
	if !s.staff {
		if cfg.BSN, err = s.claim("bsn", s.bsn); err != nil {
			return nil, err
		}
	}
	if s.roles != "" {
		if cfg.Roles, err = s.claim("roles", s.roles); err != nil {
			return nil, err
		}
	}
	o, err := identity.NewOpenID(cfg)
	return o, mistaken(err)
}

// claim reads the path of a claim that a flag names.
func (s *signIn) claim(flag, pointer string) (identity.ClaimPath, error) {
	path, err := identity.ParseClaimPath(pointer)
	if err != nil {
		return nil, mistaken(fmt.Errorf("-%s-%s: %w", s.flag, flag, err))
	}
	return path, nil
}

func (s *signIn) readSecret(p *process) (string, error) {
	file := cmp.Or(s.secret, p.getenv(s.variable()))
	if file == "" {
		return "", mistaken(fmt.Errorf("name the file with the client's secret in -%s-secret or in %s", s.flag, s.variable()))
	}
	secret, err := os.ReadFile(file)
	if err != nil {
		return "", mistaken(fmt.Errorf("the client's secret: %w", err))
	}
	return strings.TrimSpace(string(secret)), nil
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
