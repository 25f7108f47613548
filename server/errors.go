package server

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"strings"

	"github.com/gofiber/fiber/v2"

	"zeker/locales"
	"zeker/server/store"
	"zeker/ui"
)

// refusal is an error of the portal itself: a status, and the words for it.
type refusal struct {
	status int
	key    string // message ids problem.<key>.title and problem.<key>.text
}

func (r *refusal) Error() string { return fmt.Sprintf("%d %s", r.status, r.key) }

// The refusals. Not yours looks like not found.
var (
	errNotFound    = &refusal{http.StatusNotFound, ui.ProblemNotFound}
	errMethod      = &refusal{http.StatusMethodNotAllowed, ui.ProblemMethod}
	errCrossSite   = &refusal{http.StatusForbidden, ui.ProblemForeign}
	errNoSession   = &refusal{http.StatusForbidden, ui.ProblemSignedOut}
	errSignIn      = &refusal{http.StatusForbidden, ui.ProblemSignIn}
	errHelpOver    = &refusal{http.StatusForbidden, ui.ProblemHelpOver}
	errNoStaff     = &refusal{http.StatusForbidden, ui.ProblemStaffOut}
	errBadRequest  = &refusal{http.StatusBadRequest, ui.ProblemBadRequest}
	errTimeout     = &refusal{http.StatusRequestTimeout, ui.ProblemBadRequest}
	errTooLarge    = &refusal{http.StatusRequestEntityTooLarge, ui.ProblemTooLarge}
	errManyHeaders = &refusal{http.StatusRequestHeaderFieldsTooLarge, ui.ProblemTooLarge}
	errInternal    = &refusal{http.StatusInternalServerError, ui.ProblemInternal}
)

// refusalOf is the one map from an error to what a person is told of it. An
// error that is not in it is our own failure, and its text stays in the log.
func refusalOf(err error) *refusal {
	var r *refusal
	var f *fiber.Error
	switch {
	case errors.As(err, &r):
		return r
	case errors.Is(err, store.ErrNotFound):
		return errNotFound
	case errors.As(err, &f):
		return refusalOfRequest(f.Code)
	}
	return errInternal
}

// refusalOfRequest is for requests that could not be read: too large, too slow
// or no HTTP at all.
func refusalOfRequest(status int) *refusal {
	switch status {
	case fiber.StatusNotFound:
		return errNotFound
	case fiber.StatusMethodNotAllowed:
		return errMethod
	case fiber.StatusRequestTimeout:
		return errTimeout
	case fiber.StatusRequestEntityTooLarge:
		return errTooLarge
	case fiber.StatusRequestHeaderFieldsTooLarge:
		return errManyHeaders
	case fiber.StatusInternalServerError:
		return errInternal
	}
	return errBadRequest
}

// panicked is a panic as an error. It says where, and only the runtime's own
// words of what: any other value might hold something of a resident.
type panicked struct {
	what  string
	stack string
}

func (p *panicked) Error() string { return "panic: " + p.what }

func newPanicked(value any, stack []byte) *panicked {
	p := &panicked{what: fmt.Sprintf("%T", value), stack: string(stack)}
	if e, ok := value.(runtime.Error); ok {
		p.what = e.Error()
	}
	return p
}

// problemJSON is the body of RFC 9457.
type problemJSON struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
	Trace  string `json:"trace,omitempty"` // the id under which the log knows it
}

// wanted is the path of the page that was asked for, without its language; "" when it
// was no page but a form.
func (s *Server) wanted(c *fiber.Ctx, l *locales.Language) string {
	if held, ok := c.Locals(heldKey).(held); ok {
		return held.page
	}
	if c.Method() != fiber.MethodGet {
		return ""
	}
	path := strings.TrimPrefix(c.Path(), "/"+l.Code())
	if ofStaff(path) {
		return s.ownPath(l, s.staffEntrance(), path)
	}
	return s.ownPath(l, s.residentEntrance(), path)
}

// fail answers with an error: a page for people, problem+json for programs that
// ask for JSON.
func (s *Server) fail(c *fiber.Ctx, err error) error {
	r := refusalOf(err)
	allow := c.GetRespHeader(fiber.HeaderAllow)
	c.Response().ResetBody()
	secure(c)
	if allow != "" {
		c.Set(fiber.HeaderAllow, allow)
	}
	l := s.languageOf(c)
	if c.Accepts(fiber.MIMETextHTML, "application/problem+json", fiber.MIMEApplicationJSON) == fiber.MIMETextHTML {
		return s.render(c, r.status, ui.Problem(s.frame(c, l, "/"), ui.ProblemPage{
			Status: r.status, Key: r.key, Back: s.wanted(c, l), Held: heldOf(c),
		}))
	}
	trace, _ := c.Locals(traceKey).(string)
	body, err := json.Marshal(problemJSON{
		Type: "about:blank", Title: http.StatusText(r.status), Status: r.status,
		Detail: l.T("problem." + r.key + ".text"), Trace: trace,
	})
	if err != nil {
		return err
	}
	c.Status(r.status).Set(fiber.HeaderContentType, "application/problem+json")
	return c.Send(body)
}
