// What is wrong with what a workspace says itself on the pages for readers: a placeholder that nothing fills in, and words that a language lacks.

import type { Definitions, Problem } from '../model/definitions.ts'
import { languagesOfPages } from '../model/locale.ts'
import { mistake } from '../model/mistake.ts'
import { type PageWord, pageWords } from '../model/page-words.ts'

const allWords = Object.keys(pageWords) as readonly PageWord[]
/** More of them make no sentence. */
const mostNamed = 5

/** Of all languages. */
export function pageWordsProblems({ workspace }: Pick<Definitions, 'workspace'>): readonly Problem[] {
  const definition = { kind: 'workspace', name: workspace.workspace } as const
  return Object.entries(workspace.pages ?? {}).flatMap(([language, said]): readonly Problem[] => {
    const unfilled = allWords.flatMap((word): readonly Problem[] => {
      const known = placeholdersIn(pageWords[word])
      const wrong = placeholdersIn(said[word] ?? '').find((one) => !known.includes(one))
      if (wrong === undefined) return []
      const fix = known.length === 0 ? mistake('no-placeholder') : mistake('name-one-of', { known: known.join(', ') })
      return [
        {
          severity: 'error',
          definition,
          path: ['pages', language, word],
          code: 'pages.placeholder',
          message: mistake('page-placeholder', { placeholder: wrong }),
          fix,
        },
      ]
    })
    // What comes with Oncue is there in whole, also for a region of it.
    const left = languagesOfPages.some((one) => one === language.split(/[-_]/)[0]) ? [] : allWords.filter((word) => said[word] === undefined)
    if (left.length === 0 || (language.split(/[-_]/)[0] !== language && workspace.pages?.[language.split(/[-_]/)[0] as string] !== undefined)) return unfilled
    const words = `${left.slice(0, mostNamed).join(', ')}${left.length > mostNamed ? ', …' : ''}`
    const message = mistake('page-words-left', { count: left.length, words })
    return [...unfilled, { severity: 'warning', definition, path: ['pages', language], code: 'pages.left', message, fix: mistake('say-page-words') }]
  })
}

function placeholdersIn(text: string): readonly string[] {
  return Array.from(text.matchAll(/\{\w+\}/g), ([found]) => found)
}
