package ui

import (
	"slices"
	"strings"

	"zeker/offers"
	"zeker/offers/rules"
)

// AnswerCheck is the value of the button that only computes again: nothing is
// answered and nothing is stored.
const AnswerCheck = "check"

// kicker is the line above the title: how sure the approach may sound.
func kicker(p *OfferPage) string {
	switch {
	case p.Accept == NotOurs:
		return "offer.kicker.not_ours"
	case p.Offer.Class == offers.ClassOffer:
		return "offer.kicker.offer"
	}
	return "offer.kicker.invitation"
}

// lead is the sentence before the amount. It is firm only where rules decide:
// everywhere else a person at the authority has the last word.
func lead(o offers.Offer) string {
	if o.State == offers.Entitled && o.Scheme.Mode != offers.Prefilled {
		return "offer.lead.firm"
	}
	return "offer.lead." + string(o.State)
}

// said is how texts name an answer. A withdrawal of what was handed over is a wish.
func said(kind offers.AnswerKind, delivered bool) string {
	if delivered && kind == offers.Withdraw {
		return string(kind) + ".delivered"
	}
	return string(kind)
}

// alreadySaid is what the page says first of the answer that was given. What was handed over
// is no longer to be changed here.
func alreadySaid(p *OfferPage) string {
	if p.Accept == Delivered && p.Answered.Kind == offers.Accept {
		return "answers.blocked.delivered"
	}
	return "offer.answered." + said(p.Answered.Kind, p.Accept == Delivered)
}

// Who decides, in the ids of texts.
const (
	byRules  = "rules"
	byPerson = "person"
)

// decides picks the words for who decides: by rules, or a person.
func decides(o offers.Offer) string {
	if o.State == offers.Entitled && o.Scheme.Mode != offers.Prefilled {
		return byRules
	}
	return byPerson
}

func whyTitle(o *offers.Offer) string {
	if o.State == offers.NotEntitled {
		return "offer.why_not"
	}
	return "offer.why"
}

// articleOf makes the article of a place in the law.
func articleOf(laws []offers.LawVersion, at rules.Source) offers.Article {
	a := offers.Article{Law: at.Law, Number: at.Article, URL: at.URL}
	for _, l := range laws {
		if l.ID == at.Law && l.Name != "" {
			a.Law = l.Name
		}
	}
	if day, ok := rules.ParseDay(at.Version); ok {
		a.Year, _, _ = day.Civil()
	}
	return a
}

// fieldName names a form field of an offer's page for the summary of errors.
func fieldName(f *Frame) func(string) string {
	return func(field string) string {
		if len(field) > len("fact.") && field[:len("fact.")] == "fact." {
			return f.L.T(field + ".label")
		}
		return ""
	}
}

// fieldAnchor is the id of the place where a field can be mended.
func fieldAnchor(inputs []rules.Fact) func(string) string {
	return func(field string) string {
		for i := range inputs {
			if FieldFact(inputs[i].Name) == field && inputs[i].Type == rules.Date {
				return field + ".day"
			}
		}
		return field
	}
}

// contestWays are the ways to say that a value is not right, for one that the resident
// may give, or not. The last takes it back.
func contestWays(asks bool) []option {
	ways := []option{{ContestMine, "offer.contest.mine"}, {ContestSource, "offer.contest.source"}, {ContestBoth, "offer.contest.both"}, {"", "offer.contest.none"}}
	if asks {
		return ways
	}
	return []option{ways[1], ways[3]}
}

// ours is what we know of a fact that is shown, also when the resident's own answer took
// its place; nil for what only they said.
func (p *OfferPage) ours(fact *offers.Fact) *offers.Fact {
	if fact.Source != offers.Resident {
		return fact
	}
	for i := range p.Replaced {
		if p.Replaced[i].Name == fact.Name {
			return &p.Replaced[i]
		}
	}
	return nil
}

// requestFor is what the source of a fact is asked to put right, nil for nothing.
func requestFor(requests []offers.Request, fact *offers.Fact) *offers.Request {
	for i := range requests {
		if requests[i].Fact == fact.Name && requests[i].Source == fact.Source {
			return &requests[i]
		}
	}
	return nil
}

// contestOpen reports whether the fold to contest a fact stands open: when the
// resident used it.
func contestOpen(p *OfferPage, fact *offers.Fact) bool {
	field := FieldFact(fact.Name)
	for _, key := range []string{FieldContest(fact.Name), field, field + ".day", field + ".none"} {
		if p.Values[key] != "" {
			return true
		}
	}
	return fact.Contested || errorKey(p.Errors, field) != ""
}

// period writes the day or the period that a fact is about.
func period(f *Frame, fact *offers.Fact) string {
	switch {
	case fact.From != 0 && fact.Until != 0:
		return f.L.W("offer.period", "From", f.L.Date(fact.From), "Until", f.L.Date(fact.Until))
	case fact.AsOf != 0:
		return f.L.W("offer.as_of", "Date", f.L.Date(fact.AsOf))
	}
	return ""
}

// paper is the id of the text that says on which line of which paper a resident finds a
// value, "" where no paper shows it: what is not there stands on none.
func paper(f *Frame, fact *offers.Fact) string {
	id := "fact." + fact.Name + ".paper"
	if fact.Value.N == 0 || !f.L.Has(id) {
		return ""
	}
	return id
}

// staysOpen names the questions that an application leaves open, "" when none.
func staysOpen(f *Frame, o *offers.Offer) string {
	var labels []string
	for _, name := range o.Missing {
		if q := o.Scheme.Question(name); q != nil {
			labels = append(labels, f.L.T("fact."+name+".label"))
		}
	}
	return strings.Join(labels, " · ")
}

// notLooked says why a question is asked that a source could have answered, ""
// for what only the resident knows, or wants to say alone.
func notLooked(p *OfferPage, q *offers.Question) string {
	doubted := slices.ContainsFunc(p.Offer.Facts, func(f *offers.Fact) bool { return f.Name == q.Name && f.Doubt })
	switch {
	case doubted:
		return "offer.in_doubt.ask"
	case q.Source == offers.Resident || p.Alone:
		return ""
	case !p.Offer.Scheme.Ground(q.Ground).InForce(p.Offer.On):
		return "offer.may_not_look"
	}
	return "offer.could_not_look"
}

// grounds are the articles on which sources were asked, each once.
func grounds(o *offers.Offer) []offers.Article {
	var list []offers.Article
	seen := map[string]bool{}
	for i := range o.Facts {
		g := o.Scheme.Ground(o.Facts[i].Ground)
		if g == nil || seen[g.ID] {
			continue
		}
		seen[g.ID] = true
		list = append(list, g.Article)
	}
	return list
}
