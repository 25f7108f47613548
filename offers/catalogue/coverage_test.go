package catalogue_test

import "testing"

// The cases go the ways of the law of today, both ways of nearly every condition.
func TestCasesGoTheWaysOfTheLaw(t *testing.T) {
	l := library(t)
	seen, err := l.Coverage()
	if err != nil {
		t.Fatal(err)
	}
	missed, gone, all := seen.Missed(l.Laws())
	if all == 0 || gone*100 < all*80 {
		t.Errorf("%d of %d ways of the law are gone, want four in five:\n%v", gone, all, missed)
	}
}
