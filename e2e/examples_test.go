package e2e

import (
	"slices"
	"testing"

	"zeker/locales"
	"zeker/server"
	"zeker/ui"
)

// I1, I4: every state of every page, also those that no journey comes by: on a narrow
// screen in the leading language, in one that is written from right to left, and in one
// of the others in turn; in the leading one on a wide screen, and in the dark on the
// narrowest. For pictures, in three languages on each.
func TestI1EveryStateOfEveryPage(t *testing.T) {
	words, err := locales.Load()
	check(t, err)
	site := openTownWith(t, func(_ string, cfg *server.Config) { cfg.Municipality.Languages = words.Codes() })
	others := slices.DeleteFunc(words.Codes(), func(code string) bool { return code == locales.Leading || code == "ar" })
	for name, screen := range map[string]setting{"phone": onPhone, "desktop": onDesktop, "dark": inTheDark} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := open(t, site.origin, screen)
			for i, e := range ui.Examples() {
				codes := []string{locales.Leading}
				switch {
				case pictures():
					codes = append(codes, "ar", "ti")
				case name == "phone":
					codes = append(codes, "ar", others[i%len(others)])
				}
				for _, code := range codes {
					p.visit("/" + code + "/examples/" + e.Name)
					p.look("example " + e.Name + " " + code)
					if pictures() && name == "desktop" && code == locales.Leading {
						p.photographOnPaper("example " + e.Name + " on paper")
					}
				}
			}
		})
	}
}
