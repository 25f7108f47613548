package catalogue

import (
	"go.yaml.in/yaml/v3"

	"zeker/offers"
	"zeker/offers/rules"
)

// Case is one readable case of a scheme: a situation in words, and what has to
// come out.
type Case struct {
	Scheme       string
	Situation    string
	Municipality string
	On           rules.Day
	Record       offers.Record
	NoLaw        bool // on that day there is no such scheme; the rest is empty
	State        offers.State
	Amount       int64    // eurocents per the scheme's Per; 0 when nothing is due
	Missing      []string // exactly these, best question first
	Judged       []string
	Reasons      []Reason // some of the criteria, as far as the case names them

	file *caseFile
}

// Reason is what a case expects of one criterion.
type Reason struct {
	Output  string
	Outcome offers.Outcome
}

type casesFile struct {
	Cases []caseFile `key:"cases"`
}

type caseFile struct {
	Node         *yaml.Node `key:"@"`
	Situation    string     `key:"situation"`
	Municipality word       `key:"municipality"`
	On           rules.Day  `key:"on"`
	Facts        *yaml.Node `key:"facts"`
	Criteria     *yaml.Node `key:"criteria,optional"`
	Expect       expectFile `key:"expect"`
}

type expectFile struct {
	Node    *yaml.Node `key:"@"`
	NoLaw   bool       `key:"no_law,optional"`
	State   string     `key:"state,optional" of:"entitled not_entitled open possible"`
	Amount  eurocents  `key:"amount,optional"`
	Missing []string   `key:"missing,optional"`
	Judged  []string   `key:"judged,optional"`
	Reasons *yaml.Node `key:"reasons,optional"`
}

func (f *casesFile) list(scheme string) []Case {
	var all []Case
	for i := range f.Cases {
		c := &f.Cases[i]
		all = append(all, Case{
			Scheme: scheme, Situation: c.Situation, Municipality: c.Municipality.s, On: c.On,
			NoLaw: c.Expect.NoLaw, State: offers.State(c.Expect.State), Amount: int64(c.Expect.Amount),
			Missing: c.Expect.Missing, Judged: c.Expect.Judged, file: c,
		})
	}
	return all
}

// readCases reads the facts of the cases, which needs the law's types.
func (l *Library) readCases(s *Scheme) {
	for i := range s.Cases {
		c := &s.Cases[i]
		f := c.file
		if f.Expect.NoLaw == (f.Expect.State != "") {
			s.cases.refuse(f.Expect.Node, "a case expects a state, or no_law: true")
		}
		town := l.compiled[c.Municipality]
		if town == nil {
			s.cases.refuse(f.Municipality.node, "there is no municipality %q", c.Municipality)
			continue
		}
		r := factReader{doc: s.cases, scheme: s, program: typesOf(town.catalogue, s.ID, c.On), on: c.On}
		if r.program == nil {
			s.cases.refuse(f.Municipality.node, "municipality %s does not have the scheme %s", c.Municipality, s.ID)
			continue
		}
		r.facts(f.Facts)
		r.criteria(f.Criteria)
		c.Record.Facts = r.read
		c.Reasons = r.reasons(f.Expect.Reasons)
	}
}

// typesOf returns the program of a day, or of the last period that has the
// scheme: a case about a day without law still names facts.
func typesOf(c *offers.Catalogue, scheme string, on rules.Day) *rules.Program {
	var found *rules.Program
	for i := range c.Periods {
		p := &c.Periods[i]
		if _, err := p.Scheme(scheme); err != nil {
			continue
		}
		found = p.Program
		if on >= p.From && (p.Until == 0 || on <= p.Until) {
			return p.Program
		}
	}
	return found
}
