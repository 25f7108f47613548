package ui

import (
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"zeker/offers"
	"zeker/offers/rules"
)

// entries are the fields of a form as they came back: what was typed, and what
// is wrong with it.
type entries struct {
	Errors []FieldError
	Values map[string]string
	Field  func(name string) string // of a fact; nil for FieldFact
}

// field is the form field of a fact's value.
func (p entries) field(name string) string {
	if p.Field != nil {
		return p.Field(name)
	}
	return FieldFact(name)
}

// option is one answer of a choice.
type option struct{ Value, Key string }

// choices are the answers to a yes-or-no question. Not knowing is one of them:
// it stops nothing, and it lets somebody take an answer back without script.
var choices = [...]option{{offers.TypedYes, "fact.yes"}, {offers.TypedNo, "fact.no"}, {"", "fact.unsure"}}

// optionID is the id of a choice's radio button: the first carries the name of
// the field, so that the summary of errors can link to it.
func optionID(field string, i int) string {
	if i == 0 {
		return field
	}
	return field + "." + strconv.Itoa(i)
}

func errorKey(errs []FieldError, field string) string {
	for _, e := range errs {
		if e.Field == field {
			return e.Key
		}
	}
	return ""
}

// described points from a field to the texts that explain it: also to the place
// where the local check says what is wrong.
func described(f *Frame, p entries, field, hint string) templ.Attributes {
	var ids []string
	if hint != "" {
		ids = append(ids, field+"-hint")
	}
	if errorKey(p.Errors, field) != "" || f.Check != nil {
		ids = append(ids, field+"-error")
	}
	if len(ids) == 0 {
		return nil
	}
	return templ.Attributes{"aria-describedby": strings.Join(ids, " ")}
}

// invalid marks a field that is filled in wrongly.
func invalid(p entries, field string) templ.Attributes {
	if errorKey(p.Errors, field) == "" {
		return nil
	}
	return templ.Attributes{"aria-invalid": "true"}
}

func isMoney(input *rules.Fact) bool { return input.Type == rules.Number && input.Unit == "eurocent" }

// inputMode chooses the keyboard of a phone.
func inputMode(input *rules.Fact) string {
	switch {
	case input.Type == rules.Text:
		return "text"
	case isMoney(input) || input.Scale > 0:
		return "decimal"
	}
	return "numeric"
}

// dialled is a telephone number as a phone wants it.
func dialled(phone string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, phone)
}

// articleName writes an article as people cite it: "Participatiewet, artikel
// 78gg lid 6".
func articleName(f *Frame, a offers.Article) string {
	name := f.L.W("law.article", "Law", a.Law, "Article", a.Number)
	if a.Section != "" {
		name = f.L.W("law.section", "Law", a.Law, "Article", a.Number, "Section", a.Section)
	}
	if a.Year != 0 {
		name += " " + f.L.W("law.year", "Year", strconv.Itoa(a.Year))
	}
	return name
}

// asksFor says what a source is asked to put right, and who can.
func asksFor(f *Frame, inputs []rules.Fact, fact *offers.Fact, r *offers.Request) string {
	asks := f.L.T("receipt.request")
	if r.Value.Knowledge != offers.Unknown {
		asks = f.L.W("receipt.request.value", "Value", value(f, inputs, &offers.Fact{Name: fact.Name, Criterion: fact.Criterion, Value: r.Value}))
	}
	return asks + " " + f.L.T("correct."+r.Source)
}

// value writes what is known of a fact: "ja", "€ 1.150", "3 maart 1986".
func value(f *Frame, inputs []rules.Fact, fact *offers.Fact) string {
	input := &rules.Fact{Type: rules.Bool}
	for i := range inputs {
		if inputs[i].Name == fact.Name && !fact.Criterion {
			input = &inputs[i]
		}
	}
	switch {
	case fact.OfPartner:
		return f.L.T("fact.of_partner")
	case fact.Value.Knowledge == offers.Unknown:
		return f.L.T("fact.unknown")
	case fact.Value.Knowledge == offers.Null:
		return f.L.T("fact." + fact.Name + ".none")
	case input.Type == rules.Date:
		return f.L.Date(rules.Day(fact.Value.N))
	case input.Type == rules.Text:
		return fact.Value.Text
	case isMoney(input):
		return f.L.Money(fact.Value.N)
	case input.Type == rules.Number:
		return f.L.Decimal(fact.Value.N, input.Scale)
	case fact.Value.N != 0:
		return f.L.T("fact.yes")
	}
	return f.L.T("fact.no")
}
