package server

import (
	"bytes"
	"context"
	"sync"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"zeker/offers/rules"
	"zeker/ui"
)

// stills are pages that have nothing of a request on them, each written once a day in
// each language: the day stands on those of a demo, and decides which schemes there are.
type stills struct {
	mu    sync.Mutex
	on    rules.Day
	pages map[string]*still // by address
}

// still is such a page, as it is and compressed.
type still struct{ plain, small []byte }

// page returns a page of a day, which write writes when nobody asked for it on that day.
func (t *stills) page(on rules.Day, address string, write func() (*still, error)) (p *still, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.pages == nil || t.on != on {
		t.on, t.pages = on, map[string]*still{}
	}
	if p = t.pages[address]; p == nil {
		if p, err = write(); err == nil {
			t.pages[address] = p
		}
	}
	return p, err
}

// still shows a page that is the same for everybody who did not come in. For who did, its
// frame is theirs.
func (v *visit) still(path string, page func(*ui.Frame) templ.Component) error {
	if v.cameIn() {
		return v.show(fiber.StatusOK, page(v.frame(path)))
	}
	p, err := v.s.stills.page(v.s.cfg.Today(), "/"+v.l.Code()+path, func() (*still, error) {
		var b bytes.Buffer
		if err := page(v.frame(path)).Render(context.Background(), &b); err != nil {
			return nil, err
		}
		small, err := squeezed(b.Bytes())
		return &still{b.Bytes(), small}, err
	})
	if err != nil {
		return err
	}
	v.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
	v.Response().SetBodyRaw(p.plain)
	if takesGzip(v.Ctx) {
		v.Set(fiber.HeaderContentEncoding, "gzip")
		v.Response().SetBodyRaw(p.small)
	}
	return nil
}
