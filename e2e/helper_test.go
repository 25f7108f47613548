package e2e

import (
	"strings"
	"testing"
	"time"

	"zeker/server"
	"zeker/server/store"
)

// The words of asking for help.
const (
	linkDemo      = "Inloggen in de demo"
	linkAskHelp   = "Iemand vragen om u te helpen"
	linkHelp      = "Zelf iemand helpen"
	buttonAskHelp = "Vraag om hulp"
	buttonBegin   = "Begin met helpen"
	buttonEnd     = "Nu stoppen"
	headingNoHelp = "Deze hulp is gestopt"
)

// posing lets anybody sign in as one of the residents.
func posing(residents ...*resident) func(string, *server.Config) {
	return func(_ string, cfg *server.Config) {
		for _, r := range residents {
			cfg.Posers = append(cfg.Posers, server.Poser{BSN: r.bsn, Name: r.name})
		}
	}
}

// pose signs in as a resident of the demo.
func (p *page) pose(r *resident) *page {
	p.t.Helper()
	p.press(p.link(linkDemo))
	p.press(p.button(r.name))
	return p
}

// B5, C7: a resident asks her neighbour to help with one scheme; he answers for her, and
// she ends it.
func TestB5AHelperAnswersUntilItEnds(t *testing.T) {
	for name, set := range map[string]setting{"with script": onPhone, "without script": withoutScript} {
		t.Run(name, func(t *testing.T) {
			a, b := anna(), bram()
			w := openTownWith(t, posing(a, b), a, b)
			her := w.open(t, set).pose(a)
			her.press(her.link(linkAskHelp))
			her.look("helpers, none yet")
			her.mayAnswer(400)
			her.press(her.button(buttonAskHelp))
			her.says("Kies waarmee die mag helpen.")
			her.look("helpers, with errors")
			her.write("Hoe noemt u deze persoon?", "de buurman")
			check(t, her.field(titleAlleenverdieners).Check())
			check(t, her.field("Ook voor mij antwoorden").Check())
			her.press(her.button(buttonAskHelp))
			her.says("Geef deze code aan de buurman")
			her.look("helpers, the code")
			code, err := her.GetByRole("status").Locator("strong").TextContent()
			check(t, err)

			his := w.open(t, set).pose(b)
			his.mayAnswer(403) // when it is over
			his.press(his.link(linkHelp))
			his.write("De code die u kreeg", code)
			his.press(his.button(buttonBegin))
			his.shows(his.heading("Dag " + a.name))
			his.look("helping")
			if text, err := his.Content(); err != nil || !strings.Contains(text, "U doet dit voor "+a.name) || strings.Contains(text, b.name) {
				t.Errorf("the page does not say for whom, or names the helper (%v):\n%s", err, text)
			}
			his.openOffer(titleAlleenverdieners)
			his.look("helping with an offer")
			his.press(his.button(buttonDecline))
			his.says("Gedaan door uw hulp")
			his.says("de buurman")

			her.press(her.button(buttonEnd))
			her.says("Die hulp is gestopt")
			his.visit("/nl/offers")
			his.shows(his.heading(headingNoHelp))
			his.look("help is over")
			if text, err := his.Content(); err != nil || strings.Contains(text, a.name) {
				t.Errorf("the page still names the resident (%v)", err)
			}
		})
	}
}

// B16, C7: somebody of the staff sees what their role opens, until it is taken away.
func TestB16StaffSignInUntilTheyAreDisabled(t *testing.T) {
	a := anna()
	var id store.StaffID
	w := openTownWith(t, func(_ string, cfg *server.Config) {
		id = cfg.Store.StaffID("demo", "tess")
		check(t, cfg.Store.SaveStaff(t.Context(), store.StaffAccount{ID: id, Name: "Tess Reiger", Roles: []store.Role{store.Auditor}, MadeAt: cfg.Now().Unix()}))
		cfg.StaffPosers = []store.StaffID{id}
	}, a)
	p := w.open(t, onPhone)
	p.mayAnswer(403)
	p.visit("/nl/staff/accounts")
	p.shows(p.heading("Log eerst in"))
	p.press(p.link("Inloggen voor wie hier werkt"))
	p.look("staff sign-in")
	p.press(p.button("Tess Reiger"))
	p.shows(p.heading("Wie hier wat mag"))
	p.look("staff accounts")
	p.press(p.link("Uw werk"))
	p.look("staff home")
	p.press(p.link("Wat er van de brieven kwam"))
	p.look("staff take-up")
	check(t, w.store.DisableStaff(t.Context(), id, 1))
	p.visit("/nl/staff")
	p.shows(p.heading("Log eerst in"))
	p.press(p.link("Inloggen voor wie hier werkt"))
	p.press(p.button("Tess Reiger"))
	p.shows(p.heading("U heeft hier nog geen plek"))
	p.look("staff without an account")
}

// B9: staff are warned as residents are, go on with one press, and when nobody is there
// their page goes, and the back button brings nothing.
func TestB9StaffAreWarnedAndGoOn(t *testing.T) {
	w := openTownWith(t, func(_ string, cfg *server.Config) {
		id := cfg.Store.StaffID("demo", "tess")
		check(t, cfg.Store.SaveStaff(t.Context(), store.StaffAccount{ID: id, Name: "Tess Reiger", Roles: []store.Role{store.Auditor}, MadeAt: cfg.Now().Unix()}))
		cfg.StaffPosers = []store.StaffID{id}
	})
	p := w.open(t, onDesktop)
	p.mayAnswer(403) // when it is over
	p.beginClock()
	p.visit("/nl/staff/sign-in")
	p.press(p.button("Tess Reiger"))
	p.press(p.link("Wie hier wat mag"))
	p.shows(p.heading("Wie hier wat mag"))

	w.later(p, 12*time.Minute)
	p.quiet("after 12 minutes")
	w.later(p, time.Minute)
	p.shows(p.dialog())
	if focus := p.focus(); focus.Name != buttonStay || focus.Hidden {
		t.Errorf("the focus is on %q, want the button that extends, in sight", focus.Name)
	}
	p.look("staff session warning")
	check(t, p.Keyboard().Press("Enter"))
	p.gone(p.dialog())
	w.later(p, 13*time.Minute)
	p.shows(p.dialog())
	w.later(p, 2*time.Minute)
	p.shows(p.heading(headingOver))
	p.gone(p.heading("Wie hier wat mag"))
	p.shows(p.link("Inloggen voor wie hier werkt"))
	p.look("staff session over")
	_, err := p.GoBack()
	check(t, err)
	p.shows(p.heading("Log eerst in"))
}
