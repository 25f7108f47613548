package offers_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"zeker/offers"
	"zeker/offers/catalogue"
	"zeker/offers/rules"
)

const income = "individuele_inkomenstoeslag"

func zonnedijk(t testing.TB) *offers.Catalogue {
	t.Helper()
	l, err := catalogue.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	c, err := l.Catalogue("zonnedijk")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func day(t testing.TB, s string) rules.Day {
	t.Helper()
	d, ok := rules.ParseDay(s)
	if !ok {
		t.Fatalf("no day: %q", s)
	}
	return d
}

// known is what sources say of somebody alone who has had little for long.
func known(t testing.TB) []offers.Fact {
	return []offers.Fact{
		{Name: "geboortedatum", Value: offers.Number(int64(day(t, "1980-05-05"))), Source: "brp"},
		{Name: "woont_in_gemeente", Value: offers.Yes, Source: "brp"},
		{Name: "heeft_partner", Value: offers.No, Source: "brp"},
		{Name: "heeft_kinderen_ten_laste", Value: offers.No, Source: "brp"},
		{Name: "gemiddeld_maandinkomen", Value: offers.Number(120_000), Source: "uwv"},
		{Name: "datum_vorige_toekenning", Value: offers.Value{Knowledge: offers.Null}, Source: "own_file"},
	}
}

func with(facts []offers.Fact, more ...offers.Fact) *offers.Record {
	facts = slices.DeleteFunc(slices.Clone(facts), func(f offers.Fact) bool {
		return slices.ContainsFunc(more, func(m offers.Fact) bool { return m.Name == f.Name && m.Source != offers.Resident })
	})
	return &offers.Record{Facts: append(facts, more...)}
}

func resident(name string, v offers.Value) offers.Fact {
	return offers.Fact{Name: name, Value: v, Source: offers.Resident}
}

func mustMake(t testing.TB, c *offers.Catalogue, scheme string, r *offers.Record, on string) offers.Offer {
	t.Helper()
	o, err := offers.Make(c, scheme, r, day(t, on))
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestStatesAndClasses(t *testing.T) {
	c := zonnedijk(t)
	answered := []offers.Fact{resident("vermogen", offers.Number(0)), resident("uitgesloten_artikel_13", offers.No)}
	for _, s := range []struct {
		situation string
		record    *offers.Record
		state     offers.State
		class     offers.Class
		missing   []string
	}{
		{"nothing is known", &offers.Record{}, offers.Open, offers.ClassNone, nil},
		{"sources know theirs, the resident is asked the rest", with(known(t)), offers.Open, offers.ClassInvitation,
			[]string{"uitgesloten_artikel_13", "vermogen"}},
		{"all is known but what a person judges", with(known(t), answered...), offers.Possible, offers.ClassInvitation, nil},
		{"too rich", with(known(t), resident("vermogen", offers.Number(800_001))), offers.NotEntitled, offers.ClassNone, nil},
		{"too young, whatever else", with([]offers.Fact{{Name: "geboortedatum", Value: offers.Number(int64(day(t, "2010-01-01"))), Source: "brp"}}),
			offers.NotEntitled, offers.ClassNone, nil},
		{"a person judged", with(known(t), append(answered, offers.Fact{Name: "geen_uitzicht_op_inkomensverbetering", Value: offers.Yes, Source: "person"})...),
			offers.Entitled, offers.ClassInvitation, nil},
	} {
		t.Run(s.situation, func(t *testing.T) {
			o := mustMake(t, c, income, s.record, "2026-11-16")
			if o.State != s.state || o.Class != s.class {
				t.Errorf("got %s, %s, want %s, %s; missing %v", o.State, o.Class, s.state, s.class, o.Missing)
			}
			got := slices.Sorted(slices.Values(o.Missing))
			if s.missing != nil && !slices.Equal(got, s.missing) {
				t.Errorf("missing: got %v, want %v", got, s.missing)
			}
			if (o.Amount > 0) != (o.State == offers.Entitled || o.State == offers.Possible) {
				t.Errorf("amount %d in state %s", o.Amount, o.State)
			}
			if (len(o.Judged) > 0) != (o.State == offers.Possible) {
				t.Errorf("judged %v in state %s", o.Judged, o.State)
			}
		})
	}
}

func TestWhatTheResidentSaysCountsBeforeASource(t *testing.T) {
	o := mustMake(t, zonnedijk(t), income, with(known(t), resident("gemiddeld_maandinkomen", offers.Number(900_000))), "2026-11-16")
	if o.State != offers.NotEntitled {
		t.Errorf("got %s, want not_entitled by the resident's own income", o.State)
	}
}

// A criterion is a source's yes or no in place of the value.
func TestCriterionDecidesWithoutTheValue(t *testing.T) {
	c := zonnedijk(t)
	low := offers.Fact{Name: "inkomen_was_laag", Criterion: true, Value: offers.Yes, Source: "uwv"}
	facts := slices.DeleteFunc(known(t), func(f offers.Fact) bool { return f.Name == "gemiddeld_maandinkomen" })
	o := mustMake(t, c, income, with(facts, low), "2026-11-16")
	if slices.Contains(o.Missing, "gemiddeld_maandinkomen") {
		t.Errorf("the income is still asked: %v", o.Missing)
	}
	low.Value = offers.No
	if o := mustMake(t, c, income, with(facts, low), "2026-11-16"); o.State != offers.NotEntitled {
		t.Errorf("got %s, want not_entitled by the criterion", o.State)
	}
}

func TestContradictionIsNeverARefusal(t *testing.T) {
	high := offers.Fact{Name: "inkomen_was_laag", Criterion: true, Value: offers.No, Source: "uwv"}
	o := mustMake(t, zonnedijk(t), income, with(known(t), high), "2026-11-16")
	if o.State != offers.Open || !slices.Contains(o.Missing, "inkomen_was_laag") {
		t.Errorf("got %s, missing %v, want open, by the criterion that contradicts", o.State, o.Missing)
	}
}

func TestFactWithoutGroundIsNotUsed(t *testing.T) {
	c := zonnedijk(t)
	on := day(t, "2026-11-16")
	period, err := c.On(on)
	if err != nil {
		t.Fatal(err)
	}
	scheme, err := period.Scheme(income)
	if err != nil {
		t.Fatal(err)
	}
	for i := range scheme.Grounds {
		scheme.Grounds[i].Kind = offers.Pending
	}
	record := with(known(t), resident("vermogen", offers.Number(0)))
	o := mustMake(t, c, income, record, "2026-11-16")
	if len(o.Facts) != 1 || o.Facts[0].Name != "vermogen" {
		t.Errorf("got facts %v, want only what the resident gave", o.Facts)
	}
	if o.State != offers.Open || o.Class != offers.ClassNone {
		t.Errorf("got %s, %s, want open and no approach", o.State, o.Class)
	}
}

func TestGroundsInForce(t *testing.T) {
	from, until := day(t, "2026-01-01"), day(t, "2026-12-31")
	g := &offers.Ground{Kind: offers.Experiment, From: from, Until: until}
	for _, s := range []struct {
		situation string
		ground    *offers.Ground
		on        rules.Day
		want      bool
	}{
		{"the day before", g, from - 1, false}, {"the first day", g, from, true},
		{"the last day", g, until, true}, {"the day after", g, until + 1, false},
		{"a bill, on any day", &offers.Ground{Kind: offers.Pending, From: from}, until, false},
		{"a statute without an end", &offers.Ground{Kind: offers.Statute, From: from}, until + 10_000, true},
		{"no ground at all", nil, from, false},
	} {
		t.Run(s.situation, func(t *testing.T) {
			if got := s.ground.InForce(s.on); got != s.want {
				t.Errorf("got %v, want %v", got, s.want)
			}
		})
	}
}

// A scheme of another authority is explained and never approached with.
func TestNotOursIsNotApproached(t *testing.T) {
	o := mustMake(t, zonnedijk(t), "zorgtoeslag", with(nil,
		resident("geboortedatum", offers.Number(0)), resident("is_verzekerd", offers.Yes), resident("verblijft_rechtmatig", offers.Yes),
		resident("heeft_toeslagpartner", offers.No), resident("toetsingsinkomen", offers.Number(1_900_000)),
		resident("vermogen_op_1_januari", offers.Number(0))), "2026-11-16")
	if o.State != offers.Entitled || o.Amount != 12_900 || o.Class != offers.ClassNone {
		t.Errorf("got %s, %d, %s, want entitled to 129 euro a month and no approach", o.State, o.Amount, o.Class)
	}
}

func TestNoLawIsAnErrorAndNoFallback(t *testing.T) {
	c := zonnedijk(t)
	if _, err := offers.Make(c, income, &offers.Record{}, day(t, "1999-01-01")); !errors.Is(err, offers.ErrNoLaw) {
		t.Errorf("got %v, want ErrNoLaw", err)
	}
	if _, err := offers.Make(c, "nothing", &offers.Record{}, day(t, "2026-11-16")); !errors.Is(err, offers.ErrNoScheme) {
		t.Errorf("got %v, want ErrNoScheme", err)
	}
	_, err := offers.Make(c, income, with(nil, resident("vermogen", offers.Number(1<<50))), day(t, "2026-11-16"))
	if err == nil || !strings.Contains(err.Error(), "vermogen") {
		t.Errorf("got %v, want an error that names the fact", err)
	}
}

// The bundle gives what the catalogue gives.
func TestBundleMakesTheSameOffers(t *testing.T) {
	c := zonnedijk(t)
	decoded, err := offers.Decode(c.AppendBinary(nil))
	if err != nil {
		t.Fatal(err)
	}
	record := with(known(t), resident("vermogen", offers.Number(0)))
	want, got := mustMake(t, c, income, record, "2026-11-16"), mustMake(t, decoded, income, record, "2026-11-16")
	if string(got.AppendJSON(nil)) != string(want.AppendJSON(nil)) {
		t.Errorf("got %s\nwant %s", got.AppendJSON(nil), want.AppendJSON(nil))
	}
}

// No source may answer a value with yes or no, nor a criterion with a value.
func TestMakerRefusesAnAnswerOfTheOtherKind(t *testing.T) {
	record := offers.Record{Facts: []offers.Fact{{Name: "vermogen", Criterion: true, Value: offers.Yes, Source: "uwv"}}}
	on, _ := rules.ParseDay("2026-11-16")
	if _, err := offers.Make(zonnedijk(t), "individuele_inkomenstoeslag", &record, on); err == nil || !strings.Contains(err.Error(), "vermogen") {
		t.Errorf("got %v, want an error that names the fact", err)
	}
}
