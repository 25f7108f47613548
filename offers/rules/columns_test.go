package rules_test

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"sync/atomic"
	"testing"

	"zeker/offers/rules"
)

// population is households as columns; one of every unknowns facts is unknown,
// none when that is 0.
func population(p *rules.Program, all []household, unknown int) *rules.Columns {
	on := int64(day("2026-11-16"))
	in := &rules.Columns{Rows: len(all), Facts: make([]rules.Column, len(p.Facts()))}
	r := rand.New(rand.NewPCG(1, 2))
	var row []int64
	for i := range all {
		row = all[i].row(row[:0])
		for fact := range in.Facts {
			c := &in.Facts[fact]
			switch {
			case fact == 0:
				c.Same = &on
				continue
			case p.Facts()[fact].Type == rules.Bool:
				c.Bytes = append(c.Bytes, uint8(row[fact]))
			default:
				c.Whole = append(c.Whole, row[fact])
			}
		}
	}
	if unknown > 0 {
		for fact := 1; fact < len(in.Facts); fact++ {
			known := make([]uint64, (len(all)+63)/64)
			for i := range known {
				known[i] = ^uint64(0)
			}
			in.Facts[fact].Known = known
		}
		for row := range all {
			if r.IntN(100) < unknown {
				fact := 1 + r.IntN(len(in.Facts)-1)
				in.Facts[fact].Known[row>>6] &^= 1 << (row & 63)
			}
		}
	}
	return in
}

// rows is how many households are compared: a million in make proof.
func rows() int {
	if os.Getenv("ZEKER_PROOF") != "" {
		return 1_000_000
	}
	return 10_000
}

// TestColumnsAreAsSingle: every row comes out as the same household alone, also
// with facts unknown, out of range, or null where that cannot be.
func TestColumnsAreAsSingle(t *testing.T) {
	p := zorgtoeslag(t)
	in := population(p, households(rows()+37), 5)
	income := p.FactIndex("inkomen")
	for row := 3; row < in.Rows; row += 1001 {
		in.Facts[income].Whole[row] = -1
		in.Facts[income].Known[row>>6] |= 1 << (row & 63)
	}
	in.Facts[5].Bytes[700], in.Facts[5].Bytes[701] = 2, 255
	in.Facts[5].Known[10] |= 3 << (700 & 63)
	in.Facts[4].Null = make([]uint64, len(in.Facts[4].Known))
	in.Facts[4].Null[0] = 1 << 9
	single := p.NewFrame()
	decoded, _, err := rules.Decode(p.AppendBinary(nil))
	if err != nil {
		t.Fatal(err)
	}
	got, err := decoded.Scan(0, in, rules.Scan{})
	if err != nil {
		t.Fatal(err)
	}
	compareRows(t, p, single, in, got)
	for _, workers := range []int{1, 3} {
		got, err := p.Scan(0, in, rules.Scan{Workers: workers})
		if err != nil {
			t.Fatal(err)
		}
		compareRows(t, p, single, in, got)
	}
}

