package server_test

import (
	"encoding/base64"
	"maps"
	"math/bits"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"zeker/server"
)

func TestB6SignInGivesANewSession(t *testing.T) {
	p := openPortal(t, nil)
	a, b := anna(), bram()
	p.invite(a, b)
	planted := base64.RawURLEncoding.EncodeToString(make([]byte, 32))
	victim := p.browser()
	victim.cookie = planted
	victim.signIn(a)
	if victim.cookie == planted {
		t.Error("the id that was planted was adopted")
	}
	if got := (&browser{p, planted}).get("/nl/offers"); got.status != http.StatusForbidden {
		t.Errorf("planted id: got status %d, want 403", got.status)
	}
	first := victim.cookie
	victim.signIn(b)
	if victim.cookie == first {
		t.Error("a second sign-in kept the id")
	}
	if got := (&browser{p, first}).get("/nl/offers"); got.status != http.StatusForbidden {
		t.Errorf("id from before the sign-in: got status %d, want 403", got.status)
	}
	if got := victim.get("/nl/offers"); got.status != http.StatusOK || !strings.Contains(got.body, b.name) || strings.Contains(got.body, a.name) {
		t.Errorf("after the second sign-in: got status %d and not the page of %s", got.status, b.name)
	}
}

func TestB7SessionIDsHave256RandomBits(t *testing.T) {
	p := openPortal(t, nil)
	a := anna()
	p.invite(a)
	const n = 200
	seen, ones := map[string]bool{}, 0
	for range n {
		id := p.browser().signIn(a).cookie
		raw, err := base64.RawURLEncoding.DecodeString(id)
		if err != nil || len(raw) != 32 || seen[id] {
			t.Fatalf("got id %q, want 32 bytes in base64url, each time others", id)
		}
		seen[id] = true
		for _, b := range raw {
			ones += bits.OnesCount8(b)
		}
	}
	// n*256 fair coins: nine standard deviations are 9*sqrt(n*256)/2.
	if mean, spread := n*128, 1020; ones < mean-spread || ones > mean+spread {
		t.Errorf("got %d ones in %d bits, want about half", ones, n*256)
	}
}

func TestB8EverySetCookieIsHostSecureHttpOnlySameSite(t *testing.T) {
	p := openPortal(t, nil)
	a := anna()
	p.invite(a)
	replies := []*reply{}
	b := p.browser()
	replies = append(replies, b.post("/nl/code", codeForm(a)), b.get("/nl/offers"), b.answer(a, "accept", nil), b.post("/nl/sign-out", url.Values{}))
	b.signIn(a)
	replies = append(replies, b.post("/nl/opt-out", url.Values{"choice": {"out"}}))
	set := 0
	for _, r := range replies {
		for _, line := range r.header.Values("Set-Cookie") {
			set++
			if c := wellSet(t, line); c.Name != server.CookieName {
				t.Errorf("got Set-Cookie %q, want the session's only", line)
			}
		}
	}
	if set != 3 {
		t.Errorf("got %d cookies set, want 3: signing in, signing out, opting out", set)
	}
}

// B8 for the cookies that are no session: what a browser holds, and a sign-in of staff.
func TestB8TheOtherCookiesAreToo(t *testing.T) {
	p, _ := openSignIn(t)
	r := bram()
	p.invite(r)
	b := p.browser().signIn(r)
	form := filled()
	form.Set("whose", b.get("/nl/offers/"+r.offer).whose(t))
	p.clock.pass(time.Hour)
	back := "__Host-zeker-held=x"
	for want, got := range map[string]*reply{
		"__Host-zeker-held":          b.press(r, "talk", form),
		"__Host-zeker-held ":         b.signIn(r).press(r, "decline", form, back), // taken back
		"__Host-zeker-staff-sign-in": p.browser().get("/nl/staff/sign-in"),
		"__Host-zeker-sign-in":       p.browser().get("/nl/sign-in"),
	} {
		lines := got.header.Values("Set-Cookie")
		if len(lines) != 1 || wellSet(t, lines[0]).Name != strings.TrimSpace(want) {
			t.Errorf("%s: got status %d and %q", want, got.status, lines)
		}
	}
}

func TestB9SessionsEnd(t *testing.T) {
	const second = time.Second
	for name, test := range map[string]struct {
		steps []time.Duration
		want  int
	}{
		"899 seconds without a request": {[]time.Duration{899 * second}, 200},
		"900 seconds without a request": {[]time.Duration{900 * second}, 403},
		"active for long":               {repeat(800*second, 35), 200},
		"active for eight hours":        {repeat(800*second, 36), 403},
	} {
		t.Run(name, func(t *testing.T) {
			p := openPortal(t, nil)
			a := anna()
			p.invite(a)
			b := p.browser().signIn(a)
			got := 0
			for _, step := range test.steps {
				p.clock.pass(step)
				got = b.get("/nl/offers").status
			}
			if got != test.want {
				t.Errorf("got status %d, want %d", got, test.want)
			}
		})
	}
}

