package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"

	"zeker/offers"
	"zeker/offers/law"
	"zeker/offers/rules"
)

// answer is one thing that the law says: yes or no, or one or more amounts in
// eurocents that are all a right reading of the name.
type answer struct {
	yes   bool
	cents []int64 // nil for a yes or no
}

func yesNo(yes bool) answer         { return answer{yes: yes} }
func cents(amounts ...int64) answer { return answer{cents: amounts} }

func (a answer) String() string {
	if a.cents == nil {
		return fmt.Sprint(a.yes)
	}
	var all []string
	for _, c := range slices.Compact(slices.Clone(a.cents)) {
		all = append(all, big.NewRat(c, 100).FloatString(2))
	}
	return strings.Join(all, " or ")
}

// is reports whether an expected value says the same. Money is compared to the
// cent; 0 and an amount also answer a question of yes or no.
func (a answer) is(want any) bool {
	switch w := want.(type) {
	case bool:
		if a.cents != nil {
			return (a.cents[0] > 0) == w
		}
		return a.yes == w
	case json.Number:
		c, err := toCents(w)
		return err == nil && slices.Contains(a.cents, c)
	}
	return false
}

// toCents takes a number of euros to the cent, half up.
func toCents(value any) (int64, error) {
	number, ok := value.(json.Number)
	if !ok {
		if text, isText := value.(string); isText {
			number = json.Number(strings.TrimSpace(text))
		}
	}
	r, ok := new(big.Rat).SetString(number.String())
	if !ok {
		return 0, fmt.Errorf("%v is no number", value)
	}
	c := roundHalfUp(r.Mul(r, big.NewRat(100, 1)))
	if !c.IsInt64() {
		return 0, fmt.Errorf("%v is too large", value)
	}
	return c.Int64(), nil
}

// roundHalfUp rounds to a whole number, halves away from zero.
func roundHalfUp(r *big.Rat) *big.Int {
	double := new(big.Int).Lsh(r.Num(), 1)
	half := new(big.Int).Set(r.Denom())
	if r.Sign() < 0 {
		half.Neg(half)
	}
	return double.Quo(double.Add(double, half), new(big.Int).Lsh(r.Denom(), 1))
}

// household is what an example says of one household, as facts of the law.
type household struct {
	on     rules.Day
	year   int
	facts  map[string]offers.Value
	months int64 // of the year that the right lasts; 0 for the whole year
	notes  map[string]int64

	municipality string // the id of the town that its ordinance is of, "" for any
}

// note keeps a number that several inputs decide about together.
func (h *household) note(key string, n int64) {
	if h.notes == nil {
		h.notes = map[string]int64{}
	}
	h.notes[key] = n
}

// mapping says how the examples of one scheme are read and answered.
type mapping struct {
	scheme   string // its id here, when the examples call it otherwise
	ordinary func(on rules.Day) map[string]offers.Value
	untold   []string // facts that no example tells; what hangs on them is not compared
	inputs   map[string]func(*household, any) error
	finish   func(*household) error
	answers  func(*household, *result) map[string]answer
}

// result is what the law says of a household.
type result struct {
	offer   offers.Offer
	figures map[string]*big.Rat // outputs that explain the amount, in eurocents
}

func (r *result) entitled() bool { return r.offer.State == offers.Entitled }

// unmet reports whether a criterion other than the one named fails.
func (r *result) unmetBesides(output string) bool {
	return slices.ContainsFunc(r.offer.Reasons, func(reason *offers.Reason) bool {
		return reason.Outcome == offers.Unmet && reason.Output != output
	})
}

// law asks the law about a household.
func (v *vectors) law(scheme string, h *household, m *mapping) (map[string]answer, error) {
	if h.municipality == "" {
		h.municipality = v.municipality
	}
	town, err := v.library.Catalogue(h.municipality)
	if err != nil {
		return nil, err
	}
	var record offers.Record
	for _, name := range slices.Sorted(maps.Keys(h.facts)) {
		record.Facts = append(record.Facts, offers.Fact{Name: name, Value: h.facts[name], Source: offers.Resident})
	}
	r := result{}
	r.offer, err = offers.Make(town, scheme, &record, h.on)
	if errors.Is(err, offers.ErrNoLaw) || errors.Is(err, offers.ErrNoScheme) {
		return nil, skip(fmt.Sprintf("on %s: %v", h.on, err))
	}
	if err != nil {
		return nil, err
	}
	if r.offer.State == offers.Open {
		if !slices.ContainsFunc(r.offer.Missing, func(fact string) bool { return !slices.Contains(m.untold, fact) }) {
			return nil, skip("it hangs on " + strings.Join(r.offer.Missing, ", ") + ", which it does not tell")
		}
		return nil, fmt.Errorf("the law misses %s", strings.Join(r.offer.Missing, ", "))
	}
	if r.figures, err = v.figures(r.offer.Scheme, h); err != nil {
		return nil, err
	}
	return m.answers(h, &r), nil
}

// figures evaluates the outputs that explain an amount, as far as the facts decide
// them. Offers have no need of them, so their program is made here.
func (v *vectors) figures(s *offers.Scheme, h *household) (map[string]*big.Rat, error) {
	p, err := v.explaining(s, h)
	if err != nil || p == nil {
		return nil, err
	}
	frame := p.NewFrame()
	for i, f := range p.Facts() {
		value, ok := h.facts[f.Name]
		if f.Name == rules.ReferenceDate {
			value, ok = offers.Number(int64(h.on)), true
		}
		if !ok || value.Knowledge != offers.Known {
			continue
		}
		if err := frame.Know(i, value.N); err != nil {
			return nil, err
		}
	}
	if err := frame.Decide(p.EntryIndex(s.ID)); err != nil {
		return nil, err
	}
	all := map[string]*big.Rat{}
	for i, o := range p.Outputs() {
		if n, _, status := frame.Output(i); status == rules.Decided && o.Type == rules.Number {
			scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(o.Scale)), nil)
			all[o.Name] = new(big.Rat).SetFrac(big.NewInt(n), scale)
		}
	}
	return all, nil
}

// explaining makes the program of a scheme's figures on a day, nil when it has
// none.
func (v *vectors) explaining(s *offers.Scheme, h *household) (*rules.Program, error) {
	scheme, _ := v.library.Scheme(s.ID)
	town, _ := v.library.Municipality(h.municipality)
	if len(scheme.Figures) == 0 {
		return nil, nil
	}
	b, laws := rules.NewBuilder(), v.library.Laws()
	for _, figure := range scheme.Figures {
		q := law.Query{Law: scheme.Law, Output: s.Amount, On: h.on, Municipality: town.Code}
		reached, err := laws.Laws(q)
		if err != nil {
			return nil, err
		}
		q.Output = figure
		for _, l := range reached {
			if l.HasOutput(figure) {
				q.Law = l.ID
			}
		}
		if _, err := laws.Compile(b, q); err != nil {
			return nil, err
		}
	}
	return b.Program(rules.Entry{Name: s.ID, Outputs: scheme.Figures})
}
