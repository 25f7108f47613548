package server_test

import (
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"zeker/offers"
	"zeker/offers/rules"
	"zeker/server"
	"zeker/server/store"
)

// scannedTown is a database of residents to scan, and the way of a thief into it.
type scannedTown struct {
	t     *testing.T
	store *store.Store
	raw   *sql.DB
	day   rules.Day
}

func openTown(t *testing.T, people ...offers.Person) *scannedTown {
	t.Helper()
	place := filepath.Join(t.TempDir(), "town.db")
	keys, err := store.NewKeys(make([]byte, store.KeyLength))
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), place, keys)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := sql.Open("sqlite", "file:"+place+"?_pragma=busy_timeout(10000)")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { raw.Close(); s.Close() })
	day, _ := rules.DayOf(2026, 11, 16)
	if err := s.Import(t.Context(), store.Import{File: "f", At: 1, Purge: day, People: people}); err != nil {
		t.Fatal(err)
	}
	return &scannedTown{t, s, raw, day}
}

// look is a scan of the town, to be run.
func (w *scannedTown) look(on rules.Day) server.Scan {
	return server.Scan{Store: w.store, Law: mustCatalogue(w.t), On: on, At: int64(on) * 86400}
}

func (w *scannedTown) scan(on rules.Day, progress func(done, total int)) *server.Scanned {
	w.t.Helper()
	look := w.look(on)
	look.Progress = progress
	return mustRun(w.t, look)
}

