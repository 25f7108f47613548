package offers

// Event is one of the six things that a resident fears: what if it happens after
// the money came?
type Event string

// Events are the six, in the order in which a card answers them.
var Events = [...]Event{"job", "my_mistake", "their_mistake", "partner", "savings", "silence"}

// Certainty is how surely the law lets a resident keep what came before an event.
type Certainty string

// The certainties, from the mildest to the gravest. A "may" has its own, so that it
// is never worded as a "will not".
const (
	CertainlyNot   Certainty = "certainly_not"    // the law forbids to reclaim it, without exception
	InPrincipleNot Certainty = "in_principle_not" // the event does not touch a grant that was right
	NextYear       Certainty = "next_year"        // what there was on 1 January counts for the whole year
	FromTheChange  Certainty = "from_the_change"  // it counts from the event on, and the time before stays
	NotFound       Certainty = "not_found"        // no rule was found, so nothing is promised
	MayReclaim     Certainty = "may_reclaim"      // the authority may reclaim what was too much
	SettledLater   Certainty = "settled_later"    // it counts for the whole year, and the difference is owed
	MustReclaim    Certainty = "must_reclaim"     // the authority must reclaim what was too much
)

// CardAnswer is what a card says to one event.
type CardAnswer struct {
	Certainty Certainty
	Key       string // message id of the scheme's own sentence, "" for the common one
	Article   Article
}

// TextID is the message id of the sentence with an answer to an event.
func (a *CardAnswer) TextID(e Event) string {
	if a.Key != "" {
		return a.Key
	}
	return "card.answer." + string(e) + "." + string(a.Certainty)
}
