package law

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// reader turns YAML nodes into law and collects what is wrong with them.
type reader struct {
	file     File
	strict   bool
	article  string // number of the article being read
	errs     Errors
	warnings Errors
}

// fail records a problem at a node.
func (r *reader) fail(n *yaml.Node, format string, args ...any) {
	r.failAt(place(n), Malformed, format, args...)
}

func (r *reader) failAt(at pos, kind Kind, format string, args ...any) {
	e := r.file.errorAt(at, kind, format, args...)
	e.Article = r.article
	r.errs = append(r.errs, e)
}

// refuse records what strict law refuses and mode reference only warns about.
func (r *reader) refuse(at pos, format string, args ...any) {
	if r.strict {
		r.failAt(at, Malformed, format, args...)
		return
	}
	e := r.file.errorAt(at, Malformed, format, args...)
	e.Article = r.article
	r.warnings = append(r.warnings, e)
}

func place(n *yaml.Node) pos { return pos{n.Line, n.Column} }

// yamlLine finds the line in an error of the YAML package, which offers no other
// way to it.
var yamlLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)

// document reads the one document of the file.
func (r *reader) document() (*yaml.Node, bool) {
	decoder := yaml.NewDecoder(bytes.NewReader(r.file.Source))
	var doc yaml.Node
	if err := decoder.Decode(&doc); err != nil {
		if errors.Is(err, io.EOF) {
			r.failAt(pos{1, 1}, Malformed, "the file is empty")
			return nil, false
		}
		r.syntax(err)
		return nil, false
	}
	var second yaml.Node
	switch err := decoder.Decode(&second); {
	case err == nil:
		r.fail(&second, "a second document in one file; a file is one version of one regulation")
		return nil, false
	case !errors.Is(err, io.EOF):
		r.syntax(err)
		return nil, false
	}
	return doc.Content[0], r.plain(doc.Content[0], 0)
}

func (r *reader) syntax(err error) {
	at := pos{1, 1}
	if m := yamlLine.FindStringSubmatch(err.Error()); m[1] != "" {
		at.line, _ = strconv.Atoi(m[1])
	}
	r.failAt(at, Malformed, "no valid YAML: %s", yamlLine.ReplaceAllString(err.Error(), ""))
}

// maxNodeDepth bounds the nesting of YAML, so that no file can exhaust the
// stack. The format's own limit for operations is 100, at two levels each.
const maxNodeDepth = 400

// plain refuses the parts of YAML that the format has no use for, and keys that
// stand twice.
func (r *reader) plain(n *yaml.Node, depth int) bool {
	if depth > maxNodeDepth {
		r.fail(n, "nested more than %d levels deep", maxNodeDepth)
		return false
	}
	if n.Kind == yaml.AliasNode || n.Anchor != "" {
		r.fail(n, "anchors and aliases are not part of the format; write the value out")
		return false
	}
	if n.Style&yaml.TaggedStyle != 0 {
		r.fail(n, "tags such as %s are not part of the format", n.Tag)
		return false
	}
	good := true
	for _, child := range n.Content {
		good = r.plain(child, depth+1) && good
	}
	if n.Kind != yaml.MappingNode {
		return good
	}
	seen := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if line, twice := seen[key.Value]; twice {
			r.fail(key, "key %q stands twice; the first is on line %d", key.Value, line)
			good = false
		}
		seen[key.Value] = key.Line
	}
	return good
}

// mapping is a YAML mapping with known keys.
type mapping struct {
	r      *reader
	node   *yaml.Node
	what   string // how messages name it, as in "an action"
	values map[string]*yaml.Node
	keys   map[string]*yaml.Node
}

