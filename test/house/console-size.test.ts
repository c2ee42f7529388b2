// How much a browser fetches for a page of the console, with gzip: what the page, its words and everything that it imports weigh together. What a page
// fetches later, when something in it is opened, does not count. A budget that is to be raised is a decision (docs/decisions/0018-the-console.md).

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import { namedAddresses, partsOfPage, wordsOfPage } from '../../src/api/console/parts-of-pages.ts'
import { buildConsole } from '../../src/console/built-console.ts'

interface Chunk {
  readonly file: string
  readonly imports?: readonly string[]
  readonly css?: readonly string[]
}

let folder: string
let manifest: Readonly<Record<string, Chunk>>
beforeAll(async () => {
  folder = await buildConsole()
  manifest = JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8')) as typeof manifest
})

const wordsOf = (area: string): string => `src/areas/${area}/words/ru.json`
const shell = ['index.html', 'src/kit/words/ru.json', 'src/shell/words/ru.json']
/** Pages with the large parts that they fetch at once. */
const pages = [
  { name: 'the frame and a simple page', parts: ['src/shell/sign-in-page.tsx'], kilobytes: 185 },
  { name: 'home', parts: ['src/areas/home/home-page.tsx', wordsOf('home'), 'src/kit/plot.tsx'], kilobytes: 210 },
  {
    name: 'a journey with its canvas',
    parts: ['src/areas/journeys/journey-page.tsx', wordsOf('journeys')],
    kilobytes: 250,
  },
  { name: 'a template with its editor', parts: ['src/areas/templates/template-page.tsx', wordsOf('templates'), 'src/kit/code-mirror.tsx'], kilobytes: 380 },
]

test.each(pages)('$name fetches at most $kilobytes KB', ({ parts, kilobytes }) => {
  const files = new Set<string>()
  for (const part of [...shell, ...parts]) collect(part, files)
  const sizes = [...files].map((file) => ({ file, bytes: gzipSync(readFileSync(join(folder, file)), { level: 9 }).length }))
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0)
  const largest = sizes.sort((one, other) => other.bytes - one.bytes).slice(0, 6)
  expect(total, `${total} bytes: ${largest.map(({ file, bytes }) => `${file} ${bytes}`).join(', ')}`).toBeLessThanOrEqual(kilobytes * 1000)
})

test('a page is made of few files, because each waits for its turn on a slow line, and none brings another page along', () => {
  for (const { parts } of pages) {
    const files = new Set<string>()
    for (const part of [...shell, ...parts]) collect(part, files)
    expect(files.size, [...files].join(', ')).toBeLessThanOrEqual(17)
  }
  const other = new Set<string>()
  for (const name of Object.keys(manifest).filter((one) => /areas\/(?!journeys)[\w-]+\/[\w-]+-page\.tsx$/.test(one))) collect(name, other)
  expect([...other].filter((file) => /journey-(?!page)/.test(file))).toEqual([])
})

test('whatever is named for an address, to be fetched while the frame comes, is built, and few enough files to be asked for at once', () => {
  expect(namedAddresses.length).toBeGreaterThan(5)
  const frame = new Set<string>()
  collect('index.html', frame)
  for (const address of namedAddresses) {
    const parts = partsOfPage(address)
    expect(parts, address).not.toEqual([])
    expect(
      parts.filter((part) => manifest[part] === undefined),
      address,
    ).toEqual([])
    const files = new Set<string>()
    for (const part of parts) collect(part, files)
    // A browser asks for six at a time.
    if (['', 'journeys', 'journeys/one', 'segments', 'templates', 'templates/one', 'people'].includes(address))
      expect([...files].filter((file) => !frame.has(file)).length, address).toBeLessThanOrEqual(5)
  }
})

test('the words that the page of an address brings along are those of the areas that it names, in each language', () => {
  for (const language of ['en', 'de', 'ru']) {
    const words = JSON.parse(readFileSync(join(folder, 'words', `${language}.json`), 'utf8')) as Readonly<Record<string, object>>
    for (const address of namedAddresses) {
      const wanted = wordsOfPage(address)
      expect(wanted.length, address).toBeGreaterThan(2)
      for (const { folder: of } of wanted) expect(words[of], of).toEqual(JSON.parse(readFileSync(`console/src/${of}/words/${language}.json`, 'utf8')))
    }
  }
})

test('a list brings nothing along that only the page of one of its rows shows', () => {
  const apart = (list: string, one: string): readonly string[] => {
    const files = new Set<string>()
    collect(list, files)
    return [...files].filter((file) => new RegExp(`/${one}-`).test(file))
  }
  expect(apart('src/areas/journeys/journeys-page.tsx', '(?:journey|inspector)')).toEqual([])
  expect(apart('src/areas/templates/templates-page.tsx', '(?:template|yaml)')).toEqual([])
})

test('what every page runs at once is compiled while it arrives; a library of which a page runs a small part is not', () => {
  const isMarked = (source: string): boolean => readFileSync(join(folder, manifest[source]?.file ?? ''), 'utf8').includes('//# allFunctionsCalledOnLoad')
  const base = manifest['index.html']?.imports?.find((name) => name.startsWith('_base')) ?? ''
  expect(['index.html', base, 'src/areas/home/home-page.tsx'].map(isMarked)).toEqual([true, true, true])
  expect(['src/kit/code-mirror.tsx', 'src/kit/plot.tsx', wordsOf('home')].map(isMarked)).toEqual([false, false, false])
})

function collect(name: string, files: Set<string>): void {
  const chunk = manifest[name]
  if (chunk === undefined) throw new Error(`The console has no part ${name}.`)
  if (files.has(chunk.file)) return
  files.add(chunk.file)
  for (const style of chunk.css ?? []) files.add(style)
  for (const inner of chunk.imports ?? []) collect(inner, files)
}
