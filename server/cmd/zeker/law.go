package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"zeker/offers/catalogue"
	"zeker/offers/law"
	"zeker/offers/rules"
)

// lawCommand is for who writes law: what an output rests on, whether changed
// files fit together, and the examples of the format.
var lawCommand = command{
	name:    "law",
	summary: "show what an output of the law rests on, try changed files, find what no case tries, or run the examples of the law format",
	usage:   "explain -on DAY [-municipality ID] [-data FOLDER] LAW OUTPUT | lint FOLDER | coverage [-data FOLDER] | test FOLDER",
	examples: []string{
		"zeker law explain -on 2026-11-16 participatiewet hoogte_individuele_inkomenstoeslag",
		"zeker law lint offers   # a folder with corpus, schemes and municipalities",
		"zeker law coverage   # the ways of the law that no readable case goes",
		"zeker law test regelrecht",
	},
	flags: func(*flag.FlagSet) func(*process) error { return lawRun },
}

func lawRun(p *process) error {
	if len(p.args) > 0 {
		switch p.args[0] {
		case "explain":
			return lawExplain(p)
		case "lint":
			return lawLint(p)
		case "test":
			return lawTest(p)
		case "coverage":
			return lawCoverage(p)
		}
	}
	return mistaken(errors.New("say explain, lint, coverage or test; zeker law -h shows how"))
}

// lawLint loads law, schemes and municipalities from a folder as strictly as the
// ones that are built in, and prints the hash of each municipality's bundle.
// Nothing that is served changes by it.
func lawLint(p *process) error {
	if len(p.args) != 2 || p.args[1] == "" {
		return mistaken(errors.New("lint takes one folder, with corpus, schemes and municipalities in it"))
	}
	library, err := openLibrary(p.args[1])
	if err != nil {
		return err
	}
	for _, id := range library.Municipalities() {
		town, err := library.Catalogue(id)
		if err != nil {
			return err
		}
		fmt.Fprintf(p.stdout, "%s: bundle %s\n", id, town.Hash)
	}
	return nil
}

// lawTest runs golden cases, features and conformance files of a folder.
func lawTest(p *process) error {
	if len(p.args) != 2 {
		return mistaken(errors.New("test takes one folder"))
	}
	results, err := law.RunExamples(os.DirFS(p.args[1]))
	if err != nil {
		return mistaken(err)
	}
	var tally [3]int
	for _, r := range results {
		tally[r.Status]++
		if r.Status != law.Passed {
			fmt.Fprintf(p.stdout, "%s %s: %s\n", r.Status, r.Name, r.Why)
		}
	}
	fmt.Fprintf(p.stdout, "%d passed, %d failed, %d skipped\n", tally[law.Passed], tally[law.Failed], tally[law.Skipped])
	if tally[law.Failed] > 0 {
		return errSaid
	}
	return nil
}

// lawExplain prints the versions of law that an output rests on and the facts
// that it reads.
func lawExplain(p *process) error {
	flags := flag.NewFlagSet("explain", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	day := flags.String("on", "", "")
	municipality := flags.String("municipality", "zonnedijk", "")
	data := flags.String("data", "", "")
	if err := flags.Parse(p.args[1:]); err != nil || flags.NArg() != 2 {
		return mistaken(cmp.Or(err, errors.New("explain takes -on DAY, perhaps -municipality ID and -data FOLDER, a law and an output")))
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
	q := law.Query{Law: flags.Arg(0), Output: flags.Arg(1), On: on, Municipality: town.Code}
	versions, err := library.Laws().Laws(q)
	if err != nil {
		return mistaken(err)
	}
	fmt.Fprintf(p.stdout, "%s of %s on %s in %s rests on\n", q.Output, q.Law, on, town.Name)
	for _, v := range versions {
		fmt.Fprintf(p.stdout, "  %s, version of %s (%s)\n", v.Name, v.Version, v.URL)
	}
	return explainFacts(p.stdout, library, q)
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
