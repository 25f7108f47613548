package server

import (
	"cmp"
	"context"
	"slices"

	"zeker/offers"
	"zeker/server/store"
)

// worker takes one block after another through the scan, in room of its own.
type worker struct {
	*scan
	block   *store.Block
	batches []*offers.Batch // of each scheme
	sets    factSets
	watch   stopwatch

	// What came of the block at hand.
	counters Counters
	offers   []store.OfferRow
	failures []Failure
	parts    Parts
}

// work looks at blocks until there are no more.
func (s *scan) work(ctx context.Context) error {
	w := &worker{scan: s, block: s.Store.Block(s.Block), watch: s.stopwatch(), sets: factSets{}}
	for _, scheme := range s.schemes {
		batch, err := offers.NewBatch(s.Law, scheme.id, s.On)
		if err != nil {
			return err
		}
		w.batches = append(w.batches, batch)
	}
	for {
		more, err := w.read(ctx)
		if err != nil || !more {
			return err
		}
		if err := w.look(ctx); err != nil {
			return err
		}
		w.tell()
	}
}

// read reads the next block that nobody read. Blocks follow on each other, so only
// one worker reads; the others work on what they have.
func (w *worker) read(ctx context.Context) (more bool, err error) {
	w.reading.Lock()
	defer w.reading.Unlock()
	w.watch.skip()
	last, err := w.block.Read(ctx, w.after)
	if err == nil && last != "" {
		w.after = last
	}
	w.watch.lap(&w.parts.Query)
	return last != "", err
}

// look makes the offers for the residents of the block.
func (w *worker) look(ctx context.Context) error {
	w.block.Open()
	w.watch.lap(&w.parts.Decrypt)
	w.block.Decode()
	w.watch.lap(&w.parts.Decode)
	people, unread := len(w.block.Subjects), w.block.Unread
	w.counters, w.offers, w.failures = Counters{}, w.offers[:0], w.failures[:0]
	w.counters.add(CountOptedOut, w.block.OptedOut)
	w.counters.add(CountPeople, people+len(unread))
	for _, u := range unread {
		w.fail(Failure{Subject: u.Subject, Err: u.Err})
	}
	for i, batch := range w.batches {
		if err := w.scheme(ctx, &w.schemes[i], batch); err != nil {
			return err
		}
	}
	return nil
}

// scheme makes the offers of one scheme.
func (w *worker) scheme(ctx context.Context, scheme *approach, batch *offers.Batch) error {
	batch.Fill(w.block.Records)
	w.watch.lap(&w.parts.Columns)
	if err := batch.Decide(func() bool { return ctx.Err() != nil }); err != nil {
		return err
	}
	w.watch.lap(&w.parts.Rules)
	rest := len(w.block.Records)
	batch.Offers(func(row int, o *offers.Offer, err error) {
		rest--
		if err != nil {
			w.fail(Failure{w.block.Subjects[row], scheme.id, err})
			return
		}
		w.counters.add(scheme.id+"."+string(o.Class), 1)
		w.offers = append(w.offers, store.OfferRow{
			Subject: w.block.Subjects[row], Scheme: scheme.id, Class: o.Class, State: o.State, Amount: o.Amount,
			Facts: w.sets.of(o.Facts), Expires: scheme.expires,
		})
	})
	w.counters.add(scheme.id+"."+string(offers.ClassNone), rest)
	w.watch.lap(&w.parts.Offers)
	return nil
}

func (w *worker) fail(f Failure) {
	w.counters.add(CountFailed, 1)
	if len(w.failures) < mostFailures {
		w.failures = append(w.failures, f)
	}
}

// tell adds what came of the block to what came of the others.
func (w *worker) tell() {
	w.telling.Lock()
	defer w.telling.Unlock()
	for name, n := range w.counters {
		w.out.Counters.add(name, int(n))
	}
	w.scan.offers = append(w.scan.offers, w.offers...)
	w.out.Failures = append(w.out.Failures, w.failures...)
	slices.SortStableFunc(w.out.Failures, func(a, b Failure) int { return cmp.Compare(a.Subject, b.Subject) })
	w.out.Failures = w.out.Failures[:min(len(w.out.Failures), mostFailures)]
	w.opened = w.opened || len(w.block.Subjects) > 0
	w.out.Parts.add(&w.parts)
	w.parts = Parts{}
	w.done += len(w.block.Subjects) + len(w.block.Unread) + w.block.OptedOut
	if w.Progress != nil {
		w.Progress(w.done, max(w.done, w.total)) // somebody may be imported meanwhile
	}
}

// add counts; what does not occur is not named.
func (c Counters) add(name string, n int) {
	if n != 0 {
		c[name] += int64(n)
	}
}

// factSets are the names of facts of offers: few differ, so each is kept once.
type factSets map[string][]string

func (s factSets) of(facts []*offers.Fact) []string {
	var room [512]byte
	key := room[:0]
	for _, fact := range facts {
		key = append(append(key, fact.Name...), ',')
	}
	if names, ok := s[string(key)]; ok {
		return names
	}
	names := make([]string, len(facts))
	for i, fact := range facts {
		names[i] = fact.Name
	}
	s[string(key)] = names
	return names
}
