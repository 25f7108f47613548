package ui

import (
	"slices"

	"github.com/a-h/templ"

	"zeker/locales"
	"zeker/offers"
	"zeker/offers/rules"
)

// Example is a page in one of its states, with made-up people. The tests of the
// pages and of the browser go over all of them: a state that is not here is not
// tested.
type Example struct {
	Name     string // as a file name: that of the page first
	SignedIn bool
	Script   ExampleScript // what works on it; "" for nothing
	Page     func(f *Frame) templ.Component
}

// ExampleScript is the script of an example. Its file in Assets has .js behind it.
type ExampleScript string

// The scripts of examples.
const (
	ScriptCheck   ExampleScript = "check"
	ScriptWhatIf  ExampleScript = "what-if"
	ScriptSession ExampleScript = "session"
)

// Frame is the frame of an example: of the fictional municipality, on the day of the demo.
func (e *Example) Frame(w *locales.Words, code string) *Frame {
	l, _ := w.Language(code)
	f := &Frame{
		L: l, Languages: Languages(w, w.Codes(), code, "/offers"),
		Municipality: Municipality{
			Name: "Gemeente Zonnedijk", Phone: "088 - 000 99 01",
			Address: []string{"Stadhuis Zonnedijk", "Marktplein 1", "9901 AA Zonnedijk"},
			Hours:   []Opening{{First: 1, Last: 5, From: 540, Until: 1020}, {First: 4, Last: 4, From: 1020, Until: 1200}},
			Home:    true,
		},
		Demo: true, Today: exampleDay, SignedIn: e.SignedIn,
		CSS: "/static/zeker.css", Paper: "/static/receipt.css", Icon: "/static/icon.svg", Path: "/offers",
		Exit: &Exit{To: "https://weather.example/", Script: "/static/exit.js"},
	}
	switch script := "/static/" + string(e.Script) + ".js"; e.Script {
	case ScriptCheck, ScriptWhatIf:
		f.Check = &Check{
			Script: script, Worker: "/static/worker.js", Module: "/static/rules.wasm", ModuleHash: "00",
			Bundle: "/static/zonnedijk.bundle", BundleHash: "00", Words: "/static/nl.json", WordsHash: "00",
		}
	case ScriptSession:
		f.Session = &Session{Script: script, Idle: 900, Left: 900, Longest: 28800, Hour: 14, Minute: 5, Personal: true}
	}
	return f
}

// Examples are all pages in all their states.
func Examples() []Example {
	list := []Example{
		{Name: "start", Page: func(f *Frame) templ.Component {
			return Start(f, StartPage{Checks: []string{"individuele_inkomenstoeslag", "zorgtoeslag"}})
		}},
		{Name: "start-empty", Page: func(f *Frame) templ.Component {
			return Start(f, StartPage{Day: "41", Errors: []FieldError{{FieldCode, "field.code_empty"}, {FieldBorn, "field.born"}}})
		}},
		{Name: "start-closed", Page: func(f *Frame) templ.Component {
			return Start(f, StartPage{Code: "7K2M-9QXC-44DT-8", Day: "3", Month: "5", Errors: []FieldError{{"", "field.code_closed"}}})
		}},
		{Name: "start-signed-out", Page: func(f *Frame) templ.Component { return Start(f, StartPage{SignedOut: true}) }},
		{Name: "start-signed-out-again", Page: func(f *Frame) templ.Component {
			f.SignIn = WithDigiD
			return Start(f, StartPage{SignedOut: true, Identified: true})
		}},
		{Name: "sign-in-demo", Page: func(f *Frame) templ.Component {
			f.SignIn = InDemo
			return DemoSignIn(f, DemoSignInPage{Action: "/sign-in", Names: []string{"S. Yılmaz", "Annelies Verdonk-de Wit"}, Back: "/offers"})
		}},
		{Name: "offers-unknown", SignedIn: true, Page: func(f *Frame) templ.Component {
			f.Identified = true
			return Offers(f, OffersPage{Unknown: true, Checks: []string{"zorgtoeslag"}})
		}},
		{Name: "offers", SignedIn: true, Page: func(f *Frame) templ.Component {
			list := exampleList()
			list.Marks = MarksOf(5)
			return Offers(f, list)
		}},
		{Name: "offers-none", SignedIn: true, Page: func(f *Frame) templ.Component { return Offers(f, OffersPage{Name: "S. Yılmaz"}) }},
		{Name: "offers-opted-out", SignedIn: true, Page: func(f *Frame) templ.Component { return Offers(f, OffersPage{OptedOut: true}) }},
		{Name: "opt-out", SignedIn: true, Page: func(f *Frame) templ.Component { return OptOut(f, OptOutPage{}) }},
		{Name: "opt-out-done", Page: func(f *Frame) templ.Component { return OptOut(f, OptOutPage{Out: true, Done: true}) }},
		{Name: "opt-out-out", SignedIn: true, Page: func(f *Frame) templ.Component { return OptOut(f, OptOutPage{Out: true}) }},
		{Name: "opt-out-back", SignedIn: true, Page: func(f *Frame) templ.Component { return OptOut(f, OptOutPage{Done: true}) }},
		{Name: "opt-out-signed-out", Page: func(f *Frame) templ.Component { return OptOut(f, OptOutPage{}) }},
		{Name: "about", Page: About},
		{Name: "verify", Page: func(f *Frame) templ.Component { return Verify(f, exampleVerify()) }},
		{Name: "session", SignedIn: true, Script: ScriptSession, Page: func(f *Frame) templ.Component {
			f.SignIn = WithDigiD
			return Offers(f, exampleList())
		}},
		{Name: "examples", Page: Gallery},
	}
	for _, key := range Problems {
		list = append(list, Example{Name: "problem-" + key, Page: func(f *Frame) templ.Component {
			return Problem(f, ProblemPage{Status: 400, Key: key})
		}})
	}
	for _, held := range []Held{HeldByBrowser, HeldByNobody} {
		list = append(list, Example{Name: "problem-signed_out-" + string(held), Page: func(f *Frame) templ.Component {
			f.SignIn = WithDigiD
			return Problem(f, ProblemPage{Status: 403, Key: ProblemSignedOut, Back: "/offers/c7", Held: held})
		}})
	}
	for _, key := range SignInProblems {
		list = append(list, Example{Name: "sign-in-" + key, Page: func(f *Frame) templ.Component {
			f.SignIn = WithDigiD
			return SignInProblem(f, SignInProblemPage{Key: key, Back: "/opt-out"})
		}})
	}
	return slices.Concat(list, exampleOffers(), exampleSending(), exampleReceipts(), exampleChecks(), exampleWhatIfs(), exampleStaff(), exampleHelpers(), examplePartner())
}

