package server

import (
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"zeker/server/store"
)

// route is one line of the table of contents. Who may come in stands in it: the guard
// in front of the handler is made of that, and a line that does not say is an error.
type route struct {
	method string
	path   string
	access access
	handle func(*visit) error
}

// routes is every door of the server. The router, the guards, the answer to a wrong
// method and the tests that visit every route all read this table.
func (s *Server) routes() []route {
	const get, post = fiber.MethodGet, fiber.MethodPost
	return []route{
		// For machines.
		{get, "/livez", machine, s.livez},
		{get, "/readyz", machine, s.readyz},
		{get, "/.well-known/security.txt", machine, s.securityText},
		{get, "/.well-known/zeker-keys.txt", machine, s.receiptKeys},
		{get, "/static/:name", machine, s.static},
		{get, "/", machine, s.root}, // in no language yet

		// For everyone.
		{get, "/:lang", everyone, s.start},
		{get, "/:lang/about", everyone, s.about},
		{get, "/:lang/verify", everyone, s.showVerify},
		{get, "/:lang/opt-out", everyone, s.askOptOut},
		{post, "/:lang/code", everyone, s.enterCode},
		{get, "/:lang/check/:scheme", everyone, s.showCheck},
		{post, "/:lang/check/:scheme", everyone, s.computeCheck},
		{get, "/:lang/what-if", everyone, s.showWhatIf},
		{post, "/:lang/what-if", everyone, s.computeWhatIf},
		{get, "/:lang/sign-in", everyone, s.beginSignIn},
		{get, "/:lang/sign-in/return", everyone, s.endSignIn},
		{post, "/:lang/sign-in", everyone, s.chooseDemo},
		{post, "/:lang/sign-out", everyone, s.signOut},
		{post, "/:lang/exit", everyone, s.exit},

		// For whoever came in: how long that lasts.
		{get, "/:lang/session", everyone, s.askSession}, // a look does not keep it alive
		{post, "/:lang/session", whoCameIn, s.extendSession},

		// For who builds it: a demo has these, and no portal.
		{get, "/:lang/examples", everyone, s.showGallery},
		{get, "/:lang/examples/:example", everyone, s.showExample},

		// For the resident who entered the code of a letter, or signed in, and for a helper.
		{get, "/:lang/offers", residentOrHelper, s.listOffers},
		{get, "/:lang/offers/:id", residentOrHelper, s.showOffer},
		{post, "/:lang/offers/:id/answer", residentOrHelper, s.answerOffer},
		{get, "/:lang/receipts/:number", residentOrHelper, s.showReceipt},
		{get, "/:lang/receipts/:number/file", residentOrHelper, s.sendReceipt},
		{post, "/:lang/receipts/:number/why", resident, s.tellWhy},
		{post, "/:lang/receipts/:number/partner", resident, s.newPartnerCode},
		{post, "/:lang/opt-out", resident, s.optOut},

		// For the resident who signed in: whom they ask to help, and whom they help.
		{get, "/:lang/helpers", signedIn, s.showHelpers},
		{post, "/:lang/helpers", signedIn, s.appoint},
		{post, "/:lang/helpers/:mandate/end", signedIn, s.endHelp},
		{get, "/:lang/helping", signedIn, s.showHelping},
		{post, "/:lang/helping", signedIn, s.takeMandate},
		{post, "/:lang/helping/:mandate", signedIn, s.beginHelping},

		// For the partner of an applicant, signed in as themselves.
		{get, "/:lang/partner", signedIn, s.showPartner},
		{post, "/:lang/partner", signedIn, s.takeSignature},
		{get, "/:lang/partner/:signature", signedIn, s.showSignature},
		{post, "/:lang/partner/:signature", signedIn, s.giveSignature},

		// For staff, by role.
		{get, "/:lang/staff/sign-in", everyone, s.beginStaffSignIn},
		{get, "/:lang/staff/sign-in/return", everyone, s.endStaffSignIn},
		{post, "/:lang/staff/sign-in", everyone, s.chooseStaffDemo},
		{post, "/:lang/staff/sign-out", everyone, s.signOutStaff},
		{get, "/:lang/staff", anyStaff, s.showStaff},
		{get, "/:lang/staff/take-up", staff(store.Operator, store.PolicyOfficer, store.Auditor), s.showTakeUp},
		{get, "/:lang/staff/accounts", staff(store.Auditor), s.showAccounts},
	}
}

// mount gives the routes to the router, each behind its guard, and to every other
// request a 405 with the methods that the path does have, or a 404.
func (s *Server) mount(routes []route) error {
	s.table = routes
	for _, r := range routes {
		handler, err := s.guard(r)
		if err != nil {
			return err
		}
		s.app.Add(r.method, r.path, named(r.path), handler)
		if r.method == fiber.MethodGet {
			s.app.Add(fiber.MethodHead, r.path, named(r.path), handler)
		}
	}
	s.app.Use(func(c *fiber.Ctx) error { return s.refuse(c) })
	return nil
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
