// Package law reads law in the government's own format, regelrecht v0.5.6, and
// compiles it to package rules.
//
// A [Law] is one file: one version of one regulation. [Parse] is strict: it
// refuses everything that the format does not know, with file, line, column and
// caret, and it reports all problems of a file at once. A [Corpus] holds many
// laws and versions, picks what is in force on a day, follows references from
// law to law and fills open terms with the rules of a municipality.
// [Corpus.Compile] turns an output into nodes of a rules.Builder;
// [Corpus.Evaluate] is the plain meaning of the same law, and the oracle that
// the compiled form is tested against.
//
// Where the reference engine has a defect this package takes the safe side, and
// it leaves out hooks, overrides and procedures. Every difference is a case in
// testdata/deviations, whose comment says what the reference does; what residents
// may notice of them:
//
//   - an object that is no valid operation, an unknown key, an unreadable date, an
//     output declared twice or not at all, an amount without unit: refused;
//   - what an ordinance fills in is read from its version in force, and only layers
//     that the law delegates to are ranked;
//   - the municipality of the query counts wherever an open term stands, and facts
//     are known by name wherever law asks for them;
//   - in compiled law conditions are booleans, null is only compared with, values of
//     unlike types are not compared, and a third is kept exactly.
package law

import "zeker/offers/rules"

// File is the text of one law and the path that errors name.
type File struct {
	Path   string
	Source []byte
}

// Law is one version of one regulation, checked.
type Law struct {
	ID           string // $id, the name that other laws use
	Name         string // as people cite it; the official title or the id when it has no name
	Layer        string // regulatory_layer, as in "WET"
	Version      string // valid_from, YYYY-MM-DD
	URL          string // of the official text
	Municipality string // gemeente_code, as in "GM9901"; "" for the whole country
	SHA256       string // of the file, hexadecimal
	Articles     []*Article

	file      File
	from      rules.Day // first day in force
	to        rules.Day // last day in force, when ends is true
	ends      bool
	undated   bool // no start date; mode reference only
	territory bool // belongs to a province or water board
}

// Article is one article and, where it has one, its machine-readable part.
type Article struct {
	Number string
	Text   string // as the law words it
	URL    string
	Line   int

	law          *Law
	at           pos
	definitions  []definition
	openTerms    []*openTerm
	implements   []implement
	parameters   []*field
	inputs       []*input
	outputs      []*field
	actions      []*action
	untranslated []string // constructs that nobody accepted
	broken       bool     // could not be read whole
}

// Article returns the article of a number, or nil.
func (l *Law) Article(number string) *Article {
	for _, a := range l.Articles {
		if a.Number == number {
			return a
		}
	}
	return nil
}

// HasOutput reports whether an article of this version answers for an output.
func (l *Law) HasOutput(name string) bool {
	a, _ := l.answering(name, true)
	return a != nil
}

// answering returns the article that declares an output. The reference takes the
// last declaration for other laws and the first within the law; strict law has
// only one.
func (l *Law) answering(name string, last bool) (*Article, *field) {
	var article *Article
	var found *field
	for _, a := range l.Articles {
		for _, o := range a.outputs {
			if o.name == name && (found == nil || last) {
				article, found = a, o
			}
		}
	}
	return article, found
}

// source is the place of a node in the law, for a compiled program.
func (a *Article) source(at pos) rules.Source {
	return rules.Source{Law: a.law.ID, Version: a.law.Version, Article: a.Number, URL: a.URL, Line: at.line}
}

// pos is a place in a file, both counted from 1.
type pos struct{ line, column int }

// definition is a constant of one article.
type definition struct {
	name  string
	unit  string
	value Value
	at    pos
}

// field declares a parameter, an input or an output.
type field struct {
	name      string
	kind      string // the format's type: boolean, number, amount, date, string, array, object
	unit      string
	precision int // decimals; 0 when not stated
	min, max  *Value
	at        pos
}

// input is a value that comes from elsewhere.
type input struct {
	field
	regulation string // "" for the same law
	output     string // "" for a fact
	sourceAt   pos
	arguments  []argument
}

// fact reports whether nobody computes the input: a source or a resident has to
// know it.
func (i *input) fact() bool { return i.output == "" }

// argument passes a parameter to another law.
type argument struct {
	name  string
	value *expr // a variable or a text
}

// openTerm is a value that a lower regulation fills in.
type openTerm struct {
	name       string
	kind       string
	required   bool
	delegation string // the layer that may fill it; "" for any
	fallback   []*action
	hasDefault bool
	at         pos
}

// implement says that an article fills an open term of another law.
type implement struct {
	law, article, term string
	at                 pos
}

// action computes one output.
type action struct {
	output string
	value  *expr
	at     pos
}
