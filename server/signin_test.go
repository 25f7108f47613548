package server_test

import (
	"crypto/rand"
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"zeker/offers"
	"zeker/server"
	"zeker/server/identity"
	"zeker/server/identity/providertest"
	"zeker/server/store"
)

const (
	eidas     = "http://eidas.europa.eu/LoA/"
	returning = "/sign-in/return"
)

// openSignIn starts a portal with a real provider behind it.
func openSignIn(t *testing.T) (*portal, *providertest.Provider) {
	t.Helper()
	var provider *providertest.Provider
	p := openPortalWith(t, func(p *portal, cfg *server.Config) {
		provider = providertest.Start(t, p.url+"/nl"+returning, p.url+"/en"+returning, p.url+"/nl/staff"+returning)
		residents := identity.OpenIDConfig{
			Issuer: provider.Issuer, ClientID: providertest.Client, Secret: providertest.Secret,
			Levels: []string{eidas + "low", eidas + "substantial", eidas + "high"}, Least: eidas + "substantial",
			BSN: identity.ClaimPath{"bsn"}, Mandates: []identity.ClaimPath{{"represents"}}, Now: time.Now, Random: rand.Reader,
		}
		staff := residents
		staff.BSN, staff.Staff, staff.Roles, staff.Role = nil, true, identity.ClaimPath{"roles"}, "zeker"
		cfg.SignIn, cfg.StaffSignIn, cfg.Site = mustOpenID(t, residents), mustOpenID(t, staff), p.url
	})
	return p, provider
}

func mustOpenID(t *testing.T, cfg identity.OpenIDConfig) *identity.OpenID {
	t.Helper()
	o, err := identity.NewOpenID(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// atProvider is a browser that was sent to the provider, with the cookies of both.
type atProvider struct {
	*browser
	attempt string // the cookie of the sign-in under way
	to      string // where the portal sent the browser
}

// leave presses the link to sign in.
func (b *browser) leave(path string) *atProvider {
	b.t.Helper()
	got := b.get(path)
	if got.status != http.StatusSeeOther {
		b.t.Fatalf("%s: got status %d, want 303 to the provider\n%s", path, got.status, got.body)
	}
	cookie, err := http.ParseSetCookie(got.header.Get("Set-Cookie"))
	if err != nil {
		b.t.Fatal(err)
	}
	return &atProvider{b, cookie.Value, got.header.Get("Location")}
}

// choose fills in the page of the provider and returns the path with which it sends
// the browser back.
func (b *atProvider) choose(form url.Values) string {
	b.t.Helper()
	jar, _ := cookiejar.New(nil)
	c := &http.Client{Jar: jar, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if strings.HasPrefix(r.URL.String(), b.url+"/") {
			return http.ErrUseLastResponse
		}
		return nil
	}}
	page, err := c.Get(b.to)
	if err != nil {
		b.t.Fatal(err)
	}
	defer page.Body.Close()
	back, err := c.PostForm(page.Request.URL.String(), form)
	if err != nil {
		b.t.Fatal(err)
	}
	defer back.Body.Close()
	text, _ := io.ReadAll(back.Body)
	path, ok := strings.CutPrefix(back.Header.Get("Location"), b.url)
	if !ok {
		b.t.Fatalf("the provider answers %d and sends nobody back:\n%s", back.StatusCode, text)
	}
	return path
}

// returns follows the way back with a cookie of a sign-in under way.
func (b *browser) returns(path, attempt string) *reply {
	b.t.Helper()
	return b.returnsWith("__Host-zeker-sign-in="+attempt, path)
}

// returnsWith follows the way back with a cookie, and that of the session.
func (b *browser) returnsWith(cookies, path string) *reply {
	b.t.Helper()
	if b.cookie != "" {
		cookies += "; " + server.CookieName + "=" + b.cookie
	}
	return b.do("GET", path, nil, "Sec-Fetch-Site", "cross-site", "Cookie", cookies)
}

// digiD signs in at the provider.
func (b *browser) digiD(path string, form url.Values) *reply {
	b.t.Helper()
	at := b.leave(path)
	return b.returns(at.choose(form), at.attempt)
}

func asked(bsn, level string) url.Values { return url.Values{"bsn": {bsn}, "level": {level}} }

// carla may ask for algemene bijstand, which takes more than the code of a letter.
func carla() *resident {
	c := bram()
	c.name, c.bsn, c.scheme = "Carla Zwaan", bsn(3), "algemene_bijstand"
	return c
}

// B1, B6 and B13 with a real provider: what the letter cannot do, signing in can.
func TestB13ASignInMayDoWhatALetterMayNot(t *testing.T) {
	p, _ := openSignIn(t)
	c := carla()
	p.invite(c)
	b := p.browser().signIn(c)
	page := b.get("/nl/offers/" + c.offer)
	link := "/nl/sign-in?back=%2Foffers%2F" + c.offer
	if page.status != http.StatusOK || !strings.Contains(page.body, `href="`+link+`"`) || strings.Contains(page.body, `value="accept"`) {
		t.Fatalf("by letter: got status %d; want the way to sign in and no way to apply\n%s", page.status, page.body)
	}
	if got := b.answer(c, "accept", nil); got.status != http.StatusForbidden && got.status != http.StatusBadRequest {
		t.Errorf("applied by letter: got status %d, want a refusal", got.status)
	}
	if _, err := p.store.LatestAnswer(t.Context(), c.subject, c.offer); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("applied by letter: got %v, want nothing stored", err)
	}
	byLetter := b.cookie
	got := b.digiD(link, asked(c.bsn, "substantial"))
	if got.status != http.StatusSeeOther || got.header.Get("Location") != "/nl/offers/"+c.offer {
		t.Fatalf("got status %d to %q, want 303 to the page the resident came from\n%s", got.status, got.header.Get("Location"), got.body)
	}
	if b.cookie == byLetter || b.cookie == "" {
		t.Errorf("signed in with session %q, want another than that of the letter", b.cookie)
	}
	if old := (&browser{p, byLetter}).get("/nl/offers"); old.status != http.StatusForbidden {
		t.Errorf("the letter's session: got status %d, want 403", old.status)
	}
	page = b.get("/nl/offers/" + c.offer)
	if page.status != http.StatusOK || !strings.Contains(page.body, `value="accept"`) || !strings.Contains(page.body, "Uitloggen") {
		t.Errorf("signed in: got status %d; want the way to apply\n%s", page.status, page.body)
	}
	number, _ := b.answer(c, "accept", nil).receipt(t)
	if kept, err := p.store.Receipt(t.Context(), c.subject, number); err != nil || kept.Kind != offers.Accept || kept.Scheme != c.scheme {
		t.Errorf("applied: got %+v, %v; want the receipt", kept, err)
	}
}

