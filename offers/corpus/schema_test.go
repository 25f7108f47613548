package corpus_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"zeker/offers/corpus"
)

// openSchema is the law format's own JSON schema, kept beside the project.
const openSchema = "../../../shared/law/reference/schema/v0.5.6/schema.json"

// TestTheCorpusIsValidByTheFormatsSchema: other municipalities and the ministry
// can read these files.
func TestTheCorpusIsValidByTheFormatsSchema(t *testing.T) {
	source, err := os.ReadFile(openSchema)
	if err != nil {
		t.Skip("the schema of the law format is not beside this checkout")
	}
	s := schema{t: t}
	if err := json.Unmarshal(source, &s.root); err != nil {
		t.Fatal(err)
	}
	files := 0
	err = fs.WalkDir(corpus.Files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".yaml" {
			return err
		}
		files++
		text, err := fs.ReadFile(corpus.Files, name)
		if err != nil {
			return err
		}
		var root yaml.Node
		if err := yaml.Unmarshal(text, &root); err != nil {
			return err
		}
		for _, problem := range s.check(s.root, plain(root.Content[0]), "") {
			t.Errorf("%s: %s", name, problem)
		}
		return nil
	})
	if err != nil || files == 0 {
		t.Fatalf("%d files, %v", files, err)
	}
	if len(s.check(s.root, map[string]any{"regulatory_layer": "WET"}, "")) == 0 {
		t.Error("a law without articles passes: the check checks nothing")
	}
}

// plain turns YAML into what JSON could say. Dates stay texts, as in YAML 1.2.
func plain(n *yaml.Node) any {
	switch n.Kind {
	case yaml.MappingNode:
		m := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			m[n.Content[i].Value] = plain(n.Content[i+1])
		}
		return m
	case yaml.SequenceNode:
		list := []any{}
		for _, item := range n.Content {
			list = append(list, plain(item))
		}
		return list
	}
	var v any
	switch n.Tag {
	case "!!int", "!!float", "!!bool", "!!null":
		if json.Unmarshal([]byte(strings.ReplaceAll(n.Value, "~", "null")), &v) == nil {
			return v
		}
	}
	return n.Value
}

// schema checks the part of JSON Schema draft 7 that the law format uses.
type schema struct {
	t    *testing.T
	root map[string]any
}

func (s schema) check(rule map[string]any, v any, at string) (problems []string) {
	add := func(format string, args ...any) {
		problems = append(problems, at+": "+fmt.Sprintf(format, args...))
	}
	if ref, ok := rule["$ref"].(string); ok {
		return s.check(s.resolve(ref), v, at)
	}
	if kinds := texts(rule["type"]); len(kinds) > 0 && !slices.ContainsFunc(kinds, func(k string) bool { return is(v, k) }) {
		add("%v is no %v", v, kinds)
	}
	if allowed, ok := rule["enum"].([]any); ok && !slices.Contains(allowed, v) {
		add("%v is none of %v", v, allowed)
	}
	if want, ok := rule["const"]; ok && v != want {
		add("%v is not %v", v, want)
	}
	if text, ok := v.(string); ok && rule["pattern"] != nil && !regexp.MustCompile(rule["pattern"].(string)).MatchString(text) {
		add("%q does not match %s", text, rule["pattern"])
	}
	if n, ok := v.(float64); ok {
		if low, ok := rule["minimum"].(float64); ok && n < low {
			add("%v is below %v", n, low)
		}
		if high, ok := rule["maximum"].(float64); ok && n > high {
			add("%v is above %v", n, high)
		}
	}
	problems = append(problems, s.combined(rule, v, at)...)
	return append(problems, s.inside(rule, v, at)...)
}

// combined checks allOf, oneOf, not, and if with then.
func (s schema) combined(rule map[string]any, v any, at string) (problems []string) {
	for _, part := range rules(rule["allOf"]) {
		problems = append(problems, s.check(part, v, at)...)
	}
	if options := rules(rule["oneOf"]); len(options) > 0 {
		fits := 0
		for _, option := range options {
			if len(s.check(option, v, at)) == 0 {
				fits++
			}
		}
		if fits != 1 {
			problems = append(problems, fmt.Sprintf("%s: %v fits %d of %d forms", at, v, fits, len(options)))
		}
	}
	if not, ok := rule["not"].(map[string]any); ok && len(s.check(not, v, at)) == 0 {
		problems = append(problems, at+": has a form that is excluded")
	}
	if when, ok := rule["if"].(map[string]any); ok && len(s.check(when, v, at)) == 0 {
		if then, ok := rule["then"].(map[string]any); ok {
			problems = append(problems, s.check(then, v, at)...)
		}
	}
	return problems
}

// inside checks the keys of a mapping and the items of a list.
func (s schema) inside(rule map[string]any, v any, at string) (problems []string) {
	if list, ok := v.([]any); ok {
		if items, ok := rule["items"].(map[string]any); ok {
			for i, item := range list {
				problems = append(problems, s.check(items, item, fmt.Sprintf("%s[%d]", at, i))...)
			}
		}
	}
	m, ok := v.(map[string]any)
	if !ok {
		return problems
	}
	for _, key := range texts(rule["required"]) {
		if _, ok := m[key]; !ok {
			problems = append(problems, at+": lacks "+key)
		}
	}
	properties, _ := rule["properties"].(map[string]any)
	for key, value := range m {
		if property, ok := properties[key].(map[string]any); ok {
			problems = append(problems, s.check(property, value, at+"."+key)...)
			continue
		}
		switch other := rule["additionalProperties"].(type) {
		case bool:
			if !other {
				problems = append(problems, at+": has the key "+key)
			}
		case map[string]any:
			problems = append(problems, s.check(other, value, at+"."+key)...)
		}
	}
	return problems
}

func (s schema) resolve(ref string) map[string]any {
	found := s.root
	for part := range strings.SplitSeq(strings.TrimPrefix(ref, "#/"), "/") {
		next, ok := found[part].(map[string]any)
		if !ok {
			s.t.Fatalf("the schema has no %s", ref)
		}
		found = next
	}
	return found
}

func is(v any, kind string) bool {
	switch value := v.(type) {
	case nil:
		return kind == "null"
	case bool:
		return kind == "boolean"
	case string:
		return kind == "string"
	case float64:
		return kind == "number" || kind == "integer" && value == float64(int64(value))
	case []any:
		return kind == "array"
	}
	return kind == "object"
}

// texts reads a text or a list of texts.
func texts(v any) (all []string) {
	switch value := v.(type) {
	case string:
		return []string{value}
	case []any:
		for _, one := range value {
			if text, ok := one.(string); ok {
				all = append(all, text)
			}
		}
	}
	return all
}

func rules(v any) (all []map[string]any) {
	list, _ := v.([]any)
	for _, one := range list {
		if rule, ok := one.(map[string]any); ok {
			all = append(all, rule)
		}
	}
	return all
}
