package offers_test

import (
	"testing"

	"zeker/offers"
)

func TestNobodyIsYoungerThanTheirChild(t *testing.T) {
	q := offers.Question{Name: "kinderen_van_16", LeastAge: offers.LeastAge{Of: "geboortedatum", Years: 16}}
	on := day(t, "2026-11-16")
	born := func(s string) offers.Value { return offers.Number(int64(day(t, s))) }
	for _, c := range []struct {
		situation      string
		born, children offers.Value
		want           bool
	}{
		{"a child of sixteen at fifteen", born("2010-11-17"), offers.Number(1), true},
		{"a child of sixteen on the sixteenth birthday", born("2010-11-16"), offers.Number(1), false},
		{"a child of sixteen at forty", born("1986-03-31"), offers.Number(2), false},
		{"no such child at fifteen", born("2010-11-17"), offers.Number(0), false},
		{"a child, and an unknown birth", offers.Value{}, offers.Number(1), false},
		{"an unknown number of children at fifteen", born("2010-11-17"), offers.Value{}, false},
	} {
		facts := []offers.Fact{{Name: q.LeastAge.Of, Value: c.born}, {Name: q.Name, Value: c.children}}
		if got := q.TooYoung(facts, on); got != c.want {
			t.Errorf("%s: got %v, want %v", c.situation, got, c.want)
		}
		if free := (&offers.Question{Name: q.Name}); free.TooYoung(facts, on) {
			t.Errorf("%s: too young for a question that asks no age", c.situation)
		}
	}
}

// A least age that is made up: no scheme has both facts yet.
func TestCheckKnowsWhoIsTooYoung(t *testing.T) {
	c := zonnedijk(t)
	for i := range c.Periods {
		if s, err := c.Periods[i].Scheme("zorgtoeslag"); err == nil {
			s.Question("vermogen_op_1_januari").LeastAge = offers.LeastAge{Of: "geboortedatum", Years: 46}
		}
	}
	k := offers.NewCheck(c)
	for born, want := range map[string]string{"17-11-1980": "field.age", "16-11-1980": ""} {
		reply := ask(t, k, "zorgtoeslag\t2026-11-16", "geboortedatum\t~"+born, "vermogen_op_1_januari\t~1000")
		if got := reply.Troubles["vermogen_op_1_januari"]; got != want {
			t.Errorf("born on %s: got %q, want %q", born, got, want)
		}
	}
}
