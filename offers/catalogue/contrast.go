package catalogue

import (
	"math"
	"strconv"
)

// readable reports whether text of one colour on another meets the contrast of
// 4.5 to 1 that WCAG 2.2, 1.4.3 asks for. Both are #rrggbb.
func readable(a, b string) bool {
	light, dark := luminance(a), luminance(b)
	if light < dark {
		light, dark = dark, light
	}
	return (light+0.05)/(dark+0.05) >= 4.5
}

// luminance is the relative luminance of WCAG.
func luminance(colour string) float64 {
	n, _ := strconv.ParseUint(colour[1:], 16, 32)
	weights := [3]float64{0.2126, 0.7152, 0.0722}
	sum := 0.0
	for i, weight := range weights {
		c := float64(n>>(16-8*i)&0xff) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}
