package e2e

import (
	"testing"
	"time"

	"zeker/offers"
)

const labelAccount = "Wat is uw IBAN?"

// B13: who signed in types an account, wrongly, then too late, then well. What the tab
// keeps for them holds everything else.
func TestB13AnAccountIsGivenAfterSigningIn(t *testing.T) {
	a := anna()
	a.facts[1].Value = offers.No // the municipality knows no account
	w := openTownWith(t, posing(a), a)
	p := w.open(t, onPhone)
	p.mayAnswer(400)
	p.mayAnswer(403)
	p.beginClock()
	p.pose(a).openOffer(titleAlleenverdieners)
	p.look("offer that asks for an account")
	p.write(labelAccount, "NL91 ABNA 0417 1643 01")
	p.press(p.button(buttonAccept))
	p.says("Er zit een fout in dit rekeningnummer.")
	p.look("offer with a wrong account")

	p.write(labelAccount, "NL91 ABNA 0417 1643 00")
	p.write(labelWish, typedWish)
	w.later(p, 16*time.Minute)
	p.shows(p.GetByText(saidHeld))
	p.press(p.link(linkDemo))
	p.press(p.button(a.name))
	p.shows(p.GetByText(saidBack))
	account, err := p.field(labelAccount).InputValue()
	check(t, err)
	wish, err := p.field(labelWish).InputValue()
	check(t, err)
	if account != "" || wish != typedWish {
		t.Errorf("the form holds account %q and wish %q; want none and what was typed", account, wish)
	}

	p.write(labelAccount, "nl91abna0417164300")
	p.press(p.button(buttonAccept))
	p.shows(p.heading(headingSending))
	p.says("NL … 4300")
	p.look("sending with an account")
	p.press(p.button(buttonSend))
	p.says("NL … 4300")
	p.look("receipt with an account")
}
