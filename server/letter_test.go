package server_test

import (
	"bytes"
	"errors"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"zeker/locales"
	"zeker/offers"
	"zeker/server"
	"zeker/server/identity"
	"zeker/server/store"
)

// lettersOf writes the letters of a town that was scanned; every code is the
// same, because a test makes one letter at a time.
func lettersOf(w *scannedTown) *server.Letters {
	w.t.Helper()
	words, err := locales.Load()
	if err != nil {
		w.t.Fatal(err)
	}
	nl, _ := words.Language("nl")
	zone, err := server.Zone()
	if err != nil {
		w.t.Fatal(err)
	}
	return &server.Letters{
		Store: w.store, Words: nl, Site: "zonnedijk.example/geld", Now: time.Date(2026, 11, 16, 12, 0, 0, 0, zone),
		Municipality: server.Municipality{Name: "Gemeente Zonnedijk", Phone: "088 - 000 99 01",
			Address: []string{"Stadhuis Zonnedijk", "Marktplein 1", "9901 AA Zonnedijk"}, Hours: []string{"maandag tot en met vrijdag van 9.00 tot 17.00 uur"}},
		Code: func(offers.Person) (identity.Code, error) {
			return identity.NewCode(bytes.NewReader(bytes.Repeat([]byte{17}, 15)))
		},
	}
}

// printed makes the letters and returns them.
func printed(t *testing.T, l *server.Letters) (list []server.Letter) {
	t.Helper()
	made, err := l.Make(t.Context(), func(letter server.Letter) (func() error, error) {
		list = append(list, letter)
		return nil, nil
	})
	if err != nil || made != len(list) {
		t.Fatalf("%d letters made, %d printed, %v", made, len(list), err)
	}
	return list
}

const wholeLetter = `Gemeente Zonnedijk
Stadhuis Zonnedijk
Marktplein 1
9901 AA Zonnedijk

Zoë-Željka van 't Hoff-Çelik
Lange Dijk 12 bis
9901 ZD Zonnedijk

16 november 2026

Er is geld voor u

Beste Zoë-Željka van 't Hoff-Çelik,

Wij zochten uit waar u recht op heeft. Dit is voor u:
- Tegemoetkoming alleenverdieners

Misschien is dit iets voor u. Daarvoor moeten wij nog iets van u weten:
- Individuele inkomenstoeslag

U ziet zelf hoeveel het is, en waarom. Ook ziet u of u ooit iets moet
terugbetalen. Daarna zegt u ja of nee. Nee is ook goed.

Zo opent u uw brief:
1. Ga naar zonnedijk.example/geld
2. Vul deze code in: HHHH-HHHH-HHHH-HHH0
3. Vul in op welke dag en in welke maand u jarig bent.

De code werkt tot en met 5 december 2026. U mag hem vaker gebruiken.

Lukt het niet? Bel ons op 088 - 000 99 01 of kom langs. Wij helpen u
graag.

U vindt ons hier: Stadhuis Zonnedijk, Marktplein 1, 9901 AA Zonnedijk.
Wij zijn open op maandag tot en met vrijdag van 9.00 tot 17.00 uur.

Wilt u geen brieven meer van ons? Dat kunt u op de site zeggen, of aan
de telefoon.

Wij vragen nooit om uw pincode. Wij vragen u ook nooit om eerst te
betalen.

Met vriendelijke groet,
Gemeente Zonnedijk
`

