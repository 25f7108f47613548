package server_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"zeker/server/store"
)

// timeLeft asks how long a session lasts, as the script of a page does.
func (b *browser) timeLeft() (status, left, longest int) {
	b.t.Helper()
	got := b.do("GET", "/nl/session", nil, "Accept", "application/json")
	var life struct{ Left, Longest int }
	if err := json.Unmarshal([]byte(got.body), &life); err != nil {
		b.t.Fatalf("%v\n%s", err, got.body)
	}
	return got.status, life.Left, life.Longest
}

// B9: a script that looks must not keep a session alive that nobody is at.
func TestB9ALookIsNoPress(t *testing.T) {
	p := openPortal(t, nil)
	a := anna()
	p.invite(a)
	b := p.browser().signIn(a)
	b.get("/nl/offers")
	for _, step := range []struct {
		pass          time.Duration
		status        int
		left, longest int
	}{
		{0, 200, 900, 28800},
		{300 * time.Second, 200, 600, 28500},
		{599 * time.Second, 200, 1, 27901},
		{time.Second, 403, 0, 0},
	} {
		p.clock.pass(step.pass)
		if status, left, longest := b.timeLeft(); status != step.status || left != step.left || longest != step.longest {
			t.Errorf("after %v more: got status %d, %d and %d seconds; want %d, %d, %d", step.pass, status, left, longest, step.status, step.left, step.longest)
		}
	}
}

func TestB9OnePressGivesFifteenMinutesUpToEightHours(t *testing.T) {
	p := openPortal(t, nil)
	a := anna()
	p.invite(a)
	b := p.browser().signIn(a)
	for range 32 { // 32 times 899 seconds is 32 seconds short of 8 hours
		p.clock.pass(899 * time.Second)
		if got := b.post("/nl/session", url.Values{}); got.status != http.StatusNoContent || got.body != "" {
			t.Fatalf("got status %d, body %q; want 204: the page stays as it is", got.status, got.body)
		}
	}
	if status, left, longest := b.timeLeft(); status != 200 || left != 32 || longest != 32 {
		t.Errorf("near the end: got status %d, %d and %d seconds; want 32 of both", status, left, longest)
	}
	p.clock.pass(31 * time.Second)
	if got := b.post("/nl/session", url.Values{}); got.status != http.StatusNoContent {
		t.Errorf("in the last second: got status %d, want 204", got.status)
	}
	p.clock.pass(time.Second)
	if got := b.post("/nl/session", url.Values{}); got.status != http.StatusForbidden {
		t.Errorf("after 8 hours: got status %d, want 403", got.status)
	}
}

func TestB9APageSaysHowLongItStays(t *testing.T) {
	p := openPortal(t, nil)
	a := anna()
	p.invite(a)
	b := p.browser().signIn(a)
	own := b.get("/nl/offers").body
	for _, want := range []string{
		`data-idle="900" data-left="900" data-longest="28800"`, "data-session=\"until\">Deze pagina blijft open tot 10.45\u00a0uur.",
		`data-session="over"`, `<body class="zeker" data-left="15">`,
	} {
		if !strings.Contains(own, want) {
			t.Errorf("the page does not hold %s:\n%s", want, own)
		}
	}
	p.clock.pass(60 * time.Second)
	public := b.get("/nl/about").body
	if !strings.Contains(public, `data-left="840" data-longest="28740"`) || strings.Contains(public, `data-session="over"`) {
		t.Errorf("a page for everyone: it must not count as a press, and it need not go:\n%s", public)
	}
	if visitor := p.browser().get("/nl/about").body; strings.Contains(visitor, "data-left") || strings.Contains(visitor, "session.") {
		t.Errorf("who is not signed in is told of a session:\n%s", visitor)
	}
}

// B9 for staff: their own pages tell them in time, and one press is enough. A page for
// everyone shows nothing of theirs, so it need not.
func TestB9StaffAreWarnedAndGoOn(t *testing.T) {
	p := openPortalWith(t, posing())
	b := p.browser().work(store.Auditor)
	own := b.get("/nl/staff/accounts").body
	for _, want := range []string{
		`data-idle="900" data-left="900" data-longest="28800"`, "data-session=\"until\">Deze pagina blijft open tot 10.45\u00a0uur.", `data-session="over"`,
		`href="/nl/staff/sign-in?back=%2Fstaff%2Faccounts"`,
	} {
		if !strings.Contains(own, want) {
			t.Errorf("the page does not hold %s:\n%s", want, own)
		}
	}
	if strings.Contains(own, "Uw brief openen") {
		t.Errorf("staff are sent to the code of a letter:\n%s", own)
	}
	if public := b.get("/nl/about").body; strings.Contains(public, "data-left") {
		t.Errorf("a page for everyone counts the time of staff:\n%s", public)
	}
	p.clock.pass(899 * time.Second)
	if status, left, longest := b.timeLeft(); status != 200 || left != 1 || longest != 27901 {
		t.Errorf("a look: got status %d, %d and %d seconds; want 1 and 27901", status, left, longest)
	}
	if got := b.post("/nl/session", url.Values{}); got.status != http.StatusNoContent || got.body != "" {
		t.Fatalf("got status %d, body %q; want 204: the page stays as it is", got.status, got.body)
	}
	if status, left, longest := b.timeLeft(); status != 200 || left != 900 || longest != 27901 {
		t.Errorf("gone on: got status %d, %d and %d seconds; want 900 and 27901", status, left, longest)
	}
	p.clock.pass(900 * time.Second)
	if status, _, _ := b.timeLeft(); status != http.StatusForbidden {
		t.Errorf("15 minutes later: got status %d, want 403", status)
	}
	if got := b.post("/nl/session", url.Values{}); got.status != http.StatusForbidden {
		t.Errorf("too late: got status %d, want 403", got.status)
	}
}
