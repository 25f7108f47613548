package server

import (
	"context"
	"errors"
	"fmt"

	"zeker/offers"
	"zeker/offers/rules"
	"zeker/server/store"
)

// Counters are all that a scan leaves of residents without an offer: how many
// there were of what. The names are people, opted_out, failed, and per scheme
// "<scheme>.offer", "<scheme>.invitation", "<scheme>.none" and, when nobody may
// be approached for it, "<scheme>.no_ground".
type Counters map[string]int64

// The counters that are not of a scheme.
const (
	CountPeople   = "people"    // whose facts were read
	CountOptedOut = "opted_out" // of whom no fact was read
	CountFailed   = "failed"    // with a fact that cannot be; no offer was made
	CountNoGround = ".no_ground"
)

// offerLife is how many days an offer stands: the 20 days of its letter's code
// and time to think, to ask and to talk.
const offerLife = 60

// Scan looks at everyone who did not opt out, makes the offers of the
// municipality's own schemes on a day, and stores those that are one: no offer,
// no row. Residents who opt out while it runs are left in peace from that moment
// on. A scheme whose ground for approaching is not in force on the day is not
// looked at; when none is left, no fact is read at all. Imported rows whose last
// day has passed are deleted first. progress is called after each resident, and
// may be nil. at is now, in seconds since 1970. Errors: offers.ErrNoLaw, and those
// of the store; then nothing is stored.
func Scan(ctx context.Context, st *store.Store, c *offers.Catalogue, on rules.Day, at int64, progress func(done, total int)) (Counters, error) {
	if _, err := st.Purge(ctx, on); err != nil {
		return nil, err
	}
	s := scan{counters: Counters{}}
	if err := s.prepare(c, on); err != nil {
		return nil, fmt.Errorf("scan on %s: %w", on, err)
	}
	subjects, optedOut, err := st.Subjects(ctx)
	if err != nil {
		return nil, err
	}
	s.counters[CountOptedOut] = int64(optedOut)
	if len(s.schemes) == 0 {
		subjects = nil
	}
	for i, subject := range subjects {
		person, err := st.Resident(ctx, subject)
		switch {
		case errors.Is(err, store.ErrOptedOut):
			s.counters[CountOptedOut]++
		case errors.Is(err, store.ErrNotFound): // purged since
		case err != nil:
			return nil, err
		default:
			s.look(subject, &person.Record)
		}
		if progress != nil {
			progress(i+1, len(subjects))
		}
	}
	return s.counters, st.SaveScan(ctx, store.Scan{
		Municipality: c.Municipality, On: on, Bundle: c.Hash, At: at, Counters: s.counters, Offers: s.offers,
	})
}

// scan is a scan under way.
type scan struct {
	schemes  []scanned
	counters Counters
	offers   []store.OfferRow
}

// scanned is a scheme that people may be approached for.
type scanned struct {
	id      string
	maker   *offers.Maker
	expires rules.Day
}

// prepare chooses the schemes.
func (s *scan) prepare(c *offers.Catalogue, on rules.Day) error {
	period, err := c.On(on)
	if err != nil {
		return err
	}
	for i := range period.Schemes {
		scheme := &period.Schemes[i]
		if !scheme.Ours() {
			continue
		}
		ground := scheme.Ground(scheme.Approach)
		if !ground.InForce(on) {
			s.counters[scheme.ID+CountNoGround] = 1
			continue
		}
		maker, err := offers.NewMaker(c, scheme.ID, on)
		if err != nil {
			return err
		}
		s.schemes = append(s.schemes, scanned{scheme.ID, maker, lastDay(c, scheme.ID, ground, on)})
	}
	return nil
}

// lastDay is the last day that an offer made on a day stands: no longer than
// people may be approached, and than the law knows the scheme.
func lastDay(c *offers.Catalogue, scheme string, ground *offers.Ground, on rules.Day) rules.Day {
	last := on + offerLife
	if ground.Until != 0 {
		last = min(last, ground.Until)
	}
	for day := on; ; {
		period, err := c.On(day)
		if err != nil {
			return day - 1
		}
		if _, err := period.Scheme(scheme); err != nil {
			return day - 1
		}
		if period.Until == 0 || period.Until >= last {
			return last
		}
		day = period.Until + 1
	}
}

// look makes the offers for one resident and keeps those that are one.
func (s *scan) look(subject store.Subject, record *offers.Record) {
	s.counters[CountPeople]++
	for i := range s.schemes {
		scheme := &s.schemes[i]
		offer, err := scheme.maker.Make(record)
		if err != nil {
			// One resident's impossible fact must not keep an offer from all others.
			s.counters[CountFailed]++
			continue
		}
		s.counters[scheme.id+"."+string(offer.Class)]++
		if offer.Class == offers.ClassNone {
			continue
		}
		row := store.OfferRow{
			Subject: subject, Scheme: scheme.id, Class: offer.Class, State: offer.State, Amount: offer.Amount, Expires: scheme.expires,
		}
		for j := range offer.Facts {
			row.Facts = append(row.Facts, offer.Facts[j].Name)
		}
		s.offers = append(s.offers, row)
	}
}
