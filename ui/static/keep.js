// What is typed stays on the device when the time is over, locked up with a key that
// only a page of the same offer carries, and only its resident gets that page. Who
// comes next at a shared computer can read nothing of it. It lies in the tab, goes
// nowhere, and is gone with the tab, with signing out, or when the form is sent.

const form = document.querySelector('form[data-keep]')
const place = `zeker-kept-${form.dataset.offer}`
const fields = form.dataset.typed.split(' ') // what ends in a dot is how names begin
// As the server wrote the form, whatever was typed before this script came. What a page
// carries was typed on the one before.
const blank = form.cloneNode(true)
blank.reset()
const first = JSON.stringify('carries' in form.dataset ? [] : typed(blank))

restore()
form.addEventListener('submit', () => sessionStorage.removeItem(place))

function typed(into = form) {
  return [...new FormData(into)].filter(([name, value]) => value !== '' && fields.some(f => f.endsWith('.') ? name.startsWith(f) : name === f))
}

async function key() {
  const raw = Uint8Array.from(atob(form.dataset.keep), c => c.charCodeAt(0))
  return crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])
}

// keep locks up what the resident typed since the page came. It gives true when that
// is done, false when it failed, and nothing when there was nothing to keep.
export async function keep() {
  const text = JSON.stringify(typed())
  if (text === first) return
  return lock(text).then(() => true, () => false)
}

async function lock(text) {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const locked = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await key(), new TextEncoder().encode(text))
  sessionStorage.setItem(place, btoa(String.fromCharCode(...iv, ...new Uint8Array(locked))))
}

// restore puts back into the form what was locked up. What does not open was not
// typed by this resident, and stays where it is.
async function restore() {
  const kept = sessionStorage.getItem(place)
  if (kept === null) return
  try {
    const bytes = Uint8Array.from(atob(kept), c => c.charCodeAt(0))
    const opened = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytes.slice(0, 12) }, await key(), bytes.slice(12))
    const values = new Map(JSON.parse(new TextDecoder().decode(opened)))
    // Who filled in alone did so on another page, which then comes here.
    if (values.has('alone') && !form.elements.namedItem('alone')) return location.replace('?alone=1')
    fill(values)
  } catch {
    return
  }
  document.querySelector('[data-keep="back"]')?.removeAttribute('hidden')
}

function fill(values) {
  for (const field of form.elements) {
    const value = values.get(field.name)
    if (value === undefined) continue
    if (field.type === 'radio' || field.type === 'checkbox') field.checked = field.value === value
    else field.value = value
    field.closest('details')?.setAttribute('open', '')
  }
  form.dispatchEvent(new Event('input'))
}