// exampleChecks are the states of the check, of the page that anybody may open
// and of an offer's page that can work it out on the own device.
func exampleChecks() []Example {
	elsewhere := exampleElsewhere()
	empty := CheckPage{Offer: elsewhere.Offer, Inputs: elsewhere.Inputs}
	empty.Offer.State, empty.Offer.Amount, empty.Offer.Facts = offers.Open, 0, nil
	empty.Offer.Missing = []string{"toetsingsinkomen", "heeft_toeslagpartner"}
	empty.Offer.Reasons = []*offers.Reason{reason("zorgtoeslag", "inkomen_niet_te_hoog", offers.NotKnown, lawAwir, "14")}
	done := CheckPage{Offer: elsewhere.Offer, Inputs: elsewhere.Inputs, Computed: true, Values: map[string]string{"fact.toetsingsinkomen": "21.500"}}
	wrong := empty
	wrong.Errors = []FieldError{{FieldFact("toetsingsinkomen"), "field.negative"}}
	wrong.Values = map[string]string{"fact.toetsingsinkomen": "-1"}
	beside := exampleTogether()
	together := CheckPage{Offer: beside.Offer, Inputs: beside.Inputs, CountsIn: beside.CountsIn}
	check := func(name string, p CheckPage) Example {
		return Example{Name: name, Script: ScriptCheck, Page: func(f *Frame) templ.Component { return CheckForm(f, p) }}
	}
	return []Example{
		check("check", empty), check("check-done", done), check("check-wrong", wrong), check("check-together", together),
		{Name: "offer-local-check", SignedIn: true, Script: ScriptCheck, Page: func(f *Frame) templ.Component { return Offer(f, new(exampleOpen())) }},
	}
}

