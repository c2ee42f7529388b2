// The reading desk's thread as the main thread sees it. Whatever becomes of the thread, everybody who asked is answered or told: a thread that ends, cannot
// start, or says nothing for a long while is given up, and the next question begins another one.

import { Worker } from 'node:worker_threads'
import { OncueError } from '../../model/errors.ts'
import { wallClock } from '../../runtime/clock.ts'
import { quietThreadMemory } from '../../runtime/thread-memory.ts'
import { unpackError, type WriterThread } from '../../runtime/writing/thread-messages.ts'
import type { PeopleCount } from './count-people.ts'
import type { DeskThreadQuestion, FromDesk, ToDesk } from './desk-messages.ts'

/** What is told of a question on its way to the answer. */
export interface OnTheWay {
  readonly onEstimate: (count: PeopleCount) => void
  readonly onAsked: (people: number, share: number) => void
}

interface Waiting extends OnTheWay {
  readonly answer: PromiseWithResolvers<unknown>
}

export interface DeskThreadOptions {
  readonly thread: WriterThread
  /** Once, when nothing more is answered: whoever asks again needs another thread. */
  readonly onEnd: () => void
  /** How often it is looked whether the thread still says something. */
  readonly lookEveryMs?: number
}

/** Looks in a row that find nothing said, until the thread is given up: minutes, because one page of people with long histories takes its time. */
const looksInVain = 12
const usualLookMs = 10_000
/** The machine's, because the workspace's may be wound, and threads do not answer sooner then. */
const clock = wallClock()

export class DeskThread {
  readonly #worker: Worker
  readonly #onEnd: () => void
  readonly #lookEveryMs: number
  readonly #waiting = new Map<number, Waiting>()
  readonly #ended = Promise.withResolvers<void>()
  #hasEnded = false
  #last = 0
  #forgetLook: (() => void) | undefined
  #inVain = 0

  constructor({ thread, onEnd, lookEveryMs = usualLookMs }: DeskThreadOptions) {
    this.#onEnd = onEnd
    this.#lookEveryMs = lookEveryMs
    const worker = new Worker(new URL('./desk-thread.ts', import.meta.url), { workerData: { thread }, name: 'reading desk', resourceLimits: quietThreadMemory })
    this.#worker = worker
    worker.on('message', (message: FromDesk) => this.#hear(message))
    worker.on('messageerror', (error) => this.#giveUp(`what it said could not be read: ${error.message}`))
    worker.on('error', (error) => this.#end(error instanceof Error ? error.message : String(error)))
    worker.on('exit', (code) => this.#end(`it exited with code ${code}`))
    // The server does not stay up for it.
    worker.unref()
  }

  /** Whether somebody waits for an answer. */
  get isBusy(): boolean {
    return this.#waiting.size > 0
  }

  /** The number of the question, by which it can be stopped, and its answer. */
  ask(question: DeskThreadQuestion, { onEstimate, onAsked }: OnTheWay): { readonly id: number; readonly answer: Promise<unknown> } {
    this.#last += 1
    const id = this.#last
    const answer = Promise.withResolvers<unknown>()
    if (this.#hasEnded) answer.reject(ended('it has ended'))
    else {
      this.#waiting.set(id, { answer, onEstimate, onAsked })
      this.#attend()
      try {
        this.#say({ ...question, id })
      } catch (error) {
        // Only what is not plain data cannot cross.
        this.#settle(id)?.reject(error)
      }
    }
    return { id, answer: answer.promise }
  }

  rehearse(now: number): void {
    if (!this.#hasEnded) this.#say({ kind: 'rehearse', now })
  }

  stop(id: number): void {
    if (this.#waiting.has(id)) this.#say({ kind: 'stop', id })
  }

  /** Lets it close the store; one that does not come to it is ended. */
  async close(): Promise<void> {
    this.#worker.ref()
    this.#say({ kind: 'end' })
    const forget = clock.at(clock.now() + this.#lookEveryMs, () => this.#giveUp('it was closed'))
    await this.#ended.promise
    forget()
    await this.#worker.terminate()
  }

  #hear(message: FromDesk): void {
    this.#inVain = 0
    if (message.kind === 'awake') return
    if (message.kind === 'failed start') return this.#giveUp(unpackError(message.error))
    const { id } = message
    if (message.kind === 'estimate') this.#waiting.get(id)?.onEstimate(message.count)
    else if (message.kind === 'asked') this.#waiting.get(id)?.onAsked(message.people, message.share)
    else if (message.kind === 'answer') this.#settle(id)?.resolve(message.value)
    else this.#settle(id)?.reject(unpackError(message.error))
  }

  #say(message: ToDesk): void {
    this.#worker.postMessage(message)
  }

  #settle(id: number): PromiseWithResolvers<unknown> | undefined {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (this.#waiting.size === 0) this.#rest()
    return waiting?.answer
  }

  #attend(): void {
    if (this.#forgetLook !== undefined) return
    this.#inVain = 0
    this.#lookLater()
  }

  #lookLater(): void {
    this.#forgetLook = clock.at(clock.now() + this.#lookEveryMs, () => this.#look())
  }

  /** Looks are counted and not time: a machine that slept would find every thread silent. */
  #look(): void {
    this.#inVain += 1
    if (this.#inVain > looksInVain) return this.#giveUp(`it said nothing for ${(looksInVain * this.#lookEveryMs) / 1000} seconds`)
    this.#say({ kind: 'awake?' })
    this.#lookLater()
  }

  #rest(): void {
    this.#forgetLook?.()
    this.#forgetLook = undefined
  }

  #giveUp(reason: string | Error): void {
    this.#end(reason)
    void this.#worker.terminate()
  }

  #end(reason: string | Error): void {
    if (this.#hasEnded) return
    this.#hasEnded = true
    this.#rest()
    const error = typeof reason === 'string' ? ended(reason) : reason
    for (const { answer } of this.#waiting.values()) answer.reject(error)
    this.#waiting.clear()
    this.#onEnd()
    this.#ended.resolve()
  }
}

function ended(reason: string): OncueError<'desk-ended'> {
  return new OncueError('desk-ended', { reason })
}
