package offers_test

import (
	"errors"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"zeker/offers"
	"zeker/offers/catalogue"
	"zeker/offers/rules"
)

// invented is a catalogue with a law that has what those of the corpus may lack: a
// text, a division that can be by zero, a fact of low reliability, and one that
// the law does not read.
func invented(t testing.TB) *offers.Catalogue {
	t.Helper()
	b := rules.NewBuilder()
	at := rules.Source{Law: "invented", Version: "2026-01-01", Article: "7"}
	fact := func(f rules.Fact) rules.Node {
		return must(b.Fact(f))(t)
	}
	op := func(op rules.Op, args ...rules.Node) rules.Node {
		return must(b.Op(op, at, args...))(t)
	}
	output := func(name string, n rules.Node) rules.Node {
		return must(b.Output(name, at, n))(t)
	}
	money := rules.Fact{Name: "inkomen", Type: rules.Number, Max: 50_000_00, Unit: "eurocent"}
	income, persons := fact(money), fact(rules.Fact{Name: "personen", Type: rules.Number, Max: 9})
	place := fact(rules.Fact{Name: "woonplaats", Type: rules.Text})
	granted := fact(rules.Fact{Name: "toegekend_op", Type: rules.Date, Min: 0, Max: 40_000, Null: true})
	low := output("inkomen_laag", op(rules.LessOrEqual, op(rules.Divide, income, persons), b.Number(1000_00, 0)))
	here := output("woont_hier", op(rules.In, place, b.Text("Zonnedijk"), b.Text("Zonnedijk-Oost")))
	right := output("recht", op(rules.And, low, here, op(rules.IsNull, granted)))
	output("bedrag", op(rules.If, right, op(rules.Multiply, persons, b.Number(100_00, 0)), b.Number(0, 0)))
	program := must(b.Program(rules.Entry{Name: "toeslag", Outputs: []string{"recht", "bedrag", "inkomen_laag", "woont_hier"}}))(t)
	scheme := offers.Scheme{
		ID: "toeslag", Right: "recht", Amount: "bedrag", Criteria: []string{"inkomen_laag", "woont_hier"}, DecidedBy: offers.Municipality,
		Register: []offers.Question{
			{Name: "woonplaats", Source: "brp", Ground: "wet", Reliability: offers.High},
			{Name: "inkomen", Source: "uwv", Ground: "wet", Reliability: offers.Medium, Ask: true},
			{Name: "inkomen_laag", Criterion: true, Source: "uwv", Ground: "wet", Reliability: offers.Low},
			{Name: "woont_hier", Criterion: true, Source: offers.Resident, Ask: true},
			{Name: "personen", Source: offers.Resident, Ask: true},
			{Name: "toegekend_op", Source: "own_file", Ground: "wet", Reliability: offers.High},
			{Name: "rekening_bekend", Source: "own_file", Ground: "wet", Reliability: offers.High},
		},
		Grounds: []offers.Ground{{ID: "wet", Kind: offers.Statute}},
	}
	return &offers.Catalogue{Municipality: "invented", Periods: []offers.Period{{
		Program: program, Schemes: []offers.Scheme{scheme},
	}}}
}

// must returns what a call gave, for a test that cannot go on without it.
func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// chance makes up records for a scheme, sensible and not.
type chance struct {
	*rand.Rand
	program *rules.Program
	scheme  *offers.Scheme
}

func (c chance) record() (r offers.Record) {
	often := 1 + c.IntN(20) // sources know little of some, and nearly all of others
	for i := range c.scheme.Register {
		q := &c.scheme.Register[i]
		if c.IntN(often) == 0 && c.IntN(3) > 0 {
			continue
		}
		f := offers.Fact{Name: q.Name, Criterion: q.Criterion, Source: q.Source, Value: c.value(q), Doubt: c.IntN(12) == 0}
		r.Facts = append(r.Facts, f)
		if c.IntN(8) == 0 { // the resident knows better, or takes it back
			f.Source, f.Value, f.Doubt = offers.Resident, c.value(q), false
			r.Facts = append(r.Facts, f)
		}
	}
	if c.IntN(4) == 0 {
		r.Facts = append(r.Facts, offers.Fact{Name: "schoenmaat", Source: "brp", Value: offers.Number(43)})
		c.Shuffle(len(r.Facts), func(i, j int) { r.Facts[i], r.Facts[j] = r.Facts[j], r.Facts[i] })
	}
	return r
}

