package rules_test

import (
	"errors"
	"fmt"
	"testing"

	"zeker/offers/rules"
)

// support is a law in which much can go wrong, each in an article of its own:
// nobody in the house to share the rent (3), a day that no calendar has (4), and
// a move that never was (5).
func support(t testing.TB) *rules.Program {
	l := newLaw(t)
	apply := func(number string, op rules.Op, args ...rules.Node) rules.Node {
		return l.must(l.b.Op(op, article(number), args...))
	}
	share := apply("3", rules.Divide, l.euros("rent"), l.between("people", 0, 20))
	l.output("share", l.must(l.b.Round(rules.Floor, 0, article("3"), share)))
	first := apply("4", rules.DateOf, l.between("year", 0, 9999), l.between("month", 0, 12), l.between("day", 0, 31))
	l.output("begun", apply("4", rules.LessOrEqual, first, l.b.Date(day("2026-11-16"))))
	nullable := func(name string) rules.Node {
		return l.fact(rules.Fact{Name: name, Type: rules.Date, Null: true, Min: int64(day("1900-01-01")), Max: int64(day("2199-12-31"))})
	}
	l.output("lives_here", apply("5", rules.LessThan, nullable("moved"), nullable("asked")))
	return l.program(rules.Entry{Name: "support", Outputs: []string{"share", "begun", "lives_here"}})
}

// tenant is somebody with whom nothing is wrong.
func tenant() map[string]int64 {
	return map[string]int64{"rent": 700_00, "people": 3, "year": 2024, "month": 2, "day": 29, "moved": int64(day("2020-05-01")), "asked": int64(day("2026-11-16"))}
}

// wrong is what can be wrong with a household, and the error that says so.
var wrong = map[string]struct {
	facts map[string]int64
	want  string
}{
	"nobody in the house":  {map[string]int64{"people": 0}, "wet 2026-01-01: article 3: DIVIDE: division by zero"},
	"30 February":          {map[string]int64{"day": 30}, "wet 2026-01-01: article 4: DATE: there is no such day"},
	"29 February 2023":     {map[string]int64{"year": 2023}, "wet 2026-01-01: article 4: DATE: there is no such day"},
	"day 0":                {map[string]int64{"day": 0}, "wet 2026-01-01: article 4: DATE: there is no such day"},
	"month 0":              {map[string]int64{"month": 0}, "wet 2026-01-01: article 4: DATE: there is no such day"},
	"year 0":               {map[string]int64{"year": 0}, "wet 2026-01-01: article 4: DATE: there is no such day"},
	"never moved":          {map[string]int64{"moved": null}, "wet 2026-01-01: article 5: LESS_THAN: fact moved is null"},
	"never asked":          {map[string]int64{"asked": null}, "wet 2026-01-01: article 5: LESS_THAN: fact asked is null"},
	"all three, and first": {map[string]int64{"moved": null, "day": 31, "people": 0}, "wet 2026-01-01: article 3: DIVIDE: division by zero"},
	"rent below zero":      {map[string]int64{"rent": -1}, "fact rent has a value outside its range"},
	"month 13":             {map[string]int64{"month": 13}, "fact month has a value outside its range"},
}

// TestBadInputIsAnErrorWithItsArticle and with its operation, however the law is
// evaluated; and the frame is good for the next household.
func TestBadInputIsAnErrorWithItsArticle(t *testing.T) {
	p := support(t)
	f := p.NewFrame()
	for name, c := range wrong {
		for way, evaluate := range map[string]func(int) error{"code": f.Evaluate, "strict": f.EvaluateStrictly, "decide": f.Decide} {
			t.Run(name+", "+way, func(t *testing.T) {
				f.Reset()
				set(t, f, p, tenant())
				var err error
				for fact, v := range c.facts {
					err = errors.Join(err, inform(f, p.FactIndex(fact), v))
				}
				if err == nil {
					err = evaluate(0)
				}
				if err == nil || err.Error() != c.want {
					t.Errorf("got %v, want %s", err, c.want)
				}
				for o := range p.Outputs() {
					if _, _, s := f.Output(o); s != rules.Undecided {
						t.Errorf("output %d has status %d", o, s)
					}
				}
				set(t, f, p, tenant())
				if err := evaluate(0); err != nil {
					t.Fatal(err)
				}
				if v, _, s := status(t, f, p, "share"); v != 233_33 || s != rules.Decided {
					t.Errorf("the next household has a share of %d (%d)", v, s)
				}
			})
		}
	}
}

