// Reads aloud, from a heading to the next, and shows where it is. What is read is what
// stands on the screen, each part with a voice of its own language; a part in a language
// that the device has no voice for is left out. It stops on a second press, on Escape,
// and when the page is left.

const main = document.querySelector('main')
const { aloud, stop } = main.dataset
const headings = 'h1, h2'
const blocks = 'h1, h2, h3, h4, p, li, dt, dd, legend, label, summary, caption, th, td, div'
const unread = 'button, .zeker-hidden, [aria-hidden="true"], [data-session]'
let turn = null // what is being read: the button, its heading, the block that is shown, the words

// offer puts a button behind each heading. voiceOf gives the device's voice of a language.
export function offer(voiceOf) {
  for (const heading of main?.querySelectorAll(headings) ?? []) {
    if (heading.closest('[data-session]')) continue
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'nl-button nl-button--subtle zeker-aloud'
    button.addEventListener('click', () => press(button, heading, voiceOf))
    name(button, heading, aloud)
    heading.after(button)
  }
  document.addEventListener('keydown', event => { if (event.key === 'Escape') quiet() })
  addEventListener('pagehide', quiet)
}

function name(button, heading, words) {
  button.textContent = words
  button.setAttribute('aria-label', `${words}: ${heading.textContent.trim()}`)
}

function press(button, heading, voiceOf) {
  const again = turn?.button === button
  quiet()
  if (again) return
  turn = { button, heading }
  name(button, heading, stop)
  read(turn, partsOf(heading).filter(part => part.voice = voiceOf(part.lang)))
}

// read reads the first of some parts, and then the rest, unless something else is being
// read by then, or the page no longer shows it.
function read(mine, [part, ...rest]) {
  if (mine !== turn) return
  if (!part || !mine.button.isConnected) return quiet()
  mine.block?.classList.remove('zeker-reading')
  mine.block = part.block
  mine.block.classList.add('zeker-reading')
  mine.words = new SpeechSynthesisUtterance(part.text)
  mine.words.lang = part.lang
  mine.words.voice = part.voice
  mine.words.onend = mine.words.onerror = () => read(mine, rest)
  speechSynthesis.speak(mine.words)
}

function quiet() {
  if (!turn) return
  const { button, heading, block } = turn
  turn = null
  speechSynthesis.cancel()
  block?.classList.remove('zeker-reading')
  name(button, heading, aloud)
}

// partsOf are the texts from a heading up to the next: what stands in one block and in
// one language is one part.
function partsOf(heading) {
  const parts = [], texts = document.createTreeWalker(main, NodeFilter.SHOW_TEXT)
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const element = node.parentElement, under = element.closest(headings)
    if (!(heading.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING)) continue
    if (under && under !== heading) break
    if (node.data.trim() === '' || element.closest(unread) || !element.checkVisibility()) continue
    const block = element.closest(blocks) ?? main, { lang } = element.closest('[lang]'), last = parts.at(-1)
    if (last?.block === block && last.lang === lang) last.text += node.data
    else parts.push({ block, lang, text: node.data })
  }
  return parts.map(part => ({ ...part, text: part.text.replace(/\s+/g, ' ').trim() }))
}
