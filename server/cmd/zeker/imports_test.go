package main_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// mayImport is the map of the house: each package, and the packages of this
// module that it may import outside its tests. The arrows point one way:
//
//	cmd/zeker -> server -> {store, sources, identity, delivery, ui, locales, catalogue} -> offers -> rules
//
// A new package gets its line here before it gets its first importer.
var mayImport = map[string][]string{
	"zeker/offers/rules":          {},
	"zeker/offers":                {"zeker/offers/rules"},
	"zeker/offers/law":            {"zeker/offers/rules"},
	"zeker/offers/corpus":         {},
	"zeker/offers/schemes":        {},
	"zeker/offers/municipalities": {},
	"zeker/offers/catalogue": {
		"zeker/offers", "zeker/offers/rules", "zeker/offers/law",
		"zeker/offers/corpus", "zeker/offers/schemes", "zeker/offers/municipalities",
	},
	"zeker/wasm":                         {"zeker/offers", "zeker/offers/rules"},
	"zeker/locales":                      {"zeker/offers", "zeker/offers/rules"},
	"zeker/ui":                           {"zeker/locales", "zeker/offers", "zeker/offers/rules"},
	"zeker/server/store":                 {"zeker/offers", "zeker/offers/rules"},
	"zeker/server/sources":               {"zeker/offers", "zeker/offers/rules"},
	"zeker/server/identity":              {"zeker/offers", "zeker/offers/rules"},
	"zeker/server/identity/providertest": {}, // for tests: nothing imports it outside of them
	"zeker/server/delivery":              {"zeker/offers", "zeker/offers/rules"},
	"zeker/server": {
		"zeker/server/store", "zeker/server/sources", "zeker/server/identity", "zeker/server/delivery",
		"zeker/ui", "zeker/locales", "zeker/offers/catalogue", "zeker/offers", "zeker/offers/rules",
	},
	"zeker/server/cmd/zeker": {
		"zeker/server", "zeker/server/store", "zeker/server/sources", "zeker/server/identity", "zeker/server/delivery",
		"zeker/locales", "zeker/offers/catalogue", "zeker/offers/law", "zeker/offers", "zeker/offers/rules",
	},
	"zeker/e2e": {},
}

// tooHeavy are the standard packages that add 50 to 200 kB each to what a
// resident downloads, or that do work which belongs outside the rules.
var tooHeavy = []string{"fmt", "time", "encoding", "math/big", "embed", "crypto", "sort", "reflect", "regexp", "os", "net", "log"}

// listed is one package as `go list -json` describes it.
type listed struct {
	ImportPath string
	Imports    []string
	Standard   bool
}

func TestImportsPointOneWay(t *testing.T) {
	for _, p := range list(t, os.Environ(), "zeker/...") {
		allowed, ok := mayImport[p.ImportPath]
		if !ok {
			t.Errorf("%s has no line in mayImport: decide what it may import", p.ImportPath)
			continue
		}
		for _, imported := range p.Imports {
			if strings.HasPrefix(imported, "zeker/") && !slices.Contains(allowed, imported) {
				t.Errorf("%s imports %s: the house allows it only %v", p.ImportPath, imported, allowed)
			}
		}
	}
}

// The browser's door and all that it reaches stay light, and reach nothing
// outside this module but the standard library.
func TestDomainWeighsLittle(t *testing.T) {
	browser := append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	for _, door := range list(t, browser, "zeker/offers", "zeker/offers/rules", "zeker/wasm") {
		for _, p := range list(t, browser, "-deps", door.ImportPath) {
			if !p.Standard && !strings.HasPrefix(p.ImportPath, "zeker/offers") && p.ImportPath != "zeker/wasm" {
				t.Errorf("%s needs %s, which is outside the domain", door.ImportPath, p.ImportPath)
			}
			if slices.ContainsFunc(tooHeavy, func(heavy string) bool {
				return p.ImportPath == heavy || strings.HasPrefix(p.ImportPath, heavy+"/")
			}) {
				t.Errorf("%s needs %s, which is too heavy for a resident's data bundle", door.ImportPath, p.ImportPath)
			}
		}
	}
}

// list runs go list -json, which reads files only: the network is switched off.
func list(t *testing.T, environment []string, arguments ...string) []listed {
	t.Helper()
	command := exec.Command("go", append([]string{"list", "-json=ImportPath,Imports,Standard"}, arguments...)...)
	command.Env = append(environment, "GOPROXY=off")
	var stderr bytes.Buffer
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		t.Fatalf("go list %v: %v\n%s", arguments, err, stderr.Bytes())
	}
	var packages []listed
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatalf("go list %v: %v", arguments, err)
		}
		packages = append(packages, p)
	}
}
