package server_test

import (
	"crypto/rand"
	"errors"
	"net/http"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"pgregory.net/rapid"

	"zeker/offers"
	"zeker/offers/rules"
	"zeker/server"
)

// pair is a key of receipts.
func pair(t testing.TB) (note.Signer, note.Verifiers) {
	t.Helper()
	secret, public, err := note.GenerateKey(rand.Reader, "zonnedijk")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := note.NewSigner(secret)
	if err != nil {
		t.Fatal(err)
	}
	keys, err := server.ReadReceiptKeys("# a key\n" + public + "\n")
	if err != nil {
		t.Fatal(err)
	}
	return signer, keys
}

// headOf is the part of a proof that a printed code holds.
func headOf(proof string) string {
	return proof[:strings.LastIndex(strings.TrimSuffix(proof, "\n"), "\n")+1]
}

// drawn is any receipt that a portal could make.
func drawn(t *rapid.T) offers.Receipt {
	word := rapid.StringMatching(`[a-z_]{1,12}`)
	text := rapid.String()
	day := rapid.Custom(func(t *rapid.T) rules.Day { return rules.Day(rapid.IntRange(0, 40000).Draw(t, "day")) })
	value := rapid.OneOf(
		rapid.Just(offers.Value{}), rapid.Just(offers.Value{Knowledge: offers.Null}),
		rapid.Map(rapid.Int64(), offers.Number), rapid.Map(text, offers.Text))
	r := offers.Receipt{
		Number: rapid.StringMatching(`[0-9A-Z]{4}-[0-9A-Z]{4}`).Draw(t, "number"), OfferID: word.Draw(t, "offer"), Sequence: rapid.IntRange(1, 9).Draw(t, "sequence"),
		Kind: offers.AnswerKind(word.Draw(t, "kind")), At: rapid.Int64Range(0, 1<<33).Draw(t, "at"), On: day.Draw(t, "on"),
		Municipality: "zonnedijk", Scheme: word.Draw(t, "scheme"), State: offers.State(word.Draw(t, "state")),
		Amount: rapid.Int64Min(0).Draw(t, "amount"), Per: offers.Per(word.Draw(t, "per")), DecidedBy: offers.Decider(word.Draw(t, "decider")),
		BundleHash: rapid.StringMatching(`[0-9a-f]{64}`).Draw(t, "bundle"), Language: "nl",
		Talk: offers.Conversation{
			Way: word.Draw(t, "way"), Part: word.Draw(t, "part"), Language: word.Draw(t, "language"), Company: rapid.Bool().Draw(t, "company"),
		},
		Wish: text.Draw(t, "wish"), Account: text.Draw(t, "account"), Helper: text.Draw(t, "helper"),
	}
	for range rapid.IntRange(0, 3).Draw(t, "laws") {
		r.Laws = append(r.Laws, offers.LawVersion{ID: word.Draw(t, "law"), Version: text.Draw(t, "version"), Name: text.Draw(t, "name"), URL: text.Draw(t, "url"), SHA256: word.Draw(t, "sum")})
	}
	for range rapid.IntRange(0, 3).Draw(t, "facts") {
		r.Facts = append(r.Facts, offers.Fact{
			Name: word.Draw(t, "fact"), Criterion: rapid.Bool().Draw(t, "criterion"), Value: value.Draw(t, "value"), Source: text.Draw(t, "source"),
			AsOf: day.Draw(t, "as of"), From: day.Draw(t, "from"), Until: day.Draw(t, "until"), Ground: text.Draw(t, "ground"), Contested: rapid.Bool().Draw(t, "contested"),
			Doubt: rapid.Bool().Draw(t, "doubt"),
		})
		if f := &r.Facts[len(r.Facts)-1]; f.Value.Knowledge == offers.Unknown {
			f.OfPartner = rapid.Bool().Draw(t, "of the partner") // whose value is not in a proof
		}
	}
	for range rapid.IntRange(0, 2).Draw(t, "requests") {
		r.Requests = append(r.Requests, offers.Request{Fact: word.Draw(t, "asked"), Source: word.Draw(t, "of"), Value: value.Draw(t, "should")})
	}
	for range rapid.IntRange(0, 3).Draw(t, "lines") {
		r.Card = append(r.Card, offers.CardText{Topic: offers.Topic(word.Draw(t, "topic")), Text: text.Draw(t, "line"),
			Article: offers.Article{Law: text.Draw(t, "law"), Number: word.Draw(t, "number"), Section: word.Draw(t, "section"), Year: rapid.IntRange(0, 2100).Draw(t, "year"), URL: text.Draw(t, "url")}})
	}
	return r
}

