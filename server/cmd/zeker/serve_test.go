package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"zeker/server/store"
)

// address reads what serve prints when it is ready, and passes it on.
type address struct {
	mu    sync.Mutex
	text  strings.Builder
	ready chan string
	told  bool
}

var servedOn = regexp.MustCompile(`on (http://\S+)`)

func (a *address) Write(p []byte) (int, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.text.Write(p)
	if found := servedOn.FindStringSubmatch(a.text.String()); found != nil && !a.told {
		a.told = true
		a.ready <- found[1]
	}
	return len(p), nil
}

// start starts zeker serve and returns its address, and what stops it.
func start(t testing.TB, env map[string]string, args ...string) (url string, stop func() int) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out := &address{ready: make(chan string, 1)}
	var said strings.Builder
	ended := make(chan int, 1)
	go func() {
		ended <- run(&process{
			ctx: ctx, args: append([]string{"serve", "-addr", "127.0.0.1:0"}, args...), stdin: strings.NewReader(""),
			stdout: out, stderr: &said, getenv: func(name string) string { return env[name] },
		})
	}()
	select {
	case url = <-out.ready:
	case code := <-ended:
		t.Fatalf("zeker serve ended with exit code %d: %s", code, said.String())
	}
	return url, func() int {
		http.DefaultClient.CloseIdleConnections()
		cancel()
		return <-ended
	}
}

func page(t testing.TB, url string) string {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("%s: got status %d, %v", url, response.StatusCode, err)
	}
	return string(body)
}

func TestServeAnswersUntilItIsStopped(t *testing.T) {
	env := map[string]string{keyVariable: goodKey(1)}
	db := filepath.Join(t.TempDir(), "zeker.db")
	url, stop := start(t, env, "-db", db)
	if text := page(t, url+"/nl/"); !strings.Contains(text, "Zonnedijk") || strings.Contains(text, "zeker-demo") {
		t.Errorf("the start page is not that of a real portal:\n%s", text)
	}
	if code := stop(); code != exitDone {
		t.Errorf("got exit code %d, want 0", code)
	}
	// The database outlives the process, and opens with no other key.
	w, code := zeker(t.Context(), map[string]string{keyVariable: goodKey(2)}, "serve", "-db", db)
	if code != exitMistake || !strings.Contains(w.err.String(), "does not fit") {
		t.Errorf("another key: got exit code %d and %q", code, w.err.String())
	}
	_, stop = start(t, map[string]string{keyVariable: goodKey(2), olderVariable: goodKey(1)}, "-db", db)
	if code := stop(); code != exitDone {
		t.Errorf("key rotated: got exit code %d, want 0", code)
	}
}

// A portal that opens has nothing left that may no longer be kept.
func TestServePurges(t *testing.T) {
	folder := t.TempDir()
	db, file := filepath.Join(folder, "zeker.db"), oneResident(t, folder)
	env := map[string]string{keyVariable: goodKey(1)}
	if w, code := zeker(t.Context(), env, "import", "-db", db, "-on", "2026-11-16", "-purge", "2026-11-30", file); code != exitDone {
		t.Fatalf("import: got exit code %d and %q", code, w.err.String())
	}
	for _, step := range []struct {
		on   string
		kept int
	}{{"2026-11-30", 1}, {"2026-12-01", 0}} {
		_, stop := start(t, env, "-db", db, "-on", step.on)
		if code := stop(); code != exitDone {
			t.Fatalf("on %s: got exit code %d, want 0", step.on, code)
		}
		keys, err := store.NewKeys(bytes.Repeat([]byte{1}, store.KeyLength))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := store.Open(t.Context(), db, keys)
		if err != nil {
			t.Fatal(err)
		}
		if all, _, err := rows.Population(t.Context()); err != nil || all != step.kept {
			t.Errorf("on %s: got %d residents, %v; want %d", step.on, all, err, step.kept)
		}
		rows.Close()
	}
}

func TestTheDemoSaysSoOnEveryPage(t *testing.T) {
	url, stop := start(t, nil, "-demo")
	defer stop()
	for _, path := range []string{"/nl/", "/nl/about", "/nl/opt-out"} {
		if text := page(t, url+path); !strings.Contains(text, "zeker-demo") || !strings.Contains(text, "16\u00a0november\u00a02026") {
			t.Errorf("%s does not say that it is a demo on a fixed day:\n%s", path, text)
		}
	}
}

// Signing in is for a demo, or where a provider is named; and then it starts while the
// provider is down.
func TestOnlyADemoHasASignInOfItsOwn(t *testing.T) {
	url, stop := start(t, nil, "-demo")
	if text := page(t, url+"/nl/sign-in"); !strings.Contains(text, "Dit is geen DigiD") || !strings.Contains(text, "Annelies Verdonk-de Wit") {
		t.Errorf("the demo has no sign-in:\n%s", text)
	}
	stop()

	env := map[string]string{keyVariable: goodKey(1)}
	db := filepath.Join(t.TempDir(), "zeker.db")
	url, stop = start(t, env, "-db", db)
	if text := page(t, url+"/nl/"); strings.Contains(text, "/sign-in") {
		t.Errorf("a portal without a provider offers to sign in:\n%s", text)
	}
	stop()

	env["ZEKER_SIGN_IN_SECRET"] = filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(env["ZEKER_SIGN_IN_SECRET"], []byte("secret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	url, stop = start(t, env, "-db", db, "-sign-in", "https://127.0.0.1:1", "-sign-in-client", "c", "-site", "https://zonnedijk.example")
	defer stop()
	if text := page(t, url+"/nl/"); !strings.Contains(text, "DigiD") || !strings.Contains(text, "/sign-in") {
		t.Errorf("a portal with a provider does not offer to sign in:\n%s", text)
	}
}

// From the start of the process to the first page, law compiled and residents
// made, on the machine as it is: at most 3 seconds.
func BenchmarkStartToFirstPage(b *testing.B) {
	var total time.Duration
	for b.Loop() {
		began := time.Now()
		l := launch(b, nil, "-demo")
		page(b, l.url+"/nl/")
		total += time.Since(began)
		http.DefaultClient.CloseIdleConnections()
		l.stop(b)
	}
	b.ReportMetric(float64(total.Milliseconds())/float64(b.N), "ms-to-first-page")
}
