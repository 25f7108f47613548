package ui

import (
	"fmt"
	"image/color"
	"strings"

	"github.com/boombuler/barcode/qr"
)

// Code is a text as a QR code, for a drawing of Side by Side squares.
type Code struct {
	Side int    // with the empty border around it
	Path string // of the dark squares, as an SVG path
}

// border is how much must stay empty around a code (ISO/IEC 18004).
const border = 4

// NewCode makes the code of a text. It can still be read when a seventh of it is stained.
// The error says that the text is too long for one code.
func NewCode(text string) (*Code, error) {
	squares, err := qr.Encode(text, qr.M, qr.Unicode)
	if err != nil {
		return nil, fmt.Errorf("a text of %d bytes in a code: %w", len(text), err)
	}
	side := squares.Bounds().Dx()
	var path strings.Builder
	for y := range side {
		for x, wide := 0, 0; x < side; x += max(wide, 1) {
			for wide = 0; x+wide < side && inked(squares.At(x+wide, y)); {
				wide++
			}
			if wide > 0 {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", x+border, y+border, wide, wide)
			}
		}
	}
	return &Code{Side: side + 2*border, Path: path.String()}, nil
}

// viewBox is the room that the drawing needs.
func (c *Code) viewBox() string { return fmt.Sprintf("0 0 %d %d", c.Side, c.Side) }

// paper is the path of what lies below the squares: light, on a dark page too.
func (c *Code) paper() string { return fmt.Sprintf("M0 0h%dv%dH0z", c.Side, c.Side) }

func inked(c color.Color) bool {
	r, _, _, _ := c.RGBA()
	return r == 0
}
