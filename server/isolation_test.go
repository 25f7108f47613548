package server_test

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"zeker/server/store"
)

// sessionOf writes a session that nobody signed in to, and returns its cookie.
func (p *portal) sessionOf(row store.Session) (cookie string) {
	p.t.Helper()
	id := make([]byte, 32)
	rand.Read(id)
	sum := sha256.Sum256(id)
	now := p.clock.Now().Unix()
	row.IDHash, row.Created, row.Seen, row.Expires = sum[:], now, now, now+900
	if err := p.store.SaveSession(p.t.Context(), row); err != nil {
		p.t.Fatal(err)
	}
	return base64.RawURLEncoding.EncodeToString(id)
}

var traceOf = regexp.MustCompile(`"trace":"[0-9a-f]+"`)

// alike are the parts of a reply in which two refusals may not differ.
func (r *reply) alike() string {
	header := r.header.Clone()
	header.Del("Date")
	var b strings.Builder
	b.WriteString(http.StatusText(r.status) + "\n")
	header.Write(&b)
	return b.String() + traceOf.ReplaceAllString(r.body, "")
}

// C2: what is another's and what never was are told apart by nothing: status, headers,
// body, as a page and for programs, in whatever way the id is written.
func TestC2AnothersIsWhatNeverWas(t *testing.T) {
	a, b := anna(), bram()
	p := openPortalWith(t, posing(a, b))
	p.invite(a, b)
	number, _ := p.browser().signIn(b).answer(b, "decline", nil).receipt(t)
	mandate := p.helperOf(b, "helper").Mandate
	signedIn := p.browser()
	signedIn.post("/nl/sign-in", url.Values{"who": {"0"}})
	visitors := map[string]*browser{"letter": p.browser().signIn(a), "sign_in": signedIn}
	written := []func(string) string{
		func(id string) string { return id },
		strings.ToLower,
		func(id string) string { return url.PathEscape(id + " ") },
		func(id string) string { return id[:len(id)-1] },
		func(id string) string { return id + "0" },
		func(id string) string { return fmt.Sprintf("%%%02X", id[0]) + id[1:] }, // the same id, escaped
	}
	tried := 0
	for range rounds(1000) {
		for i, d := range p.doorsTo("", "", "") {
			if !strings.Contains(d.Path, ":id") && !strings.Contains(d.Path, ":number") && !strings.Contains(d.Path, ":mandate") {
				continue
			}
			for _, write := range written {
				theirs := p.doorsTo(write(b.offer), write(number), write(mandate))[i].path
				nobodys := p.doorsTo(write(rand.Text()), write(unknownNumber()), write(rand.Text()))[i].path
				for name, visitor := range visitors {
					for _, accept := range []string{"text/html", "application/json"} {
						ask := func(path string) *reply {
							if d.Method == "GET" {
								return visitor.do("GET", path, nil, "Accept", accept)
							}
							return visitor.do(d.Method, path, url.Values{"answer": {"decline"}}, "Accept", accept, "Origin", p.url)
						}
						got, want := ask(theirs), ask(nobodys)
						tried++
						refused := http.StatusNotFound
						if name == "letter" && strings.Contains(d.Path, ":mandate") {
							refused = http.StatusForbidden // for the whole page
						}
						if got.status != refused || got.alike() != want.alike() {
							t.Fatalf("%s: %s %s: got status %d, and of what never was %d\n%s\nand\n%s", name, d.Method, d.Path, got.status, want.status, got.alike(), want.alike())
						}
					}
				}
			}
		}
	}
	if latest, err := p.store.LatestAnswer(t.Context(), b.subject, b.offer); err != nil || latest.Sequence != 1 {
		t.Errorf("the other's answer: got number %d, %v; want only their own", latest.Sequence, err)
	}
	t.Logf("%d ids of another tried", tried)
}

func unknownNumber() string {
	s := rand.Text()
	return s[:4] + "-" + s[4:8] + "-" + s[8:12] + "-" + s[12:16]
}

// C3: two municipalities with the same residents, keys and clock. What one gave is
// nothing at the other: codes, sessions of residents and of staff, ids.
func TestC3AnotherMunicipalityKnowsNothing(t *testing.T) {
	here, there := anna(), anna()
	p, q := openPortalWith(t, posing(here)), openPortalWith(t, posing(there))
	p.invite(here)
	q.invite(there)
	if here.subject == there.subject || here.offer == there.offer {
		t.Error("the same resident has one name at both")
	}
	if p.store.StaffID("i", "s") == q.store.StaffID("i", "s") {
		t.Error("the same worker has one name at both")
	}
	if got := q.browser().post("/nl/code", codeForm(here)); got.status != http.StatusBadRequest || got.header.Get("Set-Cookie") != "" {
		t.Errorf("the code of another municipality: got status %d, want 400", got.status)
	}
	number, _ := p.browser().signIn(here).answer(here, "decline", nil).receipt(t)
	kinds := visitorKinds(here)
	for i, d := range q.doorsTo(here.offer, number, "NONE") {
		if d.Method != "GET" {
			continue
		}
		own := q.doorsTo(there.offer, number, "NONE")[i]
		nobody := (&browser{q, ""}).get(own.path)
		for _, kind := range kinds {
			cookie := kind.enter(p.browser()).cookie
			if got := (&browser{q, cookie}).get(own.path); got.cell() != nobody.cell() || got.body != nobody.body {
				t.Errorf("%s with a session of another municipality: got status %d, and nobody gets %d", kind.name+" "+d.Path, got.status, nobody.status)
			}
		}
		if strings.Contains(d.Path, ":id") || strings.Contains(d.Path, ":number") {
			if got := q.browser().signIn(there).get(d.path); got.status != http.StatusNotFound {
				t.Errorf("%s of another municipality: got status %d, want 404", d.Path, got.status)
			}
		}
	}
}
