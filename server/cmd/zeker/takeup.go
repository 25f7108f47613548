package main

import (
	"flag"
	"fmt"
	"io"
	"strconv"
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

// printTakeUp prints a table, a line a scheme. Small numbers are not printed: in a
// village they are people.
func printTakeUp(w io.Writer, lines []store.TakeUpLine) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "scheme\toffered\topened\taccepted\tdeclined\ttalk\tsilent")
	hidden := false
	for _, l := range lines {
		answers := veiled([]int64{l.Accepted, l.Declined, l.Talk, l.Silent})
		fmt.Fprintf(table, "%s\t%s\t%s", l.Scheme, few(l.Offered), few(l.Opened))
		for _, answer := range answers {
			fmt.Fprint(table, "\t", answer)
			hidden = hidden || answer == notTold
		}
		fmt.Fprintln(table)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	if hidden {
		fmt.Fprintf(w, "%s: not printed, because the small number beside it would follow from it\n", notTold)
	}
	return nil
}

const (
	smallest = 5   // the least number of people that is printed
	notTold  = "-" // in place of a number that would give a small one away
)

// few writes a number of people, a small one as "<5".
func few(n int64) string {
	if n < smallest {
		return "<" + strconv.Itoa(smallest)
	}
	return strconv.FormatInt(n, 10)
}

// veiled writes the parts of a sum that is printed too. A part that is small all
// by itself would follow from the others: then the least of those is left out.
func veiled(parts []int64) []string {
	words := make([]string, len(parts))
	small, least := 0, -1
	for i, n := range parts {
		words[i] = few(n)
		switch {
		case n < smallest:
			small++
		case least < 0 || n < parts[least]:
			least = i
		}
	}
	if small == 1 && least >= 0 {
		words[least] = notTold
	}
	return words
}
