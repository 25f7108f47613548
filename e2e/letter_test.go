package e2e

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/playwright-community/playwright-go"
	"golang.org/x/text/unicode/norm"

	"zeker/locales"
	"zeker/offers"
	"zeker/server"
	"zeker/server/identity"
	"zeker/ui"
)

// letterIn writes a resident's letter in Dutch, and in a language beside it when a code
// is given, into a folder with its fonts, as zeker letters does.
func (w *town) letterIn(r *resident, code string) (file string) {
	w.t.Helper()
	words, err := spoken()
	check(w.t, err)
	zone, err := server.Zone()
	check(w.t, err)
	l := server.Letters{
		Store: w.store, Catalogue: w.law, Site: "zonnedijk.example/geld", Now: time.Date(2026, 11, 16, 12, 0, 0, 0, zone),
		SignIn: true,
		Code:   func(offers.Person) (identity.Code, error) { return identity.NewCode(rand.Reader) },
		Municipality: server.Municipality{
			Name: "Gemeente Zonnedijk", Phone: "088 - 000 99 01",
			Address: []string{"Stadhuis Zonnedijk", "Marktplein 1", "9901 AA Zonnedijk"}, Hours: []ui.Opening{{First: 1, Last: 5, From: 540, Until: 1020}},
		},
	}
	for _, each := range words.Codes() {
		language, _ := words.Language(each)
		switch each {
		case locales.Leading:
			l.Languages = slices.Insert(l.Languages, 0, language)
		case code:
			l.Languages = append(l.Languages, language)
		default:
			l.Others = append(l.Others, language)
		}
	}
	folder := w.t.TempDir()
	fonts, err := server.LetterFonts()
	check(w.t, err)
	for name, font := range fonts {
		check(w.t, os.WriteFile(filepath.Join(folder, name), font, 0o600))
	}
	check(w.t, l.Again(w.t.Context(), r.subject, func(letter server.Letter) (func() error, error) {
		file = filepath.Join(folder, letter.Name)
		return nil, os.WriteFile(file, []byte(letter.Page), 0o600)
	}))
	return file
}

// pdf prints the page that stands there on A4.
func (p *page) pdf(file string) {
	p.t.Helper()
	_, err := p.PDF(playwright.PagePdfOptions{
		Path: playwright.String(file), Tagged: playwright.Bool(true), Outline: playwright.Bool(true), PreferCSSPageSize: playwright.Bool(true),
	})
	check(p.t, err)
}

// onPaper is what a program of poppler says of a PDF.
func onPaper(t *testing.T, program string, args ...string) string {
	t.Helper()
	out, err := exec.Command(program, args...).Output()
	if err != nil {
		t.Fatalf("%s: %v; `make e2e` installs it", program, err)
	}
	return string(out)
}

// symbols are the letters and digits of a text, each as often as it is there and in no order: in a PDF
// words of some scripts stand as they are painted, in forms that say where in a word.
func symbols(text string) map[rune]int {
	count := map[rune]int{}
	for _, c := range norm.NFKC.String(text) {
		if unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.IsMark(c) {
			count[c]++
		}
	}
	return count
}

// I10, G8: a letter on paper is tagged, and says what its page says, whatever the name.
func TestI10LetterOnPaperIsTaggedAndSaysTheSame(t *testing.T) {
	for _, code := range []string{"", "ar", "pl", "ti"} {
		t.Run("nl "+code, func(t *testing.T) {
			r := anna()
			r.name = strings.TrimSpace(strings.Repeat("Þórunn-Željka ", 14))
			w := openTown(t, r)
			p := w.open(t, onDesktop)
			p.readLetter(w.letterIn(r, code))
			p.accessible("letter " + code)
			p.nothingElseInTheWindow()
			paper := filepath.Join(t.TempDir(), "letter.pdf")
			p.pdf(paper)
			if pictures() {
				check(t, os.MkdirAll("screenshots", 0o755))
				onPaper(t, "pdftoppm", "-r", "70", "-png", paper, filepath.Join("screenshots", "letter-"+code))
			}
			want, err := p.Evaluate(`() => document.body.innerText + [...document.querySelectorAll("ol")].map(list => [...list.children].map((item, i) => (i + 1) + ".").join("")).join("")`)
			check(t, err)
			onPage, printed := symbols(fmt.Sprint(want)), symbols(onPaper(t, "pdftotext", paper, "-"))
			for c := range onPage {
				printed[c] += 0 // what is missing is counted too
			}
			for c, n := range printed {
				if n != onPage[c] {
					t.Errorf("%q stands %d times on the page and %d times on paper", c, onPage[c], n)
				}
			}
			about, tags := onPaper(t, "pdfinfo", paper), onPaper(t, "pdfinfo", "-struct-text", paper)
			if !regexp.MustCompile(`Pages: +[12]\n`).MatchString(about) || !strings.Contains(about, "Tagged:          yes") || !strings.Contains(about, "(A4)") {
				t.Errorf("want one or two tagged pages of A4, got\n%s", about)
			}
			languages := 1 + min(len(code), 1)
			for tag, times := range map[string]int{"H1 (block)": languages, "H2 (block)": 3 * languages, "Vul deze code in:": 1} {
				if n := strings.Count(tags, tag); n != times {
					t.Errorf("%q is tagged %d times, want %d:\n%s", tag, n, times, tags)
				}
			}
			if !regexp.MustCompile(`"([0-9A-Z]{4}-){3}[0-9A-Z]{4}"`).MatchString(tags) {
				t.Errorf("who listens does not hear the code:\n%s", tags)
			}
		})
	}
}

