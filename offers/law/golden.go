package law

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
)

// goldenFile is a file of cases in the form of the reference engine.
type goldenFile struct {
	Cases []goldenCase `json:"test_cases"`
}

type goldenCase struct {
	ID         string         `json:"id"`
	Parameters map[string]any `json:"parameters"`
	On         string         `json:"calculation_date"`
	Law        string         `json:"law_id"`
	Output     string         `json:"output_name"`
	Source     string         `json:"law_yaml"`
	Laws       []struct {
		Source string `json:"yaml"`
	} `json:"laws"`
	GeneratorError string         `json:"generator_error"`
	Expected       goldenExpected `json:"expected"`
}

type goldenExpected struct {
	Success   bool           `json:"success"`
	Article   string         `json:"article_number"`
	Outputs   map[string]any `json:"outputs"`
	ErrorType string         `json:"error_type"`
}

// runGolden runs the cases of one file; a file that holds none gives nothing.
func runGolden(dir fs.FS, name string) ([]Result, error) {
	source, err := fs.ReadFile(dir, name)
	if err != nil {
		return nil, err
	}
	var file goldenFile
	decoder := json.NewDecoder(bytes.NewReader(source))
	decoder.UseNumber() // numbers are read from their text
	if err := decoder.Decode(&file); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	var results []Result
	for _, c := range file.Cases {
		r := Result{Name: name + ": " + c.ID}
		if c.GeneratorError != "" {
			r.Status, r.Why = Skipped, "the case says that it could not be made: "+c.GeneratorError
		} else if why := c.run(); why != "" {
			r.Status, r.Why = Failed, why
		}
		results = append(results, r)
	}
	return results, nil
}

// run evaluates a case and says what is not as expected.
func (c *goldenCase) run() string {
	outputs, articles, err := c.evaluate()
	switch {
	case err != nil && c.Expected.Success:
		return err.Error()
	case err == nil && !c.Expected.Success:
		return "succeeds, but must fail with " + c.Expected.ErrorType
	case err != nil && !mentions(err, c.Expected.ErrorType):
		return fmt.Sprintf("fails with %q, but must fail with %s", err, c.Expected.ErrorType)
	case err != nil:
		return ""
	}
	if got := strings.Join(articles, ","); c.Expected.Article != "" && got != c.Expected.Article {
		return fmt.Sprintf("article %s answers, want %s", got, c.Expected.Article)
	}
	for _, name := range slices.Sorted(maps.Keys(c.Expected.Outputs)) {
		want := fromJSON(c.Expected.Outputs[name])
		got, ok := outputs[name]
		if !ok || !near(got, want) {
			return fmt.Sprintf("%s is %s, want %s", name, got, want)
		}
	}
	return ""
}

func (c *goldenCase) evaluate() (map[string]Value, []string, error) {
	sources := []string{c.Source}
	if c.Source == "" {
		sources = nil
		for _, l := range c.Laws {
			sources = append(sources, l.Source)
		}
	}
	var laws []*Law
	for _, source := range sources {
		l, _, err := ParseReference(File{Path: c.ID + ".yaml", Source: []byte(source)})
		if err != nil {
			return nil, nil, err
		}
		laws = append(laws, l)
	}
	parameters := map[string]Value{}
	for name, v := range c.Parameters {
		parameters[name] = fromJSON(v)
	}
	return ReferenceCorpus(laws).request(c.Law, []string{c.Output}, Text(c.On), parameters, nil)
}

// fromJSON turns decoded JSON into a value; a number that does not fit is text,
// and then equal to nothing.
func fromJSON(v any) Value {
	switch v := v.(type) {
	case bool:
		return Bool(v)
	case string:
		return Text(v)
	case json.Number:
		if n, ok := numberOf(v.String()); ok {
			return n
		}
		return Text(v.String())
	case []any:
		items := make([]Value, len(v))
		for i, item := range v {
			items[i] = fromJSON(item)
		}
		return List(items...)
	case map[string]any:
		fields := map[string]Value{}
		for key, item := range v {
			fields[key] = fromJSON(item)
		}
		return Object(fields)
	}
	return Value{}
}
