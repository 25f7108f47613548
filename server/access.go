package server

import (
	"errors"
	"fmt"

	"github.com/gofiber/fiber/v2"

	"zeker/server/store"
)

// access says who may come in by a route. The zero access is nobody's, and no route
// may have it.
type access struct {
	kind  kind
	roles []store.Role // of staff: one of them is enough
}

// kind is what kind of visitor a route is for.
type kind int

const (
	unsaid     kind = iota
	machines        // programs, and what is no page: no language and no session is read
	visitors        // everyone
	households      // residents, and helpers whom one of them asked for it
	residents       // who entered the code of a letter, or signed in, and nobody for them
	identified      // residents who signed in
	comers          // residents, helpers and staff: who came in by any door
	workers         // who signed in as staff
)

// The accesses of the table of contents.
var (
	machine          = access{kind: machines}
	everyone         = access{kind: visitors}
	residentOrHelper = access{kind: households}
	resident         = access{kind: residents}
	signedIn         = access{kind: identified}
	whoCameIn        = access{kind: comers}
	anyStaff         = staff(store.Roles...)
)

// staff is the access of who of the staff has one of some roles.
func staff(roles ...store.Role) access { return access{kind: workers, roles: roles} }

// guard puts the guard of a route in front of its handler.
func (s *Server) guard(r route) (fiber.Handler, error) {
	switch r.access.kind {
	case machines:
		return func(c *fiber.Ctx) error { return r.handle(&visit{Ctx: c, s: s}) }, nil
	case visitors:
		return s.page(r.handle), nil
	case households:
		return s.page(helped(r.handle)), nil
	case residents:
		return s.page(personal(r.handle)), nil
	case identified:
		return s.page(s.sure(r.handle)), nil
	case comers:
		return s.page(entered(r.handle)), nil
	case workers:
		return s.page(s.staffed(r.access.roles, r.handle)), nil
	}
	return nil, fmt.Errorf("the route %s %s does not say who may use it", r.method, r.path)
}

// personal lets nobody pass who did not enter the code of a letter or sign in.
func personal(handle func(*visit) error) func(*visit) error {
	return func(v *visit) error {
		switch {
		case v.over:
			return errHelpOver
		case v.who == "":
			return v.turnedAway()
		}
		v.personal = true
		err := v.alive(errNoSession, handle)
		if errors.Is(err, errNoSession) {
			return v.turnedAway()
		}
		return err
	}
}

// helped is personal that lets helpers pass too, to the pages of whom they help. Only
// behind this guard a helper is anybody at all: to all other pages they are nobody.
func helped(handle func(*visit) error) func(*visit) error {
	own := personal(handle)
	return func(v *visit) error {
		if v.behalf == nil {
			return own(v)
		}
		v.who, v.personal = v.behalf.Subject, true
		return v.alive(errHelpOver, handle)
	}
}

// entered is helped that lets staff pass too.
func entered(handle func(*visit) error) func(*visit) error {
	others := helped(handle)
	return func(v *visit) error {
		if err := v.readAccount(); err != nil {
			return err
		}
		if v.account == nil {
			return others(v)
		}
		return v.alive(errNoStaff, handle)
	}
}

// sure is personal that asks for more than the code of a letter.
func (s *Server) sure(handle func(*visit) error) func(*visit) error {
	return func(v *visit) error {
		if !s.residentEntrance().open() {
			return errNotFound
		}
		return personal(func(v *visit) error {
			if v.door != store.BySignIn {
				return errSignIn
			}
			return handle(v)
		})(v)
	}
}

// staffed lets nobody pass whose account has none of the roles. The account is read at
// each request, so that a right that was taken away is gone at the next (C7), and one
// that was disabled opens nothing (B16). A page of another role looks like none.
func (s *Server) staffed(roles []store.Role, handle func(*visit) error) func(*visit) error {
	return func(v *visit) error {
		if !s.staffEntrance().open() {
			return errNotFound
		}
		if err := v.readAccount(); err != nil {
			return err
		}
		if v.account == nil {
			return errNoStaff
		}
		if !v.account.Has(roles...) {
			return errNotFound
		}
		v.personal = true
		return v.alive(errNoStaff, handle)
	}
}

// readAccount reads which of the staff is there, at each request anew.
func (v *visit) readAccount() (err error) {
	v.account, err = v.s.account(v.Ctx, v.session.staff())
	return err
}

// account returns the account of staff when it is in use and has a role, nil otherwise.
func (s *Server) account(c *fiber.Ctx, id store.StaffID) (*store.StaffAccount, error) {
	if id == "" {
		return nil, nil
	}
	account, err := s.cfg.Store.StaffAccount(c.UserContext(), id)
	if errors.Is(err, store.ErrNotFound) || err == nil && !account.Has(store.Roles...) {
		return nil, nil
	}
	return &account, err
}

// alive keeps the session of a visit alive; gone is the answer when it ended meanwhile.
func (v *visit) alive(gone error, handle func(*visit) error) error {
	err := v.session.save(v.Ctx)
	if errors.Is(err, store.ErrNotFound) {
		v.who, v.account = "", nil // ended meanwhile, as from another tab
		return gone
	}
	if err != nil {
		return err
	}
	return handle(v)
}