// compareRows evaluates every row alone.
func compareRows(t *testing.T, p *rules.Program, f *rules.Frame, in *rules.Columns, got *rules.Results) {
	t.Helper()
	var failed []int
	for row := range in.Rows {
		f.Reset()
		err := error(nil)
		for fact := range in.Facts {
			c := &in.Facts[fact]
			v, set := int64(0), c.Known == nil || c.Known[row>>6]>>(row&63)&1 != 0
			switch {
			case c.Null != nil && c.Null[row>>6]>>(row&63)&1 != 0:
				err = errors.Join(err, f.KnowNull(fact))
				continue
			case c.Whole != nil:
				v = c.Whole[row]
			case c.Bytes != nil:
				v = int64(c.Bytes[row])
			case c.Same != nil:
				v = *c.Same
			default:
				set = false
			}
			if set {
				err = errors.Join(err, f.Know(fact, v))
			}
		}
		if in.Answers != nil && in.Answers[1].Bytes != nil && in.Answers[1].Known[row>>6]>>(row&63)&1 != 0 {
			err = errors.Join(err, f.Criterion(1, in.Answers[1].Bytes[row] != 0))
		}
		if err == nil {
			err = f.Decide(0)
		}
		if err != nil {
			failed = append(failed, row)
			continue
		}
		for i, o := range got.Outputs {
			lo, hi, status := f.Output(o)
			if c := got.Found[i]; c.Lo[row] != lo || c.Hi[row] != hi || c.Status[row] != status {
				t.Fatalf("row %d, output %d: %d to %d (%d), alone %d to %d (%d)", row, o, c.Lo[row], c.Hi[row], c.Status[row], lo, hi, status)
			}
		}
	}
	var reported []int
	for _, e := range got.Errors {
		reported = append(reported, e.Row)
	}
	if !slices.Equal(failed, reported) {
		t.Fatalf("errors in rows %v, alone in %v", reported, failed)
	}
}

// TestColumnsOfLawsOfAllSizes: the more a law works on, the fewer rows lie next to each
// other; of the last one each row is decided alone.
func TestColumnsOfLawsOfAllSizes(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for _, facts := range []int{4, 15, 20, 30, 45, 70, 100, 130, 250, 1100} {
		l := newLaw(t)
		list := []rules.Node{l.between("month", 1, 12), l.between("day", 1, 31), l.between("year", 1900, 2100)}
		date := l.op(rules.DateOf, list[2], list[0], list[1])
		said := l.boolean("said") // or null: nobody was asked
		for i := len(list) + 1; i < facts; i++ {
			list = append(list, l.between(fmt.Sprint("fact", i), 0, 200))
		}
		var pairs []rules.Node // computed for one output, and kept for the other
		for i := range list[1:] {
			pairs = append(pairs, l.op(rules.Multiply, list[i], list[i+1]))
		}
		l.output("share", l.must(l.b.Round(rules.Ceil, 0, article("3"), l.op(rules.Divide, l.op(rules.Add, pairs...), l.number(7)))))
		l.output("most", l.op(rules.Max, pairs...))
		l.output("weekday", l.op(rules.DayOfWeek, date))
		l.output("answer", l.op(rules.If, l.op(rules.IsNull, said), l.number(2), l.op(rules.If, said, l.number(1), l.number(0))))
		p := l.program(rules.Entry{Name: "all", Outputs: []string{"share", "most", "weekday", "answer"}})
		in := &rules.Columns{Rows: 333, Facts: make([]rules.Column, facts)}
		for i := range in.Facts {
			fact, values := p.Facts()[i], make([]int64, in.Rows)
			for row := range values {
				values[row] = fact.Min + r.Int64N(fact.Max-fact.Min+1)
			}
			in.Facts[i].Whole = values
		}
		bits := func() []uint64 {
			return []uint64{r.Uint64(), r.Uint64(), r.Uint64(), r.Uint64(), r.Uint64(), r.Uint64()}
		}
		in.Facts[p.FactIndex("said")].Null = bits()
		for _, row := range []int{9, 77, 130, 200, 299} {
			in.Facts[2].Whole[row] = 3000 // no year
		}
		got, err := p.Scan(0, in, rules.Scan{})
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Errors) == 0 {
			t.Fatal("no row has a 30 February")
		}
		compareRows(t, p, p.NewFrame(), in, got)
	}
}

