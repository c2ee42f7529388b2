// One life of the process: everything that a runtime is given, in a form that dies with it. A crash happens at a chosen point of a commit or
// of a hand-over; from then on nothing that belonged to this life does or answers anything, as after a SIGKILL. What the outside had by then
// (rows in the store, messages at the receiver) stays.

import type { JsonObject } from '../../src/model/json.ts'
import type { AttemptOutcome, Channel, OutgoingMessage } from '../../src/runtime/channel.ts'
import type { Clock } from '../../src/runtime/clock.ts'
import type { Commit, Committed, Store } from '../../src/runtime/store.ts'

/** Where a life can end, or be disturbed. `refuse` is a commit that fails and leaves the process alive, as on a full disk. */
export const faults = ['before commit', 'after commit', 'before hand-over', 'after hand-over', 'refuse commit'] as const
export type Fault = (typeof faults)[number]

export class Life {
  isOver = false
  readonly end: Promise<void>
  #finish: () => void = () => {}
  /** What goes wrong next, after so many more chances to. */
  #planned: { readonly fault: Fault; chances: number } | undefined

  constructor() {
    this.end = new Promise((resolve) => {
      this.#finish = resolve
    })
  }

  plan(fault: Fault, chances: number): void {
    this.#planned = { fault, chances }
  }

  /** Nothing goes wrong any more. */
  spare(): void {
    this.#planned = undefined
  }

  kill(): void {
    this.isOver = true
    this.#finish()
  }

  /** Whether the fault strikes here. */
  strikes(fault: Fault): boolean {
    if (this.#planned?.fault !== fault) return false
    this.#planned.chances -= 1
    if (this.#planned.chances > 0) return false
    this.#planned = undefined
    if (fault !== 'refuse commit') this.kill()
    return true
  }
}

/** What a dead process answers. */
export function never<Result>(): Promise<Result> {
  return new Promise(() => {})
}

/** A clock whose alarms ring only while the process lives. */
export function clockOf(life: Life, clock: Clock): Clock {
  return {
    now: () => clock.now(),
    at: (instant, callback) =>
      clock.at(instant, () => {
        if (!life.isOver) callback()
      }),
  }
}

/** Who is told of what stands, also of what nobody lived to hear of. */
export interface Witness {
  committed(commit: Commit): void
  kept(name: string, value: JsonObject): void
}

/** The commits that an erasure is made of. */
const erasing: ReadonlySet<keyof Store> = new Set(['beginErasure', 'blankEntries', 'forgetBelongings', 'forgetDeadLetters', 'finishErasure'])

/** The store as this life reaches it. Settings are commits of their own. */
export function storeOf(life: Life, store: Store, witness: Witness): Store {
  const commitAhead = async (change: Commit): Promise<Committed> => {
    if (life.isOver || life.strikes('before commit')) return never()
    if (life.strikes('refuse commit')) throw new Error('the disk is full')
    const { durable } = await store.commitAhead(change)
    witness.committed(change)
    return { durable: life.strikes('after commit') ? never() : durable }
  }
  const commit = async (change: Commit): Promise<void> => (await commitAhead(change)).durable
  const setSetting = async (name: string, value: JsonObject): Promise<void> => {
    if (life.isOver || life.strikes('before commit')) return never()
    if (life.strikes('refuse commit')) throw new Error('the disk is full')
    await store.setSetting(name, value)
    witness.kept(name, value)
    if (life.strikes('after commit')) return never()
  }
  const erase = async (change: (given: unknown[]) => Promise<unknown>, ...given: unknown[]): Promise<unknown> => {
    if (life.isOver || life.strikes('before commit')) return never()
    if (life.strikes('refuse commit')) throw new Error('the disk is full')
    const answer = await change(given)
    return life.strikes('after commit') ? never() : answer
  }
  return new Proxy(store, {
    get(target, name) {
      if (name === 'commit') return commit
      if (name === 'commitAhead') return commitAhead
      if (name === 'setSetting') return setSetting
      const value = target[name as keyof Store] as unknown
      if (typeof value !== 'function') return value
      if (erasing.has(name as keyof Store)) return erase.bind(undefined, (given) => value.apply(target, given))
      return (...given: unknown[]) => (life.isOver ? never() : value.apply(target, given))
    },
  })
}

/** A channel over a provider that outlives the process. */
export function channelOf(life: Life, name: Channel['name'], provider: (message: OutgoingMessage) => Promise<AttemptOutcome>): Channel {
  return {
    name,
    async deliver(message) {
      if (life.isOver || life.strikes('before hand-over')) return never()
      const outcome = await provider(message)
      return life.isOver || life.strikes('after hand-over') ? never() : outcome
    },
    async close() {},
  }
}
