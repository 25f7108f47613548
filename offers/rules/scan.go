package rules

import (
	"cmp"
	"math/bits"
	"slices"
	"sync/atomic"
)

// blockRows is how many rows are set out and evaluated at a time: as many as fit in
// the first-level cache with what most laws compute from them.
const blockRows = 128

// A line of a slot has its values of so many rows, one next to the other: at most
// those of a block, and no more than leave the places in code within their bits. Between
// lines is room, which keeps them from meeting in the cache.
const (
	leastLine  = 8
	lineGap    = 8
	mostPlaces = 1 << 16 // in bytes: what a slot of code can tell
)

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
	facts []int // that the entry reads
	open  bool  // something may not be known, or is answered by a source
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
	code   code                          // of c, for lines
	rows   int                           // of a line
	block  [][]int64                     // frames of lines, for the rows of a block; nil when code cannot do it
	slow   [(blockRows + 63) / 64]uint64 // a bit for each row of the block that code alone cannot do
	errors []RowError
}

// find notes which facts the entry reads, and whether some may not be known.
func (s *scan) find() {
	s.open = s.in.Answers != nil
	for i, word := range s.p.entries[s.entry].cone.facts {
		for ; word != 0; word &= word - 1 {
			fact := 64*i + bits.TrailingZeros64(word)
			c := &s.in.Facts[fact]
			s.open = s.open || c.Known != nil || c.Whole == nil && c.Bytes == nil && c.Same == nil
			s.facts = append(s.facts, fact)
		}
	}
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
			w.decideBlock(at, many)
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
	w.rows = blockRows
	for w.rows >= leastLine && 8*w.c.slots*(w.rows+lineGap) > mostPlaces {
		w.rows /= 2
	}
	if len(w.c.code) == 0 || w.rows < leastLine {
		return w
	}
	w.code = w.c.code.spread(slot(w.rows + lineGap))
	for range blockRows / w.rows {
		w.block = append(w.block, make([]int64, w.c.slots*(w.rows+lineGap)))
	}
	for _, fact := range w.facts {
		if c := &s.in.Facts[fact]; c.Same != nil && c.Whole == nil && c.Bytes == nil {
			for at := range w.block {
				line := w.line(fact, at, w.rows)
				for row := range line {
					line[row] = *c.Same
				}
			}
		}
	}
	return w
}

// line is a slot in a frame of lines, for many rows.
func (w *worker) line(s, at, many int) []int64 { return w.block[at][s*(w.rows+lineGap):][:many] }

// decideBlock evaluates many rows from one on.
func (w *worker) decideBlock(from, many int) {
	if w.block == nil {
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
	for at := 0; at*w.rows < many; at++ {
		w.runLines(at*w.rows, w.block[at][:min(w.rows, many-at*w.rows)])
	}
	for i, o := range w.out.Outputs {
		found, at := &w.out.Found[i], int(w.c.found[o])
		for row := 0; row < many; row += w.rows {
			copy(found.Lo[from+row:from+many], w.line(at, row/w.rows, w.rows))
		}
		if w.open {
			copy(found.Hi[from:from+many], found.Lo[from:])
		}
		copy(found.Status[from:from+many], allDecided[:])
	}
	for row := range many {
		if w.slow[row>>6]>>(row&63)&1 != 0 {
			w.decide(from + row)
		}
	}
}

// allDecided is how the rows of a block are.
var allDecided = func() (all [blockRows]Status) {
	for row := range all {
		all[row] = Decided
	}
	return all
}()

// runLines executes the code for the rows of a frame of lines, of which first is the first in
// the block and frames is where their slots begin.
func (w *worker) runLines(first int, frames []int64) {
	begin := &w.code[0]
	for at := range frames {
		row := first + at
		if w.slow[row>>6]>>(row&63)&1 != 0 {
			continue
		}
		if in := runCommon(begin, begin, &frames[at]); in != nil && run(w.code, in, &frames[at]) != none {
			w.slow[row>>6] |= 1 << (row & 63) // decide gives the error
		}
	}
}

// setOut puts a fact of a block in its slot of each row, and marks the rows of
// which it is not known, or is outside its range.
func (w *worker) setOut(fact, from, many int) {
	c, limit := &w.in.Facts[fact], w.f.limit[fact]
	if c.Whole == nil && c.Bytes == nil && c.Same == nil {
		w.slow = [len(w.slow)]uint64{^uint64(0), ^uint64(0)}
		return
	}
	for row := 0; row < many; row += w.rows {
		line, outside := w.line(fact, row/w.rows, min(w.rows, many-row)), int64(0)
		switch {
		case c.Whole != nil:
			for i, v := range c.Whole[from+row:][:len(line)] {
				outside |= (v - limit.lo) | (limit.hi - v)
				line[i] = v
			}
		case c.Bytes != nil:
			for i, b := range c.Bytes[from+row:][:len(line)] {
				v := int64(b)
				outside |= (v - limit.lo) | (limit.hi - v)
				line[i] = v
			}
		default: // set out already
			outside = (*c.Same - limit.lo) | (limit.hi - *c.Same)
		}
		for i := 0; i < len(line) && outside < 0; i++ {
			if v := line[i]; v < limit.lo || v > limit.hi {
				w.slow[(row+i)>>6] |= 1 << ((row + i) & 63)
			}
		}
		if w.p.facts[fact].Null {
			null := w.line(int(w.p.null[fact]), row/w.rows, len(line))
			for i := range null {
				null[i] = truth(rowBit(c.Null, from+row+i, false)).lo
			}
		}
	}
	w.mark(c.Known, from, ^uint64(0))
	if !w.p.facts[fact].Null {
		w.mark(c.Null, from, 0)
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
