package corpus_test

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"zeker/offers/corpus"
)

// figures are the numbers in a law that decide, and where each comes from: the
// text of its own article, whose version is the file's, or a comment above it that
// names a year and a source.
type figures struct {
	lines  []string
	text   string // of the article
	starts int    // line of the block that a comment has to stand in
	count  int
	wrong  []string // line: what is not explained
}

// calendar are numbers that no law sets.
var calendar = map[string]string{"maanden_per_jaar": "12"}

var (
	aYear   = regexp.MustCompile(`\b20\d\d\b`)
	aSource = regexp.MustCompile(`(?i)\b(tekst|stcrt\.|stb\.|bwbr\d+|dienst toeslagen|berekening|dezelfde bron(nen)?|velsen|fictieve|tg\d{4}z\d{2}fd)`)
)

// read finds the figures of every article of a law.
func (f *figures) read(source []byte) error {
	var file yaml.Node
	if err := yaml.Unmarshal(source, &file); err != nil {
		return err
	}
	f.lines = strings.Split(string(source), "\n")
	for _, article := range child(file.Content[0], "articles").Content {
		if machine := child(article, "machine_readable"); machine != nil {
			f.text = strings.Join(strings.Fields(child(article, "text").Value), " ")
			f.walk(machine, "")
		}
	}
	return nil
}

// walk judges every number below a node; name is that of the definition it is in.
// Ranges of inputs and decimals of a rounding set nothing.
func (f *figures) walk(n *yaml.Node, name string) {
	switch n.Kind {
	case yaml.ScalarNode:
		if n.Tag == "!!int" || n.Tag == "!!float" {
			f.judge(n, name)
		}
	case yaml.SequenceNode:
		for _, item := range n.Content {
			f.walk(item, name)
		}
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			switch key := n.Content[i]; key.Value {
			case "type_spec", "precision":
			case "definitions", "actions":
				f.starts = key.Line
				f.walk(n.Content[i+1], "")
			case "value", "values", "then", "default", "subject":
				f.walk(n.Content[i+1], name)
			default:
				f.walk(n.Content[i+1], key.Value)
			}
		}
	}
}

func (f *figures) judge(n *yaml.Node, name string) {
	if n.Value == "0" || n.Value == "1" || n.Value == "100" || calendar[name] == n.Value {
		return // nothing, one, a whole in percents, a year in months
	}
	f.count++
	if slices.ContainsFunc(written(n.Value), func(s string) bool { return holds(f.text, s) }) {
		return
	}
	comment := f.commentAbove(n.Line)
	if !aYear.MatchString(comment) || !aSource.MatchString(comment) {
		f.wrong = append(f.wrong, fmt.Sprintf("%d: %s is not in the text of its article, and no comment above it in its block names a year and a source: %q", n.Line, n.Value, comment))
	}
}

// commentAbove is the nearest comment above a line, within its block.
func (f *figures) commentAbove(line int) string {
	var block []string
	for at := line - 1; at > f.starts; at-- {
		comment, found := strings.CutPrefix(strings.TrimSpace(f.lines[at-1]), "#")
		if found {
			block = append(block, comment)
		} else if len(block) > 0 {
			break
		}
	}
	slices.Reverse(block)
	return strings.Join(block, " ")
}

// written are the ways in which a legislator writes a number: as it is, in euros of
// so many cents, as a percentage, in a word.
func written(number string) []string {
	ways := []string{number, word[number]}
	if cents, err := strconv.Atoi(number); err == nil {
		euros := grouped(cents / 100)
		ways = append(ways, fmt.Sprintf("€ %s,%02d", euros, cents%100))
		if cents%100 == 0 {
			ways = append(ways, "€ "+euros)
		}
	}
	if _, decimals, found := strings.Cut(number, "."); found {
		decimals += "0000"
		whole, rest := strings.TrimLeft(decimals[:2], "0"), strings.TrimRight(decimals[2:], "0")
		if whole == "" {
			whole = "0"
		}
		for _, rest := range []string{rest, rest + "0", rest + "00"} {
			ways = append(ways, strings.TrimSuffix(whole+","+rest, ",")+"%")
		}
	}
	return ways
}

// word are the numbers that the texts write out.
var word = map[string]string{"0.5": "vijftig procent", "2": "twee", "3": "drie", "12": "twaalf", "18": "achttien", "21": "eenentwintig"}

func grouped(n int) string {
	if n < 1000 {
		return strconv.Itoa(n)
	}
	return fmt.Sprintf("%s.%03d", grouped(n/1000), n%1000)
}

// holds tells whether a text holds a number, and not as part of a longer one.
func holds(text, number string) bool {
	if number == "" {
		return false
	}
	whole := regexp.MustCompile(`(^|[^\d.,\pL])` + regexp.QuoteMeta(number) + `($|[^\d\pL.,]|[.,]($|\D))`)
	return whole.MatchString(text)
}

// child is the value of a key, nil when there is none.
func child(n *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

func TestEveryFigureHasItsYearAndSource(t *testing.T) {
	found := 0
	err := fs.WalkDir(corpus.Files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".yaml" {
			return err
		}
		source, err := fs.ReadFile(corpus.Files, name)
		if err != nil {
			return err
		}
		var f figures
		if err := f.read(source); err != nil {
			return err
		}
		for _, w := range f.wrong {
			t.Errorf("corpus/%s:%s", name, w)
		}
		found += f.count
		return nil
	})
	if err != nil || found < 100 {
		t.Fatalf("%d figures, %v", found, err)
	}
	t.Logf("%d figures", found)
}

func TestAFigureWithoutYearOrSourceIsFound(t *testing.T) {
	const law = `articles:
  - number: '1'
    text: De grens is € 1.250,50 of 7,10%%. Wie achttien is, telt mee.
    machine_readable:
      definitions:
        # %s
        figure:
          value: %s
          type_spec: {min: 0, max: 99}
      execution:
        actions:
          - output: other
            value: {operation: ADD, values: [1, $figure]}
`
	for _, c := range []struct {
		situation, comment, value string
		line                      string // of the figure that is found wrong
	}{
		{"an amount of the text", "", "125050", ""},
		{"a percentage of the text", "", "0.071", ""},
		{"a number that the text writes out", "", "18", ""},
		{"one with a year and a source", "Stcrt. 2025, 40022.", "77", ""},
		{"one cent off the text", "", "125051", "8: "},
		{"a part of a number of the text", "", "50", "8: "},
		{"one with a source and no year", "Stcrt. 40022.", "77", "8: "},
		{"one with a year and no source", "Zo is het in 2026.", "77", "8: "},
	} {
		t.Run(c.situation, func(t *testing.T) {
			var f figures
			if err := f.read(fmt.Appendf(nil, law, c.comment, c.value)); err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(f.wrong, ""); !strings.HasPrefix(got, c.line) || (c.line == "") != (got == "") {
				t.Errorf("got %q, want a figure of line %q", got, c.line)
			}
		})
	}
}
