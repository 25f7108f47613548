package server_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"zeker/offers"
	"zeker/offers/rules"
	"zeker/server"
	"zeker/server/store"
)

// invented is a catalogue with a law that fails: it divides by the persons of a
// household.
func invented(t *testing.T) *offers.Catalogue {
	t.Helper()
	b := rules.NewBuilder()
	at := rules.Source{Law: "invented", Version: "2026-01-01", Article: "7"}
	must := func(n rules.Node, err error) rules.Node {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	income := must(b.Fact(rules.Fact{Name: "gemiddeld_maandinkomen", Type: rules.Number, Max: 50_000_00, Unit: "eurocent"}))
	persons := must(b.Fact(rules.Fact{Name: "personen", Type: rules.Number, Max: 9}))
	each := must(b.Op(rules.Divide, at, income, persons))
	right := must(b.Output("recht", at, must(b.Op(rules.LessOrEqual, at, each, b.Number(1000_00, 0)))))
	must(b.Output("bedrag", at, must(b.Op(rules.If, at, right, b.Number(100_00, 0), b.Number(0, 0)))))
	program, err := b.Program(rules.Entry{Name: "toeslag", Outputs: []string{"recht", "bedrag"}})
	if err != nil {
		t.Fatal(err)
	}
	return &offers.Catalogue{Municipality: "invented", Hash: "h", Periods: []offers.Period{{Program: program, Schemes: []offers.Scheme{{
		ID: "toeslag", Right: "recht", Amount: "bedrag", DecidedBy: offers.Municipality, Approach: "wet",
		Register: []offers.Question{{Name: "gemiddeld_maandinkomen", Reliability: offers.High}, {Name: "personen", Reliability: offers.High}},
		Grounds:  []offers.Ground{{ID: "wet", Kind: offers.Statute}},
	}}}}}
}

func TestBadResidentStopsNothingAndIsReported(t *testing.T) {
	const fine, noValue, noDivisor, noRecord = 0, 1, 2, 3
	var people []offers.Person
	for n := range 40 {
		facts := map[string]any{"gemiddeld_maandinkomen": 1234_56, "personen": 2}
		switch n % 10 {
		case noValue:
			facts["gemiddeld_maandinkomen"] = -987_654_321
		case noDivisor:
			facts["personen"] = 0
		}
		people = append(people, townsman(n, facts))
	}
	w := openTown(t, people...)
	want := map[store.Subject]string{}
	for n, p := range people {
		subject := w.store.Subject(p.BSN)
		switch n % 10 {
		case noValue:
			want[subject] = "toeslag: fact gemiddeld_maandinkomen has a value outside its range"
		case noDivisor:
			want[subject] = "toeslag: invented 2026-01-01: article 7: DIVIDE: division by zero"
		case noRecord:
			want[subject] = ": residents.facts: sealed text was changed or moved"
			if _, err := w.raw.Exec(`UPDATE residents SET facts = person WHERE subject = $1`, subject); err != nil {
				t.Fatal(err)
			}
		}
	}
	look := w.look(w.day)
	look.Law, look.Block = invented(t), 9
	out := mustRun(t, look)

	got := map[store.Subject]string{}
	for _, f := range out.Failures {
		got[f.Subject] = f.Scheme + ": " + f.Err.Error()
	}
	if !maps.Equal(got, want) {
		t.Errorf("got failures %v\nwant %v", got, want)
	}
	if !slices.IsSortedFunc(out.Failures, func(a, b server.Failure) int { return strings.Compare(string(a.Subject), string(b.Subject)) }) {
		t.Error("the failures come in another order each time")
	}
	counters := server.Counters{"people": 40, "opted_out": 0, "failed": 12, "toeslag.offer": 28}
	if !maps.Equal(out.Counters, counters) {
		t.Errorf("got %v\nwant %v", out.Counters, counters)
	}
	for n, p := range people {
		if has := len(w.offersOf(p)) == 1; has != (n%10 == fine || n%10 > noRecord) {
			t.Errorf("resident %d has an offer: %v", n, has)
		}
	}
}

func TestFailuresAreCountedAllAndListedUpToAHundred(t *testing.T) {
	var people []offers.Person
	for n := range 300 {
		people = append(people, townsman(n, map[string]any{"gemiddeld_maandinkomen": -1}))
	}
	w := openTown(t, people...)
	look := w.look(w.day)
	look.Block = 64
	out := mustRun(t, look)
	if n := out.Counters[server.CountFailed]; n != 300 || len(out.Failures) != 100 {
		t.Errorf("got %d failed and %d listed, want 300 and 100", n, len(out.Failures))
	}
	var first []store.Subject
	for _, p := range people {
		first = append(first, w.store.Subject(p.BSN))
	}
	slices.Sort(first)
	for i, f := range out.Failures {
		if f.Subject != first[i] {
			t.Fatalf("failure %d is of another resident than the one who comes first", i)
		}
	}
}

// A key that opens nothing is a mistake of who scans: nobody's offer is withdrawn.
func TestScanWithoutTheOlderKeyStoresNothing(t *testing.T) {
	w := openTown(t, townsman(0, map[string]any{"staat_op_lijst_alleenverdieners": true}))
	w.scan(w.day, nil)
	if _, err := w.raw.Exec(`UPDATE residents SET facts = $1`, append([]byte{1}, make([]byte, 60)...)); err != nil { // as a key of zeros sealed it
		t.Fatal(err)
	}
	if _, err := w.look(w.day).Run(t.Context()); !errors.Is(err, store.ErrKey) {
		t.Errorf("got %v, want ErrKey", err)
	}
	if n := w.count(`SELECT COUNT(*) FROM scans`); n != 1 || len(w.offersOf(townsman(0, nil))) != 1 {
		t.Errorf("there are %d scans, want the first and its offer", n)
	}
}

func TestScanThatIsStoppedStoresNothing(t *testing.T) {
	var people []offers.Person
	for n := range 60 {
		people = append(people, townsman(n, map[string]any{"staat_op_lijst_alleenverdieners": true}))
	}
	for _, at := range []int{1, 30, 60} {
		t.Run(fmt.Sprint("after ", at), func(t *testing.T) {
			w := openTown(t, people...)
			ctx, stop := context.WithCancel(t.Context())
			look := w.look(w.day)
			look.Block = 1
			look.Progress = func(done, _ int) {
				if done == at {
					stop()
				}
			}
			if _, err := look.Run(ctx); !errors.Is(err, context.Canceled) {
				t.Errorf("got %v, want that it was stopped", err)
			}
			if n := w.count(`SELECT COUNT(*) FROM scans`) + w.count(`SELECT COUNT(*) FROM offers`); n != 0 {
				t.Errorf("there are %d rows of a scan that was stopped", n)
			}
		})
	}
}

// TestScanIsAsEachResidentAlone: read in blocks by several workers, everybody gets
// what they would get alone.
func TestScanIsAsEachResidentAlone(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 3))
	var people []offers.Person
	for n := range 400 {
		facts := poor()
		facts["staat_op_lijst_alleenverdieners"] = random.IntN(5) == 0
		facts["gemiddeld_maandinkomen"] = 800_00 + random.IntN(1500_00)
		facts["vermogen"], facts["uitgesloten_artikel_13"] = random.IntN(20_000_00), random.IntN(9) == 0
		for name := range facts {
			if random.IntN(10) == 0 {
				delete(facts, name)
			}
		}
		people = append(people, townsman(n, facts))
	}
	w := openTown(t, people...)
	look := w.look(w.day)
	look.Block = 37
	mustRun(t, look)
	offered := 0
	for _, p := range people {
		got := map[string]string{}
		rows, err := w.store.OffersOf(t.Context(), w.store.Subject(p.BSN))
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			got[row.Scheme] = fmt.Sprint(row.Class, row.State, row.Amount, row.Facts)
		}
		want := map[string]string{}
		for _, scheme := range []string{"alleenverdieners", "individuele_inkomenstoeslag"} {
			o, err := offers.Make(look.Law, scheme, &p.Record, w.day)
			if err != nil {
				t.Fatal(err)
			}
			var names []string
			for _, fact := range o.Facts {
				names = append(names, fact.Name)
			}
			if o.Class != offers.ClassNone {
				want[scheme] = fmt.Sprint(o.Class, o.State, o.Amount, names)
				offered++
			}
		}
		if !maps.Equal(got, want) {
			t.Errorf("%+v: got %v, want %v", p.Record, got, want)
		}
	}
	if offered < 50 {
		t.Errorf("there were only %d offers to compare", offered)
	}
}
