package server_test

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"zeker/offers"
	"zeker/offers/catalogue"
	"zeker/offers/rules"
	"zeker/server"
	"zeker/server/delivery"
	"zeker/server/identity"
	"zeker/server/store"
)

// signatureOf files an application that waits for a partner who took the code, and
// returns the signature and the number of the receipt.
func (p *portal) signatureOf(applicant *resident, partner store.Subject) (id, number string) {
	p.t.Helper()
	code, err := identity.NewCode(rand.Reader)
	if err != nil {
		p.t.Fatal(err)
	}
	sequence := 1
	if latest := p.latest(applicant); latest != nil {
		sequence = latest.Sequence + 1
	}
	hash, now := code.Hash(p.store.CodePepper()), p.clock.Now().Unix()
	number = code.String()
	payload, err := delivery.Application{Number: number, Name: applicant.name, BSN: applicant.bsn}.Encode()
	if err != nil {
		p.t.Fatal(err)
	}
	if _, _, err := p.store.File(p.t.Context(), store.Filing{
		Subject: applicant.subject, Outbox: payload, SignBy: p.day + 14, PartnerCode: hash,
		Answer:  offers.Answer{OfferID: applicant.offer, Sequence: sequence, Kind: offers.Accept, At: now},
		Receipt: offers.Receipt{Number: number, OfferID: applicant.offer, Sequence: sequence, Kind: offers.Accept, Scheme: applicant.scheme, At: now},
	}); err != nil {
		p.t.Fatal(err)
	}
	if id, err = p.store.TakeSignature(p.t.Context(), hash, partner, now, p.day); err != nil {
		p.t.Fatal(err)
	}
	return id, number
}

// dora may ask for algemene bijstand, and has a partner.
func dora() *resident {
	return &resident{name: "Dora van Lent", bsn: bsn(9), born: born, scheme: "algemene_bijstand", facts: []offers.Fact{
		{Name: "geboortedatum", Value: offers.Number(int64(born)), Source: "brp"},
		{Name: "heeft_partner", Value: offers.Yes, Source: "brp"},
		{Name: "inkomen_per_maand", Value: offers.Number(512_34), Source: "uwv"},
		{Name: "rekening_bekend", Value: offers.Yes, Source: "own_file"},
	}}
}

// openTwo opens a demo in which the partner of dora is emile, who has an offer of his own,
// and fatma is somebody else. Each signs in by their place.
func openTwo(t *testing.T) (p *portal, d, e *resident) {
	t.Helper()
	d, e = dora(), anna()
	e.name = "Emile Zomer"
	p = openPortalWith(t, func(p *portal, cfg *server.Config) {
		posing(d, e, bram())(p, cfg)
		cfg.Municipality.PartnerSigns = map[string]catalogue.PartnerRule{"algemene_bijstand": {Fact: "heeft_partner", Days: 14}}
	})
	p.invite(d, e)
	return p, d, e
}

// applies asks for what a resident was offered, and returns the receipt and the code that
// its page shows, "" for none.
func (b *browser) applies(r *resident, typed url.Values) (number, code string) {
	b.t.Helper()
	got := b.answer(r, "accept", typed)
	number, _ = got.receipt(b.t)
	return number, b.codeOf(number, got)
}

// codeOf reads the code that the page shows after a reply, once.
func (b *browser) codeOf(number string, after *reply) (code string) {
	b.t.Helper()
	lines := after.header.Values("Set-Cookie")
	if len(lines) == 0 {
		return ""
	}
	page := b.getWith("/nl/receipts/"+number, wellSet(b.t, lines[0]))
	found := shownCode.FindStringSubmatch(page.body)
	if found == nil || page.header.Get("Cache-Control") != "no-store" || strings.Contains(lines[0], found[1]) {
		b.t.Fatalf("got status %d, want the code\n%s", page.status, page.body)
	}
	return found[1]
}

// takes enters a code, and returns the page of what is to be signed.
func (b *browser) takes(code string) (path string) {
	b.t.Helper()
	got := b.post("/nl/partner", url.Values{"code": {strings.ToLower(code)}})
	if path = got.header.Get("Location"); got.status != http.StatusSeeOther || !strings.HasPrefix(path, "/nl/partner/") {
		b.t.Fatalf("got status %d to %q, want 303 to what is to be signed\n%s", got.status, path, got.body)
	}
	return path
}