func mustRun(t testing.TB, s server.Scan) *server.Scanned {
	t.Helper()
	out, err := s.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// offersOf are a resident's offers as "scheme class state amount until".
func (w *scannedTown) offersOf(p offers.Person) (list []string) {
	w.t.Helper()
	rows, err := w.store.OffersOf(w.t.Context(), w.store.Subject(p.BSN))
	if err != nil {
		w.t.Fatal(err)
	}
	for _, o := range rows {
		list = append(list, fmt.Sprintf("%s %s %s %d until %s", o.Scheme, o.Class, o.State, o.Amount, o.Expires))
	}
	return list
}

func (w *scannedTown) count(query string, args ...any) (n int) {
	w.t.Helper()
	if err := w.raw.QueryRow(query, args...).Scan(&n); err != nil {
		w.t.Fatal(err)
	}
	return n
}

// townsman is the nth made-up resident with facts by name; a value that is nil is null.
func townsman(n int, facts map[string]any) offers.Person {
	p := offers.Person{BSN: bsn(n), Name: fmt.Sprint("Inwoner ", n), Address: []string{"Dijk 1"}, Born: 5000, Reference: 20700}
	for _, name := range slices.Sorted(maps.Keys(facts)) {
		f := offers.Fact{Name: name, Source: "own_file"}
		switch v := facts[name].(type) {
		case bool:
			f.Value = offers.No
			if v {
				f.Value = offers.Yes
			}
		case int:
			f.Value = offers.Number(int64(v))
		default:
			f.Value.Knowledge = offers.Null
		}
		p.Record.Facts = append(p.Record.Facts, f)
	}
	return p
}

// poor are the facts of somebody with long a low income, but for what only they
// can tell.
func poor() map[string]any {
	return map[string]any{"geboortedatum": 5000, "woont_in_gemeente": true, "heeft_partner": false,
		"heeft_kinderen_ten_laste": false, "gemiddeld_maandinkomen": 1200_00, "datum_vorige_toekenning": nil}
}

func TestScanMakesOffers(t *testing.T) {
	told := poor()
	told["vermogen"], told["uitgesloten_artikel_13"] = 1500_00, false
	rich := poor()
	rich["gemiddeld_maandinkomen"] = 9000_00
	impossible := map[string]any{"gemiddeld_maandinkomen": -1_000_000_000_00}
	people := []offers.Person{
		townsman(0, map[string]any{"staat_op_lijst_alleenverdieners": true}),
		townsman(1, poor()), townsman(2, told), townsman(3, rich), townsman(4, nil), townsman(5, impossible),
	}
	w := openTown(t, people...)
	var calls [][2]int
	look := w.look(w.day)
	look.Block, look.Progress = 4, func(done, total int) { calls = append(calls, [2]int{done, total}) }
	out := mustRun(t, look)

	for i, want := range [][]string{
		{"alleenverdieners offer entitled 110000 until 2026-12-31"},
		{"individuele_inkomenstoeslag invitation open 0 until 2026-12-31"},
		{"individuele_inkomenstoeslag invitation possible 47500 until 2026-12-31"},
		nil, nil, nil,
	} {
		if got := w.offersOf(people[i]); !slices.Equal(got, want) {
			t.Errorf("resident %d: got %q, want %q", i, got, want)
		}
	}
	want := server.Counters{"people": 6, "opted_out": 0, "failed": 1, "alleenverdieners.offer": 1, "alleenverdieners.none": 5,
		"individuele_inkomenstoeslag.invitation": 2, "individuele_inkomenstoeslag.none": 3}
	maps.Copy(want, withoutGround(t, mustCatalogue(t), w.day))
	if !maps.Equal(out.Counters, want) || out.Offers != 3 {
		t.Errorf("got %v, %d offers\nwant %v, 3", out.Counters, out.Offers, want)
	}
	if len(calls) != 2 || calls[1] != [2]int{6, 6} {
		t.Errorf("progress was told %v, want twice: four residents and two", calls)
	}
	if rows, err := w.store.OffersOf(t.Context(), w.store.Subject(people[2].BSN)); err != nil || rows[0].Bundle != mustCatalogue(t).Hash ||
		!slices.Contains(rows[0].Facts, "vermogen") || rows[0].Municipality != "zonnedijk" || rows[0].On != w.day {
		t.Errorf("got %+v, %v", rows, err)
	}
}

func TestA8NothingButCountersOfWhoGotNoOffer(t *testing.T) {
	var people []offers.Person
	with := map[string]bool{}
	for n := range 100 {
		p := townsman(n, map[string]any{"staat_op_lijst_alleenverdieners": n%7 == 0})
		people, with[p.BSN] = append(people, p), n%7 == 0
	}
	w := openTown(t, people...)
	w.scan(w.day, nil)
	w.scan(w.day, nil)

	tables := []string{"keyring", "turns", "opt_outs", "scans", "scan_counters", "offers", "letters", "answers", "outbox", "drafts", "sessions", "staff", "mandates", "reasons", "signatures", "decisions"}
	if n := w.count(`SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'goose_db_version'`); n != len(tables)+1 {
		t.Fatalf("there are %d tables besides the source; this test reads %d", n-1, len(tables))
	}
	for _, table := range tables {
		text := strings.Join(w.texts(table), "\n")
		for _, p := range people {
			if strings.Contains(text, string(w.store.Subject(p.BSN))) != (table == "offers" && with[p.BSN]) {
				t.Errorf("table %s, resident with an offer %v: the wrong way round", table, with[p.BSN])
			}
		}
	}
	if n := w.count(`SELECT COUNT(*) FROM offers`); n != 15 {
		t.Errorf("there are %d offers, want 15", n)
	}
	w.scan(w.day+1, nil) // the last day of the import is over
	if n := w.count(`SELECT COUNT(*) FROM residents`) + w.count(`SELECT COUNT(*) FROM offers`); n != 0 {
		t.Errorf("%d rows are left of an import that is over and of offers that nobody was told of", n)
	}
}

// texts are all values of a table, as text.
func (w *scannedTown) texts(table string) (list []string) {
	w.t.Helper()
	rows, err := w.raw.Query(`SELECT * FROM ` + table)
	if err != nil {
		w.t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		w.t.Fatal(err)
	}
	for rows.Next() {
		values := make([]any, len(columns))
		for i := range values {
			values[i] = new(sql.RawBytes)
		}
		if err := rows.Scan(values...); err != nil {
			w.t.Fatal(err)
		}
		for _, v := range values {
			list = append(list, string(*v.(*sql.RawBytes)))
		}
	}
	if err := rows.Err(); err != nil {
		w.t.Fatal(err)
	}
	return list
}

// A9: residents opt out at a random moment of a scan. From then on their facts
// are such that reading them fails the scan; and afterwards they have no offer.
func TestA9OptOutAtAnyMomentStopsTheScanForThem(t *testing.T) {
	const residents, trials = 40, 25
	people := make([]offers.Person, residents)
	for n := range people {
		people[n] = townsman(n, map[string]any{"staat_op_lijst_alleenverdieners": true})
	}
	random := rand.New(rand.NewPCG(9, 9))
	for trial := range trials {
		w := openTown(t, people...)
		leaving := map[int][]offers.Person{} // by the moment
		gone := map[string]bool{}
		for _, n := range random.Perm(residents)[:1+random.IntN(residents-1)] {
			moment := random.IntN(residents + 1)
			leaving[moment] = append(leaving[moment], people[n])
			gone[people[n].BSN] = true
		}
		leave := func(moment int) {
			for _, p := range leaving[moment] {
				subject := w.store.Subject(p.BSN)
				if err := w.store.OptOut(t.Context(), subject, 1); err != nil {
					t.Fatal(err)
				}
				if _, err := w.raw.Exec(`UPDATE residents SET facts = person WHERE subject = $1`, subject); err != nil {
					t.Fatal(err)
				}
			}
		}
		next := 0
		until := func(moment int) {
			for ; next <= moment; next++ {
				leave(next)
			}
		}
		until(0)
		look := w.look(w.day)
		look.Block, look.Progress = 1+trial%3, func(done, _ int) { until(done) }
		out := mustRun(t, look)
		for _, p := range people {
			if got := w.offersOf(p); (len(got) == 0) != gone[p.BSN] {
				t.Fatalf("trial %d: opted out %v, has offers %q", trial, gone[p.BSN], got)
			}
		}
		if n := out.Counters[server.CountPeople] + out.Counters[server.CountOptedOut]; n != residents {
			t.Errorf("trial %d: %d residents are counted, want %d", trial, n, residents)
		}
		if len(out.Failures) > 0 {
			t.Errorf("trial %d: facts of somebody who opted out were read: %v", trial, out.Failures)
		}
	}

	// The poison works: who did not opt out cannot be looked at with such facts.
	w := openTown(t, people...)
	if _, err := w.raw.Exec(`UPDATE residents SET facts = person WHERE subject = $1`, w.store.Subject(people[0].BSN)); err != nil {
		t.Fatal(err)
	}
	if out := w.scan(w.day, nil); len(out.Failures) != 1 {
		t.Errorf("got failures %v, want one, of the facts that cannot be opened", out.Failures)
	}
}

// withoutGround counts the municipality's own schemes that nobody may be approached
// for on a day.
func withoutGround(t *testing.T, c *offers.Catalogue, on rules.Day) server.Counters {
	t.Helper()
	period, err := c.On(on)
	if err != nil {
		t.Fatal(err)
	}
	counters := server.Counters{}
	for i := range period.Schemes {
		if s := &period.Schemes[i]; s.Ours() && !s.Ground(s.Approach).InForce(on) {
			counters[s.ID+server.CountNoGround] = 1
		}
	}
	return counters
}

func TestSchemeWithoutGroundIsNotScanned(t *testing.T) {
	w := openTown(t, townsman(0, poor()))
	c := *mustCatalogue(t)
	c.Periods = slices.Clone(c.Periods)
	// The demo's experiment and the list of 78gg, as if neither were in force.
	for i := range c.Periods {
		c.Periods[i].Schemes = slices.Clone(c.Periods[i].Schemes)
		for j := range c.Periods[i].Schemes {
			s := &c.Periods[i].Schemes[j]
			s.Grounds = slices.Clone(s.Grounds)
			for k := range s.Grounds {
				s.Grounds[k].Kind = offers.Pending
			}
		}
	}
	// Nothing is read when nobody may be approached: these facts cannot be opened.
	if _, err := w.raw.Exec(`UPDATE residents SET facts = person`); err != nil {
		t.Fatal(err)
	}
	look := w.look(w.day)
	look.Law = &c
	counters := mustRun(t, look).Counters
	want := withoutGround(t, &c, w.day)
	if want["opted_out"] = 0; want["alleenverdieners.no_ground"] == 0 || want["individuele_inkomenstoeslag.no_ground"] == 0 {
		t.Fatalf("a scheme is left with a ground: %v", want)
	}
	if !maps.Equal(counters, want) {
		t.Errorf("got %v, want %v", counters, want)
	}
	early, _ := rules.DayOf(1990, 1, 1)
	if _, err := w.look(early).Run(t.Context()); !errors.Is(err, offers.ErrNoLaw) {
		t.Errorf("before any law: got %v, want ErrNoLaw", err)
	}
}

func TestOfferStandsNoLongerThanItsGroundAndLaw(t *testing.T) {
	w := openTown(t, townsman(0, poor()), townsman(1, map[string]any{"staat_op_lijst_alleenverdieners": true}))
	on, _ := rules.DayOf(2026, 8, 1)
	w.scan(on, nil)
	for n, want := range []string{
		"individuele_inkomenstoeslag invitation open 0 until 2026-09-30",
		"alleenverdieners offer entitled 110000 until 2026-09-30",
	} {
		if got := w.offersOf(townsman(n, nil)); !slices.Equal(got, []string{want}) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
