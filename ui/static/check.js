// The check on the resident's own device. It enhances a form that works without
// it: when somebody opens the check, the rules are fetched and started in a
// worker, the page is closed to the network, and from then on every change in the
// form fills in what it comes to. Nothing that is typed goes out, except the form
// that the resident presses.
//
// The form carries the addresses and hashes as data attributes; every fact in it
// stands in an element with data-fact, and data-value when a source gave it: an empty
// one when that is not for this reader. While
// an answer is being worked out, the result is aria-busy.
//
// The what-if of what-if.js is worked out in the same way, and uses what is exported.

// After this policy is in the page it can send nothing: not by fetch, image,
// style, script or worker. What is left is the form, and following a link.
const policy = "default-src 'none'; script-src 'wasm-unsafe-eval'; style-src 'none'; img-src 'none'; " +
  "connect-src 'none'; worker-src 'none'; frame-src 'none'; form-action 'self'; base-uri 'none'"

// How long the worker may think, in milliseconds. A worker that the browser ended,
// for want of memory say, tells nobody.
const patience = 20_000

for (const form of document.querySelectorAll('form[data-module="check"]')) {
  const reasons = reasonsOf(form).cloneNode(true) // as the server wrote them
  enhance(form, { ask: form => ({ request: request(form) }), show, undo: form => undo(form, reasons), stay })
}

// enhance makes a form work out by itself what it comes to. What it does is in four
// functions: ask(form) is the message to the worker, show(check, reply) fills the
// answer in, undo(form) takes that away, and stay(check, event) is asked when
// somebody presses a button of the form that is open.
export function enhance(form, does) {
  const check = {
    form, does, starting: false, ready: false, fetched: null, speak: null, worker: null,
    waiting: false, again: false, alarm: 0,
  }
  part(form, 'opener').hidden = false
  part(form, 'open').addEventListener('click', () => start(check))
  form.addEventListener('input', () => ask(check))
  form.addEventListener('focusout', () => ask(check)) // what was wrong while typing is told now
  form.addEventListener('submit', event => { if (check.ready) does.stay(check, event) })
  if (!navigator.connection?.saveData && 'requestIdleCallback' in window) {
    requestIdleCallback(() => { fetchOnce(check).catch(() => {}) }) // opening the check tries again, and tells
  }
}

// stay keeps the page when somebody without a connection asks to compute: the browser
// would show an error and lose what was typed, and the result stands here already.
function stay(check, event) {
  if (navigator.onLine || event.submitter?.value !== 'check') return
  event.preventDefault()
  part(check.form, 'status').focus()
}

// reasonsOf is the list that the check writes in: that of the page, or a copy
// beside the result where the page's own list says what was known before.
function reasonsOf(form) {
  const list = part(form, 'reasons'), beside = part(form, 'beside')
  if (!beside) return list
  delete list.dataset.check
  const copy = list.cloneNode(true)
  copy.dataset.check = 'reasons'
  beside.append(copy)
  return copy
}

function fetchOnce(check) {
  check.fetched ??= fetchAll(check.form.dataset).catch(err => {
    check.fetched = null
    throw err
  })
  return check.fetched
}

async function start(check) {
  if (check.starting) return
  check.starting = true
  say(check, check.form.dataset.loading)
  try {
    const { module, bundle, texts } = await fetchOnce(check)
    check.speak = words(texts)
    await work(check, module, bundle)
    seal()
    say(check, check.form.dataset.local)
    closeOpener(check.form)
    check.ready = true
    ask(check)
  } catch {
    fail(check)
  }
}

// closeOpener takes the button and its words away; the place in the page that the
// button held goes to the words that say what is open now.
function closeOpener(form) {
  const button = part(form, 'open')
  if (document.activeElement === button) part(form, 'status').focus()
  button.hidden = part(form, 'invitation').hidden = true
}

async function fetchAll(data) {
  if (typeof WebAssembly !== 'object') throw new Error('this browser has no WebAssembly')
  const [module, bundle, texts] = await Promise.all([
    fetchExactly(data.wasm, data.wasmHash), fetchExactly(data.bundle, data.bundleHash), fetchExactly(data.words, data.wordsHash),
  ])
  return { module, bundle, texts: JSON.parse(new TextDecoder().decode(texts)) }
}

