package rules

import "slices"

// Order returns the questions of an entry in an order for [Entry.Ask]: asking
// people one after another, and leaving out what no longer matters, takes the
// fewest questions in the mean over a population. It begins with the order of
// the program and moves single questions for as long as that helps, so it gives
// the same for the same people. A fact that is the Same for all is known and not
// asked, and one that only a person can judge is not asked either. Errors: a
// value outside its range, columns that do not fit, more than 64 questions.
func (p *Program) Order(entry int, people *Columns) ([]int, error) {
	s, err := p.newInterview(entry, people)
	if err != nil {
		return nil, err
	}
	order := make([]int, len(s.questions)) // places in questions
	for i := range order {
		order[i] = i
	}
	best, err := s.asked(order, people.Rows*len(order)+1)
	if err != nil {
		return nil, err
	}
	for better := true; better; {
		better = false
		for from := range order {
			for to := range order {
				moved := slices.Insert(slices.Delete(slices.Clone(order), from, from+1), to, order[from])
				n, err := s.asked(moved, best)
				if err != nil {
					return nil, err
				}
				if n < best {
					best, order, better = n, moved, true
				}
			}
		}
	}
	for i, place := range order {
		order[i] = s.questions[place]
	}
	return order, nil
}

// Questions returns how many questions a population is asked, all together, when
// an entry's facts are asked in some order; see [Program.Order].
func (p *Program) Questions(entry int, people *Columns, order []int) (int, error) {
	s, err := p.newInterview(entry, people)
	if err != nil {
		return 0, err
	}
	var places []int
	for _, fact := range order {
		if place := slices.Index(s.questions, fact); place >= 0 {
			places = append(places, place)
		}
	}
	if len(places) < len(s.questions) {
		return 0, &Error{Message: "the order lacks facts that entry " + p.entries[entry].name + " can hang on"}
	}
	return s.asked(places, people.Rows*len(places)+1)
}

// interview asks people questions, and remembers what was left to ask after which.
type interview struct {
	f         *Frame
	outputs   []int
	people    *Columns
	questions []int // the facts that can be asked, in the order of the program
	left      map[answered]uint64
	room      []int
}

// answered is a row, and the questions that it answered: a bit for the place of
// each.
type answered struct {
	row    int
	places uint64
}

func (p *Program) newInterview(entry int, people *Columns) (*interview, error) {
	if err := p.fit(people); err != nil {
		return nil, err
	}
	s := &interview{f: p.NewFrame(), outputs: p.entries[entry].outputs, people: people, left: map[answered]uint64{}}
	for fact := range people.Facts {
		if same := people.Facts[fact].Same; same != nil {
			if err := s.f.Know(fact, *same); err != nil {
				return nil, err
			}
		}
	}
	if s.questions = s.f.open(nil, false, s.outputs); len(s.questions) > 64 {
		return nil, &Error{Message: "entry " + p.entries[entry].name + " has more than 64 questions"}
	}
	return s, nil
}

// asked returns how many questions everybody is asked in an order of places, or
// enough when that is reached.
func (s *interview) asked(order []int, enough int) (total int, err error) {
	for row := 0; row < s.people.Rows && total < enough; row++ {
		at := answered{row: row}
		for {
			left, err := s.after(at)
			if err != nil {
				return 0, err
			}
			if left == 0 {
				break
			}
			for _, place := range order {
				if left>>place&1 != 0 {
					at.places |= 1 << place
					break
				}
			}
			total++
		}
	}
	return min(total, enough), nil
}

// after returns the places of what is left to ask a row after some answers. What
// it does not know is not asked again.
func (s *interview) after(at answered) (left uint64, err error) {
	if left, ok := s.left[at]; ok {
		return left, nil
	}
	for place, fact := range s.questions {
		s.f.Forget(fact)
		if at.places>>place&1 == 0 {
			continue
		}
		if err := s.people.Facts[fact].tell(s.f, fact, at.row); err != nil {
			return 0, err
		}
	}
	s.room = s.f.open(s.room[:0], false, s.outputs)
	for _, fact := range s.room {
		left |= 1 << slices.Index(s.questions, fact)
	}
	left &^= at.places
	s.left[at] = left
	return left, nil
}

// tell sets a fact of a frame to what a row knows of it.
func (c *Column) tell(f *Frame, fact, row int) error {
	if rowBit(c.Null, row, false) {
		return f.KnowNull(fact)
	}
	if v, known := c.at(row); known {
		return f.Know(fact, v)
	}
	return nil
}
