//go:build !js

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
)

// Reasons and sums are the same bytes in a browser as on the server. The module
// that is served does not tell them, so a program of its own is built both ways.
func TestWhyNativeEqualsWASM(t *testing.T) {
	l, dir := library(t), t.TempDir()
	native, module := filepath.Join(dir, "why"), filepath.Join(dir, "why.wasm")
	compile(t, native)
	compile(t, module, "GOOS=js", "GOARCH=wasm")
	wasmExec := filepath.Join(goroot(t), "lib", "wasm", "wasm_exec_node.js")
	for _, id := range l.Municipalities() {
		bundle, err := l.Bundle(id)
		if err != nil {
			t.Fatal(err)
		}
		file, many := filepath.Join(dir, id), strconv.Itoa(households())
		if err := os.WriteFile(file, bundle, 0o600); err != nil {
			t.Fatal(err)
		}
		want := told(t, native, file, many)
		got := told(t, "node", "--stack-size=8192", wasmExec, module, file, many)
		if !bytes.Equal(got, want) {
			at := 0
			for at < min(len(got), len(want)) && got[at] == want[at] {
				at++
			}
			t.Fatalf("%s: they differ from byte %d on\nmodule %.300s\nserver %.300s", id, at, got[at:], want[at:])
		}
		t.Logf("%s: %s households, %d bytes, 0 differences", id, many, len(want))
		if len(want) < 64*households() {
			t.Errorf("%s: only %d bytes for %s households", id, len(want), many)
		}
	}
}

func compile(t *testing.T, path string, env ...string) {
	t.Helper()
	build := exec.Command("go", "build", "-o", path, "./testdata/why")
	build.Env = append(os.Environ(), env...)
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building the program of reasons: %v\n%s", err, out)
	}
}

func told(t *testing.T, name string, args ...string) []byte {
	t.Helper()
	run := exec.Command(name, args...)
	run.Stderr = os.Stderr
	out, err := run.Output()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return out
}
