package ui_test

import (
	"image"
	"image/color"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"zeker/ui"
)

var squares = regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-(\d+)z`)

// drawn is the picture that a browser makes of a code, at eight pixels a square.
func drawn(t *testing.T, c *ui.Code) image.Image {
	t.Helper()
	const wide = 8
	picture := image.NewGray(image.Rect(0, 0, c.Side*wide, c.Side*wide))
	for i := range picture.Pix {
		picture.Pix[i] = 255
	}
	if rest := squares.ReplaceAllString(c.Path, ""); rest != "" {
		t.Fatalf("the path has %q", rest)
	}
	for _, run := range squares.FindAllStringSubmatch(c.Path, -1) {
		var n [4]int
		for i := range n {
			n[i], _ = strconv.Atoi(run[i+1])
		}
		for y := n[1] * wide; y < (n[1]+1)*wide; y++ {
			for x := n[0] * wide; x < (n[0]+n[2])*wide; x++ {
				picture.SetGray(x, y, color.Gray{})
			}
		}
	}
	return picture
}

// What a telephone reads from the code is the text, to the byte.
func TestACodeReadsAsItsText(t *testing.T) {
	for name, text := range map[string]string{
		"head":    "zeker-receipt/1\n4F7K-9M2Q-8XTC-31VN\n\n\u2014 zonnedijk yqaLwRq2+Yl4iH84kyxKqf7vdl\n",
		"longest": strings.Repeat("kwijtschelding_gemeentelijke_belastingen\n", 12),
	} {
		t.Run(name, func(t *testing.T) {
			code, err := ui.NewCode(text)
			if err != nil {
				t.Fatal(err)
			}
			picture := drawn(t, code)
			for i := range code.Side * 8 {
				for _, at := range []image.Point{{i, 31}, {i, code.Side*8 - 32}, {31, i}, {code.Side*8 - 32, i}} {
					if r, _, _, _ := picture.At(at.X, at.Y).RGBA(); r == 0 {
						t.Fatalf("there is no empty border of four squares: %v is dark", at)
					}
				}
			}
			bitmap, err := gozxing.NewBinaryBitmapFromImage(picture)
			if err != nil {
				t.Fatal(err)
			}
			read, err := qrcode.NewQRCodeReader().Decode(bitmap, nil)
			if err != nil {
				t.Fatal(err)
			}
			if read.GetText() != text {
				t.Errorf("it reads as %q, want %q", read.GetText(), text)
			}
		})
	}
	if _, err := ui.NewCode(strings.Repeat("x", 3000)); err == nil {
		t.Error("a text that does not fit gives no error")
	}
}
