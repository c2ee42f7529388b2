// The words of the console: which language it speaks, and the word files of each area, fetched when a page of it opens. It holds no words itself.

import i18next, { type i18n } from 'i18next'
import { useSyncExternalStore } from 'react'
import { type Fill, fillOf } from './fill.ts'

export const languages = ['en', 'de', 'ru'] as const
export type Language = (typeof languages)[number]

/** The files of one area: import.meta.glob('./words/*.json'). */
export type WordFiles = Readonly<Record<string, () => Promise<unknown>>>
/** A text by its key; `{{name}}` in it is filled in, and `count` chooses the plural. */
export type Say = (key: string, values?: Readonly<Record<string, unknown>>) => string

const keptAs = 'oncue.language'
const sources = new Map<string, WordFiles>()
/** Those that a page has asked for, and that another language needs as well. */
const wanted = new Set<string>()
const own: i18n = i18next.createInstance()

/** Tells where the words of an area are. */
export function registerWords(area: string, files: WordFiles): void {
  sources.set(area, files)
}

/** Resolves once the words of the area are there in the language of now. */
export async function loadWords(area: string, language: Language = currentLanguage()): Promise<void> {
  wanted.add(area)
  if (own.hasResourceBundle(language, area)) return
  const load = sources.get(area)?.[`./words/${language}.json`]
  if (load === undefined) return
  const { default: words } = (await load()) as { readonly default: object }
  own.addResourceBundle(language, area, words)
}

/** Whether the words of the area are there in the language of now. */
export function hasWords(area: string): boolean {
  return own.hasResourceBundle(currentLanguage(), area)
}

/** Starts with the language that was chosen before, or the browser's. */
export async function startWords(): Promise<void> {
  const language = firstLanguage()
  tellServer(language)
  await own.init({ lng: language, fallbackLng: false, ns: [], resources: {}, nsSeparator: false, interpolation: { escapeValue: false } })
  document.documentElement.lang = language
}

/** Changes the language of everything that is open, without loading the page anew. */
export async function setLanguage(language: Language): Promise<void> {
  await Promise.all([...wanted].map((area) => loadWords(area, language)))
  await own.changeLanguage(language)
  document.documentElement.lang = language
  tellServer(language)
  try {
    localStorage.setItem(keptAs, language)
  } catch {
    // It holds until the page is closed.
  }
}

/** The language of now, outside of components. Components use useLanguage. */
export function currentLanguage(): Language {
  return own.language as Language
}

/** The language of now. */
export function useLanguage(): Language {
  return useSyncExternalStore(whenLanguageChanges, currentLanguage)
}

/** The words of an area: const say = useWords('people'); say('title'). Its page has loaded them. */
export function useWords(area: string): Say {
  return sayOf(area, useLanguage())
}

/** The words of an area outside of components. */
export function wordsOf(area: string): Say {
  return sayOf(area, currentLanguage())
}

function whenLanguageChanges(tell: () => void): () => void {
  own.on('languageChanged', tell)
  return () => own.off('languageChanged', tell)
}

const sayings = new Map<string, Say>()

/** One for each area and language: a page of a thousand parts makes it once. */
function sayOf(area: string, language: Language): Say {
  const name = `${language} ${area}`
  const known = sayings.get(name)
  if (known !== undefined) return known
  const find = own.getFixedT(language, area) as unknown as Say
  const plain = new Map<string, Fill>()
  const say: Say = (key, values) => {
    const before = plain.get(key)
    if (before !== undefined) return before(values)
    const text: unknown = own.getResource(language, area, key)
    const fill = typeof text === 'string' ? fillOf(text) : undefined
    if (fill === undefined) return find(key, values)
    plain.set(key, fill)
    return fill(values)
  }
  sayings.set(name, say)
  return say
}

/** The pages that the server makes itself, such as the mailbox, follow the console. */
function tellServer(language: Language): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the store of cookies is there under https only
  document.cookie = `oncue_language=${language}; Path=/; Max-Age=31536000; SameSite=Lax`
}

function firstLanguage(): Language {
  let kept: string | null = null
  try {
    kept = localStorage.getItem(keptAs)
  } catch {
    // A browser that keeps nothing is asked what it prefers.
  }
  const asked = [kept ?? '', ...navigator.languages].map((one) => one.slice(0, 2).toLowerCase())
  return languages.find((language) => language === asked.find((one) => (languages as readonly string[]).includes(one))) ?? 'en'
}
