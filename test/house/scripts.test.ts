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

test('tests run on the Node that the package asks for', () => {
  expect(Number(process.versions.node.split('.')[0])).toBeGreaterThanOrEqual(24)
  expect(manifest.engines.node).toBe('>=24')
})

test('the lock file records no download address, so that an install asks whichever registry the machine is set up for', () => {
  expect(readFileSync('package-lock.json', 'utf8')).not.toMatch(/"resolved":/)
})
