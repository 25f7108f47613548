package server

import (
	"net/http"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"zeker/locales"
	"zeker/server/store"
	"zeker/ui"
)

// visit is one request for a page.
type visit struct {
	*fiber.Ctx
	s       *Server
	l       *locales.Language
	session *bridge
	who     store.Subject       // whose pages these are; "" when nobody signed in
	door    store.Door          // by which they came in
	behalf  *behalf             // whom a helper acts for; nil for who acts for themselves
	over    bool                // it is a helper's session, and what it rested on is over
	account *store.StaffAccount // of who of the staff signed in; nil on a page for others
	// personal says that the page is for who is there only: it goes when the session does.
	personal bool
}

// page makes a handler of one for visitors: the language is read from the
// address, and whether somebody signed in from the session.
func (s *Server) page(handle func(*visit) error) fiber.Handler {
	return func(c *fiber.Ctx) error {
		l, ok := s.language(c.Params("lang"))
		if !ok {
			return errNotFound
		}
		session, err := s.session(c)
		if err != nil {
			return err
		}
		v := &visit{Ctx: c, s: s, l: l, session: session, who: session.subject(), door: session.door()}
		c.Locals(visitKey, v)
		if id := session.mandate(); id != "" {
			if v.behalf, err = s.behalfOf(v, id); err != nil {
				return err
			}
			v.over = v.behalf == nil
		}
		return handle(v)
	}
}

// show renders a page.
func (v *visit) show(status int, page templ.Component) error { return v.s.render(v.Ctx, status, page) }

// frame is what is around a page of this visit; path is the page's own, without
// the language, which is that of the request unless a form is answered.
func (v *visit) frame(path string) *ui.Frame { return v.s.frame(v.Ctx, v.l, path) }

// see sends the browser on to another page, which it asks for with GET.
func (v *visit) see(path string) error {
	return v.Redirect("/"+v.l.Code()+path, fiber.StatusSeeOther)
}

// setCookie gives the browser something to carry that is not the session, and takes it
// back when that is "". It is needed on the way back from a provider's site, so it is Lax.
func (v *visit) setCookie(name, value string, life time.Duration) {
	cookie := http.Cookie{
		Name: name, Value: value, Path: "/", Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode,
		MaxAge: int(life / time.Second),
	}
	if value == "" {
		cookie.MaxAge = -1
	}
	v.Response().Header.Add(fiber.HeaderSetCookie, cookie.String())
}

// field returns what a form posted under a name. Only the body counts: what
// stands in an address is logged by others.
func (v *visit) field(name string) string {
	return strings.ToValidUTF8(string(v.Request().PostArgs().Peek(name)), "\uFFFD")
}

// render writes a page. It is complete before the first byte goes out, so that a
// page that fails half-way is an error page and not half a page.
func (s *Server) render(c *fiber.Ctx, status int, page templ.Component) error {
	c.Response().ResetBody()
	if err := page.Render(c.UserContext(), c.Response().BodyWriter()); err != nil {
		return err
	}
	c.Status(status).Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
	return squeeze(c)
}

// frame is what is around every page, errors too. path is that of the page
// without its language.
func (s *Server) frame(c *fiber.Ctx, l *locales.Language, path string) *ui.Frame {
	v, _ := c.Locals(visitKey).(*visit)
	if v == nil {
		v = new(visit)
	}
	frame := &ui.Frame{
		Session:      s.timeOf(c, v),
		L:            l,
		Languages:    s.languages(l, path),
		Municipality: s.cfg.Municipality.page(),
		Demo:         s.cfg.Demo, Today: s.cfg.Today(), SignedIn: v.who != "", Identified: v.who != "" && v.door == store.BySignIn,
		Staff:  v.account != nil,
		SignIn: s.signInWay(),
		Kept:   &s.kept,
		CSS:    s.assets.hrefs["zeker.css"], Look: s.assets.hrefs[lookSheet], Icon: s.assets.hrefs["icon.svg"], Paper: s.assets.hrefs["receipt.css"], Path: path,
	}
	for _, name := range ui.Fonts(l.Code()) {
		frame.FontCSS = s.assets.hrefs["noto.css"]
		frame.Fonts = append(frame.Fonts, s.assets.hrefs[name])
	}
	if v.account == nil {
		frame.Exit = &ui.Exit{To: s.cfg.Municipality.Exit, Script: s.assets.hrefs[exitScript]}
	}
	if v.behalf != nil {
		frame.Behalf = v.behalf.person
	}
	return frame
}

// languages links a page in every language of the municipality.
func (s *Server) languages(current *locales.Language, path string) []ui.LanguageLink {
	return ui.Languages(s.cfg.Words, s.cfg.Municipality.Languages, current.Code(), path)
}

// language returns a language that the municipality speaks, by its exact code.
func (s *Server) language(code string) (*locales.Language, bool) {
	for _, spoken := range s.cfg.Municipality.Languages {
		if spoken == code {
			return s.cfg.Words.Language(code)
		}
	}
	return nil, false
}

// languageIn returns the language that a path begins with, nil for none.
func (s *Server) languageIn(path string) *locales.Language {
	segment, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	l, _ := s.language(segment)
	return l
}

// languageOf is the language of a page that may have none in its address.
func (s *Server) languageOf(c *fiber.Ctx) *locales.Language {
	if l := s.languageIn(c.Path()); l != nil {
		return l
	}
	return s.leading
}
