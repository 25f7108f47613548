package server_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"zeker/server"
	"zeker/server/store"
)

// door is one route with its parameters filled in, so that it leads somewhere.
type door struct {
	server.Route
	path string
}

// doors are all routes of the table, opened with what a signed-in resident has.
func (b *browser) doors(r *resident) []door {
	b.t.Helper()
	number, _ := b.answer(r, "decline", nil).receipt(b.t)
	return b.doorsTo(r.offer, number, "NONE")
}

// doorsTo are all routes of the table, those of one offer, one receipt and one mandate.
func (p *portal) doorsTo(offer, number, mandate string) []door {
	p.t.Helper()
	var list []door
	for _, route := range p.Routes() {
		path := route.Path
		for parameter, value := range map[string]string{":lang": "nl", ":id": offer, ":number": number, ":mandate": mandate, ":signature": mandate, ":scheme": "zorgtoeslag", ":example": "offer-firm", "/static/:name": p.Assets()["icon.svg"]} {
			path = strings.ReplaceAll(path, parameter, value)
		}
		if strings.Contains(path, ":") {
			p.t.Fatalf("route %s %s has a parameter that this test does not know", route.Method, route.Path)
		}
		list = append(list, door{route, path})
	}
	return list
}

// allReplies is one answer of every kind that the server can give: every route
// with and without a session, every kind of error, and requests that no router
// sees.
func allReplies(t *testing.T) map[string]*reply {
	boom := server.Route{Method: "GET", Path: "/boom"}
	a := anna()
	p := makePortal(t, map[server.Route]fiber.Handler{boom: func(*fiber.Ctx) error { panic("from inside") }}, posing(a))
	p.listen()
	p.invite(a)
	visitor, signedIn := p.browser(), p.browser().signIn(a)
	replies := map[string]*reply{}
	for _, d := range signedIn.doors(a) {
		if d.Route == boom {
			continue
		}
		// Somebody who leaves is a browser of its own, so that the others stay.
		for name, b := range map[string]*browser{"visitor": visitor, "resident": {p, signedIn.cookie}, "garbage": {p, "%%%;x"}} {
			if name == "resident" && d.Method == "POST" && d.path != "/nl/offers/"+a.offer+"/answer" {
				b = p.browser().signIn(a)
			}
			replies[name+" "+d.Method+" "+d.path] = b.do(d.Method, d.path, url.Values{}, "Origin", p.url)
			replies[name+" HEAD "+d.path] = b.do("HEAD", d.path, nil)
		}
	}
	replies["unknown path"] = visitor.get("/nl/nowhere")
	replies["unknown asset"] = visitor.get("/static/zeker.0000000000000000.css")
	replies["unknown language"] = visitor.get("/xx/")
	replies["wrong method"] = visitor.do("DELETE", "/nl/about", nil)
	replies["method of nobody"] = visitor.do("BREW", "/nl/about", nil)
	replies["foreign form"] = visitor.do("POST", "/nl/code", url.Values{}, "Origin", "https://evil.example")
	replies["signed in, in a demo"] = p.browser().post("/nl/sign-in", url.Values{"who": {"0"}})
	replies["wrong code"] = visitor.post("/nl/code", url.Values{"code": {"0000"}, "day": {"1"}, "month": {"1"}})
	replies["panic"] = visitor.get("/boom")
	replies["panic, JSON"] = visitor.do("GET", "/boom", nil, "Accept", "application/json")
	replies["body too large"] = p.raw("POST /nl/code HTTP/1.1\r\nHost: x\r\nContent-Length: 70000\r\n\r\n")
	replies["header too large"] = p.raw("GET / HTTP/1.1\r\nHost: x\r\nX: " + strings.Repeat("a", 20_000) + "\r\n\r\n")
	replies["no HTTP"] = p.raw("GET\r\n\r\n")
	return replies
}

