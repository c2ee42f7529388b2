#!/usr/bin/env node
// The command `oncue`. Node 24 runs the TypeScript as it is; on an older Node, the one that was installed with the packages takes over.

import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import module from 'node:module'
import { fileURLToPath } from 'node:url'

const [major] = process.versions.node.split('.').map(Number)
const main = new URL('../src/cli/oncue.ts', import.meta.url)

if (major >= 24) {
  // What was compiled once is not compiled again: a start takes half as long, and the compiler's memory is not needed. Threads learn the folder from
  // the environment. Where nothing can be written there, everything is compiled each time.
  process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('../node_modules/.cache/oncue', import.meta.url))
  module.enableCompileCache(process.env.NODE_COMPILE_CACHE)
  const { run } = await import(main.href)
  await run(process.argv.slice(2))
} else {
  const node = fileURLToPath(new URL(`../node_modules/node/bin/node${process.platform === 'win32' ? '.exe' : ''}`, import.meta.url))
  if (!existsSync(node)) {
    process.stderr.write(`oncue: Node ${process.versions.node} is too old and no newer one is installed here; run npm install, or use Node 24\n`)
    process.exit(1)
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' })
  // The child is in the same group and hears of Ctrl-C itself; what is sent to this process alone is passed on.
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  process.on('SIGINT', () => {})
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1)
  })
}
