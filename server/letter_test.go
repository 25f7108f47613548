package server_test

import (
	"bytes"
	"errors"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"zeker/locales"
	"zeker/offers"
	"zeker/server"
	"zeker/server/identity"
	"zeker/server/store"
	"zeker/ui"
)

// lettersOf writes the letters of a town that was scanned; every code is the
// same, because a test makes one letter at a time.
func lettersOf(w *scannedTown) *server.Letters {
	w.t.Helper()
	nl, _ := mustWords(w.t).Language("nl")
	zone, err := server.Zone()
	if err != nil {
		w.t.Fatal(err)
	}
	return &server.Letters{
		Store: w.store, Catalogue: mustCatalogue(w.t), Languages: []*locales.Language{nl}, Site: "zonnedijk.example/geld", Now: time.Date(2026, 11, 16, 12, 0, 0, 0, zone),
		Municipality: server.Municipality{Name: "Gemeente Zonnedijk", Phone: "088 - 000 99 01",
			Address: []string{"Stadhuis Zonnedijk", "Marktplein 1", "9901 AA Zonnedijk"}, Hours: []ui.Opening{{First: 1, Last: 5, From: 540, Until: 1020}}},
		Code: func(offers.Person) (identity.Code, error) {
			return identity.NewCode(bytes.NewReader(bytes.Repeat([]byte{17}, 15)))
		},
	}
}

func mustWords(t testing.TB) *locales.Words {
	t.Helper()
	words, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	return words
}

// printed makes the letters and returns them.
func printed(t *testing.T, l *server.Letters) (list []server.Letter) {
	t.Helper()
	made, full, err := l.Make(t.Context(), keep(&list))
	if err != nil || made != len(list) || full != 0 {
		t.Fatalf("%d letters made, %d printed, %d left out, %v", made, len(list), full, err)
	}
	return list
}

// keep prints letters to a list.
func keep(list *[]server.Letter) server.Print {
	return func(letter server.Letter) (func() error, error) {
		*list = append(*list, letter)
		return nil, nil
	}
}

const wholeLetter = `Gemeente Zonnedijk
Zoë-Željka van 't Hoff-Çelik
Lange Dijk 12 bis
9901 ZD Zonnedijk
16 november 2026
Er is geld voor u
Beste Zoë-Željka van 't Hoff-Çelik,
Wij zochten uit waar u recht op heeft. Dit is voor u:
Tegemoetkoming alleenverdieners
Misschien is dit iets voor u. Daarvoor moeten wij nog iets van u weten:
Individuele inkomenstoeslag
U ziet zelf hoeveel het is, en waarom. Ook ziet u of u ooit iets moet terugbetalen. Daarna zegt u ja of nee. Nee is ook goed.
Zo opent u uw brief:
Ga naar zonnedijk.example/geld
Vul deze code in:
HHHH-HHHH-HHHH-HHH0
Vul in op welke dag en in welke maand u jarig bent.
De code werkt tot en met 5 december 2026. U mag hem vaker gebruiken.
Is deze brief wel echt?
Open uw brief op de site. Daar ziet u deze twee plaatjes ook. Ziet u andere? Stop dan en bel ons.
MARKS
Wij vragen nooit om uw pincode. Wij vragen u ook nooit om eerst te betalen. Per brief, telefoon of mail vragen wij nooit om bankgegevens.
Hulp nodig?
Lukt het niet? Bel ons op
088 - 000 99 01
of kom langs. Wij helpen u graag.
U vindt ons hier: Stadhuis Zonnedijk, Marktplein 1, 9901 AA Zonnedijk. Wij zijn open op maandag tot en met vrijdag van 9.00 uur tot 17.00 uur.
Wilt u geen brieven meer van ons? Dat kunt u op de site zeggen, of aan de telefoon.
Met vriendelijke groet,
Gemeente Zonnedijk
`

