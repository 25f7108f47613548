package sources_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"

	"zeker/offers"
	"zeker/offers/catalogue"
	"zeker/offers/rules"
	"zeker/server/sources"
)

const on = rules.Day(20773) // 16 November 2026

const resident = `{"bsn":"999990019","name":"Zoë van 't Hoff-Çelik","address":["Dijk 1","9901 ZD Zonnedijk"],"born":"1984-03-02","reference_date":"2026-11-01"}`

// with is the resident with more members.
func with(members string) string { return strings.TrimSuffix(resident, "}") + "," + members + "}" }

func day(t testing.TB, s string) rules.Day {
	t.Helper()
	d, ok := rules.ParseDay(s)
	if !ok {
		t.Fatalf("%q is no day", s)
	}
	return d
}

func TestResidentIsReadWhole(t *testing.T) {
	file := with(`"facts":{"vermogen":150000,"toegekend_op":null,"heeft_partner":true,"uren":-0.5,"kinderen":2,"woonplaats":"Óós","rekening_bekend":false,"geboortedatum":"1984-03-02"},` +
		` "criteria":{"inkomen_was_laag":false},"periods":{"vermogen":{"from":"2026-10-01","until":"2026-10-31"}}`)
	file = "\ufeff" + file + "\r\n\r\n \n" + strings.Replace(with(`"criteria":{"inkomen_was_laag":null}`), "999990019", "999990020", 1)
	got, err := sources.ReadResidents("f", strings.NewReader(file), invented(t), on)
	if err != nil || len(got) != 2 {
		t.Fatalf("got %d residents, %v; want 2", len(got), err)
	}
	asOf, born := day(t, "2026-11-01"), day(t, "1984-03-02")
	own := func(name string, v offers.Value) offers.Fact {
		return offers.Fact{Name: name, Value: v, Source: "own_file", Ground: "pw_7", AsOf: asOf}
	}
	want := offers.Person{
		BSN: "999990019", Name: "Zoë van 't Hoff-Çelik", Address: []string{"Dijk 1", "9901 ZD Zonnedijk"}, Born: born, Reference: asOf,
		Record: offers.Record{Facts: []offers.Fact{
			own("geboortedatum", offers.Number(int64(born))),
			own("heeft_partner", offers.Yes),
			own("kinderen", offers.Number(2)),
			own("rekening_bekend", offers.No),
			own("toegekend_op", offers.Value{Knowledge: offers.Null}),
			own("uren", offers.Number(-5)),
			own("vermogen", offers.Number(150000)),
			own("woonplaats", offers.Text("Óós")),
			{Name: "inkomen_was_laag", Criterion: true, Value: offers.No, Source: "uwv", Ground: "pw_53a", AsOf: asOf},
		}},
	}
	want.Record.Facts[6].From, want.Record.Facts[6].Until = day(t, "2026-10-01"), day(t, "2026-10-31")
	if !reflect.DeepEqual(got[0], want) {
		t.Errorf("got %+v\nwant %+v", got[0], want)
	}
	if len(got[1].Record.Facts) != 1 {
		t.Errorf("who has no facts but a birthday has %+v", got[1].Record.Facts)
	}
}

// G8: the BRP writes 00 for the day, or for the month too, of whom nobody knows it.
func TestBornOnADayThatNobodyKnows(t *testing.T) {
	for _, born := range []string{"1984-00-00", "1984-03-00", "2026-00-00"} {
		file := strings.Replace(resident, "1984-03-02", born, 1)
		got, err := sources.ReadResidents("f", strings.NewReader(file), invented(t), on)
		if err != nil || len(got) != 1 {
			t.Fatalf("%s: got %d residents, %v; want 1", born, len(got), err)
		}
		if year, _ := strconv.Atoi(born[:4]); got[0].BornYear != year || got[0].Born != 0 || got[0].Record.Fact("geboortedatum") != nil {
			t.Errorf("%s: got %+v", born, got[0])
		}
	}
}

// G8: of whom nobody knows the year either, it writes 00 for that too. What is asked of them
// stays open.
func TestBornInAYearThatNobodyKnows(t *testing.T) {
	got, err := sources.ReadResidents("f", strings.NewReader(strings.Replace(resident, "1984-03-02", "0000-00-00", 1)), invented(t), on)
	if err != nil || len(got) != 1 {
		t.Fatalf("got %d residents, %v; want 1", len(got), err)
	}
	if p := got[0]; !p.BornUnknown || p.BornYear != 0 || p.Born != 0 || p.Record.Fact("geboortedatum") != nil {
		t.Errorf("got %+v", p)
	}
}

