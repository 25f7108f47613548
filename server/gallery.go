package server

import (
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"zeker/ui"
)

// showGallery lists every page in every state, in a demo only.
func (s *Server) showGallery(v *visit) error {
	if !s.cfg.Demo {
		return errNotFound
	}
	return v.show(fiber.StatusOK, ui.Gallery(v.frame("/examples")))
}

// showExample shows one of them as the portal would, scripts and look included. What
// is filled in goes nowhere: it would answer for whoever is signed in beside it.
func (s *Server) showExample(v *visit) error {
	examples := ui.Examples()
	i := slices.IndexFunc(examples, func(e ui.Example) bool { return e.Name == v.Params("example") })
	if !s.cfg.Demo || i < 0 {
		return errNotFound
	}
	e := &examples[i]
	own, frame := v.frame("/examples/"+e.Name), e.Frame(s.cfg.Words, v.l.Code())
	frame.Languages, frame.Path, frame.Municipality, frame.Behalf = own.Languages, own.Path, own.Municipality, own.Behalf
	frame.CSS, frame.Look, frame.Icon, frame.Exit = own.CSS, own.Look, own.Icon, own.Exit
	frame.Paper = own.Paper
	policy := pagePolicy
	switch e.Script {
	case ui.ScriptCheck:
		frame.Check, policy = s.checks[v.l.Code()].check, checkPolicy
	case ui.ScriptWhatIf:
		frame.Check, policy = s.checks[v.l.Code()].whatIf, checkPolicy
	case ui.ScriptSession:
		frame.Session.Script, policy = s.assets.hrefs[sessionScript], sessionPolicy
	}
	v.Set(fiber.HeaderContentSecurityPolicy, strings.Replace(policy, "form-action 'self'", "form-action 'none'", 1))
	return v.show(fiber.StatusOK, e.Page(frame))
}
