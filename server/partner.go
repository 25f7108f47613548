package server

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"zeker/offers"
	"zeker/offers/rules"
	"zeker/server/delivery"
	"zeker/server/identity"
	"zeker/server/store"
	"zeker/ui"
)

// partnerSigns reports whether an application waits for the partner's own signature: the
// municipality chose so for the scheme, and the fact that tells of a partner says yes. What
// is in doubt, or contested, asks nobody to sign: a contest never blocks.
func (s *Server) partnerSigns(o *offers.Offer) bool {
	fact := s.cfg.Municipality.PartnerSigns[o.Scheme.ID].Fact
	for _, f := range o.Facts {
		if fact != "" && f.Name == fact {
			return f.Value == offers.Yes && !f.Doubt && !f.Contested
		}
	}
	return false
}

// signBy is the last day for a partner to sign what is applied for today, 0 when none has to:
// the last of the offer, or of the days that the municipality gives them, whichever is later.
func (s *Server) signBy(d *dossier, o *offers.Offer) rules.Day {
	if !s.partnerSigns(o) {
		return 0
	}
	row := d.row
	if d.paused() { // until now: what is applied for ends it
		row.Paused += s.cfg.Now().Unix() - d.latest.At
	}
	return max(row.LastDay(), s.cfg.Today()+rules.Day(s.cfg.Municipality.PartnerSigns[o.Scheme.ID].Days))
}

// askPartner lets a filing wait for the signature of the partner where it needs one, and
// makes the code for them. A helper is given none: the resident chooses when their partner
// gets it.
func (s *Server) askPartner(v *visit, f *store.Filing, d *dossier, o *offers.Offer) (code identity.Code, err error) {
	if f.Answer.Kind == offers.Accept {
		f.SignBy = s.signBy(d, o)
	}
	if f.SignBy == 0 || v.behalf != nil {
		return code, nil
	}
	code, err = identity.NewCode(s.cfg.Random)
	f.PartnerCode = code.Hash(s.cfg.Store.CodePepper())
	return code, err
}

// newPartnerCode makes another code for the partner; the page after it shows it, once.
func (s *Server) newPartnerCode(v *visit) error {
	receipt, err := s.receipt(v)
	if err != nil {
		return err
	}
	code, err := identity.NewCode(s.cfg.Random)
	if err != nil {
		return err
	}
	err = s.cfg.Store.RenewPartnerCode(v.UserContext(), v.who, receipt.Number, code.Hash(s.cfg.Store.CodePepper()), s.cfg.Now().Unix(), s.cfg.Today())
	switch {
	case err == nil:
		err = v.carryCode(receipt.Number, "", code)
	case errors.Is(err, store.ErrNotFound):
		err = nil // signed, refused or over meanwhile: the page says which
	}
	if err != nil {
		return err
	}
	return v.see(receiptPath(receipt.Number, false))
}

// signature is how far the signature of a partner is, "" when none is needed.
func (s *Server) signature(g *store.Signature) ui.SignatureState {
	switch {
	case g.ID == "":
		return ""
	case g.SignedAt != 0:
		return ui.Signed
	case g.RefusedAt != 0:
		return ui.Refused
	case !g.Waits(s.cfg.Today()):
		return ui.NotSigned
	}
	return ui.Waits
}

// showPartner shows what waits for who signed in, and where a code is entered.
func (s *Server) showPartner(v *visit) error { return s.partner(v, fiber.StatusOK, ui.PartnerPage{}) }

func (s *Server) partner(v *visit, status int, page ui.PartnerPage) error {
	list, err := s.cfg.Store.SignaturesFor(v.UserContext(), v.who, s.cfg.Today())
	if err != nil {
		return err
	}
	for i := range list {
		a, err := delivery.Decode(list[i].Payload)
		if err != nil {
			return err
		}
		page.Lines = append(page.Lines, ui.PartnerLine{ID: list[i].ID, Name: a.Name, Scheme: list[i].Scheme})
	}
	return v.show(status, ui.Partner(v.frame("/partner"), page))
}

