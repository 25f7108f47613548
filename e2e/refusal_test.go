package e2e

import (
	"net/http"
	"testing"
	"time"

	"zeker/server/store"
)

// codeClosed is what every failure of a code says, whatever the reason (B12).
const codeClosed = "Uw brief gaat zo niet open."

func TestB12CodesThatDoNotOpen(t *testing.T) {
	for situation, c := range map[string]struct {
		code   func(w *town, r *resident) string
		before func(w *town, r *resident, p *page)
	}{
		"wrong code":     {code: func(*town, *resident) string { return "0000-0000-0000-0000" }},
		"malformed code": {code: func(*town, *resident) string { return "'; DROP TABLE letters; --" }},
		"expired code": {before: func(w *town, _ *resident, _ *page) {
			w.pass((store.CodeLife + 1) * time.Second)
		}},
		"used up code": {before: func(w *town, r *resident, p *page) {
			wrong := *r
			wrong.born++
			for range 5 {
				p.typeCode(r.code, &wrong)
				p.says(codeClosed)
			}
		}},
		"another resident's birthday": {code: func(w *town, _ *resident) string { return w.residents[1].code }},
	} {
		t.Run(situation, func(t *testing.T) {
			r := anna()
			w := openTown(t, r, bram())
			p := w.open(t)
			p.mayAnswer(http.StatusBadRequest)
			if c.before != nil {
				c.before(w, r, p)
			}
			code := r.code
			if c.code != nil {
				code = c.code(w, r)
			}
			p.typeCode(code, r)
			p.says(codeClosed)
			p.look("start " + situation)
			// Focus is on the summary, so that it is read out at once.
			focused, err := p.Evaluate(`() => document.activeElement.textContent.includes("` + codeClosed + `")`)
			check(t, err)
			if focused != true {
				t.Error("the focus is not on the summary of what went wrong")
			}
		})
	}
	t.Run("nothing filled in", func(t *testing.T) {
		p := openTown(t, anna()).open(t, withoutScript)
		p.mayAnswer(http.StatusBadRequest)
		p.press(p.button(buttonOpen))
		p.says("Vul de code uit uw brief in.")
		p.says("Vul een dag en een maand in, met cijfers.")
		p.look("start nothing filled in")
	})
	t.Run("small letters, spaces and an O for a 0", func(t *testing.T) {
		r := anna()
		p := openTown(t, r).open(t)
		p.typeCode(spokenCode(r.code), r)
		p.shows(p.heading("Dag " + r.name))
	})
}

// spokenCode is a code as somebody types it who read it over the telephone.
func spokenCode(code string) string {
	spoken := ""
	for _, c := range code {
		switch c {
		case '-':
			spoken += "  "
		case '0':
			spoken += "o"
		case '1':
			spoken += "l"
		default:
			if c >= 'A' && c <= 'Z' {
				c += 'a' - 'A'
			}
			spoken += string(c)
		}
	}
	return " " + spoken + " "
}

// Somebody else's offer and receipt look like ones that never were.
func TestOthersAreNotFound(t *testing.T) {
	a, b := anna(), bram()
	w := openTown(t, a, b)
	p := w.open(t).openLetter(a).openOffer(titleAlleenverdieners)
	p.apply()
	receipt := p.receiptNumber()

	other := w.open(t).openLetter(b)
	other.mayAnswer(http.StatusNotFound)
	never := mainText(other, "/nl/offers/abcdefghijklmnopqrstuvwxyz")
	for situation, path := range map[string]string{
		"somebody else's offer":   "/nl/offers/" + a.offers[alleenverdieners],
		"somebody else's receipt": "/nl/receipts/" + receipt,
		"no such receipt":         "/nl/receipts/0000-0000-0000-0000",
		"no such page":            "/nl/offer",
	} {
		if got := mainText(other, path); got != never {
			t.Errorf("%s says\n%s\nwant the same as an offer that never was:\n%s", situation, got, never)
		}
	}
	other.look("not found")
}

// mainText visits a path that must not be found and returns what the page says.
func mainText(p *page, path string) string {
	p.t.Helper()
	if response := p.visit(path); response.Status() != http.StatusNotFound {
		p.t.Errorf("%s has status %d, want 404", path, response.Status())
	}
	text, err := p.GetByRole("main").InnerText()
	check(p.t, err)
	return text
}

// Without an open letter the pages of residents say so, and lead to the start.
func TestClosedLetter(t *testing.T) {
	r := anna()
	w := openTown(t, r)
	p := w.open(t)
	p.mayAnswer(http.StatusForbidden)
	p.visit("/nl/offers")
	p.shows(p.heading(headingClosed))
	p.look("closed letter")
	p.press(p.link(linkByCode))
	p.openLetter(r)
}
