package law

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// TestEvaluateManyPaths: twenty articles that each read the next one twice are
// evaluated and compiled in twenty steps, not in a million.
func TestEvaluateManyPaths(t *testing.T) {
	var body strings.Builder
	for i := range 20 {
		fmt.Fprintf(&body, `  - number: '%d'
    text: Tekst.
    url: https://example.test/wet#%d
    machine_readable:
      execution:
        input:
          - {name: links, type: number, source: {output: uit_%d}}
          - {name: rechts, type: number, source: {output: uit_%d}}
        output: [{name: uit_%d, type: number}]
        actions: [{output: uit_%d, operation: ADD, values: [$links, $rechts]}]
`, i+2, i+2, i+1, i+1, i, i)
	}
	first := strings.ReplaceAll(plainBody, "uit", "uit_20")
	c := corpusOf(t, dated("wet", "2024-01-01", "", first+body.String()))
	q := Query{Law: "wet", Output: "uit_0", On: day("2024-06-01")}
	outputs, err := c.Evaluate(q, nil)
	if got, _ := outputs["uit_0"].Int(); err != nil || got != 1<<20 {
		t.Errorf("got %d, %v", got, err)
	}
	if !compare(t, c, q, []string{"uit_0"}, nil, true) {
		t.Error("it does not compile")
	}
}

// TestEvaluateReturnsTheWholeArticle, as the format wants: asking for an output
// only chooses the article.
func TestEvaluateReturnsTheWholeArticle(t *testing.T) {
	l := everything(t)
	c, err := NewCorpus([]*Law{l})
	if err != nil {
		t.Fatal(err)
	}
	facts := map[string]Value{"aantal": Int(1), "inkomen": Int(2), "hier": Bool(false)}
	outputs, err := c.Evaluate(Query{Law: "alles_wet", Output: "som", On: day("2026-05-01")}, facts)
	if err != nil || len(outputs) != len(l.Article("2.75").outputs) {
		t.Errorf("got %d outputs, %v", len(outputs), err)
	}
	if len(facts) != 3 {
		t.Errorf("the caller's facts were changed: %v", facts)
	}
}

// TestEvaluateMissing: what is used and not known is named, at its place.
func TestEvaluateMissing(t *testing.T) {
	c := corpusOf(t, File{"a.yaml", []byte(personLaw)})
	_, err := c.Evaluate(Query{Law: "persoonswet", Output: "is_arm", On: day("2024-06-01")}, nil)
	e, ok := errors.AsType[*Error](err)
	if !ok || e.Kind != VariableNotFound || e.Message != "Variable not found: inkomen" || e.Line != 20 || e.Article != "1" {
		t.Errorf("got %+v", err)
	}
}

func TestValueString(t *testing.T) {
	v := Object(map[string]Value{
		"b": List(Int(1), Exact(mustDecimal("0.10")), Value{}), "a": Bool(true), "c": Text(`"`), "d": Date(day("2024-02-29")),
	})
	if got, want := v.String(), `{a: true, b: [1, 0.1, null], c: "\"", d: "2024-02-29"}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if !v.same(v) || v.same(Object(nil)) || !v.truthy() || Object(nil).truthy() || (Value{}).truthy() {
		t.Error("equality or truth of objects is wrong")
	}
}

// TestEqualKinds: numbers are equal by value, everything else by type too.
func TestEqualKinds(t *testing.T) {
	iso := Object(map[string]Value{"iso": Text("2024-01-01")})
	for _, c := range []struct {
		a, b Value
		want bool
	}{
		{Int(1), Exact(mustDecimal("1")), true}, {Int(1), Text("1"), false}, {Bool(false), Value{}, false}, {Bool(false), Int(0), false},
		{Text("2024-01-01"), iso, true}, {iso, Text("2024-01-01"), true}, {iso, Text("2024-01-02"), false}, {iso, Text("x"), false},
		{iso, iso, true}, {List(), List(), true}, {List(Int(1)), List(Exact(mustDecimal("1"))), false}, {Value{}, Value{}, true},
	} {
		if got := c.a.equal(c.b); got != c.want {
			t.Errorf("%s = %s gives %v", c.a, c.b, got)
		}
	}
}