// G8: who has no birthday in any register types the year, and is asked for what nobody knows.
func TestG8LetterOpensWithTheYearOfWhomNobodyKnowsTheBirthday(t *testing.T) {
	inBoth(t, func(t *testing.T, l *locales.Language) {
		r := anna()
		r.year, r.facts = 1984, slices.DeleteFunc(r.facts, func(f offers.Fact) bool { return f.Name == "geboortedatum" })
		w := openTown(t, r)
		p := w.open(t, onPhone).reads(l)
		p.mayAnswer(http.StatusBadRequest)
		for _, year := range []string{"1985", "1984"} {
			p.write(l.T("start.code"), r.code)
			if year == "1985" {
				p.press(p.GetByText(l.T("start.no_day")))
			}
			p.write(l.T("field.year"), year)
			p.look("start year " + year)
			p.pressFor("start.open")
			if year == "1985" {
				p.says(l.T("field.code_closed"))
			}
		}
		p.shows(p.heading(l.W("offers.hello", "Name", r.name)))
	})
}

// G8: of whom nobody knows the year either, the letter has no code: it says to sign in.
func TestG8WhomNobodyKnowsTheYearOfSignsIn(t *testing.T) {
	inBoth(t, func(t *testing.T, l *locales.Language) {
		r := anna()
		r.ageless, r.facts = true, slices.DeleteFunc(r.facts, func(f offers.Fact) bool { return f.Name == "geboortedatum" })
		w := openTownWith(t, posing(r), r)
		paper := w.open(t)
		paper.readLetter(w.letterIn(r, l.Code()))
		paper.says(l.T("letter.step.sign_in"))
		paper.lacks(l.T("letter.step.code"), l.T("letter.step.born"), l.T("letter.step.born_year"))
		paper.accessible("letter without a code " + l.Code())
		paper.nothingElseInTheWindow()

		p := w.open(t, onPhone).reads(l).poses(r)
		p.shows(p.heading(l.W("offers.hello", "Name", r.name)))
		p.openOffer(alleenverdieners)
	})
}

// nothingElseInTheWindow checks that the window of an envelope shows the whole name and
// address, and nothing else: not what the letter is about (DIN 5008, form B, in millimetres
// from the edge of the paper).
func (p *page) nothingElseInTheWindow() {
	p.t.Helper()
	found, err := p.Evaluate(`() => {
		const mm = 96 / 25.4, margin = 20 * mm
		const pane = { left: 20 * mm - margin - 1, right: 105 * mm - margin, top: 45 * mm - margin, bottom: 90 * mm - margin }
		const address = document.querySelector("address"), wrong = []
		if (address.scrollHeight > address.clientHeight) wrong.push("the address is cut off")
		const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
		for (let node; node = walker.nextNode();) {
			const range = document.createRange()
			range.selectNodeContents(node)
			for (const box of range.getClientRects()) {
				const shows = box.left < pane.right && box.right > pane.left && box.top < pane.bottom && box.bottom > pane.top
				const whole = box.left >= pane.left && box.right <= pane.right && box.top >= pane.top && box.bottom <= pane.bottom
				if (address.contains(node) ? !whole : shows) wrong.push(node.data)
			}
		}
		return wrong
	}`)
	check(p.t, err)
	p.noneOf("letter", "in or out of the window of the envelope", found)
}

// readLetter opens a letter from its folder, as it is printed.
func (p *page) readLetter(file string) {
	p.t.Helper()
	p.mu.Lock()
	p.origin = "file://" + filepath.Dir(file) // a letter asks for what lies beside it, and for nothing else
	p.mu.Unlock()
	_, err := p.Goto("file://" + file)
	check(p.t, err)
	check(p.t, p.EmulateMedia(playwright.PageEmulateMediaOptions{Media: playwright.MediaPrint}))
	_, err = p.Evaluate(`() => document.fonts.ready.then(() => true)`)
	check(p.t, err)
}
