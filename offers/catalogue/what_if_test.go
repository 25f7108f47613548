package catalogue_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"zeker/offers"
	"zeker/offers/rules"
)

// life is that of a resident who tells this and gets that.
func life(t *testing.T, on, month string, change offers.Change, told, facts map[string]int64, gets ...string) *offers.Life {
	t.Helper()
	l := &offers.Life{On: date(t, on), Month: date(t, month), Change: change, Gets: gets}
	for name, n := range told {
		l.Told = append(l.Told, offers.Fact{Name: name, Value: offers.Number(n), Source: offers.Resident})
	}
	for name, n := range facts {
		l.Facts = append(l.Facts, offers.Fact{Name: name, Value: offers.Number(n), Source: offers.Resident})
	}
	return l
}

func courseOf(t *testing.T, c *offers.Catalogue, l *offers.Life, scheme string) offers.Course {
	t.Helper()
	courses, err := c.Courses(l)
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(courses, func(c offers.Course) bool { return c.Scheme.ID == scheme })
	if at < 0 {
		t.Fatalf("no course of %s", scheme)
	}
	return courses[at]
}

// Somebody alone, insured, without assets, born in 1980.
func alone(income int64) map[string]int64 {
	return map[string]int64{
		"geboortedatum": 3714, "is_verzekerd": 1, "heeft_toeslagpartner": 0, "verblijft_rechtmatig": 1,
		"vermogen_op_1_januari": 0, "toetsingsinkomen": income,
	}
}

// TestAnAdvanceIsSettledOverTheYear: zorgtoeslag of 2026 for somebody alone is 2,119
// less 1.912 % of 29,736 and 13.73 % of what comes above that: € 1,550.45, rounded to
// 1,550 a year and 129 a month, up to 29,736 (Wet op de zorgtoeslag 2 and 3, amounts
// of 2026). Up to € 121 of difference is not collected (Awir 26a, 2026).
func TestAnAdvanceIsSettledOverTheYear(t *testing.T) {
	zonnedijk := town(t, library(t), "zonnedijk")
	for name, c := range map[string]struct {
		on, month    string
		gross        int64
		then         int64 // a month
		told, silent offers.Settlement
	}{
		// 28,000 and 4 times 1,500 is 34,000: 965.00 a year, 80 a month.
		"work from September, told in September": {"2026-09-10", "2026-09-01", 1500_00, 80_00,
			offers.Settlement{Paid: 9*129_00 + 3*80_00, Right: 960_00, Back: 441_00, Aside: 147_00},
			offers.Settlement{Paid: 1548_00, Right: 960_00, Back: 588_00}},
		// Told in November: until then the advance stayed. December alone is left.
		"work since September, told in November": {"2026-11-16", "2026-09-01", 1500_00, 80_00,
			offers.Settlement{Paid: 11*129_00 + 80_00, Right: 960_00, Back: 539_00, Aside: 539_00},
			offers.Settlement{Paid: 1548_00, Right: 960_00, Back: 588_00}},
		// 30,573 comes to 1,435.53: 119 a month, € 120 less in the year.
		"so little that it is not collected": {"2026-12-01", "2026-12-01", 2573_00, 119_00,
			offers.Settlement{Paid: 1548_00, Right: 1428_00, Small: 120_00},
			offers.Settlement{Paid: 1548_00, Right: 1428_00, Small: 120_00}},
		// 30,683 comes to 1,420.43: 118 a month, € 132 less.
		"just too much for that": {"2026-12-01", "2026-12-01", 2683_00, 118_00,
			offers.Settlement{Paid: 1548_00, Right: 1416_00, Back: 132_00},
			offers.Settlement{Paid: 1548_00, Right: 1416_00, Back: 132_00}},
		"below the threshold income nothing changes": {"2026-09-10", "2026-09-01", 434_00, 129_00,
			offers.Settlement{Paid: 1548_00, Right: 1548_00}, offers.Settlement{Paid: 1548_00, Right: 1548_00}},
	} {
		t.Run(name, func(t *testing.T) {
			l := life(t, c.on, c.month, "work", map[string]int64{"gross": c.gross, "net": c.gross}, alone(28000_00), "zorgtoeslag")
			got := courseOf(t, zonnedijk, l, "zorgtoeslag")
			if len(got.Months) != 12 || len(got.Years) != 1 || got.Years[0].Year != 2026 {
				t.Fatalf("months %v, years %v: the law of 2027 is not known", got.Months, got.Years)
			}
			for _, m := range got.Months {
				if m.Now != 129_00 || m.Then != c.then {
					t.Errorf("in %v: %d and %d", m.On, m.Now, m.Then)
				}
			}
			if got.Years[0].Told != c.told || got.Years[0].Silent != c.silent {
				t.Errorf("told %+v\nsilent %+v", got.Years[0].Told, got.Years[0].Silent)
			}
		})
	}
}

