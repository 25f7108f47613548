package rules

// A survey goes by ranges. Where one unknown stands in two places that cancel out,
// or where rounding leaves some cents out, it names facts that make no difference.
// So what it names is tried. Two households that differ in one fact and in what they
// get prove that the fact matters. Where no two are found, what is known of the other
// facts is cut in halves, until a survey leaves the fact out of each half or two
// households turn up. What takes too many surveys is asked: to ask too much is safe.

// mostSurveys bounds the search for one fact. On our laws one question in fifty takes
// more than one survey, and what matters to nobody was left out in half of these.
const mostSurveys = 1000

// mostOpen is of how many facts that is found out. While more are open, the next
// answers leave out more than a search does, and a search takes longer.
const mostOpen = 4

// few is how many values, less one, a fact has that is cut up before others: a
// condition, or a number of people.
const few = 32

// mostPoints is how many households of a survey are kept to be tried.
const mostPoints = 32

// trial is the slots that the code works on for one of them.
type trial [slotLimit]int64

// mark keeps two households of a way that ended here and may end in a right: those
// with the least and with the greatest that the way left of each fact.
func (v *survey) mark() {
	n := v.f.p.slots
	if len(v.points) < mostPoints*n && !(v.gate && v.f.hi[v.slots[0]] == 0) {
		v.points = append(append(v.points, v.f.lo[:n]...), v.f.hi[:n]...)
	}
}

// matter returns those of some facts of which it found, or could not exclude, that
// they matter. When that is none, all households get the same, and the outputs are
// what one of them gets.
func (v *survey) matter(hangs factSet, outputs []int) factSet {
	if hangs == (factSet{}) {
		v.show(outputs) // every way ended in the same
	}
	if hangs.count() > mostOpen {
		return hangs
	}
	left, found := hangs, hangs
	v.witness(&left)
	for i := range v.f.limit {
		if v.rest = mostSurveys; left.has(i) && !v.matters(i) {
			found.remove(i)
		}
	}
	if found == (factSet{}) && hangs != found && !v.settle(outputs) {
		return hangs
	}
	return found
}

// settle shows what a household gets that is as sources answered; false when it
// finds none.
func (v *survey) settle(outputs []int) bool {
	n := v.f.p.slots
	v.points = append(v.points, v.f.lo[:n]...)
	for p := 0; p < len(v.points); p += n {
		copy(v.f.trial[:], v.points[p:p+n])
		if v.outcome() != noWay {
			v.show(outputs)
			return true
		}
	}
	return false
}

// show gives the outputs what the household on trial got.
func (v *survey) show(outputs []int) {
	for i, o := range outputs {
		got := v.f.trial[v.slots[i]]
		v.f.show(o, point(got))
		if v.gate && got == 0 {
			break
		}
	}
}

// witness takes out of a set the facts of which it finds two values that make a
// difference, everything else being as of one of the points.
func (v *survey) witness(left *factSet) {
	n, at := v.f.p.slots, v.f.trial
	for p := 0; p < 2*len(v.points) && *left != (factSet{}); p += n {
		household := v.points[p%len(v.points):][:n]
		copy(at[:], household)
		first := v.outcome()
		// Whoever has a right loses it by one fact, so they come first.
		if denied := v.gate && first == noRight; first == noWay || denied == (p < len(v.points)) {
			continue
		}
		for i, null := range v.f.null {
			if left.has(i) && v.turns(i, first) {
				left.remove(i)
			}
			at[i], at[null] = household[i], household[null]
		}
	}
}

// turns reports whether another value of a fact gives another result: an end of its
// range, null, or a value of another point.
func (v *survey) turns(fact int, first uint64) bool {
	f, null := v.f, v.f.null[fact]
	if v.differs(fact, f.lo[fact], f.lo[null], first) || v.differs(fact, f.hi[fact], f.lo[null], first) || v.differs(fact, f.lo[fact], f.hi[null], first) {
		return true
	}
	for p := 0; p < len(v.points); p += f.p.slots {
		if v.differs(fact, v.points[p+fact], v.points[p+int(null)], first) {
			return true
		}
	}
	return false
}

