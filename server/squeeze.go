package server

import (
	"bytes"
	"compress/gzip"
	"sync"

	"github.com/gofiber/fiber/v2"
)

// squeezers are at rest: one is larger than the page that it compresses. They work
// at the fastest level, which makes an offer's page of 39 kB one of 8.0 kB; the
// usual level would make it 6.7 kB and take five times as long.
var squeezers = sync.Pool{New: func() any {
	w, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed) // the level is valid
	return w
}}

// squeeze compresses a page that is ready to go out, for a browser that reads
// gzip.
//
// Only pages that were asked with GET are compressed. On those no word stands that
// came with the request, so nobody learns what else is on a page by having a
// resident's browser ask for it with guesses and looking at its length (BREACH).
func squeeze(c *fiber.Ctx) error {
	if c.Method() != fiber.MethodGet && c.Method() != fiber.MethodHead {
		return nil
	}
	c.Vary(fiber.HeaderAcceptEncoding)
	if !accepts(c.Get(fiber.HeaderAcceptEncoding), "gzip") {
		return nil
	}
	w, _ := squeezers.Get().(*gzip.Writer)
	defer squeezers.Put(w)
	var small bytes.Buffer
	w.Reset(&small)
	if _, err := w.Write(c.Response().Body()); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentEncoding, "gzip")
	c.Response().SetBodyRaw(small.Bytes())
	return nil
}
