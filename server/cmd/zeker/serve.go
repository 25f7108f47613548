package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"zeker/locales"
	"zeker/offers"
	"zeker/offers/catalogue"
	"zeker/offers/rules"
	"zeker/server"
	"zeker/server/store"
)

var serveCommand = command{
	name:    "serve",
	summary: "serve the pages; with -demo a whole made-up municipality",
	examples: []string{
		"zeker serve -demo",
		"ZEKER_KEY=... zeker serve -db /var/lib/zeker/zeker.db -addr 127.0.0.1:8080",
		"ZEKER_KEY=... zeker serve -site https://zonnedijk.example -sign-in https://broker.example -sign-in-client zonnedijk -sign-in-secret secret.txt",
		"ZEKER_KEY=... zeker serve -data our-law -municipality ours   # law, schemes and municipalities of a folder",
	},
	flags: func(flags *flag.FlagSet) func(*process) error {
		var s serving
		s.declare(flags)
		flags.StringVar(&s.addr, "addr", "localhost:8080", "the `address` to listen on; TLS is the work of the proxy in front")
		flags.StringVar(&s.proxies, "proxies", "", "`addresses` of the proxies in front, with commas")
		flags.StringVar(&s.security, "security", "", "where a hole is reported: mailto:, https: or tel:; without it, the telephone of the counter")
		flags.StringVar(&s.site, "site", "", "the `address` of the portal, as https://zonnedijk.example; a provider sends people back to /nl/sign-in/return there, staff to /nl/staff/sign-in/return, and so for each language")
		s.staffSignIn.staff = true
		s.signIn.declare(flags)
		s.staffSignIn.declare(flags)
		return s.run
	},
}

// serving is zeker serve.
type serving struct {
	workplace
	signIn      signIn
	staffSignIn signIn
	site        string
	addr        string
	proxies     string
	security    string
}

// demoDay is the day on which the demo stands, so that it works next year too.
const demoDay = "2026-11-16"

func (s *serving) run(p *process) error {
	began := time.Now()
	if len(p.args) > 0 {
		return mistaken(fmt.Errorf("there is an argument too many: %q", p.args[0]))
	}
	if s.demo {
		remove, err := s.prepareDemo()
		if err != nil {
			return err
		}
		defer remove()
	}
	law, municipality, err := s.law()
	if err != nil {
		return err
	}
	rows, err := s.open(p)
	if err != nil {
		return err
	}
	defer rows.Close()
	if s.demo {
		if err := s.showDemo(p, law, municipality, rows); err != nil {
			return err
		}
	}
	cfg, err := s.config(p, law, municipality, rows)
	if err != nil {
		return err
	}
	purging := server.Purging{Store: rows, Today: cfg.Today, Now: cfg.Now, After: time.After, Log: cfg.Log}
	if err := purging.Purge(p.ctx); err != nil {
		return err
	}
	portal, err := server.New(cfg)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", s.addr)
	if err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "Zeker serves %s on http://%s (ready in %.1f s)\n", municipality.Name, reachable(s.addr, listener.Addr()), time.Since(began).Seconds())
	return keepOpen(p.ctx, portal, listener, &purging)
}

// keepOpen serves until the context is done, and purges each day besides. When it
// returns nothing uses the database any more.
func keepOpen(ctx context.Context, portal *server.Server, l net.Listener, purging *server.Purging) error {
	ctx, stop := context.WithCancel(ctx)
	purged := make(chan error, 1)
	go func() { purged <- purging.Run(ctx) }()
	err := portal.Serve(ctx, l)
	stop()
	return errors.Join(err, <-purged)
}

// reachable is the address to type: the host that was asked for, with the port
// that was found. Browsers know "localhost" to be this machine and keep secure
// cookies for it.
func reachable(asked string, found net.Addr) string {
	host, _, _ := net.SplitHostPort(asked)
	_, port, _ := net.SplitHostPort(found.String())
	return net.JoinHostPort(cmp.Or(host, "localhost"), port)
}

// prepareDemo puts the demo on its day and, when no database is named, in one
// that is gone with the process.
func (s *serving) prepareDemo() (remove func(), err error) {
	if s.on == "" {
		s.on = demoDay
	}
	if s.db != "" {
		return func() {}, nil
	}
	folder, err := os.MkdirTemp("", "zeker-demo-")
	if err != nil {
		return nil, err
	}
	s.db = filepath.Join(folder, "zeker.db")
	return func() { os.RemoveAll(folder) }, nil
}

func (s *serving) config(p *process, law *offers.Catalogue, m *catalogue.Municipality, rows *store.Store) (server.Config, error) {
	words, err := locales.Load()
	if err != nil {
		return server.Config{}, err
	}
	now, err := s.clock()
	if err != nil {
		return server.Config{}, err
	}
	municipality := server.MunicipalityOf(m)
	municipality.Security = cmp.Or(s.security, municipality.Security)
	level := slog.LevelInfo
	if s.demo {
		level = slog.LevelWarn // the letter codes stay in sight
	}
	cfg := server.Config{
		Catalogue:    law,
		Municipality: municipality,
		Words:        words, Store: rows, Now: now, Random: rand.Reader, Demo: s.demo,
		Log: slog.New(slog.NewJSONHandler(p.stderr, &slog.HandlerOptions{Level: level})), Site: s.site,
	}
	if err := s.entrances(p, &cfg); err != nil {
		return server.Config{}, err
	}
	for part := range strings.SplitSeq(s.proxies, ",") {
		if part = strings.TrimSpace(part); part != "" {
			cfg.Proxies = append(cfg.Proxies, part)
		}
	}
	cfg.Today = func() rules.Day { day, _ := s.day(now()); return day } // -on was read before: it is a day
	if s.demo && cfg.SignIn == nil {
		cfg.Posers = posers(law, cfg.Today())
	}
	if s.demo && cfg.StaffSignIn == nil {
		cfg.StaffPosers = staffPosers(rows)
	}
	return cfg, nil
}

// entrances sets where residents and staff sign in.
func (s *serving) entrances(p *process, cfg *server.Config) (err error) {
	if cfg.SignIn, err = s.signIn.open(p); err != nil {
		return err
	}
	if cfg.StaffSignIn, err = s.staffSignIn.open(p); err != nil {
		return err
	}
	if s.site != "" && cfg.SignIn == nil && cfg.StaffSignIn == nil {
		return mistaken(errors.New("-site is where a provider sends people back to: name one with -sign-in or -staff-sign-in"))
	}
	return nil
}
