package server_test

import (
	"crypto/rand"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"zeker/offers"
	"zeker/server"
	"zeker/server/identity"
	"zeker/server/store"
)

// helperOf appoints a helper of a resident, who took the code, and returns what their
// session is.
func (p *portal) helperOf(r *resident, helper store.Subject) store.Session {
	p.t.Helper()
	code, err := identity.NewCode(rand.Reader)
	if err != nil {
		p.t.Fatal(err)
	}
	hash := code.Hash(p.store.CodePepper())
	if _, err := p.store.Appoint(p.t.Context(), store.Mandate{
		Subject: r.subject, Name: "mijn zus", Schemes: []string{r.scheme}, Answers: true, MadeAt: p.clock.Now().Unix(), Until: p.day + 7,
	}, hash); err != nil {
		p.t.Fatal(err)
	}
	id, err := p.store.TakeMandate(p.t.Context(), hash, helper, p.clock.Now().Unix(), p.day)
	if err != nil {
		p.t.Fatal(err)
	}
	return store.Session{Subject: r.subject, Door: store.ByHelper, Mandate: id}
}

// openHelp opens a demo in which anna has two offers, and carla and bram may help.
func openHelp(t *testing.T) (p *portal, a, c *resident, second string) {
	t.Helper()
	a, c = anna(), carla()
	b := bram()
	p = openPortalWith(t, posing(a, c, b))
	p.invite(a, c, b)
	if err := p.store.SaveScan(t.Context(), store.Scan{Municipality: "zonnedijk", On: p.day, Bundle: p.catalogue.Hash, At: 1,
		Offers: []store.OfferRow{{Subject: a.subject, Scheme: "individuele_inkomenstoeslag", Class: offers.ClassInvitation, Expires: p.day + 60}}}); err != nil {
		t.Fatal(err)
	}
	rows, err := p.store.OffersOf(t.Context(), a.subject)
	if err != nil || len(rows) != 2 {
		t.Fatalf("got %d offers, %v; want two", len(rows), err)
	}
	for _, row := range rows {
		if row.ID != a.offer {
			second = row.ID
		}
	}
	code, _ := identity.NewCode(rand.Reader)
	if err := p.store.AddLetter(t.Context(), store.Letter{Subject: a.subject, CodeHash: code.Hash(p.store.CodePepper()), Born: born, At: p.clock.Now().Unix(), Offers: []string{second}}); err != nil {
		t.Fatal(err)
	}
	return p, a, c, second
}

// pose signs in as one of the residents of a demo.
func (p *portal) pose(who string) *browser {
	p.t.Helper()
	b := p.browser()
	if got := b.post("/nl/sign-in", url.Values{"who": {who}}); got.status != http.StatusSeeOther {
		p.t.Fatalf("sign-in: got status %d\n%s", got.status, got.body)
	}
	return b
}

var shownCode = regexp.MustCompile(`<strong>([0-9A-Z-]{19})</strong>`)

// asks appoints a helper, and returns the code and the mandate that the next page shows.
func (b *browser) asks(form url.Values) (code, mandate string) {
	b.t.Helper()
	got := b.post("/nl/helpers", form)
	lines := got.header.Values("Set-Cookie")
	if got.status != http.StatusSeeOther || got.header.Get("Location") != "/nl/helpers" || len(lines) != 1 {
		b.t.Fatalf("got status %d to %q, cookies %q; want 303 to the page that shows the code\n%s", got.status, got.header.Get("Location"), lines, got.body)
	}
	got = b.getWith("/nl/helpers", wellSet(b.t, lines[0]))
	found := shownCode.FindStringSubmatch(got.body)
	if found == nil || got.header.Get("Cache-Control") != "no-store" || strings.Contains(lines[0], found[1]) {
		b.t.Fatalf("got status %d, want the code\n%s", got.status, got.body)
	}
	if gone := got.header.Values("Set-Cookie"); len(gone) != 1 || wellSet(b.t, gone[0]).MaxAge >= 0 {
		b.t.Errorf("the browser still carries the code: %q", gone)
	}
	ended := regexp.MustCompile(`/nl/helpers/([A-Z2-7]+)/end`).FindStringSubmatch(got.body)
	if ended == nil {
		b.t.Fatalf("there is no way to end it:\n%s", got.body)
	}
	return found[1], ended[1]
}

// getWith asks for a page with one cookie more.
func (b *browser) getWith(path string, cookie *http.Cookie) *reply {
	b.t.Helper()
	return b.do("GET", path, nil, "Cookie", cookie.Name+"="+cookie.Value+"; "+server.CookieName+"="+b.cookie)
}

