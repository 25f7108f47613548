package ui

import (
	"github.com/a-h/templ"

	"zeker/offers"
	"zeker/offers/rules"
)

// exampleWhatIfs are the states of a what-if.
func exampleWhatIfs() []Example {
	local := func(name string, p WhatIfPage) Example {
		return Example{Name: name, Script: ScriptWhatIf, Page: func(f *Frame) templ.Component { return WhatIf(f, p) }}
	}
	empty, asking, wrong := exampleWhatIf(), exampleWhatIf(), exampleWhatIf()
	asking.Computed, asking.Life.Change, asking.Life.Gets = true, "work", []string{"zorgtoeslag"}
	asking.Values = map[string]string{FieldChange: "work", FieldWhen: "2026-08-01", FieldGet("zorgtoeslag"): "1"}
	asking.Courses = []offers.Course{{Scheme: &exampleZorgtoeslag, Gets: true, State: offers.Open, Missing: []string{"toetsingsinkomen"}}}
	wrong.Computed = true
	wrong.Errors = []FieldError{{FieldChange, "what_if.error.change"}, {FieldGets, "what_if.error.gets"}, {FieldFact("toetsingsinkomen"), "field.amount"}}
	wrong.Values = map[string]string{FieldFact("toetsingsinkomen"): "veel"}
	return []Example{
		local("what-if", empty), local("what-if-asking", asking), local("what-if-wrong", wrong), local("what-if-done", exampleWork()),
		{Name: "what-if-without-script", Page: func(f *Frame) templ.Component { return WhatIf(f, exampleWork()) }},
	}
}

// exampleWhatIf is a what-if with nothing filled in.
func exampleWhatIf() WhatIfPage {
	p := WhatIfPage{
		Schemes: []*offers.Scheme{&exampleAlleenverdieners, &exampleIIT, &exampleZorgtoeslag},
		Inputs:  exampleElsewhere().Inputs, Life: offers.Life{On: exampleDay, Month: day(2026, 12, 1)},
	}
	for month := day(2026, 1, 1); month <= day(2026, 12, 1); month = month.AddMonths(1) {
		p.Months = append(p.Months, month)
	}
	return p
}

// exampleWork is somebody who has worked since August and did not tell.
func exampleWork() WhatIfPage {
	p := exampleWhatIf()
	p.Computed = true
	p.Values = map[string]string{
		FieldChange: "work", FieldWhen: "2026-08-01", FieldGet("zorgtoeslag"): "1", FieldGet("alleenverdieners"): "1",
		FieldAsk("gross"): "2000", FieldAsk("net"): "1800", FieldFact("toetsingsinkomen"): "31850",
	}
	p.Life = offers.Life{
		On: exampleDay, Change: "work", Month: day(2026, 8, 1), Gets: []string{"alleenverdieners", "zorgtoeslag"},
		Told:  []offers.Fact{{Name: "gross", Value: offers.Number(2000_00)}, {Name: "net", Value: offers.Number(1800_00)}},
		Facts: []offers.Fact{{Name: "toetsingsinkomen", Value: offers.Number(31_850_00)}},
	}
	care := offers.Course{Scheme: &exampleZorgtoeslag, Gets: true, State: offers.Entitled}
	for _, month := range p.Months {
		care.Months = append(care.Months, offers.Month{On: month, Now: 129_00, Then: 105_00})
	}
	care.Years = []offers.Year{{
		Year:   2026,
		Told:   offers.Settlement{Paid: 1_524_00, Right: 1_260_00, Back: 264_00, Aside: 264_00},
		Silent: offers.Settlement{Paid: 1_548_00, Right: 1_260_00, Back: 288_00},
	}}
	care.Edge = offers.Edge{Fact: "toetsingsinkomen", Value: 31_850_00, Until: 40_857_25, Cliffs: []rules.Cliff{{At: 40_857_25, Drop: 2_00}}}
	p.Courses = []offers.Course{
		{Scheme: &exampleAlleenverdieners, Gets: true, State: offers.Open, Missing: []string{"staat_op_lijst_alleenverdieners"}}, care,
	}
	return p
}