// TestLessIncomeBringsMore: the other way round nothing is reclaimed, and what was too
// little comes at the final award (Awir 24).
func TestLessIncomeBringsMore(t *testing.T) {
	zonnedijk := town(t, library(t), "zonnedijk")
	l := life(t, "2026-09-10", "2026-09-01", "less_work", map[string]int64{"gross": 1500_00, "net": 1200_00}, alone(34000_00), "zorgtoeslag")
	got := courseOf(t, zonnedijk, l, "zorgtoeslag")
	if got.Years[0].Told.More != 9*49_00 || got.Years[0].Silent.More != 588_00 || got.Years[0].Silent.Back != 0 {
		t.Errorf("%+v", got.Years[0])
	}
}

// onAssistance is somebody of 46, alone, without income or assets.
var onAssistance = map[string]int64{
	"geboortedatum": 3714, "woont_in_gemeente": 1, "nederlander_of_gelijkgesteld": 1, "heeft_partner": 0, "heeft_kinderen_ten_laste": 0,
	"aantal_kostendelende_medebewoners": 0, "verblijft_in_inrichting": 0, "inkomen_per_maand": 0, "vermogen": 0,
	"uitgesloten_artikel_13": 0, "heeft_onbetaald_verlof": 0,
}

// TestAssistanceIsSettledByTheMonth: bijstand of somebody alone is 1,401.50 in the first
// half of 2026 and 1,419.46 in the second (Participatiewet 21). Wages count from the
// month in which they come; months before stay as they were.
func TestAssistanceIsSettledByTheMonth(t *testing.T) {
	zonnedijk := town(t, library(t), "zonnedijk")
	wage := map[string]int64{"gross": 1200_00, "net": 1000_00}
	for name, c := range map[string]struct {
		on           string
		told, silent offers.Settlement
	}{
		"told at once": {"2026-09-10",
			offers.Settlement{Paid: 6*1401_50 + 2*1419_46 + 4*419_46, Right: 6*1401_50 + 2*1419_46 + 4*419_46},
			offers.Settlement{Paid: 6*1401_50 + 6*1419_46, Right: 6*1401_50 + 2*1419_46 + 4*419_46, Back: 4000_00}},
		"told two months late": {"2026-11-16",
			offers.Settlement{Paid: 6*1401_50 + 5*1419_46 + 419_46, Right: 6*1401_50 + 2*1419_46 + 4*419_46, Back: 3000_00, Aside: 3000_00},
			offers.Settlement{Paid: 6*1401_50 + 6*1419_46, Right: 6*1401_50 + 2*1419_46 + 4*419_46, Back: 4000_00}},
	} {
		t.Run(name, func(t *testing.T) {
			got := courseOf(t, zonnedijk, life(t, c.on, "2026-09-01", "work", wage, onAssistance, "algemene_bijstand"), "algemene_bijstand")
			if len(got.Years) != 1 || got.Years[0].Told != c.told || got.Years[0].Silent != c.silent {
				t.Errorf("got %+v, missing %v", got.Years, got.Missing)
			}
		})
	}
}

