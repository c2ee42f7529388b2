// Names of events that are almost those of others: "Product added" where everybody else says "Product Added" never happens, and nothing would say so. What is
// used elsewhere in the definitions, what Oncue and the cart know, and what really arrived speak for a spelling. It warns and decides nothing.

import type { Definitions, Problem } from '../model/definitions.ts'
import { callEvents, isSystemEvent, newsEvents, systemEvents } from '../model/event.ts'
import { mistake } from '../model/mistake.ts'
import { cartEvents } from './cart-events.ts'
import { editDistance, plainName } from './conditions/names.ts'

interface Mention {
  readonly name: string
  readonly definition: Problem['definition']
  readonly path: readonly (string | number)[]
}

/** Names of events that are another's but for case, spaces and signs. What arrived under a name is no mistake. */
export function spellingProblems(definitions: Definitions, arrived: ReadonlySet<string> = new Set()): Problem[] {
  const mentions = mentionsIn(definitions)
  const uses = new Map<string, number>()
  for (const { name } of mentions) uses.set(name, (uses.get(name) ?? 0) + 1)
  const known = knownNames(definitions)
  const bySpelling = new Map<string, string>()
  const weight = (name: string): number => (arrived.has(name) ? 3e6 : 0) + (known.has(name) ? 1e6 : 0) + (uses.get(name) ?? 0)
  // The first of two that are used alike is as good as the other.
  for (const name of new Set([...known, ...arrived, ...uses.keys()])) {
    const best = bySpelling.get(plainName(name))
    if (best === undefined || weight(name) > weight(best)) bySpelling.set(plainName(name), name)
  }
  return mentions.flatMap((mention) => {
    const meant = bySpelling.get(plainName(mention.name))
    if (meant === undefined || meant === mention.name || known.has(mention.name) || arrived.has(mention.name)) return []
    return [warning(mention, { code: 'event.spelling', message: mistake('event-spelt-otherwise', { event: mention.name, name: meant }), meant })]
  })
}

/** Names that never arrived and are another's that did, but for one letter. */
export function unseenProblems(definitions: Definitions, arrived: ReadonlySet<string>): Problem[] {
  const known = knownNames(definitions)
  return mentionsIn(definitions).flatMap((mention) => {
    if (known.has(mention.name) || arrived.has(mention.name)) return []
    const plain = plainName(mention.name)
    const meant = plain.length < shortest ? undefined : [...arrived].find((name) => plainName(name) !== plain && editDistance(plain, plainName(name), 2) < 2)
    if (meant === undefined) return []
    return [warning(mention, { code: 'event.unseen', message: mistake('event-never-arrived', { event: mention.name, name: meant }), meant })]
  })
}

/** Shorter names that differ in a letter are as often two. */
const shortest = 8

function warning({ definition, path }: Mention, of: { readonly code: string; readonly message: string; readonly meant: string }): Problem {
  return { severity: 'warning', code: of.code, message: of.message, fix: mistake('meant-quoted', { name: of.meant }), definition, path }
}

/** What needs nobody to use it: events that Oncue makes or takes in under a name of its own, the cart's, and what hooks give. */
function knownNames({ workspace }: Definitions): ReadonlySet<string> {
  const own = [...Object.keys(systemEvents), ...Object.values(callEvents), ...Object.values(newsEvents)]
  const hooks = (workspace.hooks ?? []).flatMap(({ take }) => take.flatMap(({ event }) => event ?? []))
  return new Set([...own, ...cartEvents(workspace).keys(), ...hooks])
}

function mentionsIn({ journeys, segments }: Definitions): readonly Mention[] {
  const mentions: Mention[] = []
  for (const journey of journeys) collect(journey, { kind: 'journey', name: journey.journey }, [], mentions)
  for (const segment of segments) collect(segment, { kind: 'segment', name: segment.segment }, [], mentions)
  return mentions.filter(({ name }) => !isSystemEvent(name))
}

/** What holds values of the author's own, in which a key may be called like one of ours. */
const notOurs: ReadonlySet<string> = new Set(['where', 'webhook', 'popup', 'sms', 'update', 'set', 'with', 'properties'])

function collect(value: unknown, definition: Problem['definition'], path: readonly (string | number)[], mentions: Mention[]): void {
  if (typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) {
    for (const [index, one] of value.entries()) collect(one, definition, [...path, index], mentions)
    return
  }
  for (const [key, inner] of Object.entries(value)) {
    if (notOurs.has(key)) continue
    const place = [...path, key]
    if (namesEvents(key, value)) {
      if (typeof inner === 'string') mentions.push({ name: inner, definition, path: place })
      else if (Array.isArray(inner))
        for (const [index, one] of inner.entries()) if (typeof one === 'string') mentions.push({ name: one, definition, path: [...place, index] })
    }
    collect(inner, definition, place, mentions)
  }
}

/** Whether the key of such an object has names of events. */
function namesEvents(key: string, value: object): boolean {
  if (key === 'since') return 'gte' in value && !('event' in value)
  if (key === 'of') return ['sum', 'avg', 'min', 'max', 'distinct'].some((one) => one in value)
  return key === 'event' || key === 'latest' || key === 'on' || key === 'unless'
}
