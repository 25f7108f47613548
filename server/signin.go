package server

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"zeker/locales"
	"zeker/server/identity"
	"zeker/server/store"
	"zeker/ui"
)

// attemptCookie holds a sign-in that is under way, from our page to the provider and
// back. It is not the session: nobody is signed in yet.
const attemptCookie = "__Host-zeker-sign-in"

// afterSignIn is where a resident goes who came from no page of ours.
const afterSignIn = "/offers"

// checkSignIn refuses ways to sign in that cannot be.
func (cfg *Config) checkSignIn() error {
	switch {
	case len(cfg.Posers) > 0 && !cfg.Demo:
		return errors.New("the demo's sign-in lets anybody in as somebody else: it cannot be switched on outside a demo")
	case len(cfg.Posers) > 0 && cfg.SignIn != nil:
		return errors.New("there are two ways to sign in, the demo's own and a provider: leave one out")
	case cfg.SignIn != nil && !identity.SecureAddress(cfg.Site):
		return fmt.Errorf("the provider sends residents back to the portal, and %q is no https address for that", cfg.Site)
	}
	return nil
}

// signInWay is how residents may sign in here.
func (s *Server) signInWay() ui.SignInWay {
	switch {
	case s.cfg.SignIn != nil:
		return ui.WithDigiD
	case len(s.cfg.Posers) > 0:
		return ui.InDemo
	}
	return ""
}

// beginSignIn sends a resident to the provider, or lets them choose in a demo.
func (s *Server) beginSignIn(v *visit) error {
	back := s.ownPath(v.l, v.Query(ui.FieldBack))
	switch s.signInWay() {
	case ui.InDemo:
		return v.show(fiber.StatusOK, ui.DemoSignIn(v.frame("/sign-in"), s.demoPage(back)))
	case ui.WithDigiD:
		attempt, to, err := s.cfg.SignIn.Begin(v.UserContext(), s.returnAddress(v), back)
		if err != nil {
			return s.notSignedIn(v, back, err)
		}
		v.setAttempt(attempt.String())
		return v.Redirect(to, fiber.StatusSeeOther)
	}
	return errNotFound
}

// returnAddress is where the provider sends residents back to, which it knows to the
// letter. It is made of our configuration and never of the request.
func (s *Server) returnAddress(v *visit) string {
	return strings.TrimSuffix(s.cfg.Site, "/") + "/" + v.l.Code() + "/sign-in/return"
}

// endSignIn takes a resident in who comes back from the provider. When anything is
// wrong, who was signed in before stays so, and nothing is stored.
func (s *Server) endSignIn(v *visit) error {
	if s.cfg.SignIn == nil {
		return errNotFound
	}
	attempt, err := identity.ParseAttempt(v.Cookies(attemptCookie))
	v.setAttempt("") // it ends once, well or not
	back := s.ownPath(v.l, attempt.Back)
	if err != nil {
		return s.notSignedIn(v, back, err)
	}
	bsn, err := s.cfg.SignIn.Finish(v.UserContext(), attempt, s.returnAddress(v), identity.Return{
		State: v.Query("state"), Code: v.Query("code"), Issuer: v.Query("iss"), Error: v.Query("error"),
	})
	if err != nil {
		return s.notSignedIn(v, back, err)
	}
	return s.welcome(v, bsn, back)
}

// welcome begins the session of the resident with a number, and shows the page they
// came from, if it is theirs.
func (s *Server) welcome(v *visit, bsn, back string) error {
	who := s.cfg.Store.Subject(bsn)
	if id, ok := strings.CutPrefix(back, afterSignIn+"/"); ok {
		_, err := s.cfg.Store.Offer(v.UserContext(), who, id)
		if errors.Is(err, store.ErrNotFound) {
			back = afterSignIn // the letter was another's
		} else if err != nil {
			return err
		}
	}
	return v.enter(who, store.BySignIn, back)
}

// setAttempt sets the cookie of a sign-in under way, and removes it when that is "".
func (v *visit) setAttempt(value string) {
	cookie := http.Cookie{
		Name: attemptCookie, Value: value, Path: "/", Secure: true, HttpOnly: true,
		SameSite: http.SameSiteLaxMode, // the way back comes from the provider's site
		MaxAge:   int(identity.AttemptLife / time.Second),
	}
	if value == "" {
		cookie.MaxAge = -1
	}
	v.Response().Header.Add(fiber.HeaderSetCookie, cookie.String())
}

// pathShape is how paths of ours look. Nothing in it can lead a browser to another
// site, or carries words of somebody else's into our page.
var pathShape = regexp.MustCompile(`^(/[A-Za-z0-9_-]{1,64}){1,3}$`)

// ownPath returns a path, without its language, when it is of a page of ours that can
// be asked for, and that of the offers otherwise.
func (s *Server) ownPath(l *locales.Language, path string) string {
	if !pathShape.MatchString(path) || strings.HasPrefix(path, "/sign-in") ||
		!slices.Contains(s.methods("/"+l.Code()+path), fiber.MethodGet) {
		return afterSignIn
	}
	return path
}

// troubles are what a resident is told when nobody was signed in: a status, and the
// words for it.
var troubles = []struct {
	is     error
	status int
	key    string
}{
	{identity.ErrCancelled, fiber.StatusOK, ui.SignInCancelled},
	{identity.ErrStale, fiber.StatusBadRequest, ui.SignInStale},
	{identity.ErrLevel, fiber.StatusForbidden, ui.SignInLevel},
	{identity.ErrMandate, fiber.StatusForbidden, ui.SignInMandate},
	{identity.ErrToken, fiber.StatusBadGateway, ui.SignInRefused},
	{identity.ErrProvider, fiber.StatusServiceUnavailable, ui.SignInDown},
}

// notSignedIn says why nobody was signed in and which other ways there are, and logs
// the reason.
func (s *Server) notSignedIn(v *visit, back string, err error) error {
	for _, t := range troubles {
		if errors.Is(err, t.is) {
			trace, _ := v.Locals(traceKey).(string)
			s.cfg.Log.Warn("nobody was signed in", "trace", trace, "reason", err.Error())
			return v.show(t.status, ui.SignInProblem(v.frame("/"), ui.SignInProblemPage{Key: t.key, Back: back}))
		}
	}
	return err
}
