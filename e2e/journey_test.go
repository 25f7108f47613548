package e2e

import (
	"net/http"
	"net/url"
	"regexp"
	"testing"

	"github.com/playwright-community/playwright-go"

	"zeker/offers"
)

// The words of the pages that the journeys go by.
const (
	titleAlleenverdieners = "Tegemoetkoming alleenverdieners"
	titleInkomenstoeslag  = "Individuele inkomenstoeslag"
	buttonOpen            = "Open mijn brief"
	buttonAccept          = "Ja, ik vraag dit aan"
	buttonChange          = "Ja, ik verander mijn aanvraag"
	headingSending        = "Kijk het nog één keer na"
	buttonSend            = "Ik vraag dit aan"
	buttonBack            = "Terug, ik wil iets veranderen"
	buttonDecline         = "Nee, bedankt"
	buttonTalk            = "Ik wil eerst praten"
	buttonCheck           = "Reken het uit"
	headingAccepted       = "Uw aanvraag is binnen"
	sameReceipt           = "Dit is hetzelfde bewijs"
)

// open opens the portal in a fresh browser. When the test ends it also reads the
// addresses that the browser asked for: none may tell who the resident is (A12).
func (w *town) open(t *testing.T, settings ...setting) *page {
	t.Helper()
	p := open(t, w.origin, settings...)
	t.Cleanup(func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		for _, address := range p.requests {
			plain, err := url.QueryUnescape(address)
			if err != nil {
				plain = address
			}
			w.silent("an address", plain)
		}
	})
	return p
}

// openLetter types the letter's code and the birthday, from the start page.
func (p *page) openLetter(r *resident) *page {
	p.t.Helper()
	p.typeCode(r.code, r)
	p.shows(p.heading("Dag " + r.name))
	return p
}

// typeCode types a code with a resident's birthday, from the start page.
func (p *page) typeCode(code string, r *resident) {
	p.t.Helper()
	date, month := r.birthday()
	p.write("De code uit uw brief", code)
	p.write("Dag", date)
	p.write("Maand", month)
	p.press(p.button(buttonOpen))
}

// openOffer follows the link to an offer, from the list.
func (p *page) openOffer(title string) *page {
	p.t.Helper()
	p.press(p.link(title))
	p.atOffer(title)
	return p
}

// atOffer waits for the page of an offer. Its title is a heading on the list too, of
// another level.
func (p *page) atOffer(title string) {
	p.t.Helper()
	p.shows(p.GetByRole("heading", playwright.PageGetByRoleOptions{Name: title, Level: playwright.Int(1)}))
}

// apply applies for an offer: it presses the button of the offer, and the one of the
// page that shows what goes.
func (p *page) apply() {
	p.t.Helper()
	p.press(p.button(buttonAccept))
	p.shows(p.heading(headingSending))
	p.press(p.button(buttonSend))
	p.shows(p.heading(headingAccepted))
}

// receiptNumber reads the number of the receipt that is on the page.
func (p *page) receiptNumber() string {
	p.t.Helper()
	number := p.Locator("dl div").Filter(playwright.LocatorFilterOptions{Has: p.GetByText("Nummer", playwright.PageGetByTextOptions{Exact: playwright.Bool(true)})})
	text, err := number.GetByRole("definition").InnerText()
	check(p.t, err)
	return text
}

// everyWay walks a journey on a phone, on a desktop, and on a phone without
// script (I3), each in a town of its own.
func everyWay(t *testing.T, walk func(t *testing.T, settings ...setting)) {
	for name, settings := range map[string][]setting{
		"phone": {onPhone}, "desktop": {onDesktop}, "without script": {onPhone, withoutScript},
	} {
		t.Run(name, func(t *testing.T) { walk(t, settings...) })
	}
}

// From the letter's code to the receipt; I3, F3, A12 by the watch on the page.
func TestI3ApplyAndKeepTheReceipt(t *testing.T) {
	everyWay(t, func(t *testing.T, settings ...setting) {
		r := anna()
		p := openTown(t, r).open(t, settings...)
		p.look("start")
		p.openLetter(r)
		p.look("offers")
		p.openOffer(titleAlleenverdieners)
		p.says("€ 1.100 per jaar")
		p.inOrder(titleAlleenverdieners, "Moet u dit ooit terugbetalen?", "Waarom krijgt u dit te zien?",
			"Dit vulden wij al voor u in", "U hoeft niets meer in te vullen", "Wat wilt u doen?")
		p.look("offer")

		p.press(p.button(buttonAccept))
		p.shows(p.heading(headingSending))
		p.says("Dit gaat naar de gemeente")
		p.says("€ 1.100 per jaar")
		p.look("sending")
		p.press(p.button(buttonSend))
		p.shows(p.heading(headingAccepted))
		p.says("€ 1.100 per jaar")
		p.says("Participatiewet")
		p.look("receipt")
		number := p.receiptNumber()

		p.press(p.link("Terug naar uw aanbod"))
		p.says("U vroeg dit aan")
		p.look("offers answered")
		p.press(p.link("Bekijk uw bewijs"))
		if got := p.receiptNumber(); got != number {
			t.Errorf("the list leads to receipt %s, want %s", got, number)
		}
		p.press(p.button("Brief sluiten"))
		p.says("Uw brief is weer dicht")
		p.look("signed out")
	})
}