// takeSignature takes the code that an applicant gave to their partner. Why one does not
// work is not told.
func (s *Server) takeSignature(v *visit) error {
	code, _ := identity.ParseCode(v.field(ui.FieldCode)) // the zero code, which is never given out, stands for what is none
	id, err := s.cfg.Store.TakeSignature(v.UserContext(), code.Hash(s.cfg.Store.CodePepper()), v.who, s.cfg.Now().Unix(), s.cfg.Today())
	if errors.Is(err, store.ErrCode) {
		return s.partner(v, fiber.StatusBadRequest, ui.PartnerPage{Errors: []ui.FieldError{{Field: ui.FieldCode, Key: "partner.code_closed"}}})
	}
	if err != nil {
		return err
	}
	return v.see("/partner/" + id)
}

// signing is one signature with its page, for the partner who took the code. Of the
// applicant it holds the name, and nothing that is known of them.
type signing struct {
	store.Signature
	application delivery.Application
	page        ui.SignaturePage
}

// signing reads the signature that the address names. Another's is not found.
func (s *Server) signing(v *visit) (*signing, error) {
	g, err := s.cfg.Store.SignatureFor(v.UserContext(), v.who, v.Params("signature"))
	if err != nil {
		return nil, err
	}
	row, err := s.cfg.Store.Offer(v.UserContext(), g.Subject, g.Offer)
	if err != nil {
		return nil, err
	}
	d := &signing{Signature: g, page: ui.SignaturePage{ID: g.ID, State: s.signature(&g), Until: g.LastDay}}
	if g.SignedAt != 0 {
		d.page.On = s.dayOf(g.SignedAt)
	}
	period, err := s.cfg.Catalogue.On(s.dayFor(&row))
	if err != nil {
		return nil, errNotFound
	}
	if d.page.Scheme, err = period.Scheme(g.Scheme); err != nil {
		return nil, errNotFound // the municipality has it no longer
	}
	if d.page.State == ui.Waits {
		if d.application, err = delivery.Decode(g.Payload); err != nil {
			return nil, err
		}
		d.page.Name = d.application.Name
	}
	return d, nil
}

// showSignature shows what somebody is asked to sign, or that they did.
func (s *Server) showSignature(v *visit) error {
	d, err := s.signing(v)
	if err != nil {
		return err
	}
	return v.show(fiber.StatusOK, ui.Signature(v.frame("/partner/"+d.ID), d.page))
}

// giveSignature signs, or does not. Either is said once: the page after it says which.
func (s *Server) giveSignature(v *visit) error {
	d, err := s.signing(v)
	if err != nil {
		return err
	}
	choice := v.field(ui.FieldChoice)
	switch {
	case choice != ui.ChoiceSign && choice != ui.ChoiceRefuse:
		return errBadRequest
	case d.page.State != ui.Waits:
		return v.see("/partner/" + d.ID)
	case choice == ui.ChoiceRefuse:
		err = s.cfg.Store.RefuseSignature(v.UserContext(), v.who, d.ID, s.cfg.Now().Unix(), s.cfg.Today())
	default:
		err = s.deliverSigned(v, d)
	}
	if err != nil {
		return err
	}
	return v.see("/partner/" + d.ID)
}

// deliverSigned puts an application on its way, with who signed besides.
func (s *Server) deliverSigned(v *visit, d *signing) error {
	partner, err := s.cfg.Store.Addressee(v.UserContext(), v.who)
	if err != nil && !errors.Is(err, store.ErrNotFound) && !errors.Is(err, store.ErrOptedOut) {
		return err
	}
	payload, err := d.by(s.cfg.Now().Unix(), v.door, partner.BSN)
	if err != nil {
		return err
	}
	return s.cfg.Store.Sign(v.UserContext(), d.Signature, payload, s.cfg.Today())
}

// by is the application as it is delivered once somebody signed it by a door.
func (d *signing) by(at int64, door store.Door, bsn string) ([]byte, error) {
	d.SignedAt, d.Door = at, door
	d.application.Partner = delivery.Signature{At: at, Door: string(door), BSN: bsn}
	return d.application.Encode()
}
