package main_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"zeker/offers/schemes"
)

// mayName are the files that know schemes by name: what the facts' examples mean in
// the words of each, and the residents and pages of the demo.
var mayName = regexp.MustCompile(`^(server/cmd/zeker/(vector|demo)|ui/examples)\w*\.go$`)

// commandLine is an example in the help: no knowledge of what it names.
var commandLine = regexp.MustCompile(`\bzeker (check|law) `)

// A scheme is data: whoever adds one touches no Go code.
func TestNoGoFileKnowsASchemeByName(t *testing.T) {
	names := schemeNames(t)
	named := 0
	root := filepath.Join("..", "..", "..")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(root, path)
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() != ".." && strings.HasPrefix(d.Name(), ".")) {
			return filepath.SkipDir
		}
		if filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, place := range namings(t, name, source, names) {
			if named++; !mayName.MatchString(filepath.ToSlash(name)) {
				t.Errorf("%s: schemes are data, and no Go file knows one", place)
			}
		}
		return nil
	})
	if err != nil || named == 0 {
		t.Fatalf("%d namings were found, those of the examples and the demo too: %v", named, err)
	}
}

// schemeNames finds the ids of all schemes in a text, and in an identifier.
func schemeNames(t *testing.T) *regexp.Regexp {
	t.Helper()
	folders, err := fs.Glob(schemes.Files, "*")
	if err != nil || len(folders) == 0 {
		t.Fatalf("%d schemes, %v", len(folders), err)
	}
	var ids []string
	for _, id := range folders {
		ids = append(ids, `\b`+id+`\b`, `\b`+strings.ReplaceAll(id, "_", "")+`(\b|[A-Z])`)
	}
	return regexp.MustCompile(`(?i:` + strings.Join(ids, "|") + `)`)
}

// namings are the places of a file where a text or an identifier names a scheme.
func namings(t *testing.T, name string, source []byte, names *regexp.Regexp) (places []string) {
	t.Helper()
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, name, source, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		said := ""
		switch n := n.(type) {
		case *ast.BasicLit:
			said = n.Value
		case *ast.Ident:
			said = n.Name
		}
		if names.MatchString(said) && !commandLine.MatchString(said) {
			places = append(places, files.Position(n.Pos()).String()+": "+said)
		}
		return true
	})
	return places
}

func TestANamedSchemeIsFound(t *testing.T) {
	for source, want := range map[string]int{
		`if s.ID == "zorgtoeslag" {}`: 1, `l.T("huurtoeslag.title")`: 1, `zorgtoeslagRule()`: 1, `var kindgebondenbudget int`: 1,
		`println("zeker check -scheme huurtoeslag")`: 0, `println("staat_op_lijst_alleenverdieners")`: 0, `use(s.ID == id)`: 0,
	} {
		if got := namings(t, "rule.go", []byte("package p\nfunc f() {\n"+source+"\n}\n"), schemeNames(t)); len(got) != want {
			t.Errorf("%s: got %v, want %d", source, got, want)
		}
	}
}
