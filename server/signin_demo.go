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
	page := ui.DemoSignInPage{Action: s.residentEntrance().path, Back: back}
	for _, p := range s.cfg.Posers {
		page.Names = append(page.Names, p.Name)
	}
	return page
}

// chooseDemo signs in as the resident that was chosen. The form holds the place in
// the list and no number: nobody can be chosen who is not on it.
func (s *Server) chooseDemo(v *visit) error {
	e := s.residentEntrance()
	chosen, err := v.chosen(e, len(s.cfg.Posers))
	if err != nil {
		return err
	}
	return s.welcome(v, s.cfg.Posers[chosen].BSN, s.ownPath(v.l, e, v.field(ui.FieldBack)))
}

// chosen reads the place in a list of so many that was chosen in a demo.
func (v *visit) chosen(e entrance, many int) (int, error) {
	if !e.demo {
		return 0, errNotFound
	}
	place, err := strconv.Atoi(v.field(ui.FieldWho))
	if err != nil || place < 0 || place >= many {
		return 0, errBadRequest
	}
	return place, nil
}
