package server_test

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"zeker/server/store"
)

// hire gives somebody an account with some roles.
func (p *portal) hire(name string, roles ...store.Role) store.StaffID {
	p.t.Helper()
	id := p.store.StaffID("test", name)
	p.give(id, name, roles...)
	return id
}

// give sets the roles of an account.
func (p *portal) give(id store.StaffID, name string, roles ...store.Role) {
	p.t.Helper()
	if err := p.store.SaveStaff(p.t.Context(), store.StaffAccount{ID: id, Name: name, Roles: roles, MadeAt: p.clock.Now().Unix()}); err != nil {
		p.t.Fatal(err)
	}
}

// work signs in as staff of a role, in a demo.
func (b *browser) work(role store.Role) *browser {
	b.t.Helper()
	got := b.post("/nl/staff/sign-in", url.Values{"who": {strconv.Itoa(slices.Index(store.Roles, role))}})
	if got.status != http.StatusSeeOther || got.header.Get("Location") != "/nl/staff" {
		b.t.Fatalf("%s: got status %d to %q, want 303 to the first page\n%s", role, got.status, got.header.Get("Location"), got.body)
	}
	return b
}

// atWork signs in as staff at the provider.
func (b *browser) atWork(sub, roles, level string) *reply {
	b.t.Helper()
	at := b.leave("/nl/staff/sign-in?back=/staff/accounts")
	back := at.choose(url.Values{"medewerker": {sub}, "rollen": {roles}, "level": {level}})
	return b.returnsWith("__Host-zeker-staff-sign-in="+at.attempt, back)
}

func TestStaffSignInAtARealProvider(t *testing.T) {
	p, provider := openSignIn(t)
	b := p.browser()
	const sub = "pairwise-3f9a"
	id := p.store.StaffID(provider.Issuer, sub)
	spaced := string(id[:4]) + " " + string(id[4:8])
	got := b.atWork(sub, "mail,zeker", "substantial")
	if got.status != http.StatusForbidden || !strings.Contains(got.body, spaced) || b.cookie != "" {
		t.Fatalf("without an account: got status %d, cookie %q; want the id to ask with\n%s", got.status, b.cookie, got.body)
	}
	p.give(id, "Eleonoor Vink", store.Auditor)
	got = b.atWork(sub, "zeker", "substantial")
	if got.status != http.StatusSeeOther || got.header.Get("Location") != "/nl/staff/accounts" {
		t.Fatalf("got status %d to %q, want 303 to where they came from\n%s", got.status, got.header.Get("Location"), got.body)
	}
	if got := b.get("/nl/staff/accounts"); got.status != http.StatusOK || !strings.Contains(got.body, "Eleonoor Vink") || !strings.Contains(got.body, "Uitloggen") {
		t.Errorf("got status %d\n%s", got.status, got.body)
	}
	if got := b.get("/nl/offers"); got.status != http.StatusForbidden {
		t.Errorf("a resident's page: got status %d, want 403", got.status)
	}
	for name, test := range map[string]struct {
		sub, roles, level string
		status            int
	}{
		"B2 too low a level":        {sub, "zeker", "low", 403},
		"without the role":          {sub, "mail", "high", 403},
		"known by a BSN":            {bsn(1), "zeker", "high", 502},
		"an account without rights": {"nobody", "zeker", "high", 403},
	} {
		stranger := p.browser()
		if got := stranger.atWork(test.sub, test.roles, test.level); got.status != test.status || stranger.cookie != "" || strings.Contains(got.body, `href="/nl/sign-in`) {
			t.Errorf("%s: got status %d, cookie %q; want %d, nobody signed in, and no way in for residents\n%s", name, got.status, stranger.cookie, test.status, got.body)
		}
	}
	if text := p.log.String() + p.seen.String(); strings.Contains(text, sub) || strings.Contains(text, string(id)) || strings.Contains(text, "Eleonoor") {
		t.Error("A12: the log or an address of ours names somebody of the staff")
	}
}

