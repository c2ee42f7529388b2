// The thread that renders, and its watch. A job that takes too much processor time or memory is ended with the thread; every other one is
// done again in the next thread.
//
// The life of a job: waiting -> (answered | ended with the thread). A job that was waiting, or that had been answered when the
// thread ended but whose answer was lost with it, is handed to the next thread: rendering changes nothing, so twice is harmless.

import { Worker } from 'node:worker_threads'
import { type FromWorker, type Job, type JobResult, phases, progressAt, type ToWorker } from './render-job.ts'

interface Waiting {
  readonly job: Job
  readonly answer: (result: JobResult) => void
}

/** How often a busy thread is looked at. */
const lookEveryMs = 25
/** Work that leaves no processor time on record, such as swapping, is ended after this many times the limit by the wall clock. */
const wallFactor = 10
/** Compiling may take this many times as long as rendering: it is done once, and a large page is no crime. */
const compilingFactor = 4
/** Templates that a thread keeps compiled, and templates that are remembered as ones that cannot be. */
const rememberedTemplates = 500
/** A thread that cannot even start, this often in a row, is not started again for the jobs that wait. */
const startsInVain = 3

export interface RenderThreadOptions {
  readonly limitMs: number
  /** Of one page in MJML; undefined where none is compiled. */
  readonly pageMs: number | undefined
  readonly heapMb: number
  readonly restMs: number | undefined
}

/** A thread for rendering, from the first job on: when one had to be ended, or went to rest, the next one takes over. */
export class RenderThread {
  /** How many times a thread had to be ended because one job took too much. */
  ended = 0
  private readonly limitMs: number
  private readonly pageMs: number | undefined
  private readonly heapMb: number
  private readonly restMs: number | undefined
  private readonly waiting = new Map<number, Waiting>()
  /** Templates that could not be compiled in time or memory. They will not be the next time, and must not end a thread for every recipient. */
  private readonly refused = new Map<string, JobResult>()
  private worker: Worker | undefined
  private progress = new Int32Array(new SharedArrayBuffer(8))
  private sent = new Set<string>()
  private lastNumber = 0
  private inVain = 0
  private closed = false
  private watch: NodeJS.Timeout | undefined
  private resting: NodeJS.Timeout | undefined
  private seen: Seen = nothingSeen
  /** The job for which the thread is being ended, when it is. */
  private endedFor: number | undefined

  constructor({ limitMs, pageMs, heapMb, restMs }: RenderThreadOptions) {
    this.limitMs = limitMs
    this.pageMs = pageMs
    this.heapMb = heapMb
    this.restMs = restMs
  }

  run(job: Job): Promise<JobResult> {
    if (this.closed) return Promise.resolve({ ok: false, reason: 'the renderer is closed' })
    const refused = job.kind === 'email' ? this.refused.get(job.template) : undefined
    if (refused !== undefined) return Promise.resolve(refused)
    return new Promise((answer) => {
      this.lastNumber = (this.lastNumber % 0x7fffffff) + 1
      this.waiting.set(this.lastNumber, { job, answer })
      this.attend()
      this.hand(this.lastNumber, job)
    })
  }

  async close(): Promise<void> {
    this.closed = true
    for (const number of [...this.waiting.keys()]) this.settle(number, { ok: false, reason: 'the renderer was closed' })
    clearTimeout(this.resting)
    await this.worker?.terminate()
  }

  private start(): Worker {
    const progress = new SharedArrayBuffer(8)
    const worker = new Worker(new URL('./render-worker.ts', import.meta.url), {
      name: 'render',
      workerData: { progress, compiles: this.pageMs !== undefined },
      env: environment(),
      resourceLimits: { maxOldGenerationSizeMb: this.heapMb, maxYoungGenerationSizeMb: 6, stackSizeMb: 4 },
    })
    this.progress = new Int32Array(progress)
    this.sent = new Set()
    this.seen = nothingSeen
    this.endedFor = undefined
    let failure = 'the rendering thread ended'
    worker.on('message', (message: FromWorker) => {
      this.inVain = 0
      if ('lacks' in message) this.handWhole(message)
      else this.settle(message.number, message.result)
    })
    worker.on('error', (error) => {
      failure = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? `it needed more than ${this.heapMb} MB of memory` : error.message
    })
    worker.on('exit', () => {
      if (worker === this.worker) this.replace(failure)
    })
    worker.unref()
    return worker
  }

  /** The thread is gone: what it was at has failed for this reason, everything else is handed to the next one. */
  private replace(failure: string): void {
    if (this.closed) return
    const at = Atomics.load(this.progress, progressAt.job)
    // When it finished the job after all while it was being ended, what it is at now is innocent.
    const culprit = this.endedFor === undefined || this.endedFor === at ? at : 0
    const phase = Atomics.load(this.progress, progressAt.phase)
    const reason = this.endedFor === undefined ? failure : `it took more than ${this.limitOf(phase)} ms of processor time`
    if (culprit !== 0 || this.endedFor !== undefined) this.ended += 1
    else this.inVain += 1
    const job = this.waiting.get(culprit)?.job
    const result: JobResult = { ok: false, reason: job?.kind === 'email' ? `template "${job.source?.template}": ${reason}` : reason }
    this.settle(culprit, result)
    if (job?.kind === 'email' && phase === phases.compiling) this.refuse(job.template, result)
    if (this.inVain >= startsInVain) {
      this.inVain = 0
      for (const number of [...this.waiting.keys()]) this.settle(number, { ok: false, reason: `the rendering thread does not start: ${reason}` })
    }
    this.worker = undefined
    if (this.waiting.size === 0) return
    this.there().ref()
    for (const [number, { job: again }] of this.waiting) this.hand(number, again)
  }

