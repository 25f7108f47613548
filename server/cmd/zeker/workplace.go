package main

import (
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"flag"
	"fmt"
	"strings"
	"time"

	"zeker/offers"
	"zeker/offers/catalogue"
	"zeker/offers/rules"
	"zeker/server"
	"zeker/server/store"
)

// The environment holds what must not stand in a list of processes.
const (
	keyVariable   = "ZEKER_KEY"        // the master key: 32 bytes in base64
	olderVariable = "ZEKER_OLDER_KEYS" // keys that may still be needed to read, with commas
)

// workplace is what the commands that work on a portal's database share.
type workplace struct {
	db           string
	municipality string
	data         string
	on           string
	demo         bool
}

// declare declares the flags of a workplace.
func (w *workplace) declare(flags *flag.FlagSet) {
	w.declareRows(flags)
	flags.StringVar(&w.municipality, "municipality", "zonnedijk", "the `id` of the municipality whose portal it is")
	dataFlag(flags, &w.data)
}

// declareRows declares the flags of a command that reads the database and no law.
func (w *workplace) declareRows(flags *flag.FlagSet) {
	flags.StringVar(&w.db, "db", "", "the `place` of the database: an SQLite file, or postgres://...; without it zeker.db")
	flags.StringVar(&w.on, "on", "", "the `day` to work on, as 2026-11-16; without it, today")
	flags.BoolVar(&w.demo, "demo", false, "work on made-up residents, with a key that everybody knows")
}

// demoKey protects nothing, and is for nothing that needs protection: it lies in
// public, and every page of a demo says so.
func demoKey() []byte {
	key := sha256.Sum256([]byte("the public key of the Zeker demo"))
	return key[:]
}

// keys reads the keys of the database from the environment.
func (w *workplace) keys(p *process) (store.Keys, error) {
	if w.demo {
		return store.NewKeys(demoKey())
	}
	if p.getenv(keyVariable) == "" {
		return store.Keys{}, mistaken(fmt.Errorf("%s is not set: give it 32 random bytes in base64, as from `head -c 32 /dev/urandom | base64`", keyVariable))
	}
	master, err := readKey(keyVariable, p.getenv(keyVariable))
	if err != nil {
		return store.Keys{}, mistaken(err)
	}
	var older [][]byte
	for part := range strings.SplitSeq(p.getenv(olderVariable), ",") {
		if strings.TrimSpace(part) == "" {
			continue
		}
		key, err := readKey(olderVariable, part)
		if err != nil {
			return store.Keys{}, mistaken(err)
		}
		older = append(older, key)
	}
	return store.NewKeys(master, older...)
}

// readKey reads one key. Its error does not quote it.
func readKey(variable, text string) ([]byte, error) {
	key, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
	if err != nil || len(key) != store.KeyLength {
		return nil, fmt.Errorf("%s holds no key of %d bytes in base64", variable, store.KeyLength)
	}
	return key, nil
}

// open opens the database. A key that does not fit is a mistake of who calls, and so is
// the database of another municipality: a command that names one opens its own only (C3).
func (w *workplace) open(p *process) (*store.Store, error) {
	keys, err := w.keys(p)
	if err != nil {
		return nil, err
	}
	s, err := store.Open(p.ctx, cmp.Or(w.db, "zeker.db"), keys)
	if errors.Is(err, store.ErrKey) {
		return nil, mistaken(fmt.Errorf("%w: set %s to the key it was made with, or name that in %s", err, keyVariable, olderVariable))
	}
	if err != nil || w.municipality == "" {
		return s, err
	}
	if err := s.BelongTo(p.ctx, w.municipality); err != nil {
		s.Close()
		if errors.Is(err, store.ErrMunicipality) {
			return nil, mistaken(fmt.Errorf("%w, and not %s: name that with -municipality, or another database with -db", err, w.municipality))
		}
		return nil, err
	}
	return s, nil
}

// law compiles the law and the schemes of the municipality.
func (w *workplace) law() (*offers.Catalogue, *catalogue.Municipality, error) {
	library, err := openLibrary(w.data)
	if err != nil {
		return nil, nil, err
	}
	m, ok := library.Municipality(w.municipality)
	if !ok {
		return nil, nil, mistaken(fmt.Errorf("there is no municipality %q; there are: %s", w.municipality, strings.Join(library.Municipalities(), ", ")))
	}
	c, err := library.Catalogue(w.municipality)
	return c, m, err
}

// day is the day of -on, and today without it.
func (w *workplace) day(now time.Time) (rules.Day, error) {
	if w.on == "" {
		zone, err := server.Zone()
		if err != nil {
			return 0, err
		}
		return server.DayOf(now.In(zone)), nil
	}
	day, ok := rules.ParseDay(w.on)
	if !ok {
		return 0, mistaken(fmt.Errorf("-on %q is no date; write it as 2026-11-16", w.on))
	}
	return day, nil
}

// clock is a clock that stands on the day of -on and runs on from there, so that
// what is written down carries that date.
func (w *workplace) clock() (func() time.Time, error) {
	if w.on == "" {
		return time.Now, nil
	}
	zone, err := server.Zone()
	if err != nil {
		return nil, err
	}
	day, err := w.day(time.Time{})
	if err != nil {
		return nil, err
	}
	year, month, date := day.Civil()
	now := time.Now().In(zone)
	began := time.Date(year, time.Month(month), date, now.Hour(), now.Minute(), now.Second(), now.Nanosecond(), zone)
	offset := began.Sub(now)
	return func() time.Time { return time.Now().Add(offset) }, nil
}
