package sources

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zeker/offers"
	"zeker/offers/rules"
)

// question is what the file may say of one fact or criterion.
type question struct {
	offers.Question
	spec rules.Fact
}

// questionsOf returns what the registers of the municipality's own schemes ask
// for in a period. What the resident told before may stand in a file; what only a
// person can judge may not.
func questionsOf(p *offers.Period) map[string]question {
	questions := map[string]question{}
	for i := range p.Schemes {
		if !p.Schemes[i].Ours() {
			continue // nothing is known beforehand for what another authority decides
		}
		for _, q := range p.Schemes[i].Register {
			spec := rules.Fact{Name: q.Name, Type: rules.Bool, Max: 1} // an output, or a known account
			if slot := p.Program.FactIndex(q.Name); slot >= 0 && !q.Criterion {
				spec = p.Program.Facts()[slot]
			}
			if _, before := questions[q.Name]; !before && !spec.Judged {
				questions[q.Name] = question{q, spec}
			}
		}
	}
	return questions
}

// facts reads {"fact": value, ...}.
func (r *resident) facts(n *node) {
	members := r.members(n, "facts", func(name string) bool { q, ok := r.questions[name]; return ok && !q.Criterion })
	r.unknown(n, false)
	for _, name := range sorted(members) {
		q, value := r.questions[name], members[name]
		v, ok := r.value(q, value)
		if !ok {
			continue
		}
		if name == birthDate {
			if r.person.BornUnknown || r.person.BornYear != 0 || v.N != int64(r.person.Born) {
				r.bad(value, "%s is another day than born: one of the two is not right", birthDate)
			}
			continue // born gave it
		}
		r.know(q, v)
	}
}

// criteria reads {"output": true, ...}; null is what the source does not know.
func (r *resident) criteria(n *node) {
	members := r.members(n, "criteria", func(name string) bool { return r.questions[name].Criterion })
	r.unknown(n, true)
	for _, name := range sorted(members) {
		if value := members[name]; value.kind != 'n' {
			if v, ok := r.value(r.questions[name], value); ok {
				r.know(r.questions[name], v)
			}
		}
	}
}

// unknown refuses the names that the registers do not have.
func (r *resident) unknown(n *node, criterion bool) {
	what := "fact"
	if criterion {
		what = "criterion"
	}
	var may []string
	for name, q := range r.questions {
		if q.Criterion == criterion {
			may = append(may, name)
		}
	}
	slices.Sort(may)
	for _, name := range n.names {
		if !slices.Contains(may, name.text) {
			r.refuse(r.text, name.at, "no register asks for a %s %q on %s: it may be %s", what, short(name.text), r.on, strings.Join(may, ", "))
		}
	}
}

func (r *resident) know(q question, v offers.Value) {
	r.person.Record.Facts = append(r.person.Record.Facts, offers.Fact{
		Name: q.Name, Criterion: q.Criterion, Value: v, Source: q.Source, Ground: q.Ground, AsOf: r.person.Reference,
	})
}

// value reads a value by the type of its fact.
func (r *resident) value(q question, n *node) (offers.Value, bool) {
	spec := &q.spec
	switch {
	case n.kind == 'n' && spec.Null:
		return offers.Value{Knowledge: offers.Null}, true
	case n.kind == 'n':
		r.bad(n, "%s cannot be null: leave it out when it is not known", q.Name)
		return offers.Value{}, false
	}
	if v, ok := read(spec, n); ok {
		if spec.Type == rules.Date && v.N > int64(r.on) {
			r.bad(n, "%s is after the day of the import, %s: give a day that has been", q.Name, r.on)
			return offers.Value{}, false
		}
		return v, true
	}
	r.bad(n, "%s must be %s", q.Name, wanted(spec))
	return offers.Value{}, false
}

