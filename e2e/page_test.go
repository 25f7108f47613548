package e2e

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/playwright-community/playwright-go"
)

// patience is how long, in milliseconds, a page may take to become what a test
// expects; a wait ends as soon as it is.
const patience = 60_000

// page is one tab of one resident's browser. It watches what the browser does
// behind the page's back: a request to another origin, an error on the console,
// a breach of the page's policy or an answer from 400 up fails the test.
type page struct {
	playwright.Page
	t       *testing.T
	origin  string
	context playwright.BrowserContext
	script  bool // JavaScript is on
	brief   bool // look judges nothing: it does in another language, of the same states

	mu       sync.Mutex
	requests []string // every URL asked for, in order
	wrong    []string // what must not happen, in words
	status   map[int]bool
}

// setting changes the browser that open opens.
type setting func(*playwright.BrowserNewContextOptions)

// withoutScript switches JavaScript off: every journey works without it.
func withoutScript(o *playwright.BrowserNewContextOptions) {
	o.JavaScriptEnabled = playwright.Bool(false)
}

// onPhone is the narrow screen that pages are made for first.
func onPhone(o *playwright.BrowserNewContextOptions) {
	o.Viewport = &playwright.Size{Width: 360, Height: 740}
}

// inTheDark is the same on the narrowest screen that pages must fit, 320 pixels wide, and
// with light words on dark.
func inTheDark(o *playwright.BrowserNewContextOptions) {
	o.Viewport = &playwright.Size{Width: 320, Height: 640}
	o.ColorScheme = playwright.ColorSchemeDark
}

// onDesktop is an ordinary office screen.
func onDesktop(o *playwright.BrowserNewContextOptions) {
	o.Viewport = &playwright.Size{Width: 1280, Height: 900}
}

// open opens a tab of a browser that nobody used before, on the start page of
// the portal at origin, and closes it when the test ends.
func open(t *testing.T, origin string, settings ...setting) *page {
	t.Helper()
	if browser == nil {
		t.Skipf("no browser to walk with: %v", notStarted)
	}
	options := playwright.BrowserNewContextOptions{Locale: playwright.String("nl-NL"), ReducedMotion: playwright.ReducedMotionReduce}
	onPhone(&options)
	for _, set := range settings {
		set(&options)
	}
	context, err := browser.NewContext(options)
	check(t, err)
	context.SetDefaultTimeout(patience)
	p := &page{t: t, origin: origin, context: context, script: options.JavaScriptEnabled == nil, status: map[int]bool{}}
	p.watch()
	t.Cleanup(p.close)
	p.Page, err = context.NewPage()
	check(t, err)
	p.visit("/")
	return p
}

// anotherTab opens a second tab with the same cookies, on the same page.
func (p *page) anotherTab() *page {
	p.t.Helper()
	tab, err := p.context.NewPage()
	check(p.t, err)
	second := &page{Page: tab, t: p.t, origin: p.origin, context: p.context, script: p.script, brief: p.brief}
	_, err = tab.Goto(p.URL())
	check(p.t, err)
	return second
}

// watch collects what the browser does. Nothing in these handlers may ask the
// browser something: that would wait for the handler itself.
func (p *page) watch() {
	p.context.OnRequest(func(r playwright.Request) {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.requests = append(p.requests, r.URL())
		if !strings.HasPrefix(r.URL(), p.origin+"/") { // F3
			p.wrong = append(p.wrong, "request to another origin: "+r.URL())
		}
	})
	p.context.OnResponse(func(r playwright.Response) {
		p.mu.Lock()
		defer p.mu.Unlock()
		if r.Status() >= http.StatusBadRequest && !p.status[r.Status()] {
			p.wrong = append(p.wrong, fmt.Sprintf("status %d for %s", r.Status(), r.URL()))
		}
	})
	p.context.OnConsole(func(m playwright.ConsoleMessage) {
		// The browser repeats each bad status on the console; OnResponse has judged it.
		if m.Type() != "error" || strings.HasPrefix(m.Text(), "Failed to load resource") {
			return
		}
		p.mu.Lock()
		defer p.mu.Unlock()
		p.wrong = append(p.wrong, "console: "+m.Text())
	})
	p.context.OnWebError(func(e playwright.WebError) {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.wrong = append(p.wrong, "script: "+e.Error().Error())
	})
}

// close ends the browser's visit and reports what went wrong behind the page.
func (p *page) close() {
	if err := p.context.Close(); err != nil {
		p.t.Errorf("close the browser: %v", err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, w := range p.wrong {
		p.t.Error(w)
	}
}

// mayAnswer allows the server an answer from 400 up, for a test of bad input.
func (p *page) mayAnswer(status int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.status[status] = true
}

// forgive forgets what went wrong so far and begins with one of the given words,
// for a test that breaks something on purpose.
func (p *page) forgive(kinds ...string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.wrong = slices.DeleteFunc(p.wrong, func(wrong string) bool {
		return slices.ContainsFunc(kinds, func(kind string) bool { return strings.HasPrefix(wrong, kind) })
	})
}

// visit goes to a path of the portal as one does by typing it.
func (p *page) visit(path string) playwright.Response {
	p.t.Helper()
	response, err := p.Goto(p.origin + path)
	check(p.t, err)
	return response
}

// button finds a button by its name.
func (p *page) button(name string) playwright.Locator {
	return p.GetByRole("button", playwright.PageGetByRoleOptions{Name: name, Exact: playwright.Bool(true)})
}

// link finds a link by its name.
func (p *page) link(name string) playwright.Locator {
	return p.GetByRole("link", playwright.PageGetByRoleOptions{Name: name, Exact: playwright.Bool(true)})
}

// heading finds a heading by its words.
func (p *page) heading(name string) playwright.Locator {
	return p.GetByRole("heading", playwright.PageGetByRoleOptions{Name: name})
}

// field finds an input by its label.
func (p *page) field(label string) playwright.Locator {
	return p.GetByLabel(label, playwright.PageGetByLabelOptions{Exact: playwright.Bool(true)})
}

// press presses a button or a link and waits for the page that follows.
func (p *page) press(what playwright.Locator) {
	p.t.Helper()
	check(p.t, what.Click())
}

// write fills in a field.
func (p *page) write(label, text string) {
	p.t.Helper()
	check(p.t, p.field(label).Fill(text))
}

// shows waits until something is to be seen.
func (p *page) shows(what playwright.Locator) {
	p.t.Helper()
	check(p.t, playwright.NewPlaywrightAssertions(patience).Locator(what).ToBeVisible())
}

// says waits until the page's main part holds words.
func (p *page) says(words string) {
	p.t.Helper()
	check(p.t, playwright.NewPlaywrightAssertions(patience).Locator(p.GetByRole("main")).ToContainText(words))
}

// check ends the test on an error that is not the test's subject.
func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
