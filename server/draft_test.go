package server_test

import (
	"crypto/rand"
	"errors"
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"zeker/server"
	"zeker/server/store"
	"zeker/ui"
)

// filled is a form of bram's offer with everything that people type, right and wrong.
func filled() url.Values {
	return url.Values{
		"fact.vermogen": {"veel & meer"}, "fact.gemiddeld_maandinkomen": {"1.100,50"}, "contest.gemiddeld_maandinkomen": {"mine"},
		"contest.heeft_partner": {"mine"}, "wish": {`Bel "na" 14 uur — dank`},
	}
}

// lost counts the fields of a form that a page does not hold, or not ticked.
func (r *reply) lost(form url.Values) (lost []string) {
	for field, values := range form {
		want := `name="` + field + `" id="` + field + `" value="mine" checked`
		if !strings.HasPrefix(field, "contest.") {
			want = html.EscapeString(values[0])
		}
		if !strings.Contains(strings.NewReplacer("&#34;", "&quot;", "&#39;", "'").Replace(r.body), strings.ReplaceAll(want, "&#34;", "&quot;")) {
			lost = append(lost, field)
		}
	}
	return lost
}

func (b *browser) press(r *resident, button string, form url.Values, cookie ...string) *reply {
	b.t.Helper()
	form.Set("answer", button)
	cookies := strings.Join(append(cookie, server.CookieName+"="+b.cookie), "; ")
	return b.do("POST", "/nl/offers/"+r.offer+"/answer", form, "Origin", b.url, "Cookie", cookies)
}

func TestB11WhatWasSavedIsThereAgain(t *testing.T) {
	p := openPortal(t, nil)
	r := bram()
	p.invite(r)
	b := p.browser().signIn(r)
	got := b.press(r, ui.AnswerSave, filled())
	if got.status != http.StatusSeeOther || got.header.Get("Location") != "/nl/offers/"+r.offer {
		t.Fatalf("got status %d to %q, want 303 to the offer\n%s", got.status, got.header.Get("Location"), got.body)
	}
	b.post("/nl/sign-out", url.Values{})
	page := p.browser().signIn(r).get("/nl/offers/" + r.offer)
	if lost := page.lost(filled()); len(lost) > 0 || !strings.Contains(page.body, "Wij bewaren het tot en met") {
		t.Errorf("0 lost fields are wanted, lost are %q\n%s", lost, page.body)
	}
	if _, err := p.store.LatestAnswer(t.Context(), r.subject, r.offer); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("saving answered: %v", err)
	}
	b.signIn(r).press(r, ui.AnswerDiscard, url.Values{})
	if page := b.get("/nl/offers/" + r.offer); len(page.lost(filled())) != len(filled()) {
		t.Errorf("thrown away, and still there:\n%s", page.body)
	}
}

func TestB11ADraftEndsWithTheAnswer(t *testing.T) {
	p := openPortal(t, nil)
	r := bram()
	p.invite(r)
	b := p.browser().signIn(r)
	b.press(r, ui.AnswerSave, filled())
	b.answer(r, "decline", nil).receipt(t)
	if page := b.get("/nl/offers/" + r.offer); len(page.lost(filled())) != len(filled()) {
		t.Errorf("answered, and the draft is still there:\n%s", page.body)
	}
}

// B11, B9: pressed a second too late. Nothing is stored, and nothing is lost.
func TestB11WhatCameTooLateIsThereAgain(t *testing.T) {
	for _, button := range []string{"accept", "talk", ui.AnswerSave, ui.AnswerCheck} {
		t.Run(button, func(t *testing.T) {
			p := openPortal(t, nil)
			r, other := bram(), anna()
			p.invite(r, other)
			b := p.browser().signIn(r)
			form := filled()
			form.Set("whose", b.get("/nl/offers/"+r.offer).whose(t))
			p.clock.pass(900 * time.Second)
			late := b.press(r, button, form)
			if late.status != http.StatusForbidden || !strings.Contains(late.body, "Dit apparaat houdt het een uur vast") {
				t.Fatalf("got status %d; want 403 and what became of it\n%s", late.status, late.body)
			}
			cookie := wellSet(t, late.header.Get("Set-Cookie"))
			if _, err := p.store.LatestAnswer(t.Context(), r.subject, r.offer); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("something was answered: %v", err)
			}
			if _, err := p.store.Draft(t.Context(), r.subject, r.offer, store.BySignIn, p.day); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("something was stored: %v", err)
			}
			carried := cookie.Name + "=" + cookie.Value
			with := func(b *browser, of *resident) *reply {
				return b.do("GET", "/nl/offers/"+of.offer, nil, "Cookie", carried+"; "+server.CookieName+"="+b.cookie)
			}
			if page := with(b.signIn(r), r); len(page.lost(filled())) > 0 || !strings.Contains(page.body, "Het is nog niet verstuurd") {
				t.Errorf("0 lost fields are wanted, lost are %q\n%s", page.lost(filled()), page.body)
			}
			if page := with(p.browser().signIn(other), other); strings.Contains(page.body, "veel &amp; meer") {
				t.Errorf("somebody else sees it:\n%s", page.body)
			}
			saved := b.press(r, ui.AnswerSave, filled(), carried)
			if gone, err := http.ParseSetCookie(saved.header.Get("Set-Cookie")); err != nil || gone.Name != cookie.Name || gone.MaxAge >= 0 {
				t.Errorf("saved: got cookie %q, %v; want it gone", saved.header.Get("Set-Cookie"), err)
			}
		})
	}
}

