package server_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	togetherPart = regexp.MustCompile(`(?s)<section[^>]*aria-labelledby="together">.*?</section>`)
	listItem     = regexp.MustCompile(`<li>([^<]*)</li>`)
)

// Money that counts for other money says so before anything is answered: by the
// registers, what UWV adds is part of the yearly income of three other schemes.
func TestMoneyThatCountsForOtherMoneySaysSo(t *testing.T) {
	p := openPortal(t, nil)
	r := &resident{name: "Anna Kanarie-Bakker", bsn: bsn(1), born: born, scheme: "toeslagenwet"}
	p.invite(r)
	b := p.browser().signIn(r)
	for language, want := range map[string]struct {
		says   string
		titles []string
	}{
		"nl": {"Dan telt het mee als inkomen voor:", []string{"Huurtoeslag", "Kindgebonden budget", "Zorgtoeslag"}},
		"en": {"Then it counts as income for:", nil},
	} {
		for _, path := range []string{"/check/toeslagenwet", "/offers/" + r.offer} {
			page := b.get("/" + language + path)
			part := togetherPart.FindString(page.body)
			if page.status != http.StatusOK || !strings.Contains(part, want.says) || !strings.Contains(part, `href="/`+language+`/what-if"`) {
				t.Errorf("%s in %s: got status %d and %q, want %q and a link to the what-if", path, language, page.status, part, want.says)
			}
			var titles []string
			for _, item := range listItem.FindAllStringSubmatch(part, -1) {
				titles = append(titles, item[1])
			}
			slices.Sort(titles)
			if want.titles != nil && !slices.Equal(titles, want.titles) || len(titles) != 3 {
				t.Errorf("%s in %s: counts for %q, want %q", path, language, titles, want.titles)
			}
			if question := strings.Index(page.body, `id="questions"`); question >= 0 && question < strings.Index(page.body, part) {
				t.Errorf("%s in %s: the questions stand before what the answer does", path, language)
			}
		}
	}
	if alone := b.get("/nl/check/zorgtoeslag"); togetherPart.MatchString(alone.body) {
		t.Error("money that counts for no other says that it does")
	}
}
