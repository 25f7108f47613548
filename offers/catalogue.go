package offers

import "zeker/offers/rules"

// Catalogue is what one municipality offers, compiled: per period of law one
// joint program and the schemes that read it.
type Catalogue struct {
	Municipality string // id
	Name         string // as residents know it
	Hash         string // of the bundle, hexadecimal SHA-256; "" inside the bundle itself
	Periods      []Period
}

// Period is a span of days in which no law of the catalogue changes.
type Period struct {
	From, Until rules.Day // both included; Until 0 when it has no end
	Program     *rules.Program
	Schemes     []Scheme
}

// LawVersion names one version of one law.
type LawVersion struct {
	ID      string // $id
	Version string // valid_from
	Name    string // as people cite it
	URL     string
	SHA256  string // of the file, hexadecimal
}

// ErrNoLaw is returned for a day on which the catalogue holds no law. No other
// day's law is used instead.
const ErrNoLaw = Error("no law of this catalogue is in force on that day")

// ErrNoScheme is returned for a scheme that the municipality does not have on
// that day.
const ErrNoScheme = Error("the municipality has no such scheme on that day")

// On returns the period that holds a day.
func (c *Catalogue) On(day rules.Day) (*Period, error) {
	for i := range c.Periods {
		if p := &c.Periods[i]; day >= p.From && (p.Until == 0 || day <= p.Until) {
			return p, nil
		}
	}
	return nil, ErrNoLaw
}

// CountFor returns the ids of the schemes for which the money of another one counts as
// a fact of theirs, so that they may pay less beside it.
func (p *Period) CountFor(id string) (ids []string) {
	for i := range p.Schemes {
		if s := &p.Schemes[i]; s.ID != id && s.movedBy(id) {
			ids = append(ids, s.ID)
		}
	}
	return ids
}

// Scheme returns a scheme of the period.
func (p *Period) Scheme(id string) (*Scheme, error) {
	for i := range p.Schemes {
		if p.Schemes[i].ID == id {
			return &p.Schemes[i], nil
		}
	}
	return nil, ErrNoScheme
}
