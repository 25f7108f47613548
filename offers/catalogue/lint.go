package catalogue

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"zeker/offers"
	"zeker/offers/law"
	"zeker/offers/rules"
)

// check finds what a scheme's own files say wrongly. Problems go to the
// documents they stand in.
func (s *Scheme) check() {
	if s.file.ID.s != s.ID {
		s.doc.refuse(s.file.ID.node, "the id is %q, but the folder is %q", s.file.ID.s, s.ID)
	}
	if !slices.Contains(s.base.Criteria, s.base.Why) {
		s.doc.refuse(s.file.Why.orAt(s.file.Node), "why is one of the criteria: the one that says shortest why somebody sees the scheme")
	}
	s.checkCard()
	s.checkLegitimacy()
	s.checkGrounds()
	s.checkRegister()
	s.checkMoves()
	s.checkOrder()
	s.checkRoute()
}

// verdicts says which headline goes with which category. Only a grant that the
// law forbids to revise may say never.
var verdicts = map[offers.Category]offers.Verdict{
	offers.Final: offers.Never, offers.FixedAtReferenceDate: offers.OnlyIf, offers.RunningPw: offers.OnlyIf,
	offers.AdvanceYearly: offers.When, offers.MustRecover: offers.When, offers.Loan: offers.When,
	offers.Remission: offers.OnlyIf, offers.Local: offers.OnlyIf,
}

// topics is the order of a card; each has at least one line, except conditions.
var topics = []offers.Topic{offers.TopicVerdict, offers.TopicCondition, offers.TopicReport, offers.TopicOurMistake, offers.TopicObject}

// checkCard keeps promise 2: a card for every scheme, an article with a year for
// every line, and no "may" printed as a "will not".
func (s *Scheme) checkCard() {
	f, r := &s.file.Repayment, &s.base.Repayment
	if want := verdicts[r.Category]; r.Verdict != want {
		s.doc.refuse(f.Verdict.node, "category %s has the verdict %q, not %q", r.Category, want, r.Verdict)
	}
	if (r.Category == offers.Remission) != (s.base.Per == offers.OffBill) {
		s.doc.refuse(f.Node, "category %s does not go with per %s: %s, and nothing else, is %s", r.Category, s.base.Per, offers.Remission, offers.OffBill)
	}
	seen := map[offers.Topic]bool{}
	keys := map[string]bool{}
	last := 0
	for i := range f.Lines {
		line := &f.Lines[i]
		topic := offers.Topic(line.Topic)
		place := slices.Index(topics, topic)
		if place < last {
			s.doc.refuse(line.Node, "a %s line stands after a %s line; the order is verdict, condition, report, our_mistake, object", topic, topics[last])
		}
		last, seen[topic] = max(last, place), true
		if topic == offers.TopicCondition && r.Verdict == offers.Never {
			s.doc.refuse(line.Node, "a card that says never has no condition: what may be reclaimed is never printed as what will not")
		}
		if keys[line.Key] {
			s.doc.refuse(line.Node, "key %q stands twice on the card", line.Key)
		}
		keys[line.Key] = true
		s.checkArticle(line.Node, line.Article)
		s.checkArgs(line)
	}
	for _, topic := range topics {
		if !seen[topic] && (topic != offers.TopicCondition || r.Verdict != offers.Never) {
			s.doc.refuse(f.Node, "the card has no line about %s", topic)
		}
	}
	if s.Published && r.Category == offers.AdvanceYearly && !slices.ContainsFunc(f.Lines, lineFile.hasThreshold) {
		s.doc.refuse(f.Node, "an advance that is settled by year has a line with the figure %s, in amounts by year: up to it nothing is collected", offers.ThresholdArg)
	}
	s.checkAnswers()
}

// hasThreshold reports whether a line names the difference that is not collected, which
// a what-if takes from the card.
func (f lineFile) hasThreshold() bool {
	return slices.ContainsFunc(f.Args, func(a argFile) bool { return a.Name == offers.ThresholdArg && len(a.Amounts) > 0 })
}

func (s *Scheme) checkArticle(n *yaml.Node, a articleFile) {
	if a.Law == "" || a.Number == "" || a.Year < 2000 || !strings.HasPrefix(a.URL, "https://") {
		s.doc.refuse(n, "a card line rests on an article: law, number, year of the text that was read, https address")
	}
}

