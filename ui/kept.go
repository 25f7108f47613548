package ui

import (
	"cmp"
	"context"
	"io"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/a-h/templ"

	"zeker/locales"
	"zeker/offers"
)

// Kept is for parts of a portal's pages that are the same on all of them in one language,
// but for the page's path and a few words: each is written once. Frames of one portal
// share it.
type Kept struct {
	parts sync.Map // keptPart -> *written
}

// keptPart is which part it is, in which language, and beside which local check.
type keptPart struct {
	l     *locales.Language
	check *Check
	what  any
}

// hole stands for what differs from page to page while a part is written that is kept: the
// page's path is the first, the words of the part come after it. No text has its letters,
// which Unicode leaves to whoever uses them.
func hole(i int) string { return string(rune(firstHole + i)) }

const (
	firstHole = 0xE000
	lastHole  = 0xE0FF
)

// written is a part with its holes: a text, a hole, a text, and so on.
type written struct {
	texts []string
	holes []int
}

// cut finds the holes in a part.
func cut(part string) *written {
	var w written
	from := 0
	for i, r := range part {
		if r >= firstHole && r <= lastHole {
			w.texts, w.holes = append(w.texts, part[from:i]), append(w.holes, int(r-firstHole))
			from = i + utf8.RuneLen(r)
		}
	}
	w.texts = append(w.texts, part[from:])
	return &w
}

// once is a part that is written once, for every page in this language. It gets a frame
// with nothing of a session or a resident; what tells parts of a language apart is a
// name, or the scheme that the part is about: never anything that a resident gives.
func (f *Frame) once(what any, part func(*Frame) templ.Component) templ.Component {
	return f.filled(what, nil, func(f *Frame, _ []string) templ.Component { return part(f) })
}

// filled is such a part with words that differ from page to page, each of which stands in it
// as text or as the value of an attribute. While it is written it gets a hole for each.
func (f *Frame) filled(what any, words []string, part func(f *Frame, words []string) templ.Component) templ.Component {
	if f.Kept == nil {
		return part(f, words)
	}
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		kept, err := f.kept(ctx, what, len(words), part)
		if err != nil {
			return err
		}
		for i, text := range kept.texts {
			if i > 0 {
				word := f.Path
				if n := kept.holes[i-1]; n > 0 {
					word = words[n-1]
				}
				if _, err := io.WriteString(w, templ.EscapeString(word)); err != nil {
					return err
				}
			}
			if _, err := io.WriteString(w, text); err != nil {
				return err
			}
		}
		return nil
	})
}

// kept is a part with its holes, written now when no page before had it.
func (f *Frame) kept(ctx context.Context, what any, words int, part func(*Frame, []string) templ.Component) (*written, error) {
	key := keptPart{f.L, f.Check, what}
	if had, ok := f.Kept.parts.Load(key); ok {
		return had.(*written), nil
	}
	holes := make([]string, words)
	for i := range holes {
		holes[i] = hole(i + 1)
	}
	var b strings.Builder
	if err := part(f.anywhere(), holes).Render(ctx, &b); err != nil {
		return nil, err
	}
	first, _ := f.Kept.parts.LoadOrStore(key, cut(b.String()))
	return first.(*written), nil
}

// anywhere is what of a frame is the same on all pages in its language.
func (f *Frame) anywhere() *Frame {
	path := hole(0)
	alike := &Frame{
		L: f.L, Municipality: f.Municipality, Exit: f.Exit, Check: f.Check, Path: path,
		Fonts: f.Fonts, FontCSS: f.FontCSS, CSS: f.CSS, Icon: f.Icon, Paper: f.Paper, Look: f.Look,
	}
	for _, link := range f.Languages {
		link.Href = "/" + link.Code + path
		alike.Languages = append(alike.Languages, link)
	}
	return alike
}

// linksOf is what a page fetches, written once for pages that fetch the same.
func linksOf(f *Frame, h head) templ.Component {
	also := linked{script: h.Script, paper: h.Paper}
	switch {
	case f.Session != nil:
		also.frame = f.Session.Script
	case f.Exit != nil:
		also.frame = f.Exit.Script
	}
	return f.once(also, func(f *Frame) templ.Component { return links(f, also) })
}

