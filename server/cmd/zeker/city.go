package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"

	"zeker/offers"
	"zeker/server"
)

var cityCommand = command{
	name:    "city",
	summary: "make up a city in a new database, scan it, and say what each part took",
	examples: []string{
		"zeker city -db city.db",
		"zeker city -db city.db -residents 20000 -municipality lindewaard",
	},
	flags: func(flags *flag.FlagSet) func(*process) error {
		t := new(trial)
		t.declare(flags)
		flags.IntVar(&t.residents, "residents", 1_000_000, "how `many` residents the city has")
		return t.run
	},
}

// trial is zeker city.
type trial struct {
	workplace
	residents int
}

// mostResidents is about how many made-up numbers begin with a 9.
const mostResidents = 8_000_000

func (t *trial) run(p *process) error {
	switch {
	case len(p.args) > 0:
		return mistaken(fmt.Errorf("there is an argument too many: %q", p.args[0]))
	case t.db == "":
		return mistaken(errors.New("say with -db in which new database to put the city"))
	case t.residents < 1 || t.residents > mostResidents:
		return mistaken(fmt.Errorf("-residents %d is no city: give a number from 1 to %d", t.residents, mostResidents))
	}
	t.demo = true // nobody in it is real
	if t.on == "" {
		t.on = demoDay
	}
	c, err := t.found(p)
	if err != nil {
		return err
	}
	defer c.rows.Close()
	began := time.Now()
	if err := c.build(p.ctx, t.residents); errors.Is(err, offers.ErrNoLaw) {
		return mistaken(err)
	} else if err != nil {
		return err
	}
	built := time.Since(began)
	scan := server.Scan{Store: c.rows, Law: c.law, On: c.on, At: c.at, Clock: time.Now}
	if isTerminal(p.stderr) {
		scan.Progress = progress(p.stderr, time.Now)
	}
	scanned, err := scan.Run(p.ctx)
	if err != nil {
		return err
	}
	_, err = fmt.Fprint(p.stdout, t.table(c, built, scanned))
	return err
}

// found returns the city before anybody lives in it.
func (t *trial) found(p *process) (*city, error) {
	now, err := t.clock()
	if err != nil {
		return nil, err
	}
	on, err := t.day(now())
	if err != nil {
		return nil, err
	}
	law, _, err := t.law()
	if err != nil {
		return nil, err
	}
	rows, err := t.open(p)
	if err != nil {
		return nil, err
	}
	all, _, err := rows.Population(p.ctx)
	if err == nil && all > 0 {
		err = mistaken(fmt.Errorf("%s holds residents already: name a new database", t.db))
	}
	if err != nil {
		rows.Close()
		return nil, err
	}
	return &city{rows: rows, law: law, on: on, at: now().Unix(), size: districtSize, clock: time.Now}, nil
}

// table says what each part took: its time, and how many residents that makes a
// second. The parts of the import overlap; those of the scan add up the time of its
// workers.
func (t *trial) table(c *city, built time.Duration, scanned *server.Scanned) string {
	var text strings.Builder
	line := func(part string, took time.Duration) {
		fmt.Fprintf(&text, "%-30s %9.2f %10.0f\n", part, took.Seconds(), float64(t.residents)/max(took.Seconds(), 1e-6))
	}
	fmt.Fprintf(&text, "%-30s %9s %10s\n", counted(t.residents, "resident", "residents"), "seconds", "a second")
	line("made up", c.made)
	line("import: read from a file", c.read)
	line("import: stored", c.stored)
	line("made up and imported", built)
	for _, part := range partsOf(&scanned.Parts) {
		line("scan: "+part.name, part.took)
	}
	line("scanned, by "+counted(scanned.Parts.Workers, "worker", "workers"), scanned.Parts.Total)
	line("in all", built+scanned.Parts.Total)
	fmt.Fprintf(&text, "%s, %d failed\n", counted(scanned.Offers, "offer", "offers"), scanned.Counters[server.CountFailed])
	if peak, ok := peakMemory(); ok {
		fmt.Fprintf(&text, "%d MB of memory at most\n", peak)
	}
	return text.String()
}

var highWater = regexp.MustCompile(`(?m)^VmHWM:\s+(\d+) kB$`)

// peakMemory is the most memory that this process ever had, in MB; Linux knows.
func peakMemory() (megabytes int, ok bool) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, false
	}
	found := highWater.FindSubmatch(status)
	if found == nil {
		return 0, false
	}
	kilobytes, err := strconv.Atoi(string(found[1]))
	return kilobytes >> 10, err == nil
}
