package server_test

import (
	"crypto/rand"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"zeker/locales"
	"zeker/offers"
	"zeker/offers/rules"
	"zeker/server"
	"zeker/server/delivery"
	"zeker/server/store"
	"zeker/ui"
)

const (
	ownAccount   = "nl91 abna 0417 1643 00"
	ownNumber    = "NL91ABNA0417164300"
	ownMasked    = "NL … 4300"
	accountField = `name="account"`
)

// cas gets money, and the municipality knows no account of his.
func cas() *resident {
	return &resident{name: "Cas de Wit", bsn: bsn(4), born: born, scheme: "alleenverdieners",
		facts: []offers.Fact{{Name: "staat_op_lijst_alleenverdieners", Value: offers.Yes, Source: "inlichtingenbureau"}}}
}

// identified is a browser in which a resident signed in as themselves.
func (p *portal) identified(r *resident) *browser {
	return &browser{p, p.sessionOf(store.Session{Subject: r.subject, Door: store.BySignIn})}
}

func withAccount(typed string) url.Values { return url.Values{"account": {typed}} }

// latest is the receipt of the answer that counts, nil when there is none.
func (p *portal) latest(r *resident) *offers.Receipt {
	p.t.Helper()
	kept, err := p.store.LatestAnswer(p.t.Context(), r.subject, r.offer)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		p.t.Fatal(err)
	}
	return &kept
}

// leaksNo checks that a number of an account stands in no log, address or header, and
// in no part of a page's text.
func (p *portal) leaksNo(page *reply) {
	p.t.Helper()
	for where, text := range map[string]string{"log": p.log.String(), "address or header": p.seen.String(), "page": page.body} {
		plain := strings.ToUpper(strings.NewReplacer(" ", "", "+", "", "%20", "").Replace(text))
		if strings.Contains(plain, ownNumber) || strings.Contains(plain, ownNumber[4:]) {
			p.t.Errorf("the %s holds the account", where)
		}
	}
}

func TestB13WhoSignedInGivesAnAccount(t *testing.T) {
	p := openPortal(t, nil)
	r := cas()
	p.invite(r)
	b := p.identified(r)
	page := b.get("/nl/offers/" + r.offer)
	for _, want := range []string{accountField, `value=""`, "Wij bellen of mailen u nooit om uw rekeningnummer.", `value="accept"`} {
		if !strings.Contains(page.body, want) {
			t.Errorf("the page misses %q\n%s", want, page.body)
		}
	}
	for typed, words := range map[string]string{
		"": "Vul het rekeningnummer in", "  ": "Vul het rekeningnummer in", "417164300": "geen rekeningnummer (IBAN)",
		ownAccount + "0": "te kort of te lang", "NL91 ABNA 0417 1643 01": "Er zit een fout in dit rekeningnummer",
	} {
		got := b.answer(r, "accept", withAccount(typed))
		if got.status != http.StatusBadRequest || !strings.Contains(got.body, words) || strings.Count(got.body, `href="#account"`) != 1 {
			t.Errorf("%q: got status %d, want 400 and %q\n%s", typed, got.status, words, got.body)
		}
	}
	if kept := p.latest(r); kept != nil {
		t.Errorf("got %+v, want nothing stored", kept)
	}
	number, _ := b.answer(r, "accept", withAccount(ownAccount)).receipt(t)
	if kept := p.latest(r); kept == nil || kept.Account != ownMasked {
		t.Errorf("got receipt %+v, want account %s", kept, ownMasked)
	}
	receipt := b.get("/nl/receipts/" + number)
	if !strings.Contains(receipt.body, ownMasked) {
		t.Errorf("the receipt misses %s\n%s", ownMasked, receipt.body)
	}
	p.leaksNo(receipt)
	p.leaksNo(b.get("/nl/offers/" + r.offer))
}

// The number goes where the money is paid, in the outbox, whole, and with nothing but
// an application.
func TestB13TheAccountIsDeliveredWithTheApplication(t *testing.T) {
	words, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	l, _ := words.Language("nl")
	cfg := server.Config{Catalogue: mustCatalogue(t), Store: openStore(t), Random: rand.Reader, Now: time.Now}
	day, _ := rules.DayOf(2026, 11, 16)
	offer, err := offers.Make(mustCatalogue(t), "alleenverdieners", &offers.Record{Facts: cas().facts}, day)
	if err != nil {
		t.Fatal(err)
	}
	for kind, want := range map[offers.AnswerKind]string{offers.Accept: ownNumber, offers.Talk: "", offers.Decline: ""} {
		f, err := server.Filed(cfg, l, offer, ownNumber, kind)
		if err != nil {
			t.Fatal(err)
		}
		if (f.Receipt.Account != "") != (want != "") || strings.Contains(f.Receipt.Account, ownNumber[4:]) {
			t.Errorf("%s: the receipt holds account %q", kind, f.Receipt.Account)
		}
		if f.Outbox == nil {
			continue
		}
		if sent, err := delivery.Decode(f.Outbox); err != nil || sent.Account != want {
			t.Errorf("%s: got account %q, %v; want %q", kind, sent.Account, err, want)
		}
	}
}

