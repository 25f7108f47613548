package server

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"time"

	"zeker/offers"
	"zeker/offers/rules"
	"zeker/server/store"
)

// Scan is one look at everyone who did not opt out, for the offers of a
// municipality's own schemes on a day.
type Scan struct {
	Store *store.Store
	Law   *offers.Catalogue
	On    rules.Day
	At    int64 // now, in seconds since 1970

	Block    int                   // residents that are read together; 0 for as many as is fast
	Progress func(done, total int) // told after each block, never twice at once; may be nil
	Clock    func() time.Time      // times the parts; nil when nobody asks for them
}

// Counters are all that a scan leaves of residents without an offer: how many
// there were of what. The names are people, opted_out, failed, and per scheme
// "<scheme>.offer", "<scheme>.invitation", "<scheme>.none" and, when nobody may
// be approached for it, "<scheme>.no_ground".
type Counters map[string]int64

// The counters that are not of a scheme.
const (
	CountPeople   = "people"    // who were looked at
	CountOptedOut = "opted_out" // of whom no fact was read
	CountFailed   = "failed"    // offers that could not be made; see Failure
	CountNoGround = ".no_ground"
)

// Failure is an offer that could not be made: for a fact that cannot be, an error
// of the law, or facts that cannot be read. It says nothing of the resident but
// who stands for them in the database.
type Failure struct {
	Subject store.Subject
	Scheme  string // "" when no scheme could be looked at
	Err     error  // names the fact, or the article and what it does; no value
}

// mostFailures bounds how many failures a scan remembers: more are of a kind.
const mostFailures = 100

// Scanned is what a scan came to.
type Scanned struct {
	Counters Counters
	Failures []Failure // the first hundred
	Offers   int       // rows to store, the invitations among them
	Parts    Parts
}

// blockSize is how many residents are read together: enough that no call counts,
// few enough that a block of a worker takes some ten megabytes.
const blockSize = 8192

// offerLife is how many days an offer stands: the 20 days of its letter's code
// and time to think, to ask and to talk.
const offerLife = 60

// Run scans, and stores the offers that are one: no offer, no row. Residents who
// opt out while it runs are left in peace from that moment on: of a block that is
// read later nothing of theirs is, and no offer of theirs is stored. A scheme whose
// ground for approaching is not in force on the day is not looked at; when none is
// left, no fact is read at all. Imported rows whose last day has passed are deleted
// first. A resident whose offer cannot be made stops nothing.
//
// Errors: offers.ErrNoLaw; store.ErrKey when the keys open nobody's facts; that of
// the context when it ends; and those of the store. Then nothing is stored.
func (s Scan) Run(ctx context.Context) (*Scanned, error) {
	out, err := s.run(ctx)
	if err != nil && ctx.Err() != nil {
		err = ctx.Err() // whatever the database calls being interrupted
	}
	return out, err
}

func (s Scan) run(ctx context.Context) (*Scanned, error) {
	r := scan{Scan: s, out: Scanned{Counters: Counters{}}}
	if r.Clock == nil {
		r.Clock = func() time.Time { return time.Time{} }
	}
	if r.Block <= 0 {
		r.Block = blockSize
	}
	watch := r.stopwatch()
	if _, err := s.Store.Purge(ctx, s.On); err != nil {
		return nil, err
	}
	if err := r.prepare(); err != nil {
		return nil, fmt.Errorf("scan on %s: %w", s.On, err)
	}
	if err := r.everyone(ctx); err != nil {
		return nil, err
	}
	if err := r.save(ctx); err != nil {
		return nil, err
	}
	watch.lap(&r.out.Parts.Total)
	return &r.out, nil
}

// scan is a scan under way. Its workers take turns in reading a block and in
// telling what came of one; in between they go their own way.
type scan struct {
	Scan
	schemes []approach
	total   int

	reading sync.Mutex
	after   store.Subject // the last who was read

	telling sync.Mutex
	done    int  // residents
	opened  bool // somebody's facts could be read
	offers  []store.OfferRow
	out     Scanned
}

// approach is a scheme that people may be approached for.
type approach struct {
	id      string
	expires rules.Day
}

// prepare chooses the schemes.
func (s *scan) prepare() error {
	period, err := s.Law.On(s.On)
	if err != nil {
		return err
	}
	for i := range period.Schemes {
		scheme := &period.Schemes[i]
		if !scheme.Ours() {
			continue
		}
		ground := scheme.Ground(scheme.Approach)
		if !ground.InForce(s.On) {
			s.out.Counters[scheme.ID+CountNoGround] = 1
			continue
		}
		s.schemes = append(s.schemes, approach{scheme.ID, lastDay(s.Law, scheme.ID, ground, s.On)})
	}
	return nil
}

// lastDay is the last day that an offer made on a day stands: no longer than
// people may be approached, and than the law knows the scheme.
func lastDay(c *offers.Catalogue, scheme string, ground *offers.Ground, on rules.Day) rules.Day {
	last := on + offerLife
	if ground.Until != 0 {
		last = min(last, ground.Until)
	}
	for day := on; ; {
		period, err := c.On(day)
		if err != nil {
			return day - 1
		}
		if _, err := period.Scheme(scheme); err != nil {
			return day - 1
		}
		if period.Until == 0 || period.Until >= last {
			return last
		}
		day = period.Until + 1
	}
}

// everyone looks at everyone, with a worker for each processor.
func (s *scan) everyone(ctx context.Context) error {
	all, optedOut, err := s.Store.Population(ctx)
	if err != nil {
		return err
	}
	s.total, s.out.Counters[CountOptedOut] = all, 0
	if len(s.schemes) == 0 {
		s.out.Counters[CountOptedOut] = int64(optedOut)
		return nil
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var workers sync.WaitGroup
	s.out.Parts.Workers = min(runtime.GOMAXPROCS(0), 1+all/s.Block)
	for range s.out.Parts.Workers {
		workers.Go(func() {
			if err := s.work(ctx); err != nil {
				stop(err)
			}
		})
	}
	workers.Wait()
	if err := context.Cause(ctx); err != nil {
		return err
	}
	if !s.opened && len(s.out.Failures) > 0 && errors.Is(s.out.Failures[0].Err, store.ErrKey) {
		return s.out.Failures[0].Err // no resident's fault: every record needs another key
	}
	return nil
}

// save stores what was found, in the order of the residents: whichever worker was
// first, and with each page of an index written once.
func (s *scan) save(ctx context.Context) error {
	watch := s.stopwatch()
	slices.SortFunc(s.offers, func(a, b store.OfferRow) int {
		return cmp.Or(cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Scheme, b.Scheme))
	})
	s.out.Offers = len(s.offers)
	err := s.Store.SaveScan(ctx, store.Scan{
		Municipality: s.Law.Municipality, On: s.On, Bundle: s.Law.Hash, At: s.At, Counters: s.out.Counters, Offers: s.offers,
	})
	watch.lap(&s.out.Parts.Stored)
	return err
}
