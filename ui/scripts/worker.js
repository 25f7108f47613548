// The worker that holds the rules, so that a slow phone stays responsive. It is
// served behind wasm_exec.js of the Go that built the module, under a policy that
// lets it reach nothing; it is handed the module and the bundle, then requests.

let x // the exports of the module
let room = new Uint8Array(0) // where input is written; empty again when the memory grew, because that moves it
const encoder = new TextEncoder(), decoder = new TextDecoder()

function input(length) {
  if (room.length < length) {
    const at = x.room(length) // may grow the memory, so the view comes after
    room = new Uint8Array(x.mem.buffer, at, length)
  }
  return room
}

function reply(length) { return decoder.decode(new Uint8Array(x.mem.buffer, x.found(), length)) }

function load(bundle) {
  input(bundle.length).set(bundle)
  return reply(x.load(bundle.length))
}

// ask has an export answer a text.
function ask(answer, text) {
  const { written } = encoder.encodeInto(text, input(3 * text.length)) // three bytes at most for each
  return reply(answer(written))
}

async function begin(module, bundle) {
  const go = new globalThis.Go()
  const { instance } = await WebAssembly.instantiate(module, go.importObject)
  go.run(instance)
  x = instance.exports
  const wrong = load(new Uint8Array(bundle))
  if (wrong) throw new Error(wrong)
}

addEventListener('message', async ({ data }) => {
  try {
    if (data.module) {
      await begin(data.module, data.bundle)
      postMessage({ ready: true })
      return
    }
    const reply = data.whatif ? ask(x.whatif, data.whatif) : ask(x.ask, data.request)
    if (!reply) throw new Error('the rules gave no answer')
    postMessage({ reply })
  } catch (err) {
    postMessage({ broken: String(err) })
  }
})
