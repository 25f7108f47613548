package sources

import (
	"encoding/json"
	"errors"
	"strings"
	"unicode/utf8"
)

// node is a JSON value that remembers where it stands in its line.
type node struct {
	at    int    // offset in bytes
	kind  byte   // '{', '[', '"', '0' for a number, 't', 'f' or 'n'
	text  string // of a string or a number
	names []name // of an object; items has the value of each
	items []*node
}

type name struct {
	at   int
	text string
}

// fault is a mistake at an offset of a line.
type fault struct {
	at      int
	message string
}

func (f *fault) Error() string { return f.message }

// parse reads a line that must be one JSON value. Its errors are faults.
func parse(line []byte) (*node, error) {
	if at := badUTF8(line); at >= 0 {
		return nil, &fault{at, "these bytes are not UTF-8: save the file as UTF-8"}
	}
	var whole json.RawMessage
	if err := json.Unmarshal(line, &whole); err != nil {
		at := 0
		if syntax := (*json.SyntaxError)(nil); errors.As(err, &syntax) {
			at = max(0, int(syntax.Offset)-1)
		}
		return nil, &fault{at, "from here on this is not JSON: write one object on each line"}
	}
	p := parser{line: line}
	return p.value()
}

func badUTF8(line []byte) int {
	for i := 0; i < len(line); {
		r, size := utf8.DecodeRune(line[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

// parser reads a line that is known to be JSON.
type parser struct {
	line  []byte
	at    int
	depth int
}

// deepest is how far values may lie within values; a file of ours needs four.
const deepest = 8

func (p *parser) value() (*node, error) {
	p.space()
	n := &node{at: p.at, kind: p.line[p.at]}
	var err error
	switch n.kind {
	case '{', '[':
		if p.depth++; p.depth > deepest {
			return nil, &fault{n.at, "the values lie too deep within each other: give a resident as the example of zeker import -h shows"}
		}
		err = p.items(n)
		p.depth--
	case '"':
		n.text, err = p.text()
	case 't', 'f', 'n':
		p.word()
	default:
		n.kind, n.text = '0', p.word()
	}
	return n, err
}

// items reads what stands in an object or a list.
func (p *parser) items(n *node) error {
	closing := n.kind + 2  // in ASCII, of both
	for p.at++; ; p.at++ { // over the bracket or the comma
		if p.space(); p.line[p.at] == closing {
			p.at++
			return nil
		}
		if n.kind == '{' {
			at := p.at
			text, err := p.text()
			if err != nil {
				return err
			}
			n.names = append(n.names, name{at, text})
			p.space()
			p.at++ // the colon
		}
		item, err := p.value()
		if err != nil {
			return err
		}
		n.items = append(n.items, item)
		if p.space(); p.line[p.at] == closing {
			p.at++
			return nil
		}
	}
}

func (p *parser) text() (text string, err error) {
	begin := p.at
	for p.at++; p.line[p.at] != '"'; p.at++ {
		if p.line[p.at] == '\\' {
			p.at++
		}
	}
	p.at++
	if err := json.Unmarshal(p.line[begin:p.at], &text); err != nil || strings.ContainsRune(text, utf8.RuneError) {
		return "", &fault{begin, "this text holds a character that does not exist: write it as UTF-8, without \\u"}
	}
	return text, nil
}

// word reads a number, true, false or null.
func (p *parser) word() string {
	begin := p.at
	for p.at < len(p.line) && !strings.ContainsRune(" \t\r\n,]}", rune(p.line[p.at])) {
		p.at++
	}
	return string(p.line[begin:p.at])
}

func (p *parser) space() {
	for p.at < len(p.line) && strings.ContainsRune(" \t\r\n", rune(p.line[p.at])) {
		p.at++
	}
}
