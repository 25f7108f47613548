package e2e

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/playwright-community/playwright-go"

	"zeker/locales"
	"zeker/offers"
)

// change is one thing that somebody fills in, and what it makes of the check.
type change struct {
	name   string
	value  offers.Value
	state  offers.State
	amount int64 // eurocents
}

// zorgtoeslagChanges go through several amounts: alone, with a partner, too rich,
// not insured; answers are changed on the way.
var zorgtoeslagChanges = []change{
	{"geboortedatum", date(1984, 3, 2), offers.Open, 0},
	{"is_verzekerd", offers.Yes, offers.Open, 0},
	{"verblijft_rechtmatig", offers.Yes, offers.Open, 0},
	{"heeft_toeslagpartner", offers.No, offers.Open, 0},
	{"vermogen_op_1_januari", offers.Number(0), offers.Open, 0},
	{"toetsingsinkomen", offers.Number(19_000_00), offers.Entitled, 129_00},
	{"toetsingsinkomen", offers.Number(30_000_00), offers.Entitled, 126_00},
	{"toetsingsinkomen", offers.Number(40_000_00), offers.Entitled, 11_00},
	{"toetsingsinkomen", offers.Number(60_000_00), offers.NotEntitled, 0},
	{"toetsingsinkomen", offers.Number(29_500_00), offers.Entitled, 129_00},
	{"heeft_toeslagpartner", offers.Yes, offers.Open, 0},
	{"partner_is_verzekerd", offers.Yes, offers.Open, 0},
	{"toetsingsinkomen_partner", offers.Number(0), offers.Entitled, 246_00},
	{"partner_is_verzekerd", offers.No, offers.Entitled, 123_00},
	{"vermogen_op_1_januari", offers.Number(900_000_00), offers.NotEntitled, 0},
	{"vermogen_op_1_januari", offers.Number(1_000_00), offers.Entitled, 123_00},
	{"is_verzekerd", offers.No, offers.NotEntitled, 0},
}

// inkomenstoeslagChanges come to a person who has to judge.
var inkomenstoeslagChanges = []change{
	{"geboortedatum", date(1984, 3, 2), offers.Open, 0},
	{"woont_in_gemeente", offers.Yes, offers.Open, 0},
	{"heeft_partner", offers.No, offers.Open, 0},
	{"heeft_kinderen_ten_laste", offers.No, offers.Open, 0},
	{"gemiddeld_maandinkomen", offers.Number(1_200_50), offers.Open, 0},
	{"vermogen", offers.Number(1_500_00), offers.Open, 0},
	{"datum_vorige_toekenning", offers.Value{Knowledge: offers.Null}, offers.Open, 0},
	{"uitgesloten_artikel_13", offers.No, offers.Possible, 475_00},
	{"heeft_kinderen_ten_laste", offers.Yes, offers.Possible, 610_00},
	{"heeft_partner", offers.Yes, offers.Possible, 680_00},
	{"gemiddeld_maandinkomen", offers.Number(9_999_99), offers.NotEntitled, 0},
	{"gemiddeld_maandinkomen", offers.Number(1_000_00), offers.Possible, 680_00},
	{"woont_in_gemeente", offers.No, offers.NotEntitled, 0},
}

func date(year, month, date int) offers.Value { return offers.Number(int64(day(year, month, date))) }

// Whatever is filled in changes the state, the amount, the reasons and the next
// question on the page at once, in the words of the language.
func TestCheckFollowsWhatIsTyped(t *testing.T) {
	w := openTown(t)
	for scheme, changes := range map[string][]change{zorgtoeslag: zorgtoeslagChanges, inkomenstoeslag: inkomenstoeslagChanges} {
		t.Run(scheme, func(t *testing.T) {
			inBoth(t, func(t *testing.T, l *locales.Language) {
				p := w.open(t)
				p.visitCheck(l, scheme)
				p.openCheck(l)
				p.settle()
				same(t, "nothing filled in", p.outcome(), wanted(l, w.make(t, scheme, nil)))
				var record []offers.Fact
				for _, c := range changes {
					record = w.changed(p, l, scheme, record, c)
				}
			})
		})
	}
}

// changed makes one change on the page, compares, and returns the new record.
func (w *town) changed(p *page, l *locales.Language, scheme string, record []offers.Fact, c change) []offers.Fact {
	p.t.Helper()
	fact := offers.Fact{Name: c.name, Value: c.value, Source: offers.Resident}
	record = append(without(record, c.name), fact)
	offer := w.make(p.t, scheme, record)
	where := fmt.Sprintf("%s = %v", c.name, c.value)
	if offer.State != c.state || offer.Amount != c.amount {
		p.t.Fatalf("%s: the law says %s, %d; the test expects %s, %d", where, offer.State, offer.Amount, c.state, c.amount)
	}
	p.fill(w.typing(p.t, &fact))
	p.settle()
	same(p.t, where, p.outcome(), wanted(l, offer))
	return record
}

// without is a record that does not know a fact.
func without(record []offers.Fact, name string) []offers.Fact {
	return slices.DeleteFunc(slices.Clone(record), func(f offers.Fact) bool { return f.Name == name })
}

