package server

import (
	"github.com/gofiber/fiber/v2"

	"zeker/ui"
)

// exitScript is the file of package ui that lets somebody leave at once.
const exitScript = "exit.js"

// exit is for who must not be seen here. It ends the session, and answers with a page
// that says nothing of us and gives way at once to the municipality's harmless site. It
// is no redirect: browsers let none lead a form to a site that form-action does not name.
func (s *Server) exit(v *visit) error {
	v.letGo()
	if err := v.end(); err != nil {
		return err
	}
	return v.show(fiber.StatusOK, ui.Leaving(v.l, s.cfg.Municipality.Exit))
}
