package e2e

import (
	"strings"
	"testing"
	"time"

	"zeker/locales"
	"zeker/offers"
	"zeker/offers/catalogue"
	"zeker/server"
	"zeker/server/store"
)

// dora may ask for algemene bijstand, and has a partner.
func dora() *resident {
	d := anna()
	d.name, d.bsn = "Dora Kanarie-Vos", bsn(5)
	d.facts = []offers.Fact{
		{Name: "geboortedatum", Value: offers.Number(int64(d.born)), Source: "brp", AsOf: day(2026, 11, 1)},
		{Name: "heeft_partner", Value: offers.Yes, Source: "brp", AsOf: day(2026, 11, 1)},
		{Name: "inkomen_per_maand", Value: offers.Number(512_34), Source: "uwv", AsOf: day(2026, 11, 1)},
		{Name: "rekening_bekend", Value: offers.Yes, Source: "own_file", AsOf: day(2026, 11, 1)},
	}
	return d
}

// openTwo opens a town in which the partner of dora is bram.
func openTwo(t *testing.T) (w *town, d, b *resident) {
	t.Helper()
	d, b = dora(), bram()
	w = openTownWith(t, func(origin string, cfg *server.Config) {
		posing(d, b)(origin, cfg)
		cfg.Municipality.PartnerSigns = map[string]catalogue.PartnerRule{bijstand: {Fact: "heeft_partner", Days: 14}}
	}, d, b)
	at := time.Date(2026, 11, 16, 8, 30, 0, 0, time.UTC).Unix()
	check(t, w.store.SaveScan(t.Context(), store.Scan{Municipality: "zonnedijk", On: w.day, Bundle: w.law.Hash, At: at, Offers: []store.OfferRow{{
		Subject: d.subject, Scheme: bijstand, Class: offers.ClassInvitation, State: offers.Open, Expires: w.day + 60,
	}}}))
	w.write(d, at)
	return w, d, b
}

// poses signs in at the demo as a resident.
func (r reader) poses(as *resident) reader {
	r.t.Helper()
	r.follow("signin.by.demo")
	r.press(r.button(as.name))
	return r
}

// waits applies for algemene bijstand, and returns the code for the partner.
func (r reader) waits() (code string) {
	r.t.Helper()
	r.openOffer(bijstand)
	r.pressFor("answers.accept")
	r.comesTo("sending.title")
	r.says(r.l.T("sending.partner.text"))
	r.look("sending, the partner signs too")
	r.pressFor("sending.confirm")
	r.comesTo("receipt.title.partner.waits")
	code, err := r.GetByRole("status").Locator("strong").TextContent()
	check(r.t, err)
	r.look("receipt that waits for the partner")
	return code
}

// enters types the code that a partner was given.
func (r reader) enters(code string) {
	r.t.Helper()
	r.write(r.l.T("partner.code"), code)
	r.pressFor("partner.open")
}

// Each signs by an own code: she applies, he signs in another browser, or does not.
func TestB12APartnerSignsByTheirOwnCode(t *testing.T) {
	inBoth(t, func(t *testing.T, l *locales.Language) {
		for name, set := range map[string]setting{"with script": onPhone, "without script": withoutScript} {
			t.Run(name, func(t *testing.T) {
				w, d, b := openTwo(t)
				her, his := w.open(t, set).reads(l).poses(d), w.open(t, set).reads(l).poses(b)
				code := her.waits()
				his.mayAnswer(400)
				his.follow("partner.title")
				his.enters("0000-0000-0000-0001")
				his.says(l.T("partner.code_closed"))
				his.look("partner, a code that does not work")
				his.enters(code)
				his.comesTo("partner.page.waits")
				his.look("partner, what is to be signed")
				asked, err := his.Content()
				if err != nil || !strings.Contains(asked, d.name) {
					t.Errorf("the page does not say who asks (%v)", err)
				}
				for _, known := range []string{"512,34", "512.34", "51234"} {
					if strings.Contains(asked, known) {
						t.Errorf("the page holds %q, which is known of them", known)
					}
				}
				his.follow("partner.later")
				his.press(his.link(l.W("partner.asks", "Name", d.name, "Scheme", l.T(bijstand+".title"))))
				his.pressFor("partner.refuse")
				his.comesTo("partner.page.refused")
				his.look("partner, refused")

				her.follow("receipt.back")
				her.says(l.T("receipt.lead.partner.refused"))
				her.openOffer(bijstand)
				her.pressFor("answers.withdraw")
				her.comesTo("receipt.title.withdraw")
				her.follow("receipt.back")
				lost := her.waits()
				her.pressFor("receipt.partner.new")
				her.comesTo("receipt.title.partner.waits")
				code, err = her.GetByRole("status").Locator("strong").TextContent()
				check(t, err)

				his.follow("receipt.back")
				his.follow("partner.title")
				his.enters(lost)
				his.says(l.T("partner.code_closed"))
				his.enters(code)
				his.comesTo("partner.page.waits")
				his.pressFor("partner.sign")
				his.comesTo("partner.page.signed")
				his.look("partner, signed")
				her.follow("receipt.back")
				her.follow("offers.receipt")
				her.comesTo("receipt.title.accept")
				her.look("receipt that the partner signed")
				if kept := w.answered(d, bijstand, offers.Accept); kept.Sequence != 3 {
					t.Errorf("the answer that counts is %d, want the third", kept.Sequence)
				}
			})
		}
	})
}
