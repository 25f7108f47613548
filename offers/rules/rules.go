// Package rules is compiled law: a flat, typed program that says who has a
// right, to how much, and what is still to be asked.
//
// A program is made once, by a [Builder] that package law drives, and evaluated
// in three places with the same code: on the server, in the browser and over a
// whole city. Every value in it is an int64: money in eurocents, numbers as
// fixed point of a scale that the fact declares, dates as [Day], booleans 0 and
// 1, texts as the index of a symbol. No binary floats, no allocation while
// evaluating, no packages that would weigh on a citizen's data bundle.
//
// A fact may be known, known to lie in a range, null, or unknown. Unknown is a
// value: what is decided already stays decided, and otherwise [Frame.Missing]
// names the facts that can still matter.
//
// Below the typed operations a program is a graph of whole numbers, of which
// every range is known, so that nothing overflows. It is evaluated in four ways,
// and tests hold them equal: as code, a tree of tests with a little arithmetic at
// its leaves, when all facts are known ([Frame.Evaluate], [Program.Scan]); by
// going every way through that code that the facts leave open ([Frame.Decide],
// [Frame.Missing], [Frame.Pieces]); node by node on ranges, which also carries the
// answers of sources back to the facts; and node by node on demand, which is the
// plain meaning of the law format.
//
// Law of which a value might not fit 64 bits is refused when it is compiled, with its
// article. There is no slower path for it: no law that we have read needs one, and
// who writes a law can give the input a bound, which a register has anyway.
//
// One thing differs from the reference engine: a fraction is exact. Where that
// keeps 28 digits of a third, and three of them make a little less than one, here
// they make one.
package rules

// Type is what kind of value a slot holds.
type Type uint8

// The types of the law format that a program can hold.
const (
	Bool   Type = iota + 1 // 0 or 1
	Number                 // fixed point: value = n / 10^Scale
	Date                   // a Day
	Text                   // index in Fact.Symbols; -1 is "some other text"
)

// Source is the place in the law that a node comes from.
type Source struct {
	Law     string // $id of the law
	Version string // valid_from of the version, YYYY-MM-DD
	Article string // number of the article, as in "78gg"
	URL     string // address of the article's text
	Line    int    // line in the law file, 0 when unknown
}

// Fact declares one input of a program.
type Fact struct {
	Name    string
	Type    Type
	Scale   uint8    // decimals of a Number; 0 for eurocents and counts
	Min     int64    // least value, in the slot's own unit
	Max     int64    // greatest value
	Symbols []string // the texts that the law compares a Text with
	Null    bool     // whether the law gives null a meaning
	Judged  bool     // only a person can decide it: never in Missing
	Unit    string   // of a Number, as the law file names it: "eurocent", "years"; for reading and showing it
}

// Output declares one result of a program.
type Output struct {
	Name   string
	Type   Type
	Scale  uint8
	Source Source
	// Symbols are the texts of a Text output: its value is a place in them, and
	// -1 is some other text.
	Symbols []string
}

// Error says what is wrong with a program or with facts, and where in the law.
type Error struct {
	Source  Source
	Message string // lower case, what was wrong with what
}

func (e *Error) Error() string {
	if e.Source.Law == "" {
		return e.Message
	}
	return e.Source.Law + " " + e.Source.Version + ": article " + e.Source.Article + ": " + e.Message
}