// differs reports whether one value of a fact gives another result.
func (v *survey) differs(fact int, n, isNull int64, first uint64) bool {
	at, null := v.f.trial, v.f.null[fact]
	if at[fact] == n && at[null] == isNull {
		return false
	}
	at[fact], at[null] = n, isNull
	next := v.outcome()
	return next != noWay && next != first
}

// noRight is the outcome of having no right.
var noRight = mix(0, 0)

// outcome is the id of what the household on trial gets, or noWay when that is not
// what a source answered.
func (v *survey) outcome() (id uint64) {
	at := v.f.trial
	if run(v.code.code, v.first, &at[0]) != none {
		return noWay
	}
	if v.entry != nil {
		for _, o := range v.entry.outputs {
			if answer := int64(v.f.answers[o]); answer != none && at[v.code.found[o]] != answer {
				return noWay
			}
		}
	}
	for i, s := range v.slots {
		id = mix(id, uint64(at[s]))
		if i == 0 && v.gate && at[s] == 0 {
			break
		}
	}
	return id
}

// matters reports whether a fact may matter to somebody. Where it has few values, and
// the results come of the other facts in one way for each, there is no need to know
// those.
func (v *survey) matters(fact int) bool {
	found, ok := v.again()
	if !ok || found.id == noWay || !found.hangs.has(fact) {
		return !ok
	}
	one := factSet{}
	one.add(fact)
	if v.witness(&one); one == (factSet{}) {
		return true
	}
	found.hangs.remove(fact)
	self, other := v.narrowest(&one), v.narrowest(&found.hangs)
	if id := uint64(0); (other == noSlot || v.width(self) <= v.width(other)) && v.alike(fact, &id) {
		return false
	}
	return other == noSlot || !v.halves(other, func() bool { return !v.matters(fact) })
}

// alike reports whether the results come of the other facts in one way, which has
// this id, for every value of a fact.
func (v *survey) alike(fact int, id *uint64) bool {
	found, ok := v.again()
	switch {
	case !ok:
		return false
	case found.id == noWay:
		return true
	case found.hangs.has(fact):
		one := factSet{}
		one.add(fact)
		return v.halves(v.narrowest(&one), func() bool { return v.alike(fact, id) })
	case *id == 0:
		*id = found.id
	}
	return found.id == *id
}

// again surveys on what is known now; false when that was done too often.
func (v *survey) again() (found origin, ok bool) {
	if v.rest--; v.rest < 0 {
		return found, false
	}
	return v.whole()
}

// halves reports whether something holds for both halves of what is known of a slot.
func (v *survey) halves(s slot, holds func() bool) bool {
	lo, hi := &v.f.lo[s], &v.f.hi[s]
	from, to := *lo, *hi
	*hi = from + int64(v.width(s)/2)
	both := holds()
	if both {
		*lo, *hi = *hi+1, to
		both = holds()
	}
	*lo, *hi = from, to
	return both
}

func (v *survey) width(s slot) uint64 { return uint64(v.f.hi[s] - v.f.lo[s]) }

// narrowest returns which slot of some facts to cut in halves next, noSlot when all
// have one value: first what has few values, down to one of them, and then what is
// widest, since an amount is seldom needed to the cent.
func (v *survey) narrowest(facts *factSet) (best slot) {
	best = noSlot
	least := ^uint64(0)
	for i, null := range v.f.null {
		if !facts.has(i) {
			continue
		}
		for _, s := range [2]slot{slot(i), null} {
			w := v.width(s)
			if w > few {
				w = -w
			}
			if w > 0 && w < least {
				best, least = s, w
			}
		}
	}
	return best
}
