package rules

import (
	"cmp"
	"slices"
	"sync/atomic"
)

// blockRows is how many rows are set out and evaluated at a time: as many as fit
// in the first-level cache with what is computed from them.
const blockRows = 128

// takeRows is how many rows a worker takes at a time, and after how many it tells of
// its progress. Workers that write next to each other slow each other down: what the
// processor reads ahead of one is what the other writes.
const takeRows = 64 * blockRows

// scan is one pass over a population.
type scan struct {
	p     *Program
	entry int
	in    *Columns
	out   *Results
	stop  func() bool
	next  atomic.Int64 // first row that nobody took yet
	done  chan scanned
}

// scanned is what a worker tells: rows done and errors met since the last time.
type scanned struct {
	rows   int
	errors []RowError
	last   bool
}

// worker has the room of one goroutine.
type worker struct {
	*scan
	f      *Frame
	c      *compiled
	facts  []int // that the entry reads
	stride int
	rows   []int64                       // blockRows times stride slots
	slow   [(blockRows + 63) / 64]uint64 // a bit for each row of the block that code alone cannot do
	errors []RowError
}

// work takes rows until there are no more, and evaluates them block by block.
func (s *scan) work() {
	w := s.newWorker()
	for {
		from := int(s.next.Add(takeRows)) - takeRows
		to := min(from+takeRows, s.in.Rows)
		at := from
		for at < to && (s.stop == nil || !s.stop()) {
			many := min(blockRows, to-at)
			w.block(at, many)
			at += many
		}
		if at < to || from >= to { // stopped, or there are no more
			s.done <- scanned{max(at-from, 0), w.errors, true}
			return
		}
		s.done <- scanned{to - from, w.errors, false}
		w.errors = nil
	}
}

func (s *scan) newWorker() *worker {
	w := &worker{scan: s, f: s.p.NewFrame(), c: s.p.compiled(s.entry)}
	for i, word := range s.p.entries[s.entry].cone.facts {
		for b := range 64 {
			if word>>b&1 != 0 {
				w.facts = append(w.facts, 64*i+b)
			}
		}
	}
	if len(w.c.code) == 0 {
		return w
	}
	// Two slots more than is needed keep rows from meeting in the cache.
	w.stride = w.c.slots + 2
	w.rows = make([]int64, blockRows*w.stride)
	for _, fact := range w.facts {
		if c := &s.in.Facts[fact]; c.Same != nil && c.Whole == nil && c.Bytes == nil {
			for row := range blockRows {
				w.rows[row*w.stride+fact] = *c.Same
			}
		}
	}
	return w
}

// block evaluates many rows from one on.
func (w *worker) block(from, many int) {
	if w.rows == nil {
		for row := range many {
			w.decide(from + row)
		}
		return
	}
	w.slow = [len(w.slow)]uint64{}
	for _, fact := range w.facts {
		w.setOut(fact, from, many)
	}
	if w.in.Answers != nil {
		w.answered(from, many)
	}
	first := &w.c.code[0]
	for row := range many {
		if w.slow[row>>6]>>(row&63)&1 != 0 {
			continue
		}
		slots := &w.rows[row*w.stride]
		if in := runCommon(first, first, slots); in != nil && run(w.c.code, in, slots) != none {
			w.slow[row>>6] |= 1 << (row & 63) // decide gives the error
		}
	}
	for i, o := range w.out.Outputs {
		found, at := &w.out.Found[i], int(w.c.found[o])
		lo, status := found.Lo[from:from+many], found.Status[from:from+many]
		slots, stride := w.rows, w.stride
		for row := range lo {
			lo[row] = slots[at]
			status[row] = Decided
			at += stride
		}
		copy(found.Hi[from:from+many], lo)
	}
	for row := range many {
		if w.slow[row>>6]>>(row&63)&1 != 0 {
			w.decide(from + row)
		}
	}
}

// setOut puts a fact of a block in its slot of each row, and marks the rows of
// which it is not known, or is outside its range.
func (w *worker) setOut(fact, from, many int) {
	c, limit, stride := &w.in.Facts[fact], w.f.limit[fact], w.stride
	slots := w.rows[fact:]
	outside := int64(0)
	switch {
	case c.Whole != nil:
		lo, hi, at := limit.lo, limit.hi, 0
		for _, v := range c.Whole[from : from+many] {
			outside |= (v - lo) | (hi - v)
			slots[at] = v
			at += stride
		}
	case c.Bytes != nil:
		lo, hi, at := limit.lo, limit.hi, 0
		for _, b := range c.Bytes[from : from+many] {
			v := int64(b)
			outside |= (v - lo) | (hi - v)
			slots[at] = v
			at += stride
		}
	case c.Same == nil:
		w.slow = [len(w.slow)]uint64{^uint64(0), ^uint64(0)}
		return
	default: // set out already
		outside = (*c.Same - limit.lo) | (limit.hi - *c.Same)
	}
	w.mark(c.Known, from, ^uint64(0))
	if w.p.facts[fact].Null {
		null := w.rows[w.p.null[fact]:]
		for row := range many {
			null[row*stride] = truth(rowBit(c.Null, from+row, false)).lo
		}
	} else {
		w.mark(c.Null, from, 0)
	}
	if outside < 0 {
		for row := range many {
			if v := slots[row*stride]; v < limit.lo || v > limit.hi {
				w.slow[row>>6] |= 1 << (row & 63)
			}
		}
	}
}

// mark marks the rows of which a bit is set, or with all ones to turn, is not.
func (w *worker) mark(set []uint64, from int, turn uint64) {
	if set == nil {
		return
	}
	for i := range w.slow {
		if word := from>>6 + i; word < len(set) {
			w.slow[i] |= set[word] ^ turn
		}
	}
}

// answered marks the rows for which some source answered.
func (w *worker) answered(from, many int) {
	for o := range w.in.Answers {
		for row := range many {
			if _, known := w.in.Answers[o].at(from + row); known {
				w.slow[row>>6] |= 1 << (row & 63)
			}
		}
	}
}

// decide evaluates one row with a frame, as for one household.
func (w *worker) decide(row int) {
	if err := w.know(row); err != nil {
		w.fail(row, err)
		return
	}
	if err := w.f.Decide(w.entry); err != nil {
		w.fail(row, err)
		return
	}
	for i, o := range w.out.Outputs {
		found := &w.out.Found[i]
		found.Lo[row], found.Hi[row], found.Status[row] = w.f.Output(o)
	}
}

// know sets the facts and answers of a row.
func (w *worker) know(row int) error {
	w.f.Reset()
	for _, fact := range w.facts {
		if err := w.in.Facts[fact].tell(w.f, fact, row); err != nil {
			return err
		}
	}
	for o := range w.in.Answers {
		if v, known := w.in.Answers[o].at(row); known {
			if err := w.f.Criterion(o, v != 0); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *worker) fail(row int, err error) {
	w.errors = append(w.errors, RowError{row, err})
	for i := range w.out.Outputs {
		found := &w.out.Found[i]
		found.Lo[row], found.Hi[row], found.Status[row] = 0, 0, Undecided
	}
}

func sortErrors(list []RowError) {
	slices.SortFunc(list, func(a, b RowError) int { return cmp.Compare(a.Row, b.Row) })
}