// read is what stands on a letter, each text on a line.
func read(t *testing.T, letter server.Letter) string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(letter.Page))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if words := strings.TrimSpace(strings.ReplaceAll(n.Data, "\u00a0", " ")); n.Type == html.TextNode && words != "" {
			b.WriteString(words + "\n")
		}
		if n.Type == html.ElementNode && n.Data == "head" {
			return
		}
		for c := range n.ChildNodes() {
			walk(c)
		}
	}
	walk(root)
	return b.String()
}

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
	marks := ui.MarksOf(w.store.Mark(w.store.Subject(p.BSN)))
	want := strings.NewReplacer("HHHH-HHHH-HHHH-HHH0", code.String(),
		"MARKS", l.Languages[0].T("mark."+marks[0])+"\n"+l.Languages[0].T("mark."+marks[1])).Replace(wholeLetter)
	if got := read(t, list[0]); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	who, err := w.store.TryCode(t.Context(), code.Hash(w.store.CodePepper()), 10, 9, l.Now.Unix())
	if err != nil || who != w.store.Subject(p.BSN) {
		t.Errorf("the code opens the offers of %q, %v", who, err)
	}
	if again := printed(t, l); len(again) != 0 {
		t.Errorf("%d letters are made again", len(again))
	}
}

// G8: who has no birthday in any register gets a letter that the year opens.
func TestG8LetterOfWhomNobodyKnowsTheBirthday(t *testing.T) {
	p := townsman(0, map[string]any{"staat_op_lijst_alleenverdieners": true})
	p.Born, p.BornYear = 0, 1984
	w := openTown(t, p)
	w.scan(w.day, nil)
	l := lettersOf(w)
	list := printed(t, l)
	if len(list) != 1 || !strings.Contains(read(t, list[0]), "Vul alleen het jaar in waarin u geboren bent.") {
		t.Fatalf("got %v, want a letter that asks for the year", list)
	}
	code, _ := l.Code(p)
	if _, err := w.store.TryCode(t.Context(), code.Hash(w.store.CodePepper()), 1984, 0, l.Now.Unix()); err != nil {
		t.Errorf("the year does not open it: %v", err)
	}
}

// G8: whom no register knows the year of birth of either gets a letter without a code, which
// says to sign in, where that can be done, or to come; once. Where they cannot open it on the
// site, it says nothing of what the site would show them.
func TestG8LetterOfWhomNobodyKnowsTheYear(t *testing.T) {
	for name, signIn := range map[string]bool{"with DigiD": true, "at the counter only": false} {
		t.Run(name, func(t *testing.T) {
			p := townsman(0, map[string]any{"staat_op_lijst_alleenverdieners": true})
			p.Born, p.BornUnknown = 0, true
			w := openTown(t, p)
			w.scan(w.day, nil)
			l := lettersOf(w)
			l.SignIn = signIn
			code, _ := l.Code(p)
			list := printed(t, l)
			if len(list) != 1 {
				t.Fatalf("got %d letters, want 1", len(list))
			}
			text := read(t, list[0])
			for want, says := range map[string]bool{
				"Log in met DigiD. Of kom bij ons langs, met uw paspoort of ID-kaart.": signIn,
				"Kom bij ons langs, met uw paspoort of ID-kaart.":                      !signIn,
				"DigiD": signIn, "Ga naar": signIn, "op de site": signIn,
				"Vul": false, "De code werkt": false, code.String(): false,
			} {
				if strings.Contains(text, want) != says {
					t.Errorf("the letter says %q: %v\n%s", want, !says, text)
				}
			}
			if again := printed(t, l); len(again) != 0 {
				t.Errorf("%d letters are made again", len(again))
			}
			if known, err := w.store.Resident(t.Context(), w.store.Subject(p.BSN)); err != nil || !known.BornUnknown {
				t.Errorf("got %+v, %v; want whom nobody knows the birthday of", known, err)
			}
		})
	}
}

func TestA12LetterNamesNoNumberAmountOrFact(t *testing.T) {
	facts := poor()
	facts["vermogen"], facts["uitgesloten_artikel_13"] = 1500_00, false
	p := townsman(0, facts)
	w := openTown(t, p)
	w.scan(w.day, nil)
	letter := printed(t, lettersOf(w))[0]
	text := read(t, letter)
	for _, own := range []string{p.BSN, "475", "1500", "1200", "€", "1983", "september"} {
		if strings.Contains(text, own) {
			t.Errorf("the letter says %q:\n%s", own, text)
		}
	}
	if strings.Contains(letter.Page, string(w.store.Subject(p.BSN))) {
		t.Error("the letter holds the pseudonym of the resident")
	}
	if !regexp.MustCompile(`^[A-Z2-7]{26}\.html$`).MatchString(letter.Name) {
		t.Errorf("the file is called %q", letter.Name)
	}
	if len(letter.Person.Record.Facts) != 0 {
		t.Errorf("facts were read for an envelope: %v", letter.Person.Record.Facts)
	}
}