func TestB1ARealProviderSignsIn(t *testing.T) {
	p, _ := openSignIn(t)
	a := anna()
	p.invite(a)
	b := p.browser()
	start := b.get("/nl/")
	if !strings.Contains(start.body, `href="/nl/sign-in"`) || !strings.Contains(start.body, "DigiD") {
		t.Fatalf("the start page has no way to sign in:\n%s", start.body)
	}
	if got := b.digiD("/en/sign-in", asked(a.bsn, "high")); got.status != http.StatusSeeOther || got.header.Get("Location") != "/en/offers" {
		t.Fatalf("got status %d to %q, want 303 to the offers\n%s", got.status, got.header.Get("Location"), got.body)
	}
	if got := b.get("/nl/offers"); got.status != http.StatusOK || !strings.Contains(got.body, a.name) || !strings.Contains(got.body, a.offer) {
		t.Errorf("offers: got status %d\n%s", got.status, got.body)
	}
	number, _ := b.answer(a, "accept", nil).receipt(t)
	if kept, err := p.store.Receipt(t.Context(), a.subject, number); err != nil || kept.Kind != offers.Accept {
		t.Errorf("got %+v, %v; want the receipt", kept, err)
	}
	if text := p.log.String() + p.seen.String(); strings.Contains(text, a.bsn) {
		t.Error("A12: the log or an address of ours holds the BSN")
	}
}

func TestB1TheWayBackIsOursWhateverARequestCallsUs(t *testing.T) {
	p, _ := openSignIn(t)
	got := p.raw("GET /nl/sign-in HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\n\r\n")
	to, err := url.Parse(got.header.Get("Location"))
	if err != nil || to.Query().Get("redirect_uri") != p.url+"/nl"+returning {
		t.Errorf("got status %d to %q, %v; want the way back to %s", got.status, to, err, p.url)
	}
}

func TestWhoHasNoOfferGetsAClearPage(t *testing.T) {
	p, _ := openSignIn(t)
	b := p.browser()
	if got := b.digiD("/nl/sign-in", asked(bsn(9), "substantial")); got.status != http.StatusSeeOther {
		t.Fatalf("got status %d\n%s", got.status, got.body)
	}
	got := b.get("/nl/offers")
	if got.status != http.StatusOK || !strings.Contains(got.body, "Er staat niets voor u klaar") || !strings.Contains(got.body, "/nl/check/") {
		t.Errorf("got status %d, want a page with another way\n%s", got.status, got.body)
	}
}

