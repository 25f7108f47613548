// Measures the module for the benchmarks: nanoseconds of processor time a call,
// for one request, from script to answer and looping inside. Arguments: wasm_exec.js, the module,
// the bundle, the request, the number of calls.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const [exec, path, bundle, request, count] = process.argv.slice(2)
createRequire(import.meta.url)(exec)
const go = new globalThis.Go()
const { instance } = await WebAssembly.instantiate(readFileSync(path), go.importObject)
go.run(instance)
const x = instance.exports

function put(bytes) {
  const at = x.room(bytes.length)
  new Uint8Array(x.mem.buffer, at, bytes.length).set(bytes)
}
const encoder = new TextEncoder(), decoder = new TextDecoder()

// As a page calls it: the request is encoded, put, asked, and the reply decoded.
function ask(text) {
  const at = x.room(text.length)
  encoder.encodeInto(text, new Uint8Array(x.mem.buffer, at, text.length))
  const packed = x.ask()
  return decoder.decode(new Uint8Array(x.mem.buffer, Number(packed >> 32n), Number(packed & 0xffffffffn)))
}

const text = readFileSync(request, 'utf8'), n = Number(count)
put(readFileSync(bundle))
x.load()
const median = times => times.sort((a, b) => a - b)[times.length >> 1]
const rounds = run => median(Array.from({ length: 9 }, () => {
  const from = process.cpuUsage()
  run()
  const { user, system } = process.cpuUsage(from)
  return (user + system) * 1000 / n
}))
ask(text)
rounds(() => x.loop(n)) // warm
const call = rounds(() => { for (let i = 0; i < n; i++) ask(text) })
put(encoder.encode(text))
const loop = rounds(() => x.loop(n))
console.log(JSON.stringify({ call, loop }))
process.exit(0)
