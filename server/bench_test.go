package server_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"testing"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"zeker/server"
	"zeker/ui"
)

// asServer makes the test binary serve, so that the processor time is that of the
// server alone and not of who asks.
const asServer = "ZEKER_TEST_AS_SERVER"

const (
	benchRounds      = 7
	benchConnections = 32
	benchRequests    = 4_000 // of each page in a round
)

// benched is what the serving process says of itself: where it tells its processor
// time, and the pages to ask for, each with the same bytes from plain Fiber.
type benched struct {
	Clock string
	Pages []struct{ Name, URL, Cookie, Plain string }
}

// BenchmarkRatioFiber says how many requests a processor second serves, as a part of
// what plain Fiber serves of the same bytes: offer is an offer's page with its session
// and all that is read for it, read a list with one read of the store and no session,
// page one that reads nothing. They take turns, in each round again.
func BenchmarkRatioFiber(b *testing.B) {
	child := exec.Command(os.Args[0], "-test.run=^TestServeForTheBenchmark$", "-test.timeout=0")
	child.Env, child.Stderr = append(os.Environ(), asServer+"=1", "GOMAXPROCS=1"), os.Stderr
	stop, err := child.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := child.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := child.Start(); err != nil {
		b.Fatal(err)
	}
	defer child.Wait()
	defer stop.Close() // ends it
	var served benched
	if err := json.NewDecoder(out).Decode(&served); err != nil {
		b.Fatal(err)
	}
	ratios := make([][]float64, len(served.Pages))
	for b.Loop() {
		for range benchRounds {
			for i, p := range served.Pages {
				plain, ours := served.ask(b, p.Plain, ""), served.ask(b, p.URL, p.Cookie)
				ratios[i] = append(ratios[i], float64(plain)/float64(ours))
			}
		}
	}
	for i, p := range served.Pages {
		slices.Sort(ratios[i])
		b.ReportMetric(ratios[i][len(ratios[i])/2], p.Name+"_of_fiber")
	}
}

// ask asks for a page on many connections, and returns what processor time that took
// the server, in nanoseconds.
func (s *benched) ask(b *testing.B, url, cookie string) int64 {
	b.Helper()
	client := &fasthttp.Client{MaxConnsPerHost: benchConnections + 1}
	defer client.CloseIdleConnections()
	began := s.spent(b, client)
	var all sync.WaitGroup
	for range benchConnections {
		all.Go(func() {
			var request fasthttp.Request
			var response fasthttp.Response
			request.SetRequestURI(url)
			request.Header.Set("Cookie", cookie)
			for range benchRequests / benchConnections {
				if err := client.Do(&request, &response); err != nil || response.StatusCode() != fiber.StatusOK {
					b.Errorf("%s: status %d, %v", url, response.StatusCode(), err)
					return
				}
			}
		})
	}
	all.Wait()
	return s.spent(b, client) - began
}

// spent is the processor time that the server took so far.
func (s *benched) spent(b *testing.B, client *fasthttp.Client) int64 {
	b.Helper()
	_, body, err := client.Get(nil, s.Clock)
	if err != nil {
		b.Fatal(err)
	}
	spent, err := strconv.ParseInt(string(body), 10, 64)
	if err != nil {
		b.Fatal(err)
	}
	return spent
}

// TestServeForTheBenchmark is the serving process.
func TestServeForTheBenchmark(t *testing.T) {
	if os.Getenv(asServer) == "" {
		t.Skip("it serves the benchmark, which starts it")
	}
	a, someone := anna(), ui.Example{SignedIn: true}
	frame := someone.Frame(mustWords(t), "nl")
	frame.Kept = new(ui.Kept) // as the portal's own frames share theirs
	var p *portal
	list := server.Route{Method: "GET", Path: "/read"}
	p = makePortal(t, map[server.Route]fiber.Handler{list: func(c *fiber.Ctx) error {
		person, err := p.store.Resident(c.UserContext(), a.subject)
		if err != nil {
			return err
		}
		page := ui.Offers(frame, ui.OffersPage{Name: person.Name})
		c.Type("html", "utf-8")
		return page.Render(c.UserContext(), c.Response().BodyWriter())
	}}, func(_ *portal, cfg *server.Config) { cfg.Log = slog.New(slog.NewJSONHandler(io.Discard, nil)) })
	p.listen()
	p.invite(a)
	b := p.browser().signIn(a)
	plain := fiber.New(fiber.Config{DisableStartupMessage: true})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	origin := "http://" + listener.Addr().String()
	plain.Get("/spent", func(c *fiber.Ctx) error { return c.SendString(strconv.FormatInt(spent(), 10)) })
	served := benched{Clock: origin + "/spent"}
	for name, path := range map[string]string{"offer": "/nl/offers/" + a.offer, "read": "/read", "page": "/nl/about"} {
		cookie := ""
		if name == "offer" {
			cookie = server.CookieName + "=" + b.cookie
		}
		body := []byte((&browser{p, b.cookie}).get(path).body)
		plain.Get("/"+name, func(c *fiber.Ctx) error {
			c.Type("html", "utf-8")
			return c.Send(body)
		})
		served.Pages = append(served.Pages, struct{ Name, URL, Cookie, Plain string }{name, p.url + path, cookie, origin + "/" + name})
	}
	go plain.Listener(listener)
	if err := json.NewEncoder(os.Stdout).Encode(served); err != nil {
		t.Fatal(err)
	}
	bufio.NewReader(os.Stdin).ReadByte() // until the benchmark is over
}

// spent is the processor time that this process took so far, in nanoseconds.
func spent() int64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(fmt.Sprint("no processor time: ", err))
	}
	return u.Utime.Nano() + u.Stime.Nano()
}
