package offers

import "zeker/offers/rules"

// The bundle is a catalogue in the compact form that a browser and a kiosk
// load: a mark, a version, the content, a checksum. The mark and the version
// stand apart so that an old bundle is refused in words.
const (
	bundleMark    = "zeker"
	bundleVersion = 5
	checksumSize  = 8
)

// AppendBinary appends the catalogue as a bundle. The hash is not part of it:
// it is the hash of these bytes.
func (c *Catalogue) AppendBinary(dst []byte) []byte {
	w := coder{buf: append(dst, bundleMark...), write: (*rules.Program).AppendBinary}
	w.buf = append(w.buf, bundleVersion)
	w.catalogue(c)
	sum := checksum(w.buf[len(dst):])
	for shift := 0; shift < 8*checksumSize; shift += 8 {
		w.buf = append(w.buf, byte(sum>>shift))
	}
	return w.buf
}

// Decode reads a bundle. One that is cut, altered or of another version is
// refused in words and gives no catalogue.
func Decode(src []byte) (*Catalogue, error) {
	head := len(bundleMark) + 1
	if len(src) < head+checksumSize || string(src[:len(bundleMark)]) != bundleMark {
		return nil, Error("bundle: these bytes are not a bundle, or only a part of one; fetch it again")
	}
	if src[head-1] != bundleVersion {
		return nil, Error("bundle: it was made for another version of the portal; fetch it again")
	}
	body := src[:len(src)-checksumSize]
	sum := checksum(body)
	for i, b := range src[len(body):] {
		if byte(sum>>(8*i)) != b {
			return nil, Error("bundle: the checksum does not fit, so it was cut or altered; fetch it again")
		}
	}
	r := coder{buf: body[head:], reading: true}
	c := new(Catalogue)
	r.catalogue(c)
	if r.err == nil && len(r.buf) > 0 {
		r.fail(Error("bundle: there are bytes after its end; fetch it again"))
	}
	if r.err != nil {
		return nil, r.err
	}
	return c, nil
}

// checksum is FNV-1a of 64 bits: it finds damage, it does not prove origin. Who
// made a bundle is told by its SHA-256, which package catalogue computes.
func checksum(b []byte) uint64 {
	h := uint64(14695981039346656037)
	for _, c := range b {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return h
}

func (c *coder) catalogue(v *Catalogue) {
	c.text(&v.Municipality)
	c.text(&v.Name)
	if n := c.length(len(v.Periods)); c.reading && n > 0 {
		v.Periods = make([]Period, n)
	}
	for i := range v.Periods {
		c.period(&v.Periods[i])
	}
}

func (c *coder) period(v *Period) {
	integer(c, &v.From)
	integer(c, &v.Until)
	c.program(&v.Program)
	if n := c.length(len(v.Schemes)); c.reading && n > 0 {
		v.Schemes = make([]Scheme, n)
	}
	for i := range v.Schemes {
		c.scheme(&v.Schemes[i])
	}
}

func (c *coder) law(v *LawVersion) {
	c.text(&v.ID)
	c.text(&v.Version)
	c.text(&v.Name)
	c.text(&v.URL)
	c.text(&v.SHA256)
}

func (c *coder) scheme(v *Scheme) {
	c.text(&v.ID)
	c.text(&v.Right)
	c.text(&v.Amount)
	word(c, &v.Per)
	if n := c.length(len(v.Criteria)); c.reading && n > 0 {
		v.Criteria = make([]string, n)
	}
	for i := range v.Criteria {
		c.text(&v.Criteria[i])
	}
	c.text(&v.Why)
	word(c, &v.Mode)
	word(c, &v.DecidedBy)
	word(c, &v.Accept)
	c.text(&v.Account)
	c.article(&v.Basis)
	if n := c.length(len(v.Laws)); c.reading && n > 0 {
		v.Laws = make([]LawVersion, n)
	}
	for i := range v.Laws {
		c.law(&v.Laws[i])
	}
	c.text(&v.Approach)
	if n := c.length(len(v.Register)); c.reading && n > 0 {
		v.Register = make([]Question, n)
	}
	for i := range v.Register {
		c.question(&v.Register[i])
	}
	if n := c.length(len(v.Grounds)); c.reading && n > 0 {
		v.Grounds = make([]Ground, n)
	}
	for i := range v.Grounds {
		c.ground(&v.Grounds[i])
	}
	c.repayment(&v.Repayment)
	c.text(&v.ApplyAt)
	integer(c, &v.ApplyBy)
}

func (c *coder) article(v *Article) {
	c.text(&v.Law)
	c.text(&v.Number)
	c.text(&v.Section)
	integer(c, &v.Year)
	c.text(&v.URL)
}

func (c *coder) question(v *Question) {
	c.text(&v.Name)
	c.flag(&v.Criterion)
	c.text(&v.Source)
	c.text(&v.Ground)
	word(c, &v.Reliability)
	c.flag(&v.Ask)
	c.flag(&v.OfPartner)
	integer(c, &v.Retention)
	if n := c.length(len(v.Moves)); c.reading && n > 0 {
		v.Moves = make([]Move, n)
	}
	for i := range v.Moves {
		c.move(&v.Moves[i])
	}
	c.text(&v.LeastAge.Of)
	integer(c, &v.LeastAge.Years)
}

func (c *coder) move(v *Move) {
	c.text(&v.On)
	word(c, &v.How)
	c.text(&v.Of)
	word(c, &v.From)
}

func (c *coder) ground(v *Ground) {
	c.text(&v.ID)
	word(c, &v.Kind)
	c.article(&v.Article)
	integer(c, &v.From)
	integer(c, &v.Until)
	integer(c, &v.Cap)
}

func (c *coder) repayment(v *Repayment) {
	word(c, &v.Category)
	word(c, &v.Verdict)
	if n := c.length(len(v.Lines)); c.reading && n > 0 {
		v.Lines = make([]CardLine, n)
	}
	for i := range v.Lines {
		c.cardLine(&v.Lines[i])
	}
	for i := range v.Answers {
		word(c, &v.Answers[i].Certainty)
		c.text(&v.Answers[i].Key)
		c.article(&v.Answers[i].Article)
	}
	c.flag(&v.Confirmed)
}

func (c *coder) cardLine(v *CardLine) {
	word(c, &v.Topic)
	c.text(&v.Key)
	c.article(&v.Article)
	if n := c.length(len(v.Args)); c.reading && n > 0 {
		v.Args = make([]Arg, n)
	}
	for i := range v.Args {
		c.arg(&v.Args[i])
	}
}

func (c *coder) arg(v *Arg) {
	c.text(&v.Name)
	c.num(&v.Amount)
	c.flag(&v.Money)
}
