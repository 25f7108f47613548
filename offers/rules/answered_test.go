package rules_test

import (
	"testing"

	"pgregory.net/rapid"
)

// TestAnswersLeaveNoMoreOpen: what is known without the true answers of sources
// is known with them.
func TestAnswersLeaveNoMoreOpen(t *testing.T) {
	check(t, 50_000, func(t *rapid.T) {
		r := draw(t)
		list := r.household(t)
		want, err := r.want(r.outputs, list)
		if err != nil {
			return
		}
		f := r.p.NewFrame()
		for i, v := range list {
			if rapid.Bool().Draw(t, "known") {
				know(t, f, i, v)
			}
		}
		if err := f.Decide(0); err != nil {
			t.Fatal(err)
		}
		var lo, hi [3]int64
		for o := range want {
			lo[o], hi[o], _ = f.Output(o)
		}
		for _, o := range []int{0, 1} {
			if rapid.Bool().Draw(t, "answered") {
				if err := f.Criterion(o, want[o] != 0); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := f.Decide(0); err != nil {
			t.Fatal(err)
		}
		for o := range want {
			if from, to, _ := f.Output(o); from < lo[o] || to > hi[o] {
				t.Fatalf("output %d is %d to %d, and with answers %d to %d\n%s", o, lo[o], hi[o], from, to, r.p.Dump(0))
			}
		}
	})
}
