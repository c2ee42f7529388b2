// Plays a log into a copy, line by line and in virtual time: what people did and what the team commanded, each pseudonymized; publications, pauses and stop
// switches in their places between them. Everything else of the copy (states, messages, counts, decisions) is what the product makes of that by itself.

import type { Arrival } from '../model/arrival.ts'
import type { Pause, PauseChange } from '../model/pause.ts'
import { isSameScope, type Stop, type StopsOfTime } from '../model/stop.ts'
import type { CommandIdentity } from '../runtime/inbox.ts'
import { arrivalOf, inputOf, whoIn } from '../runtime/log-entry.ts'
import type { SourceInForce } from '../runtime/publishing/source-records.ts'
import type { Runtime } from '../runtime/runtime.ts'
import type { LogEntry, Position, Store, SubscriberNumber } from '../runtime/store.ts'
import type { VirtualClock } from '../testing/virtual-clock.ts'
import type { Pseudonymizer } from './pseudonymize.ts'
import { pseudonymizeArrival, pseudonymizeCommand, pseudonymizeReport } from './pseudonymize-input.ts'

export interface PlayLogOptions {
  readonly runtime: Pick<Runtime, 'inbox' | 'publish' | 'changePause' | 'changeStops' | 'settle'>
  /** The copy, for reading. */
  readonly copy: Pick<Store, 'resolve' | 'delivery'>
  readonly clock: VirtualClock
  readonly hide: Pseudonymizer
  /** What changed between the lines, in order of place. */
  readonly changes: readonly PlacedChange[]
}

/** Something that happened after the line at `position`, and before the next. */
export interface PlacedChange {
  readonly position: Position
  readonly at: number | undefined
  apply(runtime: PlayLogOptions['runtime']): Promise<unknown>
}

/** Events that are decided together at most. */
const mostAtOnce = 400
/** For a reason that somebody of the team typed, who may have named a person. */
const asThere = 'as in the workspace'
/** What is received within so long is decided together; each still at its own instant. */
const strideMs = 6 * 3_600_000

export class PlayLog {
  events = 0
  /** Reports about messages that the copy never sent, because it decided otherwise. */
  unmatched = 0
  readonly #options: PlayLogOptions
  /** Numbers of the log, and who they are in the copy. */
  readonly #numbers = new Map<SubscriberNumber, SubscriberNumber>()
  /** The other way round: whose message it was, so that it can be asked what became of it. */
  readonly #origins = new Map<SubscriberNumber, SubscriberNumber>()
  #batch: Arrival[] = []
  #unseen = new Map<SubscriberNumber, string>()
  #change = 0

  constructor(options: PlayLogOptions) {
    this.#options = options
  }

