package server

import (
	"errors"
	"fmt"

	"github.com/gofiber/fiber/v2"

	"zeker/server/store"
)

// access says who may come in by a route. The zero access is nobody's, and no route
// may have it.
type access struct{ kind kind }

// kind is what kind of visitor a route is for.
type kind int

const (
	unsaid    kind = iota
	machines       // programs, and what is no page: no language and no session is read
	visitors       // everyone
	residents      // who entered the code of a letter, or signed in
)

// The accesses of the table of contents.
var (
	machine  = access{kind: machines}
	everyone = access{kind: visitors}
	resident = access{kind: residents}
)

// guard puts the guard of a route in front of its handler.
func (s *Server) guard(r route) (fiber.Handler, error) {
	switch r.access.kind {
	case machines:
		return func(c *fiber.Ctx) error { return r.handle(&visit{Ctx: c, s: s}) }, nil
	case visitors:
		return s.page(r.handle), nil
	case residents:
		return s.page(personal(r.handle)), nil
	}
	return nil, fmt.Errorf("the route %s %s does not say who may use it", r.method, r.path)
}

// personal lets nobody pass who did not enter the code of a letter or sign in, and
// passing keeps the session alive.
func personal(handle func(*visit) error) func(*visit) error {
	return func(v *visit) error {
		if v.who == "" {
			return errNoSession
		}
		err := v.session.save(v.Ctx)
		if errors.Is(err, store.ErrNotFound) {
			return errNoSession
		}
		if err != nil {
			return err
		}
		return handle(v)
	}
}
