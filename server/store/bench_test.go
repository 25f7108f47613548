package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	mathrand "math/rand/v2"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"zeker/offers"
)

// oneByOne is the naive writer: a transaction for each request, on one
// connection, with the same prepared statements.
type oneByOne struct {
	mu sync.Mutex
	q  queries
}

func (w *oneByOne) transact(_ context.Context, do func(context.Context, queries) error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	ctx := context.Background()
	if _, err := w.q.ExecContext(ctx, `BEGIN IMMEDIATE`); err != nil {
		return err
	}
	if err := do(ctx, w.q); err != nil {
		w.q.ExecContext(ctx, `ROLLBACK`)
		return err
	}
	_, err := w.q.ExecContext(ctx, `COMMIT`)
	return err
}

const (
	benchConnections = 64
	benchRounds      = 5
	benchOffers      = 10_000 // as many as a round answers, each once
)

// BenchmarkRatioGroupCommit says how many times more answers a second are on
// disk (synchronous=FULL) with group commit than with a transaction for each:
// x_naive, the median of rounds that take turns on new databases. It measures
// the writers, with rows and statements as they are; what a request does before
// (JSON, sealing) is done before the clock starts, for both.
func BenchmarkRatioGroupCommit(b *testing.B) {
	var ratios []float64
	for b.Loop() {
		for range benchRounds {
			group := benchRate(b, benchOffers, func(s *Store) writer { return s.write })
			naive := benchRate(b, benchOffers/4, func(s *Store) writer { return &oneByOne{q: s.write.(*groupWriter).q} })
			ratios = append(ratios, group/naive)
		}
	}
	slices.Sort(ratios)
	b.ReportMetric(ratios[len(ratios)/2], "x_naive")
}

// benchRate files n answers from many connections at once and returns how many
// were on disk a second.
func benchRate(b *testing.B, n int, with func(*Store) writer) float64 {
	s, rows := benchStore(b)
	defer s.Close()
	w := with(s)
	filings := make([]*filing, n)
	for i := range filings {
		filings[i] = benchFiling(b, s, rows[i])
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	start := time.Now()
	for range benchConnections {
		wg.Go(func() {
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				if err := w.transact(b.Context(), func(ctx context.Context, q queries) error {
					_, _, err := filings[i].insert(ctx, q)
					return err
				}); err != nil {
					b.Error(err)
				}
			}
		})
	}
	wg.Wait()
	return float64(n) / time.Since(start).Seconds()
}

func benchStore(b *testing.B) (*Store, []OfferRow) {
	b.Helper()
	keys, err := NewKeys(make([]byte, KeyLength))
	if err != nil {
		b.Fatal(err)
	}
	s, err := Open(b.Context(), filepath.Join(b.TempDir(), "bench.db"), keys)
	if err != nil {
		b.Fatal(err)
	}
	scan := Scan{Municipality: "zonnedijk", On: 20773, Bundle: "b", At: 1}
	for i := range benchOffers {
		scan.Offers = append(scan.Offers, OfferRow{Subject: s.Subject(strconv.Itoa(i)), Scheme: "individuele_inkomenstoeslag",
			Class: offers.ClassOffer, State: offers.Possible})
	}
	if err := s.SaveScan(b.Context(), scan); err != nil {
		b.Fatal(err)
	}
	var rows []OfferRow
	found, err := s.read.QueryContext(b.Context(), `SELECT id, subject FROM offers ORDER BY id`)
	err = each(found, err, func(found *sql.Rows) error {
		var o OfferRow
		err := found.Scan(&o.ID, &o.Subject)
		rows = append(rows, o)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	mathrand.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	return s, rows
}

// benchFiling is an application of the size that a page makes, sealed.
func benchFiling(b *testing.B, s *Store, o OfferRow) *filing {
	const hash = "3f786850e387550fdab836ed7e6dc881de23001b3f786850e387550fdab836ed"
	number := rand.Text()
	r := offers.Receipt{Number: number, OfferID: o.ID, Sequence: 1, BundleHash: hash, Scheme: "individuele_inkomenstoeslag"}
	for _, law := range []string{"participatiewet", "verordening_individuele_inkomenstoeslag"} {
		r.Laws = append(r.Laws, offers.LawVersion{ID: law, Version: "2026-01-01", Name: law, URL: "https://wetten.overheid.nl/BWBR0015703/2026-01-01", SHA256: hash})
	}
	for range 8 {
		r.Facts = append(r.Facts, offers.Fact{Name: "gemiddeld_maandinkomen", Value: offers.Number(1_234_56), Source: "inlichtingenbureau",
			AsOf: 20000, From: 19000, Until: 20000, Ground: "suwi_64"})
	}
	for range 6 {
		r.Card = append(r.Card, offers.CardText{Topic: offers.TopicCondition,
			Text:    "U betaalt dit geld alleen terug als u iets niet hebt doorgegeven. Dat moet u binnen vier weken doen.",
			Article: offers.Article{Law: "Participatiewet", Number: "58", Section: "1", Year: 2026, URL: "https://wetten.overheid.nl/BWBR0015703/2026-01-01#Hoofdstuk6"}})
	}
	f, err := s.sealFiling(Filing{Subject: o.Subject, Receipt: r, Outbox: make([]byte, 150),
		Answer: offers.Answer{OfferID: o.ID, Sequence: 1, Kind: offers.Accept, At: 1}})
	if err != nil {
		b.Fatal(err)
	}
	return f
}
