package identity

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"zeker/offers"
)

// Why nobody was signed in. Each is wrapped with a reason for the log, which holds
// nothing out of a token and nothing that the browser sent.
const (
	ErrCancelled = offers.Error("sign-in: cancelled at the provider")
	ErrStale     = offers.Error("sign-in: not begun in this browser, too long ago, or ended before")
	ErrLevel     = offers.Error("sign-in: a lower level than was asked")
	ErrMandate   = offers.Error("sign-in: on behalf of somebody else, which is not handled")
	ErrRole      = offers.Error("sign-in: the provider does not name the role that is needed")
	ErrToken     = offers.Error("sign-in: the provider's word does not hold")
	ErrProvider  = offers.Error("sign-in: the provider does not answer")
)

func stale(reason string) error { return fmt.Errorf("%w: %s", ErrStale, reason) }
func wrong(reason string) error { return fmt.Errorf("%w: %s", ErrToken, reason) }

// OpenIDConfig is how residents, or staff, sign in: at a provider of OpenID Connect,
// such as a broker of DigiD or the municipality's own. All fields must be set, but those
// that say otherwise.
type OpenIDConfig struct {
	Issuer   string // its address, exactly as in its tokens
	ClientID string
	Secret   string
	// Levels are the levels of assurance as the provider names them in acr, the
	// lowest first; Least is the lowest of them that will do.
	Levels []string
	Least  string
	BSN    ClaimPath // where the id token says which resident it is; nil with Staff
	// Staff says that it is staff who sign in. They are known by the sub, and a provider
	// that puts a BSN there is refused.
	Staff bool
	// Roles is where the id token of staff lists roles, and Role the one that must be
	// among them. It opens the door and gives no right. Nil and "" for no such lock.
	Roles ClaimPath
	Role  string
	// Mandates are where it would say that somebody acts for another.
	Mandates []ClaimPath
	Now      func() time.Time // the real time, by which the provider's tokens are judged
	Random   io.Reader
	Patience time.Duration // with the provider, in Begin and in Finish; 0 is ten seconds
}

// OpenID signs people in with an OpenID Connect provider, after OIDC NL GOV 1.0.1:
// the code flow with PKCE, and no token that outlives the sign-in.
type OpenID struct {
	cfg    OpenIDConfig
	client *http.Client

	mu    sync.Mutex
	found *oidc.Provider // as it last described itself; nil until it answered once
}

const (
	defaultPatience = 10 * time.Second
	// longestAnswer is more than a provider's keys, tokens or description ever take.
	longestAnswer = 1 << 20
	// skew is how far the clocks of the provider and of ours may differ.
	skew = time.Minute
)

// NewOpenID checks the configuration. It asks the provider nothing yet: a portal
// must start while the provider is down.
func NewOpenID(cfg OpenIDConfig) (*OpenID, error) {
	switch {
	case !SecureAddress(cfg.Issuer):
		return nil, fmt.Errorf("sign-in: the issuer %q is no https address", cfg.Issuer)
	case cfg.ClientID == "" || cfg.Secret == "":
		return nil, errors.New("sign-in: a client id and a secret are needed")
	case !slices.Contains(cfg.Levels, cfg.Least):
		return nil, fmt.Errorf("sign-in: the least level %q is not among the levels %q", cfg.Least, cfg.Levels)
	case (cfg.BSN == nil) != cfg.Staff || len(cfg.Mandates) == 0:
		return nil, errors.New("sign-in: the claims of a mandate must be named, and that of the BSN for residents and for no others")
	case (cfg.Roles == nil) != (cfg.Role == ""):
		return nil, errors.New("sign-in: a role needs the claim that lists it, and the claim the role")
	case cfg.Now == nil || cfg.Random == nil:
		return nil, errors.New("sign-in: a clock and randomness are needed")
	}
	if cfg.Patience == 0 {
		cfg.Patience = defaultPatience
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	return &OpenID{cfg: cfg, client: &http.Client{
		Timeout:   cfg.Patience,
		Transport: bounded{transport},
		// The code and the secret go where the provider said, and nowhere else.
		CheckRedirect: func(*http.Request, []*http.Request) error { return errors.New("a redirect was not expected") },
	}}, nil
}

// Issuer returns the address of the provider.
func (o *OpenID) Issuer() string { return o.cfg.Issuer }

// Staff reports whether it is staff who sign in here, and no residents.
func (o *OpenID) Staff() bool { return o.cfg.Staff }

// SecureAddress reports whether nobody between us and an address can read along:
// https, or this very machine.
func SecureAddress(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Scheme == "https" || u.Scheme == "http" && (u.Hostname() == "localhost" || ip != nil && ip.IsLoopback())
}

// bounded cuts off an answer without end.
type bounded struct{ http.RoundTripper }

func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := b.RoundTripper.RoundTrip(r)
	if err == nil {
		response.Body = struct {
			io.Reader
			io.Closer
		}{io.LimitReader(response.Body, longestAnswer), response.Body}
	}
	return response, err
}

