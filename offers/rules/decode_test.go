package rules_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"zeker/offers/rules"
)

// TestADamagedProgramIsRefused: cut at any place, with any byte altered, or of an
// older form, it is an error in words and never a program.
func TestADamagedProgramIsRefused(t *testing.T) {
	form := allowance(t).AppendBinary(nil)
	if _, rest, err := rules.Decode(form); err != nil || len(rest) != 0 {
		t.Fatalf("got %v", err)
	}
	refused := func(b []byte, want string) {
		t.Helper()
		p, _, err := rules.Decode(b)
		if err == nil || p != nil || !strings.Contains(err.Error(), want) {
			t.Fatalf("got %v, want one that says %q", err, want)
		}
	}
	for n := range form {
		refused(form[:n], "cut off")
	}
	for i := range form {
		for bit := range 8 {
			altered := slices.Clone(form)
			altered[i] ^= 1 << bit
			refused(altered, "")
		}
	}
	refused([]byte("PK, a zip file"), "no program")
	old := slices.Clone(form)
	old[2] = 0
	refused(old, "form that this version does not read")
	altered := slices.Clone(form)
	altered[len(form)/2]++
	refused(altered, "altered")
}

// FuzzDecode: bytes with a right checksum make a program that can be used, or an
// error; never a panic, and never more memory than the bytes are worth.
func FuzzDecode(f *testing.F) {
	f.Add(allowance(f).AppendBinary(nil))
	f.Add(zorgtoeslag(f).AppendBinary(nil))
	f.Add(alleenverdieners(f).AppendBinary(nil))
	f.Fuzz(func(t *testing.T, src []byte) {
		src = rules.Sealed(src)
		p, _, err := rules.Decode(src)
		if err != nil {
			return
		}
		again := p.AppendBinary(nil)
		q, _, err := rules.Decode(again)
		if err != nil {
			t.Fatalf("what was decoded and written again is refused: %v", err)
		}
		if !bytes.Equal(again, q.AppendBinary(nil)) {
			t.Fatal("the compact form does not stay the same")
		}
		fr := p.NewFrame()
		outputs := make([]int, len(p.Outputs()))
		for i := range outputs {
			outputs[i] = i
		}
		for round := range 3 {
			for i, fact := range p.Facts() {
				switch {
				case round == 1 && i%2 == 0:
					continue
				case fact.Null && round > 0:
					_ = fr.KnowNull(i)
				default:
					_ = fr.Know(i, choose(round == 0, fact.Min, fact.Max))
				}
			}
			for i, o := range p.Outputs() {
				if o.Type == rules.Bool && i%2 == round {
					_ = fr.Criterion(i, round == 1)
				}
			}
			for entry := range entries(p) {
				_ = fr.Evaluate(entry)
				_ = fr.Decide(entry)
			}
			fr.Judged(fr.Missing(nil, outputs...), outputs...)
			fr.Reset()
		}
	})
}

func choose[T any](yes bool, a, b T) T {
	if yes {
		return a
	}
	return b
}

// entries counts the entries of a program.
func entries(p *rules.Program) int { return p.Entries() }
