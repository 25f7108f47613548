package catalogue

import "testing"

func TestEmbeddedLoads(t *testing.T) {
	l, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range l.Municipalities() {
		c, _ := l.Catalogue(id)
		b, _ := l.Bundle(id)
		t.Log(id, len(b), c.Hash)
		for _, p := range c.Periods {
			t.Log(p.From, p.Until, len(p.Schemes), p.Laws)
		}
	}
}
