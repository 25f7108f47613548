package ui

import (
	"context"
	"io"
	"strings"
	"sync"

	"github.com/a-h/templ"

	"zeker/locales"
	"zeker/offers"
)

// Kept is for parts of a portal's pages that are the same on all of them in one language,
// but for the page's path: each is written once. Frames of one portal share it.
type Kept struct {
	parts sync.Map // keptPart -> []string, between which the path comes
}

// keptPart is which part it is, in which language, and beside which local check.
type keptPart struct {
	l     *locales.Language
	check *Check
	what  any
}

// pathHere stands for the path of the page while a part is written that is kept.
const pathHere = "/{path}"

// once is a part that is written once, for every page in this language. It gets a frame
// with nothing of a session or a resident; what tells parts of a language apart is a
// name, or the scheme that the part is about: never anything that a resident gives.
func (f *Frame) once(what any, part func(*Frame) templ.Component) templ.Component {
	if f.Kept == nil {
		return part(f)
	}
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		key := keptPart{f.L, f.Check, what}
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
func (f *Frame) anywhere() *Frame {
	alike := &Frame{L: f.L, Municipality: f.Municipality, Exit: f.Exit, Check: f.Check, Path: pathHere}
	for _, link := range f.Languages {
		link.Href = "/" + link.Code + pathHere
		alike.Languages = append(alike.Languages, link)
	}
	return alike
}

// blank reports whether nothing is filled in on the page: then what a field looks like
// hangs on the scheme alone.
func (p *OfferPage) blank() bool { return len(p.Values) == 0 && len(p.Errors) == 0 && !p.Computed }

// unfilled is a page of the same scheme with nothing of a resident.
func (p *OfferPage) unfilled() *OfferPage {
	return &OfferPage{Offer: offers.Offer{Scheme: p.Offer.Scheme}, Inputs: p.Inputs}
}

// contestPart is the way to contest what a source says of a fact, with nothing filled in.
type contestPart struct {
	scheme       *offers.Scheme
	fact, source string
}

// contestOf is the way to contest a fact, written once while nothing is filled in.
func contestOf(f *Frame, p *OfferPage, fact *offers.Fact) templ.Component {
	if !p.blank() || fact.Contested {
		return contest(f, p, fact)
	}
	name, source, page := fact.Name, fact.Source, p.unfilled()
	return f.once(contestPart{page.Offer.Scheme, name, source}, func(f *Frame) templ.Component {
		return contest(f, page, &offers.Fact{Name: name, Source: source})
	})
}

// talkOf is the way to talk first, written once while nothing is filled in.
func talkOf(f *Frame, p *OfferPage) templ.Component {
	if !p.blank() {
		return talkAnswer(f, p)
	}
	return f.once("talk", func(f *Frame) templ.Component { return talkAnswer(f, &OfferPage{}) })
}

// criterionPart is one outcome of one criterion.
type criterionPart struct {
	scheme *offers.Scheme
	key    string
}

// criterionOf is what is said of an outcome, written once.
func criterionOf(f *Frame, o *offers.Offer, r *offers.Reason) templ.Component {
	laws := o.Laws
	return f.once(criterionPart{o.Scheme, r.Key}, func(f *Frame) templ.Component { return criterion(f, laws, r) })
}
