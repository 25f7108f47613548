package server

import (
	"errors"
	"strings"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"zeker/offers"
	"zeker/offers/rules"
	"zeker/server/identity"
	"zeker/server/store"
	"zeker/ui"
)

// root sends a reader to the start page in the municipality's own language.
func (s *Server) root(v *visit) error {
	return v.Redirect("/"+s.leading.Code()+"/", fiber.StatusSeeOther)
}

// start shows where a letter is opened.
func (s *Server) start(v *visit) error {
	return v.still("/", func(f *ui.Frame) templ.Component { return ui.Start(f, ui.StartPage{Checks: s.checkable()}) })
}

// about says what we know and why.
func (s *Server) about(v *visit) error { return v.still("/about", ui.About) }

// enterCode opens a letter. Every failure of the code is told in the same words
// and does the same work: a code that cannot be one is looked up like any other.
func (s *Server) enterCode(v *visit) error {
	page := ui.StartPage{
		Checks: s.checkable(), Code: v.field(ui.FieldCode),
		Day: v.field(ui.FieldDay), Month: v.field(ui.FieldMonth), Year: v.field(ui.FieldYear),
	}
	day, month, born := readBirthday(&page)
	if strings.TrimSpace(page.Code) == "" {
		page.Errors = append(page.Errors, ui.FieldError{Field: ui.FieldCode, Key: "field.code_empty"})
	}
	if !born {
		page.Errors = append(page.Errors, ui.FieldError{Field: ui.FieldBorn, Key: "field.born"})
	}
	if len(page.Errors) > 0 {
		return v.show(fiber.StatusBadRequest, ui.Start(v.frame("/"), page))
	}
	code, _ := identity.ParseCode(page.Code) // the zero code, which is never given out, stands for what is none
	who, err := s.cfg.Store.TryCode(v.UserContext(), code.Hash(s.cfg.Store.CodePepper()), day, month, s.cfg.Now().Unix())
	if errors.Is(err, store.ErrCode) {
		page.Errors = []ui.FieldError{{Key: "field.code_closed"}}
		return v.show(fiber.StatusBadRequest, ui.Start(v.frame("/"), page))
	}
	if err != nil {
		return err
	}
	return v.enter(who, store.ByLetter, "/offers")
}

// enter begins the session of a resident who came in by a door, and shows a page.
func (v *visit) enter(who store.Subject, door store.Door, path string) error {
	if err := v.s.cfg.Store.DeleteExpiredSessions(v.UserContext(), v.s.cfg.Now().Unix()); err != nil {
		return err
	}
	if err := v.session.signIn(v.Ctx, v.s.sessions, who, door); err != nil {
		return err
	}
	return v.see(path)
}

// readBirthday reads the day and month of birth, or the year and month 0 when nothing else
// was filled in.
func readBirthday(p *ui.StartPage) (day, month int, ok bool) {
	if p.Day+p.Month == "" {
		year, ok := readPart(p.Year, 9999)
		return year, 0, ok
	}
	day, okDay := readPart(p.Day, 31)
	month, okMonth := readPart(p.Month, 12)
	return day, month, okDay && okMonth
}

// readPart reads a day, a month or a year as people type it.
func readPart(typed string, most int64) (int, bool) {
	value, trouble := offers.ReadField(&rules.Fact{Type: rules.Number, Min: 1, Max: most}, typed, 0)
	return int(value.N), trouble == "" && value.Knowledge == offers.Known
}

// latestAnswer returns the receipt of the answer that counts, nil when there is
// none yet.
func (s *Server) latestAnswer(v *visit, offerID string) (*offers.Receipt, error) {
	receipt, err := s.cfg.Store.LatestAnswer(v.UserContext(), v.who, offerID)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &receipt, nil
}

// askOptOut shows where a resident stops being approached, or starts again; a
// visitor reads how.
func (s *Server) askOptOut(v *visit) error {
	if v.who == "" {
		return v.still("/opt-out", func(f *ui.Frame) templ.Component { return ui.OptOut(f, ui.OptOutPage{}) })
	}
	v.personal = true
	out, err := s.cfg.Store.OptedOut(v.UserContext(), v.who)
	if err != nil {
		return err
	}
	return v.show(fiber.StatusOK, ui.OptOut(v.frame("/opt-out"), ui.OptOutPage{Out: out}))
}

// optOut writes that choice down. Who opts out is signed out everywhere: from
// then on no page of ours reads anything of them.
func (s *Server) optOut(v *visit) error {
	switch v.field(ui.FieldChoice) {
	case ui.ChoiceOut:
		if err := s.cfg.Store.OptOut(v.UserContext(), v.who, s.cfg.Now().Unix()); err != nil {
			return err
		}
		if err := s.cfg.Store.DeleteSessionsOf(v.UserContext(), v.who); err != nil {
			return err
		}
		if err := v.end(); err != nil {
			return err
		}
		return v.show(fiber.StatusOK, ui.OptOut(v.frame("/opt-out"), ui.OptOutPage{Out: true, Done: true}))
	case ui.ChoiceIn:
		if err := s.cfg.Store.OptIn(v.UserContext(), v.who); err != nil {
			return err
		}
		return v.show(fiber.StatusOK, ui.OptOut(v.frame("/opt-out"), ui.OptOutPage{Done: true}))
	}
	return errBadRequest
}

// signOut closes the letter, or signs out, here and in the browser.
func (s *Server) signOut(v *visit) error {
	identified := v.door == store.BySignIn || v.door == store.ByHelper
	if err := v.end(); err != nil {
		return err
	}
	return v.show(fiber.StatusOK, ui.Start(v.frame("/"), ui.StartPage{SignedOut: true, Identified: identified, Checks: s.checkable()}))
}

// end ends the session of a visit.
func (v *visit) end() error {
	v.who, v.behalf = "", nil
	return v.session.end(v.Ctx)
}
