package law

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"zeker/offers/rules"
)

// failer is a test of package testing or of rapid.
type failer interface {
	Helper()
	Fatalf(string, ...any)
}

// compare evaluates outputs of a law both ways, on the same facts, and reports
// where they differ. A law that the builder refuses is no difference. With facts
// missing, the compiled program may know more than the plain meaning, which
// fetches what it does not need, but never less.
func compare(t failer, c *Corpus, q Query, outputs []string, facts map[string]Value, complete bool) (compiled bool) {
	t.Helper()
	b := rules.NewBuilder()
	for _, output := range outputs {
		q.Output = output
		if _, err := c.Compile(b, q); err != nil {
			return false
		}
	}
	p, err := b.Program(rules.Entry{Name: "all", Outputs: outputs})
	if err != nil {
		return false
	}
	f := p.NewFrame()
	if why := know(p, f, facts, q.On); why != "" {
		t.Fatalf("%s", why)
	}
	failed := f.Evaluate(p.EntryIndex("all"))
	want, err := c.Evaluate(q, facts)
	if err != nil || failed != nil {
		if err == nil || failed == nil && complete {
			t.Fatalf("plain: %v\ncompiled: %v\n%s", err, failed, c.actionsOf(q.Law))
		}
		return true
	}
	for _, output := range outputs {
		i := p.OutputIndex(output)
		lo, hi, status := f.Output(i)
		if got := read(p.Outputs()[i], lo); lo != hi || status != rules.Decided || !got.equal(want[output]) {
			t.Fatalf("%s: compiled %s (%d..%d, status %d), plain %s\n%s", output, got, lo, hi, status, want[output], c.actionsOf(q.Law))
		}
	}
	return true
}

// know tells a frame the facts that the program has.
func know(p *rules.Program, f *rules.Frame, facts map[string]Value, on rules.Day) string {
	for i, fact := range p.Facts() {
		v, ok := facts[fact.Name]
		if fact.Name == rules.ReferenceDate {
			v, ok = Date(on), true
		}
		if !ok {
			continue
		}
		if v.Kind() == NullKind {
			// Where no law asks for null, not knowing is as near as a program
			// comes to it: using the fact is an error in both.
			if err := f.KnowNull(i); err != nil && fact.Null {
				return err.Error()
			}
			continue
		}
		if err := f.Know(i, slot(fact, v)); err != nil {
			return err.Error()
		}
	}
	return ""
}

// slot is a value as a program holds it.
func slot(fact rules.Fact, v Value) int64 {
	switch fact.Type {
	case rules.Bool:
		if yes, _ := v.Bool(); yes {
			return 1
		}
		return 0
	case rules.Date:
		d, _ := v.Day()
		return int64(d)
	case rules.Text:
		s, _ := v.Text()
		return int64(slices.Index(fact.Symbols, s))
	}
	d, _ := v.Decimal()
	n, _ := d.Scaled(int(fact.Scale))
	return n
}

// read is a result of a program as a value of the format.
func read(o rules.Output, n int64) Value {
	switch o.Type {
	case rules.Bool:
		return Bool(n == 1)
	case rules.Date:
		return Date(rules.Day(n))
	case rules.Text:
		if n < 0 {
			return Text("some other text")
		}
		return Text(o.Symbols[n])
	}
	return Exact(Decimal{big.NewInt(n), int(o.Scale)})
}

// writer makes random expressions as YAML.
type writer struct {
	t       *rapid.T
	earlier map[string][]string // names of outputs so far, by type
}

func (w *writer) pick(label string, options ...string) string {
	return rapid.SampledFrom(options).Draw(w.t, label)
}

// expr writes an expression of a type: number, boolean, date or string.
func (w *writer) expr(kind string, depth int) string {
	if names := w.earlier[kind]; len(names) > 0 && w.pick("earlier", "yes", "no", "no") == "yes" {
		return "$" + rapid.SampledFrom(names).Draw(w.t, "output")
	}
	if depth == 0 || w.pick("leaf", "yes", "no", "no", "no") == "yes" {
		return w.leaf(kind)
	}
	if w.pick("branch", "yes", "no", "no", "no") == "yes" {
		return fmt.Sprintf("{operation: IF, cases: [{when: %s, then: %s}, {when: %s, then: %s}], default: %s}",
			w.expr("boolean", depth-1), w.expr(kind, depth-1), w.expr("boolean", depth-1), w.expr(kind, depth-1), w.expr(kind, depth-1))
	}
	switch kind {
	case "number":
		return w.number(depth - 1)
	case "boolean":
		return w.boolean(depth - 1)
	case "date":
		return w.date(depth - 1)
	}
	return w.leaf(kind)
}