// posing makes a demo of a portal, in which anybody may sign in as one of the residents,
// and as staff of each role.
func posing(people ...*resident) func(*portal, *server.Config) {
	return func(p *portal, cfg *server.Config) {
		cfg.Demo = true
		for _, r := range people {
			cfg.Posers = append(cfg.Posers, server.Poser{BSN: r.bsn, Name: r.name})
		}
		for _, role := range store.Roles {
			cfg.StaffPosers = append(cfg.StaffPosers, p.hire(string(role), role))
		}
	}
}

// raw sends bytes as they are.
func (p *portal) raw(request string) *reply {
	p.t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(p.url, "http://"))
	if err != nil {
		p.t.Fatal(err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(20 * time.Second))
	if _, err := io.WriteString(conn, request); err != nil {
		p.t.Fatal(err)
	}
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		p.t.Fatalf("%.40q: %v", request, err)
	}
	defer response.Body.Close()
	body, _ := io.ReadAll(response.Body)
	return &reply{response.StatusCode, response.Header, string(body)}
}

func TestF1EveryResponseHasTheSecurityHeaders(t *testing.T) {
	for name, r := range allReplies(t) {
		policy := r.header.Get("Content-Security-Policy")
		if !strings.HasPrefix(policy, "default-src 'none';") || !strings.Contains(policy, "frame-ancestors 'none'") ||
			!strings.Contains(policy, "base-uri 'none'") || strings.Contains(policy, "unsafe-inline") || strings.Contains(policy, "'unsafe-eval'") {
			t.Errorf("%s: got policy %q", name, policy)
		}
		for header, want := range map[string]string{
			"Strict-Transport-Security":    "max-age=63072000; includeSubDomains",
			"X-Content-Type-Options":       "nosniff",
			"X-Frame-Options":              "DENY",
			"Referrer-Policy":              "same-origin",
			"Cross-Origin-Opener-Policy":   "same-origin",
			"Cross-Origin-Resource-Policy": "same-origin",
		} {
			if got := r.header.Get(header); got != want {
				t.Errorf("%s: got %s %q, want %q", name, header, got, want)
			}
		}
		if got := r.header.Get("Server"); got != "" {
			t.Errorf("%s: got Server %q, want none", name, got)
		}
	}
}

// F2: only what is the same for everybody may be kept by a cache.
func TestF2PersonalPagesAreNotStored(t *testing.T) {
	for name, r := range allReplies(t) {
		got := r.header.Get("Cache-Control")
		public := r.status == http.StatusOK && (strings.Contains(name, " /static/") || strings.Contains(name, "/.well-known/"))
		if public != strings.HasPrefix(got, "public,") || !public && got != "no-store" {
			t.Errorf("%s: got Cache-Control %q", name, got)
		}
	}
}

func TestF4FormsOfOtherSitesChangeNothing(t *testing.T) {
	a := anna()
	p := openPortalWith(t, posing(a))
	p.invite(a)
	b := p.browser().signIn(a)
	for _, d := range b.doors(a) {
		if d.Method == "GET" {
			continue
		}
		for _, headers := range [][]string{
			{"Origin", "https://evil.example"},
			{"Origin", "null"},
			{"Sec-Fetch-Site", "cross-site"},
			{"Sec-Fetch-Site", "same-site", "Origin", "https://other.zonnedijk.example"},
		} {
			form := url.Values{"answer": {"accept"}, "choice": {"out"}, "code": {a.code}, "day": {"9"}, "month": {"3"}, "who": {"0"}}
			if got := b.do(d.Method, d.path, form, headers...); got.status != http.StatusForbidden || got.header.Get("Set-Cookie") != "" {
				t.Errorf("%s %s with %v: got status %d, cookie %q; want 403, none", d.Method, d.path, headers, got.status, got.header.Get("Set-Cookie"))
			}
		}
	}
	if out, err := p.store.OptedOut(t.Context(), a.subject); err != nil || out {
		t.Errorf("opted out: got %v, %v; want no", out, err)
	}
	if latest, err := p.store.LatestAnswer(t.Context(), a.subject, a.offer); err != nil || latest.Sequence != 1 {
		t.Errorf("answers: got number %d, %v; want only the first", latest.Sequence, err)
	}
	if got := b.get("/nl/offers"); got.status != http.StatusOK {
		t.Errorf("session: got status %d, want it alive", got.status)
	}
}

