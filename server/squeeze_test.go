package server_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestPagesTravelCompressed(t *testing.T) {
	b := openPortal(t, nil).browser()
	plain := b.do(http.MethodGet, "/nl/about", nil)
	if plain.header.Get("Content-Encoding") != "" || plain.header.Get("Vary") != "Accept-Encoding" {
		t.Errorf("without gzip the page comes with coding %q and Vary %q", plain.header.Get("Content-Encoding"), plain.header.Get("Vary"))
	}
	small := b.do(http.MethodGet, "/nl/about", nil, "Accept-Encoding", "gzip, deflate, br")
	r, err := gzip.NewReader(strings.NewReader(small.body))
	if err != nil {
		t.Fatalf("with coding %q: %v", small.header.Get("Content-Encoding"), err)
	}
	opened, err := io.ReadAll(r)
	if err != nil || string(opened) != plain.body {
		t.Errorf("%d bytes came out of gzip, %v; want the page of %d bytes", len(opened), err, len(plain.body))
	}
	if len(small.body)*2 > len(plain.body) {
		t.Errorf("the page takes %d bytes, and %d in gzip", len(plain.body), len(small.body))
	}
	refused := b.do(http.MethodGet, "/nl/about", nil, "Accept-Encoding", "gzip;q=0, br")
	if refused.body != plain.body {
		t.Errorf("who refuses gzip gets coding %q", refused.header.Get("Content-Encoding"))
	}
}

// A page that holds what its request said goes out at its own length, so that no
// length tells what else is on it (BREACH).
func TestWhatRepeatsTheRequestIsNotCompressed(t *testing.T) {
	b := openPortal(t, nil).browser()
	posted := b.do(http.MethodPost, "/nl/check/zorgtoeslag", url.Values{"answer": {"check"}, "fact.toetsingsinkomen": {"een woord"}}, "Accept-Encoding", "gzip")
	if posted.header.Get("Content-Encoding") != "" || !strings.Contains(posted.body, "een woord") {
		t.Errorf("the answer to a form came with coding %q", posted.header.Get("Content-Encoding"))
	}
	for _, path := range []string{"/nl/een-woord", "/nl/about?q=een-woord", "/nl/check/een-woord", "/nl/offers/een-woord"} {
		if asked := b.do(http.MethodGet, path, nil); strings.Contains(asked.body, "een-woord") {
			t.Errorf("GET %s is repeated on its page", path)
		}
	}
}
