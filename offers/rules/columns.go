package rules

// Columns are the facts of a population: a column for each fact of the program,
// in its order, a row for each household.
type Columns struct {
	Rows  int
	Facts []Column
	// Answers are the answers of sources to boolean outputs, a column for each
	// output of the program; nil when no source was asked.
	Answers []Column
}

// Column holds what is known of one fact. Its values are in Whole or, for
// booleans and small numbers, in Bytes; a column that has neither, and is not the
// Same for all, is known of nobody.
type Column struct {
	Whole []int64
	Bytes []uint8
	Same  *int64   // everybody's value, as the calculation date
	Known []uint64 // a bit for each row; nil when all are known
	Null  []uint64 // a bit for each row that is known to be null; nil when none is
}

// bit returns whether the bit of a row is set; a nil set is all or nothing.
func rowBit(set []uint64, row int, all bool) bool {
	if set == nil {
		return all
	}
	return set[row>>6]>>(row&63)&1 != 0
}

// at returns the value of a row.
func (c *Column) at(row int) (v int64, known bool) {
	switch {
	case !rowBit(c.Known, row, true):
		return 0, false
	case c.Whole != nil:
		return c.Whole[row], true
	case c.Bytes != nil:
		return int64(c.Bytes[row]), true
	case c.Same != nil:
		return *c.Same, true
	}
	return 0, false
}

// Found is an output over a population: of each row the least and greatest
// possible value, equal when it is decided. Lo and Hi are one slice where every
// fact is known of everybody: then there is nothing between them.
type Found struct {
	Lo, Hi []int64
	Status []Status
}

// RowError is why a row could not be evaluated. Its outputs are undecided.
type RowError struct {
	Row int
	Err error
}

// Results are the outputs of an entry over a population, in the entry's order,
// and the rows that could not be evaluated, in order.
type Results struct {
	Outputs []int
	Found   []Found
	Errors  []RowError
}

// Scan is how a population is gone through.
type Scan struct {
	Workers  int           // goroutines; 1 when less
	Stop     func() bool   // asked now and then by every worker; nil for never
	Progress func(row int) // told how many rows are done, by the caller's goroutine; may be nil
	Room     *Results      // results of an earlier scan of as many rows, to be overwritten; may be nil
}

// ErrStopped is returned by [Program.Scan] when it was told to stop.
var ErrStopped = &Error{Message: "the scan was stopped"}

// Scan decides an entry for every row. A row that cannot be evaluated, for a
// value outside its range or an error of the law, is noted and stops nothing. A
// row of which all facts are known is as Evaluate says, and any other as Decide
// says. Errors: ErrStopped, and columns that do not fit the program.
func (p *Program) Scan(entry int, in *Columns, how Scan) (*Results, error) {
	if err := p.fit(in); err != nil {
		return nil, err
	}
	r := &Results{Outputs: p.entries[entry].outputs}
	s := &scan{p: p, entry: entry, in: in, out: r, stop: how.Stop, done: make(chan scanned, max(how.Workers, 1))}
	s.find()
	for i := range r.Outputs {
		var found Found
		if how.Room != nil && i < len(how.Room.Found) {
			found = how.Room.Found[i]
		}
		r.Found = append(r.Found, found.sized(in.Rows, s.open))
	}
	workers := max(how.Workers, 1)
	for range workers {
		go s.work()
	}
	rows := 0
	for workers > 0 {
		did := <-s.done
		if did.last {
			workers--
		}
		r.Errors = append(r.Errors, did.errors...)
		if rows += did.rows; how.Progress != nil && did.rows > 0 {
			how.Progress(rows)
		}
	}
	if rows < in.Rows {
		return nil, ErrStopped
	}
	sortErrors(r.Errors)
	return r, nil
}

// sized returns what was found, or new room for as many rows; with a slice of its own
// for the greatest values when those can differ from the least.
func (f Found) sized(rows int, open bool) Found {
	if len(f.Lo) != rows || rows == 0 {
		f = Found{Lo: make([]int64, rows), Status: make([]Status, rows)}
	}
	switch {
	case !open:
		f.Hi = f.Lo
	case rows > 0 && (f.Hi == nil || &f.Hi[0] == &f.Lo[0]):
		f.Hi = make([]int64, rows)
	}
	return f
}

// fit checks the lengths of columns.
func (p *Program) fit(in *Columns) error {
	if len(in.Facts) != len(p.facts) || in.Answers != nil && len(in.Answers) != len(p.outputs) {
		return &Error{Message: "a column for each fact, and for each output that is answered, is needed"}
	}
	for _, list := range [2][]Column{in.Facts, in.Answers} {
		for i := range list {
			c, words := &list[i], (in.Rows+63)/64
			if c.Whole != nil && len(c.Whole) < in.Rows || c.Bytes != nil && len(c.Bytes) < in.Rows ||
				c.Known != nil && len(c.Known) < words || c.Null != nil && len(c.Null) < words {
				return &Error{Message: "a column is shorter than the population"}
			}
		}
	}
	return nil
}
