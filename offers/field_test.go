package offers

import (
	"testing"

	"zeker/offers/rules"
)

func TestReadField(t *testing.T) {
	amount := &rules.Fact{Name: "vermogen", Type: rules.Number, Unit: "eurocent", Max: 100_000_000_00}
	count := &rules.Fact{Name: "kinderen", Type: rules.Number, Min: 1, Max: 20}
	yesNo := &rules.Fact{Name: "heeft_partner", Type: rules.Bool, Max: 1}
	first, _ := rules.DayOf(1900, 1, 1)
	last, _ := rules.DayOf(2199, 12, 31)
	date := &rules.Fact{Name: "datum", Type: rules.Date, Min: int64(first), Max: int64(last), Null: true}
	old := &rules.Fact{Name: "datum", Type: rules.Date, Min: int64(first), Max: 0}
	november, _ := rules.DayOf(2026, 11, 16)
	for _, c := range []struct {
		situation string
		fact      *rules.Fact
		typed     string
		want      Value
		trouble   Trouble
	}{
		{"nothing typed is unknown", amount, "  ", Value{}, ""},
		{"whole euros", amount, "1234", Number(123400), ""},
		{"nothing at all, said so", amount, "0", Number(0), ""},
		{"a comma and cents", amount, "1234,5", Number(123450), ""},
		{"a point and cents", amount, "1234.56", Number(123456), ""},
		{"thousands with a point", amount, "1.234", Number(123400), ""},
		{"three decimals behind thousands", amount, "1.234,567", Value{}, TroubleAmount},
		{"thousands behind a space, cents behind a comma", amount, "1 234 567,89", Number(1_234_567_89), ""},
		{"thousands with a comma", amount, "12,345", Number(1234500), ""},
		{"thousands and cents", amount, "€ 1.234.567,80", Number(123456780), ""},
		{"a dash for no cents", amount, "€ 250,-", Number(25000), ""},
		{"the word behind", amount, "250 euro", Number(25000), ""},
		{"spaces for thousands", amount, "12\u202f500", Number(1250000), ""},
		{"Arabic digits", amount, "١٬٢٣٤٫٥٠", Number(123450), ""},
		{"Persian digits", amount, "۱۲۳", Number(12300), ""},
		{"below nothing", amount, "-5", Value{}, TroubleNegative},
		{"a minus in print", amount, "\u22125", Value{}, TroubleNegative},
		{"three decimals and thousands at once", amount, "1,2345", Value{}, TroubleAmount},
		{"letters", amount, "veel", Value{}, TroubleAmount},
		{"letters behind a number", amount, "12x", Value{}, TroubleAmount},
		{"two commas together", amount, "1,,2", Value{}, TroubleAmount},
		{"only a comma", amount, ",", Value{}, TroubleAmount},
		{"a sign and nothing", amount, "-", Value{}, TroubleAmount},
		{"more than anybody has", amount, "100.000.001", Value{}, TroubleTooLarge},
		{"just what may be", amount, "100.000.000", Number(100_000_000_00), ""},
		{"more than fits", amount, "99999999999999999999999999", Value{}, TroubleTooLarge},
		{"none where none has no meaning", amount, "none", Value{}, TroubleAmount},
		{"a count", count, "3", Number(3), ""},
		{"a count with decimals", count, "3,5", Value{}, TroubleNumber},
		{"too few", count, "0", Value{}, TroubleTooSmall},
		{"yes", yesNo, "yes", Yes, ""},
		{"no", yesNo, "no", No, ""},
		{"neither", yesNo, "perhaps", Value{}, TroubleChoice},
		{"a day", date, "16-11-2026", Number(int64(november)), ""},
		{"a day with single digits", date, "16-11-2026 ", Number(int64(november)), ""},
		{"the format of the law", date, "2026-11-16", Number(int64(november)), ""},
		{"a day that is not there", date, "31-2-2026", Value{}, TroubleDate},
		{"half a date", date, "16-11-", Value{}, TroubleDate},
		{"two digits for the year", date, "16-11-26", Value{}, TroubleDate},
		{"long ago", date, "16-11-1826", Value{}, TroubleTooSmall},
		{"the day that is asked about", date, "16-11-2026", Number(int64(november)), ""},
		{"a birth tomorrow", date, "17-11-2026", Value{}, TroubleFuture},
		{"a birth in the next century", date, "1-1-2150", Value{}, TroubleFuture},
		{"a birth in a year that no law knows", date, "1-1-2300", Value{}, TroubleFuture},
		{"tomorrow in the format of the law", date, "2026-11-17", Value{}, TroubleFuture},
		{"a day too late for the law, that has been", old, "1-1-2001", Value{}, TroubleTooLarge},
		{"never", date, "none", Value{Knowledge: Null}, ""},
	} {
		t.Run(c.situation, func(t *testing.T) {
			got, trouble := ReadField(c.fact, c.typed, november)
			if got != c.want || trouble != c.trouble {
				t.Errorf("ReadField(%s, %q): got %+v %q, want %+v %q", c.fact.Name, c.typed, got, trouble, c.want, c.trouble)
			}
		})
	}
}

// G1: nothing that is typed breaks the reader or gets past the range.
func FuzzReadField(f *testing.F) {
	for _, s := range []string{"", "1.234,56", "€ 5,-", "١٢٣", "31-12-2026", "-", "none"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		for _, fact := range []*rules.Fact{
			{Type: rules.Number, Unit: "eurocent", Max: 1000}, {Type: rules.Number, Scale: 3, Min: -5, Max: 5},
			{Type: rules.Bool, Max: 1}, {Type: rules.Date, Max: 30000, Null: true},
		} {
			v, trouble := ReadField(fact, typed, 20_773)
			if v.Knowledge == Known && (v.N < fact.Min || v.N > fact.Max) {
				t.Errorf("%q gave %d, outside %d to %d", typed, v.N, fact.Min, fact.Max)
			}
			if trouble != "" && v.Knowledge != Unknown {
				t.Errorf("%q gave both a value and %q", typed, trouble)
			}
		}
	})
}