// topOf is the top of a page, written once for all who leave in the same way. The first
// page shows all languages, and has its own.
func topOf(f *Frame) templ.Component {
	type part struct {
		out  leave
		exit bool
	}
	out := f.leaving()
	if f.Path == "/" {
		return top(f, out)
	}
	return f.once(part{out, f.Exit != nil}, func(f *Frame) templ.Component { return top(f, out) })
}

// untilOf says until when the page stays.
func untilOf(f *Frame) templ.Component {
	clock := f.L.Clock(f.Session.Hour, f.Session.Minute)
	return f.filled("until", []string{clock}, func(f *Frame, words []string) templ.Component { return until(f, words[0]) })
}

// sessionOf is the end of a session, written once but for when that is and for the way back.
func sessionOf(f *Frame) templ.Component {
	s := f.Session
	end, back := ending{form: s.Form, personal: s.Personal, staff: f.Staff, by: f.SignIn}, signInTo(f, f.Path)
	if f.Staff {
		back = staffSignInTo(f, f.Path)
	}
	words := []string{strconv.Itoa(s.Idle), strconv.Itoa(s.Left), strconv.Itoa(s.Longest), back}
	return f.filled(end, words, func(f *Frame, words []string) templ.Component {
		return session(f, end, endWords{words[0], words[1], words[2], words[3]})
	})
}

// blank reports whether nothing is filled in on the page: then what a field looks like
// hangs on the scheme alone.
func (p *OfferPage) blank() bool { return len(p.Values) == 0 && len(p.Errors) == 0 && !p.Computed }

// unfilled is a page of the same scheme with nothing of a resident.
func (p *OfferPage) unfilled() *OfferPage {
	return &OfferPage{Offer: offers.Offer{Scheme: p.Offer.Scheme}, Inputs: p.Inputs}
}

// knownPart is a fact that we know, on a page with nothing filled in.
type knownPart struct {
	scheme         *offers.Scheme
	name, source   string
	doubt, onPaper bool
}

// knownOf is a fact that we know, written once but for its value while nothing is filled in.
func knownOf(f *Frame, p *OfferPage, fact *offers.Fact) templ.Component {
	is := factWords{unit(cmp.Or(p.ours(fact), fact)), value(f, p.Inputs, fact), period(f, fact)}
	paper := paper(f, fact)
	if !p.blank() || fact.Contested || fact.Source == offers.Resident {
		return known(f, p, fact, is, paper)
	}
	what := knownPart{p.Offer.Scheme, fact.Name, fact.Source, fact.Doubt, paper != ""}
	return f.filled(what, []string{is.unit, is.value, is.period}, func(f *Frame, words []string) templ.Component {
		alike := &offers.Fact{Name: what.name, Source: what.source, Doubt: what.doubt}
		return known(f, p.unfilled(), alike, factWords{words[0], words[1], words[2]}, paper)
	})
}

// questionPart is a question on a page with nothing filled in, with why it is asked.
type questionPart struct {
	scheme    *offers.Scheme
	name, why string
}

// questionOf is a question, written once while nothing is filled in.
func questionOf(f *Frame, p *OfferPage, q *offers.Question) templ.Component {
	why := notLooked(p, q)
	if !p.blank() {
		return question(f, p, q, why)
	}
	return f.once(questionPart{p.Offer.Scheme, q.Name, why}, func(f *Frame) templ.Component { return question(f, p.unfilled(), q, why) })
}

// acceptPart is the way to apply for a scheme, where nothing is asked with it.
type acceptPart struct {
	scheme *offers.Scheme
	state  AcceptState
}

// acceptOf is the way to apply, written once where it hangs on the scheme alone.
func acceptOf(f *Frame, p *OfferPage) templ.Component {
	if p.Accept != CanAccept && p.Accept != NotOurs || p.Account != AsksNoAccount || p.Answered != nil {
		return acceptAnswer(f, p)
	}
	what := acceptPart{p.Offer.Scheme, p.Accept}
	return f.once(what, func(f *Frame) templ.Component {
		return acceptAnswer(f, &OfferPage{Offer: offers.Offer{Scheme: what.scheme}, Accept: what.state})
	})
}

// saveDraftOf is the way to keep what is filled in, or to throw away what was kept.
func saveDraftOf(f *Frame, kept bool) templ.Component {
	type part struct{ kept bool }
	return f.once(part{kept}, func(f *Frame) templ.Component { return saveDraft(f, kept) })
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