func (p *portal) outbox() (n int) {
	p.t.Helper()
	raw := p.database()
	defer raw.Close()
	if err := raw.QueryRow(`SELECT COUNT(*) FROM outbox`).Scan(&n); err != nil {
		p.t.Fatal(err)
	}
	return n
}

// says fails the test unless a page says a text.
func (b *browser) says(path, text string) *reply {
	b.t.Helper()
	page := b.get(path)
	if page.status != http.StatusOK || !strings.Contains(page.body, text) {
		b.t.Errorf("%s: got status %d, want %q\n%s", path, page.status, text, page.body)
	}
	return page
}

func TestB12AnApplicationWaitsForTheCodeOfThePartner(t *testing.T) {
	p, d, e := openTwo(t)
	her, his := p.pose("0"), p.pose("1")
	if got := her.press(d, "accept", her.open(d, nil)); !strings.Contains(got.body, "Uw partner tekent ook.") {
		t.Errorf("the page before it goes does not say that the partner signs\n%s", got.body)
	}
	number, code := her.applies(d, nil)
	receipt := her.says("/nl/receipts/"+number, "Uw aanvraag wacht op uw partner")
	if code == "" || strings.Contains(receipt.body, code) || !strings.Contains(receipt.body, "Tekenen kan tot en met") || strings.Contains(receipt.body, "Uw aanvraag is binnen") {
		t.Errorf("got code %q; want it shown once, and the receipt to wait\n%s", code, receipt.body)
	}
	her.says("/nl/offers", "Uw partner moet nog tekenen.")
	if n := p.outbox(); n != 0 {
		t.Errorf("%d applications are to be delivered before the partner signed", n)
	}
	var pages []string
	for name, b := range map[string]*browser{"unknown": his, "the applicant": her} {
		typed := code
		if name == "unknown" {
			typed = "0000-0000-0000-0001"
		}
		got := b.post("/nl/partner", url.Values{"code": {typed}})
		if got.status != http.StatusBadRequest || !strings.Contains(got.body, "Deze code werkt niet.") {
			t.Errorf("%s: got status %d, want 400\n%s", name, got.status, got.body)
		}
		pages = append(pages, got.body)
	}
	path := his.takes(code)
	page := his.says(path, d.name+" vraagt aan: Algemene bijstand")
	for _, secret := range []string{d.bsn, "512,34", "51234", number, d.offer, e.bsn} {
		if strings.Contains(page.body, secret) || strings.Contains(pages[0]+pages[1], secret) {
			t.Errorf("the partner's page holds %q of the applicant", secret)
		}
	}
	if !strings.Contains(page.body, "Dan mag de gemeente het ook aan uw partner terugvragen.") || !strings.Contains(page.body, "Wat wij over u weten telt mee") {
		t.Errorf("the page does not say what signing means\n%s", page.body)
	}
	his.says("/nl/partner", d.name+" vraagt aan: Algemene bijstand") // not now
	if got := his.post(path, url.Values{"choice": {"sign"}}); got.status != http.StatusSeeOther || got.header.Get("Location") != path {
		t.Fatalf("got status %d, want 303\n%s", got.status, got.body)
	}
	if page := his.says(path, "U heeft getekend"); strings.Contains(page.body, d.name) {
		t.Errorf("the page still names the applicant\n%s", page.body)
	}
	if n := p.outbox(); n != 1 || !p.waiting(d, number) {
		t.Errorf("%d applications are to be delivered, want the one that was signed", n)
	}
	if page := her.says("/nl/receipts/"+number, "Uw partner tekende op "); !strings.Contains(page.body, "Uw aanvraag is binnen") || strings.Contains(page.body, e.name) {
		t.Errorf("the receipt does not say that it went, or names the partner\n%s", page.body)
	}
	his.post(path, url.Values{"choice": {"refuse"}}) // too late
	if n := p.outbox(); n != 1 {
		t.Errorf("after a second press: %d applications are to be delivered, want 1", n)
	}
	for where, text := range map[string]string{"log": p.log.String(), "address or header": p.seen.String()} {
		if strings.Contains(text, code) || strings.Contains(text, d.bsn) || strings.Contains(text, d.name) {
			t.Errorf("A12: %s holds the code or who it is", where)
		}
	}
}

