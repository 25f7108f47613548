package offers

import "zeker/offers/rules"

// Check answers the questions of a local check. It is the whole of what the
// browser and the kiosk ask: values go in as lines of text, the answer comes out
// as JSON, and nothing is kept. It is not for use by two goroutines.
type Check struct {
	catalogue *Catalogue
	maker     *Maker
	record    Record // a fact for each question of the maker's register, in its order
	next      int    // where in the register the next line's question probably stands
	troubles  []trouble
	reply     []byte
}

// trouble is a field that could not be read; its fact counts as unknown.
type trouble struct {
	fact string
	key  Trouble
}

// NewCheck returns a check on the catalogue of a bundle.
func NewCheck(c *Catalogue) *Check { return &Check{catalogue: c} }

// Ask answers one request. Its first line is "scheme TAB day", each other line
// "name TAB value": a fact or a criterion with a whole number in the program's
// unit (eurocents, days since 1970, 0 or 1), "=text" for a text, "-" for null, or
// "~" and what a person typed, as [ReadField] reads it. What is not named is
// unknown. The reply is JSON: troubles per field, state, amount_eurocent, per,
// missing, judged and reasons; or error, for a log and not for a resident. It
// holds until the next call.
func (k *Check) Ask(request []byte) []byte {
	k.reply = k.reply[:0]
	if err := k.make(request); err != nil {
		k.reply = append(k.reply, `{"error":`...)
		k.reply = append(appendJSON(k.reply, err.Error()), '}')
		return k.reply
	}
	k.reply = append(k.reply, `{"troubles":{`...)
	for i, t := range k.troubles {
		if i > 0 {
			k.reply = append(k.reply, ',')
		}
		k.reply = append(appendJSON(k.reply, t.fact), ':')
		k.reply = appendJSON(k.reply, string(t.key))
	}
	k.reply = append(k.reply, "},"...)
	k.reply = append(k.maker.offer.appendMembers(k.reply), '}')
	return k.reply
}

// make makes the offer of the maker for a request.
func (k *Check) make(request []byte) error {
	line, rest := cut(request, '\n')
	scheme, date := cut(line, '\t')
	on, ok := rules.ParseDay(string(date))
	if !ok {
		return Error("check: the first line must be a scheme, a tab and a date YYYY-MM-DD")
	}
	if err := k.prepare(string(scheme), on); err != nil {
		return err
	}
	for len(rest) > 0 {
		line, rest = cut(rest, '\n')
		if err := k.read(line); err != nil {
			return err
		}
	}
	return k.maker.make(&k.record)
}

// prepare sees to a maker for a scheme and a day, and a record that knows nothing.
func (k *Check) prepare(scheme string, on rules.Day) error {
	k.next, k.troubles = 0, k.troubles[:0]
	if m := k.maker; m != nil && m.scheme.ID == scheme && m.on == on {
		for i := range k.record.Facts {
			k.record.Facts[i].Value.Knowledge = Unknown
		}
		return nil
	}
	m, err := NewMaker(k.catalogue, scheme, on)
	if err != nil {
		return err
	}
	k.maker, k.record.Facts = m, nil
	for _, q := range m.scheme.Register {
		k.record.Facts = append(k.record.Facts, Fact{Name: q.Name, Criterion: q.Criterion, Source: Resident})
	}
	return nil
}

// read reads the line of one fact.
func (k *Check) read(line []byte) error {
	name, value := cut(line, '\t')
	at := k.maker.scheme.question(string(name), k.next)
	if at < 0 {
		return Error("check: the scheme does not ask for " + string(name))
	}
	k.next = at + 1
	fact := &k.record.Facts[at].Value
	switch {
	case len(value) == 1 && value[0] == '-':
		*fact = Value{Knowledge: Null}
	case len(value) > 0 && value[0] == '=':
		*fact = Text(string(value[1:]))
	case len(value) > 0 && value[0] == '~':
		*fact = k.typed(&k.maker.scheme.Register[at], string(value[1:]))
	default:
		n, ok := wholeNumber(value)
		if !ok {
			return Error("check: the value of " + string(name) + " is no whole number")
		}
		*fact = Number(n)
	}
	return nil
}

