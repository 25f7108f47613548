// Package e2e walks through the portal as a resident does: with a real browser,
// a real server on a free port and the demo municipality behind it. Things are
// found as people find them, by role and name.
//
// The browser is Debian's chromium-headless-shell, driven by npm's
// playwright-core; `make e2e` installs both. Without them the tests are skipped
// on a developer's machine and fail where CI=true.
package e2e

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/playwright-community/playwright-go"
)

// program is the browser of these tests. It sends no request of its own, where
// the full chromium asks Google for updates.
const program = "chromium-headless-shell"

// driverFolder is where the Makefile puts node and playwright-core, in the form
// of the download that playwright-go would otherwise make.
const driverFolder = "../.tools/driver"

// browser is started once for all tests; nil when notStarted says why.
var (
	browser    playwright.Browser
	notStarted error
)

func TestMain(m *testing.M) {
	stop, err := startBrowser()
	if err != nil {
		notStarted = err
		if os.Getenv("CI") == "true" {
			fmt.Fprintf(os.Stderr, "e2e: %v\n", err)
			os.Exit(1)
		}
	}
	code := m.Run()
	if stop != nil {
		stop()
	}
	os.Exit(code)
}

// startBrowser starts the driver and the browser and returns what ends both.
func startBrowser() (stop func(), err error) {
	path, err := exec.LookPath(program)
	if err != nil {
		return nil, fmt.Errorf("no browser: %w; `make e2e` installs it", err)
	}
	folder, err := filepath.Abs(driverFolder)
	if err != nil {
		return nil, err
	}
	driver, err := playwright.Run(&playwright.RunOptions{DriverDirectory: folder, SkipInstallBrowsers: true})
	if err != nil {
		return nil, fmt.Errorf("no browser driver: %w; `make e2e` installs it", err)
	}
	browser, err = driver.Chromium.Launch(playwright.BrowserTypeLaunchOptions{
		ExecutablePath: playwright.String(path),
		Args: []string{
			"--disable-gpu", "--disable-quic",
			// A name that is not this machine's is not even looked up.
			"--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
		},
	})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("browser %s: %w", path, err), driver.Stop())
	}
	return func() {
		if err := errors.Join(browser.Close(), driver.Stop()); err != nil {
			fmt.Fprintf(os.Stderr, "e2e: stop the browser: %v\n", err)
		}
	}, nil
}
