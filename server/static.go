package server

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/gofiber/fiber/v2"
)

// assets are the files that pages link to, by the name they are served under:
// name.<hash>.ext. The name changes with the content, so a browser may keep a
// file for ever.
type assets struct {
	files map[string]*asset
	hrefs map[string]string // "zeker.css" -> "/static/zeker.1a2b3c4d5e6f7890.css"
}

// asset is one file, compressed once at start.
type asset struct {
	contentType string
	forms       [3]form // in the order we like to send them
}

// form is an asset in one content coding; body is nil when the coding does not
// make it smaller.
type form struct {
	coding string
	etag   string
	body   []byte
}

// hashDigits is how much of the SHA-256 stands in a name: 64 bits, so that two
// versions of a file never share a name.
const hashDigits = 16

// contentTypes are those of the files that pages use. A table of our own,
// because package mime reads the machine's.
var contentTypes = map[string]string{
	".css":   "text/css; charset=utf-8",
	".js":    "text/javascript; charset=utf-8",
	".json":  "application/json",
	".svg":   "image/svg+xml",
	".png":   "image/png",
	".ico":   "image/x-icon",
	".woff2": "font/woff2",
	".wasm":  "application/wasm",
}

// newAssets reads all files of a folder and compresses those that are text.
func newAssets(files fs.FS) (*assets, error) {
	all := &assets{files: map[string]*asset{}, hrefs: map[string]string{}}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		a, err := newAsset(name, body)
		if err != nil {
			return fmt.Errorf("asset %s: %w", name, err)
		}
		sum := sha256.Sum256(body)
		ext := path.Ext(name)
		base := strings.TrimSuffix(path.Base(name), ext)
		served := base + "." + hex.EncodeToString(sum[:])[:hashDigits] + ext
		if all.files[served] != nil {
			return fmt.Errorf("asset %s: another file has that name and content", name)
		}
		all.files[served] = a
		all.hrefs[name] = "/static/" + served
		return nil
	})
	return all, err
}

func newAsset(name string, body []byte) (*asset, error) {
	a := &asset{contentType: contentTypes[path.Ext(name)]}
	if a.contentType == "" {
		return nil, fmt.Errorf("no content type for %q", path.Ext(name))
	}
	br, err := compressed(body, func(b *bytes.Buffer) writeCloser { return brotli.NewWriterLevel(b, brotli.BestCompression) })
	if err != nil {
		return nil, err
	}
	gz, err := compressed(body, func(b *bytes.Buffer) writeCloser {
		w, _ := gzip.NewWriterLevel(b, gzip.BestCompression) // the level is valid
		return w
	})
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(body)
	hash := hex.EncodeToString(sum[:])[:hashDigits]
	a.forms = [3]form{
		{"br", `"` + hash + `-br"`, br},
		{"gzip", `"` + hash + `-gzip"`, gz},
		{"", `"` + hash + `"`, body},
	}
	return a, nil
}

type writeCloser interface {
	Write([]byte) (int, error)
	Close() error
}

// compressed returns nil when compression does not make the body smaller, as
// with fonts and pictures.
func compressed(body []byte, to func(*bytes.Buffer) writeCloser) ([]byte, error) {
	var b bytes.Buffer
	w := to(&b)
	if _, err := w.Write(body); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	if b.Len() >= len(body) {
		return nil, nil
	}
	return b.Bytes(), nil
}

// static serves /static/:name.
func (s *Server) static(c *fiber.Ctx) error {
	a := s.assets.files[c.Params("name")]
	if a == nil {
		return errNotFound
	}
	f := a.choose(c.Get(fiber.HeaderAcceptEncoding))
	c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
	c.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	c.Set(fiber.HeaderETag, f.etag)
	if matches(c.Get(fiber.HeaderIfNoneMatch), f.etag) {
		return c.SendStatus(fiber.StatusNotModified)
	}
	c.Set(fiber.HeaderContentType, a.contentType)
	if f.coding != "" {
		c.Set(fiber.HeaderContentEncoding, f.coding)
	}
	c.Response().SetBodyRaw(f.body)
	return nil
}

// choose picks the first form that the reader accepts. Fiber's own choice gives
// brotli to a reader that sends no header, and gzip to one that lists it first.
func (a *asset) choose(accept string) *form {
	for i := range a.forms {
		if f := &a.forms[i]; f.body != nil && f.coding != "" && accepts(accept, f.coding) {
			return f
		}
	}
	return &a.forms[len(a.forms)-1]
}

// accepts reads an Accept-Encoding header (RFC 9110, 12.5.3).
func accepts(header, coding string) bool {
	any := false
	for part := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(part, ";")
		name = strings.TrimSpace(name)
		if !strings.EqualFold(name, coding) && name != "*" {
			continue
		}
		wanted := true
		if key, value, _ := strings.Cut(strings.TrimSpace(params), "="); strings.EqualFold(strings.TrimSpace(key), "q") {
			q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
			wanted = err == nil && q > 0
		}
		if name != "*" {
			return wanted // a coding by name counts before the star
		}
		any = wanted
	}
	return any
}

// matches reads an If-None-Match header: weak comparison, as the standard says.
func matches(header, etag string) bool {
	for part := range strings.SplitSeq(header, ",") {
		if p := strings.TrimSpace(part); p == "*" || strings.TrimPrefix(p, "W/") == etag {
			return true
		}
	}
	return false
}
