package ui

import "zeker/locales"

// Opening is when the counter is open: the same hours on each of some days in a row.
type Opening struct {
	First, Last int // days of the week: 1 is Monday, 7 Sunday
	From, Until int // minutes after midnight
}

// Hours writes when the counter is open in the words of a language, each opening as a
// line: "maandag tot en met vrijdag van 9.00 uur tot 17.00 uur" in Dutch.
func Hours(l *locales.Language, openings []Opening) []string {
	lines := make([]string, len(openings))
	for i, o := range openings {
		days := l.Weekday(o.First)
		if o.Last != o.First {
			days = l.W("frame.days", "First", days, "Last", l.Weekday(o.Last))
		}
		lines[i] = l.W("frame.hours", "Days", days,
			"From", l.Clock(o.From/60, o.From%60), "Until", l.Clock(o.Until/60, o.Until%60))
	}
	return lines
}
