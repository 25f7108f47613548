package rules_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"zeker/offers/rules"
)

func single(income, wealth int64) household {
	return household{on: day("2026-11-16"), born: day("1980-01-01"), insured: true, lawful: true, income: income, wealth: wealth}
}

// TestMarginsToTheCent: within the margin the outcome stays, a cent beyond it is
// another, by the function written by hand.
func TestMarginsToTheCent(t *testing.T) {
	p := zorgtoeslag(t)
	f := p.NewFrame()
	right, income, wealth := p.OutputIndex("heeft_recht"), p.FactIndex("inkomen"), p.FactIndex("vermogen")
	h := single(32_000_00, 1000_00)
	if err := f.KnowAll(h.row(nil)); err != nil {
		t.Fatal(err)
	}
	for fact, set := range map[int]func(v int64) household{
		income: func(v int64) household { return single(v, 1000_00) },
		wealth: func(v int64) household { return single(32_000_00, v) },
	} {
		from, to, err := f.Margin(right, fact)
		if err != nil || from != 0 {
			t.Fatalf("from %d, %v", from, err)
		}
		last, next := set(to), set(to+1)
		if yes, _ := byHand(&last); !yes {
			t.Errorf("no right at the margin, %d", to)
		}
		if yes, _ := byHand(&next); yes {
			t.Errorf("still a right beyond the margin, %d", to)
		}
	}
	// And back: who has too much wealth needs to lose so much.
	h = single(32_000_00, 200_000_00)
	if err := f.KnowAll(h.row(nil)); err != nil {
		t.Fatal(err)
	}
	if from, to, err := f.Margin(right, wealth); err != nil || from != 146011_01 || to != 10_000_000_00 {
		t.Errorf("no right from %d to %d, %v", from, to, err)
	}
	born := p.FactIndex("geboortedatum")
	if err := f.Know(wealth, 0); err != nil {
		t.Fatal(err)
	}
	if from, to, err := f.Margin(right, born); err != nil || rules.Day(to) != day("2008-11-16") || rules.Day(from) != day("1900-01-01") {
		t.Errorf("born %v to %v, %v", rules.Day(from), rules.Day(to), err)
	}
	if v, _ := f.Lies(income); v != 32_000_00 {
		t.Errorf("the frame now has an income of %d", v)
	}
}

// TestPiecesAndCliffs of the health care allowance: level, sloping from the
// threshold, and nothing; a cliff where the allowance would be under 24 euros,
// and at the limit of wealth.
func TestPiecesAndCliffs(t *testing.T) {
	p := zorgtoeslag(t)
	f := p.NewFrame()
	h := single(0, 1000_00)
	if err := f.KnowAll(h.row(nil)); err != nil {
		t.Fatal(err)
	}
	amount := p.OutputIndex("hoogte")
	pieces, err := f.Pieces(amount, p.FactIndex("inkomen"))
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, piece := range pieces {
		got += fmt.Sprintf("%d-%d: %d-%d\n", piece.From, piece.To, piece.Start, piece.End)
		for _, income := range []int64{piece.From, piece.To} {
			h := single(income, 1000_00)
			if _, want := byHand(&h); want != choose(income == piece.From, piece.Start, piece.End) {
				t.Errorf("income %d gives %d, the piece says otherwise: %v", income, want, piece)
			}
		}
	}
	if len(pieces) != 3 || pieces[0].To != 29736_00 || pieces[1].End != 24_00 || pieces[2].End != 0 {
		t.Errorf("got\n%s", got)
	}
	cliffs, err := f.Cliffs(amount, p.FactIndex("inkomen"))
	if err != nil || len(cliffs) != 1 || cliffs[0].Drop != 24_00 {
		t.Errorf("cliffs %v, %v", cliffs, err)
	}
	cliffs, err = f.Cliffs(amount, p.FactIndex("vermogen"))
	if err != nil || len(cliffs) != 1 || cliffs[0].At != 146011_00 || cliffs[0].Drop != 1550_00 {
		t.Errorf("cliffs %v, %v", cliffs, err)
	}
}

