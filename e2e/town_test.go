package e2e

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"zeker/offers"
	"zeker/offers/catalogue"
	"zeker/offers/rules"
	"zeker/server"
	"zeker/server/identity"
	"zeker/server/store"
)

// town is the portal of the fictional municipality, in this process on a free
// port, with the residents that a test invites.
type town struct {
	t      *testing.T
	origin string
	store  *store.Store
	law    *offers.Catalogue
	day    rules.Day
	place  string // of the database
	log    record
	stop   func()       // ends the portal; it may be called more than once
	passed atomic.Int64 // nanoseconds of time that went by since the town opened

	residents []*resident
}

// pass lets time go by in the town.
func (w *town) pass(d time.Duration) { w.passed.Add(int64(d)) }

// record is a log that the server writes to while a test reads it.
type record struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (r *record) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.Write(p)
}

func (r *record) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.String()
}

// library is the municipality's law and look; compiling it is slow, so it is
// done once.
var library = sync.OnceValues(catalogue.Embedded)

// openTown starts the portal and closes it when the test ends.
func openTown(t *testing.T, residents ...*resident) *town {
	t.Helper()
	return openTownWith(t, func(string, *server.Config) {}, residents...)
}

// openTownWith opens a town that is set up as a test wants, which then knows its
// address.
func openTownWith(t *testing.T, set func(origin string, cfg *server.Config), residents ...*resident) *town {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	books, err := library()
	check(t, err)
	law, err := books.Catalogue("zonnedijk")
	check(t, err)
	words, err := spoken()
	check(t, err)
	day, _ := rules.DayOf(2026, 11, 16)
	began := time.Date(2026, 11, 16, 9, 30, 0, 0, time.UTC)
	place := filepath.Join(t.TempDir(), "zeker.db")
	w := &town{t: t, law: law, day: day, place: place, store: openStore(t, place), residents: residents}
	w.origin = "http://" + listener.Addr().String()
	cfg := server.Config{
		Catalogue: law,
		Municipality: server.Municipality{
			Name: "Gemeente Zonnedijk", Phone: "088 - 000 99 01", Languages: []string{"nl", "en", "ar", "ti"},
			Security: "mailto:security@zonnedijk.example", Exit: "https://weather.example/",
		},
		Words: words, Store: w.store, Demo: true, Random: rand.Reader,
		Now: func() time.Time { return began.Add(time.Duration(w.passed.Load())) }, Today: func() rules.Day { return day },
		Log: slog.New(slog.NewJSONHandler(&w.log, nil)),
	}
	set(w.origin, &cfg)
	portal, err := server.New(cfg)
	check(t, err)
	w.serve(portal, listener)
	w.invite()
	return w
}

func openStore(t *testing.T, place string) *store.Store {
	t.Helper()
	keys, err := store.NewKeys(bytes.Repeat([]byte{7}, store.KeyLength))
	check(t, err)
	s, err := store.Open(t.Context(), place, keys)
	check(t, err)
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close the database: %v", err)
		}
	})
	return s
}

// serve serves the portal. When the test ends, it also reads
// whether a resident's name or number came into the log.
func (w *town) serve(portal *server.Server, listener net.Listener) {
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- portal.Serve(ctx, listener) }()
	w.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-served; err != nil {
			w.t.Errorf("serve: %v", err)
		}
	})
	w.t.Cleanup(func() {
		w.stop()
		w.silent("the log", w.log.String())
	})
}

// silent fails the test when a text holds anything that tells who a resident is
// (A12).
func (w *town) silent(where, text string) {
	for _, r := range w.residents {
		for _, secret := range []string{r.bsn, r.name, r.code, strings.ReplaceAll(r.code, "-", "")} {
			if strings.Contains(text, secret) {
				w.t.Errorf("A12: %s holds %q of %s", where, secret, r.name)
			}
		}
	}
}

// resident is somebody who has a letter.
type resident struct {
	name string
	bsn  string
	born rules.Day
	year int // of birth, of whom nobody knows the day
	// ageless is of whom nobody knows the year either.
	ageless bool
	facts   []offers.Fact
	code    string // as on the letter

	subject store.Subject
	offers  map[string]string // id by scheme
}

// invite imports the residents, has the town scanned, and writes each a letter.
func (w *town) invite() {
	w.t.Helper()
	ctx, at := w.t.Context(), time.Date(2026, 11, 16, 8, 0, 0, 0, time.UTC).Unix()
	in := store.Import{File: "e2e", At: at, Purge: w.day + 400}
	for _, r := range w.residents {
		r.subject = w.store.Subject(r.bsn)
		in.People = append(in.People, offers.Person{
			BSN: r.bsn, Name: r.name, Born: r.born, BornYear: r.year, BornUnknown: r.ageless, Reference: w.day, Record: offers.Record{Facts: r.facts},
		})
	}
	check(w.t, w.store.Import(ctx, in))
	_, err := server.Scan{Store: w.store, Law: w.law, On: w.day, At: at}.Run(ctx)
	check(w.t, err)
	for _, r := range w.residents {
		w.write(r, at)
	}
}

