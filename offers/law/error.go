package law

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"zeker/offers/rules"
)

// Kind is the sort of an error, by the names that the golden cases of the
// format use.
type Kind string

// The kinds of error.
const (
	Malformed          Kind = "Malformed" // found while reading a file
	VariableNotFound   Kind = "VariableNotFound"
	InvalidOperation   Kind = "InvalidOperation"
	TypeMismatch       Kind = "TypeMismatch"
	UnitMismatch       Kind = "UnitMismatch"
	DivisionByZero     Kind = "DivisionByZero"
	ArithmeticOverflow Kind = "ArithmeticOverflow"
	LawNotFound        Kind = "LawNotFound"
	LawNotYetInForce   Kind = "LawNotYetInForce"
	LawEnded           Kind = "LawEnded"
	OutputNotFound     Kind = "OutputNotFound"
	CircularReference  Kind = "CircularReference"
	Resolution         Kind = "Resolution" // delegation and priority
	Untranslatable     Kind = "Untranslatable"
	Unsupported        Kind = "Unsupported" // valid law that cannot be compiled
	Uncovered          Kind = "Uncovered"   // no error, but a way of the law that no case goes
)

// Error is one thing wrong with a law, and where.
type Error struct {
	File    string
	Line    int // from 1; 0 when the error has no place in a file
	Column  int // from 1, in characters
	Article string
	Message string
	Text    string // the line of the file
	Kind    Kind
}

// Error prints path:line:column: article N: message, then the line and a caret.
func (e *Error) Error() string {
	var b strings.Builder
	if e.File != "" {
		fmt.Fprintf(&b, "%s:%d:%d: ", e.File, e.Line, e.Column)
	}
	if e.Article != "" {
		fmt.Fprintf(&b, "article %s: ", e.Article)
	}
	b.WriteString(e.Message)
	if e.Text != "" {
		fmt.Fprintf(&b, "\n | %s\n | %s^", e.Text, strings.Repeat(".", max(e.Column-1, 0)))
	}
	return b.String()
}

// Errors are all problems that were found, in the order of the file.
type Errors []*Error

func (e Errors) Error() string {
	texts := make([]string, len(e))
	for i, one := range e {
		texts[i] = one.Error()
	}
	return strings.Join(texts, "\n")
}

// Unwrap gives errors.As a way to the single errors.
func (e Errors) Unwrap() []error {
	all := make([]error, len(e))
	for i, one := range e {
		all[i] = one
	}
	return all
}

// or returns the errors as an error, nil when there are none.
func (e Errors) or() error {
	if len(e) == 0 {
		return nil
	}
	return e
}

// errorAt makes an error that points into the file of the article.
func (a *Article) errorAt(at pos, kind Kind, format string, args ...any) *Error {
	e := a.law.file.errorAt(at, kind, format, args...)
	e.Article = a.Number
	return e
}

func (f *File) errorAt(at pos, kind Kind, format string, args ...any) *Error {
	return &Error{
		File: f.Path, Line: at.line, Column: at.column, Kind: kind,
		Message: fmt.Sprintf(format, args...), Text: f.line(at.line),
	}
}

// line returns a line of the file without its end, "" when there is none.
func (f *File) line(n int) string {
	rest := string(f.Source)
	for ; n > 1; n-- {
		_, after, found := strings.Cut(rest, "\n")
		if !found {
			return ""
		}
		rest = after
	}
	line, _, _ := strings.Cut(rest, "\n")
	line = strings.TrimSuffix(line, "\r")
	if !utf8.ValidString(line) {
		return strings.ToValidUTF8(line, "\uFFFD")
	}
	return line
}

// at turns what a rules.Builder refused into an error with line and caret.
func (a *Article) refused(at pos, err error) error {
	if e, ok := errors.AsType[*rules.Error](err); ok {
		return a.errorAt(at, Unsupported, "%s", e.Message)
	}
	return err
}
