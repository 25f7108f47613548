package ui

import (
	"context"
	"io"
	"strings"
	"sync"

	"github.com/a-h/templ"

	"zeker/locales"
)

// Kept is for parts of a portal's pages that are the same on all of them in one language,
// but for the page's path: each is written once. Frames of one portal share it.
type Kept struct {
	parts sync.Map // keptPart -> []string, between which the path comes
}

// keptPart is which part it is, and in which language.
type keptPart struct {
	l    *locales.Language
	what any
}

// pathHere stands for the path of the page while a part is written that is kept.
const pathHere = "/{path}"

// once is a part that is written once, for every page in this language. It gets a frame
// with nothing of a session or a resident; what tells parts of a language apart is a
// name, or the scheme that the part is about.
func (f Frame) once(what any, part func(Frame) templ.Component) templ.Component {
	if f.Kept == nil {
		return part(f)
	}
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		key := keptPart{f.L, what}
		kept, ok := f.Kept.parts.Load(key)
		if !ok {
			var b strings.Builder
			if err := part(f.anywhere()).Render(ctx, &b); err != nil {
				return err
			}
			kept, _ = f.Kept.parts.LoadOrStore(key, strings.Split(b.String(), pathHere))
		}
		for i, s := range kept.([]string) {
			if i > 0 {
				s = templ.EscapeString(f.Path) + s
			}
			if _, err := io.WriteString(w, s); err != nil {
				return err
			}
		}
		return nil
	})
}

// anywhere is what of a frame is the same on all pages in its language.
func (f Frame) anywhere() Frame {
	alike := Frame{L: f.L, Municipality: f.Municipality, Exit: f.Exit, Path: pathHere}
	for _, link := range f.Languages {
		link.Href = "/" + link.Code + pathHere
		alike.Languages = append(alike.Languages, link)
	}
	return alike
}
