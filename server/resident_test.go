package server_test

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/gofiber/fiber/v2"

	"zeker/offers"
	"zeker/server"
	"zeker/server/store"
)

func TestApplyingGivesAReceipt(t *testing.T) {
	p := openPortal(t, nil)
	a := anna()
	p.invite(a)
	b := p.browser().signIn(a)
	if got := b.get("/nl/offers"); !strings.Contains(got.body, a.name) || !strings.Contains(got.body, "/nl/offers/"+a.offer) {
		t.Errorf("the list names neither %s nor the offer:\n%s", a.name, got.body)
	}
	number, again := b.answer(a, "accept", nil).receipt(t)
	if again {
		t.Error("the first press was told that it was the second")
	}
	page := b.get("/nl/receipts/" + number)
	if page.status != http.StatusOK || !strings.Contains(page.body, number) || !strings.Contains(page.body, p.catalogue.Hash[:8]) {
		t.Errorf("receipt: got status %d, without number or bundle\n%s", page.status, page.body)
	}
	kept, err := p.store.Receipt(t.Context(), a.subject, number)
	if err != nil {
		t.Fatal(err)
	}
	if kept.Kind != offers.Accept || kept.State != offers.Entitled || kept.Amount != 1100_00 || kept.BundleHash != p.catalogue.Hash ||
		kept.Language != "nl" || len(kept.Card) == 0 || len(kept.Facts) == 0 || len(kept.Laws) == 0 || kept.On != p.day {
		t.Errorf("got receipt %+v", kept)
	}
	answers := slices.DeleteFunc(slices.Clone(kept.Card), func(c offers.CardText) bool { return c.Topic != offers.TopicEvent || c.Article.Law == "" })
	if len(answers) != len(offers.Events) {
		t.Errorf("the receipt keeps %d answers with an article, want %d: %+v", len(answers), len(offers.Events), kept.Card)
	}
}

func TestD10ASecondPressGivesTheSameReceipt(t *testing.T) {
	p := openPortal(t, nil)
	a := anna()
	p.invite(a)
	b := p.browser().signIn(a)
	form := b.get("/nl/offers/"+a.offer).form(t, "confirm")
	want, _ := b.post("/nl/offers/"+a.offer+"/answer", form).receipt(t)
	got, again := b.post("/nl/offers/"+a.offer+"/answer", form).receipt(t)
	if got != want || !again {
		t.Errorf("got receipt %s, again %v; want %s, again", got, again, want)
	}
}

func TestD10HundredPressesMakeOneApplication(t *testing.T) {
	p := openPortal(t, nil)
	a := anna()
	p.invite(a)
	b := p.browser().signIn(a)
	form := b.get("/nl/offers/"+a.offer).form(t, "confirm")
	replies := together(100, func(int) *reply { return (&browser{p, b.cookie}).post("/nl/offers/"+a.offer+"/answer", form) })
	numbers := map[string]bool{}
	firsts := 0
	for _, r := range replies {
		number, again := r.receipt(t)
		numbers[number] = true
		if !again {
			firsts++
		}
	}
	if len(numbers) != 1 || firsts != 1 {
		t.Errorf("got %d receipts and %d first answers, want one of each", len(numbers), firsts)
	}
	latest, err := p.store.LatestAnswer(t.Context(), a.subject, a.offer)
	if err != nil || latest.Sequence != 1 {
		t.Errorf("got answer number %d, %v; want 1", latest.Sequence, err)
	}
	lines, err := p.store.TakeUp(t.Context(), p.clock.Now().Unix()+1)
	if err != nil || len(lines) != 1 || lines[0].Accepted != 1 || lines[0].Opened != 1 {
		t.Errorf("take-up: got %+v, %v; want one accepted", lines, err)
	}
}

// together runs n requests at the same moment.
func together(n int, do func(i int) *reply) []*reply {
	replies := make([]*reply, n)
	var ready, done sync.WaitGroup
	ready.Add(n)
	for i := range n {
		done.Go(func() {
			ready.Done()
			ready.Wait()
			replies[i] = do(i)
		})
	}
	done.Wait()
	return replies
}