// write writes a resident's letter.
func (w *town) write(r *resident, at int64) {
	w.t.Helper()
	rows, err := w.store.OffersOf(w.t.Context(), r.subject)
	check(w.t, err)
	r.offers = map[string]string{}
	letter := store.Letter{Subject: r.subject, Born: r.born, BornYear: r.year, BornUnknown: r.ageless, At: at}
	for _, row := range rows {
		r.offers[row.Scheme] = row.ID
		letter.Offers = append(letter.Offers, row.ID)
	}
	code, err := identity.NewCode(rand.Reader)
	check(w.t, err)
	r.code, letter.CodeHash = code.String(), code.Hash(w.store.CodePepper())
	check(w.t, w.store.AddLetter(w.t.Context(), letter))
}

// birthday is the day and month that open the letter.
func (r *resident) birthday() (day, month string) {
	_, m, d := r.born.Civil()
	return strconv.Itoa(d), strconv.Itoa(m)
}

// The schemes that the town offers.
const (
	alleenverdieners = "alleenverdieners"
	inkomenstoeslag  = "individuele_inkomenstoeslag"
	bijstand         = "algemene_bijstand"
	bijzondere       = "bijzondere_bijstand"
	aio              = "aio"
	toeslagenwet     = "toeslagenwet"
	kwijtschelding   = "kwijtschelding_gemeentelijke_belastingen"
)

// anna is on the list of alleenverdieners, and nothing else is known of her: the
// rules decide, and the municipality knows her account.
func anna() *resident {
	born, _ := rules.DayOf(1984, 3, 9)
	return &resident{name: "Anna Kanarie-Bakker", bsn: bsn(1), born: born, facts: []offers.Fact{
		{Name: "staat_op_lijst_alleenverdieners", Value: offers.Yes, Source: "inlichtingenbureau", AsOf: day(2026, 9, 1)},
		{Name: "rekening_bekend", Value: offers.Yes, Source: "own_file", AsOf: day(2026, 11, 1)},
		{Name: "geboortedatum", Value: offers.Number(int64(born)), Source: "brp", AsOf: day(2026, 11, 1)},
		{Name: "woont_in_gemeente", Value: offers.Yes, Source: "brp", AsOf: day(2026, 11, 1)},
		{Name: "inkomen_was_laag", Criterion: true, Value: offers.No, Source: "uwv", AsOf: day(2026, 11, 1)},
	}}
}

// bram lives alone and has had little for long; what he owns only he can say.
func bram() *resident {
	born, _ := rules.DayOf(1979, 12, 24)
	return &resident{name: "Bram Kanarie van Lent", bsn: bsn(2), born: born, facts: []offers.Fact{
		{Name: "staat_op_lijst_alleenverdieners", Value: offers.No, Source: "inlichtingenbureau", AsOf: day(2026, 9, 1)},
		{Name: "rekening_bekend", Value: offers.Yes, Source: "own_file", AsOf: day(2026, 11, 1)},
		{Name: "geboortedatum", Value: offers.Number(int64(born)), Source: "brp", AsOf: day(2026, 11, 1)},
		{Name: "woont_in_gemeente", Value: offers.Yes, Source: "brp", AsOf: day(2026, 11, 1)},
		{Name: "heeft_partner", Value: offers.No, Source: "brp", AsOf: day(2026, 11, 1)},
		{Name: "heeft_kinderen_ten_laste", Value: offers.No, Source: "brp", AsOf: day(2026, 11, 1)},
		{
			Name: "gemiddeld_maandinkomen", Value: offers.Number(1_100_00), Source: "uwv", AsOf: day(2026, 11, 1),
			From: day(2023, 11, 16), Until: day(2026, 11, 15),
		},
		{Name: "datum_vorige_toekenning", Value: offers.Value{Knowledge: offers.Null}, Source: "own_file", AsOf: day(2026, 11, 1)},
	}}
}

func day(year, month, date int) rules.Day {
	d, ok := rules.DayOf(year, month, date)
	if !ok {
		panic(fmt.Sprintf("%d-%d-%d is no day", year, month, date))
	}
	return d
}

// bsn makes a number that passes the 11-test; 9 in front is for tests.
func bsn(n int) string {
	for last := range 100 {
		if s := strconv.Itoa(999_000_000 + n*100 + last); offers.ValidBSN(s) {
			return s
		}
	}
	panic("no number passes the 11-test")
}
