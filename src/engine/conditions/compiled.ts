// Puts a compiled condition together from what its kind knows.

import type { Answer, CompiledCondition, Dependencies, Measure, MemorySlot, Sieve, View } from '../answer.ts'

/** What a condition looks at; all that is left out is empty. */
export interface Reads {
  readonly events?: readonly string[]
  readonly attributes?: readonly string[]
  readonly lists?: readonly string[]
  readonly topics?: readonly string[]
  readonly journeys?: readonly string[]
  readonly cart?: boolean
  readonly session?: boolean
  readonly firstSeen?: boolean
  readonly triggerPaths?: readonly string[]
}

export interface Parts {
  readonly words: string
  readonly evaluate: (view: View) => Answer
  readonly reads?: Reads
  readonly memories?: readonly MemorySlot[]
  readonly parts?: readonly CompiledCondition[]
  readonly detail?: (view: View) => string
  readonly sieve?: Sieve | undefined
  readonly measure?: Measure | undefined
  /** See CompiledCondition. Left out by a condition that is made of others: moved the one way by what moves all its parts that way. */
  readonly raisedBy?: Iterable<string>
  readonly loweredBy?: Iterable<string>
}

/** A compiled condition that depends on what it reads itself and on what its parts do. */
export function compiled({
  words,
  evaluate,
  reads = {},
  memories = [],
  parts = [],
  detail = noDetail,
  sieve,
  measure,
  raisedBy,
  loweredBy,
}: Parts): CompiledCondition {
  const triggerPaths = [...(reads.triggerPaths ?? []), ...parts.flatMap((part) => part.triggerPaths)]
  return {
    words,
    evaluate,
    detail,
    sieve,
    measure,
    parts,
    dependencies: dependenciesOf(reads, parts),
    raisedBy: new Set(raisedBy ?? movingAll(parts, 'raisedBy')),
    loweredBy: new Set(loweredBy ?? movingAll(parts, 'loweredBy')),
    triggerPaths: [...new Set(triggerPaths)],
    memories: [...new Set([...memories, ...parts.flatMap((part) => part.memories)])],
  }
}

/** Holds for ever. */
export const yes: Answer = { value: true, until: Number.POSITIVE_INFINITY }
/** Fails for ever. */
export const no: Answer = { value: false, until: Number.POSITIVE_INFINITY }

/** An answer that only an input can change. */
export function lasting(value: boolean): Answer {
  return value ? yes : no
}

/** A condition that could not be compiled; the problem has been reported. */
export function unanswerable(words: string): CompiledCondition {
  return compiled({ words, evaluate: () => no })
}

/** The events that move every part which takes them in, and all of those the same way. */
function movingAll(parts: readonly CompiledCondition[], way: 'raisedBy' | 'loweredBy'): string[] {
  const events = parts.flatMap((part) => [...part.dependencies.events])
  return events.filter((event) => parts.every((part) => !part.dependencies.events.has(event) || part[way].has(event)))
}

function dependenciesOf(reads: Reads, parts: readonly CompiledCondition[]): Dependencies {
  const names = (own: readonly string[] | undefined, of: (dependencies: Dependencies) => ReadonlySet<string>): ReadonlySet<string> =>
    new Set([...(own ?? []), ...parts.flatMap((part) => [...of(part.dependencies)])])
  return {
    events: names(reads.events, ({ events }) => events),
    attributes: names(reads.attributes, ({ attributes }) => attributes),
    lists: names(reads.lists, ({ lists }) => lists),
    topics: names(reads.topics, ({ topics }) => topics),
    journeys: names(reads.journeys, ({ journeys }) => journeys),
    cart: reads.cart === true || parts.some(({ dependencies }) => dependencies.cart),
    session: reads.session === true || parts.some(({ dependencies }) => dependencies.session),
    firstSeen: reads.firstSeen === true || parts.some(({ dependencies }) => dependencies.firstSeen),
  }
}

function noDetail(): string {
  return ''
}
