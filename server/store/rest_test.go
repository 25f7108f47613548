package store_test

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"zeker/offers"
	"zeker/server/store"
)

// dump is everything that a thief of the database gets: the files of SQLite, and
// every column of every table, bytes and hexadecimal.
func dump(t testing.TB, db database) []byte {
	t.Helper()
	var out bytes.Buffer
	if db.driver == "sqlite" {
		files, err := filepath.Glob(filepath.Join(filepath.Dir(db.place), "*"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no files of the database: %v", err)
		}
		for _, name := range files {
			content, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			out.Write(content)
		}
	}
	raw := db.raw(t)
	for _, table := range []string{"keyring", "turns", "residents", "opt_outs", "scans", "scan_counters", "offers", "letters", "answers", "outbox", "drafts", "sessions", "staff", "mandates", "signatures", "reasons", "decisions"} {
		rows, err := raw.Query(`SELECT * FROM ` + table)
		if err != nil {
			t.Fatal(err)
		}
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			values := make([]any, len(columns))
			for i := range values {
				values[i] = new(any)
			}
			if err := rows.Scan(values...); err != nil {
				t.Fatal(err)
			}
			for _, v := range values {
				fmt.Fprintf(&out, "%s\n", *v.(*any))
				fmt.Fprintf(&out, "%v\n", *v.(*any))
			}
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	}
	return out.Bytes()
}

// A12, E5: who a resident is, what is known of them and what they said.
func TestE5NothingPersonalLiesInTheClear(t *testing.T) {
	onEach(t, func(t *testing.T, db database) {
		s := db.open(t, keys(t, key(1)))
		o := withOffers(t, s, 1)[0]
		const (
			name    = "Canaria van der Zangvogel"
			street  = "Kooistraat 31415"
			amount  = 2718281828
			text    = "geheimefactwaarde"
			wish    = "bel mij na mijn dialyse"
			payload = "lading voor de zaak"
			change  = 1618033988
			helper  = "buurvrouw Papegaai"
			worker  = "Balienaam Kanarievogel"
			typed   = "halverwege getypt"
			waits   = "lading die op een handtekening wacht"
			account = "NL91ABNA0417164300"
		)
		p := resident(t, 0)
		p.Name, p.Address = name, []string{street}
		p.Record.Facts = append(p.Record.Facts,
			offers.Fact{Name: "vermogen", Value: offers.Number(amount)}, offers.Fact{Name: "reden", Value: offers.Text(text)})
		if err := s.Import(t.Context(), store.Import{File: "f", At: 1, Purge: 30000, People: []offers.Person{p}}); err != nil {
			t.Fatal(err)
		}
		if err := s.AddLetter(t.Context(), letter(s, o, 1)); err != nil {
			t.Fatal(err)
		}
		f := filing(o.Subject, o.ID, 1, offers.Talk, 9)
		f.Answer.Wish, f.Receipt.Wish, f.Outbox = wish, wish, []byte(payload+p.BSN+account)
		f.Answer.Corrections = []offers.Fact{{Name: "vermogen", Value: offers.Number(change)}}
		f.Receipt.Facts = f.Answer.Corrections
		mustFile(t, s, f)
		if err := s.SaveSession(t.Context(), store.Session{IDHash: []byte("h"), Subject: o.Subject, Expires: 99}); err != nil {
			t.Fatal(err)
		}
		if err := s.SaveStaff(t.Context(), store.StaffAccount{ID: s.StaffID("i", "s"), Name: worker}); err != nil {
			t.Fatal(err)
		}
		f = filing(o.Subject, o.ID, 2, offers.Accept, 10)
		f.Outbox, f.SignBy, f.PartnerCode = []byte(waits+p.BSN), 30000, []byte("p")
		mustFile(t, s, f)
		if _, err := s.Appoint(t.Context(), store.Mandate{Subject: o.Subject, Name: helper, Schemes: []string{"x"}, Until: 1}, []byte("c")); err != nil {
			t.Fatal(err)
		}

		// A later answer would throw the draft away, so it is saved after it.
		if err := s.SaveDraft(t.Context(), o.Subject, o.ID, store.Draft{Values: map[string]string{"wish": typed}, Door: store.BySignIn, Purge: 30000}); err != nil {
			t.Fatal(err)
		}
		dump := dump(t, db)
		if !bytes.Contains(dump, []byte(o.ID)) {
			t.Fatal("the dump does not hold the offer: it would miss everything else too")
		}
		for _, canary := range []string{p.BSN, name, "Zangvogel", street, strconv.Itoa(amount), text, wish, typed, payload, waits, account, strconv.Itoa(change), worker, helper} {
			for _, form := range []string{canary, hex.EncodeToString([]byte(canary))} {
				if bytes.Contains(bytes.ToLower(dump), bytes.ToLower([]byte(form))) {
					t.Errorf("%q lies in the clear", canary)
				}
			}
		}
	})
}
