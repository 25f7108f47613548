package catalogue_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"zeker/offers"
	"zeker/offers/rules"
)

// TestNoCentChangesAnythingWithoutABreakpoint: of a random household one fact of money
// that work moves goes up by a cent, at a random place. What changes then lies at the
// end of a piece that the rules name, or on the slope of one.
func TestNoCentChangesAnythingWithoutABreakpoint(t *testing.T) {
	l := library(t)
	for _, id := range l.Municipalities() {
		c := town(t, l, id)
		r := rand.New(rand.NewPCG(7, 8))
		tried, ends, slopes := 0, 0, 0
		for range rounds(50_000) {
			on, _ := rules.DayOf(2026, 1+r.IntN(12), 1)
			period, err := c.On(on)
			if err != nil {
				t.Fatal(err)
			}
			frame := period.Program.NewFrame()
			for name, v := range household(r, period.Program, on) {
				tell(t, frame, period.Program.FactIndex(name), v)
			}
			tell(t, frame, period.Program.FactIndex(rules.ReferenceDate), offers.Number(int64(on)))
			for i := range period.Schemes {
				s := &period.Schemes[i]
				facts := incomes(s, period.Program)
				if s.Per == offers.PerMonth && len(facts) == 0 {
					t.Fatalf("%s pays by the month, and work moves nothing of it", s.ID)
				}
				for _, fact := range facts {
					end, slope := oneCentMore(t, r, frame, period.Program, s, fact)
					tried, ends, slopes = tried+1, ends+end, slopes+slope
				}
			}
		}
		t.Logf("%s: %d tried, %d at the end of a piece, %d on a slope", id, tried, ends, slopes)
		if ends*50 < tried || slopes*50 < tried {
			t.Errorf("%s: of %d only %d lay at the end of a piece and %d on a slope", id, tried, ends, slopes)
		}
	}
}

// incomes are the facts of a scheme that work moves.
func incomes(s *offers.Scheme, p *rules.Program) (facts []int) {
	for i := range s.Register {
		if slices.ContainsFunc(s.Register[i].Moves, func(m offers.Move) bool { return m.On == "work" }) {
			facts = append(facts, p.FactIndex(s.Register[i].Name))
		}
	}
	return facts
}

func tell(t *testing.T, f *rules.Frame, fact int, v offers.Value) {
	t.Helper()
	err := error(nil)
	if v.Knowledge == offers.Null {
		err = f.KnowNull(fact)
	} else {
		err = f.Know(fact, v.N)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// oneCentMore compares two neighbouring values of a fact with the pieces: half of the
// time at the end of one.
func oneCentMore(t *testing.T, r *rand.Rand, f *rules.Frame, p *rules.Program, s *offers.Scheme, fact int) (end, slope int) {
	t.Helper()
	right, amount := p.OutputIndex(s.Right), p.OutputIndex(s.Amount)
	pieces, err := f.Pieces(amount, fact, right)
	if err != nil {
		t.Fatalf("%s: %v", s.ID, err)
	}
	x := r.Int64N(60000_00)
	if r.IntN(2) == 0 {
		x = pieces[r.IntN(len(pieces))].To
	}
	x = min(x, p.Facts()[fact].Max-1)
	at := func(v int64) int64 {
		tell(t, f, fact, offers.Number(v))
		if err := f.Evaluate(p.EntryIndex(s.ID)); err != nil {
			t.Fatal(err)
		}
		if ok, _, _ := f.Output(right); ok == 0 {
			return 0
		}
		n, _, _ := f.Output(amount)
		return n
	}
	in := slices.IndexFunc(pieces, func(p rules.Piece) bool { return x >= p.From && x <= p.To })
	one, two := at(x), at(x+1)
	piece := pieces[in]
	if one < min(piece.Start, piece.End) || one > max(piece.Start, piece.End) || x == piece.From && one != piece.Start || x == piece.To && one != piece.End {
		t.Fatalf("%s: %d at %d is not on %+v", s.ID, one, x, piece)
	}
	switch {
	case x == piece.To:
		if next := pieces[in+1]; next.From != x+1 || two != next.Start {
			t.Fatalf("%s: %d at %d is not where %+v begins", s.ID, two, x+1, next)
		}
		return 1, 0
	case piece.Start == piece.End && two != one:
		t.Fatalf("%s: %d to %d at %d, within the level %+v", s.ID, one, two, x, piece)
	case (piece.Start < piece.End) && two < one, piece.Start > piece.End && two > one:
		t.Fatalf("%s: %d to %d at %d goes against %+v", s.ID, one, two, x, piece)
	case piece.Start != piece.End:
		return 0, 1
	}
	return 0, 0
}
