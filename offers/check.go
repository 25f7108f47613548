package offers

import "zeker/offers/rules"

// Check answers the questions of a local check. It is the whole of what the
// browser and the kiosk ask: values go in as lines of text, the answer comes out
// as JSON, and nothing is kept. It is not for use by two goroutines.
type Check struct {
	catalogue *Catalogue
	maker     *Maker
	facts     []Fact // one for each question of the maker's register, in its order
	next      int    // where in the register the next line's question probably stands
	first     string // line of the request that the maker is for
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
// unknown. The reply is JSON: state, amount_eurocent, missing, the outcome of each
// criterion as reasons, and troubles per field when there are any; or error, for a log
// and not for a resident. It holds until the next call.
func (k *Check) Ask(request []byte) []byte {
	k.reply = k.reply[:0]
	if err := k.make(request); err != nil {
		k.reply = append(k.reply, `{"error":`...)
		k.reply = append(appendJSON(k.reply, err.Error()), '}')
		return k.reply
	}
	o := &k.maker.offer
	k.reply = append(k.reply, `{"state":"`...)
	k.reply = append(k.reply, o.State...)
	k.reply = append(k.reply, `","amount_eurocent":`...)
	k.reply = appendWhole(k.reply, o.Amount)
	k.reply = append(k.reply, `,"missing":`...)
	k.reply = appendList(k.reply, o.Missing)
	if len(k.troubles) > 0 {
		k.reply = append(k.reply, `,"troubles":`...)
		k.reply = appendTroubles(k.reply, k.troubles)
	}
	k.reply = append(k.reply, `,"reasons":{`...)
	for _, r := range o.Reasons {
		k.reply = append(k.reply, r.member...)
	}
	if last := len(k.reply) - 1; k.reply[last] == ',' {
		k.reply = k.reply[:last]
	}
	k.reply = append(k.reply, "}}"...)
	return k.reply
}

// Repeat evaluates the rules n times over on the facts of the last request: for
// measuring what they cost, apart from reading the request, telling them the facts
// and writing the reply.
func (k *Check) Repeat(n int) {
	for range n {
		if k.maker.frame.Evaluate(k.maker.entry) != nil {
			return
		}
	}
}

func appendTroubles(dst []byte, troubles []trouble) []byte {
	for i, t := range troubles {
		dst = append(dst, "{,"[min(i, 1)])
		dst = append(appendJSON(dst, t.fact), ':')
		dst = appendJSON(dst, string(t.key))
	}
	return append(dst, '}')
}

// make makes the offer of the maker for a request.
func (k *Check) make(request []byte) error {
	rest, err := k.prepare(request)
	for len(rest) > 0 && err == nil {
		rest, err = k.read(rest)
	}
	if err != nil {
		return err
	}
	k.troubles = k.maker.scheme.age(k.facts, k.maker.on, k.troubles)
	return k.maker.find()
}

// prepare sees to a maker for the scheme and the day of the first line, to which
// only unknown facts are given yet, and returns the other lines. Who asks changes one
// value at a time, so the first line is mostly that of the last request.
func (k *Check) prepare(request []byte) (rest []byte, err error) {
	k.next, k.troubles = 0, k.troubles[:0]
	if n := len(k.first); n > 0 && n < len(request) && string(request[:n]) == k.first && request[n] == '\n' {
		for i := range k.facts {
			k.facts[i].Value.Knowledge = Unknown
		}
		return request[n+1:], nil
	}
	first, rest := cut(request, '\n')
	scheme, date := cut(first, '\t')
	on, ok := rules.ParseDay(string(date))
	if !ok {
		return nil, Error("check: the first line must be a scheme, a tab and a date YYYY-MM-DD")
	}
	m, err := NewMaker(k.catalogue, string(scheme), on)
	if err != nil {
		return nil, err
	}
	k.first, k.maker, k.facts = string(first), m, nil
	for _, q := range m.scheme.Register {
		k.facts = append(k.facts, Fact{Name: q.Name, Criterion: q.Criterion, Source: Resident})
	}
	for i := range k.facts {
		m.given[i] = &k.facts[i]
	}
	return rest, nil
}

// read reads the line of one fact, and returns the lines after it. Lines mostly
// come in the order of the register and hold a number, so that is tried first.
func (k *Check) read(lines []byte) (rest []byte, err error) {
	at, text := k.next, []byte(nil)
	if at < len(k.facts) {
		name := k.facts[at].Name
		if n := len(name); n < len(lines) && lines[n] == '\t' && string(lines[:n]) == name {
			text = lines[n+1:]
		}
	}
	if text == nil {
		if at, text = k.question(lines); at < 0 {
			return nil, Error("check: the scheme does not ask for " + string(text))
		}
	}
	k.next = at + 1
	fact := &k.facts[at]
	if n, used, ok := wholeNumber(text); ok {
		fact.Value.Knowledge, fact.Value.N = Known, n
		if fact.Value.Text != "" {
			fact.Value.Text = "" // of an earlier request
		}
		return text[used:], nil
	}
	value, rest := cut(text, '\n')
	v, key, ok := readValue(value, specIn(k.maker.period.Program, fact.Name), k.maker.on)
	if !ok {
		return nil, Error("check: the value of " + fact.Name + " is no whole number")
	}
	if key != "" {
		k.troubles = append(k.troubles, trouble{fact.Name, key})
	}
	fact.Value = v
	return rest, nil
}

// question finds the question that a line is about, and returns its place in the
// register and what stands behind its name and tab; -1 and the name when the
// scheme does not ask that.
func (k *Check) question(lines []byte) (at int, text []byte) {
	line, _ := cut(lines, '\n')
	name, value := cut(line, '\t')
	at = k.maker.scheme.question(string(name), 0)
	if at < 0 || len(name) == len(line) {
		return -1, name
	}
	return at, lines[len(line)-len(value):]
}

// readValue reads the value of a line, as [Check.Ask] says, for a fact that is as spec
// says. Trouble leaves it unknown; ok is false for what no page sends.
//
//go:noinline
func readValue(text []byte, spec *rules.Fact, on rules.Day) (v Value, key Trouble, ok bool) {
	if n, _, whole := wholeNumber(text); whole {
		return Number(n), "", true
	}
	if len(text) == 1 && text[0] == '-' {
		return Value{Knowledge: Null}, "", true
	}
	if len(text) > 0 && text[0] == '=' {
		return Text(string(text[1:])), "", true
	}
	if len(text) > 0 && text[0] == '~' {
		v, key = ReadField(spec, string(text[1:]), on)
		return v, key, true
	}
	return v, "", false
}

// yesOrNo is what a fact may be that no law reads: a criterion, or a known account.
var yesOrNo = rules.Fact{Type: rules.Bool, Max: 1}

// specIn is what a fact may be by a program.
func specIn(p *rules.Program, name string) *rules.Fact {
	if at := p.FactIndex(name); at >= 0 {
		return &p.Facts()[at]
	}
	return &yesOrNo
}

// wholeNumber reads a number as appendWhole writes it, up to the end of its line,
// and returns how many bytes that takes. Package strconv would cost a resident
// twenty kB for these two.
func wholeNumber(s []byte) (n int64, used int, ok bool) {
	if len(s) > 1 && s[1] == '\n' && s[0]-'0' <= 9 {
		return int64(s[0] - '0'), 2, true // as yes and no are
	}
	digits := s
	negative := len(s) > 0 && s[0] == '-'
	if negative {
		digits = s[1:]
	}
	used = len(s)
	for i, c := range digits {
		if c == '\n' {
			used, digits = len(s)-len(digits)+i+1, digits[:i]
			break
		}
		if c -= '0'; c > 9 {
			return 0, 0, false
		}
		n = n*10 + int64(c)
	}
	if len(digits) == 0 || len(digits) > 18 { // what fits 64 bits whatever the digits
		return 0, 0, false
	}
	if negative {
		n = -n
	}
	return n, used, true
}

func cut[T string | []byte](s T, sep byte) (before, after T) {
	for i := range len(s) {
		if s[i] == sep {
			return s[:i], s[i+1:]
		}
	}
	return s, s[len(s):]
}
