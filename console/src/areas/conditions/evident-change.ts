// A change of an attribute that decided a condition, in a line: "intent 2 → 7 · step points of intent-of-carts".

import type { Say } from '../../words/words.ts'

export interface EvidentChange {
  readonly attribute: string
  readonly previous: unknown
  readonly value: unknown
  readonly source: string
  readonly by: { readonly journey: string; readonly step: string } | null
}

/** A value may be a whole list: its beginning is enough to know it by. */
const mostCharacters = 60

/** `say`: the words of conditions. */
export function changeWords({ attribute, previous, value, source, by }: EvidentChange, say: Say): string {
  const shown = { attribute, previous: shortText(previous), value: shortText(value) }
  const what = say(value === null ? 'evidence.removed' : previous === null ? 'evidence.set' : 'evidence.changed', shown)
  const who = by === null ? say(`evidence.by.${source}`) : say('evidence.by.step', { ...by })
  return `${what} · ${who}`
}

function shortText(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text
}
