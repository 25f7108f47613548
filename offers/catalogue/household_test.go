package catalogue_test

import (
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"zeker/offers"
	"zeker/offers/catalogue"
	"zeker/offers/law"
	"zeker/offers/rules"
)

// rounds is how often a test repeats: the whole count in `make proof`, a
// hundredth of it otherwise.
func rounds(proof int) int {
	if os.Getenv("ZEKER_PROOF") == "1" {
		return proof
	}
	return proof / 100
}

// figures are amounts of money that stand in the law, and what is worth trying
// around them, in eurocents: limits of income and assets, single and together.
var figures = []int64{
	0, 1, 1561_40, 1561_41, 2230_56, 2230_57, 1541_65, 1490_43, 8000_00, 16000_00, 19000_00, 26819_00, 28406_00, 29736_00,
	37496_00, 39719_00, 40857_00, 202_52, 200_71, 498_20, 713_02, 764_14, 932_93, 6218_00, 23425_00, 31500_00, 38479_00, 76958_00, 39141_00, 72779_15, 108321_52, 47368_00,
	1419_46, 2027_79, 1401_50, 2002_13, 1308_45, 1869_21, 1013_90, 878_71, 350_42, 7575_00, 15150_00,
	1587_34, 2176_10, 1564_69, 2144_16, 1088_05, 942_98, 26_50, 53_00, 2337_00, 1635_90, 1168_50, 1669_31, 1669_32, 2337_04, 116_85, 136_00, 2269_00, 3350_00, 1558_15, 2135_40, 1261_35, 1801_92, 2901_50, 4002_13, 5000_00, 10000_00, 1746_07, 1746_08, 2393_71, 50206_00, 51142_00, 140213_00, 141896_00, 146011_00, 177301_00, 184633_00,
}

// ordinary are answers that most people give; with others, one refusal would
// hide all the rest.
var ordinary = map[string]int64{
	"woont_in_gemeente": 1, "uitgesloten_artikel_13": 0, "geen_uitzicht_op_inkomensverbetering": 1,
	"is_verzekerd": 1, "verblijft_rechtmatig": 1, "medebewoners_verblijven_rechtmatig": 1, "huurt_zelfstandige_woning": 1, "inschrijving_klopt": 1,
	"nederlander_of_gelijkgesteld": 1, "woont_in_nederland": 1, "heeft_loondervingsuitkering": 1, "heeft_onbetaald_verlof": 0, "jongere_uitgesloten_artikel_13": 0, "verblijft_in_inrichting": 0,
	"andere_voorziening_betaalt": 0, "kosten_zijn_bijzonder": 1, "kosten_zijn_noodzakelijk": 1,
	"aanslag_is_voor_bedrijf": 0, "aflossing_andere_schulden_per_maand": 0, "overige_bezittingen": 0, "waarde_auto": 0, "waarde_inboedel": 0, "uitgaven_die_meetellen_per_maand": 0,
}

// household draws a value for every fact that a program reads.
func household(r *rand.Rand, p *rules.Program, on rules.Day) map[string]offers.Value {
	all := map[string]offers.Value{}
	for _, f := range p.Facts() {
		usual, isUsual := ordinary[f.Name]
		switch {
		case f.Name == rules.ReferenceDate:
		case isUsual && r.IntN(10) > 0:
			all[f.Name] = offers.Number(usual)
		case f.Name == "geboortedatum" && r.IntN(2) == 0:
			all[f.Name] = offers.Number(int64(on.AddMonths(-12 * (22 + r.IntN(44)))))
		case f.Null && r.IntN(3) == 0:
			all[f.Name] = offers.Value{Knowledge: offers.Null}
		case f.Type == rules.Bool:
			all[f.Name] = offers.Number(int64(r.IntN(2)))
		case f.Type == rules.Date:
			all[f.Name] = offers.Number(int64(someday(r, on)))
		case f.Unit == "" && f.Max <= 100:
			all[f.Name] = offers.Number(r.Int64N(4)) // of people, mostly
		default:
			n := figures[r.IntN(len(figures))] + int64(r.IntN(5)-2)
			if r.IntN(3) == 0 {
				n = r.Int64N(60000_00)
			}
			all[f.Name] = offers.Number(min(max(n, f.Min), f.Max))
		}
	}
	return all
}

