// The words of the console: which language it speaks, and the word files of each area, fetched when a page of it opens. It holds no words itself.

import { useSyncExternalStore } from 'react'
import { find, type Say, sayIn, type Words } from './say.ts'

export type { Say }

export const languages = ['en', 'de', 'ru'] as const
export type Language = (typeof languages)[number]

/** The files of one area: import.meta.glob('./words/*.json'). */
export type WordFiles = Readonly<Record<string, () => Promise<unknown>>>
const keptAs = 'oncue.language'
const sources = new Map<string, WordFiles>()
/** Those that a page has asked for, and that another language needs as well. */
const wanted = new Set<string>()
/** The words that are there, by language and area. */
const there = new Map<string, Words>()
const listeners = new Set<() => void>()
let language: Language = 'en'

/** Tells where the words of an area are. */
export function registerWords(area: string, files: WordFiles): void {
  sources.set(area, files)
}

/** Resolves once the words of the area are there in a language, which is that of now. */
export async function loadWords(area: string, of: Language = language): Promise<void> {
  wanted.add(area)
  const name = nameOf(area, of)
  if (there.has(name)) return
  const load = sources.get(area)?.[`./words/${of}.json`]
  if (load === undefined) return
  const { default: words } = (await load()) as { readonly default: Words }
  there.set(name, words)
}

/** Whether the words of the area are there in the language of now. */
export function hasWords(area: string): boolean {
  return there.has(nameOf(area, language))
}

/** Starts with the language that was chosen before, or the browser's, and with the words that the page brought along. */
export function startWords(): void {
  language = firstLanguage()
  const brought = document.getElementById('words')
  if (brought?.lang === language) {
    for (const [area, words] of Object.entries(JSON.parse(brought.textContent) as Readonly<Record<string, Words>>)) there.set(nameOf(area, language), words)
  }
  tellServer(language)
  document.documentElement.lang = language
}

/** Changes the language of everything that is open, without loading the page anew. */
export async function setLanguage(next: Language): Promise<void> {
  await Promise.all([...wanted].map((area) => loadWords(area, next)))
  language = next
  document.documentElement.lang = next
  tellServer(next)
  try {
    localStorage.setItem(keptAs, next)
  } catch {
    // It holds until the page is closed.
  }
  for (const tell of listeners) tell()
}

/** The language of now, outside of components. Components use useLanguage. */
export function currentLanguage(): Language {
  return language
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
  return sayOf(area, language)
}

/** The texts of a group by their keys, for whoever lists them: useWordGroup('settings', 'audit.did'). */
export function useWordGroup(area: string, key: string): Readonly<Record<string, string>> {
  return find(there.get(nameOf(area, useLanguage())), key) as Readonly<Record<string, string>>
}

function whenLanguageChanges(tell: () => void): () => void {
  listeners.add(tell)
  return () => listeners.delete(tell)
}

const sayings = new Map<string, Say>()

/** One for each area and language: a page of a thousand parts makes it once. */
function sayOf(area: string, of: Language): Say {
  const name = nameOf(area, of)
  const say = sayings.get(name) ?? sayIn(of, () => there.get(name))
  sayings.set(name, say)
  return say
}

function nameOf(area: string, of: Language): string {
  return `${of} ${area}`
}

/** The pages that the server makes itself, such as the mailbox, follow the console. */
function tellServer(of: Language): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the store of cookies is there under https only
  document.cookie = `oncue_language=${of}; Path=/; Max-Age=31536000; SameSite=Lax`
}

function firstLanguage(): Language {
  let kept: string | null = null
  try {
    kept = localStorage.getItem(keptAs)
  } catch {
    // A browser that keeps nothing is asked what it prefers.
  }
  const asked = [kept ?? '', ...navigator.languages].map((one) => one.slice(0, 2).toLowerCase())
  return languages.find((one) => one === asked.find((wish) => (languages as readonly string[]).includes(wish))) ?? 'en'
}
