package ui_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zeker/locales"
	"zeker/ui"
)

func words(t testing.TB) *locales.Words {
	t.Helper()
	w, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func render(t testing.TB, w *locales.Words, code string, e ui.Example) string {
	t.Helper()
	var b bytes.Buffer
	if err := e.Page(e.Frame(w, code)).Render(context.Background(), &b); err != nil {
		t.Fatalf("%s in %s: %v", e.Name, code, err)
	}
	return b.String()
}

// With SHOW=folder every example is written there, to look at.
func TestShowExamples(t *testing.T) {
	folder := os.Getenv("SHOW")
	if folder == "" {
		t.Skip("set SHOW to a folder to write the pages to")
	}
	css, err := os.ReadFile("static/zeker.css")
	if err != nil {
		t.Fatal(err)
	}
	w := words(t)
	for _, code := range w.Codes() {
		for _, e := range ui.Examples() {
			page := strings.Replace(render(t, w, code, e), `<link rel="stylesheet" href="/static/zeker.css">`, "<style>"+string(css)+"</style>", 1)
			if err := os.WriteFile(filepath.Join(folder, e.Name+"."+code+".html"), []byte(page), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}
