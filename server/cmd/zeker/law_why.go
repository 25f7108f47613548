package main

import (
	"errors"
	"fmt"
	"math/big"
	"strings"

	"zeker/offers"
	"zeker/offers/rules"
)

// scheme prints what facts come to and why: the conditions as a tree, and the
// amount as a sum, with the text of each article beside what it decides.
func (e *explain) scheme(id, file string, source []byte) error {
	town, err := e.library.Catalogue(e.town.ID)
	if err != nil {
		return err
	}
	if _, ok := e.library.Scheme(id); !ok {
		return mistaken(fmt.Errorf("%q is none of the schemes; there are %s", id, strings.Join(e.library.Schemes(), ", ")))
	}
	record, err := e.library.ReadFacts(e.town.ID, id, e.on, file, source)
	if err != nil {
		return mistaken(err)
	}
	offer, err := offers.Make(town, id, record, e.on)
	if errors.Is(err, offers.ErrNoLaw) || errors.Is(err, offers.ErrNoScheme) {
		return mistaken(fmt.Errorf("scheme %s on %s: %w", id, e.on, err))
	}
	if err != nil {
		return err
	}
	period, err := town.On(e.on)
	if err != nil {
		return err
	}
	w := why{program: period.Program, frame: period.Program.NewFrame(), beside: beside{explain: e}}
	if err := w.know(record, e.on); err != nil {
		return err
	}
	fmt.Fprintf(e.out, "%s on %s in %s: %s", id, e.on, e.town.Name, offer.State)
	if offer.State == offers.Entitled || offer.State == offers.Possible {
		fmt.Fprintf(e.out, ", %s a %s", euros(offer.Amount, 1), offer.Scheme.Per)
	}
	fmt.Fprint(e.out, "\n\n")
	reason, err := w.frame.Why(w.program.OutputIndex(offer.Scheme.Right))
	if err != nil {
		return err
	}
	w.tell(&reason, offer.Scheme.Right, 0)
	w.sum(w.program.OutputIndex(offer.Scheme.Amount))
	return w.beside.print()
}

// why tells the reasons of a frame, line by line.
type why struct {
	program *rules.Program
	frame   *rules.Frame
	beside  beside
}

// know tells the frame what a record says.
func (w *why) know(r *offers.Record, on rules.Day) error {
	if day := w.program.FactIndex(rules.ReferenceDate); day >= 0 {
		if err := w.frame.Know(day, int64(on)); err != nil {
			return err
		}
	}
	for i := range r.Facts {
		fact := &r.Facts[i]
		slot := w.program.FactIndex(fact.Name)
		if output := w.program.OutputIndex(fact.Name); fact.Criterion && output >= 0 {
			if err := w.frame.Criterion(output, fact.Value.N != 0); err != nil {
				return err
			}
			continue
		}
		if slot < 0 || fact.Value.Knowledge == offers.Unknown {
			continue // the portal reads it, the law does not
		}
		if err := w.value(slot, fact.Value); err != nil {
			return err
		}
	}
	return nil
}

func (w *why) value(slot int, v offers.Value) error {
	spec := &w.program.Facts()[slot]
	switch {
	case v.Knowledge == offers.Null:
		return w.frame.KnowNull(slot)
	case spec.Type != rules.Text:
		return w.frame.Know(slot, v.N)
	}
	for i, symbol := range spec.Symbols {
		if symbol == v.Text {
			return w.frame.Know(slot, int64(i))
		}
	}
	return w.frame.Know(slot, -1)
}

// tell adds the lines of a reason: the condition and, below it, its parts. name is
// what the law calls it, "" for a condition without a name.
func (w *why) tell(r *rules.Why, name string, depth int) {
	switch {
	case r.Output >= 0:
		name = w.program.Outputs()[r.Output].Name
	case r.Fact >= 0:
		name = w.program.Facts()[r.Fact].Name
	case r.Op >= rules.Equals && r.Op <= rules.LessOrEqual:
		name = strings.TrimSpace(name + " " + w.comparison(r))
	case r.Op == rules.IsNull:
		name = w.program.Facts()[r.Left.Fact].Name + " is none"
	case r.Op == rules.In:
		name = w.membership(r)
	case name == "":
		name = map[rules.Op]string{rules.And: "all of", rules.Or: "one of", rules.Not: "not", rules.If: "if, then, else"}[r.Op]
	}
	w.beside.add(line{mark(r.Lo, r.Hi), depth, name, r.Source})
	for i := range r.Parts {
		part := &r.Parts[i]
		if r.Output >= 0 && (part.Op == rules.And || part.Op == rules.If) {
			for k := range part.Parts { // all of them, as a name above parts always means
				w.tell(&part.Parts[k], "", depth+1)
			}
			continue
		}
		w.tell(part, "", depth+1)
	}
}

