package server_test

import (
	"testing"

	"zeker/server"
)

func TestB13AnAccountIsChecked(t *testing.T) {
	const (
		none   = "field.account"
		length = "field.account_length"
		digits = "field.account_digits"
	)
	for name, test := range map[string]struct{ typed, number, trouble string }{
		"as a bank writes it":         {"NL91ABNA0417164300", "NL91ABNA0417164300", ""},
		"with spaces":                 {" NL91 ABNA 0417 1643 00 ", "NL91ABNA0417164300", ""},
		"with spaces that do not end": {"NL91\u00a0ABNA\u20090417 1643\t00", "NL91ABNA0417164300", ""},
		"lower case":                  {"nl91 abna 0417 1643 00", "NL91ABNA0417164300", ""},
		"the shortest":                {"NO93 8601 1117 947", "NO9386011117947", ""},
		"the longest":                 {"MT84 MALT 0110 0001 2345 MTLC AST0 01S", "MT84MALT011000012345MTLCAST001S", ""},
		"Germany":                     {"DE89 3704 0044 0532 0130 00", "DE89370400440532013000", ""},
		"Belgium":                     {"BE68 5390 0754 7034", "BE68539007547034", ""},
		"France, with a letter":       {"FR14 2004 1010 0505 0001 3M02 606", "FR1420041010050500013M02606", ""},
		"United Kingdom":              {"GB29 NWBK 6016 1331 9268 19", "GB29NWBK60161331926819", ""},
		"check digits below ten":      {"NL02 ABNA 0123 4567 89", "NL02ABNA0123456789", ""},

		"a wrong digit":           {"NL91 ABNA 0417 1643 01", "", digits},
		"two digits that changed": {"NL91 ABNA 0417 1634 00", "", digits},
		"two letters too":         {"NL91 ABAN 0417 1643 00", "", digits},
		"wrong check digits":      {"NL19 ABNA 0417 1643 00", "", digits},
		"another land's letters":  {"BE91 5390 0754 7034", "", digits},
		"check digits 99":         {"NL99 ABNA 0123 4567 89", "", digits},
		"a digit too many":        {"NL91 ABNA 0417 1643 000", "", length},
		"a digit too few":         {"NL91 ABNA 0417 1643 0", "", length},
		"longer than there is":    {"NL91 ABNA 0417 1643 0004 1716 4300 0417 1643 00", "", length},
		"only its beginning":      {"DE89", "", length},
		"the bank as digits":      {"NL91 1234 0417 1643 00", "", none},
		"letters in the number":   {"NL91 ABNA O417 1643 00", "", none},
		"an account of long ago":  {"417164300", "", none},
		"a land without such":     {"US91 ABNA 0417 1643 00", "", none},
		"a land we cannot pay to": {"TR33 0006 1005 1978 6457 8413 26", "", none},
		"points":                  {"NL91.ABNA.0417.1643.00", "", none},
		"figures of other tongues": {
			"NL91 ABNA ٠٤١٧ ١٦٤٣ ٠٠", "", none},
		"letters that look alike":    {"NL91 АBNA 0417 1643 00", "", none},
		"a letter that grows into I": {"FI21 1234 5600 0007 85ı", "", none},
		"too short for anything":     {"NL", "", none},
		"markup":                     {"<b>NL91</b>", "", none},
	} {
		number, masked, trouble := server.ReadIBAN(test.typed)
		if number != test.number || trouble != test.trouble {
			t.Errorf("%s: got %q, %q; want %q, %q", name, number, trouble, test.number, test.trouble)
		}
		want := ""
		if test.number != "" {
			want = test.number[:2] + " … " + test.number[len(test.number)-4:]
		}
		if masked != want {
			t.Errorf("%s: masked as %q, want %q", name, masked, want)
		}
	}
}