// The way back of one entrance opens nothing at the other.
func TestAResidentDoesNotComeInAsStaff(t *testing.T) {
	p, _ := openSignIn(t)
	a := anna()
	p.invite(a)
	b := p.browser()
	at := b.leave("/nl/sign-in")
	back := strings.Replace(at.choose(asked(a.bsn, "high")), "/nl/", "/nl/staff/", 1)
	if got := b.returnsWith("__Host-zeker-staff-sign-in="+at.attempt, back); got.status != http.StatusBadRequest || b.cookie != "" {
		t.Errorf("got status %d, cookie %q; want 400 and nobody signed in\n%s", got.status, b.cookie, got.body)
	}
	at = b.leave("/nl/staff/sign-in")
	back = strings.Replace(at.choose(url.Values{"medewerker": {"x"}, "rollen": {"zeker"}, "level": {"high"}}), "/nl/staff/", "/nl/", 1)
	if got := b.returns(back, at.attempt); got.status != http.StatusBadRequest || b.cookie != "" {
		t.Errorf("the reverse: got status %d, cookie %q; want 400 and nobody signed in\n%s", got.status, b.cookie, got.body)
	}
}

// C7: what was taken away is gone at the next request, in a session that lives on.
func TestC7RightsWithdrawnActAtTheNextRequest(t *testing.T) {
	p := openPortalWith(t, posing())
	b := p.browser().work(store.Auditor)
	id := p.store.StaffID("test", string(store.Auditor))
	status := func(path string) int { t.Helper(); return b.get(path).status }
	if a, c := status("/nl/staff/accounts"), status("/nl/staff/take-up"); a != 200 || c != 200 {
		t.Fatalf("auditor: got %d and %d, want 200 twice", a, c)
	}
	p.give(id, "Noor", store.Operator)
	if a, c := status("/nl/staff/accounts"), status("/nl/staff/take-up"); a != 404 || c != 200 {
		t.Errorf("now operator: got %d and %d, want 404 and 200", a, c)
	}
	if got := b.get("/nl/staff"); !strings.Contains(got.body, "/nl/staff/take-up") || strings.Contains(got.body, "/nl/staff/accounts") {
		t.Errorf("the first page names what is not theirs, or not what is:\n%s", got.body)
	}
	p.give(id, "Noor")
	for _, path := range []string{"/nl/staff", "/nl/staff/accounts", "/nl/staff/take-up"} {
		if got := status(path); got != 403 {
			t.Errorf("no role left: %s: got status %d, want 403", path, got)
		}
	}
	p.give(id, "Noor", store.Auditor)
	if got := status("/nl/staff/accounts"); got != 200 {
		t.Errorf("given again: got status %d, want 200", got)
	}
}

// B16: disabled is out, in every browser, and does not come in again.
func TestB16ADisabledAccountIsOutAtOnce(t *testing.T) {
	p := openPortalWith(t, posing())
	here, there, other := p.browser().work(store.Auditor), p.browser().work(store.Auditor), p.browser().work(store.Operator)
	id := p.store.StaffID("test", string(store.Auditor))
	if err := p.store.DisableStaff(t.Context(), id, p.clock.Now().Unix()); err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string]*browser{"here": here, "there": there} {
		if got := b.get("/nl/staff"); got.status != http.StatusForbidden || !strings.Contains(got.body, "/nl/staff/sign-in") {
			t.Errorf("%s: got status %d, want 403", name, got.status)
		}
	}
	if got := other.get("/nl/staff"); got.status != http.StatusOK {
		t.Errorf("somebody else: got status %d, want 200", got.status)
	}
	who := url.Values{"who": {strconv.Itoa(slices.Index(store.Roles, store.Auditor))}}
	if got := here.post("/nl/staff/sign-in", who); got.status != http.StatusForbidden || !strings.Contains(got.body, string(id[:4])) {
		t.Errorf("signing in again: got status %d, want 403 and the id\n%s", got.status, got.body)
	}
	// In use again is a new beginning: the old cookies stay dead.
	p.give(id, "Noor", store.Auditor)
	if got := there.get("/nl/staff"); got.status != http.StatusForbidden {
		t.Errorf("the old session of an account that is in use again: got status %d, want 403", got.status)
	}
}

