package server

import (
	"slices"
	"time"

	"zeker/offers/rules"
)

// decisionWeeks is within how many weeks of an application its decision is due, where
// no law of the scheme names another time (Awb 4:13, text of 2026).
const decisionWeeks = 8

// objectionWeeks is how many weeks one can object to a decision, from the day after it was
// sent (Awb 6:7 and 6:8, text of 2026).
const objectionWeeks = 6

// termEnd is the last day of a term in weeks that runs from the day after a day. One that
// would end on a Saturday, a Sunday or a public holiday ends on the first day after it
// that is none (Algemene termijnenwet, article 1, text of 2026).
func termEnd(from rules.Day, weeks int) rules.Day {
	end := from + rules.Day(7*weeks)
	for free(end) {
		end++
	}
	return end
}

// free reports whether a day is a Saturday, a Sunday or a public holiday. Days that the
// government makes equal to one for a single year are not known here.
func free(day rules.Day) bool {
	at := Midnight(day, time.UTC)
	return at.Weekday() == time.Saturday || at.Weekday() == time.Sunday || slices.Contains(holidays(at.Year()), day)
}

// holidays are those of the Algemene termijnenwet, article 3, text of 2026: New Year's
// Day, Good Friday, Easter Monday, the King's birthday, 5 May, Ascension Day, Whit Monday
// and both days of Christmas.
func holidays(year int) []rules.Day {
	on := func(month, date int) rules.Day {
		day, _ := rules.DayOf(year, month, date)
		return day
	}
	king := on(4, 27)
	if Midnight(king, time.UTC).Weekday() == time.Sunday {
		king-- // it is kept on the Saturday
	}
	easter := easterSunday(year)
	return []rules.Day{on(1, 1), easter - 2, easter + 1, king, on(5, 5), easter + 39, easter + 50, on(12, 25), on(12, 26)}
}

// easterSunday is the day of Easter in the Gregorian calendar, by the method that
// Meeus and others published.
func easterSunday(year int) rules.Day {
	a, b, c := year%19, year/100, year%100
	h := (19*a + b - b/4 - (b-(b+8)/25+1)/3 + 15) % 30
	l := (32 + 2*(b%4) + 2*(c/4) - h - c%4) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	day, _ := rules.DayOf(year, n/31, n%31+1)
	return day
}
