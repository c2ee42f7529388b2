// Somebody's past as one list, newest first: what happened, what was said about them, what was decided and what was sent, each in the words of the trace.
// Read a page at a time from three places at once, each in its own order, so that a page costs the same at the end of a long life as at its beginning.

import { decisionSentence, inputSentence } from '../engine/decision-text.ts'
import type { Decision } from '../model/decision.ts'
import type { SubscriberEvent } from '../model/event.ts'
import type { Input } from '../model/input.ts'
import { inputOf, isErased, mergeName } from '../runtime/log-entry.ts'
import type { DecisionPlace, Delivery, LogEntry, MessagePlace, Position, Store, SubscriberNumber } from '../runtime/store.ts'
import { programInForce } from './program-in-force.ts'
import { type ToldDecision, tellerOf } from './telling.ts'

export const timelineKinds = ['event', 'command', 'decision', 'message'] as const
/** `command`: what the team, an import, a form or a link changed. */
export type TimelineKind = (typeof timelineKinds)[number]

export interface TimelineItem {
  readonly kind: TimelineKind
  /** When it was received, decided, or the message queued. */
  readonly at: number
  /** The event's name, the kind of the decision, what the command does, or the message's template. */
  readonly name: string
  readonly text: string
  readonly event: SubscriberEvent | null
  readonly decision: Decision | null
  /** Why, and what its step does, as data; null for what is no decision. */
  readonly told: Omit<ToldDecision, 'decision'> | null
  readonly message: Delivery | null
  /** Its place in the log. */
  readonly position: Position | null
}

/** Where a page begins: ends of chains of the log, a decision, and a message; `done` where nothing is left. */
export interface TimelinePlace {
  readonly heads: readonly Position[]
  readonly decisions: DecisionPlace | null | 'done'
  readonly messages: MessagePlace | null | 'done'
}

export interface TimelineQuestion {
  readonly subscriber: SubscriberNumber
  readonly head: Position
  readonly kinds: readonly TimelineKind[]
  /** short: without what the row of a message, or of a command, tells by itself. */
  readonly detail: 'short' | 'all'
  readonly place: TimelinePlace | undefined
  readonly limit: number
}

type Readable = Pick<Store, 'delivery' | 'history' | 'messages' | 'people' | 'setting'>

/** Lines that one page looks through at most; where hardly any is of the kind that is asked for, it may hold few and still say where to go on. */
const lookedThrough = 2000

export async function personTimeline(
  store: Readable,
  { subscriber, head, kinds, detail, place, limit }: TimelineQuestion,
): Promise<{ readonly items: readonly TimelineItem[]; readonly next: TimelinePlace | undefined }> {
  const wants = new Set(kinds)
  const start: TimelinePlace = place ?? { heads: head === 0 ? [] : [head], decisions: null, messages: null }
  const chunk = Math.min(200, limit + 20)
  const log = new LogStream(store, wants.has('event') || wants.has('command') ? start.heads : [], chunk)
  const decisions = new DecisionStream(store, { subscriber, place: wants.has('decision') ? start.decisions : 'done', chunk })
  const messages = new MessageStream(store, { subscriber, place: wants.has('message') ? start.messages : 'done', chunk })
  const items: TimelineItem[] = []
  for (let looked = 0; items.length < limit && looked < lookedThrough; looked += 1) {
    // At one instant what was decided stands above what it was decided about, and a message, which leaves after that, above the decisions.
    const heads = await Promise.all([messages.peek(), decisions.peek(), log.peek()])
    const newest = heads.reduce((best, one) => (one !== undefined && (best === undefined || one.at > best.at) ? one : best), undefined)
    if (newest === undefined) break
    const item = newest === heads[0] ? messages.take() : newest === heads[1] ? decisions.take() : log.take()
    if (item === undefined || !wants.has(item.kind)) continue
    const isToldBelow =
      isToldByItsMessage(item.decision) ||
      isToldByItsInput(item.decision, { log, wants }) ||
      (detail === 'short' && wants.has('message') && (await isToldByWhatWaits(item.decision, store)))
    if (detail === 'all' || !isToldBelow) items.push(item)
  }
  if (items.some(({ decision }) => decision !== null)) await tellAll(items, store)
  const isEnd = (await Promise.all([decisions.peek(), messages.peek(), log.peek()])).every((one) => one === undefined)
  return { items, next: isEnd ? undefined : { heads: log.place, decisions: decisions.place, messages: messages.place } }
}

/** Adds what the definitions in force know of each decision. */
async function tellAll(items: TimelineItem[], store: Readable): Promise<void> {
  const { tell } = tellerOf(await programInForce(store))
  for (const [index, item] of items.entries()) {
    if (item.decision === null) continue
    const { because, step } = tell(item.decision)
    items[index] = { ...item, told: { because, step } }
  }
}

function isToldByItsMessage(decision: Decision | null): boolean {
  return decision?.kind === 'queued' || decision?.kind === 'authorized' || (decision?.kind === 'handed over' && decision.outcome === 'sent')
}

/** What waits says itself for what and until when, by the rules of now; why it had to wait stands apart once it does not wait any more. */
async function isToldByWhatWaits(decision: Decision | null, store: Readable): Promise<boolean> {
  return decision?.kind === 'deferred' && (await store.delivery(decision.effect))?.status === 'waiting'
}

