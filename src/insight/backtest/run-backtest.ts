// Runs a backtest over the log of a store: in threads that open it themselves, so that whoever asked goes on meanwhile and can stop it at any time.

import { Worker } from 'node:worker_threads'
import { limits } from '../../model/limits.ts'
import type { Store } from '../../runtime/store.ts'
import { backtestMemory, besideServer } from '../../runtime/thread-memory.ts'
import { unpackError, type WriterThread } from '../../runtime/writing/thread-messages.ts'
import { backtestPart, joined, partsOf, type ThreadPart } from './backtest-log.ts'
import type { BacktestSpec } from './backtest-spec.ts'
import type { FromBacktest, ToBacktest } from './backtest-thread.ts'
import { keepingYoung } from './keep-young.ts'
import type { ShareResult } from './replay-share.ts'

export interface BacktestProgress {
  /** Lines of the log that were gone through, of how many; a line counts for each thread and round that reads it. */
  readonly done: number
  readonly of: number
  readonly events: number
}

export interface BacktestRun {
  readonly spec: BacktestSpec
  /** For reading. */
  readonly store: Pick<Store, 'last' | 'merges' | 'countSubscribers' | 'readShare'>
  /** How threads open the same store; without it everything is done in this one. */
  readonly thread: WriterThread | undefined
  readonly threads: number
  /** Whether nobody else waits for this thread: a short log is gone through in it, because another one takes longer to start. */
  readonly isAlone?: boolean | undefined
  /** Whether a server goes on beside it and nobody waits for it: it holds fewer people at a time and takes longer. */
  readonly isBackground?: boolean | undefined
  readonly onProgress?: (progress: BacktestProgress) => void
  readonly signal?: AbortSignal
}

export interface Ran {
  readonly result: ShareResult
  /** Processor time of all threads, and the most memory that one of them used for what it holds; undefined in this thread. */
  readonly cpuMs: number | undefined
  readonly peakBytes: number | undefined
}

/** Lines that are gone through in the thread that asks, if it may. */
const linesDoneHere = 2000
/** Shorter logs are read faster than another thread starts. */
const linesWorthAThread = 50_000

/** Rejects with the signal's reason when it is cancelled; nothing has changed then, nor when it ends. */
export async function runBacktest({ spec, store, thread: given, threads, isAlone, isBackground = false, onProgress, signal }: BacktestRun): Promise<Ran> {
  const [{ position: upTo }, moved, people] = await Promise.all([store.last(), store.merges(), store.countSubscribers()])
  const thread = isAlone === true && upTo <= linesDoneHere ? undefined : given
  const parts = partsOf(
    {
      upTo,
      people,
      moved,
      arms: spec.arms.length,
      atOnce: isBackground ? heldBesideServer(people) : limits.backtestPeople,
      heldLines: spec.imports === 'as it happened' ? Math.min(upTo, spec.importedLines ?? upTo) : 0,
    },
    thread === undefined ? 1 : Math.max(1, Math.min(threads, Math.ceil(upTo / linesWorthAThread))),
  )
  const of = parts.reduce((sum, { shares }) => sum + shares.length * upTo, 0)
  const progress = parts.map(() => ({ lines: 0, events: 0 }))
  const tell = (index: number, lines: number, events: number): void => {
    progress[index] = { lines, events }
    onProgress?.({ done: progress.reduce((sum, one) => sum + one.lines, 0), of, events: progress.reduce((sum, one) => sum + one.events, 0) })
  }
  signal?.throwIfAborted()
  if (thread === undefined) {
    const part = parts[0] as ThreadPart
    const isOver = (): boolean => signal?.aborted === true
    const result = await backtestPart(store, spec, { part, isOver, onLines: (lines, events) => tell(0, lines, events) })
    return { result, cpuMs: undefined, peakBytes: undefined }
  }
  const workers: Worker[] = []
  try {
    const ran = (part: ThreadPart, index: number) =>
      runPart({ thread, spec, part, isBackground }, { workers, signal, tell: (lines, events) => tell(index, lines, events) })
    const all = await keepingYoung(() => Promise.all(parts.map(ran)))
    return {
      result: all.map(({ result }) => result).reduce((one, other) => joined(one, other, spec.examples)),
      cpuMs: all.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
      peakBytes: Math.max(...all.map(({ peakBytes }) => peakBytes)),
    }
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
}

/** A twentieth of many people, so that the log is not read more than twenty times. */
function heldBesideServer(people: number): number {
  return Math.min(limits.backtestPeople, Math.max(limits.forecastPeople, Math.ceil(people / 20)))
}

interface PartRun {
  readonly workers: Worker[]
  readonly signal: AbortSignal | undefined
  readonly tell: (lines: number, events: number) => void
}

function runPart(workerData: ToBacktest, { workers, signal, tell }: PartRun): Promise<Extract<FromBacktest, { kind: 'result' }>> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./backtest-thread.ts', import.meta.url), {
      workerData,
      name: 'backtest',
      resourceLimits: workerData.isBackground ? besideServer : backtestMemory,
    })
    workers.push(worker)
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
    worker.on('message', (message: FromBacktest) => {
      if (message.kind === 'progress') tell(message.lines, message.events)
      else if (message.kind === 'result') resolve(message)
      else reject(unpackError(message.error))
    })
    worker.on('error', reject)
    worker.on('exit', (code) => reject(new Error(`a thread of the backtest ended with code ${code}`)))
  })
}
