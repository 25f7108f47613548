package server

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"zeker/locales"
	"zeker/server/identity"
	"zeker/ui"
)

// entrance is a way in through a provider of OpenID Connect: that of residents, or that
// of staff. They share no provider, no cookie and no page.
type entrance struct {
	provider *identity.OpenID // nil when there is none
	demo     bool             // anybody may choose who to be
	cookie   string           // holds a sign-in that is under way
	path     string           // of the page where it begins
	home     string           // where they go who came from no page of theirs
}

func (s *Server) residentEntrance() entrance {
	return entrance{s.cfg.SignIn, len(s.cfg.Posers) > 0, "__Host-zeker-sign-in", "/sign-in", "/offers"}
}

func (s *Server) staffEntrance() entrance {
	return entrance{s.cfg.StaffSignIn, len(s.cfg.StaffPosers) > 0, "__Host-zeker-staff-sign-in", staffHome + "/sign-in", staffHome}
}

// staffHome is the first page of staff; all others lie below it.
const staffHome = "/staff"

// ofStaff reports whether a path, without its language, is of a page of staff.
func ofStaff(path string) bool { return path == staffHome || strings.HasPrefix(path, staffHome+"/") }

// open reports whether anybody can come in there at all.
func (e entrance) open() bool { return e.demo || e.provider != nil }

// signInWay is how residents may sign in here.
func (s *Server) signInWay() ui.SignInWay {
	switch e := s.residentEntrance(); {
	case e.demo:
		return ui.InDemo
	case e.open():
		return ui.WithDigiD
	}
	return ""
}

// checkSignIn refuses ways to sign in that cannot be.
func (cfg *Config) checkSignIn() error {
	posers := len(cfg.Posers)+len(cfg.StaffPosers) > 0
	switch {
	case posers && !cfg.Demo:
		return errors.New("the demo's sign-in lets anybody in as somebody else: it cannot be switched on outside a demo")
	case len(cfg.Posers) > 0 && cfg.SignIn != nil, len(cfg.StaffPosers) > 0 && cfg.StaffSignIn != nil:
		return errors.New("there are two ways to sign in, the demo's own and a provider: leave one out")
	case cfg.SignIn != nil && cfg.SignIn.Staff(), cfg.StaffSignIn != nil && !cfg.StaffSignIn.Staff():
		return errors.New("the provider of residents and that of staff are exchanged")
	case (cfg.SignIn != nil || cfg.StaffSignIn != nil) && !identity.SecureAddress(cfg.Site):
		return fmt.Errorf("the provider sends people back to the portal, and %q is no https address for that", cfg.Site)
	}
	return nil
}

// leave sends a browser to the provider of an entrance.
func (s *Server) leave(v *visit, e entrance, back string) error {
	attempt, to, err := e.provider.Begin(v.UserContext(), s.returnAddress(v, e), back)
	if err != nil {
		return s.notSignedIn(v, e, back, err)
	}
	v.setAttempt(e, attempt.String())
	return v.Redirect(to, fiber.StatusSeeOther)
}

// returnAddress is where the provider sends people back to, which it knows to the
// letter. It is made of our configuration and never of the request.
func (s *Server) returnAddress(v *visit, e entrance) string {
	return strings.TrimSuffix(s.cfg.Site, "/") + "/" + v.l.Code() + e.path + "/return"
}

// returned ends a sign-in with what the browser brings back from the provider: who
// signed in, and the page they came from. When anything is wrong, who was signed in
// before stays so, and nothing is stored.
func (s *Server) returned(v *visit, e entrance) (who, back string, err error) {
	attempt, err := identity.ParseAttempt(v.Cookies(e.cookie))
	v.setAttempt(e, "") // it ends once, well or not
	back = s.ownPath(v.l, e, attempt.Back)
	if err != nil {
		return "", back, err
	}
	who, err = e.provider.Finish(v.UserContext(), attempt, s.returnAddress(v, e), identity.Return{
		State: v.Query("state"), Code: v.Query("code"), Issuer: v.Query("iss"), Error: v.Query("error"),
	})
	return who, back, err
}

// pathShape is how paths of ours look. Nothing in it can lead a browser to another
// site, or carries words of somebody else's into our page.
var pathShape = regexp.MustCompile(`^(/[A-Za-z0-9_-]{1,64}){1,3}$`)

// ownPath returns a path, without its language, when it is of a page behind an entrance
// that can be asked for, and that of the entrance's first page otherwise.
func (s *Server) ownPath(l *locales.Language, e entrance, path string) string {
	if !pathShape.MatchString(path) || strings.HasPrefix(path, e.path) || ofStaff(path) != ofStaff(e.home) ||
		!slices.Contains(s.methods("/"+l.Code()+path), fiber.MethodGet) {
		return e.home
	}
	return path
}

// troubles are what people are told when nobody was signed in: a status, and the
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
	{identity.ErrRole, fiber.StatusForbidden, ui.SignInRole},
	{identity.ErrToken, fiber.StatusBadGateway, ui.SignInRefused},
	{identity.ErrProvider, fiber.StatusServiceUnavailable, ui.SignInDown},
}

// notSignedIn says why nobody was signed in and which other ways there are, and logs
// the reason.
func (s *Server) notSignedIn(v *visit, e entrance, back string, err error) error {
	for _, t := range troubles {
		if errors.Is(err, t.is) {
			trace, _ := v.Locals(traceKey).(string)
			s.cfg.Log.Warn("nobody was signed in", "trace", trace, "reason", err.Error())
			return v.show(t.status, ui.SignInProblem(v.frame("/"), ui.SignInProblemPage{Key: t.key, Back: back, Staff: e.path != "/sign-in"}))
		}
	}
	return err
}
