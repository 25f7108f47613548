package server

import (
	"crypto/hmac"
	"encoding/base64"
	"errors"
	"time"

	"github.com/gofiber/fiber/v2"

	"zeker/offers/rules"
	"zeker/server/store"
	"zeker/ui"
)

// draftDays is how long a draft is kept of an offer whose time stands still.
const draftDays = 30

// The cookie with which a browser carries what was typed when the session was over,
// sealed, until its resident is back.
const (
	heldCookie = "__Host-zeker-held"
	heldLife   = time.Hour
	mostHeld   = 3800 // bytes; browsers drop a cookie of more than 4096 with its name
)

// saveDraft keeps what is filled in, right or wrong, to go on with later.
func (s *Server) saveDraft(v *visit, d *dossier) error {
	if v.behalf != nil {
		return s.holdForHelper(v, d)
	}
	if d.expired {
		return v.showOffer(fiber.StatusForbidden, d.page(&d.offer))
	}
	draft := store.Draft{Values: v.typed(), Door: v.door, At: s.cfg.Now().Unix(), Purge: s.draftUntil(d)}
	if err := s.cfg.Store.SaveDraft(v.UserContext(), v.who, d.row.ID, draft); err != nil {
		return err
	}
	v.letGo()
	return v.see("/offers/" + d.row.ID)
}

// draftUntil is the last day that a draft is kept: the last day to answer.
func (s *Server) draftUntil(d *dossier) rules.Day {
	if until := d.until(); until != 0 {
		return until
	}
	return s.cfg.Today() + draftDays
}

// discardDraft throws away what was kept.
func (s *Server) discardDraft(v *visit, d *dossier) error {
	if err := s.cfg.Store.DeleteDraft(v.UserContext(), v.who, d.row.ID, v.door); err != nil {
		return err
	}
	v.letGo()
	return v.see("/offers/" + d.row.ID)
}

// fillAgain puts into the form of an offer what its resident typed before: when the
// time was over, or else what they saved.
func (v *visit) fillAgain(d *dossier, page *ui.OfferPage) error {
	if d.row.Drafted {
		draft, err := v.s.cfg.Store.Draft(v.UserContext(), v.who, d.row.ID, v.door, v.s.cfg.Today())
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		page.Values, page.Draft.Saved = draft.Values, draft.Purge
	}
	if values := v.held(d.row.ID); values != nil {
		page.Values, page.Draft.Back = values, true
	}
	return nil
}

// typed is what a draft keeps of a form.
func (v *visit) typed() map[string]string {
	values := v.values()
	for field, value := range values {
		if value == "" || !ui.Typed(field) {
			delete(values, field)
		}
	}
	return values
}

// held is what became of a form that came when the session was over.
type held struct {
	page string // path of the page that it belongs to
	as   ui.Held
}

func heldOf(c *fiber.Ctx) ui.Held {
	h, _ := c.Locals(heldKey).(held)
	return h.as
}

// turnedAway is the answer to who has no session, or no longer. What they filled in
// on the page of an offer goes back to their own browser, sealed: nothing of it is
// stored here, because who sent it is not known.
func (v *visit) turnedAway() error {
	id, values := v.Params("id"), v.typed()
	if v.Method() != fiber.MethodPost || id == "" || len(values) == 0 {
		return errNoSession
	}
	as, err := v.hold(id, values)
	if err != nil {
		return err
	}
	v.Locals(heldKey, held{"/offers/" + id, as})
	return errNoSession
}

// hold gives what was typed for an offer to the browser, for the visitor whose form it
// is. A form that does not say whose it is opens for nobody, so it is not held at all.
func (v *visit) hold(offerID string, values map[string]string) (ui.Held, error) {
	tag, err := base64.RawURLEncoding.DecodeString(v.field(ui.FieldWhose))
	if err != nil || len(tag) == 0 {
		return "", nil
	}
	sealed, err := v.s.cfg.Store.Carry(offerID, tag, values)
	if err != nil {
		return ui.HeldByNobody, err
	}
	text := base64.RawURLEncoding.EncodeToString(sealed)
	if len(text) > mostHeld {
		return ui.HeldByNobody, nil
	}
	v.setHeld(text)
	return ui.HeldByBrowser, nil
}

// held returns what the browser carries for an offer and this visitor, nil for nothing.
func (v *visit) held(offerID string) map[string]string { return v.carried(heldCookie, offerID) }

// carried opens what a cookie carries for a page and this visitor, nil for nothing.
func (v *visit) carried(cookie, page string) map[string]string {
	sealed, err := base64.RawURLEncoding.DecodeString(v.Cookies(cookie))
	if err != nil || len(sealed) == 0 {
		return nil
	}
	values, err := v.s.cfg.Store.Carried(v.visitor(), page, sealed)
	if err != nil {
		return nil // of another page, of somebody else, or garbage
	}
	return values
}

// mayKeep lets the form of a page be kept by the browser when the time is over, for this
// visitor only.
func (v *visit) mayKeep(page *ui.OfferPage) {
	who := v.visitor()
	page.Draft.Key = base64.StdEncoding.EncodeToString(v.s.cfg.Store.DeviceKey(who, page.ID))
	page.Draft.Whose = v.whose(page.ID)
}

// whose is the tag of this visitor's forms that answer an offer.
func (v *visit) whose(offerID string) string {
	return base64.RawURLEncoding.EncodeToString(v.s.cfg.Store.FormTag(v.visitor(), offerID))
}

// theirs reports whether the form that came was given to who is there. It is not when
// somebody else came in meanwhile, in another tab of the same browser.
func (v *visit) theirs(offerID string) bool {
	return hmac.Equal([]byte(v.field(ui.FieldWhose)), []byte(v.whose(offerID)))
}

// ofAnotherVisit is the answer to a form that was given to somebody else: a resident does
// not answer with what their helper typed, nor the reverse. Who is there sees their own
// page, and what was typed the browser holds for whose it is.
func (s *Server) ofAnotherVisit(v *visit, d *dossier) error {
	page, err := s.ownPage(v, d)
	if err != nil {
		return err
	}
	page.Foreign = true
	if typed := v.typed(); len(typed) > 0 && !page.Draft.Back { // what is held of who is there stays
		if _, err := v.hold(d.row.ID, typed); err != nil {
			return err
		}
	}
	return v.showOffer(fiber.StatusConflict, page)
}

// visitor is who is there, as far as what they type is concerned.
func (v *visit) visitor() store.Visitor {
	who := store.Visitor{Subject: v.who, Door: v.door}
	if v.behalf != nil {
		who.Mandate = v.behalf.ID
	}
	return who
}

// holdForHelper keeps what a helper typed in their own browser only: for nobody else to
// find, also not for whom they help.
func (s *Server) holdForHelper(v *visit, d *dossier) error {
	if _, err := v.hold(d.row.ID, v.typed()); err != nil {
		return err
	}
	return v.see("/offers/" + d.row.ID)
}

// letGo ends what the browser carries: it was answered, saved or thrown away.
func (v *visit) letGo() {
	if v.Cookies(heldCookie) != "" {
		v.setHeld("")
	}
}

func (v *visit) setHeld(value string) { v.setCookie(heldCookie, value, heldLife) }
