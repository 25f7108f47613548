// Measures the module for the benchmarks: nanoseconds of processor time a call,
// for one request, from script to answer and looping inside. Each line on standard
// input asks for one round, and gets a line of JSON. Arguments: wasm_exec.js, the
// module, the bundle, the request, the number of calls of a round.
import { readFileSync, readSync, writeSync } from 'node:fs'
import { createRequire } from 'node:module'

const [exec, path, bundle, request, count] = process.argv.slice(2)
createRequire(import.meta.url)(exec)
const go = new globalThis.Go()
const { instance } = await WebAssembly.instantiate(readFileSync(path), go.importObject)
go.run(instance)
const x = instance.exports

// As the worker of a page does it: see ui/scripts/worker.js.
const encoder = new TextEncoder(), decoder = new TextDecoder()
let room = new Uint8Array(0)
function input(length) {
  if (room.length < length) {
    const at = x.room(length)
    room = new Uint8Array(x.mem.buffer, at, length)
  }
  return room
}
function ask(text) {
  const { written } = encoder.encodeInto(text, input(3 * text.length))
  const length = x.ask(written)
  return decoder.decode(new Uint8Array(x.mem.buffer, x.found(), length))
}

const text = readFileSync(request, 'utf8'), n = Number(count)
const bytes = readFileSync(bundle)
input(bytes.length).set(bytes)
x.load(bytes.length)
function time(run) {
  const from = process.cpuUsage()
  run()
  const { user, system } = process.cpuUsage(from)
  return (user + system) * 1000 / n
}
function asks() { for (let i = 0; i < n; i++) ask(text) }
asks()
x.loop(20 * n) // warm
while (readSync(0, new Uint8Array(1)) === 1) {
  const call = time(asks)
  const loop = time(() => x.loop(n))
  writeSync(1, JSON.stringify({ call, loop }) + '\n')
}
process.exit(0)
