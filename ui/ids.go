package ui

import (
	"slices"

	"zeker/offers"
	"zeker/offers/rules"
)

// IDs are the ids of the texts that a catalogue's schemes need besides the texts
// of the pages themselves, sorted: titles, reasons, card lines, and the words of
// every fact that may be shown or asked. Each has to exist in every language.
func IDs(c *offers.Catalogue) []string {
	var ids []string
	for i := range c.Periods {
		facts := c.Periods[i].Program.Facts()
		for j := range c.Periods[i].Schemes {
			ids = append(ids, schemeIDs(&c.Periods[i].Schemes[j], facts)...)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func schemeIDs(s *offers.Scheme, facts []rules.Fact) []string {
	ids := []string{s.ID + ".title", s.ID + ".summary", "per." + string(s.Per), "offer.amount." + string(s.Per)}
	ids = append(ids, "decider."+string(s.DecidedBy), "decider."+string(s.DecidedBy)+".person")
	if s.Mode != offers.Prefilled {
		ids = append(ids, "decider."+string(s.DecidedBy)+".rules")
	}
	if !s.Ours() {
		ids = append(ids, "answers.not_ours."+string(s.DecidedBy))
	}
	for _, output := range s.Criteria {
		for _, outcome := range []offers.Outcome{offers.Met, offers.Unmet, offers.NotKnown} {
			ids = append(ids, s.ID+".reason."+output+"."+string(outcome))
		}
	}
	ids = append(ids, "card.verdict."+string(s.Repayment.Verdict))
	for _, line := range s.Repayment.Lines {
		ids = append(ids, line.Key)
		if line.Topic != offers.TopicVerdict {
			ids = append(ids, "card.topic."+string(line.Topic))
		}
	}
	ids = append(ids, "decider."+string(s.DecidedBy)+".name")
	for _, a := range answered(s) {
		ids = append(ids, "card.event."+string(a.event), "card.certainty."+string(a.Certainty), a.TextID(a.event))
	}
	for i := range s.Register {
		ids = append(ids, questionIDs(&s.Register[i], facts)...)
	}
	return ids
}

func questionIDs(q *offers.Question, facts []rules.Fact) []string {
	ids := []string{"fact." + q.Name + ".label", "fact." + q.Name + ".meaning", "source." + q.Source}
	if q.Source != offers.Resident && q.Source != "person" {
		ids = append(ids, "correct."+q.Source)
	}
	if q.Ask {
		ids = append(ids, "fact."+q.Name+".question")
	}
	for i := range facts {
		if facts[i].Name == q.Name && facts[i].Null && !q.Criterion {
			ids = append(ids, "fact."+q.Name+".none")
		}
	}
	return ids
}