func TestD11AcceptAndDeclineTogetherEndInOneState(t *testing.T) {
	p := openPortal(t, nil)
	people := make([]*resident, rounds(10_000))
	for i := range people {
		people[i] = &resident{name: fmt.Sprint("R", i), bsn: bsn(i), born: born, facts: listed(), scheme: "alleenverdieners"}
	}
	p.invite(people...)
	for _, r := range people {
		b := p.browser().signIn(r)
		page := b.get("/nl/offers/" + r.offer)
		replies := together(2, func(i int) *reply {
			form := page.form(t, []string{"confirm", "decline"}[i])
			return (&browser{p, b.cookie}).post("/nl/offers/"+r.offer+"/answer", form)
		})
		first, again1 := replies[0].receipt(t)
		second, again2 := replies[1].receipt(t)
		latest, err := p.store.LatestAnswer(t.Context(), r.subject, r.offer)
		if first != second || again1 == again2 || err != nil || latest.Number != first {
			t.Fatalf("got receipts %s (again %v) and %s (again %v), kept %s, %v; want one, told to both",
				first, again1, second, again2, latest.Number, err)
		}
	}
}

func TestNoIsAGoodAnswer(t *testing.T) {
	for _, kind := range []offers.AnswerKind{offers.Decline, offers.DeclineYear, offers.Talk} {
		t.Run(string(kind), func(t *testing.T) {
			p := openPortal(t, nil)
			a := anna()
			p.invite(a)
			b := p.browser().signIn(a)
			// A page that is out of date, or nonsense in other fields, never stands in the way.
			wish := "Liefst dinsdag, na 10 uur."
			number, _ := b.post("/nl/offers/"+a.offer+"/answer", url.Values{
				"answer": {string(kind)}, "shown": {"9.0"}, "wish": {wish}, "fact.vermogen": {"veel"},
				"whose": {b.get("/nl/offers/" + a.offer).whose(t)},
			}).receipt(t)
			kept, err := p.store.Receipt(t.Context(), a.subject, number)
			if err != nil || kept.Kind != kind || (kept.Wish == wish) != (kind == offers.Talk) {
				t.Errorf("got %+v, %v", kept, err)
			}
			if page := b.get("/nl/receipts/" + number); page.status != http.StatusOK {
				t.Errorf("receipt: got status %d", page.status)
			}
		})
	}
}

func TestAChangedMindIsTheNextAnswer(t *testing.T) {
	p := openPortal(t, nil)
	a := anna()
	p.invite(a)
	b := p.browser().signIn(a)
	stale := b.get("/nl/offers/"+a.offer).form(t, "decline")
	first, _ := b.answer(a, "decline", nil).receipt(t)
	second, again := b.answer(a, "accept", nil).receipt(t)
	if first == second || again {
		t.Errorf("got receipts %s and %s, want two", first, second)
	}
	// The page from before both answers, found with the back button, changes nothing.
	got, again := b.post("/nl/offers/"+a.offer+"/answer", stale).receipt(t)
	if got != second || !again {
		t.Errorf("the old page: got receipt %s, again %v; want %s, again", got, again, second)
	}
	latest, err := p.store.LatestAnswer(t.Context(), a.subject, a.offer)
	if err != nil || latest.Kind != offers.Accept || latest.Sequence != 2 {
		t.Errorf("got %s number %d, %v; want accept number 2", latest.Kind, latest.Sequence, err)
	}
}

func TestOffersPastTheirDayTakeNoApplication(t *testing.T) {
	p := openPortal(t, nil)
	a := anna()
	p.invite(a)
	b := p.browser().signIn(a)
	before := b.get("/nl/offers/"+a.offer).form(t, "accept")
	p.day += 61 // the last day was the 60th
	if got := b.get("/nl/offers"); got.status != http.StatusOK || !strings.Contains(got.body, a.offer) {
		t.Errorf("list: got status %d, want the offer still in it", got.status)
	}
	page := b.get("/nl/offers/" + a.offer)
	if page.status != http.StatusOK || strings.Contains(page.body, `value="accept"`) {
		t.Errorf("page: got status %d, want it without a button to apply\n%s", page.status, page.body)
	}
	for _, form := range []url.Values{before, page.form(t, "accept")} {
		got := b.post("/nl/offers/"+a.offer+"/answer", form)
		if got.status != http.StatusForbidden {
			t.Errorf("got status %d, want 403", got.status)
		}
	}
	if _, err := p.store.LatestAnswer(t.Context(), a.subject, a.offer); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("got %v, want nothing stored", err)
	}
}

func TestTalkingStopsTheTime(t *testing.T) {
	p := openPortal(t, nil)
	a := anna()
	p.invite(a)
	b := p.browser().signIn(a)
	b.answer(a, "talk", nil).receipt(t)
	p.day += 61 // the last day was the 60th
	page := b.get("/nl/offers/" + a.offer)
	if page.status != http.StatusOK || !strings.Contains(page.body, `value="accept"`) {
		t.Errorf("got status %d, want the page still with its button to apply", page.status)
	}
	b.answer(a, "accept", nil).receipt(t)
	if page := b.get("/nl/offers/" + a.offer); strings.Contains(page.body, `value="accept"`) {
		t.Error("the time still stands still after another answer")
	}
}

