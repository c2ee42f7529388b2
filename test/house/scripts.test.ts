// The npm scripts and what they start.

import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string>; engines: { node: string } }

test('every npm script starts a file that exists', () => {
  const missing = Object.entries(manifest.scripts).flatMap(([name, command]) =>
    [...command.matchAll(/node (?:--\S+ )*(\S+\.(?:ts|mjs))/g)].flatMap(([, file]) => (file !== undefined && !existsSync(file) ? [`${name}: ${file}`] : [])),
  )
  expect(missing).toEqual([])
})

test('what the tests start is built before them, once: servers that are killed at it would begin again and again', () => {
  expect(manifest.scripts['pretest']).toContain('npm run --silent build')
  for (const part of ['bin/server-bundle.mjs', 'scripts/build-console.ts']) expect(manifest.scripts['build']).toContain(part)
})

test('tests run on the Node that the package asks for', () => {
  expect(Number(process.versions.node.split('.')[0])).toBeGreaterThanOrEqual(24)
  expect(manifest.engines.node).toBe('>=24')
})

test('the lock file records no download address, so that an install asks whichever registry the machine is set up for', () => {
  expect(readFileSync('package-lock.json', 'utf8')).not.toMatch(/"resolved":/)
})

test('the lock file knows every platform, so that an install works on machines other than the one it was written on', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, { version?: string; optionalDependencies?: Record<string, string> }>
  }
  const locked = new Set(Object.keys(packages).map((path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)))
  const missing = Object.values(packages).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}).filter((name) => !locked.has(name)))
  const unversioned = Object.entries(packages).flatMap(([path, entry]) => (entry.version === undefined ? [path] : []))
  expect({ missing, unversioned }).toEqual({ missing: [], unversioned: [] })
})
