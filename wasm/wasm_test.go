//go:build !js

package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"zeker/offers"
	"zeker/offers/catalogue"
	"zeker/offers/rules"
)

// households is how many random households are compared: all of them in make
// proof, one hundredth in make test.
func households() int {
	if os.Getenv("ZEKER_PROOF") != "" {
		return 100_000
	}
	return 1_000
}

// module builds the module as it is served.
func module(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "check.wasm")
	build := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w -buildid=", "-gcflags=all=-l -B -d=disablenil", "-gcflags=zeker/offers/...=-d=disablenil", "-o", path, ".")
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building the module: %v\n%s", err, out)
	}
	return path
}

func goroot(t testing.TB) string {
	t.Helper()
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

// inModule has the module answer requests; the first is the bundle.
func inModule(t testing.TB, requests [][]byte) [][]byte {
	t.Helper()
	var in bytes.Buffer
	for _, r := range requests {
		binary.Write(&in, binary.LittleEndian, uint32(len(r)))
		in.Write(r)
	}
	run := exec.Command("node", "testdata/run.mjs",
		filepath.Join(goroot(t), "lib", "wasm", "wasm_exec.js"), module(t))
	run.Stdin, run.Stderr = &in, os.Stderr
	out, err := run.Output()
	if err != nil {
		t.Fatalf("running the module: %v", err)
	}
	var replies [][]byte
	for len(out) >= 4 {
		n := binary.LittleEndian.Uint32(out)
		replies = append(replies, out[4:4+n])
		out = out[4+n:]
	}
	return replies
}

func library(t testing.TB) *catalogue.Library {
	t.Helper()
	l, err := catalogue.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// served is the bundle of a municipality, and what a browser reads in it.
func served(t testing.TB, l *catalogue.Library, municipality string) ([]byte, *offers.Catalogue) {
	t.Helper()
	bundle, err := l.Bundle(municipality)
	if err != nil {
		t.Fatal(err)
	}
	c, err := offers.Decode(bundle)
	if err != nil {
		t.Fatal(err)
	}
	return bundle, c
}

// household writes a request about a random household: each fact known, null or
// unknown, often at the edge of what it can be.
func household(random *rand.Rand, p *offers.Period, s *offers.Scheme) []byte {
	on := p.From
	if p.Until > p.From {
		on += rules.Day(random.IntN(int(p.Until-p.From) + 1))
	}
	facts := p.Program.Facts()
	b := fmt.Appendf(nil, "%s\t%s\n", s.ID, on)
	for _, q := range s.Register {
		i := p.Program.FactIndex(q.Name)
		if random.IntN(5) == 0 || i >= 0 && facts[i].Judged && random.IntN(2) == 0 {
			continue
		}
		if i < 0 {
			b = fmt.Appendf(b, "%s\t%d\n", q.Name, random.IntN(2))
			continue
		}
		b = fmt.Appendf(b, "%s\t%s\n", q.Name, value(random, &facts[i], on))
	}
	return b
}

func value(random *rand.Rand, f *rules.Fact, on rules.Day) string {
	if f.Null && random.IntN(3) == 0 {
		return "-"
	}
	switch f.Type {
	case rules.Text:
		return "=" + append(f.Symbols, "anders")[random.IntN(len(f.Symbols)+1)]
	case rules.Date:
		return fmt.Sprint(int64(on) - random.Int64N(90*366))
	}
	span := f.Max - f.Min
	switch random.IntN(4) {
	case 0:
		span = min(span, 10)
	case 1, 2:
		span = min(span, 6_000_000) // sixty thousand euro: where the limits are
	}
	return fmt.Sprint(f.Min + random.Int64N(span+1))
}

// A11: the module gives the server's bytes for every household.
func TestA11NativeEqualsWASM(t *testing.T) {
	l := library(t)
	random := rand.New(rand.NewPCG(78, 36))
	for _, id := range l.Municipalities() {
		t.Run(id, func(t *testing.T) {
			bundle, c := served(t, l, id)
			requests := [][]byte{bundle}
			for range households() {
				p := &c.Periods[random.IntN(len(c.Periods))]
				if len(p.Schemes) > 0 {
					requests = append(requests, household(random, p, &p.Schemes[random.IntN(len(p.Schemes))]))
				}
			}
			compare(t, c, requests)
		})
	}
}

func compare(t *testing.T, c *offers.Catalogue, requests [][]byte) {
	t.Helper()
	replies := inModule(t, requests)
	if len(replies) != len(requests) {
		t.Fatalf("got %d replies to %d requests", len(replies), len(requests))
	}
	if len(replies[0]) > 0 {
		t.Fatalf("loading the bundle: %s", replies[0])
	}
	native, states := offers.NewCheck(c), map[string]int{}
	for i, request := range requests[1:] {
		want, got := native.Ask(request), replies[i+1]
		if !bytes.Equal(got, want) {
			t.Fatalf("request\n%s\nmodule %s\nserver %s", request, got, want)
		}
		_, rest, _ := strings.Cut(string(want), `"state":`)
		state, _, _ := strings.Cut(rest, ",")
		states[state]++
	}
	t.Logf("%d requests, 0 differences; %v", len(requests)-1, states)
	if len(states) < 3 {
		t.Errorf("the households reach only the states %v", states)
	}
}

func TestModuleSurvivesNonsense(t *testing.T) {
	bundle, err := library(t).Bundle("zonnedijk")
	if err != nil {
		t.Fatal(err)
	}
	replies := inModule(t, [][]byte{bundle[:len(bundle)/2], []byte("early"), nil})
	if !strings.Contains(string(replies[0]), "checksum") || len(replies[1]) != 0 {
		t.Errorf("got %q and %q, want words about the checksum and nothing", replies[0], replies[1])
	}
	replies = inModule(t, [][]byte{bundle, []byte("\xff\x00"), []byte("nothing\tnowhen"), []byte("alleenverdieners\t2026-11-16\nnobody\t1")})
	for _, reply := range replies[1:] {
		if !strings.HasPrefix(string(reply), `{"error":`) {
			t.Errorf("got %q, want an error", reply)
		}
	}
}