  /** Refuses a template from now on, and for everybody who waits for it. */
  private refuse(template: string, result: JobResult): void {
    if (this.refused.size >= rememberedTemplates) this.refused.clear()
    this.refused.set(template, result)
    for (const [number, { job }] of this.waiting) if (job.kind === 'email' && job.template === template) this.settle(number, result)
  }

  private there(): Worker {
    this.worker ??= this.start()
    return this.worker
  }

  private limitOf(phase: number): number {
    if (phase === phases.page) return this.pageMs ?? this.limitMs
    return this.limitMs * (phase === phases.compiling ? compilingFactor : 1)
  }

  private hand(number: number, job: Job): void {
    if (job.kind !== 'email') {
      this.post({ number, job })
      return
    }
    const isKnown = this.sent.delete(job.template)
    this.sent.add(job.template)
    this.post({ number, job: isKnown ? { ...job, source: undefined } : job })
    if (this.sent.size <= rememberedTemplates) return
    const [oldest] = this.sent
    if (oldest === undefined) return
    this.sent.delete(oldest)
    this.post({ forget: oldest })
  }

  /** Once more, with the template that the thread has forgotten. */
  private handWhole({ number, lacks }: { readonly number: number; readonly lacks: string }): void {
    this.sent.delete(lacks)
    const waiting = this.waiting.get(number)
    if (waiting !== undefined) this.hand(number, waiting.job)
  }

  private post(message: ToWorker): void {
    try {
      this.there().postMessage(message)
    } catch (error) {
      // Only what is not plain data cannot cross to the thread.
      if ('number' in message) this.settle(message.number, { ok: false, reason: error instanceof Error ? error.message : String(error) })
    }
  }

  private settle(number: number, result: JobResult): void {
    const waiting = this.waiting.get(number)
    if (waiting === undefined) return
    this.waiting.delete(number)
    if (this.waiting.size === 0) this.rest()
    waiting.answer(result)
  }

  private attend(): void {
    if (this.watch !== undefined) return
    clearTimeout(this.resting)
    this.there().ref()
    this.watch = setInterval(() => void this.look(), lookEveryMs)
  }

  private rest(): void {
    clearInterval(this.watch)
    this.watch = undefined
    this.seen = nothingSeen
    this.worker?.unref()
    if (this.restMs !== undefined && !this.closed) this.resting = setTimeout(() => this.endForNow(), this.restMs).unref()
  }

  /** Nobody asked for a while: its memory is given back. What could not be compiled may be tried once more by the next thread. */
  private endForNow(): void {
    const { worker } = this
    this.worker = undefined
    this.refused.clear()
    void worker?.terminate()
  }

  /** Ends the thread when it is still at the job it was at before, and that job has had its time. */
  private async look(): Promise<void> {
    const { worker } = this
    if (worker === undefined) return
    const job = Atomics.load(this.progress, progressAt.job)
    const phase = Atomics.load(this.progress, progressAt.phase)
    if (job === 0 || job !== this.seen.job || phase !== this.seen.phase) {
      const seen: Seen = { job, phase, looks: 0, usedMs: undefined, isAsked: job !== 0 }
      this.seen = seen
      if (job !== 0) seen.usedMs = await usedMs(worker)
      seen.isAsked = false
      return
    }
    const seen = this.seen
    seen.looks += 1
    const limitMs = this.limitOf(phase)
    const isOverWall = seen.looks * lookEveryMs >= limitMs * wallFactor
    // A thread that does not come to answer yet is not asked again.
    if (seen.isAsked && !isOverWall) return
    seen.isAsked = true
    const now = isOverWall ? undefined : await usedMs(worker)
    seen.isAsked = false
    const isOver = isOverWall || (now !== undefined && seen.usedMs !== undefined && now - seen.usedMs >= limitMs)
    const isStillThere = this.worker === worker && Atomics.load(this.progress, progressAt.job) === job && this.seen === seen
    if (!isOver || !isStillThere || this.closed) return
    this.endedFor = job
    await worker.terminate()
  }
}

interface Seen {
  readonly job: number
  readonly phase: number
  looks: number
  usedMs: number | undefined
  isAsked: boolean
}

const nothingSeen: Seen = { job: 0, phase: 0, looks: 0, usedMs: undefined, isAsked: false }

/** Processor time of the thread; undefined when it has just ended. */
async function usedMs(worker: Worker): Promise<number | undefined> {
  try {
    const { user, system } = await worker.cpuUsage()
    return (user + system) / 1000
  } catch {
    return undefined
  }
}

/** Nothing of the environment but where compiled code is kept: without it, all of the thread's code is compiled at every start. */
function environment(): NodeJS.ProcessEnv {
  const folder = process.env['NODE_COMPILE_CACHE']
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: folder }
}
