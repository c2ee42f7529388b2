// The writer in a thread of its own, seen from the main thread. What is submitted in one turn of the event loop crosses together.

import { Worker } from 'node:worker_threads'
import type { ProgramSource } from '../../engine/program.ts'
import type { Arrival, Receipt } from '../../model/arrival.ts'
import { OncueError } from '../../model/errors.ts'
import { limits } from '../../model/limits.ts'
import { arrivalBody } from '../log-entry.ts'
import { writerMemory } from '../thread-memory.ts'
import type { Writer } from '../writer-port.ts'
import { type AskedMethod, type FromThread, type ThreadStart, type ToThread, unpackError, type WriterThread } from './thread-messages.ts'
import type { WriterOptions } from './writer.ts'

interface Pending {
  readonly resolve: (value: never) => void
  readonly reject: (error: unknown) => void
  /** How many events were submitted; 0 for everything else. */
  readonly events: number
}

export interface ThreadedWriterOptions extends Pick<WriterOptions, 'onCommit' | 'onHanded' | 'onError'> {
  readonly thread: WriterThread
  readonly source: ProgramSource
  readonly tombstoneKey?: string | undefined
  /** How far the workspace's clock stands ahead of the machine's, where it can be wound. */
  readonly lead?: SharedArrayBuffer | undefined
}

/** Starts the thread and resolves when its store is open. */
export async function startThreadedWriter(options: ThreadedWriterOptions): Promise<Writer> {
  const start: ThreadStart = { thread: options.thread, source: options.source, tombstoneKey: options.tombstoneKey, lead: options.lead }
  const worker = new Worker(new URL('./writer-thread.ts', import.meta.url), { workerData: start, name: 'writer', resourceLimits: writerMemory })
  const writer = new ThreadedWriter(worker, options)
  await writer.ready
  return writer
}

class ThreadedWriter implements Writer {
  readonly ready: Promise<void>
  readonly #worker: Worker
  readonly #options: ThreadedWriterOptions
  readonly #pending = new Map<number, Pending>()
  readonly #start = Promise.withResolvers<void>()
  #nextId = 1
  #waitingEvents = 0
  #texts: string[] = []
  #ids: number[] = []
  #ended: OncueError<'writer-ended'> | undefined
  #hasStopped = false