func TestG8AnyNameStandsOnTheLetter(t *testing.T) {
	for situation, name := range map[string]string{
		"200 characters": strings.TrimSpace(strings.Repeat("Þórunn-Željka ", 14)), "no first name": "Ó", "right to left": "شيرين عبد الله",
		"three scripts": "Οδυσσέας Їжакевич ገብረ", "what HTML has a use for": `<b>O'Neil & "Zoë"</b>`, "beyond the first plane": "𝔊 𠮷野家",
	} {
		t.Run(situation, func(t *testing.T) {
			p := townsman(0, poor())
			p.Name = name
			w := openTown(t, p)
			w.scan(w.day, nil)
			text := read(t, printed(t, lettersOf(w))[0])
			if n := strings.Count(text, name+"\n") + strings.Count(text, "Beste "+name+",\n"); n != 2 {
				t.Errorf("the name stands %d times on the letter, want in the address and in the greeting:\n%s", n, text)
			}
		})
	}
}

func TestI7LetterIsInTwoLanguagesAndPointsToTheOthers(t *testing.T) {
	w := openTown(t, townsman(0, poor()))
	w.scan(w.day, nil)
	l := lettersOf(w)
	words := mustWords(t)
	ar, _ := words.Language("ar")
	tr, _ := words.Language("tr")
	l.Languages, l.Others = append(l.Languages, ar), []*locales.Language{tr}
	letter := printed(t, l)[0]
	for want, times := range map[string]int{
		`<section lang="nl" dir="ltr">`: 1, `<section lang="ar" dir="rtl">`: 1, ar.T("letter.about.invitation"): 1,
		`<p lang="tr" dir="ltr">Türkçe?`: 1, letter.Code.String(): 2,
	} {
		if n := strings.Count(letter.Page, want); n != times {
			t.Errorf("%q stands %d times on the letter, want %d", want, n, times)
		}
	}
}

