// Packs the browser's module: compresses it once, at the strongest, because that
// takes seconds that no start of the server should take. Argument: the module.
import { readFileSync, writeFileSync } from 'node:fs'
import { brotliCompressSync, constants } from 'node:zlib'

const limit = 480_000 // bytes of a resident's data bundle
const [path] = process.argv.slice(2)
const module = readFileSync(path)
const packed = brotliCompressSync(module, {
  params: {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: module.length,
  },
})
console.log(`${path}: ${module.length} bytes, ${packed.length} at brotli 11`)
if (packed.length > limit) {
  console.error(`the module is larger than ${limit} bytes; see what it imports with go tool nm`)
  process.exit(1)
}
writeFileSync(`${path}.br`, packed)
