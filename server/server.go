// Package server is the portal: pages over HTTP on the store, the catalogue and
// the languages.
//
// routes.go is the table of contents; handlers are grouped by audience
// (resident.go, answer.go, health.go). Every request comes in by one front door
// that sets the security headers, catches panics, turns errors into pages and
// writes one line of log without a personal word in it. Nothing that a browser
// sends is trusted: an offer is made again, from the store and the catalogue,
// each time it is shown or answered.
package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // the machine may have no time zones of its own

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
	"golang.org/x/mod/sumdb/note"

	"zeker/locales"
	"zeker/offers"
	"zeker/offers/rules"
	"zeker/server/identity"
	"zeker/server/store"
	"zeker/ui"
)

// Config is everything that a server is made of. All fields must be set, but
// those that say otherwise.
type Config struct {
	Catalogue    *offers.Catalogue
	Municipality Municipality
	Words        *locales.Words
	Store        *store.Store
	Now          func() time.Time // the clock of sessions, codes and the log
	Today        func() rules.Day // the day of the law; fixed in a demo
	Random       io.Reader        // of session ids and receipt numbers
	Log          *slog.Logger
	Demo         bool             // every page says that nothing here is real; may be false
	Proxies      []string         // addresses of the proxies in front; may be empty
	SignIn       *identity.OpenID // where residents sign in; nil when that is not offered
	// Site is the address of the portal, as https://zonnedijk.example: the provider sends
	// residents back there, whatever a request calls us. Needed with SignIn only.
	Site string
	// Posers are whom anybody may sign in as, without a provider. In a demo only.
	Posers []Poser
	// StaffSignIn is where staff sign in; nil when they cannot. It needs Site too.
	StaffSignIn *identity.OpenID
	// StaffPosers are the accounts that anybody may use, without a provider. In a demo only.
	StaffPosers []store.StaffID
}

// Limits of a request. A page of answers is a few kilobytes; everything above
// these is a mistake or an attack.
const (
	bodyLimit    = 64 << 10
	headerLimit  = 16 << 10
	pageBuffer   = 32 << 10 // holds every page as browsers take it, compressed: it goes out at once
	readTimeout  = 10 * time.Second
	writeTimeout = 30 * time.Second
	idleTimeout  = 60 * time.Second
)

// Server is the portal of one municipality.
type Server struct {
	cfg      Config
	app      *fiber.App
	table    []route
	leading  *locales.Language // of pages without a language in their address
	sessions *sessionStore
	assets   *assets
	stills   stills
	makers   makers
	kept     ui.Kept                     // parts of pages
	checks   map[string]local            // per language, for pages of which something is worked out locally
	together map[*offers.Scheme][]string // for which others the money of a scheme counts
	origins  *http.CrossOriginProtection
	signer   note.Signer    // of receipts
	zone     *time.Location // of the municipality
}

// New returns a server that is ready to listen. An error says what of the
// configuration is missing or cannot be.
func New(cfg Config) (*Server, error) {
	s, err := prepare(cfg)
	if err != nil {
		return nil, fmt.Errorf("server: %w", err)
	}
	if err := s.mount(s.routes()); err != nil {
		return nil, fmt.Errorf("server: %w", err)
	}
	return s, nil
}

// prepare returns a server that has everything but its routes.
func prepare(cfg Config) (*Server, error) {
	if err := cfg.check(); err != nil {
		return nil, err
	}
	s := &Server{
		cfg:      cfg,
		sessions: &sessionStore{rows: cfg.Store, now: cfg.Now, random: cfg.Random},
		together: together(cfg.Catalogue),
		origins:  http.NewCrossOriginProtection(),
	}
	var ok bool
	if s.leading, ok = cfg.Words.Language(cfg.Municipality.Languages[0]); !ok {
		return nil, fmt.Errorf("there are no texts in %q, the first language of the municipality", cfg.Municipality.Languages[0])
	}
	err := cfg.checkWords()
	if err != nil {
		return nil, err
	}
	if s.zone, err = Zone(); err != nil {
		return nil, err
	}
	if s.signer, err = receiptSigner(context.Background(), cfg.Store, cfg.Catalogue.Municipality, cfg.Now(), cfg.Random); err != nil {
		return nil, err
	}
	if s.assets, err = newAssets(ui.Assets()); err != nil {
		return nil, err
	}
	if err := s.assets.addLook(cfg.Municipality.Look); err != nil {
		return nil, err
	}
	if s.checks, err = localChecks(s.assets, &cfg); err != nil {
		return nil, err
	}
	s.app = fiber.New(s.router())
	s.app.Server().Handler = s.knownMethods(s.app.Handler())
	s.app.Use(s.frontDoor, s.sameOrigin)
	return s, nil
}

