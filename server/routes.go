package server

import (
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// route is one line of the table of contents.
type route struct {
	method  string
	path    string
	handler fiber.Handler
}

// routes is every door of the server. The router, the answer to a wrong method
// and the tests that visit every route all read this table.
func (s *Server) routes() []route {
	const get, post = fiber.MethodGet, fiber.MethodPost
	return []route{
		// For machines.
		{get, "/livez", s.livez},
		{get, "/readyz", s.readyz},
		{get, "/.well-known/security.txt", s.securityText},
		{get, "/static/:name", s.static},

		// For everyone.
		{get, "/", s.root},
		{get, "/:lang", s.page(s.start)},
		{get, "/:lang/about", s.page(s.about)},
		{get, "/:lang/opt-out", s.page(s.askOptOut)},
		{post, "/:lang/code", s.page(s.enterCode)},
		{get, "/:lang/check/:scheme", s.page(s.showCheck)},
		{post, "/:lang/check/:scheme", s.page(s.computeCheck)},
		{get, "/:lang/what-if", s.page(s.showWhatIf)},
		{post, "/:lang/what-if", s.page(s.computeWhatIf)},
		{get, "/:lang/sign-in", s.page(s.beginSignIn)},
		{get, "/:lang/sign-in/return", s.page(s.endSignIn)},
		{post, "/:lang/sign-in", s.page(s.chooseDemo)},
		{post, "/:lang/sign-out", s.page(s.signOut)},

		// For the resident who entered the code of a letter, or signed in.
		{get, "/:lang/offers", s.personal(s.listOffers)},
		{get, "/:lang/offers/:id", s.personal(s.showOffer)},
		{post, "/:lang/offers/:id/answer", s.personal(s.answerOffer)},
		{get, "/:lang/receipts/:number", s.personal(s.showReceipt)},
		{post, "/:lang/opt-out", s.personal(s.optOut)},
	}
}

// mount gives the routes to the router, and to every other request a 405 with
// the methods that the path does have, or a 404.
func (s *Server) mount(routes []route) {
	s.table = routes
	for _, r := range routes {
		pattern := r.path
		s.app.Add(r.method, r.path, named(pattern), r.handler)
		if r.method == fiber.MethodGet {
			s.app.Add(fiber.MethodHead, r.path, named(pattern), r.handler)
		}
	}
	s.app.Use(func(c *fiber.Ctx) error { return s.refuse(c) })
}

// named remembers the pattern of a route for the log, which must not hold the
// path itself: a path names an offer or a receipt.
func named(pattern string) fiber.Handler {
	return func(c *fiber.Ctx) error {
		c.Locals(patternKey, pattern)
		return c.Next()
	}
}

// refuse answers a request that no route takes.
func (s *Server) refuse(c *fiber.Ctx) error {
	allowed := s.methods(c.Path())
	if len(allowed) == 0 {
		return errNotFound
	}
	c.Set(fiber.HeaderAllow, strings.Join(allowed, ", "))
	return errMethod
}

// methods returns the methods that the table has for a path.
func (s *Server) methods(path string) []string {
	var found []string
	for _, r := range s.table {
		if !fiber.RoutePatternMatch(path, r.path, s.app.Config()) {
			continue
		}
		if strings.HasPrefix(r.path, "/:lang") && s.languageIn(path) == nil {
			continue // no page: the first part of the path is no language of ours
		}
		found = append(found, r.method)
		if r.method == fiber.MethodGet {
			found = append(found, fiber.MethodHead)
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}
