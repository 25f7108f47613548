package e2e

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"zeker/locales"
	"zeker/ui"
)

// I1, I4: every state of every page, also those that no journey comes by: on a narrow
// screen in the leading language, in one that is written from right to left, and in one
// of the others in turn; in the leading one on a wide screen, and in the dark on the
// narrowest. For pictures, in three languages on each.
func TestI1EveryStateOfEveryPage(t *testing.T) {
	words, err := locales.Load()
	check(t, err)
	site := httptest.NewServer(examplePages(words))
	t.Cleanup(site.Close)
	others := slices.DeleteFunc(words.Codes(), func(code string) bool { return code == locales.Leading || code == "ar" })
	for name, screen := range map[string]setting{"phone": onPhone, "desktop": onDesktop, "dark": inTheDark} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := open(t, site.URL, screen)
			p.mayAnswer(http.StatusNotFound) // what the check of an example would fetch is not there
			for i, e := range ui.Examples() {
				codes := []string{locales.Leading}
				switch {
				case pictures():
					codes = append(codes, "ar", "ti")
				case name == "phone":
					codes = append(codes, "ar", others[i%len(others)])
				}
				for _, code := range codes {
					p.visit("/" + code + "/" + e.Name)
					p.look("example " + e.Name + " " + code)
				}
			}
		})
	}
}

// examplePages serves the example pages with the policy that the portal sets.
func examplePages(words *locales.Words) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /static/", http.StripPrefix("/static/", http.FileServerFS(ui.Assets())))
	mux.HandleFunc("GET /{$}", func(http.ResponseWriter, *http.Request) {})
	for _, code := range words.Codes() {
		for _, e := range ui.Examples() {
			mux.HandleFunc("GET /"+code+"/"+e.Name, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "text/html; charset=utf-8")
				w.Header().Set("Content-Security-Policy", strings.Join([]string{
					"default-src 'none'", "style-src 'self'", "img-src 'self'", "font-src 'self'", "script-src 'self'", "connect-src 'self'", "form-action 'self'",
				}, "; "))
				// A page that cannot be rendered breaks off, and axe finds the rest missing.
				_ = e.Page(ui.ExampleFrame(words, code, e.SignedIn)).Render(r.Context(), w)
			})
		}
	}
	return mux
}
