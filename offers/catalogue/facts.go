package catalogue

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"zeker/offers"
	"zeker/offers/law"
	"zeker/offers/rules"
)

// factReader reads facts and criteria from files: days as YYYY-MM-DD, true and
// false, null for "there is none". Amounts have one form per kind of file, so
// that euros are never taken for eurocents: 1561.40 where people read along,
// 156140 in files that machines write.
type factReader struct {
	doc     *document
	scheme  *Scheme
	program *rules.Program
	on      rules.Day // that the facts are about
	cents   bool      // amounts are eurocents
	read    []offers.Fact
}

// pairs calls f for each key and value of a mapping; nil is an empty one.
func (r *factReader) pairs(n *yaml.Node, what string, f func(key, value *yaml.Node)) {
	if n == nil {
		return
	}
	if n.Kind != yaml.MappingNode {
		r.doc.refuse(n, "%s must be a mapping of names to values", what)
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if key := n.Content[i]; seen[key.Value] {
			r.doc.refuse(key, "%q stands twice", key.Value)
		} else {
			seen[key.Value] = true
			f(key, n.Content[i+1])
		}
	}
}

func (r *factReader) facts(n *yaml.Node) {
	r.pairs(n, "facts", func(key, value *yaml.Node) {
		q := r.scheme.base.Question(key.Value)
		slot := r.program.FactIndex(key.Value)
		switch {
		case q == nil || q.Criterion:
			r.doc.refuse(key, "the register of %s asks for no fact %q%s", r.scheme.ID, key.Value, law.DidYouMean(key.Value, r.scheme.questions(false)))
		case slot < 0 && key.Value != r.scheme.base.Account:
			r.doc.refuse(key, "the law of %s reads no fact %q on that day", r.scheme.ID, key.Value)
		default:
			spec := rules.Fact{Name: key.Value, Type: rules.Bool} // a known account is no fact of the law
			if slot >= 0 {
				spec = r.program.Facts()[slot]
			}
			if v, ok := r.value(&spec, value); ok {
				r.read = append(r.read, offers.Fact{Name: q.Name, Value: v, Source: q.Source, Ground: q.Ground})
			}
		}
	})
}

// questions are the names of a register's criteria, or of what else it asks.
func (s *Scheme) questions(criteria bool) (names []string) {
	for i := range s.Register {
		if s.Register[i].Criterion == criteria {
			names = append(names, s.Register[i].Name)
		}
	}
	return names
}

func (r *factReader) criteria(n *yaml.Node) {
	r.pairs(n, "criteria", func(key, value *yaml.Node) {
		q := r.scheme.base.Question(key.Value)
		if q == nil || !q.Criterion {
			r.doc.refuse(key, "the register of %s has no criterion %q%s", r.scheme.ID, key.Value, law.DidYouMean(key.Value, r.scheme.questions(true)))
			return
		}
		if value.Tag == "!!null" {
			return // the source does not know
		}
		if v, ok := r.value(&rules.Fact{Name: q.Name, Type: rules.Bool}, value); ok {
			r.read = append(r.read, offers.Fact{Name: q.Name, Criterion: true, Value: v, Source: q.Source, Ground: q.Ground})
		}
	})
}

func (r *factReader) reasons(n *yaml.Node) (all []Reason) {
	r.pairs(n, "reasons", func(key, value *yaml.Node) {
		outcome := offers.Outcome(value.Value)
		if outcome != offers.Met && outcome != offers.Unmet && outcome != offers.NotKnown {
			r.doc.refuse(value, "a criterion is met, unmet or unknown")
		}
		all = append(all, Reason{key.Value, outcome})
	})
	return all
}