// The catalogue that is shipped reads a file as its registers say.
func TestZonnedijkReadsItsResidents(t *testing.T) {
	library, err := catalogue.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	c, err := library.Catalogue("zonnedijk")
	if err != nil {
		t.Fatal(err)
	}
	file := with(`"facts":{"staat_op_lijst_alleenverdieners":true,"gemiddeld_maandinkomen":120000,"vermogen":0},"criteria":{"inkomen_was_laag":true}`)
	got, err := sources.ReadResidents("f", strings.NewReader(file), c, on)
	if err != nil || len(got) != 1 {
		t.Fatalf("got %d residents, %v", len(got), err)
	}
	for name, source := range map[string]string{"geboortedatum": "brp", "staat_op_lijst_alleenverdieners": "inlichtingenbureau",
		"gemiddeld_maandinkomen": "uwv", "vermogen": offers.Resident, "inkomen_was_laag": "uwv"} {
		if f := got[0].Record.Fact(name); f == nil || f.Source != source || f.AsOf != day(t, "2026-11-01") {
			t.Errorf("%s: got %+v, want source %s", name, f, source)
		}
	}
}

// Each line is a situation: what stands in the file, and the whole error.
func TestMistakesAreNamedWithTheirPlace(t *testing.T) {
	c := invented(t)
	for situation, test := range map[string]struct{ file, want string }{
		"no object":             {`[]`, `f:1:1: a resident must be an object: {"name": value, ...}`},
		"not JSON":              {`{"bsn":"999990019",}`, `f:1:20: from here on this is not JSON: write one object on each line`},
		"cut short":             {resident[:40], `f:1:39: from here on this is not JSON: write one object on each line`},
		"two objects on a line": {resident + resident, `f:1:142: from here on this is not JSON: write one object on each line`},
		"broken UTF-8":          {strings.Replace(resident, "ë", "\xeb", 1), `f:1:30: these bytes are not UTF-8: save the file as UTF-8`},
		"half a character": {strings.Replace(resident, "ë", `\ud800`, 1),
			`f:1:27: this text holds a character that does not exist: write it as UTF-8, without \u`},
		"unknown column": {with(`"adress":1`),
			`f:1:142: there is no column "adress": the columns are bsn, name, address, reference_date, born, facts, criteria, periods, in_doubt`},
		"column twice":     {with(`"born":"1984-03-02"`), `f:1:142: "born" stands twice: keep one`},
		"missing column":   {strings.Replace(resident, `"born":"1984-03-02",`, "", 1), `f:1:1: the column "born" is missing: every resident needs one`},
		"on another line":  {"\n\n" + strings.Replace(resident, "1984-03-02", "1984-02-30", 1), `f:3:99: born must be a date that exists: "YYYY-MM-DD", "YYYY-00-00" when nobody knows the day, or "0000-00-00" when nobody knows the year`},
		"bsn as a number":  {strings.Replace(resident, `"999990019"`, `999990019`, 1), `f:1:8: a bsn must be a text, because it can begin with a zero: put it between quotes`},
		"bsn that fails":   {strings.Replace(resident, `999990019`, `999990018`, 1), `f:1:8: this is no bsn: it must have nine digits that pass the 11-test`},
		"bsn twice":        {resident + "\n" + resident, `f:2:8: this bsn stands on line 1 too: keep one line a resident`},
		"no name":          {strings.Replace(resident, "Zoë van 't Hoff-Çelik", " ", 1), `f:1:27: a name must not be empty`},
		"name of a kind":   {strings.Replace(resident, `"Zoë van 't Hoff-Çelik"`, "true", 1), `f:1:27: a name must be a text: put it between quotes`},
		"name with an end": {strings.Replace(resident, "Zoë", `Zoë\n`, 1), `f:1:27: a name must not hold line ends or other control characters`},
		"name turned round": {strings.Replace(resident, "Zoë", "\u202eZoë", 1),
			`f:1:27: a name must not hold line ends or other control characters`},
		"endless name":               {strings.Replace(resident, "Zoë", strings.Repeat("é", 300), 1), `f:1:27: a name must not be longer than 300 characters`},
		"address as text":            {strings.Replace(resident, `["Dijk 1","9901 ZD Zonnedijk"]`, `"Dijk 1"`, 1), `f:1:61: an address must be a list of 1 to 7 lines, as on an envelope: ["street 1", "9901 AA place"]`},
		"empty address":              {strings.Replace(resident, `["Dijk 1","9901 ZD Zonnedijk"]`, `[]`, 1), `f:1:61: an address must be a list of 1 to 7 lines, as on an envelope: ["street 1", "9901 AA place"]`},
		"empty line of it":           {strings.Replace(resident, `"Dijk 1"`, `""`, 1), `f:1:62: a line of an address must not be empty`},
		"born in a later year":       {strings.Replace(resident, "1984-03-02", "2027-00-00", 1), `f:1:99: born is after reference_date: one of the two is not right`},
		"born in month 13":           {strings.Replace(resident, "1984-03-02", "1984-13-00", 1), `f:1:99: born must be a date that exists: "YYYY-MM-DD", "YYYY-00-00" when nobody knows the day, or "0000-00-00" when nobody knows the year`},
		"born in no year":            {strings.Replace(resident, "1984-03-02", "0000-03-00", 1), `f:1:99: born must be a date that exists: "YYYY-MM-DD", "YYYY-00-00" when nobody knows the day, or "0000-00-00" when nobody knows the year`},
		"born on a day, in no month": {strings.Replace(resident, "1984-03-02", "1984-00-02", 1), `f:1:99: born must be a date that exists: "YYYY-MM-DD", "YYYY-00-00" when nobody knows the day, or "0000-00-00" when nobody knows the year`},
		"born in no year, and on a day": {strings.Replace(with(`"facts":{"geboortedatum":"1970-01-01"}`), "1984-03-02", "0000-00-00", 1),
			`f:1:167: geboortedatum is another day than born: one of the two is not right`},
		"born in a year, and on a day": {strings.Replace(with(`"facts":{"geboortedatum":"1970-01-01"}`), "1984-03-02", "1984-00-00", 1),
			`f:1:167: geboortedatum is another day than born: one of the two is not right`},
		"born later":           {strings.Replace(resident, "1984-03-02", "2026-11-02", 1), `f:1:99: born is after reference_date: one of the two is not right`},
		"describes the future": {strings.Replace(resident, "2026-11-01", "2026-11-17", 1), `f:1:129: reference_date is after the day of the import, 2026-11-16: give the day that the records describe`},
		"facts as a list":      {with(`"facts":[]`), `f:1:150: facts must be an object: {"name": value, ...}`},
		"unknown fact": {with(`"facts":{"vermogem":1}`),
			`f:1:151: no register asks for a fact "vermogem" on 2026-11-16: it may be geboortedatum, heeft_partner, kinderen, rekening_bekend, toegekend_op, uren, vermogen, woonplaats`},
		"unknown criterion":         {with(`"criteria":{"vermogen":true}`), `f:1:154: no register asks for a criterion "vermogen" on 2026-11-16: it may be inkomen_was_laag`},
		"judgement of a person":     {with(`"facts":{"oordeel":true}`), `f:1:151: no register asks for a fact "oordeel" on 2026-11-16: it may be geboortedatum, heeft_partner, kinderen, rekening_bekend, toegekend_op, uren, vermogen, woonplaats`},
		"fact of another authority": {with(`"facts":{"inkomen":1}`), `f:1:151: no register asks for a fact "inkomen" on 2026-11-16: it may be geboortedatum, heeft_partner, kinderen, rekening_bekend, toegekend_op, uren, vermogen, woonplaats`},
		"criterion as a fact":       {with(`"facts":{"inkomen_was_laag":true}`), `f:1:151: no register asks for a fact "inkomen_was_laag" on 2026-11-16: it may be geboortedatum, heeft_partner, kinderen, rekening_bekend, toegekend_op, uren, vermogen, woonplaats`},
		"too many decimals":         {with(`"facts":{"uren":1.25}`), `f:1:158: uren must be a number with at most 1 decimals from -0.5 to 40.0`},
		"half a child":              {with(`"facts":{"kinderen":0.5}`), `f:1:162: kinderen must be a whole number from 0 to 20`},
		"endless text":              {with(`"facts":{"woonplaats":"` + strings.Repeat("x", 301) + `"}`), `f:1:164: woonplaats must be a text of at most 300 bytes`},
		"fact twice":                {with(`"facts":{"vermogen":1,"vermogen":2}`), `f:1:164: "vermogen" stands twice: keep one`},
		"text for an amount":        {with(`"facts":{"vermogen":"1"}`), `f:1:162: vermogen must be an amount in eurocents: a whole number from 0 to 10000000`},
		"euros for an amount":       {with(`"facts":{"vermogen":1.5}`), `f:1:162: vermogen must be an amount in eurocents: a whole number from 0 to 10000000`},
		"amount with a power":       {with(`"facts":{"vermogen":1e3}`), `f:1:162: vermogen must be an amount in eurocents: a whole number from 0 to 10000000`},
		"amount below the range":    {with(`"facts":{"vermogen":-1}`), `f:1:162: vermogen must be an amount in eurocents: a whole number from 0 to 10000000`},
		"amount above the range":    {with(`"facts":{"vermogen":10000001}`), `f:1:162: vermogen must be an amount in eurocents: a whole number from 0 to 10000000`},
		"amount beyond 64 bits":     {with(`"facts":{"vermogen":99999999999999999999}`), `f:1:162: vermogen must be an amount in eurocents: a whole number from 0 to 10000000`},
		"number for a boolean":      {with(`"facts":{"heeft_partner":1}`), `f:1:167: heeft_partner must be true or false`},
		"null without a meaning":    {with(`"facts":{"heeft_partner":null}`), `f:1:167: heeft_partner cannot be null: leave it out when it is not known`},
		"no such date":              {with(`"facts":{"toegekend_op":"2025-02-29"}`), `f:1:166: toegekend_op must be a date "YYYY-MM-DD" from 1900-01-01 to 2199-12-31`},
		"date out of range":         {with(`"facts":{"toegekend_op":"1899-12-31"}`), `f:1:166: toegekend_op must be a date "YYYY-MM-DD" from 1900-01-01 to 2199-12-31`},
		"date to come":              {with(`"facts":{"toegekend_op":"2026-11-17"}`), `f:1:166: toegekend_op is after the day of the import, 2026-11-16: give a day that has been`},
		"two birthdays":             {with(`"facts":{"geboortedatum":"1984-03-03"}`), `f:1:167: geboortedatum is another day than born: one of the two is not right`},
		"criterion of a kind":       {with(`"criteria":{"inkomen_was_laag":"ja"}`), `f:1:173: inkomen_was_laag must be true or false`},
		"doubt of nothing":          {with(`"in_doubt":["vermogen"]`), `f:1:154: the line gives no value of "vermogen" that could be in doubt`},
		"doubt of a kind":           {with(`"facts":{"vermogen":1},"in_doubt":"vermogen"`), `f:1:176: in_doubt must be a list of names: ["vermogen"]`},
		"period of nothing":         {with(`"periods":{"vermogen":{"from":"2026-01-01","until":"2026-01-01"}}`), `f:1:164: the line gives no value of "vermogen" to which this period could belong`},
		"half a period":             {with(`"facts":{"vermogen":1},"periods":{"vermogen":{"from":"2026-01-01"}}`), `f:1:187: a period is {"from": "YYYY-MM-DD", "until": "YYYY-MM-DD"}`},
		"period backwards":          {with(`"facts":{"vermogen":1},"periods":{"vermogen":{"from":"2026-01-02","until":"2026-01-01"}}`), `f:1:187: the period ends before it begins: exchange from and until`},
		"period of a kind":          {with(`"facts":{"vermogen":1},"periods":{"vermogen":2026}`), `f:1:187: a period must be an object: {"name": value, ...}`},
		"values within values":      {with(`"facts":` + strings.Repeat("[", 9) + strings.Repeat("]", 9)), `f:1:157: the values lie too deep within each other: give a resident as the example of zeker import -h shows`},
	} {
		t.Run(situation, func(t *testing.T) {
			people, err := sources.ReadResidents("f", strings.NewReader(test.file), c, on)
			if people != nil {
				t.Errorf("got %d residents beside the mistake", len(people))
			}
			if err == nil || err.Error() != test.want {
				t.Errorf("got  %v\nwant %s", err, test.want)
			}
		})
	}
}

