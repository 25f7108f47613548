package law

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// grammar is the vocabulary of the features: which sentence means which action.
type grammar struct {
	Steps []*sentence `yaml:"steps"`
}

// sentence is one step of the vocabulary.
type sentence struct {
	ID      string `yaml:"id"`
	Action  string `yaml:"action"`
	Text    string `yaml:"text"`
	pattern *regexp.Regexp
}

// place markers in a sentence: a quoted text, or a bare number.
var (
	quotedPlace = regexp.MustCompile(`"\\\{[a-z]+\\\}"`)
	barePlace   = regexp.MustCompile(`\\\{[a-z]+\\\}`)
)

// readGrammar reads bdd/grammar.yaml.
func readGrammar(source []byte) (*grammar, error) {
	var g grammar
	if err := yaml.Unmarshal(source, &g); err != nil {
		return nil, err
	}
	for _, s := range g.Steps {
		pattern := regexp.QuoteMeta(s.Text)
		pattern = quotedPlace.ReplaceAllString(pattern, `"([^"]*)"`)
		pattern = barePlace.ReplaceAllString(pattern, `([-+]?[0-9]+(?:\.[0-9]+)?)`)
		compiled, err := regexp.Compile("^" + pattern + "$")
		if err != nil {
			return nil, fmt.Errorf("step %s: %w", s.ID, err)
		}
		s.pattern = compiled
	}
	return &g, nil
}

// match finds the sentence of a step and what stands in its places.
func (g *grammar) match(text string) (*sentence, []string) {
	for _, s := range g.Steps {
		if m := s.pattern.FindStringSubmatch(text); m != nil {
			return s, m[1:]
		}
	}
	return nil, nil
}

// scenario is one example of a feature, with the background before it.
type scenario struct {
	name  string
	line  int
	tags  []string
	steps []step
}

// step is one line of a scenario, with the table under it.
type step struct {
	text  string
	line  int
	table [][]string
}

var stepKeyword = regexp.MustCompile(`^(?:Given|When|Then|And|But|\*)\s+(.*)$`)

// readFeature reads the scenarios of a feature file.
func readFeature(source string) ([]scenario, error) {
	var all []scenario
	var background scenario
	var tags []string
	current := &background
	for i, line := range strings.Split(source, "\n") {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "@"):
			tags = append(tags, strings.Fields(line)...)
		case strings.HasPrefix(line, "Feature:"):
			background.tags, tags = tags, nil
		case strings.HasPrefix(line, "Background:"):
			current = &background
		case strings.HasPrefix(line, "Scenario Outline:"), strings.HasPrefix(line, "Examples:"):
			return nil, fmt.Errorf("line %d: scenario outlines are not read", i+1)
		case strings.HasPrefix(line, "Scenario:"):
			all = append(all, scenario{
				name: strings.TrimSpace(line[len("Scenario:"):]), line: i + 1,
				tags: append(slices.Clone(background.tags), tags...), steps: slices.Clone(background.steps),
			})
			current, tags = &all[len(all)-1], nil
		case strings.HasPrefix(line, "|"):
			if len(current.steps) == 0 {
				return nil, fmt.Errorf("line %d: a table without a step", i+1)
			}
			last := &current.steps[len(current.steps)-1]
			last.table = append(last.table, cells(line))
		default:
			if m := stepKeyword.FindStringSubmatch(line); m != nil {
				current.steps = append(current.steps, step{text: m[1], line: i + 1})
			}
			// Anything else is the free text under Feature.
		}
	}
	return all, nil
}

func cells(line string) []string {
	parts := strings.Split(strings.Trim(line, "|"), "|")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}

// inferred reads a value by its content: quotes mean nothing in this vocabulary.
func inferred(s string) Value {
	switch {
	case s == "" || s == "null":
		return Value{}
	case s == "true", s == "false":
		return Bool(s == "true")
	case integerText.MatchString(s):
		if n, err := strconv.ParseInt(strings.TrimPrefix(s, "+"), 10, 64); err == nil {
			return Int(n)
		}
	default:
		if n, ok := numberOf(s); ok {
			return n
		}
	}
	return Text(s)
}