// someday draws a day that an age or a term may turn on.
func someday(r *rand.Rand, on rules.Day) rules.Day {
	years := []int{0, 1, 2, 17, 18, 19, 20, 21, 22, 40, 66, 67, 68}
	d := on.AddMonths(-12 * years[r.IntN(len(years))])
	if r.IntN(4) == 0 {
		return d - rules.Day(r.IntN(800))
	}
	return d + rules.Day(r.IntN(5)-2)
}

// entries calls f for every period and scheme of every municipality.
func entries(t *testing.T, f func(t *testing.T, l *catalogue.Library, m *catalogue.Municipality, p *offers.Period, s *offers.Scheme)) {
	l := library(t)
	for _, id := range l.Municipalities() {
		m, _ := l.Municipality(id)
		c := town(t, l, id)
		for i := range c.Periods {
			for k := range c.Periods[i].Schemes {
				p, s := &c.Periods[i], &c.Periods[i].Schemes[k]
				t.Run(id+" "+s.ID+" from "+p.From.String(), func(t *testing.T) { f(t, l, m, p, s) })
			}
		}
	}
}

// TestCompiledLawIsThePlainLaw: with all facts known, the program that offers
// are made with says what the law files say.
func TestCompiledLawIsThePlainLaw(t *testing.T) {
	entries(t, func(t *testing.T, l *catalogue.Library, m *catalogue.Municipality, p *offers.Period, s *offers.Scheme) {
		scheme, _ := l.Scheme(s.ID)
		r := rand.New(rand.NewPCG(uint64(p.From), 1))
		last := p.Until
		for range rounds(3_000) {
			on := p.From + rules.Day(r.IntN(int(last-p.From)+1))
			facts := household(r, p.Program, on)
			frame := known(t, p.Program, facts, on)
			if err := frame.Evaluate(p.Program.EntryIndex(s.ID)); err != nil {
				t.Fatal(err)
			}
			for _, output := range append([]string{s.Right, s.Amount}, s.Criteria...) {
				same(t, l, law.Query{Law: scheme.Law, Output: output, On: on, Municipality: m.Code}, p.Program, frame, facts)
			}
		}
	})
}

func known(t *testing.T, p *rules.Program, facts map[string]offers.Value, on rules.Day) *rules.Frame {
	t.Helper()
	frame := p.NewFrame()
	for i, f := range p.Facts() {
		var err error
		switch v := facts[f.Name]; {
		case f.Name == rules.ReferenceDate:
			err = frame.Know(i, int64(on))
		case v.Knowledge == offers.Null:
			err = frame.KnowNull(i)
		default:
			err = frame.Know(i, v.N)
		}
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
	}
	return frame
}

// same compares one output of a frame with the plain meaning of the law. An
// output of another law is compared through the law that reaches it.
func same(t *testing.T, l *catalogue.Library, q law.Query, p *rules.Program, frame *rules.Frame, facts map[string]offers.Value) {
	t.Helper()
	own, err := l.Laws().InForce(q.Law, q.On)
	if err != nil {
		t.Fatal(err)
	}
	slot := p.OutputIndex(q.Output)
	if !own.HasOutput(q.Output) {
		q.Law = p.Outputs()[slot].Source.Law
	}
	parameters := map[string]law.Value{}
	for i, f := range p.Facts() {
		parameters[f.Name] = plain(&p.Facts()[i], facts[f.Name])
	}
	delete(parameters, rules.ReferenceDate)
	all, err := l.Laws().Evaluate(q, parameters)
	if err != nil {
		t.Fatal(err)
	}
	lo, hi, status := frame.Output(slot)
	if o := p.Outputs()[slot]; lo != hi || status != rules.Decided || !says(all[q.Output], o, lo) {
		t.Fatalf("%s on %s: compiled %d with %d decimals, plain %v, for %v", q.Output, q.On, lo, o.Scale, all[q.Output], facts)
	}
}