// H7: what is signed is the whole receipt, and any other byte is found, in the file and in
// the head that a printed code holds.
func TestH7AnyOtherByteOfAProofIsFound(t *testing.T) {
	signer, keys := pair(t)
	rapid.Check(t, func(t *rapid.T) {
		r := drawn(t)
		text, err := server.Sign(&r, signer)
		if err != nil {
			t.Fatal(err)
		}
		p, err := server.OpenProof([]byte(text), keys)
		if err != nil {
			t.Fatalf("a proof does not open: %v\n%s", err, text)
		}
		if !reflect.DeepEqual(*p.Receipt, r) {
			t.Fatalf("got receipt\n%+v\nwant\n%+v", *p.Receipt, r)
		}
		head := headOf(text)
		if short, err := server.OpenProof([]byte(head), keys); err != nil || short.Receipt != nil || short.Number != r.Number || short.Amount != r.Amount {
			t.Fatalf("the head opens as %+v, %v", short, err)
		}
		for _, whole := range []string{text, head} {
			at, other := rapid.IntRange(0, len(whole)-1).Draw(t, "at"), rapid.Byte().Draw(t, "byte")
			changed := []byte(whole)
			if changed[at] ^= other; other == 0 {
				continue
			}
			if p, err := server.OpenProof(changed, keys); err == nil {
				t.Fatalf("byte %d changed from %q to %q, and it still proves %+v", at, whole[at], changed[at], p)
			}
		}
	})
}

// goldenProof was signed in 2026, and has to open for as long as anybody may keep one.
const goldenProof = "testdata/receipt.txt"

// The form of a receipt is for ever. Only a new version of it may need another file: take
// this one away, and GOLDEN=write signs one.
func TestAReceiptOf2026Opens(t *testing.T) {
	if _, err := os.Stat(goldenProof); err != nil && os.Getenv("GOLDEN") == "write" {
		writeGoldenProof(t)
	}
	keys, proof := readGoldenProof(t)
	p, err := server.OpenProof([]byte(proof), keys)
	if err != nil {
		t.Fatal(err)
	}
	if want := goldenReceipt(); !reflect.DeepEqual(*p.Receipt, want) {
		t.Errorf("got\n%+v\nwant\n%+v", *p.Receipt, want)
	}
}

// readGoldenProof reads the keys that stand above the proof, and the proof.
func readGoldenProof(t *testing.T) (keys note.Verifiers, proof string) {
	t.Helper()
	text, err := os.ReadFile(goldenProof)
	if err != nil {
		t.Fatal(err)
	}
	public, proof, _ := strings.Cut(string(text), "\n")
	if keys, err = server.ReadReceiptKeys(public); err != nil {
		t.Fatal(err)
	}
	return keys, proof
}

// H7: no bit of it can change, not even the two of its signature that say nothing.
func TestH7EveryBitOfAReceiptCounts(t *testing.T) {
	keys, proof := readGoldenProof(t)
	changed := []byte(proof)
	for at := range changed {
		for bit := range 8 {
			changed[at] ^= 1 << bit
			if _, err := server.OpenProof(changed, keys); err == nil {
				t.Errorf("byte %d as %q opens", at, changed[at])
			}
			changed[at] ^= 1 << bit
		}
	}
}

