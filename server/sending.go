package server

import (
	"maps"

	"github.com/gofiber/fiber/v2"

	"zeker/ui"
)

// showSending shows an application just before it goes: what goes, and to whom. Nothing
// is stored, so the page carries what was filled in, and the mark of what it shows.
func (v *visit) showSending(d *dossier, page ui.OfferPage) error {
	v.mayKeep(&page)
	maps.DeleteFunc(page.Values, func(field, value string) bool {
		return value == "" || !ui.Typed(field) && (field != ui.FieldAccount || d.account == "")
	})
	sending := ui.SendingPage{OfferPage: page, Told: append(page.Offer.KeepFacts(), d.contested()...), Masked: d.account.masked()}
	if v.behalf != nil {
		sending.HelpedBy = v.behalf.Name
	}
	return v.show(fiber.StatusOK, ui.Sending(v.frame("/offers/"+page.ID), sending))
}
