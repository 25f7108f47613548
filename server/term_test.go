package server_test

import (
	"testing"

	"zeker/offers/rules"
	"zeker/server"
)

func TestTermsEndOnADayOnWhichPeopleWork(t *testing.T) {
	for _, c := range []struct {
		situation  string
		from, want string
	}{
		{"a working day", "2026-11-16", "2027-01-11"},
		{"a Saturday", "2026-11-14", "2027-01-11"},
		{"a Sunday", "2026-11-15", "2027-01-11"},
		{"New Year's Day, before a weekend", "2026-11-06", "2027-01-04"},
		{"Christmas, before a weekend", "2026-10-30", "2026-12-28"},
		{"Good Friday, before Easter", "2027-01-29", "2027-03-30"},
		{"Easter Monday", "2027-02-01", "2027-03-30"},
		{"the King's birthday", "2027-03-02", "2027-04-28"},
		{"the King's birthday on a Saturday, before his Sunday", "2025-03-01", "2025-04-28"},
		{"5 May, before Ascension Day", "2027-03-10", "2027-05-07"},
		{"Whit Monday", "2027-03-22", "2027-05-18"},
		{"a leap day in between", "2028-01-04", "2028-02-29"},
	} {
		t.Run(c.situation, func(t *testing.T) {
			from, _ := rules.ParseDay(c.from)
			want, _ := rules.ParseDay(c.want)
			if got := server.TermEnd(from, 8); got != want {
				t.Errorf("8 weeks from %s: got %v, want %s", c.from, got, c.want)
			}
		})
	}
}

// Easter of years at both ends of the rule, and of those in between.
func TestEaster(t *testing.T) {
	for year, want := range map[int]string{
		1961: "1961-04-02", 2000: "2000-04-23", 2008: "2008-03-23", 2011: "2011-04-24", 2024: "2024-03-31", 2025: "2025-04-20",
		2026: "2026-04-05", 2027: "2027-03-28", 2028: "2028-04-16", 2038: "2038-04-25", 2049: "2049-04-18",
	} {
		day, _ := rules.ParseDay(want)
		if got := server.EasterSunday(year); got != day {
			t.Errorf("%d: got %v, want %s", year, got, want)
		}
	}
}
