// The reading desk as the doors ask it: its thread begins with the first question, or when one is to be expected, and ends when nobody asked for a while. Counts have numbers, so that
// whoever began one can ask how far it is, from any request, and stop it.

import type { Problem } from '../../model/definitions.ts'
import { OncueError } from '../../model/errors.ts'
import { limits } from '../../model/limits.ts'
import type { Clock } from '../../runtime/clock.ts'
import type { WriterThread } from '../../runtime/writing/thread-messages.ts'
import type { PeopleCount } from './count-people.ts'
import { DeskThread, type DeskThreadOptions } from './desk-in-thread.ts'
import { type CountQuestion, type DeskQuestion, type DeskQuestions, type ReadableStore, ReadingDesk } from './reading-desk.ts'

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
  count(run: Run, question: CountQuestion, tell: (count: PeopleCount) => void): ReturnType<ReadingDesk['count']>
  stop(id: number): void
  rehearse(now: number): void
  /** Whether somebody waits for an answer. */
  isBusy(): boolean
  close(): Promise<void>
}

export interface DeskOptions {
  readonly store: ReadableStore
  /** Without one everything is answered in this thread, page by page. */
  readonly thread?: WriterThread | undefined
  readonly clock: Clock
  /** How often it is looked whether the thread still says something. */
  readonly lookEveryMs?: number
}

/** How long the thread waits for another question. */
const idleMs = 30 * 60_000
/** How long after it was woken it rehearses: whoever opens the console has it on the screen by then, and has found nobody to ask about yet. */
const rehearseAfterMs = 2000

export class DeskDoor {
  readonly #options: DeskOptions
  readonly #runs = new Map<number, Run>()
  #worked: Worked | undefined
  #forgetIdle: () => void = () => {}
  #forgetRehearsal: () => void = () => {}
  #last = 0
  #isClosed = false

  constructor(options: DeskOptions) {
    this.#options = options
  }

  /** Begins its thread before anybody asks, because the first question would wait for it, and lets it rehearse. Without questions it ends like any other. */
  wake(): void {
    if (this.#isClosed) return
    const { clock } = this.#options
    const isAwake = this.#worked !== undefined
    const desk = this.#desk()
    if (isAwake) return
    this.#forgetRehearsal = clock.at(clock.now() + rehearseAfterMs, () => {
      if (this.#worked === desk) desk.rehearse(clock.now())
    })
  }

  async ask<What extends DeskQuestion>(what: What, question: DeskQuestions[What]['question']): Promise<DeskQuestions[What]['answer']> {
    return this.#desk().ask(what, question) as Promise<DeskQuestions[What]['answer']>
  }

  /** Whether there is anything to forget: no thread begins for it. */
  async forget(): Promise<void> {
    if (this.#worked !== undefined) await this.ask('forget', undefined)
  }

  /** Begins to count. Where too many go on already, the oldest of whoever has the most is stopped, so that nobody stops the counts of others by beginning many. */
  count({ by, ...question }: CountQuestion & { readonly by: string }): CountStatus {
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
    this.#desk()
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
    this.#isClosed = true
    this.#forgetIdle()
    this.#forgetRehearsal()
    for (const run of this.#runs.values()) this.#end(run)
    await this.#worked?.close()
    this.#worked = undefined
  }

  #desk(): Worked {
    if (this.#isClosed) throw new OncueError('stopping', {})
    const { store, thread, clock, lookEveryMs } = this.#options
    if (thread === undefined) {
      this.#worked ??= workedHere(store)
      return this.#worked
    }
    if (this.#worked === undefined) {
      const onEnd = (): void => {
        if (this.#worked === worked) this.#worked = undefined
      }
      const worked = workedInThread({ thread, onEnd, ...(lookEveryMs === undefined ? {} : { lookEveryMs }) })
      this.#worked = worked
    }
    this.#forgetIdle()
    this.#forgetIdle = clock.at(clock.now() + idleMs, () => this.#rest())
    return this.#worked
  }

  #rest(): void {
    if (this.#worked?.isBusy()) return void this.#desk()
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
    // Here others wait meanwhile.
    rehearse: () => {},
    isBusy: () => false,
    close: async () => {},
  }
}

function workedInThread(options: DeskThreadOptions): Worked {
  const thread = new DeskThread(options)
  const ids = new Map<number, number>()
  return {
    ask: (what, question) => thread.ask({ kind: 'ask', what, question: question as never }, { onEstimate: () => {}, onAsked: () => {} }).answer,
    count: async (run, question, tell) => {
      const { id, answer } = thread.ask({ kind: 'count', question }, { onEstimate: tell, onAsked: (asked, share) => change(run, { asked, share }) })
      ids.set(run.status.id, id)
      return (await answer.finally(() => ids.delete(run.status.id))) as never
    },
    stop: (count) => {
      const id = ids.get(count)
      if (id !== undefined) thread.stop(id)
    },
    rehearse: (now) => thread.rehearse(now),
    isBusy: () => thread.isBusy,
    close: () => thread.close(),
  }
}
