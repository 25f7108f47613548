package main

import (
	"bytes"
	"crypto/rand"
	"database/sql"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"zeker/offers"
	"zeker/offers/catalogue"
	"zeker/offers/rules"
	"zeker/server/identity"
	"zeker/server/store"
	"zeker/ui"
)

// E1 and D1 with the whole portal: it is killed again and again while residents
// apply. Who got a receipt finds it, whole; who got none presses again; nobody
// has two.
func TestE1KillingThePortalLosesAndDoublesNothing(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) { killWhileApplying(t, filepath.Join(t.TempDir(), "zeker.db")) })
	t.Run("PostgreSQL", func(t *testing.T) { killWhileApplying(t, postgresSchema(t)) })
}

// postgresSchema makes an empty place on the PostgreSQL server of the tests.
func postgresSchema(t *testing.T) string {
	t.Helper()
	const variable = "ZEKER_TEST_POSTGRES"
	place, err := url.Parse(os.Getenv(variable))
	if err != nil || place.Host == "" {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is not set", variable)
		}
		t.Skipf("%s is not set: give it the URL of a PostgreSQL server", variable)
	}
	db, err := sql.Open("pgx", place.String())
	if err != nil {
		t.Fatal(err)
	}
	schema := "test_" + strings.ToLower(rand.Text())
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
	return place.String()
}

// applicant is a resident who applies, and what they hold.
type applicant struct {
	subject store.Subject
	offer   string
	code    string
	cookie  string
	form    url.Values // of the page that they have open
	receipt string     // "" until the portal said that it is done
}

// siege is a portal that is killed, and the residents who use it.
type siege struct {
	*testing.T
	rows   *store.Store
	people []*applicant
	portal *launched
	done   atomic.Int64 // how many have a receipt
}

// killEvery is how many receipts lie between two kills.
const killEvery = 25

func killWhileApplying(t *testing.T, place string) {
	key := bytes.Repeat([]byte{3}, store.KeyLength)
	keys, err := store.NewKeys(key)
	if err != nil {
		t.Fatal(err)
	}
	s := &siege{T: t}
	if s.rows, err = store.Open(t.Context(), place, keys); err != nil {
		t.Fatal(err)
	}
	defer s.rows.Close()
	answers := 100
	if os.Getenv("ZEKER_PROOF") == "1" {
		answers = 1000
	}
	s.invite(answers)
	kills := 0
	for ; int(s.done.Load()) < answers; kills++ {
		s.portal = launch(t, []string{keyVariable + "=" + base64.StdEncoding.EncodeToString(key)}, "-db", place, "-on", demoDay)
		s.applyUntilKilled()
	}
	s.verify(place)
	t.Logf("%d applications, %d kills: 0 lost, 0 double", answers, kills)
}

// invite gives each of n residents an offer and a letter.
func (s *siege) invite(n int) {
	library, err := catalogue.Embedded()
	if err != nil {
		s.Fatal(err)
	}
	law, err := library.Catalogue("zonnedijk")
	if err != nil {
		s.Fatal(err)
	}
	day, _ := rules.ParseDay(demoDay)
	born, _ := rules.DayOf(1984, 3, 9)
	in := store.Import{File: "test", At: 1, Purge: day + 90}
	scan := store.Scan{Municipality: "zonnedijk", On: day, Bundle: law.Hash, At: 1}
	for i := range n {
		p := offers.Person{BSN: demoBSN(i), Name: fmt.Sprint("Resident ", i), Born: born, Record: offers.Record{Facts: []offers.Fact{
			{Name: "staat_op_lijst_alleenverdieners", Value: offers.Yes, Source: "inlichtingenbureau"},
			{Name: "rekening_bekend", Value: offers.Yes, Source: "own_file"},
		}}}
		in.People = append(in.People, p)
		subject := s.rows.Subject(p.BSN)
		scan.Offers = append(scan.Offers, store.OfferRow{Subject: subject, Scheme: "alleenverdieners", Class: offers.ClassOffer, Expires: day + 30})
		s.people = append(s.people, &applicant{subject: subject})
	}
	if err := s.rows.Import(s.Context(), in); err != nil {
		s.Fatal(err)
	}
	if err := s.rows.SaveScan(s.Context(), scan); err != nil {
		s.Fatal(err)
	}
	for _, a := range s.people {
		mine, err := s.rows.OffersOf(s.Context(), a.subject)
		if err != nil || len(mine) != 1 {
			s.Fatalf("got offers %v, %v; want one", mine, err)
		}
		code, err := identity.NewCode(rand.Reader)
		if err != nil {
			s.Fatal(err)
		}
		a.offer, a.code = mine[0].ID, code.String()
		letter := store.Letter{Subject: a.subject, CodeHash: code.Hash(s.rows.CodePepper()), Born: born, At: letterAt(day), Offers: []string{a.offer}}
		if err := s.rows.AddLetter(s.Context(), letter); err != nil {
			s.Fatal(err)
		}
	}
}