// TestWhatIfRefuses what has no answer, and leaves the frame as it was.
func TestWhatIfRefuses(t *testing.T) {
	p := zorgtoeslag(t)
	f := p.NewFrame()
	right, income := p.OutputIndex("heeft_recht"), p.FactIndex("inkomen")
	h := single(100, 100)
	if err := f.KnowAll(h.row(nil)); err != nil {
		t.Fatal(err)
	}
	f.Forget(p.FactIndex("vermogen"))
	for name, try := range map[string]func() error{
		"another fact missing": func() error { _, err := f.Pieces(right, income); return err },
		"margin, and missing":  func() error { _, _, err := f.Margin(right, income); return err },
		"cliffs, and missing":  func() error { _, err := f.Cliffs(right, income); return err },
		"no value to start":    func() error { _, _, err := f.Margin(right, p.FactIndex("vermogen")); return err },
		"an answer of a source": func() error {
			if err := f.Criterion(p.OutputIndex("is_volwassen"), true); err != nil {
				t.Fatal(err)
			}
			_, err := f.Pieces(right, income)
			return err
		},
	} {
		if try() == nil {
			t.Errorf("%s: answered", name)
		}
	}
	// What does not matter need not be known: the partner's wealth, without one.
	f.Reset()
	if err := f.KnowAll(h.row(nil)); err != nil {
		t.Fatal(err)
	}
	f.Forget(p.FactIndex("vermogen_partner"))
	if _, err := f.Pieces(right, income); err != nil {
		t.Error(err)
	}
}

// TestWhatIfOfRandomLaws: pieces hold the output at every value, and margins end
// where it changes.
func TestWhatIfOfRandomLaws(t *testing.T) {
	check(t, 20_000, func(t *rapid.T) {
		r := draw(t)
		f, g := r.p.NewFrame(), r.p.NewFrame()
		list := r.household(t)
		for i, v := range list {
			know(t, f, i, v)
			know(t, g, i, v)
		}
		fact := rapid.SampledFrom([]string{"i", "j", "p", "d", "a"}).Draw(t, "fact")
		i, output := r.p.FactIndex(fact), rapid.IntRange(0, 2).Draw(t, "output")
		if list[i] == nil {
			return
		}
		at := func(v int64) (int64, bool) {
			know(t, g, i, &v)
			if err := g.EvaluateStrictly(0); err != nil {
				return 0, false
			}
			out, _, _ := g.Output(output)
			return out, true
		}
		limit := r.p.Facts()[i]
		if pieces, err := f.Pieces(output, i); err == nil {
			next := limit.Min
			for _, piece := range pieces {
				if piece.From != next {
					t.Fatalf("pieces leave a hole at %d: %v", next, pieces)
				}
				next = piece.To + 1
				for _, v := range []int64{piece.From, piece.To, rapid.Int64Range(piece.From, piece.To).Draw(t, "between")} {
					out, ok := at(v)
					curved := min(piece.Start, piece.End) > out || out > max(piece.Start, piece.End)
					if v == piece.From && out != piece.Start || v == piece.To && out != piece.End || curved && output < 2 {
						if ok {
							t.Fatalf("%s %d gives %d, and the piece is %v", fact, v, out, piece)
						}
					}
				}
			}
			if next != limit.Max+1 {
				t.Fatalf("pieces end at %d: %v", next, pieces)
			}
		}
		from, to, err := f.Margin(output, i)
		if err != nil {
			return
		}
		now, ok := at(*list[i])
		for v, same := range map[int64]bool{from: true, to: true, from - 1: false, to + 1: false, rapid.Int64Range(from, to).Draw(t, "within"): true} {
			if !ok || v < limit.Min || v > limit.Max {
				continue
			}
			if out, ok := at(v); ok && (out == now) != same {
				t.Fatalf("%s %d gives %d; it is %d at %d, and the margin is %d to %d", fact, v, out, now, *list[i], from, to)
			}
		}
		for k, v := range list {
			if lo, hi := f.Lies(k); v != nil && (lo != *v || hi != *v) {
				t.Fatalf("fact %d changed", k)
			}
		}
	})
}

