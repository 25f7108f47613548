package rules

// Day is a date: the number of days since 1 January 1970.
type Day int32

// ReferenceDate is the name of the fact that holds the calculation date; the
// law reads it as $referencedate.
const ReferenceDate = "referencedate"

// DayOf returns the day of a calendar date; ok is false when there is no such
// day, or its year is outside 1 to 9999.
func DayOf(year, month, day int) (d Day, ok bool) {
	if year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > monthLength(year, month) {
		return 0, false
	}
	return dayOf(year, month, day), true
}

// The calendar is computed as in Neri and Schneider, "Euclidean affine functions
// and their application to calendar algorithms" (2022): years begin in March, so
// that the leap day comes last, and are counted from 82 cycles of 400 years
// before the year 0, so that nothing is below zero.
const (
	daysBefore  = 719468 + 146097*82 // from the first of those days to 1 January 1970
	yearsBefore = 400 * 82
)

// dayOf is DayOf for a date that exists.
func dayOf(year, month, day int) Day {
	y, m := uint32(year+yearsBefore), uint32(month)
	if month <= 2 {
		y, m = y-1, m+12
	}
	century := y / 100
	return Day(1461*y/4 - century + century/4 + (979*m-2919)/32 + uint32(day-1) - daysBefore)
}

// Civil returns the calendar date of a day.
func (d Day) Civil() (year, month, day int) {
	n := 4*(uint32(d)+daysBefore) + 3
	century, inCentury := n/146097, n%146097/4
	product := 2939745 * uint64(4*inCentury+3)
	y, inYear := 100*century+uint32(product>>32), uint32(product)/2939745/4
	n = 2141*inYear + 197913
	m, inMonth := n>>16, n&0xffff/2141
	if inYear >= 306 {
		y, m = y+1, m-12
	}
	return int(y) - yearsBefore, int(m), int(inMonth) + 1
}

// ParseDay reads YYYY-MM-DD, zero-padded, as the law format wants it.
func ParseDay(s string) (d Day, ok bool) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return 0, false
	}
	var n [3]int
	for i, part := range [3]string{s[:4], s[5:7], s[8:]} {
		for _, c := range []byte(part) {
			if c < '0' || c > '9' {
				return 0, false
			}
			n[i] = n[i]*10 + int(c-'0')
		}
	}
	return DayOf(n[0], n[1], n[2])
}

// String writes the day as YYYY-MM-DD.
func (d Day) String() string {
	y, m, day := d.Civil()
	b := [10]byte{4: '-', 7: '-'}
	for i := 3; i >= 0; i-- {
		b[i], y = byte('0'+y%10), y/10
	}
	b[5], b[6] = byte('0'+m/10), byte('0'+m%10)
	b[8], b[9] = byte('0'+day/10), byte('0'+day%10)
	return string(b[:])
}

// AddMonths moves a day by whole months and keeps its day of the month, or the
// last day of a shorter month. Outside the years 1 to 9999 it gives day 0.
func (d Day) AddMonths(months int) Day {
	y, m, day := d.Civil()
	since := y*12 + m - 1 + months // January of the year 0
	if since < 12 || since >= 12*10_000 {
		return 0
	}
	y, m = since/12, since%12+1
	return dayOf(y, m, min(day, monthLength(y, m)))
}

// Age is the number of complete years from birth to the day on; negative when
// on is earlier. Who was born on 29 February is a year older on 28 February.
func Age(birth, on Day) int {
	if on < birth {
		return -Age(on, birth)
	}
	y1, _, _ := birth.Civil()
	y2, _, _ := on.Civil()
	years := y2 - y1
	if birth.AddMonths(12*years) > on {
		years--
	}
	return years
}

func monthLength(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}
