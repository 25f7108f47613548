package catalogue

import (
	"fmt"
	"io/fs"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"zeker/offers/law"
	"zeker/offers/rules"
)

// document is one YAML file while it is read: strictly, and with the place of
// everything that is wrong.
type document struct {
	path string
	text []string
	errs law.Errors
}

// word is a text that keeps its place, for what is checked against other files.
type word struct {
	s    string
	node *yaml.Node
}

// readDocument reads a file into a struct; folder is put before the name in errors. Fields are named by the tag `key`,
// `key:"name,optional"` may be absent, and `of:"a b"` lists the words allowed.
// Unknown and repeated keys are errors.
func readDocument(files fs.FS, folder, name string, into any) (*document, error) {
	source, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, err
	}
	d, root := parseDocument(folder+"/"+name, source)
	if root != nil {
		d.read(root, reflect.ValueOf(into).Elem(), "the file", "")
	}
	return d, nil
}

// parseDocument reads YAML, and so JSON too; root is nil when it is neither.
func parseDocument(path string, source []byte) (d *document, root *yaml.Node) {
	d = &document{path: path, text: strings.Split(string(source), "\n")}
	var file yaml.Node
	if err := yaml.Unmarshal(source, &file); err != nil {
		d.broken(err)
		return d, nil
	}
	if len(file.Content) == 0 {
		d.refuse(&yaml.Node{Line: 1, Column: 1}, "the file is empty")
		return d, nil
	}
	return d, file.Content[0]
}

// yamlLine finds the line in an error of the YAML reader.
var yamlLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?(.*)`)

// broken reports a file that is no YAML.
func (d *document) broken(err error) {
	line, message := 1, err.Error()
	if m := yamlLine.FindStringSubmatch(message); m != nil {
		message = m[2]
		if n, err := strconv.Atoi(m[1]); err == nil {
			line = n
		}
	}
	d.refuse(&yaml.Node{Line: line, Column: 1}, "this is neither YAML nor JSON: %s", message)
}

// refuse notes that something is wrong at a node.
func (d *document) refuse(n *yaml.Node, format string, args ...any) {
	e := &law.Error{File: d.path, Line: n.Line, Column: n.Column, Message: fmt.Sprintf(format, args...), Kind: law.Malformed}
	if n.Line >= 1 && n.Line <= len(d.text) {
		e.Text = strings.ToValidUTF8(strings.TrimSuffix(d.text[n.Line-1], "\r"), string(utf8.RuneError))
	}
	d.errs = append(d.errs, e)
}

var (
	wordType = reflect.TypeFor[word]()
	dayType  = reflect.TypeFor[rules.Day]()
	nodeType = reflect.TypeFor[*yaml.Node]()
	centType = reflect.TypeFor[eurocents]()
	signType = reflect.TypeFor[SignOff]()
)

// read puts a node into a value. what names the value in an error.
func (d *document) read(n *yaml.Node, into reflect.Value, what, allowed string) {
	switch into.Type() {
	case wordType:
		into.Set(reflect.ValueOf(word{d.scalar(n, what, allowed), n}))
		return
	case dayType:
		day, ok := rules.ParseDay(n.Value)
		if !ok {
			d.refuse(n, "%s must be a date YYYY-MM-DD", what)
		}
		into.SetInt(int64(day))
		return
	case nodeType:
		into.Set(reflect.ValueOf(n))
		return
	case centType:
		into.SetInt(d.cents(n, what))
		return
	case signType:
		if n.Kind == yaml.ScalarNode && n.Value == "open" {
			return // nobody signed yet: the zero SignOff
		}
	}
	switch into.Kind() {
	case reflect.String:
		into.SetString(d.scalar(n, what, allowed))
	case reflect.Bool:
		if n.Tag != "!!bool" || n.Value != "true" && n.Value != "false" {
			d.refuse(n, "%s must be true or false", what)
		}
		into.SetBool(n.Value == "true")
	case reflect.Int, reflect.Int64:
		v, err := strconv.ParseInt(n.Value, 10, 64)
		if err != nil || n.Tag != "!!int" {
			d.refuse(n, "%s must be a whole number", what)
		}
		into.SetInt(v)
	case reflect.Slice:
		d.list(n, into, what, allowed)
	case reflect.Struct:
		d.fields(n, into, what)
	default:
		panic("catalogue: no way to read a " + into.Type().String())
	}
}

// eurocents is money written in euros with two decimals: 121.00.
type eurocents int64

var euros = regexp.MustCompile(`^(\d{1,9})\.(\d\d)$`)

func (d *document) cents(n *yaml.Node, what string) int64 {
	m := euros.FindStringSubmatch(n.Value)
	if m == nil {
		d.refuse(n, "%s must be euros with two decimals, as in 121.00", what)
		return 0
	}
	v, _ := strconv.ParseInt(m[1]+m[2], 10, 64)
	return v
}

func (d *document) scalar(n *yaml.Node, what, allowed string) string {
	if n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
		d.refuse(n, "%s must be a text", what)
		return ""
	}
	if allowed != "" && !slices.Contains(strings.Fields(allowed), n.Value) {
		d.refuse(n, "%s is %q; it must be one of: %s", what, n.Value, allowed)
	}
	return n.Value
}

func (d *document) list(n *yaml.Node, into reflect.Value, what, allowed string) {
	if n.Kind != yaml.SequenceNode {
		d.refuse(n, "%s must be a list", what)
		return
	}
	into.Set(reflect.MakeSlice(into.Type(), len(n.Content), len(n.Content)))
	for i, item := range n.Content {
		d.read(item, into.Index(i), "each of "+what, allowed)
	}
}

// fields reads a mapping: every key must be known, none may be missing or stand
// twice.
func (d *document) fields(n *yaml.Node, into reflect.Value, what string) {
	if n.Kind != yaml.MappingNode {
		d.refuse(n, "%s must be a mapping of keys to values", what)
		return
	}
	type slot struct {
		index    int
		optional bool
		seen     bool
	}
	slots := map[string]*slot{}
	var names []string
	for i := range into.NumField() {
		tag, ok := into.Type().Field(i).Tag.Lookup("key")
		if !ok {
			continue
		}
		if tag == "@" { // the place of the mapping itself
			into.Field(i).Set(reflect.ValueOf(n))
			continue
		}
		name, option, _ := strings.Cut(tag, ",")
		slots[name] = &slot{index: i, optional: option == "optional"}
		names = append(names, name)
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		s := slots[key.Value]
		switch {
		case s == nil:
			d.refuse(key, "%s has no key %q; it has %s", what, key.Value, strings.Join(names, ", "))
		case s.seen:
			d.refuse(key, "key %q stands twice", key.Value)
		default:
			s.seen = true
			d.read(value, into.Field(s.index), key.Value, into.Type().Field(s.index).Tag.Get("of"))
		}
	}
	for _, name := range names {
		if !slots[name].seen && !slots[name].optional {
			d.refuse(n, "%s lacks the key %q", what, name)
		}
	}
}

// orAt is the place of a word, or of the mapping that lacks it.
func (w word) orAt(n *yaml.Node) *yaml.Node {
	if w.node == nil {
		return n
	}
	return w.node
}
