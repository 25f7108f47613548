package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"

	"zeker/offers"
	"zeker/server/sources"
)

var decisionsCommand = command{
	name:    "decisions",
	summary: "read what was decided on applications, all or none, so that residents see it",
	usage:   "FILE.jsonl",
	examples: []string{
		"zeker decisions -db zeker.db decided.jsonl",
		`echo '{"receipt": "8XTC-31VN-4F7K-9M2Q", "sent": "2026-12-01", "outcome": "granted"}' | zeker decisions -`,
	},
	flags: func(flags *flag.FlagSet) func(*process) error {
		d := new(deciding)
		d.declareRows(flags)
		return d.run
	},
}

// deciding is zeker decisions.
type deciding struct{ workplace }

func (d *deciding) run(p *process) error {
	if len(p.args) != 1 {
		return mistaken(errors.New("name one file of decisions, or - for standard input"))
	}
	now, err := d.clock()
	if err != nil {
		return err
	}
	on, err := d.day(now())
	if err != nil {
		return err
	}
	decisions, _, err := readWhole(p, "stored", "decisions", func(name string, file io.Reader) ([]offers.Decision, error) {
		return sources.ReadDecisions(name, file, on)
	})
	if err != nil {
		return err
	}
	rows, err := d.open(p)
	if err != nil {
		return err
	}
	defer rows.Close()
	strange, err := rows.Decide(p.ctx, decisions)
	if err != nil {
		return err
	}
	if len(strange) > 0 {
		return mistaken(fmt.Errorf("nothing was stored: by the day of the decision there was no application with receipt %s; look whether it is an application, is signed by the partner who has to, and is of this municipality",
			strings.Join(strange, ", ")))
	}
	_, err = fmt.Fprintf(p.stdout, "%s stored; the residents see it with their receipt\n", counted(len(decisions), "decision", "decisions"))
	return err
}
