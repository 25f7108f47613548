// The end of a session, told in time. More than two minutes before somebody who does nothing
// is signed out, a dialog asks whether they go on; one press does. Shortly before
// the end that nothing moves, it says so. When the time is over, the page with their
// data gives way to one that says how to come back.
//
// The time is counted here, and the server is asked, without that counting as being
// there, before anybody is disturbed or shut out: another tab may have gone on. A
// page that the local check closed to the network asks nothing: it hears of other
// tabs from those themselves, and its button is sent by the browser, as a form, to
// which the server answers that there is nothing new to show.

import './exit.js'

// In milliseconds: how long before which end the dialog comes. The seconds are for
// what the page took to come, which the server did not count.
const early = 2 * 60_000 + 10_000
const lastCall = 10 * 60_000
// Two ends that differ by more belong to two sessions: somebody signed in anew.
const slack = 60_000

const dialog = document.querySelector('dialog[data-module="session"]')
const address = dialog.dataset.address
const idle = milliseconds('idle')
let end = Date.now() + milliseconds('left')
const longest = Date.now() + milliseconds('longest')
let alarm = 0, over = false
let answered = 0 // the end that somebody was warned of, and closed the warning
let toldLast = false

// What is typed can be kept when the time is over, also when a page only carries it on.
// Who types nothing pays nothing for it.
const form = document.querySelector('form[data-keep]')
let keeper
form?.addEventListener('focusin', fetchKeeper, { once: true })
if (form && ('carries' in form.dataset || form.contains(document.activeElement) || Array.from(form.elements).some(differs) ||
  Object.keys(sessionStorage).some(name => name.startsWith('zeker-kept-')))) fetchKeeper()

// differs reports whether a field is not as the page came: somebody was quicker than this script.
function differs(field) {
  return 'defaultValue' in field && (field.value !== field.defaultValue || field.checked !== field.defaultChecked)
}

// What is for a browser without script, among it what takes the place of the page.
const instead = part('over')
instead?.remove()
instead?.querySelector('[data-session="hold"]')?.remove() // the script holds it by itself
part('until').remove()

const tabs = new BroadcastChannel('zeker-session')
tabs.addEventListener('message', ({ data }) => { learn(data.end, data.longest); act() })
part('stay').addEventListener('submit', stay)
dialog.addEventListener('close', () => { answered = end })
document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible') look() })
tell()
act()

function milliseconds(name) { return Number(dialog.dataset[name]) * 1000 }

function part(name) { return document.querySelector(`[data-session="${name}"]`) }

// learn takes over what another tab or the server says of the end.
function learn(until, most) {
  end = Math.abs(most - longest) > slack ? 0 : Math.max(end, until)
}

function tell() { tabs.postMessage({ end, longest }) }

// look asks the server first, and then does what the time asks for.
async function look() {
  await ask()
  act()
}

async function ask() {
  if (over || sealed()) return
  const now = Date.now()
  try {
    const response = await fetch(address, { headers: { Accept: 'application/json' } })
    if (response.status === 403) end = 0
    if (!response.ok) return
    const { left, longest: most } = await response.json()
    end = 0
    learn(now + left * 1000, now + most * 1000)
  } catch {
    // Without a connection what is known here counts.
  }
}

function sealed() { return document.querySelector('meta[http-equiv="Content-Security-Policy"]') !== null }

// act shows what belongs to this moment, and sets the alarm for the next.
function act() {
  if (over) return
  clearTimeout(alarm)
  const now = Date.now()
  if (now >= end) return finish()
  const soon = end < longest && now >= end - early, last = now >= longest - lastCall
  if (soon && answered !== end) warn('soon')
  else if (last && !toldLast) warn('last')
  else if (dialog.open && !soon && !last) dialog.close() // another tab went on
  const next = [end - early, longest - lastCall, end].filter(moment => moment > now)
  alarm = setTimeout(look, Math.min(...next) - now)
}

function warn(kind) {
  toldLast ||= kind === 'last'
  part('soon').hidden = part('stay').hidden = kind === 'last'
  part('last').hidden = part('go-on').hidden = kind !== 'last'
  part('failed').hidden = true
  if (!dialog.open) dialog.showModal()
}

async function stay(event) {
  const now = Date.now()
  if (sealed()) return goOn(now)
  event.preventDefault()
  try {
    const response = await fetch(address, { method: 'POST' })
    if (response.ok) return goOn(now)
    if (response.status === 403) return finish()
  } catch {
    // There is no connection: the words below say what to do.
  }
  part('failed').hidden = false
}

function goOn(now) {
  end = Math.min(now + idle, longest)
  dialog.close()
  tell()
  act()
}

// finish closes the page. One that shows nothing of anybody stays as it is.
function finish() {
  over = true
  clearTimeout(alarm)
  window.speechSynthesis?.cancel()
  dialog.close()
  if (!instead) return
  hold()
  const main = document.querySelector('main')
  main.replaceChildren(...instead.children)
  part('side')?.remove()
  const title = main.querySelector('h1')
  document.title = title.textContent
  title.focus()
}

function fetchKeeper() { keeper ??= import('./keep.js').catch(() => ({ keep: () => false })) }

// hold keeps what was typed, and says so, or that it could not. The form can still be
// read when the page is gone.
async function hold() {
  if (!keeper) return
  const kept = await (await keeper).keep()
  if (kept === undefined) return
  part('held').hidden = !kept
  part('lost').hidden = kept
}
