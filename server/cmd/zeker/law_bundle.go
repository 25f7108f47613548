package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// lawBundle writes the compiled law and schemes of each municipality to a folder, by the
// hash that receipts name: who keeps these files can work out every receipt again, in any
// later year.
func lawBundle(p *process) error {
	flags := flag.NewFlagSet("bundle", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	data := flags.String("data", "", "")
	if err := flags.Parse(p.args[1:]); err != nil || flags.NArg() != 1 {
		return mistaken(errors.New("bundle takes one folder to write to and, perhaps, -data FOLDER before it"))
	}
	library, err := openLibrary(*data)
	if err != nil {
		return err
	}
	for _, id := range library.Municipalities() {
		town, err := library.Catalogue(id)
		if err != nil {
			return err
		}
		name := filepath.Join(flags.Arg(0), id+"-"+town.Hash+".bundle")
		if err := os.WriteFile(name, town.AppendBinary(nil), 0o644); err != nil {
			return mistaken(err)
		}
		fmt.Fprintln(p.stdout, name)
	}
	return nil
}
