package offers

import (
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// fill gives every field a random value, so that a field that the coder forgets
// shows up as a difference.
func fill(t *rapid.T, v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(t, v.Field(i))
		}
	case reflect.Slice:
		n := rapid.IntRange(1, 3).Draw(t, "n")
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			fill(t, v.Index(i))
		}
	case reflect.Array:
		for i := range v.Len() {
			fill(t, v.Index(i))
		}
	case reflect.String:
		v.SetString(rapid.StringN(1, 12, -1).Draw(t, "s"))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(rapid.Int64().Draw(t, "n"))
	case reflect.Int32:
		v.SetInt(int64(rapid.Int32().Draw(t, "n")))
	default:
		t.Fatalf("fill does not know %s; teach it", v.Type())
	}
}

func TestCoderReadsWhatItWrote(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var want, got Scheme
		fill(t, reflect.ValueOf(&want).Elem())
		w := coder{}
		w.scheme(&want)
		r := coder{buf: w.buf, reading: true}
		r.scheme(&got)
		if r.err != nil || len(r.buf) != 0 {
			t.Fatalf("reading: err %v, %d bytes left", r.err, len(r.buf))
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("got %+v\nwant %+v", got, want)
		}
	})
}

func emptyBundle() []byte {
	return (&Catalogue{Municipality: "zonnedijk", Name: "Gemeente Zonnedijk"}).AppendBinary(nil)
}

func TestDecodeRefusesDamage(t *testing.T) {
	bundle := emptyBundle()
	if _, err := Decode(bundle); err != nil {
		t.Fatal(err)
	}
	for n := range bundle {
		if _, err := Decode(bundle[:n]); err == nil {
			t.Errorf("cut at byte %d: accepted", n)
		}
		altered := append([]byte(nil), bundle...)
		altered[n] ^= 0x10
		if _, err := Decode(altered); err == nil {
			t.Errorf("altered at byte %d: accepted", n)
		}
	}
	if _, err := Decode(append(append([]byte(nil), bundle...), 0)); err == nil {
		t.Error("a byte too many: accepted")
	}
}

func TestDecodeNamesAnotherVersion(t *testing.T) {
	bundle := emptyBundle()
	bundle[len(bundleMark)]++
	_, err := Decode(bundle)
	if err == nil || !strings.Contains(err.Error(), "another version") {
		t.Errorf("got %v, want a refusal that names the version", err)
	}
}

// G1: bytes from outside never break the reader.
func FuzzDecode(f *testing.F) {
	f.Add(emptyBundle())
	f.Add([]byte("zeker"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if c, err := Decode(b); err == nil && c == nil {
			t.Error("no error and no catalogue")
		}
		// Past the checksum too, where a damaged length does its harm.
		r := coder{buf: b, reading: true}
		r.catalogue(new(Catalogue))
	})
}
