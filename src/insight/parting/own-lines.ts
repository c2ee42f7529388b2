// The lines of each of two people as they stand once the merge is taken back: two chains, in which nothing says any more that they were one. What the
// log says about a message of the time as one is said of the message that takes its place in the own life, so that limits of mails and questions about
// mails still know of it.

import type { Chapter } from '../../replay/chapters.ts'
import { isErased } from '../../runtime/log-entry.ts'
import type { Side } from '../../runtime/people/take-apart.ts'
import { blankEntry, type LogEntry, type Position, type SubscriberNumber } from '../../runtime/store.ts'
import { type Life, walkLife } from '../why/fold-person.ts'
import type { LifeAsOne } from './life-as-one.ts'
import { isAboutMessage, type Lines } from './whose-lines.ts'

export interface OwnLines {
  /** All lines of the chain, oldest first. */
  readonly all: readonly LogEntry[]
  readonly head: Position
  readonly life: Life
}

interface Whose {
  readonly lines: Lines
  readonly asOne: LifeAsOne
  readonly chapters: readonly Chapter[]
  readonly into: SubscriberNumber
  readonly from: SubscriberNumber
  readonly at: number
}

/** The chain of one of the two. */
export function ownLines(side: Side, whose: Whose): OwnLines {
  const { lines, asOne, chapters, at } = whose
  const number = whose[side]
  const linked = link(side, whose)
  const before = lifeOf(number, chapters, linked)
  const taken = new Map<string, string>()
  const free = messagesIn(before, number, at)
  const all = linked.map((entry) => {
    const key = entry.position > lines.merge.position && (entry.name === '(authorize)' || entry.name === '(outcome)') ? isAboutMessage(entry) : undefined
    const own = key === undefined ? undefined : (taken.get(key) ?? takePlace(free, { key, began: asOne.beganAt(key) }))
    if (key === undefined || own === undefined) return entry
    taken.set(key, own)
    return { ...entry, body: JSON.stringify({ ...(JSON.parse(entry.body) as object), effect: own }) }
  })
  return { all, head: linked.findLast(({ subscriber }) => subscriber === number)?.position ?? 0, life: lifeOf(number, chapters, all) }
}

/** The lines that are new or other than they stand now. */
export function changedLines(own: readonly LogEntry[], { history }: Lines): readonly LogEntry[] {
  const before = new Map(history.map((entry) => [entry.position, JSON.stringify(entry)]))
  return own.filter((entry) => before.get(entry.position) !== JSON.stringify(entry))
}

function link(side: Side, { lines, into, from }: Whose): LogEntry[] {
  const { merge, history, owners } = lines
  let previous = side === 'from' ? merge.merged : merge.previous
  return history.flatMap((entry): LogEntry[] => {
    if (owners.get(entry.position) !== side) return []
    if (entry.position < merge.position || entry.subscriber !== into) return [entry]
    const linked = { ...entry, subscriber: side === 'from' ? from : into, previous }
    previous = entry.position
    // That they were one stands nowhere any more; its place stays.
    return [entry === merge ? { ...linked, ...blankEntry, merged: 0 } : linked]
  })
}

function lifeOf(number: SubscriberNumber, chapters: readonly Chapter[], all: readonly LogEntry[]): Life {
  return { number, chapters, lines: all.filter((entry) => !isErased(entry)), isCut: false }
}

interface OwnMessage {
  readonly key: string
  readonly place: string
  readonly began: Position | undefined
}

/** Messages of the own life, in order. */
function messagesIn(life: Life, number: SubscriberNumber, at: number): OwnMessage[] {
  const messages: OwnMessage[] = []
  if (life.lines.length === 0) return messages
  walkLife(life, at, {
    onDecisions: (decisions, { subscriber, state }) => {
      for (const decision of decisions) {
        if (subscriber !== number || decision.kind !== 'queued') continue
        const passage = state.enrollments.find(({ id }) => id === decision.enrollment)
        messages.push({ key: decision.effect, place: placeIn(decision.effect), began: passage?.trigger.position })
      }
    },
    onLine: () => {},
    onTime: () => {},
  })
  return messages
}

/** The message of the own life that stands where another one stood in the life as one: same step, begun by the same event. */
function takePlace(free: OwnMessage[], { key, began }: { readonly key: string; readonly began: Position | undefined }): string | undefined {
  const exact = free.findIndex((one) => one.key === key && (began === undefined || one.began === began))
  const index = exact >= 0 || began === undefined ? exact : free.findIndex((one) => one.began === began && one.place === placeIn(key))
  return index < 0 ? undefined : free.splice(index, 1)[0]?.key
}

/** Journey, version and step of a key. */
function placeIn(key: string): string {
  const parts = key.split('/')
  return [...parts.slice(1, -3), parts.at(-2)].join('/')
}
