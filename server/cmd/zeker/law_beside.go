package main

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"zeker/offers/rules"
)

// The columns of an explanation: the tree left, the law right.
const (
	treeWidth = 58
	lawWidth  = 62
)

// line is one line of the tree.
type line struct {
	mark   string
	depth  int
	text   string
	source rules.Source
}

// beside sets lines beside the law that they rest on. The text of an article is
// printed once, beside the first lines that rest on it.
type beside struct {
	*explain
	lines []line
	shown map[place]bool
}

// place is an article of a law in force.
type place struct{ law, article string }

func placeOf(s rules.Source) place { return place{s.Law, s.Article} }

func (p *beside) add(l line) { p.lines = append(p.lines, l) }

// print writes the page: lines that follow each other and rest on one article
// stand beside its text.
func (p *beside) print() error {
	p.shown = map[place]bool{}
	for from := 0; from < len(p.lines); {
		to := from
		var left []string
		for ; to < len(p.lines) && placeOf(p.lines[to].source) == placeOf(p.lines[from].source); to++ {
			left = append(left, p.lines[to].wrapped()...)
		}
		right, err := p.article(p.lines[from].source)
		if err != nil {
			return err
		}
		if err := p.rows(left, right); err != nil {
			return err
		}
		from = to
	}
	return nil
}

func (p *beside) rows(left, right []string) error {
	for i := range max(len(left), len(right)) {
		l, r := "", ""
		if i < len(left) {
			l = left[i]
		}
		if i < len(right) {
			r = right[i]
		}
		gap := strings.Repeat(" ", max(0, treeWidth-utf8.RuneCountInString(l)))
		if _, err := fmt.Fprintln(p.out, strings.TrimRight(l+gap+" | "+r, " ")); err != nil {
			return err
		}
	}
	return nil
}

// wrapped breaks a line of the tree to its width; what follows stands deeper.
func (l *line) wrapped() []string {
	indent := l.mark + "  " + strings.Repeat("  ", l.depth)
	if utf8.RuneCountInString(indent+l.text) <= treeWidth {
		return []string{indent + l.text}
	}
	var all []string
	for _, part := range wrap(l.text, max(20, treeWidth-len(indent)-4)) {
		all = append(all, indent+part)
		indent = strings.Repeat(" ", 3+2+2*l.depth+4)
	}
	return all
}

// article is the name of an article and, the first time, its text.
func (p *beside) article(s rules.Source) ([]string, error) {
	version, err := p.library.Laws().InForce(s.Law, p.on)
	if err != nil {
		return nil, err
	}
	head := fmt.Sprintf("%s, article %s", version.Name, s.Article)
	if p.shown[placeOf(s)] {
		return []string{head + " (above)"}, nil
	}
	p.shown[placeOf(s)] = true
	all := wrap(fmt.Sprintf("%s, text of %s", head, s.Version), lawWidth)
	if a := version.Article(s.Article); a != nil {
		for _, paragraph := range strings.Split(strings.TrimSpace(a.Text), "\n\n") {
			all = append(all, wrap(paragraph, lawWidth)...)
		}
	}
	return append(all, ""), nil
}

// wrap breaks a text between words into lines of at most a width; a longer word
// has a line of its own.
func wrap(text string, width int) []string {
	var all []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > width {
			all, line = append(all, line), ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(all, line)
}