func TestSignedApplicationsSayWhoSignedAndHow(t *testing.T) {
	a := delivery.Application{Number: "N", BSN: "900010001", By: delivery.ByResident}
	payload, err := server.SignedBy(a, 7, store.BySignIn, "900010010")
	if err != nil {
		t.Fatal(err)
	}
	a.Partner = delivery.Signature{At: 7, Door: "sign_in", BSN: "900010010"}
	if got, err := delivery.Decode(payload); err != nil || got != a {
		t.Errorf("got %+v, %v; want %+v", got, err, a)
	}
}

func TestAPartnerMayRefuseAndNobodyAsksWhy(t *testing.T) {
	p, d, e := openTwo(t)
	her, his := p.pose("0"), p.pose("1")
	number, code := her.applies(d, nil)
	path := his.takes(code)
	if got := his.post(path, url.Values{}); got.status != http.StatusBadRequest {
		t.Errorf("no choice: got status %d, want 400", got.status)
	}
	his.post(path, url.Values{"choice": {"refuse"}})
	his.says(path, "U tekent niet")
	page := her.says("/nl/receipts/"+number, "Uw aanvraag is niet verstuurd")
	if strings.Contains(page.body, e.name) || strings.Contains(page.body, "Maak een nieuwe code") || strings.Contains(page.body, "Wij kijken naar uw aanvraag") {
		t.Errorf("the receipt names the partner, or speaks of what will not come\n%s", page.body)
	}
	her.says("/nl/offers", "Uw partner tekende niet.")
	if n := p.outbox(); n != 0 {
		t.Errorf("%d applications are to be delivered, want none", n)
	}
	// Asked again together: taken back, and applied for anew.
	her.answer(d, "withdraw", nil).receipt(t)
	again, code := her.applies(d, nil)
	if again == number || code == "" {
		t.Errorf("got receipt %s with code %q, want another with a code", again, code)
	}
	his.post(his.takes(code), url.Values{"choice": {"sign"}})
	if n := p.outbox(); n != 1 {
		t.Errorf("%d applications are to be delivered, want 1", n)
	}
}

func TestWhatIsWithdrawnIsNoLongerSigned(t *testing.T) {
	for name, answer := range map[string]string{"withdrawn": "withdraw", "a no instead": "decline"} {
		t.Run(name, func(t *testing.T) {
			p, d, _ := openTwo(t)
			her, his := p.pose("0"), p.pose("1")
			_, code := her.applies(d, nil)
			path := his.takes(code)
			her.answer(d, answer, nil).receipt(t)
			if got := his.post(path, url.Values{"choice": {"sign"}}); got.status != http.StatusNotFound {
				t.Errorf("got status %d, want 404", got.status)
			}
			if got := his.post("/nl/partner", url.Values{"code": {code}}); got.status != http.StatusBadRequest {
				t.Errorf("the code: got status %d, want 400", got.status)
			}
			if n := p.outbox(); n != 0 {
				t.Errorf("%d applications are to be delivered, want none", n)
			}
		})
	}
}

// endsOn lets the time of an offer end on a day.
func (p *portal) endsOn(r *resident, day rules.Day) {
	p.t.Helper()
	raw := p.database()
	defer raw.Close()
	if _, err := raw.Exec(`UPDATE offers SET expires_on = $1 WHERE id = $2`, day, r.offer); err != nil {
		p.t.Fatal(err)
	}
}

func TestASignatureIsGivenWithinTheTimeOfTheOffer(t *testing.T) {
	p, d, _ := openTwo(t)
	p.endsOn(d, p.day+20)
	her, his := p.pose("0"), p.pose("1")
	number, code := her.applies(d, nil)
	path := his.takes(code)
	p.day += 20
	his.says(path, "Tekent u ook?")
	p.day++
	his.says(path, "Tekenen kan niet meer")
	his.post(path, url.Values{"choice": {"sign"}})
	if page := his.get("/nl/partner"); strings.Contains(page.body, d.name) {
		t.Errorf("what can no longer be signed is still asked\n%s", page.body)
	}
	if n := p.outbox(); n != 0 {
		t.Errorf("%d applications are to be delivered, want none", n)
	}
	if _, err := p.store.Purge(t.Context(), p.day); err != nil {
		t.Fatal(err)
	}
	his.says(path, "Tekenen kan niet meer")
	her.says("/nl/receipts/"+number, "Uw partner tekende niet binnen de tijd.")
	her.says("/nl/offers", "De tijd om te tekenen is voorbij.")
	if got := her.post("/nl/receipts/"+number+"/partner", nil); got.status != http.StatusSeeOther || len(got.header.Values("Set-Cookie")) != 0 {
		t.Errorf("a code when the time is over: got status %d, cookies %v; want none", got.status, got.header.Values("Set-Cookie"))
	}
}

