package locales

import (
	"fmt"
	"slices"
	"strings"

	"zeker/offers"
)

// template is a text with named placeholders, cut up once: texts and names in
// turn, beginning with a text.
type template struct {
	source string
	texts  []string // one more than names
	names  []string
}

// parseTemplate cuts a text at {{.Name}}. Anything else between braces is an
// error: the words of a page are no program.
func parseTemplate(text string) (template, error) {
	t := template{source: text}
	rest := text
	for {
		before, after, found := strings.Cut(rest, "{{")
		t.texts = append(t.texts, before)
		if strings.Contains(before, "}}") {
			return t, fmt.Errorf("%q closes a placeholder that was not opened", text)
		}
		if !found {
			return t, nil
		}
		name, tail, closed := strings.Cut(after, "}}")
		name, dotted := strings.CutPrefix(name, ".")
		if !closed || !dotted || name == "" || strings.ContainsFunc(name, notALetter) {
			return t, fmt.Errorf("%q: a placeholder is written {{.Name}}", text)
		}
		t.names = append(t.names, name)
		rest = tail
	}
}

func notALetter(r rune) bool { return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') }

func (t template) fill(l *Language, args []offers.Arg) string {
	var b strings.Builder
	b.WriteString(t.texts[0])
	for i, name := range t.names {
		at := slices.IndexFunc(args, func(a offers.Arg) bool { return a.Name == name })
		value := "{{." + name + "}}" // stays visible: the tests of the pages look for braces
		switch {
		case at < 0:
		case args[at].Money:
			value = l.isolated(l.Money(args[at].Amount))
		default:
			value = l.isolated(l.Number(args[at].Amount))
		}
		b.WriteString(value + t.texts[i+1])
	}
	return b.String()
}

func (t template) fillWords(words []string) string {
	var b strings.Builder
	b.WriteString(t.texts[0])
	for i, name := range t.names {
		value := "{{." + name + "}}"
		for j := 0; j+1 < len(words); j += 2 {
			if words[j] == name {
				value = words[j+1]
			}
		}
		b.WriteString(value + t.texts[i+1])
	}
	return b.String()
}

// isolated keeps what is filled in from changing places with what stands around it in a
// language that is written from right to left: the parts of a telephone number, a name in
// other letters. The script in the browser does the same.
func (l *Language) isolated(value string) string {
	if l.form.Dir != "rtl" {
		return value
	}
	return "\u2068" + value + "\u2069"
}
