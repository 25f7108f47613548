package e2e

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
	"github.com/playwright-community/playwright-go"

	"zeker/locales"
	"zeker/offers"
	"zeker/server"
)

// applied lets a resident apply, and downloads the file of their receipt.
func (w *town) applied(t *testing.T) (p *page, number, file string) {
	t.Helper()
	p = w.open(t, onPhone, sharply).openLetter(w.residents[0]).openOffer(titleAlleenverdieners)
	p.press(p.button(buttonAccept))
	p.press(p.button(buttonSend))
	p.shows(p.heading(headingAccepted))
	number = p.receiptNumber()
	download, err := p.ExpectDownload(func() error { return p.link("Bewaar uw bewijs als bestand").Click() })
	check(t, err)
	if want := "zeker-" + number + ".txt"; download.SuggestedFilename() != want {
		t.Errorf("the file is called %q, want %q", download.SuggestedFilename(), want)
	}
	file = filepath.Join(t.TempDir(), "receipt.txt")
	check(t, download.SaveAs(file))
	return p, number, file
}

// sharply is how phones show small squares.
func sharply(o *playwright.BrowserNewContextOptions) { o.DeviceScaleFactor = playwright.Float(3) }

// A receipt is verified on the reader's own device, where there is no network any more,
// by the browser itself or, where that does not know Ed25519, by a library.
func TestAReceiptIsVerifiedWithoutNetwork(t *testing.T) {
	r := anna()
	w := openTown(t, r)
	_, number, file := w.applied(t)
	real, err := os.ReadFile(file)
	check(t, err)
	zone, err := server.Zone()
	check(t, err)
	at := time.Unix(w.answered(r, "alleenverdieners", offers.Accept).At, 0).In(zone)
	for name, test := range map[string]struct {
		before string
		tongue []string
	}{"browser": {"", []string{"nl", "en", "ar"}}, "library": {withoutEd25519, []string{"nl"}}} {
		t.Run(name, func(t *testing.T) {
			in(t, test.tongue, func(t *testing.T, l *locales.Language) {
				p := w.open(t)
				p.brief = l.Code() == "en"
				if test.before != "" {
					p.before(test.before)
				}
				p.visit("/" + l.Code() + "/verify")
				p.shows(p.button(l.T("verify.button")))
				check(t, p.context.SetOffline(true))
				p.mu.Lock()
				asked := len(p.requests)
				p.mu.Unlock()

				p.chooses(l, real)
				p.tells(l, "verify.good")
				p.says(number)
				p.says(l.W("receipt.moment", "Date", l.Date(server.DayOf(at)), "Time", l.Clock(at.Hour(), at.Minute())))
				p.says(l.T("alleenverdieners.title"))
				p.says(l.T("receipt.card"))
				p.look("verify good " + l.Code())

				p.chooses(l, bytes.Replace(real, []byte(`"amount":110000`), []byte(`"amount":110001`), 1))
				p.tells(l, "verify.forged")
				p.look("verify forged " + l.Code())
				p.chooses(l, bytes.Replace(real, []byte("\u2014 zonnedijk"), []byte("\u2014 zonnedyk"), 1))
				p.tells(l, "verify.unsigned")
				p.chooses(l, bytes.Replace(real, []byte(" 110000 "), []byte(" 110001 "), 1))
				p.tells(l, "verify.forged")
				p.chooses(l, real[:100])
				p.tells(l, "verify.none")

				check(t, p.field(l.T("verify.text")).Fill("\n "+headOf(string(real))))
				p.press(p.button(l.T("verify.button")))
				p.tells(l, "verify.head")
				p.tells(l, "verify.good")
				p.mu.Lock()
				defer p.mu.Unlock()
				if len(p.requests) != asked {
					t.Errorf("the page asked for %q", p.requests[asked:])
				}
			})
		})
	}
}

// late makes the browser wait with the first signature until it is let go.
const late = `const known = SubtleCrypto.prototype.verify
SubtleCrypto.prototype.verify = function (...all) {
	const result = known.apply(this, all)
	return window.letGo ? result : new Promise(done => { window.letGo = () => done(result) })
}`

// Who gives another text before the first is verified reads of that one only.
func TestAReceiptThatCameLateIsNotMistakenForAnother(t *testing.T) {
	w, l := openTown(t, anna()), dutch(t)
	_, _, file := w.applied(t)
	real, err := os.ReadFile(file)
	check(t, err)
	p := w.open(t)
	p.before(late)
	p.visit("/nl/verify")
	p.chooses(l, real)
	until(t, func() bool { waits, err := p.Evaluate(`() => "letGo" in window`); return err == nil && waits == true })
	p.chooses(l, bytes.Replace(real, []byte(`"amount":110000`), []byte(`"amount":110001`), 1))
	p.tells(l, "verify.forged")
	_, err = p.Evaluate(`async () => { letGo(); for (let i = 0; i < 9; i++) await crypto.subtle.digest("SHA-256", new Uint8Array(1)) }`)
	check(t, err)
	p.tells(l, "verify.forged")
	p.gone(p.GetByText("1.100"))
}

