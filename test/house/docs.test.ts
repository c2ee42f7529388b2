// The pages: links lead somewhere, files that they name exist, lists in them agree with what they list.

import { existsSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { describe, expect, test } from 'vitest'
import { cataloguePages } from '../../scripts/generate-catalogues.ts'
import { problems } from '../../src/api/problem.ts'
import { services } from '../../src/channels/email/services/services.ts'
import { filesBelow, importedPackage, importsOf, productFiles, type SourceFile, testFiles } from './sources.ts'

const pages = filesBelow('.', '.md')
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  version: string
  license: string
  scripts: Record<string, string>
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
}

describe('links', () => {
  test('every link between pages leads to a file, and its anchor to a heading', () => {
    const dead = pages.flatMap((page) =>
      linksOf(page)
        .filter((link) => !leadsSomewhere(page, link))
        .map((link) => `${page.path}: ${link}`),
    )
    expect(dead).toEqual([])
  })

  test('a file of the project that a page or a comment names exists', () => {
    const named = /(?<![\w/.:-])((?:src|test|docs|scripts|bench|bin|examples)\/[\w./-]*\.(?:ts|mts|mjs|md|json|yaml|sql))\b/g
    const dead = [...pages, ...productFiles(), ...testFiles().filter((file) => !file.path.startsWith('test/house/'))].flatMap((file) =>
      [...file.text.matchAll(named)].flatMap(([, path]) => (path === undefined || existsSync(path) ? [] : [`${file.path}: ${path}`])),
    )
    expect(dead).toEqual([])
  })

  test('an npm script that a page tells to run exists', () => {
    const known = new Set([...Object.keys(manifest.scripts)])
    const dead = pages.flatMap((page) =>
      [...page.text.matchAll(/\bnpm run ([a-z][\w:-]*)/g)].flatMap(([, name]) => (name === undefined || known.has(name) ? [] : [`${page.path}: ${name}`])),
    )
    expect(dead).toEqual([])
  })

  test('every page below docs can be reached from its index', () => {
    const reached = new Set<string>(['docs/README.md'])
    for (const path of reached) {
      const page = pages.find((candidate) => candidate.path === path)
      for (const link of page === undefined ? [] : linksOf(page)) reached.add(posix.join(posix.dirname(path), link.split('#')[0] ?? ''))
    }
    expect(pages.map((page) => page.path).filter((path) => path.startsWith('docs/') && !reached.has(path))).toEqual([])
  })
})

describe('the README', () => {
  const { text } = pages.find(({ path }) => path === 'README.md') as SourceFile
  const counted = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']

  test.each([
    [/example shop with (\w+) journeys/, () => filesBelow('examples/shop/journeys', '.yaml').length],
    [/(\w+) journeys of real life have/, () => filesBelow('test/engine/golden', '.trace').length],
    [/over SMTP or (\w+) sending services/, () => services.length],
  ])('counts what there is: %s', (pattern, many) => {
    expect(pattern.exec(text)?.[1]?.toLowerCase()).toBe(counted[many() - 1])
  })
})

