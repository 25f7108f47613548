package main

import (
	"errors"
	"fmt"
	"math/big"
	"strings"

	"zeker/offers"
	"zeker/offers/rules"
)

// scheme prints what facts come to and why: the conditions as a tree, the amount
// as a sum, and then each article with what rests on it beside its text.
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
	for i := range record.Facts {
		record.Facts[i].Source = offers.Resident // as told: no ground is needed to use it
	}
	offer, err := offers.Make(town, id, record, e.on)
	if errors.Is(err, offers.ErrNoLaw) || errors.Is(err, offers.ErrNoScheme) {
		return mistaken(fmt.Errorf("scheme %s on %s: %w%s", id, e.on, err, e.days(town, id)))
	}
	if err != nil {
		return err
	}
	period, err := town.On(e.on)
	if err != nil {
		return err
	}
	w := why{program: period.Program, frame: period.Program.NewFrame(), sheet: sheet{explain: e}}
	if err := w.know(record, e.on); err != nil {
		return err
	}
	reason, err := w.frame.Why(w.program.OutputIndex(offer.Scheme.Right))
	if err != nil {
		return err
	}
	w.tell(&reason, 0)
	w.edges(&reason, record)
	w.sum(w.program.OutputIndex(offer.Scheme.Amount))
	fmt.Fprintf(e.out, "%s on %s in %s: %s\n", id, e.on, e.town.Name, comesTo(&offer))
	for _, list := range []struct {
		before string
		names  []string
	}{{"still to ask", offer.Missing}, {"a person judges", offer.Judged}} {
		if len(list.names) > 0 {
			told := line{text: list.before + ": " + strings.Join(list.names, ", ")}
			fmt.Fprintln(e.out, strings.Join(told.wrapped(pageWidth), "\n"))
		}
	}
	return w.sheet.print()
}

// comesTo says what an offer comes to.
func comesTo(o *offers.Offer) string {
	text := strings.ReplaceAll(string(o.State), "_", " ")
	if o.State == offers.Entitled || o.State == offers.Possible {
		text += ", " + euros(o.Amount, 1) + map[offers.Per]string{offers.PerYear: " a year", offers.PerMonth: " a month", offers.Once: " once", offers.OffBill: " off the bill"}[o.Scheme.Per]
	}
	return text
}

// days says between which days the law of a scheme is known.
func (e *explain) days(town *offers.Catalogue, id string) string {
	from, until := rules.Day(0), rules.Day(0)
	for i := range town.Periods {
		p := &town.Periods[i]
		if _, err := p.Scheme(id); err == nil {
			if from == 0 {
				from = p.From
			}
			until = p.Until
		}
	}
	if from == 0 {
		return ""
	}
	return fmt.Sprintf("; %s has its law from %s to %s", e.town.Name, from, until)
}

// why tells the reasons of a frame, line by line.
type why struct {
	program *rules.Program
	frame   *rules.Frame
	sheet   sheet
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

// tell adds the lines of a reason: the condition and, below it, its parts.
func (w *why) tell(r *rules.Why, depth int) {
	text, parts := w.label(r)
	w.sheet.add(line{mark: mark(r.Lo, r.Hi), depth: depth, text: text, named: r.Output >= 0, source: r.Source})
	for i := range parts {
		w.tell(&parts[i], depth+1)
	}
}

// label says a reason in one line, and returns the parts that need lines of their
// own. A name above parts means all of them.
func (w *why) label(r *rules.Why) (text string, parts []rules.Why) {
	switch {
	case r.Output >= 0:
		return w.named(r)
	case r.Fact >= 0:
		return w.program.Facts()[r.Fact].Name, nil
	case r.Op >= rules.Equals && r.Op <= rules.LessOrEqual:
		return w.comparison(r), nil
	case r.Op == rules.IsNull:
		return w.program.Facts()[r.Left.Fact].Name + " is none", nil
	case r.Op == rules.In:
		return w.membership(r), nil
	case r.Op == rules.Not:
		if text, parts = w.label(&r.Parts[0]); len(parts) == 0 {
			return "not " + text, nil
		}
		return "not", r.Parts
	}
	return map[rules.Op]string{rules.And: "all of", rules.Or: "one of", rules.If: "if, then, else"}[r.Op], r.Parts
}

// named says an output of the law: with its condition on the same line, when it
// has only one.
func (w *why) named(r *rules.Why) (text string, parts []rules.Why) {
	name := w.program.Outputs()[r.Output].Name
	if len(r.Parts) == 0 {
		return name + ": as a source answered", nil
	}
	part := &r.Parts[0]
	switch text, parts = w.label(part); {
	case part.Op == rules.And && part.Output < 0:
		return name, part.Parts
	case part.Output >= 0 || place(part.Source) != place(r.Source):
		return name, r.Parts
	}
	return name + ": " + text, parts
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
		return fmt.Sprintf("%s (%s)", text, between(rules.Day(r.Left.Lo), rules.Day(r.Right.Lo)))
	}
	apart := rules.Side{Type: r.Left.Type, Unit: r.Left.Unit, Lo: max(d, -d), Hi: max(d, -d), Den: r.Left.Den, Fact: -1, From: -1}
	return fmt.Sprintf("%s (%s %s)", text, w.side(&apart), map[bool]string{true: "below", false: "above"}[d > 0])
}