func sister() url.Values {
	return url.Values{"helper": {"mijn zus"}, "scheme.alleenverdieners": {"1"}, "until": {"0"}, "answers": {"1"}}
}

func TestB5AHelperDoesWhatTheResidentChose(t *testing.T) {
	p, a, c, second := openHelp(t)
	her := p.pose("0")
	code, mandate := her.asks(sister())
	if strings.Contains(her.get("/nl/helpers").body, code) {
		t.Error("the code is shown again")
	}
	if got := her.post("/nl/helping", url.Values{"code": {code}}); got.status != http.StatusBadRequest {
		t.Errorf("the resident takes her own code: got status %d, want 400", got.status)
	}
	helper := p.pose("1")
	own := helper.cookie
	if got := helper.post("/nl/helping", url.Values{"code": {strings.ToLower(code)}}); got.status != http.StatusSeeOther || got.header.Get("Location") != "/nl/offers" {
		t.Fatalf("got status %d, want 303 to the offers\n%s", got.status, got.body)
	}
	if got := (&browser{p, own}).get("/nl/offers"); got.status != http.StatusForbidden || helper.cookie == own {
		t.Errorf("B6: the helper's own session: got status %d, want it dead", got.status)
	}
	if got := p.pose("2").post("/nl/helping", url.Values{"code": {code}}); got.status != http.StatusBadRequest {
		t.Errorf("the code again: got status %d, want 400", got.status)
	}

	list := helper.get("/nl/offers")
	if list.status != http.StatusOK || !strings.Contains(list.body, a.offer) || strings.Contains(list.body, second) {
		t.Errorf("got status %d, want the one offer that was chosen\n%s", list.status, list.body)
	}
	unknown := helper.get("/nl/offers/ABCDEFGHIJKLMNOPQRSTUVWXYZ")
	for name, id := range map[string]string{"of another scheme": second, "the helper's own": c.offer} {
		if got := helper.get("/nl/offers/" + id); got.status != http.StatusNotFound || got.body != unknown.body {
			t.Errorf("%s: got status %d, want the page of an unknown id", name, got.status)
		}
	}
	number, _ := helper.answer(a, "accept", nil).receipt(t)
	if kept, err := p.store.Receipt(t.Context(), a.subject, number); err != nil || kept.Helper != "mijn zus" {
		t.Errorf("got helper %q, %v; want who pressed", kept.Helper, err)
	}
	if got := her.get("/nl/receipts/" + number); !strings.Contains(got.body, "Gedaan door uw hulp") || !strings.Contains(got.body, "mijn zus") {
		t.Errorf("the resident's receipt does not say who pressed:\n%s", got.body)
	}
	others, _ := her.answer(&resident{offer: second}, "decline", nil).receipt(t)
	if got := helper.get("/nl/receipts/" + others); got.status != http.StatusNotFound {
		t.Errorf("a receipt of another scheme: got status %d, want 404", got.status)
	}

	for _, d := range p.doorsTo(a.offer, number, mandate) {
		if d.Method != "GET" || !strings.HasPrefix(d.path, "/nl") || strings.Contains(d.path, "/sign-in") || d.path == "/nl/session" || strings.HasSuffix(d.path, "/file") {
			continue // no pages
		}
		got := helper.get(d.path)
		page := strings.HasPrefix(got.header.Get("Content-Type"), "text/html") // and no file to keep
		if page && !strings.Contains(got.body, "U doet dit voor "+a.name) {
			t.Errorf("%s: got status %d, and the page does not say for whom:\n%s", d.path, got.status, got.body)
		}
		if strings.Contains(got.body, c.name) || strings.Contains(got.body, c.offer) {
			t.Errorf("%s: a page for a helper holds something of the helper's own", d.path)
		}
	}
	for path, form := range map[string]url.Values{"/nl/opt-out": {"choice": {"out"}}, "/nl/helpers": sister(), "/nl/helpers/" + mandate + "/end": {}} {
		if got := helper.post(path, form); got.status != http.StatusForbidden {
			t.Errorf("%s: got status %d, want 403", path, got.status)
		}
	}
	if out, err := p.store.OptedOut(t.Context(), a.subject); err != nil || out {
		t.Errorf("opted out: got %v, %v; want no", out, err)
	}
}

