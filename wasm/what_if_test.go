//go:build !js

package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"

	"zeker/offers"
	"zeker/offers/rules"
)

// life writes a what-if of a random household: most facts known, some schemes that it
// gets, and a change that is mostly told whole.
func life(random *rand.Rand, c *offers.Catalogue) []byte {
	p := &c.Periods[random.IntN(len(c.Periods))]
	year, month, _ := p.From.Civil()
	on, _ := rules.DayOf(year, month, 1+random.IntN(28))
	change := offers.Changes[random.IntN(len(offers.Changes))]
	changed, _ := rules.DayOf(year, 1+random.IntN(12), 1)
	b := fmt.Appendf(nil, "%s\n%s\t%s\n", on, change, changed)
	for _, ask := range change.Asks() {
		if random.IntN(8) > 0 {
			b = fmt.Appendf(b, "+%s\t%s\n", ask.Name, value(random, &ask, on))
		}
	}
	for i := range p.Schemes {
		if random.IntN(2) == 0 {
			b = fmt.Appendf(b, "*%s\n", p.Schemes[i].ID)
		}
	}
	for _, f := range p.Program.Facts() {
		if f.Name != rules.ReferenceDate && random.IntN(30) > 0 {
			b = fmt.Appendf(b, "%s\t%s\n", f.Name, value(random, &f, on))
		}
	}
	return b
}

// TestWhatIfNativeEqualsWASM: the module gives the server's bytes for every what-if.
func TestWhatIfNativeEqualsWASM(t *testing.T) {
	l := library(t)
	random := rand.New(rand.NewPCG(3, 9))
	for _, id := range l.Municipalities() {
		bundle, c := served(t, l, id)
		requests := [][]byte{bundle}
		for range households() / 10 {
			requests = append(requests, life(random, c))
		}
		replies := inModule(t, requests)
		if len(replies) != len(requests) || len(replies[0]) > 0 {
			t.Fatalf("got %d replies to %d requests; loading: %s", len(replies), len(requests), replies[0])
		}
		native, settled := offers.NewWhatIf(c), 0
		for i, request := range requests[1:] {
			want := native.Ask(request)
			if !bytes.Equal(replies[i+1], want) {
				t.Fatalf("request\n%s\nmodule %s\nserver %s", request, replies[i+1], want)
			}
			if bytes.Contains(want, []byte(`"told":`)) {
				settled++
			}
		}
		t.Logf("%s: %d what-ifs, %d of which settle money, 0 differences", id, len(requests)-1, settled)
		if settled*4 < len(requests) {
			t.Errorf("of %d only %d settle money", len(requests), settled)
		}
	}
}
