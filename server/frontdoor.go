package server

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"runtime/debug"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"
)

// Keys of what travels with a request.
const (
	traceKey   = "trace"   // string: a random id that joins log and error page
	patternKey = "pattern" // string: the route's pattern, never the path
	visitKey   = "visit"   // *visit
	heldKey    = "held"    // held
)

// traceBytes is the length of a trace id: enough to tell requests apart.
const traceBytes = 8

// frontDoor is what every request passes: headers first, then the rest with
// panics caught, errors turned into pages, and one line of log. The line names
// the route's pattern and no path, address or id: a path names an offer.
func (s *Server) frontDoor(c *fiber.Ctx) error {
	began := s.cfg.Now()
	trace := make([]byte, traceBytes)
	if _, err := io.ReadFull(s.cfg.Random, trace); err != nil {
		return fmt.Errorf("no randomness for a trace id: %w", err)
	}
	id := hex.EncodeToString(trace)
	c.Locals(traceKey, id)
	secure(c)

	if err := guarded(c.Next); err != nil {
		s.logFailure(id, err)
		s.tell(c, err)
	}
	pattern, _ := c.Locals(patternKey).(string)
	s.logRequest(c, pattern, id, s.cfg.Now().Sub(began))
	return nil
}

// unread answers a request that never reached the front door, because it is no
// HTTP, too large or too slow.
func (s *Server) unread(c *fiber.Ctx, err error) error {
	s.tell(c, err)
	s.logRequest(c, "", "", 0)
	return nil
}

// tell answers with an error. When its page fails too, which only a mistake of
// ours can do, a bare status goes out, and the process lives on.
func (s *Server) tell(c *fiber.Ctx, err error) {
	if failed := guarded(func() error { return s.fail(c, err) }); failed != nil {
		s.cfg.Log.Error("the page of an error failed", "error", failed.Error())
		c.Response().ResetBody()
		secure(c)
		c.Status(fiber.StatusInternalServerError)
	}
}

func (s *Server) logRequest(c *fiber.Ctx, pattern, trace string, took time.Duration) {
	method := c.Method()
	if !slices.Contains(fiber.DefaultMethods, method) {
		method = "" // a word of the sender's own
	}
	s.cfg.Log.LogAttrs(context.Background(), slog.LevelInfo, "request",
		slog.String("method", method), slog.String("route", pattern), slog.Int("status", c.Response().StatusCode()),
		slog.Duration("took", took), slog.String("trace", trace))
}

// guarded runs a handler and gives a panic back as an error.
func guarded(handle func() error) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = newPanicked(value, debug.Stack())
		}
	}()
	return handle()
}

// logFailure logs what is our own failure; a refusal is in the line of the
// request already.
func (s *Server) logFailure(trace string, err error) {
	if refusalOf(err) != errInternal {
		return
	}
	attrs := []any{"trace", trace, "error", err.Error()}
	if p := (*panicked)(nil); errors.As(err, &p) {
		attrs = append(attrs, "stack", p.stack)
	}
	s.cfg.Log.Error("request failed", attrs...)
}