// C7: the end of help acts at the next request, in whatever way it ends.
func TestC7HelpEndsAtTheNextRequest(t *testing.T) {
	for name, end := range map[string]func(t *testing.T, p *portal, her *browser, mandate string){
		"by the resident": func(t *testing.T, p *portal, her *browser, mandate string) {
			got := her.post("/nl/helpers/"+mandate+"/end", url.Values{})
			if got.status != http.StatusSeeOther || got.header.Get("Location") != "/nl/helpers?ended=1" {
				t.Fatalf("got status %d to %q, want 303 to the list\n%s", got.status, got.header.Get("Location"), got.body)
			}
			if got = her.get("/nl/helpers?ended=1"); strings.Contains(got.body, mandate) || !strings.Contains(got.body, "Die hulp is gestopt") {
				t.Errorf("got status %d, want the list without it\n%s", got.status, got.body)
			}
		},
		"by its last day": func(_ *testing.T, p *portal, _ *browser, _ string) { p.day += 8 },
		"by opting out": func(t *testing.T, p *portal, her *browser, _ string) {
			her.post("/nl/opt-out", url.Values{"choice": {"out"}})
			p.pose("0").post("/nl/opt-out", url.Values{"choice": {"in"}}) // what ended does not begin again
		},
	} {
		t.Run(name, func(t *testing.T) {
			p, a, c, _ := openHelp(t)
			her := p.pose("0")
			code, mandate := her.asks(sister())
			helper := p.pose("1")
			helper.post("/nl/helping", url.Values{"code": {code}})
			if got := helper.get("/nl/offers/" + a.offer); got.status != http.StatusOK {
				t.Fatalf("before: got status %d, want 200", got.status)
			}
			end(t, p, her, mandate)
			if got := helper.get("/nl/offers/" + a.offer); got.status != http.StatusForbidden || strings.Contains(got.body, a.name) {
				t.Errorf("after: got status %d, want 403", got.status)
			} else if name == "by the resident" && !strings.Contains(got.body, "Deze hulp is gestopt") {
				t.Errorf("the helper is not told why:\n%s", got.body)
			}
			// Even if a session were left.
			left := &browser{p, p.sessionOf(store.Session{Subject: a.subject, Door: store.ByHelper, Mandate: mandate})}
			for _, path := range []string{"/nl/offers", "/nl/offers/" + a.offer} {
				if got := left.get(path); got.status != http.StatusForbidden || !strings.Contains(got.body, "Deze hulp is gestopt") || strings.Contains(got.body, a.name) {
					t.Errorf("a session that was left: %s: got status %d, want 403\n%s", path, got.status, got.body)
				}
			}
			again := p.pose("1")
			if got := again.get("/nl/helping"); strings.Contains(got.body, mandate) {
				t.Errorf("the helper still has it in the list:\n%s", got.body)
			}
			if got := again.post("/nl/helping/"+mandate, url.Values{}); got.status != http.StatusNotFound {
				t.Errorf("begun again: got status %d, want 404", got.status)
			}
			if got := again.get("/nl/offers"); !strings.Contains(got.body, c.offer) {
				t.Errorf("their own pages are gone:\n%s", got.body)
			}
		})
	}
}

func TestAHelperWhoMayLookDoesNotAnswer(t *testing.T) {
	p, a, _, _ := openHelp(t)
	form := sister()
	form.Del("answers")
	code, mandate := p.pose("0").asks(form)
	p.pose("1").post("/nl/helping", url.Values{"code": {code}})
	helper := p.pose("1")
	if got := helper.post("/nl/helping/"+mandate, url.Values{}); got.status != http.StatusSeeOther {
		t.Fatalf("another day, without the code: got status %d, want 303", got.status)
	}
	page := helper.get("/nl/offers/" + a.offer)
	for _, kind := range []string{"accept", "decline", "decline_year", "talk", "save"} {
		if strings.Contains(page.body, `value="`+kind+`"`) {
			t.Errorf("the page has a button to %s", kind)
		}
		if got := helper.answer(a, kind, nil); got.status != http.StatusForbidden {
			t.Errorf("%s: got status %d, want 403", kind, got.status)
		}
	}
	if _, err := p.store.LatestAnswer(t.Context(), a.subject, a.offer); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("got %v, want nothing stored", err)
	}
	rows, err := p.store.OffersOf(t.Context(), a.subject)
	if err != nil || rows[0].OpenedAt+rows[1].OpenedAt != 0 {
		t.Errorf("a helper's look counts as the resident's: %+v, %v", rows, err)
	}
}

