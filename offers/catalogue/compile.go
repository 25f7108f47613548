package catalogue

import (
	"errors"
	"reflect"
	"slices"

	"zeker/offers"
	"zeker/offers/law"
	"zeker/offers/rules"
)

// compile makes the catalogue of a municipality: per span of days in which no
// law of its schemes changes, one joint program.
func (l *Library) compile(m *Municipality) law.Errors {
	chosen, errs := l.chosen(m)
	if len(errs) > 0 {
		return errs
	}
	c := &offers.Catalogue{Municipality: m.ID, Name: m.Name}
	days := withYears(l.laws.Boundaries(lawsOf(chosen)...))
	for i, from := range days {
		until := rules.Day(0)
		if i+1 < len(days) {
			until = days[i+1] - 1
		}
		p, err := l.period(m, chosen, from, until)
		switch found, ok := errors.AsType[*law.Error](err); {
		case ok:
			errs = once(errs, found)
		case err != nil:
			errs = append(errs, &law.Error{File: m.doc.path, Line: 1, Column: 1, Kind: law.Unsupported, Message: err.Error()})
		case len(p.Schemes) > 0:
			c.Periods = extend(c.Periods, p)
		}
	}
	for i, s := range chosen {
		if len(errs) == 0 && !slices.ContainsFunc(c.Periods, func(p offers.Period) bool { _, err := p.Scheme(s.ID); return err == nil }) {
			m.doc.refuse(m.file.Schemes[i].node, "the law of %s, %s, has no version with output %q", s.ID, s.Law, s.base.Right)
		}
	}
	errs = append(errs, m.doc.errs...)
	m.doc.errs = nil
	if len(errs) == 0 {
		errs = m.takeSigns(c, chosen)
	}
	if len(errs) > 0 {
		return errs
	}
	bundle := c.AppendBinary(nil)
	c.Hash = hash(bundle)
	l.compiled[m.ID] = &compiled{c, bundle}
	return nil
}

// once adds an error that is not there yet: one mistake in a law shows in every
// period.
func once(errs law.Errors, e *law.Error) law.Errors {
	if slices.ContainsFunc(errs, func(have *law.Error) bool { return have.Error() == e.Error() }) {
		return errs
	}
	return append(errs, e)
}

// chosen returns the schemes of a municipality, which must be published.
func (l *Library) chosen(m *Municipality) ([]*Scheme, law.Errors) {
	var all []*Scheme
	for i, w := range m.file.Schemes {
		s, ok := l.Scheme(w.s)
		switch {
		case !ok:
			m.doc.refuse(w.node, "there is no scheme %q; there are %v", w.s, l.Schemes())
		case !s.Published:
			m.doc.refuse(w.node, "scheme %s is a draft and cannot be offered; publish it in its scheme.yaml", w.s)
		case slices.Contains(m.Schemes[:i], w.s):
			m.doc.refuse(w.node, "scheme %s stands twice", w.s)
		default:
			all = append(all, s)
		}
	}
	errs := m.doc.errs
	m.doc.errs = nil
	return all, errs
}

// withYears adds every 1 January between the first and the last day: figures of
// a card and last days to apply go by calendar year. Where nothing changes the
// periods are joined again.
func withYears(days []rules.Day) []rules.Day {
	if len(days) == 0 {
		return nil
	}
	first, _, _ := days[0].Civil()
	last, _, _ := days[len(days)-1].Civil()
	for year := first + 1; year <= last; year++ {
		newYear, _ := rules.DayOf(year, 1, 1)
		days = append(days, newYear)
	}
	slices.Sort(days)
	return slices.Compact(days)
}

func lawsOf(schemes []*Scheme) []string {
	var ids []string
	for _, s := range schemes {
		ids = append(ids, s.Law)
	}
	return ids
}

