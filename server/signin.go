package server

import (
	"errors"
	"strings"

	"github.com/gofiber/fiber/v2"

	"zeker/server/identity"
	"zeker/server/store"
	"zeker/ui"
)

// beginSignIn sends a resident to the provider, or lets them choose in a demo.
func (s *Server) beginSignIn(v *visit) error {
	e := s.residentEntrance()
	back := s.ownPath(v.l, e, v.Query(ui.FieldBack))
	switch {
	case e.demo:
		return v.show(fiber.StatusOK, ui.DemoSignIn(v.frame(e.path), s.demoPage(back)))
	case e.open():
		return s.leave(v, e, back)
	}
	return errNotFound
}

// endSignIn takes a resident in who comes back from the provider.
func (s *Server) endSignIn(v *visit) error {
	e := s.residentEntrance()
	if e.provider == nil {
		return errNotFound
	}
	bsn, back, err := s.returned(v, e)
	if err != nil {
		return s.notSignedIn(v, e, back, err)
	}
	return s.welcome(v, bsn, back)
}

// welcome begins the session of the resident with a number, and shows the page they
// came from, if it is theirs.
func (s *Server) welcome(v *visit, bsn, back string) error {
	who, home := s.cfg.Store.Subject(bsn), s.residentEntrance().home
	if id, ok := strings.CutPrefix(back, home+"/"); ok {
		_, err := s.cfg.Store.Offer(v.UserContext(), who, id)
		if errors.Is(err, store.ErrNotFound) {
			back = home // the letter was another's
		} else if err != nil {
			return err
		}
	}
	return v.enter(who, store.BySignIn, back)
}

// setAttempt sets the cookie of a sign-in under way, and removes it when that is "". It
// is not the session: nobody is signed in yet.
func (v *visit) setAttempt(e entrance, value string) {
	v.setCookie(e.cookie, value, identity.AttemptLife)
}