func (w *writer) leaf(kind string) string {
	switch kind {
	case "number":
		return w.pick("number", "0", "1", "7", "-3", "0.25", "110", "1.5", "$n", "$m", "$tarief", "$inkomen", "$norm", "$elders")
	case "boolean":
		return w.pick("boolean", "true", "false", "$b", "$c", "$b")
	case "date":
		return w.pick("date", "2024-02-29", "1999-12-31", "$dag", "$dag", "$referencedate", "$referencedate.iso", "$peildag")
	}
	return w.pick("string", "rood", "groen", "blauw")
}

func (w *writer) number(depth int) string {
	a := w.expr("number", depth)
	switch op := w.pick("number op", "ADD", "SUBTRACT", "MULTIPLY", "DIVIDE", "MIN", "MAX", "ROUND", "CEIL", "FLOOR", "AGE",
		"DATE_DIFF", "DAY_OF_WEEK"); op {
	case "DIVIDE":
		return fmt.Sprintf("{operation: DIVIDE, values: [%s, %s]}", a, w.pick("by", "2", "100", "0.5", "8", "-4"))
	case "ROUND", "CEIL", "FLOOR":
		return fmt.Sprintf("{operation: %s, value: %s, precision: %s}", op, a, w.pick("precision", "0", "1", "2", "-1", "-2"))
	case "AGE":
		return fmt.Sprintf("{operation: AGE, date_of_birth: %s, reference_date: %s}", w.expr("date", depth), w.expr("date", depth))
	case "DATE_DIFF":
		return fmt.Sprintf("{operation: DATE_DIFF, from: %s, to: %s, in: %s}", w.expr("date", depth), w.expr("date", depth),
			w.pick("in", "days", "months", "years"))
	case "DAY_OF_WEEK":
		return fmt.Sprintf("{operation: DAY_OF_WEEK, date: %s}", w.expr("date", depth))
	default:
		return fmt.Sprintf("{operation: %s, values: [%s, %s]}", op, a, w.expr("number", depth))
	}
}

func (w *writer) boolean(depth int) string {
	switch op := w.pick("boolean op", "AND", "OR", "NOT", "EQUALS", "IN", "GREATER_THAN", "LESS_THAN", "GREATER_THAN_OR_EQUAL",
		"LESS_THAN_OR_EQUAL", "null", "nullable"); op {
	case "AND", "OR":
		return fmt.Sprintf("{operation: %s, conditions: [%s, %s]}", op, w.expr("boolean", depth), w.expr("boolean", depth))
	case "NOT":
		return fmt.Sprintf("{operation: NOT, value: %s}", w.expr("boolean", depth))
	case "EQUALS":
		if w.pick("text", "yes", "no") == "yes" {
			return fmt.Sprintf("{operation: EQUALS, subject: $kleur, value: %s}", w.leaf("string"))
		}
		kind := w.pick("kind", "number", "boolean", "date")
		return fmt.Sprintf("{operation: EQUALS, subject: %s, value: %s}", w.expr(kind, depth), w.expr(kind, depth))
	case "IN":
		return fmt.Sprintf("{operation: IN, subject: %s, values: [%s, %s]}", w.expr("number", depth), w.expr("number", depth), w.leaf("number"))
	case "null":
		return "{operation: EQUALS, subject: $vorige, value: null}"
	case "nullable":
		return fmt.Sprintf("{operation: %s, subject: $vorige, value: %s}", w.pick("nullable op", "EQUALS", "LESS_THAN"), w.expr("date", depth))
	default:
		kind := w.pick("kind", "number", "date")
		return fmt.Sprintf("{operation: %s, subject: %s, value: %s}", op, w.expr(kind, depth), w.expr(kind, depth))
	}
}

func (w *writer) date(depth int) string {
	if w.pick("date op", "DATE", "DATE_ADD", "DATE_ADD") == "DATE" {
		return fmt.Sprintf("{operation: DATE, year: %s, month: %s, day: %s}", w.pick("year", "2024", "2025"), w.pick("month", "1", "2", "$maand"),
			w.pick("day", "1", "28", "$dagnummer"))
	}
	var parts strings.Builder
	for _, unit := range []string{"years", "months", "weeks", "days"} {
		if w.pick(unit, "yes", "no") == "yes" {
			fmt.Fprintf(&parts, ", %s: %s", unit, w.pick("amount", "1", "-1", "12", "-18", "$maand", "0"))
		}
	}
	return fmt.Sprintf("{operation: DATE_ADD, date: %s%s}", w.expr("date", depth), parts.String())
}

