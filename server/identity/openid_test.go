package identity_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"zeker/server/identity"
)

func TestB1ASignInIsAskedForWithPKCEStateAndNonce(t *testing.T) {
	f := openForger(t)
	o := f.client()
	first, second := begin(t, o), begin(t, o)
	for name, want := range map[string]string{
		"response_type": "code", "client_id": "portal", "redirect_uri": redirect, "scope": "openid",
		"code_challenge_method": "S256", "acr_values": substantial, "prompt": "login", "state": first.State(),
	} {
		if got := first.query[name]; len(got) != 1 || got[0] != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	for _, name := range []string{"state", "nonce", "code_challenge"} {
		value := first.query.Get(name)
		raw, err := base64.RawURLEncoding.DecodeString(value)
		if err != nil || len(raw) != 32 || value == second.query.Get(name) {
			t.Errorf("%s: got %q and %q, want 256 bits, each time others", name, value, second.query.Get(name))
		}
	}
	if first.query.Get("state") == first.query.Get("nonce") {
		t.Error("state and nonce are the same")
	}
	f.gives(f.sign(f.right(first)))
	if got, err := o.Finish(t.Context(), first.Attempt, redirect, identity.Return{State: first.State(), Code: "c"}); err != nil || got != number {
		t.Fatalf("got %q, %v; want the BSN", got, err)
	}
	form := f.asked[0]
	sum := sha256.Sum256([]byte(form.Get("code_verifier")))
	if got, want := base64.RawURLEncoding.EncodeToString(sum[:]), first.query.Get("code_challenge"); got != want || len(form.Get("code_verifier")) < 43 {
		t.Errorf("the verifier hashes to %q, want the challenge %q", got, want)
	}
	if form.Get("redirect_uri") != redirect || form.Get("code") != "c" || form.Get("client_secret") != "" {
		t.Errorf("the token was asked for with %v", form)
	}
	if id, password := f.login[0], f.login[1]; id != "portal" || password != url.QueryEscape(secret) {
		t.Errorf("got client %q with secret %q", id, password)
	}
	if strings.Contains(first.to, form.Get("code_verifier")) || strings.Contains(first.to, url.QueryEscape(secret)) {
		t.Errorf("the browser was sent to %q, which tells a secret", first.to)
	}
}

func TestB1AReturnThatWasTamperedWithIsRefused(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*identity.Return)
		named  bool
		want   error
	}{
		"state changed":            {func(r *identity.Return) { r.State = "A" + r.State[1:] + "B" }, false, identity.ErrStale},
		"no state":                 {func(r *identity.Return) { r.State = "" }, false, identity.ErrStale},
		"no code":                  {func(r *identity.Return) { r.Code = "" }, false, identity.ErrToken},
		"of another issuer":        {func(r *identity.Return) { r.Issuer = "https://evil.example" }, false, identity.ErrToken},
		"promised issuer left out": {func(*identity.Return) {}, true, identity.ErrToken},
	} {
		t.Run(name, func(t *testing.T) {
			f := openForger(t)
			f.named = test.named
			o := f.client()
			b := begin(t, o)
			f.gives(f.sign(f.right(b)))
			r := identity.Return{State: b.State(), Code: "c"}
			test.change(&r)
			if got, err := o.Finish(t.Context(), b.Attempt, redirect, r); !errors.Is(err, test.want) || got != "" {
				t.Errorf("got %q, %v; want %v", got, err, test.want)
			}
			if f.tokens() != 0 {
				t.Error("the code was used all the same")
			}
		})
	}
}

// finish signs in with a token that a test changed.
func (f *forger) finish(change func(map[string]any)) (string, error) {
	f.t.Helper()
	o := f.client()
	b := begin(f.t, o)
	claims := f.right(b)
	change(claims)
	f.gives(f.sign(claims))
	return o.Finish(f.t.Context(), b.Attempt, redirect, identity.Return{State: b.State(), Code: "c", Issuer: f.URL})
}