// Nobody is signed in, nothing is stored, and the page names other ways: again, the
// letter, the counter.
func TestB2B5B14NobodyIsSignedInWhen(t *testing.T) {
	p, _ := openSignIn(t)
	a := anna()
	p.invite(a)
	for name, test := range map[string]struct {
		form   url.Values
		status int
		words  string
	}{
		"B2 the level is low":  {asked(a.bsn, "low"), 403, "Log in op een sterkere manier"},
		"B5 it is for another": {url.Values{"bsn": {a.bsn}, "namens": {bsn(8)}, "level": {"high"}}, 403, "U logde in voor iemand anders"},
		"B14 it was cancelled": {url.Values{"cancel": {"1"}}, 200, "U bent niet ingelogd"},
		"the BSN is none":      {asked("123", "high"), 502, "Inloggen is niet gelukt"},
	} {
		b := p.browser()
		got := b.digiD("/nl/sign-in?back=/opt-out", test.form)
		b.nobody(t, name, got, test.status, test.words)
		if !strings.Contains(got.body, `href="/nl/sign-in?back=%2Fopt-out"`) || !strings.Contains(got.body, `href="/nl/"`) {
			t.Errorf("%s: the page names no other ways:\n%s", name, got.body)
		}
	}
}

// nobody checks that a sign-in was refused with words, and that nobody is signed in.
func (b *browser) nobody(t *testing.T, name string, got *reply, status int, words string) {
	t.Helper()
	if got.status != status || !strings.Contains(got.body, words) {
		t.Errorf("%s: got status %d, want %d and %q\n%s", name, got.status, status, words, got.body)
	}
	for _, line := range got.header.Values("Set-Cookie") {
		if !strings.HasPrefix(line, "__Host-zeker-sign-in=;") {
			t.Errorf("%s: got cookie %q, want that of the sign-in gone and no other", name, line)
		}
	}
	if offers := b.get("/nl/offers"); offers.status != http.StatusForbidden {
		t.Errorf("%s: the offers: got status %d, want 403", name, offers.status)
	}
	for n := range 10 { // of whom the tests sign in; a line of the log has digits of its own
		if strings.Contains(got.body, bsn(n)) || strings.Contains(b.log.String(), bsn(n)) {
			t.Errorf("%s: A12: the page or the log holds a BSN", name)
		}
	}
}

func TestB1B3B4WaysBackThatWereTamperedWith(t *testing.T) {
	p, _ := openSignIn(t)
	a := anna()
	p.invite(a)
	const stale = "Inloggen is niet gelukt"
	b := p.browser()
	mine, theirs := b.leave("/nl/sign-in"), p.browser().leave("/nl/sign-in")
	path := mine.choose(asked(a.bsn, "substantial"))
	other := theirs.choose(asked(bsn(7), "substantial"))
	query := func(path string) url.Values {
		_, text, _ := strings.Cut(path, "?")
		values, _ := url.ParseQuery(text)
		return values
	}
	with := func(name, value string) string {
		values := query(path)
		values.Set(name, value)
		return "/nl" + returning + "?" + values.Encode()
	}
	for name, test := range map[string]struct {
		path, attempt string
		status        int
	}{
		"B4 in a browser that began nothing": {path, "", 400},
		"B4 in another browser":              {path, theirs.attempt, 400},
		"B4 another's way back":              {other, mine.attempt, 400},
		"B1 the state of another":            {with("state", query(other).Get("state")), mine.attempt, 400},
		"B1 the issuer of another":           {with("iss", "https://evil.example"), mine.attempt, 502},
		"B1 the code of another":             {with("code", query(other).Get("code")), mine.attempt, 400},
		"B1 a code that never was":           {with("code", "x"), mine.attempt, 400},
		"B1 in another language":             {strings.Replace(path, "/nl/", "/en/", 1), mine.attempt, 400},
		"a cookie of somebody's own":         {path, "AAAA.0.AAAA", 400},
	} {
		words := stale
		if strings.Contains(test.path, "/en/") {
			words = "Signing in did not work"
		}
		stranger := p.browser()
		stranger.nobody(t, name, stranger.returns(test.path, test.attempt), test.status, words)
	}
	// Codes of the tests above are spent, as a provider should see to it.
	mine = b.leave("/nl/sign-in")
	path = mine.choose(asked(a.bsn, "substantial"))
	if got := b.returns(path, mine.attempt); got.status != http.StatusSeeOther {
		t.Fatalf("the way back as it should be: got status %d\n%s", got.status, got.body)
	}
	replayed := p.browser()
	replayed.nobody(t, "B3 the same way back again", replayed.returns(path, mine.attempt), 400, stale)
}