// value reads one value by the type of its fact.
func (r *factReader) value(spec *rules.Fact, n *yaml.Node) (offers.Value, bool) {
	switch {
	case n.Kind != yaml.ScalarNode:
		r.doc.refuse(n, "%s must be a single value", spec.Name)
		return offers.Value{}, false
	case n.Tag == "!!null" && spec.Null:
		return offers.Value{Knowledge: offers.Null}, true
	case n.Tag == "!!null":
		r.doc.refuse(n, "%s cannot be null; leave it out when it is not known", spec.Name)
		return offers.Value{}, false
	case spec.Type == rules.Bool:
		if n.Tag != "!!bool" || n.Value != "true" && n.Value != "false" {
			r.doc.refuse(n, "%s must be true or false", spec.Name)
			return offers.Value{}, false
		}
		if n.Value == "true" {
			return offers.Yes, true
		}
		return offers.No, true
	}
	if day, ok := rules.ParseDay(n.Value); ok && spec.Type == rules.Date && day > r.on {
		r.doc.refuse(n, "%s is after %s, the day that is asked about: give a day that has been", spec.Name, r.on)
		return offers.Value{}, false
	}
	if v, ok := r.number(spec, n.Value); ok && (spec.Type != rules.Number || n.Tag != "!!str") {
		return v, true
	}
	r.doc.refuse(n, "%s must be %s", spec.Name, r.wanted(spec))
	return offers.Value{}, false
}

var (
	wholePattern = regexp.MustCompile(`^-?\d{1,15}$`)
	euroPattern  = regexp.MustCompile(`^-?\d{1,13}\.\d\d$`)
)

// number reads an amount, number, date or text.
func (r *factReader) number(spec *rules.Fact, s string) (offers.Value, bool) {
	if spec.Unit == "eurocent" {
		pattern := euroPattern
		if r.cents {
			pattern = wholePattern
		}
		if !pattern.MatchString(s) {
			return offers.Value{}, false
		}
		n, err := strconv.ParseInt(strings.Replace(s, ".", "", 1), 10, 64)
		return offers.Number(n), err == nil && n >= spec.Min && n <= spec.Max
	}
	if _, isDay := rules.ParseDay(s); spec.Type == rules.Date && !isDay {
		return offers.Value{}, false
	}
	v, trouble := offers.ReadField(spec, s, r.on)
	return v, trouble == "" && v.Knowledge == offers.Known
}

// wanted says what a value of a fact looks like.
func (r *factReader) wanted(f *rules.Fact) string {
	switch {
	case f.Type == rules.Date:
		return fmt.Sprintf("a date YYYY-MM-DD from %s to %s", rules.Day(f.Min), rules.Day(f.Max))
	case f.Type == rules.Text:
		return "a text"
	case f.Unit == "eurocent" && r.cents:
		return fmt.Sprintf("an amount in eurocents, a whole number from %d to %d", f.Min, f.Max)
	case f.Unit == "eurocent":
		return fmt.Sprintf("an amount in euros with two decimals, as in 1561.40, from %d to %d", f.Min/100, f.Max/100)
	}
	return fmt.Sprintf("a number with at most %d decimals, in the range that the law gives", f.Scale)
}

// ReadFacts reads a file of facts for a scheme of a municipality: JSON or YAML,
// {"facts": {...}, "criteria": {...}} or the facts alone. Amounts are eurocents.
// All problems are reported together, as a [law.Errors] that names the file.
func (l *Library) ReadFacts(municipality, scheme string, on rules.Day, file string, source []byte) (*offers.Record, error) {
	town, err := l.of(municipality)
	if err != nil {
		return nil, err
	}
	s, ok := l.Scheme(scheme)
	if !ok {
		return nil, offers.ErrNoScheme
	}
	program := typesOf(town.catalogue, scheme, on)
	if program == nil {
		return nil, offers.ErrNoScheme
	}
	d, root := parseDocument(file, source)
	r := factReader{doc: d, scheme: s, program: program, on: on, cents: true}
	if root != nil {
		r.file(root)
	}
	if len(d.errs) > 0 {
		return nil, d.errs
	}
	return &offers.Record{Facts: r.read}, nil
}

// file reads the two forms of a file of facts.
func (r *factReader) file(root *yaml.Node) {
	var facts, criteria *yaml.Node
	r.pairs(root, "the file", func(key, value *yaml.Node) {
		switch key.Value {
		case "facts":
			facts = value
		case "criteria":
			criteria = value
		}
	})
	if facts == nil && criteria == nil {
		r.facts(root)
		return
	}
	r.pairs(root, "the file", func(key, _ *yaml.Node) {
		if key.Value != "facts" && key.Value != "criteria" {
			r.doc.refuse(key, "the file has no key %q; it has facts and criteria", key.Value)
		}
	})
	r.facts(facts)
	r.criteria(criteria)
}
