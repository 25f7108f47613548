package server

import (
	"context"
	"io"
	"time"

	"github.com/gofiber/fiber/v2"
	"golang.org/x/mod/sumdb/note"

	"zeker/locales"
	"zeker/offers"
	"zeker/offers/rules"
	"zeker/server/delivery"
	"zeker/server/store"
	"zeker/ui"
)

// Route is a line of the table of contents, for tests that visit every door.
type Route struct{ Method, Path string }

// Routes returns the table of contents.
func (s *Server) Routes() []Route {
	var list []Route
	for _, r := range s.table {
		list = append(list, Route{r.method, r.path})
	}
	return list
}

// NewWith is New with doors that only a test has.
func NewWith(cfg Config, extra map[Route]fiber.Handler) (*Server, error) {
	s, err := prepare(cfg)
	if err != nil {
		return nil, err
	}
	table := s.routes()
	for r, handler := range extra {
		table = append([]route{{r.Method, r.Path, machine, func(v *visit) error { return handler(v.Ctx) }}}, table...)
	}
	return s, s.mount(table)
}

// Assets returns the addresses of the assets, by name.
func (s *Server) Assets() map[string]string { return s.assets.hrefs }

// CookieName is the name of the session's cookie.
const CookieName = cookieName

// Troubles are the reasons for which nobody is signed in that have a page.
func Troubles() []error {
	var list []error
	for _, t := range troubles {
		list = append(list, t.is)
	}
	return list
}

// NewWithAnOpenDoor is New with a route of which the table does not say whose it is.
func NewWithAnOpenDoor(cfg Config) error {
	s, err := prepare(cfg)
	if err != nil {
		return err
	}
	return s.mount(append(s.routes(), route{method: fiber.MethodGet, path: "/:lang/open", handle: s.about}))
}

// ReadIBAN reads a number of an account, and masks it.
func ReadIBAN(typed string) (number, masked, trouble string) {
	n, trouble := readIBAN(typed)
	return string(n), n.masked(), trouble
}

// Sign writes a receipt in its signed form.
func Sign(r *offers.Receipt, with note.Signer) (string, error) { return sign(r, with) }

// ReceiptSigner is what a portal on this store would sign receipts with.
func ReceiptSigner(ctx context.Context, rows *store.Store, municipality string, now time.Time, random io.Reader) (note.Signer, error) {
	return receiptSigner(ctx, rows, municipality, now, random)
}

// Filed is what would be stored when a resident who typed an account answers an offer.
func Filed(cfg Config, l *locales.Language, offer offers.Offer, account string, kind offers.AnswerKind) (store.Filing, error) {
	return FiledBy(cfg, l, offer, account, kind, nil)
}

// FiledBy is Filed when a helper presses, on a mandate.
func FiledBy(cfg Config, l *locales.Language, offer offers.Offer, account string, kind offers.AnswerKind, m *store.Mandate) (store.Filing, error) {
	signer, err := receiptSigner(context.Background(), cfg.Store, cfg.Catalogue.Municipality, cfg.Now(), cfg.Random)
	if err != nil {
		return store.Filing{}, err
	}
	s, d := &Server{cfg: cfg, signer: signer}, &dossier{offer: offer, account: iban(account)}
	v := &visit{s: s, l: l}
	if m != nil {
		v.behalf = &behalf{Mandate: *m}
	}
	return s.filing(v, d, &offer, ui.Given{Answer: kind})
}

// TotalOf is what offers come to in a month, when the money of some counts for others.
func TotalOf(lines []ui.OfferLine, together map[*offers.Scheme][]string) int64 {
	sum := total(lines, together)
	return sum.PerMonth()
}

// TermEnd and EasterSunday are what dates of law are made of.
var (
	TermEnd      = termEnd
	EasterSunday = easterSunday
)

// SignedBy is an application as it is delivered once a partner signed it.
func SignedBy(a delivery.Application, at int64, door store.Door, bsn string) ([]byte, error) {
	return (&signing{application: a}).by(at, door, bsn)
}

// Makers are makers at rest.
type Makers = makers

// Make makes an offer with one of them.
func (m *makers) Make(c *offers.Catalogue, scheme string, r *offers.Record, on rules.Day) (offers.Offer, error) {
	return m.make(c, scheme, r, on)
}