// What is delivered says who pressed: the resident, or a helper and on what mandate.
func TestB5WhoPressedIsDelivered(t *testing.T) {
	words, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	l, _ := words.Language("nl")
	cfg := server.Config{Random: rand.Reader, Now: time.Now, Store: openStore(t), Catalogue: mustCatalogue(t)}
	day, _ := rules.DayOf(2026, 11, 16)
	offer, err := offers.Make(mustCatalogue(t), "alleenverdieners", &offers.Record{Facts: cas().facts}, day)
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []offers.AnswerKind{offers.Accept, offers.Talk} {
		for _, test := range []struct {
			on   *store.Mandate
			want delivery.Application
		}{
			{nil, delivery.Application{By: delivery.ByResident}},
			{&store.Mandate{ID: "M", Name: "mijn zus"}, delivery.Application{By: delivery.ByHelper, Mandate: "M", Helper: "mijn zus"}},
		} {
			f, err := server.FiledBy(cfg, l, offer, "", kind, test.on)
			if err != nil {
				t.Fatal(err)
			}
			sent, err := delivery.Decode(f.Outbox)
			if test.want.Number = f.Receipt.Number; err != nil || sent != test.want || f.Receipt.Helper != test.want.Helper {
				t.Errorf("%s: got %+v, %v, and %q on the receipt; want %+v", kind, sent, err, f.Receipt.Helper, test.want)
			}
		}
	}
}

func TestB13AnAccountMayBeChangedAndIsNeverLost(t *testing.T) {
	p := openPortal(t, nil)
	a := anna() // whose account the municipality knows
	p.invite(a)
	b := p.identified(a)
	if page := b.get("/nl/offers/" + a.offer); !strings.Contains(page.body, accountField) || !strings.Contains(page.body, "Dit mag leeg blijven") {
		t.Errorf("the page does not ask whether it may be another account\n%s", page.body)
	}
	first, _ := b.answer(a, "accept", withAccount("")).receipt(t)
	if kept := p.latest(a); kept.Account != "" {
		t.Errorf("got account %q, want none", kept.Account)
	}
	second, again := b.answer(a, "accept", withAccount(ownAccount)).receipt(t)
	if kept := p.latest(a); second == first || again || kept.Account != ownMasked {
		t.Errorf("got account %q in receipt %s, want %s in another than %s", kept.Account, second, ownMasked, first)
	}
	if third, again := b.answer(a, "accept", nil).receipt(t); third != second || !again {
		t.Errorf("pressed again: got receipt %s, %v; want %s", third, again, second)
	}
	// Another application in its place without an account would pay to the known one.
	changed := url.Values{"contest.staat_op_lijst_alleenverdieners": {"1"}}
	if got := b.answer(a, "accept", changed); got.status != http.StatusBadRequest || !strings.Contains(got.body, ownMasked) {
		t.Errorf("got status %d, want 400 and what was given before\n%s", got.status, got.body)
	}
	for door, session := range map[string]*browser{"letter": p.browser().signIn(a), "helper": {p, p.sessionOf(p.helperOf(a, p.store.Subject(bsn(3))))}} {
		page := session.get("/nl/offers/" + a.offer)
		if strings.Contains(page.body, accountField) || strings.Contains(page.body, `value="accept"`) || !strings.Contains(page.body, "Bij deze aanvraag hoort een rekening") {
			t.Errorf("%s: the page lets somebody else change the application\n%s", door, page.body)
		}
		for _, form := range []url.Values{changed, {"account": {"DE89370400440532013000"}, "contest.rekening_bekend": {"1"}}} {
			if got := session.answer(a, "accept", form); got.status != http.StatusForbidden {
				t.Errorf("%s: got status %d, want 403\n%s", door, got.status, got.body)
			}
		}
	}
	if kept := p.latest(a); kept.Number != second || kept.Account != ownMasked {
		t.Errorf("got receipt %+v, want that of the account", kept)
	}
}

// A decline or a wish to talk in between lets nobody else send the money to the account
// that the municipality knows.
func TestB13AnotherAnswerInBetweenMovesNoMoney(t *testing.T) {
	for door, open := range map[string]func(*portal, *resident) *browser{
		"letter": func(p *portal, r *resident) *browser { return p.browser().signIn(r) },
		"helper": func(p *portal, r *resident) *browser {
			return &browser{p, p.sessionOf(p.helperOf(r, p.store.Subject(bsn(3))))}
		},
	} {
		for _, between := range []string{"decline", "talk"} {
			t.Run(door+" "+between, func(t *testing.T) {
				p := openPortal(t, nil)
				a := anna()
				p.invite(a)
				p.identified(a).answer(a, "accept", withAccount(ownAccount)).receipt(t)
				other := open(p, a)
				number, _ := other.answer(a, between, nil).receipt(t)
				if page := other.get("/nl/receipts/" + number); strings.Contains(page.body, ownMasked) {
					t.Errorf("the receipt of another answer names the account\n%s", page.body)
				}
				if got := other.answer(a, "accept", nil); got.status != http.StatusForbidden {
					t.Errorf("got status %d, want 403\n%s", got.status, got.body)
				}
				if kept := p.latest(a); kept.Number != number || kept.Account != ownMasked {
					t.Errorf("got receipt %+v", kept)
				}
			})
		}
	}
}