// Who applies on the last day of the offer leaves the partner the days of the municipality.
func TestThePartnerHasTheDaysOfTheMunicipality(t *testing.T) {
	for name, test := range map[string]struct {
		wait     rules.Day // from the day of the offer, which ends twenty days later
		talk     bool      // for half of which its time stood still
		lastDay  string
		lastDays rules.Day // from the application
	}{
		"on the first day":      {0, false, "6 december 2026", 20},
		"on the last day":       {20, false, "20 december 2026", 14},
		"while its time stood":  {10, true, "11 december 2026", 15},
		"a fortnight before it": {6, false, "6 december 2026", 14},
		"the day after that":    {7, false, "7 december 2026", 14},
	} {
		t.Run(name, func(t *testing.T) {
			p, d, _ := openTwo(t)
			p.endsOn(d, p.day+20)
			pass := func(days rules.Day) {
				p.day += days
				p.clock.pass(time.Duration(days) * 24 * time.Hour)
			}
			if test.talk {
				pass(test.wait / 2)
				p.pose("0").answer(d, "talk", nil).receipt(t)
				pass(test.wait / 2)
			} else {
				pass(test.wait)
			}
			her := p.pose("0")
			until := "Tekenen kan tot en met " + strings.ReplaceAll(test.lastDay, " ", "\u00a0") + "."
			if got := her.press(d, "accept", her.open(d, nil)); !strings.Contains(got.body, until) {
				t.Errorf("the page before it goes does not say %q\n%s", until, got.body)
			}
			number, code := her.applies(d, nil)
			her.says("/nl/receipts/"+number, until)
			path := p.pose("1").takes(code)
			pass(test.lastDays)
			p.pose("1").says(path, "U kunt tekenen tot en met "+strings.ReplaceAll(test.lastDay, " ", "\u00a0")+".")
			her = p.pose("0")
			her.says("/nl/receipts/"+number, until)
			pass(1)
			p.pose("1").says(path, "Tekenen kan niet meer")
			p.pose("0").says("/nl/offers", "De tijd om te tekenen is voorbij.")
		})
	}
}

func TestC2AnothersSignatureIsNotFound(t *testing.T) {
	p, d, _ := openTwo(t)
	number, code := p.pose("0").applies(d, nil)
	path := p.pose("1").takes(code)
	unknown := p.pose("2").get("/nl/partner/ABCDEFGHIJKLMNOPQRSTUVWXYZ")
	for name, b := range map[string]*browser{"somebody else": p.pose("2"), "the applicant": p.pose("0")} {
		if got := b.get(path); got.status != http.StatusNotFound || got.body != unknown.body && name != "the applicant" {
			t.Errorf("%s: got status %d, want the page of an unknown one", name, got.status)
		}
		if got := b.post(path, url.Values{"choice": {"sign"}}); got.status != http.StatusNotFound {
			t.Errorf("%s: got status %d, want 404", name, got.status)
		}
	}
	if got := p.pose("2").post("/nl/partner", url.Values{"code": {code}}); got.status != http.StatusBadRequest {
		t.Errorf("a code that somebody took: got status %d, want 400", got.status)
	}
	if got := p.pose("1").post("/nl/receipts/"+number+"/partner", nil); got.status != http.StatusNotFound {
		t.Errorf("a new code for somebody else's: got status %d, want 404", got.status)
	}
	if n := p.outbox(); n != 0 {
		t.Errorf("%d applications are to be delivered, want none", n)
	}
}

