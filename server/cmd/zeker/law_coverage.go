package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
)

// lawCoverage prints the ways of the law that no readable case goes, each with its
// place in the file. They are no errors: whoever writes law decides which of them
// deserve a case.
func lawCoverage(p *process) error {
	flags := flag.NewFlagSet("coverage", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	data := flags.String("data", "", "")
	if err := flags.Parse(p.args[1:]); err != nil || flags.NArg() != 0 {
		return mistaken(errors.New("coverage takes nothing but, perhaps, -data FOLDER"))
	}
	library, err := openLibrary(*data)
	if err != nil {
		return err
	}
	seen, err := library.Coverage()
	if err != nil {
		return err
	}
	missed, gone, all := seen.Missed(library.Laws())
	for _, way := range missed {
		fmt.Fprintln(p.stdout, way)
	}
	fmt.Fprintf(p.stdout, "%d of %d ways of the law are gone by some case\n", gone, all)
	return nil
}
