package server_test

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"

	"zeker/offers"
)

// standing is what is true of one offer, by the plainest model of it there is.
type standing struct {
	kind    offers.AnswerKind // of the answer that counts, "" for none
	applied bool              // delivery took an application
	told    bool              // delivery took anything
	waits   bool              // the answer that counts is in the outbox, and was not taken
}

// press is what becomes of it when the resident presses a button, and whether that is
// a new answer.
func (s standing) press(kind offers.AnswerKind) (standing, bool) {
	switch {
	case s.kind == kind:
		return s, false
	case kind == offers.Withdraw && !s.kind.Revocable():
		return s, false
	case s.applied && (s.kind != offers.Accept || kind != offers.Withdraw):
		return s, false
	}
	s.kind = kind
	s.waits = s.told || kind == offers.Accept || kind == offers.Talk
	return s, true
}

// take is what becomes of it when delivery comes by.
func (s standing) take() standing {
	if s.waits {
		s.waits, s.told = false, true
		s.applied = s.applied || s.kind == offers.Accept
	}
	return s
}

// group is the heading under which the offer stands.
func (s standing) group() string {
	switch {
	case s.applied, s.kind == offers.Accept:
		return groupDone
	case s.kind.No():
		return groupDeclined
	}
	return groupOpen
}

// words are what the page of the offer says of it.
func (s standing) words() string {
	switch {
	case s.kind == offers.Accept && s.applied:
		return "Uw antwoord is al in behandeling."
	case s.kind == offers.Withdraw && s.applied:
		return "U wilt stoppen met deze aanvraag."
	case s.kind == offers.Withdraw:
		return "U nam uw antwoord terug. Er is nu niets aangevraagd."
	}
	return map[offers.AnswerKind]string{
		offers.Accept: "U heeft dit al aangevraagd.", offers.Decline: "U heeft nee gezegd. Dat is goed.",
		offers.DeclineYear: "U heeft nee gezegd, voor een jaar.", offers.Talk: "U wilt eerst praten.",
	}[s.kind]
}

// D14: whatever is pressed in whatever order, and whenever delivery comes by, the page,
// the list, the receipt, the store and the outbox tell the same.
func TestD14AnyOrderOfAnswersLeavesOneState(t *testing.T) {
	p := openPortal(t, nil)
	people := make([]*resident, rounds(2_000))
	for i := range people {
		people[i] = &resident{name: fmt.Sprint("R", i), bsn: bsn(i), born: born, facts: listed(), scheme: "alleenverdieners"}
	}
	p.invite(people...)
	kinds := []offers.AnswerKind{offers.Accept, offers.Decline, offers.DeclineYear, offers.Talk, offers.Withdraw, "take"}
	for i, r := range people {
		b, random := p.browser().signIn(r), rand.New(rand.NewPCG(14, uint64(i)))
		var is standing
		var done []string
		for range 8 {
			kind := kinds[random.IntN(len(kinds))]
			done = append(done, string(kind))
			if kind == "take" {
				p.take(t)
				is = is.take()
			} else {
				before := p.counts(r)
				var fresh bool
				is, fresh = is.press(kind)
				got := b.answer(r, string(kind), nil)
				if now := p.counts(r); (now.Number != before.Number) != fresh || !fresh && got.status == http.StatusSeeOther && now.Kind != kind {
					t.Fatalf("%v: got status %d and %q after %q; want a new answer: %v", done, got.status, now.Kind, before.Kind, fresh)
				}
			}
			if wrong := b.differs(r, is); wrong != "" {
				t.Fatalf("%v: %s", done, wrong)
			}
		}
	}
}

// counts is the receipt of the answer that counts, the zero one for none.
func (p *portal) counts(r *resident) offers.Receipt {
	receipt, err := p.store.LatestAnswer(p.t.Context(), r.subject, r.offer)
	if err != nil {
		return offers.Receipt{}
	}
	return receipt
}

