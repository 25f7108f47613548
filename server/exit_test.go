package server_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// The way out: the session ends, also for who kept its cookie, and what comes holds no
// word of the resident or of us.
func TestExitEndsTheSessionAndLeadsAway(t *testing.T) {
	p := openPortal(t, nil)
	a := anna()
	p.invite(a)
	b := p.browser().signIn(a)
	cookie := b.cookie
	got := b.post("/nl/exit", url.Values{})
	if got.status != http.StatusOK || !strings.Contains(got.header.Get("Clear-Site-Data"), `"cache"`) || b.cookie != "" {
		t.Errorf("got status %d, Clear-Site-Data %q, cookie %q", got.status, got.header.Get("Clear-Site-Data"), b.cookie)
	}
	if !strings.Contains(got.body, `<meta http-equiv="refresh" content="0; url=https://weather.example/">`) || !strings.Contains(got.body, `<a href="https://weather.example/">`) {
		t.Errorf("the page does not lead away:\n%s", got.body)
	}
	for _, word := range []string{"Zonnedijk", "zeker", a.name} {
		if strings.Contains(got.body, word) {
			t.Errorf("the page holds %q:\n%s", word, got.body)
		}
	}
	if left := (&browser{p, cookie}).get("/nl/offers"); left.status != http.StatusForbidden {
		t.Errorf("with the old cookie: got status %d, want 403", left.status)
	}
	if again := p.browser().post("/nl/exit", url.Values{}); again.status != http.StatusOK {
		t.Errorf("without a session: got status %d, want 200", again.status)
	}
}
