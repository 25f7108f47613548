package law

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"zeker/offers/rules"
)

// maxBytes is the format's limit for one document.
const maxBytes = 1_000_000

// Parse reads one law and checks all that can be checked within one file. The
// error is an [Errors] with every problem found.
func Parse(f File) (*Law, error) {
	r := &reader{file: f, strict: true}
	l := r.law()
	return l, r.errs.or()
}

// ParseReference reads a law in mode reference, for the public examples of the
// format: the schema is optional, aliases of operations are accepted, duplicate
// and undeclared outputs, unknown keys and parts that this package ignores
// (hooks, overrides, procedures) are warnings. Such law is for
// [Corpus.Evaluate]; it is never offered to a resident.
func ParseReference(f File) (l *Law, warnings Errors, err error) {
	r := &reader{file: f}
	l = r.law()
	return l, r.warnings, r.errs.or()
}

// law reads the file; nil when it is wrong.
func (r *reader) law() *Law {
	if len(r.file.Source) > maxBytes {
		r.failAt(pos{1, 1}, Malformed, "the file has %d bytes; the format allows %d", len(r.file.Source), maxBytes)
		return nil
	}
	doc, ok := r.document()
	if !ok {
		return nil
	}
	m, ok := r.mapping(doc, "the law", headerKeys...)
	if !ok {
		return nil
	}
	sum := sha256.Sum256(r.file.Source)
	l := &Law{file: r.file, SHA256: hex.EncodeToString(sum[:])}
	r.header(m, l)
	r.articles(m, l)
	r.check(l)
	if len(r.errs) > 0 {
		slices.SortStableFunc(r.errs, func(a, b *Error) int {
			return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
		})
		return nil
	}
	return l
}

// headerKeys are the top-level keys of the schema, and $id, uuid, jaar,
// identifiers and competent_authority, which the corpus uses.
var headerKeys = []string{
	"$schema", "$id", "uuid", "name", "publication_date", "valid_from", "valid_to", "regulatory_layer", "url",
	"bwb_id", "celex_nummer", "eli", "tractatenblad_id", "unts_nummer", "gemeente_code", "provincie_code",
	"waterschap_code", "officiele_titel", "stcrt_id", "organisation", "legal_basis", "preamble", "articles",
	"procedure", "jaar", "identifiers", "competent_authority",
}

// layers ranks the regulatory layers; a low number is a higher authority.
var layers = map[string]int{
	"VERDRAG": 0, "EU_VERORDENING": 1, "EU_RICHTLIJN": 2, "GRONDWET": 3, "WET": 4, "KONINKLIJK_BESLUIT": 5,
	"AMVB": 6, "MINISTERIELE_REGELING": 7, "PROVINCIALE_VERORDENING": 8, "WATERSCHAPS_VERORDENING": 9,
	"GEMEENTELIJKE_VERORDENING": 10, "BELEIDSREGEL": 11, "UITVOERINGSBELEID": 12,
}

var (
	lawID         = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	schemaVersion = regexp.MustCompile(`/v(\d+\.\d+\.\d+)(/|$)`)
	bwbID         = regexp.MustCompile(`^BWBR[0-9]{7}$`)
	townCode      = regexp.MustCompile(`^GM[0-9]{4}$`)
)

// identification is what the schema demands of each layer.
var identification = map[string][]string{
	"WET": {"bwb_id"}, "AMVB": {"bwb_id"}, "MINISTERIELE_REGELING": {"bwb_id"}, "GRONDWET": {"bwb_id"},
	"EU_VERORDENING": {"celex_nummer"}, "EU_RICHTLIJN": {"celex_nummer"}, "VERDRAG": {"tractatenblad_id"},
	"GEMEENTELIJKE_VERORDENING": {"gemeente_code", "officiele_titel"},
	"PROVINCIALE_VERORDENING":   {"provincie_code", "officiele_titel"},
	"WATERSCHAPS_VERORDENING":   {"waterschap_code", "officiele_titel"},
}

// header reads everything of the law but its articles.
func (r *reader) header(m mapping, l *Law) {
	r.schema(m)
	l.ID = m.must("$id")
	if l.ID != "" && !lawID.MatchString(l.ID) {
		r.refuse(m.at("$id"), "$id %q must be lower-case letters, digits and underscores", l.ID)
	}
	l.Layer = m.must("regulatory_layer")
	if _, known := layers[l.Layer]; l.Layer != "" && !known {
		r.failAt(m.at("regulatory_layer"), Malformed, "regulatory_layer %q is not known%s", l.Layer, DidYouMean(l.Layer, layerNames()))
	}
	l.URL, l.Name = m.text("url"), m.text("name")
	if l.Name == "" {
		l.Name = m.text("officiele_titel")
	}
	if l.Name == "" {
		l.Name = l.ID
	}
	l.Municipality = m.text("gemeente_code")
	l.territory = m.get("provincie_code") != nil || m.get("waterschap_code") != nil
	r.validity(m, l)
	if r.strict {
		r.identity(m, l)
	}
	r.unsupported(m)
	r.shallow(m, "legal_basis", "law_id", "article", "description")
}