// inOrder checks that headings stand on the page in the order of a list; other
// headings may stand between them.
func (p *page) inOrder(want ...string) {
	p.t.Helper()
	all, err := p.GetByRole("heading").AllInnerTexts()
	check(p.t, err)
	rest := all
	for _, w := range want {
		for len(rest) > 0 && rest[0] != w {
			rest = rest[1:]
		}
		if len(rest) == 0 {
			p.t.Fatalf("the page has the headings %q; want among them, in this order, %q", all, want)
		}
	}
}

// D10: whatever is pressed twice gives one application and one receipt.
func TestD10PressedTwice(t *testing.T) {
	for situation, again := range map[string]func(p *page) *page{
		"back button": func(p *page) *page {
			address := p.URL()
			p.apply()
			_, err := p.Evaluate(`() => history.go(-2)`) // over the page that was the answer to a form
			check(p.t, err)
			check(p.t, p.WaitForURL(address))
			p.shows(p.button(buttonChange))
			return p
		},
		"two tabs": func(p *page) *page {
			second := p.anotherTab()
			p.apply()
			return second
		},
		"two tabs that show what goes": func(p *page) *page {
			second := p.anotherTab()
			second.press(second.button(buttonAccept))
			second.shows(second.heading(headingSending))
			p.apply()
			return second
		},
	} {
		t.Run(situation, func(t *testing.T) {
			for name, settings := range map[string][]setting{"with script": {onPhone}, "without script": {onPhone, withoutScript}} {
				t.Run(name, func(t *testing.T) {
					r := anna()
					w := openTown(t, r)
					first := w.open(t, settings...).openLetter(r).openOffer(titleAlleenverdieners)
					second := again(first)
					second.press(second.GetByRole("button", playwright.PageGetByRoleOptions{Name: regexp.MustCompile("^(" + buttonAccept + "|" + buttonChange + "|" + buttonSend + ")$")}))
					second.shows(second.heading(headingAccepted))
					second.says(sameReceipt)
					w.answeredOnce(r, alleenverdieners, second.receiptNumber())
				})
			}
		})
	}
	t.Run("double click", func(t *testing.T) {
		r := anna()
		w := openTown(t, r)
		p := w.open(t, withoutScript).openLetter(r).openOffer(titleAlleenverdieners)
		p.press(p.button(buttonAccept))
		check(t, p.button(buttonSend).Dblclick())
		p.shows(p.heading(headingAccepted))
		w.answeredOnce(r, alleenverdieners, p.receiptNumber())
	})
}

// answeredOnce checks that the store holds one answer to an offer, with the
// receipt that the page shows.
func (w *town) answeredOnce(r *resident, scheme, number string) {
	w.t.Helper()
	receipt, err := w.store.LatestAnswer(w.t.Context(), r.subject, r.offers[scheme])
	check(w.t, err)
	if receipt.Number != number || receipt.Sequence != 1 {
		w.t.Errorf("the store holds answer %d with receipt %s, want answer 1 with %s", receipt.Sequence, receipt.Number, number)
	}
}

// answered checks the kind of the answer that counts.
func (w *town) answered(r *resident, scheme string, want offers.AnswerKind) offers.Receipt {
	w.t.Helper()
	receipt, err := w.store.LatestAnswer(w.t.Context(), r.subject, r.offers[scheme])
	check(w.t, err)
	if receipt.Kind != want {
		w.t.Errorf("the store holds the answer %q, want %q", receipt.Kind, want)
	}
	return receipt
}

func TestOptOut(t *testing.T) {
	everyWay(t, func(t *testing.T, settings ...setting) {
		r := anna()
		w := openTown(t, r)
		p := w.open(t, settings...).openLetter(r)
		p.press(p.link("Ik wil geen brieven meer"))
		p.shows(p.heading("Geen brieven meer"))
		p.look("opt out")
		p.press(p.button("Laat mij met rust"))
		p.says("Wij laten u met rust")
		p.look("opt out done")
		out, err := w.store.OptedOut(t.Context(), r.subject)
		check(t, err)
		if !out {
			t.Error("the store does not know of the opt-out")
		}
	})
}

