// scripts/ensure.mjs in a folder of its own, with a stand-in for npm that notes what it was asked to do.

import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

const lock = {
  packages: {
    '': { version: '1.0.0' },
    'node_modules/node': { version: '24.0.0' },
    'node_modules/server': { version: '5.0.0' },
    'node_modules/tester': { version: '2.0.0', dev: true },
    'node_modules/for-windows': { version: '1.0.0', optional: true },
  },
}
const complete = { 'node_modules/node': { version: '24.0.0' }, 'node_modules/server': { version: '5.0.0' }, 'node_modules/tester': { version: '2.0.0' } }

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'oncue-ensure-'))
  mkdirSync(join(folder, 'scripts'))
  copyFileSync('scripts/ensure.mjs', join(folder, 'scripts', 'ensure.mjs'))
  write('package-lock.json', lock)
})

afterEach(() => rmSync(folder, { recursive: true }))

test('a fresh clone is installed from the lock file, and says so', () => {
  npmInstalls(complete)
  const { code, said, asked } = ensure()
  expect(code).toBe(0)
  expect(asked).toContain('ci ')
  expect(said).toMatch(/^oncue: Installing packages into node_modules \(first start.*\n.*Installed in \d+ s\.\n$/)
})

test('what matches the lock file is left alone, in silence', () => {
  installed(complete)
  expect(ensure()).toEqual({ code: 0, said: '', asked: '' })
  expect(ensure('develop')).toEqual({ code: 0, said: '', asked: '' })
})

test('a package of another version is installed anew', () => {
  installed({ ...complete, 'node_modules/server': { version: '4.0.0' } })
  npmInstalls(complete)
  const { code, said } = ensure()
  expect(code).toBe(0)
  expect(said).toContain('package-lock.json has changed')
})

test('a server installed without development packages starts as it is; tests bring them', () => {
  const { 'node_modules/tester': _, ...production } = complete
  installed(production)
  expect(ensure().asked).toBe('')
  npmInstalls(complete)
  expect(ensure('develop').asked).toContain('--include=dev')
})

test('an install that fails shows what npm said and the way out', () => {
  writeFileSync(join(folder, 'npm.js'), "console.error('npm error network'); process.exit(7)")
  const { code, said } = ensure()
  expect(code).toBe(1)
  expect(said).toContain('npm error network')
  expect(said).toMatch(/npm ci failed with code 7\.\noncue: .*registry/)
})

test('an install that was not allowed to bring Node says how to allow it', () => {
  npmInstalls(complete, 'without its install scripts')
  const { code, said } = ensure()
  expect(code).toBe(1)
  expect(said).toContain('ignore-scripts false')
})

function ensure(...words: readonly string[]): { readonly code: number | null; readonly said: string; readonly asked: string } {
  const asked = join(folder, 'asked')
  rmSync(asked, { force: true })
  const result = spawnSync(process.execPath, [join(folder, 'scripts', 'ensure.mjs'), ...words], {
    encoding: 'utf8',
    env: { ...process.env, npm_execpath: join(folder, 'npm.js'), ASKED: asked },
  })
  return { code: result.status, said: result.stderr + result.stdout, asked: readIfThere(asked) }
}

/** Leaves behind what a finished install would. */
function installed(packages: object): void {
  write('node_modules/.package-lock.json', { packages })
  write('node_modules/node/bin/node', {})
  write('node_modules/node/bin/node.exe', {})
}

/** A stand-in for npm that notes its arguments and then installs this. */
function npmInstalls(packages: object, how: 'with its install scripts' | 'without its install scripts' = 'with its install scripts'): void {
  const files = how === 'with its install scripts' ? ['node_modules/node/bin/node', 'node_modules/node/bin/node.exe'] : []
  writeFileSync(
    join(folder, 'npm.js'),
    `const { mkdirSync, writeFileSync } = require('node:fs')
     writeFileSync(process.env.ASKED, process.argv.slice(2).join(' '))
     mkdirSync('node_modules/node/bin', { recursive: true })
     writeFileSync('node_modules/.package-lock.json', ${JSON.stringify(JSON.stringify({ packages }))})
     for (const file of ${JSON.stringify(files)}) writeFileSync(file, '')`,
  )
}

function write(path: string, value: object): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), JSON.stringify(value))
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
