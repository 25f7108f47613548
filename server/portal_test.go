package server_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"zeker/locales"
	"zeker/offers"
	"zeker/offers/catalogue"
	"zeker/offers/rules"
	"zeker/server"
	"zeker/server/identity"
	"zeker/server/store"
	"zeker/ui"
)

// portal is a whole portal on a loopback port: the real catalogue of the demo
// municipality, a real database, and a clock and a log in the test's hand.
type portal struct {
	*server.Server
	t         testing.TB
	url       string
	store     *store.Store
	catalogue *offers.Catalogue
	clock     *clock
	log       *journal
	seen      *journal // every URL asked and every header of an answer
	day       rules.Day
	place     string // of the database
}

// clock stands still until a test moves it.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// journal is a text that goroutines may write to.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

// shared is made once: compiling law is the slow part of a portal.
var shared = sync.OnceValues(func() (*offers.Catalogue, error) {
	library, err := catalogue.Embedded()
	if err != nil {
		return nil, err
	}
	return library.Catalogue("zonnedijk")
})

func mustCatalogue(t testing.TB) *offers.Catalogue {
	t.Helper()
	c, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// openPortal starts a portal; extra are doors that only this test has.
func openPortal(t testing.TB, extra map[server.Route]fiber.Handler) *portal {
	t.Helper()
	p := newPortal(t, extra)
	p.listen()
	return p
}

// openPortalWith starts a portal that is set up as a test wants; its address is known
// by then.
func openPortalWith(t testing.TB, set func(*portal, *server.Config)) *portal {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := makePortal(t, nil, func(p *portal, cfg *server.Config) {
		p.url = "http://" + l.Addr().String()
		set(p, cfg)
	})
	p.serve(l)
	return p
}

// newPortal makes a portal that does not listen yet.
func newPortal(t testing.TB, extra map[server.Route]fiber.Handler) *portal {
	t.Helper()
	return makePortal(t, extra, func(*portal, *server.Config) {})
}

func makePortal(t testing.TB, extra map[server.Route]fiber.Handler, set func(*portal, *server.Config)) *portal {
	t.Helper()
	words, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	place := filepath.Join(t.TempDir(), "zeker.db")
	p := &portal{
		t: t, place: place, store: openStoreAt(t, place), catalogue: mustCatalogue(t), log: &journal{}, seen: &journal{},
		clock: &clock{now: time.Date(2026, 11, 16, 9, 30, 0, 0, time.UTC)},
	}
	p.day, _ = rules.DayOf(2026, 11, 16)
	cfg := server.Config{
		Catalogue: p.catalogue,
		Municipality: server.Municipality{
			Name: "Gemeente Zonnedijk", Phone: "088 - 000 99 01", Languages: []string{"nl", "en"},
			Security: "mailto:security@zonnedijk.example", Exit: "https://weather.example/",
		},
		Words: words, Store: p.store, Now: p.clock.Now, Today: func() rules.Day { return p.day },
		Random: rand.Reader, Log: slog.New(slog.NewJSONHandler(p.log, nil)),
	}
	set(p, &cfg)
	p.Server, err = server.NewWith(cfg, extra)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func openStore(t testing.TB) *store.Store {
	t.Helper()
	return openStoreAt(t, filepath.Join(t.TempDir(), "zeker.db"))
}

func openStoreAt(t testing.TB, place string) *store.Store {
	t.Helper()
	keys, err := store.NewKeys(bytes.Repeat([]byte{7}, store.KeyLength))
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), place, keys)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func (p *portal) listen() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		p.t.Fatal(err)
	}
	p.url = "http://" + l.Addr().String()
	p.serve(l)
}

func (p *portal) serve(l net.Listener) {
	ctx, stop := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- p.Serve(ctx, l) }()
	p.t.Cleanup(func() {
		client.CloseIdleConnections()
		stop()
		if err := <-served; err != nil {
			p.t.Errorf("serve: %v", err)
		}
	})
}

// resident is somebody with a letter.
type resident struct {
	name    string
	bsn     string
	born    rules.Day
	facts   []offers.Fact
	scheme  string
	subject store.Subject
	offer   string // id
	code    string // as on the letter
}

// Facts of the two schemes, as an import gives them.
func listed() []offers.Fact {
	return []offers.Fact{
		{Name: "staat_op_lijst_alleenverdieners", Value: offers.Yes, Source: "inlichtingenbureau"},
		{Name: "rekening_bekend", Value: offers.Yes, Source: "own_file"},
	}
}

