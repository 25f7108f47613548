package server

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"zeker/offers/rules"
	"zeker/server/store"
)

// Purging deletes what may no longer be kept, each day that a portal is open.
type Purging struct {
	Store *store.Store
	Today func() rules.Day
	Now   func() time.Time
	After func(time.Duration) <-chan time.Time // says when so much time is over, as time.After
	Log   *slog.Logger
}

// purgeAgain is how long a purge that failed waits.
const purgeAgain = 10 * time.Minute

// Purge deletes what may no longer be kept today, and the sessions that are over.
func (p *Purging) Purge(ctx context.Context) error {
	if _, err := p.Store.Purge(ctx, p.Today()); err != nil {
		return err
	}
	return p.Store.DeleteExpiredSessions(ctx, p.Now().Unix())
}

// Run purges as each day begins, until the context is done. A purge that fails is logged
// and tried again: what may not be kept is no reason to close the portal.
func (p *Purging) Run(ctx context.Context) error {
	zone, err := Zone()
	if err != nil {
		return fmt.Errorf("purge: %w", err)
	}
	wait := p.untilMidnight(zone)
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-p.After(wait):
		}
		wait = p.untilMidnight(zone)
		if err := p.Purge(ctx); err != nil && ctx.Err() == nil {
			p.Log.Error("what may no longer be kept was not deleted", "error", err.Error())
			wait = min(wait, purgeAgain)
		}
	}
}

// untilMidnight is how long the day still lasts.
func (p *Purging) untilMidnight(zone *time.Location) time.Duration {
	now := p.Now().In(zone)
	return Midnight(DayOf(now)+1, zone).Sub(now)
}
