package server_test

import (
	"net/http"
	"strings"
	"testing"

	"zeker/server"
	"zeker/ui"
)

func TestGalleryShowsEveryExampleAndSendsNothing(t *testing.T) {
	p := openPortalWith(t, func(_ *portal, cfg *server.Config) { cfg.Demo = true })
	b := p.browser()
	list := b.get("/nl/examples")
	for _, e := range ui.Examples() {
		if n := strings.Count(list.body, `href="/nl/examples/`+e.Name+`"`); n != 1 {
			t.Errorf("the gallery links %d times to %s, want once", n, e.Name)
		}
		for _, code := range []string{"nl", "en"} {
			page := b.get("/" + code + "/examples/" + e.Name)
			if page.status != http.StatusOK || !strings.Contains(page.body, `<html lang="`+code+`"`) {
				t.Errorf("%s in %s: got status %d", e.Name, code, page.status)
			}
			if policy := page.header.Get("Content-Security-Policy"); !strings.Contains(policy, "form-action 'none'") {
				t.Errorf("%s: its forms can be sent: %s", e.Name, policy)
			}
			for _, file := range []string{"zeker.css", "icon.svg"} {
				if !strings.Contains(page.body, p.Assets()[file]) {
					t.Errorf("%s: there is no %s on it", e.Name, file)
				}
			}
		}
	}
	if got := b.get("/nl/examples/nothing"); got.status != http.StatusNotFound {
		t.Errorf("what is no example: got status %d, want 404", got.status)
	}
}

func TestNoPortalHasAGallery(t *testing.T) {
	b := openPortal(t, nil).browser()
	for _, path := range []string{"/nl/examples", "/nl/examples/offer-firm"} {
		if got := b.get(path); got.status != http.StatusNotFound {
			t.Errorf("%s: got status %d, want 404", path, got.status)
		}
	}
}