// period compiles the schemes whose law is in force on a day.
func (l *Library) period(m *Municipality, schemes []*Scheme, from, until rules.Day) (offers.Period, error) {
	p := offers.Period{From: from, Until: until}
	b := rules.NewBuilder()
	var entries []rules.Entry
	for _, s := range schemes {
		if !l.holds(s, from) {
			continue
		}
		laws, err := l.build(b, s, m.Code, from)
		if err != nil {
			return p, err
		}
		scheme, err := s.in(from, until)
		if err != nil {
			return p, err
		}
		scheme.Laws = laws
		p.Schemes = append(p.Schemes, scheme)
		entries = append(entries, s.entries()...)
	}
	if len(entries) == 0 {
		return p, nil
	}
	program, err := b.Program(entries...)
	if err != nil {
		return p, err
	}
	p.Program = program
	for i := range p.Schemes {
		p.Schemes[i].Register = read(&p.Schemes[i], program)
	}
	return p, nil
}

// read returns the questions of a scheme that the law of a period reads; another
// version of it may read more. The account is read by the portal.
func read(s *offers.Scheme, p *rules.Program) (register []offers.Question) {
	for _, q := range s.Register {
		if q.Name == s.Account || p.FactIndex(q.Name) >= 0 || q.Criterion && p.OutputIndex(q.Name) >= 0 {
			register = append(register, q)
		}
	}
	return register
}

// holds reports whether the law of a scheme is in force on a day and gives the
// right. An earlier version of the same law may lack it.
func (l *Library) holds(s *Scheme, on rules.Day) bool {
	version, err := l.laws.InForce(s.Law, on)
	return err == nil && version.HasOutput(s.base.Right)
}

// build adds the outputs of a scheme to a program, and returns the laws that
// they rest on.
func (l *Library) build(b *rules.Builder, s *Scheme, code string, on rules.Day) (laws []offers.LawVersion, err error) {
	own, err := l.laws.InForce(s.Law, on)
	if err != nil {
		return nil, err
	}
	var reached []*law.Law
	for _, w := range s.words() {
		if !own.HasOutput(w.s) {
			continue // of a law that the right reaches; Program finds it missing if not
		}
		q := law.Query{Law: s.Law, Output: w.s, On: on, Municipality: code}
		if _, err := l.laws.Compile(b, q); err != nil {
			return nil, err
		}
		used, err := l.laws.Laws(q)
		if err != nil {
			return nil, err
		}
		reached = append(reached, used...)
		for _, v := range used {
			version := offers.LawVersion{ID: v.ID, Version: v.Version, Name: v.Name, URL: v.URL, SHA256: v.SHA256}
			if !slices.Contains(laws, version) {
				laws = append(laws, version)
			}
		}
	}
	for _, w := range s.file.Figures {
		if !slices.ContainsFunc(reached, func(v *law.Law) bool { return v.HasOutput(w.s) }) {
			return nil, s.errorAt(w.node, "no law that the right rests on has an output %q", w.s)
		}
	}
	return laws, nil
}

// entries are evaluated apart: what is missing and what a person judges is asked
// of fewer outputs, and a browser has no compiler to make code for those.
func (s *Scheme) entries() []rules.Entry {
	return []rules.Entry{
		{Name: s.ID, Outputs: append([]string{s.base.Right, s.base.Amount}, s.base.Criteria...)},
		{Name: s.ID + offers.MissingSuffix, Outputs: []string{s.base.Right, s.base.Amount}, Ask: s.asks()},
		{Name: s.ID + ".judged", Outputs: []string{s.base.Right}},
	}
}

// asks is the order of questions: as the register gives it, or that of the
// register itself.
func (s *Scheme) asks() []string {
	if len(s.Order) > 0 {
		return s.Order
	}
	var names []string
	for i := range s.Register {
		names = append(names, s.Register[i].Name)
	}
	return names
}

// words are the outputs that a scheme names, at their place in its file.
func (s *Scheme) words() []word {
	f := s.file
	return append([]word{f.Right, f.Amount}, f.Criteria...)
}

// extend adds a period, or makes the last one longer when nothing changes at the
// boundary: it may have been a boundary of another municipality's law.
func extend(periods []offers.Period, p offers.Period) []offers.Period {
	if n := len(periods); n > 0 {
		last := &periods[n-1]
		if last.Until == p.From-1 && reflect.DeepEqual(last.Schemes, p.Schemes) {
			last.Until = p.Until
			return periods
		}
	}
	return append(periods, p)
}