func read(spec *rules.Fact, n *node) (offers.Value, bool) {
	var v int64
	switch spec.Type {
	case rules.Bool:
		if n.kind == 't' {
			return offers.Yes, true
		}
		return offers.No, n.kind == 'f'
	case rules.Text:
		return offers.Text(n.text), n.kind == '"' && n.text != "" && len(n.text) <= longestText
	case rules.Date:
		day, ok := rules.ParseDay(n.text)
		if n.kind != '"' || !ok {
			return offers.Value{}, false
		}
		v = int64(day)
	default:
		var ok bool
		if v, ok = fixed(n, int(spec.Scale)); !ok {
			return offers.Value{}, false
		}
	}
	return offers.Number(v), v >= spec.Min && v <= spec.Max
}

// fixed reads a JSON number with at most some decimals, without an exponent.
func fixed(n *node, scale int) (int64, bool) {
	whole, decimals, _ := strings.Cut(n.text, ".")
	if n.kind != '0' || len(decimals) > scale {
		return 0, false
	}
	v, err := strconv.ParseInt(whole+decimals+strings.Repeat("0", scale-len(decimals)), 10, 64)
	return v, err == nil
}

// wanted says what a value looks like.
func wanted(spec *rules.Fact) string {
	switch {
	case spec.Type == rules.Bool:
		return "true or false"
	case spec.Type == rules.Text:
		return fmt.Sprintf("a text of at most %d bytes", longestText)
	case spec.Type == rules.Date:
		return fmt.Sprintf("a date \"YYYY-MM-DD\" from %s to %s", rules.Day(spec.Min), rules.Day(spec.Max))
	case spec.Unit == "eurocent":
		return fmt.Sprintf("an amount in eurocents: a whole number from %d to %d", spec.Min, spec.Max)
	case spec.Scale == 0:
		return fmt.Sprintf("a whole number from %d to %d", spec.Min, spec.Max)
	}
	return fmt.Sprintf("a number with at most %d decimals from %s to %s", spec.Scale, decimal(spec.Min, spec.Scale), decimal(spec.Max, spec.Scale))
}

func decimal(n int64, scale uint8) string {
	s := fmt.Sprintf("%0*d", scale+1, max(n, -n))
	s = s[:len(s)-int(scale)] + "." + s[len(s)-int(scale):]
	if n < 0 {
		return "-" + s
	}
	return s
}

// periods reads {"fact": {"from": day, "until": day}, ...}: what a value is about.
func (r *resident) periods(n *node) {
	fact := func(name string) int {
		return slices.IndexFunc(r.person.Record.Facts, func(f offers.Fact) bool { return f.Name == name })
	}
	members := r.members(n, "periods", func(string) bool { return true })
	for _, name := range sorted(members) {
		value := members[name]
		at := fact(name)
		if at < 0 {
			r.bad(value, "the line gives no value of %q to which this period could belong", short(name))
			continue
		}
		days := r.members(value, "a period", func(string) bool { return true })
		if value.kind != '{' {
			continue
		}
		if days["from"] == nil || days["until"] == nil || len(days) > 2 {
			r.bad(value, "a period is {\"from\": \"YYYY-MM-DD\", \"until\": \"YYYY-MM-DD\"}")
			continue
		}
		from, ok := r.day(days["from"], "from")
		until, ok2 := r.day(days["until"], "until")
		if ok && ok2 && from > until {
			r.bad(value, "the period ends before it begins: exchange from and until")
		}
		r.person.Record.Facts[at].From, r.person.Record.Facts[at].Until = from, until
	}
}

// doubts reads ["fact", ...]: the values that their source itself doubts.
func (r *resident) doubts(n *node) {
	if n.kind != '[' {
		r.bad(n, "in_doubt must be a list of names: [\"vermogen\"]")
		return
	}
	facts := r.person.Record.Facts
	for _, item := range n.items {
		at := slices.IndexFunc(facts, func(f offers.Fact) bool { return f.Name == item.text })
		if at < 0 {
			r.bad(item, "the line gives no value of %q that could be in doubt", short(item.text))
			continue
		}
		facts[at].Doubt = true
	}
}

func sorted(members map[string]*node) []string {
	names := make([]string, 0, len(members))
	for name := range members {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