// mark says in three signs whether a condition is met.
func mark(lo, hi int64) string {
	switch {
	case lo != hi:
		return " ? "
	case lo != 0:
		return "yes"
	}
	return "no "
}

var signs = map[rules.Op]string{
	rules.Equals: "=", rules.NotEquals: "is not", rules.LessThan: "<", rules.LessOrEqual: "<=",
	rules.GreaterThan: ">", rules.GreaterOrEqual: ">=",
}

// comparison writes both sides of a comparison, and how far they are apart.
func (w *why) comparison(r *rules.Why) string {
	text := w.side(&r.Left) + " " + signs[r.Op] + " " + w.side(&r.Right)
	d, ok := r.Distance()
	switch {
	case !ok || r.Op == rules.Equals || r.Op == rules.NotEquals:
		return text
	case d == 0:
		return text + " (at the limit)"
	case r.Left.Type == rules.Date:
		return fmt.Sprintf("%s (%d days %s)", text, max(d, -d), map[bool]string{true: "before", false: "after"}[d > 0])
	}
	apart := rules.Side{Type: r.Left.Type, Unit: r.Left.Unit, Lo: max(d, -d), Hi: max(d, -d), Den: r.Left.Den, Fact: -1}
	return fmt.Sprintf("%s (%s %s)", text, w.side(&apart), map[bool]string{true: "below", false: "above"}[d > 0])
}

// side writes one side of a comparison: the fact, if it is one, and its value.
func (w *why) side(s *rules.Side) string {
	value := "?"
	if s.Lo == s.Hi {
		value = w.written(s, s.Lo)
	}
	if s.Fact < 0 {
		return value
	}
	return w.program.Facts()[s.Fact].Name + " " + value
}

func (w *why) written(s *rules.Side, n int64) string {
	switch {
	case s.Type == rules.Date:
		return rules.Day(n).String()
	case s.Type == rules.Text && s.Fact >= 0:
		return w.symbol(s.Fact, n)
	case s.Unit == "eurocent":
		return euros(n, s.Den)
	case s.Unit == "":
		return decimal(n, s.Den)
	}
	return decimal(n, s.Den) + " " + s.Unit
}

func (w *why) symbol(fact int, place int64) string {
	if symbols := w.program.Facts()[fact].Symbols; place >= 0 && int(place) < len(symbols) {
		return symbols[place]
	}
	return "another text"
}

func (w *why) membership(r *rules.Why) string {
	var among []string
	for _, n := range r.Among {
		s := r.Left
		among = append(among, w.written(&s, n))
	}
	return w.side(&r.Left) + " is one of " + strings.Join(among, ", ")
}

// sum adds the parts of the amount, when it is decided.
func (w *why) sum(output int) {
	o := &w.program.Outputs()[output]
	terms, ok := w.frame.Sum(output)
	if !ok {
		w.beside.add(line{" ? ", 0, o.Name + " is not decided yet", o.Source})
		return
	}
	w.beside.add(line{"   ", 0, o.Name, o.Source})
	total := new(big.Rat)
	for _, t := range terms {
		text := map[rules.TermKind]string{rules.Fixed: "figures of the law", rules.Computed: "computed", rules.Rounding: "rounding"}[t.Kind]
		if t.Kind == rules.OfFact {
			text = fmt.Sprintf("%s x %s", w.program.Facts()[t.Fact].Name, decimal(t.Factor, t.Den))
		}
		if total.Add(total, big.NewRat(t.Amount, t.Den)); t.Amount != 0 {
			w.beside.add(line{"   ", 1, fmt.Sprintf("%12s  %s", euros(t.Amount, t.Den), text), o.Source})
		}
	}
	w.beside.add(line{"   ", 1, fmt.Sprintf("%12s  in all", ratio(total.Quo(total, big.NewRat(100, 1)))), o.Source})
}

// euros writes n/den eurocents as euros, with two decimals at least.
func euros(n, den int64) string {
	return ratio(new(big.Rat).Quo(big.NewRat(n, den), big.NewRat(100, 1)))
}

// ratio writes a number with two decimals, or as many as it has up to six.
func ratio(r *big.Rat) string {
	for decimals := 2; decimals < 6; decimals++ {
		text := r.FloatString(decimals)
		if back, _ := new(big.Rat).SetString(text); back.Cmp(r) == 0 {
			return text
		}
	}
	return r.FloatString(6)
}

// decimal writes n/den with as many decimals as it needs, up to six.
func decimal(n, den int64) string {
	text := big.NewRat(n, den).FloatString(6)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}
