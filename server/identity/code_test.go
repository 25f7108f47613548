package identity_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"

	"zeker/server/identity"
)

func newCode(t testing.TB, random io.Reader) identity.Code {
	t.Helper()
	code, err := identity.NewCode(random)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func TestB12CodesHave64BitsOrMore(t *testing.T) {
	printed := regexp.MustCompile(`^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$`)
	seen := map[identity.Code]bool{}
	var ones [len(identity.Code{}) * 5]int
	const n = 4096
	for range n {
		code := newCode(t, rand.Reader)
		if s := code.String(); !printed.MatchString(s) {
			t.Fatalf("printed as %q", s)
		}
		seen[code] = true
		for i := range ones {
			ones[i] += int(code[i/5]>>(i%5)) & 1
		}
	}
	if len(seen) != n {
		t.Errorf("%d codes of %d are different", len(seen), n)
	}
	if len(ones) < 64 {
		t.Errorf("a code has %d bits, want 64 or more", len(ones))
	}
	for i, count := range ones {
		// Half of 4096, give or take ten standard deviations of 32.
		if count < n/2-320 || count > n/2+320 {
			t.Errorf("bit %d is one in %d of %d codes", i, count, n)
		}
	}
}

func TestCodeIsReadAsPeopleTypeIt(t *testing.T) {
	// The first two symbols are 1 and 0.
	code := newCode(t, bytes.NewReader(append([]byte{1, 0}, bytes.Repeat([]byte{10}, 13)...)))
	printed := code.String()
	for situation, typed := range map[string]string{
		"as printed":          printed,
		"in small letters":    strings.ToLower(printed),
		"without dashes":      strings.ReplaceAll(printed, "-", ""),
		"with spaces":         " " + strings.ReplaceAll(printed, "-", "  ") + " ",
		"with a phone's dash": strings.ReplaceAll(printed, "-", "\u2013"),
		"O for 0":             strings.ReplaceAll(printed, "0", "o"),
		"I for 1":             strings.ReplaceAll(printed, "1", "I"),
		"L for 1":             strings.ReplaceAll(printed, "1", "l"),
	} {
		t.Run(situation, func(t *testing.T) {
			got, err := identity.ParseCode(typed)
			if err != nil || got != code {
				t.Errorf("%q: got %v, %v; want %v", typed, got, err, code)
			}
		})
	}
}

func TestCodeWithASlipIsRefused(t *testing.T) {
	code := newCode(t, rand.Reader)
	printed := strings.ReplaceAll(code.String(), "-", "")
	const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	refused := func(typed string) {
		t.Helper()
		if got, err := identity.ParseCode(typed); !errors.Is(err, identity.ErrCode) || got != (identity.Code{}) {
			t.Errorf("%q for %q: got %v, %v; want the zero code and ErrCode", typed, printed, got, err)
		}
	}
	for i := range printed {
		for _, c := range alphabet {
			if byte(c) != printed[i] {
				refused(printed[:i] + string(c) + printed[i+1:])
			}
		}
		for j := i + 1; j < len(printed); j++ {
			if printed[i] != printed[j] {
				swapped := []byte(printed)
				swapped[i], swapped[j] = swapped[j], swapped[i]
				refused(string(swapped))
			}
		}
		refused(printed[:i])
	}
	for _, typed := range []string{"", " ", "-", printed + "0", printed + printed, strings.Repeat("0", 16),
		strings.Repeat("-", 100) + printed, "U" + printed[1:], printed[:15] + "\xff", "\u0661" + printed[1:], printed[:15] + "\x00"} {
		refused(typed)
	}
}

func TestB12HashNeedsThePepper(t *testing.T) {
	code, other := newCode(t, rand.Reader), newCode(t, rand.Reader)
	pepper := []byte("one pepper")
	if !bytes.Equal(code.Hash(pepper), code.Hash(pepper)) {
		t.Error("one code has two hashes")
	}
	if bytes.Equal(code.Hash(pepper), code.Hash([]byte("another"))) {
		t.Error("the pepper does not change the hash")
	}
	if bytes.Equal(code.Hash(pepper), other.Hash(pepper)) {
		t.Error("two codes have one hash")
	}
}

func TestNewCodeFailsWithoutRandomness(t *testing.T) {
	if _, err := identity.NewCode(strings.NewReader("short")); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("got %v, want an unexpected end", err)
	}
}

func FuzzParseCode(f *testing.F) {
	f.Add("0000-0000-0000-0000")
	f.Add(newCode(f, bytes.NewReader(bytes.Repeat([]byte{7}, 15))).String())
	f.Add("\xff\xfe o1l \u2013")
	f.Fuzz(func(t *testing.T, typed string) {
		code, err := identity.ParseCode(typed)
		if err != nil {
			if code != (identity.Code{}) {
				t.Errorf("%q: an error and the code %v", typed, code)
			}
			return
		}
		again, err := identity.ParseCode(code.String())
		if err != nil || again != code {
			t.Errorf("%q reads as %v, which reads as %v, %v", typed, code, again, err)
		}
	})
}
