package server

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"zeker/ui"
)

// sessionScript is the file of package ui that warns before a session ends.
const sessionScript = "session.js"

// left is how long a session lasts from now when nobody comes, and how long whatever
// they do, in seconds. The first is never above the second.
func (b *bridge) left(now time.Time) (idle, longest int) {
	created, _ := b.Values[createdKey].(int64)
	seen, _ := b.Values[seenKey].(int64)
	return int(expiry(created, seen) - now.Unix()), int(created + int64(longestLife/time.Second) - now.Unix())
}

// cameIn reports whether somebody is known to be there: a resident, a helper or, on a
// page that reads which, one of the staff.
func (v *visit) cameIn() bool { return v.who != "" || v.behalf != nil || v.account != nil }

// timeOf is what a page tells of the session of its visit, nil when nobody signed in:
// to staff on their own pages only. The page's script may then ask us about it, and only
// us.
func (s *Server) timeOf(c *fiber.Ctx, v *visit) *ui.Session {
	if !v.cameIn() {
		return nil
	}
	c.Set(fiber.HeaderContentSecurityPolicy, sessionPolicy)
	now := s.cfg.Now()
	idle, longest := v.session.left(now)
	end := now.Add(time.Duration(idle) * time.Second).In(s.zone)
	return &ui.Session{
		Script: s.assets.hrefs[sessionScript], Idle: int(idleLife / time.Second), Left: idle, Longest: longest,
		Hour: end.Hour(), Minute: end.Minute(), Personal: v.personal,
	}
}

// askSession tells a page how long its session lasts. To ask is not to be there: the
// script of a page that nobody looks at asks too.
func (s *Server) askSession(v *visit) error {
	if err := v.readAccount(); err != nil {
		return err
	}
	if !v.cameIn() {
		return errNoSession
	}
	idle, longest := v.session.left(s.cfg.Now())
	return v.JSON(struct {
		Left    int `json:"left"`
		Longest int `json:"longest"`
	}{idle, longest})
}

// extendSession is for who presses that they go on: passing the guard did it. The
// page stays as it is, with everything that is typed in it.
func (s *Server) extendSession(v *visit) error { return v.SendStatus(fiber.StatusNoContent) }
