package law

import (
	"go.yaml.in/yaml/v3"
)

// readArticle reads one article; nil when it is no mapping.
func (r *reader) readArticle(n *yaml.Node, l *Law) *Article {
	r.article = ""
	m, ok := r.mapping(n, "an article", "number", "text", "url", "ref", "machine_readable", "references")
	if !ok {
		return nil
	}
	a := &Article{law: l, Line: n.Line, at: m.at("number")}
	a.Number = m.must("number")
	r.article = a.Number
	a.Text, a.URL = m.text("text"), m.text("url")
	if a.URL == "" && !r.strict {
		a.URL = m.text("ref")
	}
	if r.strict {
		m.must("text")
		m.must("url")
		if m.get("ref") != nil {
			r.fail(m.keys["ref"], "ref is an old name of url; write url")
		}
	}
	r.shallow(m, "references", "id", "bwb_id", "artikel", "lid", "onderdeel", "hoofdstuk", "paragraaf", "afdeling")
	before := len(r.errs)
	if rules := m.get("machine_readable"); rules != nil {
		r.machineReadable(rules, a)
	}
	a.broken = len(r.errs) > before
	return a
}

// machineReadable reads the rules of an article.
func (r *reader) machineReadable(n *yaml.Node, a *Article) {
	m, ok := r.mapping(n, "machine_readable", "endpoint", "competent_authority", "enables", "requires", "open_terms",
		"implements", "definitions", "execution", "hooks", "overrides", "untranslatables")
	if !ok {
		return
	}
	r.shallow(m, "enables", "regulatory_layer", "subject", "for", "interface", "defaults")
	r.shallow(m, "requires", "article", "law", "regeling", "koninklijk_besluit", "values")
	if n := m.get("competent_authority"); n != nil && n.Kind == yaml.MappingNode {
		r.mapping(n, "competent_authority", "name", "type")
	}
	for _, key := range []string{"hooks", "overrides"} {
		if m.get(key) != nil {
			r.refuse(m.keyAt(key), "%s are not supported yet", key)
		}
	}
	r.definitions(m, a)
	for _, n := range m.list("open_terms") {
		if t := r.openTerm(n); t != nil {
			a.openTerms = append(a.openTerms, t)
		}
	}
	for _, n := range m.list("implements") {
		if im, ok := r.mapping(n, "an entry of implements", "law", "article", "open_term", "gelet_op"); ok {
			a.implements = append(a.implements, implement{
				law: im.must("law"), article: im.must("article"), term: im.must("open_term"), at: place(n),
			})
		}
	}
	r.untranslatables(m, a)
	if n := m.get("execution"); n != nil {
		r.execution(n, a)
	}
}

// untranslatables keeps the constructs that nobody accepted: using the article
// is an error then.
func (r *reader) untranslatables(m mapping, a *Article) {
	for _, n := range m.list("untranslatables") {
		u, ok := r.mapping(n, "an untranslatable", "construct", "reason", "suggestion", "legal_text_excerpt", "accepted")
		if !ok {
			continue
		}
		construct := u.must("construct")
		u.must("reason")
		if !u.boolean("accepted", false) {
			a.untranslated = append(a.untranslated, construct)
		}
	}
}

// definitions reads the constants of an article.
func (r *reader) definitions(m mapping, a *Article) {
	n := m.get("definitions")
	if n == nil {
		return
	}
	d, ok := r.mapping(n, "definitions")
	if !ok {
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if !variableName.MatchString("$" + key.Value) {
			r.refuse(place(key), "definition %q is no name: letters, digits and underscores", key.Value)
		}
		a.definitions = append(a.definitions, r.definition(key, d.values[key.Value]))
	}
}

