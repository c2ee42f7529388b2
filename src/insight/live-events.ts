// Events as they arrive, each with what it matched, for whoever watches: it reads the log behind the writer, so that taking events in costs the same whether
// anybody watches or not. Each listener has a bounded queue; one that does not read is cut off and told so. It changes nothing and keeps nothing.

import { decisionSentence } from '../engine/decision-text.ts'
import type { Decision } from '../model/decision.ts'
import type { JsonObject } from '../model/json.ts'
import { limits } from '../model/limits.ts'
import { readRefusal } from '../model/read-sentence.ts'
import type { Said } from '../model/said.ts'
import type { Clock } from '../runtime/clock.ts'
import { arrivalOf } from '../runtime/log-entry.ts'
import type { LogEntry, Store, StoredDeadLetter, SubscriberNumber } from '../runtime/store.ts'
import { calledBy } from './called-by.ts'
import { programInForce } from './program-in-force.ts'
import { type ToldDecision, tellerOf } from './telling.ts'

export const liveSources = ['browser', 'server', 'import', 'report'] as const
/** import: history that fires nothing. report: what was reported about a message. */
export type LiveSource = (typeof liveSources)[number]

export interface LiveEvent {
  readonly kind: 'event'
  /** Its place in the log. */
  readonly position: number
  readonly receivedAt: number
  readonly occurredAt: number
  readonly name: string
  readonly messageId: string
  readonly subscriber: SubscriberNumber
  readonly userId: string | null
  readonly anonymousId: string | null
  /** What the person is called, or their address; null where neither is known. */
  readonly calledBy: string | null
  readonly source: LiveSource
  readonly properties: JsonObject
  readonly traits: JsonObject | null
  /** What was decided because of it, in words. */
  readonly matched: readonly (ToldDecision & { readonly kind: Decision['kind']; readonly journey: string | null; readonly text: string })[]
}

export interface LiveRefusal extends Pick<StoredDeadLetter, 'receivedAt' | 'reason' | 'body'> {
  readonly kind: 'refused'
  readonly letter: string
  /** The reason as data. */
  readonly said: Said
  /** Through which door, and with which key. */
  readonly through: string
}

/** `skipped`: so many came too fast to be shown. `cut`: nothing more comes, and why. */
export type LiveItem = LiveEvent | LiveRefusal | { readonly kind: 'skipped'; readonly events: number } | { readonly kind: 'cut'; readonly because: string }

export interface LiveFilter {
  /** Names that begin so, in any case. */
  readonly event?: string | undefined
  readonly subscriber?: SubscriberNumber | undefined
  readonly source?: LiveSource | undefined
}

export interface LiveListener {
  /** Undefined when nothing more comes. */
  next(): Promise<LiveItem | undefined>
  close(): void
}

export interface LiveOptions {
  readonly store: Pick<Store, 'last' | 'readLog' | 'decisions' | 'deadLetters' | 'setting' | 'load'>
  /** Calls back after each commit until the returned function is called. */
  readonly onCommit: (listener: () => void) => () => void
  readonly clock: Clock
}

/** Lines of the log that are read at a time; of more, the newest. */
const readAtOnce = 300
/** Lines that are looked through for the newest events when somebody begins to watch. */
const lookedBack = 6000
const queued = 500
/** Between two looks at the log. */
const restMs = 50
/** Decisions about somebody that are looked through for what an event matched. */
const newestDecisions = 60

export class LiveEvents {
  readonly #options: LiveOptions
  readonly #listeners = new Set<Listener>()
  #position = 0
  #letter = 0
  /** Undefined while nobody listens. */
  #stopListening: (() => void) | undefined
  /** Undefined unless the next look waits for its time. */
  #cancelRest: (() => void) | undefined
  #restsUntil = 0
  #isReading = false
  #isBehind = false

  constructor(options: LiveOptions) {
    this.#options = options
  }

  /** How many are listening. */
  get listeners(): number {
    return this.#listeners.size
  }