// TestWhenAChangeCounts: a partner counts for bijstand from the month itself, and for
// zorgtoeslag from the next one (Awir 5), with the income of the whole year; savings of
// today count for zorgtoeslag on the next 1 January, of which the law is not known.
func TestWhenAChangeCounts(t *testing.T) {
	zonnedijk := town(t, library(t), "zonnedijk")
	partner := map[string]int64{"born": 4000, "gross": 2000_00, "net": 1700_00}
	facts := alone(20000_00)
	for name, n := range onAssistance {
		facts[name] = n
	}
	facts["partner_is_verzekerd"], facts["partner_heeft_recht_op_bijstand"], facts["partner_verblijft_in_inrichting"] = 1, 1, 0
	l := life(t, "2026-08-20", "2026-09-01", "partner_in", partner, facts, "zorgtoeslag")
	zorg, bijstand := courseOf(t, zonnedijk, l, "zorgtoeslag").Months, courseOf(t, zonnedijk, l, "algemene_bijstand").Months
	// Two with 44,000: 4,238 less 4.289 % of 29,736 and 13.73 % of 14,264: 1,004.18, 83 a month.
	if c := courseOf(t, zonnedijk, l, "zorgtoeslag"); c.Beyond {
		t.Error("a partner of September counts within the year")
	}
	if zorg[8].Then != 129_00 || zorg[9].Then != 83_00 || zorg[11].Then != 83_00 {
		t.Errorf("zorgtoeslag %v", zorg)
	}
	if bijstand[7].Then != 1419_46 || bijstand[8].Then != 2027_79-1700_00 {
		t.Errorf("bijstand %v", bijstand)
	}
	rich := life(t, "2026-08-20", "2026-09-01", "savings", map[string]int64{"amount": 200_000_00}, facts, "zorgtoeslag")
	if got := courseOf(t, zonnedijk, rich, "zorgtoeslag"); got.Years[0].Silent.Back != 0 || got.Months[11].Then != 129_00 || !got.Beyond {
		t.Errorf("savings of September: %+v", got)
	}
	last := life(t, "2025-08-20", "2025-09-01", "savings", map[string]int64{"amount": 200_000_00}, alone(20000_00), "zorgtoeslag")
	if got := courseOf(t, zonnedijk, last, "zorgtoeslag"); len(got.Months) != 24 || got.Months[11].Then == 0 || got.Months[12].Then != 0 || got.Years[1].Silent.Back != 1548_00 {
		t.Errorf("savings of 2025: %+v", got)
	}
}

// TestTheThresholdIsThatOfTheYear: a difference of € 120 in 2025 is collected, since up
// to 118 is not (Awir 26a, 2025).
func TestTheThresholdIsThatOfTheYear(t *testing.T) {
	zonnedijk := town(t, library(t), "zonnedijk")
	for gross := int64(0); gross < 5000_00; gross += 10_00 {
		l := life(t, "2025-12-01", "2025-12-01", "work", map[string]int64{"gross": gross, "net": gross}, alone(28000_00), "zorgtoeslag")
		s := courseOf(t, zonnedijk, l, "zorgtoeslag").Years[0].Silent
		if difference := s.Paid - s.Right; (difference > 118_00) != (s.Back > 0) || (difference > 0) != (s.Back+s.Small > 0) {
			t.Fatalf("gross %d: %+v", gross, s)
		}
	}
}

// TestAChangeThatIsNotToldWholeChangesNothing: what it asks is named.
func TestAChangeThatIsNotToldWholeChangesNothing(t *testing.T) {
	zonnedijk := town(t, library(t), "zonnedijk")
	l := life(t, "2026-09-10", "2026-09-01", "work", map[string]int64{"net": 1500_00}, alone(28000_00), "zorgtoeslag")
	if got := courseOf(t, zonnedijk, l, "zorgtoeslag"); !slices.Equal(l.Asked(), []string{"gross"}) || got.Months[11].Then != 129_00 {
		t.Errorf("asks %v, got %+v", l.Asked(), got)
	}
}

