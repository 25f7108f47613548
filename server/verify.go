package server

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"zeker/ui"
)

// verifyScript is the file of package ui that verifies receipts on the reader's device.
const verifyScript = "verify.js"

// showVerify shows where anybody sees whether a receipt is real. The keys come with the
// page, so that it needs us no more, and sends us nothing.
func (s *Server) showVerify(v *visit) error {
	keys, err := s.cfg.Store.SigningKeys(v.UserContext())
	if err != nil {
		return err
	}
	page := ui.VerifyPage{Script: s.assets.hrefs[verifyScript], Schemes: s.everyScheme()}
	page.Money, page.Thousands, page.Decimal = signs(v.l)
	for _, k := range keys {
		page.Keys = append(page.Keys, k.Public)
	}
	return v.show(fiber.StatusOK, ui.Verify(v.frame("/verify"), page))
}

// everyScheme are the ids of the schemes of all days.
func (s *Server) everyScheme() []string {
	var ids []string
	for i := range s.cfg.Catalogue.Periods {
		for j := range s.cfg.Catalogue.Periods[i].Schemes {
			ids = append(ids, s.cfg.Catalogue.Periods[i].Schemes[j].ID)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}
