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
			p.apply()

			p.press(p.button(buttonSignOut))
			p.says("U bent uitgelogd")
			_, err := p.GoBack()
			check(t, err)
			p.shows(p.heading(headingClosed))
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

// B5: who signs in at the provider on behalf of another sees nothing of either of the two,
// and reads what to do instead. As themselves, with the code of a resident who signed in
// there too, they help.
func TestB5AMandateOfTheProviderIsRefusedAndOursHelps(t *testing.T) {
	a, b := anna(), bram()
	w, provider := openSignInTown(t, a, b)
	his := w.open(t)
	defer his.forgive("request to another origin: " + provider.Issuer + "/")
	his.mayAnswer(403)
	his.atProvider(linkSignIn)
	his.write("Namens", a.bsn)
	his.signInAs(b, "substantial")
	his.says("U logde in voor iemand anders")
	his.says("Vraag die persoon dan om een code.")
	his.holdsNothingOf(a, titleAlleenverdieners)
	his.holdsNothingOf(b, titleInkomenstoeslag)
	his.holdsNoCookie()
	his.look("sign-in for another")

	her := w.open(t)
	defer her.forgive("request to another origin: " + provider.Issuer + "/")
	her.atProvider(linkSignIn)
	her.signInAs(a, "substantial")
	her.press(her.link(linkAskHelp))
	her.write("Hoe noemt u deze persoon?", "de buurman")
	check(t, her.field(titleAlleenverdieners).Check())
	her.press(her.button(buttonAskHelp))
	code, err := her.GetByRole("status").Locator("strong").TextContent()
	check(t, err)

	his.atProvider(linkAgain)
	his.signInAs(b, "substantial")
	his.press(his.link(linkHelp))
	his.write("De code die u kreeg", code)
	his.press(his.button(buttonBegin))
	his.shows(his.heading("Dag " + a.name))
	his.holdsNothingOf(b, titleInkomenstoeslag)
}

// holdsNoCookie checks that the browser carries nothing of ours.
func (p *page) holdsNoCookie() {
	p.t.Helper()
	cookies, err := p.context.Cookies(p.origin)
	check(p.t, err)
	for _, c := range cookies { // of this machine, whatever the port: the provider's own too
		if strings.HasPrefix(c.Name, "__Host-zeker") {
			p.t.Errorf("the browser holds %s, want nothing of ours", c.Name)
		}
	}
}

// B15: the provider stops between its page and ours. The resident reads so and has
// another way in; nothing is stored and nobody is signed in.
func TestB15TheProviderStopsHalfway(t *testing.T) {
	a := anna()
	w, provider := openSignInTown(t, a)
	p := w.open(t)
	defer p.forgive("request to another origin: " + provider.Issuer + "/")
	p.mayAnswer(403)
	p.mayAnswer(503)
	p.atProvider(linkSignIn)
	back := p.wayBack(provider, func() { p.signInAs(a, "substantial") })
	provider.Stop()
	_, err := p.Goto(back)
	check(t, err)
	p.says("Probeer het straks nog een keer")
	p.look("sign-in stopped halfway")
	p.holdsNoCookie()
	p.visit("/nl/offers")
	p.shows(p.heading(headingClosed))
	p.visit("/nl/")
	p.openLetter(a)
}

// wayBack signs in at the provider, and returns the address to which it then sends the
// browser, without going there.
func (p *page) wayBack(provider *providertest.Provider, signIn func()) string {
	p.t.Helper()
	back := make(chan string, 1)
	check(p.t, p.Route(provider.Issuer+"/**", func(r playwright.Route) {
		to := r.Request().URL()
		reply, err := r.Fetch(playwright.RouteFetchOptions{MaxRedirects: playwright.Int(0)})
		for err == nil && strings.HasPrefix(to, provider.Issuer) {
			if to = reply.Headers()["location"]; strings.HasPrefix(to, provider.Issuer) {
				reply, err = p.context.Request().Get(to, playwright.APIRequestContextGetOptions{MaxRedirects: playwright.Int(0)})
			}
		}
		if err != nil {
			p.t.Error(err)
		}
		back <- to
		if err := r.Fulfill(playwright.RouteFulfillOptions{Status: playwright.Int(204)}); err != nil {
			p.t.Error(err)
		}
	}))
	signIn()
	return <-back
}
