package server

import (
	"errors"
	"slices"

	"github.com/gofiber/fiber/v2"

	"zeker/offers"
	"zeker/server/store"
	"zeker/ui"
)

// listOffers shows what there is for the resident. After an opt-out it shows
// only that.
func (s *Server) listOffers(v *visit) error {
	person, err := s.cfg.Store.Resident(v.UserContext(), v.who)
	if errors.Is(err, store.ErrOptedOut) {
		return v.show(fiber.StatusOK, ui.Offers(v.frame("/offers"), ui.OffersPage{OptedOut: true}))
	}
	if errors.Is(err, store.ErrNotFound) {
		return v.show(fiber.StatusOK, ui.Offers(v.frame("/offers"), ui.OffersPage{Unknown: true, Checks: s.checkable()}))
	}
	if err != nil {
		return err
	}
	page := ui.OffersPage{Name: person.Name}
	if v.behalf == nil {
		page.Marks = ui.MarksOf(s.cfg.Store.Mark(v.who))
	}
	if page.Lines, err = s.lines(v, person); err != nil {
		return err
	}
	page.Total = total(page.Lines, s.together)
	return v.show(fiber.StatusOK, ui.Offers(v.frame("/offers"), page))
}

// lines are the offers that the resident was told of, made again from what is known
// today.
func (s *Server) lines(v *visit, person offers.Person) (lines []ui.OfferLine, err error) {
	rows, err := s.cfg.Store.OffersOf(v.UserContext(), v.who)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		if row.OfferedAt == 0 || !v.sees(row.Scheme) {
			continue // no letter tells of it: a ground may let no more people be approached
		}
		d, err := s.dossierOf(v, row, person)
		if errors.Is(err, errNotFound) {
			continue // the municipality has the scheme no longer
		}
		if err != nil {
			return nil, err
		}
		line := ui.OfferLine{
			ID: row.ID, Offer: d.offer, Accept: d.accept(), Account: d.asksAccount(), Answered: d.latest, Revocable: d.revocable(),
			Until: d.until(), Over: d.expired, Whose: v.whose(row.ID),
		}
		if d.latest != nil {
			if line.Status, err = s.status(v, d.latest, &person, row.Taken); err != nil {
				return nil, err
			}
		}
		lines = append(lines, line)
	}
	return lines, nil
}

// total is what the resident can say yes to comes to in a month. A right that is not
// sure yet is not in it. Neither is money that would be less beside other money in it,
// because that counts as income: no more is promised than can be had.
func total(lines []ui.OfferLine, together map[*offers.Scheme][]string) ui.Total {
	sure := slices.DeleteFunc(slices.Clone(lines), func(l ui.OfferLine) bool {
		return l.Group() != ui.ToAnswer || l.Offer.State != offers.Entitled
	})
	var sum ui.Total
	for _, l := range sure {
		less := slices.ContainsFunc(sure, func(other ui.OfferLine) bool {
			return slices.Contains(together[other.Offer.Scheme], l.Offer.Scheme.ID)
		})
		if !less {
			sum.Add(&l.Offer)
		}
	}
	return sum
}