func (s *Scheme) checkArgs(line *lineFile) {
	for i := range line.Args {
		a := &line.Args[i]
		if (a.Number == 0) == (len(a.Amounts) == 0) {
			s.doc.refuse(a.Node, "a figure is either a number or amounts by year")
		}
	}
}

// checkLegitimacy: all four dimensions filled and signed, or the scheme cannot
// go live.
func (s *Scheme) checkLegitimacy() {
	for i, d := range s.dimensions() {
		name := s.Legitimacy[i].Name
		if strings.TrimSpace(d.Text) == "" {
			s.doc.refuse(d.Node, "the %s dimension of legitimacy is empty", name)
		}
		if s.Published && !d.Signed.Signed() {
			s.doc.refuse(d.Node, "the scheme is published, but nobody signed the %s dimension of its legitimacy", name)
		}
	}
}

func (s *Scheme) checkGrounds() {
	seen := map[string]bool{}
	for i := range s.Grounds {
		g := &s.Grounds[i]
		if seen[g.ID] {
			s.reg.refuse(g.node, "ground %q stands twice", g.ID)
		}
		seen[g.ID] = true
		switch experiment := g.Kind == offers.Experiment; {
		case g.Kind == offers.Pending && (g.From != 0 || g.Until != 0):
			s.reg.refuse(g.node, "ground %s is pending, so it has no days; make it a statute when it is one", g.ID)
		case g.Kind != offers.Pending && g.From == 0:
			s.reg.refuse(g.node, "ground %s lacks the day from which it holds", g.ID)
		case g.Until != 0 && g.Until < g.From:
			s.reg.refuse(g.node, "ground %s ends before it begins", g.ID)
		case experiment && (g.Until == 0 || g.Cap <= 0 || g.Afterwards == ""):
			s.reg.refuse(g.node, "an experiment has an end date, a cap, and says what happens afterwards to what was given")
		case !experiment && (g.Cap != 0 || g.Afterwards != ""):
			s.reg.refuse(g.node, "only an experiment has a cap and an afterwards")
		}
	}
}

// checkOrder: an order of questions names each that is asked for its value, once.
func (s *Scheme) checkOrder() {
	if len(s.order) == 0 {
		return
	}
	for i, w := range s.order {
		q := s.base.Question(w.s)
		switch {
		case q == nil || !s.inOrder(q):
			s.reg.refuse(w.node, "%q has no place in the order: it is no question of this register that is asked for the law", w.s)
		case slices.Contains(s.Order[:i], w.s):
			s.reg.refuse(w.node, "%q stands twice in the order", w.s)
		}
	}
	for i := range s.Register {
		if q := &s.Register[i]; s.inOrder(&q.Question) && !slices.Contains(s.Order, q.Name) {
			s.reg.refuse(q.node, "%q is missing from the order of this register", q.Name)
		}
	}
}

// inOrder reports whether a question can be asked on the way to a right: not one
// that a source or a person answers with yes or no, nor the account.
func (s *Scheme) inOrder(q *offers.Question) bool {
	return !q.Criterion && q.Source != "person" && q.Name != s.base.Account
}

func (s *Scheme) checkRegister() {
	seen := map[string]bool{}
	for i := range s.Register {
		q := &s.Register[i]
		if seen[q.Name] {
			s.reg.refuse(q.node, "question %q stands twice", q.Name)
		}
		seen[q.Name] = true
		switch known := s.base.Ground(q.Ground) != nil; {
		case q.Source == offers.Resident && q.Ground != "":
			s.reg.refuse(q.node, "what the resident tells needs no ground to ask a source")
		case q.Source != offers.Resident && !known:
			s.reg.refuse(q.node, "question %s has no ground %q in this register", q.Name, q.Ground)
		case q.Source == offers.Resident && !q.Ask:
			s.reg.refuse(q.node, "only the resident knows %s, so the resident must be asked", q.Name)
		case q.Source == "person" && (q.Ask || q.Criterion):
			s.reg.refuse(q.node, "a person judges %s; it is neither asked of the resident nor answered by a source", q.Name)
		case q.Retention <= 0:
			s.reg.refuse(q.node, "question %s lacks the days that an answer is kept", q.Name)
		case q.Purpose == "" || q.Definition == "" || q.Period == "" || q.Owner == "":
			s.reg.refuse(q.node, "question %s lacks a purpose, a definition, a period or an owner", q.Name)
		}
	}
}