// TestEdge: somebody alone keeps zorgtoeslag up to € 40,857 (Dienst Toeslagen, 2026),
// and loses the last 2 euros a month there at once.
func TestEdge(t *testing.T) {
	zonnedijk := town(t, library(t), "zonnedijk")
	l := life(t, "2026-09-10", "2026-09-01", "work", map[string]int64{"gross": 1500_00, "net": 1300_00}, alone(28000_00), "zorgtoeslag")
	e := courseOf(t, zonnedijk, l, "zorgtoeslag").Edge
	if e.Fact != "toetsingsinkomen" || e.Value != 34000_00 || e.Always || e.Until/100_00 != 408 || len(e.Cliffs) != 1 || e.Cliffs[0] != (rules.Cliff{At: e.Until, Drop: 2_00}) {
		t.Errorf("%+v", e)
	}
}

// TestTheEdgeThatAChangeGoesOver: somebody with 39,000 who gets 1,000 a month more from
// September ends above € 40,857; alone on assistance nobody has a right beside € 1,500 a
// month. A wage of somebody who never had a right goes over nothing.
func TestTheEdgeThatAChangeGoesOver(t *testing.T) {
	zonnedijk := town(t, library(t), "zonnedijk")
	work := func(gross, net int64, facts map[string]int64, scheme string) offers.Edge {
		told := map[string]int64{"gross": gross, "net": net}
		return courseOf(t, zonnedijk, life(t, "2026-08-10", "2026-09-01", "work", told, facts, scheme), scheme).Edge
	}
	if e := work(1000_00, 800_00, alone(39000_00), "zorgtoeslag"); e.Value != 43000_00 || e.Until/100_00 != 408 || len(e.Cliffs) != 1 || e.Cliffs[0].At != e.Until {
		t.Errorf("zorgtoeslag: %+v", e)
	}
	if e := work(1900_00, 1500_00, onAssistance, "algemene_bijstand"); e.Value != 1500_00 || e.Until >= 1419_46 || e.Until < 1400_00 {
		t.Errorf("bijstand: %+v", e)
	}
	if e := work(1000_00, 800_00, alone(45000_00), "zorgtoeslag"); e.Fact != "" {
		t.Errorf("above the limit already: %+v", e)
	}
	strict := maps.Clone(onAssistance)
	strict["vermogen"] = 90000_00
	if e := work(500_00, 400_00, strict, "algemene_bijstand"); e.Fact != "" {
		t.Errorf("no right because of assets: %+v", e)
	}
}

// TestNoLawNoWhatIf: of a year without law nothing is said.
func TestNoLawNoWhatIf(t *testing.T) {
	if _, err := town(t, library(t), "zonnedijk").Courses(life(t, "2026-11-16", "2027-03-01", "birth", nil, alone(0))); err != offers.ErrNoLaw {
		t.Errorf("2027: %v", err)
	}
}

// someLife draws a life of a household, with a change that is told whole.
func someLife(r *rand.Rand, c *offers.Catalogue) *offers.Life {
	on, _ := rules.DayOf(2026, 1+r.IntN(12), 1+r.IntN(28))
	month, _ := rules.DayOf(2026, 1+r.IntN(12), 1)
	period, _ := c.On(on)
	l := &offers.Life{On: on, Month: month, Change: offers.Changes[r.IntN(len(offers.Changes))]}
	for name, v := range household(r, period.Program, on) {
		l.Facts = append(l.Facts, offers.Fact{Name: name, Value: v, Source: offers.Resident})
	}
	for _, ask := range l.Change.Asks() {
		n := r.Int64N(4000_00)
		switch {
		case ask.Type == rules.Bool:
			n %= 2
		case ask.Type == rules.Date:
			n = int64(on.AddMonths(-12 * (18 + r.IntN(60))))
		}
		l.Told = append(l.Told, offers.Fact{Name: ask.Name, Value: offers.Number(n), Source: offers.Resident})
	}
	for i := range period.Schemes {
		if r.IntN(2) == 0 {
			l.Gets = append(l.Gets, period.Schemes[i].ID)
		}
	}
	return l
}