// TestWhereASlopeEnds: each stretch is one piece, and what is lost at its end is a
// cliff when it is more than a cent, and more than the steps on either side.
func TestWhereASlopeEnds(t *testing.T) {
	for name, c := range map[string]struct {
		until, after func(l *law, x rules.Node) rules.Node // 700 of x, and from there on
		pieces       string
		cliffs       string
	}{
		"nothing after a slope": {falling(5000, 2, 0), level(0), "[{0 700 5000 3600} {701 1000 0 0}]", "[{700 3600}]"},
		"a slope after nothing": {level(0), falling(5000, 2, 0), "[{0 700 0 0} {701 1000 3598 3000}]", "[]"},
		"a cent less":           {level(5000), level(4999), "[{0 700 5000 5000} {701 1000 4999 4999}]", "[]"},
		"two cents less":        {level(5000), level(4998), "[{0 700 5000 5000} {701 1000 4998 4998}]", "[{700 2}]"},
		"a step less":           {falling(5700, 1, -2), level(4900), "[{0 700 5700 5000} {701 1000 4900 4900}]", "[]"},
		"two steps less":        {falling(5700, 1, -2), level(4800), "[{0 700 5700 5000} {701 1000 4800 4800}]", "[{700 200}]"},
		"the same by two ways":  {level(5000), level(5000), "[{0 1000 5000 5000}]", "[]"},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLaw(t)
			x := l.between("x", 0, 1000)
			until := l.op(rules.LessOrEqual, x, l.number(700))
			l.output("amount", l.op(rules.If, until, c.until(l, x), c.after(l, x)))
			f := l.program(rules.Entry{Name: "x", Outputs: []string{"amount"}}).NewFrame()
			pieces, err := f.Pieces(0, 0)
			if got := fmt.Sprint(pieces); err != nil || got != c.pieces {
				t.Errorf("pieces %s, %v, want %s", got, err, c.pieces)
			}
			cliffs, err := f.Cliffs(0, 0)
			if got := fmt.Sprint(cliffs); err != nil || got != c.cliffs {
				t.Errorf("cliffs %s, %v, want %s", got, err, c.cliffs)
			}
		})
	}
}

// level is an amount that stays as it is.
func level(amount int64) func(*law, rules.Node) rules.Node {
	return func(l *law, _ rules.Node) rules.Node { return l.number(amount) }
}

// falling is an amount less a number of times x, rounded down.
func falling(from, times int64, precision int) func(*law, rules.Node) rules.Node {
	return func(l *law, x rules.Node) rules.Node {
		left := l.op(rules.Subtract, l.number(from), l.op(rules.Multiply, x, l.number(times)))
		return l.must(l.b.Round(rules.Floor, precision, article("2"), left))
	}
}

// TestPiecesWhereThereIsARight: an amount that does not look at income ends with
// the right to it, and a condition that no test decides leaves no hole.
func TestPiecesWhereThereIsARight(t *testing.T) {
	p := allowance(t)
	f := p.NewFrame()
	facts := poorAdult()
	facts["no_prospect"], facts["status"] = 1, -1
	set(t, f, p, facts)
	if err := f.KnowNull(p.FactIndex("last_granted")); err != nil {
		t.Fatal(err)
	}
	right, amount, income := p.OutputIndex("right"), p.OutputIndex("amount"), p.FactIndex("income")
	pieces, err := f.Pieces(amount, income, right, p.OutputIndex("income_was_low"))
	want := []rules.Piece{{From: 0, To: 1456_44, Start: 450_00, End: 450_00}, {From: 1456_45, To: 10_000_000_00}}
	if err != nil || !slices.Equal(pieces, want) {
		t.Errorf("got %v, %v, want %v", pieces, err, want)
	}
	cliffs, err := f.Cliffs(amount, income, right)
	if err != nil || !slices.Equal(cliffs, []rules.Cliff{{At: 1456_44, Drop: 450_00}}) {
		t.Errorf("cliffs %v, %v", cliffs, err)
	}
	if from, to, err := f.Margin(amount, income, right); err != nil || from != 0 || to != 1456_44 {
		t.Errorf("from %d to %d, %v", from, to, err)
	}
	if from, to, err := f.Margin(amount, income); err != nil || from != 0 || to != 10_000_000_00 {
		t.Errorf("whatever the right, from %d to %d, %v", from, to, err)
	}
}
