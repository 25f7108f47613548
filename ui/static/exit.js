// Leaving at once, for who must not be seen here. What is on the page, what is typed and
// what this tab keeps is gone first; then another site takes the place of the page, in
// the history too. The server is told to end the session without anybody waiting for it.
//
// Pages that were open before this one stay in the history: they show nothing without a
// session. A page that the local check closed to the network cannot tell the server by
// itself: where there is a session, it lets the browser send the form.

import './aloud.js'

const form = document.querySelector('form[data-module="exit"]')

form?.addEventListener('submit', event => {
  const session = document.querySelector('[data-module="session"]') !== null
  wipe()
  if (session && (sealed() || !navigator.sendBeacon(form.action))) return
  event.preventDefault()
  location.replace(form.dataset.to)
})

function wipe() {
  document.body.hidden = true
  document.title = ''
  document.querySelector('main').replaceChildren()
  sessionStorage.clear()
}

function sealed() { return document.querySelector('meta[http-equiv="Content-Security-Policy"]') !== null }
