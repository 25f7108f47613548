package server

import (
	"slices"
	"sync"

	"zeker/offers"
	"zeker/offers/rules"
)

// makers are those of the newest day, at rest: to prepare one takes ten times as long as to make
// an offer with it.
type makers struct {
	mu sync.Mutex
	on rules.Day
	of map[string]*sync.Pool // by scheme, of *offers.Maker
}

// make is [offers.Make] with a maker that another request used before. The offer holds
// nothing of the maker's room.
func (m *makers) make(c *offers.Catalogue, scheme string, record *offers.Record, on rules.Day) (offers.Offer, error) {
	resting := m.resting(scheme, on)
	maker, _ := resting.Get().(*offers.Maker)
	if maker == nil {
		var err error
		if maker, err = offers.NewMaker(c, scheme, on); err != nil {
			return offers.Offer{}, err
		}
	}
	offer, err := maker.Make(record)
	if err != nil {
		return offer, err // and the maker is not used again
	}
	offer.Facts, offer.Reasons = slices.Clone(offer.Facts), slices.Clone(offer.Reasons)
	resting.Put(maker)
	return offer, nil
}

// resting are the makers of a scheme on a day. Those of an earlier day go; for a day that is
// over, as that of an expired offer, none are kept.
func (m *makers) resting(scheme string, on rules.Day) *sync.Pool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.of != nil && on < m.on {
		return new(sync.Pool)
	}
	if m.of == nil || m.on != on {
		m.on, m.of = on, map[string]*sync.Pool{}
	}
	if m.of[scheme] == nil {
		m.of[scheme] = new(sync.Pool)
	}
	return m.of[scheme]
}