// router is how Fiber is set up; what is not named here is as its makers chose.
func (s *Server) router() fiber.Config {
	return fiber.Config{
		// Without it Fiber's strings are views on a buffer that the next request
		// overwrites, and one resident's words can turn up in another's page.
		Immutable:               true,
		CaseSensitive:           true,
		DisableStartupMessage:   true,
		EnableTrustedProxyCheck: true,
		TrustedProxies:          s.cfg.Proxies,
		ErrorHandler:            s.unread,
		BodyLimit:               bodyLimit,
		WriteBufferSize:         pageBuffer,
		ReadBufferSize:          headerLimit,
		ReadTimeout:             readTimeout,
		WriteTimeout:            writeTimeout,
		IdleTimeout:             idleTimeout,
	}
}

func (cfg *Config) check() error {
	switch {
	case cfg.Catalogue == nil:
		return errors.New("a catalogue is needed")
	case cfg.Municipality.Name == "" || len(cfg.Municipality.Languages) == 0 || cfg.Municipality.Security == "":
		return errors.New("a municipality with a name, a language and an address for reporting holes is needed")
	case !strings.HasPrefix(cfg.Municipality.Exit, "https://"):
		return errors.New("a municipality with an https address for who must leave quickly is needed")
	case cfg.Words == nil || cfg.Store == nil:
		return errors.New("words and a store are needed")
	case cfg.Now == nil || cfg.Today == nil || cfg.Random == nil || cfg.Log == nil:
		return errors.New("a clock, a day, randomness and a log are needed")
	}
	return cfg.checkSignIn()
}

// checkWords refuses schemes without words: those of a municipality's own files may
// be new, while the words are built in.
func (cfg *Config) checkWords() error {
	for _, code := range cfg.Municipality.Languages {
		l, ok := cfg.Words.Language(code)
		if !ok {
			continue
		}
		missing := slices.DeleteFunc(ui.IDs(cfg.Catalogue), l.Has)
		if len(missing) > 0 {
			return fmt.Errorf("the schemes need texts that %s does not have: %s; add them to locales/%s and build again", code, strings.Join(missing, ", "), code)
		}
	}
	return nil
}

// Zone is the time zone of every Dutch municipality: a resident's day begins
// there.
func Zone() (*time.Location, error) { return time.LoadLocation("Europe/Amsterdam") }

// DayOf returns the calendar day of a moment, in the time zone of the moment.
func DayOf(t time.Time) rules.Day {
	day, _ := rules.DayOf(t.Year(), int(t.Month()), t.Day())
	return day
}

// Midnight is the moment in which a day begins in a time zone.
func Midnight(day rules.Day, zone *time.Location) time.Time {
	year, month, date := day.Civil()
	return time.Date(year, time.Month(month), date, 0, 0, 0, 0, zone)
}

// App returns the router, for a test that asks it without a network.
func (s *Server) App() *fiber.App { return s.app }

// shutdownTime is how long requests that run may take to end; longer than the
// server waits for a request on a connection that is open and silent.
const shutdownTime = readTimeout + 5*time.Second

// Serve answers requests until the context is done, and then lets those that run
// end. It closes the listener.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	served := make(chan error, 1)
	go func() { served <- s.app.Listener(l) }()
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	err := s.app.ShutdownWithTimeout(shutdownTime)
	l.Close() // the router does not know the listener yet when it has only just begun
	return errors.Join(err, <-served)
}

// knownMethods answers 405 to a method that HTTP does not know, which the router
// would answer by itself, past the front door.
func (s *Server) knownMethods(next fasthttp.RequestHandler) fasthttp.RequestHandler {
	return func(rc *fasthttp.RequestCtx) {
		if slices.Contains(fiber.DefaultMethods, string(rc.Method())) {
			next(rc)
			return
		}
		c := s.app.AcquireCtx(rc)
		defer s.app.ReleaseCtx(c)
		s.unread(c, s.refuse(c)) // its error is for the router, and always nil
	}
}