// definition reads a constant: a bare value, or an object with value and type.
// An object without value is refused, the reference takes it as a literal.
func (r *reader) definition(key, n *yaml.Node) definition {
	def := definition{name: key.Value, at: place(key)}
	if n.Kind != yaml.MappingNode {
		def.value, _ = r.literal(n)
		return def
	}
	if m, _ := r.mapping(n, "a definition"); m.values["value"] == nil {
		r.refuse(place(n), "definition %q has no value", key.Value)
		def.value, _ = r.literal(n)
		return def
	}
	m, _ := r.mapping(n, "a definition", "value", "type", "type_spec", "description", "legal_basis")
	def.value, _ = r.literal(m.values["value"])
	f := field{name: key.Value, kind: m.choice("type", types), at: place(key)}
	r.typeSpec(m, &f)
	r.amountUnit(m, f, "definition")
	if f.kind != "" && !kindFits(f.kind, def.value) {
		r.failAt(m.at("value"), TypeMismatch, "definition %q is declared as %s, but its value is a %s", key.Value, f.kind, def.value.Kind())
	}
	def.unit = f.unit
	return def
}

// kindFits reports whether a constant is of a declared type.
func kindFits(kind string, v Value) bool {
	switch kind {
	case "boolean":
		return v.Kind() == BoolKind
	case "number", "amount":
		return v.Kind() == IntKind || v.Kind() == DecimalKind
	case "date":
		_, ok := v.Day()
		return ok
	case "string":
		return v.Kind() == TextKind
	case "array":
		return v.Kind() == ListKind
	}
	return v.Kind() == ObjectKind
}

// openTerm reads a value that a lower regulation fills in.
func (r *reader) openTerm(n *yaml.Node) *openTerm {
	m, ok := r.mapping(n, "an open term", "id", "description", "type", "required", "delegated_to", "delegation_type",
		"legal_basis", "default")
	if !ok {
		return nil
	}
	t := &openTerm{name: m.must("id"), at: place(n), required: m.boolean("required", true)}
	if r.strict {
		m.must("type")
	}
	t.kind = m.choice("type", []string{"string", "number", "boolean", "amount", "date"})
	t.delegation = m.text("delegation_type")
	if _, known := layers[t.delegation]; t.delegation != "" && !known {
		r.failAt(m.at("delegation_type"), Malformed, "delegation_type %q is no regulatory layer%s", t.delegation,
			DidYouMean(t.delegation, layerNames()))
	}
	fallback := m.get("default")
	if fallback == nil {
		return t
	}
	t.hasDefault = true
	if d, ok := r.mapping(fallback, "the default of an open term", "actions"); ok {
		t.fallback = r.actions(d)
	}
	return t
}

// execution reads parameters, inputs, outputs and actions.
func (r *reader) execution(n *yaml.Node, a *Article) {
	m, ok := r.mapping(n, "execution", "produces", "parameters", "input", "output", "actions")
	if !ok {
		return
	}
	if p := m.get("produces"); p != nil {
		if p, ok := r.mapping(p, "produces", "legal_character", "decision_type", "procedure_id"); ok {
			p.choice("legal_character", legalCharacters)
			p.choice("decision_type", decisionTypes)
		}
	}
	for _, n := range m.list("parameters") {
		if f, m, ok := r.field(n, "a parameter", "required"); ok {
			m.boolean("required", false) // says nothing to a computation, but must be right
			a.parameters = append(a.parameters, f)
		}
	}
	for _, n := range m.list("input") {
		if in := r.input(n); in != nil {
			a.inputs = append(a.inputs, in)
		}
	}
	for _, n := range m.list("output") {
		if f, _, ok := r.field(n, "an output"); ok {
			a.outputs = append(a.outputs, f)
		}
	}
	a.actions = r.actions(m)
}

var legalCharacters = []string{
	"BESCHIKKING", "TOETS", "WAARDEBEPALING", "BESLUIT_VAN_ALGEMENE_STREKKING", "INFORMATIEF",
}

var decisionTypes = []string{
	"TOEKENNING", "AFWIJZING", "GOEDKEURING", "GEEN_BESLUIT", "ALGEMEEN_VERBINDEND_VOORSCHRIFT", "BELEIDSREGEL",
	"VOORBEREIDINGSBESLUIT", "ANDERE_HANDELING", "AANSLAG",
}