/** What a command or an event suppressed or set stands once, in the line of that command or event; what a bounce did has no such line. */
function isToldByItsInput(decision: Decision | null, { log, wants }: { readonly log: LogStream; readonly wants: ReadonlySet<TimelineKind> }): boolean {
  if (decision?.kind !== 'suppressed' && decision?.kind !== 'suppression lifted' && decision?.kind !== 'changed') return false
  return log.holds(decision.at, (input) => {
    if (input.kind === 'event') return wants.has('event') && decision.kind === 'changed' && Object.hasOwn(input.event.traits ?? {}, decision.attribute)
    if (input.kind !== 'command' || !wants.has('command')) return false
    if (decision.kind === 'changed') return input.command.do === 'set attributes' && Object.hasOwn(input.command.set, decision.attribute)
    return input.command.do === (decision.kind === 'suppressed' ? 'suppress' : 'lift suppression')
  })
}

interface Peeked {
  readonly at: number
}

/** The person's chains of the log, newest line first; what the server asked itself on the way of a message stands in the decisions already. */
class LogStream {
  readonly #store: Readable
  readonly #chunk: number
  #heads: readonly Position[]
  #lines: LogEntry[] = []

  constructor(store: Readable, heads: readonly Position[], chunk: number) {
    this.#store = store
    this.#heads = heads
    this.#chunk = chunk
  }

  get place(): readonly Position[] {
    return this.#heads
  }

  async peek(): Promise<Peeked | undefined> {
    if (this.#lines.length === 0 && this.#heads.length > 0) {
      const chains = await Promise.all(this.#heads.map((head) => this.#store.history(head, this.#chunk)))
      this.#lines = [...new Map(chains.flat().map((line) => [line.position, line])).values()]
        .sort((one, other) => other.position - one.position)
        .slice(0, this.#chunk)
      if (this.#lines.length === 0) this.#heads = []
    }
    const [first] = this.#lines
    return first && { at: first.receivedAt }
  }

  /** Whether such an input of that instant comes among what was peeked at. */
  holds(at: number, isMeant: (input: Input) => boolean): boolean {
    return this.#lines.some((line) => {
      const input = line.receivedAt === at ? inputOf(line) : undefined
      return input !== undefined && isMeant(input)
    })
  }

  take(): TimelineItem | undefined {
    const line = this.#lines.shift() as LogEntry
    const before = [line.previous, line.merged].filter((position) => position > 0)
    this.#heads = [...new Set([...this.#heads.filter((head) => head !== line.position), ...before])]
    return itemOfLine(line)
  }
}

function itemOfLine(line: LogEntry): TimelineItem | undefined {
  const none = { event: null, decision: null, told: null, message: null, position: line.position, at: line.receivedAt }
  if (line.name === mergeName || isErased(line)) return undefined
  const input = inputOf(line)
  if (input?.kind === 'event') return { ...none, kind: 'event', name: input.event.name, text: inputSentence(input), event: input.event }
  if (input?.kind === 'command') return { ...none, kind: 'command', name: input.command.do, text: inputSentence(input) }
  return undefined
}

interface StreamOptions<Place> {
  readonly subscriber: SubscriberNumber
  readonly place: Place | null | 'done'
  readonly chunk: number
}

interface PlacedDecision {
  readonly decision: Decision
  readonly place: DecisionPlace
}

class DecisionStream {
  readonly #store: Readable
  readonly #options: StreamOptions<DecisionPlace>
  #place: DecisionPlace | null | 'done'
  #found: PlacedDecision[] = []

  constructor(store: Readable, options: StreamOptions<DecisionPlace>) {
    this.#store = store
    this.#options = options
    this.#place = options.place
  }

  get place(): DecisionPlace | null | 'done' {
    return this.#place
  }

  async peek(): Promise<Peeked | undefined> {
    if (this.#found.length === 0 && this.#place !== 'done') {
      const { subscriber, chunk } = this.#options
      this.#found = [...(await this.#store.people.decisionsBefore(subscriber, this.#place ?? undefined, chunk))]
      if (this.#found.length === 0) this.#place = 'done'
    }
    return this.#found[0]?.decision
  }

  take(): TimelineItem | undefined {
    const { decision, place } = this.#found.shift() as PlacedDecision
    this.#place = place
    if (decision.kind === 'adopted') return undefined
    return {
      kind: 'decision',
      at: decision.at,
      name: decision.kind,
      text: decisionSentence(decision),
      event: null,
      decision,
      told: null,
      message: null,
      position: null,
    }
  }
}

class MessageStream {
  readonly #store: Readable
  readonly #options: StreamOptions<MessagePlace>
  #place: MessagePlace | null | 'done'
  #found: Delivery[] = []

  constructor(store: Readable, options: StreamOptions<MessagePlace>) {
    this.#store = store
    this.#options = options
    this.#place = options.place
  }

  get place(): MessagePlace | null | 'done' {
    return this.#place
  }

  async peek(): Promise<Peeked | undefined> {
    if (this.#found.length === 0 && this.#place !== 'done') {
      const { subscriber, chunk } = this.#options
      const before = this.#place === null ? {} : { before: this.#place }
      this.#found = [...(await this.#store.messages({ subscriber, limit: chunk, ...before }))]
      if (this.#found.length === 0) this.#place = 'done'
    }
    const [first] = this.#found
    return first && { at: first.decidedAt }
  }

  take(): TimelineItem | undefined {
    const message = this.#found.shift() as Delivery
    const { decidedAt, key, channel, template, status, reason } = message
    this.#place = { decidedAt, key }
    const text = `${channel} ${template ?? `of ${message.journey}`}: ${status}${reason === undefined ? '' : `, ${reason}`}`
    return { kind: 'message', at: decidedAt, name: template ?? channel, text, event: null, decision: null, told: null, message, position: null }
  }
}
