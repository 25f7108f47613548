package e2e

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/playwright-community/playwright-go"

	"zeker/locales"
)

// ears hear what a browser sends: to the portal, to another server, and by UDP.
type ears struct {
	t     *testing.T
	home  *door // where the page is from
	other *door
	udp   net.PacketConn
}

// listen listens around a page that comes from home.
func listen(t *testing.T, home *door) *ears {
	t.Helper()
	e := &ears{t: t, home: home, other: &door{t: t, town: http.NotFoundHandler()}}
	e.other.listen("127.0.0.1:0")
	t.Cleanup(e.other.shut)
	var err error
	e.udp, err = net.ListenPacket("udp", "127.0.0.1:0")
	check(t, err)
	t.Cleanup(func() { e.udp.Close() })
	return e
}

// canary is what a way sends, to one of two servers.
func canary(i int, server string) string { return fmt.Sprintf("canary-%02d-%s-end", i, server) }

// send sends canaries by one way, to "home", where the page is from, or to "other".
func (e *ears) send(tab playwright.Page, i int, servers ...string) {
	e.t.Helper()
	for _, server := range servers {
		base := map[string]string{"home": e.home.origin, "other": e.other.origin}[server]
		_, err := tab.Evaluate(preamble+ways[i].script+postamble, []any{base, canary(i, server), e.udp.LocalAddr().String()})
		if err != nil && !ways[i].leaves { // a page that leaves ends the script
			e.t.Errorf("%s: %v", ways[i].name, err)
		}
	}
}

// heard tells whether a canary came to a server.
func (e *ears) heard(canary string) bool {
	return strings.Contains(strings.Join(e.home.requests(), "\n")+strings.Join(e.other.requests(), "\n"), canary)
}

// call says something by WebRTC.
func (e *ears) call(tab playwright.Page, peer string) {
	e.t.Helper()
	_, err := tab.Evaluate(preamble+"call("+peer+")"+postamble, []any{"", "canary", e.udp.LocalAddr().String()})
	check(e.t, err)
}

// packet waits for a packet and tells whether one came that is not last, the
// test's own.
func (e *ears) packet(last string) bool {
	e.t.Helper()
	check(e.t, e.udp.SetReadDeadline(time.Now().Add(patience*time.Millisecond)))
	buffer := make([]byte, 1500)
	n, _, err := e.udp.ReadFrom(buffer)
	if err != nil {
		e.t.Logf("by UDP: %v", err)
	}
	return err == nil && string(buffer[:n]) != last
}

// say sends a packet of the test's own: what came before it is there before it.
func (e *ears) say(words string) {
	e.t.Helper()
	out, err := net.Dial("udp", e.udp.LocalAddr().String())
	check(e.t, err)
	defer out.Close()
	_, err = out.Write([]byte(words))
	check(e.t, err)
}

// noting starts a browser that writes down everything its network does, and
// returns what ends it and reads that.
func noting(t *testing.T) (own playwright.Browser, end func() string) {
	t.Helper()
	if browser == nil {
		t.Skipf("no browser to walk with: %v", notStarted)
	}
	path, err := exec.LookPath(program)
	check(t, err)
	file := filepath.Join(t.TempDir(), "network.json")
	own, err = browser.BrowserType().Launch(playwright.BrowserTypeLaunchOptions{
		ExecutablePath: playwright.String(path),
		Args: []string{
			"--disable-gpu", "--disable-quic", "--log-net-log=" + file, "--net-log-capture-mode=Everything",
			"--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
		},
	})
	check(t, err)
	return own, func() string {
		check(t, own.Close())
		notes, err := os.ReadFile(file)
		check(t, err)
		return string(notes)
	}
}

// sealed opens the check on a page of a browser, which seals the page.
func sealed(t *testing.T, from *door, own playwright.Browser, l *locales.Language, scripts ...string) playwright.Page {
	t.Helper()
	tab, err := own.NewPage()
	check(t, err)
	for _, script := range scripts {
		check(t, tab.AddInitScript(playwright.Script{Content: playwright.String(script)}))
	}
	_, err = tab.Goto(from.origin + "/" + l.Code() + "/check/" + zorgtoeslag)
	check(t, err)
	check(t, tab.GetByRole("button", playwright.PageGetByRoleOptions{Name: l.T("check.open")}).Click())
	check(t, tab.GetByText(l.T("check.local")).WaitFor())
	return tab
}

// barePage is a page that nothing protects.
var barePage = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html")
	_, _ = w.Write([]byte("<!doctype html><title>bare</title><body>"))
})