// A letter and a helper never see the field, and what they post in it goes nowhere.
func TestB13OnlyWhoSignedInGivesAnAccount(t *testing.T) {
	p := openPortal(t, nil)
	a, c := anna(), cas()
	p.invite(a, c)
	for door, open := range map[string]func(*resident) *browser{
		"letter": func(r *resident) *browser { return p.browser().signIn(r) },
		"helper": func(r *resident) *browser { return &browser{p, p.sessionOf(p.helperOf(r, p.store.Subject(bsn(9))))} },
	} {
		b := open(c)
		for _, kind := range []string{"accept", "check"} {
			if got := b.answer(c, kind, withAccount(ownAccount)); strings.Contains(got.body, accountField) || kind == "accept" && got.status != http.StatusForbidden {
				t.Errorf("%s, %s: got status %d, want no field and no application\n%s", door, kind, got.status, got.body)
			}
		}
		if kept := p.latest(c); kept != nil {
			t.Errorf("%s: got %+v, want nothing stored", door, kept)
		}
		b = open(a)
		if page := b.get("/nl/offers/" + a.offer); strings.Contains(page.body, accountField) || !strings.Contains(page.body, "de rekening die wij al van u kennen") {
			t.Errorf("%s: the page asks for an account\n%s", door, page.body)
		}
		for _, typed := range []string{ownAccount, "no account at all"} {
			number, _ := b.answer(a, "accept", withAccount(typed)).receipt(t)
			if kept := p.latest(a); kept.Account != "" {
				t.Errorf("%s: got account %q, want what was posted ignored", door, kept.Account)
			}
			p.leaksNo(b.get("/nl/receipts/" + number))
		}
	}
}

// What is saved or carried holds no account: it is typed anew.
func TestB13NoDraftHoldsAnAccount(t *testing.T) {
	if ui.Typed(ui.FieldAccount) {
		t.Error("a draft keeps the account")
	}
	p := openPortal(t, nil)
	r := cas()
	p.invite(r)
	form := withAccount(ownAccount)
	form.Set("wish", "bel na vier")
	b := p.identified(r)
	if got := b.press(r, ui.AnswerSave, form); got.status != http.StatusSeeOther {
		t.Fatalf("got status %d, want it saved\n%s", got.status, got.body)
	}
	draft, err := p.store.Draft(t.Context(), r.subject, r.offer, store.BySignIn, p.day)
	if err != nil || len(draft.Values) != 1 || draft.Values["wish"] == "" {
		t.Errorf("got draft %v, %v; want only the wish", draft.Values, err)
	}
	page := b.get("/nl/offers/" + r.offer)
	if !strings.Contains(page.body, "bel na vier") {
		t.Errorf("the page misses what was saved\n%s", page.body)
	}
	p.leaksNo(page)
	form.Set("whose", page.whose(t))
	p.clock.pass(900 * time.Second)
	late := b.press(r, "accept", form)
	carried, err := http.ParseSetCookie(late.header.Get("Set-Cookie"))
	if err != nil || late.status != http.StatusForbidden {
		t.Fatalf("too late: got status %d, %v; want 403 and what was typed carried", late.status, err)
	}
	b = p.identified(r)
	page = b.do("GET", "/nl/offers/"+r.offer, nil, "Cookie", carried.Name+"="+carried.Value+"; "+server.CookieName+"="+b.cookie)
	if !strings.Contains(page.body, "Het is nog niet verstuurd") || !strings.Contains(page.body, "bel na vier") {
		t.Errorf("the page misses what was carried\n%s", page.body)
	}
	p.leaksNo(page)
}

// What was typed comes back with the page that says what is wrong elsewhere, so that it
// is typed once; a button that is no application keeps nothing of it.
func TestB13TheAccountComesBackOnlyInAnswerToItself(t *testing.T) {
	p := openPortal(t, nil)
	a := anna()
	p.invite(a)
	b := p.identified(a)
	if got := b.answer(a, "check", withAccount(ownAccount)); got.status != http.StatusOK || !strings.Contains(got.body, ownAccount) {
		t.Errorf("got status %d, want what was typed\n%s", got.status, got.body)
	}
	if got := b.answer(a, "check", withAccount("NL00")); got.status != http.StatusBadRequest || !strings.Contains(got.body, "account-error") {
		t.Errorf("got status %d, want what is wrong with it\n%s", got.status, got.body)
	}
	p.leaksNo(b.get("/nl/offers/" + a.offer))
	for _, kind := range []string{"talk", "decline"} {
		number, _ := b.answer(a, kind, withAccount("NL00")).receipt(t)
		if kept := p.latest(a); kept.Number != number || kept.Account != "" {
			t.Errorf("%s: got %+v, want no account", kind, kept)
		}
	}
}