func TestAllMistakesAreReportedTogether(t *testing.T) {
	file := "x\n" + resident + "\n" + strings.NewReplacer("1984", "84", "Dijk 1", "").Replace(strings.Replace(resident, "999990019", "1", 1))
	people, err := sources.ReadResidents("map/f.jsonl", strings.NewReader(file), invented(t), on)
	var errs sources.Errors
	if people != nil || !errors.As(err, &errs) {
		t.Fatalf("got %d residents, %v", len(people), err)
	}
	var places [][2]int
	for _, e := range errs {
		places = append(places, [2]int{e.Line, e.Column})
	}
	if want := [][2]int{{1, 1}, {3, 8}, {3, 54}, {3, 85}}; !slices.Equal(places, want) {
		t.Errorf("got mistakes at %v, want %v:\n%v", places, want, err)
	}
	_, err = sources.ReadResidents("f", strings.NewReader(strings.Repeat("x\n", 1000)), invented(t), on)
	if !errors.As(err, &errs) || len(errs) != 100 || !strings.HasSuffix(err.Error(), "and perhaps more: reading stopped after 100 mistakes") {
		t.Errorf("of 1000 mistakes %d are told", len(errs))
	}
}

func TestA12MistakesQuoteNothingOfPeople(t *testing.T) {
	file := strings.Join([]string{
		strings.Replace(resident, "999990019", "999990018", 1),
		strings.Replace(resident, "Zoë", `Zoë\u0007`, 1),
		with(`"facts":{"vermogen":31415926535897}`),
		with(`"facts":{"toegekend_op":"Zoë"}`),
		strings.Replace(resident, "1984-03-02", "1984-13-02", 1),
		resident[:50], strings.Replace(resident, "Ç", "\xc7", 1),
	}, "\n")
	_, err := sources.ReadResidents("f", strings.NewReader(file), invented(t), on)
	if err == nil {
		t.Fatal("got no error")
	}
	for _, own := range []string{"99999001", "Zo", "Hoff", "314159", "1984", "Dijk 1"} {
		if strings.Contains(err.Error(), own) {
			t.Errorf("%q is quoted:\n%v", own, err)
		}
	}
}