func TestB2ALevelThatIsTooLowIsRefused(t *testing.T) {
	f := openForger(t)
	for name, test := range map[string]struct {
		acr  any
		want error
	}{
		"as asked": {substantial, nil}, "higher": {high, nil}, "lower": {low, identity.ErrLevel},
		"unknown": {"http://eidas.europa.eu/LoA/substantial ", identity.ErrLevel}, "empty": {"", identity.ErrLevel},
		"none": {nil, identity.ErrLevel}, "a number": {3, identity.ErrToken}, "a list": {[]string{high}, identity.ErrToken},
	} {
		got, err := f.finish(func(c map[string]any) { c["acr"] = test.acr })
		if !errors.Is(err, test.want) || (got == number) != (test.want == nil) {
			t.Errorf("%s: got %q, %v; want %v", name, got, err, test.want)
		}
	}
	// The order is the configuration's, and not of the alphabet.
	cfg := f.config()
	cfg.Levels, cfg.Least = []string{"25", "10"}, "10"
	o := open(t, cfg)
	b := begin(t, o)
	claims := f.right(b)
	claims["acr"] = "25"
	f.gives(f.sign(claims))
	if _, err := o.Finish(t.Context(), b.Attempt, redirect, identity.Return{State: b.State(), Code: "c"}); !errors.Is(err, identity.ErrLevel) {
		t.Errorf("the lower of other levels: got %v, want %v", err, identity.ErrLevel)
	}
}

func TestB3ForgedClaimsAreRefused(t *testing.T) {
	f := openForger(t)
	at := func(d time.Duration) int64 { return f.now.Add(d).Unix() }
	set := func(name string, value any) func(map[string]any) {
		return func(c map[string]any) { c[name] = value }
	}
	for name, change := range map[string]func(map[string]any){
		"issuer of another":           set("iss", "https://evil.example"),
		"issuer with a slash":         set("iss", f.URL+"/"),
		"no issuer":                   set("iss", nil),
		"audience of another":         set("aud", "other"),
		"no audience":                 set("aud", []string{}),
		"several audiences":           set("aud", []string{"portal", "other"}),
		"made for another":            set("azp", "other"),
		"made for another, of many":   func(c map[string]any) { c["aud"], c["azp"] = []string{"portal", "other"}, "other" },
		"azp is a number":             set("azp", 1),
		"nonce of another sign-in":    set("nonce", begin(t, f.client()).query.Get("nonce")),
		"no nonce":                    set("nonce", nil),
		"expired":                     set("exp", at(-time.Second)),
		"no end":                      set("exp", nil),
		"made in the future":          set("iat", at(61*time.Second)),
		"made before the sign-in":     set("iat", at(-61*time.Second)),
		"no time of making":           set("iat", nil),
		"not valid yet":               set("nbf", at(10*time.Minute)),
		"no BSN":                      set("bsn", nil),
		"BSN is a number":             set("bsn", 999993653),
		"BSN is a list":               set("bsn", []string{number}),
		"BSN fails the 11-test":       set("bsn", "999993654"),
		"BSN with a space":            set("bsn", number+" "),
		"number of another sector":    set("bsn", "s00000001:"+number),
		"type of another number":      set("sub_id_type", "urn:nl-eid-gdi:1.0:id:RSIN"),
		"type is no text":             set("sub_id_type", true),
		"claim in other letters":      func(c map[string]any) { delete(c, "bsn"); c["BSN"] = number },
		"claim only inside of others": func(c map[string]any) { delete(c, "bsn"); c["x"] = map[string]any{"bsn": number} },
	} {
		if got, err := f.finish(change); !errors.Is(err, identity.ErrToken) || got != "" {
			t.Errorf("%s: got %q, %v; want %v", name, got, err, identity.ErrToken)
		}
	}
	for name, change := range map[string]func(map[string]any){
		"unchanged":                 func(map[string]any) {},
		"made for us, of many":      func(c map[string]any) { c["aud"], c["azp"] = []string{"portal", "other"}, "portal" },
		"a clock a minute ahead":    set("iat", at(time.Minute)),
		"the sector before the BSN": set("bsn", "s00000000:"+number),
		"no type":                   set("sub_id_type", nil),
	} {
		if got, err := f.finish(change); err != nil || got != number {
			t.Errorf("%s: got %q, %v; want the BSN", name, got, err)
		}
	}
}

