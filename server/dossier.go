package server

import (
	"errors"
	"slices"

	"zeker/offers"
	"zeker/offers/rules"
	"zeker/server/store"
	"zeker/ui"
)

// dossier is one offer of the resident who asks, with all that its page needs.
type dossier struct {
	row     store.OfferRow
	person  offers.Person
	offer   offers.Offer    // from what sources say today
	latest  *offers.Receipt // of the answer that counts; nil when there is none
	inputs  []rules.Fact
	expired bool
	door    store.Door // by which the resident came in
	mute    bool       // a helper is there, who may look and not answer
	// corrections are what the resident filled in that differs from what was known.
	corrections []offers.Fact
	alone       bool // they filled in without what is known
	account     iban // that they typed for the money to go to, "" for none
}

// dossier reads the offer that the address names. Somebody else's offer, one
// that never was, and one of a scheme that is no longer there are all not found.
func (s *Server) dossier(v *visit) (*dossier, error) {
	row, person, err := s.cfg.Store.Dossier(v.UserContext(), v.who, v.Params("id"))
	if row.ID != "" && !v.sees(row.Scheme) {
		return nil, errNotFound // for other schemes nobody asked this helper
	}
	if err != nil {
		return nil, err
	}
	d, err := s.dossierOf(v, row, person)
	if err != nil {
		return nil, err
	}
	d.inputs = s.inputs(d.offer.On)
	return d, nil
}

// dossierOf makes the offer of a row again, with the answer that counts. Its errors are
// those of make.
func (s *Server) dossierOf(v *visit, row store.OfferRow, person offers.Person) (d *dossier, err error) {
	d = &dossier{row: row, person: person, door: v.door, mute: !v.answers()}
	if d.offer, err = s.make(&row, &person.Record); err != nil {
		return nil, err
	}
	if row.AnsweredAt != 0 {
		if d.latest, err = s.latestAnswer(v, row.ID); err != nil {
			return nil, err
		}
	}
	d.expired = s.expired(&row) && !d.paused()
	return d, nil
}

// paused reports whether the time to answer stands still, because the resident
// wants to talk first: the page promised that it does.
func (d *dossier) paused() bool { return d.latest != nil && d.latest.Kind == offers.Talk }

// until is the last day to answer, 0 while that is not running.
func (d *dossier) until() rules.Day {
	if d.paused() {
		return 0
	}
	return d.row.LastDay()
}

// revocable reports whether the answer that counts can be taken back.
func (d *dossier) revocable() bool {
	return d.latest != nil && d.latest.Kind.Revocable() && !d.mute
}

// expired reports whether the last day to answer an offer is over.
func (s *Server) expired(row *store.OfferRow) bool {
	last := row.LastDay()
	return last != 0 && s.cfg.Today() > last
}

// make makes an offer from a record: on the day that it is today, or on its own
// day when the time to answer is over, because the law may have gone on since.
func (s *Server) make(row *store.OfferRow, record *offers.Record) (offers.Offer, error) {
	return s.makeOn(s.dayFor(row), row.Scheme, record)
}

// dayFor is the day whose law counts for an offer.
func (s *Server) dayFor(row *store.OfferRow) rules.Day {
	if s.expired(row) {
		return row.On
	}
	return s.cfg.Today()
}

// makeOn makes an offer on a day. errNotFound when there is no such scheme then, or no law
// of that day.
func (s *Server) makeOn(on rules.Day, scheme string, record *offers.Record) (offers.Offer, error) {
	offer, err := s.makers.make(s.cfg.Catalogue, scheme, record, on)
	if errors.Is(err, offers.ErrNoScheme) || errors.Is(err, offers.ErrNoLaw) {
		return offer, errNotFound
	}
	return offer, err
}

// inputs are the facts of the law in force on a day, to write values by; none
// when the catalogue no longer holds that day.
func (s *Server) inputs(on rules.Day) []rules.Fact {
	period, err := s.cfg.Catalogue.On(on)
	if err != nil {
		return nil
	}
	return period.Program.Facts()
}

