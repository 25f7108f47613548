package rules_test

import (
	"fmt"
	"math/rand/v2"
	"os"
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

// TestADecodedProgramSaysWhatItIsOf: its facts, its outputs and what it asks first
// are those that were built.
func TestADecodedProgramSaysWhatItIsOf(t *testing.T) {
	l := newLaw(t)
	ever := l.fact(rules.Fact{Name: "ever", Type: rules.Date, Min: int64(rules.FirstDay), Max: int64(rules.LastDay), Null: true})
	word := l.fact(rules.Fact{Name: "word", Type: rules.Text, Symbols: []string{"yes", "no"}, Judged: true})
	price := l.fact(rules.Fact{Name: "price", Type: rules.Number, Scale: 18, Min: -1<<63 + 1, Max: 1<<63 - 1, Unit: "euro"})
	for name, n := range map[string]rules.Node{"day": ever, "word": word, "price": price} {
		l.output(name, n)
	}
	rare := l.program(rules.Entry{Name: "all", Outputs: []string{"day", "word", "price"}, Ask: []string{"price", "ever"}})
	for name, p := range map[string]*rules.Program{"rare": rare, "allowance": allowance(t), "zorgtoeslag": zorgtoeslag(t)} {
		q, _, err := rules.Decode(p.AppendBinary(nil))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got, want := fmt.Sprintf("%#v %#v", q.Facts(), q.Outputs()), fmt.Sprintf("%#v %#v", p.Facts(), p.Outputs()); got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
		}
		outputs := make([]int, 3)
		for i, o := range []string{"day", "word", "price"} {
			outputs[i] = p.OutputIndex(o)
		}
		if name == "rare" && !slices.Equal(q.NewFrame().Missing(nil, outputs...), []int{2, 0}) {
			t.Errorf("missing %v, want the price and then the day", q.NewFrame().Missing(nil, outputs...))
		}
	}
}

// FuzzDecode: bytes with a right checksum make a program that can be used, or an
// error; never a panic, and never more memory than the bytes are worth.
func FuzzDecode(f *testing.F) {
	f.Add(allowance(f).AppendBinary(nil))
	f.Add(zorgtoeslag(f).AppendBinary(nil))
	f.Add(alleenverdieners(f).AppendBinary(nil))
	f.Fuzz(func(t *testing.T, src []byte) { use(t, rules.Sealed(src)) })
}

// TestForgedProgramsNeverPanic: bytes altered at random, with a checksum that is
// right again.
func TestForgedProgramsNeverPanic(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	forms := [][]byte{allowance(t).AppendBinary(nil), zorgtoeslag(t).AppendBinary(nil), alleenverdieners(t).AppendBinary(nil)}
	many, used := 3_000, 0
	if os.Getenv("ZEKER_PROOF") != "" {
		many *= 20
	}
	for range many {
		form := slices.Clone(forms[r.IntN(len(forms))])
		for range 1 + r.IntN(3) {
			form[5+r.IntN(len(form)-13)] ^= byte(1 << r.IntN(8))
		}
		if use(t, rules.Sealed(form)) {
			used++
		}
	}
	if used == 0 {
		t.Error("none was taken: this tests too little")
	}
}

// use decodes a program and evaluates it in every way; false when it is refused.
func use(t *testing.T, src []byte) bool {
	p, _, err := rules.Decode(src)
	if err != nil {
		return false
	}
	if q, _, err := rules.Decode(p.AppendBinary(nil)); err != nil || len(q.Facts()) != len(p.Facts()) {
		t.Fatalf("what was decoded and written again is refused: %v", err)
	}
	f := p.NewFrame()
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
				_ = f.KnowNull(i)
			default:
				_ = f.Know(i, choose(round == 0, fact.Min, fact.Max))
			}
		}
		for entry := range p.Entries() {
			_ = f.Evaluate(entry)
			_ = f.Decide(entry)
		}
		f.Judged(f.Missing(nil, outputs...), outputs...)
		for i, o := range p.Outputs() {
			_, _ = f.Sum(i)
			_, _ = f.Why(i)
			if o.Type == rules.Bool && i%2 == round {
				_ = f.Criterion(i, round == 1)
			}
		}
		for entry := range p.Entries() {
			_ = f.Decide(entry)
		}
		f.Reset()
	}
	return true
}

func choose[T any](yes bool, a, b T) T {
	if yes {
		return a
	}
	return b
}