// randomLaw writes an article with some outputs over all kinds of names: facts,
// definitions, an open term, outputs of this law and of another.
func randomLaw(t *rapid.T) (source string, outputs []string) {
	w := &writer{t: t, earlier: map[string][]string{}}
	var declared, actions strings.Builder
	for i := range rapid.IntRange(1, 4).Draw(t, "outputs") {
		name, kind := fmt.Sprintf("uit_%d", i), w.pick("type", "number", "boolean", "date")
		value := w.expr(kind, 3)
		fmt.Fprintf(&declared, "          - {name: %s, type: %s}\n", name, kind)
		fmt.Fprintf(&actions, "          - output: %s\n            value: %s\n", name, value)
		w.earlier[kind] = append(w.earlier[kind], name)
		outputs = append(outputs, name)
	}
	return fmt.Sprintf(oracleLaw, declared.String(), actions.String()), outputs
}

// TestCompiledEqualsPlain is the promise of the whole package: on complete facts
// the compiled program says what the law says, errors included.
func TestCompiledEqualsPlain(t *testing.T) {
	refused, total := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		source, outputs := randomLaw(t)
		c := corpusOf(t, File{"a.yaml", []byte(source)}, File{"b.yaml", []byte(oracleOther)}, File{"c.yaml", []byte(oracleOrdinance)})
		on := rules.Day(rapid.IntRange(int(day("2024-01-01")), int(day("2028-12-31"))).Draw(t, "on"))
		for range 5 {
			total++
			q := Query{Law: "toetswet", On: on, Municipality: "GM9901"}
			facts := randomFacts(t, c.nullable["vorige"])
			if !compare(t, c, q, outputs, facts, true) {
				refused++
			}
			missing := rapid.SampledFrom(slices.Sorted(maps.Keys(facts))).Draw(t, "missing")
			delete(facts, missing)
			compare(t, c, q, outputs, facts, false)
		}
	})
	if refused*2 > total {
		t.Errorf("%d of %d laws were refused by the builder: the test says too little", refused, total)
	}
}

// Null is equal to no value, but a value that cannot be computed is still an error.
func TestNullBesideWhatFails(t *testing.T) {
	for situation, value := range map[string]string{
		"right":   "{operation: EQUALS, subject: $vorige, value: {operation: DATE, year: 2024, month: 2, day: $dagnummer}}",
		"left":    "{operation: EQUALS, subject: {operation: DATE, year: 2024, month: 2, day: $dagnummer}, value: $vorige}",
		"in list": "{operation: IN, subject: $vorige, values: [{operation: DATE, year: 2024, month: 2, day: $dagnummer}]}",
	} {
		for dagnummer, fails := range map[int64]bool{28: false, 31: true} {
			t.Run(fmt.Sprint(situation, " ", dagnummer), func(t *testing.T) {
				source := fmt.Sprintf(oracleLaw, "          - {name: uit_0, type: boolean}\n          - {name: leeg, type: boolean}\n",
					"          - {output: uit_0, value: "+value+"}\n          - {output: leeg, value: {operation: EQUALS, subject: $vorige, value: null}}\n")
				c := corpusOf(t, File{"a.yaml", []byte(source)}, File{"b.yaml", []byte(oracleOther)}, File{"c.yaml", []byte(oracleOrdinance)})
				facts := map[string]Value{
					"vorige": {}, "dagnummer": Int(dagnummer), "n": Int(1), "m": Int(1), "inkomen": Int(0), "tarief": Int(0), "maand": Int(1),
					"b": Bool(true), "c": Bool(true), "dag": Date(day("2024-01-01")), "kleur": Text("rood"),
				}
				q := Query{Law: "toetswet", Output: "uit_0", On: day("2024-03-01"), Municipality: "GM9901"}
				if _, err := c.Evaluate(q, facts); (err != nil) != fails {
					t.Fatalf("the plain law says %v", err)
				}
				compare(t, c, q, []string{"uit_0"}, facts, true)
			})
		}
	}
}

func randomFacts(t *rapid.T, nullable bool) map[string]Value {
	number := func(name string, lo, hi int64) Value { return Int(rapid.Int64Range(lo, hi).Draw(t, name)) }
	date := func(name string) Value {
		return Date(rules.Day(rapid.IntRange(int(day("1990-01-01")), int(day("2030-12-31"))).Draw(t, name)))
	}
	facts := map[string]Value{
		"n": number("n", 0, 40), "m": number("m", -10, 10), "inkomen": number("inkomen", 0, 500_000),
		"tarief": Exact(Decimal{big.NewInt(rapid.Int64Range(0, 10_000).Draw(t, "tarief")), 2}),
		"maand":  number("maand", 1, 12), "dagnummer": number("dagnummer", 1, 31),
		"b": Bool(rapid.Bool().Draw(t, "b")), "c": Bool(rapid.Bool().Draw(t, "c")),
		"dag": date("dag"), "vorige": date("vorige"),
		"kleur": Text(rapid.SampledFrom([]string{"rood", "groen", "geel"}).Draw(t, "kleur")),
	}
	if nullable && rapid.Bool().Draw(t, "never before") {
		facts["vorige"] = Value{}
	}
	return facts
}