func (c chance) value(q *offers.Question) offers.Value {
	slot := c.program.FactIndex(q.Name)
	switch {
	case c.IntN(20) == 0:
		return offers.Value{}
	case q.Criterion || slot < 0:
		return offers.Value{Knowledge: offers.Known, N: c.Int64N(2)}
	}
	f := &c.program.Facts()[slot]
	switch {
	case f.Null && c.IntN(2) == 0, c.IntN(400) == 0:
		return offers.Value{Knowledge: offers.Null, N: c.Int64N(2)}
	case f.Type == rules.Text:
		return offers.Text([]string{"Zonnedijk", "Zonnedijk-Oost", "Lindewaard", ""}[c.IntN(4)])
	case c.IntN(400) == 0:
		return offers.Number([]int64{f.Min - 1, f.Max + 1, -1 << 60, 1 << 60}[c.IntN(4)])
	case f.Type == rules.Date:
		return offers.Number(max(f.Min, 20_700-c.Int64N(35_000)))
	case f.Type == rules.Number && f.Max > 200_000:
		return offers.Number(max(f.Min, c.Int64N(300_000)))
	}
	return offers.Number(f.Min + c.Int64N(f.Max-f.Min+1))
}

// TestBatchIsAsSingle: whatever is known of residents, all together come to the
// offers and the errors that each comes to alone.
func TestBatchIsAsSingle(t *testing.T) {
	library := must(catalogue.Embedded())(t)
	town := func(id string) *offers.Catalogue { return must(library.Catalogue(id))(t) }
	seen := map[string]int{}
	for _, s := range []struct {
		situation string
		law       *offers.Catalogue
		on        string
		pending   string // a ground that is not in force
	}{
		{"today", town("zonnedijk"), "2026-11-16", ""},
		{"last year", town("zonnedijk"), "2025-06-02", ""},
		{"the other municipality", town("lindewaard"), "2026-11-16", ""},
		{"sources that may not be asked", town("zonnedijk"), "2026-11-16", "pw_7_uitvoering"},
		{"another law", invented(t), "2026-11-16", ""},
	} {
		t.Run(s.situation, func(t *testing.T) {
			period := must(s.law.On(day(t, s.on)))(t)
			for i := range period.Schemes {
				c := chance{rand.New(rand.NewPCG(7, 7)), period.Program, &period.Schemes[i]}
				if g := c.scheme.Ground(s.pending); g != nil {
					g.Kind = offers.Pending
					defer func() { g.Kind = offers.Statute }() // the library keeps its catalogues
				}
				compareBatch(t, s.law, day(t, s.on), c, seen)
			}
		})
	}
	for _, what := range []string{"failed", "offer", "invitation", "none entitled", "none open", "none not_entitled", "contradicted"} {
		if seen[what] == 0 {
			t.Errorf("chance made none that is %s: %v", what, seen)
		}
	}
}

