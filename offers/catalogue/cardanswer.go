package catalogue

import (
	"go.yaml.in/yaml/v3"

	"zeker/offers"
)

// answersFile is what a card says to each of [offers.Events].
type answersFile struct {
	Job          answerFile `key:"job"`
	MyMistake    answerFile `key:"my_mistake"`
	TheirMistake answerFile `key:"their_mistake"`
	Partner      answerFile `key:"partner"`
	Savings      answerFile `key:"savings"`
	Silence      answerFile `key:"silence"`
}

type answerFile struct {
	Node      *yaml.Node  `key:"@"`
	Certainty word        `key:"certainty" of:"certainly_not in_principle_not next_year from_the_change not_found may_reclaim settled_later must_reclaim"`
	Key       string      `key:"key,optional"` // of a sentence of the scheme's own
	Article   articleFile `key:"article"`
}

// list is the answers in the order of [offers.Events].
func (f *answersFile) list() [len(offers.Events)]*answerFile {
	return [...]*answerFile{&f.Job, &f.MyMistake, &f.TheirMistake, &f.Partner, &f.Savings, &f.Silence}
}

// answers are the answers of the card, in the words of scheme.
func (f *answersFile) answers(scheme string) (all [len(offers.Events)]offers.CardAnswer) {
	for i, a := range f.list() {
		all[i] = offers.CardAnswer{Certainty: offers.Certainty(a.Certainty.s), Article: a.Article.article()}
		if a.Key != "" {
			all[i].Key = scheme + ".card." + a.Key
		}
	}
	return all
}

// checkAnswers: each answer rests on an article, and none is surer than the
// headline of its card.
func (s *Scheme) checkAnswers() {
	never := s.base.Repayment.Verdict == offers.Never
	for _, a := range s.file.Repayment.Answers.list() {
		switch certain := a.Certainty.s == string(offers.CertainlyNot); {
		case certain && !never:
			s.doc.refuse(a.Certainty.node, "only a card that says never may answer %s: what may be reclaimed is never printed as what will not", offers.CertainlyNot)
		case never && !certain:
			s.doc.refuse(a.Certainty.node, "the card says never, so the answer is %s, not %q", offers.CertainlyNot, a.Certainty.s)
		}
		s.checkArticle(a.Node, a.Article)
	}
}
