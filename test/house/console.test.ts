// The console: its word files have the same keys in every language, and its types hold (vite does not look at them).

import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { borrowed } from '../../src/console/built-console.ts'

const languages = ['en', 'de', 'ru'] as const
const source = 'console/src'
const areas = [
  'kit',
  'shell',
  'shell/publish',
  'kit/mistakes',
  'areas/journeys/forms',
  'areas/journeys/new',
  ...readdirSync(join(source, 'areas')).map((name) => join('areas', name)),
].filter((area) => existsSync(join(source, area, 'words')))
const plurals = { en: ['one', 'other'], de: ['one', 'other'], ru: ['one', 'few', 'many', 'other'] } as const

test.each(areas)('the words of %s stand in every language, with the plurals that each has', (area) => {
  const keys = languages.map((language) => new Set(Object.keys(wordsOf(area, language))))
  const names = new Set(keys.flatMap((own) => [...own].map((key) => key.replace(/_(?:one|few|many|other)$/, ''))))
  const missing = [...names].flatMap((name) => {
    const isPlural = keys.some((own) => own.has(`${name}_other`) || own.has(`${name}_one`))
    return languages.flatMap((language, index) => {
      const wanted = isPlural ? plurals[language].map((form) => `${name}_${form}`) : [name]
      return wanted.filter((key) => keys[index]?.has(key) !== true).map((key) => `${language}: ${key}`)
    })
  })
  expect(missing).toEqual([])
})

// Two parts of a page that say the same at length were written over each other.
test.each(areas)('no two long texts of %s are the same', (area) => {
  const texts = Object.entries(wordsOf(area, 'en')).filter(([, text]) => text.length > 100)
  const said = new Map<string, string>()
  const twice = texts.flatMap(([key, text]) => {
    const name = key.replace(/_(?:one|other)$/, '')
    const first = said.get(text)
    said.set(text, name)
    return first === undefined || first === name ? [] : [`${first} and ${name}`]
  })
  expect(twice).toEqual([])
})

test.each(areas)('what is filled into the words of %s is the same in every language', (area) => {
  const [english, ...others] = languages.map((language) => wordsOf(area, language))
  const different = others.flatMap((words, index) =>
    Object.entries(words).flatMap(([key, text]) => {
      const counterpart = english?.[key] ?? english?.[key.replace(/_(?:few|many)$/, '_other')]
      return counterpart === undefined || filledIn(text) === filledIn(counterpart) ? [] : [`${languages[index + 1]}: ${key}: ${text}`]
    }),
  )
  expect(different).toEqual([])
})

test.each(areas)('every brace in the words of %s holds a name, or a name that is written as a number', (area) => {
  const texts = languages.flatMap((language) => Object.values(wordsOf(area, language)))
  expect(texts.filter((text) => /\{\{|\$t\(/.test(text.replaceAll(/\{\{\s*\w+(?:,\s*number)?\s*\}\}/g, '')))).toEqual([])
})

test.each(areas)('no text of %s is asked for by the name of a group of texts', (area) => {
  const words = wordsOf(area, 'en')
  const groups = new Set(
    Object.keys(words).flatMap((key) => key.split('.').flatMap((_, depth, parts) => (depth === 0 ? [] : [parts.slice(0, depth).join('.')]))),
  )
  for (const key of Object.keys(words)) groups.delete(key)
  const own = readdirSync(join(source, area)).filter((file) => /\.tsx?$/.test(file))
  const asked = own.flatMap((file) =>
    [...readFileSync(join(source, area, file), 'utf8').matchAll(/\bsay\('([\w.-]+)'\)/g)].map(([, key = '']) => `${file}: ${key}`),
  )
  expect(asked.filter((place) => groups.has(place.replace(/^.*: /, '')))).toEqual([])
})

test('every area in the rail has its label there', () => {
  const labels = wordsOf('shell', 'en')
  const unnamed = readdirSync(join(source, 'areas'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(source, 'areas', entry.name, 'routes.tsx')))
    .filter((entry) => readFileSync(join(source, 'areas', entry.name, 'routes.tsx'), 'utf8').includes('rail:') && labels[`rail.${entry.name}`] === undefined)
  expect(unnamed.map((entry) => entry.name)).toEqual([])
})

test('the console is built anew when anything changes that it takes from elsewhere', () => {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file))
  const outside = files.flatMap((file) =>
    [...readFileSync(join(source, file), 'utf8').matchAll(/(?:from|import|glob)[^'\n]*'((?:\.\.\/)+[^']*)'/g)]
      .map((match) => resolve(source, dirname(file), String(match[1])))
      .filter((path) => !path.startsWith(resolve('console'))),
  )
  expect(outside.length).toBeGreaterThan(0)
  expect([...new Set(outside)].filter((path) => !borrowed.includes(path))).toEqual([])
})

test('the types of the console hold', () => {
  const { stdout, status } = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'console'], { encoding: 'utf8' })
  expect({ stdout, status }).toEqual({ stdout: '', status: 0 })
})

/** Each text by its path: { stop: { button } } is "stop.button". */
function wordsOf(area: string, language: string): Readonly<Record<string, string>> {
  const flat = (value: unknown, path: string): [string, string][] =>
    typeof value === 'string' ? [[path, value]] : Object.entries(value as object).flatMap(([key, inner]) => flat(inner, path === '' ? key : `${path}.${key}`))
  return Object.fromEntries(flat(JSON.parse(readFileSync(join(source, area, 'words', `${language}.json`), 'utf8')), ''))
}

function filledIn(text: string): string {
  return [...new Set([...text.matchAll(/\{\{(\w+)/g)].map((match) => match[1]))]
    .filter((name) => name !== 'count')
    .sort()
    .join(' ')
}
