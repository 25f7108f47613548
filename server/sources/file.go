package sources

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"zeker/offers/rules"
)

const (
	mostErrors  = 100     // then reading stops: the mistakes are of one kind by then
	longestLine = 1 << 20 // bytes; a resident takes about one thousand
)

// file is a file of JSON, an object on each line, being read.
type file struct {
	name string
	on   rules.Day // of the import
	line int       // being read
	errs Errors
}

// each gives what stands on each line to take, up to the end or the last mistake that is
// told. All mistakes are returned together, as Errors; other errors are those of reading.
func (f *file) each(r io.Reader, take func(record, *node)) error {
	lines := bufio.NewReaderSize(r, longestLine)
	for len(f.errs) < mostErrors {
		line, err := lines.ReadSlice('\n')
		f.line++
		if errors.Is(err, bufio.ErrBufferFull) {
			f.refuse(line, longestLine-1, "the line is longer than %d bytes: end each line", longestLine)
			break
		}
		if err != nil && err != io.EOF {
			return fmt.Errorf("%s: %w", f.name, err)
		}
		f.read(line, take)
		if err == io.EOF {
			break
		}
	}
	if len(f.errs) > 0 {
		slices.SortStableFunc(f.errs, func(a, b *Error) int { return cmp.Or(a.Line-b.Line, a.Column-b.Column) })
		return f.errs
	}
	return nil
}

// refuse adds a mistake at an offset of the line.
func (f *file) refuse(line []byte, at int, format string, args ...any) {
	column := 1 + utf8.RuneCount(line[:min(at, len(line))])
	f.errs = append(f.errs, &Error{f.name, f.line, column, fmt.Sprintf(format, args...)})
}

// read reads one line. An empty one is none; a byte order mark is skipped.
func (f *file) read(line []byte, take func(record, *node)) {
	if f.line == 1 {
		line = bytes.TrimPrefix(line, []byte("\ufeff"))
	}
	line = bytes.TrimRight(line, "\r\n")
	if len(bytes.TrimSpace(line)) == 0 {
		return
	}
	root, err := parse(line)
	if mistake := (*fault)(nil); errors.As(err, &mistake) {
		f.refuse(line, mistake.at, "%s", mistake.message)
		return
	}
	take(record{f, line}, root)
}

// record is what stands on one line.
type record struct {
	*file
	text []byte
}

func (r record) bad(n *node, format string, args ...any) { r.refuse(r.text, n.at, format, args...) }

// members returns the members of an object by name; each may stand once.
func (r record) members(n *node, what string, known func(string) bool) map[string]*node {
	if n.kind != '{' {
		r.bad(n, "%s must be an object: {\"name\": value, ...}", what)
		return nil
	}
	members := map[string]*node{}
	for i, name := range n.names {
		if _, twice := members[name.text]; twice {
			r.refuse(r.text, name.at, "%q stands twice: keep one", short(name.text))
		}
		if known(name.text) {
			members[name.text] = n.items[i]
		}
	}
	return members
}

// column is what a line may hold, and whether it must.
type column[T any] struct {
	name string
	must bool
	read func(T, *node)
}

// fill reads the columns of a line, in their order. What is missing, and what is none of
// them, is refused.
func fill[T any](r record, root *node, what string, columns []column[T], to T) {
	given := r.members(root, "a "+what, func(string) bool { return true })
	var names []string
	for _, column := range columns {
		names = append(names, column.name)
		switch value, ok := given[column.name]; {
		case ok:
			column.read(to, value)
		case column.must && root.kind == '{':
			r.bad(root, "the column %q is missing: every %s needs one", column.name, what)
		}
	}
	for _, name := range root.names {
		if !slices.Contains(names, name.text) {
			r.refuse(r.text, name.at, "there is no column %q: the columns are %s", short(name.text), strings.Join(names, ", "))
		}
	}
}

func (r record) day(n *node, what string) (rules.Day, bool) {
	if n.kind == '"' {
		if day, ok := rules.ParseDay(n.text); ok {
			return day, true
		}
	}
	r.bad(n, "%s must be a date that exists: \"YYYY-MM-DD\"", what)
	return 0, false
}

// short keeps a name in an error readable, whatever stands in the file.
func short(name string) string {
	const most = 60
	if utf8.RuneCountInString(name) > most {
		return string([]rune(name)[:most]) + "..."
	}
	return name
}
