package server

import (
	"github.com/gofiber/fiber/v2"
)

// pagePolicy is the content policy of what has none of its own.
const pagePolicy = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; " +
	"script-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// headers go out with every response: pages, errors, assets and answers to
// requests that could not even be read.
//
// The content policy names no third party and no inline code, so a page can
// neither fetch from nor send to anyone but us. The referrer stays inside our
// own origin: "no-referrer" would make browsers send "Origin: null" with a form,
// and the check on origins would refuse it.
var headers = [...][2]string{
	{fiber.HeaderContentSecurityPolicy, pagePolicy},
	{fiber.HeaderStrictTransportSecurity, "max-age=63072000; includeSubDomains"},
	{fiber.HeaderXContentTypeOptions, "nosniff"},
	{fiber.HeaderXFrameOptions, "DENY"},
	{fiber.HeaderReferrerPolicy, "same-origin"},
	{"Cross-Origin-Opener-Policy", "same-origin"},
	{"Cross-Origin-Resource-Policy", "same-origin"},
	{fiber.HeaderPermissionsPolicy, "camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
}

// sessionPolicy is the content policy of a page for somebody who is signed in: its
// script asks us how long that lasts.
const sessionPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; " +
	"script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// noStore keeps a response out of every cache, the browser's own included: the
// next person at a shared computer must not find it with the back button.
const noStore = "no-store"

// secure sets the headers that every response carries. What a handler may
// loosen, only the assets do: they alone may be cached.
func secure(c *fiber.Ctx) {
	for _, h := range headers {
		c.Set(h[0], h[1])
	}
	c.Set(fiber.HeaderCacheControl, noStore)
}
