package e2e

import (
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/playwright-community/playwright-go"

	"zeker/locales"
	"zeker/offers"
)

// starter is somebody alone with zorgtoeslag and huurtoeslag who starts to work in
// August.
var starter = typed{
	"change": "work", "month": "2026-08-01", "change.gross": "2.000", "change.net": "1.700,50",
	"gets.zorgtoeslag": "1", "gets.huurtoeslag": "1",
	"fact.geboortedatum.day": "2", "fact.geboortedatum.month": "3", "fact.geboortedatum.year": "1984",
	"fact.is_verzekerd": offers.TypedYes, "fact.verblijft_rechtmatig": offers.TypedYes, "fact.heeft_toeslagpartner": offers.TypedNo,
	"fact.toetsingsinkomen": "18.000", "fact.vermogen_op_1_januari": "500",
	"fact.huurt_zelfstandige_woning": offers.TypedYes, "fact.kale_huur": "600", "fact.aantal_medebewoners": "0", "fact.inschrijving_klopt": offers.TypedYes,
}

// supplement is what else somebody alone tells who gets a supplement on a benefit.
var supplement = typed{
	"gets.toeslagenwet": "1", "fact.heeft_loondervingsuitkering": offers.TypedYes, "fact.loondervingsuitkering_per_maand": "900",
	"fact.loon_waarnaar_uitkering_is_berekend": "2.000", "fact.heeft_partner": offers.TypedNo, "fact.heeft_kind_jonger_dan_12": offers.TypedNo,
	"fact.aantal_kostendelende_medebewoners": "0", "fact.woont_bij_ouders": offers.TypedNo, "fact.inkomen_uit_arbeid_per_maand": "0",
	"fact.overig_inkomen_per_maand": "0", "fact.vrijlating_nog_niet_voorbij": offers.TypedNo, "fact.minimumjeugdloon_per_maand": "2.337",
	"fact.woont_in_nederland": offers.TypedYes,
}

// but is a story with some answers that differ.
func (t typed) but(others typed) typed {
	story := maps.Clone(t)
	maps.Copy(story, others)
	return story
}

// visitWhatIf goes to the page of a what-if, and openWhatIf opens what works it out.
func (p *page) visitWhatIf(l *locales.Language) {
	p.t.Helper()
	p.visit("/" + l.Code() + "/what-if")
}

func (p *page) openWhatIf(l *locales.Language) {
	p.t.Helper()
	p.visitWhatIf(l)
	p.press(p.button(l.T("check.open")))
	p.says(l.T("what_if.local"))
}

// tell fills a story in, also the month, which is no field that put knows.
func (p *page) tell(story typed) {
	p.t.Helper()
	_, err := p.Evaluate(`month => { document.querySelector("#month").value = month }`, story["month"])
	check(p.t, err)
	p.put(story)
}

// told is the result as a person reads it, sentence by sentence and cell by cell.
func (p *page) told() []string {
	p.t.Helper()
	return p.texts(`() => [...document.querySelectorAll("[data-check=result] :is(h2, h3, h4, h5, p, li, th, td)")]
		.filter(e => e.checkVisibility() || e.closest("details")?.checkVisibility() && e.matches("th, td"))
		.map(e => (e.matches("th, td") ? e.textContent : e.innerText).trim().replace(/[ \n\t\u00a0]+/g, " ")).filter(text => text !== "")`)
}