// schema checks the version of the format that the file is written in.
func (r *reader) schema(m mapping) {
	url := m.text("$schema")
	version := schemaVersion.FindStringSubmatch(url)
	switch {
	case version == nil:
		r.refuse(m.at("$schema"), "$schema names no version of the format; this package reads v0.5.0 to v0.5.6")
	case !strings.HasPrefix(version[1], "0.5.") || len(version[1]) != 5 || version[1][4] > '6':
		r.refuse(m.at("$schema"), "schema version %s is not read by this package, which reads 0.5.0 to 0.5.6", version[1])
	}
}

// validity reads from when to when the law is in force. A date that cannot be
// read is refused: the reference takes it as "always in force".
func (r *reader) validity(m mapping, l *Law) {
	l.Version = m.text("valid_from")
	if r.strict {
		m.must("valid_from")
		r.day(m, "publication_date", m.must("publication_date"))
	}
	switch {
	case l.Version == "" || !r.strict && strings.HasPrefix(l.Version, "#"):
		l.undated = true
	case strings.HasPrefix(l.Version, "#"):
		r.failAt(m.at("valid_from"), Malformed, "valid_from %q refers to another date; write the day itself", l.Version)
	default:
		l.from = r.day(m, "valid_from", l.Version)
	}
	if end := m.text("valid_to"); end != "" {
		before := len(r.errs)
		l.to, l.ends = r.day(m, "valid_to", end), true
		if len(r.errs) == before && l.to < l.from && !l.undated {
			r.failAt(m.at("valid_to"), Malformed, "valid_to %s is before valid_from %s", end, l.Version)
		}
	}
}

func (r *reader) day(m mapping, key, s string) rules.Day {
	d, ok := rules.ParseDay(s)
	if !ok && s != "" {
		r.failAt(m.at(key), Malformed, "%s %q is no date of the form YYYY-MM-DD", key, s)
	}
	return d
}

// identity checks what the schema demands of the law's layer.
func (r *reader) identity(m mapping, l *Law) {
	m.must("url")
	for _, key := range identification[l.Layer] {
		if m.text(key) == "" {
			r.fail(m.node, "a %s must have %s", l.Layer, key)
		}
	}
	if s := m.text("bwb_id"); s != "" && !bwbID.MatchString(s) {
		r.failAt(m.at("bwb_id"), Malformed, "bwb_id %q must be BWBR and seven digits", s)
	}
	if s := l.Municipality; s != "" && !townCode.MatchString(s) {
		r.failAt(m.at("gemeente_code"), Malformed, "gemeente_code %q must be GM and four digits", s)
	}
}

// unsupported refuses the parts of the format that would change an outcome and
// that this package does not compute.
func (r *reader) unsupported(m mapping) {
	if m.get("procedure") != nil {
		r.refuse(m.keyAt("procedure"), "procedures are not supported yet")
	}
	if n := m.get("preamble"); n != nil {
		p, _ := r.mapping(n, "the preamble", "text", "url", "machine_readable")
		p.must("text")
		if p.get("machine_readable") != nil {
			r.refuse(p.keyAt("machine_readable"), "rules in a preamble are not supported yet; move them to an article")
		}
	}
}

// shallow checks the keys of a list of mappings that carry no computation.
func (r *reader) shallow(m mapping, key string, allowed ...string) {
	for _, n := range m.list(key) {
		r.mapping(n, "an entry of "+key, allowed...)
	}
}

// articles reads the articles of the law.
func (r *reader) articles(m mapping, l *Law) {
	if m.get("articles") == nil {
		r.fail(m.node, "the law has no articles")
	}
	seen := map[string]int{}
	for _, n := range m.list("articles") {
		a := r.readArticle(n, l)
		if a == nil {
			continue
		}
		if line, twice := seen[a.Number]; twice {
			r.refuse(a.at, "article %s stands twice; the first is on line %d", a.Number, line)
		}
		seen[a.Number] = a.Line
		l.Articles = append(l.Articles, a)
	}
	r.article = ""
}

func layerNames() []string {
	return slices.Sorted(maps.Keys(layers))
}

// nodes returns the children of a sequence or nothing.
func nodes(n *yaml.Node) []*yaml.Node {
	if n == nil || n.Kind != yaml.SequenceNode {
		return nil
	}
	return n.Content
}
