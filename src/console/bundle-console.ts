// Builds the console into a folder, in a process of its own: the bundler's memory is not the server's. Every file stands there compressed as well, so
// that nothing is compressed while somebody waits. The folder is the only argument.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { setPriority } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { build } from 'vite'

const [, , folder] = process.argv
if (folder === undefined) throw new Error('Name the folder that the console is built into.')
// Events that arrive meanwhile go first.
setPriority(10)
process.env['ONCUE_CONSOLE_OUT'] = folder
// Whoever starts it may be a test: what is built is for people all the same.
process.env['NODE_ENV'] = 'production'
await build({ configFile: join(import.meta.dirname, '../../console/vite.config.ts'), logLevel: 'warn' })

const mark = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }
for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !/\.(?:js|css|html|svg|json)$/.test(entry.name)) continue
  const file = join(entry.parentPath, entry.name)
  const plain = readFileSync(file)
  writeFileSync(`${file}.gz`, gzipSync(plain, { level: 9 }))
  writeFileSync(`${file}.br`, brotliCompressSync(plain, mark))
}