func TestB3ForgedSignaturesAreRefused(t *testing.T) {
	f := openForger(t)
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	o := f.client()
	b := begin(t, o)
	claims := f.right(b)
	good := strings.Split(f.sign(claims), ".")
	claims["bsn"] = "999990019"
	bad := strings.Split(f.sign(claims), ".")
	for name, token := range map[string]string{
		"alg none":                     f.signAs(map[string]any{"alg": "none"}, claims, nil),
		"alg none, as people write it": f.signAs(map[string]any{"alg": "nOnE", "kid": "one"}, claims, nil),
		"HS256 with the public key":    f.signAs(map[string]any{"alg": "HS256", "kid": "one"}, claims, f.key.N.Bytes()),
		"HS256 with our own secret":    f.signAs(map[string]any{"alg": "HS256", "kid": "one"}, claims, []byte(secret)),
		"RS512, which is not listed":   f.signAs(map[string]any{"alg": "RS512", "kid": "one"}, claims, f.key),
		"another key":                  f.signAs(map[string]any{"alg": "RS256", "kid": "one"}, claims, other),
		"another key under its name":   f.signAs(map[string]any{"alg": "RS256", "kid": "two"}, claims, other),
		"a key that came along":        f.signAs(map[string]any{"alg": "RS256", "jwk": map[string]any{"kty": "RSA"}}, claims, other),
		"claims of another token":      good[0] + "." + bad[1] + "." + good[2],
		"no signature":                 good[0] + "." + good[1] + ".",
		"two parts":                    good[0] + "." + good[1],
		"empty":                        "",
	} {
		f.gives(token)
		got, err := o.Finish(t.Context(), b.Attempt, redirect, identity.Return{State: b.State(), Code: "c"})
		if !errors.Is(err, identity.ErrToken) || got != "" {
			t.Errorf("%s: got %q, %v; want %v", name, got, err, identity.ErrToken)
		}
	}
}

func TestB4OnlyTheBrowserThatBeganMayEnd(t *testing.T) {
	f := openForger(t)
	o := f.client()
	mine, theirs := begin(t, o), begin(t, o)
	f.gives(f.sign(f.right(mine)))
	if got, err := o.Finish(t.Context(), theirs.Attempt, redirect, identity.Return{State: mine.State(), Code: "c"}); !errors.Is(err, identity.ErrStale) || got != "" {
		t.Errorf("another browser: got %q, %v; want %v", got, err, identity.ErrStale)
	}
	// The cookie brings back the whole attempt.
	again, err := identity.ParseAttempt(mine.String())
	if err != nil || again.Back != "/offers" {
		t.Fatalf("got %+v, %v", again, err)
	}
	finish := func() (string, error) {
		return o.Finish(t.Context(), again, redirect, identity.Return{State: mine.State(), Code: "c"})
	}
	if got, err := finish(); err != nil || got != number {
		t.Errorf("the same browser: got %q, %v; want the BSN", got, err)
	}
	f.now = f.now.Add(10 * time.Minute)
	if got, err := finish(); !errors.Is(err, identity.ErrStale) || got != "" {
		t.Errorf("after ten minutes: got %q, %v; want %v", got, err, identity.ErrStale)
	}
	for _, cookie := range []string{"", ".", "..", "a.b.c", mine.String() + "%", "AAAA.1.AAAA", strings.Repeat("A", 5000)} {
		if _, err := identity.ParseAttempt(cookie); !errors.Is(err, identity.ErrStale) {
			t.Errorf("cookie %.20q: got %v, want %v", cookie, err, identity.ErrStale)
		}
	}
}

