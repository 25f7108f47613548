package offers

import "zeker/offers/rules"

// Make makes the offer of a scheme for a record on a day. Unknown facts never
// refuse: they give Open, or Possible when only a person's judgement is left. A
// fact whose ground is not in force on the day is not used, unless the resident
// gave it. Errors: ErrNoLaw, ErrNoScheme, and an *rules.Error for a value that
// cannot be.
func Make(c *Catalogue, scheme string, r *Record, on rules.Day) (Offer, error) {
	m, err := NewMaker(c, scheme, on)
	if err != nil {
		return Offer{}, err
	}
	return m.Make(r)
}

// Maker makes the offers of one scheme on one day for many records, in room
// that it uses again. It is not for use by two goroutines.
type Maker struct {
	catalogue *Catalogue
	period    *Period
	scheme    *Scheme
	on        rules.Day
	frame     *rules.Frame
	entry     int
	right     int
	amount    int
	criteria  []int
	keys      [][3]string // per criterion: the message of each outcome
	slots     []int       // per register entry: its fact or output in the program, -1 when the law does not read it
	day       int         // the fact that holds the day, -1 when the law does not read it
	numbers   []int       // room for the answers of Missing and Judged
	facts     []Fact      // room for the lists of an offer
	reasoned  []Reason
}

// outcomes are the outcomes in the order of Maker.keys.
var outcomes = [3]Outcome{Met, Unmet, NotKnown}

// NewMaker prepares a maker. Errors: ErrNoLaw, ErrNoScheme, and an Error when
// the program lacks what the scheme names.
func NewMaker(c *Catalogue, scheme string, on rules.Day) (*Maker, error) {
	period, err := c.On(on)
	if err != nil {
		return nil, err
	}
	s, err := period.Scheme(scheme)
	if err != nil {
		return nil, err
	}
	p := period.Program
	m := &Maker{catalogue: c, period: period, scheme: s, on: on, frame: p.NewFrame()}
	m.entry, m.right, m.amount = p.EntryIndex(s.ID), p.OutputIndex(s.Right), p.OutputIndex(s.Amount)
	if m.entry < 0 || m.right < 0 || m.amount < 0 {
		return nil, Error("scheme " + s.ID + ": the program has no entry, right or amount for it")
	}
	for _, name := range s.Criteria {
		output := p.OutputIndex(name)
		if output < 0 {
			return nil, Error("scheme " + s.ID + ": the program has no criterion " + name)
		}
		m.criteria = append(m.criteria, output)
		var keys [3]string
		for i, outcome := range outcomes {
			keys[i] = s.ID + ".reason." + name + "." + string(outcome)
		}
		m.keys = append(m.keys, keys)
	}
	m.day = p.FactIndex(rules.ReferenceDate)
	for i := range s.Register {
		q := &s.Register[i]
		slot := p.FactIndex(q.Name)
		if q.Criterion && slot < 0 {
			slot = p.OutputIndex(q.Name)
		}
		m.slots = append(m.slots, slot)
	}
	return m, nil
}

// Make makes the offer for one record; see the function Make. The offer's facts
// and reasons stand in the maker's room and hold until the next call.
func (m *Maker) Make(r *Record) (Offer, error) {
	o := Offer{Scheme: m.scheme, On: m.on, Hash: m.catalogue.Hash, Laws: m.scheme.Laws, Facts: m.facts[:0], Reasons: m.reasoned[:0]}
	m.frame.Reset()
	if m.day >= 0 {
		if err := m.frame.Know(m.day, int64(m.on)); err != nil {
			return Offer{}, err
		}
	}
	for i := range m.scheme.Register {
		fact := m.usable(&m.scheme.Register[i], r)
		if fact == nil {
			continue
		}
		o.Facts = append(o.Facts, *fact)
		if err := m.know(m.slots[i], fact); err != nil {
			return Offer{}, err
		}
	}
	if err := m.frame.Decide(m.entry); err != nil {
		return Offer{}, err
	}
	contradicted := m.reasons(&o)
	m.facts, m.reasoned = o.Facts, o.Reasons
	m.state(&o, contradicted)
	o.Class = m.class(&o, r)
	return o, nil
}

