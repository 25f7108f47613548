package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"zeker/offers/catalogue"
	"zeker/offers/rules"
)

// vectorsCommand compares the law with a file of inputs and expected results.
var vectorsCommand = command{
	name:     "vectors",
	summary:  "compare the law with a file of examples and their results",
	usage:    "FILE",
	examples: []string{"zeker vectors vectors.json"},
	flags: func(flags *flag.FlagSet) func(*process) error {
		v := new(vectors)
		flags.StringVar(&v.municipality, "municipality", "zonnedijk", "the `id` of the municipality for schemes with local rules")
		flags.BoolVar(&v.all, "v", false, "also name the examples that pass")
		return v.run
	},
}

// vectors runs a file of examples. What an example does not name is ordinary: an
// adult, insured, a lawful resident; without a date it is 1 January of its year.
type vectors struct {
	municipality string
	all          bool

	library *catalogue.Library
	tally   [3]int
}

// vector is one example.
type vector struct {
	ID         string         `json:"id"`
	Scheme     string         `json:"scheme"`
	Year       any            `json:"year"`
	Inputs     map[string]any `json:"inputs"`
	Expected   map[string]any `json:"expected"`
	Confidence string         `json:"confidence"`
}

// errSaid ends a command whose output has said already why the answer is no.
var errSaid = errors.New("said already")

// outcome is what became of an example.
type outcome int

const (
	passed outcome = iota
	failed
	skipped
)

var outcomes = [3]string{"PASS", "FAIL", "SKIP"}

// skip says why an example cannot be compared.
type skip string

func (s skip) Error() string { return string(s) }

func (v *vectors) run(p *process) error {
	if len(p.args) != 1 {
		return mistaken(errors.New("name one file of examples"))
	}
	source, err := os.ReadFile(p.args[0])
	if err != nil {
		return mistaken(err)
	}
	examples, err := readVectors(p.args[0], source)
	if err != nil {
		return mistaken(err)
	}
	if v.library, err = catalogue.Embedded(); err != nil {
		return mistaken(err)
	}
	if _, err := v.library.Catalogue(v.municipality); err != nil {
		return mistaken(err)
	}
	for i := range examples {
		result, why := v.compare(&examples[i])
		v.tally[result]++
		if result != passed || v.all {
			fmt.Fprintln(p.stdout, strings.TrimSuffix(fmt.Sprintf("%s %s: %s", outcomes[result], examples[i].ID, why), ": "))
		}
	}
	fmt.Fprintf(p.stdout, "%d passed, %d failed, %d skipped\n", v.tally[passed], v.tally[failed], v.tally[skipped])
	if v.tally[failed] > 0 {
		return errSaid // the tally is the last line
	}
	return nil
}

// readVectors reads the examples. Numbers stay text until a field says what they
// are. An error names line and column.
func readVectors(file string, source []byte) ([]vector, error) {
	d := json.NewDecoder(bytes.NewReader(source))
	d.UseNumber()
	var all []vector
	err := d.Decode(&all)
	if err == nil {
		return all, nil
	}
	offset := d.InputOffset()
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		offset = syntax.Offset
	case errors.As(err, &kind):
		offset = kind.Offset
	}
	before := source[:min(max(offset-1, 0), int64(len(source)))]
	line := bytes.Count(before, []byte("\n")) + 1
	column := len(before) - bytes.LastIndexByte(before, '\n')
	return nil, fmt.Errorf("%s:%d:%d: this is no list of examples: %v", file, line, column, err)
}

// compare runs one example and says what differs, or why it is skipped.
func (v *vectors) compare(e *vector) (outcome, string) {
	differences, err := v.differences(e)
	var why skip
	switch {
	case errors.As(err, &why):
		return skipped, string(why)
	case err != nil:
		return failed, err.Error()
	case e.Confidence == "contradicts_law" && len(differences) > 0:
		return passed, ""
	case e.Confidence == "contradicts_law":
		return failed, "the example is marked as contradicting the law, and the law says the same"
	case len(differences) > 0:
		return failed, strings.Join(differences, "; ")
	}
	return passed, ""
}

// inWords is the key under which an example tells people why it comes to the
// other results.
const inWords = "reason"

func (v *vectors) differences(e *vector) ([]string, error) {
	number, ok := e.Year.(json.Number)
	year, err := number.Int64()
	if !ok || err != nil {
		return nil, skip(fmt.Sprintf("its year is %q, no number", fmt.Sprint(e.Year)))
	}
	answer, err := v.answer(e, int(year))
	if err != nil {
		return nil, err
	}
	var all []string
	for _, key := range slices.Sorted(maps.Keys(e.Expected)) {
		if e.Expected[key] == nil {
			continue
		}
		got, ok := answer[name(key)]
		_, prose := e.Expected[key].(string)
		if prose && name(key) == inWords && len(e.Expected) > 1 {
			continue
		}
		if !ok || prose {
			return nil, skip(fmt.Sprintf("nothing here answers to %q", key))
		}
		if want := e.Expected[key]; !got.is(want) {
			all = append(all, fmt.Sprintf("%s: got %s, want %v", key, got, want))
		}
	}
	if len(e.Expected) == 0 {
		return nil, skip("it expects nothing")
	}
	return all, nil
}

// answer computes everything that the law says of an example, by the names that
// examples use.
func (v *vectors) answer(e *vector, year int) (map[string]answer, error) {
	scheme := e.Scheme
	if base, ok := strings.CutSuffix(scheme, "_clawback"); ok {
		return v.repayment(e, base, year)
	}
	m, ok := mappings[scheme]
	if !ok {
		for known := range mappings {
			if strings.HasPrefix(scheme, known+"_") {
				return nil, skip("the ordinance of a real municipality is not in the corpus")
			}
		}
		return nil, skip("scheme " + scheme + " is not there yet")
	}
	on, err := dayOf(e, year)
	if err != nil {
		return nil, err
	}
	h := household{on: on, year: year, facts: m.ordinary(on)}
	for _, key := range slices.Sorted(maps.Keys(e.Inputs)) {
		value := e.Inputs[key]
		if value == nil || dayKeys[name(key)] {
			continue
		}
		set, ok := m.inputs[name(key)]
		if !ok {
			return nil, skip(fmt.Sprintf("nothing here takes the input %q", key))
		}
		if err := set(&h, value); err != nil {
			return nil, skip(fmt.Sprintf("input %q: %v", key, err))
		}
	}
	if m.finish != nil {
		if err := m.finish(&h); err != nil {
			return nil, err
		}
	}
	return v.law(cmp.Or(m.scheme, scheme), &h, m)
}

// name is a key as the mappings know it.
func name(key string) string {
	return strings.ToLower(strings.NewReplacer("-", "_", " ", "_").Replace(key))
}

// dayKeys are the inputs that name the day.
var dayKeys = map[string]bool{
	"date": true, "on": true, "reference_date": true, "calculation_date": true, "peildatum": true, "datum": true,
	"application_date": true,
}

// dayOf is the day of an example, 1 January of its year when it names none.
func dayOf(e *vector, year int) (rules.Day, error) {
	for key, value := range e.Inputs {
		if !dayKeys[name(key)] {
			continue
		}
		text, _ := value.(string)
		if day, ok := rules.ParseDay(text); ok {
			return day, nil
		}
		return 0, skip(fmt.Sprintf("input %q is no date YYYY-MM-DD", key))
	}
	day, ok := rules.DayOf(year, 1, 1)
	if !ok {
		return 0, skip("its year is out of range")
	}
	return day, nil
}
