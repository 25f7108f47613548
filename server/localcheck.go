package server

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"zeker/locales"
	"zeker/offers"
	"zeker/ui"
)

// The files of what is worked out on the resident's own device, as package ui names
// them.
const (
	checkScript  = "check.js"
	whatIfScript = "what-if.js"
	checkWorker  = "check-worker.js"
	checkModule  = "check.wasm"
)

// local is what pages of one language link to, to work out on the own device.
type local struct{ check, whatIf *ui.Check }

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

// localChecks makes, per language, what a page links to for the check and the
// what-if: the bundle and the texts are served beside the files of the pages. It is
// empty when the program was built without the module, and pages then have neither.
func localChecks(all *assets, cfg *Config) (map[string]local, error) {
	checks := map[string]local{}
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
		check := ui.Check{
			Script: all.hrefs[checkScript], Worker: all.hrefs[checkWorker],
			Module: all.hrefs[checkModule], ModuleHash: all.hashes[checkModule],
			Bundle: all.hrefs[cfg.Catalogue.Municipality+".bundle"], BundleHash: hexHash(bundle),
		}
		whatIf := check
		whatIf.Script = all.hrefs[whatIfScript]
		if err := all.addWords(&check, l, "words-"+code+".json", checkTexts(cfg.Catalogue)); err != nil {
			return nil, err
		}
		if err := all.addWords(&whatIf, l, "what-if-"+code+".json", whatIfTexts); err != nil {
			return nil, err
		}
		checks[code] = local{&check, &whatIf}
	}
	return checks, nil
}

// addWords serves the texts that a script may have to say.
func (all *assets) addWords(c *ui.Check, l *locales.Language, name string, said func(id string) bool) error {
	words, err := scriptWords(l, said)
	if err != nil {
		return err
	}
	if err := all.add(name, words, nil); err != nil {
		return err
	}
	c.Words, c.WordsHash = all.hrefs[name], hexHash(words)
	return nil
}

func hexHash(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// checkTroubles are what the check may find wrong with what is typed.
var checkTroubles = []offers.Trouble{
	offers.TroubleAmount, offers.TroubleNumber, offers.TroubleDate, offers.TroubleChoice, offers.TroubleNegative,
	offers.TroubleTooSmall, offers.TroubleTooLarge, offers.TroubleFuture, offers.TroubleAge,
}

// checkTexts tells which texts the check may have to say.
func checkTexts(c *offers.Catalogue) func(id string) bool {
	prefixes := []string{"check.state.", "check.next", "outcome.", "offer.amount."}
	for i := range c.Periods {
		for j := range c.Periods[i].Schemes {
			prefixes = append(prefixes, c.Periods[i].Schemes[j].ID+".reason.")
		}
	}
	return func(id string) bool {
		return strings.HasPrefix(id, "fact.") && strings.HasSuffix(id, ".question") || slices.Contains(checkTroubles, offers.Trouble(id)) ||
			slices.ContainsFunc(prefixes, func(prefix string) bool { return strings.HasPrefix(id, prefix) })
	}
}

// whatIfTexts tells which texts the what-if may have to say.
func whatIfTexts(id string) bool {
	return strings.HasPrefix(id, "field.") || strings.HasPrefix(id, "what_if.")
}

// scriptWords are texts for a script, and how the language writes months and money:
// no money at all, into which the script puts an amount, and the signs between its
// digits.
func scriptWords(l *locales.Language, said func(id string) bool) ([]byte, error) {
	texts := map[string]string{}
	for _, id := range l.IDs() {
		if said(id) {
			texts[id] = l.Source(id)
		}
	}
	money, thousands, decimal := signs(l)
	return json.Marshal(struct {
		Money     string            `json:"money"`
		Thousands string            `json:"thousands"`
		Decimal   string            `json:"decimal"`
		Months    []string          `json:"months"`
		Texts     map[string]string `json:"texts"`
	}{money, thousands, decimal, l.Months(), texts})
}

// signs are how a language writes no money at all, thousands and decimals.
func signs(l *locales.Language) (money, thousands, decimal string) {
	return l.Money(0), strings.Trim(l.Number(1000), "01"), strings.Trim(l.Decimal(15, 1), "15")
}

// withCheck is the frame of a page with the local check.
func (v *visit) withCheck(path string) *ui.Frame { return v.local(path, v.s.checks[v.l.Code()].check) }

// local is the frame of a page of which something is worked out on the own device;
// with nil, of one like any other.
func (v *visit) local(path string, check *ui.Check) *ui.Frame {
	frame := v.frame(path)
	if frame.Check = check; check != nil {
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
	page.Offer, page.Inputs, page.CountsIn = empty, v.s.inputs(on), v.s.together[empty.Scheme]
	if page.Computed {
		var given ui.Given
		given, page.Errors = ui.ReadAnswer(&empty, page.Inputs, v.field)
		if page.Offer, err = offers.Make(v.s.cfg.Catalogue, id, &offers.Record{Facts: given.Facts}, on); err != nil {
			return err
		}
	}
	return v.show(statusOf(page.Errors), ui.CheckForm(v.withCheck("/check/"+page.Offer.Scheme.ID), page))
}
