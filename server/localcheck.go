package server

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"

	"github.com/gofiber/fiber/v2"

	"zeker/locales"
	"zeker/offers"
	"zeker/ui"
)

// The files of the check on the resident's own device, as package ui names them.
const (
	checkScript = "check.js"
	checkWorker = "check-worker.js"
	checkModule = "check.wasm"
)

// checkPolicy is the content policy of a page with the check. The rules may run,
// and what they need may be fetched from us; the script then takes even that
// away, before the resident's first change is read. The sandbox closes the ways
// out that a policy has no name for: other windows and downloads.
const checkPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; " +
	"script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'; " +
	"sandbox allow-forms allow-scripts allow-same-origin allow-top-navigation-to-custom-protocols"

// workerPolicy lets the worker run the rules and reach nothing.
const workerPolicy = "default-src 'none'; script-src 'wasm-unsafe-eval'; base-uri 'none'; frame-ancestors 'none'"

// localChecks makes, per language, what a page links to for the check: the
// bundle and the texts are served beside the files of the pages. It is empty when
// the program was built without the module, and pages then have no local check.
func localChecks(all *assets, cfg *Config) (map[string]*ui.Check, error) {
	checks := map[string]*ui.Check{}
	if all.hrefs[checkModule] == "" || all.hrefs[checkWorker] == "" {
		cfg.Log.Warn("built without the browser's module: pages have no local check; make build adds it")
		return checks, nil
	}
	bundle := cfg.Catalogue.AppendBinary(nil)
	if err := all.add(cfg.Catalogue.Municipality+".bundle", bundle, nil); err != nil {
		return nil, err
	}
	for _, code := range cfg.Municipality.Languages {
		l, ok := cfg.Words.Language(code)
		if !ok {
			continue
		}
		words, err := checkWords(l, cfg.Catalogue)
		if err != nil {
			return nil, err
		}
		if err := all.add("words-"+code+".json", words, nil); err != nil {
			return nil, err
		}
		checks[code] = &ui.Check{
			Script: all.hrefs[checkScript], Worker: all.hrefs[checkWorker],
			Module: all.hrefs[checkModule], ModuleHash: all.hashes[checkModule],
			Bundle: all.hrefs[cfg.Catalogue.Municipality+".bundle"], BundleHash: hexHash(bundle),
			Words: all.hrefs["words-"+code+".json"], WordsHash: hexHash(words),
		}
	}
	return checks, nil
}

func hexHash(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// checkWords are the texts that the script may have to say, and how the language
// writes money: no money at all, into which the script puts an amount, and the
// signs between its digits.
func checkWords(l *locales.Language, c *offers.Catalogue) ([]byte, error) {
	reasons := []string{"check.", "field.", "outcome.", "offer.amount."}
	for i := range c.Periods {
		for j := range c.Periods[i].Schemes {
			reasons = append(reasons, c.Periods[i].Schemes[j].ID+".reason.")
		}
	}
	texts := map[string]string{}
	for _, id := range l.IDs() {
		said := strings.HasPrefix(id, "fact.") && strings.HasSuffix(id, ".question")
		for _, prefix := range reasons {
			said = said || strings.HasPrefix(id, prefix)
		}
		if said {
			texts[id] = l.Source(id)
		}
	}
	return json.Marshal(struct {
		Money     string            `json:"money"`
		Thousands string            `json:"thousands"`
		Decimal   string            `json:"decimal"`
		Texts     map[string]string `json:"texts"`
	}{l.Money(0), strings.Trim(l.Number(1000), "01"), strings.Trim(l.Decimal(15, 1), "15"), texts})
}

// withCheck is the frame of a page with the local check.
func (v *visit) withCheck(path string) ui.Frame {
	frame := v.frame(path)
	if frame.Check = v.s.checks[v.l.Code()]; frame.Check != nil {
		v.Set(fiber.HeaderContentSecurityPolicy, checkPolicy)
	}
	return frame
}

// checkable are the schemes that have something to fill in today.
func (s *Server) checkable() []string {
	period, err := s.cfg.Catalogue.On(s.cfg.Today())
	if err != nil {
		return nil
	}
	var ids []string
	for i := range period.Schemes {
		if scheme := &period.Schemes[i]; ui.Checkable(scheme) {
			ids = append(ids, scheme.ID)
		}
	}
	return ids
}

// showCheck shows the questions of a scheme to anybody.
func (s *Server) showCheck(v *visit) error {
	return v.check(ui.CheckPage{})
}

// computeCheck works out what was filled in. Nothing is stored, and the answer
// comes with this very response, so that no address holds what was typed.
func (s *Server) computeCheck(v *visit) error {
	return v.check(ui.CheckPage{Computed: true, Values: v.values()})
}

func (v *visit) check(page ui.CheckPage) error {
	id, on := v.Params("scheme"), v.s.cfg.Today()
	empty, err := offers.Make(v.s.cfg.Catalogue, id, &offers.Record{}, on)
	if err != nil || !ui.Checkable(empty.Scheme) {
		return errNotFound
	}
	page.Offer, page.Inputs = empty, v.s.inputs(on)
	if page.Computed {
		var given ui.Given
		given, page.Errors = ui.ReadAnswer(&empty, page.Inputs, v.field)
		if page.Offer, err = offers.Make(v.s.cfg.Catalogue, id, &offers.Record{Facts: given.Facts}, on); err != nil {
			return err
		}
	}
	return v.show(statusOf(page.Errors), ui.CheckForm(v.withCheck("/check/"+page.Offer.Scheme.ID), page))
}
