package locales

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zeker/offers/rules"
)

// form is how a language writes things, from its language.toml.
type form struct {
	Name      string   `toml:"name"`      // as its speakers call it
	Dir       string   `toml:"dir"`       // ltr or rtl
	Months    []string `toml:"months"`    // twelve, as inside a date
	Weekdays  []string `toml:"weekdays"`  // seven, from Monday
	Date      string   `toml:"date"`      // with {{.Day}}, {{.Month}} and {{.Year}}
	Money     string   `toml:"money"`     // with {{.Amount}}
	Negative  string   `toml:"negative"`  // money under zero, with {{.Amount}}
	Time      string   `toml:"time"`      // with {{.Hour}} and {{.Minute}}
	Thousands string   `toml:"thousands"` // between groups of three digits
	Decimal   string   `toml:"decimal"`   // before the cents

	date, money, negative, clock template
}

func (f *form) check() error {
	if f.Name == "" || (f.Dir != "ltr" && f.Dir != "rtl") {
		return fmt.Errorf("name must be filled and dir must be ltr or rtl")
	}
	if len(f.Months) != 12 {
		return fmt.Errorf("months holds %d names instead of 12", len(f.Months))
	}
	if len(f.Weekdays) != 7 {
		return fmt.Errorf("weekdays holds %d names instead of 7", len(f.Weekdays))
	}
	if f.Thousands == "" || f.Decimal == "" || f.Thousands == f.Decimal {
		return fmt.Errorf("thousands and decimal must be filled and differ")
	}
	for _, part := range []struct {
		key, text string
		into      *template
		names     int
	}{
		{"date", f.Date, &f.date, 3}, {"money", f.Money, &f.money, 1},
		{"negative", f.Negative, &f.negative, 1}, {"time", f.Time, &f.clock, 2},
	} {
		t, err := parseTemplate(part.text)
		if err != nil {
			return fmt.Errorf("%s: %w", part.key, err)
		}
		if len(t.names) != part.names {
			return fmt.Errorf("%s: %q must have %d placeholders", part.key, part.text, part.names)
		}
		*part.into = t
	}
	return nil
}

// Money writes an amount in eurocents as the language writes euros; cents only
// when there are any: "€ 1.100" or "€ 1.100,50" in Dutch. The space is one that
// does not break, as in the browser's own formatting.
func (l *Language) Money(eurocents int64) string {
	t := l.form.money
	n := uint64(eurocents)
	if eurocents < 0 {
		t, n = l.form.negative, -n
	}
	s := l.group(n / 100)
	if cents := n % 100; cents != 0 {
		s += l.form.Decimal + string([]byte{byte('0' + cents/10), byte('0' + cents%10)})
	}
	return t.fillWords([]string{"Amount", s})
}

// Number writes a whole number.
func (l *Language) Number(n int64) string {
	if n < 0 {
		return "-" + l.group(-uint64(n))
	}
	return l.group(uint64(n))
}

// Decimal writes n / 10^scale.
func (l *Language) Decimal(n int64, scale uint8) string {
	digits := strconv.FormatUint(magnitude(n), 10)
	for len(digits) <= int(scale) {
		digits = "0" + digits
	}
	whole, _ := strconv.ParseUint(digits[:len(digits)-int(scale)], 10, 64)
	s := l.group(whole)
	if fraction := strings.TrimRight(digits[len(digits)-int(scale):], "0"); fraction != "" {
		s += l.form.Decimal + fraction
	}
	if n < 0 {
		s = "-" + s
	}
	return s
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}

func (l *Language) group(n uint64) string {
	s := strconv.FormatUint(n, 10)
	for at := len(s) - 3; at > 0; at -= 3 {
		s = s[:at] + l.form.Thousands + s[at:]
	}
	return s
}

// Date writes a day: "16 november 2026" in Dutch.
func (l *Language) Date(d rules.Day) string {
	year, month, day := d.Civil()
	return l.form.date.fillWords([]string{
		"Day", strconv.Itoa(day), "Month", l.form.Months[month-1], "Year", strconv.Itoa(year),
	})
}

// DateForm is how the language writes a day, with {{.Day}}, {{.Month}} and {{.Year}}, for a
// script that fills it in.
func (l *Language) DateForm() string { return l.form.Date }

// ClockForm is how the language writes a time of day, with {{.Hour}} and {{.Minute}}.
func (l *Language) ClockForm() string { return l.form.Time }

// Month writes a month: "november 2026" in Dutch.
func (l *Language) Month(d rules.Day) string {
	year, month, _ := d.Civil()
	return l.W("what_if.month", "Month", l.form.Months[month-1], "Year", strconv.Itoa(year))
}

// Months are the names of the twelve months, as they stand in a date.
func (l *Language) Months() []string { return slices.Clone(l.form.Months) }

// Weekday is the name of a day of the week: 1 is Monday, 7 Sunday.
func (l *Language) Weekday(day int) string { return l.form.Weekdays[day-1] }

// Clock writes a time of day, from hours and minutes.
func (l *Language) Clock(hour, minute int) string {
	return l.form.clock.fillWords([]string{
		"Hour", strconv.Itoa(hour), "Minute", string([]byte{byte('0' + minute/10), byte('0' + minute%10)}),
	})
}