func repeat(d time.Duration, n int) []time.Duration {
	list := make([]time.Duration, n)
	for i := range list {
		list[i] = d
	}
	return list
}

func TestSignOutKillsTheSession(t *testing.T) {
	p := openPortal(t, nil)
	a := anna()
	p.invite(a)
	b := p.browser().signIn(a)
	old := b.cookie
	got := b.post("/nl/sign-out", url.Values{})
	if got.status != http.StatusOK || !strings.Contains(got.header.Get("Clear-Site-Data"), `"cookies"`) || b.cookie != "" {
		t.Errorf("got status %d, Clear-Site-Data %q, cookie %q", got.status, got.header.Get("Clear-Site-Data"), b.cookie)
	}
	if got := (&browser{p, old}).get("/nl/offers"); got.status != http.StatusForbidden {
		t.Errorf("the old cookie: got status %d, want 403", got.status)
	}
}

func TestGarbageCookiesAreNewVisitors(t *testing.T) {
	p := openPortal(t, nil)
	for name, cookie := range map[string]string{
		"empty":       "",
		"no base64":   "%%%",
		"too short":   "AAAA",
		"too long":    strings.Repeat("A", 4000),
		"never given": base64.RawURLEncoding.EncodeToString(make([]byte, 32)),
		"binary":      "\x80\xff",
	} {
		b := p.browser()
		b.cookie = cookie
		if got := b.get("/nl/"); got.status != http.StatusOK {
			t.Errorf("%s: start: got status %d, want 200", name, got.status)
		}
		if got := b.get("/nl/offers"); got.status != http.StatusForbidden {
			t.Errorf("%s: offers: got status %d, want 403", name, got.status)
		}
	}
}

var typedValue = regexp.MustCompile(` value="[^"]*"`)

// B12 in the portal; that each failure runs the same queries is tested where the
// queries are, in the store.
func TestB12EveryFailureOfACodeLooksTheSame(t *testing.T) {
	p := openPortal(t, nil)
	a, used, late := anna(), bram(), &resident{name: "C", bsn: bsn(3), born: born, facts: listed(), scheme: "alleenverdieners"}
	p.invite(late)
	p.clock.pass(21 * 24 * time.Hour)
	lost := &resident{name: "D", bsn: bsn(4), born: born, facts: listed(), scheme: "alleenverdieners"}
	p.invite(a, used, lost)
	older := *lost
	p.writeLetter(lost)
	for range 5 {
		p.browser().post("/nl/code", url.Values{"code": {used.code}, "day": {"1"}, "month": {"1"}})
	}
	with := func(r *resident, change func(url.Values)) *reply {
		form := codeForm(r)
		change(form)
		got := p.browser().post("/nl/code", form)
		// What was typed comes back; all else must be the same.
		got.body = typedValue.ReplaceAllString(got.body, "")
		got.header.Del("Content-Length")
		got.header.Del("Date")
		return got
	}
	replies := map[string]*reply{
		"wrong birthday": with(a, func(f url.Values) { f.Set("day", "10") }),
		"wrong code":     with(a, func(f url.Values) { f.Set("code", "0000-0000-0000-0001") }),
		"slip of a pen":  with(a, func(f url.Values) { f.Set("code", a.code[:18]+"?") }),
		"no code at all": with(a, func(f url.Values) { f.Set("code", "<script>") }),
		"huge":           with(a, func(f url.Values) { f.Set("code", strings.Repeat("7", 5000)) }),
		"tries used up":  with(used, func(url.Values) {}),
		"expired":        with(late, func(url.Values) {}),
		"replaced":       with(&older, func(url.Values) {}),
	}
	want := replies["wrong birthday"]
	if want.status != http.StatusBadRequest {
		t.Fatalf("wrong birthday: got status %d, want 400", want.status)
	}
	for name, got := range replies {
		if got.status != want.status || got.body != want.body || !maps.EqualFunc(got.header, want.header, slices.Equal) {
			t.Errorf("%s: got status %d, headers %v and another page than for a wrong birthday:\n%s", name, got.status, got.header, got.body)
		}
	}
	p.browser().signIn(a) // the right one still opens
	p.browser().signIn(lost)
}

func TestWhatIsWrongWithACodeIsToldTogether(t *testing.T) {
	p := openPortal(t, nil)
	got := p.browser().post("/nl/code", url.Values{"code": {" "}, "day": {"32"}, "month": {"3"}})
	if got.status != http.StatusBadRequest || strings.Count(got.body, `href="#`) < 2 || !strings.Contains(got.body, `value="32"`) {
		t.Errorf("got status %d; want 400, two errors and what was typed\n%s", got.status, got.body)
	}
}
