package server

import "time"

// Parts are how long the parts of a scan took, by the clock of the scan. The times
// of all workers are added up, but for Stored and Total, which have but one.
type Parts struct {
	Query   time.Duration // sealed facts read from the database
	Decrypt time.Duration
	Decode  time.Duration // facts made of the bytes
	Columns time.Duration // facts set out for the rules
	Rules   time.Duration // who is refused, and who may not be
	Offers  time.Duration // offers made for who may not be
	Stored  time.Duration // rows written, and on disk
	Total   time.Duration
	Workers int // who shared the parts before Stored
}

// add adds what a worker took.
func (p *Parts) add(w *Parts) {
	p.Query += w.Query
	p.Decrypt += w.Decrypt
	p.Decode += w.Decode
	p.Columns += w.Columns
	p.Rules += w.Rules
	p.Offers += w.Offers
}

// stopwatch times one thing after another.
type stopwatch struct {
	clock func() time.Time
	began time.Time
}

func (s *scan) stopwatch() stopwatch { return stopwatch{s.Clock, s.Clock()} }

// lap adds to a part the time since the last one.
func (w *stopwatch) lap(part *time.Duration) {
	now := w.clock()
	*part += now.Sub(w.began)
	w.began = now
}

// skip leaves the time since the last lap out of every part.
func (w *stopwatch) skip() { w.began = w.clock() }
