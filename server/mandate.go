package server

import (
	"encoding/base64"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"zeker/offers/rules"
	"zeker/server/identity"
	"zeker/server/store"
	"zeker/ui"
)

// behalf is whom a helper acts for, and what they may do.
type behalf struct {
	store.Mandate
	person string // name of the resident
}

// behalfOf reads the mandate that a session rests on, at each request: nil when the
// resident ended it, its time is over, or they do not want to be approached any more.
func (s *Server) behalfOf(v *visit, id string) (*behalf, error) {
	m, err := s.cfg.Store.Mandate(v.UserContext(), id)
	if errors.Is(err, store.ErrNotFound) || err == nil && !m.Live(s.cfg.Today()) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	person, err := s.cfg.Store.Resident(v.UserContext(), m.Subject)
	if errors.Is(err, store.ErrOptedOut) || errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return &behalf{m, person.Name}, err
}

// sees reports whether who is there may see what is of a scheme.
func (v *visit) sees(scheme string) bool { return v.behalf == nil || v.behalf.Covers(scheme) }

// answers reports whether who is there may answer.
func (v *visit) answers() bool { return v.behalf == nil || v.behalf.Answers }

// The cookie with which a browser carries a new code, of a mandate or for a partner, to the
// page that shows it, sealed, and the mark in the address of that page after a helper was ended:
// the page can be loaded again, and nothing is done twice.
const (
	codeCookie = "__Host-zeker-helper-code"
	codeLife   = 10 * time.Minute
	endedMark  = "ended"
	codePage   = "helpers" // what the code of a mandate is sealed for, in place of an offer
)

// showHelpers shows who helps the resident, and once the code for a new one.
func (s *Server) showHelpers(v *visit) error {
	page := ui.HelpersPage{Ended: v.Query(endedMark) != ""}
	page.CodeFor, page.Code = v.takeCode(codePage)
	return s.helpers(v, fiber.StatusOK, page)
}

// carryCode gives the browser a new code, which only that page of the same resident opens;
// helper is whom it is for, "" for the partner.
func (v *visit) carryCode(page, helper string, code identity.Code) error {
	rows := v.s.cfg.Store
	sealed, err := rows.Carry(page, rows.FormTag(v.visitor(), page), map[string]string{"helper": helper, "code": code.String()})
	if err != nil {
		return err
	}
	v.setCookie(codeCookie, base64.RawURLEncoding.EncodeToString(sealed), codeLife)
	return nil
}

// takeCode takes back what carryCode gave for a page, "" for nothing. What is for another
// page stays: who looks at that one first would lose a code that is shown once.
func (v *visit) takeCode(page string) (helper, code string) {
	values := v.carried(codeCookie, page)
	if values != nil {
		v.setCookie(codeCookie, "", codeLife)
	}
	return values["helper"], values["code"]
}

// helpers completes the page of the resident's helpers and shows it.
func (s *Server) helpers(v *visit, status int, page ui.HelpersPage) error {
	out, err := s.cfg.Store.OptedOut(v.UserContext(), v.who)
	if err != nil {
		return err
	}
	if page.OptedOut = out; out {
		return v.show(status, ui.Helpers(v.frame("/helpers"), page)) // whoever helped is out, and nobody new can
	}
	mandates, err := s.cfg.Store.MandatesOf(v.UserContext(), v.who, s.cfg.Today())
	if err != nil {
		return err
	}
	for _, m := range mandates {
		page.Lines = append(page.Lines, ui.HelperLine{
			ID: m.ID, Name: m.Name, Schemes: m.Schemes, Answers: m.Answers, Taken: m.Helper != "", Until: m.Until,
		})
	}
	if page.Schemes, err = s.schemesOf(v); err != nil {
		return err
	}
	page.Untils = s.untils()
	return v.show(status, ui.Helpers(v.frame("/helpers"), page))
}

// schemesOf are the schemes that the resident was told of, and a helper may be asked for.
func (s *Server) schemesOf(v *visit) (list []string, err error) {
	rows, err := s.cfg.Store.OffersOf(v.UserContext(), v.who)
	for i := range rows {
		if rows[i].OfferedAt != 0 && v.l.Has(rows[i].Scheme+".title") {
			list = append(list, rows[i].Scheme)
		}
	}
	slices.Sort(list)
	return slices.Compact(list), err
}

// untils are the last days that a resident may choose: help ends by itself, within a year.
func (s *Server) untils() []rules.Day {
	today := s.cfg.Today()
	return []rules.Day{today + 7, today.AddMonths(1), today.AddMonths(3), today.AddMonths(12)}
}