func TestB15TheProviderIsDown(t *testing.T) {
	p, provider := openSignIn(t)
	a := anna()
	p.invite(a)
	b := p.browser()
	at := b.leave("/nl/sign-in")
	path := at.choose(asked(a.bsn, "substantial"))
	provider.Stop()
	b.nobody(t, "stopped in mid-flow", b.returns(path, at.attempt), 503, "Inloggen kan nu even niet")
	b.nobody(t, "stopped before", b.get("/nl/sign-in"), 503, "Inloggen kan nu even niet")
	b.signIn(a) // the letter still opens
}

func TestSignInLeadsToPagesOfOursOnly(t *testing.T) {
	p, _ := openSignIn(t)
	a := anna()
	p.invite(a)
	for back, want := range map[string]string{
		"/opt-out": "/nl/opt-out", "/offers/" + a.offer: "/nl/offers/" + a.offer,
		"": "/nl/offers", "/offers/OF0SOMEBODY0ELSE": "/nl/offers", "//evil.example": "/nl/offers", "https://evil.example/": "/nl/offers",
		`/\evil.example`: "/nl/offers", "/offers/../../evil": "/nl/offers", "/sign-in": "/nl/offers", "/sign-in/return": "/nl/offers",
		"/offers\r\nSet-Cookie: x=y": "/nl/offers", "/nowhere": "/nl/offers", "/sign-out": "/nl/offers",
	} {
		got := p.browser().digiD("/nl/sign-in?"+url.Values{"back": {back}}.Encode(), asked(a.bsn, "substantial"))
		if got.status != http.StatusSeeOther || got.header.Get("Location") != want {
			t.Errorf("%q: got status %d to %q, want 303 to %q", back, got.status, got.header.Get("Location"), want)
		}
	}
}

func TestB8TheCookieOfASignInIsHostSecureHttpOnlySameSite(t *testing.T) {
	p, _ := openSignIn(t)
	for _, got := range []*reply{p.browser().get("/nl/sign-in"), p.browser().get("/nl" + returning)} {
		if c := wellSet(t, got.header.Get("Set-Cookie")); c.Name != "__Host-zeker-sign-in" {
			t.Errorf("got Set-Cookie %q, want that of the sign-in", got.header.Get("Set-Cookie"))
		}
	}
}

func TestB10SignOutEndsASignIn(t *testing.T) {
	p, _ := openSignIn(t)
	a := anna()
	p.invite(a)
	b := p.browser()
	b.digiD("/nl/sign-in", asked(a.bsn, "substantial"))
	old := b.cookie
	got := b.post("/nl/sign-out", url.Values{})
	if got.status != http.StatusOK || !strings.Contains(got.header.Get("Clear-Site-Data"), `"cookies"`) || !strings.Contains(got.body, "U bent uitgelogd") {
		t.Errorf("got status %d, Clear-Site-Data %q\n%s", got.status, got.header.Get("Clear-Site-Data"), got.body)
	}
	if got := (&browser{p, old}).get("/nl/offers"); got.status != http.StatusForbidden || got.header.Get("Cache-Control") != "no-store" ||
		!strings.Contains(got.body, `href="/nl/sign-in?back=%2Foffers"`) {
		t.Errorf("the old cookie: got status %d, want 403 and the way to sign in\n%s", got.status, got.body)
	}
}

func TestWithoutAProviderNobodySignsIn(t *testing.T) {
	p := openPortal(t, nil)
	b := p.browser()
	for _, got := range []*reply{b.get("/nl/sign-in"), b.get("/nl" + returning + "?code=c&state=s"), b.post("/nl/sign-in", url.Values{"who": {"0"}})} {
		if got.status != http.StatusNotFound || got.header.Get("Set-Cookie") != "" {
			t.Errorf("got status %d, cookie %q; want 404", got.status, got.header.Get("Set-Cookie"))
		}
	}
	if got := b.get("/nl/"); strings.Contains(got.body, "/sign-in") {
		t.Errorf("the start page offers a sign-in that is not there:\n%s", got.body)
	}
}

