package law

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Result is what one example of the format came to.
type Result struct {
	Name   string // file and case
	Status Status
	Why    string // of a failure or a skip
}

// Status says how an example ended.
type Status uint8

// The ends of an example.
const (
	Passed Status = iota
	Failed
	Skipped
)

func (s Status) String() string { return [...]string{"passed", "failed", "skipped"}[s] }

// RunExamples runs the examples of the law format that a folder holds, in mode
// reference: golden cases (JSON files with test_cases), Gherkin features by the
// vocabulary of bdd/grammar.yaml against all laws under corpus/, and the files
// under conformance/valid and conformance/invalid. The error is about the folder;
// what is wrong with an example is in its result.
func RunExamples(dir fs.FS) ([]Result, error) {
	files, err := referenceFiles(dir)
	if err != nil {
		return nil, err
	}
	var results []Result
	for _, name := range files.cases {
		found, err := runGolden(dir, name)
		if err != nil {
			return nil, err
		}
		results = append(results, found...)
	}
	for _, name := range files.conformance {
		results = append(results, runConformance(dir, name))
	}
	features, err := runFeatures(dir, files)
	return append(results, features...), err
}

// folder are the files of a folder that are of use, by what they are.
type folder struct {
	cases, features, laws, conformance []string
	grammar                            string
}

func referenceFiles(dir fs.FS) (folder, error) {
	var f folder
	err := fs.WalkDir(dir, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		slashed := "/" + name
		switch ext := path.Ext(name); {
		case ext == ".json" && strings.Contains(slashed, "/fixtures/"):
			f.cases = append(f.cases, name)
		case ext == ".feature":
			f.features = append(f.features, name)
		case ext == ".yaml" && path.Base(name) == "grammar.yaml":
			f.grammar = name
		case ext == ".yaml" && (strings.Contains(slashed, "/conformance/valid/") || strings.Contains(slashed, "/conformance/invalid/")):
			f.conformance = append(f.conformance, name)
		case ext == ".yaml" && strings.Contains(slashed, "/corpus/"):
			f.laws = append(f.laws, name)
		}
		return nil
	})
	if err == nil && len(f.cases)+len(f.features)+len(f.conformance) == 0 {
		err = errors.New("the folder holds no golden cases, no features and no conformance files")
	}
	return f, err
}

// runConformance reads a file that must, or must not, be accepted.
func runConformance(dir fs.FS, name string) Result {
	source, err := fs.ReadFile(dir, name)
	if err != nil {
		return Result{name, Failed, err.Error()}
	}
	if strings.Contains("/"+name, "/conformance/valid/") {
		if _, _, err := ParseReference(File{name, source}); err != nil {
			return Result{name, Failed, err.Error()}
		}
		return Result{name, Passed, ""}
	}
	if _, err := Parse(File{name, source}); err == nil {
		return Result{name, Failed, "accepted, but it must be refused"}
	}
	return Result{name, Passed, ""}
}

// tolerance is how far a number may be from the expected one: the examples were
// written with binary floats.
var tolerance = mustDecimal("1e-9")

func mustDecimal(s string) Decimal {
	d, ok := ParseDecimal(s)
	if !ok {
		panic("law: " + s + " is no decimal")
	}
	return d
}

// near is equality in examples: numbers within the tolerance, whatever their
// kind, all else exact.
func near(a, b Value) bool {
	x, xNumber := a.Decimal()
	y, yNumber := b.Decimal()
	if !xNumber || !yNumber {
		return a.same(b)
	}
	d, ok := x.add(y.negate())
	if d.sign() < 0 {
		d = d.negate()
	}
	return ok && d.compare(tolerance) <= 0
}

// mentions reports whether an error is of a kind, or says a text, as the
// examples expect; case does not matter.
func mentions(err error, what string) bool {
	what = strings.ToLower(what)
	if e, ok := errors.AsType[*Error](err); ok && strings.Contains(strings.ToLower(string(e.Kind)), what) {
		return true
	}
	return strings.Contains(strings.ToLower(err.Error()), what)
}

// request evaluates outputs of a law in mode reference: each article once, in
// the text order of their numbers, and all their outputs come back.
func (c *Corpus) request(id string, outputs []string, on Value, parameters map[string]Value, known []records) (
	map[string]Value, []string, error,
) {
	day, ok := on.Day()
	if !ok {
		return nil, nil, fmt.Errorf("%s is no date of the form YYYY-MM-DD", on)
	}
	v := evaluator{corpus: c, on: day, records: known, cache: map[string]Value{}}
	var articles []*Article
	for _, output := range outputs {
		_, a, err := v.find(id, output)
		if err != nil {
			return nil, nil, err
		}
		if !slices.Contains(articles, a) {
			articles = append(articles, a)
		}
	}
	slices.SortStableFunc(articles, func(a, b *Article) int { return strings.Compare(a.Number, b.Number) })
	all := map[string]Value{}
	var numbers []string
	for _, a := range articles {
		found, err := v.article(a, parameters)
		if err != nil {
			return nil, nil, err
		}
		for name, value := range found {
			all[name] = value
		}
		numbers = append(numbers, a.Number)
	}
	return all, numbers, nil
}
