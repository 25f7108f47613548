package sources

import (
	"fmt"
	"strings"
)

// Error is one mistake in a file: where it is, what is wrong and how to mend it.
// It quotes no value, because values are people's own, and errors go to logs.
type Error struct {
	File    string
	Line    int // from 1
	Column  int // in characters, from 1
	Message string
}

func (e *Error) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Message)
}

// Errors are all mistakes of a file, in its order.
type Errors []*Error

func (e Errors) Error() string {
	lines := make([]string, 0, len(e)+1)
	for _, err := range e {
		lines = append(lines, err.Error())
	}
	if len(e) >= mostErrors {
		lines = append(lines, fmt.Sprintf("and perhaps more: reading stopped after %d mistakes", mostErrors))
	}
	return strings.Join(lines, "\n")
}
