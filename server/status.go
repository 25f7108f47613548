package server

import (
	"errors"

	"zeker/offers"
	"zeker/server/store"
	"zeker/ui"
)

// decisionArticle says by when a decision is due.
var decisionArticle = offers.Article{
	Law: "Algemene wet bestuursrecht", Number: "4:13", Section: "2", Year: 2026,
	URL: "https://wetten.overheid.nl/BWBR0005537/2026-01-01#Artikel4:13",
}

// objectionArticle says how long one can object to a decision.
var objectionArticle = offers.Article{
	Law: "Algemene wet bestuursrecht", Number: "6:7", Year: 2026,
	URL: "https://wetten.overheid.nl/BWBR0005537/2026-01-01#Artikel6:7",
}

// status is where an application stands, nil for an answer that asks for nothing and for
// one that another answer came after. person is what is known of the resident today, nil
// when that may not be looked at; taken is the sequence of the application that delivery
// took, 0 for none.
func (s *Server) status(v *visit, r *offers.Receipt, person *offers.Person, taken int) (*ui.Status, error) {
	switch {
	case r.Kind == offers.Withdraw && taken != 0:
		return s.decidedAnyway(v, r, taken)
	case r.Kind != offers.Accept:
		return nil, nil // nothing was taken, and the store need not be asked
	}
	at, err := s.cfg.Store.Standing(v.UserContext(), v.who, r.Number)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	status := &ui.Status{Asked: s.dayOf(r.At), Signature: s.signature(&at.Signature), SignUntil: at.Signature.LastDay}
	if at.TakenAt != 0 {
		status.Taken = s.dayOf(at.TakenAt)
	}
	if status.Signature == ui.Signed {
		status.SignedOn = s.dayOf(at.Signature.SignedAt)
	}
	if at.Decision != nil {
		return status, s.decided(status, at.Decision, r)
	}
	switch status.Signature {
	case ui.Waits, ui.Refused, ui.NotSigned:
		return status, nil
	}
	// For remission of taxes the law of taxes has its own rules, and each municipality
	// its own time: no day that holds everywhere is known. Nor is it known whether the
	// time begins with the application or with the signature that made it whole.
	if r.Per != offers.OffBill && status.Signature != ui.Signed {
		status.Latest, status.Article = termEnd(status.Asked, decisionWeeks), decisionArticle
	}
	if person != nil {
		status.Changed, err = s.changed(r, person)
	}
	return status, err
}

// decidedAnyway is where an application stands that was decided on, though the resident
// wanted to stop once it had been taken; nil while nothing was decided.
func (s *Server) decidedAnyway(v *visit, withdrawal *offers.Receipt, taken int) (*ui.Status, error) {
	application, err := s.cfg.Store.AnswerAt(v.UserContext(), v.who, withdrawal.OfferID, taken)
	if err != nil {
		return nil, err
	}
	status, err := s.status(v, &application, nil, taken)
	if status == nil || status.Decision == nil {
		return nil, err
	}
	return status, err
}

// decided fills in what was decided, and until when one can object. When it is less than
// what we said there is a right to, our reasons can help to object.
func (s *Server) decided(status *ui.Status, d *offers.Decision, r *offers.Receipt) error {
	status.Decision = d
	if r.Per != offers.OffBill {
		status.Object, status.Article = termEnd(d.Sent, objectionWeeks), objectionArticle
		status.TooLate = s.cfg.Today() > status.Object
	}
	if d.Outcome == offers.Granted || r.State != offers.Entitled {
		return nil
	}
	offer, err := s.makeOn(r.On, r.Scheme, &offers.Record{Facts: r.Facts})
	if errors.Is(err, errNotFound) {
		return nil
	}
	if err == nil && offer.State == r.State {
		status.Thought = &offer
	}
	return err
}

// changed reports whether the offer made again today differs from what they applied for:
// with the facts that it rested on, as sources give them today, what the resident said
// then, and what they contested. Of a scheme that is gone nothing is known.
func (s *Server) changed(r *offers.Receipt, person *offers.Person) (bool, error) {
	var record, own offers.Record
	for _, f := range r.Facts {
		if f.Source == offers.Resident {
			own.Facts = append(own.Facts, f)
			continue
		}
		if today := person.Record.Fact(f.Name); today != nil {
			contested := f.Contested
			f = *today
			f.Contested = contested
		}
		record.Facts = append(record.Facts, f)
	}
	record.Facts = append(record.Facts, own.Facts...)
	offer, err := s.makeOn(s.cfg.Today(), r.Scheme, &record)
	if errors.Is(err, errNotFound) {
		return false, nil
	}
	return offer.State != r.State || offer.Amount != r.Amount, err
}

// statusNow is status, with what is known of the resident today where that matters.
func (s *Server) statusNow(v *visit, r *offers.Receipt, taken int) (*ui.Status, error) {
	if r.Kind != offers.Accept {
		return s.status(v, r, nil, taken)
	}
	person, err := s.known(v)
	if err != nil {
		return nil, err
	}
	return s.status(v, r, person, taken)
}

// known is what is known of the resident today, nil when nothing is, or when they do not
// want that anybody looks.
func (s *Server) known(v *visit) (*offers.Person, error) {
	person, err := s.cfg.Store.Resident(v.UserContext(), v.who)
	if errors.Is(err, store.ErrOptedOut) || errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return &person, err
}
