// The check on the resident's own device. It enhances a form that works without
// it: when somebody opens the check, the rules are fetched and started in a
// worker, the page is closed to the network, and from then on every change in the
// form fills in what it comes to. Nothing that is typed goes out, except the form
// that the resident presses.
//
// The form carries the addresses and hashes as data attributes; every fact in it
// stands in an element with data-fact, and data-value when a source gave it.

// After this policy is in the page it can send nothing: not by fetch, image,
// style, script or worker. What is left is the form, and following a link.
const policy = "default-src 'none'; script-src 'wasm-unsafe-eval'; style-src 'none'; img-src 'none'; " +
  "connect-src 'none'; worker-src 'none'; frame-src 'none'; form-action 'self'; base-uri 'none'"

for (const form of document.querySelectorAll('form[data-module="check"]')) enhance(form)

function enhance(form) {
  const button = form.querySelector('[data-check="open"]')
  const check = { form, starting: false, fetched: null, speak: null, worker: null, waiting: false, again: false }
  button.hidden = false
  button.addEventListener('click', () => start(check))
  if (!navigator.connection?.saveData && 'requestIdleCallback' in window) {
    requestIdleCallback(() => { fetchOnce(check).catch(() => {}) }) // opening the check tries again, and tells
  }
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
    check.speak = words(texts, check.form.dataset.lang)
    check.worker = await work(check, module, bundle)
    seal(check)
    say(check, check.speak('check.local'))
    check.form.querySelector('[data-check="open"]').hidden = true
    check.form.addEventListener('input', () => ask(check))
    ask(check)
  } catch {
    fail(check)
  }
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
    const worker = new Worker(check.form.dataset.worker)
    worker.addEventListener('error', () => { broken(new Error('the worker stopped')); fail(check) })
    worker.addEventListener('message', ({ data }) => {
      if (data.ready) ready(worker)
      else if (data.broken) { broken(new Error(data.broken)); fail(check) } else answered(check, JSON.parse(data.reply))
    })
    worker.postMessage({ module, bundle })
  })
}

function seal(check) {
  const meta = document.createElement('meta')
  meta.httpEquiv = 'Content-Security-Policy'
  meta.content = policy
  document.head.append(meta)
  window.RTCPeerConnection = undefined // the one way out that no policy names
}

// ask sends what the form holds to the worker; changes that come meanwhile are
// asked together afterwards.
function ask(check) {
  if (check.waiting) { check.again = true; return }
  check.waiting = true
  check.worker.postMessage({ request: request(check.form) })
}

function request(form) {
  const lines = [`${form.dataset.scheme}\t${form.dataset.day}`]
  for (const element of form.querySelectorAll('[data-fact]')) {
    const { fact, value } = element.dataset
    const typed = read(form, fact)
    if (typed !== '') lines.push(`${fact}\t~${typed}`)
    else if (value !== undefined) lines.push(`${fact}\t${value}`)
  }
  return lines.join('\n')
}

function read(form, fact) {
  const field = name => form.elements.namedItem(`fact.${fact}${name}`)
  if (field('.none')?.checked) return 'none'
  const parts = ['.day', '.month', '.year'].map(name => field(name)?.value.trim() ?? '')
  if (parts.some(part => part !== '')) return parts.join('-')
  return (field('')?.value ?? '').replace(/[\t\n]/g, ' ').trim()
}

function answered(check, reply) {
  check.waiting = false
  if (reply.error !== undefined) return fail(check)
  show(check, reply)
  if (check.again) { check.again = false; ask(check) }
}

function show({ form, speak }, reply) {
  const amount = reply.amount_eurocent
  put(form, 'state', speak(`check.state.${reply.state}`))
  put(form, 'amount', amount > 0 ? speak(`offer.amount.${reply.per}`, { Amount: speak.money(amount) }) : '')
  put(form, 'next', reply.missing.length > 0 ? speak('check.next', { Question: speak(`fact.${reply.missing[0]}.question`) }) : '')
  const result = form.querySelector('[data-check="result"]')
  result.dataset.state = reply.state
  result.hidden = false
  for (const reason of reply.reasons) {
    const line = form.querySelector(`[data-criterion="${reason.output}"]`)
    if (!line) continue
    line.dataset.outcome = reason.outcome
    line.querySelector('[data-check="outcome"]').textContent = `${speak(`outcome.${reason.outcome}`)}: `
    line.querySelector('[data-check="reason"]').textContent = speak(reason.key)
  }
  for (const element of form.querySelectorAll('[data-fact]')) {
    trouble(element, reply.troubles[element.dataset.fact], speak)
    matter(form, element, reply.missing)
  }
}

function trouble(element, key, speak) {
  const place = element.querySelector('[data-check="trouble"]')
  if (!place) return
  place.textContent = key ? speak(key) : ''
  place.hidden = !key
  for (const input of element.querySelectorAll('input[type=text]')) {
    if (key) input.setAttribute('aria-invalid', 'true')
    else input.removeAttribute('aria-invalid')
  }
}

// matter hides a question that the answers so far made needless, and shows it
// again when it matters; never the one that somebody is at.
function matter(form, element, missing) {
  const { fact, value } = element.dataset
  if (value !== undefined || element.contains(document.activeElement)) return
  element.hidden = read(form, fact) === '' && !missing.includes(fact)
}

function put(form, name, text) {
  const place = form.querySelector(`[data-check="${name}"]`)
  if (place.textContent !== text) place.textContent = text
  place.hidden = text === ''
}

function say({ form }, text) { put(form, 'status', text) }

// fail says in one line that the check does not work here; the form still does.
function fail(check) {
  check.worker?.terminate()
  check.worker = null
  check.starting = check.waiting = false
  say(check, check.form.dataset.failed)
}

// words speaks one language from the texts that the server sends. Placeholders
// are named, as in the message files; money goes into the server's own way of
// writing no money, and a test compares the two.
function words(texts, language) {
  const cents = new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
  const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 })

  function speak(id, args = {}) {
    return (texts.texts[id] ?? id).replace(/{{\.(\w+)}}/g, (_, name) => args[name] ?? '')
  }
  speak.money = eurocents => texts.money.replace('0', (eurocents % 100 === 0 ? whole : cents).format(eurocents / 100))
  return speak
}