func TestF5NoOtherOriginMayRead(t *testing.T) {
	p := openPortal(t, nil)
	a := anna()
	p.invite(a)
	b := p.browser().signIn(a)
	for _, d := range b.doors(a) {
		for _, method := range []string{d.Method, "OPTIONS"} {
			got := b.do(method, d.path, nil, "Origin", "https://evil.example", "Access-Control-Request-Method", "POST")
			for name := range got.header {
				if strings.HasPrefix(name, "Access-Control-") {
					t.Errorf("%s %s: got header %s", method, d.path, name)
				}
			}
		}
	}
}

func TestF7MethodsOutsideTheTableAreRefused(t *testing.T) {
	p := openPortal(t, nil)
	a := anna()
	p.invite(a)
	b := p.browser().signIn(a)
	doors := b.doors(a)
	allowed := map[string][]string{} // path -> methods
	for _, d := range doors {
		allowed[d.path] = append(allowed[d.path], d.Method)
		if d.Method == "GET" {
			allowed[d.path] = append(allowed[d.path], "HEAD")
		}
	}
	for path, methods := range allowed {
		slices.Sort(methods)
		for _, method := range []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "BREW"} {
			if slices.Contains(methods, method) {
				continue // that these work is for the tests of the pages
			}
			got := b.do(method, path, nil)
			if got.status != http.StatusMethodNotAllowed || got.header.Get("Allow") != strings.Join(methods, ", ") {
				t.Errorf("%s %s: got status %d, Allow %q; want 405, %v", method, path, got.status, got.header.Get("Allow"), methods)
			}
		}
		if slices.Contains(methods, "GET") {
			if got := b.get(path); got.status == http.StatusMethodNotAllowed {
				t.Errorf("GET %s: got 405, but the table has it", path)
			}
		}
	}
}

// withoutSelects takes out how HTML names a list to choose from, which no database
// wrote.
var withoutSelects = strings.NewReplacer("<select ", "", "</select>", "", " selected>", "")

func TestF10ErrorsSayNothingOfTheInside(t *testing.T) {
	for name, r := range allReplies(t) {
		if r.status == http.StatusUnprocessableEntity {
			t.Errorf("%s: got status 422, want 400", name)
		}
		if r.status < 400 {
			continue
		}
		for _, word := range []string{"goroutine", "panic", "from inside", ".go:", "fiber", "fasthttp", "sqlite", "sql:", "store:", "session:", "SELECT"} {
			if strings.Contains(strings.ToLower(withoutSelects.Replace(r.body)), strings.ToLower(word)) {
				t.Errorf("%s: the body has the word %q:\n%s", name, word, r.body)
			}
		}
	}
}

