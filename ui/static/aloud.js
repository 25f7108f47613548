// Reading aloud is there where the device itself has a voice for the language of the page.
// Only then is the rest fetched. A voice that is not of the device would send what it
// reads to whoever made it, and counts for nothing here.

const synthesis = window.speechSynthesis
let asked = false

synthesis?.addEventListener('voiceschanged', look)
look()

function look() {
  if (asked || !voiceOf(document.documentElement.lang)) return
  asked = true
  import('./aloud-read.js').then(({ offer }) => offer(voiceOf)).catch(() => {}) // the page is whole without
}

function voiceOf(lang) {
  return synthesis?.getVoices().find(voice => voice.localService && voice.lang.split(/[-_]/)[0] === lang)
}
