package e2e

import (
	"database/sql"
	"strings"
	"testing"

	"github.com/playwright-community/playwright-go"

	"zeker/locales"
	"zeker/offers"
)

// everyTongue walks a journey in each language, with and without script, from the list of
// offers on. It says words by their ids.
func everyTongue(t *testing.T, walk func(t *testing.T, say func(id string) string, open func(w *town) *page)) {
	inEachWay(t, func(t *testing.T, l *locales.Language, open func(*town) *page) {
		walk(t, l.T, func(w *town) *page {
			p := open(w).openLetter(w.residents[0])
			p.visit("/" + l.Code() + "/offers")
			return p
		})
	})
}

// applyIn applies from the page of an offer, in the words of any language.
func applyIn(p *page, say func(id string) string) {
	p.t.Helper()
	p.press(p.button(say("answers.accept")))
	p.press(p.button(say("sending.confirm")))
	p.shows(p.heading(say("receipt.title.accept")))
}

// From no to why, and back again.
func TestSayNoAndComeBack(t *testing.T) {
	everyTongue(t, func(t *testing.T, say func(string) string, open func(*town) *page) {
		r := anna()
		w := openTown(t, r)
		p := open(w)
		p.openOffer(say("alleenverdieners.title"))
		p.press(p.button(say("answers.decline")))
		p.shows(p.heading(say("receipt.title.decline")))
		p.look("receipt decline")
		w.answered(r, alleenverdieners, offers.Decline)

		check(t, p.GetByRole("radio", playwright.PageGetByRoleOptions{Name: say("why.choice.effort")}).Check())
		p.write(say("why.words"), "Te veel papier <&>")
		p.press(p.button(say("why.keep")))
		p.says(say("why.kept"))
		p.shows(p.button(say("why.clear")))
		p.look("receipt why")
		p.press(p.button(say("why.clear")))
		p.says(say("why.gone"))

		p.press(p.button(say("answers.decline_year")))
		p.shows(p.heading(say("receipt.title.decline_year")))
		w.answered(r, alleenverdieners, offers.DeclineYear)

		p.press(p.link(say("receipt.back")))
		p.shows(p.heading(say("offers.group.declined")))
		p.look("offers declined")
		p.press(p.button(say("answers.decline.back") + " " + say("alleenverdieners.title")))
		p.shows(p.heading(say("alleenverdieners.title")))
		p.says(say("offer.answered.withdraw"))
		p.look("offer after a no")
		w.answered(r, alleenverdieners, offers.Withdraw)
		applyIn(p, say)
	})
}

func TestTalkFirst(t *testing.T) {
	everyTongue(t, func(t *testing.T, say func(string) string, open func(*town) *page) {
		r := bram()
		w := openTown(t, r)
		p := open(w)
		p.shows(p.heading(say("needs.title")))
		p.look("offers open")
		p.openOffer(say("individuele_inkomenstoeslag.title"))
		wish := "Na 16 uur.\nMijn zus luistert mee & vraagt <iets>."
		p.write(say("answers.wish"), wish)
		p.press(p.button(say("answers.talk")))
		p.shows(p.heading(say("receipt.title.talk")))
		check(t, p.GetByRole("radio", playwright.PageGetByRoleOptions{Name: say("talk.way.counter")}).Check())
		_, err := p.field(say("talk.language")).SelectOption(playwright.SelectOptionValues{Values: &[]string{"ti"}})
		check(t, err)
		check(t, p.field(say("talk.company")).Check())
		p.press(p.button(say("talk.send")))
		p.says(say("receipt.talk"))
		p.says("Mijn zus luistert mee & vraagt <iets>.")
		p.look("receipt talk")
		got := w.answered(r, inkomenstoeslag, offers.Talk)
		if lines := strings.ReplaceAll(got.Wish, "\r\n", "\n"); lines != wish {
			t.Errorf("the store holds the wish %q, want %q", lines, wish)
		}
		if want := (offers.Conversation{Way: "counter", Language: "ti", Company: true}); got.Talk != want {
			t.Errorf("the store holds %+v, want %+v", got.Talk, want)
		}
		p.press(p.link(say("receipt.back")))
		p.says(say("offers.paused"))
		p.look("offers talk")
	})
}

// Until delivery has taken an application it is taken back at once; after that the wish
// is passed on.
func TestTakeAnApplicationBack(t *testing.T) {
	everyTongue(t, func(t *testing.T, say func(string) string, open func(*town) *page) {
		r := anna()
		w := openTown(t, r)
		p := open(w)
		for _, delivered := range []bool{false, true} {
			kind := "withdraw"
			p.openOffer(say("alleenverdieners.title"))
			applyIn(p, say)
			if delivered {
				w.deliver()
				kind += ".delivered"
			}
			p.press(p.link(say("receipt.back")))
			p.openOffer(say("alleenverdieners.title"))
			p.look("offer applied")
			p.press(p.button(say("answers.withdraw")))
			p.shows(p.heading(say("receipt.title." + kind)))
			p.says(say("receipt.next." + kind))
			p.look("receipt " + kind)
			w.answered(r, alleenverdieners, offers.Withdraw)
			p.press(p.link(say("receipt.back")))
			p.says(say("answer." + kind))
			p.look("offers " + kind)
		}
	})
}

// deliver takes all that waits for delivery.
func (w *town) deliver() {
	w.t.Helper()
	raw, err := sql.Open("sqlite", "file:"+w.place+"?_pragma=busy_timeout(10000)")
	check(w.t, err)
	defer raw.Close()
	_, err = raw.Exec(`UPDATE outbox SET taken_at = 1 WHERE taken_at = 0`)
	check(w.t, err)
}
