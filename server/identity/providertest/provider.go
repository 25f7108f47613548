// Package providertest runs a real provider of OpenID Connect for tests: oidc-provider
// from npm, with the page of ../testdata/provider.mjs.
package providertest

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Client and Secret are how the portal is known there.
const (
	Client = "portal"
	Secret = "a-secret-of-the-tests-and-nothing-else"
)

const script = "server/identity/testdata/provider.mjs"

// Provider is a provider that runs.
type Provider struct {
	Issuer string
	Stop   func() // ends it before the test does; it may be called more than once
}

// Start starts a provider that sends residents back to the given addresses. Where npm's
// packages are not installed the test is skipped, and fails when CI=true.
func Start(t testing.TB, redirects ...string) *Provider {
	t.Helper()
	root := root(t)
	if _, err := os.Stat(filepath.Join(root, "node_modules", "oidc-provider")); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("no provider: %v; `npm ci` installs it", err)
		}
		t.Skipf("no provider: %v; `npm ci` installs it", err)
	}
	command := exec.Command("node", filepath.Join(root, script))
	command.Env = append(os.Environ(), "CLIENT_SECRET="+Secret, "REDIRECT_URIS="+strings.Join(redirects, ","))
	stdin, err := command.StdinPipe() // open while the provider is to live: it ends with the test's process
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	command.Stderr = &said
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	stopped := false
	p := &Provider{Stop: func() {
		if !stopped {
			stopped = true
			stdin.Close()
			command.Process.Kill()
			command.Wait() // its error is that it was killed
		}
	}}
	t.Cleanup(p.Stop)
	for lines := bufio.NewScanner(stdout); lines.Scan(); {
		if issuer, ok := strings.CutPrefix(lines.Text(), "provider "); ok {
			p.Issuer = issuer
			return p
		}
	}
	p.Stop()
	t.Fatalf("the provider did not start:\n%s", said.String())
	return nil
}

// root is the folder of the module, above that of the test.
func root(t testing.TB) string {
	t.Helper()
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			return folder
		}
		above := filepath.Dir(folder)
		if above == folder {
			t.Fatal("no go.mod above the test")
		}
		folder = above
	}
}
