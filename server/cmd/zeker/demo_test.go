package main

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"zeker/offers"
	"zeker/offers/catalogue"
	"zeker/offers/rules"
	"zeker/server"
	"zeker/server/store"
)

// filled is the demo of a municipality in a database of its own.
func filled(t *testing.T, municipality, on string) *demo {
	t.Helper()
	w := workplace{municipality: municipality, demo: true}
	law, m, err := w.law()
	if err != nil {
		t.Fatal(err)
	}
	keys, err := w.keys(&process{})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "demo.db"), keys)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { rows.Close() })
	day, ok := rules.ParseDay(on)
	if !ok {
		t.Fatalf("%q is no day", on)
	}
	year, month, date := day.Civil()
	now := time.Date(year, time.Month(month), date, 9, 0, 0, 0, time.UTC)
	letters, err := w.letters(rows, law, m, now, "localhost:8080")
	if err != nil {
		t.Fatal(err)
	}
	d := &demo{rows: rows, law: law, letters: letters, on: day}
	for range 2 { // a demo that is started again in the same database
		if err := d.fill(t.Context(), now); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

func (d *demo) offersOf(t *testing.T, r *demoResident) (list []string) {
	t.Helper()
	rows, err := d.rows.OffersOf(t.Context(), d.rows.Subject(r.BSN))
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range rows {
		list = append(list, fmt.Sprintf("%s %s %s %d", o.Scheme, o.Class, o.State, o.Amount))
	}
	slices.Sort(list)
	return list
}

func TestPersonasShowWhatTheySay(t *testing.T) {
	for id, amounts := range map[string][3]string{
		"zonnedijk":  {"47500", "61000", "68000"}, // article 3 of each ordinance
		"lindewaard": {"52000", "64550", "73000"},
	} {
		t.Run(id, func(t *testing.T) { personasShow(t, filled(t, id, demoDay), amounts[0], amounts[1], amounts[2]) })
	}
}

func personasShow(t *testing.T, d *demo, single, parent, couple string) {
	const iit, listed = "individuele_inkomenstoeslag", "alleenverdieners offer entitled 110000"
	for i, want := range [][]string{
		{listed},
		{iit + " invitation possible " + single},
		{iit + " invitation open 0"},
		{iit + " invitation possible " + couple},
		{iit + " invitation possible " + parent},
		{listed},
		{listed, iit + " invitation open 0"},
		nil,
		nil,
	} {
		r := &d.town[i]
		if got := d.offersOf(t, r); !slices.Equal(got, want) || r.shows == "" {
			t.Errorf("%s (%s): got %q, want %q", r.Name, r.shows, got, want)
		}
		code, birthday, err := r.opens()
		if err != nil {
			t.Fatal(err)
		}
		var day, month int
		if _, err := fmt.Sscanf(birthday, "%d-%d", &day, &month); err != nil {
			t.Fatal(err)
		}
		who, err := d.rows.TryCode(t.Context(), hashOf(t, d, r), day, month, d.letters.Now.Unix())
		if opens := err == nil && who == d.rows.Subject(r.BSN); opens != (want != nil) {
			t.Errorf("%s: code %s opens: %v, %v", r.Name, code, opens, err)
		}
	}
}

func hashOf(t *testing.T, d *demo, r *demoResident) []byte {
	t.Helper()
	code, err := demoCode(offers.Person{BSN: r.BSN})
	if err != nil {
		t.Fatal(err)
	}
	return code.Hash(d.rows.CodePepper())
}

func TestDemoIsTheSameTownEveryTime(t *testing.T) {
	on, _ := rules.ParseDay(demoDay)
	place := demoPlaces["zonnedijk"]
	town := demoResidents(place, demoSize, on)
	if len(town) != demoSize || !reflect.DeepEqual(town, demoResidents(place, demoSize, on)) {
		t.Errorf("the same seed gives %d residents, and others", len(town))
	}
	other := *place
	other.seed++
	if last := demoSize - 1; town[last].Name == demoResidents(&other, demoSize, on)[last].Name {
		t.Error("another seed gives the same town")
	}
	seen := map[string]bool{}
	for _, r := range town {
		if !offers.ValidBSN(r.BSN) || r.BSN[:4] != "9999" || seen[r.BSN] {
			t.Errorf("%s has no test number of their own: %s", r.Name, r.BSN)
		}
		seen[r.BSN] = true
	}
}

// The people of a town live in it, in streets of their own, and nobody lives in two.
func TestEveryTownHasItsOwnPeople(t *testing.T) {
	on, _ := rules.ParseDay(demoDay)
	streets, personas := map[string]string{}, map[string]string{}
	for id, name := range map[string]string{"zonnedijk": "Zonnedijk", "lindewaard": "Lindewaard", "duinzicht": "Duinzicht"} {
		place := demoPlaceOf(&offers.Catalogue{Municipality: id, Name: "Gemeente " + name})
		for i, r := range demoResidents(place, demoSize, on) {
			if len(r.Address) != 2 || !strings.HasSuffix(r.Address[1], "  "+name) {
				t.Errorf("%s of %s lives at %q", r.Name, name, r.Address)
			}
			street := strings.TrimRight(r.Address[0], " 0123456789")
			if id == "duinzicht" { // which is not built in
				continue
			}
			if at := streets[street]; at != "" && at != id {
				t.Errorf("%s is a street of %s and of %s", street, at, id)
			}
			if at := personas[r.Name]; i < 9 && at != "" {
				t.Errorf("%s lives in %s and in %s", r.Name, at, id)
			}
			streets[street] = id
			if i < 9 {
				personas[r.Name] = id
			}
		}
	}
}

func TestREADMENamesThePersonas(t *testing.T) {
	readme, err := os.ReadFile("../../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	d := filled(t, "zonnedijk", demoDay)
	for i := range demoPersonas(demoPlaceOf(d.law), d.on) {
		r := &d.town[i]
		code, _, err := r.opens()
		if err != nil {
			t.Fatal(err)
		}
		born, _ := rules.ParseDay(r.Born)
		_, month, day := born.Civil()
		line := fmt.Sprintf("| `%s` | %d %s | %s |", code, day, time.Month(month), r.Name)
		if len(d.offersOf(t, r)) == 0 {
			line = "| no letter | | " + r.Name + " |"
		}
		if !strings.Contains(string(readme), line) {
			t.Errorf("README.md has no line that begins %s", line)
		}
	}
}

func TestDemoTownIsMixed(t *testing.T) {
	d := filled(t, "zonnedijk", demoDay)
	all, optedOut, err := d.rows.Population(t.Context())
	if err != nil || all != demoSize || optedOut < 2 {
		t.Fatalf("%d residents and %d who opted out, %v", all, optedOut, err)
	}
	kinds := map[string]int{}
	for i := range d.town {
		list := d.offersOf(t, &d.town[i])
		if len(list) == 0 {
			kinds["none"]++
		}
		for _, o := range list {
			kinds[o]++
		}
	}
	if kinds["none"] < demoSize/2 || len(kinds) < 6 {
		t.Errorf("the town is not mixed: %v", kinds)
	}
}

// Other days and the other municipality work too: what the registers do not ask
// for there is left out.
func TestDemoOfAnotherTownAndDay(t *testing.T) {
	for situation, test := range map[string][2]string{
		"the other municipality": {"lindewaard", demoDay},
		"before the ordinance":   {"zonnedijk", "2025-06-02"},
		"in the last leap year":  {"zonnedijk", "2026-02-28"},
	} {
		t.Run(situation, func(t *testing.T) {
			d := filled(t, test[0], test[1])
			if got := d.offersOf(t, &d.town[0]); len(got) != 1 {
				t.Errorf("who is on the list has %q", got)
			}
		})
	}
}

func TestDemoCodesAreOfTheDemoOnly(t *testing.T) {
	library, err := catalogue.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	m, _ := library.Municipality("zonnedijk")
	person := offers.Person{BSN: demoBSN(0)}
	known, err := demoCode(person)
	if err != nil {
		t.Fatal(err)
	}
	real := func() *server.Letters {
		letters, err := new(workplace).letters(nil, nil, m, time.Unix(0, 0), "")
		if err != nil {
			t.Fatal(err)
		}
		return letters
	}
	a, err1 := real().Code(person)
	b, err2 := real().Code(person)
	if err1 != nil || err2 != nil || a == b || a == known || b == known {
		t.Errorf("outside the demo a code can be foretold: %v, %v, %v", err1, err2, a == b)
	}
}
