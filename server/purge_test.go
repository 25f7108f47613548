package server_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"zeker/offers/rules"
	"zeker/server"
	"zeker/server/store"
)

// night is the time that a purge waits for, in a test's hand.
type night struct {
	asked chan time.Duration
	over  chan time.Time
}

func (n *night) after(d time.Duration) <-chan time.Time {
	n.asked <- d
	return n.over
}

func TestEachNewDayPurges(t *testing.T) {
	p := newPortal(t, nil)
	a := anna()
	p.invite(a)
	if err := p.store.SaveSession(t.Context(), store.Session{IDHash: []byte("old"), Subject: a.subject, Expires: p.clock.Now().Unix() + 900}); err != nil {
		t.Fatal(err)
	}
	log, night := &journal{}, night{make(chan time.Duration), make(chan time.Time)}
	purging := server.Purging{
		Store: p.store, Now: p.clock.Now, Today: func() rules.Day { return server.DayOf(p.clock.Now()) },
		After: night.after, Log: slog.New(slog.NewJSONHandler(log, nil)),
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- purging.Run(ctx) }()

	// It is half past ten in the morning here.
	if wait := <-night.asked; wait != 13*time.Hour+30*time.Minute {
		t.Errorf("waits %v, want until midnight", wait)
	}
	if _, err := p.store.Resident(t.Context(), a.subject); err != nil {
		t.Fatalf("on a day that it is kept: %v", err)
	}
	p.clock.pass(401 * 24 * time.Hour) // invite keeps an import for 400 days
	night.over <- p.clock.Now()
	<-night.asked // it purged, and waits for another day
	if _, err := p.store.Resident(t.Context(), a.subject); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("after the last day: got %v, want ErrNotFound", err)
	}
	if _, err := p.store.LoadSession(t.Context(), []byte("old"), 1); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a session that was over: got %v, want ErrNotFound", err)
	}

	p.store.Close()
	night.over <- p.clock.Now()
	if wait := <-night.asked; wait != 10*time.Minute || !strings.Contains(log.String(), "not deleted") {
		t.Errorf("a purge that failed: waits %v and says %q; want 10 minutes, and a word about it", wait, log.String())
	}
	stop()
	if err := <-ended; err != nil {
		t.Errorf("told to stop: %v", err)
	}
}
