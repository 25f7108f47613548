package server

import (
	"strings"
	"unicode"
)

// iban is the number of a bank account, checked as ISO 13616 says; "" for none.
type iban string

// ibanLengths are the lengths of the numbers of the lands of SEPA, which the
// municipality can pay to, by the letters that they begin with (IBAN registry).
var ibanLengths = map[string]int{
	"AD": 24, "AL": 28, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20,
	"ES": 24, "FI": 18, "FR": 27, "GB": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27,
	"LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MT": 31, "NL": 18, "NO": 15,
	"PL": 28, "PT": 25, "RO": 24, "RS": 22, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "VA": 22,
}

// readIBAN reads a number as people type it, with spaces or without, in letters great
// or small. trouble is the key of what is wrong with it, "" for nothing.
func readIBAN(typed string) (number iban, trouble string) {
	text := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return -1
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		}
		return r
	}, typed)
	if len(text) < 4 || strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != "" {
		return "", "field.account"
	}
	length, ok := ibanLengths[text[:2]]
	switch {
	case !ok || text[:2] == "NL" && !dutch(text):
		return "", "field.account"
	case len(text) != length:
		return "", "field.account_length"
	case !checks(text):
		return "", "field.account_digits"
	}
	return iban(text), ""
}

// dutch reports whether a number is made as those of the Netherlands are: the letters
// of a bank after the check digits, and digits after those.
func dutch(text string) bool {
	for i, r := range text[2:] {
		if unicode.IsDigit(r) == (i >= 2 && i < 6) {
			return false
		}
	}
	return true
}

// checks reports whether the check digits of a number belong to the rest of it: the
// whole, with the first four places last and A as 10 to Z as 35, is 1 modulo 97. Of
// the digits that fit, only those from 02 to 98 are given out.
func checks(text string) bool {
	if digits := text[2:4]; digits < "02" || digits > "98" {
		return false
	}
	rest := 0
	for _, r := range text[4:] + text[:4] {
		if r >= 'A' {
			rest = (rest*100 + int(r-'A') + 10) % 97
		} else {
			rest = (rest*10 + int(r-'0')) % 97
		}
	}
	return rest == 1
}

// masked is as much of a number as is shown: the land and the last four places, by
// which its owner knows it.
func (n iban) masked() string {
	if n == "" {
		return ""
	}
	return string(n[:2] + " … " + n[len(n)-4:])
}
