package catalogue

import (
	"io/fs"
	"slices"

	"go.yaml.in/yaml/v3"

	"zeker/offers"
	"zeker/offers/law"
	"zeker/offers/rules"
)

// Scheme is a scheme as its files describe it, before law and year are known.
type Scheme struct {
	ID         string
	Published  bool
	Law        string   // $id of the law that gives the right
	Figures    []string // further outputs that explain the amount; no program has them
	Register   []Entry
	Order      []string // of the questions, the best first, as [rules.Program.Order] finds it; empty for that of the register
	Grounds    []Ground
	Legitimacy [4]Dimension
	Cases      []Case
	Card       SignOff // the lawyer who confirmed the repayment card

	base    offers.Scheme // all that does not depend on the year
	card    []lineFile    // figures by year
	applyBy int           // years after the year of the offer, 31 December; 0 for no last day
	file    *schemeFile
	order   []word    // at their place in register.yaml
	doc     *document // scheme.yaml
	reg     *document // register.yaml
	cases   *document // cases.yaml
}

// Dimension is one of the four dimensions of legitimacy of a scheme.
type Dimension struct {
	Name   string // "ethical", "legal", "political", "societal"
	Text   string
	Signed SignOff
}

type schemeFile struct {
	Node       *yaml.Node     `key:"@"`
	ID         word           `key:"id"`
	Status     string         `key:"status" of:"draft published"`
	Law        word           `key:"law"`
	Right      word           `key:"right"`
	Amount     word           `key:"amount"`
	Per        string         `key:"per" of:"year month once off_bill"`
	Criteria   []word         `key:"criteria"`
	Why        word           `key:"why"`
	Figures    []word         `key:"figures,optional"`
	Mode       string         `key:"mode" of:"prefilled automated automatic"`
	DecidedBy  string         `key:"decided_by" of:"municipality svb uwv dienst_toeslagen"`
	Accept     string         `key:"accept,optional" of:"letter sign_in"`
	Account    word           `key:"account,optional"`
	Approach   word           `key:"approach,optional"`
	Apply      applyFile      `key:"apply,optional"`
	Basis      articleFile    `key:"basis"`
	Repayment  repaymentFile  `key:"repayment"`
	Legitimacy legitimacyFile `key:"legitimacy"`
}

// applyFile says where, and until when, to apply for a scheme that is not ours.
type applyFile struct {
	At string `key:"at"`
	// YearsAfter counts from the year of the offer to the year whose 31 December
	// is the last day.
	YearsAfter int `key:"until_years_after,optional"`
}

type repaymentFile struct {
	Node      *yaml.Node  `key:"@"`
	Category  string      `key:"category" of:"final fixed_at_reference_date running_pw advance_yearly must_recover loan remission local"`
	Verdict   word        `key:"verdict" of:"never only_if when"`
	Confirmed SignOff     `key:"confirmed"`
	Lines     []lineFile  `key:"lines"`
	Answers   answersFile `key:"answers"`
}

type lineFile struct {
	Node    *yaml.Node  `key:"@"`
	Topic   string      `key:"topic" of:"verdict condition report our_mistake object"`
	Key     string      `key:"key"`
	Article articleFile `key:"article"`
	Args    []argFile   `key:"args,optional"`
}

// argFile is a figure of a sentence: a plain number, or money by calendar year.
type argFile struct {
	Node    *yaml.Node `key:"@"`
	Name    string     `key:"name"`
	Number  int64      `key:"number,optional"`
	Amounts []yearFile `key:"amounts,optional"`
}

type yearFile struct {
	Year   int       `key:"year"`
	Amount eurocents `key:"amount"`
}

type legitimacyFile struct {
	Ethical   dimensionFile `key:"ethical"`
	Legal     dimensionFile `key:"legal"`
	Political dimensionFile `key:"political"`
	Societal  dimensionFile `key:"societal"`
}

type dimensionFile struct {
	Node   *yaml.Node `key:"@"`
	Text   string     `key:"text"`
	Signed SignOff    `key:"signed"`
}

// readSchemes reads every scheme folder, and checks what one scheme can say
// about itself.
func readSchemes(files fs.FS) ([]*Scheme, error) {
	names, err := folders(files)
	if err != nil {
		return nil, err
	}
	var all []*Scheme
	var errs law.Errors
	for _, name := range names {
		s, err := readScheme(files, name)
		if err != nil {
			return nil, err
		}
		for _, d := range []*document{s.doc, s.reg, s.cases} {
			errs = append(errs, d.errs...)
			d.errs = nil
		}
		all = append(all, s)
	}
	if len(errs) > 0 {
		return nil, errs
	}
	return all, nil
}

