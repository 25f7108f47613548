package ui

import (
	"fmt"
	"strconv"
	"strings"
)

// Look is the colours of a municipality, each as #rrggbb.
type Look struct {
	Primary     string // buttons and marks
	PrimaryDark string // the same while they are pointed at or pressed
	OnPrimary   string // text on both
	Accent      string // the line under the header
}

// tokens are the design tokens that a look replaces. Percentages are of the
// colour on white, and on a dark screen of the colour on that.
var tokens = [...]struct {
	name    string
	colour  func(Look) string
	percent int
	dark    func(primary colour, percent int) colour // nil where it is the same colour
}{
	{"action-1-inverse-bg-default", Look.primary, 100, words},
	{"action-1-inverse-bg-hover", Look.primaryDark, 100, pressed},
	{"action-1-inverse-bg-active", Look.primaryDark, 100, pressed},
	{"action-1-inverse-color-default", Look.onPrimary, 100, screen},
	{"action-1-inverse-color-hover", Look.onPrimary, 100, screen},
	{"action-1-inverse-color-active", Look.onPrimary, 100, screen},
	{"action-1-color-default", Look.text, 100, words},
	{"action-1-color-hover", Look.text, 100, words},
	{"action-1-color-active", Look.text, 100, words},
	{"action-1-border-default", Look.text, 100, words},
	{"action-1-border-hover", Look.text, 100, words},
	{"action-1-border-active", Look.text, 100, words},
	{"action-1-bg-subtle", Look.primary, 7, layer},
	{"action-1-bg-hover", Look.primary, 12, layer},
	{"action-1-bg-active", Look.primary, 20, layer},
	{"accent-2-border-default", Look.accent, 100, nil},
}

func (l Look) primary() string     { return l.Primary }
func (l Look) primaryDark() string { return l.PrimaryDark }
func (l Look) onPrimary() string   { return l.OnPrimary }
func (l Look) accent() string      { return l.Accent }

// text is the colour of words on white: the primary colour where it is darker
// than the text on it, else that text's own colour.
func (l Look) text() string {
	primary, _ := parseColour(l.Primary)
	on, _ := parseColour(l.OnPrimary)
	if primary.light() < on.light() {
		return l.Primary
	}
	return l.OnPrimary
}

// CSS is the look as a style sheet of --basis-* tokens, to come after zeker.css.
// A colour that is not #rrggbb is an error.
func (l Look) CSS() ([]byte, error) {
	for _, c := range []string{l.Primary, l.PrimaryDark, l.OnPrimary, l.Accent} {
		if _, err := parseColour(c); err != nil {
			return nil, err
		}
	}
	var b strings.Builder
	b.WriteString(":root{")
	for _, t := range tokens {
		c, _ := parseColour(t.colour(l))
		fmt.Fprintf(&b, "--basis-color-%s:%s;", t.name, c.on(white, t.percent))
	}
	primary, _ := parseColour(l.Primary)
	b.WriteString("}\n@media screen and (prefers-color-scheme:dark){:root{")
	for _, t := range tokens {
		if t.dark != nil {
			fmt.Fprintf(&b, "--basis-color-%s:%s;", t.name, t.dark(primary, t.percent))
		}
	}
	b.WriteString("}}\n")
	return []byte(b.String()), nil
}

// colour is red, green and blue, 0 to 255.
type colour [3]int

func parseColour(s string) (colour, error) {
	n, err := strconv.ParseUint(strings.TrimPrefix(s, "#"), 16, 32)
	if err != nil || len(s) != 7 || s[0] != '#' {
		return colour{}, fmt.Errorf("look: %q is no colour: write it as #rrggbb", s)
	}
	return colour{int(n >> 16), int(n >> 8 & 255), int(n & 255)}, nil
}

// light is how light a colour looks, in parts of 10,000 (ITU-R BT.709).
func (c colour) light() int { return (2126*c[0] + 7152*c[1] + 722*c[2]) / 255 }

// What pages are written on: --zeker-paper in ui/styles.
var (
	white = colour{255, 255, 255}
	dark  = colour{0x16, 0x1d, 0x23}
)

// on is a layer of the colour on another.
func (c colour) on(paper colour, percent int) colour {
	for i := range c {
		c[i] = paper[i] + (c[i]-paper[i])*percent/100
	}
	return c
}

func (c colour) String() string { return fmt.Sprintf("#%02x%02x%02x", c[0], c[1], c[2]) }

// readable is how light words on a dark screen are at least, as light counts it: their
// contrast with the screen is then more than 4.5 (WCAG 2.2, 1.4.3).
const readable = 6000

// words are in the colour with so much white in it that they are readable on a dark
// screen.
func words(primary colour, _ int) colour {
	percent := 100
	for percent > 0 && primary.on(white, percent).light() < readable {
		percent -= 5
	}
	return primary.on(white, percent)
}

// pressed is words while they are pointed at or pressed.
func pressed(primary colour, percent int) colour { return words(primary, percent).on(white, 50) }

// screen is the dark screen itself: the text on a button that is light there, so that what
// is asked first stands out as much as on white.
func screen(colour, int) colour { return dark }

// layer is what lies on a dark screen where a layer of so many percent lies on white: it
// takes twice as much to be seen.
func layer(primary colour, percent int) colour { return primary.on(dark, 2*percent) }