func TestStaffSignOut(t *testing.T) {
	p := openPortalWith(t, posing())
	b := p.browser().work(store.Operator)
	old := b.cookie
	got := b.post("/nl/staff/sign-out", url.Values{})
	if got.status != http.StatusOK || !strings.Contains(got.header.Get("Clear-Site-Data"), `"cookies"`) || b.cookie != "" {
		t.Errorf("got status %d, Clear-Site-Data %q, cookie %q", got.status, got.header.Get("Clear-Site-Data"), b.cookie)
	}
	if got := (&browser{p, old}).get("/nl/staff"); got.status != http.StatusForbidden {
		t.Errorf("the old cookie: got status %d, want 403", got.status)
	}
}

// B6, B9: a session of staff has the same life and the same guards.
func TestB6B9SessionsOfStaff(t *testing.T) {
	a := anna()
	p := openPortalWith(t, posing(a))
	p.invite(a)
	b := p.browser().signIn(a)
	asResident := b.cookie
	b.work(store.Operator)
	if got := (&browser{p, asResident}).get("/nl/offers"); got.status != http.StatusForbidden || b.cookie == asResident {
		t.Errorf("the resident's session in this browser: got status %d, want it dead", got.status)
	}
	asStaff := b.cookie
	b.signIn(a)
	if got := (&browser{p, asStaff}).get("/nl/staff"); got.status != http.StatusForbidden {
		t.Errorf("the session of staff in this browser: got status %d, want it dead", got.status)
	}
	b.work(store.Operator)
	p.clock.pass(899e9)
	if got := b.get("/nl/staff"); got.status != http.StatusOK {
		t.Errorf("after 899 seconds: got status %d, want 200", got.status)
	}
	p.clock.pass(900e9)
	if got := b.get("/nl/staff"); got.status != http.StatusForbidden {
		t.Errorf("after 900 seconds without a request: got status %d, want 403", got.status)
	}
}

func TestWithoutAnEntranceThereAreNoPagesOfStaff(t *testing.T) {
	p := openPortal(t, nil)
	b := p.browser()
	for _, path := range []string{"/nl/staff", "/nl/staff/take-up", "/nl/staff/sign-in", "/nl/staff" + returning} {
		if got := b.get(path); got.status != http.StatusNotFound {
			t.Errorf("%s: got status %d, want 404", path, got.status)
		}
	}
	for _, path := range []string{"/nl/staff/sign-in", "/nl/staff/sign-out"} {
		if got := b.post(path, url.Values{"who": {"0"}}); got.status != http.StatusNotFound {
			t.Errorf("%s: got status %d, want 404", path, got.status)
		}
	}
}

// Small numbers are people; and what happened today moves no number.
func TestStaffSeeTakeUpWithoutSmallNumbers(t *testing.T) {
	p := openPortalWith(t, posing())
	var people []*resident
	for i := range 7 {
		people = append(people, &resident{name: "N", bsn: bsn(20 + i), born: born, facts: listed(), scheme: "alleenverdieners"})
	}
	p.invite(people...)
	for _, r := range people[:6] {
		p.browser().signIn(r).answer(r, "accept", nil)
	}
	b := p.browser().work(store.PolicyOfficer)
	if got := b.get("/nl/staff/take-up"); !strings.Contains(got.body, "Er is nog geen brief gestuurd") {
		t.Errorf("on the day itself:\n%s", got.body)
	}
	p.clock.pass(24 * 3600e9)
	b.work(store.PolicyOfficer)
	got := b.get("/nl/staff/take-up")
	if !strings.Contains(got.body, `<td><bdi dir="ltr">7</bdi></td>`) || !strings.Contains(got.body, `<td><bdi dir="ltr">&lt;5</bdi></td>`) || strings.Contains(got.body, `>1</bdi>`) || !strings.Contains(got.body, "16\u00a0november\u00a02026.</p>") {
		t.Errorf("on the day after:\n%s", got.body)
	}
}