// differs says what of the portal does not tell what is true, "" when all of it does.
func (b *browser) differs(r *resident, is standing) string {
	latest := b.counts(r)
	list, page := b.get("/nl/offers"), b.get("/nl/offers/"+r.offer)
	switch {
	case latest.Kind != is.kind:
		return fmt.Sprintf("the store holds %q, want %q", latest.Kind, is.kind)
	case !strings.Contains(list.part(is.group()), r.offer):
		return fmt.Sprintf("the offer does not stand under %q\n%s", is.group(), list.body)
	case !strings.Contains(page.body, is.words()):
		return fmt.Sprintf("the page does not say %q\n%s", is.words(), page.body)
	case strings.Contains(page.body, `value="accept"`) == is.applied:
		return fmt.Sprintf("applied is %v, and the page has a button to apply: %v", is.applied, !is.applied)
	case b.waiting(r, latest.Number) != is.waits:
		return fmt.Sprintf("the answer waits for delivery: %v, want %v", !is.waits, is.waits)
	}
	if is.kind == "" {
		return ""
	}
	receipt := b.get("/nl/receipts/" + latest.Number)
	if wish := strings.Contains(receipt.body, "U wilt stoppen met uw aanvraag"); receipt.status != http.StatusOK ||
		wish != (is.applied && is.kind == offers.Withdraw) || strings.Contains(receipt.body, "U koos later iets anders") {
		return fmt.Sprintf("the receipt of %q says that it is a wish: %v\n%s", is.kind, wish, receipt.body)
	}
	return ""
}

// waiting reports whether an answer lies in the outbox and nobody took it. There is never
// more than one of an offer.
func (p *portal) waiting(r *resident, number string) bool {
	raw := p.database()
	defer raw.Close()
	var n, own int
	err := raw.QueryRow(`SELECT COUNT(*), COUNT(CASE WHEN a.number = $1 THEN 1 END) FROM outbox b
		JOIN answers a ON a.outbox = b.id WHERE b.offer = $2 AND b.taken_at = 0`, number, r.offer).Scan(&n, &own)
	if err != nil || n != own {
		p.t.Fatalf("%d answers wait for delivery, %d of them the one that counts, %v", n, own, err)
	}
	return n == 1
}

// database opens the portal's own.
func (p *portal) database() *sql.DB {
	p.t.Helper()
	raw, err := sql.Open("sqlite", "file:"+p.place+"?_pragma=busy_timeout(10000)")
	if err != nil {
		p.t.Fatal(err)
	}
	return raw
}

// take has delivery take all that is in the outbox.
func (p *portal) take(t *testing.T) {
	t.Helper()
	raw := p.database()
	defer raw.Close()
	if _, err := raw.Exec(`UPDATE outbox SET taken_at = $1 WHERE taken_at = 0`, p.clock.Now().Unix()); err != nil {
		t.Fatal(err)
	}
}

// The form of a receipt that is not the latest any more takes nothing back.
func TestAnOldReceiptTakesNothingBack(t *testing.T) {
	p := openPortal(t, nil)
	a := anna()
	p.invite(a)
	b := p.browser().signIn(a)
	old, _ := b.answer(a, "decline", nil).receipt(t)
	form := b.get("/nl/receipts/"+old).form(t, "withdraw")
	now, _ := b.answer(a, "accept", nil).receipt(t)
	if got, again := b.post("/nl/offers/"+a.offer+"/answer", form).receipt(t); got != now || !again {
		t.Errorf("got receipt %s, again %v; want that of the application, %s", got, again, now)
	}
	if page := b.get("/nl/receipts/" + old); !strings.Contains(page.body, "U koos later iets anders") || strings.Contains(page.body, `value="withdraw"`) {
		t.Errorf("the old receipt does not lead on to the new one:\n%s", page.body)
	}
}

func TestANoCanBeTakenBackFromTheList(t *testing.T) {
	p := openPortal(t, nil)
	a := anna()
	p.invite(a)
	b := p.browser().signIn(a)
	b.answer(a, "decline_year", nil).receipt(t)
	form := b.get("/nl/offers").form(t, "withdraw")
	got := b.post("/nl/offers/"+a.offer+"/answer", form)
	if got.status != http.StatusSeeOther || got.header.Get("Location") != "/nl/offers/"+a.offer {
		t.Errorf("got status %d to %q, want 303 to the offer", got.status, got.header.Get("Location"))
	}
	lines, err := p.store.TakeUp(t.Context(), p.clock.Now().Unix()+1)
	if err != nil || len(lines) != 1 || lines[0].Silent != 1 || lines[0].Declined != 0 {
		t.Errorf("take-up: got %+v, %v; want one who has not answered", lines, err)
	}
}