// The open questions of a scheme are asked, and only those; answered, the page
// says "possible", and the application goes with what the resident gave.
func TestAnswerTheOpenQuestions(t *testing.T) {
	everyWay(t, func(t *testing.T, settings ...setting) {
		r := bram()
		w := openTown(t, r)
		p := w.open(t, settings...).openLetter(r).openOffer(titleInkomenstoeslag)
		p.says("Wij weten nog niet genoeg")
		p.look("offer open")

		p.write("Hoeveel geld en bezit heeft u?", "veel")
		p.mayAnswer(http.StatusBadRequest)
		p.press(p.button(buttonCheck))
		p.says("Vul een bedrag in")
		p.look("offer open wrong")

		p.write("Hoeveel geld en bezit heeft u?", "1.500,50")
		p.choose("Geldt een van deze dingen voor u?", "Nee")
		p.press(p.button(buttonCheck))
		p.says("U heeft misschien recht op:")
		p.says("€ 475 één keer")
		p.look("offer possible")

		p.apply()
		p.says("€ 1.500,50")
		p.says("Dit heeft u zelf ingevuld.")
		p.look("receipt possible")
		receipt := w.answered(r, inkomenstoeslag, offers.Accept)
		if receipt.State != offers.Possible || receipt.Amount != 475_00 {
			t.Errorf("the receipt says %s and %d, want possible and 47500", receipt.State, receipt.Amount)
		}
	})
}

// Who answers the questions and applies at once reads what it comes to and what goes,
// and on the way back nothing typed is lost.
func TestApplyWithAnswersAtOnce(t *testing.T) {
	everyWay(t, func(t *testing.T, settings ...setting) {
		r := bram()
		w := openTown(t, r)
		p := w.open(t, settings...).openLetter(r).openOffer(titleInkomenstoeslag)
		p.write("Hoeveel geld en bezit heeft u?", "1.500,50")
		p.choose("Geldt een van deze dingen voor u?", "Nee")
		p.write(labelWish, typedWish)
		p.press(p.button(buttonAccept))
		p.shows(p.heading(headingSending))
		for _, want := range []string{"Er is nog niets verstuurd.", "€ 475", "€ 1.500,50", "Dit is de aanvraag van " + r.name, "Het geld gaat naar de rekening die wij al van u kennen."} {
			p.says(want)
		}
		p.look("sending with answers")

		p.press(p.button(buttonBack))
		p.shows(p.button(buttonAccept))
		for name, want := range map[string]string{"fact.vermogen": "1.500,50", "wish": typedWish} {
			if got, err := p.Locator("[name='" + name + "']").InputValue(); err != nil || got != want {
				t.Errorf("%s: got %q, %v; want %q", name, got, err, want)
			}
		}
		p.apply()
		if got := w.answered(r, inkomenstoeslag, offers.Accept); got.Amount != 475_00 || got.Sequence != 1 {
			t.Errorf("the receipt says %d as answer %d, want 47500 as answer 1", got.Amount, got.Sequence)
		}
	})
}

// choose picks one of the answers to a question.
func (p *page) choose(question, answer string) {
	p.t.Helper()
	group := p.GetByRole("radiogroup", playwright.PageGetByRoleOptions{Name: question})
	check(p.t, group.GetByRole("radio", playwright.LocatorGetByRoleOptions{Name: answer, Exact: playwright.Bool(true)}).Check())
}

// A value of ours that is not right is corrected on the page. Who applies for
// another amount than the page showed sees the new one first.
func TestCorrectAValue(t *testing.T) {
	everyWay(t, func(t *testing.T, settings ...setting) {
		r := bram()
		w := openTown(t, r)
		p := w.open(t, settings...).openLetter(r).openOffer(titleInkomenstoeslag)
		p.write("Hoeveel geld en bezit heeft u?", "0")
		p.choose("Geldt een van deze dingen voor u?", "Nee")
		p.press(p.button(buttonCheck))
		p.says("€ 475 één keer")

		fact := p.GetByRole("group").Filter(playwright.LocatorFilterOptions{HasText: "Klopt dit niet? Heeft u een partner?"})
		check(t, fact.GetByText("Klopt dit niet?").Click())
		check(t, fact.GetByLabel("Reken hier met mijn antwoord").Check())
		check(t, fact.GetByRole("radio", playwright.LocatorGetByRoleOptions{Name: "Ja"}).Check())
		p.look("offer contested")
		p.press(p.button(buttonAccept))
		p.shows(p.heading(headingSending))
		p.says("€ 680 één keer")
		p.says("U zei dat dit niet klopt")
		p.look("sending contested")
		p.press(p.button(buttonSend))
		p.shows(p.heading(headingAccepted))
		p.says("U zei dat dit niet klopt")
		p.look("receipt contested")
		if got := w.answered(r, inkomenstoeslag, offers.Accept); got.Amount != 680_00 {
			t.Errorf("the receipt says %d, want 68000", got.Amount)
		}
	})
}