// checkRoute: a scheme that is ours has a way to accept, and an account if it pays;
// without a ground to approach people nobody is approached. One that is not ours
// says where to apply, and knows only what the resident tells.
func (s *Scheme) checkRoute() {
	f, b := s.file, &s.base
	if !b.Ours() {
		if b.ApplyAt == "" || b.Accept != "" || b.Account != "" || b.Approach != "" {
			s.doc.refuse(f.Node, "%s decides on this scheme: it has apply, and no accept, account or approach", b.DecidedBy)
		}
		for i := range s.Register {
			if q := &s.Register[i]; q.Source != offers.Resident {
				s.reg.refuse(q.node, "the scheme is not ours, so %s is asked of nobody but the resident", q.Name)
			}
		}
		return
	}
	if b.ApplyAt != "" || b.Accept == "" || (b.Account == "") != (b.Per == offers.OffBill) {
		s.doc.refuse(f.Node, "the municipality decides on this scheme: it has accept, an account unless it is %s, and no apply", offers.OffBill)
	}
	if b.Approach != "" && b.Ground(b.Approach) == nil {
		s.doc.refuse(f.Approach.orAt(f.Node), "the register has no ground %q to approach people on", b.Approach)
	}
	if b.Account != "" && b.Question(b.Account) == nil {
		s.doc.refuse(f.Account.orAt(f.Node), "the register has no question %q", b.Account)
	}
}

// lint compares schemes with the law they compile to: in every period each fact
// of a scheme is in its register, and each question is of use in some period.
func (l *Library) lint() law.Errors {
	var errs law.Errors
	for _, s := range l.schemes {
		l.lintMoves(s)
		l.lintAges(s)
		used := map[string]bool{s.base.Account: true}
		for _, id := range l.Municipalities() {
			for i := range l.compiled[id].catalogue.Periods {
				l.lintPeriod(s, &l.compiled[id].catalogue.Periods[i], id, used)
			}
		}
		if len(used) == 1 {
			continue // no municipality has it
		}
		for i := range s.Register {
			if q := &s.Register[i]; !used[q.Name] {
				s.reg.refuse(q.node, "the law of %s has no %s %q in any period", s.ID, factOrOutput(q.Criterion), q.Name)
			}
		}
		l.readCases(s)
		for _, d := range []*document{s.doc, s.reg, s.cases} {
			errs = append(errs, d.errs...)
			d.errs = nil
		}
	}
	return errs
}

func factOrOutput(criterion bool) string {
	if criterion {
		return "boolean output"
	}
	return "input"
}

// lintPeriod checks the questions and facts of a scheme in one period. It
// compiles the scheme alone, so that facts of other schemes do not count.
func (l *Library) lintPeriod(s *Scheme, p *offers.Period, municipality string, used map[string]bool) {
	if _, err := p.Scheme(s.ID); err != nil {
		return
	}
	m, _ := l.Municipality(municipality)
	b := rules.NewBuilder()
	if _, err := l.build(b, s, m.Code, p.From); err != nil {
		return // the joint program has reported it
	}
	alone, err := b.Program(s.entries()...)
	if err != nil {
		return
	}
	for _, f := range alone.Facts() {
		q := s.base.Question(f.Name)
		switch {
		case f.Name == rules.ReferenceDate:
		case q == nil || q.Criterion:
			s.refuseOnce(s.reg, "the law of %s reads the fact %q, and the register has no question for it", s.ID, f.Name)
		case f.Judged && f.Type != rules.Bool:
			s.refuseOnce(s.reg, "a person can judge yes or no, and %q is neither", f.Name)
		}
		used[f.Name] = true
	}
	for i, o := range alone.Outputs() {
		if o.Type == rules.Bool {
			used[o.Name] = true
		}
		if slices.Contains(s.base.Criteria, o.Name) && o.Type != rules.Bool || o.Name == s.base.Right && o.Type != rules.Bool {
			s.refuseOnce(s.doc, "output %q must be a boolean", alone.Outputs()[i].Name)
		}
	}
}

// refuseOnce notes a problem of the whole file, once for all periods.
func (s *Scheme) refuseOnce(d *document, format string, args ...any) {
	d.refuse(s.file.Node, format, args...)
	last := d.errs[len(d.errs)-1]
	last.Line, last.Column, last.Text = 1, 1, d.text[0]
	for _, e := range d.errs[:len(d.errs)-1] {
		if e.Message == last.Message {
			d.errs = d.errs[:len(d.errs)-1]
			return
		}
	}
}