func TestTheDemoSignsInAsWhoDoesNotExist(t *testing.T) {
	a, c := anna(), carla()
	p := openPortalWith(t, func(_ *portal, cfg *server.Config) {
		cfg.Demo, cfg.Posers = true, []server.Poser{{BSN: a.bsn, Name: a.name}, {BSN: bsn(9), Name: "Niemand"}}
	})
	p.invite(a, c)
	b := p.browser()
	page := b.get("/nl/sign-in?back=%2Foffers%2F" + a.offer)
	for _, want := range []string{"Dit is geen DigiD", a.name, `value="/offers/` + a.offer + `"`, "zeker-demo"} {
		if page.status != http.StatusOK || !strings.Contains(page.body, want) || strings.Contains(page.body, a.bsn) {
			t.Fatalf("got status %d, want %q and no BSN\n%s", page.status, want, page.body)
		}
	}
	for _, who := range []string{"", "-1", "2", "x", c.bsn} {
		if got := b.post("/nl/sign-in", url.Values{"who": {who}}); got.status != http.StatusBadRequest || got.header.Get("Set-Cookie") != "" {
			t.Errorf("who %q: got status %d, want 400", who, got.status)
		}
	}
	got := b.post("/nl/sign-in", url.Values{"who": {"0"}, "back": {"/offers/" + a.offer}})
	if got.status != http.StatusSeeOther || got.header.Get("Location") != "/nl/offers/"+a.offer {
		t.Fatalf("got status %d to %q\n%s", got.status, got.header.Get("Location"), got.body)
	}
	b.answer(a, "accept", nil).receipt(t)
	if got := b.get("/nl" + returning); got.status != http.StatusNotFound {
		t.Errorf("the way back from a provider: got status %d, want 404", got.status)
	}
}

func TestWaysToSignInThatCannotBeAreRefusedAtStart(t *testing.T) {
	residents := identity.OpenIDConfig{
		Issuer: "https://broker.example", ClientID: "c", Secret: "s", Levels: []string{"l"}, Least: "l",
		BSN: identity.ClaimPath{"bsn"}, Mandates: []identity.ClaimPath{{"represents"}}, Now: time.Now, Random: rand.Reader,
	}
	staff := residents
	staff.BSN, staff.Staff = nil, true
	o, theirs := mustOpenID(t, residents), mustOpenID(t, staff)
	someone := []server.Poser{{BSN: bsn(1), Name: "A"}}
	for name, test := range map[string]struct {
		set  func(*server.Config)
		want string
	}{
		"the demo's own outside a demo": {func(c *server.Config) { c.Posers = someone }, "cannot be switched on outside a demo"},
		"two ways":                      {func(c *server.Config) { c.Demo, c.Posers, c.SignIn, c.Site = true, someone, o, "https://x.example" }, "two ways"},
		"no address to come back to":    {func(c *server.Config) { c.SignIn = o }, "no https address"},
		"a demo's staff outside a demo": {func(c *server.Config) { c.StaffPosers = []store.StaffID{"x"} }, "cannot be switched on outside a demo"},
		"two ways for staff": {func(c *server.Config) {
			c.Demo, c.StaffPosers, c.StaffSignIn, c.Site = true, []store.StaffID{"x"}, theirs, "https://x.example"
		}, "two ways"},
		"no address for staff":       {func(c *server.Config) { c.StaffSignIn = theirs }, "no https address"},
		"residents at that of staff": {func(c *server.Config) { c.SignIn, c.Site = theirs, "https://x.example" }, "exchanged"},
		"staff at that of residents": {func(c *server.Config) { c.StaffSignIn, c.Site = o, "https://x.example" }, "exchanged"},
		"an address in the open":     {func(c *server.Config) { c.SignIn, c.Site = o, "http://zonnedijk.example" }, "no https address"},
	} {
		var cfg server.Config
		makePortal(t, nil, func(_ *portal, good *server.Config) { cfg = *good })
		test.set(&cfg)
		if _, err := server.New(cfg); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %q", name, err, test.want)
		}
	}
}

func TestB15EveryReasonHasItsPage(t *testing.T) {
	declared := regexp.MustCompile(`(?m)^\s(Err\w+) +=`).FindAllStringSubmatch(readText(t, "identity/openid.go"), -1)
	told := readText(t, "entrance.go")
	if len(declared) == 0 || len(declared) != len(server.Troubles()) {
		t.Errorf("package identity declares %d reasons, and %d have a page", len(declared), len(server.Troubles()))
	}
	for _, reason := range declared {
		if !strings.Contains(told, "{identity."+reason[1]+", ") {
			t.Errorf("%s has no page", reason[1])
		}
	}
}

func readText(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
