package server

import (
	"github.com/gofiber/fiber/v2"
)

// Route is a line of the table of contents, for tests that visit every door.
type Route struct{ Method, Path string }

// Routes returns the table of contents.
func (s *Server) Routes() []Route {
	var list []Route
	for _, r := range s.table {
		list = append(list, Route{r.method, r.path})
	}
	return list
}

// NewWith is New with doors that only a test has.
func NewWith(cfg Config, extra map[Route]fiber.Handler) (*Server, error) {
	s, err := prepare(cfg)
	if err != nil {
		return nil, err
	}
	table := s.routes()
	for r, handler := range extra {
		table = append([]route{{r.Method, r.Path, handler}}, table...)
	}
	s.mount(table)
	return s, nil
}

// Assets returns the addresses of the assets, by name.
func (s *Server) Assets() map[string]string { return s.assets.hrefs }

// CookieName is the name of the session's cookie.
const CookieName = cookieName

// Troubles are the reasons for which nobody is signed in that have a page.
func Troubles() []error {
	var list []error
	for _, t := range troubles {
		list = append(list, t.is)
	}
	return list
}
