package server

import "zeker/offers"

// together lists, for every scheme of a catalogue whose money counts for others, those
// others. It is made once: pages look their scheme up in it.
func together(c *offers.Catalogue) map[*offers.Scheme][]string {
	all := map[*offers.Scheme][]string{}
	for i := range c.Periods {
		p := &c.Periods[i]
		for j := range p.Schemes {
			s := &p.Schemes[j]
			if others := p.CountFor(s.ID); len(others) > 0 {
				all[s] = others
			}
		}
	}
	return all
}
