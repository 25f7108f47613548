package e2e

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// The other tests trust that a page is watched; here the watch has to bark.
func TestWatchSeesWhatHappensBehindThePage(t *testing.T) {
	bad := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Content-Security-Policy", "default-src 'self'; img-src *")
		if r.URL.Path == "/gone" {
			w.WriteHeader(http.StatusNotFound)
		}
		_, _ = io.WriteString(w, `<title>x</title><p style="color:red">red</p><img alt="" src="http://elsewhere.test/pixel.png">`)
	}))
	defer bad.Close()
	for name, set := range map[string]setting{"with script": onDesktop, "without script": withoutScript} {
		t.Run(name, func(t *testing.T) {
			p := open(t, bad.URL, set)
			p.visit("/gone")
			p.mu.Lock()
			got := strings.Join(p.wrong, "\n")
			p.wrong = nil
			p.mu.Unlock()
			for _, want := range []string{"another origin: http://elsewhere.test", "inline style", "status 404"} {
				if !strings.Contains(got, want) {
					t.Errorf("the watch saw\n%s\nwant %q among it", got, want)
				}
			}
		})
	}
}