func longPoor(born rules.Day) []offers.Fact {
	return []offers.Fact{
		{Name: "geboortedatum", Value: offers.Number(int64(born)), Source: "brp"},
		{Name: "woont_in_gemeente", Value: offers.Yes, Source: "brp"},
		{Name: "heeft_partner", Value: offers.No, Source: "brp"},
		{Name: "heeft_kinderen_ten_laste", Value: offers.No, Source: "brp"},
		{Name: "gemiddeld_maandinkomen", Value: offers.Number(1_100_00), Source: "uwv"},
		{Name: "datum_vorige_toekenning", Value: offers.Value{Knowledge: offers.Null}, Source: "own_file"},
		{Name: "rekening_bekend", Value: offers.Yes, Source: "own_file"},
	}
}

// invite imports residents, offers each a scheme and writes each a letter.
func (p *portal) invite(people ...*resident) {
	p.t.Helper()
	ctx := context.Background()
	at := p.clock.Now().Unix()
	in := store.Import{File: "test", At: at, Purge: p.day + 400}
	scan := store.Scan{Municipality: "zonnedijk", On: p.day, Bundle: p.catalogue.Hash, At: at}
	for _, r := range people {
		in.People = append(in.People, offers.Person{
			BSN: r.bsn, Name: r.name, Born: r.born, Reference: p.day, Record: offers.Record{Facts: r.facts},
		})
		r.subject = p.store.Subject(r.bsn)
		scan.Offers = append(scan.Offers, store.OfferRow{
			Subject: r.subject, Scheme: r.scheme, Class: offers.ClassOffer, State: offers.Entitled, Expires: p.day + 60,
		})
	}
	if err := p.store.Import(ctx, in); err != nil {
		p.t.Fatal(err)
	}
	if err := p.store.SaveScan(ctx, scan); err != nil {
		p.t.Fatal(err)
	}
	for _, r := range people {
		p.writeLetter(r)
	}
}

// writeLetter writes a resident a letter, which takes the place of an earlier one.
func (p *portal) writeLetter(r *resident) {
	p.t.Helper()
	rows, err := p.store.OffersOf(context.Background(), r.subject)
	if err != nil || len(rows) != 1 {
		p.t.Fatalf("offers of %s: %v, %v; want one", r.name, rows, err)
	}
	r.offer = rows[0].ID
	code, err := identity.NewCode(rand.Reader)
	if err != nil {
		p.t.Fatal(err)
	}
	r.code = code.String()
	if err := p.store.AddLetter(context.Background(), store.Letter{
		Subject: r.subject, CodeHash: code.Hash(p.store.CodePepper()), Born: r.born,
		At: p.clock.Now().Unix(), Offers: []string{r.offer}, Replaces: true,
	}); err != nil {
		p.t.Fatal(err)
	}
}

// rounds is how often a test repeats: the whole count in `make proof`, a
// hundredth of it in `make test`.
func rounds(proof int) int {
	if os.Getenv("ZEKER_PROOF") == "1" {
		return proof
	}
	return max(proof/100, 1)
}

// bsn makes a number that passes the 11-test, from a number up to 9999.
func bsn(n int) string {
	for last := 0; last < 100_000; last++ {
		s := strconv.Itoa(900_000_000 + n*10_000 + last)
		if offers.ValidBSN(s) {
			return s
		}
	}
	panic("there is no such number")
}

var born, _ = rules.DayOf(1984, 3, 9)

// anna is on the list of alleenverdieners; the municipality knows her account.
func anna() *resident {
	return &resident{name: "Anna Kanarie-Bakker", bsn: bsn(1), born: born, facts: listed(), scheme: "alleenverdieners"}
}

// bram has had little for long; what he owns only he can say.
func bram() *resident {
	return &resident{name: "Bram van Lent", bsn: bsn(2), born: born, facts: longPoor(born), scheme: "individuele_inkomenstoeslag"}
}

// browser is one browser: it keeps the session's cookie.
type browser struct {
	*portal
	cookie string
}

func (p *portal) browser() *browser { return &browser{portal: p} }

// reply is what came back.
type reply struct {
	status int
	header http.Header
	body   string
}

var client = &http.Client{
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	Transport:     &http.Transport{MaxIdleConnsPerHost: 64, DisableCompression: true},
}

