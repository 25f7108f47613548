package store_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"zeker/offers"
	"zeker/offers/rules"
	"zeker/server/store"
)

// postgresVariable names a PostgreSQL server on which the tests may make schemas.
const postgresVariable = "ZEKER_TEST_POSTGRES"

// database is an empty database of one kind, for one test.
type database struct {
	place  string
	driver string
}

// onEach runs a test on both databases, each time on an empty one.
func onEach(t *testing.T, test func(t *testing.T, db database)) {
	t.Run("SQLite", func(t *testing.T) {
		test(t, database{place: filepath.Join(t.TempDir(), "zeker test?#%.db"), driver: "sqlite"})
	})
	t.Run("PostgreSQL", func(t *testing.T) { test(t, newSchema(t)) })
}

func newSchema(t *testing.T) database {
	t.Helper()
	server := os.Getenv(postgresVariable)
	if server == "" {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is not set", postgresVariable)
		}
		t.Skipf("%s is not set: give it the URL of a PostgreSQL server", postgresVariable)
	}
	place, err := url.Parse(server)
	if err != nil {
		t.Fatalf("%s is no URL", postgresVariable)
	}
	schema := "test_" + strings.ToLower(rand.Text())
	db, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("CREATE SCHEMA " + schema); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := db.Exec("DROP SCHEMA " + schema + " CASCADE"); err != nil {
			t.Error(err)
		}
		db.Close()
	})
	q := place.Query()
	q.Set("search_path", schema)
	place.RawQuery = q.Encode()
	return database{place: place.String(), driver: "pgx"}
}

// open opens the database as the portal does, until the test ends.
func (db database) open(t testing.TB, keys store.Keys) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), db.place, keys)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// raw opens the database as a thief does.
func (db database) raw(t testing.TB) *sql.DB {
	t.Helper()
	place := db.place
	if db.driver == "sqlite" {
		place = "file:" + (&url.URL{Path: place}).EscapedPath() + "?_pragma=busy_timeout(10000)"
	}
	raw, err := sql.Open(db.driver, place)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { raw.Close() })
	return raw
}

func count(t testing.TB, raw *sql.DB, query string, args ...any) (n int) {
	t.Helper()
	if err := raw.QueryRow(query, args...).Scan(&n); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

func key(fill byte) []byte { return bytes.Repeat([]byte{fill}, store.KeyLength) }

func keys(t testing.TB, master []byte, older ...[]byte) store.Keys {
	t.Helper()
	k, err := store.NewKeys(master, older...)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// rounds is how often a test repeats: the whole count in `make proof`, a
// hundredth of it otherwise.
func rounds(proof int) int {
	if os.Getenv("ZEKER_PROOF") == "1" {
		return proof
	}
	return max(proof/100, 1)
}

func day(t testing.TB, s string) rules.Day {
	t.Helper()
	d, ok := rules.ParseDay(s)
	if !ok {
		t.Fatalf("%q is no day", s)
	}
	return d
}

// numbers are those made up so far; the next begins the search for more.
var numbers struct {
	sync.Mutex
	list []string
	next int
}

// bsn makes the nth made-up number that passes the 11-test and begins with 999.
func bsn(t testing.TB, n int) string {
	t.Helper()
	numbers.Lock()
	defer numbers.Unlock()
	for ; len(numbers.list) <= n; numbers.next++ {
		if numbers.next == 1_000_000 {
			t.Fatalf("there is no number %d", n)
		}
		if s := fmt.Sprintf("999%06d", numbers.next); offers.ValidBSN(s) {
			numbers.list = append(numbers.list, s)
		}
	}
	return numbers.list[n]
}

// resident is the nth made-up resident.
func resident(t testing.TB, n int) offers.Person {
	t.Helper()
	born := rules.Day(n)
	return offers.Person{
		BSN: bsn(t, n), Name: "Zoë " + strconv.Itoa(n), Address: []string{"Dijk " + strconv.Itoa(n), "9901 ZD Zonnedijk"},
		Born: born, Reference: 20700,
		Record: offers.Record{Facts: []offers.Fact{{Name: "geboortedatum", Value: offers.Number(int64(born)), Source: "brp"}}},
	}
}

// withOffers imports n residents and gives each an offer.
func withOffers(t testing.TB, s *store.Store, n int) []store.OfferRow {
	t.Helper()
	in := store.Import{File: "residents.jsonl", At: 1, Purge: 30000}
	scan := store.Scan{Municipality: "zonnedijk", On: 20773, Bundle: "hash", At: 2}
	for i := range n {
		p := resident(t, i)
		in.People = append(in.People, p)
		scan.Offers = append(scan.Offers, store.OfferRow{Subject: s.Subject(p.BSN), Scheme: "alleenverdieners",
			Class: offers.ClassOffer, State: offers.Entitled, Amount: 1_100_00, Facts: []string{"staat_op_lijst_alleenverdieners"}, Expires: 20833})
	}
	if err := s.Import(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	if err := s.SaveScan(t.Context(), scan); err != nil {
		t.Fatal(err)
	}
	var rows []store.OfferRow
	for _, o := range scan.Offers {
		list, err := s.OffersOf(t.Context(), o.Subject)
		if err != nil || len(list) != 1 {
			t.Fatalf("got %d offers, %v; want 1", len(list), err)
		}
		rows = append(rows, list[0])
	}
	return rows
}