func writeGoldenProof(t *testing.T) {
	secret, public, err := note.GenerateKey(rand.Reader, "zonnedijk")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := note.NewSigner(secret)
	if err != nil {
		t.Fatal(err)
	}
	r := goldenReceipt()
	text, err := server.Sign(&r, signer)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(goldenProof, []byte(public+"\n"+text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// goldenReceipt has something in every field.
func goldenReceipt() offers.Receipt {
	return offers.Receipt{
		Number: "4F7K-9M2Q-8XTC-31VN", OfferID: "c7", Sequence: 2, Kind: offers.Accept, At: 1794821400, On: 20773,
		Municipality: "zonnedijk", Scheme: "individuele_inkomenstoeslag", State: offers.Possible, Amount: 52700, Per: offers.Once,
		DecidedBy: offers.Municipality, BundleHash: "9f2c4e8a10b7d35566e1f0c2a9b84d7713c5e2f6a0d9b8c74e5f1a2b3c4d5e6f",
		Laws: []offers.LawVersion{{ID: "participatiewet", Version: "2026-07-01", Name: "Participatiewet", URL: "https://wetten.overheid.nl/BWBR0015703", SHA256: "00ff"}},
		Facts: []offers.Fact{
			{Name: "vermogen", Value: offers.Number(1500_00), Source: offers.Resident, AsOf: 20773},
			{Name: "inkomen_was_laag", Criterion: true, Value: offers.Yes, Source: "inlichtingenbureau", AsOf: 20760, From: 19000, Until: 20760, Ground: "suwi"},
			{Name: "datum_vorige_toekenning", Value: offers.Value{Knowledge: offers.Null}, Source: "uitkeringen", Contested: true},
			{Name: "gemeente", Value: offers.Text("Zonnedijk"), Source: "brp"},
		},
		Language: "nl", Wish: "Bel <mij> & mijn zus\nna 17 uur.", Account: "NL … 4300", Helper: "mijn zus",
		Card: []offers.CardText{{Topic: offers.TopicVerdict, Text: "Alleen als…", Article: offers.Article{Law: "Participatiewet", Number: "58", Section: "1", Year: 2026, URL: "https://wetten.overheid.nl"}}},
	}
}

// The resident gets the signed receipt, the world gets the keys, and nobody else gets either
// without the other: what opens is the receipt that the page shows.
func TestH7AnAnswerIsSignedWhenItIsStored(t *testing.T) {
	a := anna()
	p := openPortal(t, nil)
	p.invite(a)
	b := p.browser().signIn(a)
	for _, kind := range []string{"decline", "accept"} {
		number, _ := b.answer(a, kind, nil).receipt(t)
		file := b.get("/nl/receipts/" + number + "/file")
		if file.status != http.StatusOK || file.header.Get("Cache-Control") != "no-store" ||
			file.header.Get("Content-Disposition") != `attachment; filename="zeker-`+number+`.txt"` {
			t.Fatalf("got status %d with %v", file.status, file.header)
		}
		published := p.browser().get("/.well-known/zeker-keys.txt")
		keys, err := server.ReadReceiptKeys(published.body)
		if err != nil {
			t.Fatal(err)
		}
		proof, err := server.OpenProof([]byte(file.body), keys)
		if err != nil {
			t.Fatalf("%s: %v\n%s", kind, err, file.body)
		}
		kept, err := p.store.Receipt(t.Context(), a.subject, number)
		if err != nil {
			t.Fatal(err)
		}
		if kept.Proof != file.body {
			t.Error("the file is not what was stored")
		}
		kept.Proof = ""
		if !reflect.DeepEqual(*proof.Receipt, kept) {
			t.Errorf("%s: signed is\n%+v\nand stored\n%+v", kind, *proof.Receipt, kept)
		}
		for _, who := range []string{a.bsn, a.name} {
			if strings.Contains(file.body, who) {
				t.Errorf("the file names the resident")
			}
		}
	}
}

// A new key signs from the next start, and what the old one signed stays good. Nobody who
// takes the database later can sign with the old one.
func TestReceiptsOutliveTheirKey(t *testing.T) {
	rows := openStore(t)
	made := time.Date(2026, 11, 15, 23, 30, 0, 0, time.UTC) // the day after, here
	zone, err := server.Zone()
	if err != nil {
		t.Fatal(err)
	}
	r := goldenReceipt()
	var proofs []string
	for range 3 {
		signer, err := server.ReceiptSigner(t.Context(), rows, "zonnedijk", made, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		text, err := server.Sign(&r, signer)
		if err != nil {
			t.Fatal(err)
		}
		proofs = append(proofs, text)
		if err := server.NewReceiptKey(t.Context(), rows, "zonnedijk", made, rand.Reader); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := rows.SigningKeys(t.Context())
	if err != nil || len(kept) != 4 || kept[0].Secret == "" || kept[1].Secret+kept[2].Secret+kept[3].Secret != "" {
		t.Errorf("the store keeps %d keys, %v", len(kept), err)
	}
	published := server.ReceiptKeys(kept, zone)
	if n := strings.Count(published, "# since 2026-11-16\n"); n != 4 {
		t.Errorf("%d of 4 keys sign since the day on which they were made here:\n%s", n, published)
	}
	keys, err := server.ReadReceiptKeys(published)
	if err != nil {
		t.Fatal(err)
	}
	for i, text := range proofs {
		if _, err := server.OpenProof([]byte(text), keys); err != nil {
			t.Errorf("the receipt of key %d: %v", i+1, err)
		}
	}
	newest, err := server.ReadReceiptKeys(kept[0].Public)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := server.OpenProof([]byte(proofs[0]), newest); !errors.Is(err, server.ErrUnsigned) {
		t.Errorf("without its key a receipt gives %v", err)
	}
}

// A receipt counts for the municipality that signed it.
func TestNobodySignsForAnother(t *testing.T) {
	signer, keys := pair(t)
	r := goldenReceipt()
	r.Municipality = "lindewaard"
	text, err := server.Sign(&r, signer)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := server.OpenProof([]byte(text), keys); !errors.Is(err, server.ErrForged) {
		t.Errorf("got %v", err)
	}
}