// TestColumnsOfALawWithNullAndCriteria, a text and errors of the law itself.
func TestColumnsOfALawWithNullAndCriteria(t *testing.T) {
	p := allowance(t)
	const many = 3000
	words := (many + 63) / 64
	r := rand.New(rand.NewPCG(3, 4))
	in := &rules.Columns{Rows: many, Facts: make([]rules.Column, len(p.Facts())), Answers: make([]rules.Column, len(p.Outputs()))}
	facts := poorAdult()
	for fact, spec := range p.Facts() {
		c := &in.Facts[fact]
		for range many {
			v := facts[spec.Name]
			if spec.Type == rules.Number {
				v += r.Int64N(3) - 1
			}
			if spec.Type == rules.Bool {
				v = r.Int64N(2)
			}
			c.Whole = append(c.Whole, v)
		}
		if spec.Null || spec.Name == "income" {
			c.Known, c.Null = make([]uint64, words), make([]uint64, words)
			for i := range c.Known {
				c.Known[i] = r.Uint64() | r.Uint64()
				if spec.Null {
					c.Null[i] = r.Uint64() & r.Uint64()
				}
			}
		}
	}
	// A source answered for some whether their income was low.
	answers := &in.Answers[p.OutputIndex("income_was_low")]
	answers.Known, answers.Bytes = make([]uint64, words), make([]uint8, many)
	for row := range many {
		if r.IntN(5) == 0 {
			answers.Known[row>>6] |= 1 << (row & 63)
			answers.Bytes[row] = uint8(r.IntN(2))
		}
	}
	got, err := p.Scan(0, in, rules.Scan{Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	compareRows(t, p, p.NewFrame(), in, got)
}

// TestAScanStopsAndTells: it can be stopped, and says how far it is.
func TestAScanStopsAndTells(t *testing.T) {
	p := zorgtoeslag(t)
	in := population(p, households(20_000), 0)
	var asked atomic.Int64
	if _, err := p.Scan(0, in, rules.Scan{Workers: 2, Stop: func() bool { return asked.Add(1) > 5 }}); err != rules.ErrStopped {
		t.Errorf("got %v", err)
	}
	var told []int
	tell := func(rows int) { told = append(told, rows) }
	if _, err := p.Scan(0, in, rules.Scan{Progress: tell}); err != nil || !slices.Equal(told, []int{8192, 16384, 20_000}) {
		t.Errorf("told of %v rows, %v", told, err)
	}
	// Of ten workers most find nothing to do, and then have nothing to tell.
	told = nil
	few := population(p, households(200), 0)
	if _, err := p.Scan(0, few, rules.Scan{Workers: 10, Progress: tell}); err != nil || !slices.IsSorted(told) || len(slices.Compact(slices.Clone(told))) != len(told) || told[0] == 0 || told[len(told)-1] != few.Rows {
		t.Errorf("told of %v rows, %v", told, err)
	}
	in.Facts[3] = rules.Column{}
	got, err := p.Scan(0, in, rules.Scan{})
	if err != nil {
		t.Fatal(err)
	}
	compareRows(t, p, p.NewFrame(), in, got)
}

// TestColumnsThatDoNotFit the population or the program are refused, and those
// that just fit are not.
func TestColumnsThatDoNotFit(t *testing.T) {
	p := zorgtoeslag(t)
	for name, c := range map[string]struct {
		change func(in *rules.Columns)
		fits   bool
	}{
		"as they are":              {func(*rules.Columns) {}, true},
		"longer than needed":       {func(in *rules.Columns) { in.Rows = 65 }, true},
		"a value short":            {func(in *rules.Columns) { in.Facts[1].Whole = in.Facts[1].Whole[:128] }, false},
		"a yes or no short":        {func(in *rules.Columns) { in.Facts[3].Bytes = in.Facts[3].Bytes[:128] }, false},
		"a word of known short":    {func(in *rules.Columns) { in.Facts[3].Known = make([]uint64, 2) }, false},
		"three words of known":     {func(in *rules.Columns) { in.Facts[3].Known = make([]uint64, 3) }, true},
		"a word of null short":     {func(in *rules.Columns) { in.Facts[3].Null = make([]uint64, 2) }, false},
		"three words of null":      {func(in *rules.Columns) { in.Facts[3].Null = make([]uint64, 3) }, true},
		"no columns":               {func(in *rules.Columns) { in.Facts = nil }, false},
		"a fact too many":          {func(in *rules.Columns) { in.Facts = append(in.Facts, rules.Column{}) }, false},
		"answers to some outputs":  {func(in *rules.Columns) { in.Answers = make([]rules.Column, 1) }, false},
		"answers to every output":  {func(in *rules.Columns) { in.Answers = make([]rules.Column, len(p.Outputs())) }, true},
		"an answer short":          {func(in *rules.Columns) { in.Answers = shortAnswers(p) }, false},
		"nobody":                   {func(in *rules.Columns) { in.Rows = 0 }, true},
		"an unknown column at all": {func(in *rules.Columns) { in.Facts[3] = rules.Column{} }, true},
	} {
		in := population(p, households(129), 0)
		c.change(in)
		if _, err := p.Scan(0, in, rules.Scan{}); (err == nil) != c.fits {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func shortAnswers(p *rules.Program) []rules.Column {
	answers := make([]rules.Column, len(p.Outputs()))
	answers[len(answers)-1].Bytes = make([]uint8, 128)
	return answers
}

// TestAScanWritesInTheRoomOfAnEarlierOne, when that is of as many rows.
func TestAScanWritesInTheRoomOfAnEarlierOne(t *testing.T) {
	p := zorgtoeslag(t)
	scan := func(rows int, room *rules.Results) *rules.Results {
		t.Helper()
		in := population(p, households(rows), 0)
		got, err := p.Scan(0, in, rules.Scan{Room: room})
		if err != nil {
			t.Fatal(err)
		}
		compareRows(t, p, p.NewFrame(), in, got)
		return got
	}
	first := scan(300, nil)
	same := scan(300, first)
	for i := range first.Found {
		if &first.Found[i].Lo[0] != &same.Found[i].Lo[0] {
			t.Errorf("output %d is in new room", i)
		}
	}
	if fewer := scan(200, first); &first.Found[0].Lo[0] == &fewer.Found[0].Lo[0] {
		t.Error("fewer rows are in the same room")
	}
	if more := scan(400, &rules.Results{}); len(more.Found) != len(first.Found) {
		t.Error("room for nothing is no help")
	}
}

// TestRowsAtTheEndsOfARange are taken, and those a unit further are not, in every
// shape that a column has.
func TestRowsAtTheEndsOfARange(t *testing.T) {
	l := newLaw(t)
	l.output("sum", l.op(rules.Add, l.between("whole", 50, 900), l.between("small", 3, 250), l.between("same", 4, 12), l.between("debt", -9, -5)))
	p := l.program(rules.Entry{Name: "x", Outputs: []string{"sum"}})
	for same := int64(3); same <= 13; same++ {
		in := &rules.Columns{Rows: 300, Facts: []rules.Column{{}, {Bytes: bytes.Repeat([]byte{3}, 300)}, {Same: &same}, {}}}
		for range in.Rows {
			in.Facts[0].Whole, in.Facts[3].Whole = append(in.Facts[0].Whole, 50), append(in.Facts[3].Whole, -5)
		}
		for row, v := range map[int]int64{64: 49, 131: 900, 132: 901, 260: math.MinInt64, 261: math.MaxInt64} {
			in.Facts[0].Whole[row] = v
		}
		for row, v := range map[int]uint8{5: 2, 7: 250, 140: 251, 270: 0, 299: 255} {
			in.Facts[1].Bytes[row] = v
		}
		for row, v := range map[int]int64{20: -9, 21: -10, 22: -4} {
			in.Facts[3].Whole[row] = v
		}
		got, err := p.Scan(0, in, rules.Scan{})
		if err != nil {
			t.Fatal(err)
		}
		compareRows(t, p, p.NewFrame(), in, got)
		if want := choose(same < 4 || same > 12, 300, 10); len(got.Errors) != want {
			t.Errorf("same %d: errors %v, want %d", same, got.Errors, want)
		}
	}
}