func TestANewCodeForThePartner(t *testing.T) {
	p, d, _ := openTwo(t)
	number, first := p.pose("0").applies(d, nil)
	p.clock.pass(8 * 24 * time.Hour) // the first one is over
	her, his := p.pose("0"), p.pose("1")
	if got := his.post("/nl/partner", url.Values{"code": {first}}); got.status != http.StatusBadRequest {
		t.Errorf("after a week: got status %d, want 400", got.status)
	}
	second := her.codeOf(number, her.post("/nl/receipts/"+number+"/partner", nil))
	if second == "" || second == first {
		t.Fatalf("got code %q after %q, want another", second, first)
	}
	path := his.takes(second)
	if got := p.pose("2").post("/nl/partner", url.Values{"code": {second}}); got.status != http.StatusBadRequest {
		t.Errorf("once it was taken: got status %d, want 400", got.status)
	}
	third := her.codeOf(number, her.post("/nl/receipts/"+number+"/partner", nil))
	if got := his.get(path); got.status != http.StatusNotFound {
		t.Errorf("who took the code before: got status %d, want 404", got.status)
	}
	his.post(his.takes(third), url.Values{"choice": {"sign"}})
	if got := her.post("/nl/receipts/"+number+"/partner", nil); got.status != http.StatusSeeOther || len(got.header.Values("Set-Cookie")) != 0 {
		t.Errorf("a code for what was signed: got status %d, cookies %v; want none", got.status, got.header.Values("Set-Cookie"))
	}
}

// B5: a helper may apply, and gets no code: the resident chooses when their partner does.
func TestB5AHelperGetsNoCodeForThePartner(t *testing.T) {
	p, d, _ := openTwo(t)
	helper := &browser{p, p.sessionOf(p.helperOf(d, "helper"))}
	const where = "Die maakt Dora van Lent zelf, op deze site, bij het bewijs van deze aanvraag."
	if got := helper.press(d, "accept", helper.open(d, nil)); !strings.Contains(got.body, where) || strings.Contains(got.body, "U krijgt daarvoor een code.") {
		t.Errorf("the page before it goes does not say who gets the code\n%s", got.body)
	}
	number, code := helper.applies(d, nil)
	helper.says("/nl/receipts/"+number, where)
	page := helper.says("/nl/receipts/"+number, "Uw aanvraag wacht op uw partner")
	if code != "" || strings.Contains(page.body, "Maak een nieuwe code") {
		t.Errorf("got code %q; want none, and no button for one\n%s", code, page.body)
	}
	if got := helper.post("/nl/receipts/"+number+"/partner", nil); got.status != http.StatusForbidden {
		t.Errorf("got status %d, want 403", got.status)
	}
	her := p.pose("0")
	if code := her.codeOf(number, her.post("/nl/receipts/"+number+"/partner", nil)); code == "" {
		t.Error("the resident gets no code")
	}
}

// Nobody signs where there is no partner, where the resident says that what we know of one
// is wrong, and where the municipality did not choose it.
func TestWhoHasNoPartnerWaitsForNobody(t *testing.T) {
	for name, test := range map[string]struct {
		partner offers.Value
		doubt   bool
		rule    string
		typed   url.Values
	}{
		"no partner":           {partner: offers.No, rule: "heeft_partner"},
		"not known":            {rule: "heeft_partner"},
		"in doubt":             {partner: offers.Yes, doubt: true, rule: "heeft_partner"},
		"the resident says no": {partner: offers.Yes, rule: "heeft_partner", typed: url.Values{"fact.heeft_partner": {offers.TypedNo}}},
		"contested":            {partner: offers.Yes, rule: "heeft_partner", typed: url.Values{"contest.heeft_partner": {"source"}}},
		"no rule":              {partner: offers.Yes},
	} {
		t.Run(name, func(t *testing.T) {
			d := dora()
			d.facts[1].Value, d.facts[1].Doubt = test.partner, test.doubt
			p := openPortalWith(t, func(p *portal, cfg *server.Config) {
				if test.rule != "" {
					cfg.Municipality.PartnerSigns = map[string]catalogue.PartnerRule{d.scheme: {Fact: test.rule, Days: 14}}
				}
			})
			p.invite(d)
			number, code := p.identified(d).applies(d, test.typed)
			if code != "" || !p.waiting(d, number) {
				t.Errorf("got code %q, and the application waits", code)
			}
		})
	}
}