// exampleOffers are the states of an offer's page.
func exampleOffers() []Example {
	offer := func(name string, p OfferPage) Example {
		return Example{Name: "offer-" + name, SignedIn: true, Page: func(f *Frame) templ.Component { return Offer(f, &p) }}
	}
	firm, possible, open := exampleFirm(), examplePossible(), exampleOpen()
	accepted, talked := firm, possible
	accepted.Answered, accepted.Revocable = exampleReceiptOf(firm.Offer, offers.Accept), true
	talked.Answered, talked.Until = exampleReceipt(offers.Talk), 0
	delivered, expired, account, signIn := accepted, firm, firm, firm
	withdrawn, stopped := firm, firm
	withdrawn.Answered = exampleReceiptOf(firm.Offer, offers.Withdraw)
	stopped.Answered, stopped.Accept = withdrawn.Answered, Delivered
	delivered.Accept, expired.Accept, account.Accept, signIn.Accept = Delivered, OfferExpired, NeedsAccount, NeedsSignIn
	may, must, given, gone := firm, firm, firm, accepted
	may.Account, must.Account, gone.Accept = MayGiveAccount, MustGiveAccount, AccountGiven
	given.Account, given.Answered = MustGiveAccount, exampleReceiptOf(firm.Offer, offers.Accept)
	given.Answered.Account, given.Values = "NL … 4300", map[string]string{FieldAccount: "NL91 ABNA 0417 1643 01"}
	given.Errors = []FieldError{{FieldAccount, "field.account_digits"}}
	wrong := open
	wrong.Errors = []FieldError{{FieldFact("vermogen"), "field.amount"}, {FieldFact("datum_vorige_toekenning"), "field.date"}, {FieldWish, "field.wish_too_long"}}
	wrong.Values = map[string]string{
		"fact.vermogen": "veel", "fact.datum_vorige_toekenning.day": "31", "fact.datum_vorige_toekenning.month": "2",
		"fact.datum_vorige_toekenning.year": "2025", "contest.gemiddeld_maandinkomen": ContestBoth,
	}
	saved, back := open, open
	saved.Draft, back.Draft = Draft{Saved: exampleDay + 30}, Draft{Saved: exampleDay + 30, Back: true}
	saved.Values = map[string]string{"fact.vermogen": "1.500", FieldWish: "Liever na 14 uur."}
	back.Values = saved.Values
	changed := possible
	changed.Changed = true
	refused := possible
	refused.Offer.State, refused.Offer.Amount, refused.Offer.Judged = offers.NotEntitled, 0, nil
	refused.Offer.Reasons = withOutcome(refused.Offer.Reasons, "vermogen_onder_grens", offers.Unmet)
	return []Example{
		offer("firm", firm), offer("possible", possible), offer("open", open), offer("not-entitled", refused),
		offer("wrong", wrong), offer("changed", changed), offer("saved", saved), offer("back", back), offer("answered-accept", accepted), offer("answered-talk", talked),
		offer("withdrawn", withdrawn), offer("stopped", stopped), offer("delivered", delivered), offer("expired", expired), offer("needs-account", account), offer("needs-sign-in", signIn),
		offer("may-give-account", may), offer("must-give-account", must), offer("wrong-account", given), offer("account-given", gone),
		offer("not-ours", exampleElsewhere()), offer("together", exampleTogether()),
		{Name: "offer-sign-in", SignedIn: true, Page: func(f *Frame) templ.Component {
			f.SignIn = WithDigiD
			return Offer(f, &signIn)
		}},
	}
}

// exampleVerify is the page without its script, which says who can verify.
func exampleVerify() VerifyPage {
	return VerifyPage{Schemes: []string{"alleenverdieners", "individuele_inkomenstoeslag"}}
}

// exampleList has an offer in each group.
func exampleList() OffersPage {
	firm, possible, open, elsewhere := exampleFirm(), examplePossible(), exampleOpen(), exampleElsewhere()
	line := func(p OfferPage, id string) OfferLine {
		return OfferLine{ID: id, Offer: p.Offer, Accept: p.Accept, Answered: p.Answered, Until: p.Until}
	}
	page := OffersPage{Name: "S. Yılmaz", Lines: []OfferLine{
		line(firm, "b3"), line(open, "c7"), line(possible, "c8"), line(firm, "c9"), line(firm, "d1"), line(elsewhere, "d9"),
		line(possible, "e1"), line(possible, "e2"),
	}}
	page.Lines[1].Accept, page.Lines[1].Answered, page.Lines[1].Until = NeedsSignIn, exampleReceipt(offers.Talk), 0
	page.Lines[2].Accept = NeedsAccount
	page.Lines[3].Answered = exampleReceiptOf(firm.Offer, offers.Accept)
	page.Lines[3].Status = &Status{Asked: exampleDay, Latest: exampleDay + 56, Article: exampleDue, Changed: true}
	page.Lines[4].Answered, page.Lines[4].Accept = exampleReceiptOf(firm.Offer, offers.Accept), Delivered
	page.Lines[6].Answered, page.Lines[6].Revocable = exampleReceipt(offers.Decline), true
	page.Lines[7].Over, page.Lines[7].Accept = true, OfferExpired
	page.Total.Add(&firm.Offer)
	return page
}

// withOutcome copies reasons and gives one of them another outcome.
func withOutcome(reasons []*offers.Reason, output string, outcome offers.Outcome) []*offers.Reason {
	list := make([]*offers.Reason, len(reasons))
	for i, r := range reasons {
		if r.Output == output {
			r = reason("individuele_inkomenstoeslag", output, outcome, lawParticipatiewet, r.Source.Article)
		}
		list[i] = r
	}
	return list
}

// reason is one outcome of one criterion, by the article that the scheme's law has it from.
func reason(scheme, output string, outcome offers.Outcome, law offers.LawVersion, article string) *offers.Reason {
	return &offers.Reason{
		Key: scheme + ".reason." + output + "." + string(outcome), Output: output, Outcome: outcome,
		Source: rules.Source{Law: law.ID, Version: law.Version, Article: article, URL: law.URL + "#Artikel" + article},
	}
}
