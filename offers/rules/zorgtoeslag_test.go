package rules_test

import (
	"math/rand/v2"
	"testing"

	"zeker/offers/rules"
)

// law makes programs in tests; what cannot be built ends the test.
type law struct {
	testing.TB
	b *rules.Builder
}

func newLaw(t testing.TB) *law { return &law{TB: t, b: rules.NewBuilder()} }

func (l *law) must(n rules.Node, err error) rules.Node {
	l.Helper()
	if err != nil {
		l.Fatal(err)
	}
	return n
}

func article(number string) rules.Source {
	return rules.Source{Law: "wet", Version: "2026-01-01", Article: number}
}

func (l *law) op(op rules.Op, args ...rules.Node) rules.Node {
	l.Helper()
	return l.must(l.b.Op(op, article("2"), args...))
}

func (l *law) fact(f rules.Fact) rules.Node {
	l.Helper()
	return l.must(l.b.Fact(f))
}

func (l *law) boolean(name string) rules.Node {
	l.Helper()
	return l.fact(rules.Fact{Name: name, Type: rules.Bool})
}

// euros is an amount of 0 to 10,000,000 euros, in eurocents.
func (l *law) euros(name string) rules.Node {
	l.Helper()
	return l.fact(rules.Fact{Name: name, Type: rules.Number, Max: 10_000_000_00, Unit: "eurocent"})
}

// between is a number from one to another.
func (l *law) between(name string, from, to int64) rules.Node {
	l.Helper()
	return l.fact(rules.Fact{Name: name, Type: rules.Number, Min: from, Max: to})
}

func (l *law) date(name string) rules.Node {
	l.Helper()
	return l.fact(rules.Fact{Name: name, Type: rules.Date, Min: int64(day("1900-01-01")), Max: int64(day("2199-12-31"))})
}

func (l *law) number(n int64) rules.Node { return l.b.Number(n, 0) }

func (l *law) output(name string, n rules.Node) rules.Node {
	l.Helper()
	return l.must(l.b.Output(name, article("2"), n))
}

func (l *law) program(entries ...rules.Entry) *rules.Program {
	l.Helper()
	p, err := l.b.Program(entries...)
	if err != nil {
		l.Fatal(err)
	}
	return p
}

func day(s string) rules.Day {
	d, ok := rules.ParseDay(s)
	if !ok {
		panic(s)
	}
	return d
}

// zorgtoeslag builds the health care allowance of 2026 in the shape of a law
// file (Wzt art. 2 and 2a; figures: Stcrt. 2025, 40022 and 34131, Stb. 2025, 412
// as used by Dienst Toeslagen), with questions in some order.
func zorgtoeslag(t testing.TB, ask ...string) *rules.Program {
	l := newLaw(t)
	on, born := l.date(rules.ReferenceDate), l.date("geboortedatum")
	insured, lawful := l.boolean("is_verzekerd"), l.boolean("verblijft_rechtmatig")
	partner, partnerInsured := l.boolean("heeft_partner"), l.boolean("partner_is_verzekerd")
	income, partnerIncome := l.euros("inkomen"), l.euros("inkomen_partner")
	wealth, partnerWealth := l.euros("vermogen"), l.euros("vermogen_partner")

	choose := func(a, b rules.Node) rules.Node { return l.op(rules.If, partner, a, b) }
	plus := func(a, b rules.Node) rules.Node { return l.op(rules.Add, a, choose(b, l.number(0))) }
	premium, threshold := l.number(2119_00), l.number(29736_00)
	joint := plus(income, partnerIncome)
	norm := l.op(rules.Add,
		l.op(rules.Multiply, choose(l.b.Number(4289, 5), l.b.Number(1912, 5)), threshold),
		l.op(rules.Multiply, l.b.Number(13730, 5), l.op(rules.Max, l.number(0), l.op(rules.Subtract, joint, threshold))))
	whole := l.op(rules.Max, l.number(0), l.op(rules.Subtract, l.op(rules.Multiply, premium, choose(l.number(2), l.number(1))), norm))
	half := l.op(rules.If, l.op(rules.And, partner, l.op(rules.Not, partnerInsured)), l.op(rules.Divide, whole, l.number(2)), whole)
	year := l.must(l.b.Round(rules.Round, -2, article("2"), half))

	adult := l.output("is_volwassen", l.op(rules.GreaterOrEqual, l.op(rules.AgeOn, born, on), l.number(18)))
	poor := l.output("vermogen_onder_grens", l.op(rules.LessOrEqual, plus(wealth, partnerWealth), choose(l.number(184633_00), l.number(146011_00))))
	enough := l.op(rules.GreaterOrEqual, year, l.number(24_00))
	right := l.output("heeft_recht", l.op(rules.And, adult, insured, lawful, poor, enough))
	l.output("hoogte", l.op(rules.If, right, year, l.number(0)))
	return l.program(rules.Entry{Name: "zorgtoeslag", Outputs: []string{"heeft_recht", "hoogte"}, Ask: ask},
		rules.Entry{Name: "alles", Outputs: []string{"is_volwassen", "vermogen_onder_grens", "heeft_recht", "hoogte"}})
}

