package law

import (
	"slices"
	"testing"
)

// TestCoverageNamesTheWaysNotGone: each condition goes two ways, and what needs a
// fact that is not known is left out, without hiding the rest of the article.
func TestCoverageNamesTheWaysNotGone(t *testing.T) {
	c := corpusOf(t, dated("wet", "2024-01-01", "", `      execution:
        input:
          - {name: arm, type: boolean, source: {}}
          - {name: oud, type: boolean, source: {}}
          - {name: ver, type: boolean, source: {}}
        output: [{name: reis, type: boolean}, {name: recht, type: boolean}, {name: hoogte, type: number}]
        actions:
          - {output: reis, value: {operation: AND, conditions: [$ver, $arm]}}
          - {output: recht, value: {operation: AND, conditions: [$arm, $oud]}}
          - {output: hoogte, value: {operation: IF, cases: [{when: $recht, then: 2}], default: 1}}
`))
	seen := new(Coverage)
	q := Query{Law: "wet", Output: "recht", On: day("2024-06-01")}
	for _, facts := range []map[string]Value{
		{"arm": Bool(true), "oud": Bool(true)},
		{"arm": Bool(true), "oud": Bool(false)},
	} {
		if err := c.Cover(q, facts, seen); err != nil {
			t.Fatal(err)
		}
	}
	missed, gone, all := seen.Missed(c)
	var texts []string
	for _, way := range missed {
		texts = append(texts, way.Message)
	}
	want := []string{
		"no case comes to this condition", // that somebody lives far away
		"no case comes to this condition", // and so nothing after it
		"no case in which this is not so", // somebody is not poor
	}
	if !slices.Equal(texts, want) || gone != 5 || all != 10 {
		t.Errorf("%d of %d ways gone, missed %q, want 5 of 10 and %q", gone, all, texts, want)
	}
	if first := missed[0]; first.Article != "1" || first.Line == 0 || first.Text == "" {
		t.Errorf("the first is not shown in its file: %+v", first)
	}
	if err := c.Cover(Query{Law: "wet", Output: "niets", On: day("2024-06-01")}, nil, seen); err == nil {
		t.Error("an output that no article gives is taken")
	}
}