  /** The key of the same message in the log that is played; undefined where its reader is not known. */
  originOf(key: string): string | undefined {
    return rekeyed(key, this.#origins)
  }

  /** Takes the next line of somebody who comes along. */
  async take(entry: LogEntry): Promise<void> {
    await this.#changesUntil(entry.position)
    const arrival = arrivalOf(entry)
    if (arrival !== undefined) return arrival.report === undefined ? this.#event(entry, arrival) : this.#report(entry, arrival)
    const input = inputOf(entry)
    if (input?.kind !== 'command') return
    await this.#flush(entry.receivedAt)
    const command = pseudonymizeCommand(input.command, this.#options.hide, (key) => rekeyed(key, this.#numbers) ?? this.#options.hide.id(key))
    if (command === undefined) return
    const identity = this.#identityOf(entry)
    await this.#options.runtime.inbox.command(identity, command, input.source)
    if (identity.subscriber === undefined) await this.#learn(new Map([[entry.subscriber, nameOf(identity)]]))
  }

  /** Plays what is left, and lets time pass up to an instant. */
  async end(at: number): Promise<void> {
    await this.#changesUntil(Number.POSITIVE_INFINITY)
    await this.#flush(at)
  }

  async #event({ subscriber }: LogEntry, arrival: Arrival): Promise<void> {
    const { receivedAt } = arrival.event
    const first = this.#batch[0]?.event.receivedAt ?? receivedAt
    if (this.#batch.length >= mostAtOnce || receivedAt - first > strideMs) await this.#flush(Math.max(first, this.#batch.at(-1)?.event.receivedAt ?? 0))
    const hidden = pseudonymizeArrival(arrival, this.#options.hide)
    this.#batch.push(hidden)
    this.events += 1
    if (!this.#numbers.has(subscriber) && !this.#unseen.has(subscriber)) this.#unseen.set(subscriber, nameOf(hidden))
  }

  async #report(entry: LogEntry, arrival: Arrival): Promise<void> {
    const { copy, hide } = this.#options
    const keyOf = (): string | undefined => rekeyed(arrival.report?.message ?? '', this.#numbers)
    const known = keyOf()
    // The message may be one that what waits brings about.
    if (known === undefined || (await copy.delivery(known)) === undefined) await this.#flush(entry.receivedAt)
    const message = keyOf()
    const delivery = message === undefined ? undefined : await copy.delivery(message)
    if (message === undefined || delivery === undefined) {
      this.unmatched += 1
      return
    }
    this.#batch.push(pseudonymizeReport(arrival, { subscriber: delivery.subscriber, message }, hide))
    this.events += 1
  }

  #identityOf(entry: LogEntry): CommandIdentity {
    const who = whoIn(entry)
    if (who !== undefined) return who.startsWith('u:') ? { userId: this.#options.hide.id(who.slice(2)) } : { anonymousId: this.#options.hide.id(who.slice(2)) }
    const subscriber = this.#numbers.get(entry.subscriber)
    return subscriber === undefined ? { anonymousId: this.#options.hide.id(`number ${entry.subscriber}`) } : { subscriber }
  }

  async #flush(at: number): Promise<void> {
    const { clock, runtime } = this.#options
    const batch = this.#batch
    const unseen = this.#unseen
    this.#batch = []
    this.#unseen = new Map()
    clock.advanceTo(Math.max(clock.now(), at, batch.at(-1)?.event.receivedAt ?? 0))
    const taken = batch.length > 0 ? runtime.inbox.submit(batch) : undefined
    await runtime.settle()
    await taken
    await this.#learn(unseen)
  }

  async #learn(named: ReadonlyMap<SubscriberNumber, string>): Promise<void> {
    const owners = await this.#options.copy.resolve([...named.values()])
    let place = 0
    for (const number of named.keys()) {
      const owner = owners[place]
      place += 1
      if (owner === undefined || this.#numbers.has(number)) continue
      this.#numbers.set(number, owner)
      if (!this.#origins.has(owner)) this.#origins.set(owner, number)
    }
  }

  async #changesUntil(position: Position): Promise<void> {
    const { changes, clock, runtime } = this.#options
    for (let change = changes[this.#change]; change !== undefined && change.position < position; change = changes[this.#change]) {
      this.#change += 1
      await this.#flush(change.at ?? clock.now())
      await change.apply(runtime)
      await runtime.settle()
    }
  }
}

/** What changed beside the log, in its places. The first source is what the copy starts with. */
export function placedChanges(
  sources: readonly SourceInForce[],
  { pauses, stops }: { readonly pauses: readonly PauseChange[]; readonly stops: readonly StopsOfTime[] },
): readonly PlacedChange[] {
  const changes: PlacedChange[] = sources.slice(1).map(({ position, at, source }) => ({
    position,
    at,
    apply: (runtime) => runtime.publish(source, { by: 'the workspace that it is a copy of' }),
  }))
  for (const pause of pauses) {
    const { position = Number.MAX_SAFE_INTEGER, at } = pause
    changes.push({ position, at, apply: (runtime) => applyPause(runtime, pause) })
  }
  let before: readonly Stop[] = []
  for (const { position, stops: after } of stops) {
    const [was, is] = [before, after]
    changes.push({ position, at: undefined, apply: (runtime) => applyStops(runtime, was, is) })
    before = after
  }
  return changes.sort((one, other) => one.position - other.position || (one.at ?? 0) - (other.at ?? 0))
}

/** A journey whose file said so is paused, or goes on, with its publication. */
async function applyPause({ changePause }: Pick<Runtime, 'changePause'>, change: PauseChange): Promise<ReadonlyMap<string, Pause> | undefined> {
  const { journey } = change
  if (change.do === 'choose') {
    const { at: _, position: __, ...wish } = change
    return changePause(wish).catch(() => undefined)
  }
  const wish =
    change.do === 'pause'
      ? { journey, do: change.do, because: change.by === 'admin' ? asThere : change.because, by: change.by }
      : { journey, do: change.do, mode: change.mode }
  return changePause(wish).catch(() => undefined)
}

async function applyStops({ changeStops }: Pick<Runtime, 'changeStops'>, was: readonly Stop[], is: readonly Stop[]): Promise<void> {
  for (const { scope } of was) if (!is.some((stop) => isSameScope(stop.scope, scope))) await changeStops({ resume: scope })
  for (const { who: _, ...stop } of is) {
    if (was.some(({ scope }) => isSameScope(stop.scope, scope))) continue
    await changeStops({ stop: stop.by === undefined ? { ...stop, because: asThere } : stop })
  }
}

/** The key of a message, which begins with the number of whoever gets it, for another number. */
function rekeyed(key: string, numbers: ReadonlyMap<SubscriberNumber, SubscriberNumber>): string | undefined {
  const end = key.indexOf('/')
  const number = numbers.get(Number(key.slice(0, end)))
  return end < 1 || number === undefined ? undefined : `${number}${key.slice(end)}`
}

function nameOf({ userId, anonymousId }: Pick<Arrival, 'userId' | 'anonymousId'>): string {
  return userId === undefined ? `a:${anonymousId ?? ''}` : `u:${userId}`
}
