// The reading desk as the doors ask it: its thread begins with the first question and ends when nobody asked for a while. Counts have numbers, so that
// whoever began one can ask how far it is, from any request, and stop it.

import { Worker } from 'node:worker_threads'
import type { Problem } from '../../model/definitions.ts'
import { limits } from '../../model/limits.ts'
import type { Clock } from '../../runtime/clock.ts'
import { threadMemory } from '../../runtime/thread-memory.ts'
import { unpackError, type WriterThread } from '../../runtime/thread-messages.ts'
import type { PeopleCount } from './count-people.ts'
import type { FromDesk, ToDesk } from './desk-messages.ts'
import { type ConditionQuestion, type DeskQuestion, type DeskQuestions, type ReadableStore, ReadingDesk } from './reading-desk.ts'

export interface CountStatus {
  readonly id: number
  readonly state: 'counting' | 'done' | 'stopped' | 'failed'
  /** The newest that is known: an estimate at first, exact at the end; null before the first people were asked. */
  readonly count: PeopleCount | null
  /** How many of everybody were asked for the exact number. */
  readonly asked: number
  /** How much of counting everybody is done, from 0 to 1. */
  readonly share: number
  /** What is wrong with the condition; then nobody was asked. */
  readonly problems: readonly Problem[]
}

interface Run {
  status: CountStatus
  /** Who began it: they may stop it, and nobody else. */
  readonly by: string
  isStopped: boolean
  /** Resolves when the status has changed for the next time. */
  changed: PromiseWithResolvers<void>
}

/** How the desk is worked: in a thread, or in this one. */
interface Worked {
  ask(what: DeskQuestion, question: unknown): Promise<unknown>
  count(run: Run, question: ConditionQuestion & { readonly now: number }, tell: (count: PeopleCount) => void): ReturnType<ReadingDesk['count']>
  stop(id: number): void
  close(): Promise<void>
}

/** How long the thread waits for another question. */
const idleMs = 10 * 60_000

export class DeskDoor {
  readonly #options: { readonly store: ReadableStore; readonly thread?: WriterThread | undefined; readonly clock: Clock }
  readonly #runs = new Map<number, Run>()
  #worked: Worked | undefined
  #forgetIdle: () => void = () => {}
  #last = 0

  /** Without a thread everything is answered in this one, page by page. */
  constructor(options: { readonly store: ReadableStore; readonly thread?: WriterThread | undefined; readonly clock: Clock }) {
    this.#options = options
  }

  ask<What extends DeskQuestion>(what: What, question: DeskQuestions[What]['question']): Promise<DeskQuestions[What]['answer']> {
    return this.#desk().ask(what, question) as Promise<DeskQuestions[What]['answer']>
  }

