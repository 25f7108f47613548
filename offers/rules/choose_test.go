package rules

import "testing"

// TestIfWithEqualBranches: a condition that may fail is kept, but it cannot make
// a choice between 0 and 0, or 1 and 1, into anything else.
func TestIfWithEqualBranches(t *testing.T) {
	for _, want := range []int64{0, 1} {
		b := NewBuilder()
		fact, err := b.Fact(Fact{Name: "b", Type: Bool})
		if err != nil {
			t.Fatal(err)
		}
		n, err := b.Op(If, Source{}, fact, b.Number(want, 0), b.Number(want, 0))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := b.Output("out", Source{}, n); err != nil {
			t.Fatal(err)
		}
		p, err := b.Program(Entry{Name: "all", Outputs: []string{"out"}})
		if err != nil {
			t.Fatal(err)
		}
		f := p.NewFrame()
		for answer := range int64(2) {
			for i := range p.Facts() {
				if err := f.Know(i, answer); err != nil {
					t.Fatal(err)
				}
			}
			if err := f.Evaluate(0); err != nil {
				t.Fatal(err)
			}
			if got, _, _ := f.Output(0); got != want {
				t.Errorf("b is %d: got %d, want %d", answer, got, want)
			}
		}
	}
}