// I3: without script the page says who can verify, and shows no form that does nothing.
func TestI3WithoutScriptThePageSaysWhoVerifies(t *testing.T) {
	p := openTown(t, anna()).open(t, withoutScript)
	inEach(t, func(t *testing.T, l *locales.Language) {
		p.visit("/" + l.Code() + "/verify")
		p.says(l.T("verify.instead"))
		p.gone(p.button(l.T("verify.button")))
	})
}

// tells waits until the page says one thing of a receipt, and checks that it says nothing
// that it would say of another. All of it stands in the page, most of it hidden.
func (p *page) tells(l *locales.Language, id string) {
	p.t.Helper()
	p.shows(p.GetByText(l.T(id)))
	for _, other := range []string{"verify.good", "verify.forged", "verify.unsigned", "verify.none", "verify.failed"} {
		if hidden, err := p.GetByText(l.T(other)).IsHidden(); err != nil || !hidden && other != id && id != "verify.head" {
			p.t.Errorf("beside %s the page says %s, %v", id, other, err)
		}
	}
}

// withoutEd25519 makes a browser of one that knows no Ed25519.
const withoutEd25519 = `const known = SubtleCrypto.prototype.importKey
SubtleCrypto.prototype.importKey = function (format, bytes, name, ...rest) {
	if (name === "Ed25519") return Promise.reject(new DOMException("unknown", "NotSupportedError"))
	return known.call(this, format, bytes, name, ...rest)
}`

// headOf is the part of a receipt that a printed code holds.
func headOf(proof string) string {
	return proof[:strings.LastIndex(strings.TrimSuffix(proof, "\n"), "\n")+1]
}

// chooses gives the page a file.
func (p *page) chooses(l *locales.Language, content []byte) {
	p.t.Helper()
	check(p.t, p.field(l.T("verify.file")).SetInputFiles(playwright.InputFile{Name: "receipt.txt", MimeType: "text/plain", Buffer: content}))
}

var pdfPage = regexp.MustCompile(`/Type\s*/Page\b`)

// The receipt of an application is one sheet of A4, and the code on it can be read.
func TestAReceiptIsOnePrintedPage(t *testing.T) {
	r := anna()
	w := openTown(t, r)
	p, number, file := w.applied(t)
	real, err := os.ReadFile(file)
	check(t, err)
	inBoth(t, func(t *testing.T, l *locales.Language) {
		p.visit("/" + l.Code() + "/receipts/" + number)
		p.shows(p.heading(l.T("receipt.title.accept")))
		p.look("receipt signed " + l.Code())
		if got := p.scans(l); got != headOf(string(real)) {
			t.Errorf("the code reads as\n%s\nwant\n%s", got, headOf(string(real)))
		}
		p.onePage("receipt " + l.Code())
	})
}

// In every language, with a long card and all that the law asks for.
func TestEveryReceiptIsOnePrintedPage(t *testing.T) {
	words, err := locales.Load()
	check(t, err)
	site := openTownWith(t, func(_ string, cfg *server.Config) { cfg.Municipality.Languages = words.Codes() })
	p := open(t, site.origin, onDesktop)
	for _, code := range words.Codes() {
		p.visit("/" + code + "/examples/receipt-accept")
		p.onePage("receipt example " + code)
	}
}

// onePage prints the page as a browser does.
func (p *page) onePage(name string) {
	p.t.Helper()
	pdf, err := p.PDF(playwright.PagePdfOptions{PreferCSSPageSize: playwright.Bool(true), Format: playwright.String("A4")})
	check(p.t, err)
	if n := len(pdfPage.FindAll(pdf, -1)); n != 1 {
		p.t.Errorf("%s: on paper it is %d pages, want 1", name, n)
	}
	if pictures() {
		check(p.t, os.WriteFile(filepath.Join("screenshots", name+".pdf"), pdf, 0o644))
	}
}

// scans reads the code of a receipt from what the page shows, by the middle of each of its
// squares: to find a code askew is up to a telephone, and that of our library misses one in
// fifty at the first look.
func (p *page) scans(l *locales.Language) string {
	p.t.Helper()
	code := p.GetByRole("img", playwright.PageGetByRoleOptions{Name: l.T("receipt.code")})
	box, err := code.GetAttribute("viewBox")
	check(p.t, err)
	var side int
	_, err = fmt.Sscanf(box, "0 0 %d %d", &side, &side)
	check(p.t, err)
	picture, err := code.Screenshot()
	check(p.t, err)
	shown, err := png.Decode(bytes.NewReader(picture))
	check(p.t, err)
	squares := image.NewGray(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			squares.Set(x, y, shown.At((2*x+1)*shown.Bounds().Dx()/(2*side), (2*y+1)*shown.Bounds().Dy()/(2*side)))
		}
	}
	bitmap, err := gozxing.NewBinaryBitmapFromImage(squares)
	check(p.t, err)
	read, err := qrcode.NewQRCodeReader().Decode(bitmap, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_PURE_BARCODE: true})
	check(p.t, err)
	return read.GetText()
}
