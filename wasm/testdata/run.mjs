// Runs the module as a page would, for the tests: requests come in on standard
// input and replies go out on standard output, each behind four bytes of length.
// The first request is the bundle; one that begins with a digit, as a day does, is a
// what-if. Arguments: wasm_exec.js, the module.
import { readFileSync, writeSync } from 'node:fs'
import { createRequire } from 'node:module'

const [exec, path] = process.argv.slice(2)
createRequire(import.meta.url)(exec)
const go = new globalThis.Go()
const { instance } = await WebAssembly.instantiate(readFileSync(path), go.importObject)
go.run(instance)
const x = instance.exports

function call(name, bytes) {
  const at = x.room(bytes.length)
  new Uint8Array(x.mem.buffer, at, bytes.length).set(bytes)
  const length = x[name](bytes.length)
  return Buffer.from(x.mem.buffer, x.found(), length)
}

const input = readFileSync(0)
const replies = []
for (let at = 0; at < input.length; ) {
  const n = input.readUInt32LE(at)
  const request = input.subarray(at + 4, at + 4 + n)
  const name = at === 0 ? 'load' : request[0] >= 0x30 && request[0] <= 0x39 ? 'whatif' : 'ask'
  const reply = Buffer.from(call(name, request))
  const head = Buffer.alloc(4)
  head.writeUInt32LE(reply.length)
  replies.push(head, reply)
  at += 4 + n
}
const out = Buffer.concat(replies)
for (let at = 0; at < out.length; ) at += writeSync(1, out, at)
process.exit(0)
