package main

import (
	"errors"
	"flag"
	"fmt"
	"os"

	"zeker/offers/law"
)

// lawCommand is for who writes law: what an output rests on, whether changed
// files fit together, and the examples of the format.
var lawCommand = command{
	name:    "law",
	summary: "show what an output of the law rests on, try changed files, find what no case tries, keep it for later years, or run the examples of the law format",
	usage:   "explain -on DAY [-municipality ID] [-data FOLDER] (LAW OUTPUT | -facts FILE SCHEME) | lint FOLDER | coverage [-data FOLDER] | bundle [-data FOLDER] FOLDER | test FOLDER",
	examples: []string{
		"zeker law explain -on 2026-11-16 participatiewet hoogte_individuele_inkomenstoeslag",
		"zeker law explain -on 2026-11-16 -facts facts.json zorgtoeslag   # why, condition by condition, beside the law",
		"zeker law lint offers   # a folder with corpus, schemes and municipalities",
		"zeker law coverage   # the ways of the law that no readable case goes",
		"zeker law bundle archive   # one file a municipality, by the hash that receipts name",
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
		case "bundle":
			return lawBundle(p)
		}
	}
	return mistaken(errors.New("say explain, lint, coverage, bundle or test; zeker law -h shows how"))
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
