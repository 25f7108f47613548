package rules

import "math/bits"

// factSet is a set of facts of a program that has setLimit of them at most.
type factSet [setLimit / 64]uint64

const setLimit = 256

func (s *factSet) add(fact int) { s[fact>>6] |= 1 << (fact & 63) }

func (s *factSet) join(t *factSet) {
	for i := range s {
		s[i] |= t[i]
	}
}

func (s *factSet) has(fact int) bool { return s[fact>>6]>>(fact&63)&1 != 0 }

// without returns how many facts are in s and not in t.
func (s *factSet) without(t *factSet) int {
	n := 0
	for i := range s {
		n += bits.OnesCount64(s[i] &^ t[i])
	}
	return n
}
