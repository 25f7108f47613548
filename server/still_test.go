package server_test

import (
	"net/http"
	"strings"
	"testing"

	"zeker/server"
)

// A page without anything of a visitor is written once a day: the next day it says the
// next day, and who came in sees their own frame and nobody else does.
func TestPagesThatAreWrittenOnceAreNobodys(t *testing.T) {
	a := anna()
	p := openPortalWith(t, func(_ *portal, cfg *server.Config) { cfg.Demo = true })
	p.invite(a)
	visitor := p.browser()
	for _, path := range []string{"/nl/", "/nl/about", "/nl/opt-out", "/en/about"} {
		first := visitor.get(path).body
		for _, own := range []*browser{p.browser().signIn(a), visitor} {
			body := own.get(path).body
			if came := own != visitor; strings.Contains(body, `/sign-out"`) != came || !came && body != first {
				t.Errorf("%s: shown with a way out: %v; who came in: %v", path, !came, came)
			}
		}
		if pressed := visitor.do(http.MethodGet, path, nil, "Accept-Encoding", "gzip"); decoded(t, pressed) != first {
			t.Errorf("%s: compressed it is another page", path)
		}
		p.day++
		if visitor.get(path).body == first {
			t.Errorf("%s says the day before", path)
		}
	}
}
