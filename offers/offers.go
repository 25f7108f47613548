// Package offers is the domain of Zeker: what a municipality offers to a
// resident, why, what is asked, what could ever be paid back, and what the
// resident answers.
//
// A [Catalogue] holds the schemes of one municipality with the law compiled
// (package rules). A [Record] holds what is known of one household, each fact
// with its source. [Make] puts the two together on a day and gives an [Offer].
// The same code runs on the server and, compiled to WebAssembly, on the
// resident's own device; so this package knows no database, no HTTP, no
// language, and imports nothing that weighs on a data bundle: dates are
// rules.Day, money is int64 eurocents, words are message keys.
package offers

// Error says what was wrong with what. It is small on purpose: package fmt
// alone costs a resident 120 kB.
type Error string

func (e Error) Error() string { return string(e) }
