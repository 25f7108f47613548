package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"zeker/offers"
	"zeker/offers/rules"
	"zeker/server/sources"
	"zeker/server/store"
)

var importCommand = command{
	name:    "import",
	summary: "read residents from a file of the municipality, all or none",
	usage:   "FILE.jsonl",
	examples: []string{
		"zeker import -db zeker.db residents.jsonl",
		"zeker import -on 2026-11-16 -purge 2026-12-31 -   # reads standard input",
		`echo '{"bsn": "999990019", "name": "A. Voorbeeld", "address": ["Dijk 1", "9901 ZD Zonnedijk"],
    "born": "1984-03-02", "reference_date": "2026-11-01", "facts": {"woont_in_gemeente": true, "vermogen": 150000,
    "heeft_partner": false, "heeft_kinderen_ten_laste": false, "datum_vorige_toekenning": null},
    "criteria": {"inkomen_was_laag": true}}' | tr -d '\n' | zeker import -`,
	},
	flags: func(flags *flag.FlagSet) func(*process) error {
		i := new(importing)
		i.declare(flags)
		flags.StringVar(&i.purge, "purge", "", "the last `day` that the residents are kept, as 2026-12-31; without it 90 days after -on")
		return i.run
	},
}

// importing is zeker import.
type importing struct {
	workplace
	purge string
}

// keepDays is how long an import is kept when nobody says: long enough to scan,
// to write and to let people answer.
const keepDays = 90

func (i *importing) run(p *process) error {
	if len(p.args) != 1 {
		return mistaken(errors.New("name one file of residents, or - for standard input"))
	}
	now, err := i.clock()
	if err != nil {
		return err
	}
	on, purge, err := i.days(now())
	if err != nil {
		return err
	}
	law, _, err := i.law()
	if err != nil {
		return err
	}
	people, name, err := readWhole(p, "imported", "residents", func(name string, file io.Reader) ([]offers.Person, error) {
		return sources.ReadResidents(name, file, law, on)
	})
	if errors.Is(err, offers.ErrNoLaw) {
		return mistaken(err)
	}
	if err != nil {
		return err
	}
	rows, err := i.open(p)
	if err != nil {
		return err
	}
	defer rows.Close()
	if err := rows.Import(p.ctx, store.Import{File: name, At: now().Unix(), Purge: purge, People: people}); err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.stdout, "%s imported, kept until %s\n", counted(len(people), "resident", "residents"), purge)
	return err
}

// days are the day of the import and the last day that it is kept.
func (i *importing) days(now time.Time) (on, purge rules.Day, err error) {
	if on, err = i.day(now); err != nil {
		return 0, 0, err
	}
	if i.purge == "" {
		return on, on + keepDays, nil
	}
	purge, ok := rules.ParseDay(i.purge)
	if !ok {
		return 0, 0, mistaken(fmt.Errorf("-purge %q is no date; write it as 2026-12-31", i.purge))
	}
	if purge < on {
		return 0, 0, mistaken(fmt.Errorf("-purge %s is before the day of the import, %s", purge, on))
	}
	return on, purge, nil
}

// readWhole reads the file that the command names, which holds rows of a kind, a line each,
// and its name. When a line is wrong, or there is none, it says that nothing was done.
func readWhole[Row any](p *process, done, kind string, read func(name string, file io.Reader) ([]Row, error)) ([]Row, string, error) {
	file, name, err := open(p, p.args[0])
	if err != nil {
		return nil, "", mistaken(err)
	}
	defer file.Close()
	rows, err := read(name, file)
	if errs := (sources.Errors)(nil); errors.As(err, &errs) {
		err = mistaken(fmt.Errorf("nothing was %s:\n%w", done, err))
	} else if err == nil && len(rows) == 0 {
		err = mistaken(fmt.Errorf("nothing was %s: %s holds no %s, where each has a line of its own", done, name, kind))
	}
	return rows, name, err
}

// open opens a file, or standard input for "-". Its name is what errors call it:
// without its folder, which can say more than a database has to know.
func open(p *process, path string) (file io.ReadCloser, name string, err error) {
	if path == "-" {
		return io.NopCloser(p.stdin), "standard input", nil
	}
	file, err = os.Open(path)
	return file, cmp.Or(filepath.Base(path), path), err
}
