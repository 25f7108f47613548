// Command why prints why random households come to what they come to, for a test
// that runs it natively and in WebAssembly and compares every byte. Arguments: the
// bundle, the number of households.
package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strconv"

	"zeker/offers"
	"zeker/offers/rules"
)

// inFull is how many households are told whole; of the others only the hash.
const inFull = 200

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	bundle, err := os.ReadFile(os.Args[1])
	if err != nil {
		return err
	}
	many, err := strconv.Atoi(os.Args[2])
	if err != nil {
		return err
	}
	c, err := offers.Decode(bundle)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(os.Stdout)
	random := rand.New(rand.NewPCG(78, 44))
	for i := range many {
		p := &c.Periods[random.IntN(len(c.Periods))]
		if len(p.Schemes) == 0 {
			continue
		}
		var text bytes.Buffer
		household(&text, random, p, &p.Schemes[random.IntN(len(p.Schemes))])
		if i < inFull {
			out.Write(text.Bytes())
		}
		fmt.Fprintf(out, "%d %x\n", i, sha256.Sum256(text.Bytes()))
	}
	return out.Flush()
}

// household prints the reasons and the sums of one household, of which some facts
// are not known.
func household(out io.Writer, random *rand.Rand, p *offers.Period, s *offers.Scheme) {
	f := p.Program.NewFrame()
	for i, fact := range p.Program.Facts() {
		span := fact.Max - fact.Min
		if fact.Unit == "eurocent" {
			span = min(span, 6_000_000) // sixty thousand euro: where the limits are
		}
		switch known := random.IntN(4); {
		case fact.Name == rules.ReferenceDate:
			report(out, f.Know(i, int64(p.From)))
		case known == 0:
		case known == 1 && fact.Null:
			report(out, f.KnowNull(i))
		default:
			report(out, f.Know(i, fact.Min+random.Int64N(span+1)))
		}
	}
	for _, name := range append([]string{s.Right}, s.Criteria...) {
		why, err := f.Why(p.Program.OutputIndex(name))
		report(out, err)
		fmt.Fprintf(out, "%s %+v\n", name, why)
	}
	terms, ok := f.Sum(p.Program.OutputIndex(s.Amount))
	fmt.Fprintf(out, "%s %+v %v\n", s.Amount, terms, ok)
}

func report(out io.Writer, err error) {
	if err != nil {
		fmt.Fprintln(out, err)
	}
}
