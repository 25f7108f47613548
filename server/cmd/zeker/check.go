package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"zeker/offers"
	"zeker/offers/rules"
)

// checkCommand answers one question of law by hand.
var checkCommand = command{
	name:    "check",
	summary: "say whether facts give a right, how much, and what is still to be known",
	examples: []string{
		"zeker check -scheme alleenverdieners -on 2026-11-16 -facts facts.json",
		`echo '{"staat_op_lijst_alleenverdieners": true}' | zeker check -scheme alleenverdieners -on 2026-11-16 -facts -`,
		`echo '{"facts": {"vermogen": 150000, "datum_vorige_toekenning": null}, "criteria": {"inkomen_was_laag": true}}' |
    zeker check -scheme individuele_inkomenstoeslag -on 2026-11-16 -municipality lindewaard -facts -`,
	},
	flags: func(flags *flag.FlagSet) func(*process) error {
		c := new(check)
		flags.StringVar(&c.scheme, "scheme", "", "the `id` of the scheme")
		flags.StringVar(&c.on, "on", "", "the `day` to decide for, as 2026-11-16")
		flags.StringVar(&c.municipality, "municipality", "zonnedijk", "the `id` of the municipality whose rules fill the law")
		dataFlag(flags, &c.data)
		flags.StringVar(&c.facts, "facts", "", "the `file` with facts, or - for standard input: JSON, amounts in eurocents, days as 2026-11-16; what is left out is unknown")
		return c.run
	},
}

// check is one question: the answer is JSON on one line.
type check struct {
	scheme, on, municipality, facts, data string
}

func (c *check) run(p *process) error {
	if len(p.args) > 0 {
		return mistaken(fmt.Errorf("%q is no part of a question; the facts are in the file of -facts", p.args[0]))
	}
	library, err := openLibrary(c.data)
	if err != nil {
		return err
	}
	town, err := library.Catalogue(c.municipality)
	if err != nil {
		return mistaken(err)
	}
	if _, ok := library.Scheme(c.scheme); !ok {
		return mistaken(fmt.Errorf("-scheme %q is none of the schemes; there are %s", c.scheme, strings.Join(library.Schemes(), ", ")))
	}
	on, ok := rules.ParseDay(c.on)
	if !ok {
		return mistaken(fmt.Errorf("-on %q is no date; write it as 2026-11-16", c.on))
	}
	source, err := c.read(p.stdin)
	if err != nil {
		return mistaken(err)
	}
	record, err := library.ReadFacts(c.municipality, c.scheme, on, c.name(), source)
	if err != nil {
		return mistaken(err)
	}
	offer, err := offers.Make(town, c.scheme, record, on)
	if errors.Is(err, offers.ErrNoLaw) || errors.Is(err, offers.ErrNoScheme) {
		return mistaken(fmt.Errorf("scheme %s on %s: %w", c.scheme, on, err))
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.stdout, "%s\n", offer.AppendJSON(nil))
	return err
}

// name is what errors call the file of facts.
func (c *check) name() string {
	if c.facts == "-" {
		return "standard input"
	}
	return c.facts
}

func (c *check) read(stdin io.Reader) ([]byte, error) {
	switch c.facts {
	case "":
		return nil, errors.New("-facts is missing: name a file, or - for standard input")
	case "-":
		return io.ReadAll(stdin)
	}
	return os.ReadFile(c.facts)
}
