package offers

import "zeker/offers/rules"

// Batch makes the offers of one scheme on one day for many records together. It
// decides all of them in columns, and makes an offer only for whom that does not
// refuse; what comes out is what [Maker.Make] says of each record alone.
//
// [Batch.Fill], [Batch.Decide] and [Batch.Offers] are called in this order; they
// stand apart so that a caller can tell what takes how long. A batch uses its room
// again, and is not for use by two goroutines.
type Batch struct {
	maker     *Maker
	questions []batched
	records   []Record
	unfit     []uint64 // a bit for each record: it holds a fact that no column takes
	columns   rules.Columns
	results   *rules.Results
}

// batched is a question of the register, as far as filling columns needs it.
type batched struct {
	criterion bool
	column    *rules.Column // nil when the law does not read it
	spec      rules.Fact
}

// NewBatch prepares a batch. Errors: those of [NewMaker].
func NewBatch(c *Catalogue, scheme string, on rules.Day) (*Batch, error) {
	m, err := NewMaker(c, scheme, on)
	if err != nil {
		return nil, err
	}
	p := m.period.Program
	b := &Batch{maker: m}
	b.columns.Facts = make([]rules.Column, len(p.Facts()))
	if m.day >= 0 {
		day := int64(on)
		b.columns.Facts[m.day].Same = &day
	}
	for i := range m.scheme.Register {
		q := &m.scheme.Register[i]
		asked := batched{criterion: q.Criterion}
		switch slot := m.slots[i]; {
		case slot < 0:
		case q.Criterion:
			if b.columns.Answers == nil {
				b.columns.Answers = make([]rules.Column, len(p.Outputs()))
			}
			asked.column, asked.spec = &b.columns.Answers[slot], rules.Fact{Type: rules.Bool, Max: 1}
		default:
			asked.column, asked.spec = &b.columns.Facts[slot], p.Facts()[slot]
		}
		b.questions = append(b.questions, asked)
	}
	return b, nil
}

// Fill sets records out in columns. They must stay as they are until the offers
// are made.
func (b *Batch) Fill(records []Record) {
	b.records, b.columns.Rows = records, len(records)
	b.unfit = emptied(b.unfit, len(records))
	for i := range b.questions {
		if q := &b.questions[i]; q.column != nil {
			q.empty(len(records))
		}
	}
	m := b.maker
	for row := range records {
		m.gather(&records[row])
		for i, fact := range m.given {
			if fact != nil && !b.questions[i].fill(row, fact) {
				b.unfit[row>>6] |= 1 << (row & 63)
			}
		}
	}
}

// empty makes a column one of so many rows of which nothing is known.
func (q *batched) empty(rows int) {
	c := q.column
	c.Known = emptied(c.Known, rows)
	if q.spec.Null {
		c.Null = emptied(c.Null, rows)
	}
	if q.spec.Type == rules.Bool && len(c.Bytes) < rows {
		c.Bytes = make([]uint8, rows)
	}
	if q.spec.Type != rules.Bool && len(c.Whole) < rows {
		c.Whole = make([]int64, rows)
	}
}

// emptied returns a bit for each row, none set.
func emptied(set []uint64, rows int) []uint64 {
	words := (rows + 63) / 64
	if cap(set) < words {
		return make([]uint64, words)
	}
	set = set[:words]
	clear(set)
	return set
}

// fill notes a fact in its column; false for one that no column takes. One in doubt is
// not known.
func (q *batched) fill(row int, fact *Fact) bool {
	c := q.column
	if c == nil || fact.Doubt {
		return true
	}
	if fact.Criterion != q.criterion {
		return false
	}
	n := fact.Value.N
	switch {
	case q.criterion:
		n = truth(n != 0)
	case fact.Value.Knowledge == Null && !q.spec.Null:
		return false
	case fact.Value.Knowledge == Null:
		c.Null[row>>6] |= 1 << (row & 63)
		n = q.spec.Min
	case q.spec.Type == rules.Text:
		n = symbol(&q.spec, fact.Value.Text)
	}
	if n < q.spec.Min || n > q.spec.Max {
		return false
	}
	c.Known[row>>6] |= 1 << (row & 63)
	if q.spec.Type == rules.Bool {
		c.Bytes[row] = uint8(n)
	} else {
		c.Whole[row] = n
	}
	return true
}

func truth(is bool) int64 {
	if is {
		return 1
	}
	return 0
}

// symbol returns the place of a text in those that the law compares it with, -1
// for any other.
func symbol(spec *rules.Fact, text string) int64 {
	for i, symbol := range spec.Symbols {
		if symbol == text {
			return int64(i)
		}
	}
	return -1
}

// Decide decides every record in columns. stop is asked now and then; when it
// says so, the error is rules.ErrStopped.
func (b *Batch) Decide(stop func() bool) (err error) {
	m := b.maker
	b.results, err = m.period.Program.Scan(m.entry, &b.columns, rules.Scan{Stop: stop, Room: b.results})
	return err
}

// Offers calls each, in the order of the records, with what is offered to whom it
// is offered, and with an error for whom nothing can be made: an *rules.Error that
// names the fact or the article. All others are of ClassNone. An offer holds until
// each returns.
func (b *Batch) Offers(each func(row int, o *Offer, err error)) {
	right, doubts := b.found()
	for row := range b.records {
		unfit := b.unfit[row>>6]>>(row&63)&1 != 0
		// Of a row that could not be decided the right is undecided.
		if !unfit && right.Status[row] == rules.Decided && right.Lo[row] == 0 && !contradicted(doubts, row) {
			continue
		}
		b.maker.gather(&b.records[row])
		err := b.maker.make()
		if err != nil || b.maker.offer.Class != ClassNone {
			each(row, &b.maker.offer, err)
		}
	}
}

// found returns what the columns say of the right, and of the criteria that an
// answer can contradict.
func (b *Batch) found() (right *rules.Found, doubts []*rules.Found) {
	for i, output := range b.results.Outputs {
		if output == b.maker.right {
			right = &b.results.Found[i]
		} else if b.columns.Answers != nil {
			doubts = append(doubts, &b.results.Found[i])
		}
	}
	return right, doubts
}

func contradicted(doubts []*rules.Found, row int) bool {
	for _, found := range doubts {
		if found.Status[row] == rules.Contradicted {
			return true
		}
	}
	return false
}
