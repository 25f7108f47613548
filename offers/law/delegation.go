package law

import (
	"cmp"
	"slices"
	"strings"

	"zeker/offers/rules"
)

// candidate is an article that fills an open term on a day.
type candidate struct {
	article *Article
	law     *Law
}

// fill returns the article that fills an open term: in force on the day, of the
// municipality or of no municipality, of the layer that the law delegates to;
// of those the highest layer, then the newest. It returns nil when nothing fills
// the term and a default or null takes its place.
func (c *Corpus) fill(a *Article, t *openTerm, on rules.Day, municipality string) (*Article, error) {
	var authorised, others []candidate
	for _, id := range c.implementers[termKey{a.law.ID, a.Number, t.name}] {
		for _, found := range c.implementations(id, a, t, on, municipality) {
			if t.delegation == "" || found.law.Layer == t.delegation {
				authorised = append(authorised, found)
			} else {
				others = append(others, found)
			}
		}
	}
	switch {
	case len(authorised) > 0:
		return a.best(t, authorised)
	case len(others) > 0:
		return nil, a.errorAt(t.at, Resolution, "open term %q is left to the layer %s, but %s, which fills it, is of the layer %s", t.name,
			t.delegation, others[0].law.ID, others[0].law.Layer)
	case t.required && !t.hasDefault:
		return nil, a.errorAt(t.at, Resolution, "open term %q of article %s of %s is filled by no regulation in force on %s%s",
			t.name, a.Number, a.law.ID, on, inMunicipality(municipality))
	}
	return nil, nil
}

func inMunicipality(code string) string {
	if code == "" {
		return "; no municipality was given"
	}
	return " in municipality " + code
}

// implementations re-reads from the version in force what a law fills in.
func (c *Corpus) implementations(id string, a *Article, t *openTerm, on rules.Day, municipality string) []candidate {
	l, err := c.InForce(id, on)
	if err != nil || l.territory || l.Municipality != "" && l.Municipality != municipality {
		return nil
	}
	var all []candidate
	for _, article := range l.Articles {
		if slices.ContainsFunc(article.implements, func(im implement) bool {
			return im.law == a.law.ID && im.article == a.Number && im.term == t.name
		}) {
			all = append(all, candidate{article, l})
		}
	}
	return all
}

// best ranks candidates: lex superior, then lex posterior. A tie is an error.
func (a *Article) best(t *openTerm, all []candidate) (*Article, error) {
	rank := func(x, y candidate) int {
		return cmp.Or(cmp.Compare(layers[x.law.Layer], layers[y.law.Layer]), newestFirst(x.law, y.law))
	}
	slices.SortStableFunc(all, rank)
	if len(all) > 1 && rank(all[0], all[1]) == 0 {
		var tied []string
		for _, one := range all {
			if rank(all[0], one) == 0 {
				tied = append(tied, one.law.ID+" article "+one.article.Number)
			}
		}
		return nil, a.errorAt(t.at, Resolution, "Ambiguous priority for open term %q: %s are of the same layer and date", t.name,
			strings.Join(tied, " and "))
	}
	return all[0].article, nil
}
