package server

import (
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
)

// livez says that the process answers.
func (s *Server) livez(v *visit) error { return v.SendString("ok\n") }

// readyz says that it can do its work: the store answers.
func (s *Server) readyz(v *visit) error {
	if err := s.cfg.Store.Ready(v.UserContext()); err != nil {
		s.cfg.Log.Error("not ready", "error", err)
		return v.Status(fiber.StatusServiceUnavailable).SendString("the database does not answer\n")
	}
	return v.SendString("ok\n")
}

// securityLife is how long a reader may trust security.txt. It is counted from
// the moment of asking, so the file never goes stale while the server runs.
const securityLife = 90 * 24 * time.Hour

// securityText tells who finds a hole where to report it (RFC 9116; obligatory
// for Dutch municipalities since 25 May 2023).
func (s *Server) securityText(v *visit) error {
	var b strings.Builder
	b.WriteString("Contact: " + s.cfg.Municipality.Security + "\n")
	b.WriteString("Expires: " + s.cfg.Now().Add(securityLife).UTC().Format(time.RFC3339) + "\n")
	b.WriteString("Preferred-Languages: " + strings.Join(s.cfg.Words.Codes(), ", ") + "\n")
	v.Set(fiber.HeaderCacheControl, "public, max-age=86400")
	v.Set(fiber.HeaderContentType, "text/plain; charset=utf-8")
	return v.SendString(b.String())
}
