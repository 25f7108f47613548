package offers

import "zeker/offers/rules"

// Knowledge says what is known of a fact.
type Knowledge uint8

// Unknown is the zero value: it is never a refusal.
const (
	Unknown Knowledge = iota
	Known
	Null // known that there is none
)

// Value is the value of a fact, in the unit that the program declares:
// eurocents, counts, 0 or 1, a rules.Day, or Text.
type Value struct {
	Knowledge Knowledge
	N         int64
	Text      string // for rules.Text only
}

// Yes, No and the like make values.
var (
	Yes = Value{Knowledge: Known, N: 1}
	No  = Value{Knowledge: Known}
)

// Number returns a known number, amount or date.
func Number(n int64) Value { return Value{Knowledge: Known, N: n} }

// Text returns a known text.
func Text(s string) Value { return Value{Knowledge: Known, Text: s} }

// Fact is one thing known of a household: the value, and where it comes from.
type Fact struct {
	Name      string // the law's input, or a boolean output when Criterion
	Criterion bool
	Value     Value
	Source    string    // as in Question.Source; "resident" when the resident gave it
	AsOf      rules.Day // the reference date at the source
	From      rules.Day // the period that the value is about, 0 when it has none
	Until     rules.Day
	Ground    string // id of the ground it was asked on
	Contested bool   // the resident says it is not right
	// Doubt says that the source itself doubts the value, as the BRP does with "in
	// onderzoek". It is shown, and nothing is decided by it: the resident is asked.
	Doubt bool
	// OfPartner says, of what is kept of an offer, that it is about the partner and stays
	// theirs: whoever reads it sees that it counts. See Question.OfPartner.
	OfPartner bool
}

// Record is what is known of one household, for one question at one moment.
type Record struct {
	Facts []Fact
}

// Fact returns the fact of a name, nil when the record has none. What the
// resident gave counts before what a source says.
func (r *Record) Fact(name string) *Fact {
	var found *Fact
	for i := range r.Facts {
		if f := &r.Facts[i]; f.Name == name && (found == nil || f.Source == Resident) {
			found = f
		}
	}
	return found
}

// Resident is the source of what the resident gave.
const Resident = "resident"
