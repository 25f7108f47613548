package server

import (
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"zeker/offers/rules"
	"zeker/server/store"
	"zeker/ui"
)

// beginStaffSignIn sends somebody of the staff to their provider, or lets them choose in
// a demo.
func (s *Server) beginStaffSignIn(v *visit) error {
	e := s.staffEntrance()
	back := s.ownPath(v.l, e, v.Query(ui.FieldBack))
	switch {
	case e.demo:
		page := ui.DemoSignInPage{Action: e.path, Back: back, Staff: true}
		for _, id := range s.cfg.StaffPosers {
			account, err := s.cfg.Store.StaffAccount(v.UserContext(), id)
			if err != nil {
				return err
			}
			page.Names = append(page.Names, account.Name)
		}
		return v.show(fiber.StatusOK, ui.DemoSignIn(v.frame(e.path), page))
	case e.open():
		return s.leave(v, e, back)
	}
	return errNotFound
}

// endStaffSignIn takes somebody of the staff in who comes back from the provider.
func (s *Server) endStaffSignIn(v *visit) error {
	e := s.staffEntrance()
	if e.provider == nil {
		return errNotFound
	}
	subject, back, err := s.returned(v, e)
	if err != nil {
		return s.notSignedIn(v, e, back, err)
	}
	return s.welcomeStaff(v, s.cfg.Store.StaffID(e.provider.Issuer(), subject), back)
}

// chooseStaffDemo signs in with the account that was chosen.
func (s *Server) chooseStaffDemo(v *visit) error {
	e := s.staffEntrance()
	place, err := v.chosen(e, len(s.cfg.StaffPosers))
	if err != nil {
		return err
	}
	return s.welcomeStaff(v, s.cfg.StaffPosers[place], s.ownPath(v.l, e, v.field(ui.FieldBack)))
}

// welcomeStaff begins the session of an account. Who has none, or none any more, is told
// the id by which it can be given.
func (s *Server) welcomeStaff(v *visit, id store.StaffID, back string) error {
	account, err := s.account(v.Ctx, id)
	if err != nil {
		return err
	}
	if account == nil {
		return v.show(fiber.StatusForbidden, ui.StaffUnknown(v.frame("/"), string(id)))
	}
	if err := s.cfg.Store.DeleteExpiredSessions(v.UserContext(), s.cfg.Now().Unix()); err != nil {
		return err
	}
	if err := v.session.signInStaff(v.Ctx, s.sessions, id); err != nil {
		return err
	}
	return v.see(back)
}

// signOutStaff ends the session of staff, here and in the browser.
func (s *Server) signOutStaff(v *visit) error {
	if !s.staffEntrance().open() {
		return errNotFound
	}
	if err := v.end(); err != nil {
		return err
	}
	return v.show(fiber.StatusOK, ui.StaffSignedOut(v.frame(staffHome)))
}

// showStaff shows who is signed in, and what each of their roles may do here: what the
// table of routes says, and nothing that is still to be built.
func (s *Server) showStaff(v *visit) error {
	page := ui.StaffPage{Name: v.account.Name}
	for _, role := range v.account.Roles {
		line := ui.StaffRole{Role: string(role)}
		for _, r := range s.table {
			path, below := strings.CutPrefix(r.path, "/:lang"+staffHome+"/")
			alone := store.StaffAccount{Roles: []store.Role{role}}
			if below && r.method == fiber.MethodGet && r.access.kind == workers && alone.Has(r.access.roles...) {
				line.Pages = append(line.Pages, path)
			}
		}
		page.Roles = append(page.Roles, line)
	}
	return v.show(fiber.StatusOK, ui.Staff(v.frame(staffHome), page))
}

// showTakeUp shows what became of the offers until last midnight: counted by the day,
// nobody sees a number move when one resident answers.
func (s *Server) showTakeUp(v *visit) error {
	today := DayOf(s.cfg.Now().In(s.zone))
	lines, err := s.cfg.Store.TakeUp(v.UserContext(), Midnight(today, s.zone).Unix())
	if err != nil {
		return err
	}
	page := ui.TakeUpPage{Until: today - 1}
	for i := range lines {
		l := &lines[i]
		page.Lines = append(page.Lines, ui.TakeUpLine{Scheme: l.Scheme, Counts: l.Told()})
	}
	return v.show(fiber.StatusOK, ui.TakeUp(v.frame(staffHome+"/take-up"), page))
}

// showAccounts shows who of the staff may do what.
func (s *Server) showAccounts(v *visit) error {
	accounts, err := s.cfg.Store.Staff(v.UserContext())
	if err != nil {
		return err
	}
	var page ui.AccountsPage
	for _, a := range accounts {
		line := ui.AccountLine{Name: a.Name, Since: s.dayOf(a.MadeAt)}
		for _, role := range a.Roles {
			line.Roles = append(line.Roles, string(role))
		}
		if a.DisabledAt != 0 {
			line.Until = s.dayOf(a.DisabledAt)
		}
		page.Lines = append(page.Lines, line)
	}
	return v.show(fiber.StatusOK, ui.Accounts(v.frame(staffHome+"/accounts"), page))
}

// dayOf is the day of a second, here.
func (s *Server) dayOf(at int64) rules.Day { return DayOf(time.Unix(at, 0).In(s.zone)) }