func TestB5WhoActsForAnotherIsRefused(t *testing.T) {
	f := openForger(t)
	for name, change := range map[string]func(map[string]any){
		"as NL GOV writes it":     func(c map[string]any) { c["represents"] = map[string]any{"sub": "999990019"} },
		"represents is text":      func(c map[string]any) { c["represents"] = "999990019" },
		"represents nobody named": func(c map[string]any) { c["represents"] = map[string]any{} },
		"as a broker writes it":   func(c map[string]any) { c["gemachtigde"] = map[string]any{"bsn": "999990019"} },
	} {
		if got, err := f.finish(change); !errors.Is(err, identity.ErrMandate) || got != "" {
			t.Errorf("%s: got %q, %v; want %v", name, got, err, identity.ErrMandate)
		}
	}
	if got, err := f.finish(func(c map[string]any) { c["represents"] = nil }); err != nil || got != number {
		t.Errorf("represents null: got %q, %v; want the BSN", got, err)
	}
}

func TestB14WhoCancelsIsSignedInNowhere(t *testing.T) {
	f := openForger(t)
	o := f.client()
	b := begin(t, o)
	for said, want := range map[string]error{"access_denied": identity.ErrCancelled, "server_error": identity.ErrProvider, "999993653": identity.ErrProvider} {
		got, err := o.Finish(t.Context(), b.Attempt, redirect, identity.Return{State: b.State(), Error: said, Code: "c"})
		if !errors.Is(err, want) || got != "" || strings.Contains(err.Error(), number) {
			t.Errorf("%s: got %q, %v; want %v", said, got, err, want)
		}
	}
	if f.tokens() != 0 {
		t.Error("a code was used")
	}
}

func TestB15AProviderThatFailsIsToldApart(t *testing.T) {
	status := func(code int, body string) func(http.ResponseWriter, url.Values) {
		return func(w http.ResponseWriter, _ url.Values) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(code)
			w.Write([]byte(body))
		}
	}
	for name, test := range map[string]struct {
		answer func(http.ResponseWriter, url.Values)
		want   error
	}{
		"code used before": {status(400, `{"error":"invalid_grant","error_description":"999993653"}`), identity.ErrStale},
		"client refused":   {status(401, `{"error":"invalid_client"}`), identity.ErrProvider},
		"broken":           {status(500, `999993653`), identity.ErrProvider},
		"no JSON":          {status(200, `<html>999993653`), identity.ErrProvider},
		"no id token":      {status(200, `{"access_token":"999993653","token_type":"Bearer"}`), identity.ErrToken},
		"id token no text": {status(200, `{"access_token":"a","token_type":"Bearer","id_token":{"bsn":"999993653"}}`), identity.ErrToken},
	} {
		f := openForger(t)
		o := f.client()
		b := begin(t, o)
		f.answer = test.answer
		got, err := o.Finish(t.Context(), b.Attempt, redirect, identity.Return{State: b.State(), Code: "c"})
		if !errors.Is(err, test.want) || got != "" || strings.Contains(err.Error(), number) {
			t.Errorf("%s: got %q, %v; want %v", name, got, err, test.want)
		}
	}
}

// The code, the secret and our patience go nowhere else.
func TestB15AProviderThatLeadsElsewhereOrNeverEnds(t *testing.T) {
	f := openForger(t)
	o := f.client()
	b := begin(t, o)
	asked := 0
	elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked++
		f.write(w, map[string]any{"access_token": "a", "token_type": "Bearer", "id_token": f.sign(f.right(b))})
	}))
	t.Cleanup(elsewhere.Close)
	f.answer = func(w http.ResponseWriter, _ url.Values) {
		w.Header().Set("Location", elsewhere.URL)
		w.WriteHeader(http.StatusTemporaryRedirect)
	}
	got, err := o.Finish(t.Context(), b.Attempt, redirect, identity.Return{State: b.State(), Code: "c"})
	if !errors.Is(err, identity.ErrProvider) || got != "" || asked != 0 {
		t.Errorf("led elsewhere: got %q, %v, and %d requests there; want %v and none", got, err, asked, identity.ErrProvider)
	}
	f.mu.Lock()
	f.door = "http://provider.example/auth"
	f.mu.Unlock()
	if _, to, err := o.Begin(t.Context(), redirect, ""); !errors.Is(err, identity.ErrProvider) || to != "" {
		t.Errorf("a door where others read along: got %q, %v; want %v", to, err, identity.ErrProvider)
	}
	f.mu.Lock()
	f.door, f.padding = "", strings.Repeat(" ", 2<<20)
	f.mu.Unlock()
	if _, _, err := o.Begin(t.Context(), redirect, ""); !errors.Is(err, identity.ErrProvider) {
		t.Errorf("a description of 2 MB: got %v, want %v", err, identity.ErrProvider)
	}
}

