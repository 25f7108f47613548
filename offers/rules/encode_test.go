package rules

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"testing"
)

// TestNumbersOfEveryLength are read as they were written, and take no byte of
// what follows; cut off, or longer than a number can be, they are none.
func TestNumbersOfEveryLength(t *testing.T) {
	for shift := range 65 {
		for _, v := range []uint64{1<<shift - 1, 1 << shift, 1<<shift + 1} {
			w := writer{}
			w.count(v)
			w.whole(int64(v))
			w.whole(-int64(v))
			written := bytes.Clone(w.body)
			r := reader{src: append(written, 0xff)}
			if a, b, c := r.count(), r.whole(), r.whole(); a != v || b != int64(v) || c != -int64(v) || r.at != len(w.body) || r.broken {
				t.Errorf("%d is read as %d, %d and %d, in %d of %d bytes", v, a, b, c, r.at, len(w.body))
			}
			cut := reader{src: appendCount(nil, v)}
			cut.src = cut.src[:len(cut.src)-1]
			if cut.count(); !cut.broken {
				t.Errorf("%d is read without its last byte", v)
			}
		}
	}
	if r := (reader{src: bytes.Repeat([]byte{0x80}, 20)}); r.count() != 0 || !r.broken || r.at != 10 {
		t.Errorf("a number without end is read, in %d bytes", r.at)
	}
	if short := appendCount(nil, 127); len(short) != 1 {
		t.Errorf("127 takes %d bytes", len(short))
	}
}

// TestNumbersBelowALimit are places in a list: the length of the list is none.
func TestNumbersBelowALimit(t *testing.T) {
	for v, want := range map[uint64]bool{0: true, 6: true, 7: false, 8: false, 1 << 63: false} {
		r := reader{src: appendCount(nil, v)}
		if got := r.below(7); r.broken == want || want && uint64(got) != v {
			t.Errorf("%d below 7: %d, broken %v", v, got, r.broken)
		}
	}
	// Each thing takes a byte at least, so there cannot be more than there are bytes.
	for many, want := range map[uint64]bool{3: true, 4: true, 5: false} {
		r := reader{src: append([]byte{7, 7, byte(many)}, 1, 2, 3)}
		r.count()
		r.count()
		if r.many(); r.broken == want {
			t.Errorf("%d things in three bytes: broken %v", many, r.broken)
		}
	}
}

// TestTheChecksumIsFNV1a, which other programs can compute too.
func TestTheChecksumIsFNV1a(t *testing.T) {
	for _, text := range []string{"", "a", "wet 2026-01-01: article 2", "\x00\xff\x80"} {
		h := fnv.New64a()
		h.Write([]byte(text))
		if got := checksum([]byte(text)); got != h.Sum64() {
			t.Errorf("checksum of %q is %x, want %x", text, got, h.Sum64())
		}
	}
}

// TestAFactIsReadAsItWasWritten, once: what is written and read twice could be
// turned twice.
func TestAFactIsReadAsItWasWritten(t *testing.T) {
	b := NewBuilder()
	facts := []Fact{
		{Name: "a", Type: Number, Scale: 2, Min: -7, Max: 9, Unit: "euro", Null: true},
		{Name: "b", Type: Number, Max: 1, Judged: true}, {Name: "c", Type: Number, Max: 1},
	}
	for _, f := range facts {
		if _, err := b.Fact(f); err != nil {
			t.Fatal(err)
		}
	}
	p, err := b.Program()
	if err != nil {
		t.Fatal(err)
	}
	read, _, err := Decode(p.append(nil, false))
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range read.Facts() {
		if got, want := fmt.Sprintf("%#v", f), fmt.Sprintf("%#v", facts[i]); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
