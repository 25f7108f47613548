// Says whether a receipt is real, on the reader's own device. When the page is ready it
// closes itself to the network; what is chosen or pasted goes nowhere, and the page works
// on without a connection. The keys stand in the page.
//
// A receipt is a head that is signed as a note (c2sp.org/signed-note) with Ed25519, and
// below it one line of JSON, of which the head has the SHA-256. Browsers that do not know
// Ed25519 fetch a library for it before the page is closed.
import { seal, words } from './check.js'

const page = document.querySelector('[data-module="verify"]')
const part = name => page.querySelector(`[data-verify="${name}"]`)
const keys = Array.from(page.querySelectorAll('data'), key => readKey(key.value))
let asked = 0 // how often somebody asked; only the last is answered

prepare().then(open, () => {})

async function prepare() {
  const check = await checker()
  if (document.readyState !== 'complete') await new Promise(done => addEventListener('load', done, { once: true }))
  await document.fonts.ready // a page that is closed gets no fonts any more
  seal()
  part('button').addEventListener('click', () => verify(check, new TextEncoder().encode(pasted())))
  page.querySelector('[type="file"]').addEventListener('change', event => {
    const [file] = event.target.files
    if (file) verify(check, file.arrayBuffer().then(bytes => new Uint8Array(bytes)))
  })
}

function open() {
  document.querySelector('[data-verify="instead"]').hidden = true
  page.hidden = false
}

// pasted is the text of a code. Who copies it may take the space around it along, or
// leave its last line end.
function pasted() { return page.querySelector('textarea').value.trim() + '\n' }

// checker gives a function that checks a signature: the browser's own, or a library's.
async function checker() {
  try {
    for (const key of keys) key.browser = await crypto.subtle.importKey('raw', key.bytes, 'Ed25519', false, ['verify'])
    return (key, signature, text) => crypto.subtle.verify('Ed25519', key.browser, signature, text)
  } catch {
    const { verifyAsync } = await import('./ed25519.js')
    return (key, signature, text) => verifyAsync(signature, text, key.bytes, { zip215: false })
  }
}

// readKey reads "name+id+key", where the key begins with a byte that says Ed25519.
function readKey(text) {
  const [name, id] = text.split('+', 2)
  return { name, id, bytes: bytesOf(text.slice(name.length + id.length + 2)).slice(1) }
}

// verify says what a text is, when nobody gave another meanwhile.
async function verify(check, bytes) {
  const turn = ++asked
  for (const name of ['good', 'forged', 'unsigned', 'none', 'failed']) part(name).hidden = true
  part('proven').hidden = true
  let said, proven
  try {
    [said, ...proven] = await judge(check, await bytes)
    if (turn === asked && said === 'good') fill(...proven)
  } catch {
    said = 'failed'
  }
  if (turn !== asked) return
  part(said).hidden = false
  part('status').focus()
}

// judge says in a word what a text is, and of a good one what it proves.
async function judge(check, bytes) {
  const found = read(bytes)
  if (!found) return ['none']
  const key = keys.find(k => k.name === found.name && k.id === hex(found.signature.slice(0, 4)))
  if (!key) return ['unsigned']
  if (!await check(key, found.signature.slice(4), new TextEncoder().encode(found.head))) return ['forged']
  const proof = fields(found.head)
  if (!proof || proof.municipality !== found.name) return ['none']
  if (found.body.length > 0 && await hash(found.body) !== proof.body) return ['forged']
  return ['good', proof, found.body.length > 0 ? JSON.parse(text(found.body)) : null]
}

// read parts a text into head, signature and body; it gives nothing when there are none.
function read(bytes) {
  let all
  try { all = text(bytes) } catch { return }
  const match = /^(zeker-receipt\/1\n(?:[^\n]+\n)+)\n\u2014 ([^ \n]+) ([^ \n]+)\n/.exec(all)
  if (!match) return
  const [signed, head, name, written] = match
  let signature
  try { signature = bytesOf(written) } catch { return }
  if (signature.length !== 68 || base64(signature) !== written) return
  return { head, name, signature, body: bytes.slice(new TextEncoder().encode(signed).length) }
}

function fields(head) {
  const match = /^zeker-receipt\/1\n(\S+)\n(\S+) (\S+)\n(\S+) (\S+)\n(\S+) (\d+) (\S+)\nbundle \S{43}\nreceipt (\S{43})\n$/.exec(head)
  if (!match) return
  const [, number, at, answer, municipality, scheme, state, amount, per, body] = match
  return { number, at, answer, municipality, scheme, state, amount: Number(amount), per, body }
}

function fill(proof, body) {
  part('number').textContent = proof.number
  part('when').textContent = moment(new Date(proof.at))
  for (const amount of page.querySelectorAll('[data-verify="amount"]')) {
    amount.textContent = words(page.dataset).money(proof.amount)
  }
  for (const name of ['scheme', 'answer', 'per']) choose(name, proof[name])
  choose('state', proof.answer === 'accept' && proof.amount > 0 ? proof.state : '')
  part('head').hidden = body !== null
  part('body').hidden = !body?.card
  part('card').lang = body?.language ?? ''
  part('card').replaceChildren(...(body?.card ?? []).map(line => {
    const item = document.createElement('li')
    item.textContent = line.text
    return item
  }))
  part('proven').hidden = false
}

// moment writes when it was as the pages of the portal do, which is not always as the browser
// would: with the names of months and the signs of the language's file.
function moment(at) {
  const { moment, date, time, months } = page.dataset
  const parts = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
    year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', hourCycle: 'h23', timeZone: 'Europe/Amsterdam',
  }).formatToParts(at)
  const number = type => Number(parts.find(p => p.type === type).value)
  const fill = (form, values) => form.replace(/{{\.(\w+)}}/g, (_, name) => values[name])
  return words({ texts: { moment } })('moment', {
    Date: fill(date, { Day: number('day'), Month: months.split('|')[number('month') - 1], Year: number('year') }),
    Time: fill(time, { Hour: number('hour'), Minute: String(number('minute')).padStart(2, '0') }),
  })
}

// choose shows the words of one value and hides those of the others.
function choose(name, value) {
  for (const words of page.querySelectorAll(`[data-verify="${name}"]`)) words.hidden = words.dataset.value !== value
}

function text(bytes) { return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) }

function bytesOf(written) { return Uint8Array.from(atob(written), c => c.charCodeAt(0)) }

function base64(bytes) { return btoa(String.fromCharCode(...bytes)) }

function hex(bytes) { return Array.from(bytes, b => b.toString(16).padStart(2, '0')).join('') }

async function hash(bytes) {
  const sum = base64(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))
  return sum.replaceAll('+', '-').replaceAll('/', '_').replace('=', '')
}
