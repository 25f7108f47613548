package catalogue_test

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"zeker/offers"
	"zeker/offers/catalogue"
	"zeker/offers/law"
	"zeker/offers/rules"
)

// single is somebody who has a right to every scheme below, but for a figure that
// a test sets; amounts are eurocents.
var single = map[string]int64{
	"geboortedatum": 5000, "woont_in_gemeente": 1, "heeft_partner": 0, "heeft_kinderen_ten_laste": 0, "gemiddeld_maandinkomen": 1000_00,
	"vermogen": 1000_00, "uitgesloten_artikel_13": 0, "geen_uitzicht_op_inkomensverbetering": 1,
	"is_verzekerd": 1, "heeft_toeslagpartner": 0, "partner_is_verzekerd": 1, "toetsingsinkomen": 20_000_00, "toetsingsinkomen_partner": 0,
	"vermogen_op_1_januari": 1000_00, "verblijft_rechtmatig": 1,
}

// TestTheEdgesOfRights: the margin of a fact ends at the cent where the plain law,
// tried at every cent around a published limit, says no.
func TestTheEdgesOfRights(t *testing.T) {
	l, on := library(t), date(t, "2026-11-16")
	period, err := town(t, l, "zonnedijk").On(on)
	if err != nil {
		t.Fatal(err)
	}
	couple := map[string]int64{"heeft_partner": 1, "heeft_toeslagpartner": 1}
	for _, c := range []struct {
		situation, scheme, fact string
		limit                   int64 // as leaflets and laws print it
		others                  map[string]int64
	}{
		{"income for zorgtoeslag, alone", "zorgtoeslag", "toetsingsinkomen", 40857_00, nil},
		{"income for zorgtoeslag, with a partner", "zorgtoeslag", "toetsingsinkomen", 51142_00, couple},
		{"income of the partner", "zorgtoeslag", "toetsingsinkomen_partner", 51142_00 - 20_000_00, couple},
		{"assets for zorgtoeslag, alone", "zorgtoeslag", "vermogen_op_1_januari", 146011_00, nil},
		{"assets for zorgtoeslag, with a partner", "zorgtoeslag", "vermogen_op_1_januari", 184633_00, couple},
		{"income for the allowance, alone", "individuele_inkomenstoeslag", "gemiddeld_maandinkomen", 1561_40, nil},
		{"income for the allowance, with a partner", "individuele_inkomenstoeslag", "gemiddeld_maandinkomen", 2230_56, couple},
		{"assets for the allowance", "individuele_inkomenstoeslag", "vermogen", 8000_00, nil},
	} {
		t.Run(c.situation, func(t *testing.T) {
			household := maps.Clone(single)
			maps.Copy(household, c.others)
			s, err := period.Scheme(c.scheme)
			if err != nil {
				t.Fatal(err)
			}
			p := period.Program
			f := p.NewFrame()
			for i := range p.Facts() {
				fact, err := &p.Facts()[i], error(nil)
				v, known := household[fact.Name]
				switch {
				case fact.Name == rules.ReferenceDate:
					err = f.Know(i, int64(on))
				case known:
					err = f.Know(i, v)
				case fact.Null:
					err = f.KnowNull(i)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			from, to, err := f.Margin(p.OutputIndex(s.Right), p.FactIndex(c.fact))
			if err != nil {
				t.Fatal(err)
			}
			if from > household[c.fact] || to < household[c.fact] || to < c.limit || to >= c.limit+100 {
				t.Fatalf("the right lasts from %d to %d, and the limit is %d", from, to, c.limit)
			}
			scheme, _ := l.Scheme(c.scheme)
			q := law.Query{Law: scheme.Law, Output: s.Right, On: on, Municipality: "GM9901"}
			for v := c.limit - 150; v <= c.limit+150; v++ {
				household[c.fact] = v
				if has := plainly(t, l, q, p, household); has != (v <= to) {
					t.Fatalf("by the plain law %d gives %v, and the right lasts to %d", v, has, to)
				}
			}
		})
	}
}

// plainly evaluates a right by the plain meaning of the law. It fetches every
// fact, also of other schemes: those are null or 0.
func plainly(t *testing.T, l *catalogue.Library, q law.Query, p *rules.Program, household map[string]int64) bool {
	t.Helper()
	parameters := map[string]law.Value{}
	for i := range p.Facts() {
		f := &p.Facts()[i]
		v, known := household[f.Name]
		if parameters[f.Name] = plain(f, offers.Number(v)); !known && f.Null {
			parameters[f.Name] = law.Value{}
		}
	}
	all, err := l.Laws().Evaluate(q, parameters)
	if err != nil {
		t.Fatal(err)
	}
	yes, ok := all[q.Output].Bool()
	if !ok {
		t.Fatalf("%s is no yes or no", q.Output)
	}
	return yes
}

// TestMarginsPiecesAndCliffsAreExact: along every fact of random households, by
// evaluating each cent around each place that is named, and cents between.
func TestMarginsPiecesAndCliffsAreExact(t *testing.T) {
	entries(t, func(t *testing.T, l *catalogue.Library, m *catalogue.Municipality, p *offers.Period, s *offers.Scheme) {
		r := rand.New(rand.NewPCG(uint64(p.From), 5))
		for range rounds(500) {
			on := p.From + rules.Day(r.IntN(int(p.Until-p.From)+1))
			e := newEdges(t, r, p.Program, s, on)
			for _, fact := range e.facts {
				e.margin(r, fact)
				if p.Program.Facts()[fact].Unit == "eurocent" {
					e.pieces(fact)
				}
			}
		}
	})
}

// edges are those of one household: what it gets is the amount where there is a
// right, and nothing elsewhere.
type edges struct {
	*partial
	values map[int]int64 // of each fact
}

func newEdges(t testing.TB, r *rand.Rand, p *rules.Program, s *offers.Scheme, on rules.Day) *edges {
	e := &edges{newPartial(t, r, p, s, on), map[int]int64{}}
	e.open = nil
	drawn := household(r, p, on)
	for _, fact := range e.facts {
		v := drawn[p.Facts()[fact].Name]
		if e.values[fact] = v.N; v.Knowledge == offers.Null {
			e.values[fact] = null
		}
		e.tell(e.whole, fact, e.values[fact])
	}
	return e
}

// gets is what the household gets with another value of a fact.
func (e *edges) gets(fact int, v int64) outcome {
	e.tell(e.whole, fact, v)
	o := e.outcome()
	e.tell(e.whole, fact, e.values[fact])
	return o
}

// margin tries both ends of the margins of the right and of the amount, and
// values between.
func (e *edges) margin(r *rand.Rand, fact int) {
	if e.values[fact] == null {
		return
	}
	limit, now := e.p.Facts()[fact], e.outcome()
	for _, c := range []struct {
		output int
		where  []int
		same   func(o outcome) bool
	}{
		{e.right, nil, func(o outcome) bool { return o.right == now.right }},
		{e.amount, []int{e.right}, func(o outcome) bool { return o.amount == now.amount }},
	} {
		from, to, err := e.whole.Margin(c.output, fact, c.where...)
		if err != nil {
			e.Fatal(err)
		}
		for v, want := range map[int64]bool{from - 1: false, from: true, from + r.Int64N(to-from+1): true, to: true, to + 1: false} {
			if v >= limit.Min && v <= limit.Max && c.same(e.gets(fact, v)) != want {
				e.Fatalf("%s %d gives %v, it is %v at %d, and stays so from %d to %d", limit.Name, v, e.gets(fact, v), now, e.values[fact], from, to)
			}
		}
	}
}

// pieces evaluates every cent around the ends of the pieces, and finds no cliff
// there but those that are named, and all of those.
func (e *edges) pieces(fact int) {
	pieces, err := e.whole.Pieces(e.amount, fact, e.right)
	if err != nil {
		e.Fatal(err)
	}
	cliffs, err := e.whole.Cliffs(e.amount, fact, e.right)
	if err != nil {
		e.Fatal(err)
	}
	limit, next := e.p.Facts()[fact], e.p.Facts()[fact].Min
	for i, piece := range pieces {
		if piece.From != next || piece.To < piece.From {
			e.Fatalf("pieces of %s leave a hole at %d: %v", limit.Name, next, pieces)
		}
		next = piece.To + 1
		if got := [2]int64{e.gets(fact, piece.From).amount, e.gets(fact, piece.To).amount}; got != [2]int64{piece.Start, piece.End} {
			e.Fatalf("piece %v of %s begins and ends with %v", piece, limit.Name, got)
		}
		for v := max(piece.From, piece.To-120); v < min(piece.To+120, limit.Max); v++ {
			here, after := e.gets(fact, v).amount, e.gets(fact, v+1).amount
			if v < piece.To && (here < min(piece.Start, piece.End) || here > max(piece.Start, piece.End)) {
				e.Fatalf("%s %d gives %d, and the piece is %v", limit.Name, v, here, piece)
			}
			at := slices.IndexFunc(cliffs, func(c rules.Cliff) bool { return c.At == v })
			if at >= 0 && cliffs[at].Drop != here-after {
				e.Fatalf("after %s %d it drops by %d, not %d", limit.Name, v, here-after, cliffs[at].Drop)
			}
			if v == piece.To && at < 0 && i+1 < len(pieces) && here-after > e.unit(fact, piece) && here-after > e.unit(fact, pieces[i+1]) {
				e.Fatalf("after %s %d it drops by %d, and no cliff is named: %v", limit.Name, v, here-after, cliffs)
			}
		}
	}
	if next != limit.Max+1 {
		e.Fatalf("pieces of %s end at %d: %v", limit.Name, next, pieces)
	}
}

// unit is the largest change of an amount within a piece, found a cent at a time
// from its beginning: what it is rounded to; a cent at least.
func (e *edges) unit(fact int, piece rules.Piece) int64 {
	unit := int64(1)
	if piece.Start == piece.End {
		return unit
	}
	at := e.gets(fact, piece.From).amount
	for v := piece.From + 1; v <= min(piece.To, piece.From+20_000_00) && unit == 1; v++ {
		next := e.gets(fact, v).amount
		unit = max(unit, next-at, at-next)
		at = next
	}
	return unit
}