// What a source told us is corrected on the offer's page, and the check goes on
// from there; the lines of the offer itself keep saying what we knew.
func TestCheckFollowsACorrection(t *testing.T) {
	inBoth(t, func(t *testing.T, l *locales.Language) {
		r := bram()
		w := openTown(t, r)
		p := w.open(t).openLetter(r)
		p.visit("/" + l.Code() + "/offers/" + r.offers[inkomenstoeslag])
		p.openCheck(l)
		p.settle()
		same(t, "as we knew it", p.outcome(), wanted(l, w.make(t, inkomenstoeslag, r.facts)))
		for _, name := range []string{"heeft_partner", "gemiddeld_maandinkomen"} {
			check(t, p.Locator("[data-fact="+name+"] summary").Click())
		}
		record := r.facts
		for _, c := range []change{
			{"vermogen", offers.Number(1_500_50), offers.Open, 0},
			{"uitgesloten_artikel_13", offers.No, offers.Possible, 475_00},
			{"heeft_partner", offers.Yes, offers.Possible, 680_00},
			{"gemiddeld_maandinkomen", offers.Number(5_000_00), offers.NotEntitled, 0},
		} {
			record = w.changed(p, l, inkomenstoeslag, record, c)
		}
		above := p.Locator("[data-criterion=inkomen_was_laag]").First()
		check(t, playwright.NewPlaywrightAssertions(patience).Locator(above).
			ToContainText(l.T(inkomenstoeslag+".reason.inkomen_was_laag.met")))

		// Taken back, what we knew counts again.
		p.fill(typed{"fact.gemiddeld_maandinkomen": "", "fact.heeft_partner": ""})
		p.settle()
		given := without(without(record, "gemiddeld_maandinkomen"), "heeft_partner")
		for _, known := range r.facts {
			given = append(without(given, known.Name), known)
		}
		offer := w.make(t, inkomenstoeslag, given)
		if offer.Amount != 475_00 {
			t.Fatalf("the law says %d, the test expects 47500", offer.Amount)
		}
		same(t, "taken back", p.outcome(), wanted(l, offer))
	})
}

// sayingWorker stands in for the rules: it says the amount that is typed, in
// eurocents, so that amounts can be seen that no law gives.
const sayingWorker = `addEventListener("message", ({ data }) => {
	if (data.module) return postMessage({ ready: true })
	const amount = Number((/toetsingsinkomen\t~(\d+)/.exec(data.request) ?? [0, 0])[1])
	postMessage({ reply: JSON.stringify({ troubles: {}, state: "entitled", amount_eurocent: amount, per: "month",
		missing: ["toetsingsinkomen"], judged: [], reasons: {} }) })
})`

// The script writes money as the server does, and no money not at all.
func TestCheckWritesMoneyAsTheServer(t *testing.T) {
	w := openTown(t)
	inBoth(t, func(t *testing.T, l *locales.Language) {
		p := w.open(t)
		p.answers("**/check-worker.*.js", 200, "text/javascript", sayingWorker)
		p.visitCheck(l, zorgtoeslag)
		p.openCheck(l)
		for _, eurocents := range []int64{
			0, 1, 9, 10, 99, 1_00, 1_01, 1_10, 9_99, 10_00, 99_99, 100_00, 999_00, 999_99, 1_000_00, 1_000_01, 1_100_00, 1_100_50,
			9_999_99, 10_000_00, 99_999_05, 100_000_00, 999_999_99, 1_000_000_00, 1_234_567_89, 100_000_000_00, 12_345_678_901_23,
		} {
			p.fill(typed{"fact.toetsingsinkomen": strconv.FormatInt(eurocents, 10)})
			p.settle()
			want := ""
			if eurocents > 0 {
				want = l.W("offer.amount.month", "Amount", l.Money(eurocents))
			}
			if got := p.outcome().Amount; got != want {
				t.Errorf("%d eurocents: the script writes %q, the server %q", eurocents, got, want)
			}
		}
	})
}

// answers gives the browser an answer of the test's own to what it asks for under
// a pattern.
func (p *page) answers(pattern string, status int, contentType, body string) {
	p.t.Helper()
	check(p.t, p.Route(pattern, func(r playwright.Route) {
		err := r.Fulfill(playwright.RouteFulfillOptions{
			Status: playwright.Int(status), ContentType: playwright.String(contentType), Body: body,
		})
		if err != nil {
			p.t.Errorf("answer %s: %v", pattern, err)
		}
	}))
}

// No page of a check says the id of a text where the text should stand.
func TestCheckSaysNoIDs(t *testing.T) {
	w := openTown(t)
	inBoth(t, func(t *testing.T, l *locales.Language) {
		for _, scheme := range []string{zorgtoeslag, inkomenstoeslag} {
			p := w.open(t)
			p.visitCheck(l, scheme)
			p.openCheck(l)
			p.settle()
			text, err := p.GetByRole("main").InnerText()
			check(t, err)
			for _, id := range l.IDs() {
				if strings.Contains(text, id) {
					t.Errorf("%s: the page says %q", scheme, id)
				}
			}
		}
	})
}