// shuffled is a catalogue that lists its schemes, and the questions of each, in
// another order.
func shuffled(r *rand.Rand, c *offers.Catalogue) *offers.Catalogue {
	other := *c
	other.Periods = slices.Clone(c.Periods)
	for i := range other.Periods {
		p := &other.Periods[i]
		p.Schemes = slices.Clone(p.Schemes)
		r.Shuffle(len(p.Schemes), func(i, j int) { p.Schemes[i], p.Schemes[j] = p.Schemes[j], p.Schemes[i] })
	}
	return &other
}

// TestOrderOfSchemesDoesNotMatter for what they come to together.
func TestOrderOfSchemesDoesNotMatter(t *testing.T) {
	l := library(t)
	for _, id := range l.Municipalities() {
		c := town(t, l, id)
		r := rand.New(rand.NewPCG(5, 6))
		other := shuffled(r, c)
		told, moved := 0, 0
		for range rounds(50_000) {
			l := someLife(r, c)
			one, err1 := c.Courses(l)
			two, err2 := other.Courses(l)
			if err1 != nil || err2 != nil {
				t.Fatalf("%v, %v: %+v", err1, err2, l)
			}
			if a, b := byScheme(t, one), byScheme(t, two); a != b {
				t.Fatalf("%+v\n%s\n%s", l, a, b)
			}
			for _, c := range one {
				if len(c.Months) > 0 {
					told++
				}
				if slices.ContainsFunc(c.Months, func(m offers.Month) bool { return m.Now != m.Then }) {
					moved++
				}
			}
			if r.IntN(100) == 0 {
				other = shuffled(r, c)
			}
		}
		t.Logf("%s: %d courses, %d of which a change moved", id, told, moved)
		if moved*20 < told {
			t.Errorf("%s: of %d courses a change moved only %d", id, told, moved)
		}
	}
}