func day(s string) rules.Day {
	d, ok := rules.ParseDay(s)
	if !ok {
		panic(s + " is no day")
	}
	return d
}

// corpusOf parses laws that must be right.
func corpusOf(t failer, files ...File) *Corpus {
	t.Helper()
	var laws []*Law
	for _, f := range files {
		l, err := Parse(f)
		if err != nil {
			t.Fatalf("%v\n%s", err, f.Source)
		}
		laws = append(laws, l)
	}
	c, err := NewCorpus(laws)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return c
}

const oracleLaw = `$schema: https://example.test/schema/v0.5.6/schema.json
$id: toetswet
regulatory_layer: WET
publication_date: '2024-01-01'
valid_from: '2024-01-01'
bwb_id: BWBR0000001
url: https://example.test/toetswet
articles:
  - number: '1'
    text: Tekst.
    url: https://example.test/toetswet#1
    machine_readable:
      open_terms:
        - {id: peildag, type: date, delegation_type: GEMEENTELIJKE_VERORDENING}
      definitions:
        norm: 130
        c: {value: true, type: boolean}
      execution:
        input:
          - {name: n, type: number, source: {}}
          - {name: m, type: number, source: {}, type_spec: {min: -10, max: 10}}
          - {name: tarief, type: number, source: {}, type_spec: {precision: 2, max: 100}}
          - {name: inkomen, type: number, source: {}}
          - {name: maand, type: number, source: {}, type_spec: {min: 1, max: 12}}
          - {name: dagnummer, type: number, source: {}, type_spec: {min: 1, max: 31}}
          - {name: b, type: boolean, source: {}}
          - {name: c, type: boolean, source: {}}
          - {name: dag, type: date, source: {}}
          - {name: vorige, type: date, source: {}}
          - {name: kleur, type: string, source: {}}
          - name: elders
            type: number
            source: {regulation: andere_wet, output: som, parameters: {wie: $n, wanneer: $dag}}
        output:
%s        actions:
%s`

const oracleOther = `$schema: https://example.test/schema/v0.5.6/schema.json
$id: andere_wet
regulatory_layer: WET
publication_date: '2024-01-01'
valid_from: '2024-01-01'
bwb_id: BWBR0000002
url: https://example.test/andere_wet
articles:
  - number: '1'
    text: Tekst.
    url: https://example.test/andere_wet#1
    machine_readable:
      execution:
        parameters:
          - {name: wie, type: number, type_spec: {max: 40}}
          - {name: wanneer, type: date}
        input:
          - {name: dubbel, type: number, source: {output: dubbel}}
        output:
          - {name: som, type: number}
        actions:
          - output: som
            value:
              operation: ADD
              values: [$dubbel, {operation: DATE_DIFF, from: $wanneer, to: $referencedate.iso, in: months}]
  - number: '2'
    text: Tekst.
    url: https://example.test/andere_wet#2
    machine_readable:
      execution:
        parameters:
          - {name: wie, type: number, type_spec: {max: 40}}
        output:
          - {name: dubbel, type: number}
        actions:
          - output: dubbel
            operation: MULTIPLY
            values: [$wie, 2]
`

const oracleOrdinance = `$schema: https://example.test/schema/v0.5.6/schema.json
$id: verordening
regulatory_layer: GEMEENTELIJKE_VERORDENING
publication_date: '2024-01-01'
valid_from: '2024-01-01'
gemeente_code: GM9901
officiele_titel: Verordening
url: https://example.test/verordening
articles:
  - number: '1'
    text: Tekst.
    url: https://example.test/verordening#1
    machine_readable:
      implements:
        - {law: toetswet, article: '1', open_term: peildag}
      execution:
        input:
          - {name: dag, type: date, source: {}}
        output:
          - {name: peildag, type: date}
        actions:
          - output: peildag
            value: {operation: DATE_ADD, date: $dag, months: 1}
`

// actionsOf is the part of a law that a failing comparison is about.
func (c *Corpus) actionsOf(id string) string {
	_, actions, _ := strings.Cut(string(c.laws[id][0].file.Source), "        actions:\n")
	return actions
}
