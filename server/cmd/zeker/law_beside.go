package main

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"zeker/offers/rules"
)

// The page of an explanation: as wide as a terminal, and below the tree two
// columns, what rests on an article left and its text right.
const (
	pageWidth = 100
	restWidth = 60 // at most
	gutter    = " | "
)

// line is one line of the tree.
type line struct {
	mark   string
	depth  int
	text   string
	named  bool         // the law has a name for it
	source rules.Source // of the law; none for what follows from all of it
}

// sheet is the tree, and the articles that it rests on in the order in which it
// comes to them: a line of the tree names its article by number.
type sheet struct {
	*explain
	lines    []line
	articles []rules.Source
}

// place is an article of a law.
func place(s rules.Source) [2]string { return [2]string{s.Law, s.Article} }

func (p *sheet) add(l line) {
	p.lines = append(p.lines, l)
	if l.source.Law != "" && p.number(l.source) == 0 {
		p.articles = append(p.articles, l.source)
	}
}

// number is the number of an article on this page, from 1; 0 when it has none.
func (p *sheet) number(s rules.Source) int {
	return 1 + slices.IndexFunc(p.articles, func(a rules.Source) bool { return place(a) == place(s) })
}

func (p *sheet) print() error {
	last, width := 0, 0
	for i := range p.lines {
		l := &p.lines[i]
		if l.depth == 0 {
			fmt.Fprintln(p.out)
		}
		where, n := "", p.number(l.source)
		if n > 0 && (n != last || l.depth == 0) {
			where = fmt.Sprintf("article %s [%d]", l.source.Article, n)
		}
		last = n
		p.row(l, where)
	}
	for i := range p.articles {
		for _, l := range p.resting(i + 1) {
			width = max(width, utf8.RuneCountInString(l.wrapped(restWidth)[0]))
		}
	}
	for i := range p.articles {
		if err := p.article(i+1, width); err != nil {
			return err
		}
	}
	return nil
}

// row writes a line of the tree with the place in the law at its end.
func (p *sheet) row(l *line, where string) {
	all := l.wrapped(pageWidth - utf8.RuneCountInString(where) - 1)
	gap := pageWidth - utf8.RuneCountInString(all[0]) - utf8.RuneCountInString(where)
	fmt.Fprintln(p.out, strings.TrimRight(all[0]+strings.Repeat(" ", max(1, gap))+where, " "))
	for _, rest := range all[1:] {
		fmt.Fprintln(p.out, rest)
	}
}

// wrapped breaks a line to a width; what follows stands deeper.
func (l *line) wrapped(width int) []string {
	indent := l.mark + "  " + strings.Repeat("  ", l.depth)
	all := wrap(l.text, max(20, width-utf8.RuneCountInString(indent)-4))
	if utf8.RuneCountInString(indent+l.text) <= width {
		all = []string{l.text}
	}
	for i := range all {
		all[i] = indent + all[i]
		indent = strings.Repeat(" ", 3+2+2*l.depth+4)
	}
	return all
}

// article writes what rests on an article, in a column of a width, beside the text
// of it.
func (p *sheet) article(number, width int) error {
	s := p.articles[number-1]
	version, err := p.library.Laws().InForce(s.Law, p.on)
	if err != nil {
		return err
	}
	fmt.Fprintf(p.out, "\n[%d] %s, article %s, text of %s\n", number, version.Name, s.Article, s.Version)
	var left, right []string
	for _, l := range p.resting(number) {
		left = append(left, l.wrapped(width)...)
	}
	if a := version.Article(s.Article); a != nil {
		if a.URL != "" {
			fmt.Fprintf(p.out, "    %s\n", a.URL)
		}
		for _, paragraph := range strings.Split(strings.TrimSpace(a.Text), "\n\n") {
			right = append(right, wrap(paragraph, pageWidth-width-len(gutter))...)
		}
	}
	for i := range max(len(left), len(right)) {
		l, r := "", ""
		if i < len(left) {
			l = left[i]
		}
		if i < len(right) {
			r = right[i]
		}
		gap := strings.Repeat(" ", max(0, width-utf8.RuneCountInString(l)))
		fmt.Fprintln(p.out, strings.TrimRight(l+gap+gutter+r, " "))
	}
	return nil
}

// resting returns, in short, the lines that rest on an article: those with a name,
// or all where the law names none.
func (p *sheet) resting(number int) (named []line) {
	var all []line
	for _, l := range p.lines {
		if p.number(l.source) != number {
			continue
		}
		l.depth = 0
		if all = append(all, l); l.named {
			l.text, _, _ = strings.Cut(l.text, ":")
			named = append(named, l)
		}
	}
	if len(named) == 0 {
		return all
	}
	return named
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
