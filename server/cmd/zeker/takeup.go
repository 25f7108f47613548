package main

import (
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"zeker/server"
	"zeker/server/store"
)

var takeUpCommand = command{
	name:    "take-up",
	summary: "count what became of the offers that residents were told of, per scheme",
	examples: []string{
		"zeker take-up -db zeker.db",
		"zeker take-up -on 2026-12-31   # as it was at the end of that day",
	},
	flags: func(flags *flag.FlagSet) func(*process) error {
		t := new(takingUp)
		t.declareRows(flags)
		return t.run
	},
}

// takingUp is zeker take-up.
type takingUp struct{ workplace }

func (t *takingUp) run(p *process) error {
	if len(p.args) > 0 {
		return mistaken(fmt.Errorf("there is an argument too many: %q", p.args[0]))
	}
	now, err := t.clock()
	if err != nil {
		return err
	}
	on, err := t.day(now())
	if err != nil {
		return err
	}
	zone, err := server.Zone()
	if err != nil {
		return err
	}
	rows, err := t.open(p)
	if err != nil {
		return err
	}
	defer rows.Close()
	lines, err := rows.TakeUp(p.ctx, server.Midnight(on+1, zone).Unix())
	if err != nil {
		return err
	}
	return printTakeUp(p.stdout, lines)
}

// printTakeUp prints a table, a line a scheme, without small numbers.
func printTakeUp(w io.Writer, lines []store.TakeUpLine) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "scheme\toffered\topened\taccepted\tunsigned\tdeclined\ttalk\tsilent")
	hidden := false
	for _, l := range lines {
		counts := l.Told()
		fmt.Fprintf(table, "%s\t%s\n", l.Scheme, strings.Join(counts, "\t"))
		hidden = hidden || slices.Contains(counts, store.NotTold)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	if hidden {
		fmt.Fprintf(w, "%s: not printed, because the small number beside it would follow from it\n", store.NotTold)
	}
	return nil
}
