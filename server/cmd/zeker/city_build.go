package main

import (
	"bytes"
	"context"
	"math/rand/v2"
	"strconv"
	"sync"
	"time"

	"zeker/offers"
	"zeker/offers/rules"
	"zeker/server/sources"
	"zeker/server/store"
)

// city is a made-up city in a database, and what it took to build.
type city struct {
	rows  *store.Store
	law   *offers.Catalogue
	on    rules.Day
	at    int64
	size  int // residents of a district
	clock func() time.Time

	made, read, stored time.Duration
}

// district is a part of a city: a file of residents of its own.
type district struct {
	people   []offers.Person
	optedOut []string // BSNs
	err      error
}

// districtSize is how many residents a file holds: few enough that what is read of
// it takes some tens of megabytes.
const districtSize = 20_000

// build makes residents up and imports them, district after district: the next is
// made up while one is stored.
func (c *city) build(ctx context.Context, residents int) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	districts := make(chan district)
	go func() {
		defer close(districts)
		c.makeUp(ctx, residents, districts)
	}()
	for d := range districts {
		began := c.clock()
		if err := c.settle(ctx, &d); err != nil {
			return err
		}
		c.stored += c.clock().Sub(began)
	}
	return ctx.Err()
}

// makeUp makes residents as those of the demo's town are made, as files, and reads
// those as zeker import does.
func (c *city) makeUp(ctx context.Context, residents int, districts chan<- district) {
	place := demoPlaceOf(c.law)
	chance := dice{rand.New(rand.NewPCG(place.seed, 20261116))}
	next := numbers{}
	for first := 0; first < residents; first += c.size {
		began := c.clock()
		var d district
		people := make([]demoResident, 0, c.size)
		for n := first; n < min(first+c.size, residents); n++ {
			r := chance.resident(place, 0, c.on)
			r.BSN, r.Address = next.bsn(), place.address(n)
			if r.optedOut {
				d.optedOut = append(d.optedOut, r.BSN)
			}
			people = append(people, r)
		}
		file, err := demoFile(people, c.law, c.on)
		made := c.clock()
		if err == nil {
			d.people, err = sources.ReadResidents("city.jsonl", bytes.NewReader(file), c.law, c.on)
		}
		d.err = err
		c.made += made.Sub(began)
		c.read += c.clock().Sub(made)
		select {
		case districts <- d:
		case <-ctx.Done():
			return
		}
		if err != nil {
			return
		}
	}
}

// settle stores the residents of a district, and that some of them opt out.
func (c *city) settle(ctx context.Context, d *district) error {
	if d.err != nil {
		return d.err
	}
	if err := c.rows.Import(ctx, store.Import{File: "city.jsonl", At: c.at, Purge: c.on + keepDays, People: d.people}); err != nil {
		return err
	}
	var err error
	var once sync.Once
	var leaving sync.WaitGroup
	for _, bsn := range d.optedOut {
		leaving.Go(func() { // at once, so that they go to disk together
			if failed := c.rows.OptOut(ctx, c.rows.Subject(bsn), c.at); failed != nil {
				once.Do(func() { err = failed })
			}
		})
	}
	leaving.Wait()
	return err
}

// numbers makes up numbers that pass the 11-test, each once. They begin with a 9;
// behind the 9999 of the demo there are but nine thousand.
type numbers struct{ last int }

func (n *numbers) bsn() string {
	for {
		n.last++
		digits := strconv.Itoa(90_000_000 + n.last)
		sum := 0
		for i, c := range []byte(digits) {
			sum += (9 - i) * int(c-'0')
		}
		if check := sum % 11; check < 10 {
			return digits + strconv.Itoa(check)
		}
	}
}