func TestB11WhatIsTooMuchToHoldIsTold(t *testing.T) {
	p := openPortal(t, nil)
	r := bram()
	p.invite(r)
	form := filled()
	form.Set("whose", p.browser().signIn(r).get("/nl/offers/"+r.offer).whose(t))
	b := p.browser() // the session is gone
	form.Set("wish", strings.Repeat("Zo veel woorden passen echt, want 2000 is het meest. ", 38)[:2000])
	if got := b.press(r, "talk", form); !strings.Contains(got.body, "Dit apparaat houdt het een uur vast") {
		t.Errorf("the longest wish is not held: %s", got.body)
	}
	var noise strings.Builder
	for range 350 {
		noise.WriteString(rand.Text())
	}
	form.Set("wish", noise.String())
	if got := b.press(r, "talk", form); !strings.Contains(got.body, "Het was te veel om vast te houden") || got.header.Get("Set-Cookie") != "" {
		t.Errorf("got cookie %.40q; want none, and a word about it\n%s", got.header.Get("Set-Cookie"), got.body)
	}
	if got := b.post("/nl/opt-out", url.Values{"choice": {"out"}}); got.header.Get("Set-Cookie") != "" {
		t.Errorf("another form is held: %q", got.header.Get("Set-Cookie"))
	}
}

// B11: in one browser, within the hour, what one typed too late is there again for the
// same visitor, come in the same way, and for nobody else.
func TestB11WhatOneTypedAnotherDoesNotSee(t *testing.T) {
	r := bram()
	p := openPortalWith(t, posing(r))
	p.invite(r)
	first, second := p.helperOf(r, "helper"), p.helperOf(r, "helper")
	enter := map[string]func() *browser{
		"with the letter": func() *browser { return p.browser().signIn(r) },
		"signed in":       func() *browser { return p.pose("0") },
		"a helper":        func() *browser { return &browser{p, p.sessionOf(first)} },
		"another helper":  func() *browser { return &browser{p, p.sessionOf(second)} },
	}
	for name, come := range enter {
		b, form := come(), filled()
		form.Set("whose", b.get("/nl/offers/"+r.offer).whose(t))
		p.clock.pass(900 * time.Second)
		late := b.press(r, "accept", form)
		if late.status != http.StatusForbidden || !strings.Contains(late.body, "Dit apparaat houdt het een uur vast") {
			t.Fatalf("%s: got status %d; want 403 and what became of it\n%s", name, late.status, late.body)
		}
		carried := wellSet(t, late.header.Get("Set-Cookie"))
		for other, come := range enter {
			b := come()
			page := b.do("GET", "/nl/offers/"+r.offer, nil, "Cookie", carried.Name+"="+carried.Value+"; "+server.CookieName+"="+b.cookie)
			lost := len(page.lost(filled()))
			if other == name && lost > 0 {
				t.Errorf("%s: come back, and %d fields are lost", name, lost)
			}
			if other != name && lost != len(filled()) {
				t.Errorf("%s: %s sees it", name, other)
			}
		}
	}
}

// A form that does not say whose it is, or lies, is held for nobody.
func TestB11AFormOfNobodyIsHeldForNobody(t *testing.T) {
	p := openPortal(t, nil)
	r := bram()
	p.invite(r)
	for _, tag := range []string{"", "%%%"} {
		form := filled()
		form.Set("whose", tag)
		if got := p.browser().press(r, "talk", form); got.header.Get("Set-Cookie") != "" || strings.Contains(got.body, "Wat u net invulde") {
			t.Errorf("tag %q: got cookie %q\n%s", tag, got.header.Get("Set-Cookie"), got.body)
		}
	}
}

// A helper has no drafts here: what they want to keep their own browser holds.
func TestB11WhatAHelperSavesTheirBrowserHolds(t *testing.T) {
	r := bram()
	p := openPortalWith(t, posing(r))
	p.invite(r)
	b := &browser{p, p.sessionOf(p.helperOf(r, "helper"))}
	form := filled()
	form.Set("whose", b.get("/nl/offers/"+r.offer).whose(t))
	got := b.press(r, ui.AnswerSave, form)
	if got.status != http.StatusSeeOther {
		t.Fatalf("got status %d, want 303 to the offer\n%s", got.status, got.body)
	}
	carried := wellSet(t, got.header.Get("Set-Cookie"))
	page := b.do("GET", "/nl/offers/"+r.offer, nil, "Cookie", carried.Name+"="+carried.Value+"; "+server.CookieName+"="+b.cookie)
	if lost := page.lost(filled()); len(lost) > 0 {
		t.Errorf("lost are %q", lost)
	}
	for _, door := range []store.Door{store.ByLetter, store.BySignIn, store.ByHelper} {
		if _, err := p.store.Draft(t.Context(), r.subject, r.offer, door, p.day); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s: something was stored: %v", door, err)
		}
	}
}
