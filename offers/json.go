package offers

// AppendJSON appends what the offer says of the right: state, amount, what is
// missing, what a person must judge, and the reasons with their articles.
func (o *Offer) AppendJSON(dst []byte) []byte {
	dst = append(o.appendFinding(append(dst, '{')), `,"reasons":[`...)
	for i, r := range o.Reasons {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = r.appendJSON(dst)
	}
	return append(dst, "]}"...)
}

// appendFinding appends the members of state, amount, missing and judged.
func (o *Offer) appendFinding(dst []byte) []byte {
	dst = append(dst, `"state":"`...)
	dst = append(dst, o.State...)
	dst = append(dst, `","amount_eurocent":`...)
	dst = appendWhole(dst, o.Amount)
	dst = append(dst, `,"per":"`...)
	dst = append(dst, o.Scheme.Per...)
	dst = append(dst, `","missing":`...)
	dst = appendList(dst, o.Missing)
	dst = append(dst, `,"judged":`...)
	return appendList(dst, o.Judged)
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

// appendWhole appends a number that wholeNumber reads: no amount of ours comes
// near the largest of 64 bits.
func appendWhole(dst []byte, n int64) []byte {
	if n < 0 {
		dst, n = append(dst, '-'), -n
	}
	var digits [20]byte
	from := len(digits)
	for {
		from--
		digits[from] = byte('0' + n%10)
		if n /= 10; n == 0 {
			return append(dst, digits[from:]...)
		}
	}
}