func TestF10ErrorsAreProblemsForPrograms(t *testing.T) {
	p := openPortal(t, nil)
	for path, want := range map[string]int{"/nl/nowhere": 404, "/nl/offers": 403, "/nl/code": 405} {
		got := p.browser().do("GET", path, nil, "Accept", "application/json")
		var problem struct {
			Type, Title, Detail, Trace string
			Status                     int
		}
		if err := json.Unmarshal([]byte(got.body), &problem); err != nil {
			t.Errorf("%s: %v\n%s", path, err, got.body)
		}
		if got.status != want || problem.Status != want || got.header.Get("Content-Type") != "application/problem+json" ||
			problem.Type == "" || problem.Title == "" || problem.Detail == "" || problem.Trace == "" {
			t.Errorf("%s: got status %d, type %q, %+v; want a problem of %d", path, got.status, got.header.Get("Content-Type"), problem, want)
		}
		page := p.browser().do("GET", path, nil, "Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
		if page.status != want || !strings.HasPrefix(page.header.Get("Content-Type"), "text/html") {
			t.Errorf("%s: got status %d, type %q; want a page of %d", path, page.status, page.header.Get("Content-Type"), want)
		}
	}
}

func TestF11SecurityTextIsValidForLong(t *testing.T) {
	p := openPortal(t, nil)
	p.clock.pass(200 * 24 * time.Hour) // the server runs for long
	got := p.browser().get("/.well-known/security.txt")
	if got.status != http.StatusOK || !strings.HasPrefix(got.header.Get("Content-Type"), "text/plain") {
		t.Fatalf("got status %d, type %q", got.status, got.header.Get("Content-Type"))
	}
	fields := map[string]string{}
	for line := range strings.Lines(got.body) {
		name, value, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok || fields[name] != "" {
			t.Errorf("got line %q, want one field", line)
		}
		fields[name] = value
	}
	if fields["Contact"] != "mailto:security@zonnedijk.example" {
		t.Errorf("got Contact %q", fields["Contact"])
	}
	expires, err := time.Parse(time.RFC3339, fields["Expires"])
	if left := expires.Sub(p.clock.Now()); err != nil || left < 30*24*time.Hour || left > 366*24*time.Hour {
		t.Errorf("got Expires %q, %v; want more than 30 days and at most a year ahead", fields["Expires"], err)
	}
}

func TestRequestsOutsideTheLimitsGetAPage(t *testing.T) {
	p := openPortal(t, nil)
	for name, test := range map[string]struct {
		request string
		want    int
	}{
		"body too large":   {"POST /nl/code HTTP/1.1\r\nHost: x\r\nContent-Length: 70000\r\n\r\n", http.StatusRequestEntityTooLarge},
		"header too large": {"GET / HTTP/1.1\r\nHost: x\r\nX: " + strings.Repeat("a", 20_000) + "\r\n\r\n", http.StatusRequestHeaderFieldsTooLarge},
		"no HTTP":          {"GET\r\n\r\n", http.StatusBadRequest},
		"broken length":    {"POST /nl/code HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", http.StatusBadRequest},
	} {
		got := p.raw(test.request)
		if got.status != test.want || !strings.Contains(got.body, "<h1") {
			t.Errorf("%s: got status %d, want a page of %d\n%s", name, got.status, test.want, got.body)
		}
	}
	for name, form := range map[string]string{
		"another type of form": `multipart/form-data; boundary=x`,
		"JSON":                 "application/json",
		"no type":              "",
	} {
		got := p.browser().do("POST", "/nl/code", url.Values{"code": {"x"}}, "Content-Type", form)
		if got.status != http.StatusBadRequest {
			t.Errorf("%s: got status %d, want 400", name, got.status)
		}
	}
}

func TestG2PanicsBecomePages(t *testing.T) {
	secret := "900010001 Anna Kanarie"
	p := openPortal(t, map[server.Route]fiber.Handler{
		{Method: "GET", Path: "/text"}:  func(*fiber.Ctx) error { panic(secret) },
		{Method: "GET", Path: "/error"}: func(*fiber.Ctx) error { panic(fmt.Errorf("of %s", secret)) },
		{Method: "GET", Path: "/index"}: func(*fiber.Ctx) error { return []error{}[len(secret)] },
		{Method: "GET", Path: "/nil"}:   func(*fiber.Ctx) error { var r *server.Route; return errors.New(r.Path) },
	})
	for range 3 {
		for _, path := range []string{"/text", "/error", "/index", "/nil"} {
			page := p.browser().get(path)
			if page.status != http.StatusInternalServerError || !strings.Contains(page.body, "<h1") {
				t.Errorf("%s: got status %d, want a page of 500\n%s", path, page.status, page.body)
			}
			problem := p.browser().do("GET", path, nil, "Accept", "application/problem+json")
			if problem.status != http.StatusInternalServerError || problem.header.Get("Content-Type") != "application/problem+json" {
				t.Errorf("%s: got status %d, type %q", path, problem.status, problem.header.Get("Content-Type"))
			}
		}
	}
	if got := p.browser().get("/nl/"); got.status != http.StatusOK {
		t.Errorf("after the panics: got status %d, want 200", got.status)
	}
	if log := p.log.String(); !strings.Contains(log, "security_test.go") || strings.Contains(log, "Kanarie") {
		t.Errorf("the log must say where, and not what was in the panic:\n%s", log)
	}
}