// accept says whether the resident may apply by the door they came in: with no more
// than the code of a letter only where the scheme says so (B13). Unless they signed in
// themselves, money can only go to an account that the municipality knows, and an
// application with another one stays as it is.
func (d *dossier) accept() ui.AcceptState {
	scheme := d.offer.Scheme
	switch {
	case d.mute:
		return ui.LookOnly
	case !scheme.Ours():
		return ui.NotOurs
	case d.row.Taken != 0:
		return ui.Delivered
	case d.expired:
		return ui.OfferExpired
	case scheme.Accept != offers.AcceptByLetter && d.door == store.ByLetter:
		return ui.NeedsSignIn
	case scheme.Account != "" && d.door != store.BySignIn && d.hasAccount():
		return ui.AccountGiven
	case scheme.Account != "" && d.door != store.BySignIn && !d.knows(scheme.Account):
		return ui.NeedsAccount
	}
	return ui.CanAccept
}

// knows reports whether a source of ours says yes to a fact.
func (d *dossier) knows(name string) bool {
	for _, f := range d.offer.Facts {
		if f.Name == name {
			return f.Source != offers.Resident && f.Value == offers.Yes
		}
	}
	return false
}

// correct makes the offer again with what the resident filled in, and says that
// a value of ours is not right where the resident does. A contest changes no
// value by itself: it goes along to whoever decides. Who fills in alone is asked all
// that they can say themselves.
func (d *dossier) correct(s *Server, given ui.Given) (offers.Offer, error) {
	known := &d.person.Record
	record := offers.Record{Facts: slices.Clone(known.Facts)}
	if d.alone = given.Alone; d.alone {
		record.Facts = slices.DeleteFunc(record.Facts, func(f offers.Fact) bool {
			q := d.offer.Scheme.Question(f.Name)
			return q != nil && q.Ask
		})
	}
	for i := range record.Facts {
		record.Facts[i].Contested = slices.Contains(given.Contested, record.Facts[i].Name)
	}
	for _, f := range given.Facts {
		if had := known.Fact(f.Name); d.alone || had == nil || had.Doubt || had.Value != f.Value {
			d.corrections = append(d.corrections, f)
		}
	}
	record.Facts = append(record.Facts, d.corrections...)
	return s.make(&d.row, &record)
}

// contested are the facts of ours that the resident gave another value for: the
// offer no longer uses them, the receipt keeps them. Who filled in alone said nothing
// of ours, and of what was in doubt they were asked.
func (d *dossier) contested() []offers.Fact {
	var list []offers.Fact
	if d.alone {
		return nil
	}
	for _, f := range d.offer.KeepFacts() {
		if !f.Doubt && slices.ContainsFunc(d.corrections, func(c offers.Fact) bool { return c.Name == f.Name }) {
			f.Contested = true
			list = append(list, f)
		}
	}
	return list
}

// repeats reports whether an answer says nothing that the latest one did not say.
// Browsers ask for a page anew on the way back, so the page that is answered may
// well be one that was made after the first answer (D10).
func (d *dossier) repeats(given *ui.Given) bool {
	if d.latest == nil || d.latest.Kind != given.Answer || d.accountFor(given.Answer) != "" {
		return false // of an account the latest one tells too little to compare
	}
	if given.Answer == offers.Talk {
		asks := given.Talk
		asks.Language = "" // which is always chosen: by itself it says nothing new
		return (given.Wish == "" || given.Wish == d.latest.Wish) &&
			(asks == offers.Conversation{} || given.Talk == d.latest.Talk)
	}
	said := func(name string, is func(offers.Fact) bool) bool {
		return slices.ContainsFunc(d.latest.Facts, func(f offers.Fact) bool { return f.Name == name && is(f) })
	}
	for _, c := range d.corrections {
		if given.Answer == offers.Accept && !said(c.Name, func(f offers.Fact) bool { return f.Value == c.Value && f.Source == c.Source }) {
			return false
		}
	}
	for _, r := range given.Requests {
		if given.Answer == offers.Accept && !slices.Contains(d.latest.Requests, r) {
			return false
		}
	}
	for _, name := range given.Contested {
		if given.Answer == offers.Accept && !said(name, func(f offers.Fact) bool { return f.Contested }) {
			return false
		}
	}
	return true
}