func byScheme(t *testing.T, courses []offers.Course) string {
	t.Helper()
	all := map[string]any{}
	for _, c := range courses {
		all[c.Scheme.ID] = []any{c.Gets, c.State, c.Missing, c.Months, c.Years, c.Edge}
	}
	b, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestWhatIfAsText: what a page sends, and what it gets.
func TestWhatIfAsText(t *testing.T) {
	w := offers.NewWhatIf(town(t, library(t), "zonnedijk"))
	const facts = "geboortedatum\t~22-3-1980\nis_verzekerd\t~yes\nheeft_toeslagpartner\t0\ntoetsingsinkomen\t~28.000\nvermogen_op_1_januari\t0\nverblijft_rechtmatig\t1\n"
	for name, c := range map[string]struct{ request, want string }{
		"work": {"2026-09-10\nwork\t2026-12-01\n+gross\t~2.573\n+net\t200000\n*zorgtoeslag\n" + facts,
			`"troubles":{},"asks":[],` +
				`{"scheme":"zorgtoeslag","state":"entitled","missing":[],"gets":true,"first":"2026-01-01",` +
				`"now":[12900,12900,12900,12900,12900,12900,12900,12900,12900,12900,12900,12900],` +
				`"then":[11900,11900,11900,11900,11900,11900,11900,11900,11900,11900,11900,11900],` +
				`"years":[{"year":2026,"told":{"paid":154800,"right":142800,"back":0,"small":12000,"more":0,"aside":0},` +
				`"silent":{"paid":154800,"right":142800,"back":0,"small":12000,"more":0,"aside":0}}],` +
				`"edge":{"fact":"toetsingsinkomen","value":3057300,"until":4085725,"cliffs":[{"at":4085725,"drop":200}]}}`},
		"a wage that is none":         {"2026-09-10\nwork\t2026-12-01\n+gross\t~much\n" + facts, `"troubles":{"+gross":"field.amount"},"asks":["gross","net"],`},
		"nothing is told":             {"2026-09-10\nwork\t2026-12-01\n", `"missing":["heeft_toeslagpartner","toetsingsinkomen",`},
		"a month that does not begin": {"2026-09-10\nwork\t2026-12-02\n", `"error":"what if: the first line must be a day and the second a change, a tab and the first day of a month"`},
		"no value":                    {"2026-09-10\nwork\t2026-12-01\nis_verzekerd\tx", `"troubles":{"is_verzekerd":"field.number"}`},
		"no law":                      {"2026-09-10\nwork\t2036-12-01\n", `{"error":"no law of this catalogue is in force on that day"}`},
	} {
		t.Run(name, func(t *testing.T) {
			got := string(w.Ask([]byte(c.request)))
			if !json.Valid([]byte(got)) {
				t.Fatalf("no JSON: %s", got)
			}
			for _, part := range strings.SplitAfter(c.want, `"asks":[],`) {
				if !strings.Contains(got, part) {
					t.Errorf("got %s\nwant %s", got, part)
				}
			}
		})
	}
}

// TestAWhatIfRefusesWhatCannotBe: the children of one scheme and the day of birth of
// another are told together, so that nobody is younger than a child.
func TestAWhatIfRefusesWhatCannotBe(t *testing.T) {
	zonnedijk := town(t, library(t), "zonnedijk")
	w := offers.NewWhatIf(zonnedijk)
	for name, c := range map[string]struct {
		lines []string
		want  map[string]string
	}{
		"a mother of fifteen with a child of sixteen": {
			[]string{"geboortedatum\t~1-1-2011", "aantal_kinderen_16_en_17\t~1"}, map[string]string{"aantal_kinderen_16_en_17": "field.age"}},
		"a father of eleven with children of twelve and sixteen": {
			[]string{"aantal_kinderen_12_tot_16\t~1", "aantal_kinderen_16_en_17\t~1", "geboortedatum\t~1-1-2015"},
			map[string]string{"aantal_kinderen_12_tot_16": "field.age", "aantal_kinderen_16_en_17": "field.age"}},
		"a mother of sixteen with a baby": {
			[]string{"geboortedatum\t~1-1-2010", "aantal_kinderen_onder_12\t~1", "aantal_kinderen_16_en_17\t~0"}, map[string]string{}},
		"a birth that is yet to come": {
			[]string{"geboortedatum\t~17-11-2026", "aantal_kinderen_16_en_17\t~1"}, map[string]string{"geboortedatum": "field.future"}},
		"a partner who is not born yet, and pays back every month": {
			[]string{"+born\t~1-1-2027", "+gross\t~-100"}, map[string]string{"+born": "field.future", "+gross": "field.negative"}},
	} {
		t.Run(name, func(t *testing.T) {
			var reply struct {
				Error    string
				Troubles map[string]string
				Courses  []struct{ Missing []string }
			}
			text := w.Ask([]byte("2026-11-16\npartner_in\t2026-12-01\n" + strings.Join(c.lines, "\n")))
			if err := json.Unmarshal(text, &reply); err != nil || reply.Error != "" {
				t.Fatalf("%v in %s", err, text)
			}
			if !maps.Equal(reply.Troubles, c.want) {
				t.Errorf("got troubles %v, want %v", reply.Troubles, c.want)
			}
			var missing []string
			for _, course := range reply.Courses {
				missing = append(missing, course.Missing...)
			}
			for field := range reply.Troubles {
				if field[0] != '+' && !slices.Contains(missing, field) {
					t.Errorf("%s is in trouble, and yet known to every scheme", field)
				}
			}
		})
	}
}

// TestNoIncomeIsLessThanNothing: when a partner leaves, assistance falls by more than
// the income that somebody said to have for remission.
func TestNoIncomeIsLessThanNothing(t *testing.T) {
	facts := maps.Clone(onAssistance)
	maps.Copy(facts, map[string]int64{
		"heeft_partner": 1, "geboortedatum_partner": 4000, "partner_heeft_recht_op_bijstand": 1, "inkomen_partner_per_maand": 0,
		"partner_verblijft_in_inrichting": 0, "netto_besteedbaar_inkomen_per_maand": 100_00,
	})
	none := map[string]int64{"gross": 0, "besides": 0, "net": 0}
	l := life(t, "2026-01-10", "2026-01-01", "partner_out", none, facts, "algemene_bijstand")
	got := courseOf(t, town(t, library(t), "zonnedijk"), l, "algemene_bijstand")
	if m := got.Months[0]; m.Now != 2002_13 || m.Then != 1401_50 {
		t.Errorf("%+v", got)
	}
}

// onSupplement is somebody of 46 with € 900 a month of the WW, after a wage of € 2,000,
// and a partner of 44.
var onSupplement = map[string]int64{
	"heeft_loondervingsuitkering": 1, "loondervingsuitkering_per_maand": 900_00, "loon_waarnaar_uitkering_is_berekend": 2000_00,
	"geboortedatum": 3714, "heeft_partner": 1, "geboortedatum_partner": 4500, "heeft_kind_jonger_dan_12": 1,
	"aantal_kostendelende_medebewoners": 0, "woont_bij_ouders": 0, "inkomen_uit_arbeid_per_maand": 0, "overig_inkomen_per_maand": 0,
	"vrijlating_nog_niet_voorbij": 0, "minimumjeugdloon_per_maand": 2337_00, "woont_in_nederland": 1,
}

// TestAPartnerTakesTheOwnIncomeAlong: where the law adds up the income of both, that of
// the partner who leaves is gone from the month itself, wages and what comes besides.
func TestAPartnerTakesTheOwnIncomeAlong(t *testing.T) {
	zonnedijk := town(t, library(t), "zonnedijk")
	both, lone := maps.Clone(onSupplement), maps.Clone(onSupplement)
	both["inkomen_uit_arbeid_per_maand"], both["overig_inkomen_per_maand"] = 400_00, 150_00
	lone["heeft_partner"] = 0
	gone := map[string]int64{"gross": 400_00, "besides": 150_00, "net": 500_00}
	got := courseOf(t, zonnedijk, life(t, "2026-08-10", "2026-09-01", "partner_out", gone, both, "toeslagenwet"), "toeslagenwet")
	want := courseOf(t, zonnedijk, life(t, "2026-08-10", "2026-09-01", "", nil, lone, "toeslagenwet"), "toeslagenwet")
	if len(got.Months) != 6 || len(want.Months) != 6 {
		t.Fatalf("got %+v, want %+v", got, want)
	}
	before, after, right := got.Months[1], got.Months[2], want.Months[2].Now
	if before.Then != before.Now || after.Then != right || after.Now == right || right == 0 {
		t.Errorf("in August %+v, in September %+v; alone there is a right to %d", before, after, right)
	}
}

// TestAYearOfWhichAPartIsKnown: there is law of the Toeslagenwet from July 2026.
func TestAYearOfWhichAPartIsKnown(t *testing.T) {
	zonnedijk := town(t, library(t), "zonnedijk")
	wage := map[string]int64{"gross": 500_00, "net": 400_00}
	facts := maps.Clone(onSupplement)
	maps.Copy(facts, alone(20000_00))
	for scheme, want := range map[string]string{"toeslagenwet": "2026-07-01 2026-12-01 false", "zorgtoeslag": "2026-01-01 2026-12-01 true"} {
		got := courseOf(t, zonnedijk, life(t, "2026-08-10", "2026-09-01", "work", wage, facts, scheme), scheme)
		first, last, whole := got.Known(2026)
		if known := fmt.Sprint(first, last, whole); known != want {
			t.Errorf("%s: known %s, want %s", scheme, known, want)
		}
	}
}
