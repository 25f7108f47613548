package rules

import "math/bits"

// factSet is a set of facts of a program that has setLimit of them at most.
type factSet [setLimit / 64]uint64

const setLimit = 256

func (s *factSet) add(fact int) { s[fact>>6] |= 1 << (fact & 63) }

func (s *factSet) remove(fact int) { s[fact>>6] &^= 1 << (fact & 63) }

func (s *factSet) count() (n int) {
	for _, word := range s {
		n += bits.OnesCount64(word)
	}
	return n
}

func (s *factSet) join(t *factSet) {
	for i := range s {
		s[i] |= t[i]
	}
}

func (s *factSet) has(fact int) bool { return s[fact>>6]>>(fact&63)&1 != 0 }
