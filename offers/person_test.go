package offers

import "testing"

func TestValidBSN(t *testing.T) {
	for bsn, want := range map[string]bool{
		"999990676": true, "000009866": true,
		"999990677": false, "99999067": false, "9999906760": false,
		"": false, "00000000a": false, "000000000": false,
	} {
		if got := ValidBSN(bsn); got != want {
			t.Errorf("ValidBSN(%q): got %v, want %v", bsn, got, want)
		}
	}
}
