package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"time"

	"zeker/offers"
	"zeker/server"
)

var scanCommand = command{
	name:    "scan",
	summary: "find out which residents have a right to what, and keep the offers",
	examples: []string{
		"zeker scan -db zeker.db",
		"zeker scan -on 2026-11-16 -progress",
	},
	flags: func(flags *flag.FlagSet) func(*process) error {
		s := new(scanning)
		s.declare(flags)
		flags.BoolVar(&s.progress, "progress", false, "tell how far it is, also when nobody looks at a terminal")
		return s.run
	},
}

// scanning is zeker scan.
type scanning struct {
	workplace
	progress bool
}

func (s *scanning) run(p *process) error {
	if len(p.args) > 0 {
		return mistaken(fmt.Errorf("there is an argument too many: %q", p.args[0]))
	}
	now, err := s.clock()
	if err != nil {
		return err
	}
	on, err := s.day(now())
	if err != nil {
		return err
	}
	law, _, err := s.law()
	if err != nil {
		return err
	}
	rows, err := s.open(p)
	if err != nil {
		return err
	}
	defer rows.Close()
	var told func(done, total int)
	if s.progress || isTerminal(p.stderr) {
		told = progress(p.stderr, time.Now)
	}
	counters, err := server.Scan(p.ctx, rows, law, on, now().Unix(), told)
	if errors.Is(err, offers.ErrNoLaw) {
		return mistaken(err)
	}
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(counters)) {
		if _, err := fmt.Fprintf(p.stdout, "%-45s %d\n", name, counters[name]); err != nil {
			return err
		}
	}
	if n := counters[server.CountFailed]; n > 0 {
		return fmt.Errorf("%d offers could not be made: a fact lies outside what the law takes; import those residents again", n)
	}
	return nil
}

// progressEvery is how much time lies between two lines of progress.
const progressEvery = 200 * time.Millisecond

// progress tells on one line how many residents are done, of how many, and how
// many a second.
func progress(w io.Writer, now func() time.Time) func(done, total int) {
	began := now()
	next := began
	return func(done, total int) {
		at := now()
		if at.Before(next) && done < total {
			return
		}
		next = at.Add(progressEvery)
		rate := float64(done) / max(at.Sub(began).Seconds(), 1e-3)
		fmt.Fprintf(w, "\r%d of %d residents, %.0f a second", done, total, rate)
		if done == total {
			fmt.Fprintln(w)
		}
	}
}

// isTerminal reports whether somebody looks on.
func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