// household is a household as a hand-written function takes it.
type household struct {
	on, born                              rules.Day
	insured, lawful, partner, partnerSafe bool
	income, partnerIncome                 int64
	wealth, partnerWealth                 int64
}

// byHand is the same law as the quickest Go that we can write.
//
//go:noinline
func byHand(h *household) (right bool, amount int64) {
	if !h.insured || !h.lawful || !adult(h.born, h.on) {
		return false, 0
	}
	income, wealth := h.income, h.wealth
	if h.partner {
		income += h.partnerIncome
		wealth += h.partnerWealth
		if wealth > 184633_00 {
			return false, 0
		}
		// In hundred thousandths of a eurocent.
		amount = 2*2119_00*100000 - 4289*29736_00 - 13730*max(0, income-29736_00)
		if amount <= 0 {
			return false, 0
		}
		if !h.partnerSafe {
			amount /= 2
		}
	} else {
		if wealth > 146011_00 {
			return false, 0
		}
		amount = 2119_00*100000 - 1912*29736_00 - 13730*max(0, income-29736_00)
		if amount <= 0 {
			return false, 0
		}
	}
	amount = (amount + 50_00000) / 100_00000 * 100
	if amount < 24_00 {
		return false, 0
	}
	return true, amount
}

// adult looks at the calendar only when a birthday is near.
func adult(born, on rules.Day) bool {
	switch days := on - born; {
	case days >= 18*366:
		return true
	case days < 18*365:
		return false
	}
	return born.AddMonths(18*12) <= on
}

// row gives the facts in slot order.
func (h *household) row(dst []int64) []int64 {
	return append(dst, int64(h.on), int64(h.born), bit(h.insured), bit(h.lawful), bit(h.partner), bit(h.partnerSafe),
		h.income, h.partnerIncome, h.wealth, h.partnerWealth)
}

func bit(v bool) int64 {
	if v {
		return 1
	}
	return 0
}

// households generates households of which about half have a right.
func households(n int) []household {
	r := rand.New(rand.NewPCG(2026, 11))
	all := make([]household, n)
	for i := range all {
		h := &all[i]
		h.on = day("2026-11-16")
		h.born = h.on - rules.Day(16*365+r.IntN(60*365))
		h.insured, h.lawful = r.IntN(100) < 95, r.IntN(100) < 97
		h.partner, h.partnerSafe = r.IntN(2) == 0, r.IntN(10) > 0
		h.income = r.Int64N(50_000_00)
		h.wealth = r.Int64N(60_000_00)
		if r.IntN(10) == 0 {
			h.wealth += 120_000_00
		}
		if h.partner {
			h.partnerIncome, h.partnerWealth = r.Int64N(30_000_00), r.Int64N(60_000_00)
		}
	}
	return all
}

// TestZorgtoeslagByHand compares a law of ordinary size with the same by hand.
func TestZorgtoeslagByHand(t *testing.T) {
	p := zorgtoeslag(t)
	for _, entry := range []string{"zorgtoeslag", "alles"} {
		f, e := p.NewFrame(), p.EntryIndex(entry)
		right, amount := p.OutputIndex("heeft_recht"), p.OutputIndex("hoogte")
		rights := 0
		for _, h := range households(20_000) {
			if err := f.KnowAll(h.row(nil)); err != nil {
				t.Fatal(err)
			}
			if err := f.Evaluate(e); err != nil {
				t.Fatal(err)
			}
			wantRight, wantAmount := byHand(&h)
			gotRight, _, _ := f.Output(right)
			gotAmount, _, _ := f.Output(amount)
			if gotRight != bit(wantRight) || gotAmount != wantAmount {
				t.Fatalf("%s of %+v: got %d %d, want %v %d", entry, h, gotRight, gotAmount, wantRight, wantAmount)
			}
			rights += int(gotRight)
		}
		if rights < 4_000 || rights > 16_000 {
			t.Errorf("%d of 20000 have a right: the households test too little", rights)
		}
	}
}
