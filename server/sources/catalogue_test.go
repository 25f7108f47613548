package sources_test

import (
	"testing"

	"zeker/offers"
	"zeker/offers/rules"
)

// invented is a catalogue of one scheme of the municipality, with a fact of each
// type, and one scheme of another authority.
func invented(t testing.TB) *offers.Catalogue {
	t.Helper()
	b := rules.NewBuilder()
	must := func(n rules.Node, err error) rules.Node {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	at := rules.Source{Law: "invented"}
	fact := func(f rules.Fact) rules.Node { return must(b.Fact(f)) }
	op := func(op rules.Op, args ...rules.Node) rules.Node { return must(b.Op(op, at, args...)) }

	partner := fact(rules.Fact{Name: "heeft_partner", Type: rules.Bool, Max: 1})
	judged := fact(rules.Fact{Name: "oordeel", Type: rules.Bool, Max: 1, Judged: true})
	assets := fact(rules.Fact{Name: "vermogen", Type: rules.Number, Max: 100_000_00, Unit: "eurocent"})
	hours := fact(rules.Fact{Name: "uren", Type: rules.Number, Scale: 1, Min: -5, Max: 400})
	children := fact(rules.Fact{Name: "kinderen", Type: rules.Number, Max: 20})
	granted := fact(rules.Fact{Name: "toegekend_op", Type: rules.Date, Min: int64(day(t, "1900-01-01")), Max: int64(day(t, "2199-12-31")), Null: true})
	born := fact(rules.Fact{Name: "geboortedatum", Type: rules.Date, Min: int64(day(t, "1900-01-01")), Max: int64(day(t, "2199-12-31"))})
	place := fact(rules.Fact{Name: "woonplaats", Type: rules.Text, Symbols: []string{"Zonnedijk"}})
	income := fact(rules.Fact{Name: "inkomen", Type: rules.Number, Max: 100_000_00, Unit: "eurocent"})

	low := must(b.Output("inkomen_was_laag", at, op(rules.LessOrEqual, income, b.Number(1000_00, 0))))
	right := must(b.Output("recht", at, op(rules.And, partner, judged, low,
		op(rules.LessOrEqual, assets, b.Number(5, 0)), op(rules.GreaterOrEqual, hours, b.Number(5, 0)),
		op(rules.GreaterThan, children, b.Number(0, 0)), op(rules.IsNull, granted),
		op(rules.LessThan, born, b.Date(1)), op(rules.Equals, place, b.Text("Zonnedijk")))))
	must(b.Output("bedrag", at, op(rules.If, right, b.Number(100_00, 0), b.Number(0, 0))))
	program, err := b.Program(rules.Entry{Name: "toeslag", Outputs: []string{"recht", "bedrag", "inkomen_was_laag"}})
	if err != nil {
		t.Fatal(err)
	}

	ours := offers.Scheme{ID: "toeslag", Right: "recht", Amount: "bedrag", DecidedBy: offers.Municipality, Account: "rekening_bekend"}
	for _, name := range []string{"heeft_partner", "oordeel", "vermogen", "uren", "kinderen", "toegekend_op", "geboortedatum", "woonplaats", "rekening_bekend"} {
		ours.Register = append(ours.Register, offers.Question{Name: name, Source: "own_file", Ground: "pw_7"})
	}
	ours.Register = append(ours.Register, offers.Question{Name: "inkomen_was_laag", Criterion: true, Source: "uwv", Ground: "pw_53a"})
	theirs := offers.Scheme{ID: "zorgtoeslag", DecidedBy: offers.DienstToeslagen, Register: []offers.Question{{Name: "inkomen", Source: "resident"}}}
	return &offers.Catalogue{Municipality: "zonnedijk", Periods: []offers.Period{{
		From: day(t, "2026-01-01"), Program: program, Schemes: []offers.Scheme{ours, theirs},
	}}}
}