  /** Begins with the newest `recent` lines of the log that fit. Undefined when too many listen already. */
  async listen(filter: LiveFilter, recent: number): Promise<LiveListener | undefined> {
    if (this.#listeners.size >= limits.liveListeners) return undefined
    const listener = new Listener(filter, () => this.#drop(listener))
    this.#listeners.add(listener)
    try {
      await this.#begin(listener, recent)
    } catch (error) {
      listener.close()
      throw error
    }
    return listener
  }

  async #begin(listener: Listener, recent: number): Promise<void> {
    const { store, onCommit } = this.#options
    const [{ position }, [letter]] = await Promise.all([store.last(), store.deadLetters({ limit: 1 })])
    // Not whoever is alone by now: of several who come at once nobody is, and whoever came first may be gone again.
    if (this.#stopListening === undefined && this.#listeners.size > 0) {
      this.#position = position
      this.#letter = letter?.id ?? 0
      this.#stopListening = onCommit(() => this.#wake())
    }
    if (recent > 0) {
      for (const item of await this.#itemsOf(await this.#newest(listener, { recent, position }))) listener.push(item)
    }
    this.#wake()
  }

  /** The newest lines that fit, in order. What was sent to many stands behind the events that it followed from, so that one look may hold none of them. */
  async #newest(listener: Listener, { recent, position }: { readonly recent: number; readonly position: number }): Promise<readonly LogEntry[]> {
    let found: readonly LogEntry[] = []
    let end = position
    while (end > 0 && position - end < lookedBack && found.length < recent) {
      const begin = Math.max(end - readAtOnce, 0)
      const lines = await this.#options.store.readLog(begin, end - begin)
      found = [...lines.filter((line) => line.position <= this.#position && listener.wants(line)), ...found]
      end = begin
    }
    return found.slice(-recent)
  }

  /** Ends every listener: the server stops. */
  close(): void {
    for (const listener of [...this.#listeners]) listener.cut('the server stops')
  }

  #drop(listener: Listener): void {
    this.#listeners.delete(listener)
    if (this.#listeners.size > 0) return
    this.#stopListening?.()
    this.#stopListening = undefined
    if (this.#cancelRest === undefined) return
    // The look that was waited for does not come, so the next listener must not wait for it.
    this.#cancelRest()
    this.#cancelRest = undefined
    this.#isReading = false
  }

  #wake(): void {
    if (this.#listeners.size === 0) return
    this.#isBehind = true
    if (this.#isReading) return
    this.#isReading = true
    const { clock } = this.#options
    const now = clock.now()
    if (now < this.#restsUntil) this.#cancelRest = clock.at(this.#restsUntil, () => void this.#read())
    else void this.#read()
  }

  async #read(): Promise<void> {
    this.#cancelRest = undefined
    this.#isBehind = false
    try {
      if (await this.#readOnce()) this.#restsUntil = this.#options.clock.now() + restMs
    } catch (error) {
      for (const listener of [...this.#listeners]) listener.cut(`the log could not be read: ${error instanceof Error ? error.message : String(error)}`)
    }
    this.#isReading = false
    if (this.#isBehind) this.#wake()
  }

  /** Whether there was anything. */
  async #readOnce(): Promise<boolean> {
    const { store } = this.#options
    const { position: last } = await store.last()
    const skipped = Math.max(last - this.#position - readAtOnce, 0)
    const lines = last > this.#position ? await store.readLog(this.#position + skipped, readAtOnce) : []
    this.#position = lines.at(-1)?.position ?? this.#position
    const wanted = lines.filter((line) => [...this.#listeners].some((listener) => listener.wants(line)))
    const items = await this.#itemsOf(wanted)
    const letters = (await store.deadLetters({ limit: 20 })).filter(({ id }) => id > this.#letter).toReversed()
    this.#letter = letters.at(-1)?.id ?? this.#letter
    for (const listener of [...this.#listeners]) {
      if (skipped > 0) listener.push({ kind: 'skipped', events: skipped })
      for (const [index, item] of items.entries()) if (listener.wants(wanted[index] as LogEntry)) listener.push(item)
      if (listener.wantsRefusals) for (const letter of letters) listener.push(refusalOf(letter))
    }
    if (last > this.#position) this.#isBehind = true
    return lines.length > 0 || letters.length > 0
  }

  async #itemsOf(lines: readonly LogEntry[]): Promise<readonly LiveEvent[]> {
    const decisions = new Map<SubscriberNumber, readonly Decision[]>()
    for (const { subscriber } of lines) {
      if (!decisions.has(subscriber)) decisions.set(subscriber, await this.#options.store.decisions(subscriber, newestDecisions))
    }
    const { tell } = tellerOf(lines.length === 0 ? undefined : await programInForce(this.#options.store))
    const called = await calledBy(this.#options.store, [...decisions.keys()])
    return lines.map((line) => ({ ...eventOf(line, decisions.get(line.subscriber) ?? [], tell), calledBy: called.get(line.subscriber) ?? null }))
  }
}

/** Only of lines that hold an event. */
function eventOf(line: LogEntry, decisions: readonly Decision[], tell: (decision: Decision) => ToldDecision): Omit<LiveEvent, 'calledBy'> {
  const arrival = arrivalOf(line)
  const { event, userId = null, anonymousId = null } = arrival as NonNullable<typeof arrival>
  const because = decisions.filter(({ at, kind }) => at === line.receivedAt && kind !== 'adopted')
  return {
    kind: 'event',
    position: line.position,
    receivedAt: line.receivedAt,
    occurredAt: event.occurredAt,
    name: event.name,
    messageId: event.messageId,
    subscriber: line.subscriber,
    userId,
    anonymousId,
    source: sourceOf(line),
    properties: event.properties,
    traits: event.traits ?? null,
    matched: because.map((decision) => ({
      kind: decision.kind,
      journey: 'journey' in decision ? decision.journey : null,
      text: decisionSentence(decision),
      ...tell(decision),
    })),
  }
}

function sourceOf(line: LogEntry): LiveSource {
  const arrival = arrivalOf(line)
  if (arrival?.report !== undefined) return 'report'
  if (arrival?.event.silent === true) return 'import'
  return arrival?.fromBrowser === true ? 'browser' : 'server'
}

function refusalOf({ id, receivedAt, source, reason, body }: StoredDeadLetter): LiveRefusal {
  return { kind: 'refused', letter: `${id}-${receivedAt}`, receivedAt, reason, said: readRefusal(reason), body, through: source }
}

class Listener implements LiveListener {
  readonly #filter: LiveFilter
  readonly #name: string | undefined
  readonly #onClose: () => void
  readonly #queue: LiveItem[] = []
  #waiting: ((item: LiveItem | undefined) => void) | undefined
  #isClosed = false

  constructor(filter: LiveFilter, onClose: () => void) {
    this.#filter = filter
    this.#name = filter.event?.toLowerCase()
    this.#onClose = onClose
  }

  wants(line: LogEntry): boolean {
    const { subscriber, source } = this.#filter
    if (subscriber !== undefined && line.subscriber !== subscriber) return false
    if (this.#name !== undefined && !line.name.toLowerCase().startsWith(this.#name)) return false
    return arrivalOf(line) !== undefined && (source === undefined || sourceOf(line) === source)
  }

  /** What was refused has no name that could be trusted, and nobody whom it is about. */
  get wantsRefusals(): boolean {
    const { event, subscriber, source } = this.#filter
    return event === undefined && subscriber === undefined && source === undefined
  }

  push(item: LiveItem): void {
    if (this.#isClosed) return
    if (this.#queue.length >= queued) return this.cut('events came faster than they were read; listen again')
    const waiting = this.#waiting
    this.#waiting = undefined
    if (waiting === undefined) this.#queue.push(item)
    else waiting(item)
  }

  cut(because: string): void {
    if (this.#isClosed) return
    this.#end()
    const waiting = this.#waiting
    this.#waiting = undefined
    if (waiting === undefined) this.#queue.push({ kind: 'cut', because })
    else waiting({ kind: 'cut', because })
  }

  next(): Promise<LiveItem | undefined> {
    const item = this.#queue.shift()
    if (item !== undefined || this.#isClosed) return Promise.resolve(item)
    return new Promise((resolve) => {
      this.#waiting = resolve
    })
  }

  close(): void {
    if (!this.#isClosed) this.#end()
    this.#queue.length = 0
    this.#waiting?.(undefined)
    this.#waiting = undefined
  }

  #end(): void {
    this.#isClosed = true
    this.#onClose()
  }
}
