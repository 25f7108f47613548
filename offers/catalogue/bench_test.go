package catalogue_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"syscall"
	"testing"
	"time"

	"zeker/offers/rules"
)

// The schemes of Zonnedijk on 16 November 2026, each written by hand as the
// fastest plain Go that gives the same: the right, the amount and every
// criterion. Figures are those of the law files of that day.

type byHand func(x []int64, out *[9]int64)

//go:noinline
func alleenverdienersByHand(x []int64, out *[9]int64) {
	listed := x[0]
	out[0], out[1], out[2] = listed, 0, listed
	if listed != 0 {
		out[1] = 1100_00
	}
}

//go:noinline
func inkomenstoeslagByHand(x []int64, out *[9]int64) {
	born, on := x[0], x[9]
	partner, children := x[2] != 0, x[3] != 0
	limit, assets, amount := int64(1561_40), int64(8000_00), int64(475_00) // 110 % of 1,419.46; art. 34; ordinance 3
	switch {
	case partner:
		limit, assets, amount = 2230_56, 16000_00, 680_00 // 110 % of 2,027.79
	case children:
		assets, amount = 16000_00, 610_00
	}
	out[2] = bit(atLeast(born, on, 21) && !atLeast(born, on, 67))
	out[3] = x[1]
	out[4] = bit(x[4] <= limit)
	out[5] = bit(x[5] <= assets)
	out[6] = bit(atLeast(x[6]+1, on, 1))
	out[7] = 1 - x[7]
	out[8] = x[8]
	out[0] = out[2] & out[3] & out[4] & out[5] & out[6] & out[7] & out[8]
	out[1] = amount
}

//go:noinline
func zorgtoeslagByHand(x []int64, out *[9]int64) {
	born, on, partner := x[0], x[8], x[2] != 0
	premium, income, wealth := int64(2119_00), x[4], int64(146011_00)
	share := int64(1_912) // of the threshold, in hundred-thousandths
	if partner {
		premium, share, wealth = 2*premium, 4_289, 184633_00
		income += x[5]
	}
	const threshold = 29736_00
	norm := threshold*share + max(0, income-threshold)*13_730 // cents in hundred-thousandths
	year := max(0, premium*100_000-norm)
	if partner && x[3] == 0 {
		year /= 2
	}
	year = (year + 50*100_000) / (100 * 100_000) // whole euros, half up
	out[2] = x[1]
	out[3] = bit(atLeast(born, on, 18))
	out[4] = x[7]
	out[5] = bit(x[6] <= wealth)
	out[6] = bit(year >= 24)
	out[0] = out[2] & out[3] & out[4] & out[5] & out[6]
	out[1] = year / 12 * 100
}

// atLeast reports whether years have passed; only near the day itself does it
// look at the calendar.
func atLeast(from, on, years int64) bool {
	switch days := on - from; {
	case days >= 366*years:
		return true
	case days < 365*years:
		return false
	}
	return int64(rules.Age(rules.Day(from), rules.Day(on))) >= years
}

func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

func used() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkRatioSchemes prints what one evaluation of each scheme costs through
// rules against the function by hand, and that it does not allocate.
func BenchmarkRatioSchemes(b *testing.B) {
	on := date(b, "2026-11-16")
	period, err := town(b, library(b), "zonnedijk").On(on)
	if err != nil {
		b.Fatal(err)
	}
	for _, s := range []struct {
		id    string
		facts []string
		hand  byHand
	}{
		{"alleenverdieners", []string{"staat_op_lijst_alleenverdieners"}, alleenverdienersByHand},
		{"individuele_inkomenstoeslag", []string{"geboortedatum", "woont_in_gemeente", "heeft_partner", "heeft_kinderen_ten_laste", "gemiddeld_maandinkomen",
			"vermogen", "datum_vorige_toekenning", "uitgesloten_artikel_13", "geen_uitzicht_op_inkomensverbetering", rules.ReferenceDate}, inkomenstoeslagByHand},
		{"zorgtoeslag", []string{"geboortedatum", "is_verzekerd", "heeft_toeslagpartner", "partner_is_verzekerd", "toetsingsinkomen", "toetsingsinkomen_partner",
			"vermogen_op_1_januari", "verblijft_rechtmatig", rules.ReferenceDate}, zorgtoeslagByHand},
	} {
		scheme, err := period.Scheme(s.id)
		if err != nil {
			b.Fatal(err)
		}
		outputs := append([]string{scheme.Right, scheme.Amount}, scheme.Criteria...)
		ratio(b, period.Program, s.id, s.facts, outputs, s.hand, int64(on))
	}
}

func ratio(b *testing.B, p *rules.Program, id string, facts, outputs []string, hand byHand, on int64) {
	entry := p.EntryIndex(id)
	var at []int
	for _, o := range outputs {
		at = append(at, p.OutputIndex(o))
	}
	random := rand.New(rand.NewPCG(36, 78))
	rows, frames := make([][]int64, 32), make([]*rules.Frame, 32)
	for i := range rows {
		rows[i], frames[i] = benched(random, p, facts, on), p.NewFrame()
		for j, name := range facts {
			if err := frames[i].Know(p.FactIndex(name), rows[i][j]); err != nil {
				b.Fatal(err)
			}
		}
	}
	var got, want [9]int64
	compute := func(f *rules.Frame) {
		if err := f.Evaluate(entry); err != nil {
			b.Fatal(err)
		}
		for i, o := range at {
			got[i], _, _ = f.Output(o)
		}
	}
	for i := range rows {
		hand(rows[i], &want)
		if compute(frames[i]); got[0] != want[0] || want[0] != 0 && got != want || !slices.Equal(got[2:], want[2:]) {
			b.Fatalf("%s, %v: got %v, by hand %v", id, rows[i], got, want)
		}
	}
	if n := testing.AllocsPerRun(100, func() { compute(frames[0]) }); n != 0 {
		b.Fatalf("%s: %v allocations in an evaluation, want none", id, n)
	}
	const again = 60_000
	var byHand, through, ratios []float64
	for range 9 {
		from := used()
		for range again {
			for _, row := range rows {
				hand(row, &want)
			}
		}
		middle := used()
		for range again {
			for _, f := range frames {
				compute(f)
			}
		}
		h, r := float64(middle-from), float64(used()-middle)
		byHand, through, ratios = append(byHand, h), append(through, r), append(ratios, r/h)
	}
	median := func(list []float64) float64 { slices.Sort(list); return list[len(list)/2] }
	each := float64(again * len(rows))
	fmt.Printf("%-28s by hand %6.2f ns, through rules %6.2f ns, %5.2f x, %d outputs, 0 allocations\n",
		id, median(byHand)/each, median(through)/each, median(ratios), len(at))
	b.ReportMetric(median(ratios), "x_"+id)
}

// benched is a random row near the limits, so that both ways of each test occur.
func benched(random *rand.Rand, p *rules.Program, facts []string, on int64) []int64 {
	all := p.Facts()
	var row []int64
	for _, name := range facts {
		f := &all[p.FactIndex(name)]
		switch {
		case name == rules.ReferenceDate:
			row = append(row, on)
		case f.Type == rules.Bool:
			row = append(row, bit(random.IntN(4) > 0))
		case f.Type == rules.Date:
			row = append(row, on-random.Int64N(70*365))
		default:
			row = append(row, random.Int64N(20_000_00))
		}
	}
	return row
}
