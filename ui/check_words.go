package ui

import (
	"strconv"

	"github.com/a-h/templ"

	"zeker/offers"
	"zeker/offers/rules"
)

// checked are the attributes by which the script knows a form; none when the
// page has no local check.
func checked(f *Frame, o *offers.Offer) templ.Attributes {
	if f.Check == nil {
		return nil
	}
	all := localForm(f, "check", o.On)
	all["data-scheme"], all["data-per"] = o.Scheme.ID, string(o.Scheme.Per)
	return all
}

// localForm are the attributes of every form that is worked out on the own device:
// by which script, and where that finds what it needs.
func localForm(f *Frame, module string, on rules.Day) templ.Attributes {
	return templ.Attributes{
		"data-module": module, "data-day": on.String(), "data-lang": f.L.Code(),
		"data-worker": f.Check.Worker, "data-wasm": f.Check.Module, "data-wasm-hash": f.Check.ModuleHash,
		"data-bundle": f.Check.Bundle, "data-bundle-hash": f.Check.BundleHash,
		"data-words": f.Check.Words, "data-words-hash": f.Check.WordsHash,
		"data-loading": f.L.T("check.loading"), "data-local": f.L.T("check.local"), "data-failed": f.L.T("check.failed"),
	}
}

// checkFor is the local check of an offer's page: none when there is nothing on
// it to fill in, so that nothing is fetched for nothing.
func checkFor(f *Frame, p *OfferPage) *Check {
	if len(asked(p)) == 0 && !correctable(p) {
		return nil
	}
	return f.Check
}

// unit is a known fact as the local check reads it: in the program's unit.
func unit(fact *offers.Fact) string {
	switch {
	case fact.OfPartner:
		return ""
	case fact.Value.Knowledge == offers.Null:
		return "-"
	case fact.Value.Text != "":
		return "=" + fact.Value.Text
	}
	return strconv.FormatInt(fact.Value.N, 10)
}

// Checkable reports whether a visitor can check a scheme: it has a question that
// people, and not only registers, can answer.
func Checkable(s *offers.Scheme) bool { return len(asking(s)) > 0 }

// asking are the questions that a visitor can answer.
func asking(s *offers.Scheme) []*offers.Question {
	var list []*offers.Question
	for i := range s.Register {
		if q := &s.Register[i]; q.Ask && !q.Criterion {
			list = append(list, q)
		}
	}
	return list
}