  constructor(worker: Worker, options: ThreadedWriterOptions) {
    this.#worker = worker
    this.#options = options
    this.ready = this.#start.promise
    worker.on('message', (message: FromThread) => this.#hear(message))
    worker.on('error', (error) => this.#end(error instanceof Error ? error.message : String(error)))
    worker.on('exit', (code) => this.#end(`its thread exited with code ${code}`))
  }

  submit(arrivals: readonly Arrival[], bodies?: readonly string[]): Promise<readonly Receipt[]> {
    if (arrivals.length === 0) return Promise.resolve([])
    if (this.#waitingEvents > 0 && this.#waitingEvents + arrivals.length > limits.queuedEvents) {
      return Promise.reject(new OncueError('overloaded', { waiting: this.#waitingEvents }))
    }
    return new Promise((resolve, reject) => {
      const id = this.#expect({ resolve, reject, events: arrivals.length })
      if (id === undefined) return
      if (this.#ids.length === 0) setImmediate(() => this.#flush())
      this.#ids.push(id)
      this.#texts.push(arrivals.map((arrival, index) => bodies?.[index] ?? arrivalBody(arrival)).join('\n'))
    })
  }

  #flush(): void {
    this.#post({ kind: 'submit', ids: this.#ids, texts: this.#texts })
    this.#ids = []
    this.#texts = []
  }

  readonly command: Writer['command'] = (...values) => this.#ask('command', values)
  readonly refuse: Writer['refuse'] = (...values) => this.#ask('refuse', values)
  readonly take: Writer['take'] = (...values) => this.#ask('take', values)
  readonly finish: Writer['finish'] = (...values) => this.#ask('finish', values)
  readonly keepMessage: Writer['keepMessage'] = (...values) => this.#ask('keepMessage', values)
  readonly interrupted: Writer['interrupted'] = (...values) => this.#ask('interrupted', values)
  readonly publish: Writer['publish'] = (...values) => this.#ask('publish', values)
  readonly changeStops: Writer['changeStops'] = (...values) => this.#ask('changeStops', values)
  readonly changePause: Writer['changePause'] = (...values) => this.#ask('changePause', values)
  readonly expectVolume: Writer['expectVolume'] = (...values) => this.#ask('expectVolume', values)
  readonly changeAllowance: Writer['changeAllowance'] = (...values) => this.#ask('changeAllowance', values)
  readonly changeCatalogue: Writer['changeCatalogue'] = (...values) => this.#ask('changeCatalogue', values)
  readonly describe: Writer['describe'] = (...values) => this.#ask('describe', values)
  readonly takeApart: Writer['takeApart'] = (...values) => this.#ask('takeApart', values)
  readonly erase: Writer['erase'] = (...values) => this.#ask('erase', values)
  readonly finishErasure: Writer['finishErasure'] = (...values) => this.#ask('finishErasure', values)
  readonly unfinishedErasures: Writer['unfinishedErasures'] = () => this.#ask('unfinishedErasures', [])
  readonly record: Writer['record'] = (...values) => this.#ask('record', values)
  readonly nextDue: Writer['nextDue'] = (...values) => this.#ask('nextDue', values)
  readonly wind: Writer['wind'] = (...values) => this.#ask('wind', values)
  readonly idle: Writer['idle'] = () => this.#ask('idle', [])

  /** Whether everything that was asked has been answered. Deadlines are the thread's own; `idle` waits for them too. */
  get isIdle(): boolean {
    return this.#pending.size === 0
  }

  async stop(): Promise<void> {
    if (this.#ids.length > 0) this.#flush()
    await this.#ask('stop', [])
    this.#hasStopped = true
    await this.#worker.terminate()
  }

  #ask<Result>(method: AskedMethod, values: readonly unknown[]): Promise<Result> {
    return new Promise((resolve, reject) => {
      const id = this.#expect({ resolve, reject, events: 0 })
      if (id === undefined) return
      // What was submitted before is decided before.
      if (this.#ids.length > 0) this.#flush()
      this.#post({ kind: 'ask', id, method, values })
    })
  }

  #expect(pending: Pending): number | undefined {
    if (this.#ended !== undefined) {
      pending.reject(this.#ended)
      return undefined
    }
    const id = this.#nextId
    this.#nextId += 1
    this.#pending.set(id, pending)
    this.#waitingEvents += pending.events
    return id
  }

  #post(message: ToThread): void {
    if (message.kind !== 'submit' || message.ids.length > 0) this.#worker.postMessage(message)
  }

  #hear(message: FromThread): void {
    switch (message.kind) {
      case 'ready':
        return this.#start.resolve()
      case 'receipts':
        for (const [index, id] of message.ids.entries()) {
          const pending = this.#settle(id)
          const receipts = new Array<Receipt>(pending?.events ?? 0).fill('accepted')
          for (const duplicate of message.duplicates[index] ?? []) receipts[duplicate] = 'duplicate'
          pending?.resolve(receipts as never)
        }
        return
      case 'answer':
        return this.#settle(message.id)?.resolve(message.value as never)
      case 'refusal':
        for (const id of message.ids) this.#settle(id)?.reject(unpackError(message.error))
        return
      case 'commit':
        return this.#options.onCommit(message.report)
      case 'handed':
        return this.#options.onHanded(message.handed)
      case 'failure':
        return this.#options.onError(unpackError(message.error))
      case 'failed start':
        return this.#start.reject(unpackError(message.error))
    }
  }

  #settle(id: number): Pending | undefined {
    const pending = this.#pending.get(id)
    this.#pending.delete(id)
    this.#waitingEvents -= pending?.events ?? 0
    return pending
  }

  #end(reason: string): void {
    if (this.#ended !== undefined) return
    this.#ended = new OncueError('writer-ended', { reason })
    this.#start.reject(this.#ended)
    for (const { reject } of this.#pending.values()) reject(this.#ended)
    this.#pending.clear()
    if (!this.#hasStopped) this.#options.onError(this.#ended)
  }
}
