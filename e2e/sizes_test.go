package e2e

import (
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
)

// A resident's data bundle, in bytes.
const (
	mostFirst  = 45_000  // the first page of a visit
	mostScript = 200_000 // the same in a script that needs a font
	mostPage   = 60_000  // an offer's page on a first visit, all but the module
	mostModule = 480_000 // the rules
	mostScheme = 4_000   // law and schemes, for each scheme of the municipality
)

// wire counts the bytes that a tab gets, headers and bodies as they travel.
type wire struct {
	mu      sync.Mutex
	address map[string]string // by request
	bytes   map[string]int    // by address
}

// wire counts from now on, with nothing in the browser's cache.
func (p *page) wire() *wire {
	p.t.Helper()
	session, err := p.context.NewCDPSession(p.Page)
	check(p.t, err)
	c := &wire{address: map[string]string{}, bytes: map[string]int{}}
	session.On("Network.responseReceived", func(event map[string]any) {
		response, _ := event["response"].(map[string]any)
		c.mu.Lock()
		defer c.mu.Unlock()
		id, _ := event["requestId"].(string)
		c.address[id], _ = response["url"].(string)
	})
	session.On("Network.loadingFinished", func(event map[string]any) {
		c.mu.Lock()
		defer c.mu.Unlock()
		id, _ := event["requestId"].(string)
		n, _ := event["encodedDataLength"].(float64)
		c.bytes[c.address[id]] += int(n)
	})
	for _, method := range []string{"Network.enable", "Network.clearBrowserCache"} {
		_, err = session.Send(method, map[string]any{})
		check(p.t, err)
	}
	return c
}

// sum adds up what came from addresses, but those that hold a word.
func (c *wire) sum(without string) (total int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for address, n := range c.bytes {
		if !strings.Contains(address, without) {
			total += n
		}
	}
	return total
}

// has tells whether something came from an address that holds a word.
func (c *wire) has(word string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	for address := range c.bytes {
		if strings.Contains(address, word) {
			return true
		}
	}
	return false
}

// An offer's page costs little on a first visit, and the module comes only while
// the browser has nothing else to do; with Save-Data it comes when the check is
// opened and not before.
func TestOfferPageIsSmallOnAFirstVisit(t *testing.T) {
	for name, saveData := range map[string]string{"with what is fetched ahead": "false", "with Save-Data": "true"} {
		t.Run(name, func(t *testing.T) {
			r := bram()
			w := openTown(t, r)
			p := w.open(t).openLetter(r)
			p.before(`Object.defineProperty(navigator, "connection", { value: { saveData: ` + saveData + ` } })`)
			c := p.wire()
			p.visit("/nl/offers/" + r.offers[inkomenstoeslag])
			if saveData == "false" {
				until(t, func() bool { return c.has(".wasm") && c.has(".bundle") && c.has("words-") })
			} else {
				idle, err := p.Evaluate(`() => new Promise(done => requestIdleCallback(() => requestIdleCallback(() => done(true))))`)
				if err != nil || idle != true {
					t.Fatalf("the browser did not come to rest: %v", err)
				}
				for _, early := range []string{".wasm", ".bundle", "words-"} {
					if c.has(early) {
						t.Errorf("%s came before the check was opened", early)
					}
				}
			}
			until(t, func() bool { return c.has("/offers/") && c.has(".css") && c.has("/check.") })
			got := c.sum(".wasm")
			t.Logf("%d bytes: %v", got, c.bytes)
			if got > mostPage {
				t.Errorf("the page costs %d bytes, want at most %d", got, mostPage)
			}
			p.openCheck(dutch(t))
			until(t, func() bool { return c.has(".wasm") }) // or the count may miss more
		})
	}
}

// The rules and the law are small enough to fetch on a phone.
func TestModuleAndBundleAreSmall(t *testing.T) {
	w := openTown(t)
	period, err := w.law.On(w.day)
	check(t, err)
	mostBundle := mostScheme * len(period.Schemes)
	p := w.open(t)
	p.visitCheck(dutch(t), zorgtoeslag)
	for attribute, most := range map[string]int{"data-wasm": mostModule, "data-bundle": mostBundle} {
		href, err := p.Locator("form[data-scheme]").GetAttribute(attribute)
		check(t, err)
		got := packedSize(t, w.origin+href)
		t.Logf("%s: %d bytes at brotli", attribute, got)
		if got > most {
			t.Errorf("%s: %d bytes at brotli, want at most %d", attribute, got, most)
		}
	}
}

// packedSize is the length of a file as it travels to a browser that reads brotli.
func packedSize(t *testing.T, address string) int {
	t.Helper()
	request, err := http.NewRequest(http.MethodGet, address, nil)
	check(t, err)
	request.Header.Set("Accept-Encoding", "br")
	response, err := http.DefaultTransport.RoundTrip(request)
	check(t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	check(t, err)
	if coding := response.Header.Get("Content-Encoding"); coding != "br" || response.StatusCode != http.StatusOK {
		t.Fatalf("%s came with status %d and coding %q", address, response.StatusCode, coding)
	}
	return len(body)
}

// A font comes with a page that is written in its script, and with no other, though the
// names of all languages stand on each.
func TestI7AFontComesWithItsScriptOnly(t *testing.T) {
	w := openTown(t)
	for code, want := range map[string]struct {
		font string
		most int
	}{"nl": {"", mostFirst}, "ar": {"noto-arabic", mostScript}, "ti": {"noto-ethiopic", mostScript}} {
		t.Run(code, func(t *testing.T) {
			p := w.open(t)
			c := p.wire()
			p.visit("/" + code + "/")
			_, err := p.Evaluate(`() => document.fonts.ready.then(() => true)`)
			check(t, err)
			until(t, func() bool {
				return c.has(".css") && (want.font == "" || c.has(want.font+"-400") && c.has(want.font+"-700"))
			})
			if want.font == "" && c.has(".woff2") {
				t.Error("a font came that the page does not need")
			}
			if want.font != "" && (c.has(want.font+"-400.") || c.has(want.font+"-700.")) {
				t.Errorf("a whole font came for a page of our own texts: %v", c.bytes)
			}
			if got := c.sum("nothing"); got > want.most {
				t.Errorf("the page costs %d bytes, want at most %d: %v", got, want.most, c.bytes)
			}
		})
	}
}
