package e2e

import (
	"os"
	"slices"
	"testing"
)

// slowly is a cheap phone on a slow network, as far as a browser can play it: a sixth of
// the processor, 1.6 Mbit a second, an answer after 150 ms. Nothing comes from the cache.
func (p *page) slowly() {
	p.t.Helper()
	session, err := p.context.NewCDPSession(p.Page)
	check(p.t, err)
	const rate = 1.6e6 / 8 // bytes a second
	for method, with := range map[string]map[string]any{
		"Network.enable":                   {},
		"Network.setCacheDisabled":         {"cacheDisabled": true},
		"Network.emulateNetworkConditions": {"offline": false, "latency": 150, "downloadThroughput": rate, "uploadThroughput": rate},
		"Emulation.setCPUThrottlingRate":   {"rate": 6},
	} {
		_, err := session.Send(method, with)
		check(p.t, err)
	}
}

// Nothing moves under a finger while a page comes in, slowly and with the fonts of its
// script after it.
func TestNothingMovesWhileAPageComes(t *testing.T) {
	for _, code := range []string{"nl", "ar", "ti"} {
		t.Run(code, func(t *testing.T) {
			r := anna()
			w := openTown(t, r)
			p := w.open(t).openLetter(r)
			p.press(p.link(titleAlleenverdieners))
			p.press(p.button(buttonDecline))
			receipt := "/receipts/" + p.receiptNumber()
			p.slowly()
			for _, path := range []string{"/", "/offers", "/offers/" + r.offers[alleenverdieners], receipt} {
				p.visit("/" + code + path)
				moved, err := p.Evaluate(`() => document.fonts.ready.then(() => new Promise(done => {
					let sum = 0
					new PerformanceObserver(list => list.getEntries().forEach(e => sum += e.value)).observe({ type: "layout-shift", buffered: true })
					requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(Math.round(sum * 10000)))))
				}))`)
				check(t, err)
				if n, ok := moved.(int); !ok || n >= 100 {
					t.Errorf("%s %s: %v ten-thousandths of the screen move, want less than 100", code, path, moved)
				}
			}
		})
	}
}

// With ZEKER_BENCH=1, which make bench sets, it says after how many milliseconds a cheap
// phone shows the first words of a first visit: the median of nine.
func TestFirstPaint(t *testing.T) {
	if os.Getenv("ZEKER_BENCH") != "1" {
		t.Skip("make bench measures it")
	}
	w := openTown(t)
	for _, code := range []string{"nl", "ar", "ti"} {
		var took []float64
		for range 9 {
			p := w.open(t)
			p.slowly()
			p.visit("/" + code + "/")
			ms, err := p.Evaluate(`() => new Promise(done => new PerformanceObserver(list => {
				const first = list.getEntriesByName("first-contentful-paint")[0]
				if (first) done(first.startTime + .5)
			}).observe({ type: "paint", buffered: true }))`)
			check(t, err)
			first, _ := ms.(float64)
			took = append(took, first)
			p.context.Close()
		}
		slices.Sort(took)
		t.Logf("first words in %s after %.0f ms", code, took[len(took)/2])
	}
}