describe('lists', () => {
  test.each(Object.entries(cataloguePages()))('%s states its catalogue as it is in the code (npm run generate)', (path, text) => {
    expect(readFileSync(path, 'utf8')).toBe(text)
  })

  test('docs/reference/http-api.md states every problem with its status and title', () => {
    const page = readFileSync('docs/reference/http-api.md', 'utf8')
    const unstated = Object.entries(problems).filter(([code, { status, title }]) => !page.includes(`\n| \`${code}\` | ${status} | ${title} |\n`))
    expect(unstated.map(([code]) => code)).toEqual([])
  })

  test('docs/reference/libraries.md states every dependency with its version and licence, and no other', () => {
    const stated = Object.fromEntries(
      rowsOf('docs/reference/libraries.md').map(([name, version, licence]) => [bare(name), `${bare(version)} ${bare(licence)}`]),
    )
    const installed = Object.fromEntries(
      Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).map(([name, version]) => [
        name,
        `${version} ${licenceOf(`node_modules/${name}`)}`,
      ]),
    )
    expect(stated).toEqual(installed)
  })

  test('every dependency is imported by the code it is there for', () => {
    const tools = new Set(['node', 'typescript', '@biomejs/biome'])
    const used = (files: readonly SourceFile[]): ReadonlySet<string> => new Set(files.flatMap((file) => importsOf(file).map(importedPackage)))
    const styles = filesBelow('console', '.css').flatMap((file) => [...file.text.matchAll(/@import '([^']+)'/g)].map((match) => match[1] ?? ''))
    const product = new Set([...used(productFiles().filter((file) => /^(?:src|bin|console)\//.test(file.path))), ...styles])
    // A test may also name a library as a file, to serve it to a browser.
    const development = (name: string): boolean =>
      [...productFiles(), ...testFiles()].some((file) => file.text.includes(name) && !file.path.startsWith('test/house/'))
    const idle = [
      ...Object.keys(manifest.dependencies).filter((name) => !product.has(name)),
      ...Object.keys(manifest.devDependencies).filter((name) => !development(name) && !name.startsWith('@types/')),
    ]
    expect(idle.filter((name) => !tools.has(name))).toEqual([])
  })

  test('no library, however deep, is under a licence that would bind the product', () => {
    const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, { optional?: boolean }> }
    const permissive =
      /^\(?(?:MIT|MIT-0|ISC|0BSD|BlueOak-1\.0\.0|Unlicense|CC0-1\.0|CC-BY-4\.0|Python-2\.0|BSD-[23]-Clause|Apache-2\.0|MPL-2\.0|EUPL-1\.1\+)(?: (?:OR|AND) [\w.+-]+)*\)?$/
    const bound = Object.keys(packages)
      .filter((path) => path !== '' && existsSync(`${path}/package.json`))
      .flatMap((path) => (permissive.test(licenceOf(path)) ? [] : [`${path}: ${licenceOf(path)}`]))
    expect(bound).toEqual([])
  })

  test('docs/capabilities.md lists numbers in order, each with a page and a test that exist', () => {
    const rows = rowsOf('docs/capabilities.md')
    const numbers = rows.map(([number]) => bare(number))
    expect(numbers).toEqual([...numbers].sort((a, b) => order(a) - order(b)))
    expect(new Set(numbers).size).toBe(numbers.length)
    const bad = rows.flatMap(([number, , page, shownBy]) => (/\]\(.+\)/.test(page ?? '') && /\]\(.+\.test\.ts\)/.test(shownBy ?? '') ? [] : [bare(number)]))
    expect(bad).toEqual([])
  })

  test('the changelog keeps its form', () => {
    const text = readFileSync('CHANGELOG.md', 'utf8')
    const headings = text.split('\n').filter((line) => line.startsWith('#'))
    expect(headings[0]).toBe('# Changelog')
    const wrong = headings
      .slice(1)
      .filter((line) => !/^## (?:\[Unreleased\]|\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d)$|^### (?:Added|Changed|Deprecated|Removed|Fixed|Security)$/.test(line))
    expect(wrong).toEqual([])
    expect(headings[1]).toBe('## [Unreleased]')
    const versions = headings.flatMap((line) => /^## \[(\d+\.\d+\.\d+)\]/.exec(line)?.[1] ?? [])
    expect(versions).toEqual([...versions].sort((a, b) => -a.localeCompare(b, 'en', { numeric: true })))
  })

  test('decisions are numbered without a gap, and each says what, why and how we would know better', () => {
    const decisions = pages.filter((page) => /^docs\/decisions\/\d{4}-/.test(page.path))
    expect(decisions.map((page) => Number(page.path.slice('docs/decisions/'.length, 'docs/decisions/0000'.length)))).toEqual(
      decisions.map((_, index) => index + 1),
    )
    const wanted = ['Context', 'Choice', 'Consequences', 'How we would know we were wrong']
    const lacking = decisions.flatMap((page) =>
      wanted.filter((heading) => !page.text.includes(`\n## ${heading}\n`)).map((heading) => `${page.path}: ${heading}`),
    )
    expect(lacking).toEqual([])
  })

  test('the licence is the one that the package states', () => {
    expect(manifest.license).toBe('Apache-2.0')
    expect(readFileSync('LICENSE', 'utf8')).toMatch(/^\s+Apache License\n\s+Version 2\.0, January 2004\n/)
  })
})

/** Targets of a page's links to other files; links in code and to the web are left out. */
function linksOf(page: SourceFile): readonly string[] {
  const prose = page.text.replace(/```[\s\S]*?```/g, '').replace(/`[^`\n]*`/g, (code) => 'x'.repeat(code.length))
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '').filter((link) => !/^[a-z]+:/.test(link))
}

function leadsSomewhere(page: SourceFile, link: string): boolean {
  const [path, anchor] = link.split('#')
  const target = path === '' || path === undefined ? page.path : posix.join(posix.dirname(page.path), path)
  if (!existsSync(target)) return false
  if (anchor === undefined || !target.endsWith('.md')) return true
  return headingsOf(readFileSync(target, 'utf8')).includes(anchor)
}

/** The anchors that headings get: lower case, words joined by hyphens, punctuation left out. */
function headingsOf(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    (title ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replace(/ /g, '-'),
  )
}

/** The cells of the rows of all tables of a page, without heads. */
function rowsOf(path: string): readonly (readonly string[])[] {
  const lines = readFileSync(path, 'utf8').split('\n')
  return lines
    .filter((line, index) => line.startsWith('|') && !/^\|[\s:|-]+$/.test(line) && !/^\|[\s:|-]+$/.test(lines[index + 1] ?? ''))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
}

function bare(cell: string | undefined): string {
  return (cell ?? '').replace(/`/g, '').trim()
}

/** 1 to 98 first, then G1 to G26. */
function order(number: string): number {
  return number.startsWith('G') ? 1000 + Number(number.slice(1)) : Number(number)
}

function licenceOf(folder: string): string {
  const { license, licenses } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as {
    license?: string | { type: string }
    licenses?: readonly { type: string }[]
  }
  const stated = typeof license === 'string' ? license : (license?.type ?? licenses?.map((one) => one.type).join(' OR ') ?? 'none stated')
  const file = /^SEE LICENSE IN (.+)$/.exec(stated)?.[1]
  if (file === undefined) return stated
  return readFileSync(`${folder}/${file}`, 'utf8').replace(/\s+/g, ' ').includes('Permission is hereby granted, free of charge, to any person obtaining a copy')
    ? 'MIT'
    : stated
}