func TestLetterIsComplete(t *testing.T) {
	facts := poor()
	facts["staat_op_lijst_alleenverdieners"] = true
	p := townsman(0, facts)
	p.Name, p.Address = "Zoë-Željka van 't Hoff-Çelik", []string{"Lange Dijk 12 bis", "9901 ZD Zonnedijk"}
	w := openTown(t, p, townsman(1, nil))
	w.scan(w.day, nil)
	l := lettersOf(w)
	list := printed(t, l)
	if len(list) != 1 {
		t.Fatalf("got %d letters, want 1: who has no offer gets none", len(list))
	}
	code, _ := l.Code(p)
	want := strings.Replace(wholeLetter, "HHHH-HHHH-HHHH-HHH0", code.String(), 1)
	if list[0].Text != want {
		t.Errorf("got\n%s\nwant\n%s", list[0].Text, want)
	}
	who, err := w.store.TryCode(t.Context(), code.Hash(w.store.CodePepper()), 10, 9, l.Now.Unix())
	if err != nil || who != w.store.Subject(p.BSN) {
		t.Errorf("the code opens the offers of %q, %v", who, err)
	}
	if again := printed(t, l); len(again) != 0 {
		t.Errorf("%d letters are made again", len(again))
	}
}

func TestA12LetterNamesNoNumberAmountOrFact(t *testing.T) {
	facts := poor()
	facts["vermogen"], facts["uitgesloten_artikel_13"] = 1500_00, false
	p := townsman(0, facts)
	w := openTown(t, p)
	w.scan(w.day, nil)
	letter := printed(t, lettersOf(w))[0]
	for _, own := range []string{p.BSN, "475", "1500", "1200", "€", "1983", "september"} {
		if strings.Contains(letter.Text, own) || strings.Contains(letter.Name, own) {
			t.Errorf("the letter says %q:\n%s", own, letter.Text)
		}
	}
	if !regexp.MustCompile(`^[A-Z2-7]{26}\.txt$`).MatchString(letter.Name) {
		t.Errorf("the file is called %q", letter.Name)
	}
	if len(letter.Person.Record.Facts) != 0 {
		t.Errorf("facts were read for an envelope: %v", letter.Person.Record.Facts)
	}
}

func TestG8LongNamesFitTheLetter(t *testing.T) {
	p := townsman(0, poor())
	p.Name = strings.TrimSpace(strings.Repeat("Þórunn-Željka ", 14))
	w := openTown(t, p)
	w.scan(w.day, nil)
	text := printed(t, lettersOf(w))[0].Text
	_, body, _ := strings.Cut(text, "2026\n")
	for _, line := range strings.Split(body, "\n") {
		if utf8.RuneCountInString(line) > 72 || !utf8.ValidString(line) {
			t.Errorf("%d characters on a line: %s", utf8.RuneCountInString(line), line)
		}
	}
	if n := strings.Count(text, "Þórunn-Željka"); n != 28 {
		t.Errorf("of the name %d parts of 28 are printed", n)
	}
}

func TestLetterThatDoesNotPrintIsMadeAgain(t *testing.T) {
	w := openTown(t, townsman(0, poor()))
	w.scan(w.day, nil)
	l := lettersOf(w)
	jam := errors.New("paper jam")
	var name string
	if _, err := l.Make(t.Context(), func(letter server.Letter) (func() error, error) { name = letter.Name; return nil, jam }); !errors.Is(err, jam) {
		t.Errorf("got %v, want the jam", err)
	}
	if list := printed(t, l); len(list) != 1 || list[0].Name != name {
		t.Errorf("then %d letters are made, want one under the same name", len(list))
	}
}

func TestLetterToWhoOptsOutMeanwhileIsTakenBack(t *testing.T) {
	p := townsman(0, poor())
	w := openTown(t, p)
	w.scan(w.day, nil)
	l := lettersOf(w)
	undone := 0
	made, err := l.Make(t.Context(), func(server.Letter) (func() error, error) {
		return func() error { undone++; return nil }, w.store.OptOut(t.Context(), w.store.Subject(p.BSN), 1)
	})
	if err != nil || made != 0 || undone != 1 {
		t.Errorf("made %d, taken back %d, %v; want 0, 1", made, undone, err)
	}
	code, _ := l.Code(p)
	if _, err := w.store.TryCode(t.Context(), code.Hash(w.store.CodePepper()), 10, 9, l.Now.Unix()); !errors.Is(err, store.ErrCode) {
		t.Errorf("the code of a letter that was taken back: got %v, want ErrCode", err)
	}
}
