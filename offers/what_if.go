package offers

import "zeker/offers/rules"

// WhatIf answers a what-if as text, for the browser and the kiosk. It is not for use
// by two goroutines.
type WhatIf struct {
	catalogue *Catalogue
	troubles  []trouble
	reply     []byte
}

// NewWhatIf returns a what-if on the catalogue of a bundle.
func NewWhatIf(c *Catalogue) *WhatIf { return &WhatIf{catalogue: c} }

// Ask answers one request. Its first line is today, its second "change TAB month",
// both days as YYYY-MM-DD. Each other line is "*scheme" for one that pays now, "+name
// TAB value" for what the change asks, or "name TAB value" for a fact, with values as
// [Check.Ask] takes them. The reply is JSON: troubles per field, asks that were not
// told, and courses; or error, for a log and not for a resident. It holds until the
// next call.
func (w *WhatIf) Ask(request []byte) []byte {
	w.troubles = w.troubles[:0]
	l, err := w.read(request)
	var courses []Course
	if err == nil {
		courses, err = w.catalogue.Courses(l)
	}
	if err != nil {
		w.reply = appendMember(appendJSON(appendMember(w.reply[:0], `{"error":`, ""), err.Error()), "}", "")
		return w.reply
	}
	dst := appendMember(w.reply[:0], `{"troubles":`, "{"[min(len(w.troubles), 1):])
	dst = appendTroubles(dst, w.troubles)
	dst = appendList(appendMember(dst, `,"asks":`, ""), l.Asked())
	start := `,"courses":[`
	for i := range courses {
		dst = courses[i].appendJSON(appendMember(dst, start, ""))
		start = ","
	}
	w.reply = appendMember(dst, "]}", "")
	return w.reply
}

// read reads a request; what cannot be read in a field is trouble, and unknown.
func (w *WhatIf) read(request []byte) (*Life, error) {
	first, rest := cut(request, '\n')
	second, rest := cut(rest, '\n')
	change, from := cut(second, '\t')
	l := &Life{Change: Change(change)}
	var ok1, ok2 bool
	l.On, ok1 = rules.ParseDay(string(first))
	l.Month, ok2 = rules.ParseDay(string(from))
	if !ok1 || !ok2 || l.Month != firstOfMonth(l.Month) {
		return nil, Error("what if: the first line must be a day and the second a change, a tab and the first day of a month")
	}
	asks := l.Change.Asks()
	for len(rest) > 0 {
		var line []byte
		line, rest = cut(rest, '\n')
		name, value := cut(line, '\t')
		switch {
		case len(name) > 0 && name[0] == '*':
			l.Gets = append(l.Gets, string(name[1:]))
		case len(name) > 0 && name[0] == '+':
			l.Told = append(l.Told, w.field(name, 1, specOf(asks, string(name[1:])), value, l.On))
		default:
			l.Facts = append(l.Facts, w.field(name, 0, w.spec(string(name)), value, l.On))
		}
	}
	if period, err := w.catalogue.On(l.On); err == nil {
		for i := range period.Schemes {
			w.troubles = period.Schemes[i].age(l.Facts, l.On, w.troubles)
		}
	}
	return l, nil
}

// spec is what a fact may be, by the first law that has it. What no law has no scheme
// looks at.
func (w *WhatIf) spec(name string) *rules.Fact {
	for i := range w.catalogue.Periods {
		if spec := specIn(w.catalogue.Periods[i].Program, name); spec != &yesOrNo {
			return spec
		}
	}
	return &yesOrNo
}

func specOf(asks []rules.Fact, name string) *rules.Fact {
	for i := range asks {
		if asks[i].Name == name {
			return &asks[i]
		}
	}
	return &yesOrNo
}

// field reads the value of a field, whose name stands behind a mark.
func (w *WhatIf) field(name []byte, mark int, spec *rules.Fact, text []byte, on rules.Day) Fact {
	v, key, ok := readValue(text, spec, on)
	if !ok {
		key = TroubleNumber
	}
	if key != "" {
		w.troubles = append(w.troubles, trouble{string(name), key})
	}
	return Fact{Name: string(name[mark:]), Source: Resident, Value: v}
}

func (c *Course) appendJSON(dst []byte) []byte {
	dst = appendMember(dst, `{"scheme":"`, c.Scheme.ID)
	dst = appendMember(dst, `","state":"`, string(c.State))
	dst = appendList(appendMember(dst, `","missing":`, ""), c.Missing)
	if c.Gets {
		dst = appendMember(dst, `,"gets":true`, "")
	}
	if c.Beyond {
		dst = appendMember(dst, `,"beyond":true`, "")
	}
	now, then := make([]int64, len(c.Months)), make([]int64, len(c.Months))
	for i := range c.Months {
		now[i], then[i] = c.Months[i].Now, c.Months[i].Then
	}
	if len(c.Months) > 0 {
		dst = appendMember(dst, `,"first":"`, c.Months[0].On.String())
		dst = appendMember(dst, `"`, "")
	}
	dst = appendNumbers(dst, `,"now":[`, now...)
	dst = appendNumbers(dst, `],"then":[`, then...)
	dst = appendMember(dst, `],"years":[`, "")
	start := `{"year":`
	for i := range c.Years {
		y := &c.Years[i]
		dst = appendNumbers(dst, start, int64(y.Year))
		start = `,{"year":`
		dst = y.Told.appendJSON(dst, `,"told":{"paid":`)
		dst = y.Silent.appendJSON(dst, `},"silent":{"paid":`)
		dst = appendMember(dst, "}}", "")
	}
	dst = c.Edge.appendJSON(appendMember(dst, "]", ""))
	return appendMember(dst, "}", "")
}

func (e *Edge) appendJSON(dst []byte) []byte {
	if e.Fact == "" {
		return dst
	}
	dst = appendMember(dst, `,"edge":{"fact":"`, e.Fact)
	dst = appendNumbers(dst, `","value":`, e.Value)
	if !e.Always {
		dst = appendNumbers(dst, `,"until":`, e.Until)
	}
	dst = appendMember(dst, `,"cliffs":[`, "")
	start := `{"at":`
	for _, cliff := range e.Cliffs {
		dst = appendNumbers(dst, start, cliff.At)
		dst = appendMember(appendNumbers(dst, `,"drop":`, cliff.Drop), "}", "")
		start = `,{"at":`
	}
	return appendMember(dst, "]}", "")
}

func (s *Settlement) appendJSON(dst []byte, start string) []byte {
	dst = appendNumbers(dst, start, s.Paid)
	dst = appendNumbers(dst, `,"right":`, s.Right)
	dst = appendNumbers(dst, `,"back":`, s.Back)
	dst = appendNumbers(dst, `,"small":`, s.Small)
	dst = appendNumbers(dst, `,"more":`, s.More)
	return appendNumbers(dst, `,"aside":`, s.Aside)
}

// appendMember appends a start, and a value that needs no escaping.
//
//go:noinline
func appendMember(dst []byte, start, value string) []byte {
	return append(append(dst, start...), value...)
}

// appendNumbers appends a start, and numbers with commas between them.
//
//go:noinline
func appendNumbers(dst []byte, start string, numbers ...int64) []byte {
	dst = append(dst, start...)
	for i, n := range numbers {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendWhole(dst, n)
	}
	return dst
}