// patient is a context in which the provider is asked, and not for ever.
func (o *OpenID) patient(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(oidc.ClientContext(ctx, o.client), o.cfg.Patience)
}

// provider returns the provider as it last described itself.
func (o *OpenID) provider(ctx context.Context) (*oidc.Provider, error) {
	o.mu.Lock()
	found := o.found
	o.mu.Unlock()
	if found != nil {
		return found, nil
	}
	return o.ask(ctx)
}

// ask asks the provider where its doors are.
func (o *OpenID) ask(ctx context.Context) (*oidc.Provider, error) {
	found, err := oidc.NewProvider(ctx, o.cfg.Issuer)
	if err != nil {
		return nil, fmt.Errorf("%w: its description: %s", ErrProvider, cause(err))
	}
	for _, door := range []string{found.Endpoint().AuthURL, found.Endpoint().TokenURL} {
		if !SecureAddress(door) {
			return nil, fmt.Errorf("%w: its description names a door that is no https address", ErrProvider)
		}
	}
	o.mu.Lock()
	o.found = found
	o.mu.Unlock()
	return found, nil
}

// flow is how we talk with the provider. The secret goes in a header, which no log
// of forms holds, and is tried in one way only: a code is spent by the first.
func (o *OpenID) flow(p *oidc.Provider, redirect string) *oauth2.Config {
	endpoint := p.Endpoint()
	endpoint.AuthStyle = oauth2.AuthStyleInHeader
	return &oauth2.Config{
		ClientID: o.cfg.ClientID, ClientSecret: o.cfg.Secret, Endpoint: endpoint,
		RedirectURL: redirect, Scopes: []string{oidc.ScopeOpenID},
	}
}

// Begin begins a sign-in that will end at the address redirect, which the provider
// must know to the letter, and returns where to send the browser. back comes along in
// the attempt. It asks the provider each time: nobody is sent to one that is down, where
// only the browser could say so (B15). ErrProvider.
func (o *OpenID) Begin(ctx context.Context, redirect, back string) (Attempt, string, error) {
	ctx, cancel := o.patient(ctx)
	defer cancel()
	p, err := o.ask(ctx)
	if err != nil {
		return Attempt{}, "", err
	}
	a, err := newAttempt(o.cfg.Random, o.cfg.Now(), back)
	if err != nil {
		return Attempt{}, "", err
	}
	to := o.flow(p, redirect).AuthCodeURL(a.State(), oidc.Nonce(a.nonce()), oauth2.S256ChallengeOption(a.verifier()),
		oauth2.SetAuthURLParam("acr_values", o.cfg.Least),
		// Who was signed in at the provider before us may have left the computer.
		oauth2.SetAuthURLParam("prompt", "login"))
	return a, to, nil
}

// cause says what went wrong between us and the provider in words that hold nothing
// of what it answered: an answer may hold a token.
func cause(err error) string {
	var refused *oauth2.RetrieveError
	var failed *url.Error
	switch {
	case errors.As(err, &refused) && slices.Contains(tokenErrors, refused.ErrorCode):
		return "it refuses: " + refused.ErrorCode
	case errors.As(err, &refused) && refused.Response != nil:
		return fmt.Sprintf("it refuses with status %d", refused.Response.StatusCode)
	case errors.As(err, &failed):
		return failed.Err.Error()
	case strings.Contains(err.Error(), "issuer"):
		return "it is of another issuer"
	}
	return "it cannot be read"
}

// tokenErrors are the errors of RFC 6749 section 5.2.
var tokenErrors = []string{"invalid_request", "invalid_client", "invalid_grant", "unauthorized_client", "unsupported_grant_type", "invalid_scope"}