  /** Whether there is anything to forget: no thread begins for it. */
  async forget(): Promise<void> {
    if (this.#worked !== undefined) await this.ask('forget', undefined)
  }

  /** Begins to count. Where too many go on already, the oldest of whoever has the most is stopped, so that nobody stops the counts of others by beginning many. */
  count({ by, ...question }: ConditionQuestion & { readonly now: number; readonly by: string }): CountStatus {
    this.#last += 1
    const id = this.#last
    const run: Run = {
      by,
      status: { id, state: 'counting', count: null, asked: 0, share: 0, problems: [] },
      isStopped: false,
      changed: Promise.withResolvers(),
    }
    this.#runs.set(id, run)
    const going = [...this.#runs.values()].filter(({ status }) => status.state === 'counting')
    if (going.length > limits.countsAtOnce) this.#end(oldestOfMost(going))
    for (const old of [...this.#runs.keys()].slice(0, -limits.countsKept)) this.#runs.delete(old)
    const desk = this.#desk()
    desk
      .count(run, question, (count) => change(run, { count }))
      .then(
        (result) => {
          if (run.status.state !== 'counting') return
          if (result === undefined) change(run, { state: 'stopped' })
          else if ('problems' in result) change(run, { state: 'failed', problems: result.problems })
          else change(run, { state: 'done', count: result, asked: result.asked, share: 1 })
        },
        () => change(run, { state: 'failed' }),
      )
    return run.status
  }

  /** Answers once there is something new to the one who knows this much, or after so long; undefined for a count that is not known. */
  async status(id: number, { waitMs, until }: { readonly waitMs: number; readonly until: 'an estimate' | 'the end' }): Promise<CountStatus | undefined> {
    const run = this.#runs.get(id)
    if (run === undefined || waitMs === 0) return run?.status
    const { promise: timeUp, resolve } = Promise.withResolvers<'time'>()
    const forget = this.#options.clock.at(this.#options.clock.now() + waitMs, () => resolve('time'))
    const isEnough = ({ state, count }: CountStatus): boolean => state !== 'counting' || (until === 'an estimate' && (count?.asked ?? 0) >= limits.countSample)
    while (!isEnough(run.status)) if ((await Promise.race([run.changed.promise, timeUp])) === 'time') break
    forget()
    return run.status
  }

  /** Stops a count of `by`, or anybody's. Undefined for one that is not known; nothing is stopped for anybody else, and `not yours` is answered. */
  stop(id: number, by: { readonly name: string } | 'anybody'): CountStatus | 'not yours' | undefined {
    const run = this.#runs.get(id)
    if (run === undefined) return undefined
    if (by !== 'anybody' && by.name !== run.by) return 'not yours'
    this.#end(run)
    return run.status
  }

  #end(run: Run): void {
    if (run.status.state !== 'counting') return
    run.isStopped = true
    this.#worked?.stop(run.status.id)
    change(run, { state: 'stopped' })
  }

  async close(): Promise<void> {
    this.#forgetIdle()
    for (const run of this.#runs.values()) this.#end(run)
    await this.#worked?.close()
    this.#worked = undefined
  }

  #desk(): Worked {
    const { store, thread, clock } = this.#options
    if (thread === undefined) {
      this.#worked ??= workedHere(store)
      return this.#worked
    }
    if (this.#worked === undefined) {
      const worked = workedInThread(thread, () => {
        if (this.#worked === worked) this.#worked = undefined
      })
      this.#worked = worked
    }
    this.#forgetIdle()
    this.#forgetIdle = clock.at(clock.now() + idleMs, () => this.#rest())
    return this.#worked
  }

  #rest(): void {
    if ([...this.#runs.values()].some(({ status }) => status.state === 'counting')) return void this.#desk()
    void this.#worked?.close()
    this.#worked = undefined
  }
}

function oldestOfMost(going: readonly Run[]): Run {
  const most = [...Map.groupBy(going, ({ by }) => by).values()].reduce((one, other) => (other.length > one.length ? other : one))
  return most[0] as Run
}

function change(run: Run, to: Partial<CountStatus>): void {
  run.status = { ...run.status, ...to }
  run.changed.resolve()
  run.changed = Promise.withResolvers()
}

function workedHere(store: ReadableStore): Worked {
  const desk = new ReadingDesk(store)
  return {
    ask: (what, question) => desk[what](question as never),
    count: (run, question, tell) =>
      desk.count(question, { onEstimate: tell, onAsked: (asked, share) => change(run, { asked, share }), isOver: () => run.isStopped }),
    stop: () => {},
    close: async () => {},
  }
}

function workedInThread(thread: WriterThread, onEnd: () => void): Worked {
  const worker = new Worker(new URL('./desk-thread.ts', import.meta.url), { workerData: { thread }, name: 'reading desk', resourceLimits: threadMemory })
  const waiting = new Map<number, { readonly run: Run | undefined; readonly tell: (count: PeopleCount) => void; readonly end: PromiseWithResolvers<unknown> }>()
  const ended = Promise.withResolvers<void>()
  let last = 0
  const end = (error: Error): void => {
    for (const { end: one } of waiting.values()) one.reject(error)
    waiting.clear()
    onEnd()
    ended.resolve()
  }
  worker.on('message', (message: FromDesk) => {
    if (message.kind === 'failed start') return end(unpackError(message.error))
    const asked = waiting.get(message.id)
    if (asked === undefined) return
    if (message.kind === 'estimate') asked.tell(message.count)
    else if (message.kind === 'asked') asked.run && change(asked.run, { asked: message.people, share: message.share })
    else {
      waiting.delete(message.id)
      if (asked.run !== undefined) ids.delete(asked.run.status.id)
      if (message.kind === 'answer') asked.end.resolve(message.value)
      else asked.end.reject(unpackError(message.error))
    }
  })
  worker.on('error', end)
  worker.on('exit', () => end(new Error('the thread of the reading desk ended')))
  // The server does not stay up for it.
  worker.unref()
  const ids = new Map<number, number>()
  const send = (run: Run | undefined, tell: (count: PeopleCount) => void, message: (id: number) => ToDesk): Promise<unknown> => {
    last += 1
    const asked = { run, tell, end: Promise.withResolvers<unknown>() }
    waiting.set(last, asked)
    if (run !== undefined) ids.set(run.status.id, last)
    worker.postMessage(message(last))
    return asked.end.promise
  }
  return {
    ask: (what, question) =>
      send(
        undefined,
        () => {},
        (id) => ({ kind: 'ask', id, what, question: question as never }),
      ),
    count: (run, question, tell) => send(run, tell, (id) => ({ kind: 'count', id, question })) as never,
    stop: (count) => {
      const id = ids.get(count)
      if (id !== undefined) worker.postMessage({ kind: 'stop', id } satisfies ToDesk)
    },
    close: async () => {
      worker.ref()
      worker.postMessage({ kind: 'end' } satisfies ToDesk)
      await ended.promise
    },
  }
}
