package law

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"zeker/offers/rules"
)

var update = flag.Bool("update", false, "rewrite what the cases in testdata expect")

// TestErrors compares whole messages. A case holds law files, perhaps a file
// "query" with requests, and what comes of it under "want".
func TestErrors(t *testing.T) { runCases(t, "testdata/errors/*.txtar") }

// TestDeviations holds every place where this package does not do what the
// reference engine does; the comment of each case says both.
func TestDeviations(t *testing.T) { runCases(t, "testdata/deviations/*.txtar") }

func runCases(t *testing.T, pattern string) {
	t.Helper()
	cases, err := filepath.Glob(pattern)
	if err != nil || len(cases) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, name := range cases {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			got := messages(t, archive)
			if *update {
				rewrite(t, name, archive, got)
				return
			}
			if want := section(archive, "want"); got != want {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
		})
	}
}

// messages reads the laws of a case, and then runs its queries.
func messages(t *testing.T, archive *txtar.Archive) string {
	t.Helper()
	var out strings.Builder
	var laws []*Law
	for _, f := range archive.Files {
		if !strings.HasSuffix(f.Name, ".yaml") {
			continue
		}
		l, err := Parse(File{f.Name, f.Data})
		if err != nil {
			fmt.Fprintln(&out, err)
			continue
		}
		laws = append(laws, l)
	}
	if out.Len() > 0 {
		return out.String()
	}
	c, err := NewCorpus(laws)
	if err != nil {
		return err.Error() + "\n"
	}
	for line := range strings.Lines(section(archive, "query")) {
		fmt.Fprintf(&out, "> %s%s\n", line, answer(t, c, strings.Fields(line)))
	}
	return out.String()
}

// answer runs one request: compile, evaluate, or run what was compiled;
// law#output; day; municipality or -; and facts as name=value.
func answer(t *testing.T, c *Corpus, words []string) string {
	t.Helper()
	on, ok := rules.ParseDay(words[2])
	id, output, _ := strings.Cut(words[1], "#")
	if !ok {
		t.Fatalf("%q is no day", words[2])
	}
	q := Query{Law: id, Output: output, On: on, Municipality: strings.Trim(words[3], "-")}
	if words[0] == "compile" {
		if _, err := c.Compile(rules.NewBuilder(), q); err != nil {
			return err.Error()
		}
		return "compiled"
	}
	facts := map[string]Value{}
	for _, word := range words[4:] {
		name, value, _ := strings.Cut(word, "=")
		facts[name] = inferred(value)
	}
	if words[0] == "run" {
		return compiledAnswer(t, c, q, facts)
	}
	outputs, err := c.Evaluate(q, facts)
	if err != nil {
		return err.Error()
	}
	return outputs[output].String()
}

func compiledAnswer(t *testing.T, c *Corpus, q Query, facts map[string]Value) string {
	t.Helper()
	b := rules.NewBuilder()
	if _, err := c.Compile(b, q); err != nil {
		return err.Error()
	}
	p, err := b.Program(rules.Entry{Name: "all", Outputs: []string{q.Output}})
	if err != nil {
		return err.Error()
	}
	f := p.NewFrame()
	if why := know(p, f, facts, q.On); why != "" {
		return why
	}
	if err := f.Evaluate(0); err != nil {
		return err.Error()
	}
	i := p.OutputIndex(q.Output)
	n, _, _ := f.Output(i)
	return read(p.Outputs()[i], n).String()
}

func section(archive *txtar.Archive, name string) string {
	for _, f := range archive.Files {
		if f.Name == name {
			return string(f.Data)
		}
	}
	return ""
}

func rewrite(t *testing.T, name string, archive *txtar.Archive, got string) {
	t.Helper()
	kept := archive.Files[:0]
	for _, f := range archive.Files {
		if f.Name != "want" {
			kept = append(kept, f)
		}
	}
	archive.Files = append(kept, txtar.File{Name: "want", Data: []byte(got)})
	if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
		t.Fatal(err)
	}
}
