package offers

import "zeker/offers/rules"

// Person is a resident as a source of the municipality describes them: who to
// write to, and what is known of the household.
type Person struct {
	BSN       string // nine digits that pass the 11-test
	Name      string
	Address   []string // lines as on an envelope
	Born      rules.Day
	BornYear  int       // the year of birth, of whom the register knows no day: Born then says nothing
	Reference rules.Day // the day the source describes
	// BornUnknown is of whom the register knows not even the year of birth: Born and BornYear
	// then say nothing.
	BornUnknown bool
	Record      Record
}

// ValidBSN reports whether s is nine digits that pass the 11-test.
func ValidBSN(s string) bool {
	if len(s) != 9 {
		return false
	}
	sum, digits := 0, 0
	for i, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
		weight := 9 - i
		if i == 8 {
			weight = -1
		}
		sum += weight * int(c-'0')
		digits += int(c - '0')
	}
	return digits > 0 && sum%11 == 0
}
