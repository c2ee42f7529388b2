// Whose each line of the log is, of two people who were one for a while. Before the merge each had a chain of their own; after it an event is whose
// userId it carries, else whose browser it came from; what is about a message is whose passage sent it. What says nothing of it stays with the one
// who kept the number.

import { arrivalOf, type MergeBody, mergeName, whoIn } from '../../runtime/log-entry.ts'
import type { Side } from '../../runtime/people/take-apart.ts'
import type { Identity, LogEntry, Position, SubscriberNumber } from '../../runtime/store.ts'

export interface Lines {
  /** The whole history of both, oldest first. */
  readonly history: readonly LogEntry[]
  readonly merge: LogEntry
  /** Numbers that the other had: their own, and those merged into them before. */
  readonly numbers: ReadonlySet<SubscriberNumber>
  /** By position, for all lines but those about messages. */
  readonly owners: Map<Position, Side>
  readonly identities: ReadonlyMap<Identity, Side>
}

/** Undefined when `from` was not merged right into `into`. */
export function whoseLines(
  history: readonly LogEntry[],
  { into, from }: { readonly into: SubscriberNumber; readonly from: SubscriberNumber },
): Lines | undefined {
  const merge = history.findLast((entry) => entry.subscriber === into && isMergeOf(entry, from))
  if (merge === undefined) return undefined
  const theirs = chainOf(history, merge.merged)
  const numbers = new Set([from, ...history.flatMap(({ position, subscriber }) => (theirs.has(position) ? subscriber : []))])
  const owners = new Map<Position, Side>()
  const identities = new Map<Identity, Side>()
  const before = history.filter(({ position }) => position < merge.position)
  for (const entry of before) owners.set(entry.position, theirs.has(entry.position) ? 'from' : 'into')
  for (const side of ['from', 'into'] as const) {
    for (const entry of before) if (owners.get(entry.position) === side) for (const identity of identitiesIn(entry)) identities.set(identity, side)
  }
  for (const entry of history) {
    if (entry.position < merge.position || isAboutMessage(entry) !== undefined) continue
    owners.set(entry.position, entry.subscriber === into ? ownerOf(entry, identities) : 'into')
  }
  return { history, merge, numbers, owners, identities }
}

/** The key of the message that a line is about; undefined for what is about none. */
export function isAboutMessage(entry: LogEntry): string | undefined {
  const arrival = arrivalOf(entry)
  if (arrival !== undefined) return arrival.report?.message
  if (entry.name !== '(authorize)' && entry.name !== '(outcome)' && entry.name !== '(command)') return undefined
  if (whoIn(entry) !== undefined) return undefined
  const { effect, command } = JSON.parse(entry.body) as { readonly effect?: string; readonly command?: { readonly message?: string; readonly ask?: string } }
  return effect ?? command?.message ?? command?.ask
}

/** Whether the line says that this number was merged in. */
export function isMergeOf(entry: LogEntry, from: SubscriberNumber): boolean {
  return entry.name === mergeName && arrivalOf(entry) === undefined && (JSON.parse(entry.body) as MergeBody).from === from
}

/** Of several ids the userId decides; ids that were not known become whose the event is. */
function ownerOf(entry: LogEntry, identities: Map<Identity, Side>): Side {
  const named = identitiesIn(entry)
  const known = named.find((identity) => identities.has(identity))
  const owner = (known === undefined ? undefined : identities.get(known)) ?? 'into'
  // Both forms of a previous id are one person's.
  const previous = named.findLast((identity) => identity.startsWith('u:') && named.includes(`a:${identity.slice(2)}`))
  const theirs = previous === undefined ? undefined : identities.get(previous)
  if (previous !== undefined && theirs !== undefined && !identities.has(`a:${previous.slice(2)}`)) identities.set(`a:${previous.slice(2)}`, theirs)
  for (const identity of named) if (!identities.has(identity)) identities.set(identity, owner)
  return owner
}

function identitiesIn(entry: LogEntry): Identity[] {
  const who = whoIn(entry)
  if (who !== undefined) return [who]
  const { userId, anonymousId, previousId } = arrivalOf(entry) ?? {}
  return [
    ...(userId === undefined ? [] : [`u:${userId}`]),
    ...(anonymousId === undefined ? [] : [`a:${anonymousId}`]),
    ...(previousId === undefined ? [] : [`a:${previousId}`, `u:${previousId}`]),
  ]
}

/** The positions of a chain, merged ones included. */
function chainOf(history: readonly LogEntry[], head: Position): ReadonlySet<Position> {
  const byPosition = new Map(history.map((entry) => [entry.position, entry]))
  const found = new Set<Position>()
  const heads = [head]
  for (let position = heads.pop(); position !== undefined; position = heads.pop()) {
    const entry = byPosition.get(position)
    if (entry === undefined || found.has(position)) continue
    found.add(position)
    heads.push(entry.previous, entry.merged)
  }
  return found
}
