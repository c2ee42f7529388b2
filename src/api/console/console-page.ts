// The one page of the console, for its reader: it names the words of the frame in their language, so that a browser fetches them together with the scripts and
// the frame can be shown as soon as those are there. What the address needs besides is named apart: a browser fetches it once the first of the large scripts is
// there (console/public/theme.js). Sooner it would share a slow line with the scripts that come first; later the line would stand still while they run.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Language } from '../language.ts'
import { partsOfPage } from './parts-of-pages.ts'

export interface Reader {
  readonly language: Language
  /** Whether they bring a session along; it may have ended. */
  readonly isSignedIn: boolean
  /** Names what was built: a tab tells by it that the server has another by now. */
  readonly build: string
  /** What stands behind /console/ in the address. */
  readonly address: string
}

export interface ConsolePage {
  /** The page itself. */
  readonly html: (reader: Reader) => string
  /** The files that its address needs besides the frame, as paths. */
  readonly partsOf: (reader: Reader) => readonly string[]
}

interface Built {
  readonly file: string
  readonly imports?: readonly string[]
}
type Manifest = Readonly<Record<string, Built>>

const frameWords = ['src/kit/words', 'src/shell/words'] as const
const entry = 'index.html'

/** Makes the page from what was built into this folder. Whoever has to sign in first is marked, because they are shown no frame before that. */
export function consolePage(folder: string): ConsolePage {
  const plain = readFileSync(join(folder, 'index.html'), 'utf8')
  const manifest = JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8')) as Manifest
  const frame = new Set(withImports(manifest, [entry]))
  const partsOf = ({ language, address, isSignedIn }: Reader): readonly string[] =>
    isSignedIn ? withImports(manifest, partsOfPage(address, language)).filter((file) => !frame.has(file)) : []
  return {
    partsOf,
    html(reader) {
      const files = frameWords.flatMap((words) => manifest[`${words}/${reader.language}.json`]?.file ?? [])
      const links = files.map((file) => `<link rel="modulepreload" crossorigin href="/console/${file}">`)
      const parts = partsOf(reader).map((file) => `/console/${file}`)
      const later = parts.length === 0 ? '' : `<link rel="modulepreload" crossorigin href="/console/${manifest[entry]?.file}" data-then="${parts.join(' ')}">`
      const html = plain.replace('</head>', `${links.join('')}${later}</head>`).replace('<html ', `<html data-build="${reader.build}" `)
      return reader.isSignedIn ? html : html.replace('<html ', '<html data-signed-out ')
    },
  }
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