// says reports whether a value of the law is what a slot holds.
func says(v law.Value, o rules.Output, n int64) bool {
	if yes, ok := v.Bool(); ok {
		return o.Type == rules.Bool && yes == (n != 0)
	}
	d, ok := v.Decimal()
	if !ok {
		return false
	}
	scaled, exact := d.Scaled(int(o.Scale))
	return exact && scaled == n
}

func plain(f *rules.Fact, v offers.Value) law.Value {
	switch {
	case v.Knowledge == offers.Null:
		return law.Value{}
	case f.Type == rules.Bool:
		return law.Bool(v.N != 0)
	case f.Type == rules.Date:
		return law.Date(rules.Day(v.N))
	}
	return law.Int(v.N)
}

// TestUnknownFactsNeverMislead: what is decided with facts unknown stays so
// whatever they turn out to be, and what is not named as missing does not matter.
func TestUnknownFactsNeverMislead(t *testing.T) {
	entries(t, func(t *testing.T, l *catalogue.Library, m *catalogue.Municipality, p *offers.Period, s *offers.Scheme) {
		c := town(t, l, m.ID)
		r := rand.New(rand.NewPCG(uint64(p.From), 2))
		for range rounds(10_000) {
			on := p.From + rules.Day(r.IntN(int(p.Until-p.From)+1))
			facts, hidden := household(r, p.Program, on), map[string]bool{}
			for name := range facts {
				hidden[name] = r.IntN(3) == 0
			}
			part, whole := made(t, c, s, facts, hidden, on), made(t, c, s, facts, nil, on)
			switch part.State {
			case offers.Entitled, offers.NotEntitled:
				if whole.State != part.State || whole.Amount != part.Amount {
					t.Fatalf("decided %s %d, in the end %s %d, for %v without %v", part.State, part.Amount, whole.State, whole.Amount, facts, hidden)
				}
			case offers.Possible:
				if len(part.Judged) == 0 {
					t.Fatalf("possible, and nobody has to judge anything, for %v without %v", facts, hidden)
				}
				if whole.State == offers.Entitled && whole.Amount != part.Amount {
					t.Fatalf("possibly %d, in the end %d, for %v without %v", part.Amount, whole.Amount, facts, hidden)
				}
			}
			// Other values for what is unknown and not named as missing.
			other := household(r, p.Program, on)
			for name := range facts {
				if hidden[name] && !slices.Contains(part.Missing, name) && !judged(p.Program, name) {
					facts[name] = other[name]
				}
			}
			changed := made(t, c, s, facts, nil, on)
			if changed.State != whole.State || changed.Amount != whole.Amount {
				t.Fatalf("%s %d becomes %s %d by facts that were not missing from %v, for %v without %v", whole.State, whole.Amount,
					changed.State, changed.Amount, part.Missing, facts, hidden)
			}
		}
	})
}

func judged(p *rules.Program, fact string) bool { return p.Facts()[p.FactIndex(fact)].Judged }

func made(t *testing.T, c *offers.Catalogue, s *offers.Scheme, facts map[string]offers.Value, hidden map[string]bool, on rules.Day) offers.Offer {
	t.Helper()
	var record offers.Record
	for name, v := range facts {
		if !hidden[name] {
			record.Facts = append(record.Facts, offers.Fact{Name: name, Value: v, Source: offers.Resident})
		}
	}
	o, err := offers.Make(c, s.ID, &record, on)
	if err != nil {
		t.Fatal(err)
	}
	return o
}
