package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"

	"zeker/offers/catalogue"
	"zeker/offers/law"
	"zeker/offers/rules"
)

// explain says what law an output rests on, or why facts come to what they come to.
type explain struct {
	library *catalogue.Library
	town    *catalogue.Municipality
	on      rules.Day
	out     io.Writer
}

func lawExplain(p *process) error {
	flags := flag.NewFlagSet("explain", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	day := flags.String("on", "", "")
	municipality := flags.String("municipality", "zonnedijk", "")
	data := flags.String("data", "", "")
	facts := flags.String("facts", "", "")
	err := flags.Parse(p.args[1:])
	if args := flags.NArg(); err != nil || *facts == "" && args != 2 || *facts != "" && args != 1 {
		return mistaken(cmp.Or(err, errors.New("explain takes -on DAY, perhaps -municipality ID and -data FOLDER, a law and an output; or -facts FILE and a scheme")))
	}
	on, ok := rules.ParseDay(*day)
	if !ok {
		return mistaken(fmt.Errorf("-on %q is no date; write it as 2026-11-16", *day))
	}
	library, err := openLibrary(*data)
	if err != nil {
		return err
	}
	town, ok := library.Municipality(*municipality)
	if !ok {
		return mistaken(fmt.Errorf("there is no municipality %q; there are: %s", *municipality, strings.Join(library.Municipalities(), ", ")))
	}
	e := explain{library, town, on, p.stdout}
	if *facts == "" {
		return e.output(law.Query{Law: flags.Arg(0), Output: flags.Arg(1), On: on, Municipality: town.Code})
	}
	source, err := (&check{facts: *facts}).read(p.stdin)
	if err != nil {
		return mistaken(err)
	}
	return e.scheme(flags.Arg(0), (&check{facts: *facts}).name(), source)
}

// output prints the versions of law that an output rests on and the facts that it
// reads.
func (e *explain) output(q law.Query) error {
	versions, err := e.library.Laws().Laws(q)
	if err != nil {
		return mistaken(err)
	}
	fmt.Fprintf(e.out, "%s of %s on %s in %s rests on\n", q.Output, q.Law, e.on, e.town.Name)
	for _, v := range versions {
		fmt.Fprintf(e.out, "  %s, version of %s (%s)\n", v.Name, v.Version, v.URL)
	}
	return explainFacts(e.out, e.library, q)
}

// explainFacts prints the facts that an output reads, with what they may be.
func explainFacts(w io.Writer, library *catalogue.Library, q law.Query) error {
	b := rules.NewBuilder()
	if _, err := library.Laws().Compile(b, q); err != nil {
		return err
	}
	program, err := b.Program(rules.Entry{Name: q.Output, Outputs: []string{q.Output}})
	if err != nil {
		return err
	}
	fmt.Fprintln(w, "and reads")
	for _, f := range program.Facts() {
		if f.Name != rules.ReferenceDate {
			fmt.Fprintf(w, "  %s: %s\n", f.Name, describe(&f))
		}
	}
	return nil
}

// describe says what values a fact can have.
func describe(f *rules.Fact) string {
	text := ""
	switch f.Type {
	case rules.Bool:
		text = "yes or no"
	case rules.Date:
		text = fmt.Sprintf("a day from %s to %s", rules.Day(f.Min), rules.Day(f.Max))
	case rules.Text:
		text = "a text"
	case rules.Number:
		text = fmt.Sprintf("a number from %d to %d", f.Min, f.Max)
		if f.Unit != "" {
			text += ", " + f.Unit
		}
		if f.Scale > 0 {
			text += fmt.Sprintf(", with %d decimals", f.Scale)
		}
	}
	if f.Null {
		text += ", or none"
	}
	if f.Judged {
		text += "; a person decides it"
	}
	return text
}
