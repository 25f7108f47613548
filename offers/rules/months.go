package rules

// Months is the number of complete months between two days; negative when to is
// earlier. A month is complete on the day of the month it began, or on the last
// day of a shorter month.
func Months(from, to Day) int {
	if to < from {
		return -Months(to, from)
	}
	y1, m1, _ := from.Civil()
	y2, m2, _ := to.Civil()
	months := (y2-y1)*12 + m2 - m1
	if from.AddMonths(months) > to {
		months--
	}
	return months
}