func TestReadingFails(t *testing.T) {
	c := invented(t)
	if _, err := sources.ReadResidents("f", iotest.ErrReader(io.ErrClosedPipe), c, on); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("broken pipe: got %v", err)
	}
	if _, err := sources.ReadResidents("f", strings.NewReader(resident), c, day(t, "1999-01-01")); !errors.Is(err, offers.ErrNoLaw) {
		t.Errorf("before any law: got %v", err)
	}
	long := with(`"facts":{` + strings.Repeat(" ", 1<<20) + `}`)
	if _, err := sources.ReadResidents("f", strings.NewReader(resident+"\n"+long), c, on); err == nil || !strings.HasPrefix(err.Error(), "f:2:") {
		t.Errorf("endless line: got %v", err)
	}
	if people, err := sources.ReadResidents("f", iotest.OneByteReader(strings.NewReader(resident)), c, on); err != nil || len(people) != 1 {
		t.Errorf("byte by byte: got %d, %v", len(people), err)
	}
	if people, err := sources.ReadResidents("f", strings.NewReader(""), c, on); err != nil || len(people) != 0 {
		t.Errorf("empty file: got %d, %v", len(people), err)
	}
}

func FuzzReadResidents(f *testing.F) {
	c := invented(f)
	f.Add([]byte(resident))
	f.Add([]byte(with(`"facts":{"vermogen":1,"toegekend_op":null},"criteria":{"inkomen_was_laag":null},"periods":{"vermogen":{"from":"2026-01-01","until":"2026-01-01"}}`)))
	f.Add([]byte("{\"a\":[\"\\u00e9\\\"\",{}],\"b\":-0.5e3}\n\xff"))
	f.Fuzz(func(t *testing.T, file []byte) {
		people, err := sources.ReadResidents("f", bytes.NewReader(file), c, on)
		if (err != nil) == (people != nil) && err != nil {
			t.Errorf("got %d residents and %v", len(people), err)
		}
		seen := map[string]bool{}
		for _, p := range people {
			if !offers.ValidBSN(p.BSN) || seen[p.BSN] || p.Name == "" || len(p.Address) == 0 || p.Reference > on {
				t.Errorf("got %+v", p)
			}
			seen[p.BSN] = true
		}
		if err == nil {
			for line := range bytes.Lines(bytes.TrimPrefix(file, []byte("\ufeff"))) {
				if len(bytes.TrimSpace(line)) > 0 && !json.Valid(line) {
					t.Errorf("%q is no JSON, and was read", line)
				}
			}
		}
	})
}