func TestOtherPeoplesOffersAreNotFound(t *testing.T) {
	p := openPortal(t, nil)
	a, b := anna(), bram()
	p.invite(a, b)
	number, _ := p.browser().signIn(a).answer(a, "decline", nil).receipt(t)
	bram := p.browser().signIn(b)
	unknown := bram.get("/nl/offers/ABCDEFGHIJKLMNOPQRSTUVWXYZ")
	for name, got := range map[string]*reply{
		"offer":         bram.get("/nl/offers/" + a.offer),
		"answer":        bram.post("/nl/offers/"+a.offer+"/answer", url.Values{"answer": {"decline"}}),
		"receipt":       bram.get("/nl/receipts/" + number),
		"odd receipt":   bram.get("/nl/receipts/%27%20OR%201=1"),
		"unknown offer": bram.get("/nl/offers/" + strings.Repeat("A", 3000)),
		"binary":        bram.get("/nl/offers/%00%ff%fe"),
	} {
		if got.status != http.StatusNotFound || got.body != unknown.body {
			t.Errorf("%s: got status %d, want the page of an unknown id\n%s", name, got.status, got.body)
		}
	}
}

func TestAnOfferThatNoLetterToldOfIsNotInTheList(t *testing.T) {
	p := openPortal(t, nil)
	a := anna()
	p.invite(a)
	if err := p.store.SaveScan(t.Context(), store.Scan{Municipality: "zonnedijk", On: p.day, Bundle: p.catalogue.Hash, At: 1,
		Offers: []store.OfferRow{{Subject: a.subject, Scheme: "individuele_inkomenstoeslag", Class: offers.ClassInvitation, Expires: p.day + 60}}}); err != nil {
		t.Fatal(err)
	}
	rows, err := p.store.OffersOf(t.Context(), a.subject)
	if err != nil || len(rows) != 2 {
		t.Fatalf("got %d offers, %v; want 2", len(rows), err)
	}
	b := p.browser().signIn(a)
	for _, told := range []bool{false, true} {
		got := b.get("/nl/offers")
		for _, o := range rows {
			if want := told || o.ID == a.offer; strings.Contains(got.body, o.ID) != want {
				t.Errorf("told of both: %v; the offer of %s is in the list: %v, want %v", told, o.Scheme, !want, want)
			}
		}
		if err := p.store.AddLetter(t.Context(), store.Letter{Subject: a.subject, CodeHash: fmt.Append(nil, told), Born: a.born,
			At: p.clock.Now().Unix(), Offers: []string{rows[0].ID, rows[1].ID}}); err != nil {
			t.Fatal(err)
		}
	}
}

func TestOptingOutEndsEverything(t *testing.T) {
	p := openPortal(t, nil)
	a := anna()
	p.invite(a)
	b, elsewhere := p.browser().signIn(a), p.browser().signIn(a)
	old := b.cookie
	if got := b.get("/nl/opt-out"); got.status != http.StatusOK {
		t.Fatalf("got status %d", got.status)
	}
	if got := b.post("/nl/opt-out", url.Values{"choice": {"maybe"}}); got.status != http.StatusBadRequest {
		t.Errorf("no choice: got status %d, want 400", got.status)
	}
	if got := b.post("/nl/opt-out", url.Values{"choice": {"out"}}); got.status != http.StatusOK || b.cookie != "" {
		t.Errorf("got status %d, cookie %q; want the page and no cookie", got.status, b.cookie)
	} else if !strings.Contains(got.body, "U krijgt geen brieven van ons.") || strings.Contains(got.body, "U kunt zeggen dat wij u met rust moeten laten.") {
		t.Errorf("the page does not say that it is done\n%s", got.body)
	}
	if out, err := p.store.OptedOut(t.Context(), a.subject); err != nil || !out {
		t.Errorf("got %v, %v; want opted out", out, err)
	}
	for name, cookie := range map[string]string{"here": old, "elsewhere": elsewhere.cookie} {
		if got := (&browser{p, cookie}).get("/nl/offers"); got.status != http.StatusForbidden {
			t.Errorf("session %s: got status %d, want 403", name, got.status)
		}
	}
	// The letter still opens: who changes their mind finds the way back, and nothing else.
	b.signIn(a)
	if got := b.get("/nl/offers"); got.status != http.StatusOK || strings.Contains(got.body, a.offer) || strings.Contains(got.body, a.name) {
		t.Errorf("list: got status %d, want a page without name and offer\n%s", got.status, got.body)
	}
	if got := b.get("/nl/offers/" + a.offer); got.status != http.StatusSeeOther || got.header.Get("Location") != "/nl/opt-out" {
		t.Errorf("offer: got status %d to %q, want 303 to the choice", got.status, got.header.Get("Location"))
	}
	if got := b.post("/nl/opt-out", url.Values{"choice": {"in"}}); got.status != http.StatusOK {
		t.Errorf("opting in: got status %d", got.status)
	}
	if got := b.get("/nl/offers/" + a.offer); got.status != http.StatusOK {
		t.Errorf("offer after opting in: got status %d, want 200", got.status)
	}
}