// A10: while the check is open no script can send anything out by any of the
// ways, not to us and not to another. What the browser's network wrote down says
// so too. Then the resident presses the form's button, and that goes.
func TestA10NothingLeaksFromAnOpenCheck(t *testing.T) {
	l := dutch(t)
	own, end := noting(t)
	e := listen(t, openTown(t).door(t))
	tab := sealed(t, e.home, own, l)
	before, address := len(e.home.requests()), tab.URL()
	for i := range ways {
		e.send(tab, i, "home", "other")
	}
	for _, peer := range []string{"RTCPeerConnection", "window.webkitRTCPeerConnection"} {
		e.call(tab, peer)
	}
	if tab.URL() != address {
		t.Errorf("the page went to %s", tab.URL())
	}
	if came := e.home.requests()[before:]; len(came) > 0 {
		t.Errorf("the server heard\n%s", strings.Join(came, "\n"))
	}
	// The driver's own click waits for the submissions that were held back.
	_, err := tab.Evaluate(`() => document.querySelector("main form [name=answer]").focus()`)
	check(t, err)
	check(t, tab.Keyboard().Press("Enter"))
	until(t, func() bool { return len(e.home.requests()) > before })
	if came := e.home.requests()[before]; !strings.HasPrefix(came, "POST /nl/check/"+zorgtoeslag+"\n") {
		t.Errorf("the form's button sent\n%s", came)
	}

	notes := end()
	e.say("last")
	if e.packet("last") {
		t.Error("something came by UDP")
	}
	if came := e.other.requests(); len(came) > 0 {
		t.Errorf("another server heard\n%s", strings.Join(came, "\n"))
	}
	for i, w := range ways {
		for _, server := range []string{"home", "other"} {
			if c := canary(i, server); e.heard(c) || strings.Contains(notes, c) {
				t.Errorf("%s to %s got out", w.name, server)
			}
		}
	}
	if !strings.Contains(notes, "/check/"+zorgtoeslag) {
		t.Error("the browser's network wrote nothing down")
	}
}

// The ways do get out of a page that nothing protects, so the test above can fail.
func TestWaysGetOutOfABarePage(t *testing.T) {
	if browser == nil {
		t.Skipf("no browser to walk with: %v", notStarted)
	}
	bare := &door{t: t, town: barePage}
	bare.listen("127.0.0.1:0")
	t.Cleanup(bare.shut)
	e := listen(t, bare)
	context, err := browser.NewContext()
	check(t, err)
	t.Cleanup(func() { _ = context.Close() })
	for i, w := range ways {
		t.Run(w.name, func(t *testing.T) {
			tab, err := context.NewPage()
			check(t, err)
			_, err = tab.Goto(bare.origin)
			check(t, err)
			if w.leaves {
				e.send(tab, i, "other") // a page can leave only once
			} else {
				e.send(tab, i, "other", "home") // some ways lead only to where the page is from
			}
			until(t, func() bool { return e.heard(canary(i, "home")) || e.heard(canary(i, "other")) })
		})
	}
	t.Run("WebRTC", func(t *testing.T) {
		tab, err := context.NewPage()
		check(t, err)
		e.call(tab, "RTCPeerConnection")
		if !e.packet("") {
			t.Error("nothing came by UDP")
		}
	})
}

// until waits for something that happens outside the browser.
func until(t *testing.T, happened func() bool) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	end := time.After(patience * time.Millisecond)
	for !happened() {
		select {
		case <-tick.C:
		case <-end:
			t.Fatal("it did not happen")
		}
	}
}

// What the seal cannot close, so that nobody claims more than is so. A browser
// that closes one of these makes its line fail: then it belongs above.
func TestWhatTheSealLeavesOpen(t *testing.T) {
	l := dutch(t)
	if browser == nil {
		t.Skipf("no browser to walk with: %v", notStarted)
	}
	e := listen(t, openTown(t).door(t))
	t.Run("WebRTC out of an empty frame", func(t *testing.T) {
		e.call(sealed(t, e.home, browser, l), `add("iframe", {}).contentWindow.RTCPeerConnection`)
		if !e.packet("") {
			t.Error("nothing came by UDP")
		}
	})
	t.Run("going elsewhere in a browser without the Navigation API", func(t *testing.T) {
		tab := sealed(t, e.home, browser, l, `delete window.navigation`)
		_, err := tab.Evaluate(`to => { location.href = to }`, e.other.origin+"/?canary-location")
		check(t, err)
		until(t, func() bool { return e.heard("canary-location") })
	})
	t.Run("a link that the resident presses", func(t *testing.T) {
		tab := sealed(t, e.home, browser, l)
		_, err := tab.Evaluate(`to => { document.querySelector("#apply ~ .zeker-answer a").href = to }`, e.other.origin+"/?canary-link")
		check(t, err)
		check(t, tab.Locator("main a[href*=canary-link]").Click())
		until(t, func() bool { return e.heard("canary-link") })
	})
}
