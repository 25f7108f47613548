package catalogue_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"

	"zeker/offers"
	"zeker/offers/catalogue"
	"zeker/offers/rules"
)

func library(t testing.TB) *catalogue.Library {
	t.Helper()
	l, err := catalogue.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func town(t testing.TB, l *catalogue.Library, id string) *offers.Catalogue {
	t.Helper()
	c, err := l.Catalogue(id)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func date(t testing.TB, s string) rules.Day {
	t.Helper()
	d, ok := rules.ParseDay(s)
	if !ok {
		t.Fatalf("%s is no date", s)
	}
	return d
}

func TestPeriodsHoldTheSchemesWhoseLawIsInForce(t *testing.T) {
	c := town(t, library(t), "zonnedijk")
	for _, want := range []struct {
		situation, on string
		schemes       []string
	}{
		{"before any law", "2023-12-31", nil},
		{"the first day of 2024", "2024-01-01", []string{"zorgtoeslag"}},
		{"the last day of June 2024", "2024-06-30", []string{"zorgtoeslag"}},
		{"July 2024, of which the norms are known", "2024-07-01", []string{"algemene_bijstand", "zorgtoeslag"}},
		{"the last day of 2024", "2024-12-31", []string{"algemene_bijstand", "zorgtoeslag"}},
		{"2025, when article 78gg begins", "2025-01-01", []string{"alleenverdieners", "kindgebonden_budget", "zorgtoeslag"}},
		{"2026, when the ordinance begins", "2026-01-01", []string{"aio", "algemene_bijstand", "alleenverdieners", "huurtoeslag", "individuele_inkomenstoeslag", "kindgebonden_budget", "kwijtschelding_gemeentelijke_belastingen", "zorgtoeslag"}},
		{"the demo's day", "2026-11-16", []string{"aio", "algemene_bijstand", "alleenverdieners", "bijzondere_bijstand", "huurtoeslag", "individuele_inkomenstoeslag", "kindgebonden_budget", "kwijtschelding_gemeentelijke_belastingen", "toeslagenwet", "zorgtoeslag"}},
		{"the last day that is known", "2026-12-31", []string{"aio", "algemene_bijstand", "alleenverdieners", "bijzondere_bijstand", "huurtoeslag", "individuele_inkomenstoeslag", "kindgebonden_budget", "kwijtschelding_gemeentelijke_belastingen", "toeslagenwet", "zorgtoeslag"}},
		{"2027, of which nothing is known", "2027-01-01", nil},
	} {
		t.Run(want.situation, func(t *testing.T) {
			p, err := c.On(date(t, want.on))
			if want.schemes == nil {
				if !errors.Is(err, offers.ErrNoLaw) {
					t.Errorf("got %v, want %v", err, offers.ErrNoLaw)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for i := range p.Schemes {
				got = append(got, p.Schemes[i].ID)
			}
			if !slices.Equal(got, want.schemes) {
				t.Errorf("got %v, want %v", got, want.schemes)
			}
		})
	}
}

func TestPeriodsDoNotOverlap(t *testing.T) {
	l := library(t)
	for _, id := range l.Municipalities() {
		periods := town(t, l, id).Periods
		for i := 1; i < len(periods); i++ {
			if before := periods[i-1]; before.Until == 0 || before.Until >= periods[i].From {
				t.Errorf("%s: the period from %s until %s meets the one from %s", id, before.From, before.Until, periods[i].From)
			}
		}
	}
}

func TestASchemeNamesTheLawItRestsOn(t *testing.T) {
	p, err := town(t, library(t), "zonnedijk").On(date(t, "2026-11-16"))
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string][]string{
		"aio":                 {"algemene_ouderdomswet 2025-01-01", "participatiewet 2026-07-01"},
		"algemene_bijstand":   {"algemene_ouderdomswet 2025-01-01", "participatiewet 2026-07-01"},
		"alleenverdieners":    {"participatiewet 2026-07-01", "regeling_participatiewet_ioaw_en_ioaz 2026-01-01"},
		"bijzondere_bijstand": {"algemene_ouderdomswet 2025-01-01", "beleidsregels_bijzondere_bijstand_zonnedijk 2026-07-01", "participatiewet 2026-07-01"},
		"individuele_inkomenstoeslag": {"algemene_ouderdomswet 2025-01-01", "participatiewet 2026-07-01",
			"verordening_individuele_inkomenstoeslag_zonnedijk 2026-01-01"},
		"huurtoeslag":         {"algemene_wet_inkomensafhankelijke_regelingen 2026-01-01", "wet_op_de_huurtoeslag 2026-01-01"},
		"kindgebonden_budget": {"algemene_wet_inkomensafhankelijke_regelingen 2026-01-01", "wet_op_het_kindgebonden_budget 2026-01-01"},
		"kwijtschelding_gemeentelijke_belastingen": {"algemene_ouderdomswet 2025-01-01", "gemeentewet 2026-01-01", "leidraad_invordering_2008 2026-01-01",
			"participatiewet 2026-07-01", "regeling_kwijtschelding_belastingen_medeoverheden 2026-07-01", "uitvoeringsregeling_invorderingswet_1990 2026-01-01",
			"verordening_kwijtschelding_zonnedijk 2026-07-01"},
		"toeslagenwet": {"algemene_ouderdomswet 2025-01-01", "toeslagenwet 2026-07-01"},
		"zorgtoeslag":  {"algemene_wet_inkomensafhankelijke_regelingen 2026-01-01", "regeling_standaardpremie 2026-01-01", "wet_op_de_zorgtoeslag 2026-01-01"},
	} {
		s, err := p.Scheme(id)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, v := range s.Laws {
			got = append(got, v.ID+" "+v.Version)
			if len(v.SHA256) != 64 || v.Name == "" || v.URL == "" {
				t.Errorf("%s lacks a name, an address or a hash: %+v", v.ID, v)
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %v\nwant %v", id, got, want)
		}
	}
}

func TestTheHashIsThatOfTheBundle(t *testing.T) {
	l, again := library(t), library(t)
	seen := map[string]bool{}
	for _, id := range l.Municipalities() {
		bundle, err := l.Bundle(id)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(bundle)
		c := town(t, l, id)
		if got := hex.EncodeToString(sum[:]); c.Hash != got {
			t.Errorf("%s: the catalogue says %s, the bundle is %s", id, c.Hash, got)
		}
		if other := town(t, again, id); other.Hash != c.Hash {
			t.Errorf("%s: loaded twice, two hashes", id)
		}
		if seen[c.Hash] {
			t.Errorf("%s has the bundle of another municipality", id)
		}
		seen[c.Hash] = true
	}
}

// TestCasesInTheBundle: what the browser decodes decides as the server does.
func TestCasesInTheBundle(t *testing.T) {
	l := library(t)
	decoded := map[string]*offers.Catalogue{}
	for _, id := range l.Municipalities() {
		bundle, err := l.Bundle(id)
		if err != nil {
			t.Fatal(err)
		}
		if decoded[id], err = offers.Decode(bundle); err != nil {
			t.Fatal(err)
		}
	}
	for _, scheme := range l.Schemes() {
		for _, c := range l.Cases(scheme) {
			t.Run(scheme+": "+c.Situation, func(t *testing.T) {
				here, err1 := offers.Make(town(t, l, c.Municipality), scheme, &c.Record, c.On)
				there, err2 := offers.Make(decoded[c.Municipality], scheme, &c.Record, c.On)
				if (err1 == nil) != (err2 == nil) {
					t.Fatalf("here %v, in the bundle %v", err1, err2)
				}
				if err1 == nil && string(here.AppendJSON(nil)) != string(there.AppendJSON(nil)) {
					t.Errorf("here %s\nin the bundle %s", here.AppendJSON(nil), there.AppendJSON(nil))
				}
			})
		}
	}
}

func TestTwoMunicipalitiesDecideDifferently(t *testing.T) {
	l := library(t)
	record := offers.Record{Facts: []offers.Fact{
		{Name: "geboortedatum", Value: offers.Number(int64(date(t, "1984-03-02")))}, {Name: "woont_in_gemeente", Value: offers.Yes},
		{Name: "heeft_partner", Value: offers.No}, {Name: "heeft_kinderen_ten_laste", Value: offers.No},
		{Name: "gemiddeld_maandinkomen", Value: offers.Number(1500_00)}, {Name: "vermogen", Value: offers.Number(0)},
		{Name: "datum_vorige_toekenning", Value: offers.Value{Knowledge: offers.Null}}, {Name: "uitgesloten_artikel_13", Value: offers.No},
	}}
	for id, want := range map[string]offers.State{"zonnedijk": offers.Possible, "lindewaard": offers.NotEntitled} {
		o, err := offers.Make(town(t, l, id), "individuele_inkomenstoeslag", &record, date(t, "2026-11-16"))
		if err != nil || o.State != want {
			t.Errorf("%s: got %s, %v; want %s", id, o.State, err, want)
		}
	}
}

// TestAPeriodAsksWhatItsLawReads: how much parents cannot contribute is known of
// 2026 (Participatiewet 20(3)), so only then it matters whether they can.
func TestAPeriodAsksWhatItsLawReads(t *testing.T) {
	c := town(t, library(t), "zonnedijk")
	for on, want := range map[string]bool{"2024-07-01": false, "2026-06-01": true} {
		p, err := c.On(date(t, on))
		if err != nil {
			t.Fatal(err)
		}
		s, err := p.Scheme("algemene_bijstand")
		if err != nil {
			t.Fatal(err)
		}
		if got := s.Question("ouders_kunnen_niet_bijdragen") != nil; got != want || s.Question("geboortedatum") == nil {
			t.Errorf("on %s: got %v, want %v, of %d questions", on, got, want, len(s.Register))
		}
	}
}

func TestTheLastDayToApplyElsewhere(t *testing.T) {
	c := town(t, library(t), "zonnedijk")
	for on, want := range map[string]string{"2024-05-01": "2025-12-31", "2026-11-16": "2027-12-31"} {
		p, err := c.On(date(t, on))
		if err != nil {
			t.Fatal(err)
		}
		s, err := p.Scheme("zorgtoeslag")
		if err != nil || s.ApplyBy != date(t, want) {
			t.Errorf("on %s: got %s, %v; want %s (Awir 15(1))", on, s.ApplyBy, err, want)
		}
	}
}

// TestTheThresholdOfTheYear: Awir 26a(1), 116 in 2024, 118 in 2025, 121 in 2026.
func TestTheThresholdOfTheYear(t *testing.T) {
	c := town(t, library(t), "zonnedijk")
	for on, want := range map[string]int64{"2024-05-01": 116_00, "2025-05-01": 118_00, "2026-05-01": 121_00} {
		p, err := c.On(date(t, on))
		if err != nil {
			t.Fatal(err)
		}
		s, err := p.Scheme("zorgtoeslag")
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range s.Repayment.Lines {
			if line.Key == "zorgtoeslag.card.small_amount" && (line.Args[0].Amount != want || !line.Args[0].Money) {
				t.Errorf("on %s: got %+v, want %d", on, line.Args[0], want)
			}
		}
	}
}

// TestNoCardIsConfirmedYet: until a lawyer signs, no card says that one did.
func TestNoCardIsConfirmedYet(t *testing.T) {
	c := town(t, library(t), "zonnedijk")
	for _, p := range c.Periods {
		for _, s := range p.Schemes {
			if s.Repayment.Confirmed {
				t.Errorf("%s says that its card is confirmed", s.ID)
			}
		}
	}
}

// TestNoArticleIsOfAnOlderText: what cites a law that we hold cites no older text
// of it than our newest, and in the year of that text. A ground may well have
// begun before.
func TestNoArticleIsOfAnOlderText(t *testing.T) {
	c := town(t, library(t), "zonnedijk")
	newest := map[string]string{} // address of the newest version, by the law's name
	for _, p := range c.Periods {
		for i := range p.Schemes {
			for _, v := range p.Schemes[i].Laws {
				newest[v.Name] = max(newest[v.Name], v.URL)
			}
		}
	}
	cited := 0
	for _, p := range c.Periods {
		for i := range p.Schemes {
			s := &p.Schemes[i]
			articles := []offers.Article{s.Basis}
			for j := range s.Grounds {
				articles = append(articles, s.Grounds[j].Article)
			}
			for _, line := range s.Repayment.Lines {
				articles = append(articles, line.Article)
			}
			for _, a := range articles {
				held := newest[a.Law]
				if held == "" {
					continue
				}
				cited++
				if a.URL < held || !strings.Contains(a.URL, "/"+strconv.Itoa(a.Year)+"-") {
					t.Errorf("%s cites %s %s of %d at %s; we hold %s", s.ID, a.Law, a.Number, a.Year, a.URL, held)
				}
			}
		}
	}
	if cited < 30 {
		t.Errorf("only %d articles were looked at", cited)
	}
}

func TestAGroundThatIsABillCarriesNothing(t *testing.T) {
	c := town(t, library(t), "zonnedijk")
	p, err := c.On(date(t, "2026-11-16"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := p.Scheme("individuele_inkomenstoeslag")
	if err != nil {
		t.Fatal(err)
	}
	if s.Ground("wet_proactieve_dienstverlening").InForce(date(t, "2026-11-16")) {
		t.Error("the bill 36799 is treated as law")
	}
	approach := s.Ground(s.Approach)
	if !approach.InForce(date(t, "2026-12-31")) || approach.InForce(date(t, "2027-01-01")) {
		t.Error("the experiment does not stop by itself after its last day")
	}
}

// TestPeopleAreApproachedOnlyWhereTheLawAllowsIt: 78gg(1) does, and the experiment
// of the demo; for every other scheme people come themselves.
func TestPeopleAreApproachedOnlyWhereTheLawAllowsIt(t *testing.T) {
	on := date(t, "2026-11-16")
	p, err := town(t, library(t), "zonnedijk").On(on)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for i := range p.Schemes {
		if s := &p.Schemes[i]; s.Ground(s.Approach).InForce(on) {
			got = append(got, s.ID)
		}
	}
	if want := []string{"alleenverdieners", "individuele_inkomenstoeslag"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestAnUnknownMunicipalityIsNamed(t *testing.T) {
	_, err := library(t).Catalogue("amsterdam")
	if want := `there is no municipality "amsterdam"; there are lindewaard, zonnedijk`; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func BenchmarkEmbedded(b *testing.B) {
	for b.Loop() {
		library(b)
	}
}