func readScheme(files fs.FS, folder string) (*Scheme, error) {
	var f schemeFile
	var r registerFile
	var c casesFile
	s := &Scheme{ID: folder, file: &f}
	var err error
	for _, one := range []struct {
		name string
		into any
		doc  **document
	}{{"scheme.yaml", &f, &s.doc}, {"register.yaml", &r, &s.reg}, {"cases.yaml", &c, &s.cases}} {
		if *one.doc, err = readDocument(files, "schemes", folder+"/"+one.name, one.into); err != nil {
			return nil, err
		}
	}
	if len(s.doc.errs)+len(s.reg.errs)+len(s.cases.errs) > 0 {
		return s, nil
	}
	s.Register, s.Grounds = r.register()
	s.order = r.Order
	for _, w := range r.Order {
		s.Order = append(s.Order, w.s)
	}
	s.take(&f)
	s.Cases = c.list(s.ID)
	s.check()
	return s, nil
}

// take copies what the file says.
func (s *Scheme) take(f *schemeFile) {
	s.Published, s.Law, s.Card = f.Status == "published", f.Law.s, f.Repayment.Confirmed
	s.card, s.applyBy = f.Repayment.Lines, f.Apply.YearsAfter
	for _, w := range f.Figures {
		s.Figures = append(s.Figures, w.s)
	}
	for i, d := range s.dimensions() {
		s.Legitimacy[i].Text, s.Legitimacy[i].Signed = d.Text, d.Signed
		s.Legitimacy[i].Name = [4]string{"ethical", "legal", "political", "societal"}[i]
	}
	s.base = offers.Scheme{
		ID: s.ID, Right: f.Right.s, Amount: f.Amount.s, Why: f.Why.s, Per: offers.Per(f.Per), Mode: offers.Mode(f.Mode),
		DecidedBy: offers.Decider(f.DecidedBy), Accept: offers.AcceptBy(f.Accept), Account: f.Account.s,
		Basis: f.Basis.article(), Approach: f.Approach.s, ApplyAt: f.Apply.At,
		Repayment: offers.Repayment{
			Category: offers.Category(f.Repayment.Category), Verdict: offers.Verdict(f.Repayment.Verdict.s),
			Confirmed: f.Repayment.Confirmed.Signed(), Answers: f.Repayment.Answers.answers(s.ID),
		},
	}
	for _, w := range f.Criteria {
		s.base.Criteria = append(s.base.Criteria, w.s)
	}
	for i := range s.Register {
		s.base.Register = append(s.base.Register, s.Register[i].Question)
	}
	for i := range s.Grounds {
		s.base.Grounds = append(s.base.Grounds, s.Grounds[i].Ground)
	}
}

func (s *Scheme) dimensions() [4]*dimensionFile {
	l := &s.file.Legitimacy
	return [4]*dimensionFile{&l.Ethical, &l.Legal, &l.Political, &l.Societal}
}

// judged names the facts that only a person can decide.
func (s *Scheme) judged() []string {
	var names []string
	for i := range s.Register {
		if s.Register[i].Source == "person" {
			names = append(names, s.Register[i].Name)
		}
	}
	return names
}

// in returns the scheme as it is in a period: figures and last days of its year.
// A figure that is not known for the year is an error at its place.
func (s *Scheme) in(from, until rules.Day) (offers.Scheme, error) {
	year, _, _ := from.Civil()
	scheme := s.base
	if s.byYear() && until == 0 {
		return scheme, s.errorAt(s.file.Node, "the law of %s has no last day from %s on, and figures of the scheme go by year; give its last version a valid_to", s.ID, from)
	}
	if s.applyBy > 0 {
		scheme.ApplyBy, _ = rules.DayOf(year+s.applyBy, 12, 31)
	}
	scheme.Repayment.Lines = nil
	for i := range s.card {
		line := offers.CardLine{
			Topic: offers.Topic(s.card[i].Topic), Key: s.ID + ".card." + s.card[i].Key, Article: s.card[i].Article.article(),
		}
		for _, a := range s.card[i].Args {
			arg, ok := a.in(year)
			if !ok {
				return scheme, s.errorAt(a.Node, "the figure %s of %d is not known, and the law of %s is in force in that year", a.Name, year, s.ID)
			}
			line.Args = append(line.Args, arg)
		}
		scheme.Repayment.Lines = append(scheme.Repayment.Lines, line)
	}
	return scheme, nil
}

// byYear reports whether something of the scheme depends on the calendar year.
func (s *Scheme) byYear() bool {
	return s.applyBy > 0 || slices.ContainsFunc(s.card, func(line lineFile) bool {
		return slices.ContainsFunc(line.Args, func(a argFile) bool { return len(a.Amounts) > 0 })
	})
}

// errorAt is one error about scheme.yaml, outside the reading of it.
func (s *Scheme) errorAt(n *yaml.Node, format string, args ...any) error {
	s.doc.refuse(n, format, args...)
	e := s.doc.errs[len(s.doc.errs)-1]
	s.doc.errs = nil
	return e
}

func (a *argFile) in(year int) (offers.Arg, bool) {
	if len(a.Amounts) == 0 {
		return offers.Arg{Name: a.Name, Amount: a.Number}, true
	}
	for _, y := range a.Amounts {
		if y.Year == year {
			return offers.Arg{Name: a.Name, Amount: int64(y.Amount), Money: true}, true
		}
	}
	return offers.Arg{}, false
}
