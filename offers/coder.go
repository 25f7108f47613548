package offers

import "zeker/offers/rules"

// coder writes or reads the bundle. Each type is described once, for both
// directions, so that what is written is what is read.
type coder struct {
	buf     []byte
	reading bool
	err     error
	// write appends a program. It is a value so that the browser's module, which
	// only reads, does not carry the code that writes.
	write func(*rules.Program, []byte) []byte
}

// A bundle is read once: what is called for each of its fields is not inlined,
// because that would weigh two kB on every browser.

const errCut = Error("bundle: it ends too early; fetch it again")

// maxList bounds how many elements a length in a damaged bundle may claim.
const maxList = 1 << 16

func (c *coder) num(n *int64) {
	if !c.reading {
		u := uint64(*n)<<1 ^ uint64(*n>>63) // small negatives stay small
		for ; u >= 0x80; u >>= 7 {
			c.buf = append(c.buf, byte(u)|0x80)
		}
		c.buf = append(c.buf, byte(u))
		return
	}
	var u uint64
	for shift := 0; ; shift += 7 {
		if c.err != nil || len(c.buf) == 0 || shift > 63 {
			c.fail(errCut)
			return
		}
		b := c.buf[0]
		c.buf = c.buf[1:]
		u |= uint64(b&0x7f) << shift
		if b < 0x80 {
			break
		}
	}
	*n = int64(u>>1) ^ -int64(u&1)
}

//go:noinline
func (c *coder) fail(err error) {
	if c.err == nil {
		c.err = err
	}
}

//go:noinline
func (c *coder) length(n int) int {
	v := int64(n)
	c.num(&v)
	if c.reading && (v < 0 || v > maxList || int(v) > len(c.buf)) {
		c.fail(errCut)
		return 0
	}
	return int(v)
}

func (c *coder) text(s *string) {
	n := c.length(len(*s))
	if !c.reading {
		c.buf = append(c.buf, *s...)
		return
	}
	if c.err == nil {
		*s, c.buf = string(c.buf[:n]), c.buf[n:]
	}
}

//go:noinline
func (c *coder) flag(b *bool) {
	var n int64
	if *b {
		n = 1
	}
	c.num(&n)
	*b = n != 0
}

//go:noinline
func integer[T ~int | ~int32 | ~int64](c *coder, v *T) {
	n := int64(*v)
	c.num(&n)
	*v = T(n)
}

//go:noinline
func word[T ~string](c *coder, v *T) {
	s := string(*v)
	c.text(&s)
	*v = T(s)
}

func (c *coder) program(p **rules.Program) {
	if !c.reading {
		c.buf = c.write(*p, c.buf)
		return
	}
	if c.err != nil {
		return
	}
	program, rest, err := rules.Decode(c.buf)
	if err != nil {
		c.fail(err)
		return
	}
	*p, c.buf = program, rest
}