// do sends a request; headers are names and values in turn. A form is posted as
// browsers do it.
func (b *browser) do(method, path string, form url.Values, headers ...string) *reply {
	b.t.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	request, err := http.NewRequest(method, b.url+path, body)
	if err != nil {
		b.t.Fatal(err)
	}
	if form != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if b.cookie != "" {
		request.Header.Set("Cookie", server.CookieName+"="+b.cookie)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := client.Do(request)
	if err != nil {
		b.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, line := range response.Header.Values("Set-Cookie") {
		c := wellSet(b.t, line)
		if c != nil && c.Name == server.CookieName {
			b.cookie = c.Value
		}
	}
	io.WriteString(b.seen, method+" "+path+"\n")
	response.Header.Write(b.seen)
	return &reply{response.StatusCode, response.Header, string(text)}
}

// wellSet reads a cookie that was set, and fails the test when anything may read or set
// it but us: B8 holds for every cookie of every test.
func wellSet(t testing.TB, line string) *http.Cookie {
	t.Helper()
	c, err := http.ParseSetCookie(line)
	if err != nil || !strings.HasPrefix(c.Name, "__Host-") || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode ||
		c.Path != "/" || c.Domain != "" || len(line) > 4096 {
		t.Errorf("got Set-Cookie %q, %v", line, err)
	}
	return c
}

func (b *browser) get(path string) *reply { b.t.Helper(); return b.do("GET", path, nil) }

func (b *browser) post(path string, form url.Values) *reply {
	b.t.Helper()
	return b.do("POST", path, form, "Origin", b.url, "Sec-Fetch-Site", "same-origin")
}

// signIn opens a resident's letter.
func (b *browser) signIn(r *resident) *browser {
	b.t.Helper()
	got := b.post("/nl/code", codeForm(r))
	if got.status != http.StatusSeeOther || got.header.Get("Location") != "/nl/offers" {
		b.t.Fatalf("code of %s: got status %d to %q, want 303 to the offers\n%s", r.name, got.status, got.header.Get("Location"), got.body)
	}
	return b
}

func codeForm(r *resident) url.Values {
	_, month, day := r.born.Civil()
	return url.Values{"code": {r.code}, "day": {strconv.Itoa(day)}, "month": {strconv.Itoa(month)}}
}

var hiddenMark = regexp.MustCompile(`name="shown"[^>]*value="([^"]+)"`)

var hiddenTag = regexp.MustCompile(`name="whose"[^>]*value="([^"]+)"`)

// whose reads the tag of the page of an offer, which says whose its form is.
func (r *reply) whose(t testing.TB) string {
	t.Helper()
	found := hiddenTag.FindStringSubmatch(r.body)
	if found == nil {
		t.Fatalf("the page carries no tag:\n%s", r.body)
	}
	return found[1]
}

// shown reads the mark that the page of an offer carries.
func (r *reply) shown(t testing.TB) string {
	t.Helper()
	found := hiddenMark.FindStringSubmatch(r.body)
	if found == nil {
		t.Fatalf("the page carries no mark:\n%s", r.body)
	}
	return found[1]
}

// form is what a button of that page answers an offer with, when nothing is typed.
func (r *reply) form(t testing.TB, button string) url.Values {
	t.Helper()
	return url.Values{"answer": {button}, "shown": {r.shown(t)}, "whose": {r.whose(t)}}
}

// answer opens the page of an offer and presses a button on it, and of an application
// also the one on the page that shows what goes.
func (b *browser) answer(r *resident, kind string, typed url.Values) *reply {
	b.t.Helper()
	form := b.get("/nl/offers/"+r.offer).form(b.t, kind)
	for k, v := range typed {
		form[k] = v
	}
	got := b.post("/nl/offers/"+r.offer+"/answer", form)
	if strings.Contains(got.body, sendButton) {
		form.Set("answer", ui.AnswerConfirm)
		form.Set("shown", got.shown(b.t))
		got = b.post("/nl/offers/"+r.offer+"/answer", form)
	}
	return got
}

// sendButton is in the page that shows what goes, before an application does.
const sendButton = `value="` + ui.AnswerConfirm + `"`

// receipt follows an answer to its receipt and returns the number.
func (r *reply) receipt(t testing.TB) (number string, again bool) {
	t.Helper()
	to, err := url.Parse(r.header.Get("Location"))
	if r.status != http.StatusSeeOther || err != nil || !strings.HasPrefix(to.Path, "/nl/receipts/") {
		t.Fatalf("got status %d to %q, want 303 to a receipt\n%s", r.status, r.header.Get("Location"), r.body)
	}
	return strings.TrimPrefix(to.Path, "/nl/receipts/"), to.Query().Get("again") != ""
}
