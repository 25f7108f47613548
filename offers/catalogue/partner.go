package catalogue

import (
	"slices"

	"go.yaml.in/yaml/v3"

	"zeker/offers"
	"zeker/offers/law"
	"zeker/offers/rules"
)

// signsFile says of a scheme that an application waits for the signature of the partner,
// when there is one. For general assistance partners apply together, or one with the other's
// consent in writing (Participatiewet 43(2)); how that is shown is the municipality's choice,
// so it stands in its file. So does how long they have: no law says that.
type signsFile struct {
	Node    *yaml.Node `key:"@"`
	Scheme  word       `key:"scheme"`
	Partner word       `key:"partner"` // the fact that says that there is one
	Days    int        `key:"days"`
}

// PartnerRule is when an application waits for the signature of the partner, and how long.
type PartnerRule struct {
	Fact string // that says yes when there is a partner
	// Days is how many days after the application the partner can sign at least. While the
	// offer stands they can in any case.
	Days int
}

// takeSigns copies which schemes a partner signs for, and refuses what nobody can sign.
func (m *Municipality) takeSigns(c *offers.Catalogue, chosen []*Scheme) law.Errors {
	m.PartnerSigns = map[string]PartnerRule{}
	for _, f := range m.file.Signs {
		i := slices.IndexFunc(chosen, func(s *Scheme) bool { return s.ID == f.Scheme.s })
		switch {
		case i < 0:
			m.doc.refuse(f.Scheme.node, "this municipality has no scheme %q that a partner could sign for", f.Scheme.s)
		case !chosen[i].base.Ours():
			m.doc.refuse(f.Scheme.node, "%s decides on %s, so nobody signs for it here", chosen[i].base.DecidedBy, f.Scheme.s)
		case m.PartnerSigns[f.Scheme.s] != PartnerRule{}:
			m.doc.refuse(f.Scheme.node, "scheme %s stands twice", f.Scheme.s)
		case !asksYesOrNo(c, chosen[i], f.Partner.s):
			m.doc.refuse(f.Partner.node, "the law of %s asks no yes or no that is called %q", f.Scheme.s, f.Partner.s)
		case f.Days < 1:
			m.doc.refuse(f.Node, "a partner has at least one day to sign, not %d", f.Days)
		}
		m.PartnerSigns[f.Scheme.s] = PartnerRule{Fact: f.Partner.s, Days: f.Days}
	}
	errs := m.doc.errs
	m.doc.errs = nil
	return errs
}

// asksYesOrNo reports whether a fact of a scheme is a yes or no, in any period.
func asksYesOrNo(c *offers.Catalogue, s *Scheme, name string) bool {
	q := s.base.Question(name)
	return q != nil && !q.Criterion && slices.ContainsFunc(c.Periods, func(p offers.Period) bool {
		return slices.ContainsFunc(p.Program.Facts(), func(f rules.Fact) bool { return f.Name == name && f.Type == rules.Bool })
	})
}