// A12: what the portal logs, asks for in addresses and says in headers, over a
// whole journey with errors in it, names nobody.
func TestA12NothingPersonalInLogsURLsAndHeaders(t *testing.T) {
	p := openPortal(t, map[server.Route]fiber.Handler{
		{Method: "POST", Path: "/boom"}: func(c *fiber.Ctx) error { panic(c.FormValue("bsn")) },
	})
	a, c := anna(), bram()
	p.invite(a, c)
	b := p.browser()
	b.post("/nl/code", url.Values{"code": {a.code}, "day": {"31"}, "month": {"12"}})
	b.signIn(a)
	b.get("/nl/offers")
	number, _ := b.answer(a, "accept", nil).receipt(t)
	b.get("/nl/receipts/" + number)
	b.answer(a, "talk", url.Values{"wish": {"bel Kanarie op 0612345678"}})
	b.get("/nl/offers/" + c.offer)
	b.post("/boom", url.Values{"bsn": {a.bsn}})
	b.post("/nl/opt-out", url.Values{"choice": {"out"}})
	b.signIn(c)
	b.answer(c, "accept", url.Values{"fact.vermogen": {"987654321"}})
	b.post("/nl/sign-out", url.Values{})

	log := p.log.String()
	if strings.Count(log, `"msg":"request"`) < 12 {
		t.Fatalf("the log lacks requests:\n%s", log)
	}
	for _, secret := range []string{a.bsn, c.bsn, "Kanarie", "van Lent", "van+Lent", "van%20Lent", "0612345678", "987654321", a.code, string(a.subject)} {
		if strings.Contains(log, secret) || strings.Contains(p.seen.String(), secret) {
			t.Errorf("%q is in the log, an address or a header", secret)
		}
	}
	for _, id := range []string{a.offer, c.offer, number} {
		if strings.Contains(log, id) {
			t.Errorf("the log names %s", id)
		}
	}
}

// G3: fifty residents at once, each reading only of themselves.
func TestG3NobodySeesAnotherName(t *testing.T) {
	p := openPortal(t, nil)
	var people []*resident
	for i := range 50 {
		name := fmt.Sprintf("Naam %02d van %s", i, strings.Repeat(string(rune('A'+i%26)), 8))
		people = append(people, &resident{name: name, bsn: bsn(100 + i), born: born, facts: listed(), scheme: "alleenverdieners"})
	}
	p.invite(people...)
	const pages = 2 // in each round
	each := rounds(1_000_000) / len(people) / pages
	wrong := together(len(people), func(i int) *reply {
		me := people[i]
		b := p.browser().signIn(me)
		for range each {
			for _, path := range []string{"/nl/offers", "/nl/offers/" + me.offer} {
				got := b.get(path)
				if got.status != http.StatusOK || strings.Count(got.body, "Naam ") != strings.Count(got.body, me.name) {
					return got
				}
				if !strings.Contains(path, me.offer) && !strings.Contains(got.body, me.name) {
					return got
				}
			}
		}
		return nil
	})
	for i, r := range wrong {
		if r != nil {
			t.Errorf("%s: got status %d and somebody else's page:\n%s", people[i].name, r.status, r.body)
		}
	}
}

// G3: the strings of a request stay what they were when the next request comes.
func TestG3FiberStringsAreNotReused(t *testing.T) {
	var kept []map[string]string
	p := openPortal(t, map[server.Route]fiber.Handler{
		{Method: "POST", Path: "/keep/:who"}: func(c *fiber.Ctx) error {
			kept = append(kept, map[string]string{
				"parameter": c.Params("who"), "query": c.Query("q"), "form": c.FormValue("f"), "header": c.Get("X-Who"),
			})
			return c.SendString("kept\n")
		},
	})
	b := p.browser()
	names := []string{"alice", "bobby", "carol"}
	for _, name := range names {
		b.do("POST", "/keep/"+name+"?q="+name, url.Values{"f": {name}}, "X-Who", name)
	}
	for i, name := range names {
		for where, got := range maps.All(kept[i]) {
			if got != name {
				t.Errorf("request %d, %s: got %q, want %q", i+1, where, got, name)
			}
		}
	}
}
