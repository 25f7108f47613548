package e2e

import (
	"slices"
	"strings"
	"testing"
)

// device stands for the speech of a device, which the browser of these tests has none of:
// the interface of browsers, with voices that a test names, that says only what it was
// asked to say, and ends each part when the test says so.
const device = `(() => {
	const said = window.said = [], voices = VOICES
	let now = null
	window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text } }
	Object.defineProperty(window, 'speechSynthesis', { value: Object.assign(new EventTarget(), {
		getVoices: () => voices,
		speak: words => { said.push(words.lang + ' ' + words.voice.name + ' ' + words.text); now = words },
		cancel: () => { const words = now; now = null; words?.onerror() },
	}) })
	window.ends = () => { const words = now; now = null; words.onend() }
})()`

// Voices as browsers list them: those of a server first.
const (
	dutchFar  = `{ name: 'far', lang: 'nl-NL', localService: false }`
	dutchNear = `{ name: 'near', lang: 'nl_NL', localService: true }`
	arabic    = `{ name: 'arabic', lang: 'ar-SA', localService: true }`
)

func speech(voices ...string) string {
	return strings.Replace(device, "VOICES", "["+strings.Join(voices, ",")+"]", 1)
}

// I8: only a voice of the device reads, what stands on the screen and nothing else, and
// stops when it is told to.
func TestI8OnlyAVoiceOfTheDeviceReadsAloud(t *testing.T) {
	w := openTown(t)
	p := w.open(t)
	p.before(speech(dutchFar, dutchNear))
	p.visit("/nl/about")
	l := dutch(t)
	reads := p.button(l.T("frame.aloud") + ": " + l.T("about.keep"))
	p.shows(reads)
	p.look("read aloud")
	asked := p.asked()
	p.press(reads)
	stops := p.button(l.T("frame.aloud.stop") + ": " + l.T("about.keep"))
	p.shows(stops)
	want := []string{"nl near " + l.T("about.keep")}
	for _, id := range []string{"about.keep.1", "about.keep.2"} {
		p.reading(strings.TrimPrefix(want[len(want)-1], "nl near "))
		p.look("reading aloud")
		_, err := p.Evaluate(`() => ends()`)
		check(t, err)
		want = append(want, "nl near "+l.T(id))
	}
	p.said(want)
	check(t, p.Keyboard().Press("Escape"))
	p.shows(reads)
	p.reading("")
	p.press(reads)
	p.press(stops)
	p.shows(reads)
	p.said(append(want, want[0]))
	if n := p.asked(); n != asked {
		t.Errorf("reading aloud asked for %d addresses", n-asked)
	}
	p.press(reads)
	for range 7 { // the heading, five lines and the link below them
		_, err := p.Evaluate(`() => ends()`)
		check(t, err)
	}
	p.shows(reads) // it came to the next heading
	p.reading("")
}

// I8: without a voice of the device for the language of the page nobody is offered one,
// and a part in another language is left out.
func TestI8NoVoiceOfTheDeviceNothingIsRead(t *testing.T) {
	w := openTown(t)
	for name, test := range map[string]struct {
		voices []string
		path   string
		there  bool
	}{
		"none":                        {nil, "nl", false},
		"of a server only":            {[]string{dutchFar}, "nl", false},
		"of another language":         {[]string{dutchNear}, "ar", false},
		"of the language of the page": {[]string{arabic}, "ar", true},
	} {
		t.Run(name, func(t *testing.T) {
			p := w.open(t)
			p.before(speech(test.voices...))
			p.visit("/" + test.path + "/about")
			if test.there {
				p.shows(p.Locator("h1 + button"))
				p.look("read aloud " + test.path)
			}
			if n, err := p.Locator(".zeker-aloud").Count(); err != nil || (n > 0) != test.there {
				t.Errorf("%d buttons (%v), want some: %v", n, err, test.there)
			}
			if got := p.askedFor("aloud-read"); got != test.there {
				t.Errorf("what reads aloud was fetched: %v", got)
			}
			if test.there {
				p.press(p.Locator("main a[lang=nl]").Locator("xpath=preceding::button[1]"))
				said := p.texts(`() => { while (document.querySelector('.zeker-reading')) ends(); return said }`)
				if len(said) < 2 || slices.ContainsFunc(said, func(words string) bool { return !strings.HasPrefix(words, "ar arabic ") }) {
					t.Errorf("said %q, want the section, and nothing that is not Arabic", said)
				}
			}
		})
	}
}

// askedFor tells whether the browser asked for an address that holds a word.
func (p *page) askedFor(word string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.ContainsFunc(p.requests, func(url string) bool { return strings.Contains(url, word) })
}

// reading checks which words are shown as those that are being read.
func (p *page) reading(want string) {
	p.t.Helper()
	got := p.texts(`() => [...document.querySelectorAll('.zeker-reading')].map(e => e.textContent.trim())`)
	if want == "" && len(got) > 0 || want != "" && !slices.Equal(got, []string{want}) {
		p.t.Errorf("shown as being read: %q, want %q", got, want)
	}
}

// said checks what the device was asked to say.
func (p *page) said(want []string) {
	p.t.Helper()
	if got := p.texts(`() => said`); !slices.Equal(got, want) {
		p.t.Errorf("the device said %q, want %q", got, want)
	}
}
