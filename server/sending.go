package server

import (
	"maps"

	"github.com/gofiber/fiber/v2"

	"zeker/ui"
)

// apply takes an application that was confirmed on the page that shows what goes, and
// shows that page before.
func (s *Server) apply(v *visit, d *dossier, page *ui.OfferPage, given ui.Given) error {
	if status := refusedBy(page, given.Shown); status != 0 {
		return v.showOffer(status, *page)
	}
	if !given.Confirmed || page.Shown != given.Shown {
		return v.showSending(d, *page, given)
	}
	return s.file(v, d, page, given)
}

// showSending shows an application just before it goes: what goes, and to whom. Nothing
// is stored, so the page carries what was filled in, and the mark of what it shows.
func (v *visit) showSending(d *dossier, page ui.OfferPage, given ui.Given) error {
	v.mayKeep(&page)
	maps.DeleteFunc(page.Values, func(field, value string) bool {
		return value == "" || !ui.Typed(field) && (field != ui.FieldAccount || d.account == "")
	})
	sending := ui.SendingPage{OfferPage: page, Told: page.Offer.KeepFacts(), Requests: given.Requests, Masked: d.account.masked()}
	sending.SignUntil = v.s.signBy(d, &page.Offer)
	if v.behalf != nil {
		sending.HelpedBy = v.behalf.Name
	}
	return v.show(fiber.StatusOK, ui.Sending(v.frame("/offers/"+page.ID), sending))
}
