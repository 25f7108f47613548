package offers

// Category is the way of the law with money that was paid out; the reason for
// each stands with the schemes' articles.
type Category string

// The categories of repayment law.
const (
	Final                Category = "final"                   // may not be revised to the household's detriment
	FixedAtReferenceDate Category = "fixed_at_reference_date" // one-off, judged on facts up to a date
	RunningPw            Category = "running_pw"              // per period; a breach of the duty to inform must be recovered
	AdvanceYearly        Category = "advance_yearly"          // an advance, settled on the income of the whole year
	MustRecover          Category = "must_recover"            // recovered whatever the cause
	Loan                 Category = "loan"                    // repaid by design
	Remission            Category = "remission"               // a debt disappears
	Local                Category = "local"                   // depends on local rules
)

// Verdict is the headline of a card.
type Verdict string

// The three things that a card can say on top. "A may" is OnlyIf, never Never.
const (
	Never  Verdict = "never"
	OnlyIf Verdict = "only_if"
	When   Verdict = "when"
)

// Repayment is the card that every scheme carries: whether, when and how much
// could ever be reclaimed. A scheme without one cannot be published.
type Repayment struct {
	Category  Category
	Verdict   Verdict
	Lines     []CardLine
	Answers   [len(Events)]CardAnswer // one for each of Events, in that order
	Confirmed bool                    // a lawyer signed the card in the register
}

// ThresholdArg is the name of the figure on a card up to which a difference at the
// final award is not collected (Awir 26a).
const ThresholdArg = "Threshold"

// Threshold is that figure, in eurocents; 0 when the card has none.
func (r *Repayment) Threshold() int64 {
	for i := range r.Lines {
		for _, a := range r.Lines[i].Args {
			if a.Name == ThresholdArg && a.Money {
				return a.Amount
			}
		}
	}
	return 0
}

// CardLine is one sentence of the card: a topic, the words by message key, and
// the article they rest on.
type CardLine struct {
	Topic   Topic
	Key     string // message id, "<scheme>.card.<name>"
	Article Article
	Args    []Arg // figures in the sentence, each with its source in the scheme file
}

// Topic is what a line of the card is about, in the order they are shown.
type Topic string

// The topics of a card.
const (
	TopicVerdict    Topic = "verdict"     // never, only if, when
	TopicEvent      Topic = "event"       // what an event would do; of [CardAnswer], no line has it
	TopicCondition  Topic = "condition"   // one case in which money can be reclaimed
	TopicReport     Topic = "report"      // what to report, to whom, within how long
	TopicOurMistake Topic = "our_mistake" // what happens if the authority makes the mistake
	TopicObject     Topic = "object"      // how to object
)

// Arg is a named figure in a sentence.
type Arg struct {
	Name   string
	Amount int64 // eurocents when Money, else a plain number
	Money  bool
}