func TestMandatesThatCannotBeAreRefused(t *testing.T) {
	p, a, _, _ := openHelp(t)
	her := p.pose("0")
	for name, change := range map[string]func(url.Values){
		"no name":            func(f url.Values) { f.Set("helper", "  ") },
		"a long name":        func(f url.Values) { f.Set("helper", strings.Repeat("x", 61)) },
		"no scheme":          func(f url.Values) { f.Del("scheme.alleenverdieners") },
		"a scheme of nobody": func(f url.Values) { f.Del("scheme.alleenverdieners"); f.Set("scheme.zorgtoeslag", "1") },
		"no end":             func(f url.Values) { f.Del("until") },
		"an end far away":    func(f url.Values) { f.Set("until", "99") },
		"an end before":      func(f url.Values) { f.Set("until", "-1") },
	} {
		form := sister()
		change(form)
		if got := her.post("/nl/helpers", form); got.status != http.StatusBadRequest || shownCode.MatchString(got.body) {
			t.Errorf("%s: got status %d, want 400 and no code\n%s", name, got.status, got.body)
		}
	}
	if list, err := p.store.MandatesOf(t.Context(), a.subject, p.day); err != nil || len(list) != 0 {
		t.Errorf("got %d mandates, %v; want none", len(list), err)
	}
	for _, code := range []string{"", "<script>", "0000-0000-0000-0000", a.code} {
		if got := p.pose("1").post("/nl/helping", url.Values{"code": {code}}); got.status != http.StatusBadRequest || !strings.Contains(got.body, "Deze code werkt niet") {
			t.Errorf("code %q: got status %d, want 400", code, got.status)
		}
	}
	// The code of a letter opens no letter as a helper, and that of a helper no letter.
	code, _ := her.asks(sister())
	form := codeForm(a)
	form.Set("code", code)
	if got := p.browser().post("/nl/code", form); got.status != http.StatusBadRequest || got.header.Get("Set-Cookie") != "" {
		t.Errorf("a helper's code as that of a letter: got status %d, want 400", got.status)
	}
}

func TestWithoutSignInNobodyHelps(t *testing.T) {
	a := anna()
	p := openPortalWith(t, func(*portal, *server.Config) {})
	p.invite(a)
	b := p.browser().signIn(a)
	for _, path := range []string{"/nl/helpers", "/nl/helping"} {
		if got := b.get(path); got.status != http.StatusNotFound {
			t.Errorf("%s: got status %d, want 404", path, got.status)
		}
	}
}

// What carries a code to the page that shows it opens for nobody else.
func TestB12TheCodeOfAHelperIsShownToItsResidentOnce(t *testing.T) {
	p, a, _, _ := openHelp(t)
	her := p.pose("0")
	carried := wellSet(t, her.post("/nl/helpers", sister()).header.Get("Set-Cookie"))
	if got := p.pose("1").getWith("/nl/helpers", carried); got.status != http.StatusOK || shownCode.MatchString(got.body) {
		t.Errorf("somebody else who signs in there: got status %d, want no code\n%s", got.status, got.body)
	}
	if got := her.getWith("/nl/helpers", &http.Cookie{Name: carried.Name, Value: "garbage"}); got.status != http.StatusOK || shownCode.MatchString(got.body) {
		t.Errorf("garbage: got status %d, want no code\n%s", got.status, got.body)
	}
	for range 2 {
		her.getWith("/nl/helpers", carried) // loaded again
	}
	if list, err := p.store.MandatesOf(t.Context(), a.subject, p.day); err != nil || len(list) != 1 {
		t.Errorf("got %d mandates, %v; want one", len(list), err)
	}
}

// Who does not want to be approached is told why nobody can help now.
func TestWhoOptedOutAppointsNobody(t *testing.T) {
	p, a, _, _ := openHelp(t)
	p.pose("0").post("/nl/opt-out", url.Values{"choice": {"out"}})
	her := p.pose("0")
	for name, got := range map[string]*reply{"the page": her.get("/nl/helpers"), "a form from before": her.post("/nl/helpers", sister())} {
		if strings.Contains(got.body, `name="helper"`) || !strings.Contains(got.body, "U wilt geen brieven van ons") || !strings.Contains(got.body, `href="/nl/opt-out"`) {
			t.Errorf("%s: got status %d; want why, and the way back\n%s", name, got.status, got.body)
		}
	}
	her.post("/nl/opt-out", url.Values{"choice": {"in"}})
	if list, err := p.store.MandatesOf(t.Context(), a.subject, p.day); err != nil || len(list) != 0 {
		t.Errorf("got %d mandates, %v; want none", len(list), err)
	}
}
