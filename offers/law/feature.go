package law

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// runFeatures runs every scenario against all laws of the folder.
func runFeatures(dir fs.FS, files folder) ([]Result, error) {
	if len(files.features) == 0 {
		return nil, nil
	}
	if files.grammar == "" {
		var results []Result
		for _, name := range files.features {
			results = append(results, Result{name, Skipped, "the folder has no grammar.yaml that says what the sentences mean"})
		}
		return results, nil
	}
	source, err := fs.ReadFile(dir, files.grammar)
	if err != nil {
		return nil, err
	}
	g, err := readGrammar(source)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", files.grammar, err)
	}
	corpus, results, err := referenceCorpus(dir, files.laws)
	if err != nil {
		return nil, err
	}
	for _, name := range files.features {
		source, err := fs.ReadFile(dir, name)
		if err != nil {
			return nil, err
		}
		scenarios, err := readFeature(string(source))
		if err != nil {
			results = append(results, Result{name, Failed, err.Error()})
		}
		for _, s := range scenarios {
			results = append(results, s.run(name, g, corpus))
		}
	}
	return results, nil
}

// referenceCorpus loads all laws; one that cannot be read is a failed result.
func referenceCorpus(dir fs.FS, names []string) (*Corpus, []Result, error) {
	var laws []*Law
	var results []Result
	for _, name := range names {
		source, err := fs.ReadFile(dir, name)
		if err != nil {
			return nil, nil, err
		}
		l, _, err := ParseReference(File{name, source})
		if err != nil {
			results = append(results, Result{name, Failed, err.Error()})
			continue
		}
		laws = append(laws, l)
	}
	return ReferenceCorpus(laws), results, nil
}

// stage is a scenario while it runs.
type stage struct {
	corpus     *Corpus
	on         Value
	parameters map[string]Value
	records    []records
	outputs    map[string]Value
	err        error
	ran        bool
}

// skip is why a step cannot be run here.
type skip string

func (s skip) Error() string { return string(s) }

// run runs the steps of a scenario until one fails.
func (s *scenario) run(file string, g *grammar, c *Corpus) Result {
	r := Result{Name: fmt.Sprintf("%s:%d: %s", file, s.line, s.name)}
	if slices.Contains(s.tags, "@wip") {
		r.Status, r.Why = Skipped, "the format's authors marked it as unfinished (@wip)"
		return r
	}
	run := stage{corpus: c, on: Text("2024-01-01"), parameters: map[string]Value{}}
	for _, st := range s.steps {
		sentence, args := g.match(st.text)
		err := error(skip("no sentence of the vocabulary matches " + st.text))
		if sentence != nil {
			err = run.step(sentence, args, st.table)
		}
		if err == nil {
			continue
		}
		r.Status, r.Why = Failed, fmt.Sprintf("line %d: %s: %v", st.line, st.text, err)
		if _, isSkip := err.(skip); isSkip {
			r.Status = Skipped
		}
		return r
	}
	return r
}

// step does what one sentence says.
func (s *stage) step(what *sentence, args []string, table [][]string) error {
	switch what.Action {
	case "set_calculation_date":
		s.on = Text(args[0])
	case "load_law":
		if len(s.corpus.laws[args[0]]) == 0 {
			return fmt.Errorf("the corpus has no law %q", args[0])
		}
	case "set_parameter":
		s.parameters[args[0]] = inferred(args[1])
	case "set_parameters_table":
		for _, row := range table {
			if len(row) != 2 {
				return fmt.Errorf("a row of parameters has %d cells, want 2", len(row))
			}
			s.parameters[row[0]] = inferred(row[1])
		}
	case "set_data_source":
		s.register(args[0], args[1], table)
	case "evaluate":
		s.evaluate(args[1], args[:1])
	case "evaluate_outputs":
		outputs := strings.Split(args[0], ",")
		for i := range outputs {
			outputs[i] = strings.TrimSpace(outputs[i])
		}
		s.evaluate(args[1], outputs)
	default:
		return s.assert(what, args)
	}
	return nil
}

// register adds rows under a header.
func (s *stage) register(name, key string, table [][]string) {
	r := records{name: name, key: key}
	for i, row := range table {
		if i == 0 {
			continue
		}
		fields := map[string]Value{}
		for j, cell := range row {
			if j < len(table[0]) {
				fields[table[0][j]] = inferred(cell)
			}
		}
		r.rows = append(r.rows, fields)
	}
	if len(r.rows) > 0 {
		s.records = append(s.records, r)
		slices.SortStableFunc(s.records, func(a, b records) int { return strings.Compare(a.name, b.name) })
	}
}

func (s *stage) evaluate(law string, outputs []string) {
	s.outputs, _, s.err = s.corpus.request(law, outputs, s.on, s.parameters, s.records)
	s.ran = true
}

// assert checks the last evaluation.
func (s *stage) assert(what *sentence, args []string) error {
	if !s.ran && strings.HasPrefix(what.Action, "assert_") {
		return skip("nothing was evaluated before")
	}
	switch what.Action {
	case "assert_fails", "assert_fails_with":
		if s.err == nil {
			return fmt.Errorf("it succeeds")
		}
		if len(args) == 1 && !mentions(s.err, args[0]) {
			return fmt.Errorf("it fails with: %w", s.err)
		}
		return nil
	case "assert_succeeds", "assert_boolean", "assert_equals", "assert_null", "assert_contains":
		if s.err != nil {
			return s.err
		}
		return s.assertOutput(what, args)
	}
	return skip("the action " + what.Action + " is not run here: hooks, overrides, untranslatable modes and notes are not supported yet")
}

func (s *stage) assertOutput(what *sentence, args []string) error {
	if what.Action == "assert_succeeds" {
		return nil
	}
	got, ok := s.outputs[args[0]]
	if !ok {
		return fmt.Errorf("there is no output %q", args[0])
	}
	good := false
	switch what.Action {
	case "assert_boolean":
		good = got.same(Bool(what.ID == "assert_boolean_true"))
	case "assert_equals":
		good = near(got, inferred(args[1]))
	case "assert_null":
		good = got.Kind() == NullKind
	case "assert_contains":
		text := got.String()
		if plain, isText := got.Text(); isText {
			text = plain
		}
		good = strings.Contains(strings.ToLower(text), strings.ToLower(args[1]))
	}
	if !good {
		return fmt.Errorf("it is %s", got)
	}
	return nil
}
