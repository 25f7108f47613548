package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"time"

	"zeker/offers"
	"zeker/offers/catalogue"
	"zeker/offers/rules"
	"zeker/server"
	"zeker/server/identity"
	"zeker/server/sources"
	"zeker/server/store"
)

// demoSize is how many residents the town of a demo has.
const demoSize = 200

// demoCode makes the code of a made-up resident: the same every time, so that a
// README can name it. Everybody can make it; it is for the demo only.
func demoCode(p offers.Person) (identity.Code, error) {
	seed := sha256.Sum256([]byte("the letter code of a Zeker demo for " + p.BSN))
	return identity.NewCode(rand.NewChaCha8(seed))
}

// demo is a made-up town in a database.
type demo struct {
	rows    *store.Store
	law     *offers.Catalogue
	letters *server.Letters
	on      rules.Day
	town    []demoResident
}

// showDemo fills the database of a demo and prints what opens its letters.
func (s *serving) showDemo(p *process, law *offers.Catalogue, m *catalogue.Municipality, rows *store.Store) error {
	clock, err := s.clock()
	if err != nil {
		return err
	}
	now := clock()
	on, err := s.day(now)
	if err != nil {
		return err
	}
	letters, err := s.workplace.letters(rows, law, m, now, "http://"+s.addr)
	if err != nil {
		return err
	}
	d := demo{rows: rows, law: law, letters: letters, on: on}
	if err := d.fill(p.ctx, now); err != nil {
		return err
	}
	if err := d.hire(p.ctx, now.Unix()); err != nil {
		return err
	}
	return d.show(p.ctx, p.stdout)
}

// fill puts the town into the database, as a municipality would: an import, a
// scan and letters. A database that has residents is left as it is.
func (d *demo) fill(ctx context.Context, now time.Time) error {
	d.town = demoResidents(demoPlaceOf(d.law), demoSize, d.on)
	all, _, err := d.rows.Population(ctx)
	if err != nil || all > 0 {
		return err
	}
	file, err := demoFile(d.town, d.law, d.on)
	if err != nil {
		return err
	}
	people, err := sources.ReadResidents("demo.jsonl", bytes.NewReader(file), d.law, d.on)
	if err != nil {
		return err
	}
	if err := d.rows.Import(ctx, store.Import{File: "demo.jsonl", At: now.Unix(), Purge: d.on + keepDays, People: people}); err != nil {
		return err
	}
	for i := range d.town {
		if d.town[i].optedOut {
			if err := d.rows.OptOut(ctx, d.rows.Subject(d.town[i].BSN), now.Unix()); err != nil {
				return err
			}
		}
	}
	if _, err := (server.Scan{Store: d.rows, Law: d.law, On: d.on, At: now.Unix()}).Run(ctx); err != nil {
		return err
	}
	_, _, err = d.letters.Make(ctx, func(server.Letter) (func() error, error) { return nil, nil })
	return err
}

// show prints the letter code of each resident who has one, the personas first
// with what they show, also those without a letter.
func (d *demo) show(ctx context.Context, w io.Writer) error {
	fmt.Fprintln(w, "\nLetter codes of made-up residents; the second column is the birthday that goes with it:")
	for i := range d.town {
		r := &d.town[i]
		rows, err := d.rows.OffersOf(ctx, d.rows.Subject(r.BSN))
		if err != nil {
			return err
		}
		told := slices.ContainsFunc(rows, func(o store.OfferRow) bool { return o.OfferedAt > 0 })
		if !told && r.shows == "" {
			continue
		}
		code, birthday := "no letter          ", ""
		if told {
			if code, birthday, err = r.opens(); err != nil {
				return err
			}
		}
		fmt.Fprintf(w, "  %s  %-5s  %s", code, birthday, r.Name)
		if r.shows != "" {
			fmt.Fprintf(w, " (%s)", r.shows)
		}
		fmt.Fprintln(w)
	}
	_, err := fmt.Fprintln(w)
	return err
}

// opens returns what opens a resident's letter: the code, and day-month of birth.
func (r *demoResident) opens() (code, birthday string, err error) {
	c, err := demoCode(offers.Person{BSN: r.BSN})
	if err != nil {
		return "", "", err
	}
	born, _ := rules.ParseDay(r.Born) // the import read it before
	_, month, day := born.Civil()
	return c.String(), fmt.Sprintf("%d-%d", day, month), nil
}
