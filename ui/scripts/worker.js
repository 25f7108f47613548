// The worker that holds the rules, so that a slow phone stays responsive. It is
// served behind wasm_exec.js of the Go that built the module, under a policy that
// lets it reach nothing; it is handed the module and the bundle, then requests.

let x // the exports of the module

function call(name, bytes) {
  const at = x.room(bytes.length)
  new Uint8Array(x.mem.buffer, at, bytes.length).set(bytes)
  const packed = x[name]()
  return new TextDecoder().decode(new Uint8Array(x.mem.buffer, Number(packed >> 32n), Number(packed & 0xffffffffn)))
}

async function begin(module, bundle) {
  const go = new globalThis.Go()
  const { instance } = await WebAssembly.instantiate(module, go.importObject)
  go.run(instance)
  x = instance.exports
  const wrong = call('load', new Uint8Array(bundle))
  if (wrong) throw new Error(wrong)
}

addEventListener('message', async ({ data }) => {
  try {
    if (data.module) {
      await begin(data.module, data.bundle)
      postMessage({ ready: true })
      return
    }
    const reply = call('ask', new TextEncoder().encode(data.request))
    if (!reply) throw new Error('the rules gave no answer')
    postMessage({ reply })
  } catch (err) {
    postMessage({ broken: String(err) })
  }
})