// TestBadInputCountsBeforeWhatIsUnknown: it is an error when nothing unknown stands
// before it, whatever is unknown behind it.
func TestBadInputCountsBeforeWhatIsUnknown(t *testing.T) {
	for name, c := range map[string]struct {
		known map[string]int64
		want  string
	}{
		"never moved, rest unknown":        {map[string]int64{"moved": null}, "wet 2026-01-01: article 2: LESS_THAN: fact moved is null"},
		"nobody in the house":              {map[string]int64{"people": 0}, ""},
		"moved, and nobody in the house":   {map[string]int64{"moved": int64(day("2020-05-01")), "people": 0}, "wet 2026-01-01: article 2: DIVIDE: division by zero"},
		"moved too late, whoever is there": {map[string]int64{"moved": int64(day("2026-05-01")), "people": 0}, ""},
		"never asked":                      {map[string]int64{"applied": null}, "wet 2026-01-01: article 2: LESS_THAN: fact applied is null"},
		"all is well":                      {map[string]int64{"moved": int64(day("2020-05-01")), "people": 2}, ""},
	} {
		l := newLaw(t)
		moved := l.fact(rules.Fact{Name: "moved", Type: rules.Date, Null: true, Min: int64(day("1900-01-01")), Max: int64(day("2199-12-31"))})
		share := l.op(rules.Divide, l.euros("rent"), l.between("people", 0, 20))
		l.output("right", l.op(rules.And, l.op(rules.LessThan, moved, l.b.Date(day("2026-01-01"))), l.op(rules.LessThan, share, l.number(300_00)), l.boolean("asked")))
		applied := l.fact(rules.Fact{Name: "applied", Type: rules.Date, Null: true, Min: int64(day("1900-01-01")), Max: int64(day("2199-12-31"))})
		l.output("lately", l.op(rules.And, l.op(rules.LessThan, applied, l.b.Date(day("2026-01-01"))), l.boolean("asked")))
		p := l.program(rules.Entry{Name: "x", Outputs: []string{"lately"}}, rules.Entry{Name: "y", Outputs: []string{"right"}})
		f := p.NewFrame()
		for fact, v := range c.known {
			if err := inform(f, p.FactIndex(fact), v); err != nil {
				t.Fatal(err)
			}
		}
		err := f.Decide(0)
		if err == nil {
			err = f.Decide(1)
		}
		if c.want == "" && err != nil || c.want != "" && (err == nil || err.Error() != c.want) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
}

// inform sets one fact, to null too.
func inform(f *rules.Frame, fact int, v int64) error {
	if v == null {
		return f.KnowNull(fact)
	}
	return f.Know(fact, v)
}

// TestABadRowStopsNoScan: it is reported with its row and the error that it gives
// alone, and every other row comes out as it should.
func TestABadRowStopsNoScan(t *testing.T) {
	p := support(t)
	const many = 1000
	in := &rules.Columns{Rows: many, Facts: make([]rules.Column, len(p.Facts()))}
	for name, v := range tenant() {
		column := &in.Facts[p.FactIndex(name)]
		for row := range many {
			column.Whole = append(column.Whole, v+choose(name == "rent", int64(row), 0))
		}
	}
	for _, nullable := range []string{"moved", "asked"} {
		in.Facts[p.FactIndex(nullable)].Null = make([]uint64, (many+63)/64)
	}
	want := map[int]string{}
	// The first and the last row, the ends of a word of bits and of a block.
	rows := []int{0, 63, 64, 127, 128, 129, 500, 501, 700, 998, 999}
	for _, c := range wrong {
		row := rows[len(want)]
		want[row] = c.want
		for fact, v := range c.facts {
			if column := &in.Facts[p.FactIndex(fact)]; v == null {
				column.Null[row>>6] |= 1 << (row & 63)
			} else {
				column.Whole[row] = v
			}
		}
	}
	if len(want) != len(rows) {
		t.Fatal("a row for each thing that can be wrong is needed")
	}
	read, _, err := rules.Decode(p.AppendBinary(nil))
	if err != nil {
		t.Fatal(err)
	}
	for name, scanned := range map[string]*rules.Program{"as built": p, "as read": read} {
		for workers := range 3 {
			t.Run(fmt.Sprint(name, workers), func(t *testing.T) {
				got, err := scanned.Scan(0, in, rules.Scan{Workers: workers})
				if err != nil {
					t.Fatal(err)
				}
				if len(got.Errors) != len(rows) {
					t.Fatalf("errors %v", got.Errors)
				}
				for i, e := range got.Errors {
					if e.Row != rows[i] || e.Err.Error() != want[e.Row] {
						t.Errorf("row %d: %v, want row %d: %s", e.Row, e.Err, rows[i], want[rows[i]])
					}
				}
				for row := range many {
					share, decided := (700_00+int64(row))/3, rules.Decided
					if want[row] != "" {
						share, decided = 0, rules.Undecided
					}
					if c := got.Found[0]; c.Lo[row] != share || c.Hi[row] != share || c.Status[row] != decided {
						t.Fatalf("row %d: share %d to %d (%d), want %d (%d)", row, c.Lo[row], c.Hi[row], c.Status[row], share, decided)
					}
				}
			})
		}
	}
}

// TestAnAnswerOfTheWrongType, yes or no to an amount, is an error of the rows that
// have one, and names the article that gives the amount.
func TestAnAnswerOfTheWrongType(t *testing.T) {
	p := support(t)
	in := &rules.Columns{Rows: 200, Facts: make([]rules.Column, len(p.Facts())), Answers: make([]rules.Column, len(p.Outputs()))}
	for name, v := range tenant() {
		in.Facts[p.FactIndex(name)].Same = &v
	}
	in.Answers[p.OutputIndex("share")] = rules.Column{Bytes: make([]uint8, 200), Known: []uint64{0, 0, 1 << 3, 0}}
	got, err := p.Scan(0, in, rules.Scan{})
	if err != nil {
		t.Fatal(err)
	}
	want := "wet 2026-01-01: article 2: output share is no boolean, so no source can answer it with yes or no"
	if len(got.Errors) != 1 || got.Errors[0].Row != 131 || got.Errors[0].Err.Error() != want {
		t.Errorf("got %v, want row 131: %s", got.Errors, want)
	}
	if c := got.Found[0]; c.Status[130] != rules.Decided || c.Lo[130] != 233_33 || c.Status[131] != rules.Undecided || c.Lo[132] != 233_33 {
		t.Errorf("rows beside it have %v, %v", c.Lo[130:133], c.Status[130:133])
	}
}