// What arrives is used only when it is, to the byte, what the server named when
// it made this page.
async function fetchExactly(url, hash) {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${url}: status ${response.status}`)
  const bytes = await response.arrayBuffer()
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  const hex = Array.from(digest, b => b.toString(16).padStart(2, '0')).join('')
  if (hex !== hash) throw new Error(`${url}: not the bytes that the page asked for`)
  return bytes
}

function work(check, module, bundle) {
  return new Promise((ready, broken) => {
    const worker = check.worker = new Worker(check.form.dataset.worker)
    const stop = why => { broken(new Error(why)); fail(check) }
    worker.addEventListener('error', () => stop('the worker stopped'))
    worker.addEventListener('message', ({ data }) => {
      if (worker !== check.worker) return // it was given up
      clearTimeout(check.alarm)
      if (data.ready) ready()
      else if (data.broken) stop(data.broken)
      else answered(check, JSON.parse(data.reply))
    })
    check.alarm = setTimeout(() => stop('the worker did not begin'), patience)
    worker.postMessage({ module, bundle })
  })
}

// seal closes the page to the network: what is in it goes nowhere by itself.
export function seal() {
  const meta = document.createElement('meta')
  meta.httpEquiv = 'Content-Security-Policy'
  meta.content = policy
  document.head.append(meta)
  // No policy names these ways out. Going elsewhere is for the resident alone, by a link,
  // a form, or the button that leaves at once for an address that was here before.
  const exit = document.querySelector('form[data-module="exit"]')?.dataset.to
  window.RTCPeerConnection = window.webkitRTCPeerConnection = undefined
  window.navigation?.addEventListener('navigate', event => {
    if (!event.userInitiated && event.destination.url !== exit) event.preventDefault()
  })
}

// ask sends what the form holds to the worker; changes that come meanwhile are
// asked together afterwards.
function ask(check) {
  if (!check.ready) return
  part(check.form, 'result').setAttribute('aria-busy', 'true')
  if (check.waiting) { check.again = true; return }
  check.waiting = true
  check.alarm = setTimeout(() => fail(check), patience)
  check.worker.postMessage(check.does.ask(check.form))
}

function request(form) {
  const lines = [`${form.dataset.scheme}\t${form.dataset.day}`]
  for (const element of form.querySelectorAll('[data-fact]')) {
    const { fact, value } = element.dataset
    const typed = asksSource(form, fact) ? '' : read(form, fact)
    if (typed !== '') lines.push(`${fact}\t~${typed}`)
    else if (value) lines.push(`${fact}\t${value}`)
  }
  return lines.join('\n')
}

// asksSource tells whether what was typed only goes to the source of a value, to put
// that right: then it is not counted with.
function asksSource(form, fact) {
  return form.elements.namedItem(`contest.${fact}`)?.value === 'source'
}

// read is what was typed in the fields of a fact, or in others of that name.
export function read(form, fact, kind = 'fact') {
  const field = name => form.elements.namedItem(`${kind}.${fact}${name}`)
  if (field('.unsure')?.checked) return ''
  if (field('.none')?.checked) return 'none'
  const parts = ['.day', '.month', '.year'].map(name => field(name)?.value.trim() ?? '')
  if (parts.some(part => part !== '')) return parts.join('-')
  return (field('')?.value ?? '').replace(/[\t\n]/g, ' ').trim()
}

function answered(check, reply) {
  check.waiting = false
  if (reply.error !== undefined) return fail(check)
  check.does.show(check, reply)
  part(check.form, 'result').setAttribute('aria-busy', 'false')
  if (check.again) { check.again = false; ask(check) }
}

function show({ form, speak }, reply) {
  const { amount_eurocent: amount, troubles = {} } = reply
  put(form, 'state', speak(`check.state.${reply.state}`))
  put(form, 'amount', amount > 0 ? speak(`offer.amount.${form.dataset.per}`, { Amount: speak.money(amount) }) : '')
  put(form, 'next', reply.missing.length > 0 ? speak('check.next', { Question: speak(`fact.${reply.missing[0]}.question`) }) : '')
  for (const [criterion, outcome] of Object.entries(reply.reasons)) {
    const line = part(form, 'reasons').querySelector(`[data-criterion="${criterion}"]`)
    line.dataset.outcome = outcome
    part(line, 'outcome').textContent = `${speak(`outcome.${outcome}`)}: `
    part(line, 'reason').textContent = speak(`${form.dataset.scheme}.reason.${criterion}.${outcome}`)
  }
  for (const element of form.querySelectorAll('[data-fact]')) {
    trouble(element, troubles[element.dataset.fact], speak)
    matter(form, element, reply.missing)
  }
  summary(form, troubles)
  const result = part(form, 'result')
  result.dataset.state = reply.state
  result.dataset.live = ''
  result.hidden = false
  const beside = part(form, 'beside')
  if (beside) beside.hidden = false
}

// undo takes away what the check had changed in the form.
function undo(form, reasons) {
  part(form, 'result').hidden = true
  const beside = part(form, 'beside')
  if (beside) beside.remove()
  else part(form, 'reasons').replaceWith(reasons)
  for (const element of form.querySelectorAll('[data-fact]')) {
    trouble(element, undefined)
    element.hidden = false
  }
}

// trouble says at a field what is wrong with it. Somebody who is still typing is
// left in peace: half a date is no mistake.
export function trouble(element, key, speak) {
  const place = part(element, 'trouble')
  if (!place) return
  if (place.hidden && element.contains(document.activeElement)) key = undefined
  place.textContent = key ? speak(key) : ''
  place.hidden = !key
  for (const input of element.querySelectorAll('input[type=text]')) {
    if (key) input.setAttribute('aria-invalid', 'true')
    else input.removeAttribute('aria-invalid')
  }
}

// summary takes out of the server's list of mistakes what is mended.
function summary(form, troubles) {
  const list = part(form, 'errors')
  if (!list) return
  for (const line of list.querySelectorAll('[data-error^="fact."]')) {
    line.hidden = !(line.dataset.error.slice('fact.'.length) in troubles)
  }
  list.hidden = !list.querySelector('li:not([hidden])')
}

// matter hides a question that the answers so far made needless, and shows it
// again when it matters; never the one that somebody is at.
export function matter(form, element, missing) {
  const { fact, value } = element.dataset
  if (value !== undefined || element.contains(document.activeElement)) return
  element.hidden = read(form, fact) === '' && !missing.includes(fact)
}

export function part(element, name) { return element.querySelector(`[data-check="${name}"]`) }

function put(form, name, text) {
  const place = part(form, name)
  if (place.textContent !== text) place.textContent = text
  place.hidden = text === ''
}

function say({ form }, text) { put(form, 'status', text) }

// fail says in one line that the check does not work here. The form still does:
// what the check had changed in it goes, because nothing keeps that right now.
function fail(check) {
  const { form } = check
  clearTimeout(check.alarm)
  check.worker?.terminate()
  check.worker = null
  say(check, form.dataset.failed)
  if (check.ready) check.does.undo(form)
  check.ready = check.starting = check.waiting = false
}

// words speaks one language from the texts that the server sends. Placeholders
// are named, as in the message files; money is written with the signs that the
// language's file names, which are not always those that the browser would use.
export function words({ texts, money, thousands, decimal, months }) {
  // From right to left, what is filled in must not change places with what is around it.
  const [open, close] = document.documentElement.dir === 'rtl' ? ['\u2068', '\u2069'] : ['', '']
  function speak(id, args = {}) {
    return (texts[id] ?? id).replace(/{{\.(\w+)}}/g, (_, name) => name in args ? open + args[name] + close : '')
  }
  speak.months = months
  speak.money = eurocents => {
    const cents = eurocents % 100
    const whole = String((eurocents - cents) / 100).replace(/\B(?=(\d{3})+$)/g, thousands)
    return money.replace('0', () => cents === 0 ? whole : whole + decimal + String(cents).padStart(2, '0'))
  }
  return speak
}
