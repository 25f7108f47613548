package catalogue

import (
	"io/fs"
	"net/url"
	"regexp"
	"slices"

	"go.yaml.in/yaml/v3"

	"zeker/offers/law"
)

// Municipality is what a municipality itself decides about its portal.
type Municipality struct {
	ID        string
	Name      string
	Code      string // of Statistics Netherlands, as in "GM0363"; GM99xx for a fictional one
	Fictional bool
	Schemes   []string
	Languages []string // codes; the first is the one of its letters
	Counter   Counter
	Objection []string // address for an objection, as on an envelope
	Exit      string   // https address where who must not be seen here is sent: a site that says nothing of them
	Look      Look
	// PartnerSigns is which schemes a partner signs for too, and by which rule.
	PartnerSigns map[string]PartnerRule

	file *municipalityFile
	doc  *document
}

// Counter is where people can come or call.
type Counter struct {
	Address []string
	Hours   []Opening
	Phone   string
	Home    bool // somebody comes to people's homes, when asked
}

// Look is the colours of a municipality, as #rrggbb.
type Look struct {
	Primary     string `key:"primary"`
	PrimaryDark string `key:"primary_dark"`
	OnPrimary   string `key:"on_primary"` // text on Primary and PrimaryDark
	Accent      string `key:"accent"`
}

type municipalityFile struct {
	Node      *yaml.Node    `key:"@"`
	ID        word          `key:"id"`
	Name      string        `key:"name"`
	Code      word          `key:"code"`
	Fictional bool          `key:"fictional"`
	Schemes   []word        `key:"schemes"`
	Languages []word        `key:"languages"`
	Counter   counterFile   `key:"counter"`
	Objection objectionFile `key:"objection"`
	Exit      word          `key:"exit"`
	Look      lookFile      `key:"look"`
	Signs     []signsFile   `key:"partner_signs,optional"`
}

type counterFile struct {
	Node    *yaml.Node    `key:"@"`
	Address []string      `key:"address"`
	Hours   []openingFile `key:"hours"`
	Phone   string        `key:"phone"`
	Home    bool          `key:"home_visits,optional"`
}

type objectionFile struct {
	Address []string `key:"address"`
}

type lookFile struct {
	Primary     word `key:"primary"`
	PrimaryDark word `key:"primary_dark"`
	OnPrimary   word `key:"on_primary"`
	Accent      word `key:"accent"`
}

func readMunicipalities(files fs.FS) ([]*Municipality, error) {
	names, err := folders(files)
	if err != nil {
		return nil, err
	}
	var all []*Municipality
	var errs law.Errors
	for _, name := range names {
		var f municipalityFile
		d, err := readDocument(files, "municipalities", name+"/municipality.yaml", &f)
		if err != nil {
			return nil, err
		}
		m := &Municipality{ID: name, file: &f, doc: d}
		if len(d.errs) == 0 {
			m.take(&f)
			m.check()
		}
		errs = append(errs, d.errs...)
		d.errs = nil
		all = append(all, m)
	}
	if len(errs) > 0 {
		return nil, errs
	}
	return all, nil
}

func (m *Municipality) take(f *municipalityFile) {
	m.Name, m.Code, m.Fictional = f.Name, f.Code.s, f.Fictional
	m.Counter = Counter{Address: f.Counter.Address, Phone: f.Counter.Phone, Home: f.Counter.Home}
	for i := range f.Counter.Hours {
		m.Counter.Hours = append(m.Counter.Hours, f.Counter.Hours[i].openings(m.doc)...)
	}
	m.Objection, m.Exit = f.Objection.Address, f.Exit.s
	m.Look = Look{f.Look.Primary.s, f.Look.PrimaryDark.s, f.Look.OnPrimary.s, f.Look.Accent.s}
	for _, w := range f.Schemes {
		m.Schemes = append(m.Schemes, w.s)
	}
	for _, w := range f.Languages {
		m.Languages = append(m.Languages, w.s)
	}
}

var (
	codePattern     = regexp.MustCompile(`^GM\d{4}$`)
	languagePattern = regexp.MustCompile(`^[a-z]{2,3}$`)
	colourPattern   = regexp.MustCompile(`^#[0-9a-f]{6}$`)
)

// check finds what a municipality says wrongly of itself.
func (m *Municipality) check() {
	f, d := m.file, m.doc
	if f.ID.s != m.ID {
		d.refuse(f.ID.node, "the id is %q, but the folder is %q", f.ID.s, m.ID)
	}
	if !codePattern.MatchString(f.Code.s) {
		d.refuse(f.Code.node, "the code must be GM and four digits")
	}
	if len(f.Languages) == 0 || len(f.Schemes) == 0 {
		d.refuse(f.Node, "a municipality has at least one language and one scheme")
	}
	if len(f.Counter.Hours) == 0 {
		d.refuse(f.Counter.Node, "a counter is open at least once a week")
	}
	for i, w := range f.Languages {
		if !languagePattern.MatchString(w.s) || slices.Contains(m.Languages[:i], w.s) {
			d.refuse(w.node, "%q is no language code, or it stands twice", w.s)
		}
	}
	if u, err := url.Parse(m.Exit); err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil || u.String() != m.Exit {
		d.refuse(f.Exit.node, "%q is no address of a site, as in https://www.example.nl/", m.Exit)
	}
	for _, w := range []word{f.Look.Primary, f.Look.PrimaryDark, f.Look.OnPrimary, f.Look.Accent} {
		if !colourPattern.MatchString(w.s) {
			d.refuse(w.node, "a colour is # and six digits 0 to 9, a to f")
			return
		}
	}
	for _, w := range []word{f.Look.Primary, f.Look.PrimaryDark} {
		if !readable(w.s, f.Look.OnPrimary.s) {
			d.refuse(w.node, "text in %s on %s has a contrast below 4.5 to 1 (WCAG 1.4.3); take a darker or lighter colour", f.Look.OnPrimary.s, w.s)
		}
	}
}
