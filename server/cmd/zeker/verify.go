package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"golang.org/x/mod/sumdb/note"

	"zeker/offers"
	"zeker/server"
)

var verifyCommand = command{
	name:    "verify",
	summary: "say whether receipts are real and unchanged, and what they prove",
	usage:   "FILE...",
	examples: []string{
		"zeker verify -keys keys.txt zeker-4F7K-9M2Q-8XTC-31VN.txt   # keys as from zeker keys, or from /.well-known/zeker-keys.txt",
		"zeker verify -db zeker.db -recompute receipt.txt   # and work it out again, with the law that is built in",
		"zeker verify -keys keys.txt -recompute -bundle zonnedijk-9f2c4e8a.bundle receipt.txt   # with the law of that time",
		"zbarimg -q --raw page.png | zeker verify -keys keys.txt -   # the code on a printed receipt",
	},
	flags: func(flags *flag.FlagSet) func(*process) error {
		v := new(verifying)
		flags.StringVar(&v.keys, "keys", "", "the `file` with the public keys of receipts; without it, those of the database")
		flags.StringVar(&v.db, "db", "", "the `place` of the database: an SQLite file, or postgres://...; without it zeker.db")
		flags.BoolVar(&v.demo, "demo", false, "the database is one of the demo, with a key that everybody knows")
		flags.BoolVar(&v.recompute, "recompute", false, "work out again what each receipt came to, from the facts that are frozen in it")
		flags.StringVar(&v.bundle, "bundle", "", "of -recompute: a `file` that zeker law bundle wrote; without it, the law that is built in or in -data")
		dataFlag(flags, &v.data)
		return v.run
	},
}

// verifying is zeker verify.
type verifying struct {
	workplace
	keys, bundle string
	recompute    bool
}

func (v *verifying) run(p *process) error {
	if len(p.args) == 0 {
		return mistaken(errors.New("name the file of a receipt, or - for standard input"))
	}
	if v.bundle != "" && !v.recompute {
		return mistaken(errors.New("-bundle is the law to work it out with again: say -recompute too"))
	}
	keys, err := v.open(p)
	if err != nil {
		return err
	}
	var rules recomputing
	if v.recompute {
		if rules, err = v.rules(); err != nil {
			return err
		}
	}
	bad := 0
	for _, name := range p.args {
		good, err := v.verify(p, name, keys, rules)
		if err != nil {
			return err
		}
		if !good {
			bad++
		}
	}
	if bad > 0 {
		return errSaid
	}
	return nil
}

// open reads the keys to verify with.
func (v *verifying) open(p *process) (note.Verifiers, error) {
	if v.keys != "" {
		text, err := os.ReadFile(v.keys)
		if err != nil {
			return nil, mistaken(err)
		}
		keys, err := server.ReadReceiptKeys(string(text))
		if err != nil {
			err = fmt.Errorf("%s: %w", v.keys, err)
		}
		return keys, mistaken(err)
	}
	if place := cmp.Or(v.db, "zeker.db"); !strings.Contains(place, ":") {
		if _, err := os.Stat(place); err != nil { // opening it would make it
			return nil, mistaken(fmt.Errorf("there is no database to take the keys of receipts from: name one with -db, or a file with -keys: %w", err))
		}
	}
	rows, err := v.workplace.open(p)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list, err := rows.SigningKeys(p.ctx)
	if err != nil {
		return nil, err
	}
	keys, err := server.ReadReceiptKeys(server.ReceiptKeys(list, time.UTC)) // the day of a key decides nothing
	return keys, mistaken(err)
}

// verify prints what one file proves, and reports whether that is what was asked.
func (v *verifying) verify(p *process, name string, keys note.Verifiers, rules recomputing) (good bool, err error) {
	text, err := readNamed(p, name)
	if err != nil {
		return false, mistaken(err)
	}
	if name == "-" {
		name = "standard input"
	}
	proof, err := server.OpenProof(text, keys)
	if err != nil {
		fmt.Fprintf(p.stdout, "%s: NOT PROVEN. %s.\n", name, strings.ToUpper(err.Error()[:1])+err.Error()[1:])
		return false, nil
	}
	fmt.Fprintf(p.stdout, "%s: real and unchanged.\n", name)
	if err := tell(p.stdout, &proof); err != nil {
		return false, err
	}
	if !v.recompute {
		return true, nil
	}
	same, said := rules.again(&proof)
	fmt.Fprintf(p.stdout, "  worked out again: %s\n", said)
	return same, nil
}

func readNamed(p *process, name string) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(p.stdin)
	}
	return os.ReadFile(name)
}

// tell prints what a proof proves. Whose answer it is does not stand in it.
func tell(w io.Writer, proof *server.Proof) error {
	zone, err := server.Zone()
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	line := func(name, format string, args ...any) { fmt.Fprintf(table, "  "+name+"\t"+format+"\n", args...) }
	line("signed by", "%s, with key %s", proof.Municipality, proof.Key)
	line("number", "%s", proof.Number)
	line("answer", "%s, about %s", proof.Kind, proof.Scheme)
	line("when", "%s", time.Unix(proof.At, 0).In(zone).Format("2006-01-02 15:04 MST"))
	line("came to", "%s, EUR %s %s", proof.State, euros(proof.Amount, 1), perWords[proof.Per])
	line("computed with", "bundle %x", proof.Bundle)
	if proof.Receipt == nil {
		line("more", "this is the head of a receipt; the rest stands in the file with SHA-256 %x", proof.Body)
		return table.Flush()
	}
	for _, l := range proof.Receipt.Laws {
		line("by", "%s, version %s", cmp.Or(l.Name, l.ID), l.Version)
	}
	line("for the day", "%s, from %s", proof.Receipt.On, counted(len(proof.Receipt.Facts), "fact", "facts"))
	if err := table.Flush(); err != nil || proof.Kind != offers.Accept {
		return err
	}
	fmt.Fprintf(w, "  on the page about paying back stood, in %s:\n", proof.Receipt.Language)
	for _, c := range proof.Receipt.Card {
		fmt.Fprintf(w, "    %s\n", c.Text)
	}
	return nil
}

var perWords = map[offers.Per]string{
	offers.PerYear: "a year", offers.PerMonth: "a month", offers.Once: "once", offers.OffBill: "less to pay",
}