// whatIfStories are what may happen to starter, and to people whose other money it moves.
func whatIfStories() map[string]typed {
	stories := map[string]typed{
		"starts to work":         starter,
		"starts to work later":   starter.but(typed{"month": "2026-12-01"}),
		"works a little":         starter.but(typed{"change.gross": "100", "change.net": "90"}),
		"earns less":             starter.but(typed{"change": "less_work", "fact.toetsingsinkomen": "38.000"}),
		"partner comes":          starter.but(typed{"change": "partner_in", "change.born.day": "1", "change.born.month": "2", "change.born.year": "1980"}),
		"rent goes up":           starter.but(typed{"change": "rent", "change.rent": "650"}),
		"inherits":               starter.but(typed{"change": "inheritance", "change.amount": "€ 150.000"}),
		"has a child":            starter.but(typed{"change": "birth", "gets.individuele_inkomenstoeslag": "1", "gets.alleenverdieners": "1"}),
		"something was not told": starter.but(typed{"fact.kale_huur": ""}),
		"not even now":           starter.but(typed{"fact.toetsingsinkomen": "90.000"}),
		"on social assistance": starter.but(typed{
			"gets.algemene_bijstand": "1", "fact.woont_in_gemeente": offers.TypedYes, "fact.nederlander_of_gelijkgesteld": offers.TypedYes,
			"fact.heeft_partner": offers.TypedNo, "fact.heeft_kinderen_ten_laste": offers.TypedNo, "fact.aantal_kostendelende_medebewoners": "0",
			"fact.verblijft_in_inrichting": offers.TypedNo, "fact.inkomen_per_maand": "0", "fact.vermogen": "500",
			"fact.uitgesloten_artikel_13": offers.TypedNo, "fact.heeft_onbetaald_verlof": offers.TypedNo,
		}),
	}
	stories["on social assistance, later"] = stories["on social assistance"].but(typed{"month": "2026-12-01"})
	stories["less pay on social assistance"] = stories["on social assistance"].but(typed{"change": "less_work", "fact.inkomen_per_maand": "500", "change.gross": "350", "change.net": "300"})
	stories["just as much as before"] = stories["on social assistance, later"].but(typed{"gets.zorgtoeslag": "", "gets.huurtoeslag": "", "change.gross": "350", "change.net": "300"})
	stories["over a limit"] = starter.but(typed{"fact.toetsingsinkomen": "39.000"})
	stories["on a supplement"] = starter.but(supplement)
	stories["on a supplement, from July"] = starter.but(supplement).but(typed{"month": "2026-03-01", "gets.zorgtoeslag": "", "gets.huurtoeslag": ""})
	stories["partner leaves"] = starter.but(supplement).but(typed{
		"change": "partner_out", "change.gross": "400", "change.besides": "150", "change.net": "500", "gets.huurtoeslag": "",
		"fact.heeft_partner": offers.TypedYes, "fact.geboortedatum_partner.day": "4", "fact.geboortedatum_partner.month": "5", "fact.geboortedatum_partner.year": "1985",
		"fact.inkomen_uit_arbeid_per_maand": "400", "fact.overig_inkomen_per_maand": "150", "fact.heeft_toeslagpartner": offers.TypedYes,
		"fact.heeft_kind_jonger_dan_12": offers.TypedYes, "fact.partner_is_verzekerd": offers.TypedYes, "fact.toetsingsinkomen_partner": "6.600",
	})
	stories["partner leaves next month"] = stories["partner leaves"].but(typed{"month": "2026-12-01"})
	stories["partner works"] = stories["partner leaves"].but(typed{"change": "partner_work"})
	return stories
}

