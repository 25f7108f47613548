package law

import (
	"slices"

	"zeker/offers/rules"
)

// Corpus is a set of laws, in several versions, that refer to each other.
type Corpus struct {
	laws         map[string][]*Law    // by id, the newest version first
	implementers map[termKey][]string // laws with a version that fills the term
	judged       map[string]bool
	nullable     map[string]bool // facts that the law compares with null
}

// termKey names an open term.
type termKey struct{ law, article, term string }

// Query asks for one output of one law.
type Query struct {
	Law    string
	Output string
	On     rules.Day
	// Municipality is the code (GMxxxx) whose rules fill open terms, "" for none.
	Municipality string
}

// NewCorpus puts strictly parsed laws together and checks what needs several:
// references to other laws and their outputs in every version that can meet,
// implementations of open terms, and versions that stand twice. The error is an
// [Errors].
func NewCorpus(laws []*Law) (*Corpus, error) {
	c, errs := gather(laws)
	for _, id := range c.ids() {
		for i := range c.laws[id] {
			errs = append(errs, c.link(id, i)...)
		}
	}
	return c, errs.or()
}

// ReferenceCorpus puts laws of mode reference together. Nothing is checked
// before it is used; of two equal versions the last one counts, as in the
// reference engine.
func ReferenceCorpus(laws []*Law) *Corpus {
	last := map[[2]string]*Law{}
	for _, l := range laws {
		last[[2]string{l.ID, l.Version}] = l
	}
	kept := slices.DeleteFunc(slices.Clone(laws), func(l *Law) bool { return last[[2]string{l.ID, l.Version}] != l })
	c, _ := gather(kept)
	return c
}

func gather(laws []*Law) (*Corpus, Errors) {
	c := &Corpus{
		laws: map[string][]*Law{}, implementers: map[termKey][]string{},
		judged: map[string]bool{}, nullable: map[string]bool{},
	}
	var errs Errors
	seen := map[[2]string]*Law{}
	for _, l := range laws {
		key := [2]string{l.ID, l.Version}
		if first := seen[key]; first != nil {
			errs = append(errs, l.file.errorAt(pos{1, 1}, Malformed, "version %s of %s is also in %s", l.Version, l.ID, first.file.Path))
			continue
		}
		seen[key] = l
		c.laws[l.ID] = append(c.laws[l.ID], l)
		c.index(l)
	}
	for _, versions := range c.laws {
		slices.SortStableFunc(versions, newestFirst)
	}
	c.findNullable()
	return c, errs
}

// index notes what a version fills in. All versions are indexed; which one
// counts is read again from the version in force.
func (c *Corpus) index(l *Law) {
	for _, a := range l.Articles {
		for _, im := range a.implements {
			key := termKey{im.law, im.article, im.term}
			if !slices.Contains(c.implementers[key], l.ID) {
				c.implementers[key] = append(c.implementers[key], l.ID)
			}
		}
	}
}

// Judged marks facts that only a person can decide; the scheme names them. It is
// called before Compile.
func (c *Corpus) Judged(names ...string) {
	for _, name := range names {
		c.judged[name] = true
	}
}

func (c *Corpus) ids() []string {
	ids := make([]string, 0, len(c.laws))
	for id := range c.laws {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// link checks what one version of a law says of other laws.
func (c *Corpus) link(id string, version int) Errors {
	var errs Errors
	l := c.laws[id][version]
	first, last := c.span(id, version)
	for _, a := range l.Articles {
		for _, in := range a.inputs {
			if in.regulation != "" {
				errs = append(errs, c.linkInput(a, in, first, last)...)
			}
		}
		for _, im := range a.implements {
			errs = append(errs, c.linkImplement(a, im, first, last)...)
		}
	}
	return errs
}

// linkInput checks a reference against every version that it can meet.
func (c *Corpus) linkInput(a *Article, in *input, first, last rules.Day) Errors {
	if len(c.laws[in.regulation]) == 0 {
		return Errors{a.errorAt(in.sourceAt, LawNotFound, "input %q: Law not found: %s%s", in.name, in.regulation,
			DidYouMean(in.regulation, c.ids()))}
	}
	for _, target := range c.meeting(in.regulation, first, last) {
		article, o := target.answering(in.output, true)
		if o == nil {
			return Errors{a.errorAt(in.sourceAt, OutputNotFound, "input %q: Output '%s' not found in law '%s' of %s%s", in.name,
				in.output, in.regulation, target.Version, DidYouMean(in.output, target.outputNames()))}
		}
		if why := in.differs(o); why != "" {
			return Errors{a.errorAt(in.at, TypeMismatch, "%s in %s of %s", why, target.ID, target.Version)}
		}
		for _, arg := range in.arguments {
			if !target.takes(article, arg.name) {
				return Errors{a.errorAt(arg.value.at, Malformed, "article %s of %s has no parameter %q", article.Number, target.ID, arg.name)}
			}
		}
	}
	return nil
}

// takes reports whether an article, or an article of the same law that it reads,
// declares a parameter: references within a law pass all parameters on.
func (l *Law) takes(a *Article, name string) bool {
	seen := map[*Article]bool{}
	queue := []*Article{a}
	for len(queue) > 0 {
		a, queue = queue[0], queue[1:]
		if seen[a] {
			continue
		}
		seen[a] = true
		for _, p := range a.parameters {
			if p.name == name {
				return true
			}
		}
		for _, in := range a.inputs {
			if next, _ := l.answering(in.output, false); in.regulation == "" && next != nil {
				queue = append(queue, next)
			}
			if in.fact() && in.name == name {
				return true
			}
		}
	}
	return false
}

// meeting returns the versions of a law that are in force on a day of a span.
func (c *Corpus) meeting(id string, first, last rules.Day) []*Law {
	var all []*Law
	for i, l := range c.laws[id] {
		from, until := c.span(id, i)
		if from <= last && first <= until && from <= until && first <= last {
			all = append(all, l)
		}
	}
	return all
}

// linkImplement checks that the open term exists and that the article computes
// it with the right type.
func (c *Corpus) linkImplement(a *Article, im implement, first, last rules.Day) Errors {
	found := false
	for _, target := range c.meeting(im.law, first, last) {
		t := target.term(im.article, im.term)
		if t == nil {
			continue
		}
		found = true
		o := a.output(im.term)
		switch {
		case o == nil:
			return Errors{a.errorAt(im.at, OutputNotFound, "the article fills open term %q but has no output of that name", im.term)}
		case t.kind != "" && o.kind != t.kind:
			return Errors{a.errorAt(o.at, TypeMismatch, "output %q is a %s, but article %s of %s leaves open a %s", o.name, o.kind,
				im.article, im.law, t.kind)}
		}
	}
	if !found {
		return Errors{a.errorAt(im.at, Resolution, "no version of %s in force together with this one has open term %q in article %s",
			im.law, im.term, im.article)}
	}
	return nil
}

func (l *Law) term(article, name string) *openTerm {
	a := l.Article(article)
	if a == nil {
		return nil
	}
	for _, t := range a.openTerms {
		if t.name == name {
			return t
		}
	}
	return nil
}

func (a *Article) output(name string) *field {
	for _, o := range a.outputs {
		if o.name == name {
			return o
		}
	}
	return nil
}
