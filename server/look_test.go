package server_test

import (
	"crypto/rand"
	"log/slog"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"zeker/locales"
	"zeker/offers"
	"zeker/offers/rules"
	"zeker/server"
	"zeker/ui"
)

func configured(t *testing.T, c *offers.Catalogue, look ui.Look) (*server.Server, error) {
	t.Helper()
	words, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	return server.New(server.Config{
		Catalogue: c, Words: words, Store: openStore(t), Now: time.Now,
		Municipality: server.Municipality{Name: "Gemeente Zonnedijk", Languages: []string{"nl"}, Look: look, Exit: "https://weather.example/", Security: "mailto:a@zonnedijk.example"},
		Today:        func() rules.Day { return 0 }, Random: rand.Reader, Log: slog.New(slog.DiscardHandler),
	})
}

func TestAMunicipalityHasItsOwnColours(t *testing.T) {
	s, err := configured(t, mustCatalogue(t), ui.Look{Primary: "#154273", PrimaryDark: "#0d2b4b", OnPrimary: "#ffffff", Accent: "#f9b000"})
	if err != nil {
		t.Fatal(err)
	}
	look := s.Assets()["look.css"]
	page, err := s.App().Test(httptest.NewRequest("GET", "/nl/", nil))
	if err != nil {
		t.Fatal(err)
	}
	reply := &strings.Builder{}
	if err := page.Write(reply); err != nil {
		t.Fatal(err)
	}
	if look == "" || !strings.Contains(reply.String(), `href="`+look+`"`) {
		t.Errorf("the page links no style sheet %q", look)
	}
	if _, err := configured(t, mustCatalogue(t), ui.Look{Primary: "blauw"}); err == nil {
		t.Error("a colour that is none was taken")
	}
}

func TestASchemeWithoutWordsDoesNotStart(t *testing.T) {
	c := *mustCatalogue(t)
	c.Periods = slices.Clone(c.Periods)
	last := &c.Periods[len(c.Periods)-1]
	last.Schemes = slices.Clone(last.Schemes)
	last.Schemes[0].ID = "nieuwe_regeling"
	_, err := configured(t, &c, ui.Look{})
	if err == nil || !strings.Contains(err.Error(), "texts that nl does not have: nieuwe_regeling.reason.") || !strings.Contains(err.Error(), "nieuwe_regeling.title") {
		t.Errorf("got %v, want the texts that are missing", err)
	}
}
