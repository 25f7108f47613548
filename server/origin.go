package server

import (
	"net/http"
	"net/url"

	"github.com/gofiber/fiber/v2"
)

// sameOrigin refuses a request that another site made a browser send
// (Sec-Fetch-Site, or Origin for older browsers). Reading is let through: no
// GET changes what a resident decided.
func (s *Server) sameOrigin(c *fiber.Ctx) error {
	r := http.Request{Method: c.Method(), Host: string(c.Request().Host()), URL: &url.URL{}, Header: http.Header{}}
	for _, name := range []string{"Sec-Fetch-Site", fiber.HeaderOrigin} {
		if v := c.Get(name); v != "" {
			r.Header.Set(name, v)
		}
	}
	if s.origins.Check(&r) != nil {
		return errCrossSite
	}
	return c.Next()
}
