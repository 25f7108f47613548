package server

import (
	"strconv"

	"zeker/ui"
)

// Poser is a made-up resident whom anybody may sign in as, in a demo.
type Poser struct {
	BSN, Name string
}

// demoPage lists whom one may sign in as.
func (s *Server) demoPage(back string) ui.DemoSignInPage {
	page := ui.DemoSignInPage{Back: back}
	for _, p := range s.cfg.Posers {
		page.Names = append(page.Names, p.Name)
	}
	return page
}

// chooseDemo signs in as the resident that was chosen. The form holds the place in
// the list and no number: nobody can be chosen who is not on it.
func (s *Server) chooseDemo(v *visit) error {
	if s.signInWay() != ui.InDemo {
		return errNotFound
	}
	chosen, err := strconv.Atoi(v.field(ui.FieldWho))
	if err != nil || chosen < 0 || chosen >= len(s.cfg.Posers) {
		return errBadRequest
	}
	return s.welcome(v, s.cfg.Posers[chosen].BSN, s.ownPath(v.l, v.field(ui.FieldBack)))
}
