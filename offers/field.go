package offers

import "zeker/offers/rules"

// Trouble is a message key that says what is wrong with what somebody typed;
// "" when nothing is. The words are in locales, in the reader's language.
type Trouble string

// The troubles of a field.
const (
	TroubleAmount   Trouble = "field.amount"    // no amount of money
	TroubleNumber   Trouble = "field.number"    // no whole number
	TroubleDate     Trouble = "field.date"      // no day that exists
	TroubleChoice   Trouble = "field.choice"    // none of the answers
	TroubleNegative Trouble = "field.negative"  // below nothing
	TroubleTooSmall Trouble = "field.too_small" // below the least that can be
	TroubleTooLarge Trouble = "field.too_large" // above the greatest that can be
	TroubleFuture   Trouble = "field.future"    // a day that is yet to come
	TroubleAge      Trouble = "field.age"       // not of somebody so young
)

// What a form posts for an answer that is not typed.
const (
	TypedYes  = "yes"
	TypedNo   = "no"
	TypedNone = "none" // there is none: the fact is null
)

// ReadField reads what a person typed as the value of a fact. Nothing typed is
// unknown, not wrong. Amounts are euros, with a point or a comma, in the digits
// of any script; dates are day-month-year, and none is after the day that the
// question is about: each tells of a birth or of an earlier award. Server, browser
// and kiosk all read through this function.
func ReadField(f *rules.Fact, typed string, on rules.Day) (Value, Trouble) {
	typed = plainDigits(typed)
	switch {
	case typed == "":
		return Value{}, ""
	case typed == TypedNone && f.Null:
		return Value{Knowledge: Null}, ""
	}
	switch f.Type {
	case rules.Bool:
		return readChoice(typed)
	case rules.Date:
		return readDate(f, typed, on)
	case rules.Text:
		return Text(typed), ""
	}
	decimals, trouble := int(f.Scale), TroubleNumber
	if f.Unit == "eurocent" {
		decimals, trouble = 2, TroubleAmount
	}
	n, ok := readDecimal(typed, decimals)
	switch {
	case !ok:
		return Value{}, trouble
	case n < 0 && f.Min >= 0:
		return Value{}, TroubleNegative
	case n < f.Min:
		return Value{}, TroubleTooSmall
	case n > f.Max:
		return Value{}, TroubleTooLarge
	}
	return Number(n), ""
}

func readChoice(typed string) (Value, Trouble) {
	switch typed {
	case TypedYes:
		return Yes, ""
	case TypedNo:
		return No, ""
	}
	return Value{}, TroubleChoice
}

// readDate reads day-month-year, and the law format's own year-month-day.
func readDate(f *rules.Fact, typed string, on rules.Day) (Value, Trouble) {
	day, ok := rules.ParseDay(typed)
	if !ok {
		d, rest := cut(typed, '-')
		m, y := cut(rest, '-')
		dn, ok1 := readDecimal(d, 0)
		mn, ok2 := readDecimal(m, 0)
		yn, ok3 := readDecimal(y, 0)
		if !ok1 || !ok2 || !ok3 || len(d) > 2 || len(m) > 2 || len(y) != 4 {
			return Value{}, TroubleDate
		}
		if day, ok = rules.DayOf(int(yn), int(mn), int(dn)); !ok {
			return Value{}, TroubleDate
		}
	}
	switch n := int64(day); {
	case n < f.Min:
		return Value{}, TroubleTooSmall
	case day > on:
		return Value{}, TroubleFuture
	case n > f.Max:
		return Value{}, TroubleTooLarge
	}
	return Number(int64(day)), ""
}

// maxDigits keeps what is typed inside 64 bits; the program's ranges are far
// narrower. What is longer reads as tooMuch, which no range allows.
const (
	maxDigits = 16
	tooMuch   = 1<<62 - 1
)

// readDecimal reads digits with an optional sign, currency word, separators of
// thousands and decimals. A last separator with one or two digits behind it is
// the decimal one, one with three digits separates thousands; so 1.234 and
// 1,234 are both one thousand two hundred and thirty-four, in every language. Two
// kinds of separator leave no doubt which is the decimal one: three digits behind
// that are no amount.
func readDecimal(s string, decimals int) (n int64, ok bool) {
	s, negative := currencyAway(s)
	digits, part, parts, last, mixed := 0, 0, 0, byte(0), false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			n = n*10 + int64(c-'0')
			if digits++; digits > maxDigits {
				n = 0 // stands for tooMuch below; kept from overflowing
			}
			part++
		case (c == '.' || c == ',' || c == ' ' || c == '\'') && part > 0 && (parts == 0 || part == 3):
			part, parts, mixed, last = 0, parts+1, last != 0 && c != last, c
		default:
			return 0, false
		}
	}
	if part == 0 || mixed && part == 3 {
		return 0, false
	}
	if parts == 0 || part == 3 {
		part = 0 // the last part is whole euros, not cents
	}
	if part > decimals {
		return 0, false
	}
	for ; part < decimals; part++ {
		n *= 10
	}
	if digits > maxDigits {
		n = tooMuch
	}
	if negative {
		n = -n
	}
	return n, true
}

// currencyAway takes the sign, the euro sign and the word euro off.
func currencyAway(s string) (rest string, negative bool) {
	for changed := true; changed; {
		changed = false
		for _, word := range [...]string{" ", "€", "euro", "EUR", "-", "\u2212"} {
			if len(s) >= len(word) && s[:len(word)] == word && s != "" {
				negative = negative || word == "-" || word == "\u2212"
				s, changed = s[len(word):], true
			}
		}
	}
	for _, word := range [...]string{",-", ",--", "euro", "EUR", "€", " "} {
		if n := len(s) - len(word); n > 0 && s[n:] == word {
			s = s[:n]
		}
	}
	for len(s) > 0 && s[len(s)-1] == ' ' {
		s = s[:len(s)-1]
	}
	return s, negative
}

// zeros are the digits 0 of the scripts that our readers type in: Arabic,
// Persian and Urdu, Devanagari, Bengali, and full width.
var zeros = [...]rune{'٠', '۰', '०', '০', '０'}

// plainDigits writes digits of other scripts as 0 to 9, their separators and
// odd spaces as the usual ones, and takes the spaces off both ends.
func plainDigits(s string) string {
	out := make([]byte, 0, len(s))
	for _, r := range s {
		out = append(out, string(plainRune(r))...)
	}
	for len(out) > 0 && out[0] == ' ' {
		out = out[1:]
	}
	for len(out) > 0 && out[len(out)-1] == ' ' {
		out = out[:len(out)-1]
	}
	return string(out)
}

func plainRune(r rune) rune {
	for _, zero := range zeros {
		if r >= zero && r <= zero+9 {
			return '0' + r - zero
		}
	}
	switch r {
	case '٫', '，':
		return ','
	case '٬':
		return '.'
	case '\t', '\n', '\r', '\u00a0', '\u2009', '\u202f':
		return ' '
	}
	return r
}
