// The scanner that the tests of the house stand on.

import { expect, test } from 'vitest'
import { codeOf, importedPackage, importedPath, importsOf } from './sources.ts'

test('imports are found in every form', () => {
  const text = [
    "import { a } from './a.ts'",
    "import type { B } from '../b.ts'",
    'import {',
    '  c,',
    '  d,',
    "} from './c.ts'",
    "import './effect.ts'",
    "export { e } from './e.ts'",
    "export type { F } from './f.ts'",
    "export * from './g.ts'",
    "const h = await import('./h.ts')",
    "type I = import('./i.ts').I",
    "const worker = new Worker(new URL('./j.ts', import.meta.url))",
  ].join('\n')
  const found = [...importsOf({ path: 'src/x.ts', text })].sort()
  expect(found).toEqual(['../b.ts', './a.ts', './c.ts', './e.ts', './effect.ts', './f.ts', './g.ts', './h.ts', './i.ts', './j.ts'])
})

test('what a comment or a text says is not an import', () => {
  const text = ["// import { a } from './a.ts'", '/**', " * import './b.ts'", ' */', "const c = `import('./c.ts')`", "export const d = ' from '"].join('\n')
  expect(importsOf({ path: 'src/x.ts', text })).toEqual([])
})

test('a relative import is a path of the project, any other a package', () => {
  expect(importedPath('src/api/links/page.ts', '../../model/event.ts')).toBe('src/model/event.ts')
  expect(importedPath('src/api/server.ts', 'fastify')).toBeUndefined()
  expect(['zod/v4', '@fastify/formbody', 'node:fs/promises'].map(importedPackage)).toEqual(['zod', '@fastify/formbody', 'node:'])
})

test('code is what remains without comments, texts and patterns, line by line', () => {
  const text = [
    "const a = 'Date.now()' // Date.now()",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a template in the scanned text
    'const b = `Date.now() ${inner(`Date.now() ${code}`)} Date.now()` + rest',
    'const c = /["\'`]Date.now/.test(text) || x / y / Date.now()',
    '/* Date.now()',
    '   Date.now() */ const d = { e: `}` }',
    'const f = "it\'s" + Date.now()',
  ].join('\n')
  const code = codeOf(text).split('\n')
  expect(code.length).toBe(6)
  expect(code.map((line) => line.split('Date.now').length - 1)).toEqual([0, 0, 1, 0, 0, 1])
  expect(code[1]).toContain('inner(')
  expect(code[1]).toContain('code')
  expect(code[1]).toContain('rest')
  expect(code[4]).toContain('const d')
})
