package offers

import (
	"slices"

	"zeker/offers/rules"
)

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

// MissingSuffix behind the id of a scheme names the entry of its program that
// questions are asked for: the right and the amount.
const MissingSuffix = ".missing"

// Maker makes the offers of one scheme on one day for many records, in room
// that it uses again. It is not for use by two goroutines.
type Maker struct {
	catalogue *Catalogue
	period    *Period
	scheme    *Scheme
	on        rules.Day
	frame     *rules.Frame
	entry     int
	asked     int // the entry of the right and the amount alone; -1 when there is none
	right     int
	amount    int
	criteria  []int
	reasons   [][]Reason // per criterion: the reason of each outcome
	slots     []int      // per register entry: its fact or output in the program, -1 when the law does not read it
	symbols   [][]string // per register entry: the texts that the law knows, nil when it is no text
	number    []bool     // per register entry: a fact of the law that is no text
	day       int        // the fact that holds the day, -1 when the law does not read it
	given     []*Fact    // of each register entry: what the record knows, nil when nothing
	numbers   []int      // room for the answers of Missing and Judged
	offer     Offer      // the last one
}

// outcomes are the outcomes in the order of Maker.reasons.
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
	m := &Maker{
		catalogue: c, period: period, scheme: s, on: on, frame: p.NewFrame(),
		offer: Offer{Scheme: s, On: on, Hash: c.Hash, Laws: s.Laws},
	}
	m.asked = p.EntryIndex(s.ID + MissingSuffix)
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
		m.reasons = append(m.reasons, s.reasons(name, p.Outputs()[output].Source))
	}
	m.day = p.FactIndex(rules.ReferenceDate)
	for i := range s.Register {
		q := &s.Register[i]
		slot := p.FactIndex(q.Name)
		if q.Criterion && slot < 0 {
			slot = p.OutputIndex(q.Name)
		}
		m.slots = append(m.slots, slot)
		var symbols []string
		if facts := p.Facts(); slot >= 0 && !q.Criterion && facts[slot].Type == rules.Text {
			symbols = append([]string{}, facts[slot].Symbols...)
		}
		m.symbols = append(m.symbols, symbols)
		m.number = append(m.number, slot >= 0 && !q.Criterion && symbols == nil)
	}
	m.given = make([]*Fact, len(m.slots))
	return m, nil
}

// reasons are what there is to say of a criterion: one of these for each outcome.
func (s *Scheme) reasons(criterion string, source rules.Source) (all []Reason) {
	for _, outcome := range outcomes {
		r := Reason{Key: s.ID + ".reason." + criterion + "." + string(outcome), Output: criterion, Outcome: outcome, Source: source}
		r.member = append(appendJSON(append(appendJSON(nil, r.Output), ':'), string(outcome)), ',')
		all = append(all, r)
	}
	return all
}

// Make makes the offer for one record; see the function Make. Its lists of facts
// and reasons stand in the maker's room and hold until the next call.
func (m *Maker) Make(r *Record) (Offer, error) {
	m.gather(r)
	if err := m.make(); err != nil {
		return Offer{}, err
	}
	return m.offer, nil
}

// make makes m.offer anew, of what is given.
func (m *Maker) make() error {
	if err := m.find(); err != nil {
		return err
	}
	o := &m.offer
	o.Facts = o.Facts[:0]
	for _, fact := range m.given {
		if fact != nil {
			o.Facts = append(o.Facts, fact)
		}
	}
	o.Class = m.class(o)
	return nil
}

// find finds the state, the amount and the reasons of m.offer.
func (m *Maker) find() error {
	if err := m.decide(); err != nil {
		return err
	}
	o := &m.offer
	o.Reasons, o.Amount, o.Missing, o.Judged = o.Reasons[:0], 0, nil, nil
	m.state(o, m.reason(o))
	return nil
}

// decide tells the rules what is given, and decides.
func (m *Maker) decide() error {
	m.frame.Reset()
	if m.day >= 0 {
		if err := m.frame.Know(m.day, int64(m.on)); err != nil {
			return err
		}
	}
	for i, fact := range m.given {
		if fact != nil && fact.Value.Knowledge != Unknown && !fact.Doubt {
			if err := m.know(i, fact); err != nil {
				return err
			}
		}
	}
	return m.frame.Decide(m.entry)
}