// letterAt is a moment shortly before a day, so that its code works on the day.
func letterAt(day rules.Day) int64 { return (int64(day) - 1) * 24 * 60 * 60 }

// applyUntilKilled lets residents apply, eight at a time; who gets the 25th receipt
// kills the portal, with the others in the middle of it.
func (s *siege) applyUntilKilled() {
	goal := min(s.done.Load()+killEvery, int64(len(s.people)))
	waiting := make(chan *applicant, len(s.people))
	for _, a := range s.people {
		if a.receipt == "" {
			waiting <- a
		}
	}
	close(waiting)
	var clients sync.WaitGroup
	var once sync.Once
	for range 8 {
		clients.Go(func() {
			for a := range waiting {
				if !s.apply(a) {
					return // there is nobody to talk to
				}
				if s.done.Add(1) >= goal {
					once.Do(func() { s.portal.kill(s) })
				}
			}
		})
	}
	clients.Wait()
}

var hiddenOnPage = regexp.MustCompile(`name="(shown|whose)" value="([^"]+)"`)

// apply goes on where a resident was, and reports whether the portal answered.
func (s *siege) apply(a *applicant) bool {
	if a.cookie == "" {
		reply, ok := s.ask(a, "POST", "/nl/code", url.Values{"code": {a.code}, "day": {"9"}, "month": {"3"}})
		if !ok {
			return false
		}
		for _, c := range reply.Cookies() {
			a.cookie = c.Name + "=" + c.Value
		}
	}
	if a.form == nil {
		reply, ok := s.ask(a, "GET", "/nl/offers/"+a.offer, nil)
		if !ok {
			return false
		}
		a.form = url.Values{"answer": {ui.AnswerConfirm}}
		for _, found := range hiddenOnPage.FindAllStringSubmatch(reply.body, -1) {
			a.form.Set(found[1], found[2])
		}
	}
	reply, ok := s.ask(a, "POST", "/nl/offers/"+a.offer+"/answer", a.form)
	if !ok {
		return false
	}
	to, err := url.Parse(reply.Header.Get("Location"))
	if err != nil || !strings.HasPrefix(to.Path, "/nl/receipts/") {
		s.Errorf("got status %d to %q, want a receipt", reply.StatusCode, reply.Header.Get("Location"))
		return false
	}
	a.receipt = strings.TrimPrefix(to.Path, "/nl/receipts/")
	return true
}

// answered is a reply, read to its end: what is cut off does not count.
type answered struct {
	*http.Response
	body string
}

func (s *siege) ask(a *applicant, method, path string, form url.Values) (reply answered, ok bool) {
	request, err := http.NewRequest(method, s.portal.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		s.Error(err)
		return reply, false
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Cookie", a.cookie)
	reply.Response, err = http.DefaultTransport.RoundTrip(request)
	if err != nil {
		return reply, false
	}
	defer reply.Body.Close()
	body, err := io.ReadAll(reply.Body)
	reply.body = string(body)
	return reply, err == nil
}

// verify compares what residents hold with what the database holds.
func (s *siege) verify(place string) {
	for _, a := range s.people {
		kept, err := s.rows.LatestAnswer(s.Context(), a.subject, a.offer)
		if err != nil || kept.Number != a.receipt || kept.Sequence != 1 {
			s.Errorf("the resident holds %q, the portal %q, number %d, %v", a.receipt, kept.Number, kept.Sequence, err)
		}
	}
	driver := "sqlite"
	if strings.HasPrefix(place, "postgres") {
		driver = "pgx"
	}
	db, err := sql.Open(driver, place)
	if err != nil {
		s.Fatal(err)
	}
	defer db.Close()
	for _, table := range []string{"answers", "outbox"} {
		var n int
		if err := db.QueryRow(`SELECT COUNT(*) FROM ` + table).Scan(&n); err != nil || n != len(s.people) {
			s.Errorf("%s: got %d rows, %v; want %d", table, n, err, len(s.people))
		}
	}
}