func TestLetterThatDoesNotPrintIsMadeAgain(t *testing.T) {
	w := openTown(t, townsman(0, poor()))
	w.scan(w.day, nil)
	l := lettersOf(w)
	jam := errors.New("paper jam")
	var name string
	if _, _, err := l.Make(t.Context(), func(letter server.Letter) (func() error, error) { name = letter.Name; return nil, jam }); !errors.Is(err, jam) {
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
	made, _, err := l.Make(t.Context(), func(server.Letter) (func() error, error) {
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

// codes gives every letter a code of its own.
func codes() func(offers.Person) (identity.Code, error) {
	n := byte(0)
	return func(offers.Person) (identity.Code, error) {
		n++
		return identity.NewCode(bytes.NewReader(bytes.Repeat([]byte{n}, 15)))
	}
}

// opens reports whether the code of a letter opens on a second.
func (w *scannedTown) opens(letter server.Letter, now time.Time) bool {
	w.t.Helper()
	_, err := w.store.TryCode(w.t.Context(), letter.Code.Hash(w.store.CodePepper()), 10, 9, now.Unix())
	if err != nil && !errors.Is(err, store.ErrCode) {
		w.t.Fatal(err)
	}
	return err == nil
}

// answer answers the one offer of a resident.
func (w *scannedTown) answer(p offers.Person, kind offers.AnswerKind, at time.Time) {
	w.t.Helper()
	rows, err := w.store.OffersOf(w.t.Context(), w.store.Subject(p.BSN))
	if err != nil || len(rows) != 1 {
		w.t.Fatalf("%d offers, %v", len(rows), err)
	}
	if _, _, err := w.store.File(w.t.Context(), store.Filing{
		Subject: rows[0].Subject,
		Answer:  offers.Answer{OfferID: rows[0].ID, Sequence: 1, Kind: kind, At: at.Unix()},
		Receipt: offers.Receipt{Number: rows[0].ID, OfferID: rows[0].ID, Sequence: 1, Kind: kind, At: at.Unix()},
	}); err != nil {
		w.t.Fatal(err)
	}
}

func TestALostLetterIsReplaced(t *testing.T) {
	p, neighbour := townsman(0, poor()), townsman(1, poor())
	w := openTown(t, p, neighbour)
	w.scan(w.day, nil)
	l := lettersOf(w)
	l.Code = codes()
	first := printed(t, l)
	slices.SortFunc(first, func(a, b server.Letter) int { return strings.Compare(a.Person.Name, b.Person.Name) })
	l.Now = l.Now.Add(time.Hour)
	var again []server.Letter
	if err := l.Again(t.Context(), w.store.Subject(p.BSN), keep(&again)); err != nil {
		t.Fatal(err)
	}
	const replaces = "\nKreeg u al eerder een brief van ons? Deze komt daarvoor in de plaats. De oude code werkt niet meer.\n"
	if text := read(t, again[0]); again[0].Name != first[0].Name || !strings.Contains(text, replaces) || strings.Contains(read(t, first[0]), "oude code") {
		t.Errorf("the letter %s in the place of %s says\n%s", again[0].Name, first[0].Name, text)
	}
	for situation, c := range map[string]struct {
		letter server.Letter
		want   bool
	}{"the lost letter": {first[0], false}, "the new letter": {again[0], true}, "the neighbour's": {first[1], true}} {
		if got := w.opens(c.letter, l.Now); got != c.want {
			t.Errorf("%s opens: %v, want %v", situation, got, c.want)
		}
	}
}

func TestWhoGetsALetterAgain(t *testing.T) {
	day := 24 * time.Hour
	for situation, c := range map[string]struct {
		facts  map[string]any
		letter bool              // a first letter was made
		answer offers.AnswerKind // to it
		later  time.Duration
		out    bool // opted out
		want   error
	}{
		"did not answer":                  {poor(), true, "", day, false, nil},
		"said no, and may change that":    {poor(), true, offers.Decline, day, false, nil},
		"the code is over":                {poor(), true, "", 21 * day, false, nil},
		"the last day is over":            {poor(), true, "", 61 * day, false, server.ErrNothingOpen},
		"the last day of a no is over":    {poor(), true, offers.Decline, 61 * day, false, server.ErrNothingOpen},
		"wants to talk, so time is still": {poor(), true, offers.Talk, 61 * day, false, nil},
		"was never told":                  {poor(), false, "", day, false, server.ErrNothingOpen},
		"has no offer":                    {nil, true, "", day, false, server.ErrNothingOpen},
		"opted out":                       {poor(), true, "", day, true, store.ErrOptedOut},
	} {
		t.Run(situation, func(t *testing.T) {
			p := townsman(0, c.facts)
			w := openTown(t, p)
			w.scan(w.day, nil)
			l := lettersOf(w)
			l.Code = codes()
			if c.letter {
				printed(t, l)
			}
			if c.answer != "" {
				w.answer(p, c.answer, l.Now)
			}
			if c.out {
				if err := w.store.OptOut(t.Context(), w.store.Subject(p.BSN), l.Now.Unix()); err != nil {
					t.Fatal(err)
				}
			}
			l.Now = l.Now.Add(c.later)
			var again []server.Letter
			err := l.Again(t.Context(), w.store.Subject(p.BSN), keep(&again))
			if !errors.Is(err, c.want) || (len(again) == 1) != (c.want == nil) {
				t.Errorf("got %d letters, %v; want %v", len(again), err, c.want)
			}
		})
	}
	w := openTown(t)
	if err := lettersOf(w).Again(t.Context(), w.store.Subject(bsn(7)), keep(nil)); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("who is not imported: got %v, want ErrNotFound", err)
	}
}

func TestWhoDidNotAnswerInTimeGetsALetterAgain(t *testing.T) {
	silent, answered, gone := townsman(0, poor()), townsman(1, poor()), townsman(2, poor())
	w := openTown(t, silent, answered, gone)
	w.scan(w.day, nil)
	l := lettersOf(w)
	l.Code = codes()
	printed(t, l)
	w.answer(answered, offers.Decline, l.Now)
	if _, err := w.raw.Exec(`DELETE FROM residents WHERE subject = $1`, w.store.Subject(gone.BSN)); err != nil {
		t.Fatal(err)
	}
	renew := func() (list []server.Letter, gone int) {
		t.Helper()
		made, gone, err := l.Renew(t.Context(), keep(&list))
		if err != nil || made != len(list) {
			t.Fatalf("%d letters made, %d printed, %v", made, len(list), err)
		}
		return list, gone
	}
	if list, gone := renew(); len(list) != 0 || gone != 0 {
		t.Errorf("while the codes work: %d letters, %d gone; want none", len(list), gone)
	}
	l.Now = l.Now.Add(store.CodeLife * time.Second)
	list, left := renew()
	if len(list) != 1 || list[0].Person.BSN != silent.BSN || left != 1 || !w.opens(list[0], l.Now) {
		t.Errorf("got letters %+v, %d gone; want one that opens, to who was silent", list, left)
	}
	if list, _ := renew(); len(list) != 0 {
		t.Errorf("%d letters are made once more", len(list))
	}
}

func TestNoMorePeopleAreToldThanTheGroundAllows(t *testing.T) {
	var people []offers.Person
	for n := range 5 {
		people = append(people, townsman(n, poor()))
	}
	listed := poor()
	listed["staat_op_lijst_alleenverdieners"] = true
	people = append(people, townsman(5, listed)) // may be told of the other scheme in any case
	w := openTown(t, people...)
	w.scan(w.day, nil)
	l := lettersOf(w)
	l.Code, l.Catalogue = codes(), capped(t, 3)
	var list []server.Letter
	made, full, err := l.Make(t.Context(), keep(&list))
	told := strings.Count(texts(list), "Individuele inkomenstoeslag")
	if err != nil || made != len(list) || full != 3 || told != 3 {
		t.Errorf("%d letters tell of it, %d residents are left out, %v; want 3 and 3", told, full, err)
	}
	if made, full, err := l.Make(t.Context(), keep(&list)); err != nil || made != 0 || full != 3 {
		t.Errorf("a second time: %d letters, %d left out, %v; want 0 and 3", made, full, err)
	}
	if n := w.count(`SELECT COUNT(*) FROM offers WHERE scheme = 'individuele_inkomenstoeslag' AND offered_at > 0`); n != 3 {
		t.Errorf("%d offers are marked as told, want 3", n)
	}
	if n := w.count(`SELECT COUNT(*) FROM offers WHERE scheme = 'alleenverdieners' AND offered_at > 0`); n != 1 {
		t.Errorf("%d people were told of the scheme without a ceiling, want 1", n)
	}
	l.Catalogue = capped(t, 5)
	if made, full, err := l.Make(t.Context(), keep(&list)); err != nil || made != 2 || full != 1 {
		t.Errorf("with room for two more: %d letters, %d left out, %v", made, full, err)
	}
}

// texts are all letters, one after another.
func texts(list []server.Letter) (all string) {
	for _, letter := range list {
		all += letter.Page
	}
	return all
}

// capped is the catalogue with another ceiling for the experiment.
func capped(t *testing.T, most int) *offers.Catalogue {
	t.Helper()
	c, changed := *mustCatalogue(t), 0
	c.Periods = slices.Clone(c.Periods)
	for i := range c.Periods {
		c.Periods[i].Schemes = slices.Clone(c.Periods[i].Schemes)
		for j := range c.Periods[i].Schemes {
			s := &c.Periods[i].Schemes[j]
			s.Grounds = slices.Clone(s.Grounds)
			for k := range s.Grounds {
				if s.Grounds[k].Cap == 500 { // what the register of the demo says
					s.Grounds[k].Cap, changed = most, changed+1
				}
			}
		}
	}
	if changed == 0 {
		t.Fatal("no ground has a ceiling")
	}
	return &c
}

// What is printed on the letter shows on the page that it opens, and a neighbour's does not.
func TestLetterAndPageShowTheSamePictures(t *testing.T) {
	p := openPortal(t, nil)
	a, b := anna(), bram()
	p.invite(a, b)
	nl, _ := mustWords(t).Language("nl")
	for _, r := range []*resident{a, b} {
		list := p.browser().signIn(r).get("/nl/offers").body
		_, list, _ = strings.Cut(list, `<ul class="zeker-marks"`)
		list, _, _ = strings.Cut(list, "</ul>")
		for _, mark := range ui.MarksOf(p.store.Mark(r.subject)) {
			if word := nl.T("mark." + mark); !strings.Contains(list, "</svg> "+word+"</li>") {
				t.Errorf("the page of %s does not show %q: %s", r.name, word, list)
			}
		}
	}
	helper := p.browser()
	helper.cookie = helper.sessionOf(helper.helperOf(a, b.subject))
	if list := helper.get("/nl/offers"); list.status != http.StatusOK || strings.Contains(list.body, "zeker-marks") {
		t.Errorf("status %d; a helper, who has no letter, sees pictures: %v", list.status, strings.Contains(list.body, "zeker-marks"))
	}
}