// A11: a what-if on the own device says what the server says to who has no script, to
// the word, whatever happens.
func TestA11WhatIfSaysWhatTheServerSays(t *testing.T) {
	stories := whatIfStories()
	w := openTown(t)
	inBoth(t, func(t *testing.T, l *locales.Language) {
		here, there := w.open(t), w.open(t, withoutScript)
		here.openWhatIf(l)
		for _, name := range slices.Sorted(maps.Keys(stories)) {
			here.tell(stories[name])
			here.settle()
			there.visitWhatIf(l)
			there.tell(stories[name])
			there.comesBack(func() error { return there.button(l.T("what_if.compute")).Click() })
			got, want := here.told(), there.told()
			if len(want) < 10 {
				t.Errorf("%s: the server says only %q", name, want)
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s: on the device\n%s\nby the server\n%s", name, strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
			if l.Code() == locales.Leading || name == "starts to work" {
				here.look("what-if " + name + " " + l.Code())
			}
			if name == "starts to work" {
				there.look("what-if without script " + l.Code())
			}
		}
	})
}

// A child that is older than its parent, and a partner who is yet to be born, are named
// at their fields, on the device as by the server.
func TestAWhatIfNamesWhatCannotBe(t *testing.T) {
	story := starter.but(typed{
		"change": "partner_in", "change.born.day": "17", "change.born.month": "11", "change.born.year": "2026",
		"gets.kindgebonden_budget": "1", "fact.aantal_kinderen_16_en_17": "1", "fact.geboortedatum.year": "2011",
	})
	w := openTown(t)
	inBoth(t, func(t *testing.T, l *locales.Language) {
		here, there := w.open(t), w.open(t, withoutScript)
		there.mayAnswer(http.StatusBadRequest)
		here.openWhatIf(l)
		here.tell(story)
		here.settle()
		there.visitWhatIf(l)
		there.tell(story)
		there.comesBack(func() error { return there.button(l.T("what_if.compute")).Click() })
		for where, p := range map[string]*page{"on the device": here, "by the server": there} {
			said := p.texts(`() => [...document.querySelectorAll("[id$=-error]")].filter(e => e.checkVisibility()).map(e => e.id + ": " + e.textContent)`)
			for _, want := range []string{"change.born-error: " + l.T("field.future"), "fact.aantal_kinderen_16_en_17-error: " + l.T("field.age")} {
				if !slices.Contains(said, want) {
					t.Errorf("%s: %q is not said, but %q", where, want, said)
				}
			}
		}
	})
}

// A10: once a what-if is open nothing leaves the browser, whatever is chosen and
// typed, also when somebody presses Enter in the form; and nothing is kept.
func TestA10AWhatIfSendsNothingOut(t *testing.T) {
	inBoth(t, func(t *testing.T, l *locales.Language) {
		w := openTown(t)
		d := w.door(t)
		p := open(t, d.origin)
		p.openWhatIf(l)
		before := w.heard(p, d)
		p.tell(starter)
		p.settle()
		check(t, p.field(l.T("what_if.ask.work.net")).Press("Enter"))
		p.tell(starter.but(typed{"change": "savings", "change.amount": "20000"}))
		p.settle()
		p.says(l.T("what_if.worried"))
		if after := w.heard(p, d); after != before {
			t.Errorf("requests by the browser, at the door and in the log went from %v to %v", before, after)
		}
		p.keepsNothing()
		_, err := p.Evaluate(`() => fetch("/livez")`)
		if err == nil {
			t.Error("a script of the page can still fetch")
		}
		p.forgive("console: Fetch API cannot load", "console: Connecting to")
	})
}

// mostWhatIf is what the page of a what-if may cost, without style, script and rules:
// all questions of all schemes stand in it.
const mostWhatIf = 20_000

func TestWhatIfIsSmall(t *testing.T) {
	request, err := http.NewRequest(http.MethodGet, openTown(t).origin+"/nl/what-if", nil)
	check(t, err)
	request.Header.Set("Accept-Encoding", "gzip")
	response, err := http.DefaultTransport.RoundTrip(request)
	check(t, err)
	defer response.Body.Close()
	page, err := io.ReadAll(response.Body)
	check(t, err)
	t.Logf("%d bytes", len(page))
	if coding := response.Header.Get("Content-Encoding"); coding != "gzip" || len(page) > mostWhatIf {
		t.Errorf("the page costs %d bytes in coding %q, want at most %d in gzip", len(page), coding, mostWhatIf)
	}
}

// I2: a what-if by the keyboard alone.
func TestI2WhatIfByKeyboard(t *testing.T) {
	l := dutch(t)
	p := openTown(t).open(t, onDesktop)
	p.visitWhatIf(l)
	p.tabTo(l.T("check.open"))
	check(t, p.Keyboard().Press("Enter"))
	p.says(l.T("what_if.local"))
	p.tabTo(l.T("what_if.change.work"))
	check(t, p.Keyboard().Press("Space"))
	p.settle() // what the change asks is there now
	p.tabTo(l.T("what_if.when"))
	check(t, p.Keyboard().Type("augustus"))
	p.settle()
	p.tabTo(l.T("what_if.ask.work.gross"))
	check(t, p.Keyboard().Type("2000"))
	p.tabTo(l.T("what_if.ask.work.net"))
	check(t, p.Keyboard().Type("1700"))
	p.tabTo(l.T("zorgtoeslag.title"))
	check(t, p.Keyboard().Press("Space"))
	p.settle()
	p.tabTo(l.T("fact.toetsingsinkomen.question"))
	check(t, p.Keyboard().Type("26000"))
	p.settle()
	for _, ask := range []string{"fact.geboortedatum", "fact.is_verzekerd", "fact.vermogen_op_1_januari"} {
		if n, err := p.Locator(`[data-fact="` + strings.TrimPrefix(ask, "fact.") + `"]:visible`).Count(); err != nil || n != 1 {
			t.Errorf("%s is not asked", ask)
		}
	}
}

// What was wrong is said at the field and summed up, also of what a change asks.
func TestI5WhatIfSaysWhatIsWrong(t *testing.T) {
	everyWay(t, func(t *testing.T, settings ...setting) {
		l := dutch(t)
		p := openTown(t).open(t, settings...)
		p.mayAnswer(http.StatusBadRequest)
		p.visitWhatIf(l)
		p.look("what-if empty")
		p.comesBack(func() error { return p.button(l.T("what_if.compute")).Click() })
		p.shows(p.link(l.T("what_if.error.change")))
		p.look("what-if wrong")
	})
}

// The picture and the columns also fit letters twice as large, the user's own colours,
// and a page that is read from right to left.
func TestOtherWaysOfLookingAtAWhatIf(t *testing.T) {
	for situation, set := range map[string]setting{
		"reflow at 320 pixels": func(o *playwright.BrowserNewContextOptions) { o.Viewport = &playwright.Size{Width: 320, Height: 640} },
		"forced colours":       func(o *playwright.BrowserNewContextOptions) { o.ForcedColors = playwright.ForcedColorsActive },
		"desktop":              onDesktop,
	} {
		t.Run(situation, func(t *testing.T) {
			l := dutch(t)
			p := openTown(t).open(t, set)
			p.openWhatIf(l)
			p.tell(starter)
			p.settle()
			p.shows(p.GetByRole("img", playwright.PageGetByRoleOptions{Name: l.T("what_if.picture")}))
			p.look("what-if " + situation)
			_, err := p.Evaluate(`() => { document.dir = "rtl" }`)
			check(t, err)
			p.tell(starter.but(typed{"month": "2026-12-01"}))
			p.settle()
			p.look("what-if from right to left " + situation)
		})
	}
}

// A what-if that ends gives the form back: the result goes, and the button sends what
// was filled in to the server, which answers.
func TestWhatIfThatEndsLeavesTheForm(t *testing.T) {
	l := dutch(t)
	p := openTown(t).open(t)
	p.answers(workerFile, http.StatusOK, "text/javascript", `addEventListener("message", ({ data }) => {
		if (data.module) postMessage({ ready: true })
		else if (/zorgtoeslag/.test(data.whatif)) throw new Error("broken")
		else postMessage({ reply: JSON.stringify({ troubles: {}, asks: [], courses: [] }) })
	})`)
	p.openWhatIf(l)
	p.settle()
	if n, err := p.button(l.T("what_if.compute")).Count(); err != nil || n > 0 {
		t.Errorf("%d buttons to send the form while it is worked out here, %v", n, err)
	}
	p.tell(starter)
	p.says(l.T("check.failed"))
	if n, err := p.Locator("[data-check=result]:visible").Count(); err != nil || n > 0 {
		t.Errorf("%d results beside a what-if that ended, %v", n, err)
	}
	p.comesBack(func() error { return p.button(l.T("what_if.compute")).Click() })
	p.says(l.T("what_if.note.late"))
	p.forgive("script: ", "console: ")
}
