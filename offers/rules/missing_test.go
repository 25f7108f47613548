package rules_test

import (
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"zeker/offers/rules"
)

// checked is a law with values of its facts.
type checked struct {
	*rules.Program
	limits map[string][]int64
}

// corpus are the laws that Missing is checked on by enumeration, and of each fact
// the values on both sides of every limit that the law has for it, and some where an
// amount is too small to be paid beside another.
func corpus(t testing.TB) []checked {
	dates := func(list ...string) (days []int64) {
		for _, s := range list {
			days = append(days, int64(day(s)))
		}
		return days
	}
	cents := func(list ...int64) []int64 { return append(list, 0, 10_000_000_00) }
	return []checked{
		{alleenverdieners(t), nil},
		{zorgtoeslag(t), map[string][]int64{
			"geboortedatum": dates("1980-01-01", "1900-01-01", "2199-12-31", "2008-11-16", "2008-11-17"), rules.ReferenceDate: dates("2026-11-16", "2026-11-17", "1990-01-01"),
			"inkomen": cents(29736_00, 29737_00, 40600_00, 40857_25, 40857_26, 50880_00, 51142_00), "inkomen_partner": cents(1, 29736_00, 29737_00, 40857_25, 51142_00),
			"vermogen": cents(146011_00, 146011_01, 184633_00, 184633_01), "vermogen_partner": cents(1, 146011_00, 184633_00, 184633_01),
		}},
		{allowance(t), map[string][]int64{
			"born": dates("1900-01-01", "2100-01-01", "2199-12-31", "1959-11-16", "1959-11-17", "2005-11-16", "2005-11-17", "1986-02-01"), rules.ReferenceDate: dates("2026-11-16", "2026-11-15", "1990-01-01", "2150-01-01"),
			"income": cents(1456_44, 1456_45, 2080_63, 2080_64), "wealth": cents(7770_00, 7770_01, 15540_00, 15540_01),
			"last_granted": dates("2025-11-16", "2025-11-17", "1900-01-01", "2199-12-31"), "status": {-1, 0, 1},
		}},
	}
}

// null stands among values for a fact that is null.
const null = -1 << 40

// values returns the values of a fact to enumerate.
func values(p *rules.Program, limits map[string][]int64, fact int) []int64 {
	spec := p.Facts()[fact]
	list := limits[spec.Name]
	if spec.Type == rules.Bool {
		list = []int64{0, 1}
	}
	if spec.Null {
		list = append(slices.Clone(list), null)
	}
	return list
}

func give(t testing.TB, f *rules.Frame, fact int, v int64) {
	t.Helper()
	err := error(nil)
	if v == null {
		err = f.KnowNull(fact)
	} else {
		err = f.Know(fact, v)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// breakpoints returns values of each open fact: those on both sides of the limits
// of the law, and those where the outputs change while the others have some of
// theirs, since a limit of a sum lies where the other part of the sum puts it.
func breakpoints(t testing.TB, p *rules.Program, f *rules.Frame, limits map[string][]int64, open, outputs []int) [][]int64 {
	var lists, more [][]int64
	for _, fact := range open {
		lists = append(lists, values(p, limits, fact))
		more = append(more, nil)
	}
	r := rand.New(rand.NewPCG(9, 10))
	for range 120 {
		for i, fact := range open {
			give(t, f, fact, lists[i][r.IntN(len(lists[i]))])
		}
		for i, fact := range open {
			if p.Facts()[fact].Type != rules.Number {
				continue
			}
			for _, o := range outputs {
				pieces, err := f.Pieces(o, fact)
				if err != nil {
					t.Fatal(err)
				}
				for _, piece := range pieces {
					if !slices.Contains(lists[i], piece.From) && len(more[i]) < 24 {
						more[i] = append(more[i], piece.From)
					}
				}
			}
		}
	}
	for i := range lists {
		lists[i] = append(slices.Clone(lists[i]), more[i]...)
	}
	return lists
}

// matter returns the facts among some that change the outputs for some values of
// the others: all combinations are tried.
func matter(t testing.TB, p *rules.Program, f *rules.Frame, limits map[string][]int64, open, outputs []int) []int {
	lists := breakpoints(t, p, f, limits, open, outputs)
	total := 1
	for _, list := range lists {
		total *= len(list)
	}
	results := make([][2]int64, total)
	for n := range results {
		rest := n
		for i, fact := range open {
			give(t, f, fact, lists[i][rest%len(lists[i])])
			rest /= len(lists[i])
		}
		if err := f.Evaluate(0); err != nil {
			t.Fatal(err)
		}
		for k, o := range outputs {
			results[n][k], _, _ = f.Output(o)
			if k == 0 && results[n][0] == 0 && p.Outputs()[o].Type == rules.Bool {
				break // no right, so no amount
			}
		}
	}
	var found []int
	stride := 1
	for i, fact := range open {
		for n := range results {
			if n/stride%len(lists[i]) > 0 && results[n] != results[n-stride] {
				found = append(found, fact)
				break
			}
		}
		stride *= len(lists[i])
	}
	for _, fact := range open {
		f.Forget(fact)
	}
	return found
}

// TestMissingIsExactlyWhatCanMatter on our laws, by enumeration over the limits.
func TestMissingIsExactlyWhatCanMatter(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	cases := 60
	if os.Getenv("ZEKER_PROOF") != "" {
		cases = 2000
	}
	for _, c := range corpus(t) {
		p, limits := c.Program, c.limits
		right := p.OutputIndex("right") + p.OutputIndex("heeft_recht") + 1
		amount := p.OutputIndex("amount") + p.OutputIndex("hoogte") + 1
		f, all := p.NewFrame(), p.NewFrame()
		for range cases {
			f.Reset()
			all.Reset()
			var open []int
			for fact := range p.Facts() {
				list := values(p, limits, fact)
				// The day asked about is always known.
				if len(open) < 4 && r.IntN(3) == 0 && p.Facts()[fact].Name != rules.ReferenceDate {
					open = append(open, fact)
					continue
				}
				v := list[r.IntN(len(list))]
				give(t, f, fact, v)
				give(t, all, fact, v)
			}
			for _, outputs := range [][]int{{right}, {right, amount}} {
				want := matter(t, p, all, limits, open, outputs)
				got := f.Judged(f.Missing(nil, outputs...), outputs...)
				slices.Sort(got)
				if !slices.Equal(got, want) {
					t.Fatalf("of %v missing are %v, and %v can matter to %v", names(p, open), names(p, got), names(p, want), outputs)
				}
			}
		}
	}
}
