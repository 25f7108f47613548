package e2e

import (
	"testing"

	"zeker/locales"
	"zeker/offers"
)

// reader is somebody who goes by the words of one language.
type reader struct {
	*page
	l *locales.Language
}

// reads shows the portal in a language, from the start page.
func (p *page) reads(l *locales.Language) reader {
	p.t.Helper()
	p.visit("/" + l.Code())
	return reader{p, l}
}

func (r reader) pressFor(id string) {
	r.t.Helper()
	r.press(r.button(r.l.T(id)))
}

func (r reader) follow(id string) {
	r.t.Helper()
	r.press(r.link(r.l.T(id)))
}

func (r reader) comesTo(id string) {
	r.t.Helper()
	r.shows(r.heading(r.l.T(id)))
}

func (r reader) openLetter(of *resident) {
	r.t.Helper()
	date, month := of.birthday()
	r.write(r.l.T("start.code"), of.code)
	r.write(r.l.T("field.day"), date)
	r.write(r.l.T("field.month"), month)
	r.pressFor("start.open")
	r.shows(r.heading(r.l.W("offers.hello", "Name", of.name)))
}

func (r reader) openOffer(scheme string) {
	r.t.Helper()
	r.follow(scheme + ".title")
	r.atOffer(r.l.T(scheme + ".title"))
}

func (r reader) apply() {
	r.t.Helper()
	r.pressFor("answers.accept")
	r.comesTo("sending.title")
	r.pressFor("sending.confirm")
	r.comesTo("receipt.title.accept")
}

// inEach runs a test in the languages in which whole journeys are walked: that of the
// law, the most read other one, and one that is written from right to left.
func inEach(t *testing.T, test func(t *testing.T, l *locales.Language)) {
	in(t, []string{"nl", "en", "ar"}, test)
}

// inEachWay runs a test in each of these languages with script and without, beside each
// other. In English nothing is judged again that is in Dutch: only the words differ.
func inEachWay(t *testing.T, test func(t *testing.T, l *locales.Language, open func(w *town) *page)) {
	inEach(t, func(t *testing.T, l *locales.Language) {
		for name, settings := range map[string][]setting{"with script": {onPhone}, "without script": {onPhone, withoutScript}} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				test(t, l, func(w *town) *page {
					p := w.open(t, settings...)
					p.brief = l.Code() == "en"
					return p
				})
			})
		}
	})
}

// From the letter to no, back to yes, and the receipt, with and without script (I3, I7),
// by somebody who reads only the language of the page.
func TestI7FromLetterToReceiptInEachLanguage(t *testing.T) {
	inEach(t, func(t *testing.T, l *locales.Language) {
		for name, set := range map[string]setting{"with script": onPhone, "without script": withoutScript} {
			t.Run(name, func(t *testing.T) {
				resident := anna()
				w := openTown(t, resident)
				r := w.open(t, set).reads(l)
				r.openLetter(resident)
				r.openOffer(alleenverdieners)
				r.pressFor("answers.decline")
				r.comesTo("receipt.title.decline")
				w.answered(resident, alleenverdieners, offers.Decline)

				r.follow("receipt.back")
				r.openOffer(alleenverdieners)
				r.apply()
				r.look("receipt in " + l.Code())
				kept := w.answered(resident, alleenverdieners, offers.Accept)
				if kept.Language != l.Code() || len(kept.Card) == 0 {
					t.Errorf("the receipt keeps %d lines of a card in %q, want the card in %q", len(kept.Card), kept.Language, l.Code())
				}
				r.says(kept.Card[0].Text)
				r.pressFor("frame.close")
				r.says(l.T("start.signed_out"))
			})
		}
	})
}