// gather fills what the record knows of each question, as [Record.Fact] finds it,
// and may be used. Records mostly name facts in the order of the register, so that the search
// for each begins behind the last one.
func (m *Maker) gather(r *Record) {
	clear(m.given)
	at := 0
	for i := range r.Facts {
		fact := &r.Facts[i]
		if at = m.scheme.question(fact.Name, at); at < 0 {
			at = 0 // the scheme does not ask for it
			continue
		}
		if m.given[at] == nil || fact.Source == Resident {
			m.given[at] = fact
		}
		at++
	}
	for i, fact := range m.given {
		if fact != nil && !m.usable(&m.scheme.Register[i], fact) {
			m.given[i] = nil
		}
	}
}

// usable reports whether a fact says something, and may be used on the day.
func (m *Maker) usable(q *Question, fact *Fact) bool {
	switch {
	case fact.Value.Knowledge == Unknown:
		return false
	case fact.Source == Resident || q.Ground == "":
		return true
	}
	return m.scheme.Ground(q.Ground).InForce(m.on)
}

// know tells the rules what is given to a question of the register.
func (m *Maker) know(question int, fact *Fact) error {
	slot, n := m.slots[question], fact.Value.N
	if !m.number[question] || fact.Criterion || fact.Value.Knowledge == Null { // as few are
		switch {
		case slot < 0:
			return nil // read by the portal, not by the law: a known account
		case fact.Criterion != m.scheme.Register[question].Criterion:
			return &rules.Error{Message: "fact " + fact.Name + " is a value where the register asks for a criterion, or the other way round"}
		case fact.Criterion:
			return m.frame.Criterion(slot, n != 0)
		case fact.Value.Knowledge == Null:
			return m.frame.KnowNull(slot)
		}
		n = int64(slices.Index(m.symbols[question], fact.Value.Text)) // -1 is any other text
	}
	return m.frame.Know(slot, n)
}

// reason fills one reason per criterion and returns the criteria that
// contradict a known fact.
func (m *Maker) reason(o *Offer) (contradicted []string) {
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
		o.Reasons = append(o.Reasons, &m.reasons[i][which])
	}
	return contradicted
}

// state decides between the four states. A contradiction is never a refusal.
func (m *Maker) state(o *Offer, contradicted []string) {
	_, _, status := m.frame.Output(m.right)
	switch {
	case status == rules.Contradicted || len(contradicted) > 0:
		o.State, o.Missing = Open, contradicted
		return
	case m.settled(o):
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
	// The criteria can leave open what the right and the amount by themselves do not.
	if m.settled(o) || m.asked >= 0 && m.frame.Decide(m.asked) == nil && m.settled(o) {
		return
	}
	o.Amount, _, _ = m.frame.Output(m.amount)
	o.State = Possible
	m.numbers = m.frame.Judged(m.numbers[:0], m.right)
	for _, i := range m.numbers {
		o.Judged = append(o.Judged, facts[i].Name)
	}
}

// settled reports whether the frame decided: no right, or a right and its amount.
func (m *Maker) settled(o *Offer) bool {
	right, _, status := m.frame.Output(m.right)
	amount, _, known := m.frame.Output(m.amount)
	switch {
	case status != rules.Decided:
		return false
	case right == 0:
		o.State = NotEntitled
		return true
	case known == rules.Decided:
		o.State, o.Amount = Entitled, amount
		return true
	}
	return false
}

// class says how sure the approach may sound. A fact of medium reliability, or
// one that only the resident can tell, makes it an invitation, and so does one that
// its source doubts; a fact of low reliability, or one that a source should know and
// does not, leaves the resident in peace.
func (m *Maker) class(o *Offer) Class {
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
		q := m.scheme.question(name, 0)
		if q < 0 || !m.scheme.Register[q].Ask || m.scheme.Register[q].Source != Resident && m.given[q] == nil {
			return ClassNone // what is given and missing all the same is in doubt
		}
		class = ClassInvitation
	}
	return class
}