// mapping reads a node that must be a mapping; every key outside allowed is
// refused.
func (r *reader) mapping(n *yaml.Node, what string, allowed ...string) (mapping, bool) {
	m := mapping{r: r, node: n, what: what, values: map[string]*yaml.Node{}, keys: map[string]*yaml.Node{}}
	if n.Kind != yaml.MappingNode {
		r.fail(n, "%s must be a mapping of keys to values", what)
		return m, false
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if len(allowed) > 0 && !slices.Contains(allowed, key.Value) {
			r.refuse(place(key), "unknown key %q in %s%s", key.Value, what, DidYouMean(key.Value, allowed))
			continue
		}
		m.values[key.Value], m.keys[key.Value] = n.Content[i+1], key
	}
	return m, true
}

// get returns the value of a key, nil when it is absent or null.
func (m mapping) get(key string) *yaml.Node {
	n := m.values[key]
	if n == nil || isNull(n) {
		return nil
	}
	return n
}

// text returns a text, "" when the key is absent. A plain number is taken as it
// is written, so that article 2.75 keeps its name.
func (m mapping) text(key string) string {
	n := m.get(key)
	if n == nil {
		return ""
	}
	if n.Kind != yaml.ScalarNode {
		m.r.fail(n, "%s of %s must be a text", key, m.what)
		return ""
	}
	return n.Value
}

// must returns a text that may not be absent or empty.
func (m mapping) must(key string) string {
	s := m.text(key)
	if strings.TrimSpace(s) == "" && (m.get(key) == nil || m.get(key).Kind == yaml.ScalarNode) {
		m.r.fail(m.node, "%s has no %s", m.what, key)
	}
	return s
}

// boolean returns a boolean, or other when the key is absent.
func (m mapping) boolean(key string, other bool) bool {
	n := m.get(key)
	if n == nil {
		return other
	}
	v, ok := m.r.scalar(n)
	if yes, isBool := v.Bool(); ok && isBool {
		return yes
	}
	m.r.fail(n, "%s of %s must be true or false", key, m.what)
	return other
}

// list returns the items of a list, none when the key is absent.
func (m mapping) list(key string) []*yaml.Node {
	n := m.get(key)
	if n == nil {
		return nil
	}
	if n.Kind != yaml.SequenceNode {
		m.r.fail(n, "%s of %s must be a list", key, m.what)
		return nil
	}
	if len(n.Content) > maxItems {
		m.r.fail(n, "%s of %s has %d items; the format allows %d", key, m.what, len(n.Content), maxItems)
		return nil
	}
	return n.Content
}

// maxItems is the format's limit for the lists of a law and of an article.
const maxItems = 1000

// choice returns a text that must be one of a set.
func (m mapping) choice(key string, allowed []string) string {
	s := m.text(key)
	if s != "" && !slices.Contains(allowed, s) {
		m.r.fail(m.get(key), "%s %q is not one of %s%s", key, s, strings.Join(allowed, ", "), DidYouMean(s, allowed))
	}
	return s
}

// at is the place of a key's value, of the mapping when the key is absent.
func (m mapping) at(key string) pos {
	if n := m.values[key]; n != nil {
		return place(n)
	}
	return place(m.node)
}

// keyAt is the place of a key.
func (m mapping) keyAt(key string) pos { return place(m.keys[key]) }

// DidYouMean ends an error about a wrong word: it proposes the known word that is
// nearest, or else up to three that share a part with it; "" when none does.
func DidYouMean(word string, known []string) string {
	best, least := "", 1+len(word)/5
	for _, k := range known {
		if d := distance(word, k); d <= least {
			best, least = k, d-1
		}
	}
	if best != "" {
		return fmt.Sprintf("; did you mean %q?", best)
	}
	var alike []string
	for _, k := range known {
		if len(alike) < 3 && shares(word, k) {
			alike = append(alike, strconv.Quote(k))
		}
	}
	if len(alike) == 0 {
		return ""
	}
	return "; there is " + strings.Join(alike, ", ")
}

// shares reports whether two names have a part of five letters or more in common.
func shares(a, b string) bool {
	for _, part := range strings.Split(a, "_") {
		if len(part) >= 5 && strings.Contains(b, part) {
			return true
		}
	}
	return false
}

// distance counts the letters to change, add or drop.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