// appoint asks somebody to help; the page after it shows the code for them. It is shown
// once: we keep only its hash.
func (s *Server) appoint(v *visit) error {
	m, page, err := s.readMandate(v)
	if err != nil {
		return err
	}
	if len(page.Errors) > 0 {
		return s.helpers(v, fiber.StatusBadRequest, page)
	}
	code, err := identity.NewCode(s.cfg.Random)
	if err != nil {
		return err
	}
	_, err = s.cfg.Store.Appoint(v.UserContext(), m, code.Hash(s.cfg.Store.CodePepper()))
	if errors.Is(err, store.ErrOptedOut) {
		return s.helpers(v, fiber.StatusForbidden, ui.HelpersPage{})
	}
	if err != nil {
		return err
	}
	if err := v.carryCode(codePage, m.Name, code); err != nil {
		return err
	}
	return v.see("/helpers")
}

// readMandate reads the form of a mandate; the page says what is wrong with it.
func (s *Server) readMandate(v *visit) (m store.Mandate, page ui.HelpersPage, err error) {
	m = store.Mandate{Subject: v.who, Name: strings.TrimSpace(v.field(ui.FieldHelper)), Answers: v.field(ui.FieldAnswers) != "", MadeAt: s.cfg.Now().Unix()}
	page.Name = m.Name
	schemes, err := s.schemesOf(v)
	if err != nil {
		return m, page, err
	}
	for _, id := range schemes {
		if v.field(ui.FieldScheme(id)) != "" {
			m.Schemes = append(m.Schemes, id)
		}
	}
	until, wrong := strconv.Atoi(v.field(ui.FieldUntil))
	untils := s.untils()
	if wrong != nil || until < 0 || until >= len(untils) || len(schemes) == 0 {
		return m, page, errBadRequest // no page of ours sends this
	}
	m.Until = untils[until]
	switch {
	case m.Name == "":
		page.Errors = append(page.Errors, ui.FieldError{Field: ui.FieldHelper, Key: "helpers.name_empty"})
	case len(m.Name) > ui.MaxHelper:
		page.Errors = append(page.Errors, ui.FieldError{Field: ui.FieldHelper, Key: "helpers.name_long"})
	}
	if len(m.Schemes) == 0 {
		page.Errors = append(page.Errors, ui.FieldError{Field: ui.FieldSchemes, Key: "helpers.schemes_empty"})
	}
	return m, page, nil
}

// endHelp ends what a helper may do. It acts at the helper's next request.
func (s *Server) endHelp(v *visit) error {
	if err := s.cfg.Store.EndMandate(v.UserContext(), v.who, v.Params("mandate"), s.cfg.Now().Unix()); err != nil {
		return err
	}
	return v.see("/helpers?" + endedMark + "=1")
}

// showHelping shows whom somebody who signed in helps.
func (s *Server) showHelping(v *visit) error { return s.helping(v, fiber.StatusOK, ui.HelpingPage{}) }

func (s *Server) helping(v *visit, status int, page ui.HelpingPage) error {
	mandates, err := s.cfg.Store.MandatesFor(v.UserContext(), v.who, s.cfg.Today())
	if err != nil {
		return err
	}
	for _, m := range mandates {
		b, err := s.behalfOf(v, m.ID)
		if err != nil {
			return err
		}
		if b != nil {
			page.Lines = append(page.Lines, ui.HelpingLine{ID: m.ID, Name: b.person, Until: m.Until})
		}
	}
	return v.show(status, ui.Helping(v.frame("/helping"), page))
}

// takeMandate takes the code that a resident gave to a helper. Why one does not work is
// not told.
func (s *Server) takeMandate(v *visit) error {
	code, _ := identity.ParseCode(v.field(ui.FieldCode)) // the zero code, which is never given out, stands for what is none
	id, err := s.cfg.Store.TakeMandate(v.UserContext(), code.Hash(s.cfg.Store.CodePepper()), v.who, s.cfg.Now().Unix(), s.cfg.Today())
	if errors.Is(err, store.ErrCode) {
		return s.helping(v, fiber.StatusBadRequest, ui.HelpingPage{Errors: []ui.FieldError{{Field: ui.FieldCode, Key: "helping.code_closed"}}})
	}
	if err != nil {
		return err
	}
	return s.help(v, id)
}

// beginHelping begins to help whoever asked for it before.
func (s *Server) beginHelping(v *visit) error { return s.help(v, v.Params("mandate")) }

// help leaves the helper's own session for one that rests on a mandate of theirs. In it
// they never see their own pages (B5): its only subject is whom they help.
func (s *Server) help(v *visit, id string) error {
	b, err := s.behalfOf(v, id)
	if err != nil {
		return err
	}
	if b == nil || b.Helper != v.who {
		return errNotFound
	}
	if err := v.session.signInHelper(v.Ctx, v.s.sessions, &b.Mandate); err != nil {
		return err
	}
	return v.see("/offers")
}
