// The one page of the console, for its reader. It brings the words of the frame and of what its address shows, in their language: a browser asks for the scripts as soon
// as it has read the head, and while these are on their way the line has nothing else to bring. What the address needs besides is named apart: a browser fetches it
// once the first of the large scripts is there (console/public/theme.js). Sooner it would share a slow line with the scripts that come first; later the line would
// stand still while they run. What the page will ask the server is named as well and asked for at once: answers are small, and would be one more way there and
// back once the scripts have run.

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { html } from '../html.ts'
import type { Language } from '../language.ts'
import { firstQuestionsOf, partsOfPage, wordsOfPage } from './parts-of-pages.ts'

export interface Reader {
  readonly language: Language
  /** Whether they bring a session along; it may have ended. */
  readonly isSignedIn: boolean
  /** Names what was built: a tab tells by it that the server has another by now. */
  readonly build: string
  /** What stands behind /console/ in the address. */
  readonly address: string
  /** The names of what was chosen in the page and stands in its address. */
  readonly chosen: readonly string[]
}

export interface ConsolePage {
  readonly html: string
  /** The same for all readers who get the same page. */
  readonly etag: string
}

interface Built {
  readonly file: string
  readonly imports?: readonly string[]
}
type Manifest = Readonly<Record<string, Built>>

const entry = 'index.html'
/** How a page is looked at changes nothing of what it asks for first. */
const onlyLooks = new Set(['view', 'tab'])

/** Makes the pages of what was built into this folder. Whoever has to sign in first is marked, because they are shown no frame before that. */
export function consolePages(folder: string): (reader: Reader) => ConsolePage {
  const plain = readFileSync(join(folder, 'index.html'), 'utf8')
  const manifest = JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8')) as Manifest
  const frame = new Set(withImports(manifest, [entry]))
  const partsOf = ({ address }: Reader): readonly string[] => withImports(manifest, partsOfPage(address)).filter((file) => !frame.has(file))
  const wordsFor = wordsIn(folder)
  return (reader) => {
    const parts = reader.isSignedIn ? partsOf(reader).map((file) => `/console/${file}`) : []
    const later = parts.length === 0 ? '' : `<link rel="modulepreload" crossorigin href="/console/${manifest[entry]?.file}" data-then="${parts.join(' ')}">`
    const words = `<script type="application/json" id="words" lang="${reader.language}">${wordsFor(reader)}</script>`
    const page = plain
      .replace('</head>', () => `${later}</head>`)
      .replace('</body>', () => `${words}</body>`)
      .replace('<html ', () => `<html ${marksFor(reader)} `)
    return { html: page, etag: `"${reader.build}-${createHash('sha256').update(page).digest('hex').slice(0, 16)}"` }
  }
}

/** The words of a reader's page by area, as JSON that may stand in a page. The same for all pages of a kind, so each is made once. */
function wordsIn(folder: string): (reader: Reader) => string {
  const made = new Map<string, string>()
  return ({ language, isSignedIn, address }) => {
    const areas = wordsOfPage(isSignedIn ? address : undefined)
    const name = [language, ...areas.map(({ area }) => area)].join(' ')
    const known = made.get(name)
    if (known !== undefined) return known
    const all = JSON.parse(readFileSync(join(folder, 'words', `${language}.json`), 'utf8')) as Readonly<Record<string, object>>
    const words = JSON.stringify(Object.fromEntries(areas.map(({ area, folder }) => [area, all[folder]]))).replaceAll('<', '\\u003c')
    made.set(name, words)
    return words
  }
}

function marksFor({ build, isSignedIn, address, chosen }: Reader): string {
  if (!isSignedIn) return `data-signed-out data-build="${build}"`
  const asks = firstQuestionsOf(address, !chosen.every((name) => onlyLooks.has(name)))
  return html`data-build="${build}" data-asks="${JSON.stringify(asks)}"`.markup
}

/** The files of these sources and of all that they import, each once. */
function withImports(manifest: Manifest, sources: readonly string[]): readonly string[] {
  const seen = new Set<string>()
  const add = (source: string): void => {
    const built = manifest[source]
    if (built === undefined || seen.has(source)) return
    seen.add(source)
    for (const one of built.imports ?? []) add(one)
  }
  for (const source of sources) add(source)
  return [...seen].map((source) => manifest[source]?.file ?? '')
}
