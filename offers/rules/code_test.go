package rules_test

import (
	"math/rand/v2"
	"testing"

	"zeker/offers/rules"
)

// TestCodeStaysShort: every step run is time of every evaluation, and every step
// there is weighs on every resident's bundle. Where code gets shorter, write down
// the new figure; where it gets longer, there should be a reason.
func TestCodeStaysShort(t *testing.T) {
	anyone := func(r *rand.Rand, fact rules.Fact) int64 {
		switch {
		case fact.Name == rules.ReferenceDate:
			return int64(day("2026-11-16"))
		case fact.Type == rules.Date:
			return int64(day("2026-11-16")) - r.Int64N(80*365)
		case fact.Type == rules.Number:
			return r.Int64N(min(fact.Max, 60_000_00) + 1)
		}
		return fact.Min + r.Int64N(fact.Max-fact.Min+1)
	}
	for name, c := range map[string]struct {
		p     *rules.Program
		steps int // of the code
		run   int // by a thousand households
	}{
		"alleenverdieners": {alleenverdieners(t), 2, 1_000},
		"zorgtoeslag":      {zorgtoeslag(t), 25, 4_872},
		"allowance":        {allowance(t), 206, 16_614},
		"support":          {support(t), 9, 8_000},
	} {
		if got := c.p.Steps(0); got != c.steps {
			t.Errorf("%s: %d steps, want %d", name, got, c.steps)
		}
		r := rand.New(rand.NewPCG(11, 12))
		f, run := c.p.NewFrame(), 0
		for range 1000 {
			for i, fact := range c.p.Facts() {
				if err := f.Know(i, anyone(r, fact)); err != nil {
					t.Fatal(err)
				}
			}
			run += f.Run(0)
		}
		if run != c.run {
			t.Errorf("%s: a thousand households run %d steps, want %d", name, run, c.run)
		}
	}
}
