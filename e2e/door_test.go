package e2e

import (
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// door stands between browsers and a town. It notes every request that comes to
// it, whole, and it can be shut, as when the server is stopped, and opened again.
type door struct {
	t      *testing.T
	origin string
	server *http.Server
	town   http.Handler

	mu   sync.Mutex
	came []string // requests: method, address, headers and body
}

// door opens a door to the town.
func (w *town) door(t *testing.T) *door {
	t.Helper()
	to, err := url.Parse(w.origin)
	check(t, err)
	d := &door{t: t, town: httputil.NewSingleHostReverseProxy(to)}
	d.listen("127.0.0.1:0")
	t.Cleanup(d.shut)
	return d
}

func (d *door) listen(address string) {
	d.t.Helper()
	listener, err := net.Listen("tcp", address)
	check(d.t, err)
	d.origin = "http://" + listener.Addr().String()
	d.server = &http.Server{Handler: d}
	go func() { _ = d.server.Serve(listener) }() // ends when it is shut
}

// shut refuses who comes, and cuts off who is there.
func (d *door) shut() {
	if err := d.server.Close(); err != nil {
		d.t.Errorf("shut the door: %v", err)
	}
}

// reopen opens the door at the address where it was.
func (d *door) reopen() {
	d.t.Helper()
	d.listen(strings.TrimPrefix(d.origin, "http://"))
}

func (d *door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var whole strings.Builder
	whole.WriteString(r.Method + " " + r.URL.String() + "\n")
	_ = r.Header.Write(&whole)
	body, err := io.ReadAll(r.Body)
	if err == nil {
		whole.Write(body)
	}
	d.mu.Lock()
	d.came = append(d.came, whole.String())
	d.mu.Unlock()
	r.Body = io.NopCloser(strings.NewReader(string(body)))
	if d.town == nil {
		return
	}
	d.town.ServeHTTP(w, r)
}

// requests are what came, all of it.
func (d *door) requests() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]string(nil), d.came...)
}