// usable returns what the record knows of a question, nil when that is nothing
// or may not be used on the day.
func (m *Maker) usable(q *Question, r *Record) *Fact {
	fact := r.Fact(q.Name)
	if fact == nil || fact.Value.Knowledge == Unknown {
		return nil
	}
	if fact.Source != Resident && q.Ground != "" && !m.scheme.Ground(q.Ground).InForce(m.on) {
		return nil
	}
	return fact
}

func (m *Maker) know(slot int, fact *Fact) error {
	switch {
	case slot < 0:
		return nil // read by the portal, not by the law: a known account
	case fact.Criterion:
		return m.frame.Criterion(slot, fact.Value.N != 0)
	case fact.Value.Knowledge == Null:
		return m.frame.KnowNull(slot)
	}
	spec := &m.period.Program.Facts()[slot]
	if spec.Type != rules.Text {
		return m.frame.Know(slot, fact.Value.N)
	}
	for i, symbol := range spec.Symbols {
		if symbol == fact.Value.Text {
			return m.frame.Know(slot, int64(i))
		}
	}
	return m.frame.Know(slot, -1)
}

// reasons fills one reason per criterion and returns the criteria that
// contradict a known fact.
func (m *Maker) reasons(o *Offer) (contradicted []string) {
	outputs := m.period.Program.Outputs()
	for i, output := range m.criteria {
		lo, hi, status := m.frame.Output(output)
		which := 2 // not known
		switch {
		case status == rules.Contradicted:
			contradicted = append(contradicted, m.scheme.Criteria[i])
		case status == rules.Decided && lo == hi && lo != 0:
			which = 0
		case status == rules.Decided && lo == hi:
			which = 1
		}
		o.Reasons = append(o.Reasons, Reason{m.keys[i][which], m.scheme.Criteria[i], outcomes[which], outputs[output].Source})
	}
	return contradicted
}

// state decides between the four states. A contradiction is never a refusal.
func (m *Maker) state(o *Offer, contradicted []string) {
	right, _, status := m.frame.Output(m.right)
	if status == rules.Contradicted || len(contradicted) > 0 {
		o.State, o.Missing = Open, contradicted
		return
	}
	if status == rules.Decided && right == 0 {
		o.State = NotEntitled
		return
	}
	amount, _, known := m.frame.Output(m.amount)
	if status == rules.Decided && known == rules.Decided {
		o.State, o.Amount = Entitled, amount
		return
	}
	facts := m.period.Program.Facts()
	m.numbers = m.frame.Missing(m.numbers[:0], m.right, m.amount)
	if len(m.numbers) > 0 {
		o.State = Open
		for _, i := range m.numbers {
			o.Missing = append(o.Missing, facts[i].Name)
		}
		return
	}
	o.Amount = amount
	o.State = Possible
	m.numbers = m.frame.Judged(m.numbers[:0], m.right)
	for _, i := range m.numbers {
		o.Judged = append(o.Judged, facts[i].Name)
	}
}

// class says how sure the approach may sound. A fact of medium reliability, or
// one that only the resident can tell, makes it an invitation; a fact of low
// reliability, or one that a source should know and does not, leaves the
// resident in peace.
func (m *Maker) class(o *Offer, r *Record) Class {
	if !m.scheme.Ours() || o.State == NotEntitled {
		return ClassNone
	}
	class := ClassOffer
	for i := range o.Facts {
		if o.Facts[i].Source == Resident {
			continue
		}
		switch m.scheme.Question(o.Facts[i].Name).Reliability {
		case Low:
			return ClassNone
		case Medium:
			class = ClassInvitation
		}
	}
	for _, name := range o.Missing {
		q := m.scheme.Question(name)
		if q == nil || q.Source != Resident || !q.Ask {
			return ClassNone
		}
		class = ClassInvitation
	}
	return class
}