func TestB15AProviderThatIsDownOrSlowIsToldApart(t *testing.T) {
	f := openForger(t)
	cfg := f.config()
	cfg.Patience = 100 * time.Millisecond
	hangs := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
	t.Cleanup(hangs.Close)
	cfg.Issuer = hangs.URL
	if _, _, err := open(t, cfg).Begin(t.Context(), redirect, ""); !errors.Is(err, identity.ErrProvider) {
		t.Errorf("slow: got %v, want %v", err, identity.ErrProvider)
	}
	o := f.client()
	b := begin(t, o)
	f.Close()
	if _, err := o.Finish(t.Context(), b.Attempt, redirect, identity.Return{State: b.State(), Code: "c"}); !errors.Is(err, identity.ErrProvider) {
		t.Errorf("down in mid-flow: got %v, want %v", err, identity.ErrProvider)
	}
	if _, _, err := o.Begin(t.Context(), redirect, ""); !errors.Is(err, identity.ErrProvider) {
		t.Errorf("down: got %v, want %v", err, identity.ErrProvider)
	}
}

func TestADescriptionOfAnotherProviderIsRefused(t *testing.T) {
	f := openForger(t)
	cfg := f.config()
	cfg.Issuer = strings.Replace(f.URL, "127.0.0.1", "localhost", 1) // the same server, another name
	if _, _, err := open(t, cfg).Begin(t.Context(), redirect, ""); !errors.Is(err, identity.ErrProvider) {
		t.Errorf("got %v, want %v", err, identity.ErrProvider)
	}
}

func TestAConfigurationThatCannotBeIsRefused(t *testing.T) {
	f := openForger(t)
	for name, change := range map[string]func(*identity.OpenIDConfig){
		"issuer in the open":  func(c *identity.OpenIDConfig) { c.Issuer = "http://broker.example" },
		"no issuer":           func(c *identity.OpenIDConfig) { c.Issuer = "" },
		"no secret":           func(c *identity.OpenIDConfig) { c.Secret = "" },
		"level out of order":  func(c *identity.OpenIDConfig) { c.Least = "best" },
		"no claim of the BSN": func(c *identity.OpenIDConfig) { c.BSN = nil },
		"no claim of mandate": func(c *identity.OpenIDConfig) { c.Mandates = nil },
		"no clock":            func(c *identity.OpenIDConfig) { c.Now = nil },
	} {
		cfg := f.config()
		change(&cfg)
		if _, err := identity.NewOpenID(cfg); err == nil {
			t.Errorf("%s: got no error", name)
		}
	}
}

func TestClaimPathsAreJSONPointers(t *testing.T) {
	for pointer, want := range map[string]string{"/bsn": "bsn", "/aanvrager/bsn": "aanvrager|bsn", "/urn:x~1y~0z": "urn:x/y~z"} {
		if got, err := identity.ParseClaimPath(pointer); err != nil || strings.Join(got, "|") != want {
			t.Errorf("%s: got %q, %v; want %q", pointer, got, err, want)
		}
	}
	for _, pointer := range []string{"", "/", "bsn", "/a//b", "//"} {
		if got, err := identity.ParseClaimPath(pointer); err == nil {
			t.Errorf("%q: got %q, want an error", pointer, got)
		}
	}
	f := openForger(t)
	cfg := f.config()
	cfg.BSN = identity.ClaimPath{"aanvrager", "bsn"}
	o := open(t, cfg)
	b := begin(t, o)
	claims := f.right(b)
	claims["bsn"], claims["aanvrager"] = "999990019", map[string]any{"bsn": number}
	f.gives(f.sign(claims))
	if got, err := o.Finish(t.Context(), b.Attempt, redirect, identity.Return{State: b.State(), Code: "c"}); err != nil || got != number {
		t.Errorf("nested claim: got %q, %v; want the BSN", got, err)
	}
}
