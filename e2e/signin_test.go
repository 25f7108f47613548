package e2e

import (
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"github.com/playwright-community/playwright-go"

	"zeker/server"
	"zeker/server/identity"
	"zeker/server/identity/providertest"
)

// The words of signing in.
const (
	linkSignIn    = "Inloggen met DigiD"
	buttonSignIn  = "Inloggen"
	buttonCancel  = "Annuleren"
	buttonSignOut = "Uitloggen"
	linkAgain     = "Opnieuw inloggen"
	linkByCode    = "Uw brief openen met de code"
)

// openSignInTown opens a town where residents sign in at a real provider.
func openSignInTown(t *testing.T, residents ...*resident) (*town, *providertest.Provider) {
	t.Helper()
	const eidas = "http://eidas.europa.eu/LoA/"
	var provider *providertest.Provider
	w := openTownWith(t, func(origin string, cfg *server.Config) {
		provider = providertest.Start(t, origin+"/nl/sign-in/return", origin+"/en/sign-in/return")
		o, err := identity.NewOpenID(identity.OpenIDConfig{
			Issuer: provider.Issuer, ClientID: providertest.Client, Secret: providertest.Secret,
			Levels: []string{eidas + "low", eidas + "substantial", eidas + "high"}, Least: eidas + "substantial",
			BSN: identity.ClaimPath{"bsn"}, Mandates: []identity.ClaimPath{{"represents"}}, Now: time.Now, Random: rand.Reader,
		})
		check(t, err)
		cfg.SignIn, cfg.Site = o, origin
	}, residents...)
	return w, provider
}

// atProvider follows a link to the provider.
func (p *page) atProvider(link string) {
	p.t.Helper()
	p.press(p.link(link))
	p.shows(p.heading("Test-DigiD"))
}

// signInAs fills in the provider's page.
func (p *page) signInAs(r *resident, level string) {
	p.t.Helper()
	p.write("BSN", r.bsn)
	_, err := p.field("Niveau").SelectOption(playwright.SelectOptionValues{Values: playwright.StringSlice(level)})
	check(p.t, err)
	p.press(p.button(buttonSignIn))
}

// B1, B2, B10, B14, B15: a resident without the letter at hand. The provider's own page
// is the only one of another origin.
func TestB1SignInToAReceipt(t *testing.T) {
	for name, set := range map[string]setting{"with script": onPhone, "without script": withoutScript} {
		t.Run(name, func(t *testing.T) {
			a := anna()
			w, provider := openSignInTown(t, a)
			p := w.open(t, set)
			defer p.forgive("request to another origin: " + provider.Issuer + "/")
			p.mayAnswer(403) // too low a level, and the offers after signing out
			p.mayAnswer(503) // the provider stopped

			p.atProvider(linkSignIn)
			p.press(p.button(buttonCancel))
			p.says("U stopte met inloggen")
			p.look("sign-in cancelled")

			p.atProvider(linkAgain)
			p.signInAs(a, "low")
			p.says("Wij moeten zeker weten dat u het bent")

			p.atProvider(linkAgain)
			p.signInAs(a, "substantial")
			p.shows(p.heading("Dag " + a.name))
			p.press(p.link(titleAlleenverdieners))
			p.press(p.button(buttonAccept))
			p.shows(p.heading(headingAccepted))

			p.press(p.button(buttonSignOut))
			p.says("U bent uitgelogd")
			_, err := p.GoBack()
			check(t, err)
			p.shows(p.heading("Open eerst uw brief"))
			if text, err := p.Content(); err != nil || strings.Contains(text, a.name) {
				t.Errorf("the back button shows the resident's page (%v)", err)
			}

			p.atProvider(linkSignIn)
			provider.Stop()
			p.visit("/nl/")
			p.press(p.link(linkSignIn))
			p.says("Probeer het straks nog een keer")
			p.press(p.link(linkByCode))
			p.openLetter(a)
		})
	}
}
