package catalogue

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Opening is when a counter is open: the same hours on each of some days in a row.
type Opening struct {
	First, Last int // days of the week: 1 is Monday, 7 Sunday
	From, Until int // minutes after midnight
}

// weekdays are the days as files name them.
const weekdays = "monday tuesday wednesday thursday friday saturday sunday"

type openingFile struct {
	Node  *yaml.Node `key:"@"`
	Days  []word     `key:"days" of:"monday tuesday wednesday thursday friday saturday sunday"`
	From  word       `key:"from"`
	Until word       `key:"until"`
}

// openings are the hours of a line of the file: one for each stretch of days in a row.
func (f *openingFile) openings(d *document) (list []Opening) {
	from, until := minutes(d, f.From), minutes(d, f.Until)
	if from >= until && from >= 0 && until >= 0 {
		d.refuse(f.Until.node, "the counter closes before it opens")
	}
	if len(f.Days) == 0 {
		d.refuse(f.Node, "hours are on at least one day")
	}
	last := 0
	for _, w := range f.Days {
		day := slices.Index(strings.Fields(weekdays), w.s) + 1
		if day <= last {
			d.refuse(w.node, "days stand in the order of the week, each once")
		}
		if n := len(list); n > 0 && day == last+1 {
			list[n-1].Last = day
		} else {
			list = append(list, Opening{day, day, from, until})
		}
		last = day
	}
	return list
}

var clockPattern = regexp.MustCompile(`^([01]\d|2[0-3]):([0-5]\d)$`)

// minutes reads a time of day; -1 when it is none, which is refused.
func minutes(d *document, w word) int {
	m := clockPattern.FindStringSubmatch(w.s)
	if m == nil {
		d.refuse(w.node, "a time is hours and minutes, as in 09:00")
		return -1
	}
	hour, _ := strconv.Atoi(m[1])
	minute, _ := strconv.Atoi(m[2])
	return 60*hour + minute
}
