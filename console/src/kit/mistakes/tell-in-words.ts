// Says a problem of what was authored in a language, from what the server gave as data.

import { type Formats, formatsOf } from '../../words/formats.ts'
import { type Language, loadWords, registerWords, type Say, wordsOf } from '../../words/words.ts'
import type { SaidMistake, Told } from './told.ts'

const area = 'mistakes'
interface Tongue {
  readonly say: Say
  readonly formats: Formats
}

/** What says problems in a language, once its words are there. */
export async function tellerIn(language: Language) {
  registerWords(area, import.meta.glob('./words/*.json'))
  await loadWords(area, language)
  const tongue: Tongue = { say: wordsOf(area), formats: formatsOf(language) }
  return <Problem extends Told>(problem: Problem): Problem => {
    if (problem.said === undefined) return problem
    const { message, fix } = problem.said
    return { ...problem, message: inWords(message, tongue), ...(fix === null ? {} : { fix: inWords(fix, tongue) }) }
  }
}

function inWords({ code, values }: SaidMistake, tongue: Tongue): string {
  if (code === 'plain') return String(values['words'])
  const { say, formats } = tongue
  const filled = Object.entries(values).map(([name, value]) => {
    if (typeof value === 'number') return [name, formats.number(value)]
    if (typeof value !== 'string') return [name, inWords(value as SaidMistake, tongue)]
    if (instants.has(name) && instant.test(value)) return [name, formats.dateTime(Date.parse(value))]
    return [name, terms.has(name) ? say(`term.${value}`, { defaultValue: value }) : value]
  })
  return say(`mistake.${code}`, Object.fromEntries(filled))
}

/** Names whose values are words of ours. */
const terms: ReadonlySet<string> = new Set(['kind', 'type', 'wanted', 'noun', 'otherNoun', 'what', 'got'])
/** Names whose values are instants. */
const instants: ReadonlySet<string> = new Set(['since', 'until', 'at'])
const instant = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/
