package identity_test

import (
	"cmp"
	"crypto"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	_ "crypto/sha512" // of RS512
	"encoding/base64"
	"encoding/json"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"zeker/server/identity"
)

// The levels of eIDAS, as the provider of these tests names them.
const (
	low         = "http://eidas.europa.eu/LoA/low"
	substantial = "http://eidas.europa.eu/LoA/substantial"
	high        = "http://eidas.europa.eu/LoA/high"
)

const (
	redirect = "https://zonnedijk.example/nl/sign-in/return"
	number   = "999993653" // a test number that passes the 11-test
	secret   = "a secret of the tests & nothing else"
)

// forger is a provider that signs whatever a test wants: a real HTTP server with
// keys of its own, and no rule of OpenID Connect that it keeps to.
type forger struct {
	*httptest.Server
	t   *testing.T
	key *rsa.PrivateKey
	now time.Time

	mu      sync.Mutex
	padding string       // before the description, which says nothing
	door    string       // for browsers, in place of its own
	named   bool         // the description promises the iss of RFC 9207
	asked   []url.Values // what came to the token door
	login   [2]string    // what came as client id and secret
	answer  func(w http.ResponseWriter, form url.Values)
}

// forgerKey is made once: it is slow.
var forgerKey = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) })

func openForger(t *testing.T) *forger {
	t.Helper()
	key, err := forgerKey()
	if err != nil {
		t.Fatal(err)
	}
	f := &forger{t: t, key: key, now: time.Date(2026, 11, 16, 9, 30, 0, 0, time.UTC)}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		f.mu.Lock()
		defer f.mu.Unlock()
		io.WriteString(w, f.padding)
		f.write(w, map[string]any{
			"issuer": f.URL, "authorization_endpoint": cmp.Or(f.door, f.URL+"/auth"), "token_endpoint": f.URL + "/token", "jwks_uri": f.URL + "/jwks",
			"id_token_signing_alg_values_supported":          []string{"RS256", "HS256", "none"},
			"authorization_response_iss_parameter_supported": f.named,
		})
	})
	mux.HandleFunc("GET /jwks", func(w http.ResponseWriter, _ *http.Request) {
		encode := base64.RawURLEncoding.EncodeToString
		f.write(w, map[string]any{"keys": []any{map[string]any{
			"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "one",
			"n": encode(key.N.Bytes()), "e": encode(big.NewInt(int64(key.E)).Bytes()),
		}}})
	})
	mux.HandleFunc("POST /token", func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil {
			t.Error(err)
		}
		f.mu.Lock()
		defer f.mu.Unlock()
		f.asked = append(f.asked, r.PostForm)
		f.login[0], f.login[1], _ = r.BasicAuth()
		f.answer(w, r.PostForm)
	})
	f.Server = httptest.NewServer(mux)
	t.Cleanup(f.Close)
	return f
}

func (f *forger) write(w io.Writer, value any) {
	if h, ok := w.(http.ResponseWriter); ok {
		h.Header().Set("Content-Type", "application/json")
	}
	if err := json.NewEncoder(w).Encode(value); err != nil {
		f.t.Error(err)
	}
}

// tokens is how many came to the token door.
func (f *forger) tokens() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.asked)
}

// gives makes the token door answer with an id token.
func (f *forger) gives(raw string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.answer = func(w http.ResponseWriter, _ url.Values) {
		f.write(w, map[string]any{"access_token": "a", "token_type": "Bearer", "expires_in": 60, "id_token": raw})
	}
}

func (f *forger) config() identity.OpenIDConfig {
	return identity.OpenIDConfig{
		Issuer: f.URL, ClientID: "portal", Secret: secret, Levels: []string{low, substantial, high}, Least: substantial,
		BSN: identity.ClaimPath{"bsn"}, Mandates: []identity.ClaimPath{{"represents"}, {"gemachtigde", "bsn"}},
		Now: func() time.Time { return f.now }, Random: rand.Reader,
	}
}

func (f *forger) client() *identity.OpenID {
	f.t.Helper()
	return open(f.t, f.config())
}

func open(t *testing.T, cfg identity.OpenIDConfig) *identity.OpenID {
	t.Helper()
	o, err := identity.NewOpenID(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// begun is a sign-in under way, with what the browser was sent to the provider with.
type begun struct {
	identity.Attempt
	query url.Values
	to    string
}

func begin(t *testing.T, o *identity.OpenID) begun {
	t.Helper()
	a, to, err := o.Begin(t.Context(), redirect, "/offers")
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(to)
	if err != nil {
		t.Fatal(err)
	}
	return begun{a, u.Query(), to}
}

// right is what a token says when nothing is wrong with it.
func (f *forger) right(b begun) map[string]any {
	return map[string]any{
		"iss": f.URL, "aud": "portal", "sub": "9f1c", "iat": f.now.Unix(), "exp": f.now.Add(5 * time.Minute).Unix(),
		"nonce": b.query.Get("nonce"), "acr": substantial, "bsn": number, "sub_id_type": "urn:nl-eid-gdi:1.0:id:BSN",
	}
}

// sign signs claims with the key that the provider publishes.
func (f *forger) sign(claims map[string]any) string {
	return f.signAs(map[string]any{"alg": "RS256", "kid": "one", "typ": "JWT"}, claims, f.key)
}

// signAs makes a token of a header, claims and a key: RSA, bytes for HS256, or nil for
// no signature at all.
func (f *forger) signAs(header, claims map[string]any, key any) string {
	f.t.Helper()
	encode := func(v any) string {
		text, err := json.Marshal(v)
		if err != nil {
			f.t.Fatal(err)
		}
		return base64.RawURLEncoding.EncodeToString(text)
	}
	input := encode(header) + "." + encode(claims)
	hash := crypto.SHA256
	if header["alg"] == "RS512" {
		hash = crypto.SHA512
	}
	var signature []byte
	switch key := key.(type) {
	case *rsa.PrivateKey:
		h := hash.New()
		h.Write([]byte(input))
		var err error
		if signature, err = rsa.SignPKCS1v15(rand.Reader, key, hash, h.Sum(nil)); err != nil {
			f.t.Fatal(err)
		}
	case []byte:
		h := hmac.New(sha256.New, key)
		h.Write([]byte(input))
		signature = h.Sum(nil)
	}
	return input + "." + base64.RawURLEncoding.EncodeToString(signature)
}
