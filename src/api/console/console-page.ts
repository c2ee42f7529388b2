// The one page of the console, for its reader: it names the words of the frame in their language, so that a browser fetches them together with the scripts and
// the frame can be shown as soon as those are there. What an address needs besides is not named: it would share a slow line with the scripts that come first.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Language } from '../language.ts'

export interface Reader {
  readonly language: Language
  /** Whether they bring a session along; it may have ended. */
  readonly isSignedIn: boolean
}

export type ConsolePage = (reader: Reader) => string

const frameWords = ['src/kit/words', 'src/shell/words'] as const

/** Makes the page from what was built into this folder. Whoever has to sign in first is marked, because they are shown no frame before that. */
export function consolePage(folder: string): ConsolePage {
  const plain = readFileSync(join(folder, 'index.html'), 'utf8')
  const manifest = JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8')) as Readonly<Record<string, { readonly file: string }>>
  return ({ language, isSignedIn }) => {
    const files = frameWords.flatMap((words) => manifest[`${words}/${language}.json`]?.file ?? [])
    const links = files.map((file) => `<link rel="modulepreload" crossorigin href="/console/${file}">`)
    const html = plain.replace('</head>', `${links.join('')}</head>`)
    return isSignedIn ? html : html.replace('<html ', '<html data-signed-out ')
  }
}
