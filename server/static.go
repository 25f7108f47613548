package server

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/gofiber/fiber/v2"

	"zeker/ui"
)

// assets are the files that pages link to, by the name they are served under:
// name.<hash>.ext. The name changes with the content, so a browser may keep a
// file for ever.
type assets struct {
	files  map[string]*asset
	hrefs  map[string]string // "zeker.css" -> "/static/zeker.1a2b3c4d5e6f7890.css"
	hashes map[string]string // "zeker.css" -> its SHA-256, hexadecimal
}

// asset is one file, compressed once at start.
type asset struct {
	contentType string
	policy      string  // a content policy of its own, "" for that of every response
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
	".css":    "text/css; charset=utf-8",
	".js":     "text/javascript; charset=utf-8",
	".json":   "application/json",
	".svg":    "image/svg+xml",
	".png":    "image/png",
	".ico":    "image/x-icon",
	".woff2":  "font/woff2",
	".wasm":   "application/wasm",
	".bundle": "application/octet-stream",
}

// policies are the content policies of files that need one of their own.
var policies = map[string]string{checkWorker: workerPolicy}

// made are the assets of this process, by the name that they are served under.
// Compressing is the longest part of a start: portals that start in one process
// share what is the same.
var made sync.Map // string -> *asset

// newAssets reads all files of a folder and compresses those that are text.
func newAssets(files fs.FS) (*assets, error) {
	all := &assets{files: map[string]*asset{}, hrefs: map[string]string{}, hashes: map[string]string{}}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) == packed {
			return err
		}
		body, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		br, err := fs.ReadFile(files, name+packed)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if path.Ext(name) == ".js" && name != checkWorker { // which carries a licence of others
			body = forReaders.ReplaceAll(body, nil)
		}
		return all.add(name, all.imports(body), br)
	})
	return all, err
}

// forReaders is what of a script only people need, comments and room: a third of what a
// resident would pay for. Who wants to read it finds it in the source.
var forReaders = regexp.MustCompile(`(?m)^[ \t]*(?://.*\n|\n)?`)

// imports gives the modules that a script imports by name, as './check.js', and the
// fonts of a style sheet the names under which they are served; what a script only
// begins with, as import './exit.js', it takes in. A file stands after
// what it asks for, in the order of names.
func (all *assets) imports(body []byte) []byte {
	for name, href := range all.hrefs {
		switch path.Ext(name) {
		case ".js":
			body = bytes.ReplaceAll(body, []byte("import './"+name+"'\n"), all.block(href))
			body = bytes.ReplaceAll(body, []byte("'./"+name+"'"), []byte("'"+href+"'"))
		case ".woff2":
			body = bytes.ReplaceAll(body, []byte("./"+name), []byte(href))
		}
	}
	return body
}

// block is a script that another imports for nothing but what it does, as a part of that
// one: a request of its own would cost a resident more than most scripts do.
func (all *assets) block(href string) []byte {
	body := all.files[path.Base(href)].forms[2].body
	return slices.Concat([]byte("{\n"), body, []byte("}\n"))
}

// packed is the extension of a file that was compressed when the program was
// built: the module takes seconds, which no start should.
const packed = ".br"

// lookSheet is the municipality's colours, as a style sheet after our own.
const lookSheet = "look.css"

// addLook serves the colours of a municipality, if it has its own. A style sheet
// that was not built is found here, at the start and not on a bare page.
func (all *assets) addLook(look ui.Look) error {
	if all.hrefs["zeker.css"] == "" {
		return errors.New("ui/static/zeker.css is not there: run make styles, and build again")
	}
	if look == (ui.Look{}) {
		return nil
	}
	css, err := look.CSS()
	if err != nil {
		return err
	}
	return all.add(lookSheet, css, nil)
}

// add serves a file; br is its content at brotli, nil to compress it here.
func (all *assets) add(name string, body, br []byte) error {
	sum := sha256.Sum256(body)
	hash, ext := hex.EncodeToString(sum[:]), path.Ext(name)
	served := strings.TrimSuffix(path.Base(name), ext) + "." + hash[:hashDigits] + ext
	if all.files[served] != nil {
		return fmt.Errorf("asset %s: another file has that name and content", name)
	}
	a, ok := made.Load(served)
	if !ok {
		fresh, err := newAsset(name, hash[:hashDigits], body, br)
		if err != nil {
			return fmt.Errorf("asset %s: %w", name, err)
		}
		a, _ = made.LoadOrStore(served, fresh)
	}
	all.files[served] = a.(*asset)
	all.hrefs[name], all.hashes[name] = "/static/"+served, hash
	return nil
}

func newAsset(name, hash string, body, br []byte) (*asset, error) {
	a := &asset{contentType: contentTypes[path.Ext(name)], policy: policies[name]}
	if a.contentType == "" {
		return nil, fmt.Errorf("no content type for %q", path.Ext(name))
	}
	var err error
	if br == nil {
		br, err = compressed(body, func(b *bytes.Buffer) writeCloser { return brotli.NewWriterLevel(b, brotli.BestCompression) })
	}
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
func (s *Server) static(v *visit) error {
	a := s.assets.files[v.Params("name")]
	if a == nil {
		return errNotFound
	}
	f := a.choose(v.Get(fiber.HeaderAcceptEncoding))
	v.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
	v.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	v.Set(fiber.HeaderETag, f.etag)
	if a.policy != "" {
		v.Set(fiber.HeaderContentSecurityPolicy, a.policy)
	}
	if matches(v.Get(fiber.HeaderIfNoneMatch), f.etag) {
		return v.SendStatus(fiber.StatusNotModified)
	}
	v.Set(fiber.HeaderContentType, a.contentType)
	if f.coding != "" {
		v.Set(fiber.HeaderContentEncoding, f.coding)
	}
	v.Response().SetBodyRaw(f.body)
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
