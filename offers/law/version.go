package law

import (
	"cmp"
	"fmt"
	"slices"

	"zeker/offers/rules"
)

// InForce returns the version of a law that is in force on a day: the newest
// that has begun. When that one has ended, no older one takes its place. The
// errors are of kind LawNotFound, LawNotYetInForce and LawEnded, with the texts
// of the format.
func (c *Corpus) InForce(id string, on rules.Day) (*Law, error) {
	versions := c.laws[id]
	if len(versions) == 0 {
		return nil, &Error{Kind: LawNotFound, Message: "Law not found: " + id + DidYouMean(id, c.ids())}
	}
	for _, l := range versions {
		if !l.undated && l.from > on {
			continue
		}
		if l.ends && on > l.to {
			return nil, &Error{Kind: LawEnded, Message: fmt.Sprintf(
				"No version of law '%s' in force on %s; last in force until %s", id, on, l.to)}
		}
		return l, nil
	}
	return nil, &Error{Kind: LawNotYetInForce, Message: fmt.Sprintf(
		"No version of law '%s' in force on %s (not yet in force)", id, on)}
}

// Versions returns all versions of a law, the newest first.
func (c *Corpus) Versions(id string) []*Law { return slices.Clone(c.laws[id]) }

// newestFirst orders versions as the format does: no start date comes last.
func newestFirst(a, b *Law) int {
	switch {
	case a.undated != b.undated && a.undated:
		return 1
	case a.undated != b.undated:
		return -1
	}
	return cmp.Compare(b.from, a.from)
}

// span is the days on which version number i of a law is the one in force;
// empty (last before first) when a newer version begins on the same day.
func (c *Corpus) span(id string, i int) (first, last rules.Day) {
	versions := c.laws[id]
	first, last = versions[i].from, lastDay
	if versions[i].undated {
		first = firstDay
	}
	if versions[i].ends {
		last = versions[i].to
	}
	if i > 0 {
		last = min(last, versions[i-1].from-1)
	}
	return first, last
}

// The days that law can speak of: the years 1 to 9999.
const (
	firstDay rules.Day = -719162
	lastDay  rules.Day = 2932896
)

// Boundaries returns, in order, every day on which a version of these laws
// begins, or the day after one ends, and the same of every law that they reach
// by reference or that fills one of their open terms, in any version and for any
// municipality. Between two boundaries nothing of that law changes.
func (c *Corpus) Boundaries(lawIDs ...string) []rules.Day {
	seen := map[string]bool{}
	queue := slices.Clone(lawIDs)
	var days []rules.Day
	for len(queue) > 0 {
		id := queue[0]
		queue = queue[1:]
		if seen[id] {
			continue
		}
		seen[id] = true
		for _, l := range c.laws[id] {
			if !l.undated {
				days = append(days, l.from)
			}
			if l.ends {
				days = append(days, l.to+1)
			}
			queue = append(queue, c.reached(l)...)
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}

// reached names the laws that one version refers to or lets fill its terms.
func (c *Corpus) reached(l *Law) []string {
	var ids []string
	for _, a := range l.Articles {
		for _, in := range a.inputs {
			if in.regulation != "" {
				ids = append(ids, in.regulation)
			}
		}
		for _, t := range a.openTerms {
			ids = append(ids, c.implementers[termKey{l.ID, a.Number, t.name}]...)
		}
	}
	return ids
}
