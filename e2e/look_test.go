package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/playwright-community/playwright-go"
)

// axeSource is axe-core as npm delivered it.
var axeSource = sync.OnceValues(func() (string, error) {
	source, err := os.ReadFile(filepath.Join("..", "node_modules", "axe-core", "axe.min.js"))
	return string(source), err
})

// look judges the page as it stands, in whatever state the journey has brought
// it: axe finds nothing (I1), nothing to press is too small (I4), nothing sticks
// out sideways. With ZEKER_SCREENSHOTS=1 it also keeps a picture under name, for
// people to look at.
func (p *page) look(name string) {
	p.t.Helper()
	if p.brief {
		return
	}
	if p.script { // axe waits for itself, which needs script; the page is the same without
		p.accessible(name)
	}
	p.bigEnough(name)
	p.fits(name)
	if pictures() {
		p.photograph(name)
	}
}

// pictures reports whether pictures are made for people to look at: make gallery.
func pictures() bool { return os.Getenv("ZEKER_SCREENSHOTS") == "1" }

// accessible runs axe on the page as it stands.
func (p *page) accessible(name string) {
	p.t.Helper()
	source, err := axeSource()
	check(p.t, err)
	// Evaluate, not a script tag: the page's own policy stays in force.
	_, err = p.Evaluate(source)
	check(p.t, err)
	found, err := p.Evaluate(`() => axe.run(document, {
		runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
		rules: {"target-size": {enabled: true}},
	}).then(result => result.violations.flatMap(v => v.nodes.map(n => v.id + ": " + n.html + " (" + v.help + ")")))`)
	check(p.t, err)
	p.noneOf(name, "axe", found)
}

// bigEnough measures what can be pressed: 24 by 24 CSS pixels at least (WCAG 2.2,
// 2.5.8), except a link inside a sentence.
func (p *page) bigEnough(name string) {
	p.t.Helper()
	found, err := p.Evaluate(`() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
		.filter(e => e.checkVisibility() && getComputedStyle(e).display !== "inline" && getComputedStyle(e).clipPath === "none")
		.map(e => [e, e.getBoundingClientRect()])
		.filter(([e, r]) => (r.width < 24 || r.height < 24) && r.right > 0 && r.bottom > 0)
		.map(([e, r]) => Math.round(r.width) + "x" + Math.round(r.height) + ": " + e.outerHTML.slice(0, 200))`)
	check(p.t, err)
	p.noneOf(name, "smaller than 24 pixels", found)
}

// fits checks that the page does not scroll sideways, and names what sticks out.
func (p *page) fits(name string) {
	p.t.Helper()
	found, err := p.Evaluate(`() => document.documentElement.scrollWidth <= innerWidth ? [] :
		[...document.body.querySelectorAll("*")].filter(e => e.getBoundingClientRect().right > innerWidth)
		.map(e => e.outerHTML.slice(0, 200))`)
	check(p.t, err)
	p.noneOf(name, "wider than the screen", found)
}

// noneOf reports each of what a measurement found.
func (p *page) noneOf(name, what string, found any) {
	p.t.Helper()
	list, ok := found.([]any)
	if !ok {
		p.t.Fatalf("%s: %s: the page gave %v, want a list", name, what, found)
	}
	for _, f := range list {
		p.t.Errorf("%s: %s: %v", name, what, f)
	}
}

// photograph keeps the whole page as a picture, named by its width.
func (p *page) photograph(name string) {
	p.t.Helper()
	check(p.t, os.MkdirAll("screenshots", 0o755))
	file := fmt.Sprintf("%s-%d.png", strings.ReplaceAll(name, " ", "-"), p.ViewportSize().Width)
	_, err := p.Screenshot(playwright.PageScreenshotOptions{
		Path: playwright.String(filepath.Join("screenshots", file)), FullPage: playwright.Bool(true),
	})
	check(p.t, err)
}

// photographOnPaper keeps a picture of the page as it is printed.
func (p *page) photographOnPaper(name string) {
	p.t.Helper()
	check(p.t, p.EmulateMedia(playwright.PageEmulateMediaOptions{Media: playwright.MediaPrint}))
	p.photograph(name)
	check(p.t, p.EmulateMedia(playwright.PageEmulateMediaOptions{Media: playwright.MediaScreen}))
}