// typed reads what a person typed; trouble leaves the fact unknown and is told.
func (k *Check) typed(q *Question, text string) Value {
	spec := &rules.Fact{Type: rules.Bool, Max: 1}
	if i := k.maker.period.Program.FactIndex(q.Name); i >= 0 {
		spec = &k.maker.period.Program.Facts()[i]
	}
	value, key := ReadField(spec, text)
	if key != "" {
		k.troubles = append(k.troubles, trouble{q.Name, key})
	}
	return value
}

// AppendJSON appends what the offer says of the right: state, amount, what is
// missing, what a person must judge, and the reasons with their articles.
func (o *Offer) AppendJSON(dst []byte) []byte {
	return append(o.appendMembers(append(dst, '{')), '}')
}

func (o *Offer) appendMembers(dst []byte) []byte {
	dst = append(dst, `"state":"`...)
	dst = append(dst, o.State...)
	dst = append(dst, `","amount_eurocent":`...)
	dst = appendWhole(dst, o.Amount)
	dst = append(dst, `,"per":"`...)
	dst = append(dst, o.Scheme.Per...)
	dst = append(dst, `","missing":`...)
	dst = appendList(dst, o.Missing)
	dst = append(dst, `,"judged":`...)
	dst = appendList(dst, o.Judged)
	dst = append(dst, `,"reasons":[`...)
	for i := range o.Reasons {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, o.Reasons[i].json...)
	}
	return append(dst, ']')
}

func (r *Reason) appendJSON(dst []byte) []byte {
	for i, pair := range [...][2]string{
		{"key", r.Key}, {"output", r.Output}, {"outcome", string(r.Outcome)},
		{"law", r.Source.Law}, {"version", r.Source.Version},
		{"article", r.Source.Article}, {"url", r.Source.URL},
	} {
		if i == 0 {
			dst = append(dst, '{')
		} else {
			dst = append(dst, ',')
		}
		dst = appendJSON(dst, pair[0])
		dst = append(dst, ':')
		dst = appendJSON(dst, pair[1])
	}
	return append(dst, '}')
}

func appendList(dst []byte, items []string) []byte {
	dst = append(dst, '[')
	for i, item := range items {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendJSON(dst, item)
	}
	return append(dst, ']')
}

// appendJSON appends a JSON string. Everything below the space and the two
// characters that JSON reserves are escaped; the rest is UTF-8 as it is.
func appendJSON(dst []byte, s string) []byte {
	const hex = "0123456789abcdef"
	dst = append(dst, '"')
	from := 0 // of what is still to be written as it is
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		dst = append(dst, s[from:i]...)
		if from = i + 1; c < ' ' {
			dst = append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		} else {
			dst = append(dst, '\\', c)
		}
	}
	dst = append(dst, s[from:]...)
	return append(dst, '"')
}

// wholeNumber reads a number as appendWhole writes it. Package strconv would
// cost a resident twenty kB for these two.
func wholeNumber(s []byte) (n int64, ok bool) {
	negative := len(s) > 0 && s[0] == '-'
	if negative {
		s = s[1:]
	}
	if len(s) == 0 || len(s) > 18 { // what fits 64 bits whatever the digits
		return 0, false
	}
	for _, c := range s {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	if negative {
		n = -n
	}
	return n, true
}

// appendWhole appends a number that wholeNumber reads: no amount of ours comes
// near the largest of 64 bits.
func appendWhole(dst []byte, n int64) []byte {
	if n < 0 {
		dst, n = append(dst, '-'), -n
	}
	if n >= 10 {
		dst = appendWhole(dst, n/10)
	}
	return append(dst, byte('0'+n%10))
}

func cut[T string | []byte](s T, sep byte) (before, after T) {
	for i := range len(s) {
		if s[i] == sep {
			return s[:i], s[i+1:]
		}
	}
	return s, s[len(s):]
}
