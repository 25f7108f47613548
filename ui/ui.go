// Package ui is what a resident sees: the pages, their styles and small scripts.
//
// Each page is one function that takes a [Frame] (what is around every page) and
// one typed struct (what is on this page), and returns HTML that is complete
// without script. The package knows no HTTP and no database. Words come from
// package locales, in the language of the frame; no page holds a word of its own.
//
// Their components are one package and no folder each: they call each other on every
// page, and what they share would have to be public.
//
// The components are written in templ: `go tool templ generate` turns
// x.templ into x_templ.go, which is committed.
package ui

import (
	"embed"
	"io/fs"

	"zeker/locales"
	"zeker/offers/rules"
)

//go:embed static
var static embed.FS

// Assets are the files that pages refer to. The style sheet zeker.css among them
// is built from npm packages by `make styles` before the program is.
func Assets() fs.FS {
	sub, err := fs.Sub(static, "static")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	return sub
}

// Frame is what is around every page.
type Frame struct {
	L            *locales.Language
	Languages    []LanguageLink
	Municipality Municipality
	Demo         bool      // the residents are made up and the key is public: the page says so
	Today        rules.Day // shown in the demo notice
	SignedIn     bool      // a letter is open, or somebody signed in: offer to close it
	Identified   bool      // it was by signing in, and not with the code of a letter
	Behalf       string    // whom a helper acts for; "" when nobody acts for another
	Staff        bool      // somebody of the staff is signed in: offer to sign out
	SignIn       SignInWay // how a resident may sign in; "" for not at all
	Session      *Session  // how long that lasts; nil when nobody signed in
	Fonts        []string  // addresses of what our texts are drawn with in this language; see [Fonts]
	FontCSS      string    // address of noto.css, "" where no font is needed
	CSS          string    // address of the style sheet
	Icon         string    // address of icon.svg, "" for none
	Paper        string    // address of receipt.css, "" for none
	Look         string    // address of the municipality's tokens, "" for none
	Path         string    // of this page, without the language: "/offers"
	Exit         *Exit     // the quick way out; nil on a page of staff
	Kept         *Kept     // of the portal; nil to write every part anew
	Check        *Check    // the check on the resident's own device; nil on a page without
}

// SignInWay is how residents sign in. Its words are signin.by.<way>.
type SignInWay string

// The ways to sign in.
const (
	WithDigiD SignInWay = "digid"
	InDemo    SignInWay = "demo" // as one of the made-up residents
)

// LanguageLink is this same page in another language.
type LanguageLink struct {
	Code    string
	Name    string // as its speakers call it
	Href    string
	Current bool
}

// Municipality is who the resident deals with.
type Municipality struct {
	Name    string   // "Gemeente Zonnedijk"
	Phone   string   // as people write it; "" for none
	Address []string // of the counter
	Hours   []Opening
	Home    bool // somebody comes to people's homes, when asked
}

// Languages makes the links to a page in each of the given languages.
func Languages(w *locales.Words, codes []string, current, path string) []LanguageLink {
	links := make([]LanguageLink, 0, len(codes))
	for _, code := range codes {
		if l, ok := w.Language(code); ok {
			links = append(links, LanguageLink{Code: code, Name: l.Name(), Href: "/" + code + path, Current: code == current})
		}
	}
	return links
}

// Fonts are the names of the files that a language's texts are drawn with, nil for one
// whose letters every phone has. The style sheet would have them fetched only once it is
// read itself, and the first words would be drawn twice.
func Fonts(language string) []string {
	switch language {
	case "ar", "fa":
		return []string{"noto-arabic-400-texts.woff2", "noto-arabic-700-texts.woff2"}
	case "ti":
		return []string{"noto-ethiopic-400-texts.woff2", "noto-ethiopic-700-texts.woff2"}
	}
	return nil
}

// To is the address of a path in the language of the page.
func (f *Frame) To(path string) string { return "/" + f.L.Code() + path }

// FieldError is one thing that is wrong with what a resident filled in.
type FieldError struct {
	Field string // name of the form field, "" when it is about the whole form
	Key   string // message id
}
