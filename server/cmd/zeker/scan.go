package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"zeker/offers"
	"zeker/server"
	"zeker/server/store"
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
	scanned, err := server.Scan{
		Store: rows, Law: law, On: on, At: now().Unix(), Progress: told, Clock: time.Now,
	}.Run(p.ctx)
	switch {
	case errors.Is(err, offers.ErrNoLaw):
		return mistaken(err)
	case errors.Is(err, store.ErrKey):
		return mistaken(fmt.Errorf("nobody's facts could be read: %w: name the key of the import in %s", err, olderVariable))
	case errors.Is(err, context.Canceled):
		if told != nil {
			fmt.Fprintln(p.stderr) // below the line that tells how far it was
		}
		return errors.New("stopped: nothing was stored")
	case err != nil:
		return err
	}
	return report(p, scanned)
}

// report prints what was counted, how long that took, and which offers could not
// be made.
func report(p *process, scanned *server.Scanned) error {
	var text strings.Builder
	for _, name := range slices.Sorted(maps.Keys(scanned.Counters)) {
		fmt.Fprintf(&text, "%-45s %d\n", name, scanned.Counters[name])
	}
	text.WriteString(inShort(scanned))
	if _, err := io.WriteString(p.stdout, text.String()); err != nil {
		return err
	}
	failed := scanned.Counters[server.CountFailed]
	if failed == 0 {
		return nil
	}
	for _, f := range scanned.Failures {
		fmt.Fprintf(p.stderr, "%s: %v\n", strings.TrimSpace(string(f.Subject)+" "+f.Scheme), f.Err)
	}
	if more := failed - int64(len(scanned.Failures)); more > 0 {
		fmt.Fprintf(p.stderr, "and %d more\n", more)
	}
	return fmt.Errorf("%s could not be made, for the residents listed: import them again. All others were looked at", counted(int(failed), "offer", "offers"))
}

// looked is how many residents a scan came to.
func looked(scanned *server.Scanned) int {
	return int(scanned.Counters[server.CountPeople] + scanned.Counters[server.CountOptedOut])
}

// inShort is a line about what a scan took.
func inShort(scanned *server.Scanned) string {
	var parts strings.Builder
	for _, part := range partsOf(&scanned.Parts) {
		fmt.Fprintf(&parts, ", %s %.2f s", part.name, part.took.Seconds())
	}
	return fmt.Sprintf("%s in %.2f s%s\n", counted(looked(scanned), "resident", "residents"), scanned.Parts.Total.Seconds(), parts.String())
}

// part is one part of a scan, and what it took.
type part struct {
	name string
	took time.Duration
}

func partsOf(p *server.Parts) []part {
	return []part{
		{"query", p.Query}, {"decrypt", p.Decrypt}, {"decode", p.Decode}, {"columns", p.Columns},
		{"rules", p.Rules}, {"offers", p.Offers}, {"store", p.Stored},
	}
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
