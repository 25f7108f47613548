package server

import (
	"github.com/gofiber/fiber/v2"

	"zeker/offers"
	"zeker/ui"
)

// showWhatIf asks anybody what may happen.
func (s *Server) showWhatIf(v *visit) error {
	page, err := s.whatIf()
	if err != nil {
		return err
	}
	return v.showWhatIf(fiber.StatusOK, page)
}

// computeWhatIf works out what would come of it. Nothing is stored, and the answer
// comes with this very response, so that no address holds what was typed.
func (s *Server) computeWhatIf(v *visit) error {
	page, err := s.whatIf()
	if err != nil {
		return err
	}
	page.Computed, page.Values = true, v.values()
	page.ReadLife(v.field)
	if page.Courses, err = s.cfg.Catalogue.Courses(&page.Life); err != nil {
		return err
	}
	return v.showWhatIf(statusOf(page.Errors), page)
}

func (v *visit) showWhatIf(status int, page ui.WhatIfPage) error {
	return v.show(status, ui.WhatIf(v.local("/what-if", v.s.checks[v.l.Code()].whatIf), page))
}

// whatIf is the page with nothing filled in: the schemes of today, and the months of
// this calendar year and the next of which the law is known.
func (s *Server) whatIf() (ui.WhatIfPage, error) {
	on := s.cfg.Today()
	period, err := s.cfg.Catalogue.On(on)
	if err != nil {
		return ui.WhatIfPage{}, errNotFound
	}
	page := ui.WhatIfPage{Inputs: period.Program.Facts(), Life: offers.Life{On: on}}
	for i := range period.Schemes {
		page.Schemes = append(page.Schemes, &period.Schemes[i])
	}
	year, _, _ := on.Civil()
	page.Months = s.cfg.Catalogue.Months(year)
	if len(page.Months) == 0 {
		return page, errNotFound
	}
	page.Life.Month = page.Month("")
	return page, nil
}
