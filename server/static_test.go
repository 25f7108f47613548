package server_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

func TestAssetsComeInTheCodingThatTheReaderTakes(t *testing.T) {
	p := openPortal(t, nil)
	b := p.browser()
	path := p.Assets()["icon.svg"]
	plain := b.get(path)
	if plain.status != http.StatusOK || !strings.HasPrefix(plain.header.Get("Content-Type"), "image/svg+xml") {
		t.Fatalf("got status %d, type %q", plain.status, plain.header.Get("Content-Type"))
	}
	for accept, want := range map[string]string{
		"":                            "",
		"identity":                    "",
		"gzip":                        "gzip",
		"gzip, deflate, br, zstd":     "br",
		"br;q=0, gzip":                "gzip",
		"br; q=0.0, gzip;q=0":         "",
		"*":                           "br",
		"*;q=0":                       "",
		"*, br;q=0":                   "gzip",
		"GZIP ; Q=0.5":                "gzip",
		"brr, xgzip":                  "",
		"br;q=nonsense, gzip;q=1.000": "gzip",
	} {
		got := b.do("GET", path, nil, "Accept-Encoding", accept)
		if coding := got.header.Get("Content-Encoding"); coding != want {
			t.Errorf("Accept-Encoding %q: got coding %q, want %q", accept, coding, want)
		}
		if got.header.Get("Vary") != "Accept-Encoding" || decoded(t, got) != plain.body {
			t.Errorf("Accept-Encoding %q: got Vary %q and another content", accept, got.header.Get("Vary"))
		}
	}
}

func decoded(t *testing.T, r *reply) string {
	t.Helper()
	var from io.Reader = strings.NewReader(r.body)
	switch r.header.Get("Content-Encoding") {
	case "br":
		from = brotli.NewReader(from)
	case "gzip":
		unzipped, err := gzip.NewReader(from)
		if err != nil {
			t.Fatal(err)
		}
		from = unzipped
	}
	text, err := io.ReadAll(from)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestAssetsAreKeptForEverAndAskedForOnce(t *testing.T) {
	p := openPortal(t, nil)
	b := p.browser()
	etags := map[string]bool{}
	for name, path := range p.Assets() {
		for _, accept := range []string{"", "gzip", "br"} {
			got := b.do("GET", path, nil, "Accept-Encoding", accept)
			etag := got.header.Get("ETag")
			if got.status != http.StatusOK || etag == "" || got.header.Get("Cache-Control") != "public, max-age=31536000, immutable" {
				t.Errorf("%s: got status %d, ETag %q, Cache-Control %q", name, got.status, etag, got.header.Get("Cache-Control"))
			}
			etags[etag+got.header.Get("Content-Encoding")] = true
			for _, header := range []string{etag, "W/" + etag, `"other", ` + etag, "*"} {
				again := b.do("GET", path, nil, "Accept-Encoding", accept, "If-None-Match", header)
				if again.status != http.StatusNotModified || again.body != "" {
					t.Errorf("%s, If-None-Match %s: got status %d and %d bytes, want 304", name, header, again.status, len(again.body))
				}
			}
			head := b.do("HEAD", path, nil, "Accept-Encoding", accept)
			if head.status != http.StatusOK || head.body != "" || head.header.Get("ETag") != etag ||
				head.header.Get("Content-Length") != got.header.Get("Content-Length") {
				t.Errorf("%s: HEAD differs from GET: %v", name, head.header)
			}
		}
		sum := sha256.Sum256([]byte(b.get(path).body))
		if !bytes.Contains([]byte(path), []byte(hexOf(sum[:8]))) {
			t.Errorf("%s: the name %s does not follow from the content", name, path)
		}
	}
}

func hexOf(b []byte) string {
	const digits = "0123456789abcdef"
	var s strings.Builder
	for _, c := range b {
		s.WriteByte(digits[c>>4])
		s.WriteByte(digits[c&15])
	}
	return s.String()
}

func TestHealth(t *testing.T) {
	p := openPortal(t, nil)
	for _, path := range []string{"/livez", "/readyz"} {
		if got := p.browser().get(path); got.status != http.StatusOK {
			t.Errorf("%s: got status %d, want 200", path, got.status)
		}
	}
	p.store.Close()
	if got := p.browser().get("/readyz"); got.status != http.StatusServiceUnavailable {
		t.Errorf("without a database: got status %d, want 503", got.status)
	}
	if got := p.browser().get("/livez"); got.status != http.StatusOK {
		t.Errorf("without a database: got status %d of livez, want 200", got.status)
	}
}

// A server that is told to stop before it began used to serve for ever: the
// router did not know its listener yet.
func TestServeEndsWhenItIsStoppedBeforeItBegan(t *testing.T) {
	for range 3 {
		p := newPortal(t, nil)
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		stop()
		if err := p.Serve(ctx, l); err != nil {
			t.Errorf("got %v, want it to end", err)
		}
	}
}

// People pay for data; what explains a script stays in the source.
func TestScriptsTravelWithoutTheirComments(t *testing.T) {
	p := openPortal(t, nil)
	for _, name := range []string{"check.js", "session.js", "what-if.js"} {
		got := p.browser().get(p.Assets()[name])
		for line := range strings.Lines(got.body) {
			if strings.HasPrefix(strings.TrimSpace(line), "//") {
				t.Errorf("%s travels with %q", name, line)
			}
		}
		if got.status != http.StatusOK || !strings.Contains(got.body, "document.") {
			t.Errorf("%s: got status %d and no script", name, got.status)
		}
	}
}