// compareBatch makes offers together and alone, and counts what comes of them.
func compareBatch(t *testing.T, law *offers.Catalogue, on rules.Day, c chance, seen map[string]int) {
	t.Helper()
	many := 2_000
	if os.Getenv("ZEKER_PROOF") != "" {
		many *= 100
	}
	batch, maker := must(offers.NewBatch(law, c.scheme.ID, on))(t), must(offers.NewMaker(law, c.scheme.ID, on))(t)
	var records []offers.Record
	for done := 0; done < many; done += len(records) {
		records = records[:0]
		for range 1 + c.IntN(700) { // a batch is used again, for more and for fewer
			records = append(records, c.record())
		}
		batch.Fill(records)
		if err := batch.Decide(nil); err != nil {
			t.Fatal(err)
		}
		together := make([]string, len(records))
		batch.Offers(func(row int, o *offers.Offer, err error) { together[row] = outcome(o, err) })
		for row := range records {
			o, err := maker.Make(&records[row])
			alone := outcome(&o, err)
			if len(o.Missing) > 0 && slices.Contains(o.Scheme.Criteria, o.Missing[0]) && o.Class != offers.ClassNone {
				seen["contradicted"]++
			}
			switch {
			case err != nil:
				seen["failed"]++
			case o.Class == offers.ClassNone:
				seen["none "+string(o.State)]++
				alone = ""
			default:
				seen[string(o.Class)]++
			}
			if together[row] != alone {
				t.Fatalf("%s: %+v comes to\n%s\nand alone to\n%s", c.scheme.ID, records[row], together[row], alone)
			}
		}
	}
}

// outcome is all that there is to an offer, or why there is none.
func outcome(o *offers.Offer, err error) string {
	if err != nil {
		return err.Error()
	}
	names := []string{string(o.Class), o.Scheme.ID, o.On.String(), o.Hash}
	for _, fact := range o.Facts {
		names = append(names, fact.Name)
	}
	return strings.Join(names, " ") + string(o.AppendJSON(nil))
}

// An error says which fact or which article, and stops nobody else's offer.
func TestBatchSaysWhatFailed(t *testing.T) {
	batch := must(offers.NewBatch(invented(t), "toeslag", day(t, "2026-11-16")))(t)
	fact := func(name string, v offers.Value) offers.Fact { return offers.Fact{Name: name, Value: v, Source: "brp"} }
	fine := []offers.Fact{fact("woonplaats", offers.Text("Zonnedijk")), fact("inkomen", offers.Number(900_00)),
		fact("personen", offers.Number(2)), fact("toegekend_op", offers.Value{Knowledge: offers.Null})}
	answered := fact("inkomen_laag", offers.Yes) // and not as a criterion
	records := []offers.Record{
		{Facts: fine}, *with(fine, fact("personen", offers.Number(0))), *with(fine, fact("inkomen", offers.Number(-1))),
		*with(fine, answered), *with(fine, fact("woonplaats", offers.Value{Knowledge: offers.Null})), {Facts: fine},
	}
	batch.Fill(records)
	if err := batch.Decide(nil); err != nil {
		t.Fatal(err)
	}
	got := map[int]string{}
	batch.Offers(func(row int, o *offers.Offer, err error) {
		got[row] = string(o.State)
		if failure := (*rules.Error)(nil); errors.As(err, &failure) {
			got[row] = err.Error()
		}
	})
	want := map[int]string{
		0: "entitled", 1: "invented 2026-01-01: article 7: DIVIDE: division by zero", 2: "fact inkomen has a value outside its range",
		3: "fact inkomen_laag is a value where the register asks for a criterion, or the other way round",
		4: "fact woonplaats cannot be null: the law gives that no meaning", 5: "entitled",
	}
	if !maps.Equal(got, want) {
		t.Errorf("got %v\nwant %v", got, want)
	}
}

func TestBatchStopsWhenTold(t *testing.T) {
	batch := must(offers.NewBatch(invented(t), "toeslag", day(t, "2026-11-16")))(t)
	batch.Fill(make([]offers.Record, 10))
	if err := batch.Decide(func() bool { return true }); err != rules.ErrStopped {
		t.Errorf("got %v, want ErrStopped", err)
	}
	if _, err := offers.NewBatch(invented(t), "other", day(t, "2026-11-16")); !errors.Is(err, offers.ErrNoScheme) {
		t.Errorf("got %v, want ErrNoScheme", err)
	}
}