// between says how long a day is before or after another.
func between(from, to rules.Day) string {
	word := " before"
	if from > to {
		from, to, word = to, from, " after"
	}
	months := rules.Months(from, to)
	var list []string
	for _, part := range []struct {
		n    int
		unit string
	}{{months / 12, "year"}, {months % 12, "month"}, {int(to - from.AddMonths(months)), "day"}} {
		switch {
		case part.n == 1:
			list = append(list, "1 "+part.unit)
		case part.n > 1:
			list = append(list, fmt.Sprintf("%d %ss", part.n, part.unit))
		}
	}
	return strings.Join(list, " ") + word
}

// side writes one side of a comparison: the fact, if it is one, and its value; or
// the value, and the fact that it comes from.
func (w *why) side(s *rules.Side) string {
	value := "?"
	if s.Lo == s.Hi {
		value = w.written(s, s.Lo)
	}
	facts := w.program.Facts()
	switch {
	case s.Fact >= 0 && facts[s.Fact].Name == rules.ReferenceDate:
		return value
	case s.Fact >= 0:
		return facts[s.Fact].Name + " " + value
	case s.From >= 0:
		return value + " by " + facts[s.From].Name
	}
	return value
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

// edges adds how far amounts and days can move, each by itself, before the right
// turns: when all that matters is known.
func (w *why) edges(right *rules.Why, record *offers.Record) {
	last := "" // the line above them, until there is one
	title := "the right stays as it is with"
	for i := range record.Facts {
		slot := w.program.FactIndex(record.Facts[i].Name)
		if slot < 0 {
			continue
		}
		f := &w.program.Facts()[slot]
		from, to, err := w.frame.Margin(right.Output, slot)
		if err != nil || f.Type != rules.Number && f.Type != rules.Date || from == f.Min && to == f.Max {
			continue
		}
		s := rules.Side{Fact: slot, From: -1, Type: f.Type, Unit: f.Unit, Den: pow10(f.Scale)}
		text := f.Name
		if from > f.Min {
			text += " from " + w.written(&s, from)
		}
		if to < f.Max {
			text += " up to " + w.written(&s, to)
		}
		if last != title {
			w.sheet.add(line{mark: "   ", text: title})
			last = title
		}
		w.sheet.add(line{mark: "   ", depth: 1, text: text})
	}
}

// sum adds the parts of the amount, when it is decided.
func (w *why) sum(output int) {
	o := &w.program.Outputs()[output]
	add := func(depth int, text string) {
		w.sheet.add(line{mark: "   ", depth: depth, text: text, named: depth == 0, source: o.Source})
	}
	terms, ok := w.frame.Sum(output)
	if !ok {
		w.sheet.add(line{mark: " ? ", text: o.Name + ": not decided yet", named: true, source: o.Source})
		return
	}
	total, decimals := new(big.Rat), 2
	for _, t := range terms {
		part := big.NewRat(t.Amount, 100*t.Den)
		total.Add(total, part)
		_, digits, _ := strings.Cut(ratio(part), ".")
		decimals = max(decimals, len(digits))
	}
	add(0, o.Name+": "+ratio(total))
	for _, t := range terms {
		text := map[rules.TermKind]string{rules.Fixed: "figures of the law", rules.Computed: "computed", rules.Rounding: "rounding"}[t.Kind]
		if t.Kind == rules.OfFact {
			f := &w.program.Facts()[t.Fact]
			s := rules.Side{Type: f.Type, Unit: f.Unit, Den: pow10(f.Scale), Fact: t.Fact}
			text = fmt.Sprintf("%s %s x %s", f.Name, w.written(&s, t.Amount/t.Factor), decimal(t.Factor, t.Den))
		}
		if t.Amount != 0 && len(terms) > 1 {
			add(1, fmt.Sprintf("%12s  %s", big.NewRat(t.Amount, 100*t.Den).FloatString(decimals), text))
		}
	}
}

// pow10 is the denominator of a fact with so many decimals.
func pow10(scale uint8) int64 {
	n := int64(1)
	for range scale {
		n *= 10
	}
	return n
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
